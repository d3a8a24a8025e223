// SPDX-License-Identifier: MIT
//
// Open intervals one after another, of one schedule or of several combined. Used to build the table
// of the compiled years, and to answer for combined calendars outside of them.
//
// A combination is a truth table: which sets of open members make the whole open. Any nesting of
// unions, intersections and differences of up to eight schedules is one table of 256 bits.
#pragma once

#include <sla/detail/calendar_measure.hpp>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr std::size_t max_members = 8;

/// The schedules of a calendar and what makes it open.
struct expression {
    std::vector<std::shared_ptr<const schedule>> members;
    std::bitset<256> open_when; ///< [set of open members, as bits]
    /// [set of open members]: the member whose date an open moment belongs to.
    std::array<std::uint8_t, 256> owner{};

    [[nodiscard]] const schedule& first() const noexcept { return *members.front(); }
    [[nodiscard]] bool single() const noexcept { return members.size() == 1; }
};

/// Open seconds [begin, end), with the local date (of the owning member's zone) that the hours
/// belong to.
struct open_piece {
    second_count begin;
    second_count end;
    std::int32_t date;
};

/// The open pieces of one schedule, in order of time, from an instant on. Pieces do not overlap,
/// but may touch.
class schedule_cursor {
public:
    schedule_cursor(const schedule& s, second_count from) noexcept
        : s_{&s}, year_{s}, periods_{s.tz} {
        seek(from);
    }

    /// Turns to the pieces from `t` on, as if made anew.
    void seek(second_count t) noexcept {
        const offset_period& period = periods_.at(t);
        offset_ = period.offset;
        local_begin_ = t + offset_;
        local_end_ = period.end + offset_;
        date_ = floor_day(local_begin_);
        before_ = s_->overnight ? year_.pattern(date_ - 1) : pattern_id{0};
        load();
    }

    /// The next piece that begins before `limit`; nothing when there is none.
    [[nodiscard]] std::optional<open_piece> next(second_count limit) noexcept {
        for (;;) {
            const day_pieces untold = pieces_;
            for (day_pieces::piece p{}; pieces_.next(p);) {
                const std::int64_t begin = std::max(midnight() + p.begin, local_begin_);
                const std::int64_t end = std::min(midnight() + p.end, local_end_);
                if (begin >= end)
                    continue;
                if (begin - offset_ >= limit) {
                    pieces_ = untold; // for when it is asked again with a later limit
                    return std::nullopt;
                }
                return open_piece{begin - offset_, end - offset_,
                                  p.from_before ? date_ - 1 : date_};
            }
            if (midnight() + seconds_per_day >= local_end_) {
                if (local_end_ - offset_ >= limit)
                    return std::nullopt;
                seek(local_end_ - offset_);
                continue;
            }
            if (midnight() + seconds_per_day - offset_ >= limit)
                return std::nullopt;
            ++date_;
            load();
        }
    }

private:
    [[nodiscard]] std::int64_t midnight() const noexcept { return date_ * seconds_per_day; }

    /// Turns to `date_`. Precondition: `before_` is the pattern of the date before it.
    void load() noexcept {
        if (date_ < year_.begin() || date_ >= year_.end() || exception_ > year_.count() ||
            (exception_ > 0 && year_.day_at(exception_ - 1) >= date_)) {
            year_.load_year_of(date_);
            exception_ = year_.find(date_);
        }
        while (exception_ < year_.count() && year_.day_at(exception_) < date_)
            ++exception_;
        const bool listed = exception_ < year_.count() && year_.day_at(exception_) == date_;
        const pattern_id own = listed ? year_.pattern_at(exception_) : s_->weekly_pattern(date_);
        pieces_ = {s_->ranges_of(own),
                   s_->overnight ? s_->spilled_of(before_) : std::span<const local_range>{}};
        before_ = own;
    }

    const schedule* s_;
    schedule_year year_;
    period_cursor periods_;
    std::int64_t offset_ = 0;
    std::int64_t local_begin_ = 0; ///< The stretch of constant offset, from where it was entered.
    std::int64_t local_end_ = 0;
    std::int32_t date_ = 0;
    std::size_t exception_ = 0; ///< Index of the first listed date at or after `date_`.
    pattern_id before_ = 0;     ///< Pattern of the date before.
    day_pieces pieces_;
};

/// The open pieces of an expression within [from, limit), clipped to it, in order of time; pieces
/// do not overlap, but may touch.
class sweep {
public:
    sweep(const expression& e, second_count from, second_count limit) noexcept
        : e_{&e}, at_{from}, limit_{limit} {
        for (std::size_t m = 0; m < e.members.size(); ++m) {
            members_[m].emplace(*e.members[m], from);
            pieces_[m] = members_[m]->next(limit);
        }
    }

    [[nodiscard]] std::optional<open_piece> next() noexcept {
        if (e_->single())
            return next_of_one();
        while (at_ < limit_) {
            const std::optional<open_piece> found = step();
            if (found)
                return found;
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] std::optional<open_piece> next_of_one() noexcept {
        std::optional<open_piece> found = pieces_[0];
        if (!found)
            return found;
        pieces_[0] = members_[0]->next(limit_);
        found->end = std::min(found->end, limit_);
        return found;
    }

    /// Looks at the stretch from `at_` to the next boundary of any member.
    [[nodiscard]] std::optional<open_piece> step() noexcept {
        second_count stop = limit_;
        std::size_t set = 0;
        for (std::size_t m = 0; m < e_->members.size(); ++m) {
            while (pieces_[m] && pieces_[m]->end <= at_)
                pieces_[m] = members_[m]->next(limit_);
            if (!pieces_[m])
                continue;
            if (pieces_[m]->begin <= at_) {
                set |= std::size_t{1} << m;
                stop = std::min(stop, pieces_[m]->end);
            } else {
                stop = std::min(stop, pieces_[m]->begin);
            }
        }
        const second_count begin = at_;
        at_ = stop;
        if (!e_->open_when[set])
            return std::nullopt;
        return open_piece{begin, stop, pieces_[e_->owner[set]]->date};
    }

    const expression* e_;
    second_count at_;
    second_count limit_;
    std::array<std::optional<schedule_cursor>, max_members> members_{};
    std::array<std::optional<open_piece>, max_members> pieces_{};
};

/// Measures an expression: by formula when it is one schedule, by sweeping when it is several.
class expression_measure {
public:
    explicit expression_measure(const expression& e) noexcept : e_{&e}, one_{e.first()} {}

    /// Open seconds in [a, b). For a combination, linear in the number of its pieces there.
    [[nodiscard]] std::int64_t open(second_count a, second_count b) noexcept {
        if (e_->single())
            return one_.open(a, b);
        std::int64_t sum = 0;
        sweep pieces{*e_, a, b};
        while (const std::optional<open_piece> p = pieces.next())
            sum += p->end - p->begin;
        return sum;
    }

    /// The second in [a, b) with n open (closed) ones before it since a.
    /// Precondition: there is one.
    template <bool Open>
    [[nodiscard]] second_count select(second_count a, second_count b, std::int64_t n) noexcept {
        if (e_->single())
            return one_.template select<Open>(a, n);
        second_count at = a; // everything before it has been counted
        sweep pieces{*e_, a, b};
        while (const std::optional<open_piece> p = pieces.next()) {
            const std::int64_t here = Open ? p->end - p->begin : p->begin - at;
            if (n < here)
                return (Open ? p->begin : at) + n;
            n -= here;
            at = p->end;
        }
        return at + n;
    }

    /// The first member's measure.
    [[nodiscard]] schedule_measure& one() noexcept { return one_; }

private:
    const expression* e_;
    schedule_measure one_;
};

} // namespace sla::inline v1::detail
