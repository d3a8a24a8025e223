// SPDX-License-Identifier: MIT
//
// Verdicts on a whole log: added up, and held against the walk over its rows.
#pragma once

#include "event_log.hpp"
#include "event_log_recount.hpp"
#include <sla/evaluate.hpp>
#include <sla/policy.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace event_log {

// -- by the library
// --------------------------------------------------------------------------------

/// Sums over the clocks of one metric.
struct totals {
    tally states{}; ///< By name: "met".
    sla::elapsed counted{};
    sla::elapsed spent{};  ///< Elapsed.
    sla::elapsed paused{}; ///< Elapsed, between start and end, and not spent: reopening gaps too.
    std::size_t cycles = 0;
    std::size_t breached_cycles = 0;
};

[[nodiscard]] std::string name_of(sla::clock_state state);

/// "breached 3, met 17; counted 1000 s, spent 2000 s, paused 0 s; 4 of 20 cycles breached".
[[nodiscard]] std::string summary(const totals& sums);

/// From the start to the end of a clock, or to `now`, without the time spent.
[[nodiscard]] sla::elapsed paused_of(const sla::verdict& v, sla::instant now);

/// Of the metrics that any ticket has.
[[nodiscard]] std::map<std::string, totals>
judge(const sla::policy_book& book, std::span<const sla::timeline> tickets, sla::instant now);

/// The summary of each: "resolution: breached 3, ...".
[[nodiscard]] std::vector<std::string>
summaries(const sla::policy_book& book, std::span<const sla::timeline> tickets, sla::instant now);

/// A metric, and how to answer the same question by hand.
struct question {
    std::string metric;
    limits by_priority;
    measure count;
    retelling told;
};

/// What differs between the verdicts on a metric and a walk over the rows: state, counted, spent
/// and paused of each ticket.
/// Precondition: as many lives as tickets.
[[nodiscard]] std::vector<std::string> differences(const question& ask,
                                                   const sla::policy_book& book,
                                                   std::span<const sla::timeline> tickets,
                                                   std::span<const standings> lives,
                                                   sla::instant now);

} // namespace event_log
