// SPDX-License-Identifier: MIT
//
// Room: json_results. Verdicts, explanations, reports and issues as JSON, for programs that are not
// written in C++.
//
// What the core answers in its own types leaves a process as text: on a pipe, over a network, to a
// page. Each of these writes one object on one line, so that a file of them is newline-delimited
// JSON:
//
//     sla::to_json(book, sla::evaluate(book, ticket, now))
//     // {"policy":"Gold","verdicts":[{"policy":"Gold","metric":"first response",
//     //  "state":"running","basis":"limit","limit":"4 business hours","calendar":"Support",
//     //  "started":"2026-02-13T14:00:00Z","deadline":"2026-02-16T10:00:00Z", ...}],
//     //  "next_change":"2026-02-16T10:00:00.001Z"}
//
// The rules hold everywhere. Instants are UTC and ISO 8601, with milliseconds where there are any.
// Lengths of time are whole milliseconds; those whose name begins with "working_" are working time,
// the others elapsed time; `counted` and `allowed` are in the limit's own time. States, kinds and
// reasons are the names of the C++ enumerators: "not_applicable". Limits and credits are said as in
// a document (json.hpp). A member whose value does not exist (no deadline, never breached, no
// calendar) is left out. Names stay in their own script; a byte that is no UTF-8 becomes U+FFFD.
//
// The hard case is a share: 0.1 is no binary number. Shares of promises kept are told as two whole
// numbers, `part` of `whole`; only the share of a verdict is a number with a fraction, the shortest
// one that reads back as `verdict::share()`.
//
// The functions append to a text, whose memory is reused from one row to the next; `to_json` makes
// a new one. They need memory and nothing else, and are called from any number of threads.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/issue.hpp>
#include <sla/policy.hpp>
#include <sla/report.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <string>
#include <string_view>

namespace sla::inline v1 {

/// A text in quotation marks, escaped.
SLA_API void append_json(std::string& out, std::string_view text);

/// An instant in quotation marks: "2026-02-13T15:40:00Z". Years beyond 0 to 9999 have a sign.
SLA_API void append_json(std::string& out, instant at);

/// The members `policy`, `metric`, `state`, `basis`; `limit`, `calendar`; `started`, `stopped`,
/// `paused_since`, `deadline`, `breached_at`, `next_change`; `spent`, `working_spent`, `remaining`,
/// `working_remaining`, `overdue`, `working_overdue`, `counted`, `allowed`; `share`, `cycle`,
/// `past_breaches`, `credit_band` (counted from 1; 0 is none), `credit`; and `steps`, those that
/// were reached, each with `name` and `at`.
/// Precondition: the verdict was made with this book.
SLA_API void append_json(std::string& out, const policy_book& book, const verdict& v);

/// `policy`, `verdicts`, `next_change`, and `omitted` where clocks found no room.
SLA_API void append_json(std::string& out, const policy_book& book, const evaluation& e);

/// `cycles`: the members of their verdicts, and `stretches` with `from`, `to`, `kind`, `limit`,
/// `counted`, `cause` (the index of an event) and `intervals` with `from`, `to`, `reason`, `name`,
/// `source`. And `trials`: of each policy `policy`, `outcome`, `failed`, for the ticket as the
/// events until `now` have made it.
/// Preconditions: `why` was made with this book, this ticket and this `now`.
SLA_API void append_json(std::string& out, const policy_book& book, const timeline& ticket,
                         const explanation& why, instant now = never);

/// `metric`, `by`, `where`, `counts`, and `lines`: of each group `key` (labels in the order of
/// `by`, null where rows have no value), `rows`, `states`, `errors`, `share_met` by treatment of
/// open clocks, and `lengths` with `sum`, `mean`, `min`, `max`, `within` (limits and how many were
/// at or below) and `percentiles` 50, 75, 90, 95 and 99.
/// Precondition: as of `report::read`.
SLA_API void append_json(std::string& out, const report& r, const report_query& query);

/// A list of objects with `code`, `severity`, `place`, `message`; `expected`, `saw`, `hint` where
/// they say something, and `related` (`place`, `note`) where there is any.
SLA_API void append_json(std::string& out, const issue_list& issues);

[[nodiscard]] SLA_API std::string to_json(const policy_book& book, const verdict& v);
[[nodiscard]] SLA_API std::string to_json(const policy_book& book, const evaluation& e);
[[nodiscard]] SLA_API std::string to_json(const policy_book& book, const timeline& ticket,
                                          const explanation& why, instant now = never);
[[nodiscard]] SLA_API std::string to_json(const report& r, const report_query& query = {});
[[nodiscard]] SLA_API std::string to_json(const issue_list& issues);

/// The name of the enumerator: "not_applicable", "running", ...
[[nodiscard]] SLA_API std::string_view json_name(clock_state state) noexcept;
[[nodiscard]] SLA_API std::string_view json_name(deadline_basis basis) noexcept;

} // namespace sla::inline v1
