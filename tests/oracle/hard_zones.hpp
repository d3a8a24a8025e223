// SPDX-License-Identifier: MIT
//
// Zones that hurt, as literals: half-hour saving (Lord_Howe), changes at midnight (Sao_Paulo until
// 2019), a pause in Ramadan (Casablanca), a date that never was (Apia, 30 December 2011), odd
// minutes (St_Johns, Kathmandu), negative saving (Dublin), a change of the standard time (Moscow
// 2014), two hours at once (Troll), and the ordinary ones.
#pragma once

#include <sla/zone.hpp>

#include <vector>

namespace oracle {

/// UTC first, then by name; compiled once.
const std::vector<sla::zone>& hard_zones();

/// A source of exactly these.
sla::zone_source hard_zone_source();

} // namespace oracle
