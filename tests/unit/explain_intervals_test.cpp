// SPDX-License-Identifier: MIT
//
// Why time in a stretch counted or did not.
#include "explain_desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace std::chrono;
using desk::at;
using desk::friday;
using desk::monday;
using desk::next_monday;
using desk::next_tuesday;
using desk::saturday;
using desk::text;
using desk::thursday;
using desk::told;
using desk::tuesday;
using desk::wednesday;
using sla::event;
using sla::event_kind;
using sla::interval_reason;
using sla::policy_book;
using sla::working;

namespace {

/// A clock from `begin` to `now`, by these hours.
told counted_by(sla::calendar_definition hours, sla::target_duration within, sla::instant begin,
                sla::instant now) {
    sla::book_definition book = desk::promising("resolution", within);
    book.calendars = {std::move(hours)};
    return desk::explained(book, "resolution", now, {}, [begin](const policy_book&) {
        return std::vector{event::created(begin)};
    });
}

sla::calendar_definition office_with(sla::day_exception exception) {
    sla::calendar_definition out = desk::office();
    out.exceptions = {std::move(exception)};
    return out;
}

event status(const policy_book& book, sla::instant t, const char* name) {
    return event::status(t, book.find_event_name(name));
}

} // namespace

TEST_CASE("of an elapsed limit all time counts, at night as well") {
    CHECK(desk::intervals(counted_by(desk::office(), 72h, at(friday, 15h), at(next_monday, 10h))) ==
          text{"Fri 15:00 - next Mon 10:00 counted"});
}

TEST_CASE("of a limit in working time only open time counts") {
    CHECK(desk::intervals(
              counted_by(desk::office(), working{8h}, at(friday, 15h), at(next_monday, 10h))) ==
          text{"Fri 15:00 - Fri 17:00 counted", "Fri 17:00 - next Mon 09:00 outside hours",
               "next Mon 09:00 - next Mon 10:00 counted"});
    CHECK(desk::intervals(
              counted_by(desk::office(), sla::business_days{3}, at(monday, 8h), at(monday, 18h))) ==
          text{"Mon 08:00 - Mon 09:00 outside hours", "Mon 09:00 - Mon 17:00 counted",
               "Mon 17:00 - Mon 18:00 outside hours"});
}

TEST_CASE("a holiday is named and lasts from midnight to midnight") {
    CHECK(desk::intervals(counted_by(office_with(sla::closed("Town fair", 2026y / March / 3)),
                                     working{24h}, at(monday, 16h), at(wednesday, 10h))) ==
          text{"Mon 16:00 - Mon 17:00 counted", "Mon 17:00 - Tue 00:00 outside hours",
               "Tue 00:00 - Wed 00:00 exception (Town fair)", "Wed 00:00 - Wed 09:00 outside hours",
               "Wed 09:00 - Wed 10:00 counted"});
}

TEST_CASE("a weekend is closed as always, though a holiday follows") {
    sla::calendar_definition hours = desk::office();
    hours.yearly = {sla::closed_yearly("Women's Day", March / 9)};
    CHECK(
        desk::intervals(counted_by(hours, working{24h}, at(friday, 16h), at(next_tuesday, 10h))) ==
        text{"Fri 16:00 - Fri 17:00 counted", "Fri 17:00 - next Mon 00:00 outside hours",
             "next Mon 00:00 - next Tue 00:00 exception (Women's Day)",
             "next Tue 00:00 - next Tue 09:00 outside hours",
             "next Tue 09:00 - next Tue 10:00 counted"});
}

TEST_CASE("a holiday on a weekend closes nothing") {
    CHECK(desk::intervals(counted_by(office_with(sla::closed("Jubilee", 2026y / March / 7)),
                                     working{24h}, at(friday, 16h), at(next_monday, 10h))) ==
          text{"Fri 16:00 - Fri 17:00 counted", "Fri 17:00 - next Mon 09:00 outside hours",
               "next Mon 09:00 - next Mon 10:00 counted"});
}

TEST_CASE("holidays in a row are told one by one, and one of several days as one") {
    sla::calendar_definition hours = desk::office();
    hours.exceptions = {sla::closed("Stocktaking", 2026y / March / 3, 2026y / March / 4),
                        sla::closed("Outing", 2026y / March / 5)};
    CHECK(desk::intervals(counted_by(hours, working{24h}, at(monday, 16h), at(friday, 10h))) ==
          text{"Mon 16:00 - Mon 17:00 counted", "Mon 17:00 - Tue 00:00 outside hours",
               "Tue 00:00 - Thu 00:00 exception (Stocktaking)",
               "Thu 00:00 - Fri 00:00 exception (Outing)", "Fri 00:00 - Fri 09:00 outside hours",
               "Fri 09:00 - Fri 10:00 counted"});
}

TEST_CASE("a date with two exceptions has both their names") {
    sla::calendar_definition hours = desk::office();
    hours.yearly = {sla::closed_yearly("Holiday", March / 3)};
    hours.exceptions = {{.name = "Ceremony",
                         .first = 2026y / March / 3,
                         .mode = sla::exception_mode::subtract,
                         .ranges = {{10h, 12h}}}};
    const told t = counted_by(hours, working{24h}, at(tuesday, 10h), at(tuesday, 16h));
    CHECK(desk::intervals(t) == text{"Tue 10:00 - Tue 16:00 exception (Holiday, Ceremony)"});
}

TEST_CASE("half a day off is named where it closes the desk, and only there") {
    CHECK(desk::intervals(
              counted_by(office_with(sla::open_instead("Carnival", 2026y / March / 3, {{9h, 12h}})),
                         working{24h}, at(monday, 16h), at(wednesday, 10h))) ==
          text{"Mon 16:00 - Mon 17:00 counted", "Mon 17:00 - Tue 09:00 outside hours",
               "Tue 09:00 - Tue 12:00 counted", "Tue 12:00 - Wed 00:00 exception (Carnival)",
               "Wed 00:00 - Wed 09:00 outside hours", "Wed 09:00 - Wed 10:00 counted"});
}

TEST_CASE("a day that is open in addition is closed as always before and after") {
    CHECK(desk::intervals(
              counted_by(office_with(sla::open_instead("Sale", 2026y / March / 7, {{10h, 14h}})),
                         working{24h}, at(friday, 16h), at(next_monday, 10h))) ==
          text{"Fri 16:00 - Fri 17:00 counted", "Fri 17:00 - Sat 10:00 outside hours",
               "Sat 10:00 - Sat 14:00 counted", "Sat 14:00 - next Mon 09:00 outside hours",
               "next Mon 09:00 - next Mon 10:00 counted"});
}

TEST_CASE("a shift over midnight falls out to its end where it begins on a holiday") {
    sla::calendar_definition night{
        .name = "Office", .zone = "UTC", .hours = sla::weekly(sla::every_day, {{22h, 30h}})};
    SECTION("one holiday") {
        night.exceptions = {sla::closed("Labour Day", 2026y / March / 3)};
        CHECK(desk::intervals(counted_by(night, working{24h}, at(tuesday, 5h), at(thursday, 5h))) ==
              text{"Tue 05:00 - Tue 06:00 counted", "Tue 06:00 - Wed 06:00 exception (Labour Day)",
                   "Wed 06:00 - Wed 22:00 outside hours", "Wed 22:00 - Thu 05:00 counted"});
    }
    SECTION("two in a row") {
        night.exceptions = {sla::closed("First", 2026y / March / 3),
                            sla::closed("Second", 2026y / March / 4)};
        CHECK(desk::intervals(counted_by(night, working{24h}, at(tuesday, 5h), at(thursday, 7h))) ==
              text{"Tue 05:00 - Tue 06:00 counted", "Tue 06:00 - Wed 06:00 exception (First)",
                   "Wed 06:00 - Thu 06:00 exception (Second)",
                   "Thu 06:00 - Thu 07:00 outside hours"});
    }
}

TEST_CASE("a holiday on the day on which the clock is put forward has 23 hours") {
    sla::calendar_definition always{
        .name = "Office", .zone = "Berlin", .hours = sla::around_the_clock()};
    always.exceptions = {sla::closed("Move", 2026y / March / 29)};
    const sla::instant begin{sys_days{2026y / March / 28} + 12h};
    const told t = counted_by(always, working{240h}, begin, begin + 48h);
    const auto intervals = sla::intervals(t.book, t.ticket, t.stretches()[0]);
    REQUIRE(intervals.size() == 3);
    CHECK(intervals[1].reason == interval_reason::exception);
    CHECK(intervals[1].name == "Move");
    CHECK(intervals[1].during ==
          sla::interval{sys_days{2026y / March / 28} + 23h, sys_days{2026y / March / 29} + 22h});
    CHECK(intervals[0].during.length() + intervals[2].during.length() == 25h);
}

TEST_CASE("what two calendars have in common is closed by a holiday of either") {
    sla::book_definition book = desk::promising("resolution", working{24h});
    book.calendars = {office_with(sla::closed("Here", 2026y / March / 3)), desk::office("There")};
    book.calendars[1].exceptions = {sla::closed("There", 2026y / March / 4)};
    book.combined = {{"Both", "Office", sla::set_operation::intersect, "There"}};
    book.policies[0].calendar = "Both";
    const told t =
        desk::explained(book, "resolution", at(thursday, 10h), {}, [](const policy_book&) {
            return std::vector{event::created(at(monday, 16h))};
        });
    CHECK(desk::intervals(t) ==
          text{"Mon 16:00 - Mon 17:00 counted", "Mon 17:00 - Tue 00:00 outside hours",
               "Tue 00:00 - Wed 00:00 exception (Here)", "Wed 00:00 - Thu 00:00 exception (There)",
               "Thu 00:00 - Thu 09:00 outside hours", "Thu 09:00 - Thu 10:00 counted"});
}

TEST_CASE("working time first, elapsed time after: from there on the night counts too") {
    const sla::working_then_elapsed within{working{4h}, 24h};
    SECTION("within one stretch") {
        CHECK(desk::intervals(
                  counted_by(desk::office(), within, at(monday, 15h), at(tuesday, 20h))) ==
              text{"Mon 15:00 - Mon 17:00 counted", "Mon 17:00 - Tue 09:00 outside hours",
                   "Tue 09:00 - Tue 20:00 counted"});
    }
    SECTION("before the change") {
        CHECK(desk::intervals(
                  counted_by(desk::office(), within, at(monday, 15h), at(tuesday, 10h))) ==
              text{"Mon 15:00 - Mon 17:00 counted", "Mon 17:00 - Tue 09:00 outside hours",
                   "Tue 09:00 - Tue 10:00 counted"});
    }
    SECTION("that lies at a close") {
        CHECK(desk::intervals(
                  counted_by(desk::office(), within, at(monday, 13h), at(tuesday, 10h))) ==
              text{"Mon 13:00 - Tue 10:00 counted"});
    }
    SECTION("with a holiday before it") {
        CHECK(desk::intervals(counted_by(office_with(sla::closed("Town fair", 2026y / March / 3)),
                                         within, at(monday, 15h), at(wednesday, 20h))) ==
              text{"Mon 15:00 - Mon 17:00 counted", "Mon 17:00 - Tue 00:00 outside hours",
                   "Tue 00:00 - Wed 00:00 exception (Town fair)",
                   "Wed 00:00 - Wed 09:00 outside hours", "Wed 09:00 - Wed 20:00 counted"});
    }
}

TEST_CASE("time that did not run says what held it") {
    sla::book_definition book = desk::promising(
        {{.metric = "resolution",
          .rows = sla::by_priority({{"P1", 24h}}),
          .options = {.retarget = sla::retarget_mode::restart, .start_hours = "Office"}}});
    book.metrics = {sla::paused_in_status(sla::resolution(), {"waiting"})};
    book.metrics[0].pause.push_back(sla::on_attribute(sla::attribute::group, {"supplier"}));
    book.metrics[0].resume.push_back(sla::on(event_kind::acknowledged));
    book.metrics[0].reset = {sla::on(event_kind::confirmed)};
    const told t = desk::explained(
        book, "resolution", at(tuesday, 16h), {.priority = "P1"}, [](const policy_book& b) {
            return std::vector{event::created(at(monday, 8h)),
                               event::of(at(monday, 10h), event_kind::confirmed),
                               status(b, at(monday, 11h), "waiting"),
                               status(b, at(monday, 12h), "open"),
                               event::changed(at(monday, 13h), sla::attribute::group,
                                              b.find_value(sla::attribute::group, "supplier")),
                               event::of(at(monday, 14h), event_kind::acknowledged),
                               event::of(at(monday, 15h), event_kind::resolved),
                               event::of(at(monday, 16h), event_kind::reopened)};
        });
    CHECK(desk::intervals(t) ==
          text{"Mon 08:00 - Mon 09:00 waiting", "Mon 09:00 - Mon 10:00 forgotten",
               "Mon 10:00 - Mon 11:00 counted", "Mon 11:00 - Mon 12:00 paused (waiting)",
               "Mon 12:00 - Mon 13:00 counted", "Mon 13:00 - Mon 14:00 paused (supplier)",
               "Mon 14:00 - Mon 15:00 counted", "Mon 15:00 - Mon 16:00 stopped (resolved)",
               "Mon 16:00 - Tue 16:00 counted"});
}

TEST_CASE("while nothing is promised, nothing counts") {
    const told t = desk::explained(
        desk::promising({{.metric = "resolution", .rows = sla::by_priority({{"P1", 4h}})}}),
        "resolution", at(monday, 10h), {}, [](const policy_book& b) {
            return std::vector{event::created(at(monday, 8h)),
                               event::changed(at(monday, 9h), sla::attribute::priority,
                                              b.find_value(sla::attribute::priority, "P1"))};
        });
    CHECK(desk::intervals(t) ==
          text{"Mon 08:00 - Mon 09:00 no limit", "Mon 09:00 - Mon 10:00 counted"});
    REQUIRE(t.stretches().size() == 3);
    CHECK(t.stretches()[1].kind == sla::stretch_kind::carried_over);
    CHECK(t.stretches()[1].counted == 1h);
    CHECK(sla::intervals(t.book, t.ticket, t.stretches()[1]).empty());
}

TEST_CASE("a look at the last day of all costs no more than the years of the calendar") {
    sla::calendar_definition hours = desk::office();
    hours.yearly = {sla::closed_yearly("New Year's Day", January / 1)};
    const told t = counted_by(hours, working{8h}, sla::end_of_range - 48h, sla::never - 1ms);
    const auto intervals = sla::intervals(t.book, t.ticket, t.stretches()[0]);
    REQUIRE(!intervals.empty());
    CHECK(intervals.back().reason == interval_reason::outside_hours);
    CHECK(intervals.back().during.end == sla::never - 1ms);
}
