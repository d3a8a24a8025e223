// SPDX-License-Identifier: MIT
//
// The oracle of the evaluator: how a ticket stands, worked out from the definitions.
//
// It knows names where the library knows numbers, and it reads the book as somebody reads a
// contract. For each clock it first writes down what happened to each of its cycles: begun, paused,
// resumed, another limit, stopped. Then it reads such a list from the beginning to the moment that
// is asked about, keeps the stretches in which the clock ran, and finds everything else by
// counting: how much of a limit is used up is the sum over the stretches; a deadline after a pause
// is found by walking over the calendar's hours until what was left is used up. What changes next
// is found by asking again, at every later instant that could matter.
//
// It shares with the library the definitions, the types of time, and `calendar`, which has an
// oracle of its own.
#pragma once

#include <sla/evaluate.hpp>
#include <sla/policy.hpp>
#include <sla/timeline.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace oracle {

/// Something that happened, in names.
struct slow_event {
    sla::instant at{};
    sla::event_kind kind = sla::event_kind::created;
    sla::actor by = sla::actor::agent;
    sla::visibility visible = sla::visibility::to_customer;
    sla::attribute which = sla::attribute::priority;
    std::string name{};   ///< Of a status, stage or custom event; a new value; a tag.
    std::string metric{}; ///< `due_changed`.
    sla::instant due = sla::never;
};

/// A ticket, in names.
struct slow_ticket {
    std::array<std::string, sla::attribute_count> values{}; ///< When it was created.
    std::vector<std::string> tags{};
    std::vector<slow_event> events{}; ///< In order, beginning with the creation.
};

/// The same events in the numbers of a book.
std::vector<sla::event> events_for(const sla::policy_book& book, const slow_ticket& ticket);
/// The same attributes in the numbers of a book.
sla::ticket_attributes attributes_for(const sla::policy_book& book, const slow_ticket& ticket);

/// A row of a target, by its indices.
struct slow_limit {
    std::size_t policy = 0;
    std::size_t target = 0;
    std::size_t row = 0;
    friend bool operator==(const slow_limit&, const slow_limit&) = default;
};

/// `sla::verdict`, field by field.
struct slow_verdict {
    std::size_t policy = 0;
    std::string metric{};
    sla::clock_state state = sla::clock_state::not_applicable;
    sla::deadline_basis basis = sla::deadline_basis::none;
    std::size_t credit_band = 0;
    std::optional<slow_limit> limit{};
    std::size_t cycle = 0;
    std::size_t past_breaches = 0;
    sla::instant started = sla::never;
    sla::instant stopped = sla::never;
    sla::instant paused_since = sla::never;
    sla::instant deadline = sla::never;
    sla::instant breached_at = sla::never;
    sla::instant next_change = sla::never;
    sla::time_amount spent{};
    sla::time_amount remaining{.elapsed = sla::elapsed::max()};
    sla::time_amount overdue{};
    sla::elapsed counted{};
    sla::elapsed allowed{};
    std::vector<sla::instant> steps{}; ///< `sla::max_steps` of them.

    friend bool operator==(const slow_verdict&, const slow_verdict&) = default;
};

/// How a ticket stands: as `sla::evaluate` says, and as `sla::all_cycles` does.
struct slow_evaluation {
    std::optional<std::size_t> policy{};
    std::vector<slow_verdict> verdicts{};
    std::vector<slow_verdict> cycles{};
};

/// Whether two verdicts agree in all that does not change by itself while nothing happens.
bool same_but_for_amounts(const slow_verdict& a, const slow_verdict& b);

/// Judges a ticket as of `now`. `book` was compiled from `definition`; only its calendars are
/// asked.
slow_evaluation slow_evaluate(const sla::book_definition& definition, const sla::policy_book& book,
                              const slow_ticket& ticket, sla::instant now);

} // namespace oracle
