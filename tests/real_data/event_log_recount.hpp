// SPDX-License-Identifier: MIT
//
// The sums of a log by a plain walk over its rows: the other opinion that verdicts are held
// against. It knows nothing of events, timelines, clocks or calendars, and takes its time.
#pragma once

#include <sla/time.hpp>

#include <map>
#include <span>
#include <string>
#include <vector>

namespace event_log {

/// How a ticket stands from an instant on.
struct standing {
    sla::instant at{};
    bool waiting = false; ///< Time does not count.
    bool done = false;    ///< Likewise; and it was in time, or not.
    std::string priority{};
};
/// In order; the creation first.
using standings = std::vector<standing>;

/// What counts between two instants.
using measure = sla::elapsed (*)(sla::instant, sla::instant);
[[nodiscard]] sla::elapsed by_the_stopwatch(sla::instant from, sla::instant to);
/// Monday to Friday 9-17 in UTC, day by day.
[[nodiscard]] sla::elapsed in_office_hours(sla::instant from, sla::instant to);

using limits = std::map<std::string, sla::elapsed>; ///< By priority.

struct recounted {
    std::string state{}; ///< "met"
    sla::elapsed counted{};
    sla::elapsed spent{};
    sla::elapsed paused{};
};

/// Walks from the creation to `now`. The limit is that of the present priority and counts from the
/// creation; late is late for good. The time that a ticket was done, and then was not, is a pause.
/// Precondition: it was created at or before `now`.
[[nodiscard]] recounted recount(const standings& lived, const limits& by_priority, measure count,
                                sla::instant now);

// -- other ways to understand the same life
// --------------------------------------------------------

using retelling = standings (*)(standings);

[[nodiscard]] standings as_it_was(standings lived);
/// Done is done for good.
[[nodiscard]] standings done_once(standings lived);
/// Who was not done after all had not been done before.
[[nodiscard]] standings done_last(standings lived);
/// Only what followed the last reopening.
[[nodiscard]] standings begun_anew(standings lived);
/// Whatever it became, it was promised as what it was.
[[nodiscard]] standings first_priority(standings lived);

} // namespace event_log
