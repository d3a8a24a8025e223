// SPDX-License-Identifier: MIT
//
// Inside the zone room: from a definition to a zone.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/zone_data.hpp>
#include <sla/detail/zone_text.hpp>
#include <sla/zone.hpp>

#include <optional>
#include <utility>

namespace sla::inline v1::detail {

inline bool possible(std::chrono::seconds offset) noexcept {
    return -most_offset <= offset && offset <= most_offset;
}

inline void report_offset(issue_list& issues, std::chrono::seconds offset, std::string place) {
    issues.push_back({.code = "zone.offset_out_of_range",
                      .place = std::move(place),
                      .message = "the offset from UTC is impossible",
                      .expected = "at most 26 hours either way",
                      .saw = offset_text(offset),
                      .hint = "offsets are seconds, positive east of UTC"});
}

inline void check_transitions(issue_list& issues, std::span<const zone_transition> transitions) {
    using namespace std::chrono;
    constexpr sys_seconds first = sys_days{year{-9999} / January / 1};
    constexpr sys_seconds end = sys_days{year{10'000} / January / 1};
    for (std::size_t i = 0; i < transitions.size(); ++i) {
        const zone_transition& t = transitions[i];
        const auto place = [&](std::string_view member) {
            return "transitions[" + std::to_string(i) + "]" + std::string{member};
        };
        if (t.at < first || t.at >= end)
            issues.push_back({.code = "zone.transition_out_of_range",
                              .place = place(".at"),
                              .message = "the transition lies outside of the calendar",
                              .expected = "an instant in the years -9999 to 9999",
                              .saw = instant_text(t.at),
                              .hint = "transitions count in seconds, not in milliseconds"});
        if (i > 0 && t.at <= transitions[i - 1].at)
            issues.push_back(
                {.code = "zone.transitions_out_of_order",
                 .place = place(".at"),
                 .message = "the transition is not later than the one before it",
                 .expected = "an instant after " + instant_text(transitions[i - 1].at),
                 .saw = instant_text(t.at),
                 .hint = "sort the transitions and remove repeated ones",
                 .related = {{"transitions[" + std::to_string(i - 1) + "].at", "the one before"}}});
        if (!possible(t.offset))
            report_offset(issues, t.offset, place(".offset"));
    }
}

inline void check_agreement(issue_list& issues, const zone_definition& d, const zone_rule& rule) {
    if (d.transitions.empty()) {
        const bool agrees = d.initial_offset.count() == 0 || d.initial_offset == rule.standard ||
                            (rule.daylight && d.initial_offset == rule.daylight->offset);
        if (!agrees)
            issues.push_back({.code = "zone.rule_contradicts",
                              .place = "initial_offset",
                              .message = "the zone has no transitions, so its rule decides "
                                         "everything, but the initial offset is not of that rule",
                              .expected = offset_text(rule.standard) + ", or zero",
                              .saw = offset_text(d.initial_offset),
                              .hint = "add the transition at which the rule begins to hold",
                              .related = {{"rule", quoted(d.rule, 64)}}});
        return;
    }
    const zone_transition& last = d.transitions.back();
    if (last.offset == rule.standard || (rule.daylight && last.offset == rule.daylight->offset))
        return;
    const std::string or_daylight =
        rule.daylight ? " or " + offset_text(rule.daylight->offset) : std::string{};
    issues.push_back(
        {.code = "zone.rule_contradicts",
         .place = "rule",
         .message = "the rule does not have the offset at which the transitions end, at " +
                    instant_text(last.at),
         .expected = offset_text(last.offset) + ", as of the last transition",
         .saw = offset_text(rule.standard) + or_daylight + " by the rule " + quoted(d.rule, 64),
         .hint = "list the transitions up to where the rule begins to hold",
         .related = {{"transitions[" + std::to_string(d.transitions.size() - 1) + "]",
                      "the last transition"}}});
}

// The second from which the rule decides, going by the last transition alone: there, or where the
// rule comes to the offset that the place had taken early.
inline std::int64_t seam_after(const zone_transition& last, const rule_clock& clock) {
    const offset_span span = clock.span_at(seconds_of(last));
    return span.offset == last.offset.count() ? seconds_of(last) : span.end;
}

inline void drop_changes_without_change(zone_data& z) {
    std::chrono::seconds before = z.initial_offset;
    std::erase_if(z.transitions, [&](const zone_transition& t) {
        return std::exchange(before, t.offset) == t.offset;
    });
}

// Moves `rule_from` back as far as explicit part and rule agree, and drops what comes after it.
// Before: the transitions are real changes, and from `z.rule_from` on, which is not before the last
// of them, the rule decides.
inline void hand_over_early(zone_data& z) {
    // Each round looks at the stretch of constant offset that ends where the rule has been found to
    // take over; an agreement all through it hands it to the rule too.
    std::size_t kept = z.transitions.size();
    std::int64_t from = z.rule_from;
    for (;;) {
        if (kept > 0 && seconds_of(z.transitions[kept - 1]) >= from) {
            --kept;
            continue;
        }
        const std::int64_t begin = kept > 0 ? seconds_of(z.transitions[kept - 1]) : ever_before;
        const std::chrono::seconds offset =
            kept > 0 ? z.transitions[kept - 1].offset : z.initial_offset;
        const offset_span span = z.clock.span_at(from - 1);
        if (span.offset != offset.count())
            break;
        from = std::max(begin, span.begin);
        if (from != begin || from == ever_before)
            break;
    }
    z.rule_from = from;
    std::erase_if(z.transitions, [&](const zone_transition& t) { return seconds_of(t) > from; });
    if (from == ever_before)
        z.initial_offset = z.rule.standard;
}

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<zone> compile(zone_definition definition) {
    issue_list issues;
    if (definition.name.empty())
        issues.push_back({.code = "zone.name_missing",
                          .place = "name",
                          .message = "the zone has no name",
                          .expected = "a name such as Europe/Berlin",
                          .saw = "nothing",
                          .hint = {}});
    if (!detail::possible(definition.initial_offset))
        detail::report_offset(issues, definition.initial_offset, "initial_offset");
    detail::check_transitions(issues, definition.transitions);
    result<zone_rule> rule = parse_zone_rule(definition.rule);
    if (!rule)
        append(issues, rule.issues(), "rule, ");
    else if (issues.empty())
        detail::check_agreement(issues, definition, *rule);
    if (has_errors(issues))
        return issues;

    auto data = std::make_shared<detail::zone_data>(detail::zone_data{
        .name = std::move(definition.name),
        .database_version = std::move(definition.database_version),
        .initial_offset = definition.initial_offset,
        .transitions = std::move(definition.transitions),
        .rule_from = detail::ever_before,
        .rule = *rule,
        .clock = detail::rule_clock{*rule},
    });
    if (data->transitions.empty()) {
        data->initial_offset = rule->standard;
    } else {
        data->rule_from = detail::seam_after(data->transitions.back(), data->clock);
        detail::drop_changes_without_change(*data);
        detail::hand_over_early(*data);
        data->transitions.shrink_to_fit();
    }
    return zone{std::move(data)};
}

} // namespace sla::inline v1
