// SPDX-License-Identifier: MIT
//
// The snippets of docs/concepts.md, "Why".
#include <sla/describe.hpp>
#include <sla/explain.hpp>

#include <chrono>
#include <iostream>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

/// A desk in Chicago that is closed on Presidents' Day.
sla::book_definition desk() {
    sla::book_definition book;
    book.calendars = {{.name = "Office",
                       .zone = "Chicago",
                       .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}}),
                       .yearly = {sla::closed_yearly("Presidents' Day", February / Monday[3])}}};
    book.metrics = {sla::paused_in_status(sla::resolution(), {"waiting"})};
    book.policies = {
        {.name = "Gold",
         .when = sla::all_of({sla::tier_is({"gold"}), sla::channel_is({"telephone"})}),
         .calendar = "Office",
         .targets = {{.metric = "resolution", .rows = sla::always(sla::working{4h})}}},
        {.name = "Standard",
         .calendar = "Office",
         .targets = {{.metric = "resolution",
                      .rows = sla::otherwise(sla::by_priority({{"P1", sla::working{8h}}}),
                                             sla::working{16h}),
                      .options = {.retarget = sla::retarget_mode::keep_elapsed_share}}}}};
    return book;
}

} // namespace

int main() {
    const sla::zone chicago = sla::zone_from_rule("Chicago", "CST6CDT,M3.2.0,M11.1.0").value();
    const sla::policy_book book = sla::compile(desk(), sla::zone_set{{chicago}}.source()).value();
    const auto at = [&](year_month_day date, minutes time) {
        return chicago.to_instant(local_days{date} + time);
    };
    const auto friday = 2026y / February / 13;
    const auto tuesday = 2026y / February / 17;
    const sla::ticket_attributes asked =
        book.attributes({.priority = "P3", .channel = "e-mail", .tier = "gold"});
    const auto p1 = book.find_value(sla::attribute::priority, "P1");
    const sla::timeline ticket =
        sla::timeline::of(
            asked, {sla::event::created(at(friday, 15h)),
                    sla::event::status(at(tuesday, 10h + 15min), book.find_event_name("waiting")),
                    sla::event::status(at(tuesday, 11h + 40min), book.find_event_name("open")),
                    sla::event::changed(at(tuesday, 12h), sla::attribute::priority, p1)})
            .value();

    const sla::instant now = at(tuesday, 14h);
    const sla::explanation why = sla::explain(book, ticket, now);
    std::cout << sla::describe(why, book, ticket, chicago) << '\n';

    for (const sla::policy_trial& tried : sla::trials(book, asked, ticket.created(), now))
        std::cout << sla::describe(tried, book) << '\n';
}
