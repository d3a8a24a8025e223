// SPDX-License-Identifier: MIT
//
// The named options of a book, in the words of a scenario file.
//
//     of targets     met: at or before, strictly before
//                    exact fit: close, next opening
//                    retarget: keep elapsed time, keep elapsed share, restart, freeze
//                    breach: sticky, recomputed
//                    start hours: a calendar, or any
//                    out of hours: a length, or none
//     of metrics     on reopen: ignore, resume, resume without gap, new cycle
//                    automation, solving, created by agent: ignored, counts
//                    anchor: oldest unanswered, latest unanswered
//                    updates: independent, sequential
//     of the book    choose: first match, all matching, strictest
//                    versions: at creation, at cycle start, at each event, at now
//
// "automation" to "updates" give the built-in metrics another form.
#pragma once

#include "words.hpp"
#include <sla/policy_definition.hpp>

#include <string_view>

namespace scenarios {

[[nodiscard]] bool is_target_option(std::string_view name);
[[nodiscard]] bool is_option(std::string_view name);

/// Takes the name of an option from the front; the rest is its value.
std::string_view take_option(std::string_view& line);

void set_target_option(sla::target_options& options, std::string_view name, std::string_view value);

/// Sets an option in all targets, in all metrics or in the book, wherever it belongs.
void set_option(sla::book_definition& book, std::string_view name, std::string_view value);

/// "retarget restart": an option's name and its value.
void set_option(sla::book_definition& book, std::string_view line);

[[nodiscard]] sla::reopen_mode read_reopen_mode(std::string_view text);

} // namespace scenarios
