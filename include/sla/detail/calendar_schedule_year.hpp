// SPDX-License-Identifier: MIT
//
// Which exceptions concern the dates of one year. Yearly rules are resolved when a question comes,
// on the stack, for the year at hand: so there is no horizon, and no allocation either.
#pragma once

#include <sla/detail/calendar_schedule.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sla::inline v1::detail {

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
