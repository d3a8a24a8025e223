// SPDX-License-Identifier: MIT
#include "policy_desk.hpp"
#include <sla/policy.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using sla::attribute;
using sla::event_condition;
using sla::event_kind;
using sla::name_match;
using sla::detail::metric_list;
using strings = std::vector<std::string>;

namespace {

/// A book with this metric alone.
sla::book_definition with(sla::metric_definition metric) {
    const std::string name = metric.name;
    auto out = desk::promising(name, 1h);
    out.metrics = {std::move(metric)};
    return out;
}

strings warnings(sla::metric_definition metric) {
    return desk::summary(with(std::move(metric)));
}

sla::metric_definition plain() {
    return {.name = "plain",
            .start = {sla::on(event_kind::created)},
            .stop = {sla::on(event_kind::resolved)}};
}

constexpr unsigned bit_of(metric_list list) {
    return 1U << static_cast<unsigned>(list);
}

} // namespace

TEST_CASE("all nine lists of a metric are compiled, each with its place") {
    auto metric = plain();
    metric.pause = {sla::on_status("a")};
    metric.resume = {sla::on_status("b"), sla::on_status("c")};
    metric.reset = {sla::on(event_kind::message, sla::actor::customer)};
    metric.cancel = {sla::on(event_kind::merged_into)};
    metric.reopen = {sla::on(event_kind::reopened)};
    metric.on_reopen = sla::reopen_mode::new_cycle;
    metric.after = {sla::on(event_kind::confirmed)};
    metric.until = {sla::on(event_kind::closed)};
    metric.repeats = sla::recurrence::sequential;
    const auto book = sla::compile(with(metric), desk::zones()).value();
    const sla::detail::compiled_metric& m = book.data().metrics[0];
    const std::array<std::size_t, 9> sizes{1, 1, 1, 2, 1, 1, 1, 1, 1};
    for (std::size_t n = 0; n < sizes.size(); ++n)
        CHECK(m.lists[n].count == sizes[n]);
    CHECK(m.on_reopen == sla::reopen_mode::new_cycle);
    CHECK(m.repeats == sla::recurrence::sequential);
    CHECK_FALSE(m.open_to_starts);
    CHECK(m.by_name[static_cast<std::size_t>(event_kind::status_changed)].count == 3);
    CHECK((m.kinds >> static_cast<unsigned>(event_kind::status_changed) & 1U) == 1);
    CHECK((m.kinds >> static_cast<unsigned>(event_kind::stage_entered) & 1U) == 0);

    const std::array<std::vector<event_condition> sla::metric_definition::*, 9> lists{
        &sla::metric_definition::start,  &sla::metric_definition::stop,
        &sla::metric_definition::pause,  &sla::metric_definition::resume,
        &sla::metric_definition::reset,  &sla::metric_definition::cancel,
        &sla::metric_definition::reopen, &sla::metric_definition::after,
        &sla::metric_definition::until};
    for (const auto list : lists)
        (metric.*list).push_back({.kind = static_cast<event_kind>(19)});
    metric.on_reopen = static_cast<sla::reopen_mode>(4);
    metric.repeats = static_cast<sla::recurrence>(3);
    CHECK(desk::summary(with(metric)) ==
          strings{"policy.unknown_enumerator at metrics[0].on_reopen",
                  "policy.unknown_enumerator at metrics[0].repeats",
                  "policy.unknown_enumerator at metrics[0].start[1].kind",
                  "policy.unknown_enumerator at metrics[0].stop[1].kind",
                  "policy.unknown_enumerator at metrics[0].pause[1].kind",
                  "policy.unknown_enumerator at metrics[0].resume[2].kind",
                  "policy.unknown_enumerator at metrics[0].reset[1].kind",
                  "policy.unknown_enumerator at metrics[0].cancel[1].kind",
                  "policy.unknown_enumerator at metrics[0].reopen[1].kind",
                  "policy.unknown_enumerator at metrics[0].after[1].kind",
                  "policy.unknown_enumerator at metrics[0].until[1].kind"});
}

TEST_CASE("a list takes all events of a kind only where nothing is asked of them") {
    const auto takes_all = [](event_condition e) {
        auto metric = plain();
        const auto kind = static_cast<std::size_t>(e.kind);
        metric.reset = {std::move(e)};
        const auto book = sla::compile(with(metric), desk::zones()).value();
        const sla::detail::compiled_metric& m = book.data().metrics[0];
        CHECK((m.kinds >> kind & 1U) == 1);
        return std::all_of(m.certain[kind].begin(), m.certain[kind].end(), [](std::uint16_t lists) {
            return (lists & bit_of(metric_list::reset)) != 0;
        });
    };
    using enum sla::actor;
    CHECK(takes_all(sla::on(event_kind::assigned)));
    CHECK(takes_all({.kind = event_kind::message}));
    CHECK(takes_all({.kind = event_kind::status_changed}));
    CHECK(
        takes_all({.kind = event_kind::message, .by = {agent, customer, automation, third_party}}));
    CHECK_FALSE(takes_all({.kind = event_kind::message, .by = {agent, customer, automation}}));
    CHECK_FALSE(takes_all(sla::on_message(agent, sla::visibility::internal)));
    CHECK_FALSE(takes_all(sla::on_status("open")));
    CHECK_FALSE(takes_all(sla::on_status_not_in({"open"})));
    // Other attributes change as well.
    CHECK_FALSE(takes_all(sla::on_attribute(attribute::group)));
}

TEST_CASE("the names of events are ids of the right kind, sorted and each once") {
    auto metric = plain();
    metric.reset = {
        sla::on_status_in({"b", "a", "b"}),
        sla::on_attribute(attribute::group, {"second line"}),
        {.kind = event_kind::tag_added, .names = {"vip"}, .match = name_match::none_of}};
    const auto book = sla::compile(with(metric), desk::zones()).value();
    const sla::detail::book_data& data = book.data();
    const auto events =
        data.metrics[0].lists[static_cast<std::size_t>(metric_list::reset)].of(data.events);
    const auto ids = [&](std::size_t n) {
        const auto span = events[n].ids.of(data.ids);
        return std::vector<std::uint32_t>(span.begin(), span.end());
    };
    std::vector<std::uint32_t> statuses{static_cast<std::uint32_t>(book.find_event_name("a")),
                                        static_cast<std::uint32_t>(book.find_event_name("b"))};
    std::sort(statuses.begin(), statuses.end());
    CHECK(ids(0) == statuses);
    const sla::value_id line = book.find_value(attribute::group, "second line");
    CHECK(line > sla::value_id::other);
    CHECK(ids(1) == std::vector{static_cast<std::uint32_t>(line)});
    CHECK(events[1].which == attribute::group);
    const sla::tag_id vip = book.find_tag("vip");
    CHECK(vip > sla::tag_id::other);
    CHECK(ids(2) == std::vector{static_cast<std::uint32_t>(vip)});
    CHECK(events[2].match == name_match::none_of);

    CHECK(book.name(attribute::group, line) == "second line");
    CHECK(book.name(attribute::group, sla::value_id::other).empty());
    CHECK(book.name(attribute::group, sla::value_id::none).empty());
    CHECK(book.name(book.find_event_name("a")) == "a");
    CHECK(book.name(sla::event_name::other).empty());
    CHECK(book.find_tag("") == sla::tag_id::none);
    CHECK(book.find_tag("unheard of") == sla::tag_id::other);
}

TEST_CASE("names of events are not empty, and values are those of the vocabulary") {
    auto metric = plain();
    metric.reset = {sla::on_status(""), sla::on_status_not_in({}),
                    sla::on_attribute(attribute::priority, {"P1", "P9"}),
                    sla::on_attribute(static_cast<attribute>(6), {"x"})};
    auto definition = with(metric);
    definition.vocabularies = {{attribute::priority, {"P1", "P2"}}};
    const auto issues = desk::issues_of(definition);
    CHECK(desk::summary(issues) ==
          strings{"policy.value_missing at metrics[0].reset[0].names[0]",
                  "policy.value_missing at metrics[0].reset[1].names",
                  "policy.unknown_value at metrics[0].reset[2].names[1]",
                  "policy.unknown_enumerator at metrics[0].reset[3].which"});
    CHECK(issues[2].hint == "did you mean \"P1\" or \"P2\"?");
}

TEST_CASE("tags that events speak of count as tags of the book") {
    auto metric = plain();
    for (int i = 0; i < 256; ++i)
        metric.reset.push_back(
            {.kind = event_kind::tag_removed, .names = {"tag " + std::to_string(i)}});
    auto definition = with(metric);
    CHECK(desk::summary(definition).empty());
    definition.policies.insert(definition.policies.begin(),
                               {.name = "more",
                                .when = sla::tagged({"one more"}),
                                .targets = {{.metric = "plain", .rows = sla::always(1h)}}});
    CHECK(desk::summary(definition) == strings{"policy.too_many_tags at policies"});
}

TEST_CASE("none of the metrics that everybody knows is warned about") {
    sla::book_definition definition = desk::promising("resolution", 1h);
    definition.metrics.push_back(sla::paused_in_status({.name = "paused",
                                                        .start = {sla::on(event_kind::created)},
                                                        .stop = {sla::on(event_kind::resolved)}},
                                                       {"waiting"}));
    for (auto metric : {sla::agent_work_time(), sla::requester_wait_time(),
                        sla::stage_response("first line"), sla::stage_handling("first line"),
                        sla::hand_over("second line"), sla::group_response("second line")})
        definition.metrics.push_back(std::move(metric));
    CHECK(desk::summary(definition).empty());
}

TEST_CASE("a clock whose start is a pause starts paused") {
    auto metric = plain();
    metric.start = {sla::on(event_kind::created), sla::on_status_in({"waiting", "held"})};
    metric.resume = {sla::on_status("open")};
    const strings warned{"policy.start_while_paused at metrics[0].start[1]"};

    metric.pause = {sla::on(event_kind::assigned), sla::on_status_in({"held", "old", "waiting"})};
    const auto issues = desk::issues_of(with(metric));
    CHECK(desk::summary(issues) == warned);
    CHECK(issues[0].related[0].place == "metrics[0].pause[1]");
    metric.pause = {{.kind = event_kind::status_changed}};
    CHECK(warnings(metric) == warned);
    metric.pause = {sla::on_status_not_in({"open"})};
    CHECK(warnings(metric) == warned);
    // It may start running.
    metric.pause = {sla::on_status("waiting")};
    CHECK(warnings(metric).empty());
    metric.pause = {sla::on_status_not_in({"open", "held"})};
    CHECK(warnings(metric).empty());
    metric.pause = {
        {.kind = event_kind::status_changed, .by = {sla::actor::customer, sla::actor::agent}}};
    CHECK(warnings(metric).empty());
    metric.start[1] = sla::on_status_not_in({"open", "new"});
    metric.pause = {sla::on_status_not_in({"open"})};
    CHECK(warnings(metric) == warned);
    metric.pause = {sla::on_status_not_in({"open", "old"})};
    CHECK(warnings(metric).empty());
    metric.start[1] = sla::on_attribute(attribute::group, {"a"});
    metric.pause = {sla::on_attribute(attribute::channel)};
    CHECK(warnings(metric).empty());
    metric.pause = {sla::on_attribute(attribute::group)};
    CHECK(warnings(metric) == warned);
}

TEST_CASE("a clock that is paused and never runs on is warned about") {
    auto metric = plain();
    metric.pause = {sla::on_status("waiting")};
    CHECK(warnings(metric) == strings{"policy.never_resumes at metrics[0].resume"});
    metric.resume = {sla::on_status("open")};
    CHECK(warnings(metric).empty());
}

TEST_CASE("a clock that its starts close to starts never starts") {
    auto metric = plain();
    metric.start = {sla::on_status("open")};
    metric.until = {{.kind = event_kind::status_changed}};
    CHECK(warnings(metric) == strings{"policy.never_starts at metrics[0].until"});
    // What opens it again comes after what closes it.
    metric.after = {sla::on_status_not_in({"old"})};
    CHECK(warnings(metric).empty());
    metric.after = {sla::on_status_not_in({"open"})};
    CHECK(warnings(metric) == strings{"policy.never_starts at metrics[0].until"});
    metric.after = {};
    metric.start.push_back(sla::on(event_kind::created));
    CHECK(warnings(metric).empty());
}
