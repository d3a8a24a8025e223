// SPDX-License-Identifier: MIT
//
// The library and the oracle give the same answers to the same questions.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <oracle/slow_calendar.hpp>
#include <string>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::dice;
using oracle::to_text;

namespace {

/// What the oracle found; or, where it gave up, that the answer lies beyond its limit.
#define CHECK_FORWARD(answer, found, from, limit)                                                  \
    do {                                                                                           \
        const sla::instant given = (answer);                                                       \
        const std::optional<sla::instant> expected = (found);                                      \
        INFO("the oracle says " << (expected ? to_text(*expected) : "later"));                     \
        INFO("the library says " << to_text(given));                                               \
        CHECK((expected ? given == *expected : given >= (from) + (limit)-2min));                   \
    } while (false)

#define CHECK_BACKWARD(answer, found, from, limit)                                                 \
    do {                                                                                           \
        const sla::instant given = (answer);                                                       \
        const std::optional<sla::instant> expected = (found);                                      \
        INFO("the oracle says " << (expected ? to_text(*expected) : "earlier"));                   \
        INFO("the library says " << to_text(given));                                               \
        CHECK((expected ? given == *expected                                                       \
                        : given == sla::never || given <= (from) - (limit) + 2min));               \
    } while (false)

/// Every question about one instant `t` and one span from there.
void compare_at(const oracle::pair& of, sla::instant t, sla::elapsed span) {
    INFO("at " << to_text(t) << ", span " << span.count() << " ms");
    const sla::instant end = t + span;

    CHECK(of.fast.is_open(t) == of.slow.is_open(t));
    CHECK(of.fast.is_open(end) == of.slow.is_open(end));
    const sla::working counted = of.slow.between(t, end);
    INFO("counted " << to_text(counted));
    CHECK(of.fast.between(t, end) == counted);
    CHECK(of.fast.between(end, t) == -counted);

    CHECK_FORWARD(of.fast.next_open(t), of.slow.next_open(t), t, of.slow.limit());
    CHECK_FORWARD(of.fast.next_open_or_same(t), of.slow.next_open_or_same(t), t, of.slow.limit());
    CHECK_FORWARD(of.fast.next_close(t), of.slow.next_close(t), t, of.slow.limit());
    CHECK_BACKWARD(of.fast.previous_open(t), of.slow.previous_open(t), t, of.slow.limit());
    CHECK_BACKWARD(of.fast.previous_close(t), of.slow.previous_close(t), t, of.slow.limit());
    CHECK_BACKWARD(of.fast.previous_close_or_same(t), of.slow.previous_close_or_same(t), t,
                   of.slow.limit());

    for (const sla::working d : {counted, sla::working{counted.length() / 2}, sla::working{1ms}}) {
        INFO("duration " << to_text(d));
        for (const auto fit : {sla::exact_fit::close, sla::exact_fit::next_open}) {
            INFO((fit == sla::exact_fit::close ? "close" : "next_open"));
            const auto due = of.slow.add(t, d, fit);
            if (due)
                CHECK(to_text(of.fast.add(t, d, fit)) == to_text(*due));
            const auto start = of.slow.subtract(end, d, fit);
            if (start)
                CHECK(to_text(of.fast.subtract(end, d, fit)) == to_text(*start));
        }
    }

    const auto intervals = of.slow.open_between(t, end);
    std::vector<sla::interval> listed;
    for (const sla::interval& piece : of.fast.open_between(t, end))
        listed.push_back(piece);
    CHECK(listed == intervals);
}

} // namespace

TEST_CASE("every answer is the one that a walk minute by minute gives") {
    oracle::property{"minute walk", 35}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        INFO(name << "\n" << of.text);
        for (int n = 0; n < 3; ++n)
            compare_at(of, random_instant(random, of), minutes{random.from_to(1, 4 * 24 * 60)});
    });
}

TEST_CASE("every answer is the one that a walk second by second gives") {
    oracle::property{"second walk", 15}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random, oracle::grain::seconds);
        INFO(name << "\n" << of.text);
        for (int n = 0; n < 2; ++n)
            compare_at(of, random_instant(random, of), milliseconds{random.from_to(1, 14'400'000)});
    });
}

TEST_CASE("is_open agrees with the oracle at every minute around the hard instants") {
    oracle::property{"open minutes", 60}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        INFO(name << "\n" << of.text);
        const sla::instant begin = floor<minutes>(random_instant(random, of));
        std::optional<sla::instant> differs;
        for (sla::instant t = begin; t < begin + 24h && !differs; t += 1min)
            for (const milliseconds off : {0ms, 59'999ms})
                if (of.fast.is_open(t + off) != of.slow.is_open(t + off))
                    differs = t + off;
        INFO("differs at " << (differs ? to_text(*differs) : ""));
        CHECK_FALSE(differs.has_value());
    });
}
