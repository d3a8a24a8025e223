// SPDX-License-Identifier: MIT
//
// The evaluator and the oracle say the same of every field of every cycle of every clock.
#include <catch2/catch_test_macros.hpp>

#include <oracle/random_calendar.hpp>
#include <property/evaluate_random.hpp>
#include <string>

using oracle::desk_case;
using oracle::dice;

namespace {

void compare(const desk_case& of, const std::string& name) {
    const std::string found = disagreement(of);
    if (found.empty())
        return;
    const desk_case smaller =
        oracle::shrunk(of, [](const desk_case& c) { return !disagreement(c).empty(); });
    INFO(name << ", made smaller:\n" << to_text(smaller) << disagreement(smaller));
    CHECK(found.empty());
}

} // namespace

TEST_CASE("every verdict is the one that the oracle reads out of the definitions") {
    oracle::property{"evaluate", 400}.run([](dice& random, const std::string& name) {
        desk_case of = random_case(random);
        compare(of, name);
        // The same ticket earlier and later, and exactly when something happens.
        for (int n = 0; n < 2; ++n) {
            const auto& some = random.pick(of.ticket.events);
            of.now = some.at + std::chrono::milliseconds{random.from_to(-1, 1)};
            compare(of, name);
        }
    });
}
