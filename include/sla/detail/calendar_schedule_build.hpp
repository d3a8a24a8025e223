// SPDX-License-Identifier: MIT
//
// From a checked definition to a `schedule`, the compact form of calendar_schedule.hpp.
#pragma once

#include <sla/detail/calendar_check.hpp>
#include <sla/detail/calendar_issues.hpp>
#include <sla/detail/calendar_schedule_year.hpp>
#include <sla/result.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1::detail {

/// Makes a schedule from a definition that `calendar_check` found nothing wrong with.
class schedule_builder {
public:
    schedule_builder(calendar_definition definition, const zone& tz)
        : s_{.definition = std::move(definition), .tz = tz} {}

    /// The schedule. Issue: `calendar.too_many_yearly`.
    [[nodiscard]] result<std::shared_ptr<const schedule>> build() {
        for (unsigned day = 0; day < 7; ++day)
            s_.weekend[day] = s_.definition.weekend.contains(std::chrono::weekday{day});
        s_.versions.push_back(version(INT32_MIN, s_.definition.hours));
        for (const hours_change& c : s_.definition.changes)
            s_.versions.push_back(version(day_of(c.from), c.hours));
        add_rules();
        if (s_.patterns.size() > max_patterns)
            return issue_list{calendar_issues::too_many_yearly(s_.patterns.size(), max_patterns)};
        set_properties();
        add_dated();
        set_properties();
        s_.ranges.shrink_to_fit();
        s_.patterns.shrink_to_fit();
        return std::make_shared<const schedule>(std::move(s_));
    }

private:
    static constexpr std::size_t max_patterns = 4096;

    [[nodiscard]] static std::int32_t day_of(std::chrono::year_month_day d) {
        return calendar_check::day_of(d);
    }

    // ---- building ---------------------------------------------------------------------------

    [[nodiscard]] pattern_id intern(const range_set& ranges, bool replaced) {
        for (std::size_t id = 0; id < s_.patterns.size(); ++id) {
            const auto known = s_.ranges_of(static_cast<pattern_id>(id));
            if (s_.patterns[id].replaced == replaced &&
                std::equal(known.begin(), known.end(), ranges.begin(), ranges.end()))
                return static_cast<pattern_id>(id);
        }
        day_pattern p{.first = static_cast<std::uint32_t>(s_.ranges.size()),
                      .count = static_cast<std::uint32_t>(ranges.size()),
                      .replaced = replaced};
        for (const local_range& r : ranges) {
            p.total += r.end - r.begin;
            if (r.end > 86'400) {
                p.spill += r.end - std::max(r.begin, 86'400);
                ++p.spilled;
            }
        }
        s_.ranges.insert(s_.ranges.end(), ranges.begin(), ranges.end());
        s_.patterns.push_back(p);
        return static_cast<pattern_id>(s_.patterns.size() - 1);
    }
    [[nodiscard]] pattern_id intern(const std::vector<time_range>& ranges) {
        return intern(combined(to_range_set(ranges), {}, [](bool x, bool) { return x; }), false);
    }
    [[nodiscard]] range_set set_of(pattern_id id) const {
        const auto r = s_.ranges_of(id);
        return {r.begin(), r.end()};
    }

    [[nodiscard]] hours_version version(std::int32_t from, const weekly_hours& week) {
        hours_version v{.from = from};
        for (std::size_t day = 0; day < 7; ++day) {
            v.pattern[day] = intern(week.days[day]);
            v.before[day + 1] = v.before[day] + s_.patterns[v.pattern[day]].total;
        }
        return v;
    }

    void add_rules() {
        for (const exception_mode mode :
             {exception_mode::replace, exception_mode::add, exception_mode::subtract})
            for (std::size_t i = 0; i < s_.definition.yearly.size(); ++i)
                if (s_.definition.yearly[i].mode == mode)
                    s_.rules.push_back(rule(s_.definition.yearly[i], i));
        // Every pattern that some sequence of rules can lead to. Rules apply in their order, so one
        // pass finds all.
        std::vector<std::vector<pattern_id>> rows;
        for (const yearly_rule& r : s_.rules) {
            const std::size_t known = s_.patterns.size();
            if (known > max_patterns)
                return;
            const yearly_exception& e = s_.definition.yearly[r.source];
            const range_set own = to_range_set(e.ranges);
            std::vector<pattern_id>& row = rows.emplace_back(known);
            for (std::size_t p = 0; p < known; ++p)
                row[p] = applied(static_cast<pattern_id>(p), e.mode, own);
        }
        s_.stride = s_.patterns.size();
        s_.applied.resize(s_.rules.size() * s_.stride);
        // A rule meets later patterns only where it names a date twice (in a row, and as another's
        // substitute), and then the pattern is its own: applying it again changes nothing.
        for (std::size_t r = 0; r < rows.size(); ++r)
            for (std::size_t p = 0; p < s_.stride; ++p)
                s_.applied[r * s_.stride + p] =
                    p < rows[r].size() ? rows[r][p] : static_cast<pattern_id>(p);
    }

    [[nodiscard]] pattern_id applied(pattern_id p, exception_mode mode, const range_set& own) {
        const bool replaced = s_.patterns[p].replaced;
        const range_set before = set_of(p);
        switch (mode) {
        case exception_mode::replace: // of several, only what all of them leave open stays
            return intern(
                combined(before, own, [&](bool x, bool y) { return y && (x || !replaced); }), true);
        case exception_mode::add:
            return intern(combined(before, own, [](bool x, bool y) { return x || y; }), replaced);
        case exception_mode::subtract:
            return intern(combined(before, own, [](bool x, bool y) { return x && !y; }), replaced);
        }
        return p;
    }

    [[nodiscard]] static yearly_rule rule(const yearly_exception& e, std::size_t index) {
        using namespace std::chrono;
        const auto small = [](auto x) {
            return static_cast<std::uint8_t>(static_cast<unsigned>(x));
        };
        yearly_rule r{.observed = e.observed,
                      .mode = e.mode,
                      .days = static_cast<std::uint16_t>(e.days),
                      .source = static_cast<std::uint16_t>(index)};
        if (e.first_year)
            r.first_year = static_cast<std::int16_t>(static_cast<int>(*e.first_year));
        if (e.last_year)
            r.last_year = static_cast<std::int16_t>(static_cast<int>(*e.last_year));
        if (const auto* md = std::get_if<month_day>(&e.date)) {
            r.what = yearly_rule::kind::fixed;
            r.month = small(md->month());
            r.day = small(md->day());
        } else if (const auto* mw = std::get_if<month_weekday>(&e.date)) {
            r.what = yearly_rule::kind::nth;
            r.month = small(mw->month());
            r.day = small(mw->weekday_indexed().index());
            r.weekday = small(mw->weekday_indexed().weekday().c_encoding());
        } else if (const auto* ml = std::get_if<month_weekday_last>(&e.date)) {
            r.what = yearly_rule::kind::last;
            r.month = small(ml->month());
            r.weekday = small(ml->weekday_last().weekday().c_encoding());
        } else if (const auto* on = std::get_if<weekday_on_or_after>(&e.date)) {
            r.what = yearly_rule::kind::on_or_after;
            r.month = small(on->date.month());
            r.day = small(on->date.day());
            r.weekday = small(on->day.c_encoding());
        } else if (const auto* ea = std::get_if<days_from_easter>(&e.date)) {
            r.what = yearly_rule::kind::easter;
            r.offset = static_cast<std::int16_t>(ea->days);
            r.reckoning = ea->reckoning;
        }
        return r;
    }

    /// Dated exceptions, resolved to final patterns: they may be many, so a query only looks up.
    void add_dated() {
        std::vector<std::pair<std::int32_t, const day_exception*>> days;
        for (const day_exception& e : s_.definition.exceptions)
            for (std::int32_t day = day_of(e.first); day <= day_of(e.last.value_or(e.first)); ++day)
                days.emplace_back(day, &e);
        std::stable_sort(days.begin(), days.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<dated_day> dated;
        schedule_year year{s_};
        for (std::size_t i = 0; i < days.size();) {
            const std::int32_t day = days[i].first;
            std::size_t end = i;
            while (end < days.size() && days[end].first == day)
                ++end;
            range_set open = set_of(year.pattern(day));
            for (const exception_mode mode :
                 {exception_mode::replace, exception_mode::add, exception_mode::subtract})
                for (std::size_t k = i; k < end; ++k)
                    if (const day_exception& e = *days[k].second; e.mode == mode)
                        open = combined(open, to_range_set(e.ranges), [&](bool x, bool y) {
                            return mode == exception_mode::replace ? y
                                   : mode == exception_mode::add   ? x || y
                                                                   : x && !y;
                        });
            dated.push_back({day, intern(open, false)});
            i = end;
        }
        s_.dated = std::move(dated);
    }

    void set_properties() {
        s_.overnight = std::any_of(s_.patterns.begin(), s_.patterns.end(),
                                   [](const day_pattern& p) { return p.spill != 0; });
        for (const local_range& r : s_.ranges) {
            s_.earliest = std::min(s_.earliest, s_.overnight ? 0 : r.begin);
            s_.latest = std::max(s_.latest, std::min(r.end, 86'400));
        }
        for (yearly_rule& r : s_.rules) {
            if (r.what == yearly_rule::kind::easter)
                (r.reckoning == easter::western ? s_.uses_western : s_.uses_orthodox) = true;
            if (r.observed == observed_rule::following_free_weekday ||
                r.observed == observed_rule::sunday_to_free_weekday)
                s_.substitutes = true;
            r.crosses_back = crosses_back(r);
            r.crosses_forward = crosses_forward(r);
            s_.crosses_back = s_.crosses_back || r.crosses_back;
            s_.crosses_forward = s_.crosses_forward || r.crosses_forward;
        }
        s_.dates_periodic_from = dates_periodic_from();
        s_.clock_periodic_from = clock_periodic_from();
    }

    [[nodiscard]] static bool crosses_back(const yearly_rule& r) {
        if (r.observed != observed_rule::nearest_weekday || r.what == yearly_rule::kind::easter ||
            r.what == yearly_rule::kind::last || r.month != 1)
            return false;
        // At most three days back, for the widest weekend. (`nth` counts weeks, not days.)
        return r.day <= 3;
    }
    [[nodiscard]] bool crosses_forward(const yearly_rule& r) const {
        // The latest day of the year that the rule's own dates and a substitute may reach, counted
        // from 1 December; a substitute passes weekends and the other holidays of late December.
        if (r.what == yearly_rule::kind::easter)
            return r.offset + r.days > (r.reckoning == easter::western ? 245 : 165);
        int latest = r.what == yearly_rule::kind::fixed         ? r.day
                     : r.what == yearly_rule::kind::on_or_after ? r.day + 6
                                                                : 31;
        for (int m = r.month; m < 12; ++m)
            latest -= m == 2 ? 28 : m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
        int weekend = 0;
        int others = r.days - 1; // free means free of its own dates too
        for (const bool day : s_.weekend)
            weekend += day ? 1 : 0;
        for (const yearly_rule& o : s_.rules)
            if (&o != &r && o.mode == exception_mode::replace &&
                (o.month == 12 || o.days > 1 || o.what == yearly_rule::kind::easter))
                others += o.days;
        int reach = 0;
        if (r.observed != observed_rule::as_it_falls)
            reach = others + weekend * (2 + others / (7 - weekend)) + 1;
        return latest + std::max<int>(r.days - 1, reach) > 31;
    }

    static constexpr std::int32_t never_periodic = 10'001;

    [[nodiscard]] std::int32_t clock_periodic_from() const {
        // A change around New Year may belong to the year before, of which the type says nothing.
        const auto around_new_year = [](const rule_change& c) {
            return c.kind == rule_day::month_week_day ? c.month == 1 || c.month == 12
                                                      : c.day < 10 || c.day > 350;
        };
        const zone_rule& rule = s_.tz.rule();
        if (rule.daylight &&
            (around_new_year(rule.daylight->begins) || around_new_year(rule.daylight->ends)))
            return never_periodic;
        if (s_.tz.rule_from() <= first_instant)
            return 1969;
        const std::int64_t from = s_.tz.rule_from().time_since_epoch().count() / 1000;
        return std::min(year_of(floor_day(from)) + 2, never_periodic);
    }

    [[nodiscard]] std::int32_t dates_periodic_from() const {
        std::int32_t from = 1969;
        for (const hours_version& v : s_.versions)
            if (v.from != INT32_MIN)
                from = std::max(from, year_of(v.from) + 2);
        if (!s_.dated.empty())
            from = std::max(from, year_of(s_.dated.back().day) + 2);
        for (const yearly_rule& r : s_.rules) {
            if (r.what == yearly_rule::kind::easter && r.crosses_forward)
                return never_periodic;
            if (r.last_year < 10'000)
                from = std::max<std::int32_t>(from, r.last_year + 3);
            if (r.first_year > 1)
                from = std::max<std::int32_t>(from, r.first_year + 2);
        }
        return std::min(from, never_periodic);
    }

    schedule s_;
};

} // namespace sla::inline v1::detail
