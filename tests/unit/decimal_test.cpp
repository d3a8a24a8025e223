// SPDX-License-Identifier: MIT
#include <sla/decimal.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

using namespace sla::literals;
using sla::add;
using sla::decimal;
using sla::divide;
using sla::in_percent;
using sla::multiply;
using sla::percent_of;
using sla::rounded;
using sla::rounding;
using sla::subtract;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

std::string text(std::optional<decimal> a) {
    return a ? to_string(*a) : "does not fit";
}

decimal number(std::string_view text) {
    return sla::parse_decimal(text).value();
}

/// "code at place: saw" of a text that is no number.
std::string refusal(std::string_view text) {
    const auto result = sla::parse_decimal(text);
    if (result)
        return "read as " + to_string(*result);
    REQUIRE(result.issues().size() == 1);
    const sla::issue& i = result.issues().front();
    return i.code + " at " + i.place + ": " + i.saw;
}

// What holds at compile time.
static_assert(std::is_trivially_copyable_v<decimal> && sizeof(decimal) == 16);
static_assert(std::is_convertible_v<int, decimal> && std::is_convertible_v<long, decimal>);
static_assert(!std::is_constructible_v<decimal, double>);
static_assert(!std::is_constructible_v<decimal, float>);
static_assert(!std::is_constructible_v<decimal, bool>);
static_assert(!std::is_constructible_v<decimal, char>);
static_assert(!std::is_constructible_v<decimal, std::uint64_t>);
static_assert(12.50_decimal == decimal::scaled(125, 1));
static_assert(1'000.50_decimal == decimal::scaled(100'050, 2));
static_assert(decimal{} == 0 && decimal{7} == 7.000_decimal);

} // namespace

// A letter is no number, in whatever width.
static_assert(sla::whole_number<signed char> && sla::whole_number<unsigned char>);
static_assert(!sla::whole_number<bool> && !sla::whole_number<char> && !sla::whole_number<wchar_t>);
static_assert(!sla::whole_number<char8_t> && !sla::whole_number<char16_t> &&
              !sla::whole_number<const char32_t>);

TEST_CASE("A decimal keeps what is written, and no zeros at the end") {
    CHECK(to_string(12.50_decimal) == "12.5");
    CHECK(to_string(12.50_decimal, 2) == "12.50");
    CHECK(to_string(12.345_decimal, 2) == "12.345"); // nothing is rounded on the way out
    CHECK(to_string(decimal{100}) == "100");
    CHECK(to_string(decimal{100}, 2) == "100.00");
    CHECK(to_string(decimal{}) == "0");
    CHECK(to_string(decimal{}, 3) == "0.000");
    CHECK(to_string(decimal::scaled(-3, 2)) == "-0.03");
    CHECK(to_string(decimal::scaled(1, 18)) == "0.000000000000000001");
    CHECK(to_string(decimal{most}) == "9223372036854775807");
    CHECK(to_string(-decimal{most}) == "-9223372036854775807");
    CHECK((12.50_decimal).digits() == 1);
    CHECK((12.50_decimal).count() == 125);
    CHECK(decimal::scaled(0, 5).digits() == 0);
}

TEST_CASE("Texts are read exactly as they stand") {
    CHECK(number("12.50") == 12.5_decimal);
    CHECK(number("-3") == -decimal{3});
    CHECK(number("-0") == 0);
    CHECK(number("0.125") == 0.125_decimal);
    CHECK(number("007.10") == 7.1_decimal);
    CHECK(number("9223372036854775807") == decimal{most});
    CHECK(number("-9.223372036854775807") == -decimal::scaled(most, 18));
    CHECK(number("1.00000000000000000000000000") == 1); // zeros are no digits
}

TEST_CASE("What is no decimal number is refused at its place, with a hint") {
    CHECK(refusal("") == "decimal.empty at character 1: the end of the text");
    CHECK(refusal("-") == "decimal.not_a_number at character 2: the end of the text");
    CHECK(refusal("+5") == "decimal.not_a_number at character 1: \"+5\"");
    CHECK(refusal("12,50") == "decimal.not_a_number at character 3: \",50\"");
    CHECK(refusal("1.234.5") == "decimal.not_a_number at character 6: \".5\"");
    CHECK(refusal(".5") == "decimal.not_a_number at character 1: \".5\"");
    CHECK(refusal("5.") == "decimal.not_a_number at character 3: the end of the text");
    CHECK(refusal(" 5") == "decimal.not_a_number at character 1: \" 5\"");
    CHECK(refusal("1e3") == "decimal.not_a_number at character 2: \"e3\"");
    CHECK(refusal("10%") == "decimal.not_a_number at character 3: \"%\"");
    CHECK(refusal("0.1234567890123456789") == "decimal.too_many_digits at character 21: \"9\"");
    CHECK(refusal("9223372036854775808") == "decimal.out_of_range at character 19: \"8\"");
    CHECK(refusal("92233720368.54775808") == "decimal.out_of_range at character 20: \"8\"");

    CHECK(sla::parse_decimal("12,50").issues().front() ==
          sla::issue{.code = "decimal.not_a_number",
                     .place = "character 3",
                     .message = "this is no decimal number",
                     .expected = "a digit, a point, or the end",
                     .saw = "\",50\"",
                     .hint = "the decimal point is a point, and digits are not grouped"});
    CHECK(sla::parse_decimal("1e3").issues().front().hint == "write all digits out");
    CHECK(sla::parse_decimal("10%").issues().front().hint == "leave the sign out");
}

TEST_CASE("Numbers compare by value, whatever their digits") {
    CHECK(0.1_decimal < 0.11_decimal);
    CHECK(99.9_decimal == 99.90_decimal);
    CHECK(99.9_decimal > 99.8999_decimal);
    CHECK(-(0.5_decimal) < decimal{});
    CHECK(decimal{most} > decimal::scaled(most, 18));
    CHECK(decimal::scaled(1, 18) > decimal{});
    CHECK(-decimal{most} < -decimal{most - 1});
}

TEST_CASE("Sums and products are exact, or there is none") {
    CHECK(text(add(0.1_decimal, 0.2_decimal)) == "0.3");
    CHECK(text(add(0.05_decimal, 0.95_decimal)) == "1");
    CHECK(text(subtract(1, 0.99_decimal)) == "0.01");
    CHECK(text(subtract(0.99_decimal, 1)) == "-0.01");
    CHECK(text(multiply(19.99_decimal, 3)) == "59.97");
    CHECK(text(multiply(-(0.5_decimal), 0.25_decimal)) == "-0.125");
    CHECK(text(multiply(decimal{most}, 0)) == "0");

    CHECK(text(add(decimal{most}, 1)) == "does not fit");
    CHECK(text(add(decimal{most}, -decimal{1})) == "9223372036854775806");
    CHECK(text(subtract(-decimal{most}, 1)) == "does not fit");
    CHECK(text(add(decimal{100}, decimal::scaled(1, 18))) == "does not fit");
    CHECK(text(multiply(decimal{most}, 2)) == "does not fit");
    CHECK(text(multiply(decimal::scaled(1, 10), decimal::scaled(1, 10))) == "does not fit");
    CHECK(text(multiply(decimal::scaled(2, 10), decimal::scaled(5, 9))) == "0.000000000000000001");
    CHECK(text(multiply(decimal{most}, decimal::scaled(1, 18))) == "9.223372036854775807");
}

TEST_CASE("A percentage of a fee") {
    CHECK(text(percent_of(1'234.50_decimal, 12.5_decimal)) == "154.3125");
    CHECK(text(percent_of(2000, 25)) == "500");
    CHECK(text(percent_of(0.01_decimal, 0.01_decimal)) == "0.000001");
    CHECK(text(percent_of(0, 25)) == "0");
    CHECK(text(percent_of(199.99_decimal, 100)) == "199.99");
    CHECK(text(percent_of(decimal{most}, 100)) == "9223372036854775807");
    CHECK(text(percent_of(decimal{most}, 200)) == "does not fit");
    CHECK(text(percent_of(decimal::scaled(1, 17), 1)) == "does not fit");
}

TEST_CASE("Each way of rounding, to cents") {
    struct row {
        const char* exact;
        const char* half_up;
        const char* half_even;
        const char* down;
    };
    for (const row& r : {
             row{"0.124", "0.12", "0.12", "0.12"},
             row{"0.125", "0.13", "0.12", "0.12"},
             row{"0.12500001", "0.13", "0.13", "0.12"},
             row{"0.135", "0.14", "0.14", "0.13"},
             row{"0.129", "0.13", "0.13", "0.12"},
             row{"2.5", "2.5", "2.5", "2.5"},
             row{"0.995", "1", "1", "0.99"},
             row{"0.985", "0.99", "0.98", "0.98"},
             row{"0.005", "0.01", "0", "0"},
             row{"-0.125", "-0.13", "-0.12", "-0.12"},
             row{"-0.135", "-0.14", "-0.14", "-0.13"},
             row{"-0.129", "-0.13", "-0.13", "-0.12"},
             row{"-0.004", "0", "0", "0"},
         }) {
        INFO(r.exact);
        CHECK(to_string(rounded(number(r.exact), 2, rounding::half_up)) == r.half_up);
        CHECK(to_string(rounded(number(r.exact), 2, rounding::half_even)) == r.half_even);
        CHECK(to_string(rounded(number(r.exact), 2, rounding::down)) == r.down);
    }
    CHECK(rounded(149.5_decimal, 0, rounding::half_up) == 150); // yen
    CHECK(rounded(148.5_decimal, 0, rounding::half_even) == 148);
    CHECK(rounded(decimal{most}, 0, rounding::half_up) == decimal{most});
    CHECK(to_string(rounded(decimal::scaled(most, 18), 0, rounding::half_up)) == "9");
}

TEST_CASE("A quotient is rounded once, from what it exactly is") {
    CHECK(text(divide(1, 3, 2, rounding::half_up)) == "0.33");
    CHECK(text(divide(2, 3, 2, rounding::half_up)) == "0.67");
    CHECK(text(divide(2, 3, 2, rounding::down)) == "0.66");
    CHECK(text(divide(-decimal{2}, 3, 2, rounding::half_up)) == "-0.67");
    CHECK(text(divide(2, -decimal{3}, 0, rounding::down)) == "0");
    CHECK(text(divide(1, 8, 2, rounding::half_even)) == "0.12");
    CHECK(text(divide(1, 8, 2, rounding::half_up)) == "0.13");
    CHECK(text(divide(10, 4, 5, rounding::down)) == "2.5");
    CHECK(text(divide(6, 0.03_decimal, 0, rounding::down)) == "200");
    CHECK(text(divide(0.0005_decimal, 1, 2, rounding::half_up)) == "0");
    CHECK(text(divide(0.0051_decimal, 1, 2, rounding::half_up)) == "0.01");
    CHECK(text(divide(1, decimal{most}, 18, rounding::half_up)) == "0");
    CHECK(text(divide(decimal{most}, decimal{most}, 18, rounding::half_up)) == "1");
    CHECK(text(divide(decimal{most}, 10, 18, rounding::half_up)) == "922337203685477580.7");
    CHECK(text(divide(decimal{most}, decimal::scaled(1, 18), 0, rounding::down)) == "does not fit");
    CHECK(text(divide(decimal{most}, 3, 18, rounding::down)) == "does not fit");
    CHECK(text(divide(1, 0, 2, rounding::half_up)) == "does not fit"); // nor does it exist
    CHECK(text(divide(0, 0, 2, rounding::half_up)) == "does not fit");
}

TEST_CASE("A share is compared as the fraction that it is") {
    const auto is = [](std::uint64_t part, std::uint64_t whole, decimal percent) {
        const auto order = compare(sla::share{part, whole}, percent);
        return std::string{order < 0 ? "below" : order > 0 ? "above" : "equal"};
    };
    CHECK(is(999, 1000, 99.9_decimal) == "equal");
    CHECK(is(9989, 10000, 99.9_decimal) == "below");
    CHECK(is(998'996, 1'000'000, 99.9_decimal) == "below"); // "99.90 %", if it were rounded
    CHECK(is(2, 3, 66.66_decimal) == "above");
    CHECK(is(2, 3, 66.67_decimal) == "below");
    CHECK(is(2, 3, 66.66666666666666666_decimal) == "above");
    CHECK(is(2, 3, 66.66666666666666667_decimal) == "below");
    CHECK(is(0, 1, 0) == "equal");
    CHECK(is(1, 1, 100) == "equal");
    CHECK(is(0, 5, -decimal{1}) == "above");
    CHECK(is(3, 2, 150) == "equal");
    constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
    CHECK(is(all, all, 100) == "equal");
    CHECK(is(all - 1, all, 100) == "below");
    CHECK(is(all - 1, all, 99.99_decimal) == "above");
    CHECK(is(all, 1, decimal{most}) == "above");
}

TEST_CASE("A share is shown with the digits that one asks for") {
    CHECK(text(in_percent({2, 3}, 2, rounding::half_up)) == "66.67");
    CHECK(text(in_percent({2, 3}, 2, rounding::down)) == "66.66");
    CHECK(text(in_percent({1, 1}, 2, rounding::half_up)) == "100");
    CHECK(text(in_percent({0, 7}, 2, rounding::half_up)) == "0");
    CHECK(text(in_percent({1, 800}, 2, rounding::half_even)) == "0.12");
    CHECK(text(in_percent({0, 0}, 2, rounding::half_up)) == "does not fit"); // nor exist
    CHECK(text(in_percent({std::numeric_limits<std::uint64_t>::max(), 1}, 0, rounding::down)) ==
          "does not fit");
}
