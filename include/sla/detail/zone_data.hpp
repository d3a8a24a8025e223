// SPDX-License-Identifier: MIT
//
// Inside the zone room: what a compiled zone holds.
#pragma once

#include <sla/detail/zone_rule_years.hpp>
#include <sla/time.hpp>
#include <sla/zone_definition.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace sla::inline v1::detail {

// Offsets and times of a zone cannot move a local time further from UTC than this.
inline constexpr std::chrono::hours most_offset{26};

struct zone_data {
    std::string name;
    std::string database_version;
    std::chrono::seconds initial_offset{};
    // Changes of the offset, all of them at or before rule_from. When the last one lies before it,
    // the offset does not change at rule_from.
    std::vector<zone_transition> transitions;
    std::int64_t rule_from = ever_before; // seconds
    zone_rule rule;
    rule_clock clock{rule};
};

inline std::int64_t whole_seconds(instant t) noexcept {
    return floor_divide(t.time_since_epoch().count(), 1000);
}

inline instant saturated_instant(std::int64_t seconds) noexcept {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1000;
    if (seconds > most)
        return instant::max();
    if (seconds < -most)
        return instant::min();
    return instant{std::chrono::seconds{seconds}};
}

// a + b, stopping at the ends. `b` is an offset, small.
inline std::int64_t saturated_sum(std::int64_t a, std::int64_t b) noexcept {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    if (b > 0 && a > most - b)
        return most;
    if (b < 0 && a < least - b)
        return least;
    return a + b;
}

inline std::int64_t seconds_of(const zone_transition& t) noexcept {
    return t.at.time_since_epoch().count();
}

inline std::int64_t offset_in(const zone_data& z, std::int64_t s) noexcept {
    if (s >= z.rule_from)
        return z.clock.offset_at(s);
    const auto after = std::upper_bound(
        z.transitions.begin(), z.transitions.end(), s,
        [](std::int64_t a, const zone_transition& b) { return a < seconds_of(b); });
    return (after == z.transitions.begin() ? z.initial_offset : after[-1].offset).count();
}

inline offset_span span_in(const zone_data& z, std::int64_t s) noexcept {
    const std::int64_t last_explicit =
        z.transitions.empty() ? ever_before : seconds_of(z.transitions.back());
    if (s >= z.rule_from) {
        offset_span span = z.clock.span_at(s);
        if (span.begin <= z.rule_from)
            span.begin = last_explicit;
        return span;
    }
    const auto after = std::upper_bound(
        z.transitions.begin(), z.transitions.end(), s,
        [](std::int64_t a, const zone_transition& b) { return a < seconds_of(b); });
    const bool first = after == z.transitions.begin();
    return {first ? ever_before : seconds_of(after[-1]),
            after == z.transitions.end() ? z.clock.span_at(z.rule_from).end : seconds_of(*after),
            (first ? z.initial_offset : after[-1].offset).count()};
}

} // namespace sla::inline v1::detail
