// SPDX-License-Identifier: MIT
//
// Inside the zone room: offsets and instants as text for issues, and names that are nearly right.
#pragma once

#include <sla/detail/zone_rule_parse.hpp>
#include <sla/issue.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

inline std::string two_digits(std::int64_t n) {
    return n < 10 ? "0" + std::to_string(n) : std::to_string(n);
}

// "+05:45", "-00:25:21"
inline std::string offset_text(std::chrono::seconds offset) {
    const bool negative = offset.count() < 0;
    const auto size = negative ? 0 - static_cast<std::uint64_t>(offset.count())
                               : static_cast<std::uint64_t>(offset.count());
    const auto part = [](std::uint64_t n) { return two_digits(static_cast<std::int64_t>(n)); };
    std::string out{negative ? '-' : '+'};
    out += part(size / 3600) + ":" + part(size / 60 % 60);
    if (size % 60 != 0)
        out += ":" + part(size % 60);
    return out;
}

// "2025-03-30T01:00:00Z"; plain seconds where the standard calendar ends.
inline std::string instant_text(std::chrono::sys_seconds at) {
    using namespace std::chrono;
    constexpr sys_seconds first = sys_days{year{-9999} / January / 1};
    constexpr sys_seconds end = sys_days{year{10'000} / January / 1};
    if (at < first || at >= end)
        return std::to_string(at.time_since_epoch().count()) + " s since 1970";
    const sys_days day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    const int y = int{date.year()};
    std::string out = std::to_string(y < 0 ? -y : y);
    out.insert(0, 4 - out.size(), '0');
    if (y < 0)
        out.insert(0, 1, '-');
    out += "-" + two_digits(static_cast<unsigned>(date.month())) + "-" +
           two_digits(static_cast<unsigned>(date.day())) + "T" + two_digits(time.hours().count()) +
           ":" + two_digits(time.minutes().count()) + ":" + two_digits(time.seconds().count()) +
           "Z";
    return out;
}

inline char lower_case(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool same_but_for_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower_case(x) == lower_case(y); });
}

// Letters to insert, remove or replace to make `b` of `a`, whatever their case.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced =
                diagonal + (lower_case(a[i]) == lower_case(b[j]) ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

// The names most like `wanted`, best first, three at most: equal but for case, equal in the part
// after the last slash, or a few letters away.
inline std::vector<std::string_view> near_names(std::string_view wanted,
                                                std::span<const std::string_view> names) {
    constexpr std::size_t longest_worth_comparing = 64;
    if (wanted.empty() || wanted.size() > longest_worth_comparing)
        return {};
    const auto city = [](std::string_view name) { return name.substr(name.rfind('/') + 1); };
    const auto spaced = [](std::string_view name) {
        std::string out{name};
        std::replace(out.begin(), out.end(), ' ', '_');
        return out;
    };
    const std::string sought = spaced(wanted);
    const std::size_t most = 1 + sought.size() / 5;
    std::vector<std::pair<std::size_t, std::string_view>> found;
    for (const std::string_view name : names) {
        if (same_but_for_case(name, sought))
            found.emplace_back(0, name);
        else if (same_but_for_case(city(name), city(sought)))
            found.emplace_back(1, name);
        else if (const std::size_t d = edit_distance(sought, name); d <= most)
            found.emplace_back(d + 1, name);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    const bool exact = !found.empty() && found.front().first == 0;
    std::vector<std::string_view> out;
    for (const auto& [distance, name] : found) {
        if (out.size() == 3 || (exact && distance > 0))
            break;
        out.push_back(name);
    }
    return out;
}

inline issue unknown_zone(std::string_view wanted, std::span<const std::string_view> names,
                          std::string expected) {
    std::string hint;
    const std::vector<std::string_view> near = near_names(wanted, names);
    for (std::size_t i = 0; i < near.size(); ++i) {
        hint += i == 0 ? "did you mean " : (i + 1 == near.size() ? " or " : ", ");
        hint += quoted(near[i], 64);
    }
    if (!hint.empty())
        hint += "?";
    return {.code = "zone.unknown",
            .place = {},
            .message = "there is no time zone of this name",
            .expected = std::move(expected),
            .saw = quoted(wanted, 64),
            .hint = std::move(hint)};
}

} // namespace sla::inline v1::detail
