// SPDX-License-Identifier: MIT
//
// Room: stretch. What a clock did from one instant to another.
//
// A clock's life is a row of stretches without gaps: it waits for its start hours, runs, is paused,
// runs again. `explain` (explain.hpp) hands them out; here stand the types, because the evaluator
// fills them.
//
//     // created Fri 15:00, waiting for the customer 16:00, open again Mon 10:00, now Mon 11:00
//     {during [Fri 15:00, Fri 16:00), running, counted 1 h}
//     {during [Fri 16:00, Mon 10:00), paused, cause: event 2}
//     {during [Mon 10:00, Mon 11:00), running, counted 1 h}
//
// The hard case is a clock that begins anew, by a reset or because a limit says so. What it did
// before stays in the row, but as `forgotten`: it is in no sum.
#pragma once

#include <sla/policy.hpp>
#include <sla/time.hpp>
#include <sla/version.hpp>

#include <cstdint>
#include <optional>

namespace sla::inline v1 {

/// What a clock did for a while.
enum class stretch_kind : std::uint8_t {
    waiting,      ///< It waited for its start hours, or for the rhythm of a sequence.
    running,      ///< It ran; whether time counted, its calendar says.
    paused,       ///< It was paused.
    stopped,      ///< It was stopped and opened again later; the time between does not count.
    forgotten,    ///< It ran, and began anew afterwards.
    carried_over, ///< No time: another limit came and made something else of what had counted.
};

/// No event; of a stretch that no event began.
inline constexpr std::uint32_t no_event = UINT32_MAX;

/// What a clock did from one instant to another.
struct stretch {
    interval during{};
    stretch_kind kind = stretch_kind::running;
    /// The index of the event that began it, in the timeline; of a pause, of the event that paused
    /// the clock, even where the clock came to it later.
    std::uint32_t cause = no_event;
    std::optional<limit_id> limit{}; ///< In force in it; absent: none.
    /// What it adds to `verdict::counted`, in the limit's own time; may be negative where
    /// something was carried over.
    elapsed counted{};

    friend bool operator==(const stretch&, const stretch&) noexcept = default;
};

} // namespace sla::inline v1
