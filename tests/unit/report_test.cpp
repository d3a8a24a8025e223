// SPDX-License-Identifier: MIT
//
// Attainment: rows in groups, states, shares, single rows, merging.
#include "report_desk.hpp"
#include <sla/report.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace report_desk;
using sla::open_clocks;
using sla::share;

namespace {

/// Eleven tickets of January to March 2026, worked out by hand below.
columns eleven() {
    columns c;
    const local_days january{2026y / January / 1};
    const local_days march{2026y / March / 31};
    c.add(0, at(january), clock_state::met, 10min); // the first instant of January in Berlin
    c.add(0, at(january, 9h), clock_state::met, 30min);
    c.add(0, at(january, 10h), clock_state::breached, 45min);
    c.add(0, at(january, 11h), clock_state::running);
    c.add(0, at(january, 12h), clock_state::paused);
    c.add(1, at(january, 9h), clock_state::met, 1h);
    c.add(1, at(march, 23h + 59min), clock_state::breached, 2h); // in UTC it is 21:59
    c.add(1, at(march, 9h), clock_state::not_started);
    c.add(1, at(march, 9h), clock_state::cancelled);
    c.add(-1, at(march, 9h), clock_state::met, 5min); // without a priority
    c.add(0, at(march, 9h), static_cast<std::uint8_t>(sla::row_error::before_created),
          sla::no_value);
    return c;
}

std::optional<share> met(const sla::report_line& line, open_clocks treatment) {
    return line.counts.share_met(treatment);
}

} // namespace

TEST_CASE("states are counted by group") {
    const sla::report report = report_of(by_priority_and_month(), eleven());
    const auto lines = report.read({.by = {0, 1}});
    REQUIRE(lines.size() == 5); // and the one without a priority

    CHECK(lines[0].key == std::vector<std::size_t>{0, 0}); // P1, January
    CHECK(lines[0].counts.rows() == 5);
    CHECK(lines[0].counts.of(clock_state::met) == 2);
    CHECK(lines[0].counts.of(clock_state::breached) == 1);
    CHECK(lines[0].counts.of(clock_state::running) == 1);
    CHECK(lines[0].counts.of(clock_state::paused) == 1);
    CHECK(lines[0].counts.open() == 2);
    CHECK(met(lines[0], open_clocks::excluded) == share{2, 3});
    CHECK(met(lines[0], open_clocks::as_of_now) == share{4, 5});
    CHECK(met(lines[0], open_clocks::worst_case) == share{2, 5});

    CHECK(lines[1].key == std::vector<std::size_t>{0, 2}); // P1, March: one error
    CHECK(lines[1].counts.errors == 1);
    CHECK(lines[1].counts.rows() == 1);
    CHECK_FALSE(met(lines[1], open_clocks::worst_case));

    CHECK(lines[2].key == std::vector<std::size_t>{1, 0}); // P2, January
    CHECK(met(lines[2], open_clocks::excluded) == share{1, 1});

    CHECK(lines[3].key == std::vector<std::size_t>{1, 2}); // P2, March
    CHECK(lines[3].counts.of(clock_state::not_started) == 1);
    CHECK(lines[3].counts.of(clock_state::cancelled) == 1);
    CHECK(met(lines[3], open_clocks::as_of_now) == share{0, 1});
}

TEST_CASE("groups are rolled up over the dimensions that are not asked for") {
    const sla::report report = report_of(by_priority_and_month(), eleven());
    const auto by_month = report.read({.by = {1}});
    REQUIRE(by_month.size() == 2);
    CHECK(by_month[0].counts.rows() == 6);
    CHECK(by_month[1].counts.rows() == 5);
    CHECK(by_month[1].lengths[0].count() == 2);

    const auto by_month_first = report.read({.by = {1, 0}});
    REQUIRE(by_month_first.size() == 5);
    CHECK(by_month_first[0].key == std::vector<std::size_t>{0, 0});
    CHECK(by_month_first[1].key == std::vector<std::size_t>{0, 1});
    CHECK(by_month_first[2].key == std::vector<std::size_t>{2, 0});

    const auto all = report.read();
    REQUIRE(all.size() == 1);
    CHECK(all[0].key.empty());
    CHECK(all[0].counts.rows() == 11);
    CHECK(met(all[0], open_clocks::excluded) == share{4, 6});
}

TEST_CASE("rows without a value have a group of their own") {
    const sla::report report = report_of(by_priority_and_month(), eleven());
    const auto lines = report.read({.by = {0}});
    REQUIRE(lines.size() == 3);
    CHECK(lines[2].key == std::vector<std::size_t>{2});
    CHECK(lines[2].counts.rows() == 1);
    CHECK(report.plan().label(0, 2).empty());
    CHECK(report.plan().label(0, 1) == "P2");

    columns c;
    c.add(0, sla::instant{milliseconds{sla::no_value}}, clock_state::met);
    const auto no_instant = report_of(by_priority_and_month(), c).read({.by = {1}});
    REQUIRE(no_instant.size() == 1);
    CHECK(no_instant[0].key == std::vector<std::size_t>{3});
}

TEST_CASE("a filter keeps the rows of one value") {
    const sla::report report = report_of(by_priority_and_month(), eleven());
    const auto march = report.read({.by = {0}, .where = {{.dimension = 1, .value = 2}}});
    REQUIRE(march.size() == 3);
    CHECK(march[1].counts.rows() == 3);
    const auto both = report.read({.where = {{0, 0}, {1, 0}}});
    CHECK(both[0].counts.rows() == 5);
    const auto contradiction = report.read({.where = {{0, 0}, {0, 1}}});
    REQUIRE(contradiction.size() == 1);
    CHECK(contradiction[0].counts.rows() == 0);
}

TEST_CASE("empty groups are told when asked for") {
    const sla::report report = report_of(by_priority_and_month(), eleven());
    const auto months = report.read({.by = {1}, .empty = sla::empty_groups::kept});
    REQUIRE(months.size() == 3);
    CHECK(months[1].key == std::vector<std::size_t>{1});
    CHECK(months[1].counts.rows() == 0);
    CHECK_FALSE(met(months[1], open_clocks::excluded));
    CHECK_FALSE(months[1].lengths[0].mean());
    CHECK_FALSE(months[1].lengths[0].min());
    CHECK_FALSE(months[1].lengths[0].max());
    CHECK_FALSE(months[1].lengths[0].sum());
    CHECK_FALSE(months[1].lengths[0].percentile(share::percent(90)));
    CHECK_FALSE(months[1].lengths[0].share_within(0));
    CHECK(months[1].lengths[0].buckets().empty());

    const auto priorities = report.read({.by = {0}, .empty = sla::empty_groups::kept});
    CHECK(priorities.size() == 3); // the one without a name has a row
    const auto filtered =
        report.read({.by = {0}, .where = {{0, 1}, {1, 1}}, .empty = sla::empty_groups::kept});
    REQUIRE(filtered.size() == 1);
    CHECK(filtered[0].key == std::vector<std::size_t>{1});
}

TEST_CASE("a report without rows has one empty line") {
    const sla::report report{sla::compile(by_priority_and_month()).value()};
    CHECK(report.read({.by = {0}}).empty());
    const auto all = report.read();
    REQUIRE(all.size() == 1);
    CHECK(all[0].counts == sla::attainment{});
    CHECK(report.counts() == sla::report_counts{});
}

TEST_CASE("lengths are those of rows in the states of their measure") {
    const sla::report report = report_of(by_priority_and_month(), eleven());
    const sla::report_line p1 = report.read({.where = {{0, 0}}}).front();
    const sla::distribution& d = p1.lengths[0];
    CHECK(d.count() == 3);
    CHECK(d.missing() == 0); // the open ones are not looked at
    CHECK(d.sum() == 85min);
    CHECK(d.mean() == milliseconds{1'700'000}); // 28 min 20 s
    CHECK(d.min() == 10min);
    CHECK(d.max() == 45min);
    CHECK(d.within(0) == 2); // the one of 30 minutes is in time
    CHECK(d.share_within(0) == share{2, 3});
}

TEST_CASE("rows that belong nowhere are counted and in no group") {
    columns c = eleven();
    c.add(2, at(local_days{2026y / January / 5}), clock_state::met, 1min); // there is no P3
    c.add(0, at(local_days{2025y / December / 31}, 23h + 59min), clock_state::met, 1min);
    c.add(0, at(local_days{2026y / April / 1}), clock_state::met, 1min);
    c.add(7, at(local_days{2026y / April / 1}), clock_state::met, 1min); // both: the number is told
    sla::report report{sla::compile(by_priority_and_month()).value()};
    const sla::report_counts counts = add_to(report, c);
    CHECK(counts == sla::report_counts{.rows = 15, .unknown_id = 2, .outside = 2});
    CHECK(counts.in_groups() == 11);
    CHECK(report.counts() == counts);
    CHECK(report.read()[0].counts.rows() == 11);
    CHECK(report.read()[0].lengths[0].count() == 6);
}

TEST_CASE("columns that are not those of the definition are refused as a whole") {
    sla::report report{sla::compile(by_priority_and_month()).value()};
    const columns c = eleven();
    const sla::report_counts refused{.rows = 11, .columns_missing = 11};
    CHECK(report.add({}, 0, 11) == refused);

    const std::array ids{sla::id_column{c.priority.data()}};
    const std::array instants{sla::time_column{c.created.data(), sla::time_unit::milliseconds}};
    const std::array metrics{sla::metric_columns{.state = c.state.data()}};
    CHECK(report.add({.ids = ids, .instants = instants, .metrics = metrics}, 0, 11) == refused);
    const std::array<sla::length_column, 1> lengths{};
    const std::array no_length{sla::metric_columns{.state = c.state.data(), .lengths = lengths}};
    CHECK(report.add({.ids = ids, .instants = instants, .metrics = no_length}, 0, 11) == refused);
    CHECK(report.add(sla::report_row{}) == sla::report_counts{.rows = 1, .columns_missing = 1});
    CHECK(report.counts().in_groups() == 0);
    CHECK(report.read()[0].counts.rows() == 0);
}

TEST_CASE("a row at a time makes the report of the columns") {
    const columns c = eleven();
    sla::report one{sla::compile(by_priority_and_month()).value()};
    for (std::size_t row = 0; row < c.rows(); ++row) {
        const std::array ids{std::int64_t{c.priority[row]}};
        const std::array instants{sla::instant{milliseconds{c.created[row]}}};
        sla::metric_row metric{.state = c.state[row]};
        if (c.length[row] != sla::no_value)
            metric.lengths[0] = milliseconds{c.length[row]};
        const std::array metrics{metric};
        CHECK(one.add({.ids = ids, .instants = instants, .metrics = metrics}).in_groups() == 1);
    }
    CHECK(one == report_of(by_priority_and_month(), c));
}

TEST_CASE("a verdict is a row") {
    sla::report_definition d;
    d.metrics = {{.name = "resolution",
                  .lengths = {{.name = "elapsed"},
                              {.name = "working", .what = sla::verdict_length::working_spent},
                              {.name = "overdue", .what = sla::verdict_length::overdue},
                              {.name = "late", .what = sla::verdict_length::working_overdue},
                              {.name = "mine", .what = sla::verdict_length::other}}}};
    const sla::report_plan plan = sla::compile(d).value();
    sla::verdict v;
    v.state = clock_state::breached;
    v.spent = {.elapsed = 20h, .working = sla::working{9h}};
    v.overdue = {.elapsed = 2h, .working = {}};
    const sla::metric_row row = plan.row_of(0, &v);
    CHECK(row.state == code(clock_state::breached));
    CHECK(row.lengths[0] == 20h);
    CHECK(row.lengths[1] == 9h);
    CHECK(row.lengths[2] == 2h);
    CHECK_FALSE(row.lengths[3]); // the limit has no calendar
    CHECK_FALSE(row.lengths[4]);
    CHECK(plan.row_of(0, nullptr).state == code(clock_state::not_applicable));

    sla::report report{plan};
    const std::array rows{row};
    report.add({.metrics = rows});
    const sla::report_line line = report.read().front();
    CHECK(line.lengths[1].mean() == 9h);
    CHECK(line.lengths[3].count() == 0);
    CHECK(line.lengths[3].missing() == 1);
}

TEST_CASE("each metric has its own states") {
    sla::report_definition d;
    d.metrics = {{.name = "first response"}, {.name = "resolution"}};
    sla::report report{sla::compile(d).value()};
    const std::array rows{sla::metric_row{.state = code(clock_state::met)},
                          sla::metric_row{.state = code(clock_state::running)}};
    report.add({.metrics = rows});
    CHECK(report.read({.metric = 0})[0].counts.of(clock_state::met) == 1);
    CHECK(report.read({.metric = 1})[0].counts.of(clock_state::running) == 1);
    CHECK(report.plan().find_metric("resolution") == 1);
    CHECK_FALSE(report.plan().find_metric("repair"));
}

TEST_CASE("a length is a column, or the time between two") {
    sla::report_definition d;
    d.metrics = {{.name = "m", .lengths = {{.name = "l"}}}};
    const std::vector<std::uint8_t> state(5, code(clock_state::met));
    const std::vector<std::int64_t> created{100, 200, 300, sla::no_value, 500};
    const std::vector<std::int64_t> answered{160'000, 200'000, sla::no_value, 400'000, 499'000};
    const std::array<sla::length_column, 1> lengths{
        {{{created.data(), sla::time_unit::seconds},
          {answered.data(), sla::time_unit::milliseconds}}}};
    const std::array metrics{sla::metric_columns{.state = state.data(), .lengths = lengths}};
    sla::report report{sla::compile(d).value()};
    report.add({.metrics = metrics}, 0, 5);
    const sla::distribution l = report.read()[0].lengths[0];
    CHECK(l.count() == 2); // 60 s and 0 s
    CHECK(l.sum() == 60s);
    CHECK(l.missing() == 2);
    CHECK(l.out_of_range() == 1); // answered before it was created
}

TEST_CASE("columns in other units, and with a bitmap, are read as bulk reads them") {
    sla::report_definition d;
    d.dimensions = {sla::by_values("kind", {"a", "b"})};
    d.metrics = {{.name = "m", .lengths = {{.name = "l"}}}};
    const std::vector<std::uint16_t> kind{0, 1, 9, 1};
    const std::vector<std::uint8_t> state(4, code(clock_state::met));
    const std::vector<std::int64_t> us{1'999, 5'000'000, 3'000, 7'000};
    const std::uint8_t valid = 0b10110; // rows begin at bit 1: no third one
    const sla::validity_bitmap bitmap{.bits = &valid, .offset = 1};
    const std::array ids{sla::id_column{kind.data(), bitmap}};
    const std::array<sla::length_column, 1> lengths{
        sla::time_column{us.data(), sla::time_unit::microseconds, bitmap}};
    const std::array metrics{sla::metric_columns{.state = state.data(), .lengths = lengths}};
    sla::report report{sla::compile(d).value()};
    CHECK(report.add({.ids = ids, .metrics = metrics}, 0, 4).in_groups() == 4);
    const auto lines = report.read({.by = {0}});
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].lengths[0].sum() == 1ms);
    CHECK(lines[1].lengths[0].sum() == 5007ms);
    CHECK(lines[2].lengths[0].missing() == 1); // no kind, no length
}

TEST_CASE("reports of parts are the report of the whole") {
    const columns c = eleven();
    const sla::report whole = report_of(by_priority_and_month(), c);
    sla::report first{whole.plan()};
    sla::report second{whole.plan()};
    add_to(first, c, 0, 4);
    add_to(second, c, 4, 7);
    CHECK(second.merge(first).empty());
    CHECK(second == whole);
    CHECK(second.to_bytes() == whole.to_bytes());
    CHECK_FALSE(first == whole);

    sla::report twice = whole;
    CHECK(twice.merge(twice).empty());
    CHECK(twice.read()[0].counts.rows() == 22);
    CHECK(twice.read()[0].lengths[0].count() == 12);
    CHECK(whole.read()[0].counts.rows() == 11); // a copy is apart
}

TEST_CASE("reports of different definitions do not merge") {
    const columns c = eleven();
    sla::report report = report_of(by_priority_and_month(), c);
    const sla::report before = report;
    sla::report_definition other = by_priority_and_month();
    other.dimensions[0].values[1] = "P9";
    const auto issues = report.merge(sla::report{sla::compile(other).value()});
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].code == "report.other_definition");
    CHECK(report == before);

    // The same definition, compiled twice, is the same.
    CHECK(report.merge(sla::report{sla::compile(by_priority_and_month()).value()}).empty());
    CHECK(report == before);
}

TEST_CASE("a moved report is where it was moved to") {
    sla::report from = report_of(by_priority_and_month(), eleven());
    const sla::report copy = from;
    sla::report to = std::move(from);
    CHECK(to == copy);
    from = copy;
    CHECK(from == to);
}

TEST_CASE("a report is not larger than its plan says") {
    sla::report_definition d = by_priority_and_month();
    d.exact_values = 8;
    sla::report report{sla::compile(d).value()};
    CHECK(report.size_bytes() <= report.plan().max_size_bytes());
    columns c;
    for (int i = 0; i < 5000; ++i)
        c.add(i % 2, at(local_days{2026y / January / 1} + days{i % 90}), clock_state::met,
              seconds{i * 977});
    add_to(report, c);
    const std::size_t size = report.size_bytes();
    CHECK(size <= report.plan().max_size_bytes());
    add_to(report, c); // more rows, no more memory
    CHECK(report.size_bytes() == size);
}

TEST_CASE("a share is exact") {
    STATIC_REQUIRE(share{1, 2} == share{50, 100});
    STATIC_REQUIRE(share{1799, 1999} < share::percent(90));
    STATIC_REQUIRE(share{999, 1000} == share::per_mille(999));
    STATIC_REQUIRE(share{UINT64_MAX, UINT64_MAX - 1} > share{UINT64_MAX - 1, UINT64_MAX});
    STATIC_REQUIRE(share{2, 3}.to_per_million() == 666'667);
    STATIC_REQUIRE(share{1, 3}.to_per_million() == 333'333);
    STATIC_REQUIRE(share{1, 2'000'000}.to_per_million() == 1); // half a millionth
    STATIC_REQUIRE(share{UINT64_MAX, 1}.to_per_million() == UINT64_MAX);
    STATIC_REQUIRE(share{0, 5}.to_per_million() == 0);
}
