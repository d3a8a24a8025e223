// SPDX-License-Identifier: MIT
//
// Room: policy (definitions). What was promised to whom, as plain data.
//
// A book holds everything that a desk promises: its calendars, its metrics (metric.hpp) and its
// policies. A policy says for which tickets it holds (condition.hpp), whose hours count, and how
// soon what has to happen (target.hpp). All of it can be written in code, printed, compared and
// loaded; `compile` (policy.hpp) checks it, all at once.
//
//     using namespace std::chrono_literals;
//     sla::book_definition book{
//         .calendars = {support},
//         .policies = {{.name = "Gold",
//                       .when = sla::tier_is({"gold"}),
//                       .calendar = "Support",
//                       .targets = {{.metric = "first response",
//                                    .rows = sla::by_priority({{"urgent", 15min},
//                                                              {"normal", sla::working{4h}}})},
//                                   {.metric = "resolution",
//                                    .rows = sla::always(sla::business_days{.count = 3})}}},
//                      {.name = "Everybody else", ...}},
//     };
//
// The first policy whose condition holds is the ticket's policy, unless the book says that all of
// them are, or the strictest. So order is meaning: special cases first, the rest last.
//
// The hard case is a promise that changes. Two policies of one name are two versions of it, each
// with its own dates; `version_choice` says whether a ticket that lives through the change is
// judged by the version under which it was created, or otherwise.
#pragma once

#include <sla/attribute.hpp>
#include <sla/calendar.hpp>
#include <sla/calendar_definition.hpp>
#include <sla/condition.hpp>
#include <sla/metric.hpp>
#include <sla/metrics.hpp>
#include <sla/target.hpp>
#include <sla/time.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace sla::inline v1 {

/// Which of the policies that match a ticket are its policies.
enum class policy_choice : std::uint8_t {
    first_match,  ///< The first one in the order of the book.
    all_matching, ///< All of them, side by side, each with its own clocks.
    strictest,    ///< Of all of them, for each metric the one with the earliest deadline.
};

/// Whether a policy stands back.
enum class policy_role : std::uint8_t {
    normal,
    fallback, ///< Matches only where no normal policy does.
};

/// As of when a policy has to be in force to judge a ticket.
enum class version_choice : std::uint8_t {
    at_creation,    ///< Of the ticket: later versions concern later tickets.
    at_cycle_start, ///< When the clock's cycle began; past cycles stay as they were judged.
    at_each_event,  ///< At each event: a running clock gets the new limit with the next event.
    at_now,         ///< Now: history is judged by what holds today.
};

/// A promise: for these tickets, by this calendar, so soon.
struct policy_definition {
    /// Unique in a book, but for versions of one policy: these have one name and hold one after
    /// the other.
    std::string name;
    condition when{};
    instant effective_from = first_instant; ///< Inclusive; `first_instant`: since ever.
    instant effective_until = end_of_range; ///< Exclusive; `end_of_range`: for ever.
    policy_role role = policy_role::normal;
    std::string calendar{}; ///< Needed where a limit is anything but elapsed time.
    std::vector<target_definition> targets{}; ///< At most 8, one for each metric.

    friend bool operator==(const policy_definition&, const policy_definition&) = default;
};

/// A calendar made of two others, which stand in `calendars` or earlier in the list of
/// combinations: "office hours in Berlin or in Boston".
struct calendar_combination {
    std::string name;
    std::string left;
    set_operation operation = set_operation::unite;
    std::string right;

    friend bool operator==(const calendar_combination&, const calendar_combination&) = default;
};

/// The values that an attribute can have. Where they are declared, a name that is not among them is
/// a mistake; where they are not, every name is taken as it comes.
struct vocabulary {
    attribute which;
    std::vector<std::string> values;

    friend bool operator==(const vocabulary&, const vocabulary&) = default;
};

/// Everything that a desk promises; see the top of this file.
struct book_definition {
    std::vector<calendar_definition> calendars{};
    std::vector<calendar_combination> combined{};
    std::vector<metric_definition> metrics = built_in_metrics();
    std::vector<vocabulary> vocabularies{};
    std::vector<policy_definition> policies{}; ///< Order is meaning, see `choose`.
    policy_choice choose = policy_choice::first_match;
    version_choice versions = version_choice::at_creation;

    friend bool operator==(const book_definition&, const book_definition&) = default;
};

} // namespace sla::inline v1
