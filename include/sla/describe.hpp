// SPDX-License-Identifier: MIT
//
// Room: describe. Issues, times and verdicts as text for people.
//
// Everything else in the library speaks in data; this edge puts it into words, for logs, tests,
// terminals and first versions of a screen. The words are English and may change between releases:
// programs compare the data (`issue::code`, `verdict::state`), never the text.
//
//     describe(v, book, berlin)
//         first response: running; due Mon 2026-02-16 11:00 +01:00 (4 h working time from Fri
//         2026-02-13 15:00 +01:00); 2 days 19 h (3 h working time) left
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
[[nodiscard]] SLA_API std::string describe(elapsed length);

/// Like elapsed time, but in hours and without days, which nobody reads as 24 hours of work:
/// "26 h 15 min working time".
[[nodiscard]] SLA_API std::string describe(working length);

/// "4 h working time", "2 business days, by close", "1 business day by 16:00 (cut-off 10:00)",
/// "3 calendar days, same wall-clock time", "24 h".
[[nodiscard]] SLA_API std::string describe(const target_duration& within);

/// "not applicable", "not started", "running", "met", "breached".
[[nodiscard]] SLA_API const char* describe(clock_state state) noexcept;

/// One clock on one line: how it stands, what was promised, what is left or how late it is.
/// Preconditions: `v` comes from `book`.
[[nodiscard]] SLA_API std::string describe(const verdict& v, const policy_book& book,
                                           const zone& tz);

/// The policy and each clock, a line each, without a newline at the end.
[[nodiscard]] SLA_API std::string describe(const evaluation& e, const policy_book& book,
                                           const zone& tz);

} // namespace sla::inline v1
