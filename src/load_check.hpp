// SPDX-License-Identifier: MIT
//
// The check that the database in memory and the one on disk are the same, apart from both.
#pragma once

#include <sla/result.hpp>
#include <sla/zone.hpp>

#include <utility>

namespace sla::inline v1::detail {

/// The zone that both definitions describe, or the issue `zone.database_changed` when they do not
/// describe the same one.
///
/// `loaded` is what the database in memory says, continued by the rule of the file; `on_disk` is
/// the file alone. They are compared as zones, so it does not matter how far each lists its
/// changes.
inline result<zone> compile_agreeing(zone_definition loaded, zone_definition on_disk) {
    result<zone> by_file = compile(std::move(on_disk));
    if (!by_file)
        return by_file;
    const result<zone> by_database = compile(std::move(loaded));
    if (by_database && *by_database == *by_file)
        return by_file;
    std::string saw = "a zone that cannot be continued by the file's rule";
    if (by_database) {
        const auto a = by_database->transitions();
        const auto b = by_file->transitions();
        saw = std::to_string(a.size()) + " changes before the rule holds in memory, " +
              std::to_string(b.size()) + " in the file";
    }
    return issue_list{
        {.code = "zone.database_changed",
         .place = {},
         .message = "the time zone database on disk is not the one that this process has loaded",
         .expected = "the same clock changes in memory and in the zone file",
         .saw = std::move(saw),
         .hint = "start the process again after an upgrade, or load from a directory: "
                 "load_zone(name, directory) reads the files as they are"}};
}

} // namespace sla::inline v1::detail
