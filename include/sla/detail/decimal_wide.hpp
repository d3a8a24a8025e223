// SPDX-License-Identifier: MIT
//
// Inside the decimal room: 128 bits for what lies between two numbers of 64.
#pragma once

#include <sla/version.hpp>

#include <cstdint>
#include <limits>
#include <optional>

namespace sla::inline v1::detail {

__extension__ using wide_count = __int128;

// n × 10^digits. Of a 64-bit n it fits for at most 18 digits.
constexpr wide_count scaled_up(wide_count n, int digits) noexcept {
    for (; digits > 0; --digits)
        n *= 10;
    return n;
}

// A count of units of 10^-digits, if it is one without the zeros at its end. More than 18 digits
// may come in.
template <class Decimal>
constexpr std::optional<Decimal> fitted(wide_count count, int digits) noexcept {
    while (digits > 0 && count % 10 == 0) {
        count /= 10;
        --digits;
    }
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    if (digits > Decimal::max_digits || count > most || count < -most)
        return std::nullopt;
    return Decimal::scaled(static_cast<std::int64_t>(count), digits);
}

// Whether the size of a quotient goes up by one, of what is left over of a positive divisor.
template <class Rounding>
constexpr bool goes_up(wide_count quotient, wide_count left_over, wide_count divisor,
                       Rounding how) noexcept {
    const wide_count missing = divisor - left_over;
    switch (how) {
    case Rounding::half_up:
        return left_over >= missing;
    case Rounding::half_even:
        return left_over > missing || (left_over == missing && quotient % 2 != 0);
    case Rounding::down:
        break;
    }
    return false;
}

// n / d; d is not zero.
template <class Rounding>
constexpr wide_count divided(wide_count n, wide_count d, Rounding how) noexcept {
    const bool negative = (n < 0) != (d < 0);
    n = n < 0 ? -n : n;
    d = d < 0 ? -d : d;
    wide_count quotient = n / d;
    if (goes_up(quotient, n % d, d, how))
        ++quotient;
    return negative ? -quotient : quotient;
}

// n × 10^digits / d, digit by digit as on paper, because the product need not fit; nothing where
// the quotient is too much for a decimal of so many digits. n has at most 72 bits, d at most 64.
template <class Rounding>
constexpr std::optional<wide_count> divided_far(wide_count n, wide_count d, int digits,
                                                Rounding how) noexcept {
    // 2^63 with all of its 18 digits being zeros.
    constexpr wide_count most = scaled_up(std::numeric_limits<std::int64_t>::max(), 18);
    const bool negative = (n < 0) != (d < 0);
    n = n < 0 ? -n : n;
    d = d < 0 ? -d : d;
    wide_count quotient = n / d;
    wide_count left_over = n % d;
    for (; digits > 0; --digits) {
        left_over *= 10;
        quotient = quotient * 10 + left_over / d;
        left_over %= d;
        if (quotient > most)
            return std::nullopt;
    }
    if (goes_up(quotient, left_over, d, how))
        ++quotient;
    return negative ? -quotient : quotient;
}

// Not constexpr, so that a literal that comes here does not compile.
inline void this_is_no_decimal() {}

// What stands in a C++ literal: digits, perhaps grouped by ', and perhaps a point.
template <class Decimal>
constexpr Decimal decimal_literal(const char* text) {
    wide_count count = 0;
    int digits = 0;
    bool has_digit = false;
    bool has_point = false;
    for (; *text != '\0'; ++text) {
        if (*text == '\'')
            continue;
        if (*text == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || digits == 2 * Decimal::max_digits ||
            count > std::numeric_limits<std::int64_t>::max())
            this_is_no_decimal();
        count = count * 10 + (*text - '0');
        has_digit = true;
        digits += has_point ? 1 : 0;
    }
    const std::optional<Decimal> out = fitted<Decimal>(count, digits);
    if (!has_digit || !out)
        this_is_no_decimal();
    return *out;
}

} // namespace sla::inline v1::detail
