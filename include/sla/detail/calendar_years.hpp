// SPDX-License-Identifier: MIT
//
// Sums per local year, 1969 to 10000: what makes a question about any span a question about two
// years. A calendar has explicit years (dated exceptions, changed hours, old clock changes) and
// after them only rules that repeat, so that two years of one *type* have the same hours: same
// leapness and same weekday of 1 January, or, where something depends on Easter, same leapness and
// same date of Easter (which decides the weekdays too). Explicit years have a sum each, types one
// sum for all their years.
#pragma once

#include <sla/detail/calendar_sweep.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace sla::inline v1::detail {

/// One bit for each day of a year.
struct year_bits {
    std::array<std::uint64_t, 6> words{};

    void set(std::int32_t i) noexcept {
        words[static_cast<std::size_t>(i) / 64] |= std::uint64_t{1}
                                                   << (static_cast<unsigned>(i) % 64U);
    }
    void reset(std::int32_t i) noexcept {
        words[static_cast<std::size_t>(i) / 64] &=
            ~(std::uint64_t{1} << (static_cast<unsigned>(i) % 64U));
    }
    /// Sets in [from, to) each bit whose distance from `from`, modulo 7, is set in `week`.
    void set_weekly(std::int32_t from, std::int32_t to, std::uint64_t week) noexcept {
        std::uint64_t nine_weeks = week; // 63 bits
        nine_weeks |= nine_weeks << 7U;
        nine_weeks |= nine_weeks << 14U;
        nine_weeks |= nine_weeks << 28U;
        nine_weeks |= week << 56U;
        for (std::int32_t i = from; i < to;) {
            const auto bit = static_cast<unsigned>(i) % 64U;
            const auto length = std::min<unsigned>(63U, static_cast<unsigned>(to - i));
            const std::uint64_t piece = nine_weeks & (~std::uint64_t{0} >> (64U - length));
            const auto word = static_cast<std::size_t>(i) / 64;
            words[word] |= piece << bit;
            if (bit + length > 64)
                words[word + 1] |= piece >> (64U - bit);
            i += 63;
        }
    }
    [[nodiscard]] bool test(std::int32_t i) const noexcept {
        return (words[static_cast<std::size_t>(i) / 64] >> (static_cast<unsigned>(i) % 64U) & 1U) !=
               0;
    }
    /// Set bits below i.
    [[nodiscard]] std::int32_t count(std::int32_t i = 384) const noexcept {
        std::int32_t sum = 0;
        for (const std::uint64_t word : words) {
            if (i <= 0)
                break;
            sum += std::popcount(
                i < 64 ? word & ((std::uint64_t{1} << static_cast<unsigned>(i)) - 1) : word);
            i -= 64;
        }
        return sum;
    }
    /// Index of the n-th set bit, from 0. Precondition: n < count().
    [[nodiscard]] std::int32_t select(std::int32_t n) const noexcept {
        for (std::size_t w = 0;; ++w) {
            std::uint64_t word = words[w];
            const int here = std::popcount(word);
            if (n < here) {
                for (; n > 0; --n)
                    word &= word - 1;
                return static_cast<std::int32_t>(w) * 64 + std::countr_zero(word);
            }
            n -= here;
        }
    }
};

/// The business days of a local year of the first member: dates to which open time belongs.
/// `resolved` is a year of that member at hand, so that its exceptions are not resolved again.
enum class clock_changes : std::uint8_t { regarded, ignored };
[[nodiscard]] inline year_bits
business_days_of(const expression& e, schedule_year& resolved, std::int32_t y,
                 clock_changes changes = clock_changes::regarded) noexcept {
    const calendar_year frame{y};
    const std::int32_t end = frame.first + frame.length();
    const second_count from = (frame.first - 2) * seconds_per_day;
    const second_count to = (end + 3) * seconds_per_day;
    year_bits bits;
    if (!e.single()) {
        sweep pieces{e, from, to};
        while (const std::optional<open_piece> p = pieces.next())
            if (p->date >= frame.first && p->date < end)
                bits.set(p->date - frame.first);
        return bits;
    }
    const schedule& s = e.first();
    resolved.load_year_of(frame.first);
    for (std::int32_t day = frame.first; day < end;) {
        const hours_version& v = s.version_at(day);
        std::int32_t stop = end;
        for (const hours_version& later : s.versions)
            if (later.from > day)
                stop = std::min(stop, later.from);
        std::uint64_t week = 0;
        for (std::int32_t d = 0; d < 7; ++d)
            if (s.patterns[v.pattern[weekday_of(day + d)]].count != 0)
                week |= std::uint64_t{1} << static_cast<unsigned>(d);
        bits.set_weekly(day - frame.first, stop - frame.first, week);
        day = stop;
    }
    for (std::size_t i = 0; i < resolved.count(); ++i) {
        if (s.patterns[resolved.pattern_at(i)].count != 0)
            bits.set(resolved.day_at(i) - frame.first);
        else
            bits.reset(resolved.day_at(i) - frame.first);
    }
    if (changes == clock_changes::ignored)
        return bits;
    // A date whose hours all fall into a gap of the clock has no open time.
    for (offset_period p = period_at(s.tz, from); p.end < to;) {
        const offset_period next = period_at(s.tz, p.end);
        const std::int64_t gap_begin = p.end + p.offset;
        const std::int64_t gap_end = p.end + next.offset;
        p = next;
        if (gap_end <= gap_begin || s.surely_closed(gap_begin, gap_end))
            continue;
        for (std::int32_t day = floor_day(gap_begin) - 1; day * seconds_per_day < gap_end; ++day) {
            if (day < frame.first || day >= end || !bits.test(day - frame.first))
                continue;
            const std::int64_t midnight = day * seconds_per_day;
            const auto ranges = s.ranges_of(resolved.pattern(day));
            if (std::all_of(ranges.begin(), ranges.end(), [&](const local_range& r) {
                    return midnight + r.begin >= gap_begin && midnight + r.end <= gap_end;
                }))
                bits.reset(day - frame.first);
        }
    }
    return bits;
}

[[nodiscard]] inline year_bits business_days_of(const expression& e, std::int32_t y) noexcept {
    schedule_year resolved{e.first()};
    return business_days_of(e, resolved, y);
}

/// What one year, or all years before one, add up to.
struct year_sum {
    std::int64_t open = 0; ///< Seconds.
    std::int64_t business_days = 0;
};

class year_index {
public:
    static constexpr std::int32_t first_year = 1969; ///< Local years of all instants in range.
    static constexpr std::int32_t last_year = 10'000;

    /// Sums up the years of `e`.
    void build(const expression& e) {
        bool western = false;
        bool orthodox = false;
        std::int32_t dates_from = first_year;
        std::int32_t clock_from = first_year;
        for (const auto& m : e.members) {
            western = western || m->uses_western;
            orthodox = orthodox || m->uses_orthodox;
            dates_from = std::max(dates_from, m->dates_periodic_from);
            clock_from = std::max(clock_from, m->clock_periodic_from);
        }
        if (western && orthodox)
            dates_from = last_year + 1; // no small set of types has both Easters
        by_ = orthodox ? anchor::orthodox : western ? anchor::western : anchor::weekday;
        const std::size_t types = by_ == anchor::weekday ? 14 : by_ == anchor::western ? 114 : 280;
        const std::int32_t explicit_to = std::max(dates_from, clock_from);
        explicit_.resize(static_cast<std::size_t>(explicit_to - first_year));
        types_.assign(types, packed{unknown, 0});
        std::vector<packed> dates_only(types, packed{unknown, 0});
        if (!e.single()) {
            explicit_months_.resize(explicit_.size());
            type_months_.resize(types);
        }

        expression_measure measure{e};
        year_sum sum;
        easter_sequence easters{first_year, orthodox ? easter::orthodox : easter::western};
        std::int32_t january = january_first(first_year);
        for (std::int32_t y = first_year; y <= last_year; ++y) {
            const bool leap = is_leap(y);
            const std::size_t type = type_of(
                leap, by_ == anchor::weekday ? static_cast<std::int32_t>(weekday_of(january))
                                             : easters.from_march());
            january += leap ? 366 : 365;
            easters.next_year();
            if ((y - first_year) % years_per_block == 0)
                blocks_.push_back(sum);
            const bool is_explicit = y < explicit_to;
            const auto i = static_cast<std::size_t>(y - first_year);
            packed& total = is_explicit ? explicit_[i] : types_[type];
            if (is_explicit || total.open == unknown) {
                if (!e.single())
                    total = sum_of(e, measure, y,
                                   is_explicit ? explicit_months_[i] : type_months_[type]);
                else if (y < dates_from)
                    total = sum_of(e, measure.one(), y);
                else
                    total = with_clock_changes(e, measure.one(), y, dates_only[type]);
            }
            sum = plus(sum, total);
        }
        all_ = sum;
        blocks_.shrink_to_fit();
    }

    /// The instant at which a local year of the calendar's zone begins.
    [[nodiscard]] static second_count begin_of(const expression& e, std::int32_t y) noexcept {
        return instant_of_local(e.first().tz, january_first(y) * seconds_per_day);
    }

    /// The local year that an instant in range lies in, by `begin_of`.
    [[nodiscard]] static std::int32_t year_at(const expression& e, second_count t) noexcept {
        std::int32_t y = year_of(floor_day(t));
        if (t < begin_of(e, y))
            return y - 1;
        return t >= begin_of(e, y + 1) ? y + 1 : y;
    }

    /// Sums of all years from `first_year` to before `y`. Precondition: y <= last_year + 1.
    [[nodiscard]] year_sum before(std::int32_t y) const noexcept {
        const auto block = static_cast<std::size_t>(y - first_year) / years_per_block;
        if (block >= blocks_.size())
            return all_;
        year_sum sum = blocks_[block];
        for (std::int32_t i = first_of(block); i < y; ++i)
            sum = plus(sum, total(i));
        return sum;
    }
    [[nodiscard]] const year_sum& all() const noexcept { return all_; }

    /// The year before which at most `n` are counted, and up to whose end more; and what is counted
    /// before it. `measure(sum, y)` says what is counted, given the sums of the years before y.
    struct place {
        std::int32_t year;
        year_sum before;
    };
    template <class Measure>
    [[nodiscard]] place find(std::int64_t n, Measure&& measure) const noexcept {
        std::size_t low = 0;
        std::size_t high = blocks_.size();
        while (high - low > 1) {
            const std::size_t middle = low + (high - low) / 2;
            if (measure(blocks_[middle], first_of(middle)) <= n)
                low = middle;
            else
                high = middle;
        }
        place p{first_of(low), blocks_[low]};
        while (p.year < last_year) {
            const year_sum next = plus(p.before, total(p.year));
            if (measure(next, p.year + 1) > n)
                break;
            p = {p.year + 1, next};
        }
        return p;
    }

    /// Where to look within a local year of a combination: a local month, and what is open in the
    /// year before it. (One schedule is measured by formula, and needs no months.)
    struct month_place {
        second_count begin;
        std::int64_t open_before;
    };
    [[nodiscard]] month_place month_at(const expression& e, std::int32_t y,
                                       second_count t) const noexcept {
        return last_month(e, y, [&](const month_place& m) { return m.begin <= t; });
    }
    /// The month before which at most n seconds are open (closed) in the year.
    template <bool Open>
    [[nodiscard]] month_place month_of(const expression& e, std::int32_t y,
                                       std::int64_t n) const noexcept {
        const second_count begin = begin_of(e, y);
        return last_month(e, y, [&](const month_place& m) {
            return (Open ? m.open_before : m.begin - begin - m.open_before) <= n;
        });
    }

    [[nodiscard]] std::size_t memory_bytes() const noexcept {
        return (explicit_.capacity() + types_.capacity()) * sizeof(packed) +
               (explicit_months_.capacity() + type_months_.capacity()) * sizeof(months) +
               blocks_.capacity() * sizeof(year_sum);
    }

private:
    enum class anchor : std::uint8_t { weekday, western, orthodox };
    static constexpr std::uint32_t unknown = 0xFFFF'FFFF;
    static constexpr std::int32_t years_per_block = 32;

    struct packed {
        std::uint32_t open = 0;
        std::uint32_t business_days = 0;
    };
    using months = std::array<std::uint32_t, 12>; ///< Open seconds of the year before each.

    [[nodiscard]] static packed sum_of(const expression& e, schedule_measure& measure,
                                       std::int32_t y) noexcept {
        const std::int64_t open = measure.open(begin_of(e, y), begin_of(e, y + 1));
        return {static_cast<std::uint32_t>(open),
                static_cast<std::uint32_t>(business_days_of(e, measure.year(), y).count())};
    }

    [[nodiscard]] static packed sum_of(const expression& e, expression_measure& measure,
                                       std::int32_t y, months& by_month) noexcept {
        std::int64_t open = 0;
        second_count from = begin_of(e, y);
        for (unsigned m = 1; m <= 12; ++m) {
            by_month[m - 1] = static_cast<std::uint32_t>(open);
            const second_count to = m == 12 ? begin_of(e, y + 1) : begin_of_month(e, y, m + 1);
            open += measure.open(from, to);
            from = to;
        }
        return {static_cast<std::uint32_t>(open),
                static_cast<std::uint32_t>(business_days_of(e, y).count())};
    }

    /// The sums of a year whose dates are those of a type; only its clock changes are its own.
    /// `dates_only` holds the type's sums as if the clock never changed, once they are known.
    [[nodiscard]] static packed with_clock_changes(const expression& e, schedule_measure& measure,
                                                   std::int32_t y, packed& dates_only) noexcept {
        const second_count from = begin_of(e, y);
        const second_count to = begin_of(e, y + 1);
        const std::int64_t first = january_first(y) * seconds_per_day;
        const std::int64_t last = january_first(y + 1) * seconds_per_day;
        if (dates_only.open == unknown) {
            dates_only.open = static_cast<std::uint32_t>(measure.open_local(first, last));
            dates_only.business_days = static_cast<std::uint32_t>(
                business_days_of(e, measure.year(), y, clock_changes::ignored).count());
        }
        const schedule_measure::stretch s = measure.changes(from, to);
        // What spring takes autumn may give back, so the sum alone does not tell.
        if (s.touches_hours || s.from != first || s.to != last)
            return sum_of(e, measure, y);
        return dates_only;
    }

    [[nodiscard]] static second_count begin_of_month(const expression& e, std::int32_t y,
                                                     unsigned m) noexcept {
        return instant_of_local(e.first().tz, calendar_year{y}.day(m, 1) * seconds_per_day);
    }

    template <class Condition>
    [[nodiscard]] month_place last_month(const expression& e, std::int32_t y,
                                         Condition&& holds) const noexcept {
        const auto i = static_cast<std::size_t>(y - first_year);
        const months& open =
            i < explicit_months_.size() ? explicit_months_[i] : type_months_[type_of(y)];
        unsigned low = 1;
        unsigned high = 13;
        while (high - low > 1) {
            const unsigned middle = low + (high - low) / 2;
            if (holds(month_place{begin_of_month(e, y, middle), open[middle - 1]}))
                low = middle;
            else
                high = middle;
        }
        return {begin_of_month(e, y, low), open[low - 1]};
    }

    [[nodiscard]] static std::int32_t first_of(std::size_t block) noexcept {
        return first_year + static_cast<std::int32_t>(block) * years_per_block;
    }
    [[nodiscard]] static year_sum plus(year_sum a, packed b) noexcept {
        return {a.open + b.open, a.business_days + b.business_days};
    }
    /// `anchored`: weekday of 1 January, or Easter Sunday, counted from 1 March.
    [[nodiscard]] static std::size_t type_of(bool leap, std::int32_t anchored) noexcept {
        return static_cast<std::size_t>(anchored) * 2 + (leap ? 1 : 0);
    }
    [[nodiscard]] std::size_t type_of(std::int32_t y) const noexcept {
        if (by_ == anchor::weekday)
            return type_of(is_leap(y), static_cast<std::int32_t>(weekday_of(january_first(y))));
        return type_of(is_leap(y), easter_from_march(y, by_ == anchor::western ? easter::western
                                                                               : easter::orthodox));
    }
    [[nodiscard]] packed total(std::int32_t y) const noexcept {
        const auto i = static_cast<std::size_t>(y - first_year);
        return i < explicit_.size() ? explicit_[i] : types_[type_of(y)];
    }

    anchor by_ = anchor::weekday;
    std::vector<packed> explicit_; ///< From `first_year` on.
    std::vector<packed> types_;
    std::vector<months> explicit_months_; ///< Of a combination only, as `explicit_`.
    std::vector<months> type_months_;     ///< Of a combination only, as `types_`.
    std::vector<year_sum> blocks_;        ///< Sums before every 32nd year.
    year_sum all_;
};

} // namespace sla::inline v1::detail
