// SPDX-License-Identifier: MIT
//
// Inside the policy room: from definition to book.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/policy_conditions.hpp>
#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_durations.hpp>
#include <sla/detail/policy_index_build.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/policy_lint.hpp>
#include <sla/detail/policy_metrics.hpp>
#include <sla/detail/policy_names.hpp>
#include <sla/detail/policy_targets.hpp>
#include <sla/policy.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1::detail {

class book_compiler {
public:
    book_compiler(const book_definition& in, const zone_source& zones,
                  const calendar_options& options)
        : zones_{zones}, book_{std::make_shared<book_data>()}, state_{.in = in,
                                                                      .options = options,
                                                                      .book = *book_} {}

    [[nodiscard]] result<policy_book> run() {
        compile_calendars();
        state_.compile_vocabularies();
        metric_compiler{state_}.run();
        compile_choices();
        compile_policies();
        state_.finish_names();
        issue_list& issues = state_.say.issues();
        // What follows looks at what was compiled, and makes sense of nothing less.
        if (has_errors(issues))
            return std::move(issues);
        link_limits();
        book_->index = index_builder{*book_}.build();
        append(issues, lint_book(*book_));
        return {policy_book{std::move(book_)}, std::move(issues)};
    }

private:
    // -- calendars -----------------------------------------------------------------------------

    [[nodiscard]] place calendar_place(std::uint32_t index) const noexcept {
        const std::size_t plain = state_.in.calendars.size();
        return index < plain ? place{"calendars", index} : place{"combined", index - plain};
    }

    void compile_calendars() {
        complaints& say = state_.say;
        const auto place_of = [this](std::uint32_t index) { return calendar_place(index); };
        std::vector<std::optional<calendar>> made;
        for (const calendar_definition& definition : state_.in.calendars) {
            const auto index = static_cast<std::uint32_t>(made.size());
            result<calendar> compiled = sla::compile(definition, zones_, state_.options);
            say.take(compiled.issues(), calendar_place(index));
            made.push_back(compiled ? std::optional{*std::move(compiled)} : std::nullopt);
            // The calendar room itself complains of a calendar without a name.
            if (!definition.name.empty())
                say.enter(state_.calendars, definition.name, index, "calendar", place_of);
        }
        for (const calendar_combination& combination : state_.in.combined) {
            const auto index = static_cast<std::uint32_t>(made.size());
            made.push_back(combined(combination, calendar_place(index), made));
            say.enter(state_.calendars, combination.name, index, "calendar", place_of);
        }
        if (has_errors(say.issues()))
            return;
        for (std::optional<calendar>& c : made)
            book_->calendars.push_back(*std::move(c));
    }

    [[nodiscard]] std::optional<calendar>
    combined(const calendar_combination& combination, const place& here,
             const std::vector<std::optional<calendar>>& made) {
        const bool known = state_.say.check_enumerator(
            combination.operation, set_operation::subtract, here.member("operation"));
        const auto left = state_.find_calendar(combination.left, here.member("left"));
        const auto right = state_.find_calendar(combination.right, here.member("right"));
        if (!known || !left || !right || !made[*left] || !made[*right])
            return std::nullopt;
        result<calendar> out =
            combine(combination.name, *made[*left], combination.operation, *made[*right]);
        state_.say.take(out.issues(), here);
        return out ? std::optional{*std::move(out)} : std::nullopt;
    }

    // -- policies ------------------------------------------------------------------------------

    void compile_choices() {
        state_.say.check_enumerator(state_.in.choose, policy_choice::strictest, place{"choose"});
        state_.say.check_enumerator(state_.in.versions, version_choice::at_now, place{"versions"});
        book_->choose = state_.in.choose;
        book_->versions = state_.in.versions;
    }

    void compile_policies() {
        if (state_.in.policies.empty())
            state_.say.add("policy.policies_missing", place{"policies"},
                           "the book promises nothing", "at least one policy", "an empty list");
        for (std::uint32_t p = 0; p < state_.in.policies.size(); ++p) {
            const policy_definition& policy = state_.in.policies[p];
            const place here{"policies", p};
            const std::uint32_t lineage = enter(policy, p, here);
            state_.say.check_enumerator(policy.role, policy_role::fallback, here.member("role"));
            const auto root = static_cast<std::uint32_t>(book_->nodes.size());
            condition_compiler{state_}.compile(policy.when, here.member("when"));
            const calendar_choice calendar =
                calendar_choice{}.or_named(state_, policy.calendar, here);
            const stretch targets = target_compiler{state_}.run(policy, p, here, calendar);

            const bool ever = policy.effective_from <= first_instant;
            const bool for_ever = policy.effective_until >= end_of_range;
            if (!ever)
                book_->version_changes.push_back(policy.effective_from);
            if (!for_ever)
                book_->version_changes.push_back(policy.effective_until);
            book_->policy_names.push_back(policy.name);
            book_->policies.push_back({.root = root,
                                       .targets = targets,
                                       .lineage = lineage,
                                       .role = policy.role,
                                       .from = ever ? instant::min() : policy.effective_from,
                                       .until = for_ever ? never : policy.effective_until});
            book_->has_fallback = book_->has_fallback || policy.role == policy_role::fallback;
        }
        std::vector<instant>& changes = book_->version_changes;
        book_->one_version = changes.empty();
        std::sort(changes.begin(), changes.end());
        changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
    }

    // The vectors do not grow any more.
    void link_limits() {
        const auto find = [this](std::uint32_t c) {
            return c == no_calendar ? nullptr : &book_->calendars[c];
        };
        book_->limits.reserve(book_->rows.size());
        for (const compiled_row& row : book_->rows) {
            using unit = compiled_limit::unit;
            const compiled_target& target = book_->targets[row.target];
            const bool dates = std::holds_alternative<business_days>(row.within) ||
                               std::holds_alternative<calendar_days>(row.within) ||
                               std::holds_alternative<calendar_weeks>(row.within) ||
                               std::holds_alternative<calendar_months>(row.within);
            const bool works = std::holds_alternative<working>(row.within) ||
                               std::holds_alternative<business_days>(row.within);
            const bool has_two_phases = std::holds_alternative<working_then_elapsed>(row.within);
            book_->limits.push_back({.row = &row,
                                     .target = &target,
                                     .hours = find(row.calendar),
                                     .open = row.calendar == no_calendar
                                                 ? nullptr
                                                 : &book_->calendars[row.calendar].data(),
                                     .start_hours = find(target.start_calendar),
                                     .counts = has_two_phases ? unit::working_then_elapsed
                                               : works        ? unit::working
                                                              : unit::elapsed,
                                     .counts_dates = dates,
                                     .has_marks = target.steps.count + target.bands.count != 0});
        }
    }

    // Looks at name and dates of policy `p`; the first policy of that name, which may be itself.
    [[nodiscard]] std::uint32_t enter(const policy_definition& policy, std::uint32_t p,
                                      const place& here) {
        complaints& say = state_.say;
        const bool is_forward = policy.effective_from < policy.effective_until;
        if (!is_forward)
            say.add("policy.effective_reversed", here.member("effective_until"),
                    "the policy ends before it begins", "an instant after effective_from",
                    time_text(policy.effective_until));
        if (!say.check_name(policy.name, here, "policy"))
            return p;
        std::vector<std::uint32_t>& versions = versions_[policy.name];
        if (is_forward)
            check_overlap(policy, here, versions);
        versions.push_back(p);
        return versions.front();
    }

    void check_overlap(const policy_definition& policy, const place& here,
                       const std::vector<std::uint32_t>& versions) {
        complaints& say = state_.say;
        const auto is_dated = [](const policy_definition& v) {
            return v.effective_from > first_instant || v.effective_until < end_of_range;
        };
        for (const std::uint32_t v : versions) {
            const policy_definition& other = state_.in.policies[v];
            if (other.effective_from >= other.effective_until ||
                policy.effective_from >= other.effective_until ||
                other.effective_from >= policy.effective_until)
                continue;
            const place first{"policies", v};
            if (!is_dated(policy) && !is_dated(other))
                say.name_twice(policy.name, here, first, "policy");
            else
                say.add("policy.versions_overlap", here,
                        "two versions of one policy are in force at once",
                        "versions that hold one after the other", period_text(policy))
                    .related.push_back({first.text(), period_text(other)});
            return;
        }
    }

    [[nodiscard]] static std::string time_text(instant t) {
        return instant_text(std::chrono::floor<std::chrono::seconds>(t));
    }

    [[nodiscard]] static std::string period_text(const policy_definition& policy) {
        const std::string from = policy.effective_from <= first_instant
                                     ? "the beginning"
                                     : time_text(policy.effective_from);
        return from + " to " +
               (policy.effective_until >= end_of_range ? "the end"
                                                       : time_text(policy.effective_until));
    }

    const zone_source& zones_;
    std::shared_ptr<book_data> book_;
    compile_state state_;
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> versions_;
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<policy_book> compile(const book_definition& definition,
                                         const zone_source& zones, calendar_options options) {
    return detail::book_compiler{definition, zones, options}.run();
}

} // namespace sla::inline v1
