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
#include <vector>

namespace sla::inline v1::detail {

inline constexpr std::int64_t ms_per_day = 86'400'000;

class day_table {
public:
    /// Builds the UTC days [first, last). Precondition: at most 36,600 of them (a century).
    /// `before`: open milliseconds that count before the first day.
    void build(const expression& e, std::int32_t first, std::int32_t last, std::int64_t before);

    [[nodiscard]] std::int64_t begin_ms() const noexcept { return begin_ms_; }
    [[nodiscard]] std::int64_t end_ms() const noexcept {
        return begin_ms_ + static_cast<std::int64_t>(length_ms_);
    }
    /// True when the table knows the instant (in milliseconds).
    [[nodiscard]] bool covers(std::int64_t t) const noexcept {
        // Unsigned throughout: `t` may be any number.
        return static_cast<std::uint64_t>(t) - static_cast<std::uint64_t>(begin_ms_) < length_ms_;
    }
    /// True when the `m`-th open millisecond lies in the table.
    [[nodiscard]] bool covers_open(std::int64_t m) const noexcept {
        return static_cast<std::uint64_t>(m) - static_cast<std::uint64_t>(before_ms_) < open_ms_;
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
        return n < open_ms_ && try_find(n, out);
    }

    [[nodiscard]] SLA_HOT bool try_select(std::int64_t m, std::int64_t& out) const noexcept {
        return covers_open(m) && try_find(static_cast<std::uint64_t>(m - before_ms_), out);
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

    /// The open millisecond with `n` open ones of the table before it. Precondition: n < open_ms_.
    [[nodiscard]] SLA_HOT bool try_find(std::uint64_t n, std::int64_t& out) const noexcept {
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

} // namespace sla::inline v1::detail
