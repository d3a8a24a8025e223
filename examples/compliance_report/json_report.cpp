// SPDX-License-Identifier: MIT

#include "json_report.hpp"

#include "text.hpp"
#include "wording.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace compliance {

namespace {

namespace chrono = std::chrono;
using ordered = nlohmann::ordered_json;

ordered seconds(const std::optional<sla::elapsed>& length) {
    if (!length)
        return nullptr;
    return chrono::floor<chrono::seconds>(*length).count();
}

ordered percentile_object(const std::optional<sla::percentile_value>& p) {
    if (!p)
        return nullptr;
    ordered out = ordered::object();
    out["seconds"] = seconds(p->value);
    out["at_least"] = seconds(p->low);
    out["at_most"] = seconds(p->high);
    return out;
}

ordered time_object(const time_figures& t) {
    ordered out = ordered::object();
    out["measured"] = t.measured;
    out["mean_seconds"] = seconds(t.mean);
    for (std::size_t i = 0; i < percentiles.size(); ++i)
        out[fmt::format("p{}", percentiles[i])] = percentile_object(t.at[i]);
    out["longest_seconds"] = seconds(t.longest);
    return out;
}

ordered group_object(const group_figures& g) {
    ordered out = ordered::object();
    if (!g.names.empty())
        out["group"] = g.names;
    out["tickets"] = g.tickets();
    out["met"] = g.met;
    out["breached"] = g.breached;
    out["running"] = g.running;
    out["attained_per_million"] =
        g.attained ? ordered(g.attained->to_per_million()) : ordered(nullptr);
    out["goal"] = g.goal ? ordered(goal_word(g)) : ordered(nullptr);
    out["time_taken"] = time_object(g.time);
    return out;
}

ordered metric_object(const metric_figures& m) {
    ordered out = ordered::object();
    out["metric"] = m.metric;
    out["all"] = group_object(m.all);
    ordered tables = ordered::array();
    for (const group_table& t : m.tables) {
        ordered groups = ordered::array();
        for (const group_figures& g : t.groups)
            groups.push_back(group_object(g));
        ordered table = ordered::object();
        table["by"] = t.by;
        table["groups"] = std::move(groups);
        tables.push_back(std::move(table));
    }
    out["tables"] = std::move(tables);
    ordered used = ordered::array();
    for (std::size_t i = 0; i < m.used.size(); ++i) {
        ordered one = ordered::object();
        one["of_the_limit"] = used_class_name(i);
        one["tickets"] = m.used[i];
        used.push_back(std::move(one));
    }
    out["time_used"] = std::move(used);
    ordered breaches = ordered::object();
    for (std::size_t day = 0; day < 7; ++day) {
        ordered hours = ordered::array();
        for (std::size_t hour = 0; hour < 24; ++hour)
            hours.push_back(m.breaches[day * 24 + hour]);
        breaches[weekday_names[day]] = std::move(hours);
    }
    out["breaches_by_hour"] = std::move(breaches);
    return out;
}

/// "2025-11-06T12:00:00+01:00", as RFC 3339 has it.
std::string timestamp(sla::instant t, const sla::zone& zone) {
    const auto local = chrono::floor<chrono::seconds>(zone.to_local(t));
    const auto day = chrono::floor<chrono::days>(local);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss time{local - day};
    const auto offset = chrono::duration_cast<chrono::minutes>(zone.offset_at(t)).count();
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}",
                       static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), offset < 0 ? '-' : '+',
                       std::abs(offset) / 60, std::abs(offset) % 60);
}

} // namespace

std::string render_json(const report_heading& heading, const desk_policy& desk,
                        const sla::zone& zone, const summary& s) {
    ordered out = ordered::object();
    out["report"] = desk.name;
    out["file"] = heading.tickets;
    out["as_of"] = timestamp(heading.now, zone);
    out["zone"] = zone.name();
    out["targets"] = heading.source == deadline_source::file ? "file" : "policy";
    out["goal_percent"] = heading.goal ? ordered(*heading.goal) : ordered(nullptr);
    out["rows"] = s.rows;
    out["judged"] = s.judged;
    out["nothing_promised"] = s.promised_nothing();
    out["created_later"] = s.later;
    out["not_judged"] = s.unreadable;
    ordered metrics = ordered::array();
    for (const metric_figures& m : s.metrics)
        metrics.push_back(metric_object(m));
    out["metrics"] = std::move(metrics);
    return out.dump(2, ' ', false, ordered::error_handler_t::replace) + '\n';
}

} // namespace compliance
