// SPDX-License-Identifier: MIT
#include "times.hpp"

#include "text.hpp"
#include <sla/json.hpp>
#include <sla/json_results.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace tool {

using namespace std::chrono;

namespace {

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool take_number(std::string_view& text, std::size_t most, std::int64_t& into) {
    std::size_t count = 0;
    std::int64_t n = 0;
    while (count < most && count < text.size() && is_digit(text[count]))
        n = n * 10 + (text[count++] - '0');
    if (count == 0)
        return false;
    text.remove_prefix(count);
    into = n;
    return true;
}

bool take_month_name(std::string_view& text, std::int64_t& into) {
    if (text.size() < 3)
        return false;
    const std::array<char, 3> name{lower(text[0]), lower(text[1]), lower(text[2])};
    const auto* const found =
        std::find(months.begin(), months.end(), std::string_view{name.data(), 3});
    if (found == months.end())
        return false;
    into = found - months.begin() + 1;
    std::size_t size = 3;
    while (size < text.size() && std::isalpha(static_cast<unsigned char>(text[size])) != 0)
        ++size;
    text.remove_prefix(size);
    return true;
}

} // namespace

struct time_format::fields {
    std::int64_t year = 1970;
    std::int64_t month = 1;
    std::int64_t day = 1;
    std::int64_t hour = 0;
    std::int64_t minute = 0;
    std::int64_t second = 0;
    std::int64_t millisecond = 0;
    std::optional<bool> afternoon;
    std::optional<seconds> offset;
    std::optional<milliseconds> since_1970;
};

sla::result<time_format> time_format::of(std::string_view pattern) {
    constexpr std::string_view letters = "YymdeBbHIMSpfzsQ";
    time_format out;
    std::string expanded;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char next = pattern[i] == '%' && i + 1 < pattern.size() ? pattern[i + 1] : '\0';
        if (next == 'F' || next == 'T' || next == 'R' || next == 'D') {
            expanded += next == 'F'   ? "%Y-%m-%d"
                        : next == 'T' ? "%H:%M:%S"
                        : next == 'R' ? "%H:%M"
                                      : "%m/%d/%y";
            ++i;
        } else if (next != '\0') {
            expanded += pattern.substr(i++, 2);
        } else {
            expanded += pattern[i];
        }
    }
    sla::issue_list issues;
    std::string seen;
    for (std::size_t i = 0; i < expanded.size(); ++i) {
        if (expanded[i] != '%') {
            out.tokens_.push_back({.literal = expanded[i]});
            continue;
        }
        const char letter = i + 1 < expanded.size() ? expanded[++i] : '\0';
        if (letter == '%')
            out.tokens_.push_back({.literal = '%'});
        else if (letter != '\0' && letters.find(letter) != std::string_view::npos) {
            out.tokens_.push_back({.letter = letter});
            seen += letter;
        } else
            issues.push_back(
                {.code = "arguments.time_format",
                 .place = "--time-format",
                 .message = "this letter of the form is not known",
                 .expected = "%Y %y %m %b %d %e %H %I %M %S %f %p %z %s %Q %F %T %R %D",
                 .saw = std::string{"%"} + (letter == '\0' ? "" : std::string(1, letter))});
    }
    const auto has = [&seen](std::string_view any) {
        return seen.find_first_of(any) != std::string::npos;
    };
    const bool whole = has("sQ") || (has("Yy") && has("mbB") && has("de") && has("HI"));
    if (issues.empty() && !whole)
        issues.push_back({.code = "arguments.time_format",
                          .place = "--time-format",
                          .message = "this form leaves out a part of the time",
                          .expected = "year, month, day and hour, or seconds since 1970 (%s)",
                          .saw = in_quotes(pattern)});
    if (issues.empty() && seen.find('I') != std::string::npos && !has("p"))
        issues.push_back({.code = "arguments.time_format",
                          .place = "--time-format",
                          .message = "hours of 12 do not say which half of the day",
                          .expected = "%I with %p, or %H",
                          .saw = in_quotes(pattern)});
    if (!issues.empty())
        return issues;
    out.pattern_ = pattern;
    return out;
}

bool time_format::take(token t, std::string_view& text, fields& into) {
    switch (t.letter) {
    case 0:
        if (text.empty() || text.front() != t.literal)
            return false;
        text.remove_prefix(1);
        return true;
    case 'Y':
        return text.size() >= 4 && take_number(text, 4, into.year);
    case 'y':
        if (!take_number(text, 2, into.year))
            return false;
        into.year += into.year < 69 ? 2000 : 1900; // as POSIX has it
        return true;
    case 'm':
        return take_number(text, 2, into.month);
    case 'b':
    case 'B':
        return take_month_name(text, into.month);
    case 'e':
        if (text.starts_with(' '))
            text.remove_prefix(1);
        return take_number(text, 2, into.day);
    case 'd':
        return take_number(text, 2, into.day);
    case 'H':
    case 'I':
        return take_number(text, 2, into.hour);
    case 'M':
        return take_number(text, 2, into.minute);
    case 'S':
        return take_number(text, 2, into.second);
    case 'f': {
        std::size_t digits = 0;
        while (digits < text.size() && is_digit(text[digits])) {
            if (digits < 3)
                into.millisecond = into.millisecond * 10 + (text[digits] - '0');
            ++digits;
        }
        for (std::size_t i = digits; i < 3; ++i)
            into.millisecond *= 10;
        text.remove_prefix(digits);
        return digits > 0 && digits <= 9;
    }
    case 'p': {
        if (text.size() < 2 || lower(text[1]) != 'm' ||
            (lower(text[0]) != 'a' && lower(text[0]) != 'p'))
            return false;
        into.afternoon = lower(text[0]) == 'p';
        text.remove_prefix(2);
        return true;
    }
    case 'z': {
        if (text.starts_with('Z')) {
            into.offset = seconds{0};
            text.remove_prefix(1);
            return true;
        }
        const bool west = text.starts_with('-');
        if (!west && !text.starts_with('+'))
            return false;
        text.remove_prefix(1);
        std::int64_t h = 0;
        std::int64_t m = 0;
        if (!take_number(text, 2, h))
            return false;
        if (text.starts_with(':'))
            text.remove_prefix(1);
        if (!text.empty() && is_digit(text.front()) && !take_number(text, 2, m))
            return false;
        into.offset = (west ? -1 : 1) * seconds{hours{h} + minutes{m}};
        return h < 24 && m < 60;
    }
    case 's':
    case 'Q': {
        std::int64_t n = 0;
        if (!take_number(text, 15, n))
            return false;
        into.since_1970 =
            t.letter == 's' ? milliseconds{n % 1'000'000'000'000 * 1000} : milliseconds{n};
        return t.letter == 'Q' || n < 1'000'000'000'000;
    }
    default:
        return false;
    }
}

sla::result<sla::instant> time_format::read(std::string_view text, const sla::zone* where,
                                            std::uint64_t& repeated) const {
    fields f;
    std::string_view rest = text;
    const bool fits = std::all_of(tokens_.begin(), tokens_.end(),
                                  [&](const token& t) { return take(t, rest, f); }) &&
                      rest.empty();
    const auto fault = [&](const char* code, std::string message, std::string expected) {
        return sla::issue_list{{.code = code,
                                .message = std::move(message),
                                .expected = std::move(expected),
                                .saw = in_quotes(text)}};
    };
    if (!fits)
        return fault("ticket.instant", "this is not an instant in the form that was said",
                     "the form " + in_quotes(pattern_));
    if (f.since_1970)
        return sla::instant{*f.since_1970};
    const year_month_day date{year{static_cast<int>(f.year)}, month{static_cast<unsigned>(f.month)},
                              day{static_cast<unsigned>(f.day)}};
    if (f.afternoon && (f.hour < 1 || f.hour > 12))
        return fault("ticket.instant", "there is no such date or time of day",
                     "an hour of 1 to 12");
    if (f.afternoon)
        f.hour = f.hour % 12 + (*f.afternoon ? 12 : 0);
    if (!date.ok() || f.hour > 23 || f.minute > 59 || f.second > 59)
        return fault("ticket.instant", "there is no such date or time of day",
                     "a time that a calendar and a clock have");
    const sla::local_time local{local_days{date} + hours{f.hour} + minutes{f.minute} +
                                seconds{f.second} + milliseconds{f.millisecond}};
    if (f.offset)
        return sla::instant{local.time_since_epoch() - *f.offset};
    if (where == nullptr)
        return fault("ticket.zone_missing", "this time does not say where the clock hung",
                     "--zone, or %z in --time-format");
    const sla::local_instants found = where->instants_of(local);
    if (found.kind == sla::local_kind::skipped)
        return fault("ticket.time_skipped",
                     "clocks in " + where->name() +
                         " never showed this time: they were put forward over it",
                     "a time that they showed");
    repeated += found.kind == sla::local_kind::repeated ? 1U : 0U;
    return found.first;
}

std::string local_text(sla::instant at, const sla::zone& zone) {
    // Offsets of a few seconds end with the year 1972; what is shown is the same instant.
    const seconds offset = floor<minutes>(zone.offset_at(at));
    std::string out;
    sla::append_json(out, at + offset);
    const auto minute = std::abs(offset.count()) / 60;
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return out.substr(1, out.size() - 3) + (offset < seconds{0} ? "-" : "+") + two(minute / 60) +
           ":" + two(minute % 60);
}

sla::instant present() {
    return floor<seconds>(system_clock::now());
}

sla::result<sla::target_duration> read_duration(std::string_view text, std::string_view place) {
    // A document's own reader knows the words, and what to say about wrong ones.
    std::string document = R"({"sla": 1, "policies": [{"name": "p", "targets": {"resolution": )";
    sla::append_json(document, text);
    document += "}}]}";
    auto read = sla::book_from_json(document);
    if (read)
        return read->policies[0].targets[0].rows[0].within;
    sla::issue_list issues = read.issues();
    for (sla::issue& i : issues) {
        i.place = place;
        i.related.clear();
    }
    return issues;
}

std::optional<sla::elapsed> read_length(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 14> units{
        {{"ms", 1},
         {"s", 1000},
         {"sec", 1000},
         {"second", 1000},
         {"seconds", 1000},
         {"m", 60'000},
         {"min", 60'000},
         {"minute", 60'000},
         {"minutes", 60'000},
         {"h", 3'600'000},
         {"hour", 3'600'000},
         {"hours", 3'600'000},
         {"week", 604'800'000},
         {"weeks", 604'800'000}}};
    sla::elapsed out{0};
    if (text.empty())
        return {};
    while (!text.empty()) {
        std::int64_t n = 0;
        if (!take_number(text, 9, n))
            return {};
        while (text.starts_with(' '))
            text.remove_prefix(1);
        std::size_t size = 0;
        while (size < text.size() && std::isalpha(static_cast<unsigned char>(text[size])) != 0)
            ++size;
        const auto* const unit = std::find_if(units.begin(), units.end(), [&](const auto& u) {
            return u.first == text.substr(0, size);
        });
        if (unit == units.end())
            return {};
        out += sla::elapsed{n * unit->second};
        text.remove_prefix(size);
        while (text.starts_with(' '))
            text.remove_prefix(1);
    }
    return out;
}

} // namespace tool
