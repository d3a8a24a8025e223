// SPDX-License-Identifier: MIT
//
// One event of an iCalendar text, its properties read by libical.
#pragma once

#include "icalendar_text.hpp"
#include "sink.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <libical/ical.h>
#include <optional>
#include <string>
#include <vector>

namespace sla::inline v1::detail::holidays {

/// A date, or a time by the clock of some zone.
struct moment {
    enum class form : std::uint8_t { date, floating, utc, zoned };

    form kind = form::date;
    std::chrono::local_seconds local{};
    std::string tzid{};
    std::size_t line = 0;

    [[nodiscard]] bool is_date() const { return kind == form::date; }
};

/// RFC 5545, 3.3.6: days by the clock, the rest as it passes.
struct event_length {
    std::chrono::days days{};
    std::chrono::seconds seconds{};
    std::size_t line = 0;
};

struct added_date {
    moment start{};
    std::optional<moment> end{};         // of a period
    std::optional<event_length> lasts{}; // of a period
};

struct event {
    std::size_t line = 0;
    std::string uid{};
    std::string name{};
    std::optional<moment> start{};
    std::optional<moment> end{};
    std::optional<event_length> lasts{};
    std::optional<moment> replaces{}; ///< RECURRENCE-ID
    std::optional<icalrecurrencetype> rule{};
    std::size_t rule_line = 0;
    std::vector<added_date> added{};
    std::vector<moment> left_out{};
    int sequence = 0;
    bool cancelled = false;
    bool transparent = false;
};

/// Nothing after an error.
std::optional<event> read_event(const event_lines& lines, const holiday_limits& limits,
                                sink& issues);

/// The value of a text property, without its backslashes.
std::string read_text_value(const property_line& line);

/// libical would otherwise end the process where it was built so.
void keep_errors_of_libical_harmless();

} // namespace sla::inline v1::detail::holidays
