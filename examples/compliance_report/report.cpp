// SPDX-License-Identifier: MIT

#include "report.hpp"

#include "text.hpp"
#include "wording.hpp"
#include <sla/describe.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace compliance {

namespace {

namespace chrono = std::chrono;
using align = table::align;

constexpr std::size_t widest_name = 48;
constexpr std::size_t listed_types = 10;

std::string shown_name(std::string_view name) {
    return name.empty() ? "(none)" : shortened(name, widest_name);
}

/// To the minute, which is enough for a list; minutes that are not full do not count.
std::string shown_length(sla::elapsed length) {
    return sla::describe(sla::elapsed{chrono::floor<chrono::minutes>(length)});
}

/// In hours: a day of working time is not 24 hours, and nobody agrees on another number.
std::string shown_length(const std::optional<sla::working>& length) {
    if (!length)
        return "-";
    const auto minutes = chrono::floor<chrono::minutes>(length->length()).count();
    return fmt::format("{} h {:02} min", with_commas(static_cast<std::uint64_t>(minutes / 60)),
                       minutes % 60);
}

void put(std::string& out, std::string_view text) {
    out += text;
}

void put_title(std::string& out, std::string_view title) {
    out += fmt::format("\n{}\n", title);
}

// -- attainment ----------------------------------------------------------------------------------

constexpr std::size_t longest_cross_table = 60;

std::vector<std::string> attainment_cells(std::vector<std::string> names, const group_figures& g,
                                          const report_heading& heading) {
    std::vector<std::string> cells = std::move(names);
    for (const std::uint64_t n : {g.tickets(), g.met, g.breached, g.running})
        cells.push_back(with_commas(n));
    cells.push_back(percentage(g.met, g.met + g.breached));
    if (heading.goal)
        cells.emplace_back(goal_word(g));
    return cells;
}

std::vector<std::string> first_cells(const group_table& t, const group_figures& g) {
    std::vector<std::string> names;
    for (const std::string& name : g.names)
        names.push_back(shown_name(name));
    if (names.empty())
        names.emplace_back("all");
    names.resize(t.by.size());
    return names;
}

std::vector<table::column> first_columns(const group_table& t) {
    std::vector<table::column> columns;
    for (const std::string& by : t.by)
        columns.push_back({columns.empty() ? fmt::format("by {}", by) : by, align::left});
    return columns;
}

void put_attainment(std::string& out, const metric_figures& m, const group_table& groups,
                    const report_heading& heading) {
    std::vector<table::column> columns = first_columns(groups);
    for (const char* title : {"tickets", "met", "breached", "running", "attainment"})
        columns.push_back({title, align::right});
    if (heading.goal)
        columns.push_back({fmt::format("goal {} %", *heading.goal), align::left});
    table t{std::move(columns)};
    const std::size_t most = groups.by.size() > 1 ? longest_cross_table : groups.groups.size();
    const std::size_t shown = std::min(most, groups.groups.size());
    for (std::size_t i = 0; i < shown; ++i)
        t.add(attainment_cells(first_cells(groups, groups.groups[i]), groups.groups[i], heading));
    t.add_rule();
    t.add(attainment_cells(first_cells(groups, m.all), m.all, heading));
    out += '\n';
    out += t.text();
    if (shown < groups.groups.size())
        out += fmt::format("  ... and {} more\n", with_commas(groups.groups.size() - shown));
}

void put_goal(std::string& out, const metric_figures& m, const report_heading& heading) {
    if (heading.goal && m.all.goal)
        out += fmt::format("\n  goal {} %: {}\n", *heading.goal, goal_sentence(*m.all.goal));
}

// -- times ---------------------------------------------------------------------------------------

std::vector<std::string> time_cells(std::vector<std::string> cells, const time_figures& t) {
    cells.push_back(with_commas(t.measured));
    cells.push_back(rough_length(t.mean));
    for (const auto& p : t.at)
        cells.push_back(rough_percentile(p));
    cells.push_back(rough_length(t.longest));
    return cells;
}

void put_times(std::string& out, const metric_figures& m) {
    put_title(out, fmt::format("Time taken: {}, of clocks that have stopped", printable(m.metric)));
    if (m.all.time.measured == 0) {
        put(out, "  no tickets\n");
        return;
    }
    for (const group_table& groups : m.tables) {
        if (groups.by.size() > 1 || groups.by.front() == grouping_names.back())
            continue;
        std::vector<table::column> columns = first_columns(groups);
        columns.push_back({"tickets", align::right});
        columns.push_back({"mean", align::right});
        for (const unsigned p : percentiles)
            columns.push_back({fmt::format("{} %", p), align::right});
        columns.push_back({"longest", align::right});
        table t{std::move(columns)};
        for (const group_figures& g : groups.groups)
            t.add(time_cells(first_cells(groups, g), g.time));
        t.add_rule();
        t.add(time_cells(first_cells(groups, m.all), m.all.time));
        out += '\n';
        out += t.text();
    }
    table t{{{"part of the allowed time", align::left}, {"tickets", align::right}}};
    for (std::size_t i = 0; i < m.used.size(); ++i) {
        if (i == first_class_over)
            t.add_rule();
        t.add({used_class_name(i), with_commas(m.used[i])});
    }
    out += '\n';
    out += t.text();
}

void put_breaches(std::string& out, const metric_figures& m, const sla::zone& zone) {
    if (m.all.breached == 0)
        return;
    put_title(out, fmt::format("When promises were broken: {}, hours in {}", printable(m.metric),
                               zone.name()));
    std::vector<table::column> columns{{"", align::left}};
    for (int hour = 0; hour < 24; ++hour)
        columns.push_back({fmt::format("{:02}", hour), align::right});
    table t{std::move(columns)};
    for (std::size_t day = 0; day < 7; ++day) {
        std::vector<std::string> cells{weekday_names[day]};
        for (std::size_t hour = 0; hour < 24; ++hour) {
            const std::uint64_t n = m.breaches[day * 24 + hour];
            cells.push_back(n == 0 ? "." : with_commas(n));
        }
        t.add(std::move(cells));
    }
    out += t.text();
}

void put_attainments(std::string& out, const sla::zone& zone, const summary& s,
                     const report_heading& heading) {
    for (const metric_figures& m : s.metrics) {
        put_title(out, fmt::format("Attainment: {}", printable(m.metric)));
        if (m.all.tickets() == 0) {
            put(out, "  no tickets\n");
            continue;
        }
        for (const group_table& groups : m.tables)
            put_attainment(out, m, groups, heading);
        put_goal(out, m, heading);
    }
    put(out, "\n  running: open and not late yet; attainment: met / (met + breached)\n");
    for (const metric_figures& m : s.metrics) {
        if (m.all.tickets() == 0)
            continue;
        put_times(out, m);
        put_breaches(out, m, zone);
    }
}

// -- lists ---------------------------------------------------------------------------------------

void put_list_size(std::string& out, std::size_t listed, std::uint64_t all) {
    if (listed < all)
        out += fmt::format("  ... and {} more\n", with_commas(all - listed));
}

void put_overdue(std::string& out, const summary& s, const sla::zone& zone) {
    put_title(out, "Overdue: open and past the deadline, most overdue first");
    if (s.overdue == 0) {
        put(out, "  nothing\n");
        return;
    }
    table t{{{"ticket", align::left},
             {"type", align::left},
             {"priority", align::left},
             {"metric", align::left},
             {"was due", align::left},
             {"overdue", align::right},
             {"in working time", align::right}}};
    for (const listed_clock& c : s.most_overdue.clocks())
        t.add({shown_name(c.id), shown_name(c.type), shown_name(c.priority), printable(c.metric),
               sla::describe(c.deadline, zone), shown_length(c.overdue.elapsed),
               shown_length(c.overdue.working)});
    out += t.text();
    put_list_size(out, s.most_overdue.clocks().size(), s.overdue);
}

void put_due_next(std::string& out, const summary& s, const sla::zone& zone, sla::instant now) {
    put_title(out, "Due next");
    if (s.to_come == 0) {
        put(out, "  nothing\n");
        return;
    }
    table t{{{"ticket", align::left},
             {"type", align::left},
             {"priority", align::left},
             {"metric", align::left},
             {"due", align::left},
             {"in", align::right}}};
    for (const listed_clock& c : s.due_next.clocks())
        t.add({shown_name(c.id), shown_name(c.type), shown_name(c.priority), printable(c.metric),
               sla::describe(c.deadline, zone), shown_length(c.deadline - now)});
    out += t.text();
    put_list_size(out, s.due_next.clocks().size(), s.to_come);
}

// -- what is not judged --------------------------------------------------------------------------

void put_without_promise(std::string& out, const summary& s, deadline_source source) {
    if (s.without_promise.empty())
        return;
    std::vector<std::pair<std::string, std::uint64_t>> types{s.without_promise.begin(),
                                                             s.without_promise.end()};
    std::stable_sort(types.begin(), types.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::uint64_t rows = 0;
    for (const auto& [type, count] : types)
        rows += count;
    put_title(out, fmt::format("Nothing promised: {}",
                               counted(rows, "ticket for which", "tickets for which")));
    out.pop_back();
    out += source == deadline_source::file ? " the file has no target\n"
                                           : " the policy has no target\n";
    table t{{{"type", align::left}, {"tickets", align::right}}};
    std::uint64_t shown = 0;
    const std::size_t most = std::min(types.size(), listed_types);
    for (std::size_t i = 0; i < most; ++i) {
        t.add({shown_name(types[i].first), with_commas(types[i].second)});
        shown += types[i].second;
    }
    out += t.text();
    if (most < types.size())
        out += fmt::format("  ... and {} with {}\n",
                           counted(types.size() - most, "more type", "more types"),
                           counted(rows - shown, "ticket", "tickets"));
}

void put_faults(std::string& out, const summary& s) {
    if (s.unreadable == 0)
        return;
    put_title(out, fmt::format("Not judged: {}", counted(s.unreadable, "row", "rows")));
    table t{{{"rows", align::right}, {"why", align::left}, {"lines", align::left}}};
    for (const auto& [why, fault] : s.faults) {
        std::string lines;
        for (const std::size_t line : fault.first_lines)
            lines += fmt::format("{}{}", lines.empty() ? "" : ", ", line);
        if (fault.rows > fault.first_lines.size())
            lines += ", ...";
        t.add({with_commas(fault.rows), shortened(why, 100), lines});
    }
    out += t.text();
}

// -- comparison ----------------------------------------------------------------------------------

std::string share(std::uint64_t part, std::uint64_t whole) {
    return fmt::format("{} of {} ({})", with_commas(part), with_commas(whole),
                       percentage(part, whole));
}

void put_comparison(std::string& out, const ticket_columns& columns, const summary& s,
                    const sla::zone& zone) {
    if (columns.target.empty())
        return;
    const comparison& c = s.against_file;
    put_title(out, "Comparison with the targets in the file");
    out += fmt::format("  {} a target in the file; for {} of them the policy has one, too\n",
                       counted(c.with_target, "row has", "rows have"), with_commas(c.covered));
    out += fmt::format("  computed deadlines within 60 s of the file's:  {}\n",
                       share(c.within_60_s, c.covered));
    out += fmt::format("  computed deadlines within 120 s of the file's: {}\n",
                       share(c.within_120_s, c.covered));
    if (!columns.verdict.empty()) {
        out += fmt::format("  verdicts by the file's targets as in the file: {}\n",
                           share(c.target_agrees, c.target_judged));
        out += fmt::format("  verdicts by the policy as in the file:         {}\n",
                           share(c.policy_agrees, c.policy_judged));
        if (c.without_verdict != 0)
            out +=
                fmt::format("  {} a target in the file but no verdict that says kept or missed\n",
                            counted(c.without_verdict, "row has", "rows have"));
    }
    if (c.furthest.empty())
        return;
    put(out, "\n  furthest apart:\n");
    table t{{{"ticket", align::left},
             {"type", align::left},
             {"computed", align::left},
             {"in the file", align::left},
             {"the file is", align::right}}};
    for (const deadline_difference& d : c.furthest)
        t.add({shown_name(d.id), shown_name(d.type), sla::describe(d.ours, zone),
               sla::describe(d.theirs, zone),
               d.theirs < d.ours ? shown_length(d.ours - d.theirs) + " early"
                                 : shown_length(d.theirs - d.ours) + " late"});
    out += t.text();
    put_list_size(out, c.furthest.size(), c.covered - c.within_120_s);
}

} // namespace

std::string render_report(const report_heading& heading, const desk_policy& desk,
                          const sla::zone& zone, const summary& s) {
    std::string out = fmt::format("Compliance report: {}\n", printable(desk.name));
    out += fmt::format("  tickets  {}: {}, {} judged\n", printable(heading.tickets),
                       counted(s.rows, "row", "rows"), with_commas(s.judged));
    out += fmt::format("  as of    {} ({}), {}\n", sla::describe(heading.now, zone), zone.name(),
                       heading.now_from);
    if (heading.source == deadline_source::file)
        put(out, "  targets  those in the file, not the policy's\n");
    if (s.later != 0)
        out += fmt::format("  note     {} created after that moment, and left out\n",
                           counted(s.later, "ticket was", "tickets were"));
    if (heading.repeated_times != 0)
        out += fmt::format("  note     {} at an hour that the clocks showed twice; the first was "
                           "taken\n",
                           counted(heading.repeated_times, "date lies", "dates lie"));
    put_attainments(out, zone, s, heading);
    put_overdue(out, s, zone);
    put_due_next(out, s, zone, heading.now);
    put_without_promise(out, s, heading.source);
    put_faults(out, s);
    put_comparison(out, heading.columns, s, zone);
    return out;
}

} // namespace compliance
