// SPDX-License-Identifier: MIT
//
// Room: decimal. Exact decimal numbers, as far as money and percentages need them.
//
// A floating point number has no 0.1, so a statement of credits that is added up in one is off by a
// cent sooner or later, and a share of 99.9 % is below 99.9 % on one machine and not on another. A
// `decimal` is a whole number of units of 10^-digits: what is written down is what is calculated
// with. Sums and products are exact or there is none: nothing is ever rounded but by a function
// that is told how, `rounded` and `divide`.
//
//     using namespace sla::literals;
//     sla::decimal fee = 1'234.50_decimal;
//     auto exact = sla::percent_of(fee, 12.5_decimal);             // 154.3125
//     sla::rounded(*exact, 2, sla::rounding::half_up);             // 154.31
//     sla::to_string(*sla::add(fee, 5), 2);                        // "1239.50"
//     sla::parse_decimal("12,50").issues();                        // decimal.not_a_number
//
// The hard case is a share. Two of three tickets are no decimal at all, however many digits one
// takes, and a share that was rounded first may fall on the wrong side of a limit: 99.8996 % is
// below 99.9 %, and "99.90 %" is not. A `share` therefore stays a fraction, and is compared
// with a limit by cross multiplication.
#pragma once

#include <sla/detail/decimal_wide.hpp>
#include <sla/result.hpp>
#include <sla/share.hpp>

#include <cassert>
#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace sla::inline v1 {

/// What happens to the digits that are dropped.
enum class rounding : std::uint8_t {
    half_up,   ///< To the nearest; a half goes away from zero: 0.125 to 0.13, -0.125 to -0.13.
    half_even, ///< To the nearest; a half goes to the even digit: 0.125 to 0.12, 0.135 to 0.14.
    down,      ///< Towards zero: 0.129 to 0.12, -0.129 to -0.12.
};

namespace detail {
template <class Type, class... Others>
concept same_as_any = (std::same_as<Type, Others> || ...);
} // namespace detail

/// An integer that is a number, neither a truth value nor a character, and fits into 64 bits with
/// a sign.
template <class Whole>
concept whole_number =
    std::integral<Whole> && !detail::same_as_any<std::remove_cv_t<Whole>, bool, char, wchar_t,
                                                 char8_t, char16_t, char32_t> &&
    (std::signed_integral<Whole> || sizeof(Whole) < 8);

/// An exact decimal number: `count` × 10^-`digits`, with a count of at most 2^63 - 1 either way and
/// at most `max_digits` digits after the point. Zeros at the end are not kept: 12.50 is 12.5, and
/// equal numbers are equal member by member. Default: zero.
class decimal {
public:
    /// At most so many digits after the point.
    static constexpr int max_digits = 18;

    constexpr decimal() noexcept = default;

    /// A whole number. Precondition: not the lowest 64-bit number.
    template <whole_number Whole>
    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    constexpr decimal(Whole n) noexcept : count_{n} {
        assert(count_ != INT64_MIN);
    }

    /// Floating point numbers are not exact. Write `12.5_decimal`, or parse a text.
    template <std::floating_point Inexact>
    decimal(Inexact) = delete;

    /// `count` × 10^-`digits`: `scaled(1250, 2)` is 12.5.
    /// Precondition: 0 <= digits <= `max_digits`, and the count is not the lowest 64-bit number.
    [[nodiscard]] static constexpr decimal scaled(std::int64_t count, int digits) noexcept {
        assert(digits >= 0 && digits <= max_digits && count != INT64_MIN);
        decimal out;
        while (digits > 0 && count % 10 == 0) {
            count /= 10;
            --digits;
        }
        out.count_ = count;
        out.digits_ = static_cast<std::uint8_t>(digits);
        return out;
    }

    /// Without zeros at the end: 125 of 12.50.
    [[nodiscard]] constexpr std::int64_t count() const noexcept { return count_; }
    /// Digits after the point, without zeros at the end: 1 of 12.50, 0 of 100.
    [[nodiscard]] constexpr int digits() const noexcept { return digits_; }

    friend constexpr bool operator==(const decimal&, const decimal&) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(const decimal& a, const decimal& b) noexcept {
        const int digits = a.digits_ > b.digits_ ? a.digits_ : b.digits_;
        const detail::wide_count left = detail::scaled_up(a.count_, digits - a.digits_);
        const detail::wide_count right = detail::scaled_up(b.count_, digits - b.digits_);
        return left < right   ? std::strong_ordering::less
               : right < left ? std::strong_ordering::greater
                              : std::strong_ordering::equal;
    }

    friend constexpr decimal operator-(decimal a) noexcept {
        a.count_ = -a.count_;
        return a;
    }

private:
    std::int64_t count_ = 0;
    std::uint8_t digits_ = 0;
};

// -- arithmetic: exact, or nothing where the result does not fit ---------------------------------

/// a + b; nothing where that has more than 63 bits or digits than fit.
[[nodiscard]] constexpr std::optional<decimal> add(decimal a, decimal b) noexcept {
    const int digits = a.digits() > b.digits() ? a.digits() : b.digits();
    return detail::fitted<decimal>(detail::scaled_up(a.count(), digits - a.digits()) +
                                       detail::scaled_up(b.count(), digits - b.digits()),
                                   digits);
}

/// a - b; nothing where that does not fit.
[[nodiscard]] constexpr std::optional<decimal> subtract(decimal a, decimal b) noexcept {
    return add(a, -b);
}

/// a × b, exactly; nothing where that does not fit, be it for a digit after the point.
[[nodiscard]] constexpr std::optional<decimal> multiply(decimal a, decimal b) noexcept {
    return detail::fitted<decimal>(detail::wide_count{a.count()} * b.count(),
                                   a.digits() + b.digits());
}

/// `percent` % of `whole`, exactly: whole × percent / 100; nothing where that does not fit.
[[nodiscard]] constexpr std::optional<decimal> percent_of(decimal whole, decimal percent) noexcept {
    return detail::fitted<decimal>(detail::wide_count{whole.count()} * percent.count(),
                                   whole.digits() + percent.digits() + 2);
}

/// The nearest number of at most `digits` digits after the point; never more than fits.
/// Precondition: 0 <= digits <= `decimal::max_digits`.
[[nodiscard]] constexpr decimal rounded(decimal a, int digits, rounding how) noexcept {
    assert(digits >= 0 && digits <= decimal::max_digits);
    if (a.digits() <= digits)
        return a;
    const detail::wide_count one = detail::scaled_up(1, a.digits() - digits);
    return *detail::fitted<decimal>(detail::divided(a.count(), one, how), digits);
}

/// a / b with at most `digits` digits after the point; nothing where `b` is zero or the quotient
/// does not fit. Rounded once, from the exact quotient.
/// Precondition: 0 <= digits <= `decimal::max_digits`.
[[nodiscard]] constexpr std::optional<decimal> divide(decimal a, decimal b, int digits,
                                                      rounding how) noexcept {
    assert(digits >= 0 && digits <= decimal::max_digits);
    if (b == decimal{})
        return std::nullopt;
    const int shift = b.digits() + digits - a.digits();
    if (shift < 0)
        return detail::fitted<decimal>(
            detail::divided(a.count(), detail::scaled_up(b.count(), -shift), how), digits);
    const std::optional<detail::wide_count> quotient =
        detail::divided_far(a.count(), b.count(), shift, how);
    return quotient ? detail::fitted<decimal>(*quotient, digits) : std::nullopt;
}

// -- shares --------------------------------------------------------------------------------------

/// The share against a limit in percent, exactly: 999 of 1000 is equal to 99.9.
/// Precondition: `whole` is not 0.
[[nodiscard]] constexpr std::strong_ordering compare(share of, decimal percent) noexcept {
    assert(of.whole != 0);
    if (percent < decimal{})
        return std::strong_ordering::greater;
    // Whole percents first, then what is left of one, so that no product needs more than 128 bits.
    const detail::wide_count hundredfold = detail::wide_count{of.part} * 100;
    const detail::wide_count unit = detail::scaled_up(1, percent.digits());
    detail::wide_count left = hundredfold / of.whole;
    detail::wide_count right = percent.count() / unit;
    if (left == right) {
        left = hundredfold % of.whole * unit;
        right = percent.count() % unit * of.whole;
    }
    return left < right   ? std::strong_ordering::less
           : right < left ? std::strong_ordering::greater
                          : std::strong_ordering::equal;
}

/// The share in percent with at most `digits` digits after the point, to be shown: 66.67 of 2 of 3.
/// Nothing where `whole` is 0 or the percentage does not fit.
/// Precondition: 0 <= digits <= `decimal::max_digits`.
[[nodiscard]] constexpr std::optional<decimal> in_percent(share of, int digits,
                                                          rounding how) noexcept {
    assert(digits >= 0 && digits <= decimal::max_digits);
    if (of.whole == 0)
        return std::nullopt;
    const std::optional<detail::wide_count> quotient = detail::divided_far(
        detail::wide_count{of.part} * 100, detail::wide_count{of.whole}, digits, how);
    return quotient ? detail::fitted<decimal>(*quotient, digits) : std::nullopt;
}

// -- text ----------------------------------------------------------------------------------------

/// "12.5", "-0.03", "100": all of its digits, with a point in every locale and no grouping.
[[nodiscard]] inline std::string to_string(decimal a);

/// The same with at least so many digits after the point: "12.50".
/// Precondition: 0 <= digits <= `decimal::max_digits`.
[[nodiscard]] inline std::string to_string(decimal a, int digits);

/// Reads "12.50", "-3", "0.125": digits, at most one point with digits on both sides, perhaps a
/// minus sign before. No plus, no exponent, no grouping, no spaces, no comma.
///
/// Errors, at "character 3": `decimal.empty`, `decimal.not_a_number`, `decimal.too_many_digits`
/// (after the point, zeros at the end not counted), `decimal.out_of_range`.
[[nodiscard]] inline result<decimal> parse_decimal(std::string_view text);

inline namespace literals {

/// `99.95_decimal`, exactly as it stands; `1'000.50_decimal`. What is no decimal number, or does
/// not fit, does not compile.
[[nodiscard]] consteval decimal operator""_decimal(const char* text) {
    return detail::decimal_literal<decimal>(text);
}

} // namespace literals

} // namespace sla::inline v1

#include <sla/detail/decimal_text.hpp>
