// SPDX-License-Identifier: MIT

#include <sla/describe.hpp>
#include <sla/format.hpp>

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <chrono>
#include <string>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

sla::zone berlin() {
    return sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
}

sla::policy_book desk() {
    const sla::book_definition definition{
        .calendars = {{.name = "Support",
                       .zone = "Berlin",
                       .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})}},
        .policies = {
            {.name = "Default",
             .calendar = "Support",
             .targets = {{.metric = "first response", .rows = sla::always(sla::working{4h})},
                         {.metric = "repair", .rows = sla::always(24h)},
                         {.metric = "resolution",
                          .rows = sla::by_priority({{"high", sla::business_days{.count = 1}}})}}}}};
    return sla::compile(definition, sla::zone_set{{berlin()}}.source()).value();
}

} // namespace

TEST_CASE("an issue is told with its place, what was expected and seen, related places, a hint") {
    const sla::issue overlap{.code = "calendar.ranges_overlap",
                             .place = "hours.monday[1]",
                             .message = "the range overlaps another one",
                             .expected = "ranges that do not overlap",
                             .saw = "12:00-17:00 and 09:00-13:00",
                             .hint = "write one range that covers both",
                             .related = {{"hours.monday[0]", "the other range, 09:00-13:00"}}};
    CHECK(sla::describe(overlap) ==
          "error[calendar.ranges_overlap] hours.monday[1]: the range overlaps another one\n"
          "  expected: ranges that do not overlap\n"
          "  saw: 12:00-17:00 and 09:00-13:00\n"
          "  hours.monday[0]: the other range, 09:00-13:00\n"
          "  hint: write one range that covers both");
    CHECK(fmt::format("{}", overlap) == sla::describe(overlap));
}

TEST_CASE("an issue without details is one line") {
    CHECK(sla::describe(sla::issue{.code = "a.b", .message = "it is wrong"}) ==
          "error[a.b]: it is wrong");
}

TEST_CASE("a list of issues ends with their count") {
    const sla::issue error{.code = "a.b", .message = "one"};
    const sla::issue warning{.code = "c.d", .severity = sla::severity::warning, .message = "two"};
    CHECK(sla::describe(sla::issue_list{}).empty());
    CHECK(sla::describe(sla::issue_list{error}) == "error[a.b]: one\n1 error");
    CHECK(sla::describe(sla::issue_list{warning, warning}) ==
          "warning[c.d]: two\nwarning[c.d]: two\n2 warnings");
    CHECK(sla::describe(sla::issue_list{error, error, warning}) ==
          "error[a.b]: one\nerror[a.b]: one\nwarning[c.d]: two\n2 errors, 1 warning");
}

TEST_CASE("instants are told on the wall clock of a zone, with the offset that tells them apart") {
    const sla::zone tz = berlin();
    CHECK(sla::describe(sys_days{2026y / 2 / 13} + 15h + 40min, tz) ==
          "Fri 2026-02-13 16:40 +01:00");
    CHECK(sla::describe(sys_days{2026y / 10 / 25} + 30min, tz) == "Sun 2026-10-25 02:30 +02:00");
    CHECK(sla::describe(sys_days{2026y / 10 / 25} + 90min, tz) == "Sun 2026-10-25 02:30 +01:00");
    CHECK(sla::describe(sys_days{2026y / 2 / 13} + 15h + 1s, tz) ==
          "Fri 2026-02-13 16:00:01 +01:00");
    CHECK(sla::describe(sys_days{2026y / 2 / 13} + 15h + 5ms, tz) ==
          "Fri 2026-02-13 16:00:00.005 +01:00");
    CHECK(sla::describe(sla::never, tz) == "never");
    const sla::zone west = sla::zone_from_rule("St Johns", "<-0330>3:30").value();
    CHECK(sla::describe(sys_days{2026y / 2 / 13}, west) == "Thu 2026-02-12 20:30 -03:30");
}

TEST_CASE("intervals name the date of their end only where it is another one") {
    const sla::zone tz = berlin();
    const sla::instant morning = sys_days{2026y / 2 / 13} + 8h;
    CHECK(sla::describe(sla::interval{morning, morning + 8h}, tz) ==
          "Fri 2026-02-13 09:00 +01:00 to 17:00 +01:00");
    CHECK(sla::describe(sla::interval{morning, morning + 24h}, tz) ==
          "Fri 2026-02-13 09:00 +01:00 to Sat 2026-02-14 09:00 +01:00");
    CHECK(sla::describe(sla::interval{morning, morning}, tz) == "nothing");
    CHECK(sla::describe(sla::interval{morning, sla::never}, tz) ==
          "Fri 2026-02-13 09:00 +01:00 onwards");
}

TEST_CASE("elapsed time is told in days, hours, minutes and seconds") {
    CHECK(sla::describe(sla::elapsed{0}) == "0 s");
    CHECK(sla::describe(sla::elapsed{45s}) == "45 s");
    CHECK(sla::describe(sla::elapsed{90min}) == "1 h 30 min");
    CHECK(sla::describe(sla::elapsed{24h}) == "1 day");
    CHECK(sla::describe(sla::elapsed{74h + 15min}) == "3 days 2 h 15 min");
    CHECK(sla::describe(sla::elapsed{1250ms}) == "1.25 s");
    CHECK(sla::describe(sla::elapsed{1min + 5ms}) == "1 min 0.005 s");
    CHECK(sla::describe(sla::elapsed{-30min}) == "-30 min");
    CHECK(sla::describe(sla::elapsed{-5ms}) == "-0.005 s");
    CHECK(sla::describe(sla::elapsed::min()).front() == '-');
}

TEST_CASE("working time has hours but no days, which nobody reads as 24 hours of work") {
    CHECK(sla::describe(sla::working{26h + 15min}) == "26 h 15 min working time");
    CHECK(fmt::format("[{:>22}]", sla::working{8h}) == "[      8 h working time]");
}

TEST_CASE("each form of a duration says what it is") {
    using sla::target_duration;
    CHECK(sla::describe(target_duration{30min}) == "30 min");
    CHECK(sla::describe(target_duration{sla::working{4h}}) == "4 h working time");
    CHECK(sla::describe(target_duration{sla::business_days{1}}) ==
          "1 business day, same time of day");
    CHECK(sla::describe(target_duration{sla::business_days{
              .count = 2, .end = sla::business_day_end::close}}) == "2 business days, by close");
    CHECK(sla::describe(target_duration{sla::business_days{
              .count = 2, .end = sla::business_day_end::time_of_day, .at = 16h}}) ==
          "2 business days by 16:00");
    CHECK(sla::describe(target_duration{sla::business_days{
              .count = 2,
              .end = sla::business_day_end::time_of_day,
              .at = 16h,
              .cut_off = 10h + 30min}}) == "2 business days by 16:00 (cut-off 10:30)");
    CHECK(sla::describe(target_duration{sla::calendar_days{3}}) ==
          "3 calendar days, same time of day");
    CHECK(sla::describe(target_duration{sla::calendar_weeks{1}}) ==
          "1 calendar week, same time of day");
    CHECK(sla::describe(target_duration{sla::calendar_months{2}}) ==
          "2 calendar months, same time of day");
    CHECK(fmt::format("{}", target_duration{24h}) == "1 day");
}

TEST_CASE("states are told in the field's words") {
    using enum sla::clock_state;
    CHECK(std::string{sla::describe(not_applicable)} == "not applicable");
    CHECK(std::string{sla::describe(not_started)} == "not started");
    CHECK(std::string{sla::describe(running)} == "running");
    CHECK(std::string{sla::describe(met)} == "met");
    CHECK(std::string{sla::describe(breached)} == "breached");
    CHECK(fmt::format("{:<10}|", met) == "met       |");
}

TEST_CASE("a ticket's evaluation is its policy and one line for each clock") {
    const sla::policy_book book = desk();
    const sla::instant friday_15h = sys_days{2026y / 2 / 13} + 14h;
    const auto ticket =
        sla::timeline::of(book.attributes({.priority = "low"}), {sla::event::created(friday_15h)});
    const auto text = [&](sla::instant now) {
        return sla::describe(sla::evaluate(book, *ticket, now), book, berlin());
    };
    CHECK(text(friday_15h + 1h) ==
          "policy: Default\n"
          "first response: running; due Mon 2026-02-16 11:00 +01:00 (4 h working time from Fri "
          "2026-02-13 15:00 +01:00); 2 days 19 h (3 h working time) left\n"
          "repair: not started; 1 day from its start\n"
          "resolution: not applicable; the policy promises nothing here");
    CHECK(text(friday_15h + 72h)
              .find("first response: breached; due Mon 2026-02-16 11:00 +01:00 "
                    "(4 h working time from Fri 2026-02-13 15:00 +01:00); 4 h "
                    "overdue") != std::string::npos);
}

TEST_CASE("a stopped clock says when it was done, and how late") {
    const sla::policy_book book = desk();
    const sla::instant monday_9h = sys_days{2026y / 2 / 16} + 8h;
    const auto answered = [&](sla::elapsed after) {
        const auto ticket = sla::timeline::of(
            book.attributes({}), {sla::event::created(monday_9h),
                                  sla::event::message(monday_9h + after, sla::actor::agent)});
        const sla::evaluation e = sla::evaluate(book, *ticket, monday_9h + 240h);
        return sla::describe(*e.find(book, "first response"), book, berlin());
    };
    CHECK(answered(1h) == "first response: met; due Mon 2026-02-16 13:00 +01:00 (4 h working time "
                          "from Mon 2026-02-16 09:00 +01:00); done Mon 2026-02-16 10:00 +01:00 "
                          "after 1 h");
    CHECK(answered(26h) ==
          "first response: breached; due Mon 2026-02-16 13:00 +01:00 (4 h working time from Mon "
          "2026-02-16 09:00 +01:00); done Tue 2026-02-17 11:00 +01:00 after 1 day 2 h (10 h "
          "working time); 22 h (6 h working time) late");
}

TEST_CASE("where no policy matches there is nothing more to tell") {
    const sla::book_definition definition{
        .policies = {{.name = "Gold",
                      .when = sla::tier_is({"gold"}),
                      .targets = {{.metric = "resolution", .rows = sla::always(24h)}}}}};
    const sla::policy_book book =
        sla::compile(definition, sla::zone_set{{sla::zone::utc()}}.source()).value();
    const auto ticket =
        sla::timeline::of(book.attributes({}), {sla::event::created(sys_days{2026y / 2 / 16})});
    CHECK(sla::describe(sla::evaluate(book, *ticket, sys_days{2026y / 2 / 17}), book, berlin()) ==
          "policy: none matches");
}
