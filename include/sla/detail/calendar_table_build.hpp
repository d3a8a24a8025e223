// SPDX-License-Identifier: MIT
//
// How the table of the compiled years (calendar_table.hpp) is filled: day by day from the open
// pieces, with the many days that look alike taken from the first of their kind.
#pragma once

#include <sla/detail/calendar_table.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sla::inline v1::detail {

/// The UTC days whose hours an ordinary week does not tell, those around exceptional dates and
/// clock changes; in order. Every other day looks like the same weekday under the same offset.
[[nodiscard]] inline std::vector<std::int32_t> irregular_days(const schedule& s, std::int32_t first,
                                                              std::int32_t last) {
    std::vector<std::int32_t> days;
    const auto mark = [&](std::int32_t from, std::int32_t to) { // both inclusive
        for (std::int32_t d = std::max(from, first); d <= std::min(to, last - 1); ++d)
            days.push_back(d);
    };
    const second_count end = last * seconds_per_day;
    for (offset_period p = period_at(s.tz, first * seconds_per_day); p.end < end;
         p = period_at(s.tz, p.end))
        mark(floor_day(p.end) - 2, floor_day(p.end) + 2);
    period_cursor periods{s.tz};
    schedule_year year{s};
    const std::int64_t length = s.overnight ? 2 * seconds_per_day : seconds_per_day;
    for (std::int32_t y = year_of(first - 3); y <= year_of(last + 2); ++y) {
        year.load_year_of(january_first(y));
        for (std::size_t i = 0; i < year.count(); ++i) {
            const std::int64_t midnight = year.day_at(i) * seconds_per_day;
            // Where the offset changes nearby, the days are marked already.
            const std::int64_t offset = periods.at(midnight).offset;
            mark(floor_day(midnight - offset), floor_day(midnight - offset + length - 1));
        }
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

/// Collects the pieces of one day after another.
struct day_table::builder {
    explicit builder(day_table& t) : table{t} {}

    /// All days [first, last), from pieces in order of time.
    void build_from(sweep pieces, std::int32_t first, std::int32_t last) {
        std::int32_t day = first;
        while (const std::optional<open_piece> p = pieces.next()) {
            for (second_count at = p->begin; at < p->end;) {
                for (; day < floor_day(at); ++day)
                    close_day();
                at = add(day, at, p->end);
            }
        }
        for (; day < last; ++day)
            close_day();
    }

    /// The same for one schedule, where most days are like the same weekday of another week.
    void build_one(const schedule& s, std::int32_t first, std::int32_t last) {
        const std::vector<std::int32_t> irregular = irregular_days(s, first, last);
        auto next_irregular = irregular.begin();
        schedule_cursor pieces{s, first * seconds_per_day};
        period_cursor periods{s.tz};
        for (std::int32_t day = first; day < last;) {
            if (next_irregular != irregular.end() && *next_irregular == day) {
                sweep_day(pieces, day);
                ++next_irregular;
                ++day;
                continue;
            }
            // From here to the next irregular day nothing but the weekday matters.
            const std::int32_t stop = next_irregular == irregular.end() ? last : *next_irregular;
            const std::int64_t offset = periods.at(day * seconds_per_day).offset;
            week& w = week_of(&s.version_at(day), offset);
            for (unsigned weekday = weekday_of(day); day < stop; ++day) {
                if (w.shapes[weekday] == unknown) {
                    sweep_day(pieces, day);
                    w.shapes[weekday] = table.shape_of_day_[days_done - 1];
                } else {
                    close_day(static_cast<std::uint16_t>(w.shapes[weekday]));
                }
                weekday = weekday == 6 ? 0 : weekday + 1;
            }
        }
    }

    void sweep_day(schedule_cursor& pieces, std::int32_t day) {
        const second_count midnight = day * seconds_per_day;
        pieces.seek(midnight);
        while (const std::optional<open_piece> p = pieces.next(midnight + seconds_per_day))
            static_cast<void>(add(day, p->begin, p->end));
        close_day();
    }

    static constexpr std::uint32_t unknown = 0xFFFF'FFFF;
    struct week { ///< The shapes of regular days under one version and offset.
        const hours_version* version;
        std::int64_t offset;
        std::array<std::uint32_t, 7> shapes;
    };
    [[nodiscard]] week& week_of(const hours_version* version, std::int64_t offset) {
        for (week& w : weeks)
            if (w.version == version && w.offset == offset)
                return w;
        weeks.push_back({version, offset, {}});
        weeks.back().shapes.fill(unknown);
        return weeks.back();
    }

    /// The part of [begin, end) that lies in `day`, where it begins; says where that part ends.
    second_count add(std::int32_t day, second_count begin, second_count end) {
        const second_count midnight = day * seconds_per_day;
        const second_count stop = std::min(end, midnight + seconds_per_day);
        add(static_cast<std::uint32_t>(begin - midnight),
            static_cast<std::uint32_t>(stop - midnight));
        return stop;
    }

    /// Seconds [begin, end) of the current day; in order, not overlapping.
    void add(std::uint32_t begin, std::uint32_t end) {
        if (!today.empty() && today.back().begin + today.back().length == begin * 1000)
            today.back().length += (end - begin) * 1000;
        else
            today.push_back({begin * 1000, (end - begin) * 1000});
    }

    void close_day() {
        close_day(intern());
        today.clear();
    }
    void close_day(std::uint16_t id) {
        table.shape_of_day_[days_done] = id;
        table.open_before_[days_done] = open;
        ++days_done;
        open += total[id] / 1000;
    }

    void finish() {
        table.open_ms_ = open * std::uint64_t{1000};
        fill_buckets();
        table.shapes_.shrink_to_fit();
        table.pieces_.shrink_to_fit();
    }

    /// A bucket is as long as the most frequent working day, so that where all are alike each
    /// bucket is exactly one day; but never are there more buckets than days.
    void fill_buckets() {
        if (open == 0)
            return;
        const std::size_t days = table.shape_of_day_.size();
        std::vector<std::uint32_t> times(table.shapes_.size());
        for (const std::uint16_t id : table.shape_of_day_)
            ++times[id];
        std::unordered_map<std::uint32_t, std::uint32_t> times_of_total;
        std::uint32_t frequent = 0;
        for (std::size_t id = 0; id < times.size(); ++id)
            if (total[id] != 0) {
                std::uint32_t& n = times_of_total[total[id]];
                n += times[id];
                if (frequent == 0 || n > times_of_total[frequent] ||
                    (n == times_of_total[frequent] && total[id] < frequent))
                    frequent = total[id];
            }
        const std::uint64_t units = (table.open_ms_ - 1) >> 5U; // of the last open millisecond
        const std::uint64_t size = std::max<std::uint64_t>({frequent >> 5U, units / days + 1, 2});
        table.reciprocal_ = ~std::uint64_t{0} / size + 1;
        const std::uint64_t buckets = units / size + 1;
        table.day_of_bucket_.reserve(buckets + 1);
        std::size_t day = 0;
        for (std::uint64_t b = 0; b < buckets; ++b) {
            const std::uint64_t n = b * size << 5U;
            while (table.open_before(day) + total[table.shape_of_day_[day]] <= n)
                ++day;
            table.day_of_bucket_.push_back(static_cast<std::uint16_t>(day));
        }
        // The last bucket's other candidate: the last working day.
        table.day_of_bucket_.push_back(
            static_cast<std::uint16_t>(table.day_of(table.open_ms_ - 1)));
    }

    [[nodiscard]] bool same(std::uint16_t id) const {
        const shape& s = table.shapes_[id];
        const std::size_t n = (s.length0 != 0 ? 1U : 0U) + (s.length1 != 0 ? 1U : 0U) + s.more;
        if (n != today.size())
            return false;
        if (n > 0 && today[0] != piece{s.begin0, s.length0})
            return false;
        if (n > 1 && today[1] != piece{s.begin1, s.length1})
            return false;
        return n < 3 ||
               std::equal(today.begin() + 2, today.end(),
                          table.pieces_.begin() + static_cast<std::ptrdiff_t>(s.first_more));
    }

    [[nodiscard]] std::uint16_t intern() {
        if (days_done >= 7) // an ordinary week repeats the one before
            if (const std::uint16_t id = table.shape_of_day_[days_done - 7]; same(id))
                return id;
        std::uint64_t hash = today.size();
        for (const piece& p : today)
            hash = (hash ^ p.begin ^ (std::uint64_t{p.length} << 32U)) * 0x9E37'79B9'7F4A'7C15U;
        const auto [from, to] = known.equal_range(hash);
        for (auto it = from; it != to; ++it)
            if (same(it->second))
                return it->second;
        const auto id = static_cast<std::uint16_t>(table.shapes_.size());
        shape s;
        std::uint32_t& sum = total.emplace_back(0);
        for (const piece& p : today)
            sum += p.length;
        if (!today.empty()) {
            s.begin0 = today[0].begin;
            s.length0 = today[0].length;
        }
        if (today.size() > 1) {
            s.begin1 = today[1].begin;
            s.length1 = today[1].length;
            s.shift1 = s.begin1 - s.length0;
        }
        s.length_of_two = s.length0 + s.length1;
        if (today.size() > 2) {
            s.first_more = static_cast<std::uint32_t>(table.pieces_.size());
            s.more = static_cast<std::uint32_t>(today.size() - 2);
            table.pieces_.insert(table.pieces_.end(), today.begin() + 2, today.end());
        }
        table.shapes_.push_back(s);
        known.emplace(hash, id);
        return id;
    }

    day_table& table;
    std::vector<piece> today{};
    std::vector<std::uint32_t> total{}; ///< [shape]: milliseconds.
    std::size_t days_done = 0;
    std::vector<week> weeks{};
    std::uint32_t open = 0; ///< Seconds before the current day.
    std::unordered_multimap<std::uint64_t, std::uint16_t> known{};
};

inline void day_table::build(const expression& e, std::int32_t first, std::int32_t last,
                             std::int64_t before) {
    begin_ms_ = first * ms_per_day;
    length_ms_ = static_cast<std::uint64_t>(last - first) * static_cast<std::uint64_t>(ms_per_day);
    before_ms_ = before;
    open_before_.resize(static_cast<std::size_t>(last - first));
    shape_of_day_.resize(static_cast<std::size_t>(last - first));
    builder b{*this};
    if (e.single())
        b.build_one(e.first(), first, last);
    else
        b.build_from(sweep{e, first * seconds_per_day, last * seconds_per_day}, first, last);
    b.finish();
}

} // namespace sla::inline v1::detail
