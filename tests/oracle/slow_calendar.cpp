// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <oracle/slow_calendar.hpp>
#include <utility>
#include <variant>
#include <vector>

namespace oracle {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

using sla::instant;
using sla::interval;
using sla::working;
using day_of_month = std::chrono::day;

bool contains(const std::vector<sla::time_range>& ranges, milliseconds since_midnight) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const sla::time_range& r) {
        return r.begin <= since_midnight && since_midnight < r.end;
    });
}

date sunday_after(date day) {
    do
        day += days{1};
    while (weekday{day} != Sunday);
    return day;
}

/// Easter is the Sunday after the full moon that falls on or after 21 March; the moon is the one of
/// the church's tables. Western: golden number and epact, corrected once a century.
date western_easter(int y) {
    const int golden = y % 19 + 1;
    const int century = y / 100 + 1;
    const int leap_years_dropped = 3 * century / 4 - 12;
    const int moon_correction = (8 * century + 5) / 25 - 5;
    int epact = (11 * golden + 20 + moon_correction - leap_years_dropped) % 30;
    if (epact < 0)
        epact += 30;
    if (epact == 24 || (epact == 25 && golden > 11))
        ++epact;
    int full_moon = 44 - epact; // of March
    if (full_moon < 21)
        full_moon += 30;
    return sunday_after(local_days{year{y} / March / 1} + days{full_moon - 1});
}

/// Orthodox: the same with the moon of the Julian tables, whose 1 March is so many days late.
date orthodox_easter(int y) {
    const int behind = y / 100 - y / 400 - 2;
    const int full_moon = 21 + (19 * (y % 19) + 15) % 30; // of the Julian March
    return sunday_after(local_days{year{y} / March / 1} + days{full_moon - 1 + behind});
}

std::optional<date> existing(year_month_day ymd) {
    return ymd.ok() ? std::optional{local_days{ymd}} : std::nullopt;
}

/// The date that a yearly rule names in year `y`, if the year has it.
std::optional<date> date_in(const sla::yearly_date& rule, int y) {
    if (const auto* fixed = std::get_if<month_day>(&rule))
        return existing(year{y} / *fixed);
    if (const auto* nth = std::get_if<month_weekday>(&rule)) {
        unsigned seen = 0;
        for (unsigned d = 1; d <= 31; ++d) {
            const auto day = existing(year{y} / nth->month() / day_of_month{d});
            if (day && weekday{*day} == nth->weekday_indexed().weekday() &&
                ++seen == nth->weekday_indexed().index())
                return day;
        }
        return {};
    }
    if (const auto* last = std::get_if<month_weekday_last>(&rule)) {
        for (unsigned d = 31; d >= 1; --d) {
            const auto day = existing(year{y} / last->month() / day_of_month{d});
            if (day && weekday{*day} == last->weekday_last().weekday())
                return day;
        }
        return {};
    }
    if (const auto* feast = std::get_if<sla::days_from_easter>(&rule)) {
        const date sunday =
            feast->reckoning == sla::easter::western ? western_easter(y) : orthodox_easter(y);
        return sunday + days{feast->days};
    }
    const auto& after = std::get<sla::weekday_on_or_after>(rule);
    auto day = existing(year{y} / after.date);
    while (day && weekday{*day} != after.day)
        *day += days{1};
    return day;
}

int year_of(date day) {
    return int{year_month_day{day}.year()};
}

} // namespace

slow_calendar::slow_calendar(sla::calendar_definition definition, sla::zone zone)
    : definition_{std::move(definition)}, zone_{std::move(zone)} {}

slow_calendar::slow_calendar(const slow_calendar& a, sla::set_operation operation,
                             const slow_calendar& b)
    : zone_{a.zone_}, left_{std::make_shared<slow_calendar>(a)},
      right_{std::make_shared<slow_calendar>(b)}, operation_{operation} {}

// -- which rules speak about a date
// ----------------------------------------------------------------

bool slow_calendar::is_weekend(date day) const {
    return definition_.weekend.contains(weekday{day});
}

const std::vector<sla::time_range>& slow_calendar::weekly_on(date day) const {
    const sla::weekly_hours* hours = &definition_.hours;
    for (const sla::hours_change& change : definition_.changes)
        if (local_days{change.from} <= day)
            hours = &change.hours;
    return hours->on(weekday{day});
}

/// All dates on which yearly rules of `year` and of the two years on either side put exceptions:
/// the dates themselves and those taken in lieu.
const std::vector<slow_calendar::occurrence>& slow_calendar::occurrences_around(int year) const {
    if (const auto known = years_.find(year); known != years_.end())
        return known->second;

    std::vector<occurrence> all;
    for (int y = year - 2; y <= year + 2; ++y) {
        for (std::size_t i = 0; i < definition_.yearly.size(); ++i) {
            const sla::yearly_exception& rule = definition_.yearly[i];
            if ((rule.first_year && y < int{*rule.first_year}) ||
                (rule.last_year && y > int{*rule.last_year}))
                continue;
            if (const auto first = date_in(rule.date, y))
                for (unsigned n = 0; n < rule.days; ++n)
                    all.push_back({*first + days{n}, i, n == 0});
        }
    }
    std::sort(all.begin(), all.end(), [](const occurrence& a, const occurrence& b) {
        return a.day != b.day ? a.day < b.day : a.rule < b.rule;
    });

    // A holiday is a rule that replaces the hours, be it by none or by fewer.
    const auto is_holiday = [&](std::size_t rule) {
        return definition_.yearly[rule].mode == sla::exception_mode::replace;
    };
    const std::vector<occurrence> originals = all;
    std::vector<date> taken;
    for (const occurrence& o : originals)
        if (is_holiday(o.rule))
            taken.push_back(o.day);
    const auto is_taken = [&](date day) {
        return std::find(taken.begin(), taken.end(), day) != taken.end();
    };
    const bool no_weekday = definition_.weekend == sla::every_day;

    for (const occurrence& o : originals) {
        // It is the yearly date that is taken in lieu; those that follow it in a row are not.
        if (no_weekday || !o.first)
            continue;
        const bool weekend = is_weekend(o.day);
        switch (definition_.yearly[o.rule].observed) {
        case sla::observed_rule::as_it_falls:
            break;
        case sla::observed_rule::nearest_weekday:
            for (int far = 1; weekend && far < 7; ++far) {
                if (!is_weekend(o.day - days{far}) && is_weekend(o.day + days{far})) {
                    all.push_back({o.day - days{far}, o.rule, false});
                    break;
                }
                if (!is_weekend(o.day + days{far})) {
                    all.push_back({o.day + days{far}, o.rule, false});
                    break;
                }
            }
            break;
        case sla::observed_rule::following_weekday:
            if (weekend) {
                date day = o.day;
                while (is_weekend(day))
                    day += days{1};
                all.push_back({day, o.rule, false});
            }
            break;
        case sla::observed_rule::following_free_weekday:
        case sla::observed_rule::sunday_to_free_weekday: {
            const bool free_rule =
                definition_.yearly[o.rule].observed == sla::observed_rule::following_free_weekday;
            bool moves = weekend;
            if (!free_rule)
                moves = weekend && !is_weekend(o.day + days{1});
            if (free_rule && !weekend)
                for (const occurrence& other : originals)
                    if (other.day == o.day && other.rule < o.rule && is_holiday(other.rule))
                        moves = true;
            if (moves) {
                date day = o.day + days{1};
                while (is_weekend(day) || is_taken(day))
                    day += days{1};
                taken.push_back(day);
                all.push_back({day, o.rule, false});
            }
            break;
        }
        }
    }
    return years_.emplace(year, std::move(all)).first->second;
}

const slow_calendar::rules& slow_calendar::rules_on(date day) const {
    if (const auto known = dates_.find(day); known != dates_.end())
        return known->second;
    rules found;
    if (!definition_.yearly.empty())
        for (const occurrence& o : occurrences_around(year_of(day)))
            if (o.day == day) {
                const sla::yearly_exception& rule = definition_.yearly[o.rule];
                found.yearly.push_back({rule.name, rule.mode, rule.ranges});
            }
    for (const sla::day_exception& rule : definition_.exceptions)
        if (local_days{rule.first} <= day && day <= local_days{rule.last.value_or(rule.first)})
            found.dated.push_back({rule.name, rule.mode, rule.ranges});
    return dates_.emplace(day, std::move(found)).first->second;
}

bool slow_calendar::belongs(date day, milliseconds since_midnight) const {
    const rules& speaking = rules_on(day);
    bool open = contains(weekly_on(day), since_midnight);
    for (const std::vector<rule_on_date>* group : {&speaking.yearly, &speaking.dated}) {
        bool replaced = false;
        bool left_open = true;
        for (const rule_on_date& rule : *group)
            if (rule.mode == sla::exception_mode::replace) {
                replaced = true;
                left_open = left_open && contains(rule.ranges, since_midnight);
            }
        if (replaced)
            open = left_open;
        for (const rule_on_date& rule : *group)
            if (rule.mode == sla::exception_mode::add && contains(rule.ranges, since_midnight))
                open = true;
        for (const rule_on_date& rule : *group)
            if (rule.mode == sla::exception_mode::subtract && contains(rule.ranges, since_midnight))
                open = false;
    }
    return open;
}

// -- instants
// --------------------------------------------------------------------------------------

sla::local_time slow_calendar::local(instant t) const {
    return sla::local_time{t.time_since_epoch() + zone_.offset_at(t)};
}

instant slow_calendar::step_of(instant t) const {
    const auto count = t.time_since_epoch().count();
    const auto width = step_.count();
    const auto rest = count % width;
    return instant{sla::elapsed{count - (rest < 0 ? rest + width : rest)}};
}

bool slow_calendar::is_open(instant t) const {
    if (left_) {
        const bool a = left_->is_open(t);
        const bool b = right_->is_open(t);
        switch (operation_) {
        case sla::set_operation::unite:
            return a || b;
        case sla::set_operation::intersect:
            return a && b;
        case sla::set_operation::subtract:
            return a && !b;
        }
    }
    if (!sla::in_range(t))
        return false;
    const sla::local_time shown = local(t);
    const date today = floor<days>(shown);
    return belongs(today, shown - today) || belongs(today - days{1}, shown - today + 24h);
}

working slow_calendar::between(instant a, instant b) const {
    if (b < a)
        return -between(b, a);
    sla::elapsed open{};
    for (instant at = step_of(a); at < b; at += step_)
        if (is_open(at))
            open += std::min(at + step_, b) - std::max(at, a);
    return working{open};
}

std::optional<instant> slow_calendar::add(instant t, working d, sla::exact_fit fit) const {
    if (d < working{})
        return subtract(t, -d, fit);
    if (d == working{})
        return t;
    sla::elapsed rest = d.length();
    for (instant at = step_of(t); at < t + limit_; at += step_) {
        if (!is_open(at))
            continue;
        const instant begin = std::max(at, t);
        if (rest <= at + step_ - begin) {
            const instant due = begin + rest;
            return fit == sla::exact_fit::close ? due : next_open_or_same(due);
        }
        rest -= at + step_ - begin;
    }
    return {};
}

std::optional<instant> slow_calendar::subtract(instant t, working d, sla::exact_fit fit) const {
    if (d < working{})
        return add(t, -d, fit);
    if (d == working{})
        return t;
    sla::elapsed rest = d.length();
    for (instant at = step_of(t); at > t - limit_; at -= step_) {
        if (!is_open(at) || at >= t)
            continue;
        const instant end = std::min(at + step_, t);
        if (rest <= end - at) {
            const instant start = end - rest;
            return fit == sla::exact_fit::close ? start : previous_close_or_same(start);
        }
        rest -= end - at;
    }
    return {};
}

std::optional<instant> slow_calendar::next_open(instant t) const {
    for (instant at = step_of(t) + step_; at < t + limit_; at += step_)
        if (is_open(at) && !is_open(at - 1ms))
            return at;
    return {};
}

std::optional<instant> slow_calendar::next_open_or_same(instant t) const {
    return is_open(t) ? t : next_open(t);
}

std::optional<instant> slow_calendar::next_close(instant t) const {
    for (instant at = step_of(t) + step_; at < t + limit_; at += step_)
        if (!is_open(at) && is_open(at - 1ms))
            return at;
    return {};
}

std::optional<instant> slow_calendar::previous_open(instant t) const {
    for (instant at = step_of(t - 1ms); at > t - limit_; at -= step_)
        if (is_open(at) && !is_open(at - 1ms))
            return at;
    return {};
}

std::optional<instant> slow_calendar::previous_close(instant t) const {
    for (instant at = step_of(t - 1ms); at > t - limit_; at -= step_)
        if (!is_open(at) && is_open(at - 1ms))
            return at;
    return {};
}

std::optional<instant> slow_calendar::previous_close_or_same(instant t) const {
    return is_open(t - 1ms) ? t : previous_close(t);
}

std::vector<interval> slow_calendar::open_between(instant a, instant b) const {
    std::vector<interval> found;
    for (instant at = step_of(a); at < b; at += step_) {
        if (!is_open(at))
            continue;
        const interval piece{std::max(at, a), std::min(at + step_, b)};
        if (!found.empty() && found.back().end == piece.begin)
            found.back().end = piece.end;
        else
            found.push_back(piece);
    }
    return found;
}

// -- business days
// ---------------------------------------------------------------------------------

namespace {
/// No wall clock is further from UTC than this.
constexpr auto far_east = 15h;
} // namespace

/// Whether `t` is open by hours that belong to `day`; of two calendars the first open one says so.
bool slow_calendar::is_owned_by(instant t, date day) const {
    if (left_)
        return is_open(t) && (left_->is_open(t) ? left_ : right_)->is_owned_by(t, day);
    return sla::in_range(t) && belongs(day, local(t) - day);
}

/// When the ranges that belong to `day` are open: the instants are all looked at that could show a
/// local time of the date or of the next.
std::vector<interval> slow_calendar::pieces_of(date day) const {
    std::vector<interval> found;
    const instant midnight{day.time_since_epoch()};
    for (instant at = midnight - far_east; at < midnight + 48h + far_east; at += step_) {
        if (!is_owned_by(at, day))
            continue;
        if (!found.empty() && found.back().end == at)
            found.back().end = at + step_;
        else
            found.push_back({at, at + step_});
    }
    return found;
}

bool slow_calendar::is_business_day(date day) const {
    const auto known = business_days_.find(day);
    if (known != business_days_.end())
        return known->second;
    return business_days_.emplace(day, !pieces_of(day).empty()).first->second;
}

std::int64_t slow_calendar::business_days_between(date a, date b) const {
    if (b < a)
        return -business_days_between(b, a);
    std::int64_t count = 0;
    for (date day = a; day < b; day += days{1})
        count += is_business_day(day) ? 1 : 0;
    return count;
}

std::optional<date> slow_calendar::add_business_days(date from, int n) const {
    const days step{n < 0 ? -1 : 1};
    const date end = from + step * (limit_ / days{1});
    int missing = n < 0 ? -n : n;
    date day = n == 0 ? from - step : from;
    if (n == 0)
        missing = 1;
    while (day != end) {
        day += step;
        if (is_business_day(day) && --missing == 0)
            return day;
    }
    return {};
}

std::optional<date> slow_calendar::owner_of(instant t) const {
    const date today = floor<days>(local(t));
    for (const date day : {today - days{2}, today - days{1}, today, today + days{1}})
        if (is_owned_by(t, day))
            return day;
    return {};
}

std::optional<instant> slow_calendar::add(instant t, sla::business_days d) const {
    if (d.end == sla::business_day_end::time_of_day) {
        const sla::local_time shown = local(t);
        const date today = floor<days>(shown);
        const bool in_time = !d.cut_off || shown - today <= *d.cut_off;
        std::optional<date> day =
            is_business_day(today) && in_time ? today : add_business_days(today, 1);
        if (day && d.count > 0)
            day = add_business_days(*day, d.count);
        return day ? std::optional{first_instant_at_or_after(*day + d.at)} : std::nullopt;
    }

    const std::optional<instant> start = next_open_or_same(t);
    if (!start)
        return {};
    const std::optional<date> owner = owner_of(*start);
    const std::optional<date> due =
        owner && d.count > 0 ? add_business_days(*owner, d.count) : owner;
    if (!due)
        return {};
    if (d.end == sla::business_day_end::close)
        return pieces_of(*due).back().end;
    return first_instant_at_or_after(*due + (local(*start) - *owner));
}

// -- the wall clock
// --------------------------------------------------------------------------------

instant slow_calendar::first_instant_at_or_after(sla::local_time t) const {
    const instant same_in_utc{t.time_since_epoch()};
    for (instant at = step_of(same_in_utc - 26h);; at += step_) {
        const sla::local_time shown = local(at);
        if (shown >= t)
            return at;
        if (shown + step_ > t)
            return at + (t - shown);
    }
}

instant slow_calendar::add(instant t, sla::calendar_days d) const {
    return d.count == 0 ? t : first_instant_at_or_after(local(t) + days{d.count});
}

instant slow_calendar::add(instant t, sla::calendar_weeks d) const {
    return add(t, sla::calendar_days{7 * d.count});
}

instant slow_calendar::add(instant t, sla::calendar_months d) const {
    if (d.count == 0)
        return t;
    const sla::local_time shown = local(t);
    const date today = floor<days>(shown);
    const year_month_day from{today};
    const year_month target = year_month{from.year(), from.month()} + months{d.count};
    date day{target / last};
    if ((target / from.day()).ok())
        day = date{target / from.day()};
    return first_instant_at_or_after(day + (shown - today));
}

} // namespace oracle
