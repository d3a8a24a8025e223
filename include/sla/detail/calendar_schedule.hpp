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
#include <optional>
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

/// Compiled hours of one calendar definition. See `calendar_validate.hpp` for how it is made.
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

inline constexpr std::size_t max_yearly_rules = 256;

/// The dates that one year's rules name, substitutes included.
class yearly_dates {
public:
    yearly_dates(const schedule& s, std::int32_t year) noexcept : yearly_dates{s, year, true} {}

    /// Calls `visit(day)` for each date that the rule (one of the schedule's) concerns.
    template <class Visit>
    void dates_of(const yearly_rule& rule, Visit&& visit) const noexcept {
        const std::int32_t d = own_date(rule);
        if (d == yearly_rule::absent)
            return;
        for (std::int32_t i = 0; i < rule.days; ++i)
            visit(d + i);
        const std::int32_t other = looks_for_free_day(rule)
                                       ? free_[static_cast<std::size_t>(&rule - s_.rules.data())]
                                       : fixed_substitute(rule, d);
        if (other != d)
            visit(other);
    }

private:
    yearly_dates(const schedule& s, std::int32_t year, bool with_neighbours) noexcept
        : s_{s}, frame_{year} {
        if (s.uses_western)
            western_ = easter_sunday(frame_, easter::western);
        if (s.uses_orthodox)
            orthodox_ = easter_sunday(frame_, easter::orthodox);
        if (s.substitutes)
            choose_free_days(with_neighbours && (s.crosses_back || s.crosses_forward));
    }

    [[nodiscard]] std::int32_t own_date(const yearly_rule& rule) const noexcept {
        return rule.date(frame_, rule.reckoning == easter::western ? western_ : orthodox_);
    }
    [[nodiscard]] bool weekend(std::int32_t day) const noexcept {
        return s_.weekend[weekday_of(day)];
    }
    [[nodiscard]] static bool looks_for_free_day(const yearly_rule& rule) noexcept {
        return rule.observed == observed_rule::following_free_weekday ||
               rule.observed == observed_rule::sunday_to_free_weekday;
    }

    /// The day in lieu where that does not depend on other rules; `d` for none.
    [[nodiscard]] std::int32_t fixed_substitute(const yearly_rule& rule,
                                                std::int32_t d) const noexcept {
        if (rule.observed == observed_rule::as_it_falls || !weekend(d))
            return d;
        // The nearest weekday; the day after where both sides are equally far.
        std::int32_t after = d;
        while (weekend(after)) // a definition's weekend never has seven days
            ++after;
        if (rule.observed == observed_rule::following_weekday)
            return after;
        std::int32_t before = d;
        while (weekend(before))
            --before;
        return d - before < after - d ? before : after;
    }

    /// Free days are chosen in the order of the dates, whatever the order of the list. Around New
    /// Year the holidays of two years share them: the earlier year chooses first, and nobody takes
    /// a day that is a holiday of its own.
    void choose_free_days(bool with_neighbours) noexcept {
        std::array<std::uint16_t, max_yearly_rules> order; // NOLINT: filled as far as it is read
        std::size_t count = 0;
        mark_own(*this);
        for (std::size_t r = 0; r < s_.rules.size(); ++r) {
            const std::int32_t d = own_date(s_.rules[r]);
            free_[r] = d;
            if (!looks_for_free_day(s_.rules[r]) || d == yearly_rule::absent)
                continue;
            std::size_t i = count++;
            for (; i > 0 && comes_before(r, order[i - 1]); --i)
                order[i] = order[i - 1];
            order[i] = static_cast<std::uint16_t>(r);
        }
        if (!with_neighbours) {
            for (std::size_t i = 0; i < count; ++i)
                choose(order[i], nullptr, nullptr);
            return;
        }
        const yearly_dates before{s_, frame_.year - 1, false};
        const yearly_dates after{s_, frame_.year + 1, false};
        mark_own(before);
        mark_own(after);
        for (std::size_t r = 0; r < s_.rules.size(); ++r)
            if (looks_for_free_day(s_.rules[r]) && before.free_[r] != yearly_rule::absent &&
                before.free_[r] != before.own_date(s_.rules[r]))
                take(before.free_[r]);
        for (std::size_t i = 0; i < count; ++i)
            choose(order[i], &before, &after);
    }

    [[nodiscard]] bool comes_before(std::size_t a, std::size_t b) const noexcept {
        const std::int32_t da = free_[a];
        const std::int32_t db = free_[b];
        return da != db ? da < db : s_.rules[a].source < s_.rules[b].source;
    }

    void choose(std::size_t r, const yearly_dates* before, const yearly_dates* after) noexcept {
        const yearly_rule& rule = s_.rules[r];
        std::int32_t d = free_[r];
        const bool moves = rule.observed == observed_rule::sunday_to_free_weekday
                               ? weekend(d) && !weekend(d + 1)
                               : weekend(d) || falls_on_earlier(rule, d) ||
                                     (before != nullptr && before->falls_on_earlier(rule, d)) ||
                                     (after != nullptr && after->falls_on_earlier(rule, d));
        if (!moves)
            return;
        do
            ++d;
        while (weekend(d) || !take(d));
        free_[r] = d;
    }

    /// True when a holiday that stands earlier in the list has that date among its own.
    [[nodiscard]] bool falls_on_earlier(const yearly_rule& rule, std::int32_t d) const noexcept {
        for (const yearly_rule& other : s_.rules) {
            if (other.mode != exception_mode::replace || other.source >= rule.source)
                continue;
            const std::int32_t o = own_date(other);
            if (o != yearly_rule::absent && o <= d && d < o + other.days)
                return true;
        }
        return false;
    }

    void mark_own(const yearly_dates& year) noexcept {
        for (const yearly_rule& rule : s_.rules) {
            const std::int32_t d = year.own_date(rule);
            if (d == yearly_rule::absent || rule.mode != exception_mode::replace)
                continue;
            for (std::int32_t i = 0; i < rule.days; ++i)
                take(d + i);
        }
    }

    /// Marks a date as a holiday; false if it was one already. Dates far outside the year count as
    /// free, and always can be taken.
    bool take(std::int32_t day) noexcept {
        const std::int32_t i = day - frame_.first + 64;
        if (i < 0 || i >= static_cast<std::int32_t>(taken_.size() * 64))
            return true;
        std::uint64_t& word = taken_[static_cast<std::size_t>(i) / 64];
        const std::uint64_t bit = std::uint64_t{1} << (static_cast<unsigned>(i) % 64U);
        const bool fresh = (word & bit) == 0;
        word |= bit;
        return fresh;
    }

    const schedule& s_;
    calendar_year frame_;
    std::int32_t western_ = 0;
    std::int32_t orthodox_ = 0;
    std::array<std::uint64_t, 9> taken_{}; ///< From 64 days before the year on.
    /// [rule], for rules that look for a free day: the one found, or their own date. Left
    /// uninitialised where no rule does.
    std::array<std::int32_t, max_yearly_rules> free_;
};

/// The exceptional dates of one calendar year, resolved. Lives on the stack of a query.
class schedule_year {
public:
    explicit schedule_year(const schedule& s) noexcept : s_{&s} {}

    [[nodiscard]] const schedule& of() const noexcept { return *s_; }

    /// The pattern of any date; resolves the date's year when it is not the one at hand.
    [[nodiscard]] pattern_id pattern(std::int32_t day) noexcept {
        load_year_of(day);
        const std::size_t i = find(day);
        return i < count_ && days_[i] == day ? patterns_[i] : s_->weekly_pattern(day);
    }

    void load_year_of(std::int32_t day) noexcept {
        if (day < begin_ || day >= end_)
            load(year_of(day));
    }

    /// Index of the first exceptional date at or after `day`, within the loaded year.
    [[nodiscard]] std::size_t find(std::int32_t day) const noexcept {
        return static_cast<std::size_t>(
            std::lower_bound(days_.begin(), days_.begin() + static_cast<std::ptrdiff_t>(count_),
                             day) -
            days_.begin());
    }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] std::int32_t day_at(std::size_t i) const noexcept { return days_[i]; }
    [[nodiscard]] pattern_id pattern_at(std::size_t i) const noexcept { return patterns_[i]; }
    [[nodiscard]] std::int32_t begin() const noexcept { return begin_; }
    [[nodiscard]] std::int32_t end() const noexcept { return end_; }

private:
    void load(std::int32_t year) noexcept {
        const calendar_year frame{year};
        begin_ = frame.first;
        end_ = frame.first + frame.length();
        count_ = 0;
        if (!s_->rules.empty())
            load_rules(year);
        for (const hours_version& v : s_->versions) // seams: see `overlaps` in calendar_measure.hpp
            if (v.from >= begin_ && v.from < end_)
                put(v.from, [&](pattern_id p) { return p; });
        auto it =
            std::lower_bound(s_->dated.begin(), s_->dated.end(), begin_,
                             [](const dated_day& d, std::int32_t day) { return d.day < day; });
        for (; it != s_->dated.end() && it->day < end_; ++it)
            put(it->day, [&](pattern_id) { return it->pattern; });
    }

    void load_rules(std::int32_t year) noexcept {
        const yearly_dates here{*s_, year};
        if (!s_->crosses_back && !s_->crosses_forward) {
            for (std::size_t r = 0; r < s_->rules.size(); ++r)
                put_rule(r, here);
            return;
        }
        // Substitutes of one year depend on one another, so where there are any, the neighbouring
        // years are resolved as a whole.
        std::optional<yearly_dates> before;
        std::optional<yearly_dates> after;
        if (s_->crosses_forward)
            before.emplace(*s_, year - 1);
        if (s_->crosses_back)
            after.emplace(*s_, year + 1);
        for (std::size_t r = 0; r < s_->rules.size(); ++r) {
            if (before && (s_->substitutes || s_->rules[r].crosses_forward))
                put_rule(r, *before);
            put_rule(r, here);
            if (after && (s_->substitutes || s_->rules[r].crosses_back))
                put_rule(r, *after);
        }
    }

    void put_rule(std::size_t r, const yearly_dates& from) noexcept {
        from.dates_of(s_->rules[r], [&](std::int32_t day) {
            if (day >= begin_ && day < end_)
                put(day, [&](pattern_id p) { return s_->apply(r, p); });
        });
    }

    template <class Change>
    void put(std::int32_t day, Change&& change) noexcept {
        std::size_t i = count_; // rules tend to come in the order of their dates
        while (i > 0 && days_[i - 1] >= day)
            --i;
        if (i == count_ || days_[i] != day) {
            for (std::size_t k = count_; k > i; --k) {
                days_[k] = days_[k - 1];
                patterns_[k] = patterns_[k - 1];
            }
            days_[i] = day;
            patterns_[i] = s_->weekly_pattern(day);
            ++count_;
        }
        patterns_[i] = change(patterns_[i]);
    }

    const schedule* s_;
    std::int32_t begin_ = 0;
    std::int32_t end_ = 0;
    std::size_t count_ = 0;
    // Left uninitialised on purpose: only the first `count_` entries are ever read.
    std::array<std::int32_t, 366> days_;
    std::array<pattern_id, 366> patterns_;
};

} // namespace sla::inline v1::detail
