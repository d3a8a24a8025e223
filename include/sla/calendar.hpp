// SPDX-License-Identifier: MIT
//
// Room: calendar. Questions about opening hours, answered exactly and at once.
//
// A calendar is a compiled definition (calendar_definition.hpp): an immutable value, copied for the
// price of a pointer, shared between threads without a lock. It turns elapsed time into working
// time and back:
//
//     calendar_definition ──compile──► calendar ──► between, add, next_open, business days ...
//
//     sla::calendar support = sla::compile(definition, zones).value();   // Mon-Fri 9-17, Berlin
//     support.between(friday_16h, monday_10h);                  // working{2h}
//     support.add(friday_16h, sla::working{2h});                // Monday 10:00
//     support.add(friday_16h, sla::business_days{2});           // Tuesday 16:00
//     support.next_open(friday_16h);                            // Monday 09:00
//
// The hard case: 8 hours from 09:00 on a 9-17 day end at 17:00, and just as well at 09:00 of the
// next working day, since no working time lies between the two. `add` answers the earlier one, the
// instant at which the last hour has passed; `exact_fit::next_open` asks for the later one.
//
// Everything is exact from `first_instant` to `end_of_range`; an instant outside of that is never
// open. There is no horizon, and no query walks from one instant to the other: within the compiled
// years (`calendar_options`) an answer takes some nanoseconds whatever the span, outside of them at
// most a few microseconds. No query allocates, locks, throws or looks up a zone by name.
#pragma once

#include <sla/calendar_definition.hpp>
#include <sla/detail/export.hpp>
#include <sla/result.hpp>
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

namespace detail {
struct calendar_data;
}

/// The years (inclusive, UTC) that get the fast path: at most 100, within 1970 to 9999. Sixteen
/// years take about 60 KiB.
struct calendar_options {
    std::chrono::year first_year{2016};
    std::chrono::year last_year{2031};

    friend constexpr bool operator==(const calendar_options&,
                                     const calendar_options&) noexcept = default;
};

/// Where working time ends that is used up exactly when the day closes.
enum class exact_fit : std::uint8_t {
    close,     ///< At the close: the earliest instant by which the time has passed.
    next_open, ///< At the next opening: the latest such instant.
};

/// Which time of the N-th business day is meant.
enum class business_day_end : std::uint8_t {
    same_time,   ///< The wall-clock time of the start.
    close,       ///< When the last hours that belong to that day end.
    time_of_day, ///< A given wall-clock time, with an optional cut-off for the start.
};

/// So many business days after the start's business day; see `calendar::add`.
struct business_days {
    int count = 0; ///< At least 0; 0 is the start's own business day.
    business_day_end end = business_day_end::same_time;
    std::chrono::seconds at{}; ///< `time_of_day` only: since local midnight, below 24 h.
    /// `time_of_day` only: a start later in its day than this (exclusive) counts as made on the
    /// next business day.
    std::optional<std::chrono::seconds> cut_off{};

    friend constexpr bool operator==(const business_days&, const business_days&) noexcept = default;
};

/// So many dates later, at the same wall-clock time: a clock change does not move it.
struct calendar_days {
    int count = 0;
    friend constexpr bool operator==(calendar_days, calendar_days) noexcept = default;
};
/// Seven dates each; see `calendar_days`.
struct calendar_weeks {
    int count = 0;
    friend constexpr bool operator==(calendar_weeks, calendar_weeks) noexcept = default;
};
/// The same day of a later month, or its last day where it has none: 31 January + 1 is 28 or
/// 29 February. See `calendar_days`.
struct calendar_months {
    int count = 0;
    friend constexpr bool operator==(calendar_months, calendar_months) noexcept = default;
};

/// How two calendars combine.
enum class set_operation : std::uint8_t {
    unite,     ///< Open when at least one is.
    intersect, ///< Open when both are.
    subtract,  ///< Open when the first is and the second is not.
};

class open_intervals;

/// Compiled opening hours. See the top of this file.
class calendar {
public:
    // A moved-from calendar stays what it was, so that no query can meet an empty one.
    calendar(const calendar&) noexcept = default;
    calendar& operator=(const calendar&) noexcept = default;
    ~calendar() = default;

    [[nodiscard]] const std::string& name() const noexcept;

    /// Where its dates and wall-clock times are meant; of a combination: the first calendar's.
    [[nodiscard]] const zone& time_zone() const noexcept;

    [[nodiscard]] bool is_open(instant t) const noexcept;

    /// The earliest instant by which `d` of working time has passed since `t` (or the latest, with
    /// `exact_fit::next_open`). Zero gives `t` itself, a negative `d` is `subtract(t, -d, fit)`.
    /// `never` when `t` is out of range or the calendar does not open for that long before the end.
    [[nodiscard]] instant add(instant t, working d) const noexcept;
    [[nodiscard]] instant add(instant t, working d, exact_fit fit) const noexcept;

    /// The mirror of `add`: the latest instant from which `d` of working time passes until `t` (or
    /// the earliest, a closing time, with `exact_fit::next_open`). `never` when there is none.
    [[nodiscard]] instant subtract(instant t, working d,
                                   exact_fit fit = exact_fit::close) const noexcept;

    /// The working time in [a, b); for b < a the negative of that in [b, a). Additive:
    /// between(a, b) + between(b, c) == between(a, c).
    [[nodiscard]] working between(instant a, instant b) const noexcept;

    /// The first instant after `t` (exclusive) at which the calendar opens, having been closed.
    [[nodiscard]] instant next_open(instant t) const noexcept;
    /// `t` when open at `t`, otherwise `next_open(t)`.
    [[nodiscard]] instant next_open_or_same(instant t) const noexcept;
    /// The first instant after `t` (exclusive) at which the calendar closes, having been open.
    [[nodiscard]] instant next_close(instant t) const noexcept;
    /// The last instant before `t` (exclusive) at which the calendar opened.
    [[nodiscard]] instant previous_open(instant t) const noexcept;
    /// The last instant before `t` (exclusive) at which the calendar closed.
    [[nodiscard]] instant previous_close(instant t) const noexcept;
    /// `t` when open right before `t`, otherwise `previous_close(t)`.
    [[nodiscard]] instant previous_close_or_same(instant t) const noexcept;

    /// The open time in [a, b), as longest intervals in order, clipped to [a, b).
    [[nodiscard]] open_intervals open_between(instant a, instant b) const noexcept;

    /// True when open time belongs to that date (in `time_zone()`): hours belong to the date on
    /// which they begin. Of a union, an open moment belongs to the date that the first of the two
    /// which is open says; of an intersection or a difference, to the first one's.
    [[nodiscard]] bool is_business_day(std::chrono::local_days date) const noexcept;

    /// How many dates d with a <= d < b are business days; for b < a the negative of [b, a).
    [[nodiscard]] std::int64_t business_days_between(std::chrono::local_days a,
                                                     std::chrono::local_days b) const noexcept;

    /// The n-th business day after `from` (n > 0) or before it (n < 0); for n = 0 `from` itself, or
    /// the next where it is none. Nothing when there is none in 1970 to 9999.
    [[nodiscard]] std::optional<std::chrono::local_days>
    add_business_days(std::chrono::local_days from, int n) const noexcept;

    /// `same_time`, `close`: a start outside hours moves to the next opening first; the start's
    /// business day is the one its hours belong to, and the result lies on the N-th business day
    /// after that. `time_of_day`: the start counts on its own date, if that is a business day and
    /// the cut-off has not passed, otherwise on the next business day.
    /// Wall-clock times that a clock change skips move to the change; of two the first is taken.
    [[nodiscard]] instant add(instant t, const business_days& d) const noexcept;

    /// The same wall-clock time, so many dates later. Opening hours do not matter. `never` when the
    /// result or `t` is out of range.
    [[nodiscard]] instant add(instant t, calendar_days d) const noexcept;
    [[nodiscard]] instant add(instant t, calendar_weeks d) const noexcept;
    [[nodiscard]] instant add(instant t, calendar_months d) const noexcept;

    /// Names of the exceptions that concern a date, yearly ones first; for people, not for speed:
    /// this allocates. Of a combination: of all members, each on its own calendar's date.
    [[nodiscard]] std::vector<std::string> exceptions_on(std::chrono::local_days date) const;

    /// Memory that copies of this calendar share, in bytes, without the zones.
    [[nodiscard]] SLA_API std::size_t memory_bytes() const noexcept;

    /// For the rooms that build on this one.
    [[nodiscard]] const detail::calendar_data& data() const noexcept { return *data_; }

private:
    friend result<calendar> compile(calendar_definition, const zone_source&, calendar_options);
    friend result<calendar> combine(std::string, const calendar&, set_operation, const calendar&);
    friend class open_intervals;
    explicit calendar(std::shared_ptr<const detail::calendar_data> data) noexcept;

    std::shared_ptr<const detail::calendar_data> data_;
};

/// The range that `calendar::open_between` returns; keeps its calendar alive.
class open_intervals {
public:
    class iterator {
    public:
        using value_type = interval;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::forward_iterator_tag;

        iterator() noexcept = default;
        [[nodiscard]] const interval& operator*() const noexcept { return current_; }
        [[nodiscard]] const interval* operator->() const noexcept { return &current_; }
        iterator& operator++() noexcept;
        iterator operator++(int) noexcept {
            iterator old = *this;
            ++*this;
            return old;
        }
        friend bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.current_ == b.current_;
        }
        friend bool operator==(const iterator& a, std::default_sentinel_t) noexcept {
            return a.current_.empty();
        }

    private:
        friend class open_intervals;
        iterator(const detail::calendar_data* data, instant from, instant to) noexcept;
        void find(instant from) noexcept;

        const detail::calendar_data* data_ = nullptr;
        instant to_{};
        interval current_{};
    };

    [[nodiscard]] iterator begin() const noexcept;
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    friend class calendar;
    open_intervals(const calendar& source, instant from, instant to) noexcept;

    calendar source_;
    instant from_;
    instant to_;
};

/// Checks the definition as a whole and makes a calendar of it: some 100 microseconds.
///
/// All mistakes come back at once, each with its place ("hours.monday[1]", "exceptions[3].first"):
/// `calendar.name_missing`, `calendar.range_reversed`, `calendar.range_out_of_day`,
/// `calendar.ranges_overlap` (also over midnight), `calendar.date_invalid`,
/// `calendar.exception_reversed`, `calendar.exception_too_long`, `calendar.exceptions_contradict`,
/// `calendar.changes_out_of_order`, `calendar.yearly_date_invalid`,
/// `calendar.yearly_years_reversed`, `calendar.yearly_days_out_of_range`,
/// `calendar.too_many_yearly`, `calendar.easter_offset_out_of_range`, `calendar.weekend_invalid`,
/// `calendar.compiled_years_invalid`, `calendar.no_open_time`, and what `zones` says of the zone.
[[nodiscard]] SLA_API result<calendar>
compile(calendar_definition definition, const zone_source& zones, calendar_options options = {});

/// A calendar of two, each of which keeps its own zone. The compiled years are those of `a`.
/// Combining calendars that are combinations is fine, up to eight definitions in all; issues:
/// `calendar.too_many_members`, `calendar.no_open_time`.
/// Costs about 10 microseconds for each year that is not like another, since 1969, and for each
/// kind of year after: some milliseconds as a rule, up to a second where no two years are alike
/// (both Easters in one calendar).
[[nodiscard]] SLA_API result<calendar> combine(std::string name, const calendar& a,
                                               set_operation operation, const calendar& b);

} // namespace sla::inline v1

#include <sla/detail/calendar_query.hpp>
#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_CALENDAR)
#include <sla/detail/calendar_compile.hpp>
#endif
