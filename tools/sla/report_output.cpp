// SPDX-License-Identifier: MIT

#include "report_output.hpp"

#include "eval_output.hpp"
#include "text.hpp"
#include <sla/describe.hpp>
#include <sla/json_results.hpp>

#include <array>
#include <optional>
#include <utility>

namespace tool {

namespace {

using sla::clock_state;

/// "1 d 3 h", "47 min 12 s", "250 ms": the two largest units.
std::string short_length(std::optional<sla::elapsed> time) {
    if (!time)
        return "-";
    constexpr std::array<std::pair<std::int64_t, const char*>, 4> units{
        {{86'400'000, " d"}, {3'600'000, " h"}, {60'000, " min"}, {1000, " s"}}};
    const std::int64_t ms = time->count();
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto [size, name] = units[i];
        if (ms < size)
            continue;
        std::string out = std::to_string(ms / size) + name;
        if (i + 1 < units.size() && ms % size / units[i + 1].first != 0)
            out += " " + std::to_string(ms % size / units[i + 1].first) + units[i + 1].second;
        return out;
    }
    return ms == 0 ? "0 s" : std::to_string(ms) + " ms";
}

/// "93.7 %", rounded down: 100 % is all of them.
std::string percent(std::optional<sla::share> s) {
    if (!s)
        return "-";
    const std::uint64_t per_mille = s->part * 1000 / s->whole;
    return std::to_string(per_mille / 10) + "." + std::to_string(per_mille % 10) + " %";
}

/// Those that a clock ran for, or will.
std::uint64_t promised(const sla::attainment& a) {
    return a.rows() - a.of(clock_state::not_applicable);
}

std::optional<sla::elapsed> percentile(const sla::distribution& d, int n) {
    const auto found = d.percentile(sla::share::percent(static_cast<std::uint64_t>(n)));
    if (!found)
        return {};
    return found->value;
}

std::vector<std::string> text_line(const report_groups& groups, const report_groups::group_key& key,
                                   const sla::report_line& line) {
    const sla::distribution& d = line.lengths[0];
    std::vector<std::string> out;
    for (const std::string& value : key)
        out.push_back(value.empty() ? "(none)" : value);
    const sla::attainment& a = line.counts;
    for (const std::uint64_t n :
         {promised(a), a.of(clock_state::met), a.of(clock_state::breached), a.open()})
        out.push_back(with_commas(n));
    out.push_back(percent(a.share_met(groups.wish().open)));
    out.push_back(short_length(d.mean()));
    for (const int n : groups.wish().percentiles)
        out.push_back(short_length(percentile(d, n)));
    out.push_back(short_length(d.max()));
    for (std::size_t i = 0; i < groups.wish().within.size(); ++i)
        out.push_back(percent(d.share_within(i)));
    return out;
}

std::vector<std::string> text_heading(const report_groups& groups) {
    std::vector<std::string> out = groups.headings();
    for (const char* name : {"tickets", "met", "late", "open", "kept", "mean"})
        out.emplace_back(name);
    for (const int n : groups.wish().percentiles)
        out.push_back("p" + std::to_string(n));
    out.emplace_back("longest");
    for (const sla::elapsed limit : groups.wish().within)
        out.push_back("in " + short_length(limit));
    return out;
}

void append_optional(std::string& out, std::optional<sla::elapsed> time) {
    if (time)
        out += std::to_string(time->count());
}

void append_csv_line(std::string& out, const report_groups& groups, std::size_t metric,
                     const report_groups::group_key& key, const sla::report_line& line) {
    const sla::attainment& a = line.counts;
    const sla::distribution& d = line.lengths[0];
    append_csv(out, groups.wish().metrics[metric]);
    for (const std::string& value : key) {
        out += ',';
        append_csv(out, value);
    }
    for (const std::uint64_t n :
         {promised(a), a.of(clock_state::met), a.of(clock_state::breached), a.open(),
          a.of(clock_state::not_started), a.of(clock_state::cancelled)})
        out += ',' + std::to_string(n);
    out += ',';
    if (const auto kept = a.share_met(groups.wish().open))
        out += std::to_string(kept->to_per_million());
    out += ',' + std::to_string(d.count()) + ',';
    append_optional(out, d.mean());
    for (const int n : groups.wish().percentiles) {
        out += ',';
        append_optional(out, percentile(d, n));
    }
    out += ',';
    append_optional(out, d.max());
    for (std::size_t i = 0; i < groups.wish().within.size(); ++i)
        out += ',' + std::to_string(d.within(i).value_or(0));
    out += '\n';
}

void append_json_length(std::string& out, std::string_view name, std::optional<sla::elapsed> time) {
    if (time)
        out += ",\"" + std::string{name} + "\":" + std::to_string(time->count());
}

void append_json_line(std::string& out, const report_groups& groups,
                      const report_groups::group_key* key, const sla::report_line& line) {
    const sla::attainment& a = line.counts;
    const sla::distribution& d = line.lengths[0];
    out += '{';
    if (key != nullptr) {
        out += "\"key\":[";
        for (const std::string& value : *key) {
            out += &value == key->data() ? "" : ",";
            if (value.empty())
                out += "null";
            else
                sla::append_json(out, value);
        }
        out += "],";
    }
    out += "\"tickets\":" + std::to_string(promised(a));
    for (const clock_state s :
         {clock_state::met, clock_state::breached, clock_state::running, clock_state::paused,
          clock_state::not_started, clock_state::cancelled, clock_state::not_applicable})
        out += ",\"" + std::string{sla::json_name(s)} + "\":" + std::to_string(a.of(s));
    if (const auto kept = a.share_met(groups.wish().open))
        out += ",\"kept\":{\"part\":" + std::to_string(kept->part) +
               ",\"whole\":" + std::to_string(kept->whole) + "}";
    out += ",\"measured\":" + std::to_string(d.count());
    append_json_length(out, "mean", d.mean());
    append_json_length(out, "min", d.min());
    append_json_length(out, "max", d.max());
    out += ",\"percentiles\":{";
    for (std::size_t i = 0; i < groups.wish().percentiles.size(); ++i) {
        const int n = groups.wish().percentiles[i];
        const auto value = percentile(d, n);
        out += (i == 0 ? "\"" : ",\"") + std::to_string(n) +
               "\":" + (value ? std::to_string(value->count()) : "null");
    }
    out += "},\"within\":[";
    for (std::size_t i = 0; i < groups.wish().within.size(); ++i)
        out += (i == 0 ? "{\"limit\":" : ",{\"limit\":") +
               std::to_string(groups.wish().within[i].count()) +
               ",\"count\":" + std::to_string(d.within(i).value_or(0)) + "}";
    out += "]}";
}

std::string_view kind_of_time(const report_groups& groups) {
    return groups.wish().what == sla::verdict_length::spent ? "elapsed" : "working";
}

} // namespace

std::string report_text(const report_groups& groups, const report_totals& totals) {
    std::string out = count_of(totals.tickets - totals.left_out, "ticket");
    if (totals.left_out != 0)
        out += ", " + with_commas(totals.left_out) + " left out";
    if (totals.first_as_of != sla::never) {
        out += ", as of " + sla::describe(totals.first_as_of, groups.wish().zone);
        if (totals.first_as_of != totals.last_as_of)
            out += " to " + sla::describe(totals.last_as_of, groups.wish().zone);
    }
    out += "\n";
    const sla::report whole = groups.whole();
    const std::size_t keys = groups.headings().size();
    for (std::size_t m = 0; m < groups.wish().metrics.size(); ++m) {
        out +=
            "\n" + groups.wish().metrics[m] + " (" + std::string{kind_of_time(groups)} + " time)\n";
        table lines{text_heading(groups), keys};
        if (keys != 0)
            for (const auto& [key, group] : groups.groups()) {
                const sla::report_line line = report_groups::line(group, m);
                if (promised(line.counts) != 0)
                    lines.add(text_line(groups, key, line));
            }
        report_groups::group_key all(keys);
        if (keys != 0)
            all[0] = "all";
        for (std::size_t i = 1; i < keys; ++i)
            all[i] = " ";
        lines.add(text_line(groups, all, report_groups::line(whole, m)));
        out += lines.text();
    }
    return out;
}

std::string report_csv(const report_groups& groups) {
    std::string out = "metric";
    for (const std::string& name : groups.headings())
        out += ',' + name;
    out += ",tickets,met,breached,open,not_started,cancelled,kept_per_million,measured,mean";
    for (const int n : groups.wish().percentiles)
        out += ",p" + std::to_string(n);
    out += ",max";
    for (const sla::elapsed limit : groups.wish().within)
        out += ",within_" + std::to_string(limit.count());
    out += '\n';
    for (std::size_t m = 0; m < groups.wish().metrics.size(); ++m)
        for (const auto& [key, group] : groups.groups())
            append_csv_line(out, groups, m, key, report_groups::line(group, m));
    return out;
}

std::string report_json(const report_groups& groups, const report_totals& totals) {
    std::string out = "{\"tickets\":" + std::to_string(totals.tickets - totals.left_out) +
                      ",\"left_out\":" + std::to_string(totals.left_out);
    if (totals.first_as_of != sla::never) {
        out += ",\"as_of\":[\"" + text_of(totals.first_as_of) + "\",\"" +
               text_of(totals.last_as_of) + "\"]";
    }
    out += ",\"time\":\"" + std::string{kind_of_time(groups)} + "\",\"by\":[";
    const std::vector<std::string> headings = groups.headings();
    for (std::size_t i = 0; i < headings.size(); ++i)
        out += (i == 0 ? "\"" : ",\"") + headings[i] + "\"";
    out += "],\"metrics\":[";
    const sla::report whole = groups.whole();
    for (std::size_t m = 0; m < groups.wish().metrics.size(); ++m) {
        out += m == 0 ? "{\"metric\":" : ",{\"metric\":";
        sla::append_json(out, groups.wish().metrics[m]);
        out += ",\"all\":";
        append_json_line(out, groups, nullptr, report_groups::line(whole, m));
        out += ",\"groups\":[";
        bool first = true;
        for (const auto& [key, group] : groups.groups()) {
            out += first ? "" : ",";
            first = false;
            append_json_line(out, groups, &key, report_groups::line(group, m));
        }
        out += "]}";
    }
    return out + "]}\n";
}

} // namespace tool
