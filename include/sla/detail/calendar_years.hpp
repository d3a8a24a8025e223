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
[[nodiscard]] inline year_bits business_days_of(const expression& e, schedule_year& resolved,
                                                std::int32_t y) noexcept {
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
        for (std::int32_t d = day; d < std::min(stop, day + 7); ++d)
            if (s.patterns[v.pattern[weekday_of(d)]].count != 0)
                for (std::int32_t same = d; same < stop; same += 7)
                    bits.set(same - frame.first);
        day = stop;
    }
    for (std::size_t i = 0; i < resolved.count(); ++i) {
        if (s.patterns[resolved.pattern_at(i)].count != 0)
            bits.set(resolved.day_at(i) - frame.first);
        else
            bits.reset(resolved.day_at(i) - frame.first);
    }
    // A date whose hours all fall into a gap of the clock has no open time.
    for (offset_period p = period_at(s.tz, from); p.end < to;) {
        const offset_period next = period_at(s.tz, p.end);
        const std::int64_t gap_begin = p.end + p.offset;
        const std::int64_t gap_end = p.end + next.offset;
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
        p = next;
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

    /// Precondition: `e` outlives this and stays where it is.
    void build(const expression& e) {
        bool western = false;
        bool orthodox = false;
        std::int32_t periodic_from = first_year;
        for (const auto& m : e.members) {
            western = western || m->uses_western;
            orthodox = orthodox || m->uses_orthodox;
            periodic_from = std::max(periodic_from, m->periodic_from);
        }
        if (western && orthodox)
            periodic_from = last_year + 1; // no small set of types has both Easters
        by_ = orthodox ? anchor::orthodox : western ? anchor::western : anchor::weekday;
        periodic_from = std::min(periodic_from, last_year + 1);
        explicit_.resize(static_cast<std::size_t>(periodic_from - first_year));
        types_.assign(by_ == anchor::weekday   ? 14
                      : by_ == anchor::western ? 2 * 57
                                               : 2 * 140,
                      packed{unknown, 0});

        expression_measure measure{e};
        year_sum sum;
        for (std::int32_t y = first_year; y <= last_year; ++y) {
            if ((y - first_year) % years_per_block == 0)
                blocks_.push_back(sum);
            packed& total = y < periodic_from ? explicit_[static_cast<std::size_t>(y - first_year)]
                                              : types_[type_of(y)];
            if (y < periodic_from || total.open == unknown) {
                total.open =
                    static_cast<std::uint32_t>(measure.open(begin_of(e, y), begin_of(e, y + 1)));
                total.business_days =
                    static_cast<std::uint32_t>(business_days_of(e, measure.year(), y).count());
            }
            sum.open += total.open;
            sum.business_days += total.business_days;
        }
        all_ = sum;
        types_.shrink_to_fit();
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

    [[nodiscard]] std::size_t memory_bytes() const noexcept {
        return (explicit_.capacity() + types_.capacity()) * sizeof(packed) +
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

    [[nodiscard]] static std::int32_t first_of(std::size_t block) noexcept {
        return first_year + static_cast<std::int32_t>(block) * years_per_block;
    }
    [[nodiscard]] static year_sum plus(year_sum a, packed b) noexcept {
        return {a.open + b.open, a.business_days + b.business_days};
    }
    [[nodiscard]] std::size_t type_of(std::int32_t y) const noexcept {
        const std::size_t leap = is_leap(y) ? 1 : 0;
        switch (by_) {
        case anchor::weekday:
            return weekday_of(january_first(y)) * 2 + leap;
        case anchor::western:
            return static_cast<std::size_t>(easter_from_march(y, easter::western)) * 2 + leap;
        case anchor::orthodox:
            return static_cast<std::size_t>(easter_from_march(y, easter::orthodox)) * 2 + leap;
        }
        return 0;
    }
    [[nodiscard]] packed total(std::int32_t y) const noexcept {
        const auto i = static_cast<std::size_t>(y - first_year);
        return i < explicit_.size() ? explicit_[i] : types_[type_of(y)];
    }

    anchor by_ = anchor::weekday;
    std::vector<packed> explicit_; ///< From `first_year` on.
    std::vector<packed> types_;
    std::vector<year_sum> blocks_; ///< Sums before every 32nd year.
    year_sum all_;
};

} // namespace sla::inline v1::detail
