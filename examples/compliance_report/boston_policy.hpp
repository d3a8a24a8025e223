// SPDX-License-Identifier: MIT
//
// An adapter for one data set: the policy that was inferred from the 311 requests of the City of
// Boston in 2015, in the shape in which it comes with them.
//
// It says how long a request of each type may take, and when the office is open, and leaves out
// what everybody knows who has seen the tickets: what their columns are called, how they write
// dates, when they were exported. That knowledge is here, so that the file can be used as it is.
#pragma once

#include "json_file.hpp"
#include "policy_file.hpp"
#include <sla/issue.hpp>

namespace compliance {

[[nodiscard]] bool is_boston_policy(const json_file& file);

/// Precondition: `is_boston_policy(file)`. What is wrong goes to `issues`.
[[nodiscard]] desk_policy read_boston_policy(const json_file& file, sla::issue_list& issues);

} // namespace compliance
