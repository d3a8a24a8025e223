// SPDX-License-Identifier: MIT
//
// Inside the bulk room: from instants to open time and back, for a block of rows; in C++ for any
// processor.
#pragma once

#include <sla/detail/bulk_tables.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#if defined(__GNUC__)
#define SLA_PREFETCH(address, for_writing) __builtin_prefetch(address, for_writing)
#else
#define SLA_PREFETCH(address, for_writing) static_cast<void>(address)
#endif

namespace sla::inline v1::detail {

// A column of a block takes half a page, so that all columns of a clock stay in the first cache.
inline constexpr std::size_t block_rows = 256;

// Tables up to this size are looked up in registers where there are enough of them. Such a table
// has room for so many entries.
inline constexpr std::size_t small_table = 32;

// x / divisor as a factor, a little too big so that it is exact for multiples: a quotient below
// 2^22 by a divisor below 2^27.
[[nodiscard]] inline double reciprocal(std::int64_t divisor) noexcept {
    return 1.0 / static_cast<double>(divisor) * (1.0 + 0x1p-50);
}

// What the kernels read. What differs between calendars (the first entry, the shift of days) they
// get for each row, or for all of them at [0].
struct kernel_tables {
    const std::uint64_t* days;
    const std::uint64_t* shapes;
    const std::uint64_t* buckets;
    std::int64_t bucket_ms;

    explicit kernel_tables(const open_tables& t) noexcept
        : days{t.days.data()}, shapes{t.shapes.data()}, buckets{t.buckets.data()},
          bucket_ms{t.bucket_ms} {}
};

struct plain_kernel {
    // out[i] = table[index[i]]; `small`: of at most small_table entries.
    SLA_HOT static void look_up_small(const std::int64_t* table, const std::int64_t* index,
                                      std::int64_t* out) noexcept {
        look_up(table, index, out);
    }
    SLA_HOT static void look_up(const std::int64_t* table, const std::int64_t* index,
                                std::int64_t* out) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i)
            out[i] = table[index[i]];
    }

    // Open time before each instant. `at`: milliseconds in [0, range). Marks what it cannot do.
    template <bool OneCalendar>
    SLA_HOT static void rank(const kernel_tables& tables, const std::uint32_t* first_day,
                             const std::int64_t* shift, const std::int64_t* at, std::int64_t* open,
                             std::int64_t* marked) noexcept {
        constexpr std::int64_t unit = open_tables::unit_ms;
        for (std::size_t i = 0; i < block_rows; ++i) {
            const std::int64_t t = at[i] + shift[OneCalendar ? 0 : i];
            const std::int64_t day = t / open_tables::day_ms;
            const std::int64_t in_day = t - day * open_tables::day_ms;
            const std::uint64_t entry =
                tables.days[first_day[OneCalendar ? 0 : i] + static_cast<std::size_t>(day)];
            const std::uint64_t shape = tables.shapes[entry & 0xffff];
            const auto part = [&](unsigned bits) noexcept {
                return static_cast<std::int64_t>(shape >> bits & 0xffff) * unit;
            };
            open[i] = (static_cast<std::int64_t>(entry) >> 32) * unit +
                      std::min(std::max(in_day, part(0)), part(16)) +
                      std::min(std::max(in_day, part(32)), part(48));
            marked[i] |= (entry & 0xffff) == open_tables::marked_shape ? 1 : 0;
        }
    }

    // The open millisecond with so much open time before it. `open`: in [0, open_ms).
    template <bool OneCalendar>
    SLA_HOT static void select(const kernel_tables& tables, const std::uint32_t* first_bucket,
                               const std::int64_t* open, std::int64_t* at,
                               std::int64_t* marked) noexcept {
        constexpr std::int64_t unit = open_tables::unit_ms;
        const double factor = reciprocal(tables.bucket_ms);
        for (std::size_t i = 0; i < block_rows; ++i) {
            const auto bucket = static_cast<std::int64_t>(static_cast<double>(open[i]) * factor);
            const std::int64_t in_bucket = open[i] - bucket * tables.bucket_ms;
            const std::uint64_t entry =
                tables
                    .buckets[first_bucket[OneCalendar ? 0 : i] + static_cast<std::size_t>(bucket)];
            const auto gap = static_cast<std::int64_t>(entry & open_tables::gap_mask);
            const auto split =
                static_cast<std::int64_t>(entry >> open_tables::gap_bits & open_tables::split_mask);
            at[i] = static_cast<std::int64_t>(entry >> 32) * unit + in_bucket +
                    (in_bucket >= split * unit ? gap * unit : 0);
            marked[i] |= (entry & open_tables::gap_mask) == open_tables::marked_gap ? 1 : 0;
        }
    }
};

} // namespace sla::inline v1::detail
