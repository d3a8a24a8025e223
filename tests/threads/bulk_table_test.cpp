// SPDX-License-Identifier: MIT
//
// Threads divide one table, run one plan over it, and write side by side into the same columns.
#include <sla/bulk.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla::event;
using sla::event_kind;

sla::policy_book desk() {
    const sla::calendar_definition office{
        .name = "Office",
        .zone = "Berlin",
        .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}})};
    const sla::book_definition definition{
        .calendars = {office},
        .policies = {{.name = "Everybody",
                      .calendar = "Office",
                      .targets = {{.metric = "first response",
                                   .rows = sla::by_priority(
                                       {{"high", sla::working{2h}}, {"low", sla::working{16h}}})},
                                  {.metric = "resolution", .rows = sla::always(72h)}}}}};
    const sla::zone_source zones =
        sla::zone_set{{sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value()}}
            .source();
    return sla::compile(definition, zones).value();
}

/// The columns that are written.
struct results {
    explicit results(std::size_t rows)
        : response_state(rows), resolution_state(rows), response(rows), resolution(rows),
          next_change(rows), share(rows) {}

    [[nodiscard]] std::array<sla::metric_output, 2> metrics() {
        return {sla::metric_output{.state = response_state.data(),
                                   .deadline = {response.data()},
                                   .share = share.data()},
                sla::metric_output{.state = resolution_state.data(),
                                   .deadline = {resolution.data(), sla::time_unit::seconds}}};
    }

    std::vector<std::uint8_t> response_state, resolution_state;
    std::vector<std::int64_t> response, resolution, next_change;
    std::vector<double> share;

    friend bool operator==(const results&, const results&) = default;
};

constexpr std::size_t threads = 4;

} // namespace

TEST_CASE("threads that divide a table write what one thread writes") {
    const sla::policy_book book = desk();
    sla::bulk_layout layout{
        .dictionaries = {{sla::attribute::priority,
                          {book.find_value(sla::attribute::priority, "high"),
                           book.find_value(sla::attribute::priority, "low")}}},
        .events = {event::message({}, sla::actor::agent), event::of({}, event_kind::resolved)},
        .metrics = {*book.find_metric("first response"), *book.find_metric("resolution")}};
    // With a column that reopens tickets the second clock is left to the evaluator.
    const bool reopens = GENERATE(false, true);
    if (reopens)
        layout.events.push_back(event::of({}, event_kind::reopened));
    const auto kernels =
        GENERATE(sla::bulk_kernels::none, sla::bulk_kernels::plain, sla::bulk_kernels::avx512);
    const sla::bulk_plan plan = sla::compile(book, layout, {.kernels = kernels}).value();

    const std::size_t rows = 3'001;
    std::vector<std::int64_t> created;
    std::vector<std::int64_t> replied;
    std::vector<std::int64_t> solved;
    std::vector<std::uint8_t> priority;
    std::vector<std::uint8_t> bits(rows / 8 + 1, 0b1011'1101);
    for (std::size_t i = 0; i < rows; ++i) {
        const auto t = static_cast<std::int64_t>(1'772'409'600 + 420 * i); // from 2 March 2026
        created.push_back(i % 97 == 0 ? sla::no_value : t);
        replied.push_back(t + static_cast<std::int64_t>(i * 131 % 200'000));
        solved.push_back(t + static_cast<std::int64_t>(i * 577 % 500'000));
        priority.push_back(static_cast<std::uint8_t>(i % 2));
    }
    const auto column = [&](const std::vector<std::int64_t>& values) {
        return sla::time_column{values.data(), sla::time_unit::seconds, {bits.data(), 0}};
    };
    std::vector<sla::time_column> events{column(replied), column(solved)};
    if (reopens)
        events.push_back(column(replied));
    const std::array attributes{sla::id_column{priority.data()}};
    const sla::bulk_input input{.created = {created.data(), sla::time_unit::seconds},
                                .attributes = attributes,
                                .events = events,
                                .now = sys_days{2026y / 3 / 12} + 10h};

    results expected{rows};
    const auto expected_metrics = expected.metrics();
    const sla::bulk_counts counts =
        plan.run(input, {expected_metrics, {expected.next_change.data()}}, 0, rows);
    REQUIRE(counts.errors > 0);
    REQUIRE(counts.errors < rows / 2);

    // Parts that begin and end anywhere, and rows one by one from a list.
    results found{rows};
    const auto metrics = found.metrics();
    const sla::bulk_output output{metrics, {found.next_change.data()}};
    std::array<sla::bulk_counts, threads> parts{};
    std::vector<std::thread> running;
    for (std::size_t t = 0; t < threads; ++t)
        running.emplace_back([&, t] {
            const std::size_t begin = rows * t / threads;
            const std::size_t end = rows * (t + 1) / threads;
            const std::size_t middle = begin + (end - begin) / 3;
            const sla::bulk_plan copy = plan; // copying shares, too
            parts[t] = copy.run(input, output, begin, middle - begin);
            std::vector<std::uint32_t> list;
            for (std::size_t row = end; row > middle; --row)
                list.push_back(static_cast<std::uint32_t>(row - 1));
            parts[t] += plan.run(input, output, list);
        });
    for (std::thread& t : running)
        t.join();
    sla::bulk_counts sum;
    for (const sla::bulk_counts& part : parts)
        sum += part;
    CHECK(sum == counts);
    CHECK((found == expected));
}
