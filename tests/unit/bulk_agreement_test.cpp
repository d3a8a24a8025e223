// SPDX-License-Identifier: MIT
//
// Kernels, lists and parts give the columns that `evaluate` gives row by row, over a table with
// everything in it. Random books and tables are in tests/property.
#include "bulk_lively_table.hpp"
#include <sla/bulk.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <cstddef>

using desk::all_kernels;
using desk::lively_table;
using sla::bulk_kernels;

namespace {

constexpr std::size_t rows = lively_table::rows;

/// The table, judged row by row.
sla::bulk_counts judge_by_evaluate(lively_table& t) {
    return t.plan(bulk_kernels::none).run(t.in, t.output(), 0, rows);
}

} // namespace

TEST_CASE("kernels and evaluate give the same table") {
    lively_table expected;
    const auto counts = judge_by_evaluate(expected);
    CHECK(counts.errors < rows / 2);

    lively_table t;
    const auto plan = t.plan(GENERATE(from_range(all_kernels())));
    CHECK(plan.run(t.in, t.output(), 0, rows) == counts);
    CHECK(t.out[0] == expected.out[0]);
    CHECK(t.out[1] == expected.out[1]);
    CHECK(t.next == expected.next);
}

TEST_CASE("a long list of rows in any order is judged like the table") {
    lively_table expected;
    const auto counts = judge_by_evaluate(expected);
    lively_table t;
    const auto plan = t.plan(GENERATE(from_range(all_kernels())));
    CHECK(plan.run(t.in, t.output(), t.list) == counts);
    CHECK(t.out[0] == expected.out[0]);
    CHECK(t.out[1] == expected.out[1]);
    CHECK(t.next == expected.next);
}

TEST_CASE("parts of a table are judged like the whole") {
    lively_table expected;
    const auto counts = judge_by_evaluate(expected);
    lively_table t;
    const auto plan = t.plan(GENERATE(from_range(all_kernels())));
    sla::bulk_counts sum;
    for (std::size_t first = 0, length = 1; first < rows; first += length, length += 37)
        sum += plan.run(t.in, t.output(), first, std::min(length, rows - first));
    CHECK(sum == counts);
    CHECK(t.out[0] == expected.out[0]);
    CHECK(t.out[1] == expected.out[1]);
    CHECK(t.next == expected.next);
}

TEST_CASE("the next change of a row knows clocks that nobody asked for") {
    lively_table expected;
    judge_by_evaluate(expected);
    lively_table t;
    t.layout.metrics = {};
    const auto plan = t.plan(GENERATE(from_range(all_kernels())));
    plan.run(t.in, {.next_change = {t.next.data(), sla::time_unit::milliseconds}}, 0, rows);
    CHECK(t.next == expected.next);
}
