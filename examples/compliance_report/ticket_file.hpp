// SPDX-License-Identifier: MIT
//
// Tickets from a CSV file, one at a time.
#pragma once

#include "csv.hpp"
#include "policy_file.hpp"
#include <sla/issue.hpp>
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace compliance {

/// What a row says. The texts are valid until the next row is read.
struct ticket_row {
    std::size_t line = 0;
    std::string_view id{};
    std::string_view type{};
    std::string_view priority{};
    std::string_view channel{};
    std::string_view department{};
    sla::instant created{};
    std::optional<sla::instant> first_response{};
    std::optional<sla::instant> resolved{};
    std::optional<sla::instant> target{};
    std::string_view verdict{};
};

class ticket_file {
public:
    enum class outcome : std::uint8_t {
        ticket,     ///< `row()` holds the next one.
        unreadable, ///< A row that makes no ticket: see `problem()`.
        fatal,      ///< The file cannot be used (any further): see `problems()`.
        end,
    };

    /// Opens the file and reads its header; see `problems()`.
    /// Precondition: `form` outlives the object.
    ticket_file(const std::filesystem::path& path, const ticket_form& form, sla::zone zone);

    outcome next();

    [[nodiscard]] const ticket_row& row() const { return row_; }
    /// What is wrong with an unreadable row, at "tickets.csv:12:5".
    [[nodiscard]] const sla::issue& problem() const { return problem_; }
    /// Why the file cannot be used; empty while it can.
    [[nodiscard]] const sla::issue_list& problems() const { return fatal_; }
    /// The line of the row in hand.
    [[nodiscard]] std::size_t line() const { return csv_.line(); }

    /// Where a column of the row in hand begins: "tickets.csv:12:5".
    [[nodiscard]] std::string place_of(const std::string& column) const;

    [[nodiscard]] std::uint64_t bytes_read() const { return csv_.bytes_read(); }

    /// How many dates of tickets the clock showed twice; the first time was taken.
    [[nodiscard]] std::uint64_t repeated_times() const { return repeated_times_; }

private:
    static constexpr std::size_t no_column = static_cast<std::size_t>(-1);
    struct column_numbers {
        std::size_t id = no_column;
        std::size_t created = no_column;
        std::size_t first_response = no_column;
        std::size_t resolved = no_column;
        std::size_t type = no_column;
        std::size_t priority = no_column;
        std::size_t channel = no_column;
        std::size_t department = no_column;
        std::size_t target = no_column;
        std::size_t verdict = no_column;
    };

    void read_header();
    [[nodiscard]] std::size_t find_column(const std::string& name);
    [[nodiscard]] std::string place(text_place where) const;
    [[nodiscard]] std::string_view cell(std::size_t column) const;
    bool read_row();
    bool read_instant(std::size_t column, const std::string& name,
                      std::optional<sla::instant>& into);

    std::string name_;
    const ticket_form* form_;
    sla::zone zone_;
    std::ifstream input_;
    csv_reader csv_;
    std::size_t width_ = 0;
    column_numbers at_{};
    ticket_row row_{};
    sla::issue problem_{};
    sla::issue_list fatal_{};
    std::uint64_t repeated_times_ = 0;
};

} // namespace compliance
