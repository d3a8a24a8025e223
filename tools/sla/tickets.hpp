// SPDX-License-Identifier: MIT
//
// Tickets from a file or a pipe, one at a time: newline-delimited JSON, CSV with a row for each
// ticket, or CSV with a row for each event.
#pragma once

#include "arguments.hpp"
#include "io.hpp"
#include "policy.hpp"
#include "problems.hpp"
#include "times.hpp"
#include <sla/json_ticket.hpp>
#include <sla/result.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

class ticket_source {
public:
    ticket_source() = default;
    ticket_source(const ticket_source&) = delete;
    ticket_source& operator=(const ticket_source&) = delete;
    virtual ~ticket_source() = default;

    /// False at the end.
    virtual bool next() = 0;

    // Of the last one, until the next.
    /// Its issues have places in the file, without the row.
    [[nodiscard]] const sla::result<sla::timeline>& ticket() const { return *ticket_; }
    [[nodiscard]] std::uint64_t row() const { return row_; }
    [[nodiscard]] virtual std::string_view id() const = 0;
    [[nodiscard]] virtual std::string_view name(sla::attribute which) const = 0;
    [[nodiscard]] virtual sla::instant as_of() const = 0;

    /// What has to be said before the first ticket.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
    [[nodiscard]] virtual std::uint64_t repeated_times() const = 0;
    [[nodiscard]] virtual std::uint64_t moved_events() const = 0;

protected:
    std::optional<sla::result<sla::timeline>> ticket_;
    std::uint64_t row_ = 0;
    std::vector<std::string> notes_;
};

/// How times without an offset, and times of an own form, are read.
struct time_options {
    std::optional<sla::zone> zone;
    std::optional<time_format> format;
    std::uint64_t repeated = 0;
};

/// The options of this file, of every command that reads tickets.
[[nodiscard]] std::span<const option> ticket_options();

/// Adds what the reading has taken the liberty to do.
void note_liberties(const ticket_source& source, const time_options& times, const problems& to);

/// What of `--column` and the other options holds for the reader of tickets. Throws `stop`.
/// Precondition: `times` outlives the reader.
[[nodiscard]] sla::json_ticket_options reader_options(const arguments& given, time_options& times);
[[nodiscard]] time_options times_of(const policy& p, const arguments& given);

/// Throws `stop` where options or the heading of a CSV file say nothing that can be used.
/// Precondition: all of these outlive the source.
[[nodiscard]] std::unique_ptr<ticket_source> open_tickets(const policy& p, const arguments& given,
                                                          line_reader& lines, time_options& times);

[[nodiscard]] std::unique_ptr<ticket_source> ndjson_tickets(const policy& p, line_reader& lines,
                                                            sla::json_ticket_options options);
[[nodiscard]] std::unique_ptr<ticket_source> csv_tickets(const policy& p, const arguments& given,
                                                         line_reader& lines, char separator,
                                                         sla::json_ticket_options options);

/// Whether the form of tickets has this member, or of an event's one.
[[nodiscard]] bool is_ticket_member(std::string_view name);
[[nodiscard]] bool is_event_member(std::string_view name);
/// Those with a plain name.
[[nodiscard]] std::vector<std::string> member_names();

/// The instant as of which a ticket is judged.
class as_of_choice {
public:
    /// Throws `stop`.
    as_of_choice(const arguments& given, const time_options& times);
    /// What was asked for; else what the ticket says; else the present time.
    [[nodiscard]] sla::instant of(sla::instant ticket);
    /// Whether the present time was taken, which then has to be said.
    [[nodiscard]] bool was_present() const { return present_used_; }
    [[nodiscard]] sla::instant present() const { return present_; }

private:
    std::optional<sla::instant> given_;
    sla::instant present_;
    bool present_used_ = false;
};

/// An instant on the command line; throws `stop`.
[[nodiscard]] sla::instant instant_argument(std::string_view text, const time_options& times,
                                            std::string_view place);

} // namespace tool
