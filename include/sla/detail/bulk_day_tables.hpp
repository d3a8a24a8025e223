// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the tables of one calendar once more, in entries of four bytes, so that
// those of ten years stay in the first cache when rows come in any order.
//
//   days     an entry for each day: open time before it, and its shape;
//   buckets  an entry for each stretch of open time: the day in which it begins, and where in it
//            the next open day begins.
//
// An instant in a bucket lies in one of two days, and the entry of that day says where: one load
// more than by `open_tables`, of a third of the bytes.
#pragma once

#include <sla/detail/bulk_tables.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sla::inline v1::detail {

struct day_tables {
    // A day: bits 4.. open units before it, 0.. its shape.
    static constexpr unsigned shape_bits = 4;
    static constexpr std::size_t most_shapes = std::size_t{1} << shape_bits;
    // A bucket: bits 19.. its first day, 14.. how many days later the next open one is, 0.. after
    // how many open units that begins, or more than there are in a bucket.
    static constexpr unsigned split_bits = 14;
    static constexpr unsigned skip_bits = 5;
    static constexpr unsigned day_shift = split_bits + skip_bits;
    static constexpr std::uint32_t split_mask = (1U << split_bits) - 1;
    static constexpr std::uint32_t marked_skip = (1U << skip_bits) - 1;
    // The first day, and no other, whatever is asked.
    static constexpr std::uint32_t marked_bucket = marked_skip << split_bits | split_mask;

    using shape_numbers = std::array<std::uint32_t, most_shapes>;

    std::vector<std::uint32_t> days{}; // empty: the calendar has none of these tables
    std::vector<std::uint32_t> buckets{};
    unsigned bucket_log = 0;       // of the open units in a bucket
    std::uint32_t last_bucket = 0; // which is marked; what lies beyond is looked up there
    // Begin and end, begin and end, in milliseconds since the day began.
    std::array<shape_numbers, 4> shapes{};

    [[nodiscard]] bool empty() const noexcept { return days.empty(); }

    // Of tables of one calendar. Empty where numbers do not fit, or days are open so shortly that
    // there would be more buckets than it is worth.
    static day_tables of(const open_tables& from) {
        day_tables out;
        const std::size_t count = from.days.size();
        if (from.stride != 1 || from.shapes.size() > most_shapes || count < 2 ||
            count > std::size_t{1} << (32 - day_shift))
            return out;
        std::vector<std::uint32_t> before;
        before.reserve(count);
        for (const std::uint64_t day : from.days)
            before.push_back(open_before(day, from.shapes[day & 0xffff]));
        if (before.back() >= std::uint32_t{1} << (32 - shape_bits))
            return out;
        std::uint32_t shortest = 1U << longest_log;
        for (std::size_t d = 0; d + 1 < count; ++d)
            if (before[d + 1] != before[d])
                shortest = std::min(shortest, before[d + 1] - before[d]);
        // Not longer than any open day, so that three of them are in no bucket.
        out.bucket_log = static_cast<unsigned>(std::bit_width(shortest)) - 1;
        if (out.bucket_log < shortest_log)
            return out;
        out.add_buckets(before);
        out.days.reserve(count);
        for (std::size_t d = 0; d < count; ++d)
            out.days.push_back(before[d] << shape_bits |
                               static_cast<std::uint32_t>(from.days[d] & 0xffff));
        for (std::size_t shape = 0; shape < from.shapes.size(); ++shape)
            for (unsigned part = 0; part < 4; ++part)
                out.shapes[part][shape] =
                    static_cast<std::uint32_t>(from.shapes[shape] >> (16 * part) & 0xffff) *
                    static_cast<std::uint32_t>(open_tables::unit_ms);
        return out;
    }

private:
    static constexpr unsigned longest_log = split_bits - 1;
    static constexpr unsigned shortest_log = 9; // 17 minutes

    // The entry of a day holds it less where the ranges of its shape begin.
    [[nodiscard]] static std::uint32_t open_before(std::uint64_t day,
                                                   std::uint64_t shape) noexcept {
        return static_cast<std::uint32_t>((day >> 32) + (shape & 0xffff) + (shape >> 32 & 0xffff));
    }

    // The last day is not known to its end, nor is the last bucket.
    void add_buckets(const std::vector<std::uint32_t>& before) {
        const std::uint32_t bucket = 1U << bucket_log;
        const std::uint32_t open = before.back();
        std::size_t day = 0;
        for (std::uint32_t n = 0; n + bucket <= open; n += bucket) {
            while (before[day + 1] <= n)
                ++day;
            const std::uint32_t split = before[day + 1] - n;
            std::uint32_t entry = static_cast<std::uint32_t>(day) << day_shift | split_mask;
            if (split < bucket) {
                std::size_t next = day + 1;
                while (before[next + 1] == before[next])
                    ++next;
                const auto skip = static_cast<std::uint32_t>(next - day);
                entry = skip >= marked_skip ? marked_bucket
                                            : static_cast<std::uint32_t>(day) << day_shift |
                                                  skip << split_bits | split;
            }
            buckets.push_back(entry);
        }
        last_bucket = static_cast<std::uint32_t>(buckets.size());
        buckets.push_back(marked_bucket);
    }
};

} // namespace sla::inline v1::detail
