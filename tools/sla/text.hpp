// SPDX-License-Identifier: MIT
//
// Texts for people and for tables.
#pragma once

#include <sla/issue.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// "P1" in quotation marks, with "..." where it is long; bytes that are no UTF-8 are "?".
[[nodiscard]] std::string in_quotes(std::string_view text);

/// "did you mean "email"?"; empty where none is near.
[[nodiscard]] std::string did_you_mean(std::string_view wanted,
                                       const std::vector<std::string>& names);

/// "a, b or c"
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

/// The issue of a name that is none of `names`: these are expected, and one that is near is hinted
/// at.
[[nodiscard]] sla::issue unknown_name(std::string code, std::string place, std::string message,
                                      std::string_view name, const std::vector<std::string>& names);

/// "17,498"
[[nodiscard]] std::string with_commas(std::uint64_t n);

/// "1 ticket", "2 tickets"
[[nodiscard]] std::string count_of(std::uint64_t n, std::string_view what);

/// How many columns of a terminal a UTF-8 text takes: two for wide characters (Chinese, Japanese,
/// Korean, emoji), none for those that combine.
[[nodiscard]] std::size_t width(std::string_view text);

/// Whether all of it is UTF-8 (RFC 3629).
[[nodiscard]] bool is_utf8(std::string_view text);

enum class alignment : std::uint8_t { left, right };

/// `text` with spaces to this width; longer ones stay as they are.
[[nodiscard]] std::string padded(std::string_view text, std::size_t to, alignment align);

/// A cell of a CSV file (RFC 4180).
void append_csv(std::string& out, std::string_view cell);

/// Lines of cells with a heading, in columns; the first `left` are aligned to the left.
class table {
public:
    table(std::vector<std::string> heading, std::size_t left);
    void add(std::vector<std::string> line);
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::vector<std::string>> lines_;
    std::size_t left_;
};

} // namespace tool
