// SPDX-License-Identifier: MIT

#include "page.hpp"

#include "svg.hpp"
#include "text.hpp"
#include "wording.hpp"
#include <sla/describe.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace compliance {

namespace {

/// Cells of a table; the first ones of a row are its heading.
class html_table {
public:
    html_table(std::string_view caption, const std::vector<std::string>& titles,
               std::size_t headings, std::string_view css = "")
        : headings_{headings} {
        out_ = fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                           "aria-label=\"{0}\">\n<table class=\"{1}\">\n<caption>{0}</caption>\n"
                           "<thead><tr>",
                           in_html(caption), css);
        for (const std::string& t : titles)
            out_ += fmt::format("<th scope=\"col\">{}</th>", in_html(t));
        out_ += "</tr></thead>\n<tbody>\n";
    }
    void add(const std::vector<std::string>& cells) {
        out_ += "<tr>";
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string text = in_html(cells[i]);
            if (i < headings_)
                out_ += fmt::format("<th scope=\"row\">{}</th>", text);
            else if (text == "missed")
                out_ += "<td class=\"missed-word\">missed</td>";
            else
                out_ += fmt::format("<td>{}</td>", text);
        }
        out_ += "</tr>\n";
    }
    /// What comes next is the sum of what came.
    void add_sums() { out_ += "</tbody>\n<tfoot>\n", body_ = "</tfoot>"; }
    [[nodiscard]] std::string take() {
        return std::move(out_) + std::string{body_} + "\n</table>\n</div>\n";
    }

private:
    std::string out_;
    std::size_t headings_;
    std::string_view body_ = "</tbody>";
};

/// Shown when it is asked for.
std::string folded(std::string_view title, const std::string& what) {
    return fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", in_html(title), what);
}

std::string name_of(const group_table& t) {
    std::string name;
    for (const std::string& by : t.by)
        name += (name.empty() ? "" : " and ") + by;
    return name;
}

std::vector<std::string> names_of(const group_table& t, const group_figures& g) {
    std::vector<std::string> names = g.names;
    for (std::string& name : names)
        if (name.empty())
            name = "(none)";
    if (names.empty())
        names.emplace_back("all");
    names.resize(t.by.size());
    return names;
}

std::string counts_table(const metric_figures& m, const group_table& t,
                         std::optional<unsigned> goal) {
    std::vector<std::string> titles = t.by;
    for (const char* title : {"tickets", "met", "breached", "running", "attainment"})
        titles.emplace_back(title);
    if (goal)
        titles.push_back(fmt::format("goal {} %", *goal));
    html_table table{fmt::format("Attainment by {}", name_of(t)), titles, t.by.size()};
    const auto add = [&](const group_figures& g) {
        std::vector<std::string> cells = names_of(t, g);
        for (const std::uint64_t n : {g.tickets(), g.met, g.breached, g.running})
            cells.push_back(with_commas(n));
        cells.push_back(percentage(g.met, g.met + g.breached));
        if (goal)
            cells.emplace_back(goal_word(g));
        table.add(cells);
    };
    for (const group_figures& g : t.groups)
        add(g);
    table.add_sums();
    add(m.all);
    return table.take();
}

std::string times_table(const metric_figures& m, const group_table& t) {
    std::vector<std::string> titles = t.by;
    titles.emplace_back("stopped");
    titles.emplace_back("mean");
    for (const unsigned p : percentiles)
        titles.push_back(fmt::format("{} %", p));
    titles.emplace_back("longest");
    html_table table{fmt::format("Time taken by {}: mean, percentiles, longest", name_of(t)),
                     titles, t.by.size()};
    const auto add = [&](const group_figures& g) {
        std::vector<std::string> cells = names_of(t, g);
        cells.push_back(with_commas(g.time.measured));
        cells.push_back(rough_length(g.time.mean));
        for (const auto& p : g.time.at)
            cells.push_back(rough_percentile(p));
        cells.push_back(rough_length(g.time.longest));
        table.add(cells);
    };
    for (const group_figures& g : t.groups)
        add(g);
    table.add_sums();
    add(m.all);
    return folded(fmt::format("Time taken by {}", name_of(t)), table.take());
}

std::string tile(std::string_view name, std::string_view value, std::string_view note = "") {
    return fmt::format("<div><dt>{}</dt><dd>{}{}</dd></div>\n", in_html(name), in_html(value),
                       note.empty() ? "" : fmt::format("<small>{}</small>", in_html(note)));
}

void put_tiles(std::string& out, const metric_figures& m, const report_heading& heading) {
    const group_figures& a = m.all;
    out += "<dl class=\"tiles\">\n";
    out += tile("Attainment", percentage(a.met, a.met + a.breached),
                fmt::format("{} of {}", with_commas(a.met), with_commas(a.met + a.breached)));
    if (heading.goal && a.goal)
        out += tile(fmt::format("Goal {} %", *heading.goal), goal_word(a),
                    goal_sentence(*a.goal).substr(std::string_view{goal_word(a)}.size() + 2));
    out += tile("Breached", with_commas(a.breached));
    out += tile("Open, not late", with_commas(a.running));
    out += tile("Mean time", rough_length(a.time.mean),
                fmt::format("of {} stopped", with_commas(a.time.measured)));
    for (std::size_t i = 0; i < percentiles.size(); ++i)
        out += tile(fmt::format("{} % within", percentiles[i]), rough_percentile(a.time.at[i]));
    out += tile("Longest", rough_length(a.time.longest));
    out += "</dl>\n";
}

void put_pair(std::string& out, const std::string& chart, std::string_view caption,
              const std::string& table) {
    out += "<div class=\"pair\">\n<figure>\n" + chart;
    if (!caption.empty())
        out += fmt::format("<figcaption>{}</figcaption>\n", in_html(caption));
    out += "</figure>\n<div>\n" + table + "</div>\n</div>\n";
}

void put_groups(std::string& out, const metric_figures& m, const report_heading& heading,
                std::string_view id) {
    std::size_t number = 0;
    for (const group_table& t : m.tables) {
        out += fmt::format("<h3>By {}</h3>\n", in_html(name_of(t)));
        if (t.by.size() > 1) {
            out += folded(counted(t.groups.size(), "group", "groups"),
                          counts_table(m, t, heading.goal));
        } else {
            const bool long_table = t.groups.size() > most_bars;
            std::string table = counts_table(m, t, heading.goal);
            if (long_table)
                table = folded(fmt::format("All {} groups", t.groups.size()), table);
            put_pair(out, attainment_chart(t, heading.goal, fmt::format("{}-by{}", id, ++number)),
                     long_table
                         ? fmt::format("The first {} of {} groups.", most_bars, t.groups.size())
                         : "",
                     table);
        }
        out += times_table(m, t);
    }
}

void put_used(std::string& out, const metric_figures& m, std::string_view id) {
    html_table table{"Clocks that have stopped, by the part of the allowed time that they took",
                     {"time taken", "tickets"},
                     1};
    for (std::size_t i = 0; i < m.used.size(); ++i)
        table.add({used_class_name(i), with_commas(m.used[i])});
    out += "<h3>Time taken against the limit</h3>\n";
    put_pair(out, used_chart(m, fmt::format("{}-used", id)),
             "Each promise has its own limit: time is shown as a part of what it allows, from the "
             "start to the deadline.",
             table.take());
}

void put_breaches(std::string& out, const metric_figures& m, const sla::zone& zone,
                  std::string_view id) {
    std::vector<std::string> titles{""};
    for (int hour = 0; hour < 24; ++hour)
        titles.push_back(fmt::format("{:02}", hour));
    html_table table{"Breaches by weekday and hour", titles, 1, "wide"};
    for (std::size_t day = 0; day < 7; ++day) {
        std::vector<std::string> cells{weekday_names[day]};
        for (std::size_t hour = 0; hour < 24; ++hour)
            cells.push_back(with_commas(m.breaches[day * 24 + hour]));
        table.add(cells);
    }
    // The table is wider than half a page.
    out += "<h3>Breaches by hour of the week</h3>\n<figure>\n" +
           breach_chart(m, fmt::format("{}-breaches", id)) +
           fmt::format("<figcaption>The hour in {} in which the deadline passed.</figcaption>\n"
                       "</figure>\n",
                       in_html(zone.name())) +
           table.take();
}

} // namespace

std::string render_page(const report_heading& heading, const desk_policy& desk,
                        const sla::zone& zone, const summary& s) {
    const std::string title = fmt::format("Compliance report: {}", desk.name);
    std::string out = fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                                  "<meta charset=\"utf-8\">\n"
                                  "<meta name=\"viewport\" content=\"width=device-width, "
                                  "initial-scale=1\">\n"
                                  "<title>{0}</title>\n<style>\n{1}</style>\n</head>\n<body>\n"
                                  "<header>\n<h1>{0}</h1>\n",
                                  in_html(title), page_style());
    out += fmt::format("<p class=\"soft\">{}, as of {} ({}), {}{}</p>\n", in_html(heading.tickets),
                       in_html(sla::describe(heading.now, zone)), in_html(zone.name()),
                       in_html(heading.now_from),
                       heading.source == deadline_source::file
                           ? "; judged by the targets in the file, not by the policy"
                           : "");
    out += "<dl class=\"tiles\">\n" + tile("Rows", with_commas(s.rows)) +
           tile("Judged", with_commas(s.judged)) +
           tile("Nothing promised", with_commas(s.promised_nothing())) +
           tile("Created later", with_commas(s.later)) +
           tile("Not judged", with_commas(s.unreadable)) + "</dl>\n</header>\n<main>\n";
    std::size_t number = 0;
    for (const metric_figures& m : s.metrics) {
        const std::string id = fmt::format("m{}", ++number);
        out += fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n", id,
                           in_html(m.metric));
        if (m.all.tickets() == 0) {
            out += "<p>No tickets.</p>\n";
        } else {
            put_tiles(out, m, heading);
            put_groups(out, m, heading, id);
            put_used(out, m, id);
            put_breaches(out, m, zone, id);
        }
        out += "</section>\n";
    }
    out += "</main>\n<footer class=\"soft\">\n<p>Attainment: met / (met + breached). Running: open "
           "and not late yet. A percentile with ~ is exact within 1 %.</p>\n</footer>\n</body>\n"
           "</html>\n";
    return out;
}

} // namespace compliance
