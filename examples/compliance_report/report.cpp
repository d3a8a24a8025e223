// SPDX-License-Identifier: MIT

#include "report.hpp"

#include "text.hpp"
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

/// Declared names in their order, then the others, the most frequent first.
std::vector<std::pair<std::string, tally>> in_order(const tally_by_name& names,
                                                    const std::vector<std::string>& declared) {
    std::vector<std::pair<std::string, tally>> rows{names.begin(), names.end()};
    const auto rank = [&](const std::string& name) {
        return std::find(declared.begin(), declared.end(), name) - declared.begin();
    };
    std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        const auto left = rank(a.first);
        const auto right = rank(b.first);
        if (left != right)
            return left < right;
        if (a.second.tickets() != b.second.tickets())
            return a.second.tickets() > b.second.tickets();
        return a.first < b.first;
    });
    return rows;
}

std::vector<std::string> attainment_cells(std::string name, const tally& t) {
    return {std::move(name),        with_commas(t.tickets()),
            with_commas(t.met),     with_commas(t.breached),
            with_commas(t.running), percentage(t.met, t.met + t.breached)};
}

void put_attainment(std::string& out, const attainment& a, std::string_view by,
                    const tally_by_name& names, const std::vector<std::string>& declared) {
    table t{{{fmt::format("by {}", by), align::left},
             {"tickets", align::right},
             {"met", align::right},
             {"breached", align::right},
             {"running", align::right},
             {"attainment", align::right}}};
    for (const auto& [name, counts] : in_order(names, declared))
        t.add(attainment_cells(shown_name(name), counts));
    t.add_rule();
    t.add(attainment_cells("all", a.all));
    out += '\n';
    out += t.text();
}

void put_attainments(std::string& out, const desk_policy& desk, const summary& s) {
    for (const attainment& a : s.metrics) {
        put_title(out, fmt::format("Attainment: {}", printable(a.metric)));
        if (a.all.tickets() == 0) {
            put(out, "  no tickets\n");
            continue;
        }
        if (!desk.columns.priority.empty())
            put_attainment(out, a, "priority", a.by_priority, desk.priorities);
        if (!desk.columns.channel.empty())
            put_attainment(out, a, "channel", a.by_channel, desk.channels);
        if (!desk.columns.type.empty())
            put_attainment(out, a, "type", a.by_type, {});
    }
    put(out, "\n  running: open and not late yet; attainment: met / (met + breached)\n");
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

void put_comparison(std::string& out, const desk_policy& desk, const summary& s,
                    const sla::zone& zone) {
    if (desk.columns.target.empty())
        return;
    const comparison& c = s.against_file;
    put_title(out, "Comparison with the targets in the file");
    out += fmt::format("  {} a target in the file; for {} of them the policy has one, too\n",
                       counted(c.with_target, "row has", "rows have"), with_commas(c.covered));
    out += fmt::format("  computed deadlines within 60 s of the file's:  {}\n",
                       share(c.within_60_s, c.covered));
    out += fmt::format("  computed deadlines within 120 s of the file's: {}\n",
                       share(c.within_120_s, c.covered));
    if (!desk.columns.verdict.empty()) {
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
    put_attainments(out, desk, s);
    put_overdue(out, s, zone);
    put_due_next(out, s, zone, heading.now);
    put_without_promise(out, s, heading.source);
    put_faults(out, s);
    put_comparison(out, desk, s, zone);
    return out;
}

} // namespace compliance
