// SPDX-License-Identifier: MIT
#pragma once

#include "sink.hpp"
#include <sla/holidays.hpp>

namespace sla::inline v1::detail::holidays {

/// Whether the range of dates makes sense; an issue where it does not. libical knows no years after
/// 2582.
inline bool check_options(const holiday_options& options, sink& issues) {
    const auto known = [](std::chrono::year_month_day d) {
        return d.ok() && d.year() >= std::chrono::year{1} && d.year() <= std::chrono::year{2500};
    };
    if (known(options.first) && known(options.last) && options.first <= options.last)
        return true;
    issues.add({.code = "holidays.range",
                .place = "options",
                .message = "the range of dates to read makes no sense",
                .expected = "dates of the years 1 to 2500, the first not after the last"});
    return false;
}

} // namespace sla::inline v1::detail::holidays
