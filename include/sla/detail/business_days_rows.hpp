// SPDX-License-Identifier: MIT
//
// Inside the room business_days: which rows have a value, from bitmaps and to them.
#pragma once

#include <sla/business_days.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sla::inline v1 {

namespace detail {

// The bits of up to 64 rows, the first one lowest. Reads no byte that has none of them.
[[nodiscard]] inline std::uint64_t load_bits(const std::uint8_t* bits, std::size_t first,
                                             std::size_t rows) noexcept {
    std::uint64_t word = 0;
    if constexpr (std::endian::native == std::endian::little)
        if (rows == 64) {
            std::memcpy(&word, bits + first / 8, sizeof word);
            const std::size_t off = first % 8;
            return off == 0 ? word : word >> off | std::uint64_t{bits[first / 8 + 8]} << (64 - off);
        }
    for (std::size_t done = 0; done < rows;) {
        const std::size_t bit = first + done;
        word |= std::uint64_t{bits[bit / 8]} >> (bit % 8) << done;
        done += 8 - bit % 8;
    }
    return word;
}

// The other way round. Other bits stay.
inline void store_bits(std::uint8_t* bits, std::size_t first, std::size_t rows,
                       std::uint64_t word) noexcept {
    if constexpr (std::endian::native == std::endian::little)
        if (rows == 64 && first % 8 == 0) {
            std::memcpy(bits + first / 8, &word, sizeof word);
            return;
        }
    for (std::size_t done = 0; done < rows;) {
        const std::size_t bit = first + done;
        const std::size_t taken = std::min(8 - bit % 8, rows - done);
        const std::uint64_t mask = ((std::uint64_t{1} << taken) - 1) << (bit % 8);
        const std::uint64_t part = word >> done << (bit % 8) & mask;
        bits[bit / 8] = static_cast<std::uint8_t>((bits[bit / 8] & ~mask) | part);
        done += taken;
    }
}

// Which of the rows of a block have a value.
class row_set {
public:
    static constexpr std::size_t max_rows = 512;

    row_set() noexcept { words_.fill(~std::uint64_t{0}); }

    // The rows [first, first + rows) whose bits are 1 in both bitmaps.
    SLA_APART row_set(const validity_bitmap& one, const validity_bitmap& other, std::size_t first,
                      std::size_t rows) noexcept {
        for (std::size_t i = 0; i < rows; i += 64) {
            const std::size_t taken = std::min<std::size_t>(64, rows - i);
            std::uint64_t word = ~std::uint64_t{0} >> (64 - taken);
            for (const validity_bitmap* from : {&one, &other})
                if (from->bits != nullptr)
                    word &= load_bits(from->bits, from->offset + first + i, taken);
            words_[i / 64] = word;
        }
    }
    SLA_APART void store(const validity_output& to, std::size_t first,
                         std::size_t rows) const noexcept {
        for (std::size_t i = 0; i < rows; i += 64)
            store_bits(to.bits, to.offset + first + i, std::min<std::size_t>(64, rows - i),
                       words_[i / 64]);
    }
    [[nodiscard]] bool has(std::size_t i) const noexcept {
        return (words_[i / 64] >> (i % 64) & 1U) != 0;
    }
    void remove(std::size_t i) noexcept { words_[i / 64] &= ~(std::uint64_t{1} << (i % 64)); }

    // Calls `then` for each of so many rows that is not in the set.
    template <class Then>
    void each_absent(std::size_t rows, const Then& then) const noexcept {
        for (std::size_t i = 0; i < rows; i += 64) {
            const std::size_t taken = std::min<std::size_t>(64, rows - i);
            std::uint64_t absent = ~words_[i / 64] & ~std::uint64_t{0} >> (64 - taken);
            for (; absent != 0; absent &= absent - 1)
                then(i + static_cast<std::size_t>(std::countr_zero(absent)));
        }
    }

private:
    std::array<std::uint64_t, max_rows / 64> words_{};
};

} // namespace detail

} // namespace sla::inline v1
