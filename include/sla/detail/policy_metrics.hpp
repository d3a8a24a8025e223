// SPDX-License-Identifier: MIT
//
// Inside the policy room: metrics and the events that they speak of, compiled.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/policy_names.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail {

struct metric_list_place {
    const char* name;
    std::vector<event_condition> metric_definition::*list;
};
// In the order of `metric_list`.
inline constexpr std::array<metric_list_place, metric_list_count> metric_lists{
    {{"start", &metric_definition::start},
     {"stop", &metric_definition::stop},
     {"pause", &metric_definition::pause},
     {"resume", &metric_definition::resume},
     {"reset", &metric_definition::reset},
     {"cancel", &metric_definition::cancel},
     {"reopen", &metric_definition::reopen},
     {"after", &metric_definition::after},
     {"until", &metric_definition::until}}};

// What the names of an event are.
enum class event_names_kind : std::uint8_t { none, events, tags, values };

[[nodiscard]] constexpr event_names_kind names_of(event_kind kind) noexcept {
    switch (kind) {
    case event_kind::status_changed:
    case event_kind::stage_entered:
    case event_kind::stage_left:
    case event_kind::custom:
        return event_names_kind::events;
    case event_kind::tag_added:
    case event_kind::tag_removed:
        return event_names_kind::tags;
    case event_kind::attribute_changed:
        return event_names_kind::values;
    default:
        return event_names_kind::none;
    }
}

class metric_compiler {
public:
    explicit metric_compiler(compile_state& state) noexcept : state_{state}, book_{state.book} {}

    void run() {
        for (std::size_t m = 0; m < state_.in.metrics.size(); ++m) {
            const metric_definition& metric = state_.in.metrics[m];
            const place here{"metrics", m};
            state_.say.enter(state_.metrics, metric.name, static_cast<std::uint32_t>(m), "metric",
                             [](std::uint32_t index) {
                                 return place{"metrics", index};
                             });
            if (metric.start.empty())
                state_.say.add("policy.start_missing", here.member("start"),
                               "nothing starts this clock", "at least one event", "an empty list");
            if (metric.stop.empty())
                state_.say.add("policy.stop_missing", here.member("stop"),
                               "nothing stops this clock", "at least one event", "an empty list");
            state_.say.check_enumerator(metric.on_reopen, reopen_mode::new_cycle,
                                        here.member("on_reopen"));
            state_.say.check_enumerator(metric.repeats, recurrence::sequential,
                                        here.member("repeats"));
            book_.metric_names.push_back(metric.name);
            book_.metrics.push_back(compile(metric, here));
        }
    }

private:
    static constexpr std::uint8_t anything = 0xff;

    [[nodiscard]] compiled_metric compile(const metric_definition& metric, const place& here) {
        compiled_metric out{.lists = {},
                            .certain = {},
                            .by_name = {},
                            .kinds = 1U << static_cast<unsigned>(event_kind::due_changed),
                            .on_reopen = metric.on_reopen,
                            .repeats = metric.repeats,
                            .open_to_starts = metric.after.empty()};
        std::array<std::vector<named_event>, event_kind_count> by_name;
        for (std::size_t n = 0; n < metric_list_count; ++n) {
            const std::vector<event_condition>& list = metric.*metric_lists[n].list;
            const auto bit = static_cast<std::uint16_t>(1U << n);
            std::vector<compiled_event> events;
            for (std::size_t i = 0; i < list.size(); ++i) {
                const compiled_event& e =
                    events.emplace_back(compile(list[i], here.entry(metric_lists[n].name, i)));
                const auto kind = static_cast<std::size_t>(e.kind);
                if (kind >= event_kind_count)
                    continue;
                out.kinds |= 1U << kind;
                if (asks_for_name(e))
                    by_name[kind].push_back({.list = bit,
                                             .sorts = sorts_of(e),
                                             .match = e.match,
                                             .which = e.which,
                                             .name = e.ids.count == 0 ? 0 : book_.ids[e.ids.first],
                                             .ids = e.ids});
                else
                    for (std::size_t sort = 0; sort < 8; ++sort)
                        if ((sorts_of(e) >> sort & 1U) != 0)
                            out.certain[kind][sort] |= bit;
            }
            out.lists[n] = store(book_.events, events);
        }
        for (std::size_t kind = 0; kind < event_kind_count; ++kind) {
            out.by_name[kind] = store(book_.named_events, by_name[kind]);
            for (const named_event& e : by_name[kind])
                for (std::size_t sort = 0; sort < 8; ++sort)
                    if ((e.sorts >> sort & 1U) != 0)
                        out.certain[kind][sort] |= asks_for_name_bit;
        }
        return out;
    }

    [[nodiscard]] static bool asks_for_name(const compiled_event& e) noexcept {
        return e.kind == event_kind::attribute_changed || e.ids.count != 0 ||
               e.match == name_match::none_of;
    }

    [[nodiscard]] static std::uint8_t sorts_of(const compiled_event& e) noexcept {
        unsigned out = 0;
        for (const actor by :
             {actor::customer, actor::agent, actor::automation, actor::third_party})
            for (const visibility visible : {visibility::to_customer, visibility::internal})
                if ((e.actors >> static_cast<unsigned>(by) & 1U) != 0 &&
                    (e.visible >> static_cast<unsigned>(visible) & 1U) != 0)
                    out |= 1U << sort_of(by, visible);
        return static_cast<std::uint8_t>(out);
    }

    [[nodiscard]] compiled_event compile(const event_condition& e, const place& here) {
        check(e, here);
        compiled_event out{.kind = e.kind,
                           .match = e.match,
                           .actors = anything,
                           .visible = anything,
                           .which = e.which,
                           .ids = names(e, here)};
        if (!e.by.empty()) {
            out.actors = 0;
            for (const actor who : e.by)
                out.actors =
                    static_cast<std::uint8_t>(out.actors | 1U << (static_cast<unsigned>(who) & 7U));
        }
        if (e.visible)
            out.visible = static_cast<std::uint8_t>(1U << (static_cast<unsigned>(*e.visible) & 7U));
        return out;
    }

    void check(const event_condition& e, const place& here) {
        complaints& say = state_.say;
        say.check_enumerator(e.kind, event_kind::custom, here.member("kind"));
        say.check_enumerator(e.match, name_match::none_of, here.member("match"));
        for (std::size_t b = 0; b < e.by.size(); ++b)
            say.check_enumerator(e.by[b], actor::third_party, here.entry("by", b));
        if (e.visible)
            say.check_enumerator(*e.visible, visibility::internal, here.member("visible"));
        if (e.visible && e.kind != event_kind::message)
            say.add("policy.event_has_no_visibility", here.member("visible"),
                    "only messages are visible to some and not to others",
                    "nothing, or the kind message");
        if (e.kind == event_kind::attribute_changed)
            say.check_enumerator(e.which, attribute::customer, here.member("which"));
        else if (e.which != attribute{})
            say.add("policy.event_has_no_attribute", here.member("which"),
                    "only the change of an attribute concerns one",
                    "nothing, or the kind attribute_changed");
    }

    // The ids of the names, after a look at them.
    [[nodiscard]] stretch names(const event_condition& e, const place& here) {
        const event_names_kind kind = names_of(e.kind);
        if (kind == event_names_kind::none) {
            if (!e.names.empty() || e.match != name_match::one_of)
                state_.say.add("policy.event_has_no_name",
                               here.member(e.names.empty() ? "match" : "names"),
                               "events of this kind have no name",
                               "names only of statuses, stages, tags, values and custom events",
                               e.names.empty() ? "none_of" : quoted(e.names.front(), 64));
            return {};
        }
        if (e.match == name_match::none_of)
            state_.check_values(e.names, here, "names", "the names that are not meant");
        else
            state_.check_not_empty(e.names, here, "names", "a name; no names at all mean any");
        if (kind == event_names_kind::tags)
            return state_.intern(state_.tags, e.names);
        if (kind == event_names_kind::events)
            return state_.intern(state_.events, e.names);
        if (!compile_state::is_known(e.which))
            return {};
        state_.check_declared(e.which, e.names, here, "names");
        return state_.intern(state_.value_names[static_cast<std::size_t>(e.which)], e.names);
    }

    compile_state& state_;
    book_data& book_;
};

} // namespace sla::inline v1::detail
