// SPDX-License-Identifier: MIT
#include "policy_desk.hpp"
#include <sla/timeline.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using sla::actor;
using sla::event;
using sla::event_kind;
using strings = std::vector<std::string>;

namespace {

const sla::instant nine = desk::at(desk::monday, 9h);

strings summary(std::initializer_list<event> events) {
    return desk::summary(sla::timeline::of({}, events).issues());
}

} // namespace

TEST_CASE("a timeline keeps events and attributes as they were given") {
    sla::ticket_attributes ticket;
    ticket.set(sla::attribute::tier, sla::value_id{7});
    const std::vector<event> events{event::created(nine), event::note(nine + 1min),
                                    event::message(nine + 2min, actor::agent)};
    const auto timeline = sla::timeline::of(ticket, events);
    REQUIRE(timeline);
    CHECK(timeline.issues().empty());
    CHECK(timeline->attributes() == ticket);
    CHECK(timeline->created() == nine);
    CHECK(std::vector<event>(timeline->events().begin(), timeline->events().end()) == events);
}

TEST_CASE("a timeline with its own events can be copied and moved about") {
    auto timeline = sla::timeline::of({}, {event::created(nine)}).value();
    const sla::timeline copy = timeline;
    timeline = sla::timeline::of({}, {event::created(nine + 1h)}).value();
    CHECK(copy.created() == nine);
    CHECK(timeline.created() == nine + 1h);
}

TEST_CASE("events are made by name") {
    CHECK(event::created(nine) ==
          event{.at = nine, .kind = event_kind::created, .by = actor::customer});
    CHECK(event::note(nine) == event{.at = nine,
                                     .kind = event_kind::message,
                                     .by = actor::agent,
                                     .visible = sla::visibility::internal});
    CHECK(event::message(nine, actor::customer).visible == sla::visibility::to_customer);
    CHECK(event::status(nine, sla::event_name{4}) ==
          event{.at = nine, .kind = event_kind::status_changed, .name = sla::event_name{4}});
    CHECK(event::custom(nine, sla::event_name{5}, actor::automation) ==
          event{.at = nine,
                .kind = event_kind::custom,
                .by = actor::automation,
                .name = sla::event_name{5}});
    CHECK(event::changed(nine, sla::attribute::group, sla::value_id{6}, actor::automation) ==
          event{.at = nine,
                .kind = event_kind::attribute_changed,
                .by = actor::automation,
                .which = sla::attribute::group,
                .value = sla::value_id{6}});
    CHECK(event::tag_added(nine, sla::tag_id{7}) ==
          event{.at = nine, .kind = event_kind::tag_added, .tag = sla::tag_id{7}});
    CHECK(event::tag_removed(nine, sla::tag_id{7}).kind == event_kind::tag_removed);
    CHECK(event::tag_removed(nine, sla::tag_id{7}).tag == sla::tag_id{7});
    CHECK(event::stage_entered(nine, sla::event_name{8}) ==
          event{.at = nine, .kind = event_kind::stage_entered, .name = sla::event_name{8}});
    CHECK(event::stage_left(nine, sla::event_name{8}).kind == event_kind::stage_left);
    CHECK(event::stage_left(nine, sla::event_name{8}).name == sla::event_name{8});
    CHECK(event::assigned(nine, sla::person_id{9}) ==
          event{.at = nine, .kind = event_kind::assigned, .person = sla::person_id{9}});
    CHECK(event::due_at(nine, sla::metric_id{3}, nine + 1h) ==
          event{.at = nine,
                .kind = event_kind::due_changed,
                .metric = sla::metric_id{3},
                .due = nine + 1h});
    CHECK(event::of(nine, event_kind::fixed).kind == event_kind::fixed);
    CHECK(event::of(nine, event_kind::merged_from, actor::automation).by == actor::automation);
}

TEST_CASE("a ticket that was never created has no timeline") {
    CHECK(summary({}) == strings{"timeline.created_missing at events"});
    CHECK(summary({event::note(nine)}) == strings{"timeline.created_missing at events"});
}

TEST_CASE("a ticket is created once") {
    const auto issues =
        sla::timeline::of({}, {event::created(nine), event::created(nine + 1h)}).issues();
    CHECK(desk::summary(issues) == strings{"timeline.created_twice at events[1]"});
    CHECK(issues[0].related[0].place == "events[0]");
}

TEST_CASE("nothing comes before the creation, not even at the same instant") {
    CHECK(summary({event::note(nine - 1h), event::created(nine)}) ==
          strings{"timeline.before_created at events[0]"});
    CHECK(summary({event::note(nine), event::created(nine)}) ==
          strings{"timeline.before_created at events[0]"});
    CHECK(summary({event::created(nine), event::note(nine)}).empty());
    // Later in the list, earlier in time: that is an event out of order.
    CHECK(summary({event::created(nine), event::note(nine - 1ms)}) ==
          strings{"timeline.out_of_order at events[1].at"});
}

TEST_CASE("events out of order are reported where they stand and none is moved") {
    const auto issues =
        sla::timeline::of({}, {event::created(nine), event::note(nine + 2h), event::note(nine + 1h),
                               event::note(nine + 3h), event::note(nine + 2h)})
            .issues();
    CHECK(desk::summary(issues) == strings{"timeline.out_of_order at events[2].at",
                                           "timeline.out_of_order at events[4].at"});
    CHECK(issues[0].expected == "at or after 2026-03-02T11:00:00Z");
    CHECK(issues[0].saw == "2026-03-02T10:00:00Z");
    CHECK(issues[0].related[0].place == "events[1]");
}

TEST_CASE("instants outside of the range are reported") {
    CHECK(summary({event::created(sla::first_instant), event::note(sla::end_of_range - 1ms)})
              .empty());
    CHECK(
        summary({event::created(sla::first_instant - 1ms), event::note(sla::end_of_range)}) ==
        strings{"timeline.out_of_range at events[0].at", "timeline.out_of_range at events[1].at"});
    CHECK(
        summary({event::created(sla::instant::min()), event::note(sla::never)}) ==
        strings{"timeline.out_of_range at events[0].at", "timeline.out_of_range at events[1].at"});
}

TEST_CASE("instants in an issue are told to the millisecond where they have any") {
    const auto issues =
        sla::timeline::of({}, {event::created(nine + 45ms), event::note(nine)}).issues();
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].expected == "at or after 2026-03-02T09:00:00.045Z");
    CHECK(issues[0].saw == "2026-03-02T09:00:00Z");
}

TEST_CASE("a due time lies in the range, or is never") {
    const sla::metric_id metric{};
    CHECK(summary({event::created(nine), event::due_at(nine, metric, sla::first_instant),
                   event::due_at(nine, metric, sla::end_of_range - 1ms),
                   event::due_at(nine, metric, sla::never)})
              .empty());
    CHECK(summary({event::created(nine), event::due_at(nine, metric, sla::end_of_range),
                   event::due_at(nine, metric, sla::first_instant - 1ms),
                   event::due_at(nine, metric, sla::never - 1ms)}) ==
          strings{"timeline.due_out_of_range at events[1].due",
                  "timeline.due_out_of_range at events[2].due",
                  "timeline.due_out_of_range at events[3].due"});
    // It may be past, and before the creation: somebody backdates a promise.
    CHECK(summary({event::created(nine), event::due_at(nine, metric, nine - 24h)}).empty());
    // Of another kind it means nothing.
    event message = event::note(nine);
    message.due = sla::end_of_range;
    CHECK(summary({event::created(nine), message}).empty());
}

TEST_CASE("all that is wrong with the events is reported together") {
    CHECK(summary({event::note(nine), event::created(nine + 1h), event::note(nine),
                   event::created(nine + 2h), event::note(sla::never)}) ==
          strings{"timeline.before_created at events[0]", "timeline.out_of_order at events[2].at",
                  "timeline.created_twice at events[3]", "timeline.out_of_range at events[4].at"});
}

TEST_CASE("warnings come beside a timeline and errors instead of one") {
    const sla::event_name stage{5};
    const auto strange =
        sla::timeline::of({}, {event::created(nine), event::stage_left(nine, stage)});
    REQUIRE(strange);
    REQUIRE(strange.issues().size() == 1);
    CHECK(strange.issues()[0].severity == sla::severity::warning);
    const auto refused = sla::timeline::of(
        {}, {event::created(nine), event::stage_left(nine, stage), event::note(nine - 1h)});
    CHECK_FALSE(refused);
    CHECK(desk::summary(refused.issues()) == strings{"timeline.stage_not_entered at events[1]",
                                                     "timeline.out_of_order at events[2].at"});
}

TEST_CASE("reopening what is open is strange but not refused") {
    const auto strange =
        sla::timeline::of({}, {event::created(nine), event::of(nine + 1h, event_kind::reopened)});
    REQUIRE(strange);
    CHECK(desk::summary(strange.issues()) == strings{"timeline.reopened_while_open at events[1]"});
    for (const event_kind end : {event_kind::resolved, event_kind::closed})
        CHECK(summary({event::created(nine), event::of(nine + 1h, end),
                       event::of(nine + 2h, event_kind::reopened)})
                  .empty());
    CHECK(summary({event::created(nine), event::of(nine + 1h, event_kind::resolved),
                   event::of(nine + 2h, event_kind::reopened),
                   event::of(nine + 3h, event_kind::reopened)}) ==
          strings{"timeline.reopened_while_open at events[3]"});
}

TEST_CASE("a timeline holds 32 events in itself and looks at an array for more") {
    std::vector<event> events{event::created(nine)};
    while (events.size() < sla::timeline::inline_events)
        events.push_back(event::note(nine + std::chrono::minutes{events.size()}));
    CHECK(sla::timeline::of({}, events));
    events.push_back(event::note(nine + 1h));
    CHECK(desk::summary(sla::timeline::of({}, events).issues()) ==
          strings{"timeline.too_many_events at events"});

    const auto view = sla::timeline::over({}, events);
    REQUIRE(view);
    CHECK(view->events().size() == 33);
    CHECK(view->events().data() == events.data());
    const sla::timeline copy = *view;
    CHECK(copy.events().data() == events.data());
}

TEST_CASE("an array outside is checked like events inside") {
    const std::vector<event> events{event::created(nine), event::note(nine - 1h)};
    CHECK(desk::summary(sla::timeline::over({}, events).issues()) ==
          strings{"timeline.out_of_order at events[1].at"});
}
