// SPDX-License-Identifier: MIT
//
// Inside the bulk room: where a block of rows lies in the host's columns. Most blocks are whole and
// in one piece, and are read and written in place; the others through a copy.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace sla::inline v1::detail {

// Which rows a block has: [first, first + count), or those of a list.
struct block_range {
    std::size_t first;
    std::size_t count;
    const std::uint32_t* list; // null: no list

    [[nodiscard]] SLA_HOT std::size_t operator[](std::size_t i) const noexcept {
        return list != nullptr ? list[i] : first + i;
    }
    [[nodiscard]] SLA_HOT bool is_whole() const noexcept {
        return list == nullptr && count == block_rows;
    }
};

// One value for each row of a block.
struct alignas(64) block_column : std::array<std::int64_t, block_rows> {};

// No instant, in a column of a block: later than all.
inline constexpr std::int64_t nothing = std::numeric_limits<std::int64_t>::max();

// Does something with each row of a block. Inlined into a function for a certain processor it
// becomes a loop over vectors.
template <class Step>
SLA_HOT void each(const Step& step) noexcept {
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC unroll 4
#endif
    for (std::size_t i = 0; i < block_rows; ++i)
        step(i);
}

// std::min, by value: a loop over references is not turned into vectors.
[[nodiscard]] SLA_HOT std::int64_t less_of(std::int64_t a, std::int64_t b) noexcept {
    return b < a ? b : a;
}

class block_staging {
public:
    // The values of the block's rows; `padding` where there are no more rows.
    template <class Value>
    [[nodiscard]] SLA_HOT const Value* read(const Value* column, const block_range& rows,
                                            Value padding) noexcept {
        return rows.is_whole() ? column + rows.first : copy(column, rows, padding);
    }

    // The same of a column with a bitmap; `no_value` where that says so, whatever stands there.
    [[nodiscard]] const std::int64_t* read_valid(const std::int64_t* column,
                                                 const block_range& rows,
                                                 const validity_bitmap& validity) noexcept {
        auto* const to = room<std::int64_t>();
        std::fill_n(to, block_rows, no_value);
        for (std::size_t i = 0; i < rows.count; ++i)
            if (is_valid(validity, rows[i]))
                to[i] = column[rows[i]];
        return to;
    }

    // Where to write a block of values. To be followed by `commit`.
    template <class Value>
    [[nodiscard]] SLA_HOT Value* write(Value* column, const block_range& rows) noexcept {
        return rows.is_whole() ? column + rows.first : room<Value>();
    }
    template <class Value>
    SLA_HOT void commit(const Value* written, Value* column, const block_range& rows) noexcept {
        if (!rows.is_whole())
            spread(written, column, rows);
    }

private:
    template <class Value>
    [[nodiscard]] Value* room() noexcept {
        return static_cast<Value*>(static_cast<void*>(room_.data()));
    }
    template <class Value>
    SLA_APART const Value* copy(const Value* column, const block_range& rows,
                                Value padding) noexcept {
        Value* const to = room<Value>();
        for (std::size_t i = 0; i < rows.count; ++i)
            to[i] = column[rows[i]];
        std::fill(to + rows.count, to + block_rows, padding);
        return to;
    }
    template <class Value>
    SLA_APART static void spread(const Value* written, Value* column,
                                 const block_range& rows) noexcept {
        for (std::size_t i = 0; i < rows.count; ++i)
            column[rows[i]] = written[i];
    }

    alignas(64) std::array<std::byte, block_rows * sizeof(std::int64_t)> room_;
};

} // namespace sla::inline v1::detail
