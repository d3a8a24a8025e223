// SPDX-License-Identifier: MIT
//
// The three charts of the page, as SVG that takes its colours from the page's style sheet. Each
// tells in words what it shows (role, title, description), and each mark tells its value.
#pragma once

#include "figures.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace compliance {

/// At most so many bars in one chart of attainment.
inline constexpr std::size_t most_bars = 12;

/// Horizontal bars, one for each of the first groups, with share and counts, and a line at the goal
/// if there is one. `id` is unique in the page.
[[nodiscard]] std::string attainment_chart(const group_table& table, std::optional<unsigned> goal,
                                           std::string_view id);

/// Columns: how many clocks took how much of what their promise allows; a line at the limit.
[[nodiscard]] std::string used_chart(const metric_figures& metric, std::string_view id);

/// Seven rows of 24 hours; the more breaches, the stronger the colour.
[[nodiscard]] std::string breach_chart(const metric_figures& metric, std::string_view id);

} // namespace compliance
