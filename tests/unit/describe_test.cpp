// SPDX-License-Identifier: MIT

#include <sla/describe.hpp>
#include <sla/format.hpp>

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
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
    CHECK(sla::describe(target_duration{sla::working_then_elapsed{sla::working{4h}, 24h}}) ==
          "4 h working time, then 1 day");
    CHECK(fmt::format("{}", target_duration{24h}) == "1 day");
}

TEST_CASE("steps and credits are told as they are agreed") {
    using sla::working;
    CHECK(sla::describe(sla::length{30min}) == "30 min");
    CHECK(sla::describe(sla::length{working{30min}}) == "30 min working time");
    CHECK(sla::describe(sla::step_definition{"warn the agent", sla::percent_used{75}}) ==
          "warn the agent at 75 %");
    CHECK(sla::describe(sla::step_definition{"warn", sla::before_deadline{working{1h}}}) ==
          "warn 1 h working time before the deadline");
    CHECK(sla::describe(sla::step_definition{"tell the lead", sla::after_deadline{}}) ==
          "tell the lead at the deadline");
    CHECK(sla::describe(sla::step_definition{"tell the lead", sla::after_deadline{30min}}) ==
          "tell the lead 30 min after the deadline");

    const auto percent = [](std::int64_t n) { return sla::describe(sla::credit{.hundredths = n}); };
    CHECK(percent(10'00) == "10 % of the fee");
    CHECK(percent(12'50) == "12.5 % of the fee");
    CHECK(percent(7) == "0.07 % of the fee");
    CHECK(percent(-7) == "-0.07 % of the fee");
    const sla::credit amount{sla::credit::unit_type::amount, 12'50, "EUR"};
    CHECK(sla::describe(amount) == "12.50 EUR");
    CHECK(fmt::format("{:>10}", amount) == " 12.50 EUR");
    CHECK(sla::describe(sla::credit_band{.due = amount}) == "12.50 EUR if it is late");
    CHECK(sla::describe(sla::credit_band{working{4h}, {.hundredths = 25'00}}) ==
          "25 % of the fee if it is late by 4 h working time");
}

TEST_CASE("a target is its metric and a line for each row, step and credit") {
    const sla::target_definition target{
        .metric = "first response",
        .rows = {{.match = {{sla::attribute::priority, {"P1", "P2"}},
                            {sla::attribute::channel, {"e-mail"}}},
                  .within = sla::working{2h},
                  .calendar = "Night"},
                 {.within = 8h}},
        .calendar = "Support",
        .steps = {{"warn the agent", sla::percent_used{75}}},
        .credits = {{.due = {.hundredths = 10'00}}}};
    CHECK(fmt::format("{}", target) ==
          "first response by Support\n"
          "  priority P1 or P2 and channel e-mail: 2 h working time by Night\n"
          "  every ticket: 8 h\n"
          "  warn the agent at 75 %\n"
          "  10 % of the fee if it is late");
}

TEST_CASE("conditions read like sentences and say what belongs together") {
    using sla::describe;
    CHECK(describe(sla::condition{}) == "every ticket");
    CHECK(describe(sla::tier_is({"gold"})) == "tier is gold");
    CHECK(describe(sla::tagged({"vip", "press"})) == "the tags contain one of vip, press");
    CHECK(describe(sla::created_while_open({"Night"})) == "created while Night is open");
    const sla::condition tier = sla::tier_is({"gold", "platinum"});
    const sla::condition telephone = sla::channel_is({"telephone"});
    CHECK(describe(sla::all_of({tier, sla::unless({telephone})})) ==
          "tier is one of gold, platinum and not (channel is telephone)");
    CHECK(describe(sla::all_of({sla::any_of({tier, telephone}), telephone})) ==
          "(tier is one of gold, platinum or channel is telephone) and channel is telephone");
    CHECK(describe(sla::unless({tier, telephone})) ==
          "not (tier is one of gold, platinum or channel is telephone)");
    CHECK(fmt::format("{}", telephone) == "channel is telephone");
}

TEST_CASE("conditions on events name who, what and for whom") {
    using sla::actor;
    using sla::describe;
    using sla::event_kind;
    CHECK(describe(sla::on(event_kind::created)) == "the creation");
    CHECK(describe(sla::on(event_kind::message)) == "a message");
    CHECK(describe(sla::on_message(actor::agent, sla::visibility::to_customer)) ==
          "a message by an agent that the customer can see");
    CHECK(describe(sla::on_message(actor::third_party, sla::visibility::internal)) ==
          "a message by a third party among colleagues");
    CHECK(describe(sla::event_condition{.kind = event_kind::resolved,
                                        .by = {actor::customer, actor::automation}}) ==
          "the solution by the customer or automation");
    CHECK(describe(sla::on_status("open")) == "the change to status open");
    CHECK(describe(sla::on_status_in({"a", "b", "c"})) == "the change to status a, b or c");
    CHECK(describe(sla::on_status_not_in({"open"})) == "the change to any status but open");
    CHECK(describe(sla::on(event_kind::status_changed)) == "any change of status");
    CHECK(describe(sla::on_attribute(sla::attribute::group)) == "any change of group");
    CHECK(describe(sla::on_attribute(sla::attribute::group, {"second line"})) ==
          "the change of group to second line");
    CHECK(describe(sla::event_condition{.kind = event_kind::attribute_changed,
                                        .names = {"P4"},
                                        .match = sla::name_match::none_of}) ==
          "the change of priority to anything but P4");
    CHECK(describe(sla::on_stage_entered("triage")) == "the arrival at stage triage");
    CHECK(describe(sla::on_stage_left("triage")) == "the departure from stage triage");
    CHECK(describe(sla::event_condition{.kind = event_kind::tag_added, .names = {"vip"}}) ==
          "the addition of tag vip");
    CHECK(describe(sla::on(event_kind::tag_removed)) == "the removal of any tag");
    CHECK(describe(sla::on_custom("call ended")) == "the event call ended");
    CHECK(describe(sla::on(event_kind::custom)) == "any event of the host's own");
    CHECK(fmt::format("{}", sla::on(event_kind::merged_into)) == "the merging into another ticket");
}

TEST_CASE("every kind of event and every actor has its words") {
    std::set<std::string> kinds;
    std::set<std::string> conditions;
    for (std::size_t i = 0; i < sla::event_kind_count; ++i) {
        kinds.insert(fmt::format("{}", static_cast<sla::event_kind>(i)));
        conditions.insert(sla::describe(sla::on(static_cast<sla::event_kind>(i))));
    }
    CHECK(kinds.size() == sla::event_kind_count);
    CHECK_FALSE(kinds.contains("unknown"));
    CHECK(conditions.size() == sla::event_kind_count);
    CHECK_FALSE(conditions.contains("an unknown event"));
    CHECK(fmt::format("{}", sla::actor::customer) == "the customer");
    CHECK(fmt::format("{}", sla::actor::automation) == "automation");
}

TEST_CASE("a clock is told in one sentence") {
    CHECK(sla::describe(sla::repair()) ==
          "repair: starts with the confirmation; stops with the fix; cancelled by the merging into "
          "another ticket");
    sla::metric_definition metric{
        .name = "mine",
        .start = {sla::on(sla::event_kind::created), sla::on(sla::event_kind::confirmed)},
        .stop = {sla::on(sla::event_kind::resolved)},
        .pause = {sla::on_status("waiting")},
        .resume = {sla::on_status("open")},
        .reset = {sla::on(sla::event_kind::assigned)},
        .reopen = {sla::on(sla::event_kind::reopened)},
        .after = {sla::on(sla::event_kind::acknowledged)},
        .until = {sla::on(sla::event_kind::closed)},
        .repeats = sla::recurrence::independent};
    CHECK(fmt::format("{}", metric) ==
          "mine: starts with the creation or the confirmation; stops with the solution; pauses "
          "with the change to status waiting; resumes with the change to status open; begins anew "
          "with an assignment; after the reopening it runs on, the time between does not count; "
          "may start after the acknowledgement; may not start after the closing; every start "
          "after a stop begins a cycle");
    metric.on_reopen = sla::reopen_mode::new_cycle;
    metric.repeats = sla::recurrence::sequential;
    const std::string text = sla::describe(metric);
    CHECK(text.find("after the reopening another cycle begins") != std::string::npos);
    CHECK(text.ends_with("a cycle that ended early is lived out before the next begins"));
    metric.on_reopen = sla::reopen_mode::ignore;
    CHECK(sla::describe(metric).find("nothing, the first stop counts") != std::string::npos);
    metric.on_reopen = sla::reopen_mode::resume;
    CHECK(sla::describe(metric).find("it runs on, the time between counts") != std::string::npos);
}

TEST_CASE("states are told in the field's words") {
    using enum sla::clock_state;
    CHECK(std::string{sla::describe(not_applicable)} == "not applicable");
    CHECK(std::string{sla::describe(not_started)} == "not started");
    CHECK(std::string{sla::describe(running)} == "running");
    CHECK(std::string{sla::describe(met)} == "met");
    CHECK(std::string{sla::describe(breached)} == "breached");
    CHECK(std::string{sla::describe(paused)} == "paused");
    CHECK(std::string{sla::describe(cancelled)} == "cancelled");
    CHECK(fmt::format("{:<10}|", met) == "met       |");
}

TEST_CASE("the basis of a deadline has its words") {
    using enum sla::deadline_basis;
    CHECK(std::string{sla::describe(none)} == "no deadline");
    CHECK(std::string{sla::describe(limit)} == "by the limit");
    CHECK(std::string{sla::describe(projected)} == "if resumed now");
    CHECK(fmt::format("{:>12}", manual) == " set by hand");
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
          "2026-02-13 15:00 +01:00); 2 days 19 h (3 h working time) left, 25 % used\n"
          "repair: not started; 1 day from its start\n"
          "resolution: not applicable; nothing is promised");
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
