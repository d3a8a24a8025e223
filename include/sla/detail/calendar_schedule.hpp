// SPDX-License-Identifier: MIT
//
// One calendar's hours in compiled form, by local date: which ranges belong to a date, for any
// year. `schedule` is the immutable product of validation; `schedule_year` resolves the exceptions
// of one calendar year on the stack, so that a question about any date needs no allocation.
#pragma once

#include <sla/calendar_definition.hpp>
#include <sla/detail/calendar_dates.hpp>
#include <sla/zone.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sla::inline v1::detail {

/// Seconds since the local midnight of the date the range belongs to.
struct local_range {
    std::int32_t begin;
    std::int32_t end;

    friend constexpr bool operator==(const local_range&, const local_range&) noexcept = default;
};

using pattern_id = std::uint16_t;

/// The ranges that belong to one date: sorted, disjoint, not touching.
struct day_pattern {
    std::uint32_t first = 0; ///< Into `schedule::ranges`.
    std::uint32_t count = 0;
    std::int32_t total = 0;    ///< Seconds, with what lies past midnight.
    std::int32_t spill = 0;    ///< Seconds of it that lie past midnight.
    std::uint32_t spilled = 0; ///< So many of the last ranges reach past midnight.
    bool replaced = false;     ///< A yearly `replace` has been applied (the next one narrows it).
};

/// Weekly hours from a date on.
struct hours_version {
    std::int32_t from; ///< Day number.
    std::array<pattern_id, 7> pattern{};
    /// Seconds of the first n days of a week that begins on Sunday.
    std::array<std::int32_t, 8> before{};

    /// Sum of the patterns' totals over the dates [a, b).
    [[nodiscard]] std::int64_t sum(std::int32_t a, std::int32_t b) const noexcept {
        const std::int32_t days = b - a;
        const unsigned start = weekday_of(a);
        const unsigned rest = static_cast<unsigned>(days % 7);
        std::int64_t s = static_cast<std::int64_t>(days / 7) * before[7];
        const unsigned stop = start + rest;
        if (stop <= 7)
            s += before[stop] - before[start];
        else
            s += before[7] - before[start] + before[stop - 7];
        return s;
    }
};

/// A yearly exception, ready to be resolved.
struct yearly_rule {
    enum class kind : std::uint8_t { fixed, nth, last, easter, on_or_after };

    kind what = kind::fixed;
    std::uint8_t month = 1;
    std::uint8_t day = 1; ///< Day of the month, or which one (1 to 5) for `nth`.
    std::uint8_t weekday = 0;
    easter reckoning = easter::western;
    observed_rule observed = observed_rule::as_it_falls;
    exception_mode mode = exception_mode::replace;
    std::int16_t offset = 0; ///< From Easter.
    std::int16_t first_year = 1;
    std::int16_t last_year = 10'000;
    std::uint16_t days = 1;
    std::uint16_t source = 0;     ///< Index into `calendar_definition::yearly`.
    bool crosses_back = false;    ///< It may concern a date of the year before,
    bool crosses_forward = false; ///< ... of the year after.

    /// The date in the given year, before any substitute; `absent` if it has none.
    static constexpr std::int32_t absent = INT32_MIN;
    [[nodiscard]] std::int32_t date(const calendar_year& y,
                                    std::int32_t easter_day) const noexcept {
        if (y.year < first_year || y.year > last_year)
            return absent;
        switch (what) {
        case kind::fixed:
            return day <= y.month_length(month) ? y.day(month, day) : absent;
        case kind::nth: {
            const std::int32_t first = y.day(month, 1);
            const auto in =
                static_cast<std::int32_t>((weekday + 7U - weekday_of(first)) % 7U) + 7 * (day - 1);
            return in < y.month_length(month) ? first + in : absent;
        }
        case kind::last: {
            const std::int32_t end = y.day(month, y.month_length(month));
            return end - static_cast<std::int32_t>((weekday_of(end) + 7U - weekday) % 7U);
        }
        case kind::easter:
            return easter_day + offset;
        case kind::on_or_after: {
            // 29 February stands for 1 March where there is none: "on or after" still has a
            // meaning.
            const std::int32_t from = y.day(month, day);
            return from + static_cast<std::int32_t>((weekday + 7U - weekday_of(from)) % 7U);
        }
        }
        return absent;
    }
};

struct dated_day {
    std::int32_t day;
    pattern_id pattern;
};

/// Compiled hours of one calendar definition. See `calendar_schedule_build.hpp` for how it is made.
struct schedule {
    calendar_definition definition; ///< Kept for names.
    zone tz;
    std::vector<local_range> ranges{};
    std::vector<day_pattern> patterns{};
    std::vector<hours_version> versions{}; ///< Increasing; the first is in force since ever.
    std::vector<yearly_rule> rules{};      ///< All `replace`, then all `add`, then all `subtract`.
    /// [rule * stride + pattern]: what the rule makes of a date that has the pattern.
    std::vector<pattern_id> applied{};
    std::size_t stride = 0; ///< Patterns that a rule can meet; those of dated exceptions follow.
    std::vector<dated_day> dated{}; ///< Sorted by day: final patterns, yearly rules included.
    std::array<bool, 7> weekend{};
    /// No pattern is open outside of [earliest, latest) of a day, in seconds since midnight.
    std::int32_t earliest = 86'400;
    std::int32_t latest = 0;
    bool overnight = false;       ///< Some pattern runs past midnight.
    bool crosses_back = false;    ///< A rule of the next year may concern a date of this year.
    bool crosses_forward = false; ///< A rule of the year before may concern a date of this year.
    bool substitutes = false;     ///< Some rule looks for a *free* substitute.
    bool uses_western = false;
    bool uses_orthodox = false;
    /// From this local year on, dates of one year type have the same hours; and from that one on,
    /// clock changes of one year type are the same too.
    std::int32_t dates_periodic_from = 10'001;
    std::int32_t clock_periodic_from = 10'001;

    [[nodiscard]] const hours_version& version_at(std::int32_t day) const noexcept {
        std::size_t i = versions.size() - 1;
        while (i > 0 && versions[i].from > day)
            --i;
        return versions[i];
    }
    /// True when nothing can be open in the local stretch [x, y), whatever the dates.
    [[nodiscard]] bool surely_closed(std::int64_t x, std::int64_t y) const noexcept {
        const std::int64_t midnight = floor_div(x, seconds_per_day) * seconds_per_day;
        return y - midnight <= earliest ||
               (x - midnight >= latest && y - midnight <= seconds_per_day + earliest);
    }
    [[nodiscard]] pattern_id weekly_pattern(std::int32_t day) const noexcept {
        return version_at(day).pattern[weekday_of(day)];
    }
    [[nodiscard]] pattern_id apply(std::size_t rule, pattern_id p) const noexcept {
        return applied[rule * stride + p];
    }
    [[nodiscard]] std::span<const local_range> ranges_of(pattern_id p) const noexcept {
        const day_pattern& d = patterns[p];
        return {ranges.data() + d.first, d.count};
    }
    /// Those ranges of a date that reach into the next one.
    [[nodiscard]] std::span<const local_range> spilled_of(pattern_id p) const noexcept {
        const day_pattern& d = patterns[p];
        return {ranges.data() + d.first + (d.count - d.spilled), d.spilled};
    }
};

/// The open pieces of one local day, midnight to midnight, in order and without overlap: the hours
/// that belong to its date, and what the date before left over.
class day_pieces {
public:
    struct piece {
        std::int32_t begin; ///< Seconds since midnight.
        std::int32_t end;
        bool from_before; ///< It belongs to the date before.
    };

    day_pieces() noexcept = default;
    day_pieces(std::span<const local_range> own, std::span<const local_range> before) noexcept
        : own_{own}, before_{before} {}

    /// The next piece into `out`; false when there is none.
    [[nodiscard]] bool next(piece& out) noexcept {
        while (!own_.empty() || !before_.empty()) {
            const bool from_before =
                !before_.empty() && (own_.empty() || before_[0].begin - 86'400 <= own_[0].begin);
            std::span<const local_range>& from = from_before ? before_ : own_;
            const std::int32_t shift = from_before ? 86'400 : 0;
            const std::int32_t begin = std::max(from[0].begin - shift, told_);
            const std::int32_t end = std::min(from[0].end - shift, 86'400);
            from = from.subspan(1);
            if (begin < end) {
                told_ = end;
                out = {begin, end, from_before};
                return true;
            }
        }
        return false;
    }

private:
    std::span<const local_range> own_;
    std::span<const local_range> before_;
    std::int32_t told_ = 0; ///< Everything before this has been told.
};

/// So many yearly exceptions a definition may have.
inline constexpr std::size_t max_yearly_rules = 256;

} // namespace sla::inline v1::detail
