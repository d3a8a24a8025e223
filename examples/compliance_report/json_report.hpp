// SPDX-License-Identifier: MIT
//
// The figures as JSON.
#pragma once

#include "policy_file.hpp"
#include "report.hpp"

#include <string>

namespace compliance {

/// An object as README.md describes it, in UTF-8 (RFC 8259). Broken UTF-8 is replaced.
[[nodiscard]] std::string render_json(const report_heading& heading, const desk_policy& desk,
                                      const sla::zone& zone, const summary& s);

} // namespace compliance
