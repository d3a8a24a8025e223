// SPDX-License-Identifier: MIT
//
// Ten tickets in columns, judged at once; then the same table in parts, by several threads.

#include <sla/bulk.hpp>
#include <sla/describe.hpp>
#include <sla/zone.hpp>

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono;

constexpr std::size_t rows = 10;

/// What a column store would hand out. No ticket has a resolution where its bit is 0, and none an
/// answer where the number is `no_value`.
struct tickets {
    std::array<std::int64_t, rows> created{};  ///< Seconds since 1970.
    std::array<std::int64_t, rows> answered{}; ///< Seconds since 1970.
    std::array<std::int64_t, rows> resolved{}; ///< Seconds since 1970.
    std::array<std::uint8_t, 2> is_resolved{}; ///< A bit a row, the lowest first.
    std::array<std::uint8_t, rows> priority{}; ///< 0 is urgent, 1 is normal.
};

/// The columns that are wanted of a table of promises.
struct verdicts {
    std::array<std::uint8_t, rows> response{}; ///< A `clock_state` each.
    std::array<std::uint8_t, rows> resolution{};
    std::array<std::int64_t, rows> due{};  ///< The resolution, in seconds since 1970.
    std::array<std::int64_t, rows> late{}; ///< In seconds of working time.
    std::array<std::int64_t, rows> next_change{};

    friend bool operator==(const verdicts&, const verdicts&) = default;
};

sla::policy_book promises(const sla::zone& zone) {
    return sla::compile(
               {.calendars = {{.name = "Support",
                               .zone = zone.name(),
                               .hours =
                                   sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}})}},
                .metrics = {sla::first_response(), sla::resolution()},
                .policies = {{.name = "Support contract",
                              .calendar = "Support",
                              .targets = {{.metric = "first response",
                                           .rows = sla::by_priority(
                                               {{"urgent", 30min}, {"normal", sla::working{4h}}})},
                                          {.metric = "resolution",
                                           .rows = sla::by_priority(
                                               {{"urgent", sla::working{8h}},
                                                {"normal", sla::working{16h}}})}}}}},
               sla::zone_set{{zone}}.source())
        .value();
}

tickets ten_tickets(const sla::zone& zone) {
    tickets t;
    std::size_t row = 0;
    const auto add = [&](int priority, milliseconds created, milliseconds answered,
                         milliseconds resolved) {
        // From Monday, 19 October 2026, on.
        const auto at = [&](milliseconds time) {
            return floor<seconds>(zone.to_instant(local_days{2026y / October / 19} + time))
                .time_since_epoch()
                .count();
        };
        t.priority[row] = static_cast<std::uint8_t>(priority);
        t.created[row] = at(created);
        t.answered[row] = answered == 0s ? sla::no_value : at(answered);
        t.resolved[row] = at(resolved);
        if (resolved != 0s)
            t.is_resolved[row / 8] |= static_cast<std::uint8_t>(1U << row % 8);
        ++row;
    };
    constexpr auto friday = 4 * 24h;
    constexpr auto saturday = 5 * 24h;
    constexpr auto not_yet = 0s;
    add(1, 9h, 10h, 16h);
    add(0, 9h + 30min, 9h + 50min, 16h);
    add(0, 10h, 10h + 31min, 15h);
    add(1, 11h, 11h + 5min, 48h + 16h);
    add(1, friday + 11h, not_yet, not_yet);
    add(1, friday + 15h, friday + 15h + 20min, not_yet);
    add(0, friday + 16h, friday + 16h + 10min, not_yet);
    add(1, friday + 17h, friday + 18h, friday + 16h); // solved before it was created
    add(0, saturday + 10h, not_yet, not_yet);
    add(1, saturday + 11h, saturday + 12h, not_yet);
    return t;
}

/// Calls `work(first, count)` for each of `parts` parts of the table, in a thread of its own, and
/// adds up what they return.
template <class Work>
sla::bulk_counts for_each_part(std::size_t parts, std::size_t size, const Work& work) {
    std::vector<sla::bulk_counts> counts(parts);
    std::vector<std::thread> threads;
    for (std::size_t part = 0; part < parts; ++part) {
        const std::size_t first = size * part / parts;
        const std::size_t end = size * (part + 1) / parts;
        threads.emplace_back(
            [&work, &count = counts[part], first, end] { count = work(first, end - first); });
    }
    for (std::thread& thread : threads)
        thread.join();
    sla::bulk_counts sum;
    for (const sla::bulk_counts& count : counts)
        sum += count;
    return sum;
}

} // namespace

int main() {
    const sla::zone berlin = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    const sla::policy_book book = promises(berlin);
    const tickets table = ten_tickets(berlin);

    // What the columns mean is said once ...
    sla::bulk_layout layout;
    layout.dictionaries = {{sla::attribute::priority,
                            {book.find_value(sla::attribute::priority, "urgent"),
                             book.find_value(sla::attribute::priority, "normal")}}};
    layout.events = {sla::event::message({}, sla::actor::agent),
                     sla::event::of({}, sla::event_kind::resolved)};
    layout.metrics = {*book.find_metric("first response"), *book.find_metric("resolution")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    // ... and where they lie, for each table.
    constexpr auto seconds_of_utc = sla::time_unit::seconds;
    const std::array priorities{sla::id_column{table.priority.data()}};
    const std::array events{sla::time_column{table.answered.data(), seconds_of_utc},
                            sla::time_column{table.resolved.data(),
                                             seconds_of_utc,
                                             {.bits = table.is_resolved.data()}}};
    sla::bulk_input input;
    input.created = {table.created.data(), seconds_of_utc};
    input.attributes = priorities;
    input.events = events;
    input.now = berlin.to_instant(local_days{2026y / October / 26} + 12h);

    const auto judge = [&](verdicts& into, auto&& run) {
        const std::array metrics{
            sla::metric_output{.state = into.response.data()},
            sla::metric_output{.state = into.resolution.data(),
                               .deadline = {into.due.data(), seconds_of_utc},
                               .working_overdue = {into.late.data(), seconds_of_utc}}};
        return run(sla::bulk_output{.metrics = metrics,
                                    .next_change = {into.next_change.data(), seconds_of_utc}});
    };

    verdicts at_once;
    const sla::bulk_counts counts =
        judge(at_once, [&](const sla::bulk_output& out) { return plan.run(input, out, 0, rows); });

    const auto shown = [&](std::int64_t value) {
        return value == sla::no_value ? std::string{"-"}
                                      : sla::describe(sys_seconds{seconds{value}}, berlin);
    };
    const auto state = [](std::uint8_t value) {
        return value < static_cast<std::uint8_t>(sla::row_error::columns_missing)
                   ? sla::describe(sla::clock_state{value})
                   : "cannot be judged";
    };
    fmt::print("{:<8} {:<27} {:<17} {:<17} {:<27} {}\n", "priority", "created", "first response",
               "resolution", "due", "late");
    for (std::size_t row = 0; row < rows; ++row)
        fmt::print(
            "{:<8} {:<27} {:<17} {:<17} {:<27} {}\n",
            table.priority[row] == 0 ? "urgent" : "normal", shown(table.created[row]),
            state(at_once.response[row]), state(at_once.resolution[row]), shown(at_once.due[row]),
            at_once.late[row] > 0 ? sla::describe(sla::working{seconds{at_once.late[row]}}) : "-");
    fmt::print("\n{} rows, {} cannot be judged; {} has something before its creation\n",
               counts.rows, counts.errors, counts.of(sla::row_error::before_created));

    // Nothing will change before the earliest of these, unless somebody does something.
    std::int64_t next = sla::no_value;
    for (const std::int64_t value : at_once.next_change)
        if (value != sla::no_value && (next == sla::no_value || value < next))
            next = value;
    fmt::print("judge again at {}\n", shown(next));

    verdicts in_parts;
    const sla::bulk_counts sum = judge(in_parts, [&](const sla::bulk_output& out) {
        return for_each_part(3, rows, [&](std::size_t first, std::size_t count) {
            return plan.run(input, out, first, count);
        });
    });
    const bool same = in_parts == at_once && sum == counts;
    fmt::print("by three threads: {}\n", same ? "the same columns" : "other columns");
    return same ? 0 : 1;
}
