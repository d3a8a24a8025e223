// SPDX-License-Identifier: MIT
//
// Merging asks a report which of its groups have rows. Whatever way rows come into a report, none
// of their groups is passed over, wherever it stands among the others.
#include "report_desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace {

using namespace report_desk;

constexpr std::size_t desks = 200;

sla::report_plan by_desk() {
    sla::report_definition d;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < desks; ++i)
        names.push_back("desk " + std::to_string(i));
    d.dimensions = {sla::by_values("desk", names)};
    d.metrics = {{.name = "first response", .lengths = {{.name = "elapsed", .limits = {1min}}}}};
    d.exact_values = 3;
    return sla::compile(d).value();
}

/// The groups that hold `count` rows each; -1 stands for rows without a desk.
sla::report columns_of(const sla::report_plan& plan, const std::vector<std::int16_t>& groups,
                       std::size_t count) {
    std::vector<std::int16_t> desk;
    std::vector<std::int64_t> length;
    for (std::size_t i = 0; i < count; ++i)
        for (const std::int16_t group : groups) {
            desk.push_back(group);
            length.push_back(static_cast<std::int64_t>(i) * 7'000 + group);
        }
    const std::vector<std::uint8_t> state(desk.size(), code(clock_state::met));
    const std::array ids{sla::id_column{desk.data()}};
    const std::array<sla::length_column, 1> lengths{
        sla::time_column{length.data(), sla::time_unit::milliseconds}};
    const std::array metrics{sla::metric_columns{.state = state.data(), .lengths = lengths}};
    sla::report out{plan};
    CHECK(out.add({.ids = ids, .metrics = metrics}, 0, desk.size()).in_groups() == desk.size());
    return out;
}

sla::report rows_of(const sla::report_plan& plan, const std::vector<std::int16_t>& groups,
                    std::size_t count) {
    sla::report out{plan};
    for (std::size_t i = 0; i < count; ++i)
        for (const std::int16_t group : groups) {
            const std::array<std::int64_t, 1> ids{group};
            const std::array metrics{
                sla::metric_row{.state = code(clock_state::met),
                                .lengths = {milliseconds{static_cast<int>(i) * 7'000 + group}}}};
            CHECK(out.add({.ids = ids, .metrics = metrics}).in_groups() == 1);
        }
    return out;
}

std::vector<std::int16_t> all_groups() {
    std::vector<std::int16_t> out(desks + 1);
    std::iota(out.begin(), out.end(), std::int16_t{-1});
    return out;
}

} // namespace

TEST_CASE("a group is merged wherever it stands, and however its rows came") {
    const sla::report_plan plan = by_desk();
    std::vector<std::vector<std::int16_t>> cases{{0}, {199}, {-1}, {5, 6}, {0, 63, 64, 127, 128}};
    cases.push_back(all_groups());
    // Single values, too many of them, and a pass that is long enough for figures of its own.
    for (const std::size_t count : {std::size_t{2}, std::size_t{5}, 17 * (desks + 1)})
        for (const auto& groups : cases) {
            if (count > 5 && groups.size() > 5)
                continue;
            CAPTURE(count, groups);
            const sla::report columns = columns_of(plan, groups, count);
            const sla::report bytes = plan.from_bytes(columns.to_bytes()).value();
            const sla::report copy = columns;
            sla::report twice{plan};
            sla::report to{plan};
            CHECK(to.merge(columns).empty());
            CHECK(to == columns);
            CHECK(twice.merge(to).empty()); // what was merged can be merged again
            CHECK(twice == columns);
            for (const sla::report* from : {&bytes, &copy}) {
                sla::report other{plan};
                CHECK(other.merge(*from).empty());
                CHECK(other == columns);
            }
            if (count > 5)
                continue;
            const sla::report rows = rows_of(plan, groups, count);
            CHECK(rows == columns);
            sla::report other{plan};
            CHECK(other.merge(rows).empty());
            CHECK(other == columns);
        }
}

TEST_CASE("reports with other groups come together") {
    const sla::report_plan plan = by_desk();
    const std::vector<std::int16_t> all = all_groups();
    const sla::report whole = columns_of(plan, all, 4);
    sla::report merged{plan};
    for (const std::int16_t group : all)
        CHECK(merged.merge(columns_of(plan, {group}, 4)).empty());
    CHECK(merged == whole);
    CHECK(merged.size_bytes() <= plan.max_size_bytes());
}

TEST_CASE("a report of rows that are in no group merges into nothing but their number") {
    const sla::report_plan plan = by_desk();
    sla::report strangers{plan};
    const std::array<std::int16_t, 2> desk{desks, desks + 1};
    const std::array<std::uint8_t, 2> state{code(clock_state::met), code(clock_state::met)};
    const std::array<std::int64_t, 2> length{1, 2};
    const std::array ids{sla::id_column{desk.data()}};
    const std::array<sla::length_column, 1> lengths{
        sla::time_column{length.data(), sla::time_unit::milliseconds}};
    const std::array metrics{sla::metric_columns{.state = state.data(), .lengths = lengths}};
    CHECK(strangers.add({.ids = ids, .metrics = metrics}, 0, 2).unknown_id == 2);

    sla::report merged = columns_of(plan, {7}, 4);
    CHECK(merged.merge(strangers).empty());
    CHECK(merged.counts().rows == 6);
    CHECK(merged.counts().unknown_id == 2);
    CHECK(merged.read()[0].counts.rows() == 4);
}
