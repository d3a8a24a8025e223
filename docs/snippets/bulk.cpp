// SPDX-License-Identifier: MIT
//
// The snippets of docs/bulk.md.
#include <sla/bulk.hpp>
#include <sla/describe.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono;
using sla::attribute;
using sla::event;
using sla::event_kind;
using sla::time_unit;

const sla::zone& berlin() {
    static const sla::zone zone =
        sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    return zone;
}

/// A time of Monday, 9 February 2026; hours beyond 24 lie on the days after it.
sla::instant at(minutes time) {
    return berlin().to_instant(local_days{2026y / February / 9} + time);
}
std::int64_t ms(minutes time) {
    return at(time).time_since_epoch().count();
}
std::int64_t us(minutes time) {
    return 1000 * ms(time);
}

sla::policy_book promises() {
    return sla::compile(
               {.calendars = {{.name = "Support",
                               .zone = "Berlin",
                               .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})}},
                .metrics = {sla::first_response(),
                            sla::paused_in_status(sla::resolution(), {"waiting"})},
                .policies = {{.name = "Contract",
                              .calendar = "Support",
                              .targets = {{.metric = "first response",
                                           .rows =
                                               sla::otherwise(sla::by_priority({{"urgent", 30min}}),
                                                              sla::working{4h})},
                                          {.metric = "resolution",
                                           .rows = sla::otherwise(
                                               sla::by_priority({{"urgent", sla::working{8h}}}),
                                               sla::working{16h}),
                                           .steps = {{"warn", sla::percent_used{75}}}}}}}},
               sla::zone_set{{berlin()}}.source())
        .value();
}

std::string shown(std::int64_t milliseconds_of_utc) {
    return milliseconds_of_utc == sla::no_value
               ? "-"
               : sla::describe(sla::instant{milliseconds{milliseconds_of_utc}}, berlin());
}

// -- state -----------------------------------------------------------------------------------

std::string state_text(std::uint8_t value) {
    if (value >= static_cast<std::uint8_t>(sla::row_error::columns_missing))
        return "error " + std::to_string(value);
    return sla::describe(sla::clock_state{value});
}

// -- dictionaries ----------------------------------------------------------------------------

sla::attribute_dictionary dictionary(const sla::policy_book& book, attribute which,
                                     std::span<const std::string_view> names) {
    sla::attribute_dictionary out{.which = which};
    for (const std::string_view name : names)
        out.values.push_back(book.find_value(which, name));
    return out;
}

void first_table(const sla::policy_book& book) {
    std::cout << "first table\n";

    // The host's columns, and those for the verdicts.
    const std::vector<std::int64_t> created{ms(9h), ms(10h), ms(16h)};
    const std::vector<std::int64_t> answered{ms(9h + 20min), ms(15h), sla::no_value};
    const std::vector<std::uint8_t> priority{0, 1, 1};
    std::vector<std::uint8_t> state(created.size());
    std::vector<std::int64_t> deadline(created.size());

    // What they mean.
    sla::bulk_layout layout;
    layout.dictionaries = {
        dictionary(book, attribute::priority, std::array<std::string_view, 2>{"urgent", "normal"})};
    layout.events = {event::message({}, sla::actor::agent)};
    layout.metrics = {*book.find_metric("first response")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    // Where they lie.
    const std::array attributes{sla::id_column{priority.data()}};
    const std::array events{sla::time_column{answered.data(), time_unit::milliseconds}};
    const std::array metrics{sla::metric_output{
        .state = state.data(), .deadline = {deadline.data(), time_unit::milliseconds}}};
    sla::bulk_input input;
    input.created = {created.data(), time_unit::milliseconds};
    input.attributes = attributes;
    input.events = events;
    input.now = at(16h + 30min);

    plan.run(input, {.metrics = metrics}, 0, created.size());

    for (std::size_t row = 0; row < created.size(); ++row)
        std::cout << row << ": " << state_text(state[row]) << ", due " << shown(deadline[row])
                  << '\n';
}

// -- Arrow -----------------------------------------------------------------------------------

/// What matters here of an array of Arrow's C data interface.
struct arrow_array {
    std::int64_t length;
    std::int64_t null_count;
    std::int64_t offset;
    const void** buffers;
};

sla::validity_bitmap validity_of(const arrow_array& array) {
    return {.bits = static_cast<const std::uint8_t*>(array.buffers[0]), // null: all have a value
            .offset = static_cast<std::size_t>(array.offset)};
}

/// Of type timestamp[s], [ms] or [us].
sla::time_column times_of(const arrow_array& array, time_unit unit) {
    return {static_cast<const std::int64_t*>(array.buffers[1]) + array.offset, unit,
            validity_of(array)};
}

/// The indices of a dictionary array.
sla::id_column ids_of(const arrow_array& array) {
    return sla::id_column{static_cast<const std::int8_t*>(array.buffers[1]) + array.offset,
                          validity_of(array)};
}

void arrow_columns(const sla::policy_book& book) {
    std::cout << "\nArrow\n";

    // Rows 2 to 5 of a table: slices of longer buffers. Row 4 has no answer, row 5 no priority.
    const std::array<std::int64_t, 6> created{0, 0, us(9h), us(10h), us(11h), us(12h)};
    const std::array<std::int64_t, 6> answered{0, 0, us(9h + 31min), us(10h + 5min), 0, us(13h)};
    const std::array<std::int8_t, 6> priority{0, 0, 0, 1, 1, 0};
    const std::uint8_t has_answer = 0b101111;
    const std::uint8_t has_priority = 0b011111;
    std::array<const void*, 2> created_buffers{nullptr, created.data()};
    std::array<const void*, 2> answered_buffers{&has_answer, answered.data()};
    std::array<const void*, 2> priority_buffers{&has_priority, priority.data()};
    const arrow_array created_array{4, 0, 2, created_buffers.data()};
    const arrow_array answered_array{4, 1, 2, answered_buffers.data()};
    const arrow_array priority_array{4, 1, 2, priority_buffers.data()};

    sla::bulk_layout layout;
    layout.dictionaries = {
        dictionary(book, attribute::priority, std::array<std::string_view, 2>{"urgent", "normal"})};
    layout.events = {event::message({}, sla::actor::agent)};
    layout.metrics = {*book.find_metric("first response")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    const std::array attributes{ids_of(priority_array)};
    const std::array events{times_of(answered_array, time_unit::microseconds)};
    sla::bulk_input input;
    input.created = times_of(created_array, time_unit::microseconds);
    input.attributes = attributes;
    input.events = events;
    input.now = at(14h);

    std::array<std::uint8_t, 4> state{};
    const std::array metrics{sla::metric_output{.state = state.data()}};
    plan.run(input, {.metrics = metrics}, 0, state.size());
    for (const std::uint8_t value : state)
        std::cout << state_text(value) << '\n';
}

// -- profiles --------------------------------------------------------------------------------

void kinds_of_tickets(const sla::policy_book& book) {
    std::cout << "\nprofiles\n";

    const std::vector<sys_seconds> created{floor<seconds>(at(9h)), floor<seconds>(at(16h))};
    const std::vector<std::uint16_t> kind{1, 0};
    std::vector<std::int64_t> deadline(created.size());

    sla::bulk_layout layout;
    layout.profiles = {book.attributes({.priority = "urgent", .channel = "telephone"}),
                       book.attributes({.priority = "normal", .channel = "e-mail"})};
    layout.metrics = {*book.find_metric("resolution")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    sla::bulk_input input;
    input.created = sla::time_column{created.data()};
    input.profile = sla::id_column{kind.data()};
    input.now = at(17h);

    const std::array metrics{
        sla::metric_output{.deadline = {deadline.data(), time_unit::milliseconds}}};
    plan.run(input, {.metrics = metrics}, 0, created.size());
    for (const std::int64_t due : deadline)
        std::cout << shown(due) << '\n';
}

// -- pauses ----------------------------------------------------------------------------------

void pauses(const sla::policy_book& book) {
    std::cout << "\npauses\n";

    sla::bulk_layout layout;
    layout.pauses = {.begins = event::status({}, book.find_event_name("waiting")),
                     .ends = event::status({}, book.find_event_name("open"))};
    layout.metrics = {*book.find_metric("resolution")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    const std::vector<std::int64_t> created{ms(9h), ms(9h), ms(9h)};
    // Row 0 has none, row 1 one, row 2 two, of which the second goes on.
    const std::vector<std::int32_t> offsets{0, 0, 1, 3};
    const std::vector<std::int64_t> begins{ms(10h), ms(10h), ms(15h)};
    const std::vector<std::int64_t> ends{ms(12h), ms(11h), sla::no_value};

    sla::bulk_input input;
    input.created = {created.data(), time_unit::milliseconds};
    input.pauses = {.offsets = sla::offset_column{offsets.data()},
                    .begins = {begins.data(), time_unit::milliseconds},
                    .ends = {ends.data(), time_unit::milliseconds}};
    input.now = at(16h);

    std::vector<std::uint8_t> state(created.size());
    std::vector<std::int64_t> deadline(created.size());
    const std::array metrics{sla::metric_output{
        .state = state.data(), .deadline = {deadline.data(), time_unit::milliseconds}}};
    plan.run(input, {.metrics = metrics}, 0, created.size());
    for (std::size_t row = 0; row < created.size(); ++row)
        std::cout << state_text(state[row]) << ", due " << shown(deadline[row]) << '\n';
}

// -- timelines -------------------------------------------------------------------------------

void whole_timelines(const sla::policy_book& book) {
    std::cout << "\ntimelines\n";

    sla::bulk_layout layout;
    layout.attributes = book.attributes({.priority = "normal"});
    layout.metrics = {*book.find_metric("resolution")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    const auto urgent = book.find_value(attribute::priority, "urgent");
    const std::vector<event> history{
        event::created(at(9h)), // row 0
        event::of(at(12h), event_kind::resolved),
        event::created(at(10h)), // row 1
        event::changed(at(11h), attribute::priority, urgent),
        event::of(at(14h), event_kind::resolved),
        event::of(at(15h), event_kind::reopened, sla::actor::customer),
    };
    const std::vector<std::int64_t> offsets{0, 2, 6};

    sla::bulk_input input;
    input.timelines = {.offsets = sla::offset_column{offsets.data()}, .events = history.data()};
    input.now = at(16h);

    std::vector<std::uint8_t> state(2);
    std::vector<std::int64_t> deadline(2);
    const std::array metrics{sla::metric_output{
        .state = state.data(), .deadline = {deadline.data(), time_unit::milliseconds}}};
    plan.run(input, {.metrics = metrics}, 0, state.size());
    for (std::size_t row = 0; row < state.size(); ++row)
        std::cout << state_text(state[row]) << ", due " << shown(deadline[row]) << '\n';
}

// -- errors ----------------------------------------------------------------------------------

void bad_rows(const sla::policy_book& book) {
    std::cout << "\nbad rows\n";

    const std::vector<std::int64_t> created{ms(9h), ms(9h), sla::no_value, ms(9h)};
    const std::vector<std::int64_t> resolved{ms(10h), ms(8h), ms(11h), ms(12h)};
    const std::vector<std::uint8_t> priority{0, 0, 0, 7};

    sla::bulk_layout layout;
    layout.dictionaries = {
        dictionary(book, attribute::priority, std::array<std::string_view, 2>{"urgent", "normal"})};
    layout.events = {event::of({}, event_kind::resolved)};
    layout.metrics = {*book.find_metric("resolution")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    const std::array attributes{sla::id_column{priority.data()}};
    const std::array events{sla::time_column{resolved.data(), time_unit::milliseconds}};
    sla::bulk_input input;
    input.created = {created.data(), time_unit::milliseconds};
    input.attributes = attributes;
    input.events = events;
    input.now = at(16h);

    std::vector<std::uint8_t> state(created.size());
    const std::array metrics{sla::metric_output{.state = state.data()}};
    const sla::bulk_counts counts = plan.run(input, {.metrics = metrics}, 0, created.size());

    std::cout << counts.rows << " rows, " << counts.errors << " cannot be judged\n";
    for (std::size_t row = 0; row < state.size(); ++row) {
        if (state[row] == static_cast<std::uint8_t>(sla::row_error::before_created))
            std::cout << "row " << row << ": resolved before it was created\n";
        if (state[row] == static_cast<std::uint8_t>(sla::row_error::created_missing))
            std::cout << "row " << row << ": nobody knows when it was created\n";
        if (state[row] == static_cast<std::uint8_t>(sla::row_error::unknown_id))
            std::cout << "row " << row << ": there is no priority " << int{priority[row]} << '\n';
    }

    layout.dictionaries[0].values.push_back(sla::value_id{99});
    layout.metrics.push_back(layout.metrics[0]);
    std::cout << sla::describe(sla::compile(book, layout).issues()) << '\n';
}

// -- again -----------------------------------------------------------------------------------

void judge_again(const sla::policy_book& book) {
    std::cout << "\nagain\n";

    sla::bulk_layout layout;
    layout.attributes = book.attributes({.priority = "urgent"});
    layout.metrics = {*book.find_metric("resolution")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    const std::vector<std::int64_t> created{ms(9h), ms(10h), ms(12h), ms(16h)};
    std::vector<std::uint8_t> state(created.size());
    std::vector<std::int64_t> next_change(created.size());
    const std::array metrics{sla::metric_output{.state = state.data()}};
    const sla::bulk_output output{.metrics = metrics,
                                  .next_change = {next_change.data(), time_unit::milliseconds}};
    sla::bulk_input input;
    input.created = {created.data(), time_unit::milliseconds};

    // Once: the whole table.
    input.now = at(16h);
    plan.run(input, output, 0, created.size());

    // Whenever the earliest `next_change` has come: the rows for which it has.
    std::vector<std::uint32_t> rows;
    const auto wake = [&](sla::instant now) {
        rows.clear();
        for (std::uint32_t row = 0; row < next_change.size(); ++row)
            if (next_change[row] != sla::no_value &&
                next_change[row] <= now.time_since_epoch().count())
                rows.push_back(row);
        input.now = now;
        plan.run(input, output, rows);
    };
    wake(at(17h + 30min));
    std::cout << rows.size() << " of " << created.size() << " judged again\n";
    wake(at(24h + 11h));
    std::cout << rows.size() << " of " << created.size() << " judged again\n";
    for (std::size_t row = 0; row < created.size(); ++row)
        std::cout << row << ": " << state_text(state[row]) << ", next " << shown(next_change[row])
                  << '\n';
}

// -- fast ------------------------------------------------------------------------------------

void which_are_fast(const sla::policy_book& book) {
    std::cout << "\nfast\n";

    sla::bulk_layout layout;
    layout.events = {event::message({}, sla::actor::agent), event::of({}, event_kind::resolved),
                     event::of({}, event_kind::reopened, sla::actor::customer)};
    layout.metrics = {*book.find_metric("first response"), *book.find_metric("resolution")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();
    for (std::size_t i = 0; i < layout.metrics.size(); ++i)
        std::cout << book.name(layout.metrics[i]) << ": "
                  << (plan.is_fast(i) ? "by a kernel" : "by evaluate") << '\n';
}

} // namespace

int main() {
    const sla::policy_book book = promises();
    first_table(book);
    arrow_columns(book);
    kinds_of_tickets(book);
    pauses(book);
    whole_timelines(book);
    bad_rows(book);
    judge_again(book);
    which_are_fast(book);
}
