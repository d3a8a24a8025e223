// SPDX-License-Identifier: MIT
//
// Each mistake that a person makes in a document, and the text that says so: mistakes.txt holds
// pairs of a document and its report. SLA_UPDATE_MISTAKES=1 in the environment writes the reports
// anew, to be read before they are committed.

#include <sla/describe.hpp>
#include <sla/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct mistake {
    std::string title;    ///< With "### " before it.
    std::string document; ///< Whatever stands before a line "----".
    std::string report;
};

const std::string path = SLA_TEST_SOURCE_DIR "/tests/json/mistakes.txt";

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
            (in_report ? out.back().report : out.back().document) += line + "\n";
        }
    }
    return out;
}

sla::zone_source zones() {
    return sla::zone_set{{sla::zone::utc()}}.source();
}

std::string trimmed(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

} // namespace

TEST_CASE("the report of each mistake") {
    std::string head;
    std::vector<mistake> all = read_table(head);
    REQUIRE(all.size() > 40);
    const bool update =
        std::getenv("SLA_UPDATE_MISTAKES") != nullptr; // NOLINT(concurrency-mt-unsafe)
    for (mistake& m : all) {
        const auto made = sla::compile_json(trimmed(m.document), zones());
        const std::string report = sla::describe(made.issues());
        INFO(m.title);
        CHECK_FALSE(report.empty());
        if (update)
            m.report = report + "\n\n";
        else
            CHECK(report == trimmed(m.report));
    }
    if (!update)
        return;
    std::ofstream file{path};
    file << head;
    for (const mistake& m : all)
        file << m.title << '\n' << m.document << "----\n" << m.report;
}
