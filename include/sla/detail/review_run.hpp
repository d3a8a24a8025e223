// SPDX-License-Identifier: MIT
//
// Inside the review room: its functions. A review is a report of clocks: three metrics (the state
// after, the state before, and whether the verdict changes), by the host's dimensions, the metric
// and the state before.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/report_bytes.hpp>
#include <sla/detail/review_rows.hpp>
#include <sla/flag.hpp>
#include <sla/review.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

struct review_data {
    review_definition definition;
    report_plan groups;
    std::uint64_t fingerprint; // of what the groups do not have
};

// The metrics of the report.
inline constexpr std::size_t review_after = 0;
inline constexpr std::size_t review_before = 1;
inline constexpr std::size_t review_changed = 2;

inline constexpr std::array<std::string_view, 2> review_dimensions{"metric", "before"};

class review_compiler {
public:
    [[nodiscard]] static result<review_plan> run(review_definition definition) {
        static constexpr common_codes common{.name_missing = "review.name_missing",
                                             .name_twice = "review.name_twice",
                                             .unknown_enumerator = "review.unknown_enumerator"};
        static constexpr clock_table_codes codes{.metrics_missing = "review.metrics_missing",
                                                 .too_many_dimensions =
                                                     "review.too_many_dimensions",
                                                 .name_reserved = "review.name_reserved",
                                                 .list_too_long = "review.list_too_long"};
        complaints say{common};
        clock_table_check check{codes, say};
        check.check_dimensions(definition.dimensions, review_dimensions);
        check.check_metrics(definition.metrics);
        check.check_list(definition.list_at_most, max_review_list);
        say.check_enumerator(definition.change, review_change::overdue, place{"change"});

        report_definition groups{.dimensions = definition.dimensions};
        if (!definition.metrics.empty())
            groups.dimensions.push_back(by_values("metric", definition.metrics));
        groups.dimensions.push_back(
            by_values("before", {"not applicable", "not started", "running", "paused", "met",
                                 "breached", "cancelled", "error"}));
        const report_length overdue{
            .name = "overdue", .of = {clock_state::breached}, .what = verdict_length::overdue};
        groups.metrics = {{.name = "after", .lengths = {overdue}},
                          {.name = "before", .lengths = {overdue}},
                          {.name = "changed"}};
        result<report_plan> plan = compile(std::move(groups));
        take_issues(say, plan.issues(), definition.dimensions.size());
        if (has_errors(say.issues()))
            return std::move(say.issues());
        byte_writer rest;
        rest.number(static_cast<std::uint64_t>(definition.change));
        rest.number(definition.list_at_most);
        return review_plan{std::make_shared<const review_data>(
            review_data{.definition = std::move(definition),
                        .groups = *std::move(plan),
                        .fingerprint = checksum(std::move(rest).content())})};
    }
};

[[nodiscard]] inline bool is_changed(review_change change, const clock_outcome& a,
                                     const clock_outcome& b) noexcept {
    return a.state != b.state || (change >= review_change::deadline && a.deadline != b.deadline) ||
           (change >= review_change::overdue && a.overdue != b.overdue);
}
[[nodiscard]] constexpr std::uint8_t transition_of(std::uint8_t state) noexcept {
    return state < clock_state_count ? state : static_cast<std::uint8_t>(error_transition);
}

// Outcomes of one clock, a block of rows.
class outcome_block {
public:
    void read(const review_columns& in, std::size_t first, std::size_t count) noexcept {
        for (std::size_t i = 0; i < count; ++i) {
            overdue_before_[i] = overdue(in.before, first + i);
            overdue_after_[i] = overdue(in.after, first + i);
            clocks_[i] = {.before = outcome(in.before, first + i, overdue_before_[i]),
                          .after = outcome(in.after, first + i, overdue_after_[i])};
            reviewed_clock& c = clocks_[i];
            if (in.before.deadline.values == nullptr || in.after.deadline.values == nullptr)
                c.before.deadline = c.after.deadline = never;
            if (in.before.overdue.values == nullptr || in.after.overdue.values == nullptr)
                c.before.overdue = c.after.overdue = elapsed{0};
            before_[i] = transition_of(c.before.state);
        }
    }
    [[nodiscard]] const reviewed_clock& operator[](std::size_t i) const noexcept {
        return clocks_[i];
    }
    void set_changed(std::size_t i, bool yes) noexcept {
        changed_[i] = static_cast<std::uint8_t>(flag_of(yes));
    }

    // Rows [first, first + count) of the metric of this number.
    report_counts add_to(report& groups, const review_input& in, std::size_t metric,
                         std::size_t first, std::size_t count) {
        metric_.fill(static_cast<std::uint32_t>(metric));
        ids_.clear();
        for (const id_column& column : in.ids)
            ids_.push_back(from_row(column, first));
        ids_.emplace_back(metric_.data());
        ids_.emplace_back(before_.data());
        instants_.clear();
        for (const time_column& column : in.instants)
            instants_.push_back(from_row(column, first));
        const length_column before{time_column{overdue_before_.data(), time_unit::milliseconds}};
        const length_column after{time_column{overdue_after_.data(), time_unit::milliseconds}};
        const std::array metrics{
            metric_columns{.state = in.metrics[metric].after.state + first, .lengths = {&after, 1}},
            metric_columns{.state = in.metrics[metric].before.state + first,
                           .lengths = {&before, 1}},
            metric_columns{.state = changed_.data()}};
        return groups.add({.ids = ids_, .instants = instants_, .metrics = metrics}, 0, count);
    }

private:
    // In milliseconds.
    [[nodiscard]] static std::int64_t overdue(const outcome_columns& in, std::size_t row) noexcept {
        instant late = never;
        return in.overdue.values != nullptr && detail::read(in.overdue, row, late)
                   ? late.time_since_epoch().count()
                   : no_value;
    }
    [[nodiscard]] static clock_outcome outcome(const outcome_columns& in, std::size_t row,
                                               std::int64_t overdue) noexcept {
        return {.state = in.state[row],
                .deadline = instant_or_never(in.deadline, row),
                .overdue = elapsed{overdue == no_value ? 0 : overdue}};
    }

    std::array<reviewed_clock, table_block_rows> clocks_{};
    std::array<std::int64_t, table_block_rows> overdue_before_{};
    std::array<std::int64_t, table_block_rows> overdue_after_{};
    std::array<std::uint8_t, table_block_rows> before_{};
    std::array<std::uint8_t, table_block_rows> changed_{};
    std::array<std::uint32_t, table_block_rows> metric_{};
    std::vector<id_column> ids_{};
    std::vector<time_column> instants_{};
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<review_plan> compile(review_definition definition) {
    return detail::review_compiler::run(std::move(definition));
}

SLA_FUNCTION const review_definition& review_plan::definition() const noexcept {
    return data_->definition;
}
SLA_FUNCTION const report_plan& review_plan::groups() const noexcept {
    return data_->groups;
}

SLA_FUNCTION review::review(const review_plan& plan)
    : plan_{plan}, groups_{plan_.data_->groups}, list_{plan_.data_->definition.list_at_most} {}

SLA_FUNCTION void review::note(const std::vector<changed_clock>& clocks) noexcept {
    changed_ += clocks.size();
    list_.merge(clocks);
}

SLA_FUNCTION report_counts review::add(const review_input& in, std::size_t first,
                                       std::size_t count) {
    const review_definition& d = plan_.definition();
    const bool has_columns =
        in.metrics.size() == d.metrics.size() &&
        std::ranges::all_of(in.metrics,
                            [](const review_columns& c) noexcept {
                                return c.before.state != nullptr && c.after.state != nullptr;
                            }) &&
        detail::has_dimensions(d.dimensions, in.ids, in.instants);
    if (!has_columns)
        return groups_.add(report_input{}, 0, count * d.metrics.size());
    report_counts out;
    const auto block = std::make_unique<detail::outcome_block>();
    std::vector<changed_clock> found;
    for (std::size_t done = 0; done < count; done += detail::table_block_rows) {
        const std::size_t begin = first + done;
        const std::size_t rows = std::min(detail::table_block_rows, count - done);
        for (std::size_t m = 0; m < d.metrics.size(); ++m) {
            block->read(in.metrics[m], begin, rows);
            found.clear();
            for (std::size_t i = 0; i < rows; ++i) {
                const reviewed_clock& c = (*block)[i];
                const bool changed = detail::is_changed(d.change, c.before, c.after);
                block->set_changed(i, changed);
                if (changed)
                    found.push_back({.ticket = in.tickets != nullptr
                                                   ? in.tickets[begin + i]
                                                   : static_cast<std::int64_t>(begin + i),
                                     .metric = static_cast<std::uint32_t>(m),
                                     .before = c.before,
                                     .after = c.after});
            }
            list_.reserve(found.size());
            out += block->add_to(groups_, in, m, begin, rows);
            note(found);
        }
    }
    return out;
}

SLA_FUNCTION report_counts review::add(const review_row& row) {
    const review_definition& d = plan_.definition();
    std::vector<std::int64_t> ids{row.ids.begin(), row.ids.end()};
    ids.resize(ids.size() + 2);
    const std::size_t dimensions = d.dimensions.size() + 2;
    list_.reserve(d.metrics.size());
    report_counts out;
    for (std::size_t m = 0; m < d.metrics.size(); ++m) {
        if (row.metrics.size() != d.metrics.size() ||
            ids.size() + row.instants.size() != dimensions) {
            out += groups_.add(report_row{});
            continue;
        }
        const reviewed_clock& c = row.metrics[m];
        const bool changed = detail::is_changed(d.change, c.before, c.after);
        ids[ids.size() - 2] = static_cast<std::int64_t>(m);
        ids.back() = detail::transition_of(c.before.state);
        const std::array metrics{metric_row{.state = c.after.state, .lengths = {c.after.overdue}},
                                 metric_row{.state = c.before.state, .lengths = {c.before.overdue}},
                                 row_of(flag_of(changed))};
        const report_counts counts =
            groups_.add({.ids = ids, .instants = row.instants, .metrics = metrics});
        out += counts;
        if (changed && counts.columns_missing == 0) {
            ++changed_;
            list_.add({.ticket = row.ticket,
                       .metric = static_cast<std::uint32_t>(m),
                       .before = c.before,
                       .after = c.after});
        }
    }
    return out;
}

SLA_FUNCTION issue_list review::merge(const review& other) {
    const review_definition& a = plan_.definition();
    const review_definition& b = other.plan_.definition();
    if (a.change != b.change || a.list_at_most != b.list_at_most ||
        !(plan_.groups() == other.plan_.groups()))
        return {{.code = "review.other_definition",
                 .message = "the other review is of another definition",
                 .expected = "reviews of equal definitions",
                 .saw = "another definition"}};
    const std::uint64_t changed = other.changed_;
    const std::vector<changed_clock> listed = other.list();
    list_.reserve(listed.size());
    issue_list issues = groups_.merge(other.groups_);
    if (!issues.empty())
        return issues;
    changed_ += changed;
    list_.merge(listed);
    return {};
}

SLA_FUNCTION std::vector<review_line> review::read(const report_query& query) const {
    const std::size_t metric_dimension = plan_.definition().dimensions.size();
    assert(query.metric < plan_.definition().metrics.size());
    report_query part = query;
    part.where.push_back({.dimension = metric_dimension, .value = query.metric});
    part.metric = detail::review_after;
    std::vector<report_line> after = groups_.read(part);
    part.metric = detail::review_before;
    std::vector<report_line> before = groups_.read(part);
    part.metric = detail::review_changed;
    const std::vector<report_line> changed = groups_.read(part);
    part.metric = detail::review_after;
    part.by.push_back(metric_dimension + 1);
    part.empty = empty_groups::left_out;
    const std::vector<report_line> moved = groups_.read(part);

    std::vector<review_line> out(after.size());
    auto from = moved.begin();
    for (std::size_t i = 0; i < out.size(); ++i) {
        review_line& line = out[i];
        line.before = before[i].counts;
        line.after = after[i].counts;
        line.changed = changed[i].counts.of(clock_state::met);
        line.overdue_before = std::move(before[i].lengths.front());
        line.overdue_after = std::move(after[i].lengths.front());
        line.key = std::move(after[i].key);
        // Both are in the order of their keys, and these have one more.
        for (; from != moved.end() && std::ranges::equal(from->key.begin(), from->key.end() - 1,
                                                         line.key.begin(), line.key.end());
             ++from) {
            auto& row = line.transitions[from->key.back()];
            for (std::size_t to = 0; to < clock_state_count; ++to)
                row[to] = from->counts.by_state[to];
            row[error_transition] = from->counts.errors;
        }
    }
    return out;
}

SLA_FUNCTION reviewed_clock review_clock(const policy_book& book_before,
                                         const timeline& ticket_before,
                                         const policy_book& book_after,
                                         const timeline& ticket_after, std::string_view metric,
                                         instant now) noexcept {
    const evaluation before = evaluate(book_before, ticket_before, now);
    const evaluation after = evaluate(book_after, ticket_after, now);
    return {.before = outcome_of(before.find(book_before, metric)),
            .after = outcome_of(after.find(book_after, metric))};
}

} // namespace sla::inline v1
