// SPDX-License-Identifier: MIT
//
// Random books and tickets for the properties of the evaluator, their text, and what two
// evaluations disagree about.
#pragma once

#include <sla/evaluate.hpp>
#include <sla/policy.hpp>

#include <functional>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <oracle/slow_evaluator.hpp>
#include <string>
#include <utility>
#include <vector>

namespace oracle {

/// A book, a ticket and a moment.
struct desk_case {
    sla::book_definition book;
    slow_ticket ticket;
    sla::instant now;
};

/// What a random book may contain.
struct book_rules {
    bool strictest = true;
    bool versions = true;       ///< Judged as of other instants than the creation.
    bool random_metrics = true; ///< Beside the built-in ones.
    bool extras = true;         ///< Allowances out of hours, `exact_fit::next_open`.
};

/// A book that compiles, and a ticket in it. Events are close together, often at one instant, at a
/// deadline, at an opening or one millisecond beside.
desk_case random_case(dice& random, const book_rules& rules = {});

/// The compiled book. Precondition: it compiles.
sla::policy_book book_of(const sla::book_definition& definition);
/// Whether it compiles.
bool compiles(const sla::book_definition& definition);

/// The ticket's timeline in the numbers of the book; keeps a reference to `events`.
sla::timeline timeline_of(const sla::policy_book& book, const slow_ticket& ticket,
                          const std::vector<sla::event>& events);

/// What the library and the oracle say differently about this case; empty when they agree.
std::string disagreement(const desk_case& of);

/// A smaller case for which `fails` still holds.
desk_case shrunk(desk_case of, const std::function<bool(const desk_case&)>& fails);

/// Two verdicts of the library, in all but what changes while nothing happens.
bool same_but_for_amounts(const sla::verdict& a, const sla::verdict& b);

std::string to_text(const sla::book_definition& book);
std::string to_text(const slow_ticket& ticket);
std::string to_text(const desk_case& of);
std::string to_text(const slow_verdict& v);

/// A verdict's fields, each with its name.
using fields_by_name = std::vector<std::pair<std::string, std::string>>;
fields_by_name fields_of(const slow_verdict& v);

/// The library's verdict in the oracle's words. Rows that say the same are told apart by nothing:
/// `like` says which of them is expected.
slow_verdict in_names(const sla::verdict& v, const sla::policy_book& book,
                      const sla::book_definition& definition,
                      const std::optional<slow_limit>& like = {});

} // namespace oracle
