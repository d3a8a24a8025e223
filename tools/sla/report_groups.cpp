// SPDX-License-Identifier: MIT

#include "report_groups.hpp"

#include "io.hpp"
#include "text.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tool {

namespace {

using namespace std::chrono;

std::string numbered(int year, const char* between, unsigned n, bool two_digits) {
    std::string digits = std::to_string(year);
    digits.insert(0, 4 - std::min<std::size_t>(digits.size(), 4), '0');
    return digits + between + (two_digits && n < 10 ? "0" : "") + std::to_string(n);
}

/// "2026-02-09", "2026-W07", "2026-02", "2026-Q1", "2026".
std::string period_of(std::string_view per, local_days day) {
    const year_month_day date{day};
    const int y{date.year()};
    const unsigned m{date.month()};
    if (per == "day")
        return numbered(y, "-", m, true) + "-" + (date.day() < std::chrono::day{10} ? "0" : "") +
               std::to_string(static_cast<unsigned>(date.day()));
    if (per == "week") {
        // A week belongs to the year of its Thursday (ISO 8601).
        const local_days thursday = day + days{4 - static_cast<int>(weekday{day}.iso_encoding())};
        const year_month_day of{thursday};
        const auto first = local_days{of.year() / January / 1};
        return numbered(int{of.year()}, "-W",
                        static_cast<unsigned>((thursday - first).count() / 7 + 1), true);
    }
    if (per == "month")
        return numbered(y, "-", m, true);
    if (per == "quarter")
        return numbered(y, "-Q", (m + 2) / 3, false);
    return std::to_string(y);
}

} // namespace

std::vector<std::string> dimension_names() {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < sla::attribute_count; ++i)
        out.emplace_back(sla::name_of(static_cast<sla::attribute>(i)));
    out.emplace_back("policy");
    return out;
}

sla::report_plan report_groups::plan_of(const report_wish& wish) {
    sla::report_definition wanted;
    for (const std::string& name : wish.metrics)
        wanted.metrics.push_back(
            {.name = name,
             .lengths = {{.name = "time", .what = wish.what, .limits = wish.within}}});
    auto plan = sla::compile(std::move(wanted));
    if (!plan)
        throw stop{plan.issues()};
    return *std::move(plan);
}

report_groups::report_groups(const policy& p, report_wish wish)
    : policy_{p}, wish_{std::move(wish)}, plan_{plan_of(wish_)}, row_(wish_.metrics.size()),
      used_(wish_.metrics.size()) {
    for (const std::string& name : wish_.metrics)
        metrics_.push_back(*p.book.find_metric(name));
}

std::vector<std::string> report_groups::headings() const {
    std::vector<std::string> out = wish_.by;
    if (!wish_.per.empty())
        out.push_back(wish_.per);
    return out;
}

sla::report& report_groups::group_of(const ticket_source& source, const sla::timeline& ticket,
                                     const sla::evaluation& judged) {
    key_.resize(wish_.by.size() + (wish_.per.empty() ? 0 : 1));
    static const std::vector<std::string> names = dimension_names();
    for (std::size_t i = 0; i < wish_.by.size(); ++i) {
        const auto number = static_cast<std::size_t>(
            std::find(names.begin(), names.end(), wish_.by[i]) - names.begin());
        if (number < sla::attribute_count)
            key_[i] = source.name(static_cast<sla::attribute>(number));
        else
            key_[i] = judged.policy() ? policy_.book.name(*judged.policy()) : std::string{};
    }
    if (!wish_.per.empty())
        key_.back() = period_of(wish_.per, floor<days>(wish_.zone.to_local(ticket.created())));
    if (const auto found = groups_.find(key_); found != groups_.end())
        return found->second;
    if (groups_.size() == wish_.most_groups)
        stop_with({.code = "report.too_many_groups",
                   .place = "row " + std::to_string(source.row()),
                   .message = "there are more groups than a report may have",
                   .expected = "at most " + with_commas(wish_.most_groups),
                   .hint = "report by less, or allow more: --max-groups"});
    return groups_.emplace(key_, sla::report{plan_}).first->second;
}

void report_groups::add_rows(sla::report& to, std::span<const sla::verdict> verdicts) {
    // Of several verdicts of one metric (cycles, policies) each is in a row of its own.
    std::fill(used_.begin(), used_.end(), 0);
    for (std::uint32_t round = 0;; ++round) {
        bool any = false;
        for (std::size_t m = 0; m < metrics_.size(); ++m) {
            const sla::verdict* own = nullptr;
            std::uint32_t before = 0;
            for (const sla::verdict& v : verdicts)
                if (v.metric == metrics_[m] && before++ == used_[m]) {
                    own = &v;
                    break;
                }
            used_[m] += own != nullptr ? 1U : 0U;
            any = any || own != nullptr;
            row_[m] = plan_.row_of(m, own);
        }
        if (!any && round != 0)
            return;
        to.add(sla::report_row{.metrics = row_});
    }
}

void report_groups::add(const ticket_source& source, const sla::timeline& ticket,
                        sla::instant now) {
    const sla::evaluation judged = sla::evaluate(policy_.book, ticket, now);
    sla::report& to = group_of(source, ticket, judged);
    if (!wish_.all_cycles)
        return add_rows(to, judged.verdicts());
    add_rows(to, sla::all_cycles(policy_.book, ticket, now));
}

sla::report report_groups::whole() const {
    sla::report out{plan_};
    for (const auto& [key, group] : groups_) {
        sla::issue_list issues = out.merge(group);
        if (!issues.empty())
            throw stop{std::move(issues)};
    }
    return out;
}

sla::report_line report_groups::line(const sla::report& of, std::size_t metric) {
    return of.read({.metric = metric}).front();
}

} // namespace tool
