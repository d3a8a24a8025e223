// SPDX-License-Identifier: MIT
//
// The compiled years: for each UTC day the working seconds before it and the shape of the day, so
// that both directions (instant to working time, working time to instant) take a fixed number of
// loads, whatever the span.
//
// A shape holds the open pieces of a day, nearly always one or two, and there are few shapes. For
// the way back, working time is cut into equal buckets, each of which names the day where it
// begins; the day that is looked for is that one or the one where the next bucket begins. Sixteen
// years are about 45 KB, so that a table in use stays in the processor's nearest cache.
#pragma once

#include <sla/detail/calendar_sweep.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr std::int64_t ms_per_day = 86'400'000;

[[nodiscard]] std::vector<std::int32_t> irregular_days(const schedule& s, std::int32_t first,
                                                       std::int32_t last);

class day_table {
public:
    /// Builds the UTC days [first, last). Precondition: at most 36,600 of them (a century).
    /// `before`: open milliseconds that count before the first day.
    void build(const expression& e, std::int32_t first, std::int32_t last, std::int64_t before);

    /// True when the table knows the instant (in milliseconds).
    [[nodiscard]] bool covers(std::int64_t t) const noexcept {
        return static_cast<std::uint64_t>(t - begin_ms_) < length_ms_;
    }
    /// True when the `m`-th open millisecond lies in the table.
    [[nodiscard]] bool covers_open(std::int64_t m) const noexcept {
        return static_cast<std::uint64_t>(m - before_ms_) < open_ms_;
    }

    [[nodiscard]] bool is_open(std::int64_t t) const noexcept {
        const position p = locate(t);
        const shape& s = shape_at(p.day);
        if (p.in_day - s.begin0 < s.length0 || p.in_day - s.begin1 < s.length1)
            return true;
        for (std::uint32_t i = 0; i < s.more; ++i) {
            const piece& q = pieces_[s.first_more + i];
            if (p.in_day - q.begin < q.length)
                return true;
        }
        return false;
    }

    // `rank` and `select` answer always. The `try_` functions answer the ordinary case, a day with
    // one break or none, in straight code without a call: which piece or which day it is cannot be
    // predicted, so they choose by arithmetic and not by a branch.

    /// Open milliseconds before `t`. Precondition: covers(t).
    [[nodiscard]] std::int64_t rank(std::int64_t t) const noexcept {
        const position p = locate(t);
        return before_ms_ + static_cast<std::int64_t>(open_before(p.day)) +
               worked_in(shape_at(p.day), p.in_day);
    }

    [[nodiscard]] SLA_HOT bool try_rank(std::int64_t t, std::int64_t& out) const noexcept {
        std::uint64_t n = 0;
        const bool found = try_count(t, n);
        out = before_ms_ + static_cast<std::int64_t>(n);
        return found;
    }

    /// The open millisecond with `m` open ones before it. Precondition: covers_open(m).
    [[nodiscard]] std::int64_t select(std::int64_t m) const noexcept {
        const auto n = static_cast<std::uint64_t>(m - before_ms_);
        const std::size_t day = day_of(n);
        return begin_ms_ + static_cast<std::int64_t>(day) * ms_per_day +
               select_in(shape_at(day), static_cast<std::uint32_t>(n - open_before(day)));
    }

    /// `select(rank(t) + amount)`.
    [[nodiscard]] SLA_HOT bool try_shift(std::int64_t t, std::int64_t amount,
                                         std::int64_t& out) const noexcept {
        std::uint64_t n = 0;
        if (!covers(t) || !try_count(t, n))
            return false;
        n += static_cast<std::uint64_t>(amount);
        if (n >= open_ms_)
            return false;
        // Both candidates are loaded; the later one is right if it begins early enough.
        const std::uint16_t* const bucket = day_of_bucket_.data() + bucket_of(n);
        const std::size_t day0 = bucket[0];
        const std::size_t day1 = bucket[1];
        const std::uint64_t before0 = open_before(day0);
        const std::uint64_t before1 = open_before(day1);
        const std::size_t day = before1 <= n ? day1 : day0;
        const std::uint64_t rest = n - (before1 <= n ? before1 : before0);
        const shape& s = shape_at(day);
        const auto in_day = static_cast<std::uint32_t>(rest);
        const std::uint32_t shift0 = s.begin0;
        const std::uint32_t shift1 = s.shift1;
        const std::uint32_t shift = in_day < s.length0 ? shift0 : shift1;
        out = begin_ms_ + static_cast<std::int64_t>(day) * ms_per_day + (in_day + shift);
        // Otherwise the day has more pieces, or there are short days within the bucket.
        return rest < s.length_of_two;
    }

    /// The first closed millisecond at or after `t`, if it is found within a few days.
    /// Precondition: covers(t).
    [[nodiscard]] std::optional<std::int64_t> next_closed(std::int64_t t) const noexcept {
        position p = locate(t);
        for (int tries = 0; tries < 8 && p.day < shape_of_day_.size(); ++tries) {
            const shape& s = shape_at(p.day);
            std::uint32_t at = p.in_day;
            if (at - s.begin0 < s.length0)
                at = s.begin0 + s.length0;
            if (at - s.begin1 < s.length1)
                at = s.begin1 + s.length1;
            for (std::uint32_t i = 0; i < s.more; ++i)
                if (const piece& q = pieces_[s.first_more + i]; at - q.begin < q.length)
                    at = q.begin + q.length;
            if (at < ms_per_day)
                return begin_ms_ + static_cast<std::int64_t>(p.day) * ms_per_day + at;
            p = {p.day + 1, 0};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::size_t memory_bytes() const noexcept {
        return open_before_.capacity() * sizeof(std::uint32_t) +
               shape_of_day_.capacity() * sizeof(std::uint16_t) +
               shapes_.capacity() * sizeof(shape) + pieces_.capacity() * sizeof(piece) +
               day_of_bucket_.capacity() * sizeof(std::uint16_t);
    }

private:
    struct piece {
        std::uint32_t begin; ///< Milliseconds since the UTC midnight.
        std::uint32_t length;

        friend bool operator==(const piece&, const piece&) = default;
    };
    struct shape {
        std::uint32_t begin0 = 0;
        std::uint32_t length0 = 0;
        std::uint32_t begin1 = 0;
        std::uint32_t length1 = 0;
        std::uint32_t length_of_two = 0;
        std::uint32_t shift1 = 0;     ///< begin1 - length0.
        std::uint32_t more = 0;       ///< Pieces beyond the second, in `pieces_` ...
        std::uint32_t first_more = 0; ///< ... from here on.
    };
    static_assert(sizeof(shape) == 32);

    struct position {
        std::size_t day;
        std::uint32_t in_day; ///< Milliseconds.
    };
    [[nodiscard]] SLA_HOT position locate(std::int64_t t) const noexcept {
        const auto since = static_cast<std::uint64_t>(t - begin_ms_);
        const std::uint64_t day = since / static_cast<std::uint64_t>(ms_per_day);
        return {day,
                static_cast<std::uint32_t>(since - day * static_cast<std::uint64_t>(ms_per_day))};
    }

    /// How much of a piece lies before `at`. (All numbers are far below 2^31.)
    [[nodiscard]] SLA_HOT static std::int32_t worked(std::uint32_t at, std::uint32_t begin,
                                                     std::uint32_t length) noexcept {
        const auto past = static_cast<std::int32_t>(at - begin);
        return std::min(std::max(past, 0), static_cast<std::int32_t>(length));
    }

    /// Open milliseconds of the table before `t`, if the day has at most two pieces.
    [[nodiscard]] SLA_HOT bool try_count(std::int64_t t, std::uint64_t& out) const noexcept {
        const position p = locate(t);
        const shape& s = shape_at(p.day);
        out =
            open_before(p.day) + static_cast<std::uint32_t>(worked(p.in_day, s.begin0, s.length0) +
                                                            worked(p.in_day, s.begin1, s.length1));
        return s.more == 0;
    }

    [[nodiscard]] std::int32_t worked_in(const shape& s, std::uint32_t at) const noexcept {
        std::int32_t sum = worked(at, s.begin0, s.length0) + worked(at, s.begin1, s.length1);
        for (std::uint32_t i = 0; i < s.more; ++i)
            sum += worked(at, pieces_[s.first_more + i].begin, pieces_[s.first_more + i].length);
        return sum;
    }

    [[nodiscard]] std::uint32_t select_in(const shape& s, std::uint32_t rest) const noexcept {
        if (rest < s.length0)
            return s.begin0 + rest;
        if (rest < s.length_of_two)
            return s.begin1 + (rest - s.length0);
        rest -= s.length_of_two;
        std::uint32_t i = s.first_more;
        while (rest >= pieces_[i].length)
            rest -= pieces_[i++].length;
        return pieces_[i].begin + rest;
    }

    [[nodiscard]] SLA_HOT std::uint64_t open_before(std::size_t day) const noexcept {
        return open_before_[day] * std::uint64_t{1000};
    }
    [[nodiscard]] SLA_HOT const shape& shape_at(std::size_t day) const noexcept {
        return shapes_[shape_of_day_[day]];
    }

    /// n / bucket size. Sizes and n count in units of 32 ms: below 2^22 and 2^37, so that the
    /// product with the rounded-up reciprocal is exact.
    [[nodiscard]] SLA_HOT std::size_t bucket_of(std::uint64_t n) const noexcept {
        __extension__ using wide = unsigned __int128;
        return static_cast<std::size_t>(static_cast<wide>(n >> 5U) * reciprocal_ >> 64U);
    }

    /// The working day of the n-th open millisecond: the last day with at most n before it. (Days
    /// without work have as much before them as the working day that follows, and precede it.)
    [[nodiscard]] std::size_t day_of(std::uint64_t n) const noexcept {
        const auto it = std::upper_bound(open_before_.begin(), open_before_.end(), n / 1000);
        return static_cast<std::size_t>(it - open_before_.begin()) - 1;
    }

    struct builder;

    std::int64_t begin_ms_ = 0;
    std::uint64_t length_ms_ = 0;
    std::int64_t before_ms_ = 0;
    std::uint64_t open_ms_ = 0;
    std::uint64_t reciprocal_ = 0;            ///< Of the bucket size in units of 32 ms.
    std::vector<std::uint32_t> open_before_;  ///< [day]: seconds since the table's begin.
    std::vector<std::uint16_t> shape_of_day_; ///< [day]: index into `shapes_`.
    std::vector<shape> shapes_;
    std::vector<piece> pieces_; ///< Third and later pieces of the shapes that have them.
    std::vector<std::uint16_t> day_of_bucket_; ///< With one more at the end.
};

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
