// SPDX-License-Identifier: MIT
#pragma once

#include "arguments.hpp"
#include "run.hpp"
#include <sla/issue.hpp>

namespace compliance {

/// Writes the files that were asked for; issues `output.unwritable`, `output.is_input`.
[[nodiscard]] sla::issue_list write_files(const arguments& chosen, const outcome& found);

} // namespace compliance
