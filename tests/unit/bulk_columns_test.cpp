// SPDX-License-Identifier: MIT
//
// How columns are read and written: units, missing values, numbers, offsets, parts of tables, and
// rows that cannot be judged.
#include "bulk_desk.hpp"
#include <sla/bulk.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

using namespace std::chrono_literals;
using desk::clock_columns;
using desk::column;
using desk::ms;
using desk::none;
using desk::one_clock_run;
using desk::ticks;
using sla::attribute;
using sla::bulk_kernels;
using sla::bulk_layout;
using sla::clock_state;
using sla::event;
using sla::event_kind;
using sla::row_error;
using sla::time_column;
using sla::time_unit;

namespace {

const sla::instant monday = desk::at(desk::monday, 9h);

/// First response within four working hours, in kernels and without.
struct answering {
    sla::policy_book book = desk::one_clock("first response", sla::working{4h});
    sla::bulk_plan plan =
        sla::compile(book,
                     {.events = {event::message({}, sla::actor::agent)},
                      .metrics = {*book.find_metric("first response")}},
                     {.kernels = GENERATE(bulk_kernels::none, bulk_kernels::plain,
                                          bulk_kernels::avx2, bulk_kernels::avx512)})
            .value();

    one_clock_run run(const time_column& created, const time_column& replied, sla::instant now,
                      std::size_t rows, time_unit unit = time_unit::milliseconds) {
        const std::array events{replied};
        return {plan, {.created = created, .events = events, .now = now}, rows, unit};
    }
};

std::int64_t seconds(sla::instant t) {
    return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
}

} // namespace

// -- units
// -----------------------------------------------------------------------------------------

TEST_CASE("instants are read in seconds, milliseconds and microseconds") {
    answering desk;
    const ticks in_seconds{seconds(monday)};
    const ticks in_ms{ms(monday + 1ms)};
    const ticks in_us{ms(monday + 2ms) * 1000};
    const ticks nothing{none};
    const auto deadline = [&](const ticks& values, time_unit unit) {
        return desk.run({values.data(), unit}, column(nothing), monday + 1h, 1).clock.deadline[0];
    };
    CHECK(deadline(in_seconds, time_unit::seconds) == ms(monday + 4h));
    CHECK(deadline(in_ms, time_unit::milliseconds) == ms(monday + 4h + 1ms));
    CHECK(deadline(in_us, time_unit::microseconds) == ms(monday + 4h + 2ms));
}

TEST_CASE("microseconds are read to the millisecond in which they lie") {
    answering desk;
    const ticks created(2, ms(monday));
    // The last microsecond of the deadline's millisecond, and the first of the next.
    const ticks replied{ms(monday + 4h) * 1000 + 999, ms(monday + 4h) * 1000 + 1000};
    const auto saw =
        desk.run(column(created), {replied.data(), time_unit::microseconds}, monday + 24h, 2);
    CHECK(saw.clock.state_of(0) == clock_state::met);
    CHECK(saw.clock.state_of(1) == clock_state::breached);
}

TEST_CASE("a microsecond before 1970 is out of range") {
    answering desk;
    const ticks created{-1, 0};
    const ticks nothing(2, none);
    const auto saw = desk.run({created.data(), time_unit::microseconds}, column(nothing),
                              sla::first_instant + 1h, 2);
    CHECK(saw.clock.error_of(0) == row_error::out_of_range);
    CHECK(saw.clock.state_of(1) == clock_state::running);
}

TEST_CASE("what lies between two units is written rounded down") {
    answering desk;
    const ticks created{ms(monday + 750ms)};
    const ticks replied{ms(monday + 4h + 2s + 250ms)};
    const auto run = [&](time_unit unit) {
        return desk.run(column(created), column(replied), monday + 24h, 1, unit).clock;
    };
    const clock_columns in_seconds = run(time_unit::seconds);
    CHECK(in_seconds.deadline[0] == seconds(monday + 4h));
    CHECK(in_seconds.breached_at[0] == seconds(monday + 4h));
    CHECK(in_seconds.overdue[0] == 1);
    CHECK(in_seconds.working_overdue[0] == 1);
    CHECK(in_seconds.remaining[0] == 0);
    const clock_columns in_us = run(time_unit::microseconds);
    CHECK(in_us.deadline[0] == ms(monday + 4h + 750ms) * 1000);
    CHECK(in_us.breached_at[0] == ms(monday + 4h + 751ms) * 1000);
    CHECK(in_us.overdue[0] == 1'500'000);
    const clock_columns in_ms = run(time_unit::milliseconds);
    CHECK(in_ms.overdue[0] == 1'500);
    CHECK(in_ms.share == in_us.share);
}

TEST_CASE("what does not exist is no value in every unit") {
    answering desk;
    const ticks created{ms(monday)};
    const ticks replied{none};
    const auto unit =
        GENERATE(time_unit::seconds, time_unit::milliseconds, time_unit::microseconds);
    const auto saw = desk.run(column(created), column(replied), monday, 1, unit).clock;
    CHECK(saw.breached_at[0] == none);
}

TEST_CASE("instants of <chrono> are read where they lie") {
    using std::chrono::sys_time;
    using microseconds = std::chrono::microseconds;
    answering desk;
    const std::vector<std::chrono::sys_seconds> created{
        std::chrono::floor<std::chrono::seconds>(monday)};
    const std::vector<sys_time<microseconds>> late{monday + 4h + 1ms};
    const std::vector<sla::instant> in_time{monday + 4h};
    const time_column begins{std::span<const std::chrono::sys_seconds>{created}};
    const time_column ends{std::span<const sys_time<microseconds>>{late}};
    const time_column other_ends{std::span<const sla::instant>{in_time}};
    CHECK(begins.unit == time_unit::seconds);
    CHECK(time_column{late.data()}.unit == time_unit::microseconds);
    CHECK(time_column{late.data()}.values == ends.values);
    CHECK(ends.unit == time_unit::microseconds);
    CHECK(other_ends.unit == time_unit::milliseconds);
    CHECK(static_cast<const void*>(ends.values) == late.data());
    CHECK(desk.run(begins, ends, monday + 8h, 1).clock.state_of(0) == clock_state::breached);
    CHECK(desk.run(begins, other_ends, monday + 8h, 1).clock.state_of(0) == clock_state::met);
}

// -- missing values
// --------------------------------------------------------------------------------

TEST_CASE("a bitmap says which rows have a value, whatever stands in the others") {
    answering desk;
    const ticks created(20, ms(monday));
    ticks replied(20, ms(monday + 1h));
    replied[4] = -5; // no row has this value
    replied[5] = none;
    const std::size_t offset = GENERATE(0U, 1U, 7U, 8U, 13U);
    // Every third row has none; what lies around the bits is set.
    std::vector<std::uint8_t> bits(6, 0xFF);
    for (std::size_t row = 1; row < 20; row += 3)
        bits[(offset + row) / 8] &= static_cast<std::uint8_t>(~(1U << (offset + row) % 8));
    const auto saw =
        desk.run(column(created), column(replied, {bits.data(), offset}), monday + 2h, 20).clock;
    for (std::size_t row = 0; row < 20; ++row) {
        INFO(row);
        const bool has_none = row % 3 == 1 || row == 5;
        CHECK(saw.state_of(row) == (has_none ? clock_state::running : clock_state::met));
    }
}

TEST_CASE("the lowest number is no value, with a bitmap and without") {
    answering desk;
    const ticks created{none, ms(monday), ms(monday)};
    const ticks replied{ms(monday), none, ms(monday)};
    const std::array<std::uint8_t, 1> all{0xFF};
    const bool has_bits = GENERATE(false, true);
    const sla::validity_bitmap valid{has_bits ? all.data() : nullptr, 0};
    const auto unit =
        GENERATE(time_unit::seconds, time_unit::milliseconds, time_unit::microseconds);
    const auto in_unit = [&](ticks values) {
        for (std::int64_t& v : values)
            if (v != none)
                v = unit == time_unit::seconds        ? v / 1000
                    : unit == time_unit::milliseconds ? v
                                                      : v * 1000;
        return values;
    };
    const ticks begins = in_unit(created);
    const ticks ends = in_unit(replied);
    const auto saw =
        desk.run({begins.data(), unit, valid}, {ends.data(), unit, valid}, monday + 1h, 3);
    CHECK(saw.clock.error_of(0) == row_error::created_missing);
    CHECK(saw.clock.state_of(1) == clock_state::running);
    CHECK(saw.clock.state_of(2) == clock_state::met);
    CHECK(saw.counts.of(row_error::created_missing) == 1);
}

// -- numbers of lists
// ------------------------------------------------------------------------------

namespace {

/// Urgent, normal, any other; numbered backwards.
struct two_limits {
    sla::policy_book book = desk::two_clocks();
    std::vector<sla::value_id> values{sla::value_id::other,
                                      book.find_value(attribute::priority, "normal"),
                                      book.find_value(attribute::priority, "urgent")};
    ticks created = ticks(4, ms(monday));

    [[nodiscard]] one_clock_run run(const bulk_layout& layout, sla::bulk_input in) const {
        in.created = column(created);
        in.now = monday;
        return {sla::compile(book, layout).value(), in, created.size()};
    }
    [[nodiscard]] bulk_layout layout() const {
        return {.metrics = {*book.find_metric("first response")}};
    }
};

} // namespace

TEMPLATE_TEST_CASE("numbers have one, two or four bytes, with or without a sign", "", std::int8_t,
                   std::uint8_t, std::int16_t, std::uint16_t, std::int32_t, std::uint32_t) {
    const two_limits desk;
    bulk_layout layout = desk.layout();
    layout.dictionaries = {{attribute::priority, desk.values}};
    const std::array<TestType, 4> numbers{2, 1, 0, std::numeric_limits<TestType>::max()};
    const std::array attributes{sla::id_column{numbers.data()}};
    CHECK(attributes[0].width == sizeof(TestType));
    const one_clock_run run = desk.run(layout, {.attributes = attributes});
    CHECK(run.clock.deadline == ticks{ms(monday + 4h), ms(monday + 8h), none, none});
    CHECK(run.clock.state_of(2) == clock_state::not_applicable);
    CHECK(run.clock.error_of(3) == row_error::unknown_id);
    CHECK(run.counts.of(row_error::unknown_id) == 1);
}

TEMPLATE_TEST_CASE("a row with a negative number has no value", "", std::int8_t, std::int16_t,
                   std::int32_t) {
    const two_limits desk;
    bulk_layout layout = desk.layout();
    layout.attributes = desk.book.attributes({.priority = "normal"});
    layout.dictionaries = {{attribute::priority, desk.values}};
    const std::array<TestType, 4> numbers{-1, std::numeric_limits<TestType>::min(), 1, 2};
    const std::array attributes{sla::id_column{numbers.data()}};
    const one_clock_run run = desk.run(layout, {.attributes = attributes});
    CHECK(run.clock.state_of(0) == clock_state::not_applicable);
    CHECK(run.clock.deadline == ticks{none, none, ms(monday + 8h), ms(monday + 4h)});
    CHECK(run.counts.errors == 0);
}

TEST_CASE("numbers without a sign use all of their bits") {
    const two_limits desk;
    bulk_layout layout = desk.layout();
    layout.dictionaries = {{attribute::priority, desk.values}};
    layout.dictionaries[0].values.resize(256, desk.values[2]);
    const std::array<std::uint8_t, 4> numbers{255, 128, 1, 0};
    const std::array attributes{sla::id_column{numbers.data()}};
    CHECK(desk.run(layout, {.attributes = attributes}).clock.deadline ==
          ticks{ms(monday + 4h), ms(monday + 4h), ms(monday + 8h), none});
}

TEST_CASE("a dictionary changes what the attributes say, a row without a number has no value") {
    const two_limits desk;
    bulk_layout layout = desk.layout();
    layout.attributes.set(attribute::priority, desk.values[2]);
    CHECK(desk.run(layout, {}).clock.deadline == ticks(4, ms(monday + 4h)));

    layout.dictionaries = {{attribute::priority, desk.values}};
    const std::array<std::uint8_t, 4> numbers{1, 2, 200, 1};
    const std::array<std::uint8_t, 1> bits{0b0011'1000}; // from the fourth bit on: 1 1 1 0
    const std::array attributes{sla::id_column{numbers.data(), {bits.data(), 3}}};
    const one_clock_run run = desk.run(layout, {.attributes = attributes});
    CHECK(run.clock.deadline == ticks{ms(monday + 8h), ms(monday + 4h), none, none});
    CHECK(run.clock.error_of(2) == row_error::unknown_id);
    CHECK(run.clock.state_of(3) == clock_state::not_applicable);
}

TEST_CASE("a profile takes the place of the attributes, and a dictionary changes it") {
    const two_limits desk;
    bulk_layout layout = desk.layout();
    layout.attributes = desk.book.attributes({.priority = "normal"});
    layout.profiles = {desk.book.attributes({.priority = "urgent"}), desk.book.attributes({})};
    const std::array<std::uint16_t, 4> profiles{0, 1, 2, 1};
    const std::array<std::uint8_t, 1> bits{0b0111};
    const sla::bulk_input in{.profile = sla::id_column{profiles.data(), {bits.data(), 0}}};
    const one_clock_run run = desk.run(layout, in);
    CHECK(run.clock.deadline == ticks{ms(monday + 4h), none, none, ms(monday + 8h)});
    CHECK(run.clock.state_of(1) == clock_state::not_applicable);
    CHECK(run.clock.error_of(2) == row_error::unknown_id);

    layout.dictionaries = {{attribute::priority, desk.values}};
    const std::array<std::uint8_t, 4> numbers{1, 2, 0, 1};
    const std::array attributes{sla::id_column{numbers.data()}};
    sla::bulk_input both = in;
    both.attributes = attributes;
    CHECK(desk.run(layout, both).clock.deadline ==
          ticks{ms(monday + 8h), ms(monday + 4h), none, ms(monday + 8h)});
}

TEST_CASE("calendars are chosen by a column where policies have different ones") {
    sla::book_definition definition{
        .calendars = {desk::office("A"), desk::office("B", "Berlin")},
        .policies = {
            {.name = "of A",
             .when = sla::customer_is({"a"}),
             .calendar = "A",
             .targets = {{.metric = "first response", .rows = sla::always(sla::working{8h})}}},
            {.name = "of B",
             .calendar = "B",
             .targets = {{.metric = "first response", .rows = sla::always(sla::working{8h})}}}}};
    const auto book = sla::compile(definition, desk::zones()).value();
    const bulk_layout layout{
        .dictionaries = {{attribute::customer,
                          {book.find_value(attribute::customer, "a"), sla::value_id::other}}},
        .metrics = {*book.find_metric("first response")}};
    const auto plan = sla::compile(book, layout).value();
    const ticks created(2, ms(monday));
    const std::array<std::uint8_t, 2> customer{0, 1};
    const std::array attributes{sla::id_column{customer.data()}};
    const one_clock_run run{
        plan, {.created = column(created), .attributes = attributes, .now = monday}, 2};
    CHECK(run.clock.deadline ==
          ticks{ms(monday + 8h), ms(desk::at(desk::tuesday, 9h))}); // Berlin is an hour ahead
}

// -- parts of tables
// -------------------------------------------------------------------------------

TEST_CASE("a run writes its own rows and no others") {
    answering desk;
    const std::size_t rows = 1'300;
    ticks created;
    for (std::size_t i = 0; i < rows; ++i)
        created.push_back(ms(monday + 1ms * i));
    const ticks replied(rows, none);
    const std::array events{column(replied)};
    const sla::bulk_input in{.created = column(created), .events = events, .now = monday + 1h};
    const auto [first, count] = GENERATE(table<std::size_t, std::size_t>(
        {{0, 0}, {0, 1}, {3, 1}, {1, 511}, {5, 512}, {7, 513}, {100, 1'200}, {1'300, 0}}));
    clock_columns saw{rows};
    const auto out = saw.view();
    const auto counts = desk.plan.run(in, {.metrics = {&out, 1}}, first, count);
    CHECK(counts == sla::bulk_counts{.rows = count});
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        const bool is_inside = first <= i && i < first + count;
        wrong += saw.deadline[i] == (is_inside ? created[i] + ms(4h) : 77) ? 0U : 1U;
        wrong +=
            saw.state[i] == (is_inside ? static_cast<int>(clock_state::running) : 77) ? 0U : 1U;
        wrong += (saw.share[i] == 77) == is_inside ? 1U : 0U;
        wrong += (saw.working_remaining[i] == 77) == is_inside ? 1U : 0U;
    }
    CHECK(wrong == 0);
}

TEST_CASE("a run over a list writes the rows of the list and no others") {
    answering desk;
    const std::size_t rows = 2'000;
    ticks created;
    for (std::size_t i = 0; i < rows; ++i)
        created.push_back(i % 50 == 0 ? none : ms(monday + 1ms * i));
    const ticks replied(rows, none);
    const std::array events{column(replied)};
    const sla::bulk_input in{.created = column(created), .events = events, .now = monday + 1h};
    const std::size_t step = GENERATE(1U, 3U, 700U);
    std::vector<std::uint32_t> list;
    for (std::size_t i = rows; i > 0; --i)
        if ((i - 1) % step == 0)
            list.push_back(static_cast<std::uint32_t>(i - 1));
    clock_columns saw{rows};
    ticks next(rows, 77);
    const auto out = saw.view();
    const auto counts =
        desk.plan.run(in, {.metrics = {&out, 1}, .next_change = {next.data()}}, list);
    std::size_t wrong = 0;
    std::size_t errors = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        const bool is_listed = i % step == 0;
        const bool is_error = i % 50 == 0;
        errors += is_listed && is_error ? 1U : 0U;
        const std::int64_t due = is_error ? none : created[i] + ms(4h);
        wrong += saw.deadline[i] == (is_listed ? due : 77) ? 0U : 1U;
        wrong += next[i] == (is_listed ? (is_error ? none : due + 1) : 77) ? 0U : 1U;
    }
    CHECK(wrong == 0);
    CHECK(counts.rows == list.size());
    CHECK(counts.of(row_error::created_missing) == errors);
}

TEST_CASE("no rows are a table as well") {
    answering desk;
    const ticks created;
    const std::array events{column(created)};
    clock_columns saw{0};
    const auto out = saw.view();
    const sla::bulk_input in{.created = column(created), .events = events, .now = monday};
    CHECK(desk.plan.run(in, {.metrics = {&out, 1}}, 0, 0) == sla::bulk_counts{});
    CHECK(desk.plan.run(in, {.metrics = {&out, 1}}, std::span<const std::uint32_t>{}) ==
          sla::bulk_counts{});
}

TEST_CASE("columns that are not wanted are not needed") {
    answering desk;
    const ticks created{ms(monday), none};
    const ticks replied(2, none);
    const std::array events{column(replied)};
    const sla::bulk_input in{.created = column(created), .events = events, .now = monday + 1h};
    sla::bulk_counts expected{.rows = 2, .errors = 1};
    expected.by_error[1] = 1;
    // Nothing at all is still a count.
    CHECK(desk.plan.run(in, {}, 0, 2) == expected);
    const sla::metric_output empty{};
    CHECK(desk.plan.run(in, {.metrics = {&empty, 1}}, 0, 2) == expected);
    std::vector<double> share(2, 77);
    const sla::metric_output one{.share = share.data()};
    CHECK(desk.plan.run(in, {.metrics = {&one, 1}}, 0, 2) == expected);
    CHECK(share == std::vector<double>{0.25, 0});
}

TEST_CASE("counts of parts add up to those of the whole") {
    answering desk;
    const ticks created{none, ms(monday), none, ms(monday), -1};
    const ticks replied{none, ms(monday - 1h), none, none, none};
    const std::array events{column(replied)};
    const sla::bulk_input in{.created = column(created), .events = events, .now = monday + 1h};
    const auto whole = desk.plan.run(in, {}, 0, 5);
    CHECK(whole.errors == 4);
    CHECK(whole.of(row_error::created_missing) == 2);
    CHECK(whole.of(row_error::before_created) == 1);
    CHECK(whole.of(row_error::out_of_range) == 1);
    sla::bulk_counts sum = desk.plan.run(in, {}, 0, 2);
    sum += desk.plan.run(in, {}, 2, 3);
    CHECK(sum == whole);
}

// -- rows that cannot be judged
// --------------------------------------------------------------------

TEST_CASE("instants outside of the range of the library are out of range") {
    answering desk;
    const auto unit =
        GENERATE(time_unit::seconds, time_unit::milliseconds, time_unit::microseconds);
    const std::int64_t second = unit == time_unit::seconds        ? 1
                                : unit == time_unit::milliseconds ? 1'000
                                                                  : 1'000'000;
    const std::int64_t end = 253'402'300'800 * second;
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const ticks wild{-1, none + 1, end, most, 0, end - 1};
    const ticks first(wild.size(), 0);
    const ticks nothing(wild.size(), none);
    const ticks now(wild.size(), ms(monday));

    const auto created =
        desk.run({wild.data(), unit}, column(nothing), sla::end_of_range - 1ms, wild.size());
    const auto replied =
        desk.run({first.data(), unit}, {wild.data(), unit}, sla::end_of_range - 1ms, wild.size());
    for (const one_clock_run* run : {&created, &replied}) {
        for (std::size_t row = 0; row < 4; ++row) {
            INFO(row);
            CHECK(run->clock.error_of(row) == row_error::out_of_range);
            CHECK(run->clock.is_empty(row));
        }
        CHECK(run->counts.of(row_error::out_of_range) == 4);
        CHECK(run->counts.errors == 4);
        CHECK(run->counts.rows == 6);
    }
    CHECK(replied.clock.state_of(4) == clock_state::met);
}

TEST_CASE("a row without an instant at which to judge it cannot be judged") {
    answering desk;
    const ticks created(2, ms(monday));
    const ticks replied(2, none);
    const ticks now{ms(monday), none};
    const std::array events{column(replied)};
    const one_clock_run run{
        desk.plan, {.created = column(created), .events = events, .now_of_row = column(now)}, 2};
    CHECK(run.clock.state_of(0) == clock_state::running);
    CHECK(run.clock.error_of(1) == row_error::now_missing);
    CHECK(run.clock.is_empty(1));
    CHECK(run.counts.of(row_error::now_missing) == 1);
}

TEST_CASE("an event before the creation makes a row an error, even one that is to come") {
    answering desk;
    const ticks created(2, ms(monday));
    const ticks replied{ms(monday - 1ms), ms(monday)};
    const auto run = desk.run(column(created), column(replied), monday - 24h, 2);
    CHECK(run.clock.error_of(0) == row_error::before_created);
    CHECK(run.clock.is_empty(0));
    CHECK(run.counts.of(row_error::before_created) == 1);
    CHECK(run.counts.errors == 1);
}

namespace {

/// One row with these pauses.
struct pausing {
    sla::policy_book book = desk::two_clocks();
    sla::bulk_plan plan =
        sla::compile(book, {.pauses = sla::pause_events{event::status({}, sla::event_name::other),
                                                        event::status({}, sla::event_name::none)},
                            .metrics = {*book.find_metric("resolution")}})
            .value();
    ticks created{ms(monday)};
    std::vector<std::int32_t> offsets;

    [[nodiscard]] one_clock_run run(const ticks& begins, const ticks& ends) {
        offsets = {0, static_cast<std::int32_t>(begins.size())};
        return {plan,
                {.created = column(created),
                 .pauses = {sla::offset_column{offsets.data()}, column(begins), column(ends)},
                 .now = monday + 1h},
                1};
    }
};

void check_error(const one_clock_run& run, row_error expected) {
    CHECK(run.clock.error_of(0) == expected);
    CHECK(run.clock.is_empty(0));
    CHECK(run.counts.of(expected) == 1);
    CHECK(run.counts.errors == 1);
}

} // namespace

TEST_CASE("a pause that ends before it begins, or does not begin, is reversed") {
    pausing desk;
    check_error(desk.run({ms(monday + 2h)}, {ms(monday + 1h)}), row_error::pause_reversed);
    check_error(desk.run({none}, {ms(monday + 1h)}), row_error::pause_reversed);
    CHECK(desk.run({ms(monday + 2h)}, {ms(monday + 2h)}).counts.errors == 0);
}

TEST_CASE("pauses overlap where one begins before the one before it has ended") {
    pausing desk;
    check_error(
        desk.run({ms(monday + 1h), ms(monday + 2h - 1ms)}, {ms(monday + 2h), ms(monday + 3h)}),
        row_error::pauses_overlap);
    // One without an end has to be the last.
    check_error(desk.run({ms(monday + 1h), ms(monday + 2h)}, {none, ms(monday + 3h)}),
                row_error::pauses_overlap);
    CHECK(desk.run({ms(monday + 1h), ms(monday + 2h)}, {ms(monday + 2h), none}).counts.errors == 0);
}

TEST_CASE("a pause before the creation, or out of range, makes a row an error") {
    pausing desk;
    check_error(desk.run({ms(monday - 1ms)}, {ms(monday + 1h)}), row_error::before_created);
    check_error(desk.run({ms(sla::end_of_range)}, {none}), row_error::out_of_range);
    check_error(desk.run({ms(monday)}, {ms(sla::end_of_range)}), row_error::out_of_range);
}

TEST_CASE("a row may have 64 pauses and no more") {
    pausing desk;
    ticks begins;
    ticks ends;
    for (std::size_t i = 0; i < sla::max_pauses; ++i) {
        begins.push_back(ms(monday + 1min * i));
        ends.push_back(ms(monday + 1min * i + 30s));
    }
    CHECK(desk.run(begins, ends).counts.errors == 0);
    begins.push_back(ms(monday + 10h));
    ends.push_back(ms(monday + 11h));
    check_error(desk.run(begins, ends), row_error::too_many_pauses);
}

TEST_CASE("offsets that decrease or are negative make their rows errors") {
    pausing desk;
    const ticks created(4, ms(monday));
    const ticks begins(3, ms(monday));
    const ticks ends(3, none);
    const auto run = [&](const sla::offset_column& offsets) {
        return one_clock_run{desk.plan,
                             {.created = column(created),
                              .pauses = {offsets, column(begins), column(ends)},
                              .now = monday + 1h},
                             4};
    };
    const std::array<std::int32_t, 5> decreasing{0, 1, 0, 1, 1};
    const std::array<std::int64_t, 5> negative{0, 1, 2, -1, 3};
    const one_clock_run a = run(sla::offset_column{decreasing.data()});
    CHECK(a.clock.error_of(1) == row_error::offsets_invalid);
    CHECK(a.clock.is_empty(1));
    CHECK(a.counts.of(row_error::offsets_invalid) == 1);
    CHECK(a.counts.errors == 1);
    const one_clock_run b = run(sla::offset_column{negative.data()});
    CHECK(b.clock.error_of(2) == row_error::offsets_invalid);
    CHECK(b.clock.error_of(3) == row_error::offsets_invalid);
    CHECK(b.counts.of(row_error::offsets_invalid) == 2);
}

TEST_CASE("pauses are found in a slice of longer lists") {
    pausing desk;
    const ticks created(2, ms(monday));
    // The first three entries belong to rows before the slice.
    const ticks begins{none, none, none, ms(monday), ms(monday + 1h)};
    const ticks ends{none, none, none, ms(monday), none};
    const std::array<std::uint8_t, 1> begun{0b0111'1110}; // of entries from bit 2 on
    const std::array<std::int64_t, 3> offsets{3, 5, 5};
    const one_clock_run run{desk.plan,
                            {.created = column(created),
                             .pauses = {sla::offset_column{offsets.data()},
                                        column(begins, {begun.data(), 2}), column(ends)},
                             .now = monday + 1h},
                            2};
    CHECK(run.counts.errors == 0);
}

TEST_CASE("events that are no timeline make a row an error") {
    answering desk;
    const std::vector<event> all{
        event::created(monday),                           // 0: a ticket
        event::note(monday),                              // 1: not created
        event::created(monday), event::note(monday - 1h), // 2: not in order
        event::created(sla::end_of_range),                // 3: out of range
        // 4: nothing
        event::created(monday), event::of(monday, static_cast<event_kind>(77)), // 5: unheard of
    };
    const std::array<std::int32_t, 7> offsets{0, 1, 2, 4, 5, 5, 7};
    const one_clock_run run{
        desk.plan,
        {.timelines = {sla::offset_column{offsets.data()}, all.data()}, .now = monday + 1h},
        6};
    CHECK(run.clock.state_of(0) == clock_state::running);
    for (std::size_t row = 1; row < 6; ++row) {
        INFO(row);
        CHECK(run.clock.error_of(row) == row_error::timeline_invalid);
        CHECK(run.clock.is_empty(row));
    }
    CHECK(run.counts.of(row_error::timeline_invalid) == 5);

    const std::array<std::int64_t, 3> decreasing{1, 0, 1};
    const one_clock_run wrong{
        desk.plan,
        {.timelines = {sla::offset_column{decreasing.data()}, all.data()}, .now = monday + 1h},
        2};
    CHECK(wrong.clock.error_of(0) == row_error::offsets_invalid);
    CHECK(wrong.clock.state_of(1) == clock_state::running);
}

TEST_CASE("a table without the columns of the layout has only errors") {
    const two_limits desk;
    bulk_layout layout = desk.layout();
    layout.dictionaries = {{attribute::priority, desk.values}};
    layout.profiles = {{}};
    layout.events = {event::of({}, event_kind::resolved)};
    layout.pauses = sla::pause_events{event::note({}), event::note({})};
    const auto plan = sla::compile(desk.book, layout).value();

    const std::array<std::uint8_t, 4> numbers{};
    const std::array attributes{sla::id_column{numbers.data()}};
    const std::array no_attributes{sla::id_column{}};
    const ticks nothing(4, none);
    const std::array events{column(nothing)};
    const std::array no_events{time_column{}};
    const std::array<std::int32_t, 5> offsets{};
    const sla::bulk_input whole{
        .created = column(desk.created),
        .profile = sla::id_column{numbers.data()},
        .attributes = attributes,
        .events = events,
        .pauses = {sla::offset_column{offsets.data()}, column(nothing), column(nothing)},
        .now = monday};
    CHECK(one_clock_run{plan, whole, 4}.counts.errors == 0);

    std::vector<sla::bulk_input> lacking(7, whole);
    lacking[0].created = {};
    lacking[1].profile = {};
    lacking[2].attributes = {};
    lacking[3].attributes = no_attributes;
    lacking[4].events = {};
    lacking[5].events = no_events;
    lacking[6].pauses = {};
    for (std::size_t i = 0; i < lacking.size(); ++i) {
        INFO(i);
        const one_clock_run run{plan, lacking[i], 4};
        CHECK(run.counts.rows == 4);
        CHECK(run.counts.of(row_error::columns_missing) == 4);
        CHECK(run.counts.errors == 4);
        for (std::size_t row = 0; row < 4; ++row) {
            CHECK(run.clock.error_of(row) == row_error::columns_missing);
            CHECK(run.clock.is_empty(row));
        }
    }
}

TEST_CASE("the numbers of row errors lie above those of states") {
    STATIC_CHECK(static_cast<int>(clock_state::cancelled) <
                 static_cast<int>(row_error::columns_missing));
    STATIC_CHECK(static_cast<std::size_t>(row_error::timeline_invalid) -
                     static_cast<std::size_t>(row_error::columns_missing) + 1 ==
                 sla::row_error_count);
}

TEST_CASE("input is not changed") {
    answering desk;
    const ticks created{ms(monday), none, -1};
    const ticks replied{ms(monday + 1h), none, none};
    ticks a = created;
    ticks b = replied;
    const auto run = desk.run(column(a), column(b), monday + 2h, 3);
    CHECK(run.counts.errors == 2);
    CHECK(a == created);
    CHECK(b == replied);
}
