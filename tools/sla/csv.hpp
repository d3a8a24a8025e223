// SPDX-License-Identifier: MIT
//
// Comma-separated values (RFC 4180), a record at a time, from an input of any length.
//
// Cells in quotation marks may hold separators, line ends and doubled quotation marks; lines end in
// LF or CRLF; empty lines are left out. What breaks these rules is a mistake, never a cell that is
// nearly right.
#pragma once

#include "io.hpp"
#include <sla/issue.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

class csv_reader {
public:
    enum class outcome : std::uint8_t {
        record,  ///< `cells()` holds it.
        mistake, ///< A record is broken: `mistake()`. The next one can be read.
        fatal,   ///< The rest makes no sense: `mistake()`.
        end,
    };
    /// A longer record is taken for a forgotten quotation mark.
    static constexpr std::size_t longest_record = std::size_t{1} << 20U;

    csv_reader(line_reader& from, char separator) : from_{from}, separator_{separator} {}

    outcome next();

    /// Good until the next record.
    [[nodiscard]] const std::vector<std::string_view>& cells() const { return cells_; }
    [[nodiscard]] const sla::issue& mistake() const { return mistake_; }
    /// As a spreadsheet counts: the heading is 1.
    [[nodiscard]] std::uint64_t row() const { return row_; }

private:
    struct span {
        std::size_t begin;
        std::size_t size;
    };

    outcome split(std::string_view line);
    outcome read_quoted(std::string_view& line);
    outcome complain(const char* code, std::string message, std::string expected, std::string saw,
                     std::string hint);

    line_reader& from_;
    char separator_;
    std::string buffer_; // what was in quotation marks
    std::vector<span> spans_;
    std::vector<std::string_view> cells_;
    sla::issue mistake_{};
    std::uint64_t row_ = 0;
};

} // namespace tool
