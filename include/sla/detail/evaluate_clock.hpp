// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: one clock against one limit.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_deadline.hpp>
#include <sla/detail/policy_query.hpp>
#include <sla/evaluate.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace sla::inline v1 {

namespace detail {

[[nodiscard]] inline bool describes(const compiled_event& wanted, const event& e) noexcept {
    return wanted.kind == e.kind && (wanted.actors >> static_cast<unsigned>(e.by) & 1U) != 0 &&
           (wanted.visible >> static_cast<unsigned>(e.visible) & 1U) != 0 &&
           (wanted.name == event_name::none || wanted.name == e.name);
}

class evaluator {
public:
    evaluator(const book_data& book, const timeline& ticket, instant now) noexcept
        : book_{book}, ticket_{ticket}, now_{now}, events_{ticket.events()} {
        // Events after now do not exist.
        const auto end = std::find_if(events_.begin(), events_.end(),
                                      [now](const event& e) { return e.at > now; });
        events_ = events_.first(static_cast<std::size_t>(end - events_.begin()));
    }

    [[nodiscard]] evaluation run(std::optional<policy_id> policy) const noexcept {
        evaluation out;
        out.policy_ = policy;
        if (!policy)
            return out;
        const compiled_policy& chosen = book_.policies[static_cast<std::size_t>(*policy)];
        for (const compiled_target& target : chosen.targets.of(book_.targets))
            judge(target, out.verdicts_[out.count_++]);
        return out;
    }

private:
    // The index of the first event at or after `from` that one of `wanted` describes.
    [[nodiscard]] std::size_t find(const stretch& wanted, std::size_t from) const noexcept {
        const auto any_of = wanted.of(book_.events);
        while (from < events_.size() &&
               std::none_of(any_of.begin(), any_of.end(), [&](const compiled_event& w) noexcept {
                   return describes(w, events_[from]);
               }))
            ++from;
        return from;
    }

    void judge(const compiled_target& target, verdict& v) const noexcept {
        v.metric = target.metric;
        const std::optional<std::uint32_t> row =
            first_fitting_row(book_, target, ticket_.attributes());
        if (!row)
            return;
        v.limit = static_cast<limit_id>(*row);
        v.state = clock_state::not_started;

        const compiled_metric& metric = book_.metrics[static_cast<std::size_t>(target.metric)];
        const std::size_t start = find(metric.start, 0);
        if (start == events_.size())
            return;
        v.started = events_[start].at;
        const std::size_t stop = find(metric.stop, start + 1);
        if (stop < events_.size())
            v.stopped = events_[stop].at;
        judge_against(book_.rows[*row], v);
    }

    void judge_against(const compiled_row& limit, verdict& v) const noexcept {
        const calendar* const hours =
            limit.calendar == no_calendar ? nullptr : &book_.calendars[limit.calendar];
        const auto amount = [hours](instant from, instant to) noexcept {
            time_amount out{.elapsed = to - from};
            if (hours != nullptr)
                out.working = hours->between(from, to);
            return out;
        };
        v.deadline = deadline_of(limit.within, hours, v.started);
        const bool open = v.stopped == never;
        const instant moment = open ? now_ : v.stopped;
        v.spent = amount(v.started, moment);

        if (v.deadline == never) {
            v.state = open ? clock_state::running : clock_state::met;
            v.remaining.elapsed = elapsed::max();
            return;
        }
        time_amount none;
        if (hours != nullptr)
            none.working = working{};
        v.remaining = moment < v.deadline ? amount(moment, v.deadline) : none;
        v.overdue = moment > v.deadline ? amount(v.deadline, moment) : none;

        // A time of day can be past when the clock starts.
        const instant late_from = std::max(v.deadline + elapsed{1}, v.started);
        if (moment >= late_from) {
            v.state = clock_state::breached;
            v.breached_at = late_from;
        } else if (open) {
            v.state = clock_state::running;
            v.next_change = late_from;
        } else {
            v.state = clock_state::met;
        }
    }

    const book_data& book_;
    const timeline& ticket_;
    instant now_;
    std::span<const event> events_;
};

} // namespace detail

inline evaluation evaluate(const policy_book& book, const timeline& ticket, instant now) noexcept {
    return detail::evaluator{book.data(), ticket, now}.run(book.match(ticket.attributes()));
}

} // namespace sla::inline v1
