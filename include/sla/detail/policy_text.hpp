// SPDX-License-Identifier: MIT
//
// Inside the policy room: hints about names that are nearly right.
#pragma once

#include <sla/detail/zone_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// `did you mean "urgent"?`, naming at most three of `names`; where none is near and there are few,
// what there is; empty where that would not help.
inline std::string did_you_mean(std::string_view wanted, const std::vector<std::string>& names) {
    constexpr std::size_t longest_worth_comparing = 64;
    constexpr std::size_t few = 8;
    std::vector<std::pair<std::size_t, std::string_view>> near;
    if (wanted.size() <= longest_worth_comparing) {
        const std::size_t most = 1 + wanted.size() / 5;
        for (const std::string& name : names) {
            const std::size_t distance =
                name.size() <= longest_worth_comparing ? edit_distance(wanted, name) : most + 1;
            if (distance <= most && distance < name.size())
                near.emplace_back(distance, name);
        }
        std::stable_sort(near.begin(), near.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        near.resize(std::min<std::size_t>(near.size(), 3));
    }
    std::string out;
    if (!near.empty()) {
        for (std::size_t i = 0; i < near.size(); ++i) {
            out += i == 0 ? "did you mean " : (i + 1 == near.size() ? " or " : ", ");
            out += quoted(near[i].second, 64);
        }
        return out + "?";
    }
    if (names.empty() || names.size() > few)
        return out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        out += i == 0 ? "there is " : (i + 1 == names.size() ? " and " : ", ");
        out += quoted(names[i], 64);
    }
    return out;
}

} // namespace sla::inline v1::detail
