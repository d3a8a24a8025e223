// SPDX-License-Identifier: MIT
//
// The member functions of `calendar`, in terms of ranks (calendar_data.hpp).
#pragma once

#include <sla/calendar.hpp>
#include <sla/detail/calendar_data.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {

[[nodiscard]] inline std::int32_t day_number(std::chrono::local_days d) noexcept {
    return static_cast<std::int32_t>(d.time_since_epoch().count());
}

[[nodiscard]] constexpr instant instant_of_ms(std::int64_t ms) noexcept {
    return instant{elapsed{ms}};
}

/// A local time as an instant, if that is in range.
[[nodiscard]] inline instant at_local(const zone& tz, std::int32_t day, elapsed in_day) noexcept {
    if (day < january_first(1969) || day > january_first(10'001))
        return never;
    const instant t =
        tz.to_instant(local_time{std::chrono::seconds{day * seconds_per_day}} + in_day);
    return in_range(t) ? t : never;
}

/// A date some days off, without overflow.
[[nodiscard]] constexpr std::int32_t shifted(std::int32_t day, std::int64_t by) noexcept {
    return static_cast<std::int32_t>(
        std::clamp<std::int64_t>(day + by, january_first(1), january_first(10'002)));
}

/// The same wall-clock time so many dates later.
[[nodiscard]] inline instant add_dates(const zone& tz, instant t, std::int64_t dates) noexcept {
    if (!in_range(t))
        return never;
    const local_time local = tz.to_local(t);
    const auto date = std::chrono::floor<std::chrono::days>(local);
    return at_local(tz, shifted(day_number(date), dates), local - date);
}

/// `visit(name, source)` for each exception that concerns a date: of each member the yearly ones,
/// then the dated ones.
template <class Visit>
void visit_exceptions(const expression& what, std::chrono::local_days date, Visit&& visit) {
    const std::int32_t day = day_number(date);
    for (const auto& member : what.members) {
        for (std::int32_t y = year_of(day) - 1; y <= year_of(day) + 1; ++y) {
            const yearly_dates year{*member, y};
            for (const yearly_rule& rule : member->rules) {
                bool concerned = false;
                year.dates_of(rule, [&](std::int32_t d) { concerned = concerned || d == day; });
                if (concerned)
                    visit(member->definition.yearly[rule.source].name, std::string_view{});
            }
        }
        const std::chrono::year_month_day ymd{date};
        for (const day_exception& e : member->definition.exceptions)
            if (e.first <= ymd && ymd <= e.last.value_or(e.first))
                visit(e.name, std::string_view{e.source});
    }
}

} // namespace detail

inline calendar::calendar(std::shared_ptr<const detail::calendar_data> data) noexcept
    : data_{std::move(data)} {}

inline const std::string& calendar::name() const noexcept {
    return data_->name;
}

inline const zone& calendar::time_zone() const noexcept {
    return data_->what.first().tz;
}

inline bool calendar::is_open(instant t) const noexcept {
    return data_->is_open(detail::ms_of(t));
}

inline instant calendar::add(instant t, working d) const noexcept {
    // The open millisecond that the time ends with, and the instant after it.
    const std::int64_t amount = d.length().count();
    std::int64_t at = 0;
    if (amount > 0 && data_->table.try_shift(detail::ms_of(t), amount - 1, at)) [[likely]]
        return detail::instant_of_ms(at + 1);
    return data_->slow_add(t, amount, 1);
}

inline instant calendar::add(instant t, working d, exact_fit fit) const noexcept {
    if (fit == exact_fit::close)
        return add(t, d);
    // The open millisecond that follows.
    const std::int64_t amount = d.length().count();
    std::int64_t at = 0;
    if (amount > 0 && data_->table.try_shift(detail::ms_of(t), amount, at)) [[likely]]
        return detail::instant_of_ms(at);
    return data_->slow_add(t, amount, 0);
}

inline instant calendar::subtract(instant t, working d, exact_fit fit) const noexcept {
    const std::int64_t amount = d.length().count();
    const std::int64_t first = fit == exact_fit::close ? 0 : 1;
    std::int64_t at = 0;
    if (amount > 0 && data_->table.try_shift(detail::ms_of(t), -amount - first, at)) [[likely]]
        return detail::instant_of_ms(at + first);
    return data_->slow_subtract(t, amount, first);
}

inline working calendar::between(instant a, instant b) const noexcept {
    std::int64_t before_a = 0;
    std::int64_t before_b = 0;
    if (data_->try_rank(detail::ms_of(a), before_a) && data_->try_rank(detail::ms_of(b), before_b))
        [[likely]]
        return working{elapsed{before_b - before_a}};
    return working{data_->slow_between(detail::ms_of(a), detail::ms_of(b))};
}

inline instant calendar::next_open_or_same(instant t) const noexcept {
    return detail::instant_of_ms(data_->open_from(detail::ms_of(t)));
}

inline instant calendar::next_open(instant t) const noexcept {
    const std::int64_t closed = data_->closed_from(detail::ms_of(t));
    return closed == detail::never_ms ? never : detail::instant_of_ms(data_->open_from(closed));
}

inline instant calendar::next_close(instant t) const noexcept {
    const std::int64_t open = data_->open_from(detail::ms_of(t));
    return open == detail::never_ms ? never : detail::instant_of_ms(data_->closed_from(open));
}

inline instant calendar::previous_close_or_same(instant t) const noexcept {
    const std::int64_t open = data_->select(data_->rank(detail::ms_of(t)) - 1);
    return open == detail::never_ms ? never : detail::instant_of_ms(open + 1);
}

inline instant calendar::previous_open(instant t) const noexcept {
    const std::int64_t open = data_->select(data_->rank(detail::ms_of(t)) - 1);
    if (open == detail::never_ms)
        return never;
    const std::int64_t closed = data_->closed_before(open);
    // Open since the range began: then that is not an opening, nor is there an earlier one.
    return closed == detail::never_ms ? never : detail::instant_of_ms(closed + 1);
}

inline instant calendar::previous_close(instant t) const noexcept {
    const instant at = previous_close_or_same(t);
    if (at != t || at == never)
        return at;
    const instant opened = previous_open(t);
    return opened == never ? never : previous_close_or_same(opened);
}

inline bool calendar::is_business_day(std::chrono::local_days date) const noexcept {
    const std::int32_t day = detail::day_number(date);
    return day >= detail::january_first(1970) && day < detail::january_first(10'000) &&
           data_->business_rank(day + 1) != data_->business_rank(day);
}

inline std::int64_t calendar::business_days_between(std::chrono::local_days a,
                                                    std::chrono::local_days b) const noexcept {
    const auto rank = [&](std::chrono::local_days d) {
        return data_->business_rank(std::clamp(detail::day_number(d), detail::january_first(1970),
                                               detail::january_first(10'000)));
    };
    return rank(b) - rank(a);
}

inline std::optional<std::chrono::local_days>
calendar::add_business_days(std::chrono::local_days from, int n) const noexcept {
    const std::int32_t day = detail::day_number(from);
    // Business days up to and with `from` for n > 0, before it otherwise.
    const std::int64_t passed = data_->business_rank(n > 0 ? detail::shifted(day, 1) : day);
    const std::optional<std::int32_t> found = data_->business_select(passed + n - (n > 0 ? 1 : 0));
    if (!found)
        return std::nullopt;
    return std::chrono::local_days{std::chrono::days{*found}};
}

inline instant calendar::add(instant t, const business_days& d) const noexcept {
    using std::chrono::days;
    if (!in_range(t) || d.count < 0)
        return never;
    const zone& tz = time_zone();
    if (d.end == business_day_end::time_of_day) {
        const local_time local = tz.to_local(t);
        const auto date = std::chrono::floor<days>(local);
        const bool late = d.cut_off && local - date > *d.cut_off;
        const auto start = add_business_days(date, late ? 1 : 0);
        const auto due = start ? add_business_days(*start, d.count) : start;
        return due ? detail::at_local(tz, detail::day_number(*due), d.at) : never;
    }
    const std::int64_t start = data_->open_from(detail::ms_of(t));
    if (start == detail::never_ms)
        return never;
    const std::int32_t own = data_->owning_date(start);
    const std::optional<std::int32_t> due =
        data_->business_select(data_->business_rank(own) + d.count);
    if (!due)
        return never;
    if (d.end == business_day_end::close) {
        const instant close = detail::instant_of_ms(data_->close_of(*due));
        return in_range(close) ? close : never;
    }
    const elapsed in_day = tz.to_local(detail::instant_of_ms(start)) -
                           local_time{std::chrono::seconds{own * detail::seconds_per_day}};
    return detail::at_local(tz, *due, in_day);
}

inline instant calendar::add(instant t, calendar_days d) const noexcept {
    return detail::add_dates(time_zone(), t, d.count);
}

inline instant calendar::add(instant t, calendar_weeks d) const noexcept {
    return detail::add_dates(time_zone(), t, std::int64_t{7} * d.count);
}

inline instant calendar::add(instant t, calendar_months d) const noexcept {
    if (!in_range(t))
        return never;
    const local_time local = time_zone().to_local(t);
    const auto date = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day from{date};
    const std::int64_t months = std::int64_t{static_cast<int>(from.year())} * 12 +
                                static_cast<unsigned>(from.month()) - 1 + d.count;
    const std::int64_t year = detail::floor_div(months, 12);
    if (year < 1969 || year > 10'000)
        return never;
    const detail::calendar_year frame{static_cast<std::int32_t>(year)};
    const auto month = static_cast<unsigned>(months - year * 12) + 1;
    const auto day = std::min(static_cast<std::int32_t>(static_cast<unsigned>(from.day())),
                              frame.month_length(month));
    return detail::at_local(time_zone(), frame.day(month, day), local - date);
}

inline std::vector<std::string> calendar::exceptions_on(std::chrono::local_days date) const {
    std::vector<std::string> names;
    detail::visit_exceptions(
        data_->what, date,
        [&](const std::string& name, std::string_view /*source*/) { names.push_back(name); });
    return names;
}

inline open_intervals calendar::open_between(instant a, instant b) const noexcept {
    return {*this, a, b};
}

inline open_intervals::open_intervals(const calendar& source, instant from, instant to) noexcept
    : source_{source}, from_{std::max(from, first_instant)}, to_{std::min(to, end_of_range)} {}

inline open_intervals::iterator open_intervals::begin() const noexcept {
    return {source_.data_.get(), from_, to_};
}

inline open_intervals::iterator::iterator(const detail::calendar_data* data, instant from,
                                          instant to) noexcept
    : data_{data}, to_{to} {
    find(from);
}

inline open_intervals::iterator& open_intervals::iterator::operator++() noexcept {
    find(current_.end);
    return *this;
}

inline void open_intervals::iterator::find(instant from) noexcept {
    current_ = {to_, to_};
    if (from >= to_)
        return;
    const std::int64_t open = data_->open_from(detail::ms_of(from));
    if (open >= detail::ms_of(to_))
        return;
    const std::int64_t closed = data_->closed_from(open);
    current_ = {detail::instant_of_ms(open), std::min(detail::instant_of_ms(closed), to_)};
}

} // namespace sla::inline v1
