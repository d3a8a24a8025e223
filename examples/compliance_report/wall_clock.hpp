// SPDX-License-Identifier: MIT
//
// Dates as people and spreadsheets write them.
#pragma once

#include <sla/result.hpp>
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace compliance {

/// How a date and time is written: "YYYY-MM-DD hh:mm", "MM/DD/YYYY hh:mm:ss AM".
///
/// YYYY year, MM month, DD day, hh hour, mm minute, ss second, each with all its digits; M, D, h
/// with one or two. AM stands for AM or PM, and then the hour is 1 to 12. Everything else stands
/// for itself.
class wall_clock_format {
public:
    /// Issues `date_format....`, without a place.
    [[nodiscard]] static sla::result<wall_clock_format> of(std::string_view pattern);

    /// Issues `date.unreadable`, `date.nonexistent`, without a place.
    [[nodiscard]] sla::result<sla::local_time> read(std::string_view text) const;

    [[nodiscard]] const std::string& pattern() const { return pattern_; }

private:
    enum class part : std::uint8_t { literal, year, month, day, hour, minute, second, half };
    struct token {
        part what;
        char literal;      // `literal` only
        bool exact_digits; // as many digits as letters in the pattern
    };
    struct reading;

    [[nodiscard]] static bool read_token(token t, std::string_view& text, reading& out);
    [[nodiscard]] bool has(part what) const;

    std::string pattern_;
    std::vector<token> tokens_;
};

/// "2016-01-13 08:02:23", also without the seconds; issues as above.
[[nodiscard]] sla::result<sla::local_time> read_plain_date(std::string_view text);

} // namespace compliance
