// SPDX-License-Identifier: MIT
//
// How a ticket file is to be read: what its columns are called, how it writes dates. It stands in a
// file of lines "id = ticket" beside the tickets, so that the policy says nothing but the policy.
#pragma once

#include "policy_file.hpp"
#include <sla/result.hpp>

#include <filesystem>

namespace compliance {

/// "tickets.columns" for "tickets.csv".
[[nodiscard]] std::filesystem::path columns_beside(const std::filesystem::path& tickets);

/// All mistakes come back at once, each with file, line and column: `columns_file....`.
[[nodiscard]] sla::result<ticket_form> read_columns(const std::filesystem::path& path);

} // namespace compliance
