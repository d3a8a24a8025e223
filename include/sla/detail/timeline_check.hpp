// SPDX-License-Identifier: MIT
//
// Inside the timeline room: what makes a row of events a timeline.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/timeline_rules.hpp>
#include <sla/detail/zone_text.hpp>
#include <sla/timeline.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

namespace sla::inline v1 {

namespace detail {

class timeline_check {
public:
    explicit timeline_check(std::span<const event> events) noexcept : events_{events} {}

    [[nodiscard]] issue_list run() {
        const std::size_t created = first_created();
        if (created == events_.size())
            complain("timeline.created_missing", "events", "the ticket was never created",
                     "an event of the kind created, first",
                     events_.empty() ? "no events" : std::to_string(events_.size()) + " others");
        for (std::size_t i = 0; i < events_.size(); ++i) {
            check_values(i);
            check_order(i, created);
            check_story(i);
        }
        return std::move(issues_);
    }

private:
    [[nodiscard]] std::size_t first_created() const noexcept {
        const auto at = std::find_if(events_.begin(), events_.end(), [](const event& e) noexcept {
            return e.kind == event_kind::created;
        });
        return static_cast<std::size_t>(at - events_.begin());
    }

    // -- one event -------------------------------------------------------------------------------

    void check_values(std::size_t i) {
        const event& e = events_[i];
        if (!has_known_kind(e))
            complain_of_number(i, "kind", "event_kind", number(e.kind));
        if (!has_known_actor(e))
            complain_of_number(i, "by", "actor", number(e.by));
        if (!has_known_visibility(e))
            complain_of_number(i, "visible", "visibility", number(e.visible));
        if (!has_known_attribute(e))
            complain_of_number(i, "which", "attribute", number(e.which));
        if (!in_range(e.at))
            complain("timeline.out_of_range", place(i) + ".at",
                     "the library does not calculate with this instant", "1970 to 9999",
                     text(e.at));
        if (!has_due_in_range(e))
            complain("timeline.due_out_of_range", place(i) + ".due",
                     "the library does not calculate with this due time",
                     "1970 to 9999, or never to clear it", text(e.due));
    }

    void complain_of_number(std::size_t i, const char* member, const char* enumeration,
                            std::string saw) {
        complain("timeline.unknown_enumerator", place(i) + "." + member,
                 "this is no event that the library knows",
                 std::string{"a value of "} + enumeration, std::move(saw));
    }

    // -- its place among the others --------------------------------------------------------------

    void check_order(std::size_t i, std::size_t created) {
        const event& e = events_[i];
        if (i > created && e.kind == event_kind::created)
            complain("timeline.created_twice", place(i), "a ticket is created once",
                     "one event of the kind created", "another one")
                .related.push_back({place(created), "the first one"});
        if (i < created && created < events_.size())
            complain("timeline.before_created", place(i),
                     "this stands before the ticket's creation", "the creation first", text(e.at),
                     "of two events at one instant the earlier stands first")
                .related.push_back({place(created), "created " + text(events_[created].at)});
        else if (i > 0 && e.at < events_[i - 1].at)
            complain("timeline.out_of_order", place(i) + ".at",
                     "this is earlier than the event before it",
                     "at or after " + text(events_[i - 1].at), text(e.at),
                     "a stable sort by time puts events in order")
                .related.push_back({place(i - 1), "the event before it"});
    }

    // -- what the events tell together -----------------------------------------------------------

    void check_story(std::size_t i) {
        const event& e = events_[i];
        if (merged_ != none && !is_settling(e)) {
            warn("timeline.after_merge", place(i),
                 "this happens to a ticket that was merged into another",
                 "nothing more, or only that it is closed", "an event after the merge")
                .related.push_back({place(merged_), "the merge"});
            merged_ = none; // The others after it are one mistake with this one.
        }
        switch (e.kind) {
        case event_kind::created:
            open_ = true;
            break;
        case event_kind::reopened:
            if (open_)
                warn("timeline.reopened_while_open", place(i),
                     "the ticket is reopened while it is open", "resolved or closed before it",
                     "neither");
            open_ = true;
            break;
        case event_kind::merged_into:
            merged_ = i;
            open_ = false;
            break;
        case event_kind::resolved:
        case event_kind::closed:
            open_ = false;
            break;
        case event_kind::stage_entered:
            unknown_stage_entered_ = unknown_stage_entered_ || e.name == event_name::other;
            break;
        case event_kind::stage_left:
            if (!is_in_stage(i))
                warn("timeline.stage_not_entered", place(i),
                     "a stage is left in which the ticket is not", "entered before it",
                     "not entered, or left already");
            break;
        default:
            break;
        }
    }

    // Desks close a ticket when they merge it, and their programs note that.
    [[nodiscard]] static bool is_settling(const event& e) noexcept {
        return e.kind == event_kind::closed || e.kind == event_kind::status_changed;
    }

    // Looks back to the last visit of that stage, so that nothing has to be kept for each name.
    // Altogether that costs one pass for each name of a stage.
    [[nodiscard]] bool is_in_stage(std::size_t i) const noexcept {
        const event_name stage = events_[i].name;
        if (stage == event_name::other) // Several stages have this name: any of them was entered.
            return unknown_stage_entered_;
        for (std::size_t j = i; j > 0; --j) {
            const event& e = events_[j - 1];
            if (e.name != stage)
                continue;
            if (e.kind == event_kind::stage_entered)
                return true;
            if (e.kind == event_kind::stage_left)
                return false;
        }
        return false;
    }

    [[nodiscard]] static std::string place(std::size_t i) {
        return "events[" + std::to_string(i) + "]";
    }
    // "2026-03-02T09:00:00Z", with milliseconds where there are any.
    [[nodiscard]] static std::string text(instant at) {
        using namespace std::chrono;
        if (!in_range(at))
            return std::to_string(at.time_since_epoch().count()) + " ms since 1970";
        const sys_seconds second = floor<seconds>(at);
        std::string out = instant_text(second);
        if (at != second) {
            const std::string digits = std::to_string((at - second).count());
            out.insert(out.size() - 1, "." + std::string(3 - digits.size(), '0') + digits);
        }
        return out;
    }
    template <class Enumeration>
    [[nodiscard]] static std::string number(Enumeration value) {
        return std::to_string(static_cast<unsigned>(value));
    }

    issue& complain(std::string code, std::string where, std::string message, std::string expected,
                    std::string saw, std::string hint = {}) {
        return issues_.emplace_back(issue{.code = std::move(code),
                                          .place = std::move(where),
                                          .message = std::move(message),
                                          .expected = std::move(expected),
                                          .saw = std::move(saw),
                                          .hint = std::move(hint)});
    }

    issue& warn(std::string code, std::string where, std::string message, std::string expected,
                std::string saw) {
        issue& out = complain(std::move(code), std::move(where), std::move(message),
                              std::move(expected), std::move(saw));
        out.severity = severity::warning;
        return out;
    }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::span<const event> events_;
    issue_list issues_;
    bool open_ = true;
    bool unknown_stage_entered_ = false;
    std::size_t merged_ = none;
};

} // namespace detail

SLA_FUNCTION result<timeline> timeline::over(const ticket_attributes& ticket,
                                             std::span<const event> events) {
    issue_list issues = detail::timeline_check{events}.run();
    if (has_errors(issues))
        return issues;
    timeline out{ticket, events};
    out.outside_ = events.data();
    return {out, std::move(issues)};
}

SLA_FUNCTION result<timeline> timeline::of(const ticket_attributes& ticket,
                                           std::span<const event> events) {
    issue_list issues = detail::timeline_check{events}.run();
    if (events.size() > inline_events)
        issues.push_back({.code = "timeline.too_many_events",
                          .place = "events",
                          .message = "a timeline holds no more events than this in itself",
                          .expected = "at most " + std::to_string(inline_events),
                          .saw = std::to_string(events.size()),
                          .hint = "timeline::over looks at an array of any length"});
    if (has_errors(issues))
        return issues;
    timeline out{ticket, events};
    std::copy(events.begin(), events.end(), out.inside_.begin());
    return {out, std::move(issues)};
}

} // namespace sla::inline v1
