// SPDX-License-Identifier: MIT
//
// A log of a service desk whose rows are snapshots: after every update of an incident, all of its
// columns once more. What happened is what differs between a row and the one before it.
//
// Times are cut to the minute and without a zone; they are read as UTC. `?` is an empty field.
#pragma once

#include "event_log.hpp"
#include <sla/time.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace uci {

/// One update of an incident: how it stands after it.
struct snapshot {
    int update_count = 0; ///< `sys_mod_count`: 0 is the first state of all.
    sla::instant at{};    ///< `sys_updated_at`
    std::string state{};
    std::string priority{};
    std::string category{};
    std::string group{}; ///< Empty for `?`, like the next.
    std::string assignee{};
    int reopenings = 0; ///< So far.
    bool made_sla = true;
    std::string other_columns{}; ///< All that a timeline does not tell.
};

/// An incident; in the file, the first three times stand in every one of its rows.
struct incident {
    std::string number;
    sla::instant opened{};
    std::optional<sla::instant> resolved{};
    sla::instant closed{};
    std::vector<snapshot> rows{}; ///< In the order of their update counts; at least one.
};

struct incident_file {
    std::vector<incident> incidents{}; ///< In the order of their first rows.
    std::size_t rows = 0;
    std::size_t moved_rows = 0;          ///< Rows that did not stand in order, and do now.
    std::vector<std::string> problems{}; ///< Rows that cannot be read, or contradict each other.
};
[[nodiscard]] incident_file read_incidents(const std::filesystem::path& file);

/// Waiting for somebody else: the desk's pauses.
[[nodiscard]] bool is_waiting(const std::string& state);
[[nodiscard]] const std::vector<std::string>& waiting_states();

/// The tickets, and what became of every row.
struct history {
    std::vector<event_log::ticket> tickets; ///< In the order of the incidents.
    event_log::tally rows;
    event_log::tally incidents; ///< What is remarkable about them.
    std::size_t people = 0;
};
[[nodiscard]] history history_of(const std::vector<incident>& incidents);

} // namespace uci
