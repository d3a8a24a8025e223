// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the rows of a block as their columns are read: instants in milliseconds
// since the tables of open time begin, and all numbers of a row in one.
#pragma once

#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/bulk_numbers.hpp>
#include <sla/detail/bulk_pauses.hpp>
#include <sla/detail/bulk_staging.hpp>
#include <sla/detail/inlining.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

class block_rows_read {
public:
    block_rows_read(const bulk_data& plan, const bulk_input& in) noexcept
        : plan_{plan}, in_{in}, begin_{plan.years.begin_ms}, range_{plan.years.length_ms} {
        combination_.fill(0);
        marked_.fill(0);
        const std::int64_t now = in.now.time_since_epoch().count();
        const bool is_known = now >= begin_ && now < begin_ + range_;
        now_.fill(is_known ? now - begin_ : before_all);
    }

    // Marks the rows that are left to others.
    SLA_HOT void load(const block_range& rows) noexcept {
        rows_ = &rows;
        if (has_marks_) {
            marked_.fill(0);
            has_marks_ = false;
        }
        load_instants();
        read_columns(*this, plan_, in_);
        if (plan_.layout.pauses)
            pauses_.load(in_.pauses, rows, created_.data(), begin_, range_, marked_.data());
    }

    // Of read_columns.
    template <class Number>
    SLA_HOT void add_column(const number_column& of, bool is_first, const Number* values) noexcept {
        const Number* const from = staging_.read(values, *rows_, Number{0});
        if (of.column->validity.bits != nullptr)
            add_valid_numbers(of, is_first, from);
        else if (!add_numbers<block_rows>(of, is_first, from, combination_.data())) [[unlikely]]
            mark_unknown(from, of.size);
    }

    // Marks the rows that a kernel cannot do.
    SLA_HOT void mark(const row_marks<block_rows>& marks) noexcept {
        if (marks != row_marks<block_rows>{}) [[unlikely]]
            mark_each(marks);
    }

    [[nodiscard]] const block_range& rows() const noexcept { return *rows_; }
    // Where instants begin and end; milliseconds since 1970, and how many.
    [[nodiscard]] std::int64_t begin() const noexcept { return begin_; }
    [[nodiscard]] std::int64_t range() const noexcept { return range_; }

    // Whoever finds that a row is not simple marks it with a 1.
    [[nodiscard]] std::int64_t* marked() noexcept { return marked_.data(); }
    // To be asked when a block is done.
    [[nodiscard]] SLA_HOT bool has_marks() noexcept {
        std::int64_t any = 0;
        for (std::size_t i = 0; i < block_rows; ++i)
            any |= marked_[i];
        has_marks_ = any != 0;
        return has_marks_;
    }
    [[nodiscard]] const block_column& created() const noexcept { return created_; }
    [[nodiscard]] const std::int64_t* now() const noexcept { return now_.data(); }
    // `nothing`: has not happened.
    [[nodiscard]] const std::int64_t* event(std::size_t k) const noexcept {
        return events_[k].data();
    }
    [[nodiscard]] const std::uint32_t* combination() const noexcept { return combination_.data(); }
    [[nodiscard]] block_pauses& pauses() noexcept { return pauses_; }

private:
    // Gives each instant of a block, in milliseconds since `begin_`, to `put(row, at, is_there)`;
    // `at` is negative or not below `range_` where it lies outside of the tables. Whether any of
    // these calls has returned a 1.
    template <class Put>
    SLA_HOT bool read(const time_column& column, const Put& put) noexcept {
        const std::int64_t begin = begin_;
        std::int64_t any = 0;
        const std::int64_t* const from =
            column.validity.bits == nullptr
                ? staging_.read(column.values, *rows_, no_value)
                : staging_.read_valid(column.values, *rows_, column.validity);
        const auto convert = [&](const auto& in_ms) noexcept {
            std::int64_t some = 0;
            each([=, &some](std::size_t i) noexcept {
                some |= put(i, difference(in_ms(from[i]), begin), from[i] != no_value);
            });
            any = some;
        };
        if (column.unit == time_unit::seconds)
            convert([](std::int64_t v) noexcept { return within(v, beyond_seconds) * 1000; });
        else if (column.unit == time_unit::microseconds)
            convert([](std::int64_t v) noexcept { return to_ms(v, time_unit::microseconds); });
        else
            convert([](std::int64_t v) noexcept { return v; });
        return any != 0;
    }
    // Modulo 2^64. What is so far from the tables that it matters does not come near them.
    [[nodiscard]] SLA_HOT static std::int64_t difference(std::int64_t a, std::int64_t b) noexcept {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) -
                                         static_cast<std::uint64_t>(b));
    }

    SLA_HOT void load_instants() noexcept {
        const std::int64_t range = range_;
        std::int64_t* const now = now_.data();
        std::int64_t* const created = created_.data();
        if (in_.now_of_row.values != nullptr)
            read(in_.now_of_row, [=](std::size_t i, std::int64_t at, bool) noexcept {
                now[i] = at < range ? at : before_all;
                return std::int64_t{0};
            });
        // Who has no creation was created before the tables begin.
        if (read(in_.created, [=](std::size_t i, std::int64_t at, bool) noexcept {
                const auto is_left = std::int64_t{at < 0} | std::int64_t{at > now[i]};
                created[i] = is_left != 0 ? left_to_others : at;
                return is_left;
            })) [[unlikely]]
            mark_left(created_, 0);
        for (std::size_t k = 0; k < in_.events.size(); ++k) {
            std::int64_t* const out = events_[k].data();
            if (read(in_.events[k], [=](std::size_t i, std::int64_t at, bool is_there) noexcept {
                    const auto is_left = std::int64_t{at < created[i]} | std::int64_t{at >= range};
                    const std::int64_t known = is_left != 0 ? left_to_others : at;
                    out[i] = is_there ? known : nothing;
                    return is_there ? is_left : 0;
                })) [[unlikely]]
                mark_left(events_[k], nothing);
        }
    }

    // Rows that are left are calculated with harmless numbers.
    SLA_APART void mark_left(block_column& column, std::int64_t harmless) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i)
            if (column[i] == left_to_others) {
                marked_[i] = 1;
                column[i] = harmless;
            }
    }

    template <class Number>
    SLA_APART void add_valid_numbers(const number_column& of, bool is_first,
                                     const Number* from) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i) {
            const bool is_there = i < rows_->count && is_valid(of.column->validity, (*rows_)[i]);
            const std::uint32_t number = as_unsigned(from[i]);
            const std::uint32_t known = is_there && number < of.size ? number : of.size;
            combination_[i] = (is_first ? 0 : combination_[i]) + known * of.step;
            if (is_there)
                marked_[i] |= is_unknown(from[i], of.size) ? 1 : 0;
        }
    }
    template <class Number>
    SLA_APART void mark_unknown(const Number* from, std::uint32_t size) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i)
            marked_[i] |= is_unknown(from[i], size) ? 1 : 0;
    }

    SLA_APART void mark_each(const row_marks<block_rows>& marks) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i)
            marked_[i] |= marks[i / 16] >> i % 16 & 1;
    }

    [[nodiscard]] SLA_HOT static std::int64_t within(std::int64_t v, std::int64_t bound) noexcept {
        const std::int64_t low = v < -bound ? -bound : v;
        return low > bound ? bound : low;
    }

    // In a column that is being read: the row is to be marked. No instant that is good is negative.
    static constexpr std::int64_t left_to_others = -1;
    // No `now`: earlier than every creation.
    static constexpr std::int64_t before_all = -1;
    // Later than the range of the library, and a product with 1000 is no trouble.
    static constexpr std::int64_t beyond_seconds = 1'000'000'000'000;

    const bulk_data& plan_;
    const bulk_input& in_;
    std::int64_t begin_;
    std::int64_t range_;
    const block_range* rows_ = nullptr;
    bool has_marks_ = false;
    block_column marked_;
    block_column created_;
    block_column now_;
    alignas(64) block_indices combination_;
    std::array<block_column, max_event_columns> events_;
    block_pauses pauses_;
    block_staging staging_;
};

} // namespace sla::inline v1::detail
