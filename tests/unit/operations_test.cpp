// SPDX-License-Identifier: MIT
#include "policy_desk.hpp"
#include <sla/operations.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using desk::at;
using desk::friday;
using desk::monday;
using sla::event;
using sla::flag;
using sla::never;

namespace {

sla::policy_book book() {
    sla::book_definition d = desk::promising("resolution", 24h);
    d.vocabularies = {{sla::attribute::group, {"first line", "second line"}}};
    d.metrics.push_back(sla::stage_handling("analysis"));
    d.metrics.push_back(sla::stage_handling("repair"));
    d.metrics.push_back(sla::paused_in_status(sla::ownership(), {"waiting"}));
    d.metrics.back().name = "x";
    return sla::compile(d, desk::zones()).value();
}

sla::contact_rules rules(sla::counting without_answer = sla::counting::ignored) {
    return sla::compile(book(),
                        {.escalation = {sla::on_attribute(sla::attribute::group, {"second line"})},
                         .solved_without_answer = without_answer})
        .value();
}

event answer(sla::instant t) {
    return event::message(t, sla::actor::agent);
}
event question(sla::instant t) {
    return event::message(t, sla::actor::customer);
}
event solved(sla::instant t) {
    return event::of(t, sla::event_kind::resolved);
}
event reopened(sla::instant t) {
    return event::of(t, sla::event_kind::reopened);
}
event to_group(sla::instant t, const char* group) {
    return event::changed(t, sla::attribute::group,
                          book().find_value(sla::attribute::group, group));
}
sla::timeline ticket(std::vector<event> events, const char* group = "first line") {
    events.insert(events.begin(), event::created(at(monday, 9h)));
    return sla::timeline::of(book().attributes({.group = group}), events).value();
}
sla::ticket_facts facts(std::vector<event> events, sla::instant now = at(friday, 17h)) {
    return rules().facts(ticket(std::move(events)), now);
}

sla::instant mon(std::chrono::milliseconds time) {
    return at(monday, time);
}

std::uint32_t number(sla::value_id id) {
    return static_cast<std::uint32_t>(id);
}

} // namespace

// -- facts

TEST_CASE("one answer and solved is solved at the first contact") {
    struct row {
        const char* story;
        std::vector<event> events;
        flag first_contact;
        flag reopened;
    };
    const std::vector<row> table{
        {"nothing yet", {}, flag::none, flag::none},
        {"answered, open", {answer(mon(10h))}, flag::none, flag::none},
        {"answered and solved", {answer(mon(10h)), solved(mon(10h))}, flag::yes, flag::no},
        {"solved, the answer sent with it",
         {solved(mon(10h)), answer(mon(10h))},
         flag::yes,
         flag::no},
        {"two answers", {answer(mon(10h)), answer(mon(11h)), solved(mon(11h))}, flag::no, flag::no},
        {"a note is no answer",
         {event::note(mon(9h + 30min)), answer(mon(10h)), solved(mon(11h))},
         flag::yes,
         flag::no},
        {"a machine is nobody",
         {event::message(mon(9h), sla::actor::automation), answer(mon(10h)), solved(mon(10h))},
         flag::yes,
         flag::no},
        {"\"glad to help\" after the solution",
         {answer(mon(10h)), solved(mon(10h)), answer(mon(12h))},
         flag::yes,
         flag::no},
        {"reopened", {answer(mon(10h)), solved(mon(10h)), reopened(mon(12h))}, flag::no, flag::yes},
        {"reopened and solved again",
         {answer(mon(10h)), solved(mon(10h)), reopened(mon(12h)), solved(mon(13h))},
         flag::no,
         flag::yes},
        {"solved without a word", {solved(mon(10h))}, flag::none, flag::no},
        {"closed after solved",
         {answer(mon(10h)), solved(mon(10h)), event::of(mon(15h), sla::event_kind::closed)},
         flag::yes,
         flag::no},
        {"merged",
         {answer(mon(10h)), event::of(mon(11h), sla::event_kind::merged_into),
          event::of(mon(11h), sla::event_kind::closed)},
         flag::none,
         flag::no},
    };
    for (const row& r : table) {
        INFO(r.story);
        const sla::ticket_facts f = facts(r.events);
        CHECK(f.first_contact == r.first_contact);
        CHECK(f.reopened == r.reopened);
    }
    // By telephone the call was the answer.
    const auto call = rules(sla::counting::counts).facts(ticket({solved(mon(10h))}), mon(12h));
    CHECK(call.first_contact == flag::yes);
}

TEST_CASE("facts are as of an instant: what comes later does not exist") {
    const std::vector<event> story{answer(mon(10h)),   solved(mon(11h)),
                                   reopened(mon(12h)), to_group(mon(12h), "second line"),
                                   answer(mon(13h)),   solved(mon(14h))};
    CHECK(facts(story, mon(8h)) == sla::ticket_facts{});
    CHECK(facts(story, mon(11h)).first_contact == flag::yes);
    CHECK(facts(story, mon(11h)).escalated == flag::no);
    const auto f = facts(story);
    CHECK(f.first_contact == flag::no);
    CHECK(f.escalated == flag::yes);
    CHECK(f.answers == 2);
    CHECK(f.reopenings == 1);
    CHECK(f.escalations == 1);
    CHECK(f.first_answer == mon(10h));
    CHECK(f.first_resolved == mon(11h));
    CHECK(f.resolved == mon(14h));
    CHECK(f.first_escalation == mon(12h));
    CHECK_FALSE(f.is_open());
    CHECK(facts(story, mon(12h)).is_open());
}

TEST_CASE("a customer waits from the first question that has no answer") {
    CHECK(facts({}).waiting_since == mon(9h));
    CHECK(facts({question(mon(10h))}).waiting_since == mon(9h));
    CHECK(facts({answer(mon(10h))}).waiting_since == never);
    CHECK(facts({answer(mon(10h)), question(mon(11h)), question(mon(12h))}).waiting_since ==
          mon(11h));
    CHECK(facts({solved(mon(10h))}).waiting_since == never);
    CHECK(facts({solved(mon(10h)), reopened(mon(12h))}).waiting_since == mon(12h));
    CHECK(facts({event::of(mon(10h), sla::event_kind::merged_into)}).waiting_since == never);
}

TEST_CASE("without rules for escalation there is no rate of it") {
    const auto plain = sla::compile(book(), sla::contact_definition{}).value();
    CHECK(plain.facts(ticket({}), mon(10h)).escalated == flag::none);
}

TEST_CASE("rates are shares of yes, and absent where nothing is known") {
    sla::report report{sla::compile({.dimensions = {sla::by_values("channel", {"mail", "phone"})},
                                     .metrics = {{.name = "first contact"}}})
                           .value()};
    const auto add = [&](std::int64_t channel, flag f) {
        const std::array ids{channel};
        const std::array metrics{sla::row_of(f)};
        report.add({.ids = ids, .metrics = metrics});
    };
    for (int i = 0; i < 7; ++i)
        add(0, flag::yes);
    for (int i = 0; i < 3; ++i)
        add(0, flag::no);
    add(0, flag::none);
    add(1, flag::none);
    const auto lines = report.read({.by = {0}});
    CHECK(sla::rate_of(lines[0].counts) == sla::share::percent(70));
    CHECK(sla::rate_of(lines[1].counts) == std::nullopt);
}

TEST_CASE("mistakes in contact rules are told at once") {
    sla::contact_definition d;
    d.answer.clear();
    d.resolution = {{.kind = sla::event_kind::resolved, .names = {"done"}}};
    d.reopening = {{.kind = static_cast<sla::event_kind>(99)}};
    d.question = {{.kind = sla::event_kind::closed, .visible = sla::visibility::internal}};
    d.escalation = {sla::on_attribute(sla::attribute::group, {"second line", "third line"}),
                    sla::on_custom("escalated"),
                    {.kind = sla::event_kind::tag_added, .names = {"vip"}}};
    d.solved_without_answer = static_cast<sla::counting>(7);
    CHECK(desk::summary(sla::compile(book(), d).issues()) ==
          std::vector<std::string>{"operations.event_has_no_name at resolution[0].names",
                                   "operations.unknown_enumerator at reopening[0].kind",
                                   "operations.event_has_no_visibility at question[0].visible",
                                   "operations.unknown_name at escalation[0].names[1]",
                                   "operations.unknown_name at escalation[1].names[0]",
                                   "operations.unknown_name at escalation[2].names[0]",
                                   "operations.conditions_missing at answer",
                                   "operations.unknown_enumerator at solved_without_answer"});
}

// -- where time is spent

TEST_CASE("a ticket is held by one group after the other until it is solved") {
    const auto first = book().find_value(sla::attribute::group, "first line");
    const auto second = book().find_value(sla::attribute::group, "second line");
    const auto t = ticket({to_group(mon(10h), "second line"), to_group(mon(11h), "second line"),
                           solved(mon(15h)), to_group(mon(16h), "first line"),
                           reopened(at(desk::tuesday, 9h))});
    using enum sla::holding_end;
    CHECK(rules().holdings(t, sla::holder::group, at(desk::tuesday, 12h)) ==
          std::vector<sla::holding>{
              {.of = number(first), .during = {mon(9h), mon(10h)}, .end = handed_over},
              {.of = number(second), .during = {mon(10h), mon(15h)}, .end = finished},
              {.of = number(first),
               .during = {at(desk::tuesday, 9h), at(desk::tuesday, 12h)},
               .end = still_there}});
    CHECK(rules().holdings(t, sla::holder::group, mon(8h)).empty());
    CHECK(rules().holdings(t, sla::holder::group, mon(9h)).empty());
}

TEST_CASE("stages, statuses and persons are held likewise") {
    const auto b = book();
    const auto analysis = b.find_event_name("analysis");
    const auto repair = b.find_event_name("repair");
    const auto waiting = b.find_event_name("waiting");
    const auto t = ticket({event::stage_entered(mon(10h), analysis),
                           event::assigned(mon(10h), sla::person_id{5}),
                           event::stage_entered(mon(11h), repair), event::status(mon(11h), waiting),
                           event::stage_left(mon(13h), repair)});
    using enum sla::holding_end;
    CHECK(rules().holdings(t, sla::holder::stage, mon(14h)) ==
          std::vector<sla::holding>{{.of = static_cast<std::uint32_t>(analysis),
                                     .during = {mon(10h), mon(11h)},
                                     .end = handed_over},
                                    {.of = static_cast<std::uint32_t>(repair),
                                     .during = {mon(11h), mon(13h)},
                                     .end = finished}});
    CHECK(rules().holdings(t, sla::holder::person, mon(14h)) ==
          std::vector<sla::holding>{{.of = 0, .during = {mon(9h), mon(10h)}, .end = handed_over},
                                    {.of = 5, .during = {mon(10h), mon(14h)}, .end = still_there}});
    const auto statuses = rules().holdings(t, sla::holder::status, mon(14h));
    REQUIRE(statuses.size() == 2);
    CHECK(statuses[1].of == static_cast<std::uint32_t>(waiting));
}

TEST_CASE(
    "a stage that is left when the next one is entered is handed over, whichever comes first") {
    const auto b = book();
    const auto analysis = b.find_event_name("analysis");
    const auto repair = b.find_event_name("repair");
    using enum sla::holding_end;
    const auto ends_of = [&](const std::vector<event>& events) {
        std::vector<std::pair<sla::instant, sla::holding_end>> out;
        for (const sla::holding& h : rules().holdings(ticket(events), sla::holder::stage, mon(15h)))
            out.emplace_back(h.during.end, h.end);
        return out;
    };
    using ends = std::vector<std::pair<sla::instant, sla::holding_end>>;
    const event enters = event::stage_entered(mon(10h), analysis);
    const event leaves = event::stage_left(mon(11h), analysis);
    CHECK(ends_of({enters, leaves, event::stage_entered(mon(11h), repair),
                   event::stage_left(mon(12h), repair)}) ==
          ends{{mon(11h), handed_over}, {mon(12h), finished}});
    CHECK(ends_of({enters, event::stage_entered(mon(11h), repair), leaves,
                   event::stage_left(mon(12h), repair)}) ==
          ends{{mon(11h), handed_over}, {mon(12h), finished}});
    // Later it is another matter, and so it is of a ticket that was solved in between.
    CHECK(ends_of({enters, leaves, event::stage_entered(mon(11h) + 1ms, repair)}) ==
          ends{{mon(11h), finished}, {mon(15h), still_there}});
    CHECK(ends_of({enters, leaves, solved(mon(11h)), reopened(mon(11h)),
                   event::stage_entered(mon(11h), repair)}) ==
          ends{{mon(11h), finished}, {mon(15h), still_there}});
}

TEST_CASE("the bottleneck is the group with the greatest share of the time") {
    const sla::calendar office = sla::compile(desk::office(), desk::zones()).value();
    sla::report report{sla::compile(sla::report_of_holdings({sla::by_values(
                                        "group", {"first line", "second line", "third line"})}))
                           .value()};
    // First line: 9-10 h. Second line: Monday 10 h to Tuesday 11 h, of which 9 are working hours.
    const auto t = ticket({to_group(mon(10h), "second line"), solved(at(desk::tuesday, 11h))});
    std::int64_t group = 0;
    for (const sla::holding& h : rules().holdings(t, sla::holder::group, at(friday, 9h))) {
        const std::array ids{group++};
        const auto metrics = sla::rows_of(h, &office);
        report.add({.ids = ids, .metrics = metrics});
    }
    const auto held = report.read({.by = {0}, .empty = sla::empty_groups::kept});
    REQUIRE(held.size() == 3);
    CHECK(held[0].lengths[0].sum() == sla::elapsed{1h});
    CHECK(held[1].lengths[0].sum() == sla::elapsed{25h});
    CHECK(held[1].lengths[1].sum() == sla::elapsed{9h});
    const auto by_clock = sla::shares_of(held, 0);
    CHECK(by_clock[0] == sla::share{1, 26});
    CHECK(by_clock[1] == sla::share{25, 26});
    CHECK(by_clock[2] == sla::share{0, 26});
    CHECK(sla::shares_of(held, 1)[1] == sla::share{9, 10});
    // Handed over was the first line's part alone.
    const auto handed = report.read({.metric = 1, .by = {0}});
    CHECK(handed[0].lengths[0].mean() == sla::elapsed{1h});
    CHECK(handed[1].lengths[0].count() == 0);
}

TEST_CASE("shares of nothing are absent") {
    const sla::report report{
        sla::compile(sla::report_of_holdings({sla::by_values("group", {"a", "b"})})).value()};
    const auto lines = report.read({.by = {0}, .empty = sla::empty_groups::kept});
    for (const auto& s : sla::shares_of(lines, 0))
        CHECK(s == std::nullopt);
    CHECK(sla::shares_of({}, 0).empty());
    const auto without_calendar = sla::rows_of({.during = {mon(9h), mon(10h)}}, nullptr);
    CHECK(without_calendar[0].lengths[1] == std::nullopt);
    CHECK(without_calendar[0].state == static_cast<std::uint8_t>(sla::clock_state::running));
}

TEST_CASE("shares of a clock leave pauses out") {
    // The resolution clock of `explain`, by group.
    const auto b = book();
    const auto t = ticket({to_group(mon(10h), "second line"), solved(mon(13h))});
    const sla::explanation why = sla::explain(b, t, mon(15h));
    sla::report report{sla::compile(sla::report_of_clock_shares(
                                        {sla::by_values("group", {"first line", "second line"})}))
                           .value()};
    std::int64_t group = 0;
    for (const sla::clock_share& s : sla::shares_by_group(b, t, why, *why.find(b, "resolution"))) {
        const std::array ids{group++};
        const std::array metrics{sla::row_of(s)};
        report.add({.ids = ids, .metrics = metrics});
    }
    const auto shares = sla::shares_of(report.read({.by = {0}}), 0);
    CHECK(shares[0] == sla::share::percent(25));
    CHECK(shares[1] == sla::share::percent(75));
}

// -- by channel and type

TEST_CASE("by channel and type there is the mean, the longest and the overdue count") {
    sla::report report{
        sla::compile(sla::figures_by_channel_and_type({"telephone", "e-mail"},
                                                      {"enquiry", "complaint"}, {"answer"}))
            .value()};
    const auto add = [&](std::int64_t channel, std::int64_t type, sla::clock_state state,
                         sla::elapsed spent, std::optional<sla::elapsed> overdue = {}) {
        const std::array ids{channel, type};
        sla::metric_row row{.state = static_cast<std::uint8_t>(state)};
        row.lengths[0] = spent;
        row.lengths[1] = overdue;
        report.add({.ids = ids, .metrics = {&row, 1}});
    };
    add(0, 0, sla::clock_state::met, 20s);
    add(0, 0, sla::clock_state::met, 30s);
    add(0, 0, sla::clock_state::breached, 100s, 70s);
    add(1, 1, sla::clock_state::running, 5h);
    const auto lines = report.read({.by = {0, 1}, .empty = sla::empty_groups::kept});
    REQUIRE(lines.size() == 4);
    const auto calls = sla::figures_of(lines[0]);
    CHECK(calls.judged == 3);
    CHECK(calls.overdue == 1);
    CHECK(calls.share_overdue == sla::share{1, 3});
    CHECK(calls.mean == sla::elapsed{50s});
    CHECK(calls.longest == sla::elapsed{100s});
    CHECK(calls.mean_overdue == sla::elapsed{70s});
    CHECK(calls.longest_overdue == sla::elapsed{70s});
    for (const std::size_t none : {1U, 2U, 3U}) {
        const auto empty = sla::figures_of(lines[none]);
        CHECK(empty.judged == 0);
        CHECK(empty.share_overdue == std::nullopt);
        CHECK(empty.mean == std::nullopt);
        CHECK(empty.longest_overdue == std::nullopt);
    }
}

// -- asked again

namespace {

std::vector<flag> repeats(const sla::repeat_definition& what,
                          const std::vector<std::int16_t>& customer,
                          const std::vector<std::int8_t>& question,
                          const std::vector<std::int64_t>& created) {
    std::vector<flag> out(customer.size());
    sla::mark_repeats(what,
                      {.customer = sla::id_column{customer.data()},
                       .question = sla::id_column{question.data()},
                       .created = {created.data(), sla::time_unit::milliseconds}},
                      out.size(), out.data());
    return out;
}
std::int64_t day(double n) {
    return static_cast<std::int64_t>(n * 86'400'000);
}

} // namespace

TEST_CASE("a repeat is the same customer with the same question within seven days") {
    using enum flag;
    // customer, question, day: rows in no order
    const std::vector<std::int16_t> customer{1, 1, 1, 1, 2, 1, -1, 3, 3};
    const std::vector<std::int8_t> question{0, 0, 1, 0, 0, 0, 0, 0, -1};
    const std::vector<std::int64_t> created{day(10),     day(3), day(4),        day(17) + 1, day(4),
                                            day(17) + 1, day(4), sla::no_value, day(4)};
    //  day 3: first. day 10: 7 days later, a repeat. day 17 + 1 ms: too late; the second of the
    //  two at that instant is a repeat. Question 1 and customer 2: first.
    CHECK(repeats({}, customer, question, created) ==
          std::vector{yes, no, no, no, no, yes, none, none, none});
    // Which were asked again? Until day 20 nobody can say it of those of day 17.
    CHECK(repeats(
              {.which = sla::repeat_counting::earlier, .now = sla::instant{sla::elapsed{day(20)}}},
              customer, question,
              created) == std::vector{no, yes, no, yes, no, none, none, none, none});
    // As of day 10 the later contacts do not exist.
    CHECK(repeats({.now = sla::instant{sla::elapsed{day(9)}}}, customer, question, created) ==
          std::vector{none, no, no, none, no, none, none, none, none});
    CHECK(repeats({.window = -1ms}, customer, question, created)[5] == no);
}

TEST_CASE("repeats of nothing") {
    CHECK(repeats({}, {}, {}, {}).empty());
    CHECK(repeats({}, {1}, {1}, {day(1)}) == std::vector{flag::no});
    std::vector<flag> out(2, flag::yes);
    sla::mark_repeats({}, {}, 2, out.data());
    CHECK(out == std::vector{flag::none, flag::none});
}

// -- the board

namespace {

sla::board_definition noon_board() {
    return {.now = mon(12h),
            .priority = sla::by_values("priority", {"P0", "P1", "P2", "P3"}),
            .backlog = {{.name = "P0 and P1", .priorities = {0, 1}, .most = 2},
                        {.name = "all", .priorities = {0, 1, 2, 3}, .most = 4}}};
}
void add(sla::live_board& to, std::int64_t priority, std::vector<event> events) {
    to.add({.priority = priority, .facts = facts(std::move(events), mon(12h))});
}

} // namespace

TEST_CASE("the board shows who waits, by priority, and warns above a limit") {
    sla::live_board board{sla::compile(noon_board()).value()};
    add(board, 0, {});                                             // waits since 9
    add(board, 0, {answer(mon(10h)), question(mon(11h))});         // waits since 11
    add(board, 1, {answer(mon(10h)), question(mon(11h + 30min))}); // waits since 11:30
    add(board, 2, {answer(mon(10h))});                             // open, does not wait
    add(board, 2, {answer(mon(10h)), solved(mon(10h))});           // first contact
    add(board, 3, {answer(mon(10h)), answer(mon(11h)), solved(mon(11h))});
    add(board, -1, {});
    const sla::board_view view = board.view();
    CHECK(view.all.open == 5);
    CHECK(view.all.waiting == 4);
    CHECK(view.all.mean_wait == sla::elapsed{1h + 52min + 30s}); // (3 + 1 + 1/2 + 3) h / 4
    CHECK(view.all.longest_wait == sla::elapsed{3h});
    CHECK(view.all.mean_age == sla::elapsed{3h});
    REQUIRE(view.by_priority.size() == 5);
    CHECK(view.by_priority[0] == sla::board_line{.priority = 0,
                                                 .open = 2,
                                                 .waiting = 2,
                                                 .mean_wait = 2h,
                                                 .longest_wait = 3h,
                                                 .mean_age = 3h});
    CHECK(view.by_priority[2].open == 1);
    CHECK(view.by_priority[2].waiting == 0);
    CHECK(view.by_priority[2].mean_wait == std::nullopt);
    CHECK(view.by_priority[3].open == 0);
    CHECK(view.by_priority[4].priority == std::nullopt);
    CHECK(view.by_priority[4].waiting == 1);
    CHECK(view.backlog == std::vector<sla::backlog_state>{{.waiting = 3, .is_over = true},
                                                          {.waiting = 3, .is_over = false}});
    CHECK(sla::rate_of(view.first_contact) == sla::share{1, 2});
}

TEST_CASE("today is the date of the board's clock") {
    sla::board_definition d = noon_board();
    sla::live_board utc{sla::compile(d).value()};
    // At noon UTC it is Tuesday 02:00 fourteen hours further east.
    d.clock = sla::zone_from_rule("east", "XXX-14").value();
    sla::live_board east{sla::compile(d).value()};
    const sla::board_row solved_at_ten{
        .priority = 0,
        .facts = facts({answer(mon(9h + 30min)), solved(mon(9h + 30min))}, mon(12h)),
        .score = 4,
        .scored = mon(11h)};
    utc.add(solved_at_ten);
    east.add(solved_at_ten);
    CHECK(sla::rate_of(utc.view().first_contact) == sla::share{1, 1});
    CHECK(sla::rate_of(east.view().first_contact) == std::nullopt);
    CHECK(utc.view().scores == 1);
    CHECK(east.view().scores == 1); // given at 01:00
}

TEST_CASE("satisfaction given today has a mean") {
    sla::live_board board{sla::compile(noon_board()).value()};
    const auto add_score = [&](std::int32_t score, sla::instant when) {
        board.add({.priority = 0, .facts = facts({}, mon(12h)), .score = score, .scored = when});
    };
    CHECK(board.view().mean_score_per_mille() == std::nullopt);
    add_score(4, mon(9h));
    add_score(5, mon(10h));
    add_score(5, mon(12h));
    add_score(1, mon(12h + 1ms)); // not yet
    add_score(1, mon(-1ms));      // yesterday
    add_score(1, never);
    CHECK(board.view().scores == 3);
    CHECK(board.view().mean_score_per_mille() == 4667);
    add_score(-20, mon(9h));
    CHECK(board.view().mean_score_per_mille() == -1500);
}

TEST_CASE("boards merge, and an empty one shows nothing") {
    const sla::board_plan plan = sla::compile(noon_board()).value();
    sla::live_board a{plan};
    CHECK(a.view().all == sla::board_line{});
    CHECK_FALSE(a.view().backlog[0].is_over);
    CHECK(a.view().by_priority.size() == 4);
    sla::live_board b{plan};
    add(a, 0, {});
    add(b, 1, {});
    add(b, 1, {});
    REQUIRE(a.merge(b).empty());
    CHECK(a.view().backlog[0] == sla::backlog_state{.waiting = 3, .is_over = true});
    sla::board_definition later = noon_board();
    later.now += 1min;
    const auto issues = a.merge(sla::live_board{sla::compile(later).value()});
    REQUIRE(issues.size() == 1);
    CHECK(issues.front().code == "operations.other_definition");
    // The same date, but it began at another instant; and another limit.
    sla::board_definition elsewhere = noon_board();
    elsewhere.clock = sla::zone_from_rule("JST-9", "JST-9").value();
    CHECK(a.merge(sla::live_board{sla::compile(elsewhere).value()}).size() == 1);
    sla::board_definition stricter = noon_board();
    ++stricter.backlog.front().most;
    CHECK(a.merge(sla::live_board{sla::compile(stricter).value()}).size() == 1);
    CHECK(a.add({.priority = 9, .facts = facts({})}).unknown_id == 1);
    CHECK(a.view().all.waiting == 3);
    CHECK(plan.definition().backlog.size() == 2);
}

TEST_CASE("a wrong board is told all its mistakes at once") {
    sla::board_definition d = noon_board();
    d.now = never;
    d.backlog = {
        {.name = "", .priorities = {0, 4}}, {.name = "a"}, {.name = "a", .priorities = {1}}};
    CHECK(desk::summary(sla::compile(d).issues()) ==
          std::vector<std::string>{"operations.now_out_of_range at now",
                                   "operations.name_missing at backlog[0].name",
                                   "operations.unknown_priority at backlog[0].priorities[1]",
                                   "operations.priorities_missing at backlog[1].priorities",
                                   "operations.name_twice at backlog[2].name"});
    d = noon_board();
    d.priority = sla::by_calendar("month", {.from = std::chrono::local_days{2026y / 1 / 1},
                                            .end = std::chrono::local_days{2027y / 1 / 1}});
    d.backlog.clear();
    CHECK(desk::summary(sla::compile(d).issues()) ==
          std::vector<std::string>{"operations.values_missing at priority"});
}
