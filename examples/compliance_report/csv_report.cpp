// SPDX-License-Identifier: MIT

#include "csv_report.hpp"

#include "text.hpp"
#include "wording.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace compliance {

namespace {

namespace chrono = std::chrono;

void put_line(std::string& out, const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i != 0)
            out += ',';
        out += csv_field(fields[i]);
    }
    out += "\r\n";
}

std::string seconds(const std::optional<sla::elapsed>& length) {
    if (!length)
        return {};
    return fmt::format("{}", chrono::floor<chrono::seconds>(*length).count());
}

class lines {
public:
    explicit lines(std::string& out) : out_{&out} {
        std::vector<std::string> titles{"metric",   "by",       "group",
                                        "subgroup", "tickets",  "met",
                                        "breached", "running",  "attained_per_million",
                                        "goal",     "measured", "mean_s"};
        for (const unsigned p : percentiles) {
            titles.push_back(fmt::format("p{}_s", p));
            titles.push_back(fmt::format("p{}_error_s", p));
        }
        titles.emplace_back("longest_s");
        width_ = titles.size();
        put_line(out, titles);
    }

    void put(std::vector<std::string> fields) {
        fields.resize(width_);
        put_line(*out_, fields);
    }

    void put_count(std::string_view metric, std::string_view by, std::string group,
                   std::uint64_t tickets) {
        put({std::string{metric}, std::string{by}, std::move(group), {}, number(tickets)});
    }

    void put_group(const std::string& metric, std::string by, const group_figures& g) {
        std::vector<std::string> fields{metric,
                                        std::move(by),
                                        g.names.empty() ? "" : g.names[0],
                                        g.names.size() < 2 ? "" : g.names[1],
                                        number(g.tickets()),
                                        number(g.met),
                                        number(g.breached),
                                        number(g.running),
                                        g.attained ? number(g.attained->to_per_million())
                                                   : std::string{},
                                        g.goal ? std::string{goal_word(g)} : std::string{},
                                        number(g.time.measured),
                                        seconds(g.time.mean)};
        for (const auto& p : g.time.at) {
            fields.push_back(p ? seconds(p->value) : std::string{});
            fields.push_back(p ? seconds(p->high - p->value) : std::string{});
        }
        fields.push_back(seconds(g.time.longest));
        put(std::move(fields));
    }

    [[nodiscard]] static std::string number(std::uint64_t n) { return fmt::format("{}", n); }

private:
    std::string* out_;
    std::size_t width_ = 0;
};

} // namespace

std::string csv_field(std::string_view text) {
    std::string clean = whole_characters(text);
    if (clean.find_first_of(",\"\r\n") == std::string::npos)
        return clean;
    std::string out = "\"";
    for (const char c : clean) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

std::string render_csv(const report_heading& heading, const summary& s) {
    std::string out;
    lines to{out};
    to.put_count("", "file", "rows", s.rows);
    to.put_count("", "file", "judged", s.judged);
    to.put_count("", "file", "nothing promised", s.promised_nothing());
    to.put_count("", "file", "created later", s.later);
    to.put_count("", "file", "not judged", s.unreadable);
    if (heading.goal)
        to.put_count("", "goal", "percent", *heading.goal);
    for (const metric_figures& m : s.metrics) {
        to.put_group(m.metric, "all", m.all);
        for (const group_table& t : m.tables) {
            std::string by;
            for (const std::string& name : t.by)
                by += (by.empty() ? "" : " and ") + name;
            for (const group_figures& g : t.groups)
                to.put_group(m.metric, by, g);
        }
        for (std::size_t i = 0; i < m.used.size(); ++i)
            to.put_count(m.metric, "time used", used_class_name(i), m.used[i]);
        for (std::size_t i = 0; i < m.breaches.size(); ++i)
            to.put({m.metric,
                    "hour of breach",
                    fmt::format("{} {:02}:00", weekday_names[i / 24], i % 24),
                    {},
                    {},
                    {},
                    lines::number(m.breaches[i])});
    }
    return out;
}

} // namespace compliance
