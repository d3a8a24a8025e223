// SPDX-License-Identifier: MIT
//
// The files that all adapters read and write; plain text, so that any language can.
//
//     calendars   blocks of lines: `calendar NAME`, `zone NAME`, `open WEEKDAY BEGIN END` (Sunday
//                 is 0, seconds since local midnight), `closed DAY`
//     deadline    a line of names, then `created,local,hours,calendar`: the instant in seconds
//                 since 1970 UTC, the same moment's wall-clock time in the calendar's zone counted
//                 as if it were UTC, an amount of working hours, the number of the calendar
//     days        a line of names, then `from,to,count`
//     answers     comments `# key: value`, then one number a line: an instant, a wall-clock time
//                 (`# clock: local`), a day or a count
//
// A DAY, `from` and `to` are days since 1970-01-01.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

namespace compare {

struct opening {
    unsigned weekday;
    std::int64_t begin;
    std::int64_t end;
};

struct calendar_text {
    std::string name;
    std::string zone;
    std::vector<opening> hours;
    std::vector<std::int64_t> closed;
};

struct deadline_ticket {
    std::int64_t created;
    std::int64_t local;
    std::int64_t hours;
    std::int64_t calendar;
};

struct days_ticket {
    std::int64_t from;
    std::int64_t to;
    std::int64_t count;
};

[[noreturn]] inline void stop(const std::string& message) {
    std::cerr << "compare: " << message << '\n';
    std::exit(1);
}

inline std::vector<calendar_text> read_calendars(const std::string& path) {
    std::ifstream in{path};
    std::vector<calendar_text> out;
    for (std::string word; in >> word;) {
        if (word == "calendar") {
            out.emplace_back();
            in >> out.back().name;
        } else if (out.empty()) {
            stop(path + " does not begin with a calendar");
        } else if (word == "zone") {
            in >> out.back().zone;
        } else if (word == "open") {
            opening o{};
            in >> o.weekday >> o.begin >> o.end;
            out.back().hours.push_back(o);
        } else if (word == "closed") {
            std::int64_t day = 0;
            in >> day;
            out.back().closed.push_back(day);
        } else {
            stop(path + " has an unknown line: " + word);
        }
    }
    if (out.empty())
        stop("no calendar in " + path);
    return out;
}

/// The rows of `path` after its first line, each `width` numbers between commas; at most `limit`.
inline std::vector<std::vector<std::int64_t>> read_rows(const std::string& path, std::size_t width,
                                                        std::size_t limit) {
    std::ifstream in{path};
    std::vector<std::vector<std::int64_t>> out;
    std::string line;
    std::getline(in, line);
    while (out.size() < limit && std::getline(in, line)) {
        std::istringstream numbers{line};
        std::vector<std::int64_t>& row = out.emplace_back(width);
        for (std::int64_t& number : row) {
            numbers >> number;
            numbers.ignore(1);
        }
        if (!numbers && !numbers.eof())
            stop("bad row in " + path + ": " + line);
    }
    if (out.empty())
        stop("no rows in " + path);
    return out;
}

} // namespace compare
