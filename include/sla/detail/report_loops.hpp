// SPDX-License-Identifier: MIT
//
// Inside the report room: what is done to all rows of a block at once, in loops that compilers make
// vectors of; one copy for processors of any kind, and on x86-64 one for AVX2 and one for AVX-512.
// Look-ups are not in them: plain loads from small tables are faster than gathers.
#pragma once

#include <sla/detail/bulk_compile.hpp>
#include <sla/detail/bulk_kernels_x86.hpp>
#include <sla/detail/distribution_buckets.hpp>
#include <sla/detail/inlining.hpp>
#include <sla/detail/report_data.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

inline constexpr std::size_t report_block_rows = 128;
template <class Value>
using report_column = std::array<Value, report_block_rows>;

// What the numbers of a dimension add to that of the group.
struct id_adds {
    std::uint32_t none; // the number of rows without one; those with a name are below
    std::uint32_t step;
    std::uint32_t unknown;                  // added for a number beyond the list
    std::uint32_t first_negative;           // a byte from here on stands for a number below zero
    const std::uint32_t* of_byte = nullptr; // what each byte adds, where many rows are read
};

[[nodiscard]] SLA_HOT std::uint32_t add_of(std::uint32_t byte, const id_adds& a) noexcept {
    const std::uint32_t beyond = byte >= a.first_negative ? a.none * a.step : a.unknown;
    return byte < std::min(a.none, a.first_negative) ? byte * a.step : beyond;
}

SLA_HOT void loop_ids(const std::uint8_t* __restrict ids, std::size_t rows, const id_adds& adds,
                      std::uint32_t* __restrict groups) noexcept {
    const id_adds a = adds;
    for (std::size_t i = 0; i < rows; ++i)
        groups[i] += add_of(ids[i], a);
}

// The same for vectors that cannot multiply lanes of 32 bits, as SSE2's: then a load is shorter.
SLA_HOT void loop_ids_plain(const std::uint8_t* __restrict ids, std::size_t rows,
                            const id_adds& adds, std::uint32_t* __restrict groups) noexcept {
    const std::uint32_t* const of_byte = adds.of_byte;
    if (of_byte == nullptr) {
        loop_ids(ids, rows, adds, groups);
        return;
    }
    for (std::size_t i = 0; i < rows; ++i)
        groups[i] += of_byte[ids[i]];
}

// True where all rows are in [begin, begin + last].
[[nodiscard]] SLA_HOT bool loop_within(const std::int64_t* ms, std::size_t rows, std::int64_t begin,
                                       std::uint64_t last) noexcept {
    const auto from = static_cast<std::uint64_t>(begin);
    std::uint64_t beyond = 0; // its highest bit
    for (std::size_t i = 0; i < rows; ++i) {
        const std::uint64_t since = static_cast<std::uint64_t>(ms[i]) - from;
        beyond |= since | (last - since);
    }
    return beyond >> 63U == 0;
}

// Where a row is counted by its state.
SLA_HOT void loop_states(const std::uint8_t* __restrict from,
                         const std::uint32_t* __restrict groups, std::size_t rows,
                         std::uint8_t* __restrict states,
                         std::uint32_t* __restrict places) noexcept {
    for (std::size_t i = 0; i < rows; ++i) {
        const std::uint8_t state = std::min(from[i], error_state);
        states[i] = state;
        places[i] = groups[i] * static_cast<std::uint32_t>(states_of_row) + state;
    }
}

// The group that a length is added to, and its bucket; those of no group where the state is not
// wanted, or the length is none in the range. True where some row has a wanted state and no such
// length.
[[nodiscard]] SLA_HOT bool loop_lengths(const std::int64_t* __restrict ms,
                                        const std::uint8_t* __restrict states,
                                        const std::uint32_t* __restrict groups, std::size_t rows,
                                        std::uint64_t wanted, std::uint64_t no_group,
                                        length_buckets buckets, std::uint32_t* __restrict cells,
                                        std::uint32_t* __restrict places) noexcept {
    std::uint64_t lacking = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        // All in 64 bits, as lanes of one width need not be packed and unpacked.
        const auto v = static_cast<std::uint64_t>(ms[i]);
        const std::uint64_t is_wanted = 0U - (wanted >> std::uint64_t{states[i]} & 1U);
        const std::uint64_t is_length = v < length_end ? ~std::uint64_t{0} : 0U;
        const std::uint64_t is_counted = is_wanted & is_length;
        lacking |= is_wanted & ~is_length;
        cells[i] = static_cast<std::uint32_t>(no_group ^ ((groups[i] ^ no_group) & is_counted));
        places[i] = static_cast<std::uint32_t>(buckets.of_ms(v & is_counted));
    }
    return lacking != 0;
}

// The same for vectors that can neither compare nor shift lanes of 64 bits one by one, as SSE2's.
[[nodiscard]] SLA_HOT bool
loop_lengths_plain(const std::int64_t* __restrict ms, const std::uint8_t* __restrict states,
                   const std::uint32_t* __restrict groups, std::size_t rows, std::uint64_t wanted,
                   std::uint64_t no_group, length_buckets buckets, std::uint32_t* __restrict cells,
                   std::uint32_t* __restrict places) noexcept {
    std::array<std::uint64_t, states_of_row> of_state{};
    for (std::size_t s = 0; s < states_of_row; ++s)
        of_state[s] = 0U - (wanted >> s & 1U);
    report_column<std::uint64_t> is_wanted;
    for (std::size_t i = 0; i < rows; ++i)
        is_wanted[i] = of_state[states[i]];
    std::uint64_t lacking = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        const auto v = static_cast<std::uint64_t>(ms[i]);
        static_assert(length_end == std::uint64_t{1} << 41U);
        const std::uint64_t is_length = 0U - (((v >> 41U) - 1) >> 63U);
        const std::uint64_t is_counted = is_wanted[i] & is_length;
        lacking |= is_wanted[i] & ~is_length;
        cells[i] = static_cast<std::uint32_t>(no_group ^ ((groups[i] ^ no_group) & is_counted));
        places[i] = static_cast<std::uint32_t>(buckets.of_ms(v & is_counted));
    }
    return lacking != 0;
}

// The buckets of single values.
SLA_HOT void loop_places(const std::uint32_t* __restrict seconds, std::size_t rows,
                         length_buckets buckets, std::uint64_t* __restrict places) noexcept {
    for (std::size_t i = 0; i < rows; ++i)
        places[i] = buckets.of_second(seconds[i]);
}

// One set of them.
struct report_loops {
    void (*ids)(const std::uint8_t*, std::size_t, const id_adds&, std::uint32_t*) noexcept;
    bool (*within)(const std::int64_t*, std::size_t, std::int64_t, std::uint64_t) noexcept;
    void (*states)(const std::uint8_t*, const std::uint32_t*, std::size_t, std::uint8_t*,
                   std::uint32_t*) noexcept;
    bool (*lengths)(const std::int64_t*, const std::uint8_t*, const std::uint32_t*, std::size_t,
                    std::uint64_t, std::uint64_t, length_buckets, std::uint32_t*,
                    std::uint32_t*) noexcept;
    void (*places)(const std::uint32_t*, std::size_t, length_buckets, std::uint64_t*) noexcept;
};

// A function for a certain processor cannot take it as a parameter of a template.
// NOLINTBEGIN(bugprone-macro-parentheses): names and attributes
#define SLA_REPORT_LOOPS(NAME, PROCESSOR, IDS, LENGTHS)                                            \
    struct NAME {                                                                                  \
        PROCESSOR static void ids(const std::uint8_t* ids, std::size_t rows, const id_adds& adds,  \
                                  std::uint32_t* groups) noexcept {                                \
            IDS(ids, rows, adds, groups);                                                          \
        }                                                                                          \
        PROCESSOR static bool within(const std::int64_t* ms, std::size_t rows, std::int64_t begin, \
                                     std::uint64_t last) noexcept {                                \
            return loop_within(ms, rows, begin, last);                                             \
        }                                                                                          \
        PROCESSOR static void states(const std::uint8_t* from, const std::uint32_t* groups,        \
                                     std::size_t rows, std::uint8_t* states,                       \
                                     std::uint32_t* places) noexcept {                             \
            loop_states(from, groups, rows, states, places);                                       \
        }                                                                                          \
        PROCESSOR static bool lengths(const std::int64_t* ms, const std::uint8_t* states,          \
                                      const std::uint32_t* groups, std::size_t rows,               \
                                      std::uint64_t wanted, std::uint64_t no_group,                \
                                      length_buckets buckets, std::uint32_t* cells,                \
                                      std::uint32_t* places) noexcept {                            \
            return LENGTHS(ms, states, groups, rows, wanted, no_group, buckets, cells, places);    \
        }                                                                                          \
        PROCESSOR static void places(const std::uint32_t* seconds, std::size_t rows,               \
                                     length_buckets buckets, std::uint64_t* places) noexcept {     \
            loop_places(seconds, rows, buckets, places);                                           \
        }                                                                                          \
        static constexpr report_loops all{ids, within, states, lengths, places};                   \
    }
// NOLINTEND(bugprone-macro-parentheses)

SLA_REPORT_LOOPS(plain_loops, , loop_ids_plain, loop_lengths_plain);
#if SLA_HAS_X86_KERNELS
SLA_REPORT_LOOPS(avx2_loops, SLA_AVX2, loop_ids, loop_lengths);
SLA_REPORT_LOOPS(avx512_loops, SLA_AVX512, loop_ids, loop_lengths);
#endif
#undef SLA_REPORT_LOOPS

[[nodiscard]] inline const report_loops& loops_of(bulk_kernels kernels) noexcept {
#if SLA_HAS_X86_KERNELS
    if (kernels == bulk_kernels::avx512)
        return avx512_loops::all;
    if (kernels == bulk_kernels::avx2)
        return avx2_loops::all;
#endif
    return plain_loops::all;
}
// Those of this processor.
[[nodiscard]] inline const report_loops& own_loops() noexcept {
    return loops_of(chosen_kernels({}));
}

} // namespace sla::inline v1::detail
