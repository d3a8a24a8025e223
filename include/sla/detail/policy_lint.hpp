// SPDX-License-Identifier: MIT
//
// Inside the policy room: what can be used but hardly was meant. Works on a book that compiled.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_reach.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1::detail {

class book_lint {
public:
    explicit book_lint(const book_data& book) : book_{book} {}

    [[nodiscard]] issue_list run() {
        std::vector<std::optional<boxes>> reached;
        bool has_default = false;
        for (const compiled_policy& policy : book_.policies) {
            reached.push_back(reach(book_, policy.root));
            const std::size_t p = reached.size() - 1;
            const std::optional<boxes>& here = reached.back();
            if (here && here->empty())
                warn("policy.never_matches", policy_place(p) + ".when",
                     "no ticket can meet this condition", "parts that can hold together");
            else if (here)
                check_shadow(reached, p);
            has_default =
                has_default || (here && std::any_of(here->begin(), here->end(),
                                                    [](const box& b) { return b.everything(); }));
            check_targets(policy, p, here);
        }
        if (!has_default)
            warn("policy.no_default", "policies", "some tickets may match no policy",
                 "a last policy without a condition",
                 "tickets that match none are not judged at all");
        return std::move(issues_);
    }

private:
    [[nodiscard]] static std::string policy_place(std::size_t p) {
        return "policies[" + std::to_string(p) + "]";
    }
    [[nodiscard]] static std::string target_place(std::size_t p, std::size_t t) {
        return policy_place(p) + ".targets[" + std::to_string(t) + "]";
    }
    [[nodiscard]] static std::string row_place(std::size_t p, std::size_t t, std::size_t r) {
        return target_place(p, t) + ".rows[" + std::to_string(r) + "]";
    }

    issue& warn(std::string code, std::string place, std::string message, std::string expected,
                std::string hint = {}) {
        return issues_.emplace_back(issue{.code = std::move(code),
                                          .severity = severity::warning,
                                          .place = std::move(place),
                                          .message = std::move(message),
                                          .expected = std::move(expected),
                                          .saw = {},
                                          .hint = std::move(hint)});
    }

    // Warns when earlier policies take every ticket that policy `p` could have.
    void check_shadow(const std::vector<std::optional<boxes>>& reached, std::size_t p) {
        remainder left{*reached[p]};
        std::vector<std::size_t> takers;
        for (std::size_t taker = 0; taker < p && !left.nothing(); ++taker) {
            bool took = false;
            if (reached[taker])
                for (const box& b : *reached[taker])
                    took = left.take(b) || took;
            if (took)
                takers.push_back(taker);
        }
        if (!left.nothing())
            return;
        issue& shadow = warn("policy.shadowed", policy_place(p),
                             "policies before it take every ticket that it could match",
                             "special cases first, the rest last");
        for (const std::size_t taker : takers)
            shadow.related.push_back(
                {policy_place(taker), "takes some of them: " + book_.policy_names[taker]});
    }

    void check_targets(const compiled_policy& policy, std::size_t p,
                       const std::optional<boxes>& tickets) {
        const auto targets = policy.targets.of(book_.targets);
        std::vector<boxes> rows_of;
        for (std::size_t t = 0; t < targets.size(); ++t) {
            boxes& rows = rows_of.emplace_back();
            for (const compiled_row& row : targets[t].rows.of(book_.rows)) {
                rows.push_back(reach(book_, row));
                check_row(rows, p, t, tickets);
            }
        }
        for (std::size_t first = 0; first < targets.size(); ++first)
            for (std::size_t last = 0; last < targets.size(); ++last)
                if (is_response(targets[first].metric) && is_resolution(targets[last].metric))
                    check_order(policy, p, first, rows_of[first], last, rows_of[last]);
    }

    // The last one of `rows`.
    void check_row(const boxes& rows, std::size_t p, std::size_t t,
                   const std::optional<boxes>& tickets) {
        const std::size_t r = rows.size() - 1;
        // Of a policy that no ticket reaches, or too tangled to examine, the rows are looked at by
        // themselves.
        boxes fitting;
        if (!tickets || tickets->empty()) {
            fitting.push_back(rows[r]);
        } else {
            for (const box& b : *tickets)
                if (!are_disjoint(b, rows[r]))
                    fitting.push_back(both(b, rows[r]));
        }
        if (rows[r].nothing() || fitting.empty()) {
            warn("policy.row_never_matches", row_place(p, t, r),
                 "no ticket of this policy fits this row",
                 "values that the policy's condition lets through");
            return;
        }
        remainder left{std::move(fitting)};
        std::vector<std::size_t> takers;
        for (std::size_t earlier = 0; earlier < r && !left.nothing(); ++earlier)
            if (left.take(rows[earlier]))
                takers.push_back(earlier);
        if (!left.nothing())
            return;
        issue& shadow = warn("policy.row_shadowed", row_place(p, t, r),
                             "rows before it fit every ticket that it could fit",
                             "special cases first, the rest last");
        for (const std::size_t taker : takers)
            shadow.related.push_back({row_place(p, t, taker), "fits some of them"});
    }

    // The built-in metrics are known by what they measure, whatever a host calls them.
    [[nodiscard]] bool is_response(metric_id metric) const {
        return starts_at_creation(metric) && stops_at(metric, event_kind::message);
    }
    [[nodiscard]] bool is_resolution(metric_id metric) const {
        return starts_at_creation(metric) && stops_at(metric, event_kind::resolved);
    }
    [[nodiscard]] bool starts_at_creation(metric_id metric) const {
        return any_of_kind(book_.metrics[static_cast<std::size_t>(metric)].start,
                           event_kind::created);
    }
    [[nodiscard]] bool stops_at(metric_id metric, event_kind kind) const {
        return any_of_kind(book_.metrics[static_cast<std::size_t>(metric)].stop, kind);
    }
    [[nodiscard]] bool any_of_kind(const stretch& events, event_kind kind) const {
        const auto all = events.of(book_.events);
        constexpr unsigned agent = 1U << static_cast<unsigned>(actor::agent);
        return std::any_of(all.begin(), all.end(), [kind](const compiled_event& e) {
            return e.kind == kind && (kind == event_kind::created || (e.actors & agent) != 0);
        });
    }

    // Warns once a pair of rows that one ticket can have together: the longer response limit.
    void check_order(const compiled_policy& policy, std::size_t p, std::size_t response,
                     const boxes& response_rows, std::size_t resolution,
                     const boxes& resolution_rows) {
        const auto targets = policy.targets.of(book_.targets);
        const auto first = targets[response].rows.of(book_.rows);
        const auto last = targets[resolution].rows.of(book_.rows);
        for (std::size_t a = 0; a < first.size(); ++a)
            for (std::size_t b = 0; b < last.size(); ++b) {
                if (!is_longer(first[a], last[b]))
                    continue;
                if (are_disjoint(response_rows[a], resolution_rows[b]))
                    continue;
                remainder left{{both(response_rows[a], resolution_rows[b])}};
                take_earlier(left, response_rows, a);
                take_earlier(left, resolution_rows, b);
                if (left.nothing())
                    continue;
                warn("policy.response_after_resolution", row_place(p, response, a) + ".within",
                     "the first response may take longer than the resolution",
                     "a response limit no longer than the resolution's")
                    .related.push_back(
                        {row_place(p, resolution, b) + ".within", "the resolution's limit"});
            }
    }

    static void take_earlier(remainder& from, const boxes& rows, std::size_t before) {
        for (std::size_t r = 0; r < before; ++r)
            from.take(rows[r]);
    }

    // False where two limits of different kinds cannot be compared without a start.
    [[nodiscard]] static bool is_longer(const compiled_row& a, const compiled_row& b) {
        if (a.within.index() != b.within.index())
            return false;
        if (const auto* const length = std::get_if<elapsed>(&a.within))
            return *length > *std::get_if<elapsed>(&b.within);
        if (a.calendar != b.calendar)
            return false;
        if (const auto* const length = std::get_if<working>(&a.within))
            return *length > *std::get_if<working>(&b.within);
        if (const auto* const days = std::get_if<business_days>(&a.within))
            return days->count > std::get_if<business_days>(&b.within)->count;
        if (const auto* const days = std::get_if<calendar_days>(&a.within))
            return days->count > std::get_if<calendar_days>(&b.within)->count;
        if (const auto* const weeks = std::get_if<calendar_weeks>(&a.within))
            return weeks->count > std::get_if<calendar_weeks>(&b.within)->count;
        return std::get_if<calendar_months>(&a.within)->count >
               std::get_if<calendar_months>(&b.within)->count;
    }

    const book_data& book_;
    issue_list issues_;
};

[[nodiscard]] inline issue_list lint_book(const book_data& book) {
    return book_lint{book}.run();
}

} // namespace sla::inline v1::detail
