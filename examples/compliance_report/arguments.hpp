// SPDX-License-Identifier: MIT
#pragma once

#include "figures.hpp"
#include "judge.hpp"
#include <sla/issue.hpp>
#include <sla/result.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace compliance {

struct arguments {
    std::string tickets{};
    std::string policy{};
    std::string now{};     ///< Empty: not given.
    std::string columns{}; ///< Empty: the file beside the tickets.
    std::string html{};    ///< Files to be written; empty: not wanted. As the next three.
    std::string csv{};
    std::string json{};
    std::string save_policy{};
    std::optional<unsigned> goal{};
    sla::calendar_unit period = sla::calendar_unit::month;
    std::size_t listed = 10;
    deadline_source source = deadline_source::policy;
    bool strict = false;
    bool help = false;
};

/// What the user typed, without the name of the program; issues `arguments....`.
[[nodiscard]] sla::result<arguments> read_arguments(std::span<const char* const> words);

[[nodiscard]] const char* usage();

} // namespace compliance
