// SPDX-License-Identifier: MIT
//
// What is told of documents that cannot be taken over as they are: unmapped.txt holds the name of
// a product, a document and the report. SLA_UPDATE_UNMAPPED=1 in the environment writes the reports
// anew, to be read before they are committed.

#include <sla/describe.hpp>
#include <sla/import.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

struct sample {
    std::string title; ///< "### zendesk: a title".
    std::string document;
    std::string report;
};

const std::string path = SLA_TEST_SOURCE_DIR "/tests/import/unmapped.txt";

std::vector<sample> read_table(std::string& head) {
    std::ifstream file{path};
    REQUIRE(file);
    std::vector<sample> out;
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

std::string trimmed(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

std::string report_of(const sample& s) {
    const std::string text = trimmed(s.document);
    const auto made = s.title.starts_with("### zendesk groups:") ? sla::import_zendesk_groups(text)
                      : s.title.starts_with("### zendesk:")      ? sla::import_zendesk(text)
                                                                 : sla::import_jira(text);
    if (!made)
        return sla::describe(made.issues());
    std::string out = "policies:";
    for (const sla::policy_definition& p : made->book.policies)
        out += " \"" + p.name + "\"";
    return out + "\n" + sla::describe(made->unmapped);
}

} // namespace

TEST_CASE("the report of each document") {
    std::string head;
    std::vector<sample> all = read_table(head);
    REQUIRE(all.size() > 10);
    const bool update =
        std::getenv("SLA_UPDATE_UNMAPPED") != nullptr; // NOLINT(concurrency-mt-unsafe)
    for (sample& s : all) {
        const std::string report = report_of(s);
        INFO(s.title);
        if (update)
            s.report = trimmed(report) + "\n\n";
        else
            CHECK(trimmed(report) == trimmed(s.report));
    }
    if (!update)
        return;
    std::ofstream file{path};
    file << head;
    for (const sample& s : all)
        file << s.title << '\n' << s.document << "----\n" << s.report;
}
