// SPDX-License-Identifier: MIT
//
// An adapter for one data set: the policy that was inferred from the 311 requests of the City of
// Boston in 2015, in the shape in which it comes with them.
//
// It says how long a request of each type may take, and when the office is open, and leaves out
// what everybody knows who has seen the tickets: what their columns are called, how they write
// dates, when they were exported. That knowledge is here, so that the file can be used as it is.
#pragma once

#include "policy_file.hpp"
#include <sla/result.hpp>

#include <filesystem>
#include <string_view>

namespace compliance {

/// Whether the text is JSON of that form.
[[nodiscard]] bool is_boston_policy(std::string_view text);

/// All mistakes come back at once, each with file, line and column.
/// Precondition: the file is one of that form.
[[nodiscard]] sla::result<desk_policy> read_boston_policy(const std::filesystem::path& path);

} // namespace compliance
