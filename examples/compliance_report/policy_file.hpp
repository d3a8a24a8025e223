// SPDX-License-Identifier: MIT
//
// What a policy file says: how to read the tickets, and what was promised. README.md describes the
// file.
#pragma once

#include "wall_clock.hpp"
#include <sla/calendar_definition.hpp>
#include <sla/policy.hpp>
#include <sla/policy_definition.hpp>
#include <sla/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace compliance {

class json_file;

/// The names of the columns of the ticket file; empty: there is none.
struct ticket_columns {
    std::string id{};
    std::string created{};
    std::string first_response{};
    std::string resolved{};
    std::string type{};
    std::string priority{};
    std::string channel{};
    std::string department{};
    std::string target{};  ///< When another system says that the resolution was due.
    std::string verdict{}; ///< What that system says became of it, in these words:
    std::string kept{};
    std::string missed{};
};

struct desk_policy {
    std::string name{};
    ticket_columns columns{};
    char separator = ',';
    wall_clock_format dates{};
    std::string zone{};  ///< In which the file's dates are written, and times are shown.
    std::string as_of{}; ///< When the file was written; empty where unknown.
    sla::book_definition book{};

    /// From places in `book` ("policies[0].targets[0].rows[3]") to places in the file.
    std::vector<std::pair<std::string, std::string>> origins{};

    std::vector<std::string> priorities{}; ///< Declared, in their order.
    std::vector<std::string> channels{};
    std::optional<unsigned> goal{}; ///< Percent of promises to keep.
};

/// Reads our own shape, or Boston's. All mistakes come back at once, each with file, line and
/// column.
[[nodiscard]] sla::result<desk_policy> read_policy(const std::filesystem::path& path);

/// The book, compiled for the years around `year`; issues and warnings stand at places of the file.
[[nodiscard]] sla::result<sla::policy_book>
compile_policy(const desk_policy& desk, const sla::zone_source& zones, std::chrono::year year);

// -- for both shapes ---------------------------------------------------------------------------

/// "08:30", up to "48:00", since midnight.
[[nodiscard]] sla::result<std::chrono::seconds> read_time_of_day(std::string_view text);

/// "2015-11-26".
[[nodiscard]] sla::result<std::chrono::year_month_day> read_date(std::string_view text);

/// "Monday", "Mon", "Mon-Fri", "Monday to Friday", "every day"; any case.
[[nodiscard]] sla::result<sla::weekday_set> read_weekdays(std::string_view text);

/// "4 working hours", "3 business days, by close", "24 hours", "10 calendar days"; see README.md.
[[nodiscard]] sla::result<sla::target_duration> read_duration(std::string_view text);

} // namespace compliance
