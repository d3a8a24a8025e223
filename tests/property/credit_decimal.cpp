// SPDX-License-Identifier: MIT
//
// Decimals against Python's decimal module (credit_decimals.txt, see make_credit_decimals.py), and
// what has to hold for all of them.
#include <sla/decimal.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <table_text.hpp>
#include <vector>

using oracle::dice;
using sla::decimal;
using sla::rounding;

namespace {

std::string text(const std::optional<decimal>& a) {
    return a ? to_string(*a) : "none";
}

std::string text(std::strong_ordering order) {
    return order < 0 ? "<" : order > 0 ? ">" : "=";
}

/// What sla makes of one line of the table, its last word left out.
std::string answer(const std::vector<std::string>& words) {
    const std::string& what = words.at(0);
    const auto number = [&](std::size_t i) { return sla::parse_decimal(words.at(i)).value(); };
    const auto digits = [&](std::size_t i) { return std::stoi(words.at(i)); };
    const auto way = [&](std::size_t i) {
        static const std::map<std::string, rounding> ways{{"half_up", rounding::half_up},
                                                          {"half_even", rounding::half_even},
                                                          {"down", rounding::down}};
        return ways.at(words.at(i));
    };
    const auto of_many = [&] {
        return sla::share{std::stoull(words.at(1)), std::stoull(words.at(2))};
    };
    if (what == "add")
        return text(add(number(1), number(2)));
    if (what == "subtract")
        return text(subtract(number(1), number(2)));
    if (what == "multiply")
        return text(multiply(number(1), number(2)));
    if (what == "percent_of")
        return text(percent_of(number(1), number(2)));
    if (what == "compare")
        return text(number(1) <=> number(2));
    if (what == "rounded")
        return text(rounded(number(1), digits(2), way(3)));
    if (what == "divide")
        return text(divide(number(1), number(2), digits(3), way(4)));
    if (what == "share")
        return text(compare(of_many(), number(3)));
    if (what == "in_percent")
        return text(in_percent(of_many(), digits(3), way(4)));
    throw std::runtime_error{"no operation " + what};
}

decimal some_decimal(dice& random) {
    const std::int64_t size = std::int64_t{1} << random.small(2, 61);
    return decimal::scaled(random.from_to(-size, size), random.small(0, decimal::max_digits));
}

rounding some_way(dice& random) {
    return static_cast<rounding>(random.below(3));
}

} // namespace

TEST_CASE("What Python's decimal module says of sums, products, quotients and shares") {
    std::ifstream in{SLA_TEST_SOURCE_DIR "/tests/property/credit_decimals.txt"};
    REQUIRE(in);
    std::size_t lines = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#'))
            continue;
        INFO(line);
        std::vector<std::string> words;
        std::string_view rest = line;
        while (!rest.empty())
            words.emplace_back(table_text::take_word(rest));
        const std::string expected = words.back();
        words.pop_back();
        CHECK(answer(words) == expected);
        ++lines;
    }
    CHECK(lines > 1000);
}

TEST_CASE("Text and back is the same number, in every locale") {
    oracle::property{"text", 2000}.run([](dice& random, const std::string& name) {
        INFO(name);
        const decimal a = some_decimal(random);
        const int digits = random.small(0, decimal::max_digits);
        INFO(to_string(a));
        CHECK(sla::parse_decimal(to_string(a)).value() == a);
        CHECK(sla::parse_decimal(to_string(a, digits)).value() == a);
    });
}

TEST_CASE("Sums do not depend on their order, and a difference undoes one") {
    oracle::property{"sums", 2000}.run([](dice& random, const std::string& name) {
        INFO(name);
        const decimal a = some_decimal(random);
        const decimal b = some_decimal(random);
        INFO(to_string(a) << " and " << to_string(b));
        const std::optional<decimal> sum = add(a, b);
        CHECK(sum == add(b, a));
        CHECK(multiply(a, b) == multiply(b, a));
        if (sum) {
            CHECK(subtract(*sum, b) == a);
            CHECK((*sum <=> a) == (b <=> decimal{}));
        }
    });
}

TEST_CASE("Rounding moves by less than one digit, or by a half at most, and twice is once") {
    oracle::property{"rounding", 2000}.run([](dice& random, const std::string& name) {
        INFO(name);
        // Of so few bits that differences fit.
        const decimal a =
            decimal::scaled(random.from_to(-1'000'000'000, 1'000'000'000), random.small(0, 9));
        const int digits = random.small(0, 9);
        const rounding how = some_way(random);
        INFO(to_string(a) << " to " << digits << " digits, way " << static_cast<int>(how));
        const decimal r = rounded(a, digits, how);
        CHECK(r.digits() <= digits);
        CHECK(rounded(r, digits, how) == r);
        CHECK(rounded(-a, digits, how) == -r);
        const decimal moved = subtract(r, a).value();
        const decimal size = moved < decimal{} ? -moved : moved;
        const decimal unit = decimal::scaled(1, digits);
        if (how == rounding::down) {
            CHECK(size < unit);
            CHECK((a < decimal{} ? moved >= decimal{} : moved <= decimal{}));
        } else {
            CHECK(multiply(size, 2).value() <= unit);
        }
    });
}

TEST_CASE("Quotients multiply back, but for less than one digit") {
    oracle::property{"quotients", 2000}.run([](dice& random, const std::string& name) {
        INFO(name);
        const decimal a = decimal::scaled(random.from_to(-1'000'000'000, 1'000'000'000), 2);
        const decimal b = decimal::scaled(random.from_to(1, 1'000'000), random.small(0, 3));
        const int digits = random.small(0, 6);
        const rounding how = some_way(random);
        INFO(to_string(a) << " / " << to_string(b) << ", " << digits << " digits");
        const decimal q = divide(a, b, digits, how).value();
        const decimal rest = subtract(a, multiply(q, b).value()).value();
        const decimal size = rest < decimal{} ? -rest : rest;
        const decimal unit = multiply(decimal::scaled(1, digits), b).value();
        if (how == rounding::down)
            CHECK(size < unit);
        else
            CHECK(multiply(size, 2).value() <= unit);
    });
}
