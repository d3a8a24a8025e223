// SPDX-License-Identifier: MIT
//
// Inside the zone room: the reader of rule texts.
#pragma once

#include <sla/zone_rule.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace sla::inline v1::detail {

// Text that came from outside, made fit to be shown: short, quoted, no control characters.
inline std::string quoted(std::string_view text, std::size_t most = 24) {
    std::string out{'"'};
    for (const char c : text.substr(0, most)) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x20 || code == 0x7f) {
            constexpr std::string_view digits = "0123456789abcdef";
            out += "\\x";
            out += digits[code >> 4];
            out += digits[code & 15];
        } else {
            out += c;
        }
    }
    out += text.size() > most ? "...\"" : "\"";
    return out;
}

class rule_reader {
public:
    explicit rule_reader(std::string_view text) noexcept : text_{text} {}

    result<zone_rule> read() {
        if (text_.empty()) {
            issues_.push_back({.code = "zone.rule_empty",
                               .place = "character 1",
                               .message = "the rule of the zone is empty",
                               .expected = "a POSIX TZ text such as CET-1CEST,M3.5.0,M10.5.0/3",
                               .saw = "nothing",
                               .hint = "a zone with one offset only says so: UTC0, <+03>-3"});
            return std::move(issues_);
        }
        zone_rule rule;
        rule_daylight daylight;
        bool has_daylight = false;
        const bool head = read_head(rule, daylight, has_daylight);
        if (!head) {
            at_ = text_.find(',', at_);
            if (at_ == std::string_view::npos)
                return std::move(issues_);
            has_daylight = true;
        }
        if (has_daylight)
            read_changes(daylight);
        else if (!done())
            wrong("the rule of the zone goes on after its only offset",
                  "the end of the rule, or the name of the daylight time");
        if (!issues_.empty())
            return std::move(issues_);
        if (has_daylight)
            rule.daylight = daylight;
        return rule;
    }

private:
    [[nodiscard]] bool done() const noexcept { return at_ >= text_.size(); }
    [[nodiscard]] char next() const noexcept { return done() ? '\0' : text_[at_]; }
    [[nodiscard]] bool next_is(char c) const noexcept { return !done() && text_[at_] == c; }
    bool take(char c) noexcept {
        if (!next_is(c))
            return false;
        ++at_;
        return true;
    }
    static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    static bool is_letter(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    // Always false, so that a reader can leave with it.
    bool wrong(std::string message, std::string expected, std::string hint = {},
               std::string code = "zone.rule_syntax") {
        issues_.push_back({.code = std::move(code),
                           .place = "character " + std::to_string(at_ + 1),
                           .message = std::move(message),
                           .expected = std::move(expected),
                           .saw = done() ? "the end of the rule" : quoted(text_.substr(at_)),
                           .hint = std::move(hint)});
        return false;
    }

    bool read_head(zone_rule& rule, rule_daylight& daylight, bool& has_daylight) {
        if (!read_name("standard") || !read_offset(rule.standard))
            return false;
        if (done() || next_is(','))
            return done() || wrong("the rule has changes but no name of a daylight time",
                                   "the name of the daylight time before the first comma");
        if (!read_name("daylight"))
            return false;
        has_daylight = true;
        daylight.offset = rule.standard + std::chrono::hours{1};
        return done() || next_is(',') || read_offset(daylight.offset);
    }

    bool read_name(std::string_view which) {
        const std::size_t begin = at_;
        const bool bracketed = take('<');
        std::size_t length = 0;
        while (!done() && (is_letter(next()) ||
                           (bracketed && (is_digit(next()) || next() == '+' || next() == '-')))) {
            ++at_;
            ++length;
        }
        const std::string what = "the name of the " + std::string{which} + " time";
        if (bracketed && !next_is('>'))
            return wrong(what + " is not closed", "letters, digits, + or -, then >");
        if (length < 3) {
            at_ = begin;
            return wrong(what + (length == 0 ? " is missing" : " is too short"),
                         "three or more letters, or <...> around letters, digits, + and -",
                         "a numeric name needs the brackets: <+0330>-3:30");
        }
        if (bracketed)
            ++at_;
        return true;
    }

    // Digits up to `most`; a longer run of digits is out of range rather than cut short.
    bool read_number(int least, int most, std::string_view what, int& out) {
        const std::size_t begin = at_;
        std::int64_t value = 0;
        while (!done() && is_digit(next())) {
            if (value < 100'000)
                value = value * 10 + (next() - '0');
            ++at_;
        }
        const bool none = at_ == begin;
        if (!none && value >= least && value <= most) {
            out = static_cast<int>(value);
            return true;
        }
        at_ = begin;
        const std::string range =
            "a number from " + std::to_string(least) + " to " + std::to_string(most);
        if (none)
            return wrong(std::string{what} + " is missing", range);
        return wrong(std::string{what} + " is out of range", range, {}, "zone.rule_number");
    }

    bool read_sixtieths(std::string_view what, int& out) {
        const std::size_t begin = at_;
        if (!read_number(0, 59, what, out))
            return false;
        if (at_ - begin == 2)
            return true;
        at_ = begin;
        return wrong(std::string{what} + " do not have two digits", "00 to 59");
    }

    bool read_time(int most_hours, std::string_view what, std::chrono::seconds& out) {
        const bool negative = next_is('-');
        if (negative || next_is('+'))
            ++at_;
        int hours = 0;
        int minutes = 0;
        int seconds = 0;
        if (!read_number(0, most_hours, "the hour of " + std::string{what}, hours))
            return false;
        if (take(':')) {
            if (!read_sixtieths("the minutes of " + std::string{what}, minutes))
                return false;
            if (take(':') && !read_sixtieths("the seconds of " + std::string{what}, seconds))
                return false;
        }
        out = std::chrono::hours{hours} + std::chrono::minutes{minutes} +
              std::chrono::seconds{seconds};
        if (negative)
            out = -out;
        return true;
    }

    bool read_offset(std::chrono::seconds& out) {
        std::chrono::seconds west{};
        if (!read_time(24, "the offset", west))
            return false;
        out = -west;
        return true;
    }

    void read_changes(rule_daylight& daylight) {
        if (done()) {
            wrong("the rule names a daylight time but not when it begins and ends",
                  "two changes after commas, such as ,M3.2.0,M11.1.0",
                  "what a system assumes here differs from system to system; write the changes out",
                  "zone.rule_no_changes");
            return;
        }
        ++at_; // the comma
        if (!read_change("the first change", daylight.begins)) {
            at_ = text_.find(',', at_);
            if (at_ == std::string_view::npos)
                return;
        }
        if (!take(',')) {
            wrong("the rule does not say when daylight time ends", "a comma and a second change");
            return;
        }
        if (read_change("the second change", daylight.ends) && !done())
            wrong("the rule goes on after its second change", "the end of the rule");
    }

    bool read_change(const std::string& which, rule_change& out) {
        int a = 0;
        int b = 0;
        int c = 0;
        if (take('M')) {
            if (!read_number(1, 12, "the month of " + which, a) || !read_dot("month", which) ||
                !read_number(1, 5, "the week of " + which, b) || !read_dot("week", which) ||
                !read_number(0, 6, "the weekday of " + which, c))
                return false;
            out.kind = rule_day::month_week_day;
            out.month = static_cast<std::uint8_t>(a);
            out.week = static_cast<std::uint8_t>(b);
            out.weekday = std::chrono::weekday{static_cast<unsigned>(c)};
        } else if (take('J')) {
            if (!read_number(1, 365, "the day of " + which, a))
                return false;
            out.kind = rule_day::julian_without_leap_day;
            out.day = static_cast<std::uint16_t>(a);
        } else if (!done() && is_digit(next())) {
            if (!read_number(0, 365, "the day of " + which, a))
                return false;
            out.kind = rule_day::day_of_year;
            out.day = static_cast<std::uint16_t>(a);
        } else {
            return wrong(which + " does not name a day", "Mm.w.d, Jn or n",
                         "M3.5.0 is the last Sunday of March");
        }
        return !take('/') || read_time(167, "the time of " + which, out.time);
    }

    bool read_dot(std::string_view after, const std::string& which) {
        return take('.') ||
               wrong("a dot is missing after the " + std::string{after} + " of " + which,
                     "Mm.w.d, such as M3.5.0");
    }

    std::string_view text_;
    std::size_t at_ = 0;
    issue_list issues_;
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

inline result<zone_rule> parse_zone_rule(std::string_view text) {
    return detail::rule_reader{text}.read();
}

} // namespace sla::inline v1
