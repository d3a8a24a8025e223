// SPDX-License-Identifier: MIT
//
// compliance_report: judges a file of tickets by a policy and prints a report. README.md beside
// this file describes both; `--help` the options.
//
//     arguments ─► run: policy_file ──► policy book ─┐
//                       ticket_file ──► timelines ───┴─► judge ─► clocks ─► figures ─► report,
//                                                                       page, csv_report,
//                                                                       json_report

#include "arguments.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "run.hpp"
#include "text.hpp"
#include <sla/describe.hpp>
#include <sla/load.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <span>
#include <system_error>

namespace {

using namespace compliance;

constexpr int unusable = 2;
constexpr std::size_t described_problems = 20;

/// At most so many one by one, then how many more there are.
void print_issues(const sla::issue_list& issues, std::uint64_t all) {
    std::size_t shown = 0;
    for (const sla::issue& i : issues) {
        if (shown++ == described_problems)
            break;
        fmt::print(stderr, "{}\n", sla::describe(i));
    }
    if (all > described_problems)
        fmt::print(stderr, "... and {} more\n", with_commas(all - described_problems));
}

std::uint64_t size_of(const std::string& file) {
    std::error_code no_size;
    const std::uintmax_t size = std::filesystem::file_size(file, no_size);
    return no_size ? 0 : size;
}

int report(std::span<const char* const> words) {
    const sla::result<arguments> chosen = read_arguments(words);
    if (!chosen) {
        print_issues(chosen.issues(), chosen.issues().size());
        fmt::print(stderr, "\n{}", usage());
        return unusable;
    }
    if (chosen->help) {
        fmt::print("{}", usage());
        return 0;
    }
    const auto present =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    progress_bar bar{size_of(chosen->tickets)};
    const outcome found =
        run(*chosen, sla::system_zones(), present, [&](std::uint64_t done) { bar.update(done); });
    bar.clear();

    print_issues(found.warnings, found.warnings.size());
    print_issues(found.row_problems, found.result.unreadable);
    if (!found.problems.empty()) {
        print_issues(found.problems, found.problems.size());
        return unusable;
    }
    const sla::issue_list unwritten = write_files(*chosen, found);
    if (!unwritten.empty()) {
        print_issues(unwritten, unwritten.size());
        return unusable;
    }
    std::fwrite(found.report.data(), 1, found.report.size(), stdout);
    if (std::fflush(stdout) != 0) {
        fmt::print(stderr, "the report could not be written\n");
        return unusable;
    }
    return chosen->strict && found.result.unreadable != 0 ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const std::span<const char* const> all{argv, static_cast<std::size_t>(argc)};
        return report(all.subspan(argc > 0 ? 1 : 0));
    } catch (const std::exception& error) {
        fmt::print(stderr, "compliance_report: {}\n", error.what());
        return unusable;
    }
}
