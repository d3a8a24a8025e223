// SPDX-License-Identifier: MIT
//
// Inside the bulk room: from instants to open time and back, for a block of rows; in C++ for any
// processor.
#pragma once

#include <sla/detail/bulk_limit.hpp>
#include <sla/detail/bulk_tables.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__GNUC__)
#define SLA_PREFETCH(address, for_writing) __builtin_prefetch(address, for_writing)
#else
#define SLA_PREFETCH(address, for_writing) static_cast<void>(address)
#endif

namespace sla::inline v1::detail {

struct deadline_table;

// A column of a block takes a kibibyte, so that all columns of a clock stay in the first cache,
// those of the host that come next besides.
inline constexpr std::size_t block_rows = 128;

// Tables up to this size are looked up in registers where there are enough of them. Such a table
// has room for so many entries.
inline constexpr std::size_t small_table = 32;

// x / divisor as a factor, a little too big so that it is exact for multiples: a quotient below
// 2^22 by a divisor below 2^27.
[[nodiscard]] inline double reciprocal(std::int64_t divisor) noexcept {
    return 1.0 / static_cast<double>(divisor) * (1.0 + 0x1p-50);
}

// A calendar among others in one number, so that a row needs one load: its slot in the tables, the
// hour at which its days begin, the length of its buckets.
class calendar_place {
public:
    static constexpr unsigned hours_shift = 16;
    static constexpr unsigned bucket_shift = 32;
    static constexpr std::int64_t slot_mask = 0xffff;
    static constexpr std::int64_t hours_mask = 0xff;
    static constexpr std::int64_t hour_ms = 3'600'000;

    [[nodiscard]] static std::int64_t pack(std::size_t slot, const open_tables& tables) noexcept {
        return tables.bucket_ms[slot] << bucket_shift | tables.day_hours[slot] << hours_shift |
               static_cast<std::int64_t>(slot);
    }
    [[nodiscard]] SLA_HOT static std::int64_t slot(std::int64_t place) noexcept {
        return place & slot_mask;
    }
    [[nodiscard]] SLA_HOT static std::int64_t shift_ms(std::int64_t place) noexcept {
        return (place >> hours_shift & hours_mask) * hour_ms;
    }
    [[nodiscard]] SLA_HOT static std::int64_t bucket_ms(std::int64_t place) noexcept {
        return place >> bucket_shift;
    }
};

// Of one calendar, at [0], or of the calendars of all rows of a block: its place, and the
// reciprocal of the length of its buckets, a double in an integer.
struct calendar_columns {
    const std::int64_t* place;
    const std::int64_t* per_bucket;
};

// A limit and its calendar's columns together, so that a row needs one line of the cache.
struct alignas(32) placed_limit {
    std::int64_t limit;
    std::int64_t place;
    std::int64_t per_bucket;
};

// A row's combination of numbers, or another place in a table.
using block_indices = std::array<std::uint32_t, block_rows>;

// For each of so many rows a bit: a kernel cannot do it.
template <std::size_t Rows>
using row_marks = std::array<std::uint16_t, Rows / 16>;

// The instants at which rows can have been created: so many from `first`, milliseconds or seconds.
struct row_window {
    std::int64_t first;
    std::int64_t length;
};

enum class memory_access : std::uint8_t {
    cached,      // the columns of a block, in the first cache
    streamed,    // the host's columns, whose next rows are to be fetched
    past_caches, // the same, of a table that no cache holds: results are written around them, to
                 // whole lines of the cache; to be followed by Kernel::finish_writing()
};

// For each row of a block: an instant or a length, and a mark where a kernel cannot do it.
struct plain_kernel {
    // Whether this kernel can use such a table: then it has `find_deadlines_at_once`.
    [[nodiscard]] static bool can_use(const deadline_table& /*table*/) noexcept { return false; }
    template <memory_access Access, time_unit Unit, std::size_t Rows, class Combination>
    SLA_HOT static row_marks<Rows>
    find_deadlines_at_once(const deadline_table& /*table*/, const row_window& /*window*/,
                           const std::int64_t* /*created*/, const Combination* /*combination*/,
                           std::int64_t* /*deadline*/) noexcept {
        return {};
    }
    static void finish_writing() noexcept {}

    // out[i] = table[index[i]]. The first is for tables of small_table entries.
    SLA_HOT static void look_up_small(const std::int64_t* table, const std::uint32_t* index,
                                      std::int64_t* out) noexcept {
        look_up(table, index, out);
    }
    SLA_HOT static void look_up(const std::int64_t* table, const std::uint32_t* index,
                                std::int64_t* out) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i)
            out[i] = table[index[i]];
    }

    // The same of limits with their calendars, into three columns.
    SLA_HOT static void look_up_placed(const placed_limit* table, const std::uint32_t* index,
                                       std::int64_t* limit, std::int64_t* place,
                                       std::int64_t* per_bucket) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i) {
            const placed_limit& found = table[index[i]];
            limit[i] = found.limit;
            place[i] = found.place;
            per_bucket[i] = found.per_bucket;
        }
    }

    // Open time before each instant. `at`: milliseconds in [0, range). OneCalendar: that is how
    // many the tables have.
    template <bool OneCalendar>
    SLA_HOT static void rank(const open_tables& tables, const calendar_columns& calendars,
                             const std::int64_t* at, std::int64_t* open,
                             std::int64_t* marked) noexcept {
        constexpr std::int64_t unit = open_tables::unit_ms;
        const std::int64_t stride = tables.stride;
        for (std::size_t i = 0; i < block_rows; ++i) {
            const std::int64_t place = calendars.place[OneCalendar ? 0 : i];
            const std::int64_t t = at[i] + calendar_place::shift_ms(place);
            const std::int64_t day = t / open_tables::day_ms;
            const std::int64_t in_day = t - day * open_tables::day_ms;
            const open_tables::shaped_day found = tables.day_at<OneCalendar>(
                static_cast<std::size_t>(day * stride + calendar_place::slot(place)));
            const std::uint64_t entry = found.day;
            const std::uint64_t shape = found.shape;
            const auto part = [&](unsigned bits) noexcept {
                return static_cast<std::int64_t>(shape >> bits & 0xffff) * unit;
            };
            open[i] = (static_cast<std::int64_t>(entry) >> 32) * unit +
                      std::min(std::max(in_day, part(0)), part(16)) +
                      std::min(std::max(in_day, part(32)), part(48));
            marked[i] |= (entry & 0xffff) == open_tables::marked_shape ? 1 : 0;
        }
    }

    // The deadline of each limit: where it counts working time, when `due` of that has passed;
    // where it does not, the instant `due` itself.
    template <bool OneCalendar>
    SLA_HOT static void find_deadlines(const open_tables& tables, const calendar_columns& calendars,
                                       const std::int64_t* limit, const std::int64_t* due,
                                       std::int64_t* deadline, std::int64_t* marked) noexcept {
        constexpr std::int64_t unit = open_tables::unit_ms;
        const std::uint64_t* const buckets = tables.buckets.data();
        const std::int64_t last = tables.last_bucket;
        for (std::size_t i = 0; i < block_rows; ++i) {
            const std::size_t c = OneCalendar ? 0 : i;
            const std::int64_t place = calendars.place[c];
            const bool is_work = fast_limit::kind(limit[i]) == fast_kind::working;
            // The open millisecond that decides.
            const std::int64_t n = is_work ? due[i] - fast_limit::last(limit[i]) : 0;
            const auto quotient = static_cast<std::int64_t>(
                static_cast<double>(n) * std::bit_cast<double>(calendars.per_bucket[c]));
            const std::int64_t bucket = std::min(quotient, last);
            const std::int64_t in_bucket = n - bucket * calendar_place::bucket_ms(place);
            const std::uint64_t entry = buckets[open_tables::index_of_bucket(
                static_cast<std::size_t>(bucket), tables.stride,
                static_cast<std::size_t>(calendar_place::slot(place)))];
            const auto gap = static_cast<std::int64_t>(entry & open_tables::gap_mask);
            const auto split =
                static_cast<std::int64_t>(entry >> open_tables::gap_bits & open_tables::split_mask);
            const std::int64_t at = static_cast<std::int64_t>(entry >> 32) * unit + in_bucket +
                                    (in_bucket >= split * unit ? gap * unit : 0);
            deadline[i] = is_work ? at + fast_limit::last(limit[i]) : due[i];
            const bool is_marked = (entry & open_tables::gap_mask) == open_tables::marked_gap;
            marked[i] |= is_work && is_marked ? 1 : 0;
        }
    }
};

} // namespace sla::inline v1::detail
