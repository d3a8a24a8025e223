// SPDX-License-Identifier: MIT
//
// Collects issues up to a limit, and says when there are more.
#pragma once

#include <sla/issue.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace sla::inline v1::detail::holidays {

class sink {
public:
    explicit sink(std::size_t most) : most_{most} {}

    void add(issue one) {
        failed_ = failed_ || one.severity == severity::error;
        if (issues_.size() < most_) {
            issues_.push_back(std::move(one));
        } else if (!full_) {
            full_ = true;
            issues_.push_back({.code = "holidays.too_many_issues",
                               .severity = severity::warning,
                               .message = "there is more to tell than is told",
                               .expected = "at most " + std::to_string(most_)});
        }
        // Where an error is hidden behind warnings the list must still say that there is one.
        if (full_ && failed_)
            issues_.back().severity = severity::error;
    }

    [[nodiscard]] bool full() const { return full_; }
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] issue_list take() { return std::move(issues_); }
    /// In the order of their lines.
    [[nodiscard]] issue_list take_by_line() {
        std::stable_sort(issues_.begin(), issues_.end(), [](const issue& a, const issue& b) {
            return line_of(a.place) < line_of(b.place);
        });
        return std::move(issues_);
    }

private:
    // What has no line comes last: that there is more.
    static std::size_t line_of(std::string_view place) {
        constexpr std::string_view begin = "line ";
        if (!place.starts_with(begin))
            return std::numeric_limits<std::size_t>::max();
        std::size_t out = 0;
        for (const char c : place.substr(begin.size()))
            out = 10 * out + static_cast<std::size_t>(c - '0');
        return out;
    }

    issue_list issues_;
    std::size_t most_;
    bool full_ = false;
    bool failed_ = false;
};

inline std::string line_place(std::size_t line) {
    return "line " + std::to_string(line);
}

} // namespace sla::inline v1::detail::holidays
