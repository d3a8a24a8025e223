// SPDX-License-Identifier: MIT
//
// Inside the bulk room: calendars as kernels read them. An instant is turned into the open time
// before it, and back, with one or two loads of eight bytes from tables that stay in the caches:
//
//   days     an entry for each day: open time before it, less where its ranges begin, and its
//            shape; the day of a calendar begins at an hour at which it is mostly closed;
//   shapes   the two open ranges of such a day, shared by all days and calendars that have them;
//   buckets  an entry for each stretch of open time: the instant at which it begins, and the one
//            gap inside it.
//
// Times in the entries are counts of two seconds, so that they fit. What does not (a boundary at an
// odd second, a day with three open ranges, a gap of twelve days) is marked, and left to others.
#pragma once

#include <sla/calendar.hpp>
#include <sla/detail/calendar_data.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace sla::inline v1::detail {

struct open_tables {
    static constexpr std::int64_t unit_ms = 2000;
    static constexpr std::int64_t day_ms = 86'400'000;
    static constexpr std::uint32_t marked_shape = 0;

    // A bucket: bits 32.. the begin, 19.. where the gap lies, 0.. how long it is.
    static constexpr unsigned gap_bits = 19;
    static constexpr unsigned split_bits = 13;
    static constexpr std::uint64_t gap_mask = (std::uint64_t{1} << gap_bits) - 1;
    static constexpr std::uint64_t split_mask = (std::uint64_t{1} << split_bits) - 1;
    static constexpr std::uint64_t marked_gap = gap_mask;
    static constexpr std::int64_t most_units = (std::int64_t{1} << 31) - 1;

    std::int64_t begin_ms = 0;
    std::uint64_t range_ms = 0;
    std::uint32_t days_of_one = 0;
    std::int64_t bucket_ms = 0;        // open time in a bucket, of all calendars
    std::vector<std::uint64_t> days;   // bits 32.. open units (signed), 0..15 the shape
    std::vector<std::uint64_t> shapes; // 16 bits each: begin and end, begin and end
    std::vector<std::uint64_t> buckets;

    // One for each calendar of the book.
    std::vector<std::uint32_t> first_day;
    std::vector<std::int64_t> day_shift; // milliseconds by which its days begin before midnight UTC
    std::vector<std::uint32_t> first_bucket;
    std::vector<std::int64_t> open_ms;
    std::vector<std::uint8_t> is_here;
};

// The open ranges of one calendar in its compiled years, in units since `begin_ms`.
struct open_ranges {
    struct range {
        std::int64_t begin;
        std::int64_t end;
    };
    std::vector<range> all;
    bool fits = false;
};

class open_tables_builder {
public:
    // For the calendars that are wanted; the others get no entries.
    static open_tables build(const std::vector<calendar>& calendars,
                             const std::vector<bool>& wanted) {
        open_tables_builder made;
        made.run(calendars, wanted);
        return std::move(made.out_);
    }

private:
    static constexpr std::int64_t unit = open_tables::unit_ms;
    static constexpr std::int64_t units_of_day = open_tables::day_ms / unit;
    // Buckets are not made smaller than this for the sake of a short opening.
    static constexpr std::int64_t least_bucket = 450;
    static constexpr std::int64_t most_bucket = open_tables::split_mask;

    void run(const std::vector<calendar>& calendars, const std::vector<bool>& wanted) {
        out_.shapes.push_back(0); // marked_shape
        std::vector<open_ranges> ranges(calendars.size());
        std::int64_t bucket = most_bucket;
        for (std::size_t c = 0; c < calendars.size(); ++c)
            if (wanted[c] && has_same_years(calendars[c].data())) {
                ranges[c] = ranges_of(calendars[c]);
                for (const auto& r : ranges[c].all)
                    bucket = std::min(bucket, r.end - r.begin);
            }
        bucket = std::max(bucket, least_bucket);
        out_.bucket_ms = bucket * unit;
        for (const open_ranges& r : ranges) {
            out_.is_here.push_back(r.fits ? 1 : 0);
            out_.first_day.push_back(static_cast<std::uint32_t>(out_.days.size()));
            out_.first_bucket.push_back(static_cast<std::uint32_t>(out_.buckets.size()));
            std::int64_t open = 0;
            for (const auto& piece : r.all)
                open += piece.end - piece.begin;
            out_.open_ms.push_back(open * unit);
            const std::int64_t shift = best_shift(r);
            out_.day_shift.push_back(shift * unit);
            if (r.fits) {
                add_days(r, shift);
                add_buckets(r, bucket, open);
            }
        }
        out_.buckets.push_back(open_tables::marked_gap); // of a calendar that never opens
    }

    // The tables have one range, that of the first calendar.
    bool has_same_years(const calendar_data& c) {
        if (out_.range_ms == 0) {
            out_.begin_ms = c.table.begin_ms();
            out_.range_ms = static_cast<std::uint64_t>(c.table.end_ms() - c.table.begin_ms());
            out_.days_of_one = static_cast<std::uint32_t>(
                out_.range_ms / static_cast<std::uint64_t>(open_tables::day_ms));
        }
        return c.table.begin_ms() == out_.begin_ms &&
               c.table.end_ms() - c.table.begin_ms() == static_cast<std::int64_t>(out_.range_ms) &&
               static_cast<std::int64_t>(out_.range_ms) / unit < open_tables::most_units;
    }

    [[nodiscard]] open_ranges ranges_of(const calendar& c) const {
        open_ranges out;
        out.fits = true;
        const instant begin{elapsed{out_.begin_ms}};
        const instant end = begin + elapsed{static_cast<std::int64_t>(out_.range_ms)};
        for (const interval& open : c.open_between(begin, end)) {
            const std::int64_t from = (open.begin - begin).count();
            const std::int64_t to = (open.end - begin).count();
            if (from % unit != 0 || to % unit != 0)
                return {};
            out.all.push_back({from / unit, to / unit});
        }
        return out;
    }

    // The hour at which days begin so that the fewest have more than two ranges.
    [[nodiscard]] static std::int64_t best_shift(const open_ranges& r) {
        std::int64_t best = 0;
        std::size_t fewest = r.all.size();
        for (std::int64_t hour = 0; hour < 24 && fewest != 0; ++hour) {
            const std::int64_t shift = hour * units_of_day / 24;
            const std::size_t many = crowded_days(r, shift);
            if (many < fewest) {
                fewest = many;
                best = shift;
            }
        }
        return best;
    }
    [[nodiscard]] static std::size_t crowded_days(const open_ranges& r, std::int64_t shift) {
        std::size_t out = 0;
        for (std::size_t i = 0; i + 2 < r.all.size(); ++i)
            if ((r.all[i].end - 1 + shift) / units_of_day ==
                (r.all[i + 2].begin + shift) / units_of_day)
                ++out;
        return out;
    }

    void add_days(const open_ranges& r, std::int64_t shift) {
        std::int64_t before = 0; // open units
        std::size_t next = 0;
        for (std::uint32_t d = 0; d <= out_.days_of_one; ++d) {
            const std::int64_t midnight = d * units_of_day - shift;
            const std::int64_t end = midnight + units_of_day;
            std::uint64_t shape = 0;
            const std::int64_t before_day = before;
            std::int64_t base = before;
            unsigned pieces = 0;
            while (next < r.all.size() && r.all[next].end <= midnight)
                ++next;
            for (std::size_t i = next; i < r.all.size() && r.all[i].begin < end; ++i, ++pieces) {
                const std::int64_t from = std::max(r.all[i].begin, midnight) - midnight;
                const std::int64_t to = std::min(r.all[i].end, end) - midnight;
                before += to - from;
                base -= from;
                if (pieces < 2)
                    shape |= static_cast<std::uint64_t>(from | to << 16) << (32 * pieces);
            }
            const std::uint32_t id = pieces > 2 ? open_tables::marked_shape : number_of(shape);
            // The shape of a marked day has no begins to add again.
            if (id == open_tables::marked_shape)
                base = before_day;
            out_.days.push_back(static_cast<std::uint64_t>(base) << 32 | id);
        }
    }

    [[nodiscard]] std::uint32_t number_of(std::uint64_t shape) {
        const auto found = numbers_.find(shape);
        if (found != numbers_.end())
            return found->second;
        if (out_.shapes.size() > 0xffff)
            return open_tables::marked_shape;
        const auto id = static_cast<std::uint32_t>(out_.shapes.size());
        out_.shapes.push_back(shape);
        numbers_.emplace(shape, id);
        return id;
    }

    void add_buckets(const open_ranges& r, std::int64_t bucket, std::int64_t open) {
        std::size_t piece = 0;
        std::int64_t before = 0; // open units before that piece
        for (std::int64_t n = 0; n < open; n += bucket) {
            while (before + length(r, piece) <= n)
                before += length(r, piece++);
            const std::int64_t begin = r.all[piece].begin + (n - before);
            std::int64_t split = before + length(r, piece) - n;
            std::int64_t gap = 0;
            if (split >= bucket || piece + 1 == r.all.size()) {
                split = bucket;
            } else {
                gap = r.all[piece + 1].begin - r.all[piece].end;
                const bool has_another =
                    split + length(r, piece + 1) < bucket && piece + 2 < r.all.size();
                if (has_another || gap >= static_cast<std::int64_t>(open_tables::marked_gap))
                    gap = static_cast<std::int64_t>(open_tables::marked_gap);
            }
            out_.buckets.push_back(static_cast<std::uint64_t>(begin) << 32 |
                                   static_cast<std::uint64_t>(split) << open_tables::gap_bits |
                                   static_cast<std::uint64_t>(gap));
        }
    }

    [[nodiscard]] static std::int64_t length(const open_ranges& r, std::size_t piece) {
        return r.all[piece].end - r.all[piece].begin;
    }

    open_tables out_;
    std::map<std::uint64_t, std::uint32_t> numbers_;
};

} // namespace sla::inline v1::detail
