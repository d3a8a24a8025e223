// SPDX-License-Identifier: MIT
//
// The report as text.
#pragma once

#include "judge.hpp"
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace compliance {

struct report_heading {
    std::string_view tickets;  ///< The name of the file.
    std::string_view now_from; ///< Where the moment of judging comes from.
    sla::instant now{};
    std::uint64_t repeated_times = 0;
    deadline_source source = deadline_source::policy;
    std::optional<unsigned> goal{}; ///< Percent.
    ticket_columns columns{};
};

[[nodiscard]] std::string render_report(const report_heading& heading, const desk_policy& desk,
                                        const sla::zone& zone, const summary& s);

} // namespace compliance
