// SPDX-License-Identifier: MIT
//
// Each mistake in a feed, and the text that says so: mistakes.txt holds pairs of a feed and its
// report. SLA_UPDATE_MISTAKES=1 in the environment writes the reports anew, to be read before they
// are committed.

#include "feed_text.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <fstream>

namespace {

struct mistake {
    std::string title;  ///< "### icalendar: ..."; the first word says which reader.
    std::string feed;   ///< Whatever stands before a line "----".
    std::string report; ///< And after it.
};

const std::string path = SLA_TEST_SOURCE_DIR "/tests/holidays/mistakes.txt";

std::vector<mistake> read_table(std::string& head) {
    std::ifstream file{path};
    REQUIRE(file);
    std::vector<mistake> out;
    bool in_report = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("### ")) {
            out.push_back({line, {}, {}});
            in_report = false;
        } else if (out.empty()) {
            head += line + "\n";
        } else if (line == "----") {
            in_report = true;
        } else {
            (in_report ? out.back().report : out.back().feed) += line + "\n";
        }
    }
    return out;
}

std::string trimmed(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

sla::issue_list issues_of(const mistake& m) {
    if (m.title.starts_with("### holiday-cn"))
        return sla::read_holiday_cn(m.feed).issues();
    if (m.title.starts_with("### gov.uk"))
        return sla::read_govuk(m.feed, "scotland").issues();
    REQUIRE(m.title.starts_with("### icalendar"));
    return sla::read_icalendar(m.feed, feeds::berlin(), feeds::zones()).issues();
}

} // namespace

TEST_CASE("the report of each mistake in a feed") {
    std::string head;
    std::vector<mistake> all = read_table(head);
    REQUIRE(all.size() > 25);
    const bool update =
        std::getenv("SLA_UPDATE_MISTAKES") != nullptr; // NOLINT(concurrency-mt-unsafe)
    for (mistake& m : all) {
        const std::string report = sla::describe(issues_of(m));
        INFO(m.title);
        CHECK_FALSE(report.empty());
        if (update)
            m.report = report;
        else
            CHECK(report == trimmed(m.report));
    }
    if (!update)
        return;
    std::ofstream file{path};
    file << head;
    for (const mistake& m : all)
        file << m.title << '\n' << m.feed << "----\n" << trimmed(m.report) << "\n\n";
    REQUIRE(file);
}
