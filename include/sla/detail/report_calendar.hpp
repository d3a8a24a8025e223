// SPDX-License-Identifier: MIT
//
// Inside the report room: from instants to days, weeks, months ... of a zone, by a table.
#pragma once

#include <sla/detail/inlining.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace sla::inline v1::detail {

// Local dates of calendar groups.
class calendar_units {
public:
    explicit calendar_units(const calendar_grouping& of) noexcept : of_{of} {}

    [[nodiscard]] bool is_cycle() const noexcept { return of_.unit >= calendar_unit::hour_of_day; }
    [[nodiscard]] bool has_hours() const noexcept {
        return of_.unit == calendar_unit::hour_of_day || of_.unit == calendar_unit::hour_of_week;
    }
    // Precondition: from < end.
    [[nodiscard]] std::size_t size() const noexcept {
        switch (of_.unit) {
        case calendar_unit::hour_of_day:
            return 24;
        case calendar_unit::day_of_week:
            return 7;
        case calendar_unit::hour_of_week:
            return 168;
        default:
            return static_cast<std::size_t>(ordinal(of_.end - std::chrono::days{1}) -
                                            ordinal(of_.from)) +
                   1;
        }
    }
    // The group of a local time whose date is in [from, end).
    [[nodiscard]] std::size_t group(std::chrono::local_seconds t) const noexcept {
        const auto date = std::chrono::floor<std::chrono::days>(t);
        const auto hour = static_cast<std::size_t>((t - date) / std::chrono::hours{1});
        const auto weekday =
            static_cast<std::size_t>((std::chrono::weekday{date} - of_.week_begins).count());
        switch (of_.unit) {
        case calendar_unit::hour_of_day:
            return hour;
        case calendar_unit::day_of_week:
            return weekday;
        case calendar_unit::hour_of_week:
            return weekday * 24 + hour;
        default:
            return static_cast<std::size_t>(ordinal(date) - ordinal(of_.from));
        }
    }
    // Of a group that is no cycle.
    [[nodiscard]] std::chrono::local_days first_date(std::size_t group) const noexcept {
        using namespace std::chrono;
        const int n = ordinal(of_.from) + static_cast<int>(group);
        switch (of_.unit) {
        case calendar_unit::week: {
            const local_days from_week = of_.from - (weekday{of_.from} - of_.week_begins);
            return from_week + days{7 * static_cast<int>(group)};
        }
        case calendar_unit::month:
            return local_days{year{n / 12} / month{static_cast<unsigned>(n % 12) + 1} / 1};
        case calendar_unit::quarter:
            return local_days{year{n / 4} / month{static_cast<unsigned>(n % 4) * 3 + 1} / 1};
        case calendar_unit::year:
            return local_days{year{n} / January / 1};
        default:
            return local_days{days{n}};
        }
    }
    [[nodiscard]] std::string label(std::size_t group) const {
        using namespace std::chrono;
        const auto weekday_name = [&](std::size_t n) {
            constexpr const char* names[]{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
            return std::string{names[(of_.week_begins + days{static_cast<int>(n)}).c_encoding()]};
        };
        const auto hour_name = [](std::size_t n) { return digits(static_cast<int>(n), 2) + ":00"; };
        switch (of_.unit) {
        case calendar_unit::hour_of_day:
            return hour_name(group);
        case calendar_unit::day_of_week:
            return weekday_name(group);
        case calendar_unit::hour_of_week:
            return weekday_name(group / 24) + " " + hour_name(group % 24);
        default:
            break;
        }
        const local_days first = first_date(group);
        const year_month_day date{first};
        std::string year_text = digits(int{date.year()}, 4);
        const auto month_number = static_cast<int>(unsigned{date.month()});
        switch (of_.unit) {
        case calendar_unit::month:
            return year_text + "-" + digits(month_number, 2);
        case calendar_unit::quarter:
            return year_text + "-Q" + digits((month_number + 2) / 3, 1);
        case calendar_unit::year:
            return year_text;
        case calendar_unit::week:
            if (of_.week_begins == Monday) {
                // The Thursday of a week is in the year that numbers it.
                const local_days thursday = first + days{3};
                const year y = year_month_day{thursday}.year();
                const auto number = (thursday - local_days{y / January / 1}).count() / 7 + 1;
                return digits(int{y}, 4) + "-W" + digits(static_cast<int>(number), 2);
            }
            break;
        default:
            break;
        }
        return year_text + "-" + digits(month_number, 2) + "-" +
               digits(static_cast<int>(unsigned{date.day()}), 2);
    }

private:
    [[nodiscard]] static std::string digits(int n, std::size_t width) {
        std::string out = std::to_string(n);
        return out.size() < width ? std::string(width - out.size(), '0') + out : out;
    }
    // A number that grows by one from each unit to the next.
    [[nodiscard]] int ordinal(std::chrono::local_days date) const noexcept {
        using namespace std::chrono;
        const year_month_day ymd{date};
        const auto month_index = static_cast<int>(unsigned{ymd.month()}) - 1;
        switch (of_.unit) {
        case calendar_unit::week: {
            const local_days begin = date - (weekday{date} - of_.week_begins);
            return static_cast<int>((begin.time_since_epoch().count() + 7'000'000) / 7);
        }
        case calendar_unit::month:
            return int{ymd.year()} * 12 + month_index;
        case calendar_unit::quarter:
            return int{ymd.year()} * 4 + month_index / 3;
        case calendar_unit::year:
            return int{ymd.year()};
        default:
            return static_cast<int>(date.time_since_epoch().count());
        }
    }

    const calendar_grouping& of_;
};

// Spans of time that belong to one group, in order and without gaps; and a table of equal steps
// that says at which of them to begin to look.
class calendar_spans {
public:
    static constexpr std::uint32_t outside = UINT32_MAX;

    calendar_spans() = default;
    // False where there would be too many. Precondition: the dates are in order and in range.
    [[nodiscard]] bool make(const calendar_grouping& of) {
        using namespace std::chrono;
        const calendar_units units{of};
        // Local dates are shown at most some 26 hours before or after those of UTC.
        constexpr hours margin{48};
        auto at = sys_seconds{(of.from - margin).time_since_epoch()};
        const auto end = sys_seconds{(of.end + margin).time_since_epoch()};
        while (at < end) {
            const zone_period period = of.zone.period_at(at);
            const local_seconds local{at.time_since_epoch() + period.offset};
            const bool is_inside = of.from <= local && local < of.end;
            const std::uint32_t group =
                is_inside ? static_cast<std::uint32_t>(units.group(local)) : outside;
            add(instant{at}, group);
            if (begins_.size() > max_calendar_spans)
                return false;
            const local_seconds next = units.has_hours()
                                           ? floor<hours>(local) + hours{1}
                                           : local_seconds{floor<days>(local) + days{1}};
            at = sys_seconds{next.time_since_epoch() - period.offset};
            if (period.end != never && period.end < at)
                at = ceil<seconds>(period.end);
        }
        add(instant{end}, outside);
        begins_.push_back(std::numeric_limits<std::int64_t>::max());
        make_table();
        return true;
    }

    // The span of an instant in milliseconds; the last where it is after or before all.
    [[nodiscard]] SLA_HOT std::size_t span_of(std::int64_t ms) const noexcept {
        const std::uint64_t step =
            (static_cast<std::uint64_t>(ms) - static_cast<std::uint64_t>(begins_.front())) >>
            shift_;
        if (step >= table_.size())
            return groups_.size() - 1;
        std::size_t span = table_[static_cast<std::size_t>(step)];
        while (ms >= begins_[span + 1])
            ++span;
        return span;
    }
    [[nodiscard]] std::uint32_t group(std::size_t span) const noexcept { return groups_[span]; }
    // Milliseconds; the end is exclusive.
    [[nodiscard]] std::int64_t begin(std::size_t span) const noexcept { return begins_[span]; }
    [[nodiscard]] std::int64_t end(std::size_t span) const noexcept { return begins_[span + 1]; }

    [[nodiscard]] std::size_t size() const noexcept { return groups_.size(); }

private:
    void add(instant from, std::uint32_t group) {
        if (!groups_.empty() && groups_.back() == group)
            return;
        begins_.push_back(from.time_since_epoch().count());
        groups_.push_back(group);
    }
    void make_table() {
        const auto first = static_cast<std::uint64_t>(begins_.front());
        const auto length = static_cast<std::uint64_t>(begins_[groups_.size() - 1]) - first;
        // Two steps to a span, or more: so a search is short.
        const std::uint64_t wanted = std::max<std::uint64_t>(64, groups_.size() * 2);
        shift_ = 0;
        while (length >> shift_ > wanted)
            ++shift_;
        const std::size_t steps = static_cast<std::size_t>(length >> shift_) + 1;
        table_.reserve(steps);
        std::size_t span = 0;
        for (std::size_t step = 0; step < steps; ++step) {
            const auto begin = static_cast<std::int64_t>(first + (std::uint64_t{step} << shift_));
            while (begin >= begins_[span + 1])
                ++span;
            table_.push_back(static_cast<std::uint32_t>(span));
        }
    }

    std::vector<std::int64_t> begins_{}; // one more than there are spans
    std::vector<std::uint32_t> groups_{};
    std::vector<std::uint32_t> table_{};
    unsigned shift_ = 0;
};

} // namespace sla::inline v1::detail
