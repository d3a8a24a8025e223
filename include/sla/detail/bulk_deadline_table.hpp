// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the deadlines of one calendar and a few limits, a word of four bytes for
// each day and limit. A row needs one load, whatever its limit is and wherever it lies in time.
//
// Of a day and a limit it is known on which day the deadline falls, and nearly when: open time
// moves it on, and where it runs into a closing, it jumps to the next opening. So a word holds
//
//   shape    the open ranges of the day of creation: how much open time lies before the row;
//   days     how many days later the deadline is;
//   offset   when on that day, less what the shape adds;
//   pattern  the first three closings from there on: when they come and how long they take.
//
// A deadline that meets a fourth closing, or is too far away, has no word and is left to others. A
// limit of elapsed time is that of a calendar which never closes.
#pragma once

#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/bulk_limit.hpp>
#include <sla/detail/bulk_tables.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sla::inline v1::detail {

struct deadline_table {
    // A word: bits 0.. the shape, 3.. the pattern, 8.. the days, 14.. the offset in steps (signed).
    static constexpr unsigned pattern_shift = 3;
    static constexpr unsigned days_shift = 8;
    static constexpr unsigned offset_shift = 14;
    static constexpr std::size_t most_shapes = std::size_t{1} << pattern_shift;
    static constexpr std::size_t most_patterns = std::size_t{1} << (days_shift - pattern_shift);
    static constexpr std::int64_t most_days = (std::int64_t{1} << (offset_shift - days_shift)) - 1;
    static constexpr std::int64_t most_offset = (std::int64_t{1} << (31 - offset_shift)) - 1;
    // A word without a pattern is none: the row is left to others.
    static constexpr std::uint32_t pattern_mask = (most_patterns - 1) << pattern_shift;
    static constexpr std::size_t jumps = 3;

    // Of shapes, twice, so that three bits of a word are enough where a processor looks at four.
    using shape_numbers = std::array<std::uint32_t, 2 * most_shapes>;
    using pattern_numbers = std::array<std::uint32_t, most_patterns>;

    std::vector<std::uint32_t> words{}; // [day * limits + limit]; empty: there is no such table
    std::uint32_t limits = 0;
    std::uint32_t last_day = 0;
    std::uint32_t patterns = 0; // as many as there are, with that which is none
    std::uint32_t step_ms = 0;
    std::int64_t shift_ms = 0; // by which its days begin before midnight
    // Milliseconds since the day began, and how long.
    alignas(64) std::array<shape_numbers, 4> shapes{}; // begin and end, begin and end
    alignas(64) std::array<pattern_numbers, jumps> jump_at{};
    alignas(64) std::array<pattern_numbers, jumps> jump{};

    [[nodiscard]] bool empty() const noexcept { return words.empty(); }
};

} // namespace sla::inline v1::detail
