// SPDX-License-Identifier: MIT
//
// The small pieces that every text of `describe` is made of.
#pragma once

#include <sla/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail {

/// "1 business day", "2 business days".
[[nodiscard]] std::string number_of(std::int64_t n, std::string_view unit);

/// "1st", "2nd", "3rd", "11th".
[[nodiscard]] std::string ordinal(std::uint64_t n);

/// "16:00", with seconds and milliseconds only where there are any.
[[nodiscard]] std::string time_of_day(elapsed since_midnight);

/// "1 h (30 min working time)"; one kind only where both say the same.
[[nodiscard]] std::string amount(const time_amount& a);

/// "a", "a or b", "a, b or c".
[[nodiscard]] std::string any_of_these(const std::vector<std::string>& names);

} // namespace sla::inline v1::detail
