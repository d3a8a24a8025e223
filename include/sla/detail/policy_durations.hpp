// SPDX-License-Identifier: MIT
//
// Inside the policy room: whether a limit is one, and can ever be up.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_deadline.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/policy_names.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>

namespace sla::inline v1::detail {

// Which calendar holds at some place. A name that means nothing was complained of where it stands,
// and makes `known` false, so that nobody complains of its absence as well.
struct calendar_choice {
    std::optional<std::uint32_t> index{};
    bool known = true;

    // `name` instead of what holds so far, if there is a name.
    [[nodiscard]] calendar_choice or_named(compile_state& state, const std::string& name,
                                           const place& in_what) const {
        if (name.empty())
            return *this;
        const auto found = state.find_calendar(name, in_what.member("calendar"));
        return {found, found.has_value()};
    }
    [[nodiscard]] bool is_missing() const noexcept { return known && !index; }
};

class duration_check {
public:
    explicit duration_check(compile_state& state) noexcept : state_{state} {}

    void run(const target_duration& within, const place& here, const calendar_choice& calendar) {
        const auto* const days = std::get_if<business_days>(&within);
        if (days != nullptr && !check_time_of_day(*days, here))
            return;
        if (!is_positive(within)) {
            state_.say.add(
                "policy.target_not_positive", here, "a limit has to be longer than nothing",
                days != nullptr ? "at least one business day, or none and the end of the day"
                                : "a positive duration",
                text_of(within));
            return;
        }
        if (calendar.is_missing() && !std::holds_alternative<elapsed>(within)) {
            state_.say.add("policy.calendar_missing", here, "this limit counts by a calendar",
                           "a calendar at the policy, the target or the row", "none",
                           "elapsed time, such as 24 h, needs no calendar");
            return;
        }
        if (is_reached(within, calendar.index))
            return;
        state_.say.add("policy.target_never_reached", here,
                       "the limit lies beyond every instant before the year 10000",
                       "a limit that can be reached", text_of(within),
                       calendar.index ? "does the calendar ever have so much open time?" : "");
    }

private:
    [[nodiscard]] static std::string text_of(const target_duration& within) {
        return std::visit(
            [](const auto& d) {
                using form = std::remove_cvref_t<decltype(d)>;
                if constexpr (std::is_same_v<form, elapsed>)
                    return std::to_string(d.count()) + " ms";
                else if constexpr (std::is_same_v<form, working>)
                    return std::to_string(d.length().count()) + " ms of working time";
                else if constexpr (std::is_same_v<form, working_then_elapsed>)
                    return std::to_string(d.first.length().count()) + " ms of working time, then " +
                           std::to_string(d.then.count()) + " ms";
                else if constexpr (std::is_same_v<form, business_days>)
                    return std::to_string(d.count) + " business days";
                else if constexpr (std::is_same_v<form, calendar_days>)
                    return std::to_string(d.count) + " calendar days";
                else if constexpr (std::is_same_v<form, calendar_weeks>)
                    return std::to_string(d.count) + " calendar weeks";
                else
                    return std::to_string(d.count) + " calendar months";
            },
            static_cast<const target_duration::forms&>(within));
    }

    [[nodiscard]] static bool is_positive(const target_duration& within) {
        return std::visit(
            [](const auto& d) {
                using form = std::remove_cvref_t<decltype(d)>;
                if constexpr (std::is_same_v<form, elapsed>)
                    return d > elapsed{0};
                else if constexpr (std::is_same_v<form, working>)
                    return d > working{};
                else if constexpr (std::is_same_v<form, working_then_elapsed>)
                    return d.first >= working{} && d.then >= elapsed{0} &&
                           (d.first > working{} || d.then > elapsed{0});
                else if constexpr (std::is_same_v<form, business_days>)
                    return d.count > 0 || (d.count == 0 && d.end != business_day_end::same_time);
                else
                    return d.count > 0;
            },
            static_cast<const target_duration::forms&>(within));
    }

    // False when something was wrong.
    bool check_time_of_day(const business_days& days, const place& here) {
        using std::chrono::hours;
        using std::chrono::seconds;
        const auto in_a_day = [](seconds at) { return seconds{0} <= at && at < hours{24}; };
        const auto text = [](seconds at) { return std::to_string(at.count()) + " s"; };
        complaints& say = state_.say;
        if (!say.check_enumerator(days.end, business_day_end::time_of_day, here.member("end")))
            return false;
        if (days.end != business_day_end::time_of_day) {
            if (days.at == seconds{0} && !days.cut_off)
                return true;
            say.add("policy.time_of_day", here,
                    "only business days that end by a time of day have such a time",
                    "neither time of day nor cut-off, or the end time_of_day");
            return false;
        }
        const std::size_t before = say.issues().size();
        if (!in_a_day(days.at))
            say.add("policy.time_of_day", here.member("at"), "this is not a time of day",
                    "from midnight until before 24 h", text(days.at));
        if (days.cut_off && !in_a_day(*days.cut_off))
            say.add("policy.time_of_day", here.member("cut_off"), "this is not a time of day",
                    "from midnight until before 24 h", text(*days.cut_off));
        else if (days.count == 0 && (!days.cut_off || *days.cut_off > days.at))
            say.add("policy.time_of_day", here.member("cut_off"),
                    "what starts between the due time and midnight would be late at once",
                    "a cut-off at or before the due time",
                    days.cut_off ? text(*days.cut_off) : "none",
                    "what starts after the cut-off is due on the next business day");
        return say.issues().size() == before;
    }

    // Whether there is an instant at which the limit is up, for a start long ago.
    [[nodiscard]] bool is_reached(const target_duration& within,
                                  std::optional<std::uint32_t> calendar) const {
        if (const auto* const length = std::get_if<elapsed>(&within))
            return *length < end_of_range - first_instant;
        // Where some calendar did not compile there is nothing to ask.
        if (!calendar || *calendar >= state_.book.calendars.size())
            return true;
        const sla::calendar& hours = state_.book.calendars[*calendar];
        // Most limits are reached from where answers are quick.
        const instant quick = std::chrono::sys_days{state_.options.first_year / 1 / 1};
        for (const instant start : {quick, first_instant})
            if (deadline_of(within, &hours, start) != never)
                return true;
        return false;
    }

    compile_state& state_;
};

} // namespace sla::inline v1::detail
