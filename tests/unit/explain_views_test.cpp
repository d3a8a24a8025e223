// SPDX-License-Identifier: MIT
//
// Progress bars and shares.
#include "explain_desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using desk::at;
using desk::monday;
using desk::text;
using desk::told;
using desk::tuesday;
using sla::event;
using sla::event_kind;
using sla::never;
using sla::person_id;
using sla::policy_book;
using sla::working;

namespace {

const sla::instant nine = at(monday, 9h);

event status(const policy_book& book, sla::instant t, const char* name) {
    return event::status(t, book.find_event_name(name));
}

/// The bar of a clock. Green: somebody waits for the response; blue: the ticket is handled; red:
/// past the limit; grey: paused.
text bar(const told& of, sla::instant responded) {
    static constexpr const char* colours[] = {"green", "blue", "red", "grey"};
    text out;
    for (const sla::progress_segment& s : sla::progress(of.why, of.cycle(), responded))
        out.push_back(desk::short_time(s.during) + " " + colours[static_cast<std::size_t>(s.kind)]);
    return out;
}

/// A call centre's node: response within 30 minutes, handling within 4 hours, paused while the
/// customer is asked.
sla::book_definition node() {
    auto out = desk::promising({{.metric = "response in billing", .rows = sla::always(30min)},
                                {.metric = "handling in billing", .rows = sla::always(4h)}});
    out.metrics = {sla::stage_response("billing"),
                   sla::paused_in_status(sla::stage_handling("billing"), {"waiting"})};
    return out;
}

told handled(sla::instant now) {
    return desk::explained(node(), "handling in billing", now, {}, [](const policy_book& b) {
        const sla::event_name billing = b.find_event_name("billing");
        return std::vector{event::created(nine),
                           event::stage_entered(at(monday, 10h), billing),
                           event::message(at(monday, 10h + 20min), sla::actor::agent),
                           status(b, at(monday, 11h), "waiting"),
                           status(b, at(monday, 13h), "open"),
                           event::stage_left(at(monday, 17h), billing)};
    });
}

/// "7: 60 min, 30 min counted", in the order of the shares.
text by_person(const told& of) {
    text out;
    for (const sla::clock_share& s : sla::shares_by_person(of.book, of.ticket, of.why, of.cycle()))
        out.push_back(std::to_string(static_cast<unsigned>(s.person)) + ": " +
                      std::to_string(s.elapsed / 1min) + " min, " +
                      std::to_string(s.counted / 1min) + " min counted");
    return out;
}
text by_group(const told& of) {
    text out;
    for (const sla::clock_share& s : sla::shares_by_group(of.book, of.ticket, of.why, of.cycle()))
        out.push_back(std::string{of.book.name(sla::attribute::group, s.group)} + ": " +
                      std::to_string(s.elapsed / 1min) + " min, " +
                      std::to_string(s.counted / 1min) + " min counted");
    return out;
}

} // namespace

TEST_CASE("the bar of a node: response green, handling blue, past the limit red") {
    const told late = handled(at(monday, 18h));
    const sla::instant responded = late.why.find(late.book, "response in billing")->verdict.stopped;
    CHECK(responded == at(monday, 10h + 20min));
    CHECK(bar(late, responded) == text{"Mon 10:00 - Mon 10:20 green", "Mon 10:20 - Mon 11:00 blue",
                                       "Mon 11:00 - Mon 13:00 grey", "Mon 13:00 - Mon 16:00 blue",
                                       "Mon 16:00 - Mon 17:00 red"});
}

TEST_CASE("the bar grows with time") {
    CHECK(bar(handled(at(monday, 9h + 30min)), never).empty());
    CHECK(bar(handled(at(monday, 10h + 10min)), never) == text{"Mon 10:00 - Mon 10:10 green"});
    CHECK(bar(handled(at(monday, 12h)), at(monday, 10h + 20min)) ==
          text{"Mon 10:00 - Mon 10:20 green", "Mon 10:20 - Mon 11:00 blue",
               "Mon 11:00 - Mon 12:00 grey"});
}

TEST_CASE("past the limit the bar is red, though nobody has answered yet") {
    CHECK(bar(handled(at(monday, 18h)), never) ==
          text{"Mon 10:00 - Mon 11:00 green", "Mon 11:00 - Mon 13:00 grey",
               "Mon 13:00 - Mon 16:00 green", "Mon 16:00 - Mon 17:00 red"});
}

TEST_CASE("an answer before the start makes all of the bar blue") {
    CHECK(bar(handled(at(monday, 11h)), nine) == text{"Mon 10:00 - Mon 11:00 blue"});
}

TEST_CASE("of a clock that is not promised anything no part is red") {
    const told t = desk::explained(
        desk::promising({{.metric = "resolution", .rows = sla::by_priority({{"P1", 1h}})}}),
        "resolution", at(monday, 20h), {},
        [](const policy_book&) { return std::vector{event::created(nine)}; });
    CHECK(bar(t, nine) == text{"Mon 09:00 - Mon 20:00 blue"});
}

TEST_CASE("a wait in the middle of a bar is grey, one before its start is not shown") {
    auto definition = desk::promising(
        {{.metric = "resolution", .rows = sla::always(24h), .options = {.start_hours = "Office"}}});
    definition.metrics = {sla::resolution()};
    definition.metrics[0].reset = {sla::on(event_kind::confirmed)};
    const told t =
        desk::explained(definition, "resolution", at(tuesday, 12h), {}, [](const policy_book&) {
            return std::vector{event::created(at(monday, 8h)),
                               event::of(at(monday, 20h), event_kind::confirmed)};
        });
    CHECK(bar(t, nine) == text{"Mon 09:00 - Mon 20:00 blue", "Mon 20:00 - Tue 09:00 grey",
                               "Tue 09:00 - Tue 12:00 blue"});
}

TEST_CASE("who had the ticket while the clock ran") {
    auto definition = desk::promising("resolution", working{8h});
    definition.metrics = {sla::paused_in_status(sla::resolution(), {"waiting"})};
    const told t =
        desk::explained(definition, "resolution", at(monday, 18h), {.group = "first line"},
                        [](const policy_book& b) {
                            const auto group = [&](sla::instant when, std::string_view name) {
                                return event::changed(when, sla::attribute::group,
                                                      b.find_value(sla::attribute::group, name));
                            };
                            return std::vector{event::created(at(monday, 8h)),
                                               event::assigned(at(monday, 10h), person_id{7}),
                                               group(at(monday, 10h + 30min), "second line"),
                                               status(b, at(monday, 11h), "waiting"),
                                               event::assigned(at(monday, 12h), person_id{8}),
                                               status(b, at(monday, 13h), "open"),
                                               event::assigned(at(monday, 14h), person_id{7}),
                                               event::assigned(at(monday, 14h), person_id{9}),
                                               event::assigned(at(monday, 16h), person_id{7})};
                        });
    // 7 has it twice; the second time until after the close.
    CHECK(by_person(t) == text{"0: 120 min, 60 min counted", "7: 180 min, 120 min counted",
                               "8: 60 min, 60 min counted", "9: 120 min, 120 min counted"});
    CHECK(t.cycle().verdict.spent.elapsed == 8h);
    CHECK(t.cycle().verdict.counted == 6h);
    // The book names no group: all of them are one.
    CHECK(by_group(t) == text{": 480 min, 360 min counted"});
}

TEST_CASE("shares by group, of groups that the book knows") {
    auto definition = desk::promising("resolution", 24h);
    definition.vocabularies = {{sla::attribute::group, {"first line", "second line"}}};
    const told t = desk::explained(
        definition, "resolution", at(monday, 15h), {.group = "first line"},
        [](const policy_book& b) {
            const auto group = [&](sla::instant when, std::string_view name) {
                return event::changed(when, sla::attribute::group,
                                      b.find_value(sla::attribute::group, name));
            };
            return std::vector{event::created(nine), group(at(monday, 11h), "second line"),
                               group(at(monday, 14h), "first line")};
        });
    CHECK(by_group(t) ==
          text{"first line: 180 min, 180 min counted", "second line: 180 min, 180 min counted"});
    CHECK(by_person(t) == text{"0: 360 min, 360 min counted"});
}

TEST_CASE("shares of working time that elapsed time follows") {
    const told t =
        desk::explained(desk::promising("resolution", sla::working_then_elapsed{working{2h}, 24h}),
                        "resolution", at(tuesday, 12h), {}, [](const policy_book&) {
                            return std::vector{event::created(at(monday, 16h)),
                                               event::assigned(at(monday, 20h), person_id{1}),
                                               event::assigned(at(tuesday, 11h), person_id{2})};
                        });
    CHECK(by_person(t) == text{"0: 240 min, 60 min counted", "1: 900 min, 120 min counted",
                               "2: 60 min, 60 min counted"});
}

TEST_CASE("who gets a ticket at the instant at which its clock starts has it all the time") {
    const told t = desk::explained(
        desk::promising("resolution", 24h), "resolution", at(monday, 10h), {},
        [](const policy_book&) {
            return std::vector{event::created(nine), event::assigned(nine, person_id{7}),
                               event::assigned(at(monday, 10h), person_id{8})};
        });
    CHECK(by_person(t) == text{"7: 60 min, 60 min counted"});
}

TEST_CASE("what was forgotten is nobody's") {
    auto definition = desk::promising("resolution", 24h);
    definition.metrics = {sla::resolution()};
    definition.metrics[0].reset = {sla::on(event_kind::confirmed)};
    const told t =
        desk::explained(definition, "resolution", at(monday, 15h), {}, [](const policy_book&) {
            return std::vector{event::created(nine), event::assigned(at(monday, 10h), person_id{1}),
                               event::of(at(monday, 12h), event_kind::confirmed)};
        });
    CHECK(by_person(t) == text{"1: 180 min, 180 min counted"});
}
