// SPDX-License-Identifier: MIT
//
// Documents with mistakes and the reports on them, in a text file that people can read:
//
//     ### a title
//     the document
//     ----
//     the report
//
// Whatever stands before the first title is for readers. With SLA_UPDATE=1 in the environment the
// reports are written anew, to be read before they are committed.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace report_samples {

struct sample {
    std::string title; ///< With "### " before it.
    std::string document;
    std::string report;
};

inline std::string trimmed(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

inline std::vector<sample> read(const std::string& path, std::string& head) {
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

/// `report_on(sample)` has to be what the file says, of each of at least so many samples.
template <class Report>
void compare(const std::string& path, std::size_t at_least, const Report& report_on) {
    std::string head;
    std::vector<sample> all = read(path, head);
    REQUIRE(all.size() >= at_least);
    const bool update = std::getenv("SLA_UPDATE") != nullptr; // NOLINT(concurrency-mt-unsafe)
    for (sample& s : all) {
        const std::string report = trimmed(report_on(s));
        INFO(s.title);
        CHECK_FALSE(report.empty());
        if (update)
            s.report = report;
        else
            CHECK(report == trimmed(s.report));
    }
    if (!update)
        return;
    std::ofstream file{path};
    file << head;
    for (const sample& s : all)
        file << s.title << '\n' << s.document << "----\n" << trimmed(s.report) << "\n\n";
    REQUIRE(file);
}

} // namespace report_samples
