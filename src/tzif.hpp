// SPDX-License-Identifier: MIT
//
// A reader of time zone files (TZif, RFC 9636), from bytes to facts. It touches no file itself.
#pragma once

#include <sla/result.hpp>
#include <sla/zone_definition.hpp>

#include <string_view>

namespace sla::inline v1::detail {

/// The facts of one zone file: its 64-bit data block and its footer, as a definition without a name
/// and version.
///
/// Refused, each with its own code, at a place "byte 44": `zone.file_not_tzif`,
/// `zone.file_truncated`, `zone.file_too_old` (version 1 has no rule for the future),
/// `zone.file_corrupt`, `zone.file_without_rule` (empty footer), `zone.leap_seconds` (counts leap
/// seconds, so that its times are not UTC as POSIX and this library count it). The text of the rule
/// is left to `compile`.
[[nodiscard]] result<zone_definition> read_tzif(std::string_view bytes);

} // namespace sla::inline v1::detail
