// SPDX-License-Identifier: MIT
//
// What a clock did, stretch by stretch.
#include "explain_desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using desk::at;
using desk::friday;
using desk::monday;
using desk::next_monday;
using desk::text;
using desk::told;
using desk::tuesday;
using desk::wednesday;
using sla::event;
using sla::event_kind;
using sla::policy_book;
using sla::working;

namespace {

const sla::instant nine = at(monday, 9h);

/// A resolution that is paused while the ticket waits.
sla::book_definition resolving(std::vector<sla::target_row> rows, sla::target_options options = {},
                               sla::reopen_mode on_reopen = sla::reopen_mode::resume_without_gap) {
    sla::book_definition out = desk::promising(
        {{.metric = "resolution", .rows = std::move(rows), .options = std::move(options)}});
    out.metrics = {sla::paused_in_status(sla::resolution(on_reopen), {"waiting", "on hold"})};
    return out;
}

event status(const policy_book& book, sla::instant t, const char* name) {
    return event::status(t, book.find_event_name(name));
}
event priority(const policy_book& book, sla::instant t, const char* name) {
    return event::changed(t, sla::attribute::priority,
                          book.find_value(sla::attribute::priority, name));
}

/// P1 has 8 h, everything else 16 h, of working time.
sla::book_definition two_priorities(sla::retarget_mode retarget) {
    return resolving(sla::otherwise(sla::by_priority({{"P1", working{8h}}}), working{16h}),
                     {.retarget = retarget});
}

told raised(sla::retarget_mode retarget) {
    return desk::explained(
        two_priorities(retarget), "resolution", at(monday, 15h), {.priority = "P2"},
        [](const policy_book& book) {
            return std::vector{event::created(nine), priority(book, at(monday, 13h), "P1")};
        });
}

} // namespace

TEST_CASE("a clock that was left alone has one stretch") {
    const told t =
        desk::explained(resolving(sla::always(working{8h})), "resolution", at(tuesday, 10h), {},
                        [](const auto&) { return std::vector{event::created(nine)}; });
    CHECK(desk::lines(t) == text{"Mon 09:00 - Tue 10:00 running 540 min, event 0"});
    CHECK(t.stretches()[0].limit == t.cycle().verdict.limit);
    CHECK(t.cycle().verdict == *sla::evaluate(t.book, t.ticket, at(tuesday, 10h)).begin());
}

TEST_CASE("a pause names the event that paused the clock, and the next stretch what ended it") {
    const told t =
        desk::explained(resolving(sla::always(working{8h})), "resolution", at(monday, 15h), {},
                        [](const policy_book& book) {
                            return std::vector{event::created(nine), event::note(at(monday, 10h)),
                                               status(book, at(monday, 11h), "waiting"),
                                               status(book, at(monday, 12h), "on hold"),
                                               status(book, at(monday, 13h), "open")};
                        });
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 11:00 running 120 min, event 0",
                                 "Mon 11:00 - Mon 13:00 paused, event 2",
                                 "Mon 13:00 - Mon 15:00 running 120 min, event 4"});
}

TEST_CASE("a clock that is stopped while it waits for its hours is stopped by that event") {
    const told t =
        desk::explained(resolving(sla::always(working{8h}), {.start_hours = "Office"}),
                        "resolution", at(monday, 13h), {}, [](const policy_book&) {
                            return std::vector{event::created(at(monday, 7h)),
                                               event::of(at(monday, 8h), event_kind::resolved),
                                               event::of(at(monday, 12h), event_kind::reopened)};
                        });
    CHECK(desk::lines(t) == text{"Mon 07:00 - Mon 08:00 waiting, event 0",
                                 "Mon 08:00 - Mon 12:00 stopped, event 1",
                                 "Mon 12:00 - Mon 13:00 running 60 min, event 2"});
}

TEST_CASE("a clock that starts under a pause names the event that came before its start") {
    sla::book_definition book = desk::promising("repair", working{8h});
    book.metrics = {sla::paused_in_status(sla::repair(), {"waiting"})};
    const told t = desk::explained(book, "repair", at(monday, 15h), {}, [](const policy_book& b) {
        return std::vector{event::created(nine), status(b, at(monday, 10h), "waiting"),
                           event::of(at(monday, 11h), event_kind::confirmed),
                           status(b, at(monday, 12h), "open")};
    });
    CHECK(desk::lines(t) == text{"Mon 11:00 - Mon 12:00 paused, event 1",
                                 "Mon 12:00 - Mon 15:00 running 180 min, event 3"});
}

TEST_CASE("a pause that another limit falls into stays the pause it was") {
    const told t = desk::explained(two_priorities(sla::retarget_mode::keep_elapsed_time),
                                   "resolution", at(monday, 15h), {}, [](const policy_book& book) {
                                       return std::vector{event::created(nine),
                                                          status(book, at(monday, 10h), "waiting"),
                                                          priority(book, at(monday, 12h), "P1"),
                                                          status(book, at(monday, 13h), "open")};
                                   });
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 10:00 running 60 min, event 0",
                                 "Mon 10:00 - Mon 12:00 paused, event 1",
                                 "Mon 12:00 - Mon 13:00 paused, event 1",
                                 "Mon 13:00 - Mon 15:00 running 120 min, event 3"});
    CHECK(t.stretches()[1].limit != t.stretches()[2].limit);
    CHECK(t.stretches()[2].limit == t.cycle().verdict.limit);
}

TEST_CASE("a pause without length is not told") {
    const told t = desk::explained(resolving(sla::always(working{8h})), "resolution",
                                   at(monday, 15h), {}, [](const policy_book& book) {
                                       return std::vector{event::created(nine),
                                                          status(book, at(monday, 11h), "waiting"),
                                                          status(book, at(monday, 11h), "open")};
                                   });
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 11:00 running 120 min, event 0",
                                 "Mon 11:00 - Mon 15:00 running 240 min, event 2"});
}

TEST_CASE("stretches end where the clock stopped") {
    const told t =
        desk::explained(resolving(sla::always(working{8h})), "resolution", at(friday, 15h), {},
                        [](const policy_book&) {
                            return std::vector{event::created(nine),
                                               event::of(at(monday, 12h), event_kind::resolved)};
                        });
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 12:00 running 180 min, event 0"});
}

TEST_CASE("a clock that waits for its start hours says so") {
    const sla::book_definition waits = resolving(sla::always(12h), {.start_hours = "Office"});
    const auto events = [](const policy_book&) {
        return std::vector{event::created(at(monday, 20h))};
    };
    SECTION("while it waits") {
        const told t = desk::explained(waits, "resolution", at(monday, 23h), {}, events);
        CHECK(desk::lines(t) == text{"Mon 20:00 - Mon 23:00 waiting, event 0"});
        CHECK(t.cycle().verdict.started == at(tuesday, 9h));
    }
    SECTION("and after") {
        const told t = desk::explained(waits, "resolution", at(tuesday, 11h), {}, events);
        CHECK(desk::lines(t) == text{"Mon 20:00 - Tue 09:00 waiting, event 0",
                                     "Tue 09:00 - Tue 11:00 running 120 min, event 0"});
    }
    SECTION("and where it was stopped before") {
        const told t =
            desk::explained(waits, "resolution", at(tuesday, 11h), {}, [&](const policy_book&) {
                return std::vector{event::created(at(monday, 20h)),
                                   event::of(at(monday, 22h), event_kind::resolved)};
            });
        CHECK(desk::lines(t) == text{"Mon 20:00 - Mon 22:00 waiting, event 0"});
    }
}

TEST_CASE("an update that came early is lived out before the next one begins") {
    const told t = desk::explained(
        [] {
            auto book = desk::promising("periodic update", 4h);
            book.metrics = {sla::periodic_update(sla::recurrence::sequential)};
            return book;
        }(),
        "periodic update", at(monday, 14h), {},
        [](const policy_book&) {
            return std::vector{event::created(nine),
                               event::message(at(monday, 11h), sla::actor::agent)};
        });
    REQUIRE(t.why.cycles().size() == 2);
    CHECK(desk::lines(t, t.why.cycles()[0]) ==
          text{"Mon 09:00 - Mon 11:00 running 120 min, event 0"});
    CHECK(desk::lines(t, t.why.cycles()[1]) ==
          text{"Mon 11:00 - Mon 13:00 waiting, event 1",
               "Mon 13:00 - Mon 14:00 running 60 min, event 1"});
    CHECK(&t.cycle() == &t.why.cycles()[1]);
}

TEST_CASE("what ran before a reset is forgotten") {
    auto book = desk::promising("next response", working{8h});
    book.metrics = {sla::paused_in_status(
        sla::next_response(sla::response_anchor::latest_unanswered), {"waiting"})};
    const told t =
        desk::explained(book, "next response", at(monday, 16h), {}, [](const policy_book& b) {
            using sla::actor;
            return std::vector{event::created(nine),
                               event::message(at(monday, 10h), actor::agent),
                               event::message(at(monday, 11h), actor::customer),
                               status(b, at(monday, 12h), "waiting"),
                               status(b, at(monday, 13h), "open"),
                               event::message(at(monday, 14h), actor::customer)};
        });
    CHECK(desk::lines(t) == text{"Mon 11:00 - Mon 12:00 forgotten, event 2",
                                 "Mon 12:00 - Mon 13:00 paused, event 3",
                                 "Mon 13:00 - Mon 14:00 forgotten, event 4",
                                 "Mon 14:00 - Mon 16:00 running 120 min, event 5"});
    CHECK(t.cycle().verdict.started == at(monday, 14h));
}

TEST_CASE("another limit in the same time carries all over without a word") {
    CHECK(desk::lines(raised(sla::retarget_mode::keep_elapsed_time)) ==
          text{"Mon 09:00 - Mon 13:00 running 240 min, event 0",
               "Mon 13:00 - Mon 15:00 running 120 min, event 1"});
}

TEST_CASE("a share that is carried over is a stretch of its own, without length") {
    // 4 h of 16 h are 2 h of 8 h.
    const told t = raised(sla::retarget_mode::keep_elapsed_share);
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 13:00 running 240 min, event 0",
                                 "Mon 13:00 - Mon 13:00 carried over -120 min, event 1",
                                 "Mon 13:00 - Mon 15:00 running 120 min, event 1"});
    CHECK(t.cycle().verdict.counted == 4h);
    CHECK(t.cycle().verdict.spent.elapsed == 6h);
}

TEST_CASE("a limit that begins anew forgets what came before") {
    const told t = raised(sla::retarget_mode::restart);
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 13:00 forgotten, event 0",
                                 "Mon 13:00 - Mon 15:00 running 120 min, event 1"});
    CHECK(t.cycle().verdict.started == nine);
}

TEST_CASE("what was carried over is forgotten with the rest") {
    auto definition = two_priorities(sla::retarget_mode::keep_elapsed_share);
    definition.metrics[0].reset = {sla::on_custom("again")};
    const told t =
        desk::explained(definition, "resolution", at(monday, 16h), {}, [](const policy_book& book) {
            return std::vector{event::created(nine), priority(book, at(monday, 13h), "P1"),
                               event::custom(at(monday, 15h), book.find_event_name("again"))};
        });
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 13:00 forgotten, event 0",
                                 "Mon 13:00 - Mon 15:00 forgotten, event 1",
                                 "Mon 15:00 - Mon 16:00 running 60 min, event 2"});
}

TEST_CASE("a limit that is frozen goes on as one stretch") {
    CHECK(desk::lines(raised(sla::retarget_mode::freeze)) ==
          text{"Mon 09:00 - Mon 15:00 running 360 min, event 0"});
}

TEST_CASE("a limit of dates is measured from the start, and the difference is told") {
    // Two open hours under the first limit are all the hours since the creation under the second.
    const std::vector<sla::target_row> rows{
        {.match = {{sla::attribute::priority, {"P1"}}}, .within = sla::calendar_days{3}},
        {.within = working{16h}}};
    const told t = desk::explained(
        resolving(rows), "resolution", at(monday, 13h), {}, [](const policy_book& b) {
            return std::vector{event::created(at(monday, 7h)), priority(b, at(monday, 11h), "P1")};
        });
    CHECK(desk::lines(t) == text{"Mon 07:00 - Mon 11:00 running 120 min, event 0",
                                 "Mon 11:00 - Mon 11:00 carried over 120 min, event 1",
                                 "Mon 11:00 - Mon 13:00 running 120 min, event 1"});
    CHECK(t.cycle().verdict.counted == 6h);
}

TEST_CASE("the first limit counts what ran without one") {
    const auto events = [](const policy_book& b) {
        return std::vector{event::created(nine), priority(b, at(monday, 12h), "P1")};
    };
    const auto definition = resolving(sla::by_priority({{"P1", working{8h}}}));
    SECTION("before it") {
        const told t = desk::explained(definition, "resolution", at(monday, 11h), {}, events);
        CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 11:00 running, event 0"});
        CHECK(!t.stretches()[0].limit);
    }
    SECTION("and after") {
        const told t = desk::explained(definition, "resolution", at(monday, 14h), {}, events);
        CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 12:00 running, event 0",
                                     "Mon 12:00 - Mon 12:00 carried over 180 min, event 1",
                                     "Mon 12:00 - Mon 14:00 running 120 min, event 1"});
        CHECK(!t.stretches()[0].limit);
        CHECK(t.stretches()[1].limit == t.cycle().verdict.limit);
    }
}

TEST_CASE("a due time set by hand begins a stretch") {
    const told t = desk::explained(
        resolving(sla::always(working{8h})), "resolution", at(monday, 15h), {},
        [](const policy_book& b) {
            return std::vector{
                event::created(nine),
                event::due_at(at(monday, 11h), *b.find_metric("resolution"), at(monday, 12h))};
        });
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 11:00 running 120 min, event 0",
                                 "Mon 11:00 - Mon 15:00 running 240 min, event 1"});
}

TEST_CASE("a reopened clock") {
    const auto reopened = [](sla::reopen_mode mode, sla::instant now) {
        return desk::explained(
            resolving(sla::always(working{24h}), {}, mode), "resolution", now, {},
            [](const policy_book& b) {
                return std::vector{
                    event::created(nine), event::of(at(monday, 11h), event_kind::resolved),
                    status(b, at(monday, 12h), "waiting"), status(b, at(monday, 13h), "open"),
                    event::of(at(monday, 15h), event_kind::reopened)};
            });
    };
    const sla::instant now = at(monday, 16h);
    SECTION("that runs on as if it had not been stopped") {
        CHECK(desk::lines(reopened(sla::reopen_mode::resume, now)) ==
              text{"Mon 09:00 - Mon 12:00 running 180 min, event 0",
                   "Mon 12:00 - Mon 13:00 paused, event 2",
                   "Mon 13:00 - Mon 16:00 running 180 min, event 3"});
    }
    SECTION("that would run on so, but is still stopped") {
        CHECK(desk::lines(reopened(sla::reopen_mode::resume, at(monday, 14h))) ==
              text{"Mon 09:00 - Mon 11:00 running 120 min, event 0"});
    }
    SECTION("that runs on without the time between") {
        CHECK(desk::lines(reopened(sla::reopen_mode::resume_without_gap, now)) ==
              text{"Mon 09:00 - Mon 11:00 running 120 min, event 0",
                   "Mon 11:00 - Mon 15:00 stopped, event 1",
                   "Mon 15:00 - Mon 16:00 running 60 min, event 4"});
    }
    SECTION("that begins another cycle") {
        const told t = reopened(sla::reopen_mode::new_cycle, now);
        REQUIRE(t.why.cycles().size() == 2);
        CHECK(desk::lines(t, t.why.cycles()[0]) ==
              text{"Mon 09:00 - Mon 11:00 running 120 min, event 0"});
        CHECK(desk::lines(t, t.why.cycles()[1]) ==
              text{"Mon 15:00 - Mon 16:00 running 60 min, event 4"});
    }
    SECTION("that stays as it was") {
        CHECK(desk::lines(reopened(sla::reopen_mode::ignore, now)) ==
              text{"Mon 09:00 - Mon 11:00 running 120 min, event 0"});
    }
}

TEST_CASE("a pause that lasts through a stop is told on both sides of the gap") {
    const told t = desk::explained(
        resolving(sla::always(working{24h})), "resolution", at(monday, 16h), {},
        [](const policy_book& b) {
            return std::vector{event::created(nine), status(b, at(monday, 10h), "waiting"),
                               event::of(at(monday, 11h), event_kind::resolved),
                               event::of(at(monday, 14h), event_kind::reopened),
                               status(b, at(monday, 15h), "open")};
        });
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 10:00 running 60 min, event 0",
                                 "Mon 10:00 - Mon 11:00 paused, event 1",
                                 "Mon 11:00 - Mon 14:00 stopped, event 2",
                                 "Mon 14:00 - Mon 15:00 paused, event 1",
                                 "Mon 15:00 - Mon 16:00 running 60 min, event 4"});
}

TEST_CASE("a clock that was stopped and reopened twice as if never stopped is one row") {
    const told t =
        desk::explained(resolving(sla::always(working{24h}), {}, sla::reopen_mode::resume),
                        "resolution", at(monday, 16h), {}, [](const policy_book& b) {
                            return std::vector{event::created(nine),
                                               status(b, at(monday, 10h), "waiting"),
                                               status(b, at(monday, 11h), "open"),
                                               event::of(at(monday, 12h), event_kind::resolved),
                                               event::of(at(monday, 13h), event_kind::reopened),
                                               event::of(at(monday, 14h), event_kind::resolved),
                                               event::of(at(monday, 15h), event_kind::reopened)};
                        });
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 10:00 running 60 min, event 0",
                                 "Mon 10:00 - Mon 11:00 paused, event 1",
                                 "Mon 11:00 - Mon 16:00 running 300 min, event 2"});
}

TEST_CASE("clocks of one ticket do not mix their stretches") {
    auto definition = desk::promising({{.metric = "first response", .rows = sla::always(4h)},
                                       {.metric = "resolution", .rows = sla::always(24h)}});
    definition.metrics = {sla::first_response(),
                          sla::paused_in_status(sla::resolution(), {"waiting"})};
    const told t =
        desk::explained(definition, "resolution", at(monday, 15h), {}, [](const policy_book& b) {
            return std::vector{event::created(nine), status(b, at(monday, 10h), "waiting"),
                               event::message(at(monday, 11h), sla::actor::agent),
                               status(b, at(monday, 12h), "open")};
        });
    REQUIRE(t.why.cycles().size() == 2);
    CHECK(desk::lines(t, *t.why.find(t.book, "first response")) ==
          text{"Mon 09:00 - Mon 11:00 running 120 min, event 0"});
    CHECK(desk::lines(t) == text{"Mon 09:00 - Mon 10:00 running 60 min, event 0",
                                 "Mon 10:00 - Mon 12:00 paused, event 1",
                                 "Mon 12:00 - Mon 15:00 running 180 min, event 3"});
    CHECK(t.why.find(t.book, "no such metric") == nullptr);
}

TEST_CASE("more clocks than fit on the stack are explained too") {
    sla::book_definition book = desk::promising("resolution", 24h);
    book.choose = sla::policy_choice::all_matching;
    for (int i = 1; i < 40; ++i) {
        book.policies.push_back(book.policies[0]);
        book.policies.back().name += std::to_string(i);
    }
    const told t = desk::explained(book, "resolution", at(monday, 15h), {}, [](const policy_book&) {
        return std::vector{event::created(nine)};
    });
    REQUIRE(t.why.cycles().size() == 40);
    for (std::uint32_t i = 0; i < 40; ++i) {
        CHECK(t.why.cycles()[i].verdict.policy == sla::policy_id{i});
        CHECK(desk::lines(t, t.why.cycles()[i]) ==
              text{"Mon 09:00 - Mon 15:00 running 360 min, event 0"});
    }
}

TEST_CASE("before the ticket there is nothing to tell") {
    const told t =
        desk::explained(resolving(sla::always(working{8h})), "resolution", nine - 1h, {},
                        [](const policy_book&) { return std::vector{event::created(nine)}; });
    REQUIRE(t.why.cycles().size() == 1);
    CHECK(t.cycle().verdict.state == sla::clock_state::not_started);
    CHECK(t.stretches().empty());
}
