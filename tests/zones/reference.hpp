// SPDX-License-Identifier: MIT
//
// Reads the committed histories (see make_reference.py) and compares zones with them.
#pragma once

#include <sla/zone.hpp>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <locale>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace zones {

/// What zones did from 1970 to 2100.
struct history {
    std::vector<std::string> names;
    std::string rule;
    std::chrono::seconds first{};              ///< At 1970-01-01T00:00:00Z.
    std::vector<sla::zone_transition> changes; ///< Before 2101-01-01T00:00:00Z.
};

struct reference {
    std::string version; ///< Of the database it was made from, "2025b".
    std::vector<history> histories;
};

inline constexpr std::chrono::sys_seconds reference_begin{std::chrono::seconds{0}};
inline constexpr std::chrono::sys_seconds reference_end =
    std::chrono::sys_days{std::chrono::year{2101} / std::chrono::January / 1};

inline void read_reference(const std::string& file, reference& into) {
    std::ifstream in{SLA_TEST_SOURCE_DIR "/tests/zones/" + file};
    if (!in)
        throw std::runtime_error{"cannot read tests/zones/" + file};
    bool in_entry = false;
    for (std::string line; std::getline(in, line);) {
        std::istringstream words{line};
        words.imbue(std::locale::classic());
        std::string key;
        words >> key;
        if (key.empty()) {
            in_entry = false;
        } else if (key == "#") {
            std::string word;
            if (words >> word && word == "tzdata" && words >> word)
                into.version = word.substr(0, word.find(','));
        } else if (key == "zone") {
            if (!in_entry)
                into.histories.emplace_back();
            in_entry = true;
            words >> into.histories.back().names.emplace_back();
        } else if (key == "rule") {
            words >> into.histories.back().rule;
        } else {
            std::int64_t offset = 0;
            if (!(words >> offset))
                throw std::runtime_error{file + ": cannot read the line " + line};
            if (key == "offset")
                into.histories.back().first = std::chrono::seconds{offset};
            else
                into.histories.back().changes.push_back(
                    {std::chrono::sys_seconds{std::chrono::seconds{std::stoll(key)}},
                     std::chrono::seconds{offset}});
        }
    }
}

inline reference read_reference() {
    reference all;
    read_reference("reference_americas.txt", all);
    read_reference("reference_others.txt", all);
    return all;
}

/// What `difference` says when there is none.
inline const std::string none = "no difference";

/// `none` when `zone` does what `history` says, otherwise the first difference.
inline std::string difference(const sla::zone& zone, const history& history) {
    const auto text = [](sla::instant t, std::chrono::seconds offset) {
        return std::to_string(t.time_since_epoch().count() / 1000) + " " +
               std::to_string(offset.count());
    };
    if (zone.offset_at(reference_begin) != history.first)
        return "at first " + text(reference_begin, zone.offset_at(reference_begin));
    sla::instant t = zone.period_at(reference_begin).end;
    for (const sla::zone_transition& expected : history.changes) {
        const sla::zone_period seen = zone.period_at(t);
        const std::string both =
            ": expected " + text(expected.at, expected.offset) + ", saw " + text(t, seen.offset);
        if (t != expected.at || seen.offset != expected.offset)
            return "another change" + both;
        if (seen.begin != t)
            return "a stretch that does not begin where the one before it ends" + both;
        if (zone.offset_at(t) != expected.offset ||
            zone.offset_at(t - std::chrono::milliseconds{1}) == expected.offset)
            return "offset_at and period_at disagree" + both;
        t = seen.end;
    }
    return t >= reference_end ? none : "one change too many at " + text(t, zone.offset_at(t));
}

} // namespace zones
