// SPDX-License-Identifier: MIT
#pragma once

#include "arguments.hpp"
#include "judge.hpp"
#include "policy_file.hpp"
#include <sla/issue.hpp>
#include <sla/zone.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace compliance {

/// Everything that a run found out; without a report when something could not be used.
struct outcome {
    sla::issue_list problems{};     ///< Why there is no report.
    sla::issue_list warnings{};     ///< About the policy.
    sla::issue_list row_problems{}; ///< The first of the rows that could not be judged.
    summary result{.most_overdue = earliest_deadlines{0}, .due_next = earliest_deadlines{0}};
    std::string report{};
    std::string html{}; ///< Where it was asked for, as the next three.
    std::string csv{};
    std::string json{};
    std::string policy{}; ///< As an sla document.
};

/// At most so many rows that cannot be judged are described one by one.
inline constexpr std::size_t described_rows = 20;

/// Reads the policy and the tickets, judges them and makes the report. `progress` is told the bytes
/// of the ticket file that have been read. `present` is now, for a policy without a moment.
[[nodiscard]] outcome run(const arguments& chosen, const sla::zone_source& zones,
                          sla::instant present, const std::function<void(std::uint64_t)>& progress);

} // namespace compliance
