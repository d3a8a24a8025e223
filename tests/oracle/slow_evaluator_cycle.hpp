// SPDX-License-Identifier: MIT
//
// The oracle of the evaluator, one cycle of one clock: from what happened to it to how it stands.
#pragma once

#include <sla/calendar.hpp>
#include <sla/target.hpp>

#include <cstddef>
#include <optional>
#include <oracle/slow_evaluator.hpp>
#include <vector>

namespace oracle {

/// In which time a limit counts.
enum class slow_unit { elapsed, working, working_then_elapsed };

/// A limit with all that it means.
struct slow_terms {
    slow_limit id;
    const sla::target_definition* target;
    const sla::target_row* row;
    const sla::calendar* hours; ///< Null where none is named.
    const sla::calendar* start_hours;

    [[nodiscard]] slow_unit unit() const;
    [[nodiscard]] bool is_date() const;
    friend bool operator==(const slow_terms& a, const slow_terms& b) { return a.id == b.id; }
};

/// Something that happened to a cycle.
struct slow_fact {
    enum class kind_type {
        begin,    ///< Always the first.
        pause,    ///< The latch is set,
        resume,   ///< or lifted.
        retarget, ///< This limit, or none, is in force.
        reset,
        due,      ///< A due time is set by hand; `never`: cleared.
        reopened, ///< After a stop that is no longer among the facts.
        stop,     ///< Always the last, if at all; so is
        cancel,
    };
    kind_type kind{};
    sla::instant at{};
    std::optional<slow_terms> limit{}; ///< `begin`, `retarget`.
    sla::instant due = sla::never;     ///< `due`; `begin`: a due time that waited for it.
    sla::instant not_before{}; ///< `begin`: later than `at` where the cycles are sequential.
    bool latched = false;      ///< `begin`.
};

/// How a cycle stands.
struct slow_standing {
    slow_verdict verdict; ///< Without metric, numbers and `next_change`.
    bool open = true;
    bool waiting = false;
    sla::instant not_before{}; ///< Of one that waits: until then for the cycle before it.
    /// When something might change by itself; earlier instants among them.
    std::vector<sla::instant> candidates{};
};

/// Reads the facts, none of them later than `now`, up to `now`.
slow_standing read_cycle(const std::vector<slow_fact>& facts, sla::instant now);

} // namespace oracle
