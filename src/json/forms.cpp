// SPDX-License-Identifier: MIT
//
// Lengths of time.

#include "forms.hpp"

#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1::detail::json {

using namespace std::chrono;

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct unit {
    std::string_view short_name;
    std::string_view name;
    milliseconds length;
};
constexpr std::array<unit, 4> units{{{"h", "hour", hours{1}},
                                     {"min", "minute", minutes{1}},
                                     {"s", "second", seconds{1}},
                                     {"ms", "millisecond", milliseconds{1}}}};

bool is_one(std::string_view word, std::string_view name) {
    return word == name ||
           (word.size() == name.size() + 1 && word.starts_with(name) && word.back() == 's');
}

std::size_t unit_of(std::string_view word) {
    std::size_t n = 0;
    while (n < units.size() && word != units[n].short_name && !is_one(word, units[n].name))
        ++n;
    return n;
}

text_fault no_duration() {
    return {"this is not a duration",
            R"(for example "30 min", "4 business hours", "2 business days by close" or "1 week")",
            {}};
}
text_fault bare_day(int count) {
    const std::string n = std::to_string(count);
    return {"a day can mean three things", "which days are meant",
            "say \"" + std::to_string(24 * static_cast<std::int64_t>(count)) + " h\", \"" + n +
                " business days\" or \"" + n + " calendar days\""};
}

// "1 h 30 min", from the unit of number `least` on; the first number has been taken already.
std::optional<milliseconds> rest_of_time(scanner& in, int first, std::size_t of) {
    milliseconds sum = first * units[of].length;
    while (in.rest.size() > 1 && in.rest[0] == ' ' && is_digit(in.rest[1])) {
        in.take(" ");
        const std::optional<int> n = in.number();
        in.take(" ");
        const std::size_t next = unit_of(in.word());
        if (!n || next >= units.size() || next <= of)
            return {};
        sum += *n * units[next].length;
        of = next;
    }
    return sum;
}

// "2 business days" has been taken; "by close", "by 17:00, cut-off 14:00".
std::optional<business_days> rest_of_business_days(scanner& in, int count) {
    business_days out{.count = count};
    if (in.done())
        return out;
    if (in.take(" by close")) {
        out.end = business_day_end::close;
        return out;
    }
    if (!in.take(" by "))
        return {};
    const auto at = in.clock();
    if (!at || *at >= hours{24})
        return {};
    out.end = business_day_end::time_of_day;
    out.at = *at;
    if (in.take(", cut-off ")) {
        out.cut_off = in.clock();
        if (!out.cut_off || *out.cut_off >= hours{24})
            return {};
    }
    return out;
}

// "business hours", "business days ..." after the number.
form<target_duration> rest_of_business(scanner& in, int count) {
    if (!in.take(" "))
        return no_duration();
    const std::string_view word = in.word();
    if (is_one(word, "day")) {
        const auto days = rest_of_business_days(in, count);
        if (!days || !in.done())
            return text_fault{"this is not a number of business days",
                              R"("2 business days", "2 business days by close", )"
                              R"("2 business days by 17:00" or )"
                              R"("2 business days by 17:00, cut-off 14:00")",
                              {}};
        return *days;
    }
    const std::size_t of = unit_of(word);
    if (of >= 3)
        return no_duration();
    return working{count * units[of].length};
}

form<target_duration> calendar_form(scanner& in, int count, std::string_view word) {
    form<target_duration> out = no_duration();
    if (is_one(word, "day"))
        out = calendar_days{count};
    else if (is_one(word, "week"))
        out = calendar_weeks{count};
    else if (is_one(word, "month"))
        out = calendar_months{count};
    if (!in.done())
        return no_duration();
    return out;
}

form<target_duration> duration_at(scanner& in) {
    const std::optional<int> count = in.number();
    if (!count)
        return no_duration();
    const bool space = in.take(" ");
    const std::string_view word = in.word();
    if (space && (word == "business" || word == "working"))
        return rest_of_business(in, *count);
    if (space && word == "calendar")
        return in.take(" ") ? calendar_form(in, *count, in.word()) : no_duration();
    if (space && (is_one(word, "week") || is_one(word, "month")))
        return calendar_form(in, *count, word);
    if (is_one(word, "day") || word == "d")
        return bare_day(*count);
    const std::size_t of = unit_of(word);
    if (of == units.size())
        return no_duration();
    const auto time = rest_of_time(in, *count, of);
    if (!time)
        return no_duration();
    if (in.take(" business time") || in.take(" working time"))
        return working{*time};
    return elapsed{*time};
}

// Hours up to nine digits can be read again.
bool can_be_written(milliseconds length) {
    return length >= milliseconds{0} && length < hours{1'000'000'000};
}

std::string time_text(milliseconds length) {
    std::string out;
    for (const unit& u : units) {
        const auto n = length / u.length;
        if (n != 0)
            out += (out.empty() ? "" : " ") + std::to_string(n) + " " + std::string{u.short_name};
        length -= n * u.length;
    }
    return out.empty() ? "0 min" : out;
}

std::string count_text(std::int64_t n, std::string_view unit) {
    return std::to_string(n) + " " + std::string{unit} + (n == 1 ? "" : "s");
}

std::string working_text(working w) {
    const milliseconds length = w.length();
    if (!can_be_written(length))
        return {};
    if (length % hours{1} == milliseconds{0} && length != milliseconds{0})
        return count_text(length / hours{1}, "business hour");
    if (length % minutes{1} == milliseconds{0} && length < hours{1})
        return count_text(length / minutes{1}, "business minute");
    return time_text(length) + " business time";
}

std::string elapsed_text(elapsed length) {
    return can_be_written(length) ? time_text(length) : std::string{};
}

std::string counted_text(int n, std::string_view unit) {
    return n >= 0 && n < 1'000'000'000 ? count_text(n, unit) : std::string{};
}

bool is_clock(seconds t) {
    return t >= seconds{0} && t < hours{24};
}

std::string business_days_text(const business_days& d) {
    std::string out = counted_text(d.count, "business day");
    const bool timed = d.end == business_day_end::time_of_day;
    if (out.empty() || (!timed && (d.at != seconds{0} || d.cut_off)))
        return {};
    if (d.end == business_day_end::close)
        return out + " by close";
    if (!timed)
        return d.end == business_day_end::same_time ? out : std::string{};
    if (!is_clock(d.at) || (d.cut_off && !is_clock(*d.cut_off)))
        return {};
    out += " by " + clock_text(d.at);
    if (d.cut_off)
        out += ", cut-off " + clock_text(*d.cut_off);
    return out;
}

struct duration_writer {
    std::string operator()(elapsed d) const { return elapsed_text(d); }
    std::string operator()(working d) const { return working_text(d); }
    std::string operator()(const business_days& d) const { return business_days_text(d); }
    std::string operator()(calendar_days d) const { return counted_text(d.count, "calendar day"); }
    std::string operator()(calendar_weeks d) const { return counted_text(d.count, "week"); }
    std::string operator()(calendar_months d) const { return counted_text(d.count, "month"); }
    std::string operator()(const working_then_elapsed& d) const {
        const std::string first = working_text(d.first);
        const std::string then = elapsed_text(d.then);
        return first.empty() || then.empty() ? std::string{} : first + " then " + then;
    }
};

} // namespace

bool scanner::take(std::string_view expected) {
    if (!rest.starts_with(expected))
        return false;
    rest.remove_prefix(expected.size());
    return true;
}

std::string_view scanner::word() {
    std::size_t n = 0;
    while (n < rest.size() && is_letter(rest[n]))
        ++n;
    const std::string_view out = rest.substr(0, n);
    rest.remove_prefix(n);
    return out;
}

std::size_t scanner::count_digits() const {
    std::size_t n = 0;
    while (n < rest.size() && is_digit(rest[n]))
        ++n;
    return n;
}

std::optional<int> scanner::number() {
    const std::size_t n = count_digits();
    if (n > 1 && rest.front() == '0')
        return {};
    return digits(n);
}

std::optional<int> scanner::digits(std::size_t count) {
    if (count == 0 || count > 9 || count_digits() != count)
        return {};
    int out = 0;
    for (const char c : rest.substr(0, count))
        out = out * 10 + (c - '0');
    rest.remove_prefix(count);
    return out;
}

std::optional<seconds> scanner::clock() {
    const auto h = digits(2);
    if (!h || !take(":"))
        return {};
    const auto m = digits(2);
    if (!m || *m > 59)
        return {};
    int s = 0;
    if (take(":")) {
        const auto found = digits(2);
        if (!found || *found > 59)
            return {};
        s = *found;
    }
    return hours{*h} + minutes{*m} + seconds{s};
}

std::string two_digit_text(std::int64_t n) {
    return n < 10 ? "0" + std::to_string(n) : std::to_string(n);
}

std::string clock_text(seconds t) {
    std::string out = two_digit_text(t / hours{1}) + ":" + two_digit_text(t / minutes{1} % 60);
    if (t % minutes{1} != seconds{0})
        out += ":" + two_digit_text(t.count() % 60);
    return out;
}

namespace {

// A hint about the first word that no duration has.
std::string strange_word(std::string_view text) {
    static const std::vector<std::string> known{
        "h",      "hour",    "hours",    "min",      "minute",      "minutes",     "s",
        "second", "seconds", "ms",       "day",      "days",        "week",        "weeks",
        "month",  "months",  "business", "calendar", "by",          "close",       "cut",
        "off",    "then",    "time",     "working",  "millisecond", "milliseconds"};
    scanner in{text.substr(0, 64)};
    while (!in.done()) {
        const std::string_view word = in.word();
        if (word.empty()) {
            in.rest.remove_prefix(1);
            continue;
        }
        if (std::find(known.begin(), known.end(), word) != known.end())
            continue;
        // Two letters are near to too much: "of" in "4 hours of work" is no slip of "off".
        constexpr std::size_t worth_a_guess = 3;
        if (word.size() >= worth_a_guess)
            return did_you_mean(word, known);
    }
    return {};
}

form<target_duration> whole_duration(std::string_view text) {
    scanner in{text};
    form<target_duration> first = duration_at(in);
    const auto* made = std::get_if<target_duration>(&first);
    if (made == nullptr || in.done())
        return first;
    const auto* work = std::get_if<working>(made);
    if (work == nullptr || !in.take(" then "))
        return no_duration();
    const form<target_duration> second = duration_at(in);
    if (const auto* then = std::get_if<target_duration>(&second); then != nullptr && in.done())
        if (const auto* time = std::get_if<elapsed>(then))
            return working_then_elapsed{.first = *work, .then = *time};
    return text_fault{
        "elapsed time has to follow", R"(for example "4 business hours then 24 h")", {}};
}

} // namespace

form<target_duration> read_duration(std::string_view text) {
    form<target_duration> made = whole_duration(text);
    if (auto* fault = std::get_if<text_fault>(&made); fault != nullptr && fault->hint.empty())
        fault->hint = strange_word(text);
    return made;
}

std::string write_duration(const target_duration& d) {
    return std::visit(duration_writer{}, static_cast<const target_duration::forms&>(d));
}

form<length> read_length(std::string_view text) {
    form<target_duration> read = read_duration(text);
    if (const auto* d = std::get_if<target_duration>(&read)) {
        if (const auto* time = std::get_if<elapsed>(d))
            return length{*time};
        if (const auto* time = std::get_if<working>(d))
            return length{*time};
    }
    return text_fault{
        "this is not a length of time", R"(for example "30 min" or "4 business hours")", {}};
}

std::string write_length(const length& l) {
    const auto* time = std::get_if<elapsed>(&l);
    return time != nullptr ? elapsed_text(*time) : working_text(std::get<working>(l));
}

} // namespace sla::inline v1::detail::json
