// SPDX-License-Identifier: MIT
//
// The code of docs/options.md that concerns clocks.

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>

#include <chrono>
#include <initializer_list>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono;
using sla::event;
using sla::event_kind;

const sla::zone& berlin() {
    static const sla::zone zone =
        sla::zone_from_rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    return zone;
}

/// A day of February 2026, whose ninth is a Monday.
sla::instant at(day date, milliseconds time) {
    return berlin().to_instant(local_days{2026y / February / date} + time);
}
constexpr auto friday = 6d;
constexpr auto saturday = 7d;
constexpr auto monday = 9d;
constexpr auto wednesday = 11d;

/// One promise to everybody, Monday to Friday 9 to 17.
sla::policy_book promising(sla::metric_definition metric, std::vector<sla::target_row> rows,
                           sla::target_options options = {}) {
    const std::string name = metric.name;
    return sla::compile({.calendars = {{.name = "Office",
                                        .zone = "Europe/Berlin",
                                        .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})},
                                       {.name = "Intake",
                                        .zone = "Europe/Berlin",
                                        .hours = sla::weekly(sla::monday_to_friday, {{9h, 16h}})}},
                         .metrics = {std::move(metric)},
                         .policies = {{.name = "Everybody",
                                       .calendar = "Office",
                                       .targets = {{.metric = name,
                                                    .rows = std::move(rows),
                                                    .options = std::move(options)}}}}},
                        sla::zone_set{{berlin()}}.source())
        .value();
}

/// How the only clock stands after the last of these events.
void print(std::string_view what, const sla::policy_book& book, const sla::ticket_names& names,
           std::initializer_list<event> events) {
    const auto ticket = sla::timeline::of(book.attributes(names), events).value();
    const sla::instant now = ticket.events().back().at;
    const sla::verdict v = *sla::evaluate(book, ticket, now).begin();
    std::cout << what << ": " << sla::describe(v.state) << ", due "
              << sla::describe(v.deadline, berlin()) << '\n';
}

void met_at_the_deadline() {
    using enum sla::met_when;
    for (const auto& [name, met] :
         {std::pair{"at_or_before", at_or_before}, std::pair{"strictly_before", strictly_before}}) {
        const auto book = promising(sla::first_response(), sla::always(1h), {.met = met});
        print(name, book, {},
              {event::created(at(friday, 9h)), event::message(at(friday, 10h), sla::actor::agent)});
    }
}

void start() {
    const auto asked = [](std::string_view what, std::vector<sla::target_row> rows,
                          sla::target_options options, day date, milliseconds time) {
        print(what, promising(sla::first_response(), std::move(rows), std::move(options)), {},
              {event::created(at(date, time))});
    };
    const auto hour = sla::always(sla::working{1h});
    asked("Friday 16:30", hour, {}, friday, 16h + 30min);
    asked("Friday 16:30, start_hours", hour, {.start_hours = "Intake"}, friday, 16h + 30min);
    asked("Saturday 10:00", hour, {}, saturday, 10h);
    asked("Saturday 10:00, out_of_hours", hour, {.out_of_hours = sla::working{30min}}, saturday,
          10h);
    asked("Friday 15:00, working_then_elapsed",
          sla::always(sla::working_then_elapsed{sla::working{4h}, 24h}), {}, friday, 15h);
}

void retarget() {
    using enum sla::retarget_mode;
    for (const auto& [name, mode] : {std::pair{"keep_elapsed_time", keep_elapsed_time},
                                     std::pair{"keep_elapsed_share", keep_elapsed_share},
                                     std::pair{"restart", restart}, std::pair{"freeze", freeze}}) {
        const auto book = promising(
            sla::resolution(),
            sla::otherwise(sla::by_priority({{"urgent", sla::working{8h}}}), sla::working{16h}),
            {.retarget = mode});
        print(name, book, {.priority = "normal"},
              {event::created(at(monday, 9h)),
               event::changed(at(monday, 11h), sla::attribute::priority,
                              book.find_value(sla::attribute::priority, "urgent"))});
    }
}

void reopen() {
    using enum sla::reopen_mode;
    for (const auto& [name, mode] :
         {std::pair{"ignore", ignore}, std::pair{"resume", resume},
          std::pair{"resume_without_gap", resume_without_gap}, std::pair{"new_cycle", new_cycle}}) {
        const auto book = promising(sla::resolution(mode), sla::always(sla::working{8h}));
        print(name, book, {},
              {event::created(at(monday, 9h)), event::of(at(monday, 13h), event_kind::resolved),
               event::of(at(wednesday, 11h), event_kind::reopened)});
    }
}

void rhythm() {
    using enum sla::recurrence;
    for (const auto& [name, repeats] :
         {std::pair{"independent", independent}, std::pair{"sequential", sequential}}) {
        const auto book = promising(sla::periodic_update(repeats), sla::always(sla::working{4h}));
        print(name, book, {},
              {event::created(at(monday, 9h)), event::message(at(monday, 10h), sla::actor::agent)});
    }
}

} // namespace

int main() {
    met_at_the_deadline();
    start();
    retarget();
    reopen();
    rhythm();
}
