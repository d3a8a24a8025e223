// SPDX-License-Identifier: MIT
//
// Reports as text, CSV and JSON.
#pragma once

#include "report_groups.hpp"
#include <sla/time.hpp>

#include <cstdint>
#include <string>

namespace tool {

/// What there is to say of the whole file.
struct report_totals {
    std::uint64_t tickets = 0;
    std::uint64_t left_out = 0; ///< Of them, with mistakes.
    sla::instant first_as_of = sla::never;
    sla::instant last_as_of = sla::never;
};

[[nodiscard]] std::string report_text(const report_groups& groups, const report_totals& totals);
[[nodiscard]] std::string report_csv(const report_groups& groups);
[[nodiscard]] std::string report_json(const report_groups& groups, const report_totals& totals);

} // namespace tool
