// SPDX-License-Identifier: MIT
//
// What the events of a ticket tell together: numbers that are no events, stages, merges.
#include "policy_desk.hpp"
#include <sla/timeline.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using sla::actor;
using sla::event;
using sla::event_kind;
using strings = std::vector<std::string>;

namespace {

const sla::instant nine = desk::at(desk::monday, 9h);
constexpr sla::event_name triage{7};
constexpr sla::event_name repair{8};

strings summary(std::vector<event> events) {
    return desk::summary(sla::timeline::over({}, events).issues());
}

/// The codes of what is wrong when a created ticket lives through this, a minute each.
strings story(std::vector<event> events) {
    events.insert(events.begin(), event::created(nine));
    for (std::size_t i = 0; i < events.size(); ++i)
        events[i].at = nine + std::chrono::minutes{i};
    return summary(std::move(events));
}

event of(event_kind kind) {
    return event::of(nine, kind);
}
event entered(sla::event_name stage) {
    return event::stage_entered(nine, stage);
}
event left(sla::event_name stage) {
    return event::stage_left(nine, stage);
}

} // namespace

TEST_CASE("every kind of event makes a timeline") {
    for (std::size_t kind = 1; kind < sla::event_kind_count; ++kind) {
        INFO(kind);
        CHECK(sla::timeline::of({}, {event::created(nine), of(static_cast<event_kind>(kind))}));
    }
}

TEST_CASE("numbers that are no events are reported with what they were meant to be") {
    constexpr auto first_unknown = static_cast<event_kind>(sla::event_kind_count);
    CHECK(story({of(first_unknown), event::message(nine, static_cast<actor>(4)),
                 event::message(nine, actor::agent, static_cast<sla::visibility>(2)),
                 event::changed(nine, static_cast<sla::attribute>(sla::attribute_count),
                                sla::value_id{5})}) ==
          strings{"timeline.unknown_enumerator at events[1].kind",
                  "timeline.unknown_enumerator at events[2].by",
                  "timeline.unknown_enumerator at events[3].visible",
                  "timeline.unknown_enumerator at events[4].which"});
    const auto issues =
        sla::timeline::of({}, {event::created(nine, static_cast<actor>(200))}).issues();
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].expected == "a value of actor");
    CHECK(issues[0].saw == "200");
}

TEST_CASE("what means nothing for a kind is not looked at") {
    event resolved = of(event_kind::resolved);
    resolved.visible = static_cast<sla::visibility>(99);
    resolved.which = static_cast<sla::attribute>(99);
    CHECK(story({resolved}).empty());
    event message = of(event_kind::message);
    message.which = static_cast<sla::attribute>(99);
    CHECK(story({message}).empty());
    event changed = event::changed(nine, sla::attribute::tier, sla::value_id{5});
    changed.visible = static_cast<sla::visibility>(99);
    CHECK(story({changed}).empty());
}

TEST_CASE("a stage is left after it was entered") {
    CHECK(story({entered(triage), left(triage)}).empty());
    CHECK(story({left(triage)}) == strings{"timeline.stage_not_entered at events[1]"});
    CHECK(story({left(triage), entered(triage)}) ==
          strings{"timeline.stage_not_entered at events[1]"});
    CHECK(story({entered(repair), left(triage)}) ==
          strings{"timeline.stage_not_entered at events[2]"});
    // Twice left is once too often; a status of that name is no stage.
    CHECK(story({entered(triage), left(triage), left(triage)}) ==
          strings{"timeline.stage_not_entered at events[3]"});
    CHECK(story({event::status(nine, triage), left(triage)}) ==
          strings{"timeline.stage_not_entered at events[2]"});
}

TEST_CASE("a ticket can be in several stages, and in one again") {
    CHECK(story({entered(triage), entered(repair), left(triage), left(repair)}).empty());
    CHECK(story({entered(triage), left(triage), entered(triage), left(triage)}).empty());
    // Entered again without having been left: the host's word for "still there".
    CHECK(story({entered(triage), event::status(nine, triage), entered(triage), left(triage)})
              .empty());
    // Events at the creation's instant count in their order.
    CHECK(summary({event::created(nine), entered(triage), left(triage)}).empty());
}

TEST_CASE("stages of which the book never speaks look alike and are not told apart") {
    using sla::event_name;
    CHECK(story({entered(event_name::other), entered(event_name::other), left(event_name::other),
                 left(event_name::other)})
              .empty());
    CHECK(story({entered(triage), left(event_name::other), entered(event_name::other),
                 left(event_name::other)}) == strings{"timeline.stage_not_entered at events[2]"});
}

TEST_CASE("nothing happens to a ticket that was merged into another") {
    CHECK(story({of(event_kind::merged_into)}).empty());
    CHECK(story({of(event_kind::merged_from), of(event_kind::message)}).empty());
    for (const event_kind kind : {event_kind::message, event_kind::assigned, event_kind::reopened,
                                  event_kind::resolved, event_kind::merged_into}) {
        INFO(static_cast<int>(kind));
        CHECK(story({of(event_kind::merged_into), of(kind)}) ==
              strings{"timeline.after_merge at events[2]"});
    }
}

TEST_CASE("a merged ticket is closed, and may be told so") {
    CHECK(story({of(event_kind::merged_into), event::status(nine, triage), of(event_kind::closed)})
              .empty());
    // What comes later still is one mistake, at its first event.
    const std::vector<event> events{event::created(nine), event::of(nine, event_kind::merged_into),
                                    event::of(nine, event_kind::closed), event::note(nine + 1h),
                                    event::note(nine + 2h)};
    const auto timeline = sla::timeline::over({}, events);
    REQUIRE(timeline);
    REQUIRE(timeline.issues().size() == 1);
    CHECK(timeline.issues()[0].code == "timeline.after_merge");
    CHECK(timeline.issues()[0].place == "events[3]");
    CHECK(timeline.issues()[0].related[0].place == "events[1]");
}

TEST_CASE("a long history of stages is checked as quickly as it is told") {
    // Quadratic work over so many events would be noticed.
    std::vector<event> events{event::created(nine)};
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        const sla::event_name stage{7 + i % 5};
        events.push_back(event::stage_entered(nine, stage));
        events.push_back(event::note(nine));
        events.push_back(event::stage_left(nine, stage));
    }
    const auto timeline = sla::timeline::over({}, events);
    CHECK(timeline);
    CHECK(timeline.issues().empty());
}
