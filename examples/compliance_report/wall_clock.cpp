// SPDX-License-Identifier: MIT

#include "wall_clock.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace compliance {

struct wall_clock_format::reading {
    int year = 0;
    unsigned month = 1;
    unsigned day = 1;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    bool afternoon = false;
};

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes between `least` and `most` digits from the front; false when there are fewer.
bool take_number(std::string_view& text, std::size_t least, std::size_t most, unsigned& number) {
    number = 0;
    std::size_t digits = 0;
    while (digits < most && digits < text.size() && is_digit(text[digits]))
        number = number * 10 + static_cast<unsigned>(text[digits++] - '0');
    text.remove_prefix(digits);
    return digits >= least;
}

sla::issue unreadable(std::string_view text, std::string_view pattern) {
    return {.code = "date.unreadable",
            .message = "this is not a date in the expected form",
            .expected = std::string{pattern},
            .saw = in_quotes(text)};
}

sla::issue nonexistent(std::string_view text, std::string expected) {
    return {.code = "date.nonexistent",
            .message = "there is no such date or time of day",
            .expected = std::move(expected),
            .saw = in_quotes(text)};
}

} // namespace

bool wall_clock_format::has(part what) const {
    return std::any_of(tokens_.begin(), tokens_.end(),
                       [what](const token& t) { return t.what == what; });
}

sla::result<wall_clock_format> wall_clock_format::of(std::string_view pattern) {
    struct spelling {
        std::string_view letters;
        part what;
        bool exact_digits;
    };
    static constexpr std::array<spelling, 10> spellings{{{"YYYY", part::year, true},
                                                         {"MM", part::month, true},
                                                         {"DD", part::day, true},
                                                         {"hh", part::hour, true},
                                                         {"mm", part::minute, true},
                                                         {"ss", part::second, true},
                                                         {"AM", part::half, true},
                                                         {"M", part::month, false},
                                                         {"D", part::day, false},
                                                         {"h", part::hour, false}}};
    wall_clock_format format;
    format.pattern_ = pattern;
    sla::issue_list issues;
    std::string_view rest = pattern;
    while (!rest.empty()) {
        const auto* const found =
            std::find_if(spellings.begin(), spellings.end(),
                         [&](const spelling& s) { return rest.starts_with(s.letters); });
        if (found == spellings.end()) {
            format.tokens_.push_back({part::literal, rest.front(), false});
            rest.remove_prefix(1);
            continue;
        }
        if (format.has(found->what))
            issues.push_back({.code = "date_format.repeated",
                              .message = "a part of the date stands in the format twice",
                              .saw = std::string{found->letters},
                              .hint = "MM is the month, mm the minute"});
        format.tokens_.push_back({found->what, '\0', found->exact_digits});
        rest.remove_prefix(found->letters.size());
    }
    for (const auto& [letters, what, exact] : spellings)
        if (what <= part::minute && exact && !format.has(what))
            issues.push_back({.code = "date_format.incomplete",
                              .message = "a part of the date is missing from the format",
                              .expected = std::string{letters},
                              .saw = in_quotes(pattern),
                              .hint = "write it like \"YYYY-MM-DD hh:mm\""});
    if (!issues.empty())
        return issues;
    return format;
}

bool wall_clock_format::read_token(token t, std::string_view& text, reading& out) {
    const auto number = [&](unsigned& into, std::size_t digits) {
        return take_number(text, t.exact_digits ? digits : 1, digits, into);
    };
    switch (t.what) {
    case part::literal:
        if (text.empty() || text.front() != t.literal)
            return false;
        text.remove_prefix(1);
        return true;
    case part::year: {
        unsigned year = 0;
        const bool ok = number(year, 4);
        out.year = static_cast<int>(year);
        return ok;
    }
    case part::month:
        return number(out.month, 2);
    case part::day:
        return number(out.day, 2);
    case part::hour:
        return number(out.hour, 2);
    case part::minute:
        return number(out.minute, 2);
    case part::second:
        return number(out.second, 2);
    case part::half: {
        if (text.size() < 2 || (text[1] != 'M' && text[1] != 'm'))
            return false;
        const char letter = text[0];
        if (letter != 'A' && letter != 'a' && letter != 'P' && letter != 'p')
            return false;
        out.afternoon = letter == 'P' || letter == 'p';
        text.remove_prefix(2);
        return true;
    }
    }
    return false;
}

sla::result<sla::local_time> wall_clock_format::read(std::string_view text) const {
    reading r;
    std::string_view rest = text;
    for (const token& t : tokens_)
        if (!read_token(t, rest, r))
            return sla::issue_list{unreadable(text, pattern_)};
    if (!rest.empty())
        return sla::issue_list{unreadable(text, pattern_)};

    namespace chrono = std::chrono;
    const chrono::year_month_day date{chrono::year{r.year}, chrono::month{r.month},
                                      chrono::day{r.day}};
    if (!date.ok())
        return sla::issue_list{nonexistent(text, "a date of the calendar")};
    if (has(part::half)) {
        if (r.hour < 1 || r.hour > 12)
            return sla::issue_list{nonexistent(text, "an hour from 1 to 12")};
        r.hour = r.hour % 12 + (r.afternoon ? 12 : 0);
    }
    if (r.hour > 23 || r.minute > 59 || r.second > 59)
        return sla::issue_list{nonexistent(text, "a time from 00:00:00 to 23:59:59")};
    return sla::local_time{chrono::local_days{date} + chrono::hours{r.hour} +
                           chrono::minutes{r.minute} + chrono::seconds{r.second}};
}

sla::result<sla::local_time> read_plain_date(std::string_view text) {
    static const wall_clock_format with_seconds =
        wall_clock_format::of("YYYY-MM-DD hh:mm:ss").value();
    static const wall_clock_format without = wall_clock_format::of("YYYY-MM-DD hh:mm").value();
    return text.size() > without.pattern().size() ? with_seconds.read(text) : without.read(text);
}

} // namespace compliance
