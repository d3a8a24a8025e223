// SPDX-License-Identifier: MIT
//
// A table with everything in it, for tests of the room bulk that look at whole tables.
#pragma once

#include "bulk_desk.hpp"
#include <sla/bulk.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace desk {

/// A first response by priority and channel, and a resolution that waits with the customer, in two
/// calendars by tier. More than a handful of limits, so that they do not fit into registers; for
/// each clock some are in elapsed time.
inline sla::policy_book lively_book() {
    using namespace std::chrono_literals;
    using sla::attribute;
    std::vector<sla::target_row> limits;
    for (int p = 0; p < 8; ++p)
        for (int c = 0; c < 8; ++c)
            limits.push_back({.match = {{attribute::priority, {std::to_string(p)}},
                                        {attribute::channel, {std::to_string(c)}}},
                              .within = p == 3 ? sla::target_duration{2h + 10min * c}
                                               : sla::working{1h + 10min * (8 * p + c)}});
    const std::vector<sla::target_definition> targets{
        {.metric = "first response", .rows = limits},
        {.metric = "resolution",
         .rows = sla::otherwise(sla::by_priority({{"4", 14h}}), sla::working{8h})}};
    std::vector<sla::target_definition> strict = targets;
    for (sla::target_definition& target : strict)
        target.options = {.met = sla::met_when::strictly_before, .fit = sla::exact_fit::next_open};
    const sla::book_definition definition{
        .calendars = {office(), office("Berlin office", "Berlin")},
        .metrics = {sla::first_response(), sla::paused_in_status(sla::resolution(), {"waiting"})},
        .policies = {{.name = "Gold",
                      .when = sla::tier_is({"gold"}),
                      .calendar = "Berlin office",
                      .targets = strict},
                     {.name = "Everybody", .calendar = "Office", .targets = targets}}};
    return sla::compile(definition, zones()).value();
}

/// "0" to "7".
inline sla::attribute_dictionary numbers(const sla::policy_book& book, sla::attribute which) {
    sla::attribute_dictionary out{.which = which};
    for (int n = 0; n < 8; ++n)
        out.values.push_back(book.find_value(which, std::to_string(n)));
    return out;
}

/// Three weeks of tickets: some answered, some not, some that cannot be judged; with none to nine
/// pauses each, of which the last may be open.
struct lively_table {
    static constexpr std::size_t rows = 1000;

    sla::policy_book book = lively_book();
    ticks created, answered, resolved, now;
    std::vector<std::uint8_t> priority;
    std::vector<std::uint16_t> channel;
    std::vector<std::uint8_t> kind;
    std::vector<std::int32_t> offsets{0};
    ticks begins, ends;
    std::vector<std::uint32_t> list; ///< All rows, in another order.

    std::vector<sla::id_column> attributes;
    std::vector<sla::time_column> events;
    sla::bulk_layout layout;
    sla::bulk_input in;
    std::array<clock_columns, 2> out{clock_columns{rows}, clock_columns{rows}};
    ticks next = ticks(rows, 77);
    std::array<sla::metric_output, 2> metrics{out[0].view(), out[1].view()};

    lively_table() {
        for (std::size_t i = 0; i < rows; ++i)
            add(static_cast<std::int64_t>(i));
        attributes = {sla::id_column{priority.data()}, sla::id_column{channel.data()}};
        events = {column(answered), column(resolved)};
        layout.profiles = {book.attributes({.tier = "gold"}), book.attributes({})};
        layout.dictionaries = {numbers(book, sla::attribute::priority),
                               numbers(book, sla::attribute::channel)};
        layout.events = {sla::event::message({}, sla::actor::agent),
                         sla::event::of({}, sla::event_kind::resolved)};
        layout.pauses =
            sla::pause_events{.begins = sla::event::status({}, book.find_event_name("waiting")),
                              .ends = sla::event::status({}, book.find_event_name("open"))};
        layout.metrics = {*book.find_metric("first response"), *book.find_metric("resolution")};
        in.created = column(created);
        in.profile = sla::id_column{kind.data()};
        in.attributes = attributes;
        in.events = events;
        in.pauses = {sla::offset_column{offsets.data()}, column(begins), column(ends)};
        in.now_of_row = column(now);
    }
    lively_table(const lively_table&) = delete; // its columns are pointed to
    lively_table& operator=(const lively_table&) = delete;
    ~lively_table() = default;

    [[nodiscard]] sla::bulk_output output() {
        return {.metrics = metrics, .next_change = {next.data(), sla::time_unit::milliseconds}};
    }
    [[nodiscard]] sla::bulk_plan plan(std::optional<sla::bulk_kernels> kernels) const {
        return sla::compile(book, layout, {.kernels = kernels}).value();
    }

private:
    void add(std::int64_t i) {
        using namespace std::chrono_literals;
        const sla::instant begin = at(monday, 7h) + 31min * i;
        created.push_back(ms(begin));
        answered.push_back(i % 3 == 0 ? none : ms(begin + 1h + 7min * (i % 50)));
        resolved.push_back(i % 4 == 0 ? none : ms(begin + 9h + 13min * (i % 90)));
        now.push_back(ms(begin + 3h + 2h * (i % 45)));
        priority.push_back(static_cast<std::uint8_t>(i % 8));
        channel.push_back(static_cast<std::uint16_t>(i / 8 % 8));
        kind.push_back(static_cast<std::uint8_t>(i / 5 % 2));
        // In one part of the table there are more pauses than a kernel takes.
        for (std::int64_t k = 0; k < i % 7 + (i / 256 == 1 ? 3 : 0); ++k) {
            const sla::instant pause = begin + 1h * ((k + 1) * (1 + 2 * (i % 5)));
            begins.push_back(ms(pause));
            ends.push_back(ms(pause + 7min * (i % 8)));
        }
        if (i % 7 == 5)
            ends.back() = none;
        offsets.push_back(static_cast<std::int32_t>(begins.size()));
        if (i % 11 == 0)
            answered.back() = ms(begin - 1min);
        if (i % 13 == 0)
            created.back() = none;
        if (i % 17 == 0)
            priority.back() = 8;
        if (i % 19 == 0)
            now.back() = ms(begin - 1h);
        list.push_back(static_cast<std::uint32_t>((i * 37) % std::int64_t{rows}));
    }
};

inline std::vector<std::optional<sla::bulk_kernels>> all_kernels() {
    return {std::nullopt, sla::bulk_kernels::plain, sla::bulk_kernels::avx2,
            sla::bulk_kernels::avx512, sla::bulk_kernels::none};
}

} // namespace desk
