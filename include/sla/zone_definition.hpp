// SPDX-License-Identifier: MIT
//
// Room: zone (its definition). What is known about a time zone, as plain data.
//
// Whoever has zones writes them down in this form: `load_zone` from the files of the system, a host
// from a table of its own, a test by hand. `compile` (zone.hpp) checks it and makes a `zone` of it.
//
//     sla::zone_definition moscow{
//         .name = "Europe/Moscow",
//         .initial_offset = 3h,
//         .transitions = {{sys_days{2011y / March / 26} + 23h, 4h},
//                         {sys_days{2014y / October / 25} + 22h, 3h}},
//         .rule = "MSK-3"};
//
// The hard case is the seam. From the last transition on the rule continues, and usually it gives
// that transition's offset there. Where it gives its other offset, the place came early to an
// offset that the rule has only later (Ojinaga went to standard time a week before its new rule
// would have, and the slim zone file says it this way); the offset then stays until the rule gets
// there.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace sla::inline v1 {

/// From `at` (inclusive) on, local time is UTC + `offset` (east is positive).
struct zone_transition {
    std::chrono::sys_seconds at;
    std::chrono::seconds offset;

    friend bool operator==(const zone_transition&, const zone_transition&) = default;
};

/// Plain data from which a zone is compiled; what `load_zone` reads, or a test writes by hand.
struct zone_definition {
    std::string name{};             ///< "Europe/Berlin"; not empty.
    std::string database_version{}; ///< "2025b"; empty where unknown.
    /// Before the first transition. Without transitions the rule decides everything, and this is
    /// zero or one of its offsets.
    std::chrono::seconds initial_offset{};
    std::vector<zone_transition> transitions{}; ///< Strictly increasing; offsets within 26 h.
    /// What happens from the last transition on, as a TZ text: see `parse_zone_rule`. The offset of
    /// the last transition has to be one of the rule's; it stays until the rule agrees with it.
    std::string rule{};

    friend bool operator==(const zone_definition&, const zone_definition&) = default;
};

} // namespace sla::inline v1
