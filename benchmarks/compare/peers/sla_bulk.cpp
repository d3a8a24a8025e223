// SPDX-License-Identifier: MIT
//
// Peer: sla, whole columns at once. Columns in: the creation in seconds, which of the limits holds
// (1 byte), and, where there are several calendars, whose (2 bytes). Column out: the deadline in
// seconds. The limits and calendars are a book, whose plan is made once, before anything is timed;
// so are the calendars of the other peers.

#include "../../new_york.hpp"
#include "../adapter.hpp"
#include "sla_calendar.hpp"
#include <sla/bulk.hpp>
#include <sla/version.hpp>

#include <array>
#include <chrono>
#include <map>

namespace {

using namespace std::chrono;

struct peer {
    static constexpr const char* name = "sla bulk";
    static constexpr const char* clock = "utc";
    static std::string version() { return SLA_VERSION_STRING; }
};

/// A clock that the creation starts and the resolution stops. The priority says how many hours, the
/// customer whose.
sla::policy_book book_of(const std::vector<compare::calendar_text>& calendars,
                         const std::map<std::int64_t, std::uint8_t>& limits) {
    sla::book_definition book;
    book.metrics = {sla::resolution()};
    sla::target_definition target{.metric = "resolution"};
    for (const auto& [amount, number] : limits)
        target.rows.push_back({.match = {{sla::attribute::priority, {std::to_string(amount)}}},
                               .within = sla::working{hours{amount}}});
    for (const compare::calendar_text& calendar : calendars) {
        book.calendars.push_back(compare::definition(calendar));
        book.policies.push_back({.name = calendar.name,
                                 .when = sla::customer_is({calendar.name}),
                                 .calendar = calendar.name,
                                 .targets = {target}});
    }
    return sla::compile(book, sla_benchmark::zones(), compare::compiled_years).value();
}

} // namespace

int main(int argc, char** argv) {
    const compare::arguments given = compare::read_arguments(argc, argv);
    if (given.task != "deadline")
        compare::stop("no such task for this peer: " + given.task);
    const std::vector<compare::calendar_text> calendars = compare::read_calendars(given.calendars);
    const std::vector<compare::deadline_ticket> tickets = compare::read_deadlines(given);
    if (calendars.size() > 0x10000)
        compare::stop("more calendars than two bytes can number");

    std::map<std::int64_t, std::uint8_t> limits;
    for (const compare::deadline_ticket& t : tickets)
        limits.try_emplace(t.hours, 0);
    if (limits.size() > 0x100)
        compare::stop("more limits than a byte can number");
    std::uint8_t next = 0;
    for (auto& [amount, number] : limits)
        number = next++;

    const sla::policy_book book = book_of(calendars, limits);
    sla::bulk_layout layout;
    sla::attribute_dictionary amounts{.which = sla::attribute::priority};
    for (const auto& [amount, number] : limits)
        amounts.values.push_back(book.find_value(sla::attribute::priority, std::to_string(amount)));
    layout.dictionaries = {amounts};
    layout.metrics = {*book.find_metric("resolution")};
    // Who has one calendar does not look it up for each ticket.
    const bool has_calendars = calendars.size() > 1;
    if (has_calendars) {
        sla::attribute_dictionary customers{.which = sla::attribute::customer};
        for (const compare::calendar_text& calendar : calendars)
            customers.values.push_back(book.find_value(sla::attribute::customer, calendar.name));
        layout.dictionaries.push_back(customers);
    } else {
        layout.attributes = book.attributes({.customer = calendars.front().name});
    }
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    const std::size_t rows = std::max(tickets.size(), given.call);
    std::vector<std::int64_t> created;
    std::vector<std::uint8_t> limit;
    std::vector<std::uint16_t> calendar;
    created.reserve(rows);
    limit.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        const compare::deadline_ticket& t = tickets[i % tickets.size()];
        created.push_back(t.created);
        limit.push_back(limits.at(t.hours));
        if (has_calendars)
            calendar.push_back(static_cast<std::uint16_t>(t.calendar));
    }
    std::vector<sla::id_column> attributes{sla::id_column{limit.data()}};
    if (has_calendars)
        attributes.emplace_back(calendar.data());
    sla::bulk_input input;
    input.created = {created.data(), sla::time_unit::seconds};
    input.attributes = attributes;
    input.now = sys_days{year{2027} / January / 2}; // all tickets are there

    compare::measure_pass<peer, std::int64_t>(
        given, tickets.size(),
        [&](std::vector<std::int64_t>& out, std::size_t first, std::size_t count) {
            const std::array metrics{
                sla::metric_output{.deadline = {out.data(), sla::time_unit::seconds}}};
            if (plan.run(input, {.metrics = metrics}, first, count).errors != 0)
                compare::stop("some rows cannot be judged");
        },
        [](std::int64_t t) { return t; });
}
