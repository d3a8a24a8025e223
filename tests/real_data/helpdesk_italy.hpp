// SPDX-License-Identifier: MIT
//
// A log of a help desk whose rows are activities: "Take in charge ticket", "Wait", "Resolve
// ticket". What happened is what the activity means, given what happened before.
//
// The file does not tell which seriousness a ticket was assigned, nor its customer; the priority of
// all tickets is "assigned" once they have any.
#pragma once

#include "event_log.hpp"
#include <sla/time.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace helpdesk {

struct activity {
    sla::instant at{};
    std::string name{};
    std::string resource{};
};

struct ticket_case {
    std::string id{};
    std::vector<activity> activities{}; ///< By time; of one instant in the order of the file.
};

struct case_file {
    std::vector<ticket_case> cases{}; ///< In the order of their first rows.
    std::size_t rows = 0;
    std::size_t moved_rows = 0; ///< Rows that did not stand in order, and do now.
    std::vector<std::string> problems{};
};
[[nodiscard]] case_file read_cases(const std::filesystem::path& file);

/// The status that "Wait" gives a ticket: the desk's pause.
inline constexpr const char* waiting = "waiting";

/// The tickets, and what became of every row.
struct history {
    std::vector<event_log::ticket> tickets{}; ///< In the order of the cases.
    event_log::tally rows{};                  ///< By activity.
    event_log::tally unknown{};               ///< Activities that were not understood.
    std::size_t people = 0;
};
[[nodiscard]] history history_of(const std::vector<ticket_case>& cases);

} // namespace helpdesk
