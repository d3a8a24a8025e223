// SPDX-License-Identifier: MIT
//
// The snippets of docs/review.md.
#include <sla/forecast.hpp>
#include <sla/review.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr sla::instant monday = sys_days{2026y / March / 2};
using column = std::vector<sla::instant>;
const sla::instant none{sla::elapsed{sla::no_value}};

sla::book_definition promising(sla::target_duration within) {
    return {.calendars = {{.name = "Office",
                           .zone = "UTC",
                           .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})}},
            .policies = {{.name = "all",
                          .calendar = "Office",
                          .targets = {{.metric = "first response", .rows = sla::always(within)}}}}};
}
sla::policy_book book_of(const sla::book_definition& d) {
    return sla::compile(d, sla::zone_set{{sla::zone::utc()}}.source()).value();
}

// Verdicts of a table under one book.
struct judged {
    judged(const sla::policy_book& book, const column& created, const column& answered,
           sla::instant now)
        : state(created.size()), deadline(created.size()), overdue(created.size()) {
        sla::bulk_layout layout;
        layout.events = {sla::event::message({}, sla::actor::agent)};
        layout.metrics = {*book.find_metric("first response")};
        const std::array events{sla::time_column{answered.data()}};
        const sla::metric_output out{
            .state = state.data(), .deadline = {deadline.data()}, .overdue = {overdue.data()}};
        sla::compile(book, layout)
            .value()
            .run({.created = sla::time_column{created.data()}, .events = events, .now = now},
                 {.metrics = {&out, 1}}, 0, created.size());
    }
    [[nodiscard]] sla::outcome_columns columns() const {
        return {.state = state.data(),
                .deadline = {deadline.data(), sla::time_unit::milliseconds},
                .overdue = {overdue.data(), sla::time_unit::milliseconds}};
    }

    std::vector<std::uint8_t> state;
    std::vector<std::int64_t> deadline, overdue;
};

void what_if() {
    const column created{monday + 9h, monday + 9h, monday + 10h};
    const column answered{monday + 11h, monday + 15h, none};
    const std::array<std::int8_t, 3> channel{0, 1, 1};
    const std::array ids{sla::id_column{channel.data()}};
    const sla::instant now = monday + 16h;

    const judged today{book_of(promising(sla::working{8h})), created, answered, now};
    const judged proposed{book_of(promising(sla::working{4h})), created, answered, now};
    sla::review review{sla::compile(sla::review_definition{.dimensions = {sla::by_values(
                                                               "channel", {"telephone", "e-mail"})},
                                                           .metrics = {"first response"}})
                           .value()};
    const std::array metrics{
        sla::review_columns{.before = today.columns(), .after = proposed.columns()}};
    review.add({.ids = ids, .metrics = metrics}, 0, created.size());

    using enum sla::clock_state;
    for (const sla::review_line& line : review.read({.by = {0}}))
        std::cout << review.plan().groups().label(0, line.key[0]) << ": late "
                  << line.before.of(breached) << " -> " << line.after.of(breached)
                  << ", kept and then late " << line.moved(met, breached) << "\n";
    for (const sla::changed_clock& c : review.list())
        std::cout << "ticket " << c.ticket << ": deadline "
                  << floor<hours>(c.before.deadline - monday).count() << " h -> "
                  << floor<hours>(c.after.deadline - monday).count() << " h, late by "
                  << c.after.overdue / 1min << " min\n";
}

void breaches_to_come() {
    const sla::policy_book book = book_of(promising(sla::working{4h}));
    const column created{monday + 9h, monday + 9h + 30min, monday + 12h, monday + 8h};
    const column answered(4, none);
    const sla::instant now = monday + 12h + 30min;
    const judged as_of_now{book, created, answered, now};

    sla::forecast forecast{
        sla::compile(sla::forecast_definition{
                         .now = now,
                         .metrics = {"first response"},
                         .horizons = {{"hour", 1h},
                                      {"shift", sla::next_closing{*book.find_calendar("Office")}},
                                      {"day", 24h}},
                         .load = {.bucket = 1h, .count = 5, .clock = sla::zone::utc()}})
            .value()};
    const std::array clocks{sla::forecast_columns{.state = as_of_now.state.data(),
                                                  .deadline = as_of_now.columns().deadline}};
    forecast.add({.metrics = clocks}, 0, created.size());

    const sla::forecast_line all = forecast.read().front();
    for (std::size_t h = 0; h < all.within.size(); ++h)
        std::cout << "within the " << forecast.plan().definition().horizons[h].name << ": "
                  << all.within[h] << "\n";
    for (const sla::due_clock& c : forecast.list())
        std::cout << "ticket " << c.ticket << " in " << (c.breaches_at - now) / 1min << " min\n";
    for (const sla::load_bucket& b : forecast.load())
        std::cout << "until " << (b.during.end - monday) / 1h << " h: " << b.count << "\n";
}

} // namespace

int main() {
    what_if();
    breaches_to_come();
}
