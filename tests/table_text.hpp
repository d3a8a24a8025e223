// SPDX-License-Identifier: MIT
//
// What every reader of a table in tests/ needs.
#pragma once

#include <algorithm>
#include <string_view>

namespace table_text {

[[nodiscard]] inline std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Takes the next word from the front of `text`.
inline std::string_view take_word(std::string_view& text) {
    text = trim(text);
    const auto end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text = trim(text.substr(end));
    return word;
}

} // namespace table_text
