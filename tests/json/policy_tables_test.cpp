// SPDX-License-Identifier: MIT
//
// The policy tables of examples/policies, line by line: for each promise a deadline worked out by
// hand, what is kept at that very instant, and what is broken one millisecond later. All times are
// local (Shanghai, no clock changes); 2 March 2026 is a Monday.

#include <sla/credit.hpp>
#include <sla/evaluate.hpp>
#include <sla/json_document.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;
using sla::clock_state;
using sla::event;
using sla::event_kind;

namespace {

/// "2026-03-02 09:00" or "2026-03-02 09:00:30" in Shanghai.
sla::instant at(std::string_view local) {
    using namespace std::chrono;
    const auto number = [&](std::size_t from, std::size_t digits) {
        int out = 0;
        for (const char c : local.substr(from, digits))
            out = out * 10 + (c - '0');
        return out;
    };
    REQUIRE((local.size() == 16 || local.size() == 19));
    const auto date = year{number(0, 4)} / number(5, 2) / number(8, 2);
    REQUIRE(date.ok());
    return sys_days{date} + hours{number(11, 2)} + minutes{number(14, 2)} +
           seconds{local.size() == 19 ? number(17, 2) : 0} - 8h;
}

/// A document of the examples.
sla::result<sla::compiled_document> document(const std::string& name) {
    std::ifstream file{SLA_TEST_SOURCE_DIR "/examples/policies/" + name + ".json"};
    REQUIRE(file);
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto shanghai = sla::zone_from_rule("Asia/Shanghai", "CST-8").value();
    return sla::compile_json_document(text, sla::zone_set{{shanghai}}.source());
}

sla::policy_book compiled(const std::string& name) {
    return document(name).value().book;
}

/// An event that starts or stops a clock; the name is a custom event's.
struct happening {
    event_kind kind = event_kind::custom;
    std::string_view name{};

    [[nodiscard]] event when(sla::instant t, const sla::policy_book& book) const {
        if (kind == event_kind::message)
            return event::message(t, sla::actor::agent);
        return {.at = t, .kind = kind, .name = book.find_event_name(name)};
    }
};
constexpr happening answer{event_kind::message};

/// A line of a table: this ticket's clock, started then, is due then.
struct line {
    sla::ticket_names ticket;
    std::string_view started;
    std::string_view due;
};

struct promise {
    std::string_view policy;
    std::string_view metric;
    std::optional<happening> start; ///< Nothing: the creation.
    happening stop;
};

/// Judges a ticket whose clock starts at `started` and, perhaps, stops at `stopped`.
sla::verdict judge(const sla::policy_book& book, const promise& what, const sla::ticket_names& who,
                   sla::instant started, std::optional<sla::instant> stopped, sla::instant now) {
    std::vector<event> events{event::created(what.start ? started - 1h : started)};
    if (what.start)
        events.push_back(what.start->when(started, book));
    if (stopped)
        events.push_back(what.stop.when(*stopped, book));
    const auto timeline = sla::timeline::of(book.attributes(who), events);
    REQUIRE(timeline);
    REQUIRE(timeline.issues().empty());
    const auto result = sla::evaluate(book, *timeline, now);
    REQUIRE(result.policy());
    CHECK(book.name(*result.policy()) == what.policy);
    const sla::verdict* const v = result.find(book, what.metric);
    REQUIRE(v != nullptr);
    return *v;
}

void check(const sla::policy_book& book, const promise& what, const std::vector<line>& lines) {
    for (const line& l : lines) {
        CAPTURE(what.metric, l.ticket.priority, l.ticket.channel, l.ticket.tier, l.ticket.category,
                l.started, l.due);
        CHECK(book.undeclared(l.ticket).empty());
        const sla::instant started = at(l.started);
        const sla::instant due = at(l.due);

        const auto open = judge(book, what, l.ticket, started, {}, due);
        CHECK(open.started == started);
        CHECK(open.deadline == due);
        CHECK(open.state == clock_state::running);
        CHECK(open.next_change == due + 1ms);
        CHECK(open.spent.elapsed == due - started);

        const auto late = judge(book, what, l.ticket, started, {}, due + 1ms);
        CHECK(late.state == clock_state::breached);
        CHECK(late.breached_at == due + 1ms);

        const auto kept = judge(book, what, l.ticket, started, due, due + 1000h);
        CHECK(kept.state == clock_state::met);
        CHECK(kept.stopped == due);

        const auto broken = judge(book, what, l.ticket, started, due + 10min, due + 1000h);
        CHECK(broken.state == clock_state::breached);
        CHECK(broken.overdue.elapsed == 10min);
    }
}

} // namespace

TEST_CASE("priority tiers: first response, repair and resolution") {
    const auto book = compiled("priority_tiers");
    check(book, {"Priority tiers", "first response", {}, answer},
          {{{.priority = "urgent 紧急"}, "2026-03-06 17:30", "2026-03-06 18:30"},
           {{.priority = "high 高"}, "2026-03-06 17:30", "2026-03-06 21:30"},
           {{.priority = "medium 中"}, "2026-03-06 17:30", "2026-03-07 01:30"},
           {{.priority = "low 低"}, "2026-03-06 17:30", "2026-03-07 17:30"}});
    check(book, {"Priority tiers", "repair", happening{event_kind::confirmed}, {event_kind::fixed}},
          {{{.priority = "urgent 紧急"}, "2026-03-06 17:30", "2026-03-06 21:30"},
           {{.priority = "high 高"}, "2026-03-06 17:30", "2026-03-07 01:30"},
           {{.priority = "medium 中"}, "2026-03-06 17:30", "2026-03-07 17:30"},
           {{.priority = "low 低"}, "2026-03-06 17:30", "2026-03-09 17:30"}});
    check(book, {"Priority tiers", "resolution", {}, {event_kind::resolved}},
          {{{.priority = "urgent 紧急"}, "2026-03-06 17:30", "2026-03-07 17:30"},
           {{.priority = "high 高"}, "2026-03-06 17:30", "2026-03-08 17:30"},
           {{.priority = "medium 中"}, "2026-03-06 17:30", "2026-03-09 17:30"},
           {{.priority = "low 低"}, "2026-02-27 17:30", "2026-03-06 17:30"}});
}

TEST_CASE("priority tiers: the repair clock waits for the confirmation") {
    const auto book = compiled("priority_tiers");
    const sla::instant reported = at("2026-03-02 09:00");
    const auto ticket = sla::timeline::of(book.attributes({.priority = "urgent 紧急"}),
                                          {event::created(reported),
                                           event::message(reported + 20min, sla::actor::agent),
                                           event::of(reported + 3h, event_kind::confirmed),
                                           event::of(reported + 8h, event_kind::fixed),
                                           event::of(reported + 9h, event_kind::resolved)})
                            .value();

    const auto before = sla::evaluate(book, ticket, reported + 2h);
    CHECK(before.find(book, "first response")->state == clock_state::met);
    CHECK(before.find(book, "repair")->state == clock_state::not_started);
    CHECK(before.find(book, "resolution")->state == clock_state::running);

    const auto after = sla::evaluate(book, ticket, reported + 10h);
    const sla::verdict& repair = *after.find(book, "repair");
    CHECK(repair.state == clock_state::breached);
    CHECK(repair.deadline == at("2026-03-02 16:00"));
    CHECK(repair.overdue.elapsed == 1h);
    CHECK(after.find(book, "resolution")->state == clock_state::met);
    CHECK(after.next_change() == sla::never);
}

TEST_CASE("the simple form has three tiers and promises a first response alone") {
    const auto book = compiled("three_tiers");
    check(book, {"Three tiers", "first response", {}, answer},
          {{{.priority = "high 高"}, "2026-03-02 09:00", "2026-03-02 10:00"},
           {{.priority = "medium 中"}, "2026-03-02 09:00", "2026-03-02 13:00"},
           {{.priority = "low 低"}, "2026-03-02 09:00", "2026-03-03 09:00"}});
}

TEST_CASE("a shop's promises go by what the question is about") {
    const auto book = compiled("by_question");
    check(book, {"By question", "first response", {}, answer},
          {{{.category = "order"}, "2026-03-02 09:00", "2026-03-02 10:00"},
           {{.category = "payment"}, "2026-03-02 09:00", "2026-03-02 13:00"},
           {{.category = "technical"}, "2026-03-02 09:00", "2026-03-03 09:00"}});
}

TEST_CASE("response speed: urgent questions and complaints within a quarter of an hour") {
    const auto book = compiled("response_speed");
    check(
        book, {"Urgent and complaints", "first response", {}, answer},
        {{{.category = "complaint"}, "2026-03-02 23:50", "2026-03-03 00:05"},
         {{.priority = "urgent", .category = "pre-sales"}, "2026-03-02 09:00", "2026-03-02 09:15"},
         {{.priority = "urgent", .channel = "e-mail"}, "2026-03-02 09:00", "2026-03-02 09:15"}});
    check(book, {"Everything else", "first response", {}, answer},
          {{{.priority = "normal"}, "2026-03-02 09:00", "2026-03-03 09:00"},
           {{}, "2026-03-07 09:00", "2026-03-08 09:00"}});
}

TEST_CASE("response speed: valued customers and the telephone are served faster") {
    const auto book = compiled("response_speed");
    for (const std::string_view category : {"pre-sales", "after-sales"})
        check(book, {"Sales", "first response", {}, answer},
              {{{.channel = "telephone", .tier = "valued", .category = category},
                "2026-03-02 09:00",
                "2026-03-02 09:15"},
               {{.channel = "WeChat", .tier = "valued", .category = category},
                "2026-03-02 09:00",
                "2026-03-02 09:30"},
               {{.channel = "Weibo", .tier = "valued", .category = category},
                "2026-03-02 09:00",
                "2026-03-02 10:00"},
               {{.channel = "telephone", .tier = "standard", .category = category},
                "2026-03-02 09:00",
                "2026-03-02 10:00"},
               {{.channel = "online", .tier = "standard", .category = category},
                "2026-03-02 09:00",
                "2026-03-02 11:00"},
               {{.channel = "e-mail", .tier = "standard", .category = category},
                "2026-03-02 09:00",
                "2026-03-03 09:00"},
               {{.channel = "letter", .tier = "valued", .category = category},
                "2026-03-02 09:00",
                "2026-03-03 09:00"},
               {{.channel = "telephone", .category = category},
                "2026-03-02 09:00",
                "2026-03-03 09:00"}});
    check(book, {"Technical support", "first response", {}, answer},
          {{{.channel = "telephone", .tier = "valued", .category = "technical support"},
            "2026-03-02 09:00",
            "2026-03-02 09:30"},
           {{.channel = "e-mail", .tier = "valued", .category = "technical support"},
            "2026-03-02 09:00",
            "2026-03-02 17:00"},
           {{.channel = "telephone", .tier = "standard", .category = "technical support"},
            "2026-03-02 09:00",
            "2026-03-02 11:00"},
           {{.channel = "Weibo", .tier = "standard", .category = "technical support"},
            "2026-03-02 09:00",
            "2026-03-02 17:00"}});
}

TEST_CASE("response speed: nobody waits longer than a day") {
    const auto book = compiled("response_speed");
    const sla::instant created = at("2026-03-02 09:00");
    for (const std::string_view priority : {"", "urgent", "normal"})
        for (const std::string_view tier : {"", "valued", "standard"})
            for (const std::string_view channel :
                 {"", "telephone", "online", "WeChat", "Weibo", "e-mail", "letter"})
                for (const std::string_view category :
                     {"", "pre-sales", "after-sales", "technical support", "complaint"}) {
                    const auto ticket = sla::timeline::of(book.attributes({.priority = priority,
                                                                           .channel = channel,
                                                                           .tier = tier,
                                                                           .category = category}),
                                                          {event::created(created)})
                                            .value();
                    const auto result = sla::evaluate(book, ticket, created);
                    REQUIRE(result.verdicts().size() == 1);
                    CHECK(result.verdicts()[0].deadline <= created + 24h);
                }
}

TEST_CASE("commitments: hotline, e-mail and shop") {
    const auto book = compiled("commitments");
    check(book, {"Hotline", "call answer", {}, {.name = "call answered"}},
          {{{.channel = "hotline"}, "2026-03-02 09:00", "2026-03-02 09:00:30"}});
    check(book, {"Hotline", "checked answer", happening{.name = "call ended"}, answer},
          {{{.channel = "hotline"}, "2026-03-02 09:07", "2026-03-03 09:07"}});
    check(book, {"E-mail", "first response", {}, answer},
          {{{.channel = "e-mail"}, "2026-03-06 20:00", "2026-03-07 20:00"}});
    check(book, {"Consumer shop", "first response", {}, answer},
          {{{.channel = "shop"}, "2026-03-02 22:45", "2026-03-02 23:15"}});
}

TEST_CASE("commitments: what an agent says before the call ends is not the checked answer") {
    const auto book = compiled("commitments");
    const sla::instant called = at("2026-03-02 09:00");
    const auto ended = book.find_event_name("call ended");
    const auto ticket =
        sla::timeline::of(book.attributes({.channel = "hotline"}),
                          {event::created(called),
                           event::custom(called + 20s, book.find_event_name("call answered")),
                           event::message(called + 2min, sla::actor::agent),
                           event::custom(called + 5min, ended)})
            .value();
    const auto result = sla::evaluate(book, ticket, called + 1h);
    CHECK(result.find(book, "call answer")->state == clock_state::met);
    CHECK(result.find(book, "call answer")->remaining.elapsed == 10s);
    CHECK(result.find(book, "checked answer")->state == clock_state::running);
    CHECK(result.find(book, "checked answer")->deadline == at("2026-03-03 09:05"));
}

TEST_CASE("commitments: enterprise customers in a key process") {
    const auto book = compiled("commitments");
    static constexpr std::string_view key[] = {"key process"};
    check(book, {"Enterprise, key process", "acknowledgement", {}, {event_kind::acknowledged}},
          {{{.channel = "e-mail", .tier = "enterprise", .tags = key},
            "2026-03-06 16:00",
            "2026-03-06 20:00"}});
    // Another customer's mail, or another process: the e-mail commitment.
    check(book, {"E-mail", "first response", {}, answer},
          {{{.channel = "e-mail", .tags = key}, "2026-03-02 09:00", "2026-03-03 09:00"},
           {{.channel = "e-mail", .tier = "enterprise"}, "2026-03-02 09:00", "2026-03-03 09:00"}});
}

TEST_CASE("commitments: technical support counts business days unless data may be lost") {
    const auto book = compiled("commitments");
    check(book, {"Technical support", "first response", {}, answer},
          {{{.priority = "ordinary", .category = "technical support"},
            "2026-03-02 10:15", // Monday
            "2026-03-04 10:15"},
           {{.priority = "ordinary", .category = "technical support"},
            "2026-03-05 16:00", // Thursday
            "2026-03-09 16:00"},
           {{.priority = "ordinary", .category = "technical support"},
            "2026-03-07 11:00", // Saturday: moves to Monday 09:00 first
            "2026-03-11 09:00"},
           {{.priority = "severe", .category = "technical support"},
            "2026-03-07 11:00",
            "2026-03-07 13:00"}});
}

TEST_CASE("commitments: emergencies") {
    const auto book = compiled("commitments");
    check(book, {"Cloud emergency", "response start", {}, {.name = "response started"}},
          {{{.category = "cloud emergency"}, "2026-03-08 03:00", "2026-03-08 03:15"}});
    check(book, {"Ambulance", "dispatch", {}, {.name = "dispatched"}},
          {{{.category = "ambulance"}, "2026-03-08 03:00", "2026-03-08 03:05"}});
}

TEST_CASE("commitments: an online request is received in one business day and planned in three") {
    const auto book = compiled("commitments");
    check(book, {"Online request", "acknowledgement", {}, {event_kind::acknowledged}},
          {{{.channel = "online request"}, "2026-03-05 17:59", "2026-03-06 17:59"},
           {{.channel = "online request"}, "2026-03-06 17:59", "2026-03-09 17:59"},
           {{.channel = "online request"}, "2026-03-06 18:00", "2026-03-10 09:00"}});
    check(book, {"Online request", "plan", {}, {.name = "plan delivered"}},
          {{{.channel = "online request"}, "2026-03-02 09:00", "2026-03-05 09:00"},
           {{.channel = "online request"}, "2026-03-05 12:30", "2026-03-10 13:00"}});
}

TEST_CASE("commitments: an escalation is two clocks, one after the other") {
    const auto book = compiled("commitments");
    static constexpr std::string_view escalated[] = {"escalated"};
    check(book, {"Escalation", "report to operations", {}, {.name = "reported to operations"}},
          {{{.tags = escalated}, "2026-03-02 02:00", "2026-03-02 02:10"}});
    check(book,
          {"Escalation",
           "operations start",
           happening{.name = "reported to operations"},
           {.name = "plan started"}},
          {{{.tags = escalated}, "2026-03-02 02:08", "2026-03-02 02:38"}});
}

TEST_CASE("commitments: what nobody promised is not judged, and the book says so") {
    const auto made = document("commitments");
    REQUIRE(made);
    REQUIRE(made.issues().size() == 1);
    CHECK(made.issues()[0].code == "policy.default_missing");
    CHECK_FALSE(
        made->book.match(made->book.attributes({.channel = "letter"}), at("2026-03-02 09:00")));
}

TEST_CASE("support template: first response by priority and channel") {
    const auto book = compiled("support_template");
    check(book, {"Support template", "first response", {}, {.name = "call answered"}},
          {{{.priority = "P0", .channel = "telephone"}, "2026-03-02 09:00", "2026-03-02 09:05"},
           {{.priority = "P1", .channel = "telephone"}, "2026-03-02 09:00", "2026-03-02 09:10"},
           {{.priority = "P2", .channel = "telephone"}, "2026-03-02 09:00", "2026-03-02 09:30"},
           {{.priority = "P3", .channel = "telephone"}, "2026-03-02 09:00", "2026-03-02 11:00"}});
    check(book, {"Support template", "first response", {}, answer},
          {{{.priority = "P0", .channel = "chat"}, "2026-03-02 09:00", "2026-03-02 09:01"},
           {{.priority = "P1", .channel = "chat"}, "2026-03-02 09:00", "2026-03-02 09:05"},
           {{.priority = "P2", .channel = "chat"}, "2026-03-02 09:00", "2026-03-02 09:15"},
           {{.priority = "P3", .channel = "chat"}, "2026-03-02 09:00", "2026-03-02 09:30"},
           {{.priority = "P0", .channel = "e-mail"}, "2026-03-02 09:00", "2026-03-02 09:30"},
           {{.priority = "P1", .channel = "e-mail"}, "2026-03-02 09:00", "2026-03-02 11:00"},
           {{.priority = "P2", .channel = "e-mail"}, "2026-03-02 09:00", "2026-03-02 13:00"},
           {{.priority = "P3", .channel = "e-mail"}, "2026-03-02 09:00", "2026-03-03 09:00"}});
}

TEST_CASE("support template: second line has P0 and P1 within ten minutes and answers in thirty") {
    const auto book = compiled("support_template");
    check(book, {"Support template", "hand-over", {}, {.name = "handed over"}},
          {{{.priority = "P0", .channel = "chat"}, "2026-03-02 09:00", "2026-03-02 09:10"},
           {{.priority = "P1", .channel = "e-mail"}, "2026-03-02 09:00", "2026-03-02 09:10"}});
    check(book,
          {"Support template",
           "second-line answer",
           happening{.name = "handed over"},
           {.name = "second line answered"}},
          {{{.priority = "P0", .channel = "chat"}, "2026-03-02 09:08", "2026-03-02 09:38"},
           {{.priority = "P1", .channel = "e-mail"}, "2026-03-02 09:08", "2026-03-02 09:38"}});
    const auto p2 = sla::timeline::of(book.attributes({.priority = "P2", .channel = "chat"}),
                                      {event::created(at("2026-03-02 09:00"))})
                        .value();
    const auto result = sla::evaluate(book, p2, at("2026-03-02 10:00"));
    CHECK(result.find(book, "hand-over")->state == clock_state::not_applicable);
    CHECK(result.find(book, "second-line answer")->state == clock_state::not_applicable);
}

TEST_CASE("commitments: lateness costs a coupon or a percentage") {
    const auto book = compiled("commitments");
    const auto owed = [&](const promise& what, const sla::ticket_names& who,
                          std::chrono::milliseconds after) {
        const sla::instant created = at("2026-03-02 09:00");
        const sla::verdict v = judge(book, what, who, created, created + after, created + 1000h);
        const sla::credit* const due = sla::credit_due(book, v);
        return due == nullptr ? 0 : due->hundredths / 100;
    };
    const promise shop{"Consumer shop", "first response", {}, answer};
    CHECK(owed(shop, {.channel = "shop"}, 30min) == 0);
    CHECK(owed(shop, {.channel = "shop"}, 31min) == 10);
    CHECK(owed(shop, {.channel = "shop"}, 90min) == 20);
    static constexpr std::string_view key[] = {"key process"};
    const promise enterprise{
        "Enterprise, key process", "acknowledgement", {}, {event_kind::acknowledged}};
    const sla::ticket_names who{.tier = "enterprise", .tags = key};
    CHECK(owed(enterprise, who, 4h) == 0);
    CHECK(owed(enterprise, who, 5h) == 5);
    CHECK(owed(enterprise, who, 8h) == 10);
    CHECK(owed(enterprise, who, 28h) == 25);
}

TEST_CASE("priority tiers: reminders near the limit and at it, an objective for the month") {
    const auto desk = document("priority_tiers").value();
    const auto ticket = sla::timeline::of(desk.book.attributes({.priority = "high 高"}),
                                          {event::created(at("2026-03-02 09:00"))})
                            .value();
    const auto reached = [&](std::string_view now) {
        const auto result = sla::evaluate(desk.book, ticket, at(now));
        const auto& steps = result.find(desk.book, "first response")->steps;
        return std::count_if(steps.begin(), steps.end(),
                             [](sla::instant step) { return step != sla::never; });
    };
    CHECK(reached("2026-03-02 11:59") == 0);
    CHECK(reached("2026-03-02 12:00") == 1);
    CHECK(reached("2026-03-02 13:00") == 2);

    REQUIRE(desk.source.objectives.size() == 1);
    const sla::objective_definition& objective = desk.source.objectives[0];
    CHECK(objective.within == 1h);
    CHECK(sla::judge(objective.goal, {.all = 1999, .good = 1799}).state ==
          sla::objective_state::missed);
    CHECK(sla::judge(objective.goal, {.all = 2000, .good = 1800}).state ==
          sla::objective_state::met);
}

TEST_CASE("support template: goals, scorecard and reviews") {
    const auto desk = document("support_template").value();
    REQUIRE(desk.source.goals.size() == 4);
    const sla::goal_path& escalations = desk.source.goals[1].path;
    using namespace std::chrono;
    // A year from 15 % to 5 %: half way at the end of June, 10 %.
    CHECK(sla::progress_on(escalations, 2026y / July / 2, 100'000).is_on_track);
    CHECK_FALSE(sla::progress_on(escalations, 2026y / July / 2, 101'000).is_on_track);
    CHECK(desk.source.goals[2].path.to == 90);

    REQUIRE(desk.scorecards.size() == 1);
    const sla::score_value measured[] = {{"first response", sla::decimal{36}},
                                         {"first-contact resolution", sla::share{170, 200}},
                                         {"satisfaction", sla::decimal{92}}};
    // -2 points of 20 % over, 0 of exactly 85 %, 1 point of 2 above: -0.8 + 0 + 0.2
    CHECK(desk.scorecards[0].score(measured).value().total == sla::decimal::scaled(-6, 1));

    REQUIRE(desk.reports.size() == 2);
    CHECK(desk.reports[0].label(0, 0) == "telephone");
    CHECK(desk.reports[0].label(1, 1) == "2026-W02");
    CHECK(desk.reports[1].label(2, 11) == "2026-12");
}

TEST_CASE("call centre: each stage responds and handles by itself, the ticket as a whole") {
    const auto book = compiled("call_centre");
    const std::string_view intake = "受理 intake";
    const std::string_view repair = "处理 repair";
    const auto entered = [&](std::string_view when, std::string_view stage) {
        return event{
            .at = at(when), .kind = event_kind::stage_entered, .name = book.find_event_name(stage)};
    };
    const auto left = [&](std::string_view when, std::string_view stage) {
        return event{
            .at = at(when), .kind = event_kind::stage_left, .name = book.find_event_name(stage)};
    };
    const auto ticket =
        sla::timeline::of(
            book.attributes({}),
            {event::created(at("2026-03-02 21:50")),
             event::custom(at("2026-03-02 21:50"), book.find_event_name("call answered")),
             entered("2026-03-02 21:51", intake),
             event::message(at("2026-03-03 08:07"), sla::actor::agent),
             left("2026-03-03 08:40", intake), entered("2026-03-03 08:40", repair)})
            .value();
    const auto result = sla::evaluate(book, ticket, at("2026-03-03 09:41"));
    CHECK(result.find(book, "call answer")->state == clock_state::met);
    // 9 minutes on Monday evening, 6 on Tuesday from eight o'clock.
    const sla::verdict& responded = *result.find(book, "受理 response");
    CHECK(responded.deadline == at("2026-03-03 08:06"));
    CHECK(responded.breached_at == at("2026-03-03 08:06") + 1ms);
    const sla::verdict& handled = *result.find(book, "受理 handling");
    CHECK(handled.state == clock_state::met);
    CHECK(handled.deadline == at("2026-03-03 08:51"));
    const sla::verdict& late = *result.find(book, "处理 response");
    CHECK(late.state == clock_state::breached);
    CHECK(late.steps[1] == at("2026-03-03 09:40"));
    CHECK(result.find(book, "处理 handling")->deadline == at("2026-03-03 16:40"));
    // 28 business hours: 10 minutes on Monday, 14 hours on Tuesday, the rest on Wednesday.
    CHECK(result.find(book, "resolution")->deadline == at("2026-03-04 21:50"));
}

TEST_CASE("call centre: the New Year's holidays shorten the hours") {
    const auto book = compiled("call_centre");
    const auto ticket =
        sla::timeline::of(book.attributes({}), {event::created(at("2026-02-16 09:00"))}).value();
    // 8 h on the eve, 7 h each on the two days after it, and 6 h of the third.
    CHECK(sla::evaluate(book, ticket, at("2026-02-16 09:00")).find(book, "resolution")->deadline ==
          at("2026-02-19 16:00"));
}

TEST_CASE("no example document has an issue that it does not mean to have") {
    for (const std::string_view name : {"priority_tiers", "three_tiers", "by_question",
                                        "response_speed", "support_template", "call_centre"}) {
        const auto made = document(std::string{name});
        CAPTURE(name);
        CHECK(made.issues().empty());
        REQUIRE(made);
        const std::string saved = sla::to_json(made->source).value();
        CHECK(sla::document_from_json(saved).value() == made->source);
    }
}
