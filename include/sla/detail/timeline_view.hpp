// SPDX-License-Identifier: MIT
//
// Inside the timeline room: events looked at as a timeline without a report of what is wrong, for
// rooms that judge many tickets in a row.
#pragma once

#include <sla/detail/timeline_rules.hpp>
#include <sla/timeline.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace sla::inline v1::detail {

// Whether `timeline::over` would take them.
[[nodiscard]] inline bool is_timeline(std::span<const event> events) noexcept {
    if (events.empty() || events.front().kind != event_kind::created)
        return false;
    instant before = first_instant;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const event& e = events[i];
        const bool is_known = has_known_kind(e) && has_known_actor(e) && has_known_visibility(e) &&
                              has_known_attribute(e) && has_due_in_range(e);
        if (!is_known || !in_range(e.at) || e.at < before ||
            (i > 0 && e.kind == event_kind::created))
            return false;
        before = e.at;
    }
    return true;
}

// One timeline that looks at one ticket after another.
class timeline_view {
public:
    timeline_view() noexcept : seen_{ticket_attributes{}, {}} {}

    // Precondition: is_timeline(events). They have to stay until the next call.
    const timeline& look_at(const ticket_attributes& ticket,
                            std::span<const event> events) noexcept {
        seen_.ticket_ = ticket;
        seen_.outside_ = events.data();
        seen_.count_ = events.size();
        seen_.kinds_ = 0;
        for (const event& e : events)
            seen_.kinds_ |= std::uint32_t{1} << static_cast<unsigned>(e.kind);
        return seen_;
    }

private:
    timeline seen_;
};

} // namespace sla::inline v1::detail
