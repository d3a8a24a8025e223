// SPDX-License-Identifier: MIT
//
// Room: abandoned_calls. What a telephone service level makes of callers who hang up.
//
// "80 % answered in 20 s" is a share of calls; which calls, call centres answer in four ways. What
// was measured (objective.hpp) and what is planned (capacity.hpp) have to use the same.
//
//     // 100 calls: 85 answered, 76 of them in time; 15 abandoned, 5 of them in time
//     ignored: 76 / 85    short_ones_ignored: 76 / 95    missed: 76 / 100    short_ones_met: 81 /
//     100
//
// The hard case is the caller who hangs up at once: nobody could have answered in that time, and
// whether that is a missed call changes the level by several points.
#pragma once

#include <sla/version.hpp>

#include <cstdint>

namespace sla::inline v1 {

/// How a call that the caller gave up counts. What others call these: Cisco Unified CCX names "only
/// handled", "without abandon", "negative abandon" and "positive abandon" (its Historical Reports
/// User Guide); its ICM "ignored", "negative" and "positive". Without abandoned calls they are all
/// the same.
enum class abandoned_calls : std::uint8_t {
    /// Answered in time / answered.
    ignored,
    /// Answered in time / (offered - abandoned in time): a caller who leaves that soon could not
    /// have been answered too late.
    short_ones_ignored,
    /// Answered in time / offered.
    missed,
    /// (Answered in time + abandoned in time) / offered.
    short_ones_met,
};

} // namespace sla::inline v1
