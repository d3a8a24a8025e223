// SPDX-License-Identifier: MIT
//
// Feeds as lines of text: "2026-10-01 - 2026-10-07 closed, National Day (source)".
#pragma once

#include <sla/describe.hpp>
#include <sla/holidays.hpp>

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace feeds {

using lines = std::vector<std::string>;

inline std::string text(std::chrono::year_month_day d) {
    char out[32];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(d.year()),
                  static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
    return out;
}

inline std::string text(const std::vector<sla::time_range>& ranges) {
    std::string out;
    for (const sla::time_range& r : ranges) {
        char piece[64];
        const auto minutes = [](std::chrono::seconds s) {
            return static_cast<int>(s.count() / 60);
        };
        std::snprintf(piece, sizeof piece, " %02d:%02d-%02d:%02d", minutes(r.begin) / 60,
                      minutes(r.begin) % 60, minutes(r.end) / 60, minutes(r.end) % 60);
        out += piece;
    }
    return out;
}

inline lines text(const sla::holiday_feed& feed) {
    lines out;
    for (const sla::holiday& e : feed.entries) {
        std::string line = text(e.first);
        if (e.last != e.first)
            line += " - " + text(e.last);
        line += e.kind == sla::holiday_kind::closed        ? " closed"
                : e.kind == sla::holiday_kind::working_day ? " working day"
                                                           : " closed" + text(e.ranges);
        if (!e.name.empty())
            line += ", " + e.name;
        if (!e.source.empty())
            line += " (" + e.source + ")";
        out.push_back(line);
    }
    return out;
}

inline lines text(const std::vector<sla::day_exception>& exceptions) {
    static constexpr const char* modes[] = {"replace", "add", "subtract"};
    lines out;
    for (const sla::day_exception& e : exceptions) {
        std::string line = text(e.first);
        if (e.last)
            line += " - " + text(*e.last);
        line += std::string{" "} + modes[static_cast<int>(e.mode)] + text(e.ranges) + ", " + e.name;
        if (!e.source.empty())
            line += " (" + e.source + ")";
        out.push_back(line);
    }
    return out;
}

/// Zones by rule, so that the tests need no files.
inline sla::zone berlin() {
    return sla::zone_from_rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
}
inline sla::zone_source zones() {
    return sla::zone_set{
        {berlin(), sla::zone::utc(),
         sla::zone_from_rule("America/New_York", "EST5EDT,M3.2.0,M11.1.0").value()}}
        .source();
}

/// A calendar around events, one property a line; `events` are separated by empty lines.
inline std::string calendar(std::string_view events) {
    std::string out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\nBEGIN:VEVENT\r\n";
    while (!events.empty()) {
        const std::size_t end = events.find('\n');
        const std::string_view line = events.substr(0, end);
        out += line.empty() ? "END:VEVENT\r\nBEGIN:VEVENT" : std::string{line};
        out += "\r\n";
        events.remove_prefix(end == std::string_view::npos ? events.size() : end + 1);
    }
    return out + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

inline sla::holiday_options year_2026() {
    sla::holiday_options out;
    out.first = std::chrono::year{2026} / 1 / 1;
    out.last = std::chrono::year{2026} / 12 / 31;
    return out;
}

inline lines read(std::string_view events, const sla::holiday_options& options = year_2026()) {
    const auto feed = sla::read_icalendar(calendar(events), berlin(), zones(), options);
    return feed ? text(*feed) : lines{sla::describe(feed.issues())};
}

} // namespace feeds
