// SPDX-License-Identifier: MIT
//
// Inside the policy room: what the rows, limits and steps of a policy's targets hardly mean.
#pragma once

#include <sla/detail/policy_boxes.hpp>
#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/policy_lint_events.hpp>
#include <sla/detail/policy_reach.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1::detail {

// Adds a warning.
inline issue& warn(issue_list& issues, std::string code, const place& where, std::string message,
                   std::string expected, std::string saw = {}, std::string hint = {}) {
    return issues.emplace_back(issue{.code = std::move(code),
                                     .severity = severity::warning,
                                     .place = where.text(),
                                     .message = std::move(message),
                                     .expected = std::move(expected),
                                     .saw = std::move(saw),
                                     .hint = std::move(hint)});
}

class target_lint {
public:
    target_lint(const book_data& book, filter_pool& pool, issue_list& issues) noexcept
        : book_{book}, pool_{pool}, issues_{issues}, events_{book} {}

    // `tickets` are those that the policy's condition lets through; nothing: too tangled to tell.
    void run(const compiled_policy& policy, const place& here,
             const std::optional<boxes>& tickets) {
        const auto targets = policy.targets.of(book_.targets);
        rows_of_.resize(std::max(rows_of_.size(), targets.size()));
        for (std::size_t t = 0; t < targets.size(); ++t) {
            const place where = here.entry("targets", t);
            boxes& rows = rows_of_[t];
            rows.clear();
            for (const compiled_row& row : targets[t].rows.of(book_.rows)) {
                rows.push_back(reach(pool_, book_, row));
                check_row(rows, where, tickets);
            }
            check_priorities(rows, where, tickets);
            check_steps(targets[t], where);
        }
        for (std::size_t first = 0; first < targets.size(); ++first)
            for (std::size_t last = 0; last < targets.size(); ++last)
                if (is_response(metric_of(targets[first])) &&
                    is_resolution(metric_of(targets[last])) &&
                    are_comparable(targets[first], targets[last]))
                    check_order(targets, here, first, last);
    }

private:
    // The last one of `rows`.
    void check_row(const boxes& rows, const place& in_target, const std::optional<boxes>& tickets) {
        const std::size_t r = rows.size() - 1;
        const box& row = rows[r];
        const place here = in_target.entry("rows", r);
        // Of a policy that no ticket reaches, or too tangled to examine, the rows are looked at by
        // themselves.
        const bool by_itself = !tickets || tickets->empty();
        const auto fits_some = [&](const box& b) { return !are_disjoint(b, row); };
        if (row.nothing() ||
            (!by_itself && std::none_of(tickets->begin(), tickets->end(), fits_some))) {
            warn(issues_, "policy.row_never_matches", here,
                 "no ticket of this policy fits this row",
                 "values that the policy's condition lets through");
            return;
        }
        // Most tables have no two rows for one ticket.
        if (std::none_of(rows.begin(), rows.end() - 1, fits_some))
            return;
        boxes fitting;
        if (by_itself)
            fitting.push_back(row);
        else
            for (const box& b : *tickets)
                if (fits_some(b))
                    fitting.push_back(both(pool_, b, row));
        remainder left{pool_, std::move(fitting)};
        std::vector<std::size_t> takers;
        for (std::size_t earlier = 0; earlier < r && !left.nothing(); ++earlier)
            if (left.take(rows[earlier]))
                takers.push_back(earlier);
        if (!left.nothing())
            return;
        issue& shadow = warn(issues_, "policy.row_shadowed", here,
                             "rows before it fit every ticket that it could fit",
                             "special cases first, the rest last");
        for (const std::size_t taker : takers)
            shadow.related.push_back({in_target.entry("rows", taker).text(), "fits some of them"});
    }

    // A table with one row for each priority, but not for all that the book declares.
    void check_priorities(const boxes& rows, const place& here,
                          const std::optional<boxes>& tickets) {
        constexpr auto priority = static_cast<std::size_t>(attribute::priority);
        const std::vector<std::string>& declared = book_.declared[priority];
        if (declared.empty())
            return;
        std::vector<value_id> named;
        for (const box& row : rows) {
            const value_filter& filter = row.filter(attribute::priority);
            if (filter.except || filter.ids.size() != 1)
                return;
            if (std::find(named.begin(), named.end(), filter.ids.front()) == named.end())
                named.push_back(filter.ids.front());
        }
        // A limit for one priority alone is meant as it stands.
        if (named.size() < 2)
            return;
        std::string missing;
        for (const std::string& name : declared) {
            const auto id = static_cast<value_id>(book_.value_names[priority].find(name));
            const auto has_it = [id](const box& b) {
                return b.filter(attribute::priority).passes(id);
            };
            if (std::find(named.begin(), named.end(), id) != named.end() ||
                (tickets && std::none_of(tickets->begin(), tickets->end(), has_it)))
                continue;
            missing += (missing.empty() ? "none for " : ", ") + quoted(name, 64);
        }
        if (!missing.empty())
            warn(issues_, "policy.priority_missing", here.member("rows"),
                 "the table has no row for some of the declared priorities",
                 "a row for each of them, or a last row for the others", missing,
                 "tickets that fit no row have no limit");
    }

    void check_steps(const compiled_target& target, const place& here) {
        // With an allowance the limit is longer for some.
        if (target.out_of_hours)
            return;
        const auto steps = target.steps.of(book_.steps);
        const auto rows = target.rows.of(book_.rows);
        for (std::size_t s = 0; s < steps.size(); ++s) {
            if (steps[s].at != compiled_step::point::before)
                continue;
            issue* early = nullptr;
            for (std::size_t r = 0; r < rows.size(); ++r) {
                if (!reaches_back_to_start(steps[s].by, rows[r].within))
                    continue;
                const place step = here.entry("steps", s);
                if (early == nullptr)
                    early = &warn(issues_, "policy.step_before_start", step.member("at"),
                                  "this is no later than the start of the clock, so that the step "
                                  "is reached at once",
                                  "less than the limit");
                const place row = here.entry("rows", r);
                early->related.push_back({row.member("within").text(), "the limit"});
            }
        }
    }

    [[nodiscard]] static bool reaches_back_to_start(const compiled_length& before,
                                                    const target_duration& within) noexcept {
        if (const auto* const length = std::get_if<elapsed>(&within))
            return !before.is_working && before.by >= *length;
        if (const auto* const open_time = std::get_if<working>(&within))
            return before.is_working && before.by >= open_time->length();
        return false;
    }

    // The built-in metrics are known by what they measure, whatever a host calls them.
    [[nodiscard]] const compiled_metric& metric_of(const compiled_target& target) const noexcept {
        return book_.metrics[static_cast<std::size_t>(target.metric)];
    }
    [[nodiscard]] bool is_response(const compiled_metric& metric) const noexcept {
        return metric.repeats == recurrence::once &&
               events_.has(metric, metric_list::start, event_kind::created) &&
               events_.has(metric, metric_list::stop, event_kind::message);
    }
    [[nodiscard]] bool is_resolution(const compiled_metric& metric) const noexcept {
        return events_.has(metric, metric_list::start, event_kind::created) &&
               events_.has(metric, metric_list::stop, event_kind::resolved) &&
               !events_.has(metric, metric_list::stop, event_kind::message) &&
               !counts_now_and_then(metric);
    }
    // A clock that runs in a few statuses only may well have the shorter limit.
    [[nodiscard]] bool counts_now_and_then(const compiled_metric& metric) const noexcept {
        const auto pauses = events_.list(metric, metric_list::pause);
        return std::any_of(pauses.begin(), pauses.end(),
                           [](const compiled_event& e) { return e.match == name_match::none_of; });
    }
    [[nodiscard]] static bool are_comparable(const compiled_target& a,
                                             const compiled_target& b) noexcept {
        return a.start_calendar == b.start_calendar && !a.out_of_hours && !b.out_of_hours;
    }

    // Warns once a pair of rows that one ticket can have together: the longer response limit.
    void check_order(std::span<const compiled_target> targets, const place& here,
                     std::size_t response, std::size_t resolution) {
        const auto first = targets[response].rows.of(book_.rows);
        const auto last = targets[resolution].rows.of(book_.rows);
        const boxes& first_boxes = rows_of_[response];
        const boxes& last_boxes = rows_of_[resolution];
        for (std::size_t a = 0; a < first.size(); ++a)
            for (std::size_t b = 0; b < last.size(); ++b) {
                if (!is_longer(first[a], last[b]) || are_disjoint(first_boxes[a], last_boxes[b]))
                    continue;
                remainder left{pool_, {both(pool_, first_boxes[a], last_boxes[b])}};
                for (std::size_t r = 0; r < a; ++r)
                    left.take(first_boxes[r]);
                for (std::size_t r = 0; r < b; ++r)
                    left.take(last_boxes[r]);
                if (left.nothing())
                    continue;
                const place at_response = here.entry("targets", response);
                const place at_resolution = here.entry("targets", resolution);
                const place row = at_response.entry("rows", a);
                const place other = at_resolution.entry("rows", b);
                warn(issues_, "policy.response_after_resolution", row.member("within"),
                     "the first response may take longer than the resolution",
                     "a response limit no longer than the resolution's")
                    .related.push_back({other.member("within").text(), "the resolution's limit"});
            }
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
        if (const auto* const phases = std::get_if<working_then_elapsed>(&a.within)) {
            const auto& others = *std::get_if<working_then_elapsed>(&b.within);
            return phases->first >= others.first && phases->then >= others.then &&
                   *phases != others;
        }
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
    filter_pool& pool_;
    issue_list& issues_;
    event_sets events_;
    std::vector<boxes> rows_of_; // of the targets of one policy
};

} // namespace sla::inline v1::detail
