// SPDX-License-Identifier: MIT
//
// Reports, objectives, goals and the document.

#include "write_document.hpp"

#include "document_forms.hpp"
#include "document_words.hpp"

#include <set>
#include <string>

namespace sla::inline v1::detail::json {

using namespace std::chrono;

namespace {

// A year beyond what `year` holds would come out as another one.
void write_day(writer& out, std::string_view key, sys_days day) {
    const bool known = day >= sys_days{year{0} / January / 1} && day < floor<days>(end_of_range);
    write_date_member(out, key, known ? year_month_day{day} : year_month_day{});
}

// -- reports -------------------------------------------------------------------------------------

void write_dimension(writer& out, const named_dimension& d) {
    if (d.values.empty() && !d.periods) {
        out.text(d.name);
        return;
    }
    out.open_object(one_line);
    out.member("name", d.name);
    if (!d.values.empty()) {
        out.key("values");
        if (d.periods)
            out.cannot_say("a dimension of values and of periods");
        out.texts(d.values);
    }
    if (d.periods) {
        out.key("each");
        out.form(word_of(unit_words, d.periods->unit), "a unit of no name");
        out.member("zone", d.periods->zone);
        write_date_member(out, "from", d.periods->from);
        write_date_member(out, "until", d.periods->end);
        write_word(out, "week_begins", weekday_words, d.periods->week_begins, Monday);
    }
    out.close();
}

void write_measure(writer& out, const report_length& length) {
    const report_length usual;
    out.open_object(one_line);
    out.member("name", length.name);
    if (length.of != usual.of) {
        std::vector<std::string> states;
        for (const word<clock_state>& w : state_words)
            if (length.of.contains(w.value))
                states.emplace_back(w.text);
        out.key("of");
        if (length.of.bits >> clock_state_count != 0)
            out.cannot_say("a state of no name");
        out.texts(states);
    }
    write_word(out, "what", length_words, length.what, usual.what);
    if (!length.limits.empty()) {
        out.key("limits");
        out.open_list(one_line);
        for (const elapsed limit : length.limits)
            out.form(write_length(limit), "a length that is negative or too long");
        out.close();
    }
    out.close();
}

void write_measured(writer& out, const report_metric& metric) {
    if (metric.lengths.empty()) {
        out.text(metric.name);
        return;
    }
    out.open_object();
    out.member("name", metric.name);
    write_list(out, "lengths", metric.lengths, write_measure);
    out.close();
}

void write_report(writer& out, const named_report& report) {
    const named_report usual{};
    out.open_object();
    out.member("name", report.name);
    write_list(out, "by", report.dimensions, write_dimension);
    out.key("metrics");
    out.open_list();
    for (const report_metric& m : report.metrics)
        write_measured(out, m);
    out.close();
    if (report.exact_values != usual.exact_values) {
        out.key("exact_values");
        if (report.exact_values > max_exact_values)
            out.cannot_say("so many lengths one by one");
        out.number(report.exact_values);
    }
    if (report.precision_bits != usual.precision_bits) {
        out.key("precision_bits");
        if (report.precision_bits < 4 || report.precision_bits > 14)
            out.cannot_say("buckets so fine or coarse");
        out.number(report.precision_bits);
    }
    out.close();
}

// -- objectives and goals ------------------------------------------------------------------------

void write_match(writer& out, const std::vector<attribute_match>& match) {
    if (match.empty())
        return;
    out.key("when");
    out.open_object(one_line);
    std::set<attribute> seen;
    for (const attribute_match& m : match) {
        const std::string_view name = word_of(attribute_words, m.which);
        out.key(name);
        if (name.empty() || !seen.insert(m.which).second)
            out.cannot_say("an attribute of no name, or twice");
        out.texts(m.values);
    }
    out.close();
}

void write_objective(writer& out, const objective_definition& o) {
    out.open_object();
    out.member("name", o.name);
    out.key("share");
    out.form(write_share(o.goal), "a share that is no percentage");
    out.member("of", o.metric);
    write_match(out, o.match);
    if (o.within) {
        out.key("within");
        out.form(write_length(*o.within), "a length that is negative or too long");
    }
    if (o.per) {
        out.key("per");
        out.form(word_of(period_words, *o.per), "a unit that is no period");
    }
    if (o.per || !o.zone.empty()) {
        out.key("zone");
        if (!o.per)
            out.cannot_say("a zone without periods");
        out.text(o.zone);
    }
    if (o.open != open_clocks::excluded) {
        out.key("open");
        if (o.within)
            out.cannot_say("open clocks of a length");
        out.form(word_of(open_words, o.open), "a value of no name");
    }
    if (o.abandoned) {
        out.key("abandoned");
        if (!o.within)
            out.cannot_say("abandoned calls without a length");
        out.form(word_of(abandoned_words, *o.abandoned), "a value of no name");
    }
    out.close();
}

void write_level(writer& out, std::string_view key, goal_unit unit, std::int64_t value) {
    constexpr std::int64_t most = std::int64_t{1} << 61U;
    out.key(key);
    if (unit != goal_unit::number) {
        if (unit != goal_unit::share && unit != goal_unit::time)
            out.cannot_say("a unit of no name");
        out.form(write_goal_level({unit, value}), "a share or a time below zero, or too large");
        return;
    }
    if (value < -most || value > most)
        out.cannot_say("a number beyond 2^61");
    out.number(value);
}

void write_goal(writer& out, const goal_definition& goal) {
    out.open_object(one_line);
    out.member("name", goal.name);
    if (goal.path.from != goal.path.to)
        write_level(out, "from", goal.unit, goal.path.from);
    write_level(out, "to", goal.unit, goal.path.to);
    write_day(out, "begin", goal.path.begin);
    write_day(out, "end", goal.path.end);
    write_word(out, "direction", direction_words, goal.path.direction,
               goal_direction::higher_is_better);
    out.close();
}

} // namespace

void write_document(writer& out, const json_document& document) {
    out.open_object();
    write_book(out, document.book);
    write_list(out, "reports", document.reports, write_report);
    write_list(out, "objectives", document.objectives, write_objective);
    write_list(out, "goals", document.goals, write_goal);
    write_list(out, "scorecards", document.scorecards, write_scorecard);
    if (document.credits) {
        out.key("credits");
        write_credits(out, *document.credits);
    }
    out.close();
}

} // namespace sla::inline v1::detail::json
