// SPDX-License-Identifier: MIT
//
// Lengths of time: sums, means, percentiles, and where they stop being exact.
#include "report_desk.hpp"
#include <sla/report.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <vector>

using namespace report_desk;
using sla::share;

namespace {

sla::elapsed percentile(const sla::distribution& d, std::uint64_t percent) {
    const auto p = d.percentile(share::percent(percent));
    REQUIRE(p);
    return p->value;
}

} // namespace

TEST_CASE("percentiles are by nearest rank") {
    // The usual example: 15, 20, 35, 40, 50.
    const sla::distribution d = lengths({35s, 20s, 15s, 50s, 40s});
    CHECK(percentile(d, 5) == 15s);
    CHECK(percentile(d, 30) == 20s);
    CHECK(percentile(d, 40) == 20s);
    CHECK(percentile(d, 50) == 35s);
    CHECK(percentile(d, 100) == 50s);
    CHECK(percentile(d, 0) == 15s);
    CHECK(percentile(d, 250) == 50s);
    CHECK(d.percentile(share::per_mille(801))->value == 50s);
    CHECK(d.percentile(share::per_mille(800))->value == 40s);
    CHECK(d.percentile(share::percent(50))->is_exact());
}

TEST_CASE("a single length is every percentile") {
    const sla::distribution d = lengths({1999ms});
    CHECK(percentile(d, 1) == 1s); // whole seconds, rounded down
    CHECK(percentile(d, 99) == 1s);
    CHECK(d.mean() == 1999ms);
    CHECK(d.min() == 1999ms);
    CHECK(d.max() == 1999ms);
}

TEST_CASE("a mean is the nearest millisecond, the higher of two") {
    CHECK(lengths({1ms, 2ms}).mean() == 2ms); // 1.5
    CHECK(lengths({1ms, 1ms, 2ms}).mean() == 1ms);
    CHECK(lengths({1ms, 2ms, 2ms}).mean() == 2ms);
    CHECK(lengths({0ms, 0ms}).mean() == 0ms);
}

TEST_CASE("a limit is counted to the millisecond") {
    const sla::distribution d = lengths({19s, 20s, 20s + 1ms, 20s + 999ms, 21s});
    CHECK(d.within(0) == 2);
    CHECK(d.share_within(0) == share{2, 5});
}

TEST_CASE("a limit that a measure does not have has no count") {
    const sla::distribution d = lengths({19s});
    CHECK(d.limit_count() == 1);
    CHECK_FALSE(d.within(1));
    CHECK_FALSE(d.share_within(1));
    CHECK_FALSE(d.within(SIZE_MAX));
    CHECK(sla::distribution{}.limit_count() == 0);
    CHECK_FALSE(sla::distribution{}.within(0));
    // Of no lengths the count is known, and is no share of anything.
    const sla::distribution nothing = lengths({});
    CHECK(nothing.within(0) == 0);
    CHECK_FALSE(nothing.share_within(0));
}

TEST_CASE("lengths beyond the range are counted apart") {
    const milliseconds longest = sla::longest_length - 1ms;
    const sla::distribution d =
        lengths({-1ms, 0ms, longest, sla::longest_length, milliseconds::max()});
    CHECK(d.count() == 2);
    CHECK(d.out_of_range() == 3);
    CHECK(d.missing() == 0);
    CHECK(d.max() == longest);
    CHECK(percentile(d, 100) == floor<seconds>(longest));
}

TEST_CASE("sums do not overflow") {
    // 2^41 ms each: 64 bits hold 2^23 of them.
    sla::report_definition d;
    d.metrics = {{.name = "m", .lengths = {{.name = "l"}}}};
    const sla::report_plan plan = sla::compile(d).value();
    const std::vector<std::uint8_t> state(4096, code(clock_state::met));
    const std::vector<std::int64_t> ms(4096, sla::longest_length.count() - 1);
    const std::array<sla::length_column, 1> columns{
        sla::time_column{ms.data(), sla::time_unit::milliseconds}};
    const std::array metrics{sla::metric_columns{.state = state.data(), .lengths = columns}};
    sla::report report{plan};
    report.add({.metrics = metrics}, 0, state.size());
    for (int doubled = 0; doubled < 20; ++doubled) {
        const sla::report same = report;
        REQUIRE(report.merge(same).empty());
    }
    const sla::distribution l = report.read()[0].lengths[0];
    CHECK(l.count() == std::uint64_t{4096} << 20U);
    CHECK_FALSE(l.sum()); // 2^32 lengths of 2^41 ms
    CHECK(l.mean() == sla::longest_length - 1ms);
    CHECK(plan.from_bytes(report.to_bytes()).value() == report);
    for (int doubled = 0; doubled < 30; ++doubled) {
        const sla::report same = report;
        REQUIRE(report.merge(same).empty()); // up to 2^62 rows
    }
    const sla::report full = report;
    const auto issues = report.merge(full);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].code == "report.too_many_rows");
    CHECK(report == full);

    // Rows that were counted as left out may be more than that at once.
    sla::report missing{plan};
    CHECK(missing.add({}, 0, std::size_t{1} << 63U).columns_missing == std::size_t{1} << 63U);
    CHECK_FALSE(missing.merge(sla::report{plan}).empty());
    CHECK_FALSE(sla::report{plan}.merge(missing).empty());
}

TEST_CASE("a negative length is out of range in any unit, however far below zero") {
    sla::report_definition definition;
    definition.metrics = {{.name = "m", .lengths = {{.name = "l"}}}};
    const sla::report_plan plan = sla::compile(definition).value();
    const std::vector<std::uint8_t> state(3, code(clock_state::met));
    constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    const std::vector<std::int64_t> lengths{lowest + 1, lowest / 1000 - 1, sla::no_value};
    for (const auto unit :
         {sla::time_unit::seconds, sla::time_unit::milliseconds, sla::time_unit::microseconds}) {
        const std::array<sla::length_column, 1> columns{sla::time_column{lengths.data(), unit}};
        const std::array metrics{sla::metric_columns{.state = state.data(), .lengths = columns}};
        sla::report report{plan};
        report.add({.metrics = metrics}, 0, state.size());
        const sla::distribution l = report.read()[0].lengths[0];
        CHECK(l.out_of_range() == 2);
        CHECK(l.missing() == 1);
    }
}

TEST_CASE("a single pass over more of the longest lengths than 64 bits can add") {
    sla::report_definition definition;
    definition.metrics = {{.name = "m", .lengths = {{.name = "l"}}}};
    sla::report report{sla::compile(definition).value()};
    constexpr std::uint64_t rows = (1U << 23U) + 1000;
    const std::vector<std::uint8_t> state(rows, code(clock_state::met));
    std::vector<std::int64_t> ms(rows, sla::longest_length.count() - 1);
    ms.back() = 0; // in the last block, after what is added up has been put aside
    const std::array<sla::length_column, 1> columns{
        sla::time_column{ms.data(), sla::time_unit::milliseconds}};
    const std::array metrics{sla::metric_columns{.state = state.data(), .lengths = columns}};
    report.add({.metrics = metrics}, 0, rows);
    const sla::report_line line = report.read()[0];
    CHECK(line.counts.of(clock_state::met) == rows);
    const sla::distribution& l = line.lengths[0];
    CHECK(l.count() == rows);
    CHECK(l.min() == 0ms);
    CHECK_FALSE(l.sum());
    // (rows - 1) x (2^41 - 1) / rows is 2^41 - 1 - 262112.6...
    CHECK(l.mean() == sla::longest_length - 1ms - 262'113ms);
    CHECK(percentile(l, 50).count() / 1000 == percentile(l, 99).count() / 1000);
    const std::vector<sla::length_bucket> buckets = l.buckets();
    REQUIRE(buckets.size() == 2);
    CHECK(buckets[0].count == 1);
    CHECK(buckets[1].count == rows - 1);
}

TEST_CASE("few lengths are kept, many are counted in buckets") {
    std::vector<milliseconds> values;
    for (int i = 0; i < 8; ++i)
        values.push_back(1h + seconds{i * 30});
    sla::report_definition d;
    d.exact_values = 8;
    d.precision_bits = 4;
    const sla::distribution few = lengths(values, d);
    CHECK(few.is_exact());
    CHECK(percentile(few, 50) == 1h + 90s);
    CHECK(few.buckets().size() == 8);

    values.push_back(1h + 240s);
    const sla::distribution many = lengths(values, d);
    CHECK_FALSE(many.is_exact());
    // Four bits: eight seconds are added, and each doubling has eight buckets. [3584, 4096) are in
    // steps of 256, so without the eight [3576, 3832) and [3832, 4088).
    REQUIRE(many.buckets().size() == 2);
    CHECK(many.buckets()[0] == sla::length_bucket{3576s, 3831s, 8});
    CHECK(many.buckets()[1] == sla::length_bucket{3832s, 4087s, 1});
    const sla::percentile_value middle = *many.percentile(share::percent(50));
    CHECK_FALSE(middle.is_exact());
    CHECK(middle.low == 3600s); // the least is known
    CHECK(middle.high == 3831s);
    CHECK(middle.value == 3715s + 500ms);
    CHECK(many.percentile(share::percent(0)) == sla::percentile_value{3600s, 3600s, 3600s});
    CHECK(many.percentile(share::percent(100)) == sla::percentile_value{3840s, 3840s, 3840s});
}

TEST_CASE("short lengths are counted second by second") {
    sla::report_definition d;
    d.exact_values = 0;
    d.precision_bits = 7;
    std::vector<milliseconds> values;
    for (int i = 0; i < 64; ++i)
        values.push_back(seconds{i});
    const sla::distribution l = lengths(values, d);
    CHECK_FALSE(l.is_exact());
    for (std::uint64_t p = 1; p <= 100; ++p) {
        const sla::percentile_value got = *l.percentile(share::percent(p));
        CHECK(got.is_exact());
        CHECK(got.value == seconds{(p * 64 + 99) / 100 - 1});
    }
}

TEST_CASE("groups together are exact where each of them is") {
    sla::report_definition d = by_priority_and_month();
    d.exact_values = 3;
    d.precision_bits = 4;
    columns c;
    const sla::instant january = at(local_days{2026y / January / 5});
    const sla::instant march = at(local_days{2026y / March / 5});
    for (int i = 0; i < 3; ++i) {
        c.add(0, january, clock_state::met, 1000s + seconds{i});
        c.add(1, january, clock_state::met, 2000s + seconds{i});
    }
    const sla::report small = report_of(d, c);
    CHECK(small.read()[0].lengths[0].is_exact());
    CHECK(percentile(small.read()[0].lengths[0], 60) == 2000s);

    for (int i = 0; i < 4; ++i)
        c.add(0, march, clock_state::met, 1000s + seconds{i});
    const sla::report large = report_of(d, c);
    CHECK_FALSE(large.read()[0].lengths[0].is_exact());
    CHECK(large.read({.where = {{1, 0}}})[0].lengths[0].is_exact());
    CHECK(large.read()[0].lengths[0].count() == 10);
    CHECK(large.read()[0].lengths[0].percentile(share::percent(50))->low <= 1001s);
    CHECK(large.read()[0].lengths[0].percentile(share::percent(50))->high >= 1002s);
}
