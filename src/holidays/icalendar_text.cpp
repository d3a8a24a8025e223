// SPDX-License-Identifier: MIT
#include "icalendar_text.hpp"

#include "../json/tape.hpp"
#include <sla/detail/zone_text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sla::inline v1::detail::holidays {

namespace {

constexpr std::array<std::string_view, 13> used{
    "DTSTART",  "DTEND",         "DURATION", "RRULE",  "RDATE",  "EXDATE", "EXRULE",
    "SEQUENCE", "RECURRENCE-ID", "SUMMARY",  "STATUS", "TRANSP", "UID"};

constexpr std::size_t most_depth = 16;

std::string upper(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return out;
}

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

class line_reader {
public:
    line_reader(std::string_view text, const holiday_limits& limits, sink& issues)
        : rest_{text}, limits_{limits}, issues_{issues} {}

    calendar_lines read() {
        std::size_t number = 0;
        while (!rest_.empty() && !stopped_ && !issues_.full()) {
            const std::size_t first = ++number;
            std::string line{next_line()};
            while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) {
                ++number;
                line += next_line().substr(1);
            }
            if (!line.empty())
                take(first, std::move(line));
        }
        if (stopped_)
            return {};
        if (!seen_calendar_)
            complain("holidays.not_a_calendar", 1, "this is no iCalendar",
                     "BEGIN:VCALENDAR as the first line", {});
        else if (!open_.empty())
            complain("holidays.structure", number, "the text ends within a component",
                     "END:" + open_.back().name, "the end",
                     "it began on line " + std::to_string(open_.back().line));
        return std::move(out_);
    }

private:
    struct component {
        std::string name;
        std::size_t line;
    };

    std::string_view next_line() {
        const std::size_t end = rest_.find('\n');
        std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        return line;
    }

    void complain(const char* code, std::size_t line, std::string message, std::string expected,
                  std::string_view saw, std::string hint = {}) {
        issues_.add({.code = code,
                     .place = line_place(line),
                     .message = std::move(message),
                     .expected = std::move(expected),
                     .saw = saw.empty() ? "" : quoted(saw, 64),
                     .hint = std::move(hint)});
    }

    void stop(const char* code, std::size_t line, std::string message, std::string expected,
              std::string_view saw, std::string hint = {}) {
        complain(code, line, std::move(message), std::move(expected), saw, std::move(hint));
        stopped_ = true;
    }

    void take(std::size_t number, std::string line) {
        const std::size_t end = line.find_first_of(":;");
        std::string name = upper(std::string_view{line}.substr(0, end));
        const bool begins = name == "BEGIN";
        if (!seen_calendar_ && !(begins && upper(line) == "BEGIN:VCALENDAR")) {
            stop("holidays.not_a_calendar", number, "this is no iCalendar",
                 "BEGIN:VCALENDAR as the first line", line);
            return;
        }
        if (end == std::string::npos || line.find(':') == std::string::npos || !is_name(name)) {
            complain("holidays.line", number, "this line is no property", "NAME:value", line);
            return;
        }
        line.replace(0, end, name); // libical does not know "x-wr-calname"
        if (begins)
            begin(number, upper(std::string_view{line}.substr(end + 1)));
        else if (name == "END")
            finish(number, upper(std::string_view{line}.substr(end + 1)));
        else
            keep({number, std::move(name), std::move(line)});
    }

    void begin(std::size_t number, std::string name) {
        seen_calendar_ = true;
        if (open_.empty() != (name == "VCALENDAR")) {
            stop("holidays.structure", number,
                 open_.empty() ? "this stands outside of a calendar"
                               : "a calendar cannot stand in another component",
                 open_.empty() ? "BEGIN:VCALENDAR" : "END:" + open_.back().name, "BEGIN:" + name);
            return;
        }
        if (open_.size() >= most_depth) {
            stop("holidays.structure", number, "this text is nested too deeply",
                 "at most " + std::to_string(most_depth) + " components in each other", {});
            return;
        }
        open_.push_back({std::move(name), number});
        if (open_.size() != 2 || open_.back().name != "VEVENT")
            return;
        if (out_.events.size() >= limits_.events) {
            stop("holidays.too_many", number, "this calendar has too many events",
                 "at most " + std::to_string(limits_.events), {});
            return;
        }
        out_.events.push_back({.line = number});
    }

    void finish(std::size_t number, const std::string& name) {
        if (open_.empty() || open_.back().name != name) {
            stop("holidays.structure", number, "this ends what did not begin",
                 open_.empty() ? "BEGIN:VCALENDAR" : "END:" + open_.back().name, "END:" + name);
            return;
        }
        open_.pop_back();
    }

    void keep(property_line line) {
        if (open_.empty()) {
            stop("holidays.structure", line.line, "this stands outside of a calendar",
                 "BEGIN:VCALENDAR", line.text);
            return;
        }
        const bool names = open_.size() == 1 && line.name == "X-WR-CALNAME";
        const bool in_event = open_.size() == 2 && open_.back().name == "VEVENT";
        if (!names && !(in_event && std::find(used.begin(), used.end(), line.name) != used.end()))
            return;
        if (json::find_not_utf8(line.text) != std::string_view::npos ||
            line.text.find('\0') != std::string::npos) {
            complain("holidays.utf8", line.line, line.name + " is not text in UTF-8", {}, {},
                     "save the calendar as UTF-8");
            return;
        }
        if (!names)
            out_.events.back().properties.push_back(std::move(line));
        else if (out_.name.line == 0)
            out_.name = std::move(line);
    }

    std::string_view rest_;
    const holiday_limits& limits_;
    sink& issues_;
    calendar_lines out_;
    std::vector<component> open_;
    bool seen_calendar_ = false;
    bool stopped_ = false;
};

} // namespace

calendar_lines read_lines(std::string_view text, const holiday_limits& limits, sink& issues) {
    if (text.size() > limits.bytes) {
        issues.add({.code = "holidays.too_large",
                    .message = "this calendar is too large",
                    .expected = "at most " + std::to_string(limits.bytes) + " bytes",
                    .saw = std::to_string(text.size()) + " bytes"});
        return {};
    }
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    return line_reader{text, limits, issues}.read();
}

} // namespace sla::inline v1::detail::holidays
