// SPDX-License-Identifier: MIT
//
// What an explanation says adds up to the verdict, for every book, ticket and moment.
#include <sla/explain.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <property/evaluate_random.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

using oracle::desk_case;
using oracle::dice;
using oracle::to_text;
using sla::elapsed;
using sla::never;
using sla::stretch_kind;

namespace {

/// One of the random cases and its explanation.
struct explained {
    explicit explained(desk_case made)
        : of{std::move(made)}, book{oracle::book_of(of.book)}, events{events_for(book, of.ticket)},
          ticket{timeline_of(book, of.ticket, events)}, why{sla::explain(book, ticket, of.now)} {}

    [[nodiscard]] std::string text(const sla::explained_cycle& c) const {
        static constexpr const char* kinds[] = {"waiting", "running",   "paused",
                                                "stopped", "forgotten", "carried over"};
        std::string out = to_text(oracle::in_names(c.verdict, book, of.book));
        for (const sla::stretch& s : why.stretches(c))
            out += "\n" + to_text(s.during.begin) + " to " + to_text(s.during.end) + " " +
                   kinds[static_cast<std::size_t>(s.kind)] + ", counted " +
                   std::to_string(s.counted.count()) + " ms, event " + std::to_string(s.cause);
        return out;
    }

    desk_case of;
    sla::policy_book book;
    std::vector<sla::event> events;
    sla::timeline ticket;
    sla::explanation why;
};

template <class Body>
void for_cases(const char* property, std::size_t cases, Body body) {
    oracle::property{property, cases}.run([&](dice& random, const std::string& name) {
        desk_case made = random_case(random);
        if (random.percent(30))
            made.now = random.pick(made.ticket.events).at;
        const explained of{std::move(made)};
        INFO(name << "\n" << to_text(of.of));
        body(of);
    });
}

template <class Body>
void for_cycles(const char* property, std::size_t cases, Body body) {
    for_cases(property, cases, [&](const explained& of) {
        for (const sla::explained_cycle& c : of.why.cycles()) {
            INFO(of.text(c));
            body(of, c);
        }
    });
}

/// Up to when a cycle is looked at.
sla::instant moment_of(const explained& of, const sla::verdict& v) {
    return std::min(v.stopped, of.of.now);
}

/// The same calendars without any exception; nothing where one of them does not compile so.
std::optional<sla::policy_book> without_exceptions(sla::book_definition book) {
    for (sla::calendar_definition& c : book.calendars) {
        c.exceptions.clear();
        c.yearly.clear();
    }
    if (!oracle::compiles(book))
        return std::nullopt;
    return oracle::book_of(book);
}

elapsed open_in(const sla::calendar& hours, const sla::interval& during) {
    return hours.between(during.begin, during.end).length();
}

} // namespace

TEST_CASE("the verdicts that are explained are those of all cycles") {
    for_cases("explain verdicts", 300, [](const explained& of) {
        const auto expected = sla::all_cycles(of.book, of.ticket, of.of.now);
        REQUIRE(of.why.cycles().size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            INFO(of.text(of.why.cycles()[i]));
            CHECK(of.why.cycles()[i].verdict == expected[i]);
        }
    });
}

TEST_CASE("an explanation that is made in the place of another one is the same") {
    sla::explanation reused;
    for_cases("explain again", 100, [&](const explained& of) {
        sla::explain(of.book, of.ticket, of.of.now, reused);
        REQUIRE(reused.cycles().size() == of.why.cycles().size());
        for (std::size_t i = 0; i < reused.cycles().size(); ++i) {
            const auto a = reused.stretches(reused.cycles()[i]);
            const auto b = of.why.stretches(of.why.cycles()[i]);
            CHECK(reused.cycles()[i].verdict == of.why.cycles()[i].verdict);
            CHECK(std::equal(a.begin(), a.end(), b.begin(), b.end()));
        }
    });
}

TEST_CASE("stretches follow one another from the first to the moment of the verdict") {
    for_cycles("explain stretches", 300, [](const explained& of, const sla::explained_cycle& c) {
        const auto stretches = of.why.stretches(c);
        if (stretches.empty())
            return;
        for (std::size_t i = 1; i < stretches.size(); ++i)
            CHECK(stretches[i].during.begin == stretches[i - 1].during.end);
        for (const sla::stretch& s : stretches) {
            CHECK(s.during.begin <= s.during.end);
            CHECK((s.during.empty() == (s.kind == stretch_kind::carried_over)));
            CHECK(s.cause < of.events.size());
            CHECK(of.events[s.cause].at <= s.during.begin);
        }
        CHECK(stretches.back().during.end == moment_of(of, c.verdict));
        const sla::instant first = stretches.front().during.begin;
        if (stretches.front().kind == stretch_kind::waiting)
            CHECK(first < c.verdict.started);
        else
            CHECK(first <= c.verdict.started);
    });
}

TEST_CASE("a cycle without stretches has lasted no time") {
    for_cycles("explain nothing", 200, [](const explained& of, const sla::explained_cycle& c) {
        if (!of.why.stretches(c).empty())
            return;
        CHECK(c.verdict.spent.elapsed == elapsed{0});
        CHECK(c.verdict.counted == elapsed{0});
    });
}

TEST_CASE("what ran adds up to the time spent, and what counted to the time counted") {
    for_cycles("explain sums", 400, [](const explained& of, const sla::explained_cycle& c) {
        elapsed ran{};
        elapsed counted{};
        for (const sla::stretch& s : of.why.stretches(c)) {
            if (s.kind == stretch_kind::running)
                ran += s.during.length();
            else if (s.kind != stretch_kind::carried_over)
                CHECK(s.counted == elapsed{0});
            counted += s.counted;
        }
        CHECK(ran == c.verdict.spent.elapsed);
        if (c.verdict.limit)
            CHECK(counted == c.verdict.counted);
    });
}

TEST_CASE("the intervals of a stretch follow one another, and those that count add up") {
    for_cycles("explain intervals", 200, [](const explained& of, const sla::explained_cycle& c) {
        for (const sla::stretch& s : of.why.stretches(c)) {
            const auto intervals = sla::intervals(of.book, of.ticket, s);
            if (s.kind == stretch_kind::carried_over) {
                CHECK(intervals.empty());
                continue;
            }
            sla::instant at = s.during.begin;
            elapsed counted{};
            for (const sla::explained_interval& i : intervals) {
                CHECK(i.during.begin == at);
                CHECK(i.during.begin < i.during.end);
                at = i.during.end;
                if (i.reason == sla::interval_reason::counted)
                    counted += i.during.length();
            }
            CHECK(at == s.during.end);
            CHECK(counted == s.counted);
        }
    });
}

TEST_CASE("an exception closes what would be open without it") {
    for_cases("explain exceptions", 250, [](const explained& of) {
        const auto usual = without_exceptions(of.of.book);
        if (!usual)
            return;
        for (const sla::explained_cycle& c : of.why.cycles())
            for (const sla::stretch& s : of.why.stretches(c)) {
                if (!s.limit || of.book.calendar_of(*s.limit) == nullptr)
                    continue;
                const sla::calendar& hours = *of.book.calendar_of(*s.limit);
                const sla::calendar& plain = *usual->find_calendar(hours.name());
                for (const sla::explained_interval& i : sla::intervals(of.book, of.ticket, s)) {
                    INFO(to_text(i.during.begin)
                         << " to " << to_text(i.during.end) << " " << i.name);
                    if (i.reason == sla::interval_reason::outside_hours)
                        CHECK(open_in(plain, i.during) == elapsed{0});
                    if (i.reason != sla::interval_reason::exception)
                        continue;
                    CHECK(open_in(hours, i.during) == elapsed{0});
                    CHECK(open_in(plain, i.during) > elapsed{0});
                }
            }
    });
}

TEST_CASE("shares add up to the time spent") {
    for_cycles("explain shares", 200, [](const explained& of, const sla::explained_cycle& c) {
        elapsed expected{};
        for (const sla::stretch& s : of.why.stretches(c))
            if (s.kind == stretch_kind::running)
                expected += s.counted;
        for (const auto& shares : {sla::shares_by_person(of.book, of.ticket, of.why, c),
                                   sla::shares_by_group(of.book, of.ticket, of.why, c)}) {
            elapsed ran{};
            elapsed counted{};
            for (const sla::clock_share& share : shares) {
                CHECK(share.elapsed > elapsed{0});
                CHECK(share.counted <= share.elapsed);
                ran += share.elapsed;
                counted += share.counted;
            }
            CHECK(ran == c.verdict.spent.elapsed);
            CHECK(counted == expected);
        }
    });
}

TEST_CASE("a progress bar has no gaps from the start to the moment of the verdict") {
    for_cycles("explain progress", 200, [](const explained& of, const sla::explained_cycle& c) {
        for (const sla::instant responded :
             {never, of.events.front().at, of.events[of.events.size() / 2].at}) {
            const auto bar = sla::progress(of.why, c, responded);
            if (bar.empty()) {
                CHECK(c.verdict.spent.elapsed == elapsed{0});
                continue;
            }
            for (std::size_t i = 0; i < bar.size(); ++i) {
                CHECK(bar[i].during.begin < bar[i].during.end);
                if (i == 0)
                    continue;
                CHECK(bar[i].during.begin == bar[i - 1].during.end);
                CHECK(bar[i].kind != bar[i - 1].kind);
            }
            CHECK(bar.front().during.begin <= c.verdict.started);
            CHECK(bar.back().during.end == moment_of(of, c.verdict));
        }
    });
}

TEST_CASE("the policies that match are those that the book finds") {
    for_cases("explain trials", 200, [](const explained& of) {
        const sla::instant created = of.ticket.created();
        for (const sla::event& e : of.events) {
            const auto trials = sla::trials(of.book, of.ticket.attributes(), created, e.at);
            REQUIRE(trials.size() == of.book.policy_count());
            std::optional<sla::policy_id> first;
            for (const sla::policy_trial& t : trials) {
                const bool holds = of.book.holds(t.policy, of.ticket.attributes(), created);
                const bool in_force = of.book.in_force(t.policy, e.at);
                if (t.outcome == sla::trial_outcome::not_in_force)
                    CHECK(!in_force);
                else
                    CHECK(
                        (in_force && holds == (t.outcome != sla::trial_outcome::condition_fails)));
                CHECK(t.failed.empty() == (t.outcome != sla::trial_outcome::condition_fails));
                if (t.outcome == sla::trial_outcome::matched && !first)
                    first = t.policy;
            }
            CHECK(first == of.book.match(of.ticket.attributes(), created, e.at));
        }
    });
}
