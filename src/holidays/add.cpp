// SPDX-License-Identifier: MIT
//
// A feed's entries as exceptions of a calendar.

#include "sink.hpp"
#include <sla/detail/calendar_check.hpp>
#include <sla/holidays.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace sla::inline v1 {

namespace {

using namespace std::chrono;
using detail::range_set;
using detail::to_range_set;
using detail::holidays::sink;

std::vector<time_range> to_ranges(const range_set& set) {
    std::vector<time_range> out;
    for (const detail::local_range& r : set)
        out.push_back({seconds{r.begin}, seconds{r.end}});
    return out;
}

range_set without(const range_set& a, const range_set& b) {
    return detail::combined(a, b, [](bool x, bool y) { return x && !y; });
}

bool same_hours(const std::vector<time_range>& a, const std::vector<time_range>& b) {
    return detail::combined(to_range_set(a), to_range_set(b), [](bool x, bool y) { return x != y; })
        .empty();
}

std::string date_text(local_days date) {
    return detail::calendar_issues::text(year_month_day{date});
}

std::string called(const day_exception& e) {
    std::string out = "\"" + e.name + "\"";
    if (!e.source.empty())
        out += " (" + e.source + ")";
    return out;
}

class merger {
public:
    merger(calendar_definition to, const holiday_merge& how, sink& issues)
        : to_{std::move(to)}, how_{how}, issues_{issues}, own_{to_.exceptions.size()} {
        for (std::size_t i = 0; i < own_; ++i)
            note(i);
    }

    void add(const holiday& entry, const std::string& place) {
        const std::optional<exception_mode> mode = check(entry, place);
        if (!mode)
            return;
        const local_days last{entry.last};
        // Dates in a row that get the same are one exception.
        std::optional<day_exception> run;
        for (local_days date{entry.first}; date <= last; date += days{1}) {
            std::optional<day_exception> one = on_date(entry, *mode, date, place);
            if (run && one && run->ranges == one->ranges) {
                run->last = year_month_day{date};
                continue;
            }
            push(run);
            run = std::move(one);
        }
        push(run);
    }

    calendar_definition take() {
        // An exception is emptied, not erased, so that numbers stay what they are.
        std::size_t i = 0;
        std::erase_if(to_.exceptions,
                      [&](const day_exception&) { return emptied_.count(i++) != 0; });
        return std::move(to_);
    }

private:
    static bool valid(year_month_day d) {
        return d.ok() && d.year() >= year{1} && d.year() <= year{9999};
    }
    static bool valid(const time_range& r) {
        return r.begin >= seconds{0} && r.begin < days{1} && r.begin < r.end &&
               r.end <= r.begin + days{1};
    }

    std::optional<exception_mode> check(const holiday& e, const std::string& place) {
        const bool hours = e.kind == holiday_kind::closed_hours;
        bool ok = valid(e.first) && valid(e.last) && e.first <= e.last &&
                  local_days{e.last} - local_days{e.first} < days{3660} &&
                  hours == !e.ranges.empty();
        for (std::size_t i = 0; i < e.ranges.size(); ++i)
            ok = ok && valid(e.ranges[i]) && (i == 0 || e.ranges[i - 1].end <= e.ranges[i].begin);
        if (ok)
            return hours ? exception_mode::subtract : exception_mode::replace;
        issues_.add({.code = "holidays.entry",
                     .place = place,
                     .message = "this entry makes no sense",
                     .expected = "two dates in order, at most 3,660; hours in order and within "
                                 "their day, of `closed_hours` alone"});
        return {};
    }

    /// What is to be added for one date, if anything.
    std::optional<day_exception> on_date(const holiday& entry, exception_mode mode, local_days date,
                                         const std::string& place) {
        day_exception one{.name = entry.name,
                          .first = year_month_day{date},
                          .mode = mode,
                          .ranges = entry.ranges,
                          .source = entry.source};
        if (entry.kind == holiday_kind::working_day) {
            one.ranges = hours_on(date);
            if (one.ranges.empty()) {
                issues_.add({.code = "holidays.no_working_hours",
                             .place = place,
                             .message = "there are no hours for the working day " + date_text(date),
                             .expected = "a weekday that has hours on that date",
                             .hint = "set `working_day_hours_of` to a day that is worked"});
                return {};
            }
        }
        const auto found = by_date_.find(date);
        if (found == by_date_.end())
            return one;
        const std::vector<std::size_t> others = found->second; // it changes below
        const auto concerns_date = [&](std::size_t i) {
            return emptied_.count(i) == 0 && concerns(i, date);
        };
        for (const std::size_t i : others)
            if (concerns_date(i) && is_there(i, one))
                return {};
        for (const std::size_t i : others)
            if (concerns_date(i) && !settle(i, one, date, place))
                return {};
        return one;
    }

    [[nodiscard]] bool is_there(std::size_t i, const day_exception& one) const {
        const day_exception& other = to_.exceptions[i];
        return other.mode == one.mode && other.name == one.name && other.source == one.source &&
               same_hours(other.ranges, one.ranges);
    }

    [[nodiscard]] bool concerns(std::size_t i, local_days date) const {
        const day_exception& e = to_.exceptions[i];
        return local_days{e.first} <= date && date <= local_days{e.last.value_or(e.first)};
    }

    /// False: nothing is left of `one`.
    bool settle(std::size_t i, day_exception& one, local_days date, const std::string& place) {
        using enum exception_mode;
        const day_exception other = to_.exceptions[i];
        const bool replaces = one.mode == replace && other.mode == replace;
        const range_set ours = to_range_set(one.ranges);
        const range_set theirs = to_range_set(other.ranges);
        if (replaces
                ? same_hours(one.ranges, other.ranges)
                : !(one.mode == subtract && other.mode == add &&
                    !detail::combined(ours, theirs, [](bool x, bool y) { return x && y; }).empty()))
            return true;
        const bool feed_wins = how_.precedence == holiday_precedence::feed && is_own(i);
        issues_.add({.code = "holidays.contradiction",
                     .severity = severity::warning,
                     .place = place,
                     .message = date_text(date) + ": " + called(one) + " contradicts " +
                                called(other) + ", which " + (feed_wins ? "gives way" : "holds"),
                     .related = {related_to(i)}});
        if (feed_wins) {
            cut(i, date, replaces ? range_set{} : without(theirs, ours));
            return true;
        }
        one.ranges = replaces ? std::vector<time_range>{} : to_ranges(without(ours, theirs));
        return !one.ranges.empty();
    }

    [[nodiscard]] bool is_own(std::size_t i) const { return i < own_ || part_of_.count(i) != 0; }

    [[nodiscard]] related_place related_to(std::size_t i) const {
        if (!is_own(i))
            return {"", "an earlier entry of this feed"};
        const auto part = part_of_.find(i);
        const std::size_t whole = part == part_of_.end() ? i : part->second;
        return {"exceptions[" + std::to_string(whole) + "]", "in the calendar"};
    }

    /// Takes a date out of an exception, whose other dates stay; leaves it these ranges there.
    void cut(std::size_t i, local_days date, const range_set& left) {
        const day_exception whole = to_.exceptions[i];
        const local_days first{whole.first};
        const local_days last{whole.last.value_or(whole.first)};
        const auto part = [&](local_days from, local_days to) {
            day_exception e = whole;
            e.first = year_month_day{from};
            e.last.reset();
            if (from != to)
                e.last = year_month_day{to};
            return e;
        };
        const auto known = part_of_.find(i);
        const std::size_t whole_of = known == part_of_.end() ? i : known->second;
        emptied_.insert(i);
        std::vector<day_exception> parts;
        if (first < date)
            parts.push_back(part(first, date - days{1}));
        if (!left.empty()) {
            parts.push_back(part(date, date));
            parts.back().ranges = to_ranges(left);
        }
        if (date < last)
            parts.push_back(part(date + days{1}, last));
        if (parts.empty())
            return;
        // The first part takes the place of the whole, the others come to the end.
        emptied_.erase(i);
        to_.exceptions[i] = std::move(parts.front());
        for (std::size_t k = 1; k < parts.size(); ++k) {
            part_of_.emplace(to_.exceptions.size(), whole_of);
            to_.exceptions.push_back(std::move(parts[k]));
            note(to_.exceptions.size() - 1);
        }
    }

    [[nodiscard]] std::vector<time_range> hours_on(local_days date) const {
        const weekly_hours* week = &to_.hours;
        for (const hours_change& c : to_.changes)
            if (c.from <= year_month_day{date})
                week = &c.hours;
        return week->on(how_.working_day_hours_of);
    }

    void push(std::optional<day_exception>& run) {
        if (!run)
            return;
        to_.exceptions.push_back(*std::exchange(run, {}));
        note(to_.exceptions.size() - 1);
    }

    void note(std::size_t i) {
        const day_exception& e = to_.exceptions[i];
        const year_month_day last = e.last.value_or(e.first);
        if (!valid(e.first) || !valid(last) || local_days{last} - local_days{e.first} >= days{3660})
            return; // `compile` says what is wrong with it
        for (local_days date{e.first}; date <= local_days{last}; date += days{1})
            by_date_[date].push_back(i);
    }

    calendar_definition to_;
    const holiday_merge& how_;
    sink& issues_;
    std::size_t own_; // the first so many exceptions are the calendar's
    std::map<local_days, std::vector<std::size_t>> by_date_;
    std::set<std::size_t> emptied_;
    std::map<std::size_t, std::size_t> part_of_; // of the calendar's own, where they were cut
};

} // namespace

result<calendar_definition> add_holidays(calendar_definition to, const holiday_feed& feed,
                                         const holiday_merge& how, std::size_t most_issues) {
    sink issues{most_issues};
    merger made{std::move(to), how, issues};
    for (std::size_t i = 0; i < feed.entries.size(); ++i)
        made.add(feed.entries[i], "entries[" + std::to_string(i) + "]");
    if (issues.failed())
        return issues.take();
    return {made.take(), issues.take()};
}

} // namespace sla::inline v1
