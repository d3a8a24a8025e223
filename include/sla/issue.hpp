// SPDX-License-Identifier: MIT
//
// Room: issue. What is wrong with an input, as data.
//
// Definitions, texts and events come from people and other programs, so they are wrong in several
// places at once. Whoever validates them collects one `issue` for each mistake and reports all of
// them together; nobody has to mend a file ten times to learn of ten mistakes. An issue is plain
// data: a host can sort, count, translate or show it beside the field it belongs to.
//
//     for (const sla::issue& i : compiled.issues()) log(i.place, i.message, i.hint);
//
// `code` never changes once released, so a host may switch on it; `message` may. `describe` (in
// the room of that name) renders the whole as text. The hard case is one mistake in two places, two
// ranges that overlap say: the issue stands at the later one and `related` names the other.
#pragma once

#include <sla/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

enum class severity : std::uint8_t {
    error,   ///< The input cannot be used.
    warning, ///< The input can be used, but probably does not mean what was meant.
};

/// Another place that takes part in the same mistake.
struct related_place {
    std::string place{}; ///< Like `issue::place`.
    std::string note{};  ///< What stands there, for example "the other range, 09:00-17:00".

    friend bool operator==(const related_place&, const related_place&) = default;
};

/// One mistake in an input.
struct issue {
    std::string code{}; ///< Stable, for programs: "calendar.ranges_overlap".
    sla::severity severity = sla::severity::error;
    std::string place{};    ///< Where: a path into a definition, or file:line:column.
    std::string message{};  ///< What is wrong, one sentence without a full stop.
    std::string expected{}; ///< What would have been right; may be empty.
    std::string saw{};      ///< What stood there; may be empty.
    std::string hint{};     ///< What to do about it; may be empty.
    std::vector<related_place> related{};

    friend bool operator==(const issue&, const issue&) = default;
};

using issue_list = std::vector<issue>;

/// True when at least one entry is an error (warnings do not count).
[[nodiscard]] inline bool has_errors(const issue_list& issues) noexcept {
    return std::any_of(issues.begin(), issues.end(),
                       [](const issue& i) { return i.severity == severity::error; });
}

/// Moves all of `more` to the end of `issues`, with `prefix` put before each place.
inline void append(issue_list& issues, issue_list more, std::string_view prefix = {}) {
    issues.reserve(issues.size() + more.size());
    for (issue& i : more) {
        if (!prefix.empty()) {
            i.place.insert(0, prefix);
            for (related_place& r : i.related)
                r.place.insert(0, prefix);
        }
        issues.push_back(static_cast<issue&&>(i));
    }
}

} // namespace sla::inline v1
