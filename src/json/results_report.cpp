// SPDX-License-Identifier: MIT
//
// Reports as JSON.
#include "results.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sla::inline v1 {

using detail::json::results_level;

namespace {

constexpr std::array<std::uint64_t, 5> percents{50, 75, 90, 95, 99};

void append_share(results_level& out, std::string_view name, const std::optional<share>& s) {
    if (!s)
        return;
    results_level members{out.key(name), '{'};
    members.number("part", s->part);
    members.number("whole", s->whole);
    members.close();
}

void number_if_any(results_level& out, std::string_view name, const std::optional<elapsed>& n) {
    if (n)
        out.number(name, *n);
}

void append_lengths(std::string& out, const report_length& measure, const distribution& d) {
    results_level members{out, '{'};
    members.text("name", measure.name);
    members.number("count", d.count());
    members.number("missing", d.missing());
    members.number("out_of_range", d.out_of_range());
    number_if_any(members, "sum", d.sum());
    number_if_any(members, "mean", d.mean());
    number_if_any(members, "min", d.min());
    number_if_any(members, "max", d.max());
    results_level within{members.key("within"), '['};
    for (std::size_t i = 0; i < measure.limits.size(); ++i) {
        results_level limit{within.next(), '{'};
        limit.number("limit", measure.limits[i]);
        limit.number("count", d.within(i).value_or(0));
        limit.close();
    }
    within.close();
    results_level percentiles{members.key("percentiles"), '['};
    for (const std::uint64_t percent : percents) {
        const std::optional<percentile_value> p = d.percentile(share::percent(percent));
        if (!p)
            continue;
        results_level one{percentiles.next(), '{'};
        one.number("percent", percent);
        one.number("value", p->value);
        one.number("low", p->low);
        one.number("high", p->high);
        one.close();
    }
    percentiles.close();
    members.close();
}

/// The name of a value; null of rows without one.
void append_label(std::string& out, const report_plan& plan, std::size_t dimension,
                  std::size_t value) {
    if (value >= plan.size(dimension))
        out += "null";
    else
        append_json(out, plan.label(dimension, value));
}

void append_line(std::string& out, const report_plan& plan, const report_query& query,
                 const report_line& line) {
    results_level members{out, '{'};
    results_level key{members.key("key"), '['};
    for (std::size_t i = 0; i < line.key.size(); ++i)
        append_label(key.next(), plan, query.by[i], line.key[i]);
    key.close();
    members.number("rows", line.counts.rows());
    results_level states{members.key("states"), '{'};
    for (std::size_t i = 0; i < clock_state_count; ++i)
        states.number(json_name(static_cast<clock_state>(i)), line.counts.by_state[i]);
    states.close();
    members.number("errors", line.counts.errors);
    results_level met{members.key("share_met"), '{'};
    append_share(met, "excluded", line.counts.share_met(open_clocks::excluded));
    append_share(met, "as_of_now", line.counts.share_met(open_clocks::as_of_now));
    append_share(met, "worst_case", line.counts.share_met(open_clocks::worst_case));
    met.close();
    results_level lengths{members.key("lengths"), '['};
    const std::vector<report_length>& measures = plan.definition().metrics[query.metric].lengths;
    for (std::size_t i = 0; i < line.lengths.size(); ++i)
        append_lengths(lengths.next(), measures[i], line.lengths[i]);
    lengths.close();
    members.close();
}

} // namespace

void append_json(std::string& out, const report& r, const report_query& query) {
    const report_plan& plan = r.plan();
    const report_definition& definition = plan.definition();
    results_level members{out, '{'};
    members.text("metric", definition.metrics[query.metric].name);
    results_level by{members.key("by"), '['};
    for (const std::size_t dimension : query.by)
        append_json(by.next(), definition.dimensions[dimension].name);
    by.close();
    results_level where{members.key("where"), '['};
    for (const report_filter& f : query.where) {
        results_level filter{where.next(), '{'};
        filter.text("dimension", definition.dimensions[f.dimension].name);
        append_label(filter.key("value"), plan, f.dimension, f.value);
        filter.close();
    }
    where.close();
    results_level counts{members.key("counts"), '{'};
    counts.number("rows", r.counts().rows);
    counts.number("columns_missing", r.counts().columns_missing);
    counts.number("unknown_id", r.counts().unknown_id);
    counts.number("outside", r.counts().outside);
    counts.close();
    results_level lines{members.key("lines"), '['};
    for (const report_line& line : r.read(query))
        append_line(lines.next(), plan, query, line);
    lines.close();
    members.close();
}

std::string to_json(const report& r, const report_query& query) {
    std::string out;
    append_json(out, r, query);
    return out;
}

} // namespace sla::inline v1
