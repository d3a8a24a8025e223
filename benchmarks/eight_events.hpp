// SPDX-License-Identifier: MIT
//
// The ticket of the benchmarks of `evaluate`: eight events (created, a note, an answer, waiting for
// the customer, the customer writes, open again, another answer, resolved), three clocks (first
// response by elapsed time, next response in working hours, resolution in working hours, paused
// while the desk waits). The calendar: New York, Monday to Friday 9-12 and 13-17, with holidays;
// the tickets: 256, random over ten years.
#pragma once

#include "new_york.hpp"
#include <sla/evaluate.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <vector>

namespace sla_benchmark {

enum class with_steps : std::uint8_t { no, yes };

inline sla::book_definition eight_events_desk(with_steps steps) {
    using namespace std::chrono_literals;
    sla::book_definition book;
    book.calendars = {office_hours()};
    book.metrics = {sla::first_response(), sla::next_response(),
                    sla::paused_in_status(sla::resolution(), {"waiting"})};
    sla::policy_definition gold{
        .name = "Gold",
        .when = sla::tier_is({"gold"}),
        .calendar = "Office",
        .targets = {
            {.metric = "first response", .rows = sla::by_priority({{"P1", 1h}, {"P2", 4h}})},
            {.metric = "next response", .rows = sla::always(sla::working{4h})},
            {.metric = "resolution",
             .rows = sla::by_priority({{"P1", sla::working{16h}}, {"P2", sla::working{24h}}})}}};
    if (steps == with_steps::yes)
        for (sla::target_definition& target : gold.targets)
            target.steps = {{"warn", sla::percent_used{75}},
                            {"lead", sla::percent_used{100}},
                            {"lead again", sla::after_deadline{30min}}};
    book.policies = {
        gold,
        {.name = "Standard",
         .calendar = "Office",
         .targets = {{.metric = "resolution", .rows = sla::always(sla::working{40h})}}}};
    return book;
}

struct eight_events {
    explicit eight_events(with_steps steps)
        : book{sla::compile(eight_events_desk(steps), zones()).value()} {
        using namespace std::chrono;
        using namespace std::chrono_literals;
        std::mt19937_64 random{7};
        const auto pick = [&](milliseconds longest) {
            return milliseconds{1 + static_cast<milliseconds::rep>(
                                        random() % static_cast<std::uint64_t>(longest.count()))};
        };
        const sla::instant first{sys_days{2017y / January / 1}};
        const sla::ticket_attributes ticket = book.attributes({.priority = "P2", .tier = "gold"});
        const sla::event_name waiting = book.find_event_name("waiting");
        const sla::event_name open = book.find_event_name("open");
        for (int i = 0; i < 256; ++i) {
            sla::instant t = first + pick(days{3650});
            std::array events{sla::event::created(t),
                              sla::event::note(t += pick(1h)),
                              sla::event::message(t += pick(2h), sla::actor::agent),
                              sla::event::status(t += pick(1min), waiting),
                              sla::event::message(t += pick(days{3}), sla::actor::customer),
                              sla::event::status(t += pick(1min), open),
                              sla::event::message(t += pick(5h), sla::actor::agent),
                              sla::event::of(t += pick(days{2}), sla::event_kind::resolved)};
            tickets.push_back(sla::timeline::of(ticket, events).value());
        }
    }

    sla::policy_book book;
    std::vector<sla::timeline> tickets;
};

} // namespace sla_benchmark
