// SPDX-License-Identifier: MIT
//
// Deadlines and nothing else, which kernels read and write in the host's columns where they lie:
// tables that fit in the caches and larger ones, rows with errors among the others, columns that
// begin anywhere in a line of the cache.
#include "bulk_desk.hpp"
#include <sla/bulk.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using desk::none;
using desk::ticks;
using sla::attribute;
using sla::bulk_kernels;

namespace {

/// Tickets of another priority, or of none, have a limit as well: a number that is not known is not
/// no number.
auto with_others(std::initializer_list<std::pair<std::string, sla::target_duration>> rows) {
    auto out = sla::by_priority(rows);
    out.push_back(sla::always(sla::working{6h}).front());
    return out;
}

/// Two clocks of the desk's calendar; tickets of all years that it knows.
struct two_deadlines {
    sla::policy_book book =
        sla::compile(desk::promising({{.metric = "first response",
                                       .rows = with_others({{"urgent", sla::working{4h}},
                                                            {"normal", sla::working{8h}},
                                                            {"low", 30h}})},
                                      {.metric = "resolution",
                                       .rows = with_others({{"urgent", sla::working{12h}},
                                                            {"normal", sla::working{52h}},
                                                            {"low", sla::working{90h}}})}}),
                     desk::zones())
            .value();
    sla::bulk_layout layout{};
    std::vector<std::int64_t> created{};
    std::vector<std::uint8_t> priority{};
    std::array<sla::id_column, 1> attributes{};
    sla::bulk_input in{};
    // What lies before the first deadline: a column may begin anywhere in a line of the cache.
    sla::time_unit unit = sla::time_unit::milliseconds; ///< Of creations and deadlines.
    std::size_t before_first = 0;
    std::size_t before_second = 0;
    ticks first{};
    ticks second{};

    explicit two_deadlines(std::size_t rows) : created(rows), priority(rows) {
        layout.dictionaries = {{attribute::priority,
                                {book.find_value(attribute::priority, "urgent"),
                                 book.find_value(attribute::priority, "normal"),
                                 book.find_value(attribute::priority, "low")}}};
        layout.metrics = {*book.find_metric("first response"), *book.find_metric("resolution")};
        const auto begin =
            desk::ms(sla::instant{std::chrono::sys_days{std::chrono::year{2016} / 1 / 1}});
        std::uint64_t random = 88'172'645'463'325'252;
        for (std::size_t i = 0; i < rows; ++i) {
            random ^= random << 13U;
            random ^= random >> 7U;
            random ^= random << 17U;
            created[i] =
                begin + static_cast<std::int64_t>(random % (3600ULL * 24 * 365 * 15 * 1000));
            priority[i] = static_cast<std::uint8_t>((random >> 40U) % 3);
            if (random % 997 == 0)
                created[i] = random % 2 == 0 ? none : begin - 1;
            if (random % 1009 == 0)
                priority[i] = 200;
        }
        attributes = {sla::id_column{priority.data()}};
        in = {.created = {created.data(), sla::time_unit::milliseconds},
              .attributes = attributes,
              .now = sla::instant{std::chrono::sys_days{std::chrono::year{2029} / 7 / 1}}};
    }

    /// In parts of so many rows. Every value that no run has written is 77.
    sla::bulk_counts run(bulk_kernels kernels, std::size_t part) {
        const sla::bulk_plan plan = sla::compile(book, layout, {.kernels = kernels}).value();
        first.assign(created.size() + before_first, 77);
        second.assign(created.size() + before_second, 77);
        const std::array metrics{
            sla::metric_output{.deadline = {first.data() + before_first, unit}},
            sla::metric_output{.deadline = {second.data() + before_second, unit}}};
        sla::bulk_counts sum;
        for (std::size_t done = 0; done < created.size(); done += part)
            sum += plan.run(in, {.metrics = metrics}, done, std::min(part, created.size() - done));
        return sum;
    }
};

} // namespace

TEST_CASE("deadlines alone are the same by all kernels") {
    constexpr std::size_t rows = 20'000;
    two_deadlines expected{rows};
    const sla::bulk_counts counts = expected.run(bulk_kernels::none, rows);
    CHECK(counts.errors > 20);
    CHECK(counts.errors < 200);

    two_deadlines t{rows};
    const bulk_kernels kernels =
        GENERATE(bulk_kernels::plain, bulk_kernels::avx2, bulk_kernels::avx512);
    CHECK(t.run(kernels, GENERATE(20'000U, 256U, 1000U)) == counts);
    CHECK(t.first == expected.first);
    CHECK(t.second == expected.second);
}

TEST_CASE("deadlines alone are the same by all kernels, in seconds and in microseconds") {
    constexpr std::size_t rows = 20'000;
    two_deadlines expected{rows};
    const auto unit = GENERATE(sla::time_unit::seconds, sla::time_unit::microseconds);
    const auto turn = [unit](two_deadlines& table) {
        table.unit = unit;
        table.in.created.unit = unit;
        for (std::int64_t& created : table.created)
            if (created != none)
                created = unit == sla::time_unit::seconds ? created / 1000 : created * 1000 + 1;
        // Of one that is told in seconds, the millisecond of now is not known.
        table.in.now += 999ms;
        table.created[3] = desk::ms(table.in.now) / 1000;
        table.created[4] = table.created[3] + 1;
        table.created[5] = INT64_MAX;
        table.created[6] = INT64_MAX / 1000;
        if (unit == sla::time_unit::microseconds) {
            table.created[3] = desk::ms(table.in.now) * 1000 + 999;
            table.created[4] = table.created[3] + 1;
        }
    };
    turn(expected);
    const sla::bulk_counts counts = expected.run(bulk_kernels::none, rows);
    CHECK(counts.errors > 20);
    CHECK(counts.errors < 200);

    two_deadlines t{rows};
    turn(t);
    const bulk_kernels kernels =
        GENERATE(bulk_kernels::plain, bulk_kernels::avx2, bulk_kernels::avx512);
    CHECK(t.run(kernels, rows) == counts);
    CHECK(t.first == expected.first);
    CHECK(t.second == expected.second);
}

TEST_CASE("a table that no cache holds has the deadlines of its parts") {
    constexpr std::size_t rows = (std::size_t{1} << 20) + 777;
    two_deadlines t{rows};
    const bulk_kernels kernels = GENERATE(bulk_kernels::avx2, bulk_kernels::avx512);
    t.before_first = GENERATE(0U, 3U);
    t.before_second = t.before_first == 0 ? 0 : GENERATE(3U, 4U);
    const sla::bulk_counts counts = t.run(kernels, 65'536);
    const ticks first = t.first;
    const ticks second = t.second;
    CHECK(counts.rows == rows);
    CHECK(t.run(kernels, rows) == counts);
    CHECK(t.first == first);
    CHECK(t.second == second);
}

TEST_CASE("deadlines are found for tickets up to now, and for none where now is not known") {
    two_deadlines expected{3000};
    two_deadlines t{3000};
    for (const sla::instant now :
         {sla::instant{std::chrono::sys_days{std::chrono::year{2020} / 2 / 29}} + 13h,
          sla::instant{std::chrono::sys_days{std::chrono::year{1980} / 1 / 1}},
          sla::instant{std::chrono::sys_days{std::chrono::year{2090} / 1 / 1}}, sla::never}) {
        t.in.now = now;
        t.created[700] = desk::ms(now);
        t.created[701] = desk::ms(now - 1ms);
        t.created[702] = desk::ms(now == sla::never ? now : now + 1ms);
        expected.in.now = now;
        expected.created = t.created;
        expected.in.created.values = expected.created.data();
        const auto counts = expected.run(bulk_kernels::none, 3000);
        for (const bulk_kernels kernels :
             {bulk_kernels::plain, bulk_kernels::avx2, bulk_kernels::avx512}) {
            CHECK(t.run(kernels, 3000) == counts);
            CHECK(t.first == expected.first);
            CHECK(t.second == expected.second);
        }
    }
}
