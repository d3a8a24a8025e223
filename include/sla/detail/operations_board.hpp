// SPDX-License-Identifier: MIT
//
// Inside the operations room: the live board, which is a report of three metrics.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/operations_contact.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/report_bytes.hpp>
#include <sla/operations.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

struct board_data {
    board_definition definition;
    report_plan tickets;
    std::chrono::local_days today;
    std::uint64_t fingerprint; // of what the report of tickets does not have
};

// The metrics of the report.
inline constexpr std::size_t board_open = 0;
inline constexpr std::size_t board_waiting = 1;
inline constexpr std::size_t board_first_contact = 2;

[[nodiscard]] inline std::chrono::local_days date_of(const zone& clock, instant t) noexcept {
    return std::chrono::floor<std::chrono::days>(clock.to_local(t));
}

class board_compiler {
public:
    [[nodiscard]] static result<board_plan> run(board_definition of) {
        complaints say{operations_codes};
        if (!in_range(of.now))
            say.add("operations.now_out_of_range", place{"now"},
                    "the library does not calculate with this instant",
                    "an instant from 1970 to 9999",
                    std::to_string(of.now.time_since_epoch().count()) + " ms since 1970");
        if (of.priority.calendar)
            say.add("operations.values_missing", place{"priority"}, "priorities are no dates",
                    "a list of values", "a calendar");
        index_map known;
        for (std::size_t i = 0; i < of.backlog.size(); ++i) {
            say.enter(known, of.backlog[i].name, static_cast<std::uint32_t>(i), "limit",
                      [](std::uint32_t k) {
                          return place{"backlog", k};
                      });
            check(of, i, say);
        }
        const state_set open{clock_state::running};
        report_definition tickets{
            .dimensions = {of.priority},
            .metrics = {{.name = "open",
                         .lengths = {{.name = "age", .of = open, .what = verdict_length::other}}},
                        {.name = "waiting",
                         .lengths = {{.name = "wait", .of = open, .what = verdict_length::other}}},
                        {.name = "first contact"}}};
        result<report_plan> plan = compile(std::move(tickets));
        append(say.issues(), plan.issues());
        if (has_errors(say.issues()))
            return std::move(say.issues());
        const std::chrono::local_days today = date_of(of.clock, of.now);
        const std::uint64_t fingerprint = fingerprint_of(of);
        return board_plan{
            std::make_shared<const board_data>(board_data{.definition = std::move(of),
                                                          .tickets = *std::move(plan),
                                                          .today = today,
                                                          .fingerprint = fingerprint})};
    }

private:
    // Of the clock, what it shows until now since a time when it was another day.
    [[nodiscard]] static std::uint64_t fingerprint_of(const board_definition& of) {
        byte_writer out;
        out.signed_number(of.now.time_since_epoch().count());
        for (instant t = of.now - std::chrono::days{3}; t <= of.now;) {
            const zone_period period = of.clock.period_at(t);
            out.signed_number(t.time_since_epoch().count());
            out.signed_number(period.offset.count());
            t = std::max(period.end, t + elapsed{1});
        }
        out.number(of.backlog.size());
        for (const backlog_limit& limit : of.backlog) {
            out.text(limit.name);
            out.number(limit.most);
            out.number(limit.priorities.size());
            for (const std::size_t priority : limit.priorities)
                out.number(priority);
        }
        return checksum(std::move(out).content());
    }
    static void check(const board_definition& of, std::size_t i, complaints& say) {
        const backlog_limit& limit = of.backlog[i];
        const place here{"backlog", i};
        if (limit.priorities.empty())
            say.add("operations.priorities_missing", here.member("priorities"),
                    "no ticket can be meant", "at least one priority", "nothing");
        for (std::size_t k = 0; k < limit.priorities.size(); ++k)
            if (limit.priorities[k] >= of.priority.values.size())
                say.add("operations.unknown_priority", here.entry("priorities", k),
                        "there is no priority of this number",
                        "below " + std::to_string(of.priority.values.size()),
                        std::to_string(limit.priorities[k]));
    }
};

// The length of a wait that goes on; absent, with a state that counts nothing, where there is none.
[[nodiscard]] inline metric_row wait_since(instant since, instant now) noexcept {
    metric_row out;
    if (since > now)
        return out;
    out.state = static_cast<std::uint8_t>(clock_state::running);
    out.lengths[0] = now - std::max(since, first_instant);
    return out;
}

[[nodiscard]] inline board_line line_of(const report_line& open, const report_line& waiting) {
    return {.open = open.counts.of(clock_state::running),
            .waiting = waiting.counts.of(clock_state::running),
            .mean_wait = waiting.lengths.front().mean(),
            .longest_wait = waiting.lengths.front().max(),
            .mean_age = open.lengths.front().mean()};
}

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<board_plan> compile(board_definition definition) {
    return detail::board_compiler::run(std::move(definition));
}
SLA_FUNCTION const board_definition& board_plan::definition() const noexcept {
    return data_->definition;
}

SLA_FUNCTION std::optional<std::int64_t> board_view::mean_score_per_mille() const noexcept {
    if (scores == 0)
        return {};
    const bool is_negative = score_sum < 0;
    const auto size = static_cast<std::uint64_t>(is_negative ? -score_sum : score_sum);
    const detail::wide_number mean =
        (detail::wide_number{size} * 2000 + scores) / (detail::wide_number{scores} * 2);
    const auto out = static_cast<std::int64_t>(mean);
    return is_negative ? -out : out;
}

SLA_FUNCTION live_board::live_board(const board_plan& plan)
    : plan_{plan}, tickets_{plan_.data_->tickets} {}

SLA_FUNCTION report_counts live_board::add(const board_row& row) {
    const board_definition& d = plan_.definition();
    const ticket_facts& facts = row.facts;
    const auto is_today = [&](instant t) noexcept {
        return in_range(t) && t <= d.now && detail::date_of(d.clock, t) == plan_.data_->today;
    };
    std::array<metric_row, 3> metrics{};
    if (facts.is_open()) {
        metrics[detail::board_open] = detail::wait_since(facts.created, d.now);
        metrics[detail::board_waiting] = detail::wait_since(facts.waiting_since, d.now);
    }
    if (is_today(facts.first_resolved))
        metrics[detail::board_first_contact] = row_of(facts.first_contact);
    const std::array ids{row.priority};
    const report_counts out = tickets_.add({.ids = ids, .metrics = metrics});
    if (out.in_groups() == 1 && row.score && is_today(row.scored)) {
        ++scores_;
        score_sum_ += *row.score;
    }
    return out;
}

SLA_FUNCTION issue_list live_board::merge(const live_board& other) {
    const board_definition& a = plan_.definition();
    const board_definition& b = other.plan_.definition();
    if (a.now != b.now || !(a.clock == b.clock) || a.backlog != b.backlog ||
        !(plan_.data_->tickets == other.plan_.data_->tickets))
        return {{.code = "operations.other_definition",
                 .message = "the other board is of another definition, or as of another instant",
                 .expected = "boards of equal definitions",
                 .saw = "another definition"}};
    const std::uint64_t scores = other.scores_;
    const std::int64_t score_sum = other.score_sum_;
    issue_list issues = tickets_.merge(other.tickets_);
    if (!issues.empty())
        return issues;
    scores_ += scores;
    score_sum_ += score_sum;
    return {};
}

SLA_FUNCTION board_view live_board::view() const {
    const board_definition& d = plan_.definition();
    report_query all{.metric = detail::board_open};
    report_query each{.metric = detail::board_open, .by = {0}, .empty = empty_groups::kept};
    const std::vector<report_line> all_open = tickets_.read(all);
    const std::vector<report_line> open = tickets_.read(each);
    all.metric = each.metric = detail::board_waiting;
    const std::vector<report_line> all_waiting = tickets_.read(all);
    const std::vector<report_line> waiting = tickets_.read(each);
    all.metric = detail::board_first_contact;

    board_view out;
    out.all = detail::line_of(all_open.front(), all_waiting.front());
    for (std::size_t i = 0; i < open.size(); ++i) {
        out.by_priority.push_back(detail::line_of(open[i], waiting[i]));
        if (open[i].key.front() < d.priority.values.size())
            out.by_priority.back().priority = open[i].key.front();
    }
    for (const backlog_limit& limit : d.backlog) {
        backlog_state state;
        for (std::size_t value = 0; value < d.priority.values.size(); ++value)
            if (std::ranges::find(limit.priorities, value) != limit.priorities.end())
                state.waiting += out.by_priority[value].waiting;
        state.is_over = state.waiting > limit.most;
        out.backlog.push_back(state);
    }
    out.first_contact = tickets_.read(all).front().counts;
    out.scores = scores_;
    out.score_sum = score_sum_;
    return out;
}

} // namespace sla::inline v1
