// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the pauses of a block of rows. They lie one after another; all of them are
// turned into open time at once, and then each row adds up its own.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/bulk_staging.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

class block_pauses {
public:
    // So many in one block; rows with further ones are left to others.
    static constexpr std::size_t capacity = 4 * block_rows;

    struct span_of_row {
        std::size_t begin;
        std::size_t end;
    };
    [[nodiscard]] span_of_row of(std::size_t i) const noexcept {
        return {first_[i], first_[i + 1]};
    }
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }

    // Instants are milliseconds since `begin`; what has no end ends at `nothing`.
    [[nodiscard]] std::int64_t from(std::size_t k) const noexcept { return from_[k]; }
    [[nodiscard]] std::int64_t to(std::size_t k) const noexcept { return to_[k]; }
    // Open time before these; of a pause without an end meaningless. Negative: not known.
    [[nodiscard]] std::int64_t open_from(std::size_t k) const noexcept { return open_from_[k]; }
    [[nodiscard]] std::int64_t open_to(std::size_t k) const noexcept { return open_to_[k]; }

    // Reads the pauses of the rows that are not marked, and marks rows that are not in order or
    // reach outside of [begin, begin + range).
    void load(const pause_columns& columns, const block_range& rows, const std::int64_t* created,
              std::int64_t begin, std::int64_t range, std::int64_t* marked) noexcept {
        count_ = 0;
        for (std::size_t i = 0; i < block_rows; ++i) {
            first_[i] = count_;
            if (i < rows.count && marked[i] == 0 &&
                !load_row(columns, rows[i], static_cast<std::uint16_t>(i), created[i], begin,
                          range)) {
                count_ = first_[i];
                marked[i] = 1;
            }
        }
        first_[block_rows] = count_;
    }

    // Open time of all of them, in the calendars of their rows.
    template <class Kernel, bool OneCalendar>
    SLA_HOT void rank(const open_tables& tables, const calendar_columns& calendars) noexcept {
        for (std::size_t k = 0; k < count_; k += block_rows) {
            const std::size_t here = std::min(block_rows, count_ - k);
            calendar_columns those = calendars;
            if (!OneCalendar) {
                place_part_.fill(0);
                for (std::size_t i = 0; i < here; ++i)
                    place_part_[i] = calendars.place[row_[k + i]];
                those.place = place_part_.data();
            }
            rank_part<Kernel, OneCalendar>(tables, those, &from_[k], &open_from_[k], here);
            rank_part<Kernel, OneCalendar>(tables, those, &to_[k], &open_to_[k], here);
        }
    }

private:
    bool load_row(const pause_columns& columns, std::size_t row, std::uint16_t number,
                  std::int64_t created, std::int64_t begin, std::int64_t range) noexcept {
        std::size_t first = 0;
        std::size_t last = 0;
        if (!detail::read(columns.offsets, row, first, last) || last - first > max_pauses ||
            last - first > capacity - count_ || (last != first && columns.begins.values == nullptr))
            return false;
        std::int64_t over = created; // when the one before has ended
        for (std::size_t k = first; k < last; ++k) {
            const std::int64_t from = read_at(columns.begins, k, begin);
            const std::int64_t to =
                columns.ends.values == nullptr ? nothing : read_at(columns.ends, k, begin);
            if (from < over || from >= range || to < from || (to >= range && to != nothing))
                return false;
            from_[count_] = from;
            to_[count_] = to;
            row_[count_] = number;
            ++count_;
            over = to;
        }
        return true;
    }

    [[nodiscard]] static std::int64_t read_at(const time_column& column, std::size_t k,
                                              std::int64_t begin) noexcept {
        instant at{};
        if (!detail::read(column, k, at))
            return nothing;
        return in_range(at) ? at.time_since_epoch().count() - begin : nothing - 1;
    }

    template <class Kernel, bool OneCalendar>
    SLA_HOT void rank_part(const open_tables& tables, const calendar_columns& calendars,
                           const std::int64_t* at, std::int64_t* open, std::size_t count) noexcept {
        part_.fill(0);
        marked_part_.fill(0);
        for (std::size_t i = 0; i < count; ++i)
            part_[i] = at[i] == nothing ? 0 : at[i];
        Kernel::template rank<OneCalendar>(tables, calendars, part_.data(), open_part_.data(),
                                           marked_part_.data());
        for (std::size_t i = 0; i < count; ++i)
            open[i] = marked_part_[i] != 0 ? -1 : open_part_[i];
    }

    std::size_t count_ = 0;
    std::array<std::size_t, block_rows + 1> first_;
    std::array<std::uint16_t, capacity> row_;
    std::array<std::int64_t, capacity> from_;
    std::array<std::int64_t, capacity> to_;
    std::array<std::int64_t, capacity> open_from_;
    std::array<std::int64_t, capacity> open_to_;
    block_column part_;
    block_column open_part_;
    block_column marked_part_;
    block_column place_part_;
};

} // namespace sla::inline v1::detail
