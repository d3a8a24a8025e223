// SPDX-License-Identifier: MIT
//
// The policy part of a scenario file: what a desk promises, in words.
//
//     times in Europe/Berlin                    for all lines below
//     calendar Support
//         open     Monday to Friday 09:00-12:00, 13:00-17:00
//         closed   2026-04-03 Good Friday
//         instead  2026-12-24 09:00-12:00 Christmas Eve
//     metric resolution                         instead of the built-in one, or a new one
//         like     resolution
//         paused in waiting or on hold
//         on reopen new cycle
//     policy Gold
//         when     tier gold or platinum and not channel telephone
//         by       Support                      whose hours
//         target first response
//             priority P1, channel e-mail: 30 min
//             otherwise: 4 h working
//             step     warn the agent at 75 %
//             credit   10 % late by 0 min
//             option   retarget restart
//     choose   strictest
//     versions at now
//
// A target's table may also be written as one, `priority by channel | telephone | e-mail`. A
// calendar's zone is that of the times unless it has a line `zone`. Options are explained in
// options.hpp.
#pragma once

#include "words.hpp"
#include <sla/policy_definition.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scenarios {

class book_reader {
public:
    /// Reads one line. True unless it belongs to something else than a policy part.
    bool read(std::string_view line);

    /// Forgets all but the calendars and where the times are meant.
    void begin_again();

    [[nodiscard]] const sla::book_definition& book() const { return book_; }
    [[nodiscard]] const wall& times() const { return times_; }

private:
    enum class section : std::uint8_t { book, calendar, metric, policy, target };

    bool read_book_line(std::string_view line);
    bool read_calendar_line(std::string_view line);
    bool read_metric_line(std::string_view line);
    bool read_policy_line(std::string_view line);
    bool read_target_line(std::string_view line);
    void read_row(std::string_view line);
    void read_grid(std::string_view line);
    void begin_metric(std::string_view name);
    [[nodiscard]] sla::metric_definition& metric();
    [[nodiscard]] sla::policy_definition& policy() { return book_.policies.back(); }
    [[nodiscard]] sla::target_definition& target() { return policy().targets.back(); }

    sla::book_definition book_{};
    wall times_{};
    section in_ = section::book;
    std::string metric_{};
    std::vector<std::string> columns_{}; ///< Of the grid being read.
    sla::attribute left_{};
    sla::attribute top_{};
};

} // namespace scenarios
