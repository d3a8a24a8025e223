// SPDX-License-Identifier: MIT
//
// Inside the bulk room: how a deadline_table is made.
#pragma once

#include <sla/detail/bulk_deadline_table.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

class deadline_table_builder {
public:
    // Of tables of one calendar, and limits as fast_limit packs them. Empty where too much would be
    // left to others: the calendar has too many shapes, a limit is too long or too fine.
    static deadline_table build(const open_tables& from, std::span<const std::int64_t> limits) {
        deadline_table_builder made{from, limits};
        if (!made.fits())
            return {};
        made.read_days();
        made.find_step();
        made.write_shapes();
        made.find_words();
        return made.write_patterns() ? std::move(made.out_) : deadline_table{};
    }

private:
    static constexpr std::int64_t unit = open_tables::unit_ms;
    static constexpr std::int64_t day_ms = open_tables::day_ms;
    // Four mebibytes, of which rows of a few years use a part.
    static constexpr std::size_t most_words = std::size_t{1} << 20;
    // As many as a byte can name.
    static constexpr std::size_t most_limits = 256;
    // So that a day is found by a product of 64 bits.
    static constexpr std::size_t most_days = 25'000;
    // What others do takes a hundred times as long.
    static constexpr std::size_t words_for_one_left = 128;

    // An open range of one day, in milliseconds since that began.
    struct range {
        std::size_t day;
        std::int64_t begin;
        std::int64_t end;
        std::int64_t before; // open time before it, of all days
        bool is_known;       // of a day that the tables do not know, it says where knowledge ends
    };
    // Where a deadline that runs into closings jumps: at first, and how far, and so on.
    using closings = std::array<std::uint32_t, 2 * deadline_table::jumps>;
    static constexpr std::uint32_t is_never = INT32_MAX; // no deadline is so late on its day

    struct found_pattern {
        std::size_t number;
        std::int64_t until; // good for deadlines before this
        std::int64_t longest;
    };

    deadline_table_builder(const open_tables& from, std::span<const std::int64_t> limits)
        : from_{from}, limits_{limits}, days_{from.days.size()} {}

    [[nodiscard]] bool fits() const {
        return from_.stride == 1 && days_ >= 3 && days_ <= most_days &&
               limits_.size() <= std::min(most_limits, most_words / days_) &&
               from_.shapes.size() <= deadline_table::most_shapes; // the marked one is not used
    }

    [[nodiscard]] static std::int64_t part(std::uint64_t shape, unsigned number) noexcept {
        return static_cast<std::int64_t>(shape >> (16 * number) & 0xffff) * unit;
    }
    [[nodiscard]] std::uint64_t shape_of(std::size_t day) const noexcept {
        return from_.shapes[from_.days[day] & 0xffff];
    }
    [[nodiscard]] bool is_marked(std::size_t day) const noexcept {
        return (from_.days[day] & 0xffff) == open_tables::marked_shape;
    }
    // The entry of a day holds it less where the ranges of its shape begin.
    [[nodiscard]] std::int64_t open_before(std::size_t day) const noexcept {
        const auto base = (static_cast<std::int64_t>(from_.days[day]) >> 32) * unit;
        return base + part(shape_of(day), 0) + part(shape_of(day), 2);
    }

    void read_days() {
        for (std::size_t day = 0; day < days_; ++day) {
            first_.push_back(ranges_.size());
            std::int64_t before = open_before(day);
            // Of the last days not everything is known.
            if (is_marked(day) || day + 2 >= days_) {
                ranges_.push_back({day, 0, 0, before, false});
                continue;
            }
            for (unsigned number = 0; number < 4; number += 2) {
                const std::int64_t begin = part(shape_of(day), number);
                const std::int64_t end = part(shape_of(day), number + 1);
                if (begin == end)
                    continue;
                ranges_.push_back({day, begin, end, before, true});
                before += end - begin;
            }
        }
        first_.push_back(ranges_.size());
    }

    // The longest step of which all numbers are multiples.
    void find_step() {
        std::int64_t step = 0;
        for (const std::uint64_t shape : from_.shapes)
            for (unsigned number = 0; number < 4; ++number)
                step = std::gcd(step, part(shape, number));
        for (const std::int64_t limit : limits_)
            if (is_counted(limit))
                step = std::gcd(step, fast_limit::allowed(limit));
        step_ = std::gcd(step, day_ms);
        out_.step_ms = static_cast<std::uint32_t>(step_);
    }

    [[nodiscard]] static bool is_counted(std::int64_t limit) noexcept {
        const fast_kind kind = fast_limit::kind(limit);
        return kind == fast_kind::elapsed || kind == fast_kind::working;
    }

    // Those of the calendar but for the marked one, and a day that is open all through.
    void write_shapes() {
        always_open_ = from_.shapes.size() - 1;
        for (std::size_t i = 0; i < out_.shapes[0].size(); ++i) {
            const std::size_t shape = i % deadline_table::most_shapes;
            for (unsigned number = 0; number < 4; ++number)
                if (shape < always_open_)
                    out_.shapes[number][i] =
                        static_cast<std::uint32_t>(part(from_.shapes[shape + 1], number));
            if (shape == always_open_)
                out_.shapes[1][i] = static_cast<std::uint32_t>(day_ms);
        }
    }

    // -- words ------------------------------------------------------------------------------------

    void find_words() {
        out_.limits = static_cast<std::uint32_t>(limits_.size());
        out_.last_day = static_cast<std::uint32_t>(days_ - 1);
        out_.shift_ms = from_.day_hours.front() * day_ms / 24;
        out_.words.resize(days_ * limits_.size());
        pattern_of_word_.resize(out_.words.size(), none);
        of_range_.resize(2 * ranges_.size(), {none, 0, 0});
        for (std::size_t limit = 0; limit < limits_.size(); ++limit) {
            std::size_t at = 0;
            // The first day begins before there are instants.
            for (std::size_t day = 1; day < days_; ++day)
                switch (fast_limit::kind(limits_[limit])) {
                case fast_kind::working:
                    at = find_working(day, limit, at);
                    break;
                case fast_kind::elapsed:
                    find_elapsed(day, limit);
                    break;
                case fast_kind::no_clock:
                    put(day, limit, {always_open_, never_closes(), 0, 0});
                    break;
                case fast_kind::none:
                    break;
                }
        }
    }

    struct word {
        std::size_t shape;
        std::size_t pattern;
        std::int64_t days;
        std::int64_t offset; // milliseconds
    };

    void put(std::size_t day, std::size_t limit, const word& w) {
        // The open time of a day that the tables do not know is no multiple of a step perhaps.
        const std::int64_t steps = w.offset / step_;
        if (w.offset % step_ != 0 || w.days > deadline_table::most_days ||
            steps > deadline_table::most_offset || steps < -deadline_table::most_offset)
            return;
        const std::size_t i = day * limits_.size() + limit;
        out_.words[i] = static_cast<std::uint32_t>(w.shape) |
                        static_cast<std::uint32_t>(w.days) << deadline_table::days_shift |
                        static_cast<std::uint32_t>(static_cast<std::int32_t>(steps))
                            << deadline_table::offset_shift;
        pattern_of_word_[i] = w.pattern;
        ++uses_[w.pattern];
    }

    void find_elapsed(std::size_t day, std::size_t limit) {
        const std::int64_t allowed = fast_limit::allowed(limits_[limit]);
        const std::int64_t days = allowed / day_ms;
        if (allowed > 0 &&
            static_cast<std::int64_t>(day) + days + 3 < static_cast<std::int64_t>(days_) &&
            (days + 2) * day_ms <= UINT32_MAX)
            put(day, limit, {always_open_, never_closes(), days, allowed % day_ms});
    }

    // `at`: a range that is not after the deadlines of that day. Returns the same for the next one.
    std::size_t find_working(std::size_t day, std::size_t limit, std::size_t at) {
        const std::int64_t allowed = fast_limit::allowed(limits_[limit]);
        const std::int64_t last = fast_limit::last(limits_[limit]);
        if (allowed <= 0 || is_marked(day))
            return at;
        // The open millisecond that decides for rows before the first opening.
        const std::int64_t earliest = open_before(day) + allowed - last;
        while (at + 1 < ranges_.size() && ranges_[at + 1].before <= earliest)
            ++at;
        const std::int64_t open = open_before(day + 1 < days_ ? day + 1 : day) - open_before(day);
        // From the beginning of that day, if three closings are enough then.
        const std::size_t first = first_[ranges_[at].day];
        if (!put_working(day, limit, {first, earliest, open, last}) && first != at)
            put_working(day, limit, {at, earliest, open, last});
        return at;
    }

    struct landing {
        std::size_t range;     // from which its pattern begins
        std::int64_t earliest; // the open millisecond that decides, of the day's first rows
        std::int64_t open;     // the day's open time
        std::int64_t last;
    };
    bool put_working(std::size_t day, std::size_t limit, const landing& of) {
        const range& from = ranges_[of.range];
        if (!from.is_known || from.day < day)
            return false;
        const found_pattern& found = pattern_from(of.range, of.last);
        const std::int64_t begin = from.begin + of.earliest - from.before;
        const auto days = static_cast<std::int64_t>(from.day - day);
        if (begin + of.open >= found.until ||
            days * day_ms + begin + of.open + of.last + found.longest > UINT32_MAX)
            return false;
        const std::uint64_t shape = shape_of(day);
        put(day, limit,
            {(from_.days[day] & 0xffff) - 1, found.number, days,
             begin + of.last - part(shape, 0) - part(shape, 2)});
        return true;
    }

    // -- patterns ---------------------------------------------------------------------------------

    const found_pattern& pattern_from(std::size_t first, std::int64_t last) {
        found_pattern& out = of_range_[2 * first + static_cast<std::size_t>(last)];
        if (out.number != none)
            return out;
        closings jumps = no_closings();
        // The end of a range, as if there had been no closing since the first one began.
        std::int64_t end = ranges_[first].end;
        std::int64_t longest = 0;
        std::size_t count = 0;
        for (std::size_t i = first + 1; i < ranges_.size(); ++i) {
            const range& next = ranges_[i];
            const range& before = ranges_[i - 1];
            const auto days = static_cast<std::int64_t>(next.day - before.day);
            const std::int64_t closed = days * day_ms + next.begin - before.end;
            if (!next.is_known || end > 3 * day_ms ||
                (closed != 0 && count == deadline_table::jumps) || longest + closed > UINT32_MAX)
                break;
            if (closed != 0) {
                jumps[2 * count] = static_cast<std::uint32_t>(end + last);
                jumps[2 * count + 1] = static_cast<std::uint32_t>(closed);
                longest += closed;
                ++count;
            }
            end += next.end - next.begin;
        }
        out = {number_of(jumps), end, longest};
        return out;
    }

    [[nodiscard]] static closings no_closings() noexcept {
        closings out{};
        for (std::size_t i = 0; i < deadline_table::jumps; ++i)
            out[2 * i] = is_never;
        return out;
    }
    [[nodiscard]] std::size_t never_closes() { return number_of(no_closings()); }

    [[nodiscard]] std::size_t number_of(const closings& jumps) {
        const auto [found, is_new] = numbers_.try_emplace(jumps, patterns_.size());
        if (is_new) {
            patterns_.push_back(jumps);
            uses_.push_back(0);
        }
        return found->second;
    }

    // The most used ones get a number. False where the others are too many.
    [[nodiscard]] bool write_patterns() {
        std::vector<std::size_t> order(patterns_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order,
                                 [&](std::size_t a, std::size_t b) { return uses_[a] > uses_[b]; });
        std::vector<std::uint32_t> place(patterns_.size(), 0);
        for (auto& numbers : out_.jump_at)
            numbers.fill(is_never);
        out_.patterns = 1;
        for (const std::size_t pattern : order) {
            if (out_.patterns == deadline_table::most_patterns || uses_[pattern] == 0)
                break;
            place[pattern] = out_.patterns++;
            for (std::size_t i = 0; i < deadline_table::jumps; ++i) {
                out_.jump_at[i][place[pattern]] = patterns_[pattern][2 * i];
                out_.jump[i][place[pattern]] = patterns_[pattern][2 * i + 1];
            }
        }
        for (std::size_t i = 0; i < out_.words.size(); ++i)
            if (pattern_of_word_[i] != none)
                out_.words[i] |= place[pattern_of_word_[i]] << deadline_table::pattern_shift;
        return are_few_left();
    }

    [[nodiscard]] static bool is_left(std::uint32_t word) noexcept {
        return (word & deadline_table::pattern_mask) == 0;
    }
    // The last days lack something always.
    [[nodiscard]] bool are_few_left() const {
        std::size_t all = 0;
        std::size_t left = 0;
        for (std::size_t day = 1; day < days_ - days_ / 8 - 1; ++day)
            for (std::size_t limit = 0; limit < limits_.size(); ++limit)
                if (is_counted(limits_[limit])) {
                    ++all;
                    left += is_left(out_.words[day * limits_.size() + limit]) ? 1U : 0U;
                }
        return left * words_for_one_left <= all;
    }

    static constexpr std::size_t none = SIZE_MAX;

    const open_tables& from_;
    std::span<const std::int64_t> limits_;
    std::size_t days_;
    std::int64_t step_ = 1;
    std::size_t always_open_ = 0; // the number of this shape
    std::vector<range> ranges_{};
    std::vector<std::size_t> first_{};      // the first range of a day, or of a later one
    std::vector<found_pattern> of_range_{}; // [2 * range + last]
    std::vector<closings> patterns_{};
    std::vector<std::size_t> uses_{};
    std::map<closings, std::size_t> numbers_{};
    std::vector<std::size_t> pattern_of_word_{};
    deadline_table out_{};
};

} // namespace sla::inline v1::detail
