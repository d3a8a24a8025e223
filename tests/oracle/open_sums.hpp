// SPDX-License-Identifier: MIT
//
// Open time as a sum over a list of open ranges: what tables of it are compared with.
#pragma once

#include <sla/detail/bulk_tables.hpp>

#include <algorithm>
#include <cstdint>

namespace oracle {

/// Open time before an instant; milliseconds, like all of these.
inline std::int64_t open_before(const sla::detail::open_ranges& ranges, std::int64_t at) {
    constexpr std::int64_t unit = sla::detail::open_tables::unit_ms;
    std::int64_t sum = 0;
    for (const auto& r : ranges.all)
        sum += std::clamp<std::int64_t>(at - r.begin * unit, 0, r.length() * unit);
    return sum;
}

/// The open millisecond with so much open time before it; -1 where there is none.
inline std::int64_t open_millisecond(const sla::detail::open_ranges& ranges, std::int64_t open) {
    constexpr std::int64_t unit = sla::detail::open_tables::unit_ms;
    for (const auto& r : ranges.all) {
        if (open < r.length() * unit)
            return r.begin * unit + open;
        open -= r.length() * unit;
    }
    return -1;
}

} // namespace oracle
