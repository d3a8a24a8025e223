// SPDX-License-Identifier: MIT
//
// The oracle: what a calendar means, computed in the most obvious way.
//
// An instant is open exactly when its local date-time lies in one of the ranges, so that is what is
// asked, of every minute (or every second) one after the other: what does the wall clock show,
// which date is it, which rules speak about this date and about the date before, is this minute in
// them? Working time is counted by walking; business days by looking at one date after the other.
// There is no table, no sum and no search here, and nothing is shared with the library but the
// definition data and `zone::offset_at`.
//
// Every walk has a limit. Where it finds nothing before the limit it says so with an empty optional
// and the test then knows only that the answer lies beyond.
#pragma once

#include <sla/calendar.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace oracle {

using date = std::chrono::local_days;

/// One exception as it meets one date.
struct rule_on_date {
    std::string name;
    sla::exception_mode mode;
    std::vector<sla::time_range> ranges;
};

class slow_calendar {
public:
    slow_calendar(sla::calendar_definition definition, sla::zone zone);
    slow_calendar(const slow_calendar& a, sla::set_operation operation, const slow_calendar& b);

    /// The width of one step of every walk: a minute, or a second where ranges are that fine.
    void step(sla::elapsed width) { step_ = width; }
    /// How far a walk goes before it gives up.
    void limit(sla::elapsed length) { limit_ = length; }
    [[nodiscard]] sla::elapsed limit() const { return limit_; }

    [[nodiscard]] const sla::zone& zone() const { return zone_; }

    [[nodiscard]] bool is_open(sla::instant t) const;
    [[nodiscard]] sla::working between(sla::instant a, sla::instant b) const;
    [[nodiscard]] std::optional<sla::instant> add(sla::instant t, sla::working d,
                                                  sla::exact_fit fit = sla::exact_fit::close) const;
    [[nodiscard]] std::optional<sla::instant>
    subtract(sla::instant t, sla::working d, sla::exact_fit fit = sla::exact_fit::close) const;
    [[nodiscard]] std::optional<sla::instant> next_open(sla::instant t) const;
    [[nodiscard]] std::optional<sla::instant> next_open_or_same(sla::instant t) const;
    [[nodiscard]] std::optional<sla::instant> next_close(sla::instant t) const;
    [[nodiscard]] std::optional<sla::instant> previous_open(sla::instant t) const;
    [[nodiscard]] std::optional<sla::instant> previous_close(sla::instant t) const;
    [[nodiscard]] std::optional<sla::instant> previous_close_or_same(sla::instant t) const;
    [[nodiscard]] std::vector<sla::interval> open_between(sla::instant a, sla::instant b) const;

    [[nodiscard]] bool is_business_day(date day) const;
    [[nodiscard]] std::int64_t business_days_between(date a, date b) const;
    [[nodiscard]] std::optional<date> add_business_days(date from, int n) const;
    [[nodiscard]] std::optional<sla::instant> add(sla::instant t, sla::business_days d) const;
    [[nodiscard]] sla::instant add(sla::instant t, sla::calendar_days d) const;
    [[nodiscard]] sla::instant add(sla::instant t, sla::calendar_weeks d) const;
    [[nodiscard]] sla::instant add(sla::instant t, sla::calendar_months d) const;

    /// Whether the local time `since_midnight` after the midnight of `day` is open by a range that
    /// belongs to `day`.
    [[nodiscard]] bool belongs(date day, std::chrono::milliseconds since_midnight) const;

    /// The earliest instant whose local time is at or after `t`.
    [[nodiscard]] sla::instant first_instant_at_or_after(sla::local_time t) const;

private:
    struct rules {
        std::vector<rule_on_date> yearly;
        std::vector<rule_on_date> dated;
    };
    struct occurrence {
        date day;
        std::size_t rule;
        bool first; ///< The yearly date itself, not one of the dates that follow it in a row.
    };

    [[nodiscard]] sla::local_time local(sla::instant t) const;
    [[nodiscard]] sla::instant step_of(sla::instant t) const;
    [[nodiscard]] bool is_owned_by(sla::instant t, date day) const;
    [[nodiscard]] std::optional<date> owner_of(sla::instant t) const;
    [[nodiscard]] std::vector<sla::interval> pieces_of(date day) const;
    [[nodiscard]] const std::vector<sla::time_range>& weekly_on(date day) const;
    [[nodiscard]] const rules& rules_on(date day) const;
    [[nodiscard]] const std::vector<occurrence>& occurrences_around(int year) const;
    [[nodiscard]] bool is_weekend(date day) const;

    sla::calendar_definition definition_;
    sla::zone zone_;
    std::shared_ptr<const slow_calendar> left_;
    std::shared_ptr<const slow_calendar> right_;
    sla::set_operation operation_ = sla::set_operation::unite;
    sla::elapsed step_ = std::chrono::minutes{1};
    sla::elapsed limit_ = std::chrono::days{20};

    // What was worked out before for a year and for a date; only to save time.
    mutable std::map<int, std::vector<occurrence>> years_;
    mutable std::map<date, rules> dates_;
    mutable std::map<date, bool> business_days_;
};

} // namespace oracle
