// SPDX-License-Identifier: MIT
//
// Inside the timeline room: what makes a row of events a timeline.
#pragma once

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
        bool open = true;
        for (std::size_t i = 0; i < events_.size(); ++i) {
            check(i, created);
            const event_kind kind = events_[i].kind;
            if (kind == event_kind::reopened && open)
                warn_of_reopening(i);
            if (kind == event_kind::resolved || kind == event_kind::closed)
                open = false;
            if (kind == event_kind::reopened || kind == event_kind::created)
                open = true;
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

    void check(std::size_t i, std::size_t created) {
        const event& e = events_[i];
        if (e.kind > event_kind::custom || e.by > actor::third_party ||
            e.visible > visibility::internal)
            complain("timeline.unknown_kind", place(i), "this is no event that the library knows",
                     "values of event_kind, actor and visibility",
                     number(e.kind) + ", " + number(e.by) + ", " + number(e.visible));
        if (!in_range(e.at))
            complain("timeline.out_of_range", place(i) + ".at",
                     "the library does not calculate with this instant", "1970 to 9999",
                     text(e.at));
        if (i > created && e.kind == event_kind::created)
            complain("timeline.created_again", place(i), "a ticket is created once",
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

    void warn_of_reopening(std::size_t i) {
        complain("timeline.reopened_while_open", place(i),
                 "the ticket is reopened while it is open", "resolved or closed before it",
                 "neither")
            .severity = severity::warning;
    }

    [[nodiscard]] static std::string place(std::size_t i) {
        return "events[" + std::to_string(i) + "]";
    }
    [[nodiscard]] static std::string text(instant at) {
        return in_range(at) ? instant_text(std::chrono::floor<std::chrono::seconds>(at))
                            : std::to_string(at.time_since_epoch().count()) + " ms since 1970";
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

    std::span<const event> events_;
    issue_list issues_;
};

} // namespace detail

inline result<timeline> timeline::over(const ticket_attributes& ticket,
                                       std::span<const event> events) {
    issue_list issues = detail::timeline_check{events}.run();
    if (has_errors(issues))
        return issues;
    timeline out{ticket, events.size()};
    out.outside_ = events.data();
    return {out, std::move(issues)};
}

inline result<timeline> timeline::of(const ticket_attributes& ticket,
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
    timeline out{ticket, events.size()};
    std::copy(events.begin(), events.end(), out.inside_.begin());
    return {out, std::move(issues)};
}

} // namespace sla::inline v1
