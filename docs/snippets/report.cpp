// SPDX-License-Identifier: MIT
//
// The snippets of docs/report.md.
#include <sla/describe.hpp>
#include <sla/objective.hpp>
#include <sla/report.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace std::chrono;
using sla::clock_state;
using sla::share;

const sla::zone& berlin() {
    static const sla::zone zone =
        sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    return zone;
}

std::int64_t ms(local_days date, minutes time) {
    return berlin().to_instant(date + time).time_since_epoch().count();
}

std::string shown(std::optional<share> s) {
    return s ? std::to_string(s->part) + "/" + std::to_string(s->whole) : "-";
}
std::string shown(std::optional<sla::elapsed> length) {
    return length ? sla::describe(*length) : "-";
}

sla::report_definition wanted() {
    sla::report_definition wanted;
    wanted.dimensions = {sla::by_values("priority", {"P1", "P2"}),
                         sla::by_calendar("month", {.unit = sla::calendar_unit::month,
                                                    .zone = berlin(),
                                                    .from = local_days{2026y / January / 1},
                                                    .end = local_days{2027y / January / 1}})};
    wanted.metrics = {
        {.name = "first response", .lengths = {{.name = "elapsed", .limits = {sla::elapsed{1h}}}}}};
    return wanted;
}

/// What `bulk` has written, and what the host had anyway.
struct judged_table {
    std::vector<std::uint8_t> priority{0, 0, 1, 1, 0, 1};
    std::vector<std::int64_t> created{ms(local_days{2026y / January / 31}, 23h + 30min),
                                      ms(local_days{2026y / February / 1}, 9h),
                                      ms(local_days{2026y / February / 2}, 9h),
                                      ms(local_days{2026y / February / 3}, 9h),
                                      ms(local_days{2026y / February / 4}, 9h),
                                      ms(local_days{2026y / February / 5}, 9h)};
    std::vector<std::int64_t> answered{created[0] + 600'000,    created[1] + 900'000,
                                       created[2] + 3'600'000,  created[3] + 3'600'001,
                                       created[4] + 12'000'000, sla::no_value};
    std::vector<std::uint8_t> state{4, 4, 4, 4, 5, 2}; // met, breached, running
};

sla::report_counts add(sla::report& report, const judged_table& t, std::size_t first,
                       std::size_t count) {
    const auto unit = sla::time_unit::milliseconds;
    const std::array ids{sla::id_column{t.priority.data()}};
    const std::array instants{sla::time_column{t.created.data(), unit}};
    const std::array lengths{
        sla::length_column{{t.created.data(), unit}, {t.answered.data(), unit}}};
    const std::array metrics{sla::metric_columns{.state = t.state.data(), .lengths = lengths}};
    return report.add({.ids = ids, .instants = instants, .metrics = metrics}, first, count);
}

void first_report() {
    std::cout << "first report\n";
    const sla::report_plan plan = sla::compile(wanted()).value();
    const judged_table table;
    sla::report report{plan};
    add(report, table, 0, table.state.size());

    for (const sla::report_line& line : report.read({.by = {1, 0}})) {
        std::cout << plan.label(1, line.key[0]) << ' ' << plan.label(0, line.key[1]) << ": "
                  << shown(line.counts.share_met(sla::open_clocks::excluded)) << " met, mean "
                  << shown(line.lengths[0].mean()) << '\n';
    }

    std::cout << "\nopen clocks\n";
    const sla::report_line all = report.read().front();
    std::cout << shown(all.counts.share_met(sla::open_clocks::excluded)) << '\n'
              << shown(all.counts.share_met(sla::open_clocks::as_of_now)) << '\n'
              << shown(all.counts.share_met(sla::open_clocks::worst_case)) << '\n';

    std::cout << "\npercentiles\n";
    const sla::percentile_value p90 = *all.lengths[0].percentile(share::percent(90));
    std::cout << shown(p90.value) << (p90.is_exact() ? ", exactly" : ", about") << '\n';

    std::cout << "\nmerging\n";
    sla::report first{plan};
    add(first, table, 0, 2);
    sla::report second{plan};
    add(second, table, 2, 4);
    // Over a wire, or from a file:
    const std::vector<std::byte> bytes = second.to_bytes();
    const sla::report received = plan.from_bytes(bytes).value();
    if (const sla::issue_list issues = first.merge(received); !issues.empty())
        std::cout << sla::describe(issues) << '\n';
    std::cout << (first == report ? "the same as the whole\n" : "different\n");

    std::cout << "\nobjective\n";
    const sla::sample within_an_hour = sla::sample_of(all.lengths[0], 0);
    const sla::objective_result result = sla::judge(share::percent(90), within_an_hour);
    std::cout << shown(result.attained)
              << (result.state == sla::objective_state::met ? ": met" : ": missed") << ", "
              << *result.good_ones_to_recover << " more in time would mend it\n";

    std::cout << "\nbudget\n";
    const share goal = share::percent(90);
    const sla::objective_result month = sla::judge(goal, {.all = 1000, .good = 930});
    std::cout << month.budget_left << " of " << month.budget << " left, " << *month.can_still_miss
              << " more may miss\n"
              << sla::outlook(goal, {.all = 1000, .good = 930}, 1500).can_still_miss
              << " more of 500 to come\n";

    std::cout << "\ncalls\n";
    const sla::call_counts calls{
        .answered = 85, .answered_in_time = 70, .abandoned = 15, .abandoned_in_time = 10};
    for (const auto treatment :
         {sla::abandoned_calls::ignored, sla::abandoned_calls::short_ones_ignored,
          sla::abandoned_calls::missed, sla::abandoned_calls::short_ones_met})
        std::cout << shown(sla::sample_of(calls, treatment).share_good()) << '\n';

    std::cout << "\ngoal\n";
    // First-contact resolution, 70 % to 85 % in April, in parts per million.
    const sla::goal_path path{.begin = sys_days{2026y / April / 1},
                              .end = sys_days{2026y / May / 1},
                              .from = 700'000,
                              .to = 850'000};
    const sla::goal_progress today =
        sla::progress_on(path, sys_days{2026y / April / 11}, share{740, 1000}.to_per_million());
    std::cout << today.expected << " expected, " << (today.is_on_track ? "on track" : "behind")
              << '\n';
}

} // namespace

int main() {
    first_report();
}
