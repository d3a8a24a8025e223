// SPDX-License-Identifier: MIT
//
// Inside the bulk room: what the kernels for x86-64 have in common.
//
// The one for AVX2 does four rows at once, the one for AVX-512 eight. They are written twice, as a
// function for a certain processor cannot take that processor as a parameter of a template. Both
// go through a block in three loops: where to look, look there, and what that means. The loop in
// the middle is left to plain loads: two of them take a cycle, a gather as many as it has lanes.
#pragma once

#include <sla/detail/bulk_kernels.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__) && defined(__GNUC__)
#define SLA_HAS_X86_KERNELS 1

#define SLA_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#define SLA_AVX512 __attribute__((target("avx2,bmi,bmi2,avx512f,avx512bw,avx512dq,avx512vl")))

namespace sla::inline v1::detail {

using block_entries = std::array<std::uint64_t, block_rows>;

// The day of an instant, by a product: a day is 84,375 times 1024 ms, and x / 84,375 is exact for x
// below 2^31, that is for 69 years.
struct day_division {
    static constexpr unsigned low_bits = 10;
    static constexpr unsigned factor_bits = 48;
    static constexpr std::int64_t factor =
        (std::int64_t{1} << factor_bits) / (open_tables::day_ms >> low_bits) + 1;
    static_assert(open_tables::day_ms % (1 << low_bits) == 0);
};

// Of multiples of 1000 below 2^32 the thousandth: an eighth of them times the number that undoes
// 125 modulo 2^32.
struct whole_seconds {
    static constexpr unsigned low_bits = 3;
    static constexpr std::uint32_t factor = 0x26e978d5;
    static_assert(static_cast<std::uint32_t>(std::uint64_t{125} * factor) == 1);
};

// Fetches the host's rows that come some steps later. As a number: behind the last row there is
// nothing that a pointer may point to.
SLA_HOT void announce_rows(const std::int64_t* column) noexcept {
    constexpr std::size_t ahead = 256 * sizeof(std::int64_t);
    const auto at = reinterpret_cast<std::uintptr_t>(column) + ahead; // NOLINT(*-reinterpret-cast)
    for (const std::size_t line : {0U, 64U})
        __builtin_prefetch(
            reinterpret_cast<const void*>( // NOLINT(*-reinterpret-cast,performance-no-int-to-ptr)
                at + line));
}

// The words of a few rows.
template <std::size_t Rows>
SLA_HOT void load_words(const std::uint32_t* words, const std::uint32_t* index,
                        std::uint32_t* out) noexcept {
#pragma GCC unroll 16
    for (std::size_t i = 0; i < Rows; ++i) {
        std::uint32_t word = words[index[i]];
        asm("" : "+r"(word)); // NOLINT(hicpp-no-assembler): an empty one
        out[i] = word;
    }
}

// Of milliseconds since a day began.
[[nodiscard]] SLA_HOT bool is_of_day(std::int64_t at) noexcept {
    return at >= 0 && at < open_tables::day_ms;
}

// out[i] = table[index[i]], an element at a time, whatever the compiler thinks of gathers.
template <class Value, class Index>
SLA_HOT void load_each(const Value* table, const Index* index, Value* out) noexcept {
#pragma GCC unroll 8
    for (std::size_t i = 0; i < block_rows; ++i) {
        Value value = table[index[i]];
        asm("" : "+r"(value)); // NOLINT(hicpp-no-assembler): an empty one
        out[i] = value;
    }
}

// The same of the buckets of many calendars. The line after the next one of each calendar is
// fetched beforehand: there are too many of them for the processor to see the pattern.
SLA_HOT void load_buckets(const std::uint64_t* buckets, const std::uint32_t* index,
                          std::uint64_t* out, std::size_t stride) noexcept {
    const std::size_t two_lines = std::size_t{2} * open_tables::line * stride;
    const auto first = reinterpret_cast<std::uintptr_t>(buckets); // NOLINT(*-reinterpret-cast)
#pragma GCC unroll 8
    for (std::size_t i = 0; i < block_rows; ++i) {
        std::uint64_t value = buckets[index[i]];
        asm("" : "+r"(value)); // NOLINT(hicpp-no-assembler): an empty one
        // As a number: behind the last line there is nothing that a pointer may point to.
        __builtin_prefetch(
            reinterpret_cast<const void*>( // NOLINT(*-reinterpret-cast,performance-no-int-to-ptr)
                first + (index[i] + two_lines) * sizeof(std::uint64_t)),
            0, 2);
        out[i] = value;
    }
}

// Fetches a part of tomorrow's entries of many calendars: as much as of today has passed from the
// first row of a block to its last. Rows in the order of time find it there a day later.
SLA_HOT void announce_tomorrow(const open_tables& tables, const std::int64_t* at) noexcept {
    constexpr std::int64_t most_lines = 32; // of rows that are not in the order of time
    constexpr std::int64_t days_in_line = 64 / sizeof(open_tables::shaped_day);
    constexpr std::int64_t parts_of_day = 1024;
    const std::int64_t lines = tables.stride / days_in_line;
    const auto line_at = [lines](std::int64_t t) noexcept {
        return t / (open_tables::day_ms / parts_of_day) * lines / parts_of_day;
    };
    const std::int64_t first = line_at(at[0]) + lines;
    const std::int64_t last = std::min(line_at(at[block_rows - 1]) + lines, first + most_lines);
    // As a number, likewise.
    const auto days =
        reinterpret_cast<std::uintptr_t>(tables.shaped_days.data()); // NOLINT(*-reinterpret-cast)
    for (std::int64_t line = first; line < last; ++line)
        __builtin_prefetch(
            reinterpret_cast<const void*>( // NOLINT(*-reinterpret-cast,performance-no-int-to-ptr)
                days + static_cast<std::uintptr_t>(line) * 64),
            0, 2);
}

// The shapes of the days of one calendar.
SLA_HOT void load_shapes(const std::uint64_t* shapes, const std::uint64_t* days,
                         std::uint64_t* out) noexcept {
#pragma GCC unroll 8
    for (std::size_t i = 0; i < block_rows; ++i) {
        std::uint64_t value = shapes[days[i] & 0xffff];
        asm("" : "+r"(value)); // NOLINT(hicpp-no-assembler): an empty one
        out[i] = value;
    }
}

} // namespace sla::inline v1::detail

#else
#define SLA_HAS_X86_KERNELS 0
#endif
