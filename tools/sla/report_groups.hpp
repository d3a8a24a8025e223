// SPDX-License-Identifier: MIT
//
// A report for each group of tickets, made when its first ticket comes: which values there are is
// not known before. All are of one plan, so that they add up to the whole.
#pragma once

#include "policy.hpp"
#include "tickets.hpp"
#include <sla/evaluate.hpp>
#include <sla/report.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// What was asked for.
struct report_wish {
    std::vector<std::string> by;
    std::string per; ///< "week"; empty: of all time.
    std::vector<std::string> metrics;
    std::vector<sla::elapsed> within;
    std::vector<int> percentiles{50, 90, 95};
    sla::verdict_length what = sla::verdict_length::spent;
    sla::open_clocks open = sla::open_clocks::excluded;
    bool all_cycles = false;
    std::size_t most_groups = 2000;
    sla::zone zone = sla::zone::utc(); ///< Of the periods.
};

/// What can stand in `--by`.
[[nodiscard]] std::vector<std::string> dimension_names();

class report_groups {
public:
    using group_key = std::vector<std::string>; ///< Values of `by`, and the period.

    /// Throws `stop` where the plan cannot be made.
    report_groups(const policy& p, report_wish wish);

    /// Throws `stop` where there are too many groups.
    void add(const ticket_source& source, const sla::timeline& ticket, sla::instant now);

    [[nodiscard]] const report_wish& wish() const { return wish_; }
    [[nodiscard]] const std::map<group_key, sla::report>& groups() const { return groups_; }
    /// All groups together.
    [[nodiscard]] sla::report whole() const;
    /// The line of one metric.
    [[nodiscard]] static sla::report_line line(const sla::report& of, std::size_t metric);
    /// What the groups go by, the period included.
    [[nodiscard]] std::vector<std::string> headings() const;

private:
    [[nodiscard]] static sla::report_plan plan_of(const report_wish& wish);
    sla::report& group_of(const ticket_source& source, const sla::timeline& ticket,
                          const sla::evaluation& judged);
    void add_rows(sla::report& to, std::span<const sla::verdict> verdicts);

    const policy& policy_;
    report_wish wish_;
    sla::report_plan plan_;
    std::vector<sla::metric_id> metrics_;
    std::map<group_key, sla::report> groups_;
    group_key key_;
    std::vector<sla::metric_row> row_;
    std::vector<std::uint32_t> used_; // how many verdicts of a metric are in rows
};

} // namespace tool
