// SPDX-License-Identifier: MIT
//
// A real log of 1,000 cases of an Italian help desk in 4,621 rows, through timeline and evaluator:
// nothing is lost on the way, and what comes out is what a plain walk over the rows gives. The data
// are not part of the repository; SLA_DATA_DIR says where they are.

#include "event_log.hpp"
#include "event_log_judge.hpp"
#include "helpdesk_italy.hpp"
#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/policy.hpp>
#include <sla/zone.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using event_log::tally;

namespace {

const std::filesystem::path path = event_log::ticket_file("helpdesk_italy_1000_cases.csv");

const helpdesk::case_file& file() {
    static const helpdesk::case_file read = helpdesk::read_cases(path);
    return read;
}

const helpdesk::history& history() {
    static const helpdesk::history told = helpdesk::history_of(file().cases);
    return told;
}

constexpr sla::instant at(int year, int month, int day, std::chrono::minutes time = 0min) {
    return std::chrono::sys_days{std::chrono::year{year} / month / day} + time;
}
/// After the last row.
constexpr sla::instant end = at(2014, 2, 1);

// -- the promises
// ----------------------------------------------------------------------------------
//
// Nothing is promised to a ticket before it has a seriousness, save that somebody takes it up.

const event_log::limits by_stopwatch{{"assigned", 240h}};
const event_log::limits in_hours{{"assigned", 40h}};

sla::metric_definition resolution(std::string name, sla::reopen_mode on_reopen) {
    sla::metric_definition out =
        sla::paused_in_status(sla::resolution(on_reopen), {helpdesk::waiting});
    out.name = std::move(name);
    return out;
}

/// Somebody takes it up, or solves it at once.
sla::metric_definition taken_up() {
    sla::metric_definition out = sla::acknowledgement();
    out.name = "taken up";
    out.stop.push_back(sla::on(sla::event_kind::resolved));
    out.stop.push_back(sla::on(sla::event_kind::closed));
    return out;
}

sla::policy_book desk() {
    const std::vector<sla::target_row> stopwatch = sla::by_priority({{"assigned", 240h}});
    const sla::book_definition definition{
        .calendars = {{.name = "Office",
                       .zone = "UTC",
                       .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})}},
        .metrics = {resolution("by the stopwatch", sla::reopen_mode::resume_without_gap),
                    resolution("in office hours", sla::reopen_mode::resume_without_gap),
                    resolution("with gaps", sla::reopen_mode::resume),
                    resolution("every time", sla::reopen_mode::new_cycle), taken_up(),
                    sla::stage_handling("software")},
        .policies = {{.name = "Desk",
                      .calendar = "Office",
                      .targets = {{.metric = "by the stopwatch", .rows = stopwatch},
                                  {.metric = "in office hours",
                                   .rows = sla::by_priority({{"assigned", sla::working{40h}}})},
                                  {.metric = "with gaps", .rows = stopwatch},
                                  {.metric = "every time", .rows = stopwatch},
                                  {.metric = "taken up", .rows = sla::always(sla::working{8h})},
                                  {.metric = "handling in software", .rows = sla::always(240h)}}}}};
    const auto book = sla::compile(definition, sla::zone_set{{sla::zone::utc()}}.source());
    INFO(sla::describe(book.issues()));
    REQUIRE(book);
    return *book;
}

// -- the same by hand
// ------------------------------------------------------------------------------

event_log::standings standings_of(const helpdesk::ticket_case& one) {
    event_log::standings out{{.at = one.activities.front().at}};
    for (const helpdesk::activity& a : one.activities) {
        event_log::standing next = out.back();
        next.at = a.at;
        const bool works = a.name == "Take in charge ticket";
        const bool waits = a.name == "Wait";
        const bool ends = a.name == "Resolve ticket" || a.name == "Closed";
        if (a.name == "Assign seriousness")
            next.priority = "assigned";
        if (works || waits || ends || a.name == "Require upgrade")
            next.waiting = waits;
        if (works || waits || ends)
            next.done = ends;
        out.push_back(next);
    }
    return out;
}

std::vector<event_log::standings> lives() {
    std::vector<event_log::standings> out;
    for (const helpdesk::ticket_case& one : file().cases)
        out.push_back(standings_of(one));
    return out;
}

} // namespace

TEST_CASE("every row of the cases is told by events") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    CHECK(file().problems.empty());
    CHECK(file().rows == 4'621);
    CHECK(file().moved_rows == 0);
    CHECK(file().cases.size() == 1'000);
    CHECK(history().unknown.empty());
    CHECK(history().rows == tally{{"Insert ticket", 27}, // The creation of the ticket itself.
                                  {"Assign seriousness", 1'080},
                                  {"Take in charge ticket", 1'087},
                                  {"Wait", 311},
                                  {"Require upgrade", 23},
                                  {"Create SW anomaly", 12},
                                  {"Resolve SW anomaly", 2},
                                  {"VERIFIED", 1},
                                  {"DUPLICATE", 1},
                                  {"Resolve ticket", 1'079},
                                  {"Closed", 998}});
    CHECK(history().people == 20);
    CHECK(event_log::kinds_of(history().tickets) ==
          tally{{"created", 1'000},
                {"attribute changed priority", 1'080},
                {"acknowledged", 1'087},
                {"assigned", 1'087},
                {"status changed", 1'087 + 311 + 23 + 1'079 + 998},
                {"stage entered", 12},
                {"stage left", 2},
                {"custom", 2},
                {"resolved", 1'079},
                {"reopened", 25},
                {"closed", 998}});
}

TEST_CASE("each case has a timeline, and what is strange about one is told") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const event_log::timelines timelines{desk(), history().tickets};
    CHECK(timelines.refused().empty());
    CHECK(timelines.all().size() == 1'000);
    CHECK(timelines.long_ones() == 0);
    // One anomaly was resolved twice.
    CHECK(timelines.warnings() == tally{{"timeline.stage_not_entered", 1}});
}

TEST_CASE("verdicts on the cases are what a plain walk over the rows gives") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    using namespace event_log;
    const question ask =
        GENERATE(question{"by the stopwatch", by_stopwatch, by_the_stopwatch, as_it_was},
                 question{"in office hours", in_hours, in_office_hours, as_it_was},
                 question{"with gaps", by_stopwatch, by_the_stopwatch, done_last},
                 question{"every time", by_stopwatch, by_the_stopwatch, begun_anew});
    const sla::instant now = GENERATE(at(2010, 6, 1), at(2011, 3, 14, 12h), at(2012, 1, 1),
                                      at(2013, 5, 6, 9h + 30min), end);
    INFO(ask.metric << " at " << now.time_since_epoch().count());
    const sla::policy_book book = desk();
    const event_log::timelines timelines{book, history().tickets};
    CHECK(differences(ask, book, timelines.all(), lives(), now) == std::vector<std::string>{});
}

TEST_CASE("cases are taken up when the rows say so") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    event_log::totals by_hand;
    for (const helpdesk::ticket_case& one : file().cases) {
        event_log::standings lived{{.at = one.activities.front().at, .priority = "any"}};
        for (const helpdesk::activity& a : one.activities)
            if (a.name == "Take in charge ticket" || a.name == "Resolve ticket" ||
                a.name == "Closed")
                lived.push_back({.at = a.at, .done = true, .priority = "any"});
        const event_log::recounted r =
            event_log::recount(lived, {{"any", 8h}}, event_log::in_office_hours, end);
        ++by_hand.states[r.state];
        by_hand.counted += r.counted;
    }
    const sla::policy_book book = desk();
    const event_log::timelines timelines{book, history().tickets};
    const auto sums = event_log::judge(book, timelines.all(), end).at("taken up");
    CHECK(sums.states == by_hand.states);
    CHECK(sums.counted == by_hand.counted);
}

TEST_CASE("the verdicts on the cases add up") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const sla::policy_book book = desk();
    const event_log::timelines timelines{book, history().tickets};
    const auto summaries = [&](sla::instant now) {
        return event_log::summaries(book, timelines.all(), now);
    };
    using expected = std::vector<std::string>;
    CHECK(summaries(end) ==
          expected{"by the stopwatch: breached 312, met 668, not applicable 20; "
                   "counted 714262679 s, spent 734400110 s, paused 331277789 s; 312 of 1000 cycles "
                   "breached",
                   "every time: breached 309, met 671, not applicable 20; "
                   "counted 704823065 s, spent 724960496 s, paused 312820275 s; 312 of 1025 cycles "
                   "breached",
                   "handling in software: breached 8, met 2, not started 990; "
                   "counted 25731628 s, spent 25731628 s, paused 25 s; 8 of 1000 cycles breached",
                   "in office hours: breached 379, met 601, not applicable 20; "
                   "counted 170145645 s, spent 734400110 s, paused 331277789 s; 379 of 1000 cycles "
                   "breached",
                   "taken up: breached 408, met 592; "
                   "counted 94951752 s, spent 402327973 s, paused 0 s; 408 of 1000 cycles breached",
                   "with gaps: breached 319, met 661, not applicable 20; "
                   "counted 729346399 s, spent 749483830 s, paused 316194069 s; 319 of 1000 cycles "
                   "breached"});
    CHECK(summaries(at(2012, 1, 1)) ==
          expected{
              "by the stopwatch: breached 141, met 385, not applicable 471, paused 1, running 2; "
              "counted 328848172 s, spent 331137427 s, paused 110315438 s; 141 of 1000 cycles "
              "breached",
              "every time: breached 139, met 387, not applicable 471, paused 1, running 2; "
              "counted 322190566 s, spent 324479821 s, paused 95917026 s; 141 of 1019 cycles "
              "breached",
              "handling in software: breached 1, met 1, not started 998; "
              "counted 4161261 s, spent 4161261 s, paused 25 s; 1 of 1000 cycles breached",
              "in office hours: breached 178, met 348, not applicable 471, paused 1, running 2; "
              "counted 79049874 s, spent 331137427 s, paused 110315438 s; 178 of 1000 cycles "
              "breached",
              "taken up: breached 217, met 316, not started 466, running 1; "
              "counted 40901606 s, spent 170299854 s, paused 0 s; 217 of 1000 cycles breached",
              "with gaps: breached 147, met 379, not applicable 471, paused 1, running 2; "
              "counted 341874625 s, spent 344163880 s, paused 97288985 s; 147 of 1000 cycles "
              "breached"});
}
