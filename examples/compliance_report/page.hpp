// SPDX-License-Identifier: MIT
//
// The figures as a page: one HTML file with charts, without scripts, that loads nothing.
#pragma once

#include "policy_file.hpp"
#include "report.hpp"

#include <string>

namespace compliance {

[[nodiscard]] std::string render_page(const report_heading& heading, const desk_policy& desk,
                                      const sla::zone& zone, const summary& s);

/// The page's style sheet, for light and dark displays and for paper.
[[nodiscard]] const char* page_style();

} // namespace compliance
