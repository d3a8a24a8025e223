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
// Calendars that are asked in turns lie side by side: the entries of one day are neighbours, and
// all calendars have as many buckets, so that those of about one time are near, too. Rows in the
// order of time find them in the caches, however many calendars there are.
//
// Times in the entries are counts of two seconds, so that they fit; a calendar with a boundary at
// an odd second has no tables. A day with three open ranges and a bucket with two gaps are marked,
// and left to others.
#pragma once

#include <sla/calendar.hpp>
#include <sla/detail/calendar_data.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
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

    // The ranges of so few shapes are looked up in registers.
    static constexpr std::size_t few_shapes = 8;
    using shape_numbers = std::array<std::int64_t, few_shapes>;

    // A day with its shape beside it: of several calendars, a row finds both in one line of the
    // cache, and there are more shapes than the first cache holds.
    struct alignas(16) shaped_day {
        std::uint64_t day;
        std::uint64_t shape;
    };

    std::uint32_t stride = 1;            // calendars
    std::uint32_t last_bucket = 0;       // which is marked; what lies beyond is looked up there
    std::vector<std::uint64_t> days;     // [day], of one calendar: bits 32.. open units (signed),
                                         // 0..15 the shape
    std::vector<shaped_day> shaped_days; // [day * stride + slot], of several
    std::vector<std::uint64_t> shapes;   // 16 bits each: begin and end, begin and end
    std::vector<std::uint64_t> buckets;  // [index_of_bucket()]
    // The same ranges in milliseconds; only where the shapes are few.
    std::array<shape_numbers, 4> small_shapes{};

    // One for each calendar.
    std::vector<std::int64_t> day_hours; // by which its days begin before midnight UTC
    std::vector<std::int64_t> bucket_ms; // open time in a bucket

    template <bool OneCalendar>
    [[nodiscard]] shaped_day day_at(std::size_t index) const noexcept {
        if constexpr (OneCalendar)
            return {days[index], shapes[days[index] & 0xffff]};
        else
            return shaped_days[index];
    }

    // Eight buckets of a calendar, a line of the cache, then the same eight of the next.
    static constexpr std::uint32_t line = 8;
    [[nodiscard]] static constexpr std::size_t
    index_of_bucket(std::size_t bucket, std::size_t stride, std::size_t slot) noexcept {
        return (bucket & ~std::size_t{line - 1}) * stride + slot * line + (bucket & (line - 1));
    }
};

// The years of which there are tables, the same for all calendars of a plan.
struct table_range {
    std::int64_t begin_ms = 0;
    std::int64_t length_ms = 0;

    friend bool operator==(const table_range&, const table_range&) noexcept = default;
};

// The open ranges of one calendar in these years, in units since their begin.
struct open_ranges {
    struct range {
        std::int32_t begin;
        std::int32_t end;
        [[nodiscard]] std::int64_t length() const noexcept { return end - begin; }
    };
    std::vector<range> all;
    std::int64_t open = 0; // units

    static constexpr std::int64_t most_units = (std::int64_t{1} << 31) - 1;

    [[nodiscard]] static table_range years_of(const calendar& c) noexcept {
        const auto& table = c.data().table;
        return {table.begin_ms(), table.end_ms() - table.begin_ms()};
    }

    // Absent: there are other years in the calendar, or times that units do not express.
    [[nodiscard]] static std::optional<open_ranges> of(const calendar& c,
                                                       const table_range& years) {
        constexpr std::int64_t unit = open_tables::unit_ms;
        if (years_of(c) != years || years.length_ms / unit >= most_units)
            return std::nullopt;
        open_ranges out;
        const instant begin{elapsed{years.begin_ms}};
        for (const interval& open : c.open_between(begin, begin + elapsed{years.length_ms})) {
            const std::int64_t from = (open.begin - begin).count();
            const std::int64_t to = (open.end - begin).count();
            if (from % unit != 0 || to % unit != 0)
                return std::nullopt;
            out.all.push_back(
                {static_cast<std::int32_t>(from / unit), static_cast<std::int32_t>(to / unit)});
            out.open += out.all.back().length();
        }
        return out;
    }
};

class open_tables_builder {
public:
    // Tables of these calendars, of which there is at least one; a calendar's slot is its place.
    static open_tables build(std::span<const open_ranges* const> calendars,
                             const table_range& years) {
        open_tables_builder made;
        made.run(calendars, years);
        return std::move(made.out_);
    }

    // More are not for kernels: the tables would be larger than what they are good for.
    static constexpr std::size_t most_calendars = 4096;

private:
    static constexpr std::int64_t unit = open_tables::unit_ms;
    static constexpr std::int64_t units_of_day = open_tables::day_ms / unit;
    static constexpr std::int64_t units_of_hour = units_of_day / 24;
    // Buckets are not made smaller than this for the sake of a short opening, nor longer than the
    // kernels can divide by.
    static constexpr std::int64_t least_bucket = 450;
    static constexpr std::int64_t most_bucket = (std::int64_t{1} << 26) / unit;
    // Of a calendar with few openings: those of 16 years without a break are as long as a gap in
    // them can lie from their begin.
    static constexpr std::int64_t usual_buckets = 32'768;
    // Nor more than this of all calendars, if they can be longer: 256 MiB.
    static constexpr std::int64_t most_entries = std::int64_t{1} << 25;

    void run(std::span<const open_ranges* const> calendars, const table_range& years) {
        out_.stride = static_cast<std::uint32_t>(calendars.size());
        out_.shapes.push_back(0); // marked_shape
        const auto days = static_cast<std::size_t>(years.length_ms / open_tables::day_ms) + 1;
        if (out_.stride == 1)
            out_.days.resize(days);
        else
            out_.shaped_days.resize(days * out_.stride);
        const std::int64_t buckets = bucket_count(calendars);
        out_.last_bucket = static_cast<std::uint32_t>(buckets);
        constexpr std::size_t line = open_tables::line;
        out_.buckets.resize((static_cast<std::size_t>(buckets) / line + 1) * line * out_.stride,
                            open_tables::marked_gap);
        for (std::size_t slot = 0; slot < calendars.size(); ++slot) {
            const open_ranges& r = *calendars[slot];
            const std::int64_t shift = best_shift(r);
            const std::int64_t bucket = std::max<std::int64_t>(1, (r.open + buckets - 1) / buckets);
            out_.day_hours.push_back(shift / units_of_hour);
            out_.bucket_ms.push_back(bucket * unit);
            add_days(r, shift, days, slot);
            add_buckets(r, bucket, slot);
        }
        expand_shapes();
    }

    // So many that few buckets have two gaps.
    [[nodiscard]] std::int64_t bucket_count(std::span<const open_ranges* const> calendars) const {
        std::int64_t least = 1;
        std::int64_t wanted = 1;
        for (const open_ranges* r : calendars) {
            std::int64_t bucket = static_cast<std::int64_t>(open_tables::split_mask);
            for (const auto& piece : r->all)
                bucket = std::min(bucket, piece.length());
            // A single short opening is not worth making all others small.
            const auto most = 2 * static_cast<std::int64_t>(r->all.size()) + usual_buckets;
            wanted = std::max(wanted, std::min(r->open / std::max(bucket, least_bucket) + 1, most));
            least = std::max(least, r->open / most_bucket + 1);
        }
        return std::max(least, std::min(wanted, most_entries / out_.stride));
    }

    // The hour at which days begin so that the fewest have more than two ranges.
    [[nodiscard]] static std::int64_t best_shift(const open_ranges& r) {
        std::int64_t best = 0;
        std::size_t fewest = r.all.size();
        for (std::int64_t hour = 0; hour < 24 && fewest != 0; ++hour) {
            const std::int64_t shift = hour * units_of_hour;
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

    void add_days(const open_ranges& r, std::int64_t shift, std::size_t days, std::size_t slot) {
        std::int64_t before = 0; // open units
        std::size_t next = 0;
        for (std::size_t d = 0; d < days; ++d) {
            const std::int64_t midnight = static_cast<std::int64_t>(d) * units_of_day - shift;
            const std::int64_t end = midnight + units_of_day;
            std::uint64_t shape = 0;
            const std::int64_t before_day = before;
            std::int64_t base = before;
            unsigned pieces = 0;
            while (next < r.all.size() && r.all[next].end <= midnight)
                ++next;
            for (std::size_t i = next; i < r.all.size() && r.all[i].begin < end; ++i, ++pieces) {
                const std::int64_t from =
                    std::max<std::int64_t>(r.all[i].begin, midnight) - midnight;
                const std::int64_t to = std::min<std::int64_t>(r.all[i].end, end) - midnight;
                before += to - from;
                base -= from;
                if (pieces < 2)
                    shape |= static_cast<std::uint64_t>(from | to << 16) << (32 * pieces);
            }
            const std::uint32_t id = pieces > 2 ? open_tables::marked_shape : number_of(shape);
            // The shape of a marked day has no begins to add again.
            if (id == open_tables::marked_shape)
                base = before_day;
            const std::uint64_t entry = static_cast<std::uint64_t>(base) << 32 | id;
            if (out_.stride == 1)
                out_.days[d] = entry;
            else
                out_.shaped_days[d * out_.stride + slot] = {entry, out_.shapes[id]};
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

    // The last one stays marked: it may lack something.
    void add_buckets(const open_ranges& r, std::int64_t bucket, std::size_t slot) {
        std::size_t piece = 0;
        std::int64_t before = 0; // open units before that piece
        std::size_t number = 0;
        for (std::int64_t n = 0; n + bucket < r.open; n += bucket, ++number) {
            while (before + r.all[piece].length() <= n)
                before += r.all[piece++].length();
            const std::int64_t begin = r.all[piece].begin + (n - before);
            std::int64_t split = before + r.all[piece].length() - n;
            std::int64_t gap = 0;
            if (split >= bucket) {
                split = 0; // without a gap it does not matter where
            } else {
                gap = r.all[piece + 1].begin - r.all[piece].end;
                if (split + r.all[piece + 1].length() < bucket ||
                    split > static_cast<std::int64_t>(open_tables::split_mask) ||
                    gap >= static_cast<std::int64_t>(open_tables::marked_gap)) {
                    split = 0;
                    gap = static_cast<std::int64_t>(open_tables::marked_gap);
                }
            }
            out_.buckets[open_tables::index_of_bucket(number, out_.stride, slot)] =
                static_cast<std::uint64_t>(begin) << 32 |
                static_cast<std::uint64_t>(split) << open_tables::gap_bits |
                static_cast<std::uint64_t>(gap);
        }
    }

    void expand_shapes() {
        if (out_.shapes.size() > open_tables::few_shapes)
            return;
        for (std::size_t shape = 0; shape < out_.shapes.size(); ++shape)
            for (unsigned part = 0; part < 4; ++part)
                out_.small_shapes[part][shape] =
                    static_cast<std::int64_t>(out_.shapes[shape] >> (16 * part) & 0xffff) * unit;
    }

    open_tables out_;
    std::map<std::uint64_t, std::uint32_t> numbers_;
};

} // namespace sla::inline v1::detail
