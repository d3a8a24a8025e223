// SPDX-License-Identifier: MIT
//
// Everything that can be wrong with a calendar definition, collected with its place.
#pragma once

#include <sla/detail/calendar_issues.hpp>
#include <sla/detail/calendar_schedule.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1::detail {

/// Sorted, disjoint, not touching ranges, as sets with the usual operations.
using range_set = std::vector<local_range>;

[[nodiscard]] inline range_set to_range_set(const std::vector<time_range>& ranges) {
    range_set out;
    for (const time_range& r : ranges)
        out.push_back(
            {static_cast<std::int32_t>(r.begin.count()), static_cast<std::int32_t>(r.end.count())});
    return out;
}

/// What `keep(in a, in b)` says, boundary by boundary.
template <class Keep>
[[nodiscard]] range_set combined(const range_set& a, const range_set& b, Keep&& keep) {
    std::vector<std::int32_t> cuts;
    for (const range_set* set : {&a, &b})
        for (const local_range& r : *set) {
            cuts.push_back(r.begin);
            cuts.push_back(r.end);
        }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    const auto in = [](const range_set& set, std::int32_t at) {
        return std::any_of(set.begin(), set.end(),
                           [&](const local_range& r) { return r.begin <= at && at < r.end; });
    };
    range_set out;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        if (!keep(in(a, cuts[i]), in(b, cuts[i])))
            continue;
        if (!out.empty() && out.back().end == cuts[i])
            out.back().end = cuts[i + 1];
        else
            out.push_back({cuts[i], cuts[i + 1]});
    }
    return out;
}

class calendar_check {
public:
    /// Checks everything that needs no zone.
    [[nodiscard]] static issue_list check(const calendar_definition& d) {
        issue_list issues;
        if (d.name.empty())
            issues.push_back(calendar_issues::name_missing());
        check_week(d.hours, "hours", issues);
        check_changes(d, issues);
        check_exceptions(d, issues);
        check_yearly(d, issues);
        if (d.weekend == every_day)
            issues.push_back(calendar_issues::weekend_invalid());
        return issues;
    }

    [[nodiscard]] static std::int32_t day_of(std::chrono::year_month_day d) {
        return static_cast<std::int32_t>(std::chrono::local_days{d}.time_since_epoch().count());
    }

private:
    [[nodiscard]] static bool valid(std::chrono::year_month_day d) {
        return d.ok() && static_cast<int>(d.year()) >= 1 && static_cast<int>(d.year()) <= 9999;
    }
    [[nodiscard]] static std::string at(std::string_view list, std::size_t i) {
        return std::string{list} + "[" + std::to_string(i) + "]";
    }

    [[nodiscard]] static bool in_day(const time_range& r) {
        using std::chrono::hours;
        return r.begin >= hours{0} && r.begin < hours{24} && r.end <= hours{48} &&
               r.end <= r.begin + hours{24};
    }
    [[nodiscard]] static bool well_formed(const time_range& r) {
        return in_day(r) && r.begin < r.end;
    }

    static void check_ranges(const std::vector<time_range>& ranges, const std::string& place,
                             issue_list& issues) {
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            const time_range& r = ranges[i];
            if (!in_day(r))
                issues.push_back(calendar_issues::range_out_of_day(at(place, i), r));
            else if (r.begin >= r.end)
                issues.push_back(calendar_issues::range_reversed(at(place, i), r));
            for (std::size_t k = 0; k < i; ++k)
                if (well_formed(r) && well_formed(ranges[k]) && r.begin < ranges[k].end &&
                    ranges[k].begin < r.end) {
                    issues.push_back(
                        calendar_issues::ranges_overlap(at(place, i), r, at(place, k), ranges[k]));
                    break;
                }
        }
    }

    static void check_week(const weekly_hours& week, const std::string& place, issue_list& issues) {
        static constexpr std::array<std::string_view, 7> names{
            "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
        const auto where = [&](std::size_t day) { return place + "." + std::string{names[day]}; };
        for (std::size_t k = 0; k < 7; ++k) {
            const std::size_t day = (k + 1) % 7; // people's weeks begin on Monday
            check_ranges(week.days[day], where(day), issues);
            const std::size_t before = (day + 6) % 7;
            for (std::size_t i = 0; i < week.days[day].size(); ++i)
                for (std::size_t b = 0; b < week.days[before].size(); ++b) {
                    const time_range& r = week.days[day][i];
                    const time_range& late = week.days[before][b];
                    if (well_formed(r) && well_formed(late) &&
                        late.end - std::chrono::hours{24} > r.begin)
                        issues.push_back(calendar_issues::ranges_overlap(
                            at(where(day), i), r, at(where(before), b), late));
                }
        }
    }

    static void check_changes(const calendar_definition& d, issue_list& issues) {
        for (std::size_t i = 0; i < d.changes.size(); ++i) {
            const hours_change& c = d.changes[i];
            if (!valid(c.from))
                issues.push_back(calendar_issues::date_invalid(at("changes", i) + ".from", c.from));
            else if (i > 0 && d.changes[i - 1].from >= c.from)
                issues.push_back(calendar_issues::changes_not_increasing(
                    at("changes", i) + ".from", c.from, d.changes[i - 1].from));
            check_week(c.hours, at("changes", i) + ".hours", issues);
        }
    }

    static void check_exceptions(const calendar_definition& d, issue_list& issues) {
        const std::size_t errors_before = issues.size();
        std::vector<std::pair<std::int32_t, std::size_t>> days; // day, index of its exception
        for (std::size_t i = 0; i < d.exceptions.size(); ++i) {
            const day_exception& e = d.exceptions[i];
            const std::string place = at("exceptions", i);
            const bool first_ok = valid(e.first);
            const bool last_ok = !e.last || valid(*e.last);
            if (!first_ok)
                issues.push_back(calendar_issues::date_invalid(place + ".first", e.first));
            if (!last_ok)
                issues.push_back(calendar_issues::date_invalid(place + ".last", *e.last));
            check_ranges(e.ranges, place + ".ranges", issues);
            if (!first_ok || !last_ok)
                continue;
            const std::int32_t first = day_of(e.first);
            const std::int32_t last = day_of(e.last.value_or(e.first));
            if (last < first)
                issues.push_back(calendar_issues::exception_reversed(place + ".last", e));
            else if (last - first >= 3660)
                issues.push_back(calendar_issues::exception_too_long(place + ".last", e));
            else
                for (std::int32_t day = first; day <= last; ++day)
                    days.emplace_back(day, i);
        }
        if (issues.size() == errors_before)
            check_contradictions(d, days, issues);
    }

    static void check_contradictions(const calendar_definition& d,
                                     std::vector<std::pair<std::int32_t, std::size_t>>& days,
                                     issue_list& issues) {
        std::sort(days.begin(), days.end());
        std::vector<std::pair<std::size_t, std::size_t>> told;
        for (std::size_t from = 0; from < days.size();) {
            std::size_t to = from;
            while (to < days.size() && days[to].first == days[from].first)
                ++to;
            for (std::size_t i = from + 1; i < to; ++i)
                for (std::size_t k = from; k < i; ++k) {
                    const std::pair pair{days[k].second, days[i].second};
                    const day_exception& a = d.exceptions[pair.first];
                    const day_exception& b = d.exceptions[pair.second];
                    if (!contradict(a, b) ||
                        std::find(told.begin(), told.end(), pair) != told.end())
                        continue;
                    told.push_back(pair); // two long exceptions are one mistake, not many
                    const std::chrono::year_month_day date{
                        std::chrono::local_days{std::chrono::days{days[i].first}}};
                    issues.push_back(calendar_issues::exceptions_contradict(
                        at("exceptions", pair.second), date, b, at("exceptions", pair.first), a));
                }
            from = to;
        }
    }

    [[nodiscard]] static bool contradict(const day_exception& a, const day_exception& b) {
        using enum exception_mode;
        if (a.mode == replace && b.mode == replace)
            return !combined(to_range_set(a.ranges), to_range_set(b.ranges), [](bool x, bool y) {
                        return x != y;
                    }).empty();
        if ((a.mode == add && b.mode == subtract) || (a.mode == subtract && b.mode == add))
            return !combined(to_range_set(a.ranges), to_range_set(b.ranges), [](bool x, bool y) {
                        return x && y;
                    }).empty();
        return false;
    }

    static void check_yearly(const calendar_definition& d, issue_list& issues) {
        if (d.yearly.size() > max_yearly_rules)
            issues.push_back(calendar_issues::too_many_yearly(d.yearly.size(), max_yearly_rules));
        for (std::size_t i = 0; i < d.yearly.size(); ++i) {
            const yearly_exception& e = d.yearly[i];
            const std::string place = at("yearly", i);
            check_yearly_date(e.date, place + ".date", issues);
            if (e.days < 1 || e.days > 62)
                issues.push_back(
                    calendar_issues::yearly_days_out_of_range(place + ".days", e.days));
            if (e.first_year && e.last_year && *e.last_year < *e.first_year)
                issues.push_back(calendar_issues::yearly_years_reversed(
                    place + ".last_year", *e.first_year, *e.last_year));
            check_ranges(e.ranges, place + ".ranges", issues);
        }
    }

    static void check_yearly_date(const yearly_date& date, const std::string& place,
                                  issue_list& issues) {
        using namespace std::chrono;
        const auto number = [](auto x) { return std::to_string(static_cast<unsigned>(x)); };
        const auto bad = [&](std::string expected, std::string saw) {
            issues.push_back(
                calendar_issues::yearly_date_invalid(place, std::move(expected), std::move(saw)));
        };
        if (const auto* md = std::get_if<month_day>(&date)) {
            if (!md->ok())
                bad("a month and a day that it has",
                    "month " + number(md->month()) + ", day " + number(md->day()));
        } else if (const auto* mw = std::get_if<month_weekday>(&date)) {
            if (!mw->ok())
                bad("a month, a weekday and which one of the month, 1 to 5",
                    "month " + number(mw->month()) + ", number " +
                        std::to_string(mw->weekday_indexed().index()));
        } else if (const auto* ml = std::get_if<month_weekday_last>(&date)) {
            if (!ml->ok())
                bad("a month and a weekday", "month " + number(ml->month()));
        } else if (const auto* on = std::get_if<weekday_on_or_after>(&date)) {
            if (!on->date.ok() || !on->day.ok())
                bad("a weekday, and a month with a day that it has",
                    "month " + number(on->date.month()) + ", day " + number(on->date.day()));
        } else if (const auto* ea = std::get_if<days_from_easter>(&date)) {
            if (ea->days < -70 || ea->days > 200)
                issues.push_back(calendar_issues::easter_offset_out_of_range(place, ea->days));
        }
    }
};

} // namespace sla::inline v1::detail
