// SPDX-License-Identifier: MIT
//
// Inside the distribution room: whole numbers wider than 64 bits, and the buckets of lengths.
#pragma once

#include <sla/detail/inlining.hpp>
#include <sla/share.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

[[nodiscard]] constexpr wide_number wide_of(std::uint64_t high, std::uint64_t low) noexcept {
    return static_cast<wide_number>(high) << 64U | low;
}
[[nodiscard]] constexpr std::uint64_t low_of(wide_number n) noexcept {
    return static_cast<std::uint64_t>(n);
}
[[nodiscard]] constexpr std::uint64_t high_of(wide_number n) noexcept {
    return static_cast<std::uint64_t>(n >> 64U);
}

// In milliseconds and in whole seconds, both exclusive.
inline constexpr std::uint64_t length_end = std::uint64_t{1} << 41U;
inline constexpr std::uint64_t second_end = length_end / 1000 + 1;
static_assert(second_end <= UINT32_MAX);

// Of whole seconds, to each of which `half` is added first: from there each doubling has `half`
// buckets. So the first `half` seconds have one each, and a bucket of width w > 1 has its half
// error (w - 1) / 2 within one part in 2 x half of its first second, which is (w - 1) x half.
struct length_buckets {
    unsigned bits;

    [[nodiscard]] constexpr std::uint64_t half() const noexcept {
        return std::uint64_t{1} << (bits - 1);
    }
    [[nodiscard]] constexpr std::size_t count() const noexcept {
        return of(static_cast<std::uint32_t>(second_end)) + 1;
    }
    [[nodiscard]] constexpr std::size_t of(std::uint32_t second) const noexcept {
        const std::uint64_t x = second + half();
        const auto shift = static_cast<unsigned>(std::bit_width(x)) - bits;
        return static_cast<std::size_t>(shift * half() + (x >> shift) - half());
    }
    // The first second of a bucket, and the last.
    [[nodiscard]] constexpr std::uint64_t first(std::size_t bucket) const noexcept {
        return ((bucket & (half() - 1)) + half()) * width(bucket) - half();
    }
    [[nodiscard]] constexpr std::uint64_t last(std::size_t bucket) const noexcept {
        return first(bucket) + width(bucket) - 1;
    }

    // `of` for milliseconds below `length_end` and for whole seconds, in a form that compilers make
    // vectors of. A double has the doubling in its exponent and the place in it in its highest
    // bits. It is exact enough: a quotient that is no whole second is a thousandth away from one,
    // and rounded to 2^-21.
    [[nodiscard]] SLA_HOT std::uint64_t of_ms(std::uint64_t ms) const noexcept {
        return of_double(to_double(ms) * 0.001);
    }
    [[nodiscard]] SLA_HOT std::uint64_t of_second(std::uint32_t second) const noexcept {
        return of_double(to_double(second));
    }

private:
    // Below 2^52.
    [[nodiscard]] SLA_HOT static double to_double(std::uint64_t n) noexcept {
        constexpr std::uint64_t two_to_52 = 0x4330000000000000U;
        return std::bit_cast<double>(n | two_to_52) - 0x1p52;
    }
    [[nodiscard]] SLA_HOT std::uint64_t of_double(double seconds) const noexcept {
        const double x = seconds + static_cast<double>(half());
        return (std::bit_cast<std::uint64_t>(x) >> (53 - bits)) - (1022 + bits) * half();
    }
    [[nodiscard]] constexpr std::uint64_t width(std::size_t bucket) const noexcept {
        return std::uint64_t{1} << (bucket >> (bits - 1));
    }
};

// Of n > 0 things in order the number of the one at `rank`, from 0.
[[nodiscard]] constexpr std::uint64_t nearest_rank(share rank, std::uint64_t n) noexcept {
    const wide_number product = static_cast<wide_number>(rank.part) * n;
    const wide_number number = (product + rank.whole - 1) / rank.whole;
    return number == 0 ? 0 : low_of(number > n ? wide_number{n} : number) - 1;
}

} // namespace sla::inline v1::detail
