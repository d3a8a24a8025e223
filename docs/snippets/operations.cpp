// SPDX-License-Identifier: MIT
//
// The snippets of docs/operations.md.
#include <sla/operations.hpp>

#include <array>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr sla::instant monday = sys_days{2026y / March / 2};

sla::policy_book desk() {
    sla::book_definition d{
        .calendars = {{.name = "Office",
                       .zone = "UTC",
                       .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})}},
        .vocabularies = {{sla::attribute::group, {"first line", "second line"}}},
        .policies = {
            {.name = "all", .targets = {{.metric = "resolution", .rows = sla::always(24h)}}}}};
    return sla::compile(d, sla::zone_set{{sla::zone::utc()}}.source()).value();
}

std::string percent(const std::optional<sla::share>& s) {
    return s ? std::to_string(s->to_per_million() / 10'000) + " %" : "no data";
}
long minutes_of(const std::optional<sla::elapsed>& t) {
    return t ? static_cast<long>(*t / 1min) : 0;
}

struct desk_ticket {
    std::int64_t priority;
    sla::timeline timeline;
};

// Three tickets of Monday: solved with one answer; escalated, open; answered, asks again.
std::vector<desk_ticket> tickets_of(const sla::policy_book& book) {
    using sla::event;
    const auto second = book.find_value(sla::attribute::group, "second line");
    const auto of = [&](std::vector<event> events) {
        return sla::timeline::of(book.attributes({.group = "first line"}), events).value();
    };
    return {
        {0, of({event::created(monday + 9h), event::message(monday + 9h + 40min, sla::actor::agent),
                event::of(monday + 10h, sla::event_kind::resolved)})},
        {0, of({event::created(monday + 9h),
                event::changed(monday + 11h, sla::attribute::group, second)})},
        {1, of({event::created(monday + 8h), event::message(monday + 9h, sla::actor::agent),
                event::message(monday + 11h + 30min, sla::actor::customer)})}};
}

void channels() {
    sla::report report{
        sla::compile(sla::figures_by_channel_and_type({"telephone", "e-mail"},
                                                      {"enquiry", "complaint"}, {"answer"}))
            .value()};
    const std::array ids{std::int64_t{0}, std::int64_t{1}}; // a complaint by telephone
    sla::metric_row row{.state = static_cast<std::uint8_t>(sla::clock_state::breached)};
    row.lengths = {45s, 15s}; // spent, overdue
    report.add({.ids = ids, .metrics = {&row, 1}});
    for (const sla::report_line& line : report.read({.by = {0, 1}})) {
        const sla::channel_figures f = sla::figures_of(line);
        std::cout << report.plan().label(0, line.key[0]) << ", "
                  << report.plan().label(1, line.key[1]) << ": mean " << *f.mean / 1s
                  << " s, longest " << *f.longest / 1s << " s, overdue " << f.overdue << "\n";
    }
}

void rates(const sla::policy_book& book, const sla::instant now) {
    const sla::contact_rules rules =
        sla::compile(book,
                     {.escalation = {sla::on_attribute(sla::attribute::group, {"second line"})}})
            .value();
    sla::report report{
        sla::compile(
            {.dimensions = {sla::by_values("priority", {"P1", "P2"})},
             .metrics = {{.name = "first contact"}, {.name = "escalated"}, {.name = "reopened"}}})
            .value()};
    for (const desk_ticket& t : tickets_of(book)) {
        const sla::ticket_facts facts = rules.facts(t.timeline, now);
        const std::array ids{t.priority};
        const std::array metrics{sla::row_of(facts.first_contact), sla::row_of(facts.escalated),
                                 sla::row_of(facts.reopened)};
        report.add({.ids = ids, .metrics = metrics});
    }
    for (std::size_t m = 0; m < 3; ++m)
        std::cout << report.plan().definition().metrics[m].name << ": "
                  << percent(sla::rate_of(report.read({.metric = m}).front().counts)) << "\n";
}

void repeats() {
    const std::vector<std::int32_t> customer{7, 7, 8, 7};
    const std::vector<std::int16_t> question{1, 1, 1, 2};
    const std::vector<sla::instant> created{monday, monday + days{6}, monday + days{6},
                                            monday + days{6}};
    std::vector<sla::flag> repeated(4);
    sla::mark_repeats({.window = days{7}},
                      {.customer = sla::id_column{customer.data()},
                       .question = sla::id_column{question.data()},
                       .created = sla::time_column{created.data()}},
                      4, repeated.data());
    for (const sla::flag f : repeated)
        std::cout << (f == sla::flag::yes ? "asked again\n" : "new\n");
}

void bottleneck(const sla::policy_book& book, const sla::instant now) {
    const sla::contact_rules rules = sla::compile(book, sla::contact_definition{}).value();
    const auto second =
        static_cast<std::uint32_t>(book.find_value(sla::attribute::group, "second line"));
    sla::report report{sla::compile(sla::report_of_holdings(
                                        {sla::by_values("group", {"first line", "second line"})}))
                           .value()};
    for (const desk_ticket& t : tickets_of(book))
        for (const sla::holding& h : rules.holdings(t.timeline, sla::holder::group, now)) {
            const std::array ids{std::int64_t{h.of == second ? 1 : 0}};
            const auto metrics = sla::rows_of(h, book.find_calendar("Office"));
            report.add({.ids = ids, .metrics = metrics});
        }
    const auto held = report.read({.by = {0}});
    const auto shares = sla::shares_of(held, 1); // of working time
    for (std::size_t i = 0; i < held.size(); ++i)
        std::cout << report.plan().label(0, held[i].key[0]) << ": " << percent(shares[i]) << "\n";
    const auto handed = report.read({.metric = 1, .by = {0}});
    std::cout << "handed over after " << minutes_of(handed[0].lengths[0].mean()) << " min\n";
}

void board(const sla::policy_book& book, const sla::instant now) {
    const sla::contact_rules rules = sla::compile(book, sla::contact_definition{}).value();
    sla::live_board board{
        sla::compile(sla::board_definition{
                         .now = now,
                         .priority = sla::by_values("priority", {"P0", "P1"}),
                         .backlog = {{.name = "P0 and P1", .priorities = {0, 1}, .most = 1}}})
            .value()};
    for (const desk_ticket& t : tickets_of(book))
        board.add({.priority = t.priority, .facts = rules.facts(t.timeline, now)});
    const sla::board_view view = board.view();
    std::cout << view.all.waiting << " wait, " << minutes_of(view.all.mean_wait)
              << " min on average, the longest " << minutes_of(view.all.longest_wait) << " min\n";
    if (view.backlog[0].is_over)
        std::cout << "too many P0 and P1: " << view.backlog[0].waiting << "\n";
    std::cout << "solved at the first contact today: " << percent(sla::rate_of(view.first_contact))
              << "\n";
}

} // namespace

int main() {
    const sla::policy_book book = desk();
    const sla::instant noon = monday + 12h;
    channels();
    rates(book, noon);
    repeats();
    bottleneck(book, noon);
    board(book, noon);
}
