// SPDX-License-Identifier: MIT
//
// Room: load. Zones from the time zone database of the system, or of a directory.
//
// The core never looks at the machine it runs on; this edge does, once, when a host asks for a zone
// by name, and hands back a value that does not change any more:
//
//     sla::zone berlin = sla::load_zone("Europe/Berlin").value();
//     auto calendar = sla::compile(definition, sla::system_zones());
//
// The clock changes come from the date library, which reads the system's zone files but not the
// rule in their last line, so that by itself it has no daylight saving from 2038 on and, with
// "slim" files, is wrong today. Here the rule is read from the file and continues the changes for
// ever, and the file's own list of changes is compared with what the library gave: a zone that
// comes out has been read twice, by two readers, with one result.
//
// Whatever goes wrong is an issue, never a zone that is nearly right: an unknown name is not UTC.
// The hard case is an upgrade of the database under a running process, whose date library still
// holds the old one: that is `zone.database_changed`. A host that must live through upgrades, or
// that ships a database of its own, names the directory instead.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/result.hpp>
#include <sla/zone.hpp>

#include <filesystem>
#include <string_view>

namespace sla::inline v1 {

/// The zone of that name in the system's database ("Europe/Berlin"; links such as "US/Eastern" keep
/// their own name).
///
/// Issues: `zone.name_invalid` (empty, with an unsafe path in it, "posix/...", "right/...",
/// "localtime"); `zone.unknown`, with the nearest names as its hint; `zone.no_database`;
/// `zone.file_...` and `zone.leap_seconds` when the zone's file cannot be used, at a place
/// "<file>: byte 44"; `zone.rule_...`, at "<file>: rule, character 12"; `zone.database_changed`;
/// `zone.database_unreadable` for any other failure of the date library.
///
/// Reads one file and takes in the order of 0.1 ms (the first call some more), so load once and
/// keep the value, or a `zone_set` of them. Safe to call from several threads.
[[nodiscard]] SLA_API result<zone> load_zone(std::string_view name);

/// The zone of that name from the TZif file `directory / name`, and from nothing else: no system
/// database, no date library. Fat and slim files give equal zones. Reads the file anew each time,
/// so it sees an upgrade. Issues as above, save the last two.
[[nodiscard]] SLA_API result<zone> load_zone(std::string_view name,
                                             const std::filesystem::path& directory);

/// `load_zone(name)` as a source for calendars.
[[nodiscard]] SLA_API zone_source system_zones();

/// `load_zone(name, directory)` as a source for calendars.
[[nodiscard]] SLA_API zone_source zones_in(std::filesystem::path directory);

} // namespace sla::inline v1
