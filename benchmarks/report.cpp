// SPDX-License-Identifier: MIT
//
// What a report costs, against adding up the same columns.
//
//     cmake --workflow --preset bench && build/bench/benchmarks/report
//     build/bench/benchmarks/report --rows=4000000
//
// The bound is a plain sum: one loop for each column that the report reads, as a compiler makes it
// at -O3 (it adds with vectors, several numbers at a time), over as many rows, in turns with the
// case beside it. Each time is the best of a few runs over the whole table, time of the processor.
// The table has 64 M judged rows of a year: 4 priorities x 5 channels x 12 months of Berlin; counts
// of states, and of each length least, greatest, mean and percentiles.
//
// Merging: 10,000 reports of parts of the table, one after the other in time, into one.
//
// Before a case is timed its report is compared with plain loops over the table, which know nothing
// of spans or buckets: of all 240 groups the counts by state, and of each length how many, their
// sum, least and greatest; of four groups percentiles of each length as well, which takes sorting.
// One figure that differs ends the program.
//
// By time the rows of a block are of one month, which is how tables of tickets lie; in random order
// each row is of any month, and what it is added to is in no near cache. Only the first has a
// bound, with one length; the others are told.

#include "bulk_tickets.hpp"
#include "ratios.hpp"
#include <sla/report.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla_benchmark::column;

std::size_t row_count = 64'000'000;
constexpr std::size_t priorities = 4;
constexpr std::size_t channels = 5;
constexpr std::size_t part_count = 10'000;

// -- the table ------------------------------------------------------------------------------------

std::uint64_t number(std::size_t row, std::uint64_t purpose) {
    std::uint64_t z = (static_cast<std::uint64_t>(row) * 16 + purpose) * 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

const sla::zone& berlin() {
    static const sla::zone zone =
        sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    return zone;
}
std::int64_t ms_of(local_days date) {
    return berlin().to_instant(date).time_since_epoch().count();
}
constexpr local_days first_date{2025y / January / 1};
constexpr local_days end_date{2026y / January / 1};

enum class row_order { by_time, at_random };

/// To the millisecond, from a second to a week: half of them from ten minutes to two hours, as a
/// bell over the doublings of a second.
std::int64_t length_of(std::size_t row, std::uint64_t purpose) {
    const std::uint64_t bits = number(row, purpose);
    const std::uint64_t doubling = (bits % 8 + bits / 8 % 8 + bits / 64 % 8 + 2) % 20;
    return static_cast<std::int64_t>((1000U << doubling) + ((bits >> 12U) % (1000U << doubling)));
}

/// One row in ten is open and has no length; one in nine of the others is late.
struct judged_rows {
    column<std::uint8_t> state, priority, channel;
    column<std::int64_t> created, elapsed, working, overdue;

    explicit judged_rows(std::size_t rows, row_order order)
        : state{rows,
                [](std::size_t row) {
                    const std::uint64_t n = number(row, 0) % 10;
                    return static_cast<std::uint8_t>(n == 0   ? sla::clock_state::running
                                                     : n == 1 ? sla::clock_state::breached
                                                              : sla::clock_state::met);
                }},
          priority{rows,
                   [](std::size_t row) {
                       return static_cast<std::uint8_t>(number(row, 1) % priorities);
                   }},
          channel{
              rows,
              [](std::size_t row) { return static_cast<std::uint8_t>(number(row, 2) % channels); }},
          created{rows,
                  [&](std::size_t row) {
                      static const std::int64_t begin = ms_of(first_date);
                      static const auto year = static_cast<double>(ms_of(end_date) - begin);
                      const double part =
                          order == row_order::by_time
                              ? static_cast<double>(row) / static_cast<double>(rows)
                              : static_cast<double>(number(row, 3) >> 11U) / (1ULL << 53U);
                      return begin + static_cast<std::int64_t>(year * part);
                  }},
          elapsed{
              rows,
              [&](std::size_t row) { return is_open(row) ? sla::no_value : length_of(row, 4); }},
          working{
              rows,
              [&](std::size_t row) { return is_open(row) ? sla::no_value : length_of(row, 5); }},
          overdue{rows, [&](std::size_t row) { return is_late(row) ? length_of(row, 6) : 0; }} {}

    [[nodiscard]] bool is_open(std::size_t row) const {
        return state[row] == static_cast<std::uint8_t>(sla::clock_state::running);
    }
    [[nodiscard]] bool is_late(std::size_t row) const {
        return state[row] == static_cast<std::uint8_t>(sla::clock_state::breached);
    }
};

const judged_rows& table(row_order order = row_order::by_time) {
    static std::unique_ptr<judged_rows> rows;
    static row_order of = order;
    if (!rows || of != order) {
        rows.reset();
        rows = std::make_unique<judged_rows>(row_count, order);
        of = order;
    }
    return *rows;
}

// -- the report -----------------------------------------------------------------------------------

sla::report_plan plan_of(std::size_t lengths) {
    sla::report_definition d;
    d.dimensions = {sla::by_values("priority", {"P1", "P2", "P3", "P4"}),
                    sla::by_values("channel", {"telephone", "chat", "e-mail", "web", "letter"}),
                    sla::by_calendar("month", {.unit = sla::calendar_unit::month,
                                               .zone = berlin(),
                                               .from = first_date,
                                               .end = end_date})};
    d.metrics = {{.name = "first response"}};
    const std::array<sla::report_length, 3> all{
        {{.name = "elapsed"},
         {.name = "working", .what = sla::verdict_length::working_spent},
         {.name = "overdue",
          .of = {sla::clock_state::breached},
          .what = sla::verdict_length::overdue}}};
    d.metrics[0].lengths.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(lengths));
    return sla::compile(d).value();
}

struct input_columns {
    std::array<sla::id_column, 2> ids;
    std::array<sla::time_column, 1> instants;
    std::array<sla::length_column, 3> lengths;
    std::array<sla::metric_columns, 1> metrics;

    input_columns(const judged_rows& rows, std::size_t length_count)
        : ids{sla::id_column{rows.priority.data()}, sla::id_column{rows.channel.data()}},
          instants{sla::time_column{rows.created.data(), sla::time_unit::milliseconds}},
          lengths{sla::time_column{rows.elapsed.data(), sla::time_unit::milliseconds},
                  sla::time_column{rows.working.data(), sla::time_unit::milliseconds},
                  sla::time_column{rows.overdue.data(), sla::time_unit::milliseconds}},
          metrics{{{.state = rows.state.data(), .lengths = {lengths.data(), length_count}}}} {}
    input_columns(const input_columns&) = delete;
    input_columns& operator=(const input_columns&) = delete;
    ~input_columns() = default;

    [[nodiscard]] sla::report_input view() const {
        return {.ids = ids, .instants = instants, .metrics = metrics};
    }
};

// -- the bound ------------------------------------------------------------------------------------

template <class Number>
[[gnu::noinline]] std::uint64_t sum(const Number* numbers, std::size_t count) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < count; ++i)
        out += static_cast<std::uint64_t>(numbers[i]);
    return out;
}

std::uint64_t sum_columns(const judged_rows& rows, std::size_t lengths) {
    const std::size_t n = row_count;
    std::uint64_t out = sum(rows.state.data(), n) + sum(rows.priority.data(), n) +
                        sum(rows.channel.data(), n) + sum(rows.created.data(), n) +
                        sum(rows.elapsed.data(), n);
    if (lengths == 3)
        out += sum(rows.working.data(), n) + sum(rows.overdue.data(), n);
    return out;
}

// -- comparing ------------------------------------------------------------------------------------

[[noreturn]] void give_up(const char* name, const char* what) {
    std::fprintf(stderr, "%s: %s; nothing is measured\n", name, what);
    std::exit(1);
}

struct plain_length {
    std::uint64_t count = 0;
    std::int64_t sum = 0;
    std::int64_t min = std::numeric_limits<std::int64_t>::max();
    std::int64_t max = 0;
    std::vector<std::int64_t> values{}; // of the groups whose percentiles are compared
};
struct plain_group {
    std::array<std::uint64_t, sla::clock_state_count> states{};
    std::array<plain_length, 3> lengths{};
};

constexpr std::size_t months = 12;
[[nodiscard]] bool has_values(std::size_t group) {
    return group % 79 == 1; // of different priorities, channels and months
}

std::vector<plain_group> plain_groups(const judged_rows& rows) {
    std::array<std::int64_t, months> ends{};
    for (unsigned m = 1; m < months; ++m)
        ends[m - 1] = ms_of(local_days{2025y / month{m + 1} / 1});
    ends.back() = ms_of(end_date);
    std::vector<plain_group> groups(priorities * channels * months);
    for (std::size_t row = 0; row < row_count; ++row) {
        std::size_t m = 0;
        while (rows.created[row] >= ends[m])
            ++m;
        const std::size_t g = (rows.priority[row] * channels + rows.channel[row]) * months + m;
        ++groups[g].states[rows.state[row]];
        const std::array values{rows.elapsed[row], rows.working[row],
                                rows.is_late(row) ? rows.overdue[row] : sla::no_value};
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] == sla::no_value)
                continue;
            plain_length& length = groups[g].lengths[i];
            ++length.count;
            length.sum += values[i];
            length.min = std::min(length.min, values[i]);
            length.max = std::max(length.max, values[i]);
            if (has_values(g))
                length.values.push_back(values[i]);
        }
    }
    return groups;
}

void verify_percentiles(const char* name, const sla::distribution& got,
                        std::vector<std::int64_t>& lengths) {
    std::sort(lengths.begin(), lengths.end());
    for (const std::uint64_t percent : {1U, 50U, 90U, 95U, 99U}) {
        const std::int64_t exact = lengths[(percent * lengths.size() + 99) / 100 - 1] / 1000 * 1000;
        const sla::percentile_value p = *got.percentile(sla::share::percent(percent));
        if (p.low.count() > exact || p.high.count() < exact ||
            std::abs(p.value.count() - exact) * 128 > exact)
            give_up(name, "a percentile is out of its bound");
    }
}

void verify(const char* name, const judged_rows& rows, const sla::report& report) {
    std::vector<plain_group> groups = plain_groups(rows);
    const std::vector<sla::report_line> lines = report.read({.by = {0, 1, 2}});
    if (lines.size() != groups.size())
        give_up(name, "there are not 240 groups");
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (lines[g].counts.by_state != groups[g].states)
            give_up(name, "states are counted differently");
        for (std::size_t i = 0; i < lines[g].lengths.size(); ++i) {
            const sla::distribution& got = lines[g].lengths[i];
            plain_length& plain = groups[g].lengths[i];
            if (got.count() != plain.count || got.sum() != sla::elapsed{plain.sum} ||
                got.min() != sla::elapsed{plain.min} || got.max() != sla::elapsed{plain.max})
                give_up(name, "lengths are added differently");
            if (has_values(g))
                verify_percentiles(name, got, plain.values);
        }
    }
}

// -- measuring ------------------------------------------------------------------------------------

struct figure {
    double bytes = 0; ///< Of a row.
    double seconds = std::numeric_limits<double>::infinity();
    double summing = std::numeric_limits<double>::infinity(); ///< Seconds of the plain sum.

    [[nodiscard]] double of_sum() const { return summing / seconds; }
};
std::vector<std::pair<std::string, figure>> figures;
double merge_seconds = std::numeric_limits<double>::infinity();
std::size_t report_bytes = 0;
std::size_t part_bytes = 0;

const figure* find(std::string_view name) {
    for (const auto& [n, f] : figures)
        if (n == name)
            return &f;
    return nullptr;
}

template <class Work>
double seconds_of(Work&& work) {
    const std::clock_t begin = std::clock();
    work();
    benchmark::ClobberMemory();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

void one_pass(benchmark::State& state, const char* name, row_order order, std::size_t lengths) {
    const judged_rows& rows = table(order);
    const input_columns columns{rows, lengths};
    const sla::report_plan plan = plan_of(lengths);
    {
        sla::report report{plan};
        report.add(columns.view(), 0, row_count);
        verify(name, rows, report);
        report_bytes = report.size_bytes();
    }
    figure f{.bytes = 3 + 8 + 8 * static_cast<double>(lengths)};
    for (auto _ : state) {
        f.summing = std::min(
            f.summing, seconds_of([&] { benchmark::DoNotOptimize(sum_columns(rows, lengths)); }));
        sla::report report{plan};
        const double seconds = seconds_of([&] { report.add(columns.view(), 0, row_count); });
        state.SetIterationTime(seconds);
        f.seconds = std::min(f.seconds, seconds);
    }
    figures.emplace_back(name, f);
}
void by_time(benchmark::State& state) {
    one_pass(state, "by_time", row_order::by_time, 1);
}
void three_lengths(benchmark::State& state) {
    one_pass(state, "three_lengths", row_order::by_time, 3);
}
void at_random(benchmark::State& state) {
    one_pass(state, "at_random", row_order::at_random, 1);
}

void merge(benchmark::State& state) {
    const input_columns columns{table(), 1};
    const sla::report_plan plan = plan_of(1);
    sla::report whole{plan};
    whole.add(columns.view(), 0, row_count);
    std::vector<sla::report> parts;
    for (std::size_t i = 0; i < part_count; ++i) {
        const std::size_t first = row_count * i / part_count;
        parts.emplace_back(plan).add(columns.view(), first,
                                     row_count * (i + 1) / part_count - first);
    }
    part_bytes = parts[part_count / 2].size_bytes();
    for (auto _ : state) {
        sla::report merged{plan};
        const double seconds = seconds_of([&] {
            for (const sla::report& part : parts)
                if (!merged.merge(part).empty())
                    give_up("merge", "a part is refused");
        });
        state.SetIterationTime(seconds);
        merge_seconds = std::min(merge_seconds, seconds);
        if (!(merged == whole))
            give_up("merge", "the parts are not the whole");
    }
}

#define SLA_RUNS(COUNT) ->UseManualTime()->Iterations(COUNT)->Unit(benchmark::kMillisecond)
BENCHMARK(by_time) SLA_RUNS(7);
BENCHMARK(three_lengths) SLA_RUNS(5);
BENCHMARK(merge) SLA_RUNS(5);
BENCHMARK(at_random) SLA_RUNS(7);

// -- what came out --------------------------------------------------------------------------------

void judge(sla_benchmark::summary& s) {
    std::printf("%-16s %12s %9s %9s %12s\n", "M = 1,000,000", "bytes a row", "M rows/s", "MB/s",
                "of plain sum");
    for (const auto& [name, f] : figures)
        std::printf("%-16s %12.0f %9.1f %9.0f %10.1f %%\n", name.c_str(), f.bytes,
                    static_cast<double>(row_count) / f.seconds / 1e6,
                    static_cast<double>(row_count) * f.bytes / f.seconds / 1e6, 100 * f.of_sum());
    std::printf("a report takes %zu KiB, one of the parts to merge %zu KiB\n\n",
                report_bytes / 1024, part_bytes / 1024);
    if (const figure* f = find("by_time"))
        s.at_least("240 groups, one length, by time: bytes/s of a sum", 100 * f->of_sum(), 25, "%");
    if (merge_seconds < 1e9)
        s.at_most("merging 10,000 reports", merge_seconds * 1000, 100, "ms");
}

} // namespace

int main(int argc, char** argv) {
    return sla_benchmark::run_with_rows(argc, argv, row_count, 100'000, judge);
}
