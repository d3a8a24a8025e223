// SPDX-License-Identifier: MIT
//
// Room: describe. Issues, times, promises and verdicts as text for people.
//
// Everything else in the library speaks in data; this edge puts it into words, for logs, tests,
// terminals and first versions of a screen. The words are English and may change between releases:
// programs compare the data (`issue::code`, `verdict::state`), never the text.
//
//     describe(v, book, berlin)
//         first response: running; due Mon 2026-02-16 11:00 +01:00 (4 h working time from Fri
//         2026-02-13 15:00 +01:00); 2 days 19 h (3 h working time) left, 25 % used
//
//     describe(some_issue)
//         error[calendar.ranges_overlap] hours.monday[1]: the range overlaps another one
//           expected: ranges that do not overlap
//           saw: 12:00-17:00 and 09:00-13:00
//           hours.monday[0]: the other range, 09:00-13:00
//           hint: write one range that covers both
//
// The hard case is an hour that the wall clock shows twice: times always carry their offset, so
// that 02:30 +02:00 and 02:30 +01:00 are told apart.
#pragma once

#include <sla/calendar.hpp>
#include <sla/detail/export.hpp>
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/issue.hpp>
#include <sla/policy.hpp>
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <string>

namespace sla::inline v1 {

/// One issue, over several lines, without a newline at the end.
[[nodiscard]] SLA_API std::string describe(const issue& i);

/// All issues, one after another, and a last line that counts them; empty for an empty list.
[[nodiscard]] SLA_API std::string describe(const issue_list& issues);

/// "Fri 2026-02-13 16:40 +01:00", with seconds and milliseconds only where there are any; "never".
[[nodiscard]] SLA_API std::string describe(instant t, const zone& tz);

/// "Fri 2026-02-13 09:00 +01:00 to 17:00 +01:00".
[[nodiscard]] SLA_API std::string describe(const interval& i, const zone& tz);

/// "3 days 2 h 15 min", "45 s", "1.25 s", "0 s"; days are 24 hours.
[[nodiscard]] SLA_API std::string describe(elapsed time);

/// Like elapsed time, but in hours and without days, which nobody reads as 24 hours of work:
/// "26 h 15 min working time".
[[nodiscard]] SLA_API std::string describe(working time);

/// "4 h working time", "2 business days, by close", "1 business day by 16:00 (cut-off 10:00)",
/// "3 calendar days, same time of day", "4 h working time, then 1 day".
[[nodiscard]] SLA_API std::string describe(const target_duration& within);

// -- what was promised ---------------------------------------------------------------------------

/// A length of one of the two kinds, in its words.
[[nodiscard]] SLA_API std::string describe(const length& l);

/// "warn the agent at 75 %", "tell the lead 30 min after the deadline".
[[nodiscard]] SLA_API std::string describe(const step_definition& step);

/// "12.5 % of the fee", "12.50 EUR".
[[nodiscard]] SLA_API std::string describe(const credit& c);

/// "10 % of the fee if it is late by 4 h".
[[nodiscard]] SLA_API std::string describe(const credit_band& band);

/// The metric; then a line for each row, step and credit band, indented by two spaces. Options are
/// not told.
[[nodiscard]] SLA_API std::string describe(const target_definition& target);

/// "every ticket", "tier is one of gold, platinum and not (channel is telephone)".
[[nodiscard]] SLA_API std::string describe(const condition& c);

/// "a message by an agent that the customer can see", "the change to any status but open".
[[nodiscard]] SLA_API std::string describe(const event_condition& e);

/// The name, and in one sentence what moves the clock.
[[nodiscard]] SLA_API std::string describe(const metric_definition& metric);

// -- what happened, and how it stands
// --------------------------------------------------------------

/// "the customer", "an agent", "automation", "a third party".
[[nodiscard]] SLA_API const char* describe(actor who) noexcept;

/// What `name_of` says: "created", "message", "status changed", ...
[[nodiscard]] SLA_API const char* describe(event_kind kind) noexcept;

/// "Fri 2026-02-13 16:40 +01:00 status changed to waiting"; a name that the book does not know is
/// "(other)", and tags are not named. Precondition: the names and the metric of `e` come from
/// `book`.
[[nodiscard]] SLA_API std::string describe(const event& e, const policy_book& book, const zone& tz);

/// "not applicable", "not started", "running", "paused", "met", "breached", "cancelled".
[[nodiscard]] SLA_API const char* describe(clock_state state) noexcept;

/// "no deadline", "by the limit", "if resumed now", "set by hand".
[[nodiscard]] SLA_API const char* describe(deadline_basis basis) noexcept;

/// One clock on one line: how it stands, what was promised, what is left or how late it is, the
/// steps that were reached, the credit that is due. "Next change" stands for what comes before the
/// clock is late, or after it. Precondition: `v` comes from `book`.
[[nodiscard]] SLA_API std::string describe(const verdict& v, const policy_book& book,
                                           const zone& tz);

/// The policy and each clock, a line each, without a newline at the end. A clock of another policy
/// begins with the name of that.
[[nodiscard]] SLA_API std::string describe(const evaluation& e, const policy_book& book,
                                           const zone& tz);

// -- why -----------------------------------------------------------------------------------------

/// "counted", "outside hours", "closed", "paused", ...
[[nodiscard]] SLA_API const char* describe(interval_reason reason) noexcept;

/// "waiting", "running", "paused", "stopped", "forgotten", "carried over".
[[nodiscard]] SLA_API const char* describe(stretch_kind kind) noexcept;

/// "waiting for a response", "handled", "over the limit", "paused".
[[nodiscard]] SLA_API const char* describe(progress_kind kind) noexcept;

/// "matches", "does not match", "is not in force", ...
[[nodiscard]] SLA_API const char* describe(trial_outcome outcome) noexcept;

/// "Gold: does not match, when.parts[1] fails". Precondition: `trial` comes from `book`.
[[nodiscard]] SLA_API std::string describe(const policy_trial& trial, const policy_book& book);

/// The verdict; then a line for each interval and for each limit where it begins to hold, indented
/// by two spaces; then what counted, together.
/// Preconditions: `why` was made with this book and this ticket, and `of` is one of its cycles.
[[nodiscard]] SLA_API std::string describe(const explained_cycle& of, const explanation& why,
                                           const policy_book& book, const timeline& ticket,
                                           const zone& tz);

/// All cycles, in their order, without a newline at the end.
[[nodiscard]] SLA_API std::string describe(const explanation& why, const policy_book& book,
                                           const timeline& ticket, const zone& tz);

} // namespace sla::inline v1
