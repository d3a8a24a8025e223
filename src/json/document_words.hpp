// SPDX-License-Identifier: MIT
//
// The words of a document's parts beside the book.
#pragma once

#include "words.hpp"
#include <sla/json_document.hpp>

#include <array>
#include <chrono>

namespace sla::inline v1::detail::json {

inline constexpr std::array<word<calendar_unit>, 8> unit_words{{
    {"day", calendar_unit::day},
    {"week", calendar_unit::week},
    {"month", calendar_unit::month},
    {"quarter", calendar_unit::quarter},
    {"year", calendar_unit::year},
    {"hour_of_day", calendar_unit::hour_of_day},
    {"day_of_week", calendar_unit::day_of_week},
    {"hour_of_week", calendar_unit::hour_of_week},
}};
inline constexpr std::array<word<std::chrono::weekday>, 7> weekday_words{{
    {weekday_names[0], std::chrono::Sunday},
    {weekday_names[1], std::chrono::Monday},
    {weekday_names[2], std::chrono::Tuesday},
    {weekday_names[3], std::chrono::Wednesday},
    {weekday_names[4], std::chrono::Thursday},
    {weekday_names[5], std::chrono::Friday},
    {weekday_names[6], std::chrono::Saturday},
}};
/// Those that come one after another, which an objective can be judged by.
inline constexpr std::array<word<calendar_unit>, 5> period_words{
    {unit_words[0], unit_words[1], unit_words[2], unit_words[3], unit_words[4]}};
inline constexpr std::array<word<open_clocks>, 3> open_words{{
    {"excluded", open_clocks::excluded},
    {"as_of_now", open_clocks::as_of_now},
    {"worst_case", open_clocks::worst_case},
}};
inline constexpr std::array<word<abandoned_calls>, 4> abandoned_words{{
    {"ignored", abandoned_calls::ignored},
    {"short_ones_ignored", abandoned_calls::short_ones_ignored},
    {"missed", abandoned_calls::missed},
    {"short_ones_met", abandoned_calls::short_ones_met},
}};
inline constexpr std::array<word<goal_direction>, 2> direction_words{{
    {"higher_is_better", goal_direction::higher_is_better},
    {"lower_is_better", goal_direction::lower_is_better},
}};
inline constexpr std::array<word<clock_state>, clock_state_count> state_words{{
    {"not_applicable", clock_state::not_applicable},
    {"not_started", clock_state::not_started},
    {"running", clock_state::running},
    {"paused", clock_state::paused},
    {"met", clock_state::met},
    {"breached", clock_state::breached},
    {"cancelled", clock_state::cancelled},
}};
inline constexpr std::array<word<verdict_length>, 5> length_words{{
    {"spent", verdict_length::spent},
    {"working_spent", verdict_length::working_spent},
    {"overdue", verdict_length::overdue},
    {"working_overdue", verdict_length::working_overdue},
    {"other", verdict_length::other},
}};
inline constexpr std::array<word<step_counting>, 2> step_words{{
    {"full_steps", step_counting::full_steps},
    {"proportional", step_counting::proportional},
}};
inline constexpr std::array<word<missing_data>, 3> missing_words{{
    {"weight_redistributed", missing_data::weight_redistributed},
    {"counts_as_met", missing_data::counts_as_met},
    {"counts_as_zero", missing_data::counts_as_zero},
}};
inline constexpr std::array<word<rounding>, 3> rounding_words{{
    {"half_up", rounding::half_up},
    {"half_even", rounding::half_even},
    {"down", rounding::down},
}};
inline constexpr std::array<word<credit_combination>, 2> combination_words{{
    {"sum", credit_combination::sum},
    {"largest_only", credit_combination::largest_only},
}};
inline constexpr std::array<word<rounding_moment>, 2> moment_words{{
    {"each_line", rounding_moment::each_line},
    {"total", rounding_moment::total},
}};

} // namespace sla::inline v1::detail::json
