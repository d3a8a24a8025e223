// SPDX-License-Identifier: MIT
#include "icalendar_dates.hpp"

#include <sla/detail/zone_text.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

namespace sla::inline v1::detail::holidays {

using namespace std::chrono;

namespace {

struct free_iterator {
    void operator()(icalrecur_iterator* i) const { icalrecur_iterator_free(i); }
};

icaltimetype to_ical(local_seconds t, bool is_date) {
    const auto date = floor<days>(t);
    const year_month_day ymd{date};
    icaltimetype out = icaltime_null_time();
    out.year = static_cast<int>(ymd.year());
    out.month = static_cast<int>(static_cast<unsigned>(ymd.month()));
    out.day = static_cast<int>(static_cast<unsigned>(ymd.day()));
    out.is_date = is_date ? 1 : 0;
    if (!is_date) {
        const hh_mm_ss time{t - date};
        out.hour = static_cast<int>(time.hours().count());
        out.minute = static_cast<int>(time.minutes().count());
        out.second = static_cast<int>(time.seconds().count());
    }
    return out;
}

local_seconds from_ical(const icaltimetype& t) {
    const year_month_day date{year{t.year}, month{static_cast<unsigned>(t.month)},
                              day{static_cast<unsigned>(t.day)}};
    return local_days{date} + hours{t.hour} + minutes{t.minute} + seconds{t.second};
}

/// The last moment by the event's clock, which may be told by another one or as a date.
local_seconds last_of(const icaltimetype& until, bool by_date, const zone& tz) {
    local_seconds out = from_ical(until);
    if (until.is_date != 0)
        return by_date ? out : out + days{1} - seconds{1};
    if (icaltime_is_utc(until) != 0)
        out = floor<seconds>(tz.to_local(sys_seconds{out.time_since_epoch()}));
    return by_date ? local_seconds{floor<days>(out)} : out;
}

std::size_t count_of(const short* list, std::size_t size) {
    const short* end = std::find(list, list + size, ICAL_RECURRENCE_ARRAY_MAX);
    return static_cast<std::size_t>(end - list);
}

/// How often libical will step, at most, for `span` of a rule. It looks at a rare date (29 February
/// on a Sunday) for up to 400 periods.
std::size_t steps_of(const icalrecurrencetype& rule, days span) {
    const auto at_least_one = [](std::size_t n) { return std::max<std::size_t>(n, 1); };
    const std::size_t in_day = at_least_one(count_of(rule.by_hour, ICAL_BY_HOUR_SIZE)) *
                               at_least_one(count_of(rule.by_minute, ICAL_BY_MINUTE_SIZE)) *
                               at_least_one(count_of(rule.by_second, ICAL_BY_SECOND_SIZE));
    const std::size_t weekdays = count_of(rule.by_day, ICAL_BY_DAY_SIZE);
    const std::size_t month_days = count_of(rule.by_month_day, ICAL_BY_MONTHDAY_SIZE);
    const std::size_t months = count_of(rule.by_month, ICAL_BY_MONTH_SIZE);
    // "MO" is up to five dates of a month, "1MO" one.
    std::size_t listed = month_days;
    for (std::size_t i = 0; i < weekdays; ++i)
        listed += icalrecurrencetype_day_position(rule.by_day[i]) == 0 ? std::size_t{5} : 1;
    const auto all = static_cast<std::size_t>(std::max<std::int64_t>(span.count(), 0)) + 1;
    const auto interval = static_cast<std::size_t>(rule.interval);
    // Of months that are twelve times as many, where several lists have to agree.
    constexpr std::size_t rare = 400;
    const bool plain = static_cast<int>(weekdays > 0) + static_cast<int>(month_days > 0) +
                           static_cast<int>(months > 0) <=
                       1;
    switch (rule.freq) {
    case ICAL_DAILY_RECURRENCE:
        return (all / interval + 1) * in_day;
    case ICAL_WEEKLY_RECURRENCE:
        return (all / (7 * interval) + 1) * at_least_one(weekdays) * in_day;
    case ICAL_MONTHLY_RECURRENCE:
        return (all / (28 * interval) + 1) * std::clamp<std::size_t>(listed, 1, 31) * in_day +
               (plain ? rare : 12 * rare);
    default: {
        const std::size_t in_year = std::max({listed * (months == 0 ? 12 : months), months,
                                              count_of(rule.by_year_day, ICAL_BY_YEARDAY_SIZE),
                                              7 * count_of(rule.by_week_no, ICAL_BY_WEEKNO_SIZE)});
        return (all / (365 * interval) + 1) * std::clamp<std::size_t>(in_year, 1, 366) * in_day +
               rare;
    }
    }
}

} // namespace

const zone* zone_table::of(const moment& m) {
    if (m.kind == moment::form::utc)
        return &utc_;
    if (m.kind != moment::form::zoned)
        return &desk_;
    auto found = known_.find(m.tzid);
    if (found == known_.end()) {
        result<zone> made = zones_(m.tzid);
        found = known_.emplace(m.tzid, std::nullopt).first;
        if (made) {
            found->second = *std::move(made);
        } else {
            const issue& why = made.issues().front();
            issues_.add({.code = "holidays.zone",
                         .place = line_place(m.line),
                         .message = "the zone of this time is not known",
                         .expected = "a TZID that the host's source of zones knows",
                         .saw = quoted(m.tzid, 64),
                         .hint = why.hint.empty() ? why.message : why.hint});
        }
    }
    return found->second ? &*found->second : nullptr;
}

std::vector<local_seconds> expand(const event& of, const zone& tz, window within,
                                  std::size_t& steps, const holiday_limits& limits, sink& issues) {
    std::vector<local_seconds> out;
    const bool by_date = of.start->is_date();
    const local_seconds start = of.start->local;
    icalrecurrencetype rule = *of.rule;
    const auto complain = [&](const char* code, std::string message, std::string expected) {
        issues.add({.code = code,
                    .place = line_place(of.rule_line),
                    .message = std::move(message),
                    .expected = std::move(expected)});
    };
    if (rule.interval < 1) {
        complain("holidays.recurrence", "this recurrence has no interval", "INTERVAL=1 or more");
        return out;
    }
    local_seconds last = within.last;
    if (icaltime_is_null_time(rule.until) == 0) {
        if (icaltime_is_valid_time(rule.until) == 0) {
            complain("holidays.recurrence", "the UNTIL of this recurrence is no date",
                     "UNTIL=20261231 or UNTIL=20261231T225959Z");
            return out;
        }
        last = std::min(last, last_of(rule.until, by_date, tz));
    }
    if (last < start || last < within.first)
        return out;
    rule.until = to_ical(last, by_date);

    // A COUNT counts from the start on.
    const bool jumps = rule.count == 0 && start < within.first;
    const local_seconds from = jumps ? within.first : start;
    const std::size_t cost = steps_of(rule, floor<days>(last) - floor<days>(from));
    const auto too_many = [&] {
        complain("holidays.too_many", "the recurrences of this calendar take too many steps",
                 "at most " + std::to_string(limits.steps));
        steps = 0;
    };
    if (cost > steps) {
        too_many();
        return out;
    }
    steps -= cost;

    const std::unique_ptr<icalrecur_iterator, free_iterator> each{
        icalrecur_iterator_new(rule, to_ical(start, by_date))};
    if (!each) {
        // libical has looked through 20,000 years.
        complain("holidays.recurrence", "this recurrence names no date that there is",
                 "a rule as of RFC 5545, 3.3.10");
        steps -= std::min(steps, limits.steps / 10);
        return out;
    }
    if (jumps && icalrecur_iterator_set_start(each.get(), to_ical(from, by_date)) == 0)
        return out;
    for (std::size_t i = 0; i <= cost; ++i) {
        const icaltimetype t = icalrecur_iterator_next(each.get());
        if (icaltime_is_null_time(t) != 0 || t.year > 9999)
            return out;
        const local_seconds at = from_ical(t);
        if (at > last)
            return out;
        if (at >= within.first)
            out.push_back(at);
    }
    too_many();
    return out;
}

} // namespace sla::inline v1::detail::holidays
