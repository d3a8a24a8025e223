// SPDX-License-Identifier: MIT
//
// The figures as comma-separated values.
#pragma once

#include "report.hpp"

#include <string>
#include <string_view>

namespace compliance {

/// A field as RFC 4180 has it: quoted where a comma, a quotation mark or a line end is in it.
/// Broken UTF-8 is replaced.
[[nodiscard]] std::string csv_field(std::string_view text);

/// One line for each group of each table, all with the same columns; README.md describes them.
[[nodiscard]] std::string render_csv(const report_heading& heading, const summary& s);

} // namespace compliance
