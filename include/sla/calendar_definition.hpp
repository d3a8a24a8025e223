// SPDX-License-Identifier: MIT
//
// Room: calendar (definitions). When somebody is open, as plain data.
//
// A calendar definition reads like the sign on the door: weekly hours in local time, the days that
// differ, and the zone whose clock hangs on the wall. It can be written in code, printed, compared
// and loaded; nothing in it is checked until `compile` (calendar.hpp) checks all of it at once.
//
//     using namespace std::chrono;
//     sla::calendar_definition support{
//         .name = "Support",
//         .zone = "Europe/Berlin",
//         .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}}),
//         .exceptions = {sla::closed("Works outing", 2026y / June / 12)},
//         .yearly = {sla::closed_yearly("Christmas Day", December / 25),
//                    sla::closed_yearly("Good Friday", sla::days_from_easter{-2})},
//     };
//
// What "open" means: the definition describes a set of local date-times, the union of half-open
// ranges `[begin, end)`. A range belongs to the date it begins on and may run past midnight:
// `{22h, 30h}` is a night shift that ends at 06:00 of the next date. An instant is open exactly
// when its local date-time is in that set. The hard case follows from this: where the clock jumps
// over 02:30 nothing that says "02:30" is ever open, and where it shows 02:30 twice both are.
#pragma once

#include <sla/time.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1 {

/// A set of weekdays.
class weekday_set {
public:
    constexpr weekday_set() noexcept = default;
    /// Precondition: `day.ok()`.
    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    constexpr weekday_set(std::chrono::weekday day) noexcept
        : bits_{static_cast<std::uint8_t>(1U << day.c_encoding())} {}

    [[nodiscard]] constexpr bool contains(std::chrono::weekday day) const noexcept {
        return (bits_ >> day.c_encoding() & 1U) != 0;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }

    friend constexpr weekday_set operator|(weekday_set a, weekday_set b) noexcept {
        a.bits_ = static_cast<std::uint8_t>(a.bits_ | b.bits_);
        return a;
    }
    friend constexpr bool operator==(weekday_set, weekday_set) noexcept = default;

private:
    std::uint8_t bits_ = 0;
};

inline constexpr weekday_set monday_to_friday = weekday_set{std::chrono::Monday} |
                                                std::chrono::Tuesday | std::chrono::Wednesday |
                                                std::chrono::Thursday | std::chrono::Friday;
inline constexpr weekday_set saturday_and_sunday =
    weekday_set{std::chrono::Saturday} | std::chrono::Sunday;
inline constexpr weekday_set every_day = monday_to_friday | saturday_and_sunday;

/// Opening hours `[begin, end)`, counted from the local midnight that begins the date they belong
/// to. Valid when 0 <= begin < 24 h and begin < end <= begin + 24 h: `{0h, 24h}` is the whole day,
/// `{22h, 30h}` runs until 06:00 of the next date. Whole seconds.
struct time_range {
    std::chrono::seconds begin;
    std::chrono::seconds end;

    friend constexpr bool operator==(const time_range&, const time_range&) noexcept = default;
};

/// The hours of an ordinary week. A weekday without ranges is closed.
struct weekly_hours {
    /// Indexed by `std::chrono::weekday::c_encoding()`: Sunday is 0.
    std::array<std::vector<time_range>, 7> days{};

    [[nodiscard]] const std::vector<time_range>& on(std::chrono::weekday day) const {
        return days[day.c_encoding()];
    }
    /// Sets the hours of each weekday of `which`, replacing what was there; chains.
    weekly_hours& set(weekday_set which, const std::vector<time_range>& ranges) {
        for (unsigned day = 0; day < 7; ++day)
            if (which.contains(std::chrono::weekday{day}))
                days[day] = ranges;
        return *this;
    }

    friend bool operator==(const weekly_hours&, const weekly_hours&) = default;
};

/// The same hours on each weekday of `which`, the others closed.
[[nodiscard]] inline weekly_hours weekly(weekday_set which, const std::vector<time_range>& ranges) {
    return weekly_hours{}.set(which, ranges);
}

/// Open always: 24 hours on 7 days.
[[nodiscard]] inline weekly_hours around_the_clock() {
    return weekly(every_day, {{std::chrono::seconds{0}, std::chrono::hours{24}}});
}

/// From a local date on (inclusive), other weekly hours apply. A range that began the evening
/// before still runs to its end.
struct hours_change {
    std::chrono::year_month_day from;
    weekly_hours hours;

    friend bool operator==(const hours_change&, const hours_change&) = default;
};

/// What an exception does with the hours of its local date.
enum class exception_mode : std::uint8_t {
    replace,  ///< The date has exactly these ranges; none means closed all day.
    add,      ///< These ranges are open as well.
    subtract, ///< These ranges, of the hours that belong to the date, are closed.
};

/// A dated exception: a holiday, a half day, a one-off opening, a make-up working day.
///
/// It concerns the ranges that *belong* to its dates. A night shift that began the evening before
/// is not cut by it, unless an exception on that evening's date says so.
/// Dated exceptions come after yearly ones: a dated `replace` overrides whatever a yearly rule says
/// about that date.
struct day_exception {
    std::string name{};
    std::chrono::year_month_day first{};
    std::optional<std::chrono::year_month_day> last{}; ///< Inclusive; absent: `first` alone.
    exception_mode mode = exception_mode::replace;
    std::vector<time_range> ranges{};
    std::string source{}; ///< Where it comes from, for people: "holiday-cn 2026"; may be empty.

    friend bool operator==(const day_exception&, const day_exception&) = default;
};

/// Which Easter Sunday: the Gregorian (Western) or the Julian (Orthodox) reckoning.
enum class easter : std::uint8_t { western, orthodox };

/// A date relative to Easter Sunday: -2 is Good Friday, 1 Easter Monday, 39 Ascension Day,
/// 50 Whit Monday. Valid from -70 to 200.
struct days_from_easter {
    int days = 0;
    easter reckoning = easter::western;

    friend constexpr bool operator==(const days_from_easter&,
                                     const days_from_easter&) noexcept = default;
};

/// The first `day` on or after a date: Monday on or after 18 May is Canada's Victoria Day. In a
/// common year 29 February stands for 1 March.
struct weekday_on_or_after {
    std::chrono::weekday day;
    std::chrono::month_day date;

    friend constexpr bool operator==(const weekday_on_or_after&,
                                     const weekday_on_or_after&) noexcept = default;
};

/// A date of each year, written with the standard's own types: `December / 25` (29 February exists
/// in leap years alone), `November / Thursday[4]` (a fifth one in the months that have it),
/// `May / Monday[last]`, `days_from_easter{-2}`, `weekday_on_or_after{Monday, May / 18}`.
using yearly_date =
    std::variant<std::chrono::month_day, std::chrono::month_weekday,
                 std::chrono::month_weekday_last, days_from_easter, weekday_on_or_after>;

/// Which other day is taken in lieu when a yearly date falls on the weekend. The date itself keeps
/// its exception; the substitute gets the same one in addition. Free days are chosen in the order
/// of the dates. Of an exception that lasts several dates only the first one
/// is looked at.
enum class observed_rule : std::uint8_t {
    as_it_falls,            ///< No substitute.
    nearest_weekday,        ///< Saturday: the Friday before; Sunday: the Monday after (US federal);
                            ///< the later one where both are equally near.
    following_weekday,      ///< The next day that is not weekend.
    following_free_weekday, ///< The next day that is neither weekend nor another yearly holiday (a
                            ///< `replace`); also where two holidays fall on one weekday: the later
                            ///< in the list moves (UK, Australia).
    sunday_to_free_weekday, ///< Like the last, but only for the weekend's last day (Japan).
};

/// An exception that comes back every year. Where several fall on one date, the `replace` ones
/// leave open only what all of them leave open (so a holiday beats a half day), then `add`, then
/// `subtract` apply.
struct yearly_exception {
    std::string name{};
    yearly_date date{};
    observed_rule observed = observed_rule::as_it_falls;
    std::optional<std::chrono::year> first_year{}; ///< Inclusive; absent: since ever.
    std::optional<std::chrono::year> last_year{};  ///< Inclusive; absent: for ever.
    exception_mode mode = exception_mode::replace;
    std::vector<time_range> ranges{};
    unsigned days = 1; ///< So many dates in a row, 1 to 62; runs on into the next year if need be.

    friend bool operator==(const yearly_exception&, const yearly_exception&) = default;
};

/// When somebody is open; see the top of this file.
struct calendar_definition {
    std::string name{};
    std::string zone{}; ///< "Europe/Berlin"; resolved by the `zone_source` given to `compile`.
    weekly_hours hours{};
    std::vector<hours_change> changes{}; ///< Strictly increasing dates.
    std::vector<day_exception> exceptions{};
    std::vector<yearly_exception> yearly{};
    weekday_set weekend = saturday_and_sunday; ///< For `observed_rule` only.

    friend bool operator==(const calendar_definition&, const calendar_definition&) = default;
};

/// A date, or the dates `first` to `last` (inclusive), closed all day.
[[nodiscard]] inline day_exception closed(std::string name, std::chrono::year_month_day first,
                                          std::optional<std::chrono::year_month_day> last = {}) {
    return {.name = std::move(name), .first = first, .last = last};
}

/// A date with these hours instead of the week's: a half day, a make-up working day.
[[nodiscard]] inline day_exception open_instead(std::string name, std::chrono::year_month_day date,
                                                std::vector<time_range> ranges) {
    return {.name = std::move(name), .first = date, .ranges = std::move(ranges)};
}

/// A yearly date, closed all day.
[[nodiscard]] inline yearly_exception
closed_yearly(std::string name, yearly_date date,
              observed_rule observed = observed_rule::as_it_falls) {
    return {.name = std::move(name), .date = date, .observed = observed};
}

} // namespace sla::inline v1
