// SPDX-License-Identifier: MIT
//
// What the handlers of single lines of JSON share.
#pragma once

#include <sla/issue.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

namespace sla::inline v1::detail::json {

/// The issue of a line that the parser refused at this character, from 1.
issue syntax_issue(std::size_t position, const std::string& token, std::string_view said,
                   bool number);

/// A whole number as text; good until the next one.
class number_text {
public:
    template <class Number>
    std::string_view operator()(Number n) {
        const auto end = std::to_chars(digits_.data(), digits_.data() + digits_.size(), n);
        return {digits_.data(), static_cast<std::size_t>(end.ptr - digits_.data())};
    }

private:
    std::array<char, 24> digits_{};
};

/// The parser writes the decimal point of the locale.
void with_point(std::string& written);

} // namespace sla::inline v1::detail::json
