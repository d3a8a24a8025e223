// SPDX-License-Identifier: MIT
//
// Random calendars, instants and cases, the same on every machine: the engine is fixed by the
// standard and the distributions are our own.
#pragma once

#include <sla/calendar.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <oracle/slow_calendar.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace oracle {

class dice {
public:
    explicit dice(std::uint64_t seed) : engine_{seed} {}

    std::uint64_t below(std::uint64_t end) { return engine_() % end; }
    /// Both ends included.
    std::int64_t from_to(std::int64_t first, std::int64_t last) {
        return first +
               static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last - first + 1)));
    }
    int small(int first, int last) { return static_cast<int>(from_to(first, last)); }
    bool percent(unsigned chance) { return below(100) < chance; }
    template <class T>
    const T& pick(const std::vector<T>& of) {
        return of[static_cast<std::size_t>(below(of.size()))];
    }

private:
    std::mt19937_64 engine_;
};

/// How fine the ranges of a random definition are.
enum class grain { minutes, seconds };

/// Definitions are usually, not always, accepted by `sla::compile`.
sla::calendar_definition random_definition(dice& random, grain fine = grain::minutes);
/// Years to compile: the default ones, the first two, the last of a century, one year.
sla::calendar_options random_options(dice& random);

/// The definition as C++, to be pasted into a test.
std::string to_text(const sla::calendar_definition& definition);
std::string to_text(sla::instant t);
std::string to_text(sla::working d);

/// A calendar and its oracle.
struct pair {
    sla::calendar fast;
    slow_calendar slow;
    std::string text; ///< The definition, or the combination of definitions.
};

/// A calendar from a random definition that compiles, in one of the hard zones.
pair random_pair(dice& random, grain fine = grain::minutes);
/// The same twice, under a random operation; up to `depth` deep.
pair random_combination(dice& random, int depth);

/// An instant where something may go wrong: near a change of the clock, New Year, an exception, a
/// border of the compiled years, or anywhere; mostly 1970 to 2100, some up to 9999. A whole minute,
/// a few seconds off, or any millisecond.
sla::instant random_instant(dice& random, const pair& of);

/// Runs `body(random, index)` for the cases of a property: `cases` of them, each with a seed of its
/// own, which is part of every failure message. For a longer run set SLA_PROPERTY_CASES to a
/// factor, for other cases SLA_PROPERTY_SEED to a number.
struct property {
    std::string_view name;
    std::size_t cases;

    template <class Body>
    void run(Body body) const {
        const std::size_t end = cases * factor();
        for (std::size_t i = 0; i < end; ++i) {
            dice random{seed(i)};
            body(random, describe(i));
        }
    }

private:
    static std::size_t factor();
    [[nodiscard]] std::uint64_t seed(std::size_t index) const;
    [[nodiscard]] std::string describe(std::size_t index) const;
};

} // namespace oracle
