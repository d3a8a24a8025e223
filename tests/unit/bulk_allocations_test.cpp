// SPDX-License-Identifier: MIT
//
// Judging a table allocates nothing, whichever way its rows go.
#include "allocations.hpp"
#include "bulk_lively_table.hpp"
#include <sla/bulk.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

using namespace std::chrono_literals;
using desk::all_kernels;
using desk::lively_table;
using sla::bulk_kernels;
using sla::event;
using sla::event_kind;
using sla::row_error;
using tests::allocations;

namespace {

constexpr std::size_t rows = lively_table::rows;

} // namespace

TEST_CASE("a range of a table is judged without an allocation") {
    lively_table t;
    const auto plan = t.plan(GENERATE(from_range(all_kernels())));
    const auto asks_for_all = GENERATE(true, false);
    const sla::bulk_output out =
        asks_for_all ? t.output() : sla::bulk_output{.metrics = {t.metrics}};

    const std::size_t before = allocations();
    sla::bulk_counts counts = plan.run(t.in, out, 0, rows / 3);
    counts += plan.run(t.in, out, rows / 3, rows - rows / 3);
    const std::size_t after = allocations();
    CHECK(after == before);

    // It was a table with everything in it.
    REQUIRE((plan.kernels() == bulk_kernels::none || (plan.is_fast(0) && plan.is_fast(1))));
    CHECK(counts.rows == rows);
    CHECK(counts.of(row_error::created_missing) != 0);
    CHECK(counts.of(row_error::before_created) != 0);
    CHECK(counts.of(row_error::unknown_id) != 0);
    CHECK(t.out[0].state_of(19) == sla::clock_state::not_started);
    for (const sla::clock_state state : {sla::clock_state::running, sla::clock_state::paused,
                                         sla::clock_state::met, sla::clock_state::breached}) {
        std::size_t found = 0;
        for (std::size_t row = 0; row < rows; ++row)
            found += t.out[1].state_of(row) == state ? 1U : 0U;
        CHECK(found != 0);
    }
}

TEST_CASE("a list of rows is judged without an allocation") {
    lively_table t;
    const auto plan = t.plan(GENERATE(from_range(all_kernels())));
    const sla::bulk_output out = t.output();
    const std::span<const std::uint32_t> list{t.list};

    const std::size_t before = allocations();
    const auto all = plan.run(t.in, out, list);
    const auto few = plan.run(t.in, out, list.first(3));
    const auto none_of_them = plan.run(t.in, out, {});
    const std::size_t after = allocations();
    CHECK(after == before);
    CHECK(all.rows == rows);
    CHECK(all.errors != 0);
    CHECK(few.rows == 3);
    CHECK(none_of_them.rows == 0);
}

TEST_CASE("whole timelines are judged without an allocation, however long") {
    lively_table t;
    const auto waiting = t.book.find_event_name("waiting");
    const auto open = t.book.find_event_name("open");
    std::vector<event> histories;
    std::vector<std::int64_t> offsets{0};
    for (std::size_t i = 0; i < rows; ++i) {
        sla::instant at = desk::at(desk::monday, 9h);
        histories.push_back(event::created(at));
        for (std::size_t k = 0; k < i % 100; ++k)
            histories.push_back(event::status(at += 3min, k % 2 == 0 ? waiting : open));
        // Some are out of order.
        histories.push_back(event::of(i % 10 == 3 ? at - 1h : at + 1h, event_kind::resolved));
        offsets.push_back(static_cast<std::int64_t>(histories.size()));
    }
    t.in.created = {};
    t.in.events = {};
    t.in.pauses = {};
    t.in.timelines = {sla::offset_column{offsets.data()}, histories.data()};
    t.in.now_of_row = {};
    t.in.now = desk::at(desk::next_monday, 12h);
    const auto plan = t.plan(GENERATE(from_range(all_kernels())));
    const sla::bulk_output out = t.output();

    const std::size_t before = allocations();
    const auto counts = plan.run(t.in, out, 0, rows);
    const std::size_t after = allocations();
    CHECK(after == before);
    CHECK(counts.rows == rows);
    CHECK(counts.of(row_error::timeline_invalid) != 0);
    CHECK(counts.errors < rows / 2);
}

TEST_CASE("clocks that no kernel does are judged without an allocation") {
    lively_table t;
    t.layout.events[0] = event::of({}, event_kind::reopened);
    const auto plan = t.plan(GENERATE(from_range(all_kernels())));
    REQUIRE_FALSE(plan.is_fast(1));
    const sla::bulk_output out = t.output();

    const std::size_t before = allocations();
    const auto counts = plan.run(t.in, out, 0, rows);
    const std::size_t after = allocations();
    CHECK(after == before);
    CHECK(counts.errors != 0);
    CHECK(counts.errors < rows / 2);
}

TEST_CASE("a table without its columns is refused without an allocation") {
    lively_table t;
    const auto plan = t.plan(GENERATE(from_range(all_kernels())));
    const sla::bulk_output out = t.output();
    t.in.events = {};

    const std::size_t before = allocations();
    const auto counts = plan.run(t.in, out, 0, rows);
    const std::size_t after = allocations();
    CHECK(after == before);
    CHECK(counts.of(row_error::columns_missing) == rows);
}
