// SPDX-License-Identifier: MIT
//
// A real log of 2,000 incidents in 10,660 rows, through timeline and evaluator: nothing is lost on
// the way, and what comes out is what a plain walk over the rows gives. The data are not part of
// the repository; SLA_DATA_DIR says where they are.

#include "event_log.hpp"
#include "event_log_judge.hpp"
#include "uci_incidents.hpp"
#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/policy.hpp>
#include <sla/zone.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using event_log::tally;

namespace {

const std::filesystem::path path = event_log::ticket_file("uci_incidents_may_2016.csv");

const uci::incident_file& file() {
    static const uci::incident_file read = uci::read_incidents(path);
    return read;
}

const uci::history& history() {
    static const uci::history told = uci::history_of(file().incidents);
    return told;
}

constexpr sla::instant day(int month, int day_of_month, std::chrono::minutes time = 0min) {
    using namespace std::chrono;
    return sys_days{2016y / month / day_of_month} + time;
}
/// After the last row.
constexpr sla::instant end = std::chrono::sys_days{2017y / std::chrono::March / 1};

// -- the promises
// ----------------------------------------------------------------------------------

const event_log::limits by_stopwatch{
    {"1 - Critical", 8h}, {"2 - High", 24h}, {"3 - Moderate", 72h}, {"4 - Low", 120h}};
const event_log::limits in_hours{
    {"1 - Critical", 4h}, {"2 - High", 8h}, {"3 - Moderate", 24h}, {"4 - Low", 40h}};

template <class Length>
std::vector<sla::target_row> rows_of(const event_log::limits& by_priority) {
    std::vector<sla::target_row> out;
    for (const auto& [priority, limit] : by_priority)
        out.push_back({.match = {{sla::attribute::priority, {priority}}}, .within = Length{limit}});
    return out;
}

sla::metric_definition resolution(std::string name, sla::reopen_mode on_reopen) {
    sla::metric_definition out =
        sla::paused_in_status(sla::resolution(on_reopen), uci::waiting_states());
    out.name = std::move(name);
    return out;
}

sla::policy_book compiled(const sla::book_definition& definition) {
    const auto book = sla::compile(definition, sla::zone_set{{sla::zone::utc()}}.source());
    INFO(sla::describe(book.issues()));
    REQUIRE(book);
    return *book;
}

/// One clock for each way to count, and for each answer to a reopening.
sla::policy_book desk() {
    return compiled(
        {.calendars = {{.name = "Always", .zone = "UTC", .hours = sla::around_the_clock()},
                       {.name = "Office",
                        .zone = "UTC",
                        .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})}},
         .metrics = {resolution("by the stopwatch", sla::reopen_mode::resume_without_gap),
                     resolution("around the clock", sla::reopen_mode::resume_without_gap),
                     resolution("in office hours", sla::reopen_mode::resume_without_gap),
                     resolution("with gaps", sla::reopen_mode::resume),
                     resolution("every time", sla::reopen_mode::new_cycle),
                     resolution("the first time", sla::reopen_mode::ignore),
                     resolution("frozen", sla::reopen_mode::resume_without_gap), sla::ownership()},
         .policies = {
             {.name = "Desk",
              .calendar = "Always",
              .targets = {
                  {.metric = "by the stopwatch", .rows = rows_of<sla::elapsed>(by_stopwatch)},
                  {.metric = "around the clock", .rows = rows_of<sla::working>(by_stopwatch)},
                  {.metric = "in office hours",
                   .rows = rows_of<sla::working>(in_hours),
                   .calendar = "Office"},
                  {.metric = "with gaps", .rows = rows_of<sla::elapsed>(by_stopwatch)},
                  {.metric = "every time", .rows = rows_of<sla::elapsed>(by_stopwatch)},
                  {.metric = "the first time", .rows = rows_of<sla::elapsed>(by_stopwatch)},
                  {.metric = "frozen",
                   .rows = rows_of<sla::elapsed>(by_stopwatch),
                   .options = {.retarget = sla::retarget_mode::freeze}},
                  {.metric = "ownership", .rows = sla::always(4h)}}}}});
}

// -- the same by hand
// ------------------------------------------------------------------------------

event_log::standings standings_of(const uci::incident& one) {
    event_log::standings out{{.at = one.opened, .priority = one.rows.front().priority}};
    for (const uci::snapshot& row : one.rows) {
        // A new priority holds before the new state does.
        event_log::standing next = out.back();
        next.at = row.at;
        next.priority = row.priority;
        out.push_back(next);
        next.waiting = uci::is_waiting(row.state);
        next.done = row.state == "Resolved" || row.state == "Closed";
        out.push_back(next);
    }
    return out;
}

std::vector<event_log::standings> lives() {
    std::vector<event_log::standings> out;
    for (const uci::incident& one : file().incidents)
        out.push_back(standings_of(one));
    return out;
}

} // namespace

TEST_CASE("every row of the incidents is told by events, or counted with the reason why not") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    CHECK(file().problems.empty());
    CHECK(file().rows == 10'660);
    CHECK(file().moved_rows == 0);
    CHECK(file().incidents.size() == 2'000);
    CHECK(history().rows == tally{{"told by events", 8'722},
                                  {"only other columns changed", 15},
                                  {"nothing but the update itself", 1'923}});
    CHECK(history().people == 147);
    CHECK(event_log::kinds_of(history().tickets) ==
          tally{{"created", 2'000},
                {"status changed", 7'027},
                {"attribute changed priority", 35},
                {"attribute changed category", 53},
                {"attribute changed group", 1'683},
                {"assigned", 2'372},
                {"custom", 178}, // Taken from somebody and given to nobody.
                {"resolved", 2'050},
                {"reopened", 21},
                {"closed", 2'003}});
}

TEST_CASE("the times that stand beside the incidents are those of their events") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    // 2,000 reach the state "Resolved", 20 of them again after a reopening, one of these twice.
    CHECK(history().incidents == tally{{"resolved when the file says", 1'885},
                                       {"resolved without a time of its own", 115},
                                       {"resolved again", 29},
                                       {"closed when the file says", 2'000},
                                       {"closed again", 3}});
}

TEST_CASE("each incident has a timeline, and nothing about it is strange") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const event_log::timelines timelines{desk(), history().tickets};
    CHECK(timelines.refused().empty());
    CHECK(timelines.warnings().empty());
    CHECK(timelines.all().size() == 2'000);
    CHECK(timelines.long_ones() == 2);
}

TEST_CASE("verdicts on the incidents are what a plain walk over the rows gives") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    using namespace event_log;
    const question ask =
        GENERATE(question{"by the stopwatch", by_stopwatch, by_the_stopwatch, as_it_was},
                 question{"around the clock", by_stopwatch, by_the_stopwatch, as_it_was},
                 question{"in office hours", in_hours, in_office_hours, as_it_was},
                 question{"with gaps", by_stopwatch, by_the_stopwatch, done_last},
                 question{"every time", by_stopwatch, by_the_stopwatch, begun_anew},
                 question{"the first time", by_stopwatch, by_the_stopwatch, done_once},
                 question{"frozen", by_stopwatch, by_the_stopwatch, first_priority});
    const sla::instant now =
        GENERATE(day(5, 2, 9h), day(5, 4, 12h + 30min), day(5, 6, 17h), day(5, 12), day(6, 1), end);
    INFO(ask.metric << " at " << now.time_since_epoch().count());
    const sla::policy_book book = desk();
    const event_log::timelines timelines{book, history().tickets};
    CHECK(differences(ask, book, timelines.all(), lives(), now) == std::vector<std::string>{});
}

TEST_CASE("the verdicts on the incidents add up") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const sla::policy_book book = desk();
    const event_log::timelines timelines{book, history().tickets};
    const auto summaries = [&](sla::instant now) {
        return event_log::summaries(book, timelines.all(), now);
    };
    using expected = std::vector<std::string>;
    CHECK(
        summaries(end) ==
        expected{"around the clock: breached 383, met 1617; "
                 "counted 655551060 s, spent 655551060 s, paused 282970980 s; 383 of 2000 cycles "
                 "breached",
                 "by the stopwatch: breached 383, met 1617; "
                 "counted 655551060 s, spent 655551060 s, paused 282970980 s; 383 of 2000 cycles "
                 "breached",
                 "every time: breached 376, met 1624; "
                 "counted 648924000 s, spent 648924000 s, paused 277449600 s; 385 of 2021 cycles "
                 "breached",
                 "frozen: breached 372, met 1628; "
                 "counted 655551060 s, spent 655551060 s, paused 282970980 s; 372 of 2000 cycles "
                 "breached",
                 "in office hours: breached 316, met 1684; "
                 "counted 160073580 s, spent 655551060 s, paused 282970980 s; 316 of 2000 cycles "
                 "breached",
                 "ownership: breached 230, met 1770; "
                 "counted 118310640 s, spent 118310640 s, paused 0 s; 230 of 2000 cycles breached",
                 "the first time: breached 381, met 1619; "
                 "counted 651688140 s, spent 651688140 s, paused 280162260 s; 381 of 2000 cycles "
                 "breached",
                 "with gaps: breached 385, met 1615; "
                 "counted 657023940 s, spent 657023940 s, paused 281498100 s; 385 of 2000 cycles "
                 "breached"});
    // Of those that were created later, nothing exists yet.
    CHECK(
        summaries(day(5, 6, 17h)) ==
        expected{
            "around the clock: breached 120, met 1381, not started 112, paused 134, running 253; "
            "counted 92114460 s, spent 92114460 s, paused 21938700 s; 120 of 2000 cycles breached",
            "by the stopwatch: breached 120, met 1381, not started 112, paused 134, running 253; "
            "counted 92114460 s, spent 92114460 s, paused 21938700 s; 120 of 2000 cycles breached",
            "every time: breached 119, met 1381, not started 112, paused 134, running 254; "
            "counted 91835160 s, spent 91835160 s, paused 21873840 s; 119 of 2006 cycles breached",
            "frozen: breached 112, met 1386, not started 112, paused 136, running 254; "
            "counted 92114460 s, spent 92114460 s, paused 21938700 s; 112 of 2000 cycles breached",
            "in office hours: breached 124, met 1377, not started 112, paused 135, running 252; "
            "counted 36814140 s, spent 92114460 s, paused 21938700 s; 124 of 2000 cycles breached",
            "ownership: breached 202, met 1677, not started 112, running 9; "
            "counted 26802180 s, spent 26802180 s, paused 0 s; 202 of 2000 cycles breached",
            "the first time: breached 118, met 1383, not started 112, paused 134, running 253; "
            "counted 91598100 s, spent 91598100 s, paused 21873840 s; 118 of 2000 cycles breached",
            "with gaps: breached 120, met 1381, not started 112, paused 134, running 253; "
            "counted 92179320 s, spent 92179320 s, paused 21873840 s; 120 of 2000 cycles "
            "breached"});
}

TEST_CASE("incidents are owned when the rows say so") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    sla::elapsed waited{};
    std::size_t late = 0;
    for (const uci::incident& one : file().incidents) {
        const auto first = std::find_if(one.rows.begin(), one.rows.end(),
                                        [](const auto& row) { return !row.assignee.empty(); });
        REQUIRE(first != one.rows.end());
        waited += first->at - one.opened;
        if (first->at - one.opened > 4h)
            ++late;
    }
    const sla::policy_book book = desk();
    const event_log::timelines timelines{book, history().tickets};
    const auto sums = event_log::judge(book, timelines.all(), end).at("ownership");
    CHECK(sums.counted == waited);
    CHECK(sums.states == tally{{"breached", late}, {"met", 2'000 - late}});
}

TEST_CASE("time by the stopwatch and working time around the clock are one") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const sla::policy_book book = desk();
    const event_log::timelines timelines{book, history().tickets};
    std::size_t different = 0;
    for (const sla::timeline& ticket : timelines.all()) {
        for (const sla::instant now : {day(5, 4, 12h), day(5, 9), end}) {
            const sla::evaluation result = sla::evaluate(book, ticket, now);
            const sla::verdict& stopwatch = *result.find(book, "by the stopwatch");
            const sla::verdict& working = *result.find(book, "around the clock");
            if (stopwatch.state != working.state || stopwatch.deadline != working.deadline ||
                stopwatch.breached_at != working.breached_at ||
                stopwatch.next_change != working.next_change || stopwatch.spent != working.spent ||
                stopwatch.remaining != working.remaining || stopwatch.overdue != working.overdue ||
                working.spent.working.value_or(sla::working{}) !=
                    sla::working{working.spent.elapsed})
                ++different;
        }
    }
    CHECK(different == 0);
}

// -- the file's own verdicts ---------------------------------------------------------------------
//
// `made_sla` says whether an incident was closed in time; it turns false, if ever, with the closing
// itself. By which rule is nowhere written, so what follows was found by trying, and proves only
// that the kind of rule is right: from the opening to the closing, on weekdays, waiting included.
//
// Limits in weekday hours explain all but 6 of 2,000 verdicts, and all 6 alike: late by the rule,
// kept by the file. Hours from 11 to 23 with a limit of 80 are one choice of many that do equally
// well (the desk closes by a program, five days after the resolution, mostly between 9 and 18), so
// neither is likely the desk's own. A limit by the stopwatch cannot do it: the best for "Moderate",
// 14,261 minutes, fails 34 times. With waiting subtracted it is not the file's rule either: 124
// that were lost would be met. Of "Critical" and "High" nothing is lost before the fourth day nor,
// with one exception, kept after the first, so many limits would do; every "Low" is kept.

namespace {

struct agreement {
    std::size_t agree = 0;
    std::size_t late_but_kept = 0; ///< The verdict is "breached", the file says "made".
    std::size_t met_but_lost = 0;

    friend bool operator==(const agreement&, const agreement&) = default;
    friend std::ostream& operator<<(std::ostream& out, const agreement& a) {
        return out << a.agree << " agree, " << a.late_but_kept << " late but kept, "
                   << a.met_but_lost << " met but lost";
    }
};

/// By the priority that the incident had in the end.
std::map<std::string, agreement> compared(sla::target_duration moderate,
                                          sla::metric_definition closing) {
    const sla::policy_book book = compiled(
        {.calendars = {{.name = "Long days",
                        .zone = "UTC",
                        .hours = sla::weekly(sla::monday_to_friday, {{11h, 23h}})}},
         .metrics = {std::move(closing)},
         .policies = {{.name = "Closing",
                       .calendar = "Long days",
                       .targets = {{.metric = "closing",
                                    .rows = sla::by_priority({{"1 - Critical", 8h},
                                                              {"2 - High", 24h},
                                                              {"3 - Moderate", moderate},
                                                              {"4 - Low", 400h}}),
                                    // Decided at the closing, by the priority it then has.
                                    .options = {.breach = sla::breach_mode::recomputed}}}}}});
    const event_log::timelines timelines{book, history().tickets};
    std::map<std::string, agreement> out;
    for (std::size_t i = 0; i < timelines.all().size(); ++i) {
        const uci::snapshot& last = file().incidents[i].rows.back();
        const sla::evaluation result = sla::evaluate(book, timelines.all()[i], end);
        const bool met = result.find(book, "closing")->state == sla::clock_state::met;
        agreement& sum = out[last.priority];
        ++(met == last.made_sla ? sum.agree : met ? sum.met_but_lost : sum.late_but_kept);
    }
    return out;
}

sla::metric_definition closing() {
    return {.name = "closing",
            .start = {sla::on(sla::event_kind::created)},
            .stop = {sla::on(sla::event_kind::closed)}};
}

} // namespace

TEST_CASE("a verdict of the file turns with the closing or never") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    std::size_t lost = 0;
    for (const uci::incident& one : file().incidents) {
        for (std::size_t i = 0; i < one.rows.size(); ++i) {
            const bool closes =
                i > 0 && one.rows[i].state == "Closed" && one.rows[i - 1].state != "Closed";
            const bool turns = one.rows[i].made_sla != (i == 0 || one.rows[i - 1].made_sla);
            CHECK((!turns || (closes && !one.rows[i].made_sla)));
            lost += turns ? 1U : 0U;
        }
    }
    CHECK(lost == 459);
}

TEST_CASE("1,994 of the file's 2,000 verdicts are those of a limit in weekday hours") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    using by_priority = std::map<std::string, agreement>;
    CHECK(compared(sla::working{80h}, closing()) == by_priority{{"1 - Critical", {22, 1, 0}},
                                                                {"2 - High", {29, 0, 0}},
                                                                {"3 - Moderate", {1'867, 5, 0}},
                                                                {"4 - Low", {76, 0, 0}}});
    CHECK(compared(14'261min, closing()).at("3 - Moderate") == agreement{1'838, 19, 15});
    CHECK(compared(sla::working{80h}, sla::paused_in_status(closing(), uci::waiting_states()))
              .at("3 - Moderate") == agreement{1'743, 5, 124});
}
