// SPDX-License-Identifier: MIT
//
// When events take place: recurrences, expanded by libical within a window.
#pragma once

#include "icalendar_event.hpp"
#include "sink.hpp"
#include <sla/zone.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sla::inline v1::detail::holidays {

/// Zones by name, each looked for once; an unknown one is one issue.
class zone_table {
public:
    zone_table(const zone& desk, const zone_source& zones, sink& issues)
        : desk_{desk}, utc_{zone::utc()}, zones_{zones}, issues_{issues} {}

    /// The zone by whose clock a moment is meant; null after an issue.
    const zone* of(const moment& m);

private:
    const zone& desk_;
    zone utc_;
    const zone_source& zones_;
    sink& issues_;
    std::map<std::string, std::optional<zone>, std::less<>> known_;
};

/// Local times [first, last].
struct window {
    std::chrono::local_seconds first{};
    std::chrono::local_seconds last{};
};

/// The starts in `within` of an event with a rule, by the clock of `tz`, the event's own. Takes
/// what it costs from `steps`.
std::vector<std::chrono::local_seconds> expand(const event& of, const zone& tz, window within,
                                               std::size_t& steps, const holiday_limits& limits,
                                               sink& issues);

} // namespace sla::inline v1::detail::holidays
