// SPDX-License-Identifier: MIT
//
// Text on a terminal: how wide it is, and tables of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace compliance {

/// The text with control characters and broken UTF-8 replaced, so that a cell of somebody's file
/// cannot steer the terminal.
[[nodiscard]] std::string printable(std::string_view text);

/// The text with nothing but broken UTF-8 replaced.
[[nodiscard]] std::string whole_characters(std::string_view text);

/// Printable, and with the five characters that mean something in HTML as references.
[[nodiscard]] std::string in_html(std::string_view text);

/// How many columns a terminal needs for it. Precondition: `text` is printable.
[[nodiscard]] std::size_t width_of(std::string_view text);

/// Printable, and cut to at most `width` columns, with an ellipsis where something is missing.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

/// Shortened, in quotation marks.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// "17,498".
[[nodiscard]] std::string with_commas(std::uint64_t number);

/// "99.6 %", rounded down, so that only what is complete is 100 %; "-" of nothing.
[[nodiscard]] std::string percentage(std::uint64_t part, std::uint64_t whole);

/// "1 row", "17,498 rows".
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view one,
                                  std::string_view many);

/// A table of text with aligned columns.
class table {
public:
    enum class align : std::uint8_t { left, right };
    struct column {
        std::string title;
        align to = align::left;
    };

    explicit table(std::vector<column> columns);

    /// Precondition: as many cells as columns.
    void add(std::vector<std::string> cells);
    /// A rule before what comes next.
    void add_rule();
    [[nodiscard]] bool empty() const { return rows_.empty(); }

    /// Lines, each indented by two and ended.
    [[nodiscard]] std::string text() const;

private:
    std::vector<column> columns_;
    std::vector<std::vector<std::string>> rows_; // No cells: a rule.
};

} // namespace compliance
