// SPDX-License-Identifier: MIT
//
// A benchmark program's main, which after the usual table prints ratios of its own benchmarks and
// whether each meets its bound. Machines are noisy and differ; a ratio within one run says more
// than a time.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla_benchmark {

/// Keeps the best time of each benchmark: what is measured takes so long, the rest is noise.
class recording_reporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration || run.error_occurred)
                continue;
            const double ns = run.cpu_accumulated_time / static_cast<double>(run.iterations) * 1e9;
            double& best = best_.try_emplace(run.run_name.str(), ns).first->second;
            best = std::min(best, ns);
        }
        ConsoleReporter::ReportRuns(runs);
    }

    /// Nanoseconds of one iteration; below zero if it did not run.
    [[nodiscard]] double time(const std::string& name) const {
        const auto it = best_.find(name);
        return it == best_.end() ? -1 : it->second;
    }

private:
    std::map<std::string, double> best_;
};

/// One line of the summary.
class summary {
public:
    explicit summary(const recording_reporter& times) : times_{times} {}

    void at_least(const char* what, double value, double bound, const char* unit = "x") {
        line(what, value, ">=", bound, unit, value >= bound);
    }
    void at_most(const char* what, double value, double bound, const char* unit) {
        line(what, value, "<=", bound, unit, value <= bound);
    }
    [[nodiscard]] double time(const std::string& name) const { return times_.time(name); }
    [[nodiscard]] bool passed() const { return passed_; }

private:
    void line(const char* what, double value, const char* relation, double bound, const char* unit,
              bool ok) {
        std::printf("%-58s %10.2f %-4s %s %.4g  %s\n", what, value, unit, relation, bound,
                    ok ? "ok" : "MISSED");
        passed_ = passed_ && ok;
    }

    const recording_reporter& times_;
    bool passed_ = true;
};

/// Runs all benchmarks, then `judge(summary&)`. With the option --check a missed bound fails.
template <class Judge>
int run(int argc, char** argv, Judge&& judge) {
    bool check = false;
    std::vector<char*> rest;
    for (int i = 0; i < argc; ++i) {
        if (std::string{argv[i]} == "--check")
            check = true;
        else
            rest.push_back(argv[i]);
    }
    int count = static_cast<int>(rest.size());
    benchmark::Initialize(&count, rest.data());
    if (benchmark::ReportUnrecognizedArguments(count, rest.data()))
        return 2;
    recording_reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    summary s{reporter};
    std::printf("\n");
    judge(s);
    return check && !s.passed() ? 1 : 0;
}

/// The same for tables; the option --rows=N says how large, at least `least` and at most 1,000 M.
template <class Judge>
int run_with_rows(int argc, char** argv, std::size_t& rows, std::size_t least, Judge&& judge) {
    constexpr std::size_t most = 1'000'000'000;
    std::vector<char*> rest;
    for (int i = 0; i < argc; ++i)
        if (std::string_view{argv[i]}.starts_with("--rows="))
            rows = std::strtoull(argv[i] + 7, nullptr, 10);
        else
            rest.push_back(argv[i]);
    if (rows < least || rows > most) {
        std::fprintf(stderr, "--rows: %zu to %zu\n", least, most);
        return 2;
    }
    return run(static_cast<int>(rest.size()), rest.data(), std::forward<Judge>(judge));
}

} // namespace sla_benchmark
