// SPDX-License-Identifier: MIT
//
// Judges tickets with the library, lists what is late, and keeps the verdicts as columns for the
// report (clocks.hpp).
#pragma once

#include "clocks.hpp"
#include "figures.hpp"
#include "policy_file.hpp"
#include "ticket_file.hpp"
#include <sla/evaluate.hpp>
#include <sla/issue.hpp>
#include <sla/policy.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace compliance {

/// A clock that is listed by itself.
struct listed_clock {
    std::string id{};
    std::string type{};
    std::string priority{};
    std::string metric{};
    sla::instant deadline{};
    sla::time_amount overdue{};
};

/// The clocks with the earliest deadlines, at most so many, earliest first.
class earliest_deadlines {
public:
    explicit earliest_deadlines(std::size_t most) : most_{most} {}

    [[nodiscard]] bool takes(sla::instant deadline) const {
        return clocks_.size() < most_ || (most_ != 0 && deadline < clocks_.back().deadline);
    }
    /// Precondition: `takes(clock.deadline)`.
    void add(listed_clock clock);

    [[nodiscard]] const std::vector<listed_clock>& clocks() const { return clocks_; }

private:
    std::size_t most_;
    std::vector<listed_clock> clocks_;
};

/// Rows that have the same fault.
struct fault_count {
    std::uint64_t rows = 0;
    std::vector<std::size_t> first_lines{}; ///< At most five.
};

/// A ticket whose deadline differs from the one in the file.
struct deadline_difference {
    std::string id{};
    std::string type{};
    sla::instant ours{};
    sla::instant theirs{};
};

/// What the file itself says of deadlines and verdicts, beside what we say.
struct comparison {
    std::uint64_t with_target = 0; ///< Rows that have a target.
    std::uint64_t covered = 0;     ///< Of these: rows for which the policy has one, too.
    std::uint64_t within_60_s = 0; ///< Of these: deadlines at most so far apart.
    std::uint64_t within_120_s = 0;
    std::uint64_t policy_agrees = 0; ///< Rows covered and with a verdict: where ours is the same.
    std::uint64_t policy_judged = 0;
    std::uint64_t target_agrees = 0; ///< Rows with target and verdict: the same, judged by target.
    std::uint64_t target_judged = 0;
    std::uint64_t without_verdict = 0; ///< Rows with a target whose verdict says neither.
    std::vector<deadline_difference> furthest{};
};

struct summary {
    std::uint64_t rows = 0;
    std::uint64_t judged = 0;              ///< Rows with at least one promise.
    std::uint64_t later = 0;               ///< Tickets that did not exist yet.
    std::vector<metric_figures> metrics{}; ///< When all tickets are judged.
    std::map<std::string, std::uint64_t, std::less<>> without_promise{}; ///< By type.
    std::uint64_t unreadable = 0;
    std::map<std::string, fault_count> faults{};
    std::uint64_t overdue = 0; ///< Open clocks past their deadlines.
    earliest_deadlines most_overdue;
    std::uint64_t to_come = 0; ///< Running clocks that have a deadline.
    earliest_deadlines due_next;
    comparison against_file{};

    [[nodiscard]] std::uint64_t promised_nothing() const {
        std::uint64_t tickets = 0;
        for (const auto& [type, count] : without_promise)
            tickets += count;
        return tickets;
    }
};

/// Which deadlines the attainment is about.
enum class deadline_source : std::uint8_t { policy, file };

struct judge_options {
    sla::instant now{};
    std::size_t listed = 10; ///< Length of the lists.
    deadline_source source = deadline_source::policy;
};

class judge {
public:
    /// Precondition: `desk` and `form` outlive the judge.
    judge(const desk_policy& desk, const ticket_form& form, const sla::policy_book& book,
          const sla::zone& zone, judge_options options);

    /// Judges the ticket in hand; comes back with what is wrong when it makes no timeline.
    [[nodiscard]] std::optional<sla::issue> add(const ticket_file& tickets);

    /// Counts a row that could not be read.
    void add_unreadable(const sla::issue& problem, std::size_t line);

    [[nodiscard]] const summary& result() const { return summary_; }
    [[nodiscard]] const clock_table& clocks() const { return clocks_; }

private:
    void count(const ticket_row& row, std::string_view metric, clock_row clock,
               const sla::time_amount& overdue);
    void count_verdicts(const ticket_row& row, const sla::evaluation& evaluation);
    void count_file_target(const ticket_row& row);
    enum class outcome_known : std::uint8_t { no, yes };
    void compare(const ticket_row& row, const sla::evaluation& evaluation, outcome_known known);
    [[nodiscard]] sla::issue before_created(const ticket_file& tickets, const sla::issue& found,
                                            const sla::event& first) const;

    const ticket_columns* columns_;
    sla::policy_book book_;
    sla::zone zone_;             ///< In which times are shown.
    const sla::calendar* hours_; ///< Of the first policy; null where it has none.
    judge_options options_;
    std::optional<sla::metric_id> resolution_;
    summary summary_;
    clock_table clocks_;
};

} // namespace compliance
