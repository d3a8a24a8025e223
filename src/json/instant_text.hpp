// SPDX-License-Identifier: MIT
//
// Instants as programs write them, read fast: every line of a log has several.
#pragma once

#include <sla/issue.hpp>
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <cstdint>
#include <string_view>

namespace sla::inline v1::detail::json {

enum class instant_fault : std::uint8_t {
    none,
    not_an_instant,
    only_a_date,
    no_such_time, ///< 30 February, 25:00.
    zone_missing,
    skipped,
};

struct instant_reading {
    instant at{};
    instant_fault fault = instant_fault::none;
    bool repeated = false; ///< A wall clock showed it twice.
};

/// ISO 8601. Where there is no offset and no zone, a fault.
instant_reading read_instant_text(std::string_view text, const zone* where) noexcept;

/// What is wrong. Precondition: `fault` is not `none`.
issue instant_issue(std::string_view text, instant_fault fault, const zone* where);

} // namespace sla::inline v1::detail::json
