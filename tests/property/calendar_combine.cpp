// SPDX-License-Identifier: MIT
//
// Combinations are what the words say: open when either is, when both are, when only the first is;
// each member by its own clock.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <oracle/slow_calendar.hpp>
#include <string>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::dice;
using oracle::to_text;

namespace {

/// One instant in `length` at which they differ.
template <class A, class B>
std::optional<sla::instant> difference(const A& a, const B& b, sla::instant from,
                                       sla::elapsed length, sla::elapsed step) {
    for (sla::instant t = from; t < from + length; t += step)
        if (a(t) != b(t))
            return t;
    return {};
}

std::string to_text(std::optional<sla::instant> t) {
    return t ? oracle::to_text(*t) : "nowhere";
}

} // namespace

TEST_CASE("a combination is open where the operation on its members says so") {
    oracle::property{"boolean", 3}.run([](dice& random, const std::string& name) {
        const oracle::pair a = random_combination(random, random.small(0, 1));
        const oracle::pair b = random_combination(random, random.small(0, 1));
        INFO(name << "\n" << a.text << "\nand\n" << b.text);
        for (int n = 0; n < 3; ++n) {
            const auto operation = static_cast<sla::set_operation>(random.below(3));
            const auto both = sla::combine("both", a.fast, operation, b.fast);
            if (!both)
                continue;
            INFO("operation " << static_cast<int>(operation));
            const sla::instant from = random_instant(random, n % 2 == 0 ? a : b);
            const auto differs = difference([&](sla::instant t) { return both->is_open(t); },
                                            [&](sla::instant t) {
                                                const bool first = a.fast.is_open(t);
                                                const bool second = b.fast.is_open(t);
                                                return operation == sla::set_operation::unite
                                                           ? first || second
                                                       : operation == sla::set_operation::intersect
                                                           ? first && second
                                                           : first && !second;
                                            },
                                            from, days{3}, minutes{random.from_to(3, 11)});
            INFO("differ at " << to_text(differs));
            CHECK_FALSE(differs.has_value());
        }
    });
}

TEST_CASE("working time is counted once in a union, and not lost in the parts") {
    oracle::property{"inclusion and exclusion", 3}.run([](dice& random, const std::string& name) {
        const oracle::pair a = random_pair(random);
        const oracle::pair b = random_pair(random);
        INFO(name << "\n" << a.text << "\nand\n" << b.text);
        const auto either = sla::combine("either", a.fast, sla::set_operation::unite, b.fast);
        const auto both = sla::combine("both", a.fast, sla::set_operation::intersect, b.fast);
        const auto only = sla::combine("only", a.fast, sla::set_operation::subtract, b.fast);
        REQUIRE(either.has_value());
        for (int n = 0; n < 6; ++n) {
            const sla::instant from = random_instant(random, a);
            const sla::instant to = from + minutes{random.from_to(0, 50 * 24 * 60)};
            INFO(oracle::to_text(from) << " to " << oracle::to_text(to));
            const sla::working in_a = a.fast.between(from, to);
            const sla::working in_b = b.fast.between(from, to);
            // One that is never open is refused, and then there is nothing to count.
            const sla::working in_both = both ? both->between(from, to) : sla::working{};
            const sla::working in_only = only ? only->between(from, to) : sla::working{};
            CHECK(either->between(from, to) == in_a + in_b - in_both);
            CHECK(in_only == in_a - in_both);
        }
    });
}

TEST_CASE("every answer of a combination is the one that a walk gives") {
    oracle::property{"combined walk", 3}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_combination(random, 2);
        INFO(name << "\n" << of.text);
        for (int n = 0; n < 2; ++n) {
            const sla::instant t = random_instant(random, of);
            const sla::instant end = t + minutes{random.from_to(1, 3 * 24 * 60)};
            INFO("from " << oracle::to_text(t) << " to " << oracle::to_text(end));
            const sla::working counted = of.slow.between(t, end);
            CHECK(of.fast.between(t, end) == counted);
            for (const auto fit : {sla::exact_fit::close, sla::exact_fit::next_open}) {
                if (const auto due = of.slow.add(t, counted, fit))
                    CHECK(oracle::to_text(of.fast.add(t, counted, fit)) == oracle::to_text(*due));
                if (const auto start = of.slow.subtract(end, counted, fit))
                    CHECK(oracle::to_text(of.fast.subtract(end, counted, fit)) ==
                          oracle::to_text(*start));
            }
            if (const auto edge = of.slow.next_open(t))
                CHECK(oracle::to_text(of.fast.next_open(t)) == oracle::to_text(*edge));
            if (const auto edge = of.slow.next_close(t))
                CHECK(oracle::to_text(of.fast.next_close(t)) == oracle::to_text(*edge));
            if (const auto edge = of.slow.previous_open(t))
                CHECK(oracle::to_text(of.fast.previous_open(t)) == oracle::to_text(*edge));
            if (const auto edge = of.slow.previous_close(t))
                CHECK(oracle::to_text(of.fast.previous_close(t)) == oracle::to_text(*edge));
        }
    });
}
