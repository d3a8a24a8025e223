// SPDX-License-Identifier: MIT
//
// The words of a document for the values of enumerations: the names that the values have in C++.
#pragma once

#include "reader.hpp"
#include <sla/metrics.hpp>
#include <sla/policy_definition.hpp>

#include <array>
#include <span>
#include <string_view>

namespace sla::inline v1::detail::json {

inline constexpr std::array<word<attribute>, attribute_count> attribute_words{{
    {"priority", attribute::priority},
    {"channel", attribute::channel},
    {"tier", attribute::tier},
    {"category", attribute::category},
    {"group", attribute::group},
    {"customer", attribute::customer},
}};
inline constexpr std::array<word<exception_mode>, 3> mode_words{{
    {"replace", exception_mode::replace},
    {"add", exception_mode::add},
    {"subtract", exception_mode::subtract},
}};
inline constexpr std::array<word<observed_rule>, 5> observed_words{{
    {"as_it_falls", observed_rule::as_it_falls},
    {"nearest_weekday", observed_rule::nearest_weekday},
    {"following_weekday", observed_rule::following_weekday},
    {"following_free_weekday", observed_rule::following_free_weekday},
    {"sunday_to_free_weekday", observed_rule::sunday_to_free_weekday},
}};
inline constexpr std::array<word<set_operation>, 3> operation_words{{
    {"unite", set_operation::unite},
    {"intersect", set_operation::intersect},
    {"subtract", set_operation::subtract},
}};
inline constexpr std::array<word<event_kind>, event_kind_count> event_words{{
    {"created", event_kind::created},
    {"message", event_kind::message},
    {"status_changed", event_kind::status_changed},
    {"attribute_changed", event_kind::attribute_changed},
    {"tag_added", event_kind::tag_added},
    {"tag_removed", event_kind::tag_removed},
    {"stage_entered", event_kind::stage_entered},
    {"stage_left", event_kind::stage_left},
    {"assigned", event_kind::assigned},
    {"acknowledged", event_kind::acknowledged},
    {"confirmed", event_kind::confirmed},
    {"fixed", event_kind::fixed},
    {"resolved", event_kind::resolved},
    {"reopened", event_kind::reopened},
    {"closed", event_kind::closed},
    {"merged_into", event_kind::merged_into},
    {"merged_from", event_kind::merged_from},
    {"due_changed", event_kind::due_changed},
    {"custom", event_kind::custom},
}};
inline constexpr std::array<word<actor>, 4> actor_words{{
    {"customer", actor::customer},
    {"agent", actor::agent},
    {"automation", actor::automation},
    {"third_party", actor::third_party},
}};
inline constexpr std::array<word<visibility>, 2> visibility_words{{
    {"to_customer", visibility::to_customer},
    {"internal", visibility::internal},
}};
inline constexpr std::array<word<recurrence>, 3> recurrence_words{{
    {"once", recurrence::once},
    {"independent", recurrence::independent},
    {"sequential", recurrence::sequential},
}};
inline constexpr std::array<word<reopen_mode>, 4> reopen_words{{
    {"ignore", reopen_mode::ignore},
    {"resume", reopen_mode::resume},
    {"resume_without_gap", reopen_mode::resume_without_gap},
    {"new_cycle", reopen_mode::new_cycle},
}};
inline constexpr std::array<word<counting>, 2> counting_words{{
    {"ignored", counting::ignored},
    {"counts", counting::counts},
}};
inline constexpr std::array<word<response_anchor>, 2> anchor_words{{
    {"oldest_unanswered", response_anchor::oldest_unanswered},
    {"latest_unanswered", response_anchor::latest_unanswered},
}};
inline constexpr std::array<word<met_when>, 2> met_words{{
    {"at_or_before", met_when::at_or_before},
    {"strictly_before", met_when::strictly_before},
}};
inline constexpr std::array<word<exact_fit>, 2> fit_words{{
    {"close", exact_fit::close},
    {"next_open", exact_fit::next_open},
}};
inline constexpr std::array<word<retarget_mode>, 4> retarget_words{{
    {"keep_elapsed_time", retarget_mode::keep_elapsed_time},
    {"keep_elapsed_share", retarget_mode::keep_elapsed_share},
    {"restart", retarget_mode::restart},
    {"freeze", retarget_mode::freeze},
}};
inline constexpr std::array<word<breach_mode>, 2> breach_words{{
    {"sticky", breach_mode::sticky},
    {"recomputed", breach_mode::recomputed},
}};
inline constexpr std::array<word<policy_role>, 2> role_words{{
    {"normal", policy_role::normal},
    {"fallback", policy_role::fallback},
}};
inline constexpr std::array<word<policy_choice>, 3> choice_words{{
    {"first_match", policy_choice::first_match},
    {"all_matching", policy_choice::all_matching},
    {"strictest", policy_choice::strictest},
}};
inline constexpr std::array<word<version_choice>, 4> version_words{{
    {"at_creation", version_choice::at_creation},
    {"at_cycle_start", version_choice::at_cycle_start},
    {"at_each_event", version_choice::at_each_event},
    {"at_now", version_choice::at_now},
}};

/// "Monday", ... by `std::chrono::weekday::c_encoding()`.
inline constexpr std::array<std::string_view, 7> weekday_names{
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
inline constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

/// The span of an array, for `reader::read_word`.
template <class Enum, std::size_t N>
void read_word(reader& in, index i, const std::array<word<Enum>, N>& words, Enum& into) {
    in.read_word(i, std::span<const word<Enum>>{words}, into);
}

/// "" where the value is none of the enumeration's.
template <class Enum, std::size_t N>
std::string_view word_of(const std::array<word<Enum>, N>& words, Enum value) {
    for (const word<Enum>& w : words)
        if (w.value == value)
            return w.text;
    return {};
}

} // namespace sla::inline v1::detail::json
