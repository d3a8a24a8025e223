// SPDX-License-Identifier: MIT
#pragma once

#include "judge.hpp"
#include <sla/issue.hpp>
#include <sla/result.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace compliance {

struct arguments {
    std::string tickets{};
    std::string policy{};
    std::string now{}; ///< Empty: not given.
    std::size_t listed = 10;
    deadline_source source = deadline_source::policy;
    bool strict = false;
    bool help = false;
};

/// What the user typed, without the name of the program; issues `arguments....`.
[[nodiscard]] sla::result<arguments> read_arguments(std::span<const char* const> words);

[[nodiscard]] const char* usage();

} // namespace compliance
