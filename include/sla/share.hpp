// SPDX-License-Identifier: MIT
//
// Room: share. So many of so many, exactly.
//
// "93 of 100 answered in time", "90 % are promised": both are shares, and whether the promise was
// kept is a comparison of two of them. A double cannot say whether 1,799 of 1,999 are 90 %; two
// integers can, by multiplying crosswise.
//
//     const sla::share kept{1799, 1999};
//     kept >= sla::share::percent(90);    // false: 1,799.1 would be needed
//     kept.to_per_million();              // 899950
//     sla::share{1, 2} == sla::share{50, 100};  // true: equal and ordered by value
//
// The hard case is the share of nothing: 0 of 0 is no number. Whoever computes a share of what may
// be empty returns none (`std::optional<share>`), never 0 % and never 100 %.
#pragma once

#include <sla/version.hpp>

#include <cassert>
#include <compare>
#include <cstdint>

namespace sla::inline v1 {

namespace detail {
/// Wide enough for the product of two numbers of 64 bits.
__extension__ using wide_number = unsigned __int128;
} // namespace detail

/// `part` of `whole`; may be more than all. Equal and ordered by value.
/// Precondition of everything but construction: `whole > 0`.
struct share {
    std::uint64_t part = 0;
    std::uint64_t whole = 1;

    [[nodiscard]] static constexpr share percent(std::uint64_t n) noexcept { return {n, 100}; }
    /// 999 per mille is 99.9 %.
    [[nodiscard]] static constexpr share per_mille(std::uint64_t n) noexcept { return {n, 1000}; }
    [[nodiscard]] static constexpr share per_million(std::uint64_t n) noexcept {
        return {n, 1'000'000};
    }

    /// The nearest whole number of millionths, the higher of two: 2 of 3 is 666,667. What 64 bits
    /// cannot hold ends at their bound.
    [[nodiscard]] constexpr std::uint64_t to_per_million() const noexcept {
        assert(whole > 0);
        const detail::wide_number out =
            (detail::wide_number{part} * 2'000'000 + whole) / (detail::wide_number{whole} * 2);
        return out > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(out);
    }

    friend constexpr std::strong_ordering operator<=>(share a, share b) noexcept {
        assert(a.whole > 0 && b.whole > 0);
        return detail::wide_number{a.part} * b.whole <=> detail::wide_number{b.part} * a.whole;
    }
    friend constexpr bool operator==(share a, share b) noexcept { return std::is_eq(a <=> b); }
};

} // namespace sla::inline v1
