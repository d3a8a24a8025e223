// SPDX-License-Identifier: MIT
//
// Conditions, targets, policies and the book.

#include "forms.hpp"
#include "write.hpp"
#include <sla/metrics.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

using form_type = condition::form_type;

void write_within(writer& out, const target_duration& d) {
    out.form(write_duration(d), "a duration that is negative or too long");
}

// -- tables ------------------------------------------------------------------------------------

// A row that can be a cell of a table by these attributes.
bool is_cell(const target_row& row, const std::vector<attribute>& by) {
    if (row.match.size() != by.size() || !row.calendar.empty())
        return false;
    for (std::size_t i = 0; i < by.size(); ++i)
        if (row.match[i].which != by[i] || row.match[i].values.size() != 1)
            return false;
    return true;
}

// What the rows are by, where they are a table; empty where they are not. The last row may be the
// one for all others.
std::vector<attribute> table_by(const std::vector<target_row>& rows) {
    if (rows.empty() || rows.front().match.empty() || rows.front().match.size() > 2)
        return {};
    std::vector<attribute> by;
    for (const attribute_match& m : rows.front().match)
        by.push_back(m.which);
    if (by.size() == 2 && by[0] == by[1])
        return {};
    const bool open = rows.size() > 1 && rows.back().match.empty() && rows.back().calendar.empty();
    std::set<std::string_view> lefts;
    std::set<std::string_view> tops;
    std::string_view left;
    for (std::size_t i = 0; i + (open ? 1 : 0) < rows.size(); ++i) {
        if (!is_cell(rows[i], by))
            return {};
        const std::string_view value = rows[i].match[0].values[0];
        if (i == 0 || value != left) {
            if (!lefts.insert(value).second)
                return {};
            tops.clear();
            left = value;
        } else if (by.size() == 1) {
            return {};
        }
        if (by.size() == 2 && !tops.insert(rows[i].match[1].values[0]).second)
            return {};
    }
    return by;
}

void write_table(writer& out, const std::vector<target_row>& rows,
                 const std::vector<attribute>& by) {
    out.key("by");
    std::vector<std::string> names;
    names.reserve(by.size());
    for (const attribute a : by)
        names.emplace_back(word_of(attribute_words, a));
    out.texts(names);
    out.key("within");
    out.open_object();
    const std::size_t end = rows.back().match.empty() ? rows.size() - 1 : rows.size();
    for (std::size_t i = 0; i < end;) {
        const std::string& left = rows[i].match[0].values[0];
        out.key(left);
        if (by.size() == 1) {
            write_within(out, rows[i].within);
            ++i;
            continue;
        }
        out.open_object(one_line);
        for (; i < end && rows[i].match[0].values[0] == left; ++i) {
            out.key(rows[i].match[1].values[0]);
            write_within(out, rows[i].within);
        }
        out.close();
    }
    out.close();
    if (end != rows.size()) {
        out.key("otherwise");
        write_within(out, rows.back().within);
    }
}

void write_row(writer& out, const target_row& row) {
    out.open_object(one_line);
    std::set<attribute> seen;
    for (const attribute_match& m : row.match) {
        const std::string_view name = word_of(attribute_words, m.which);
        if (name.empty() || !seen.insert(m.which).second)
            out.cannot_say("an attribute of no name, or twice in a row");
        out.key(name);
        out.texts(m.values);
    }
    out.key("within");
    write_within(out, row.within);
    if (!row.calendar.empty())
        out.member("calendar", row.calendar);
    out.close();
}

void write_rows(writer& out, const std::vector<target_row>& rows) {
    if (rows.size() == 1 && rows.front().match.empty() && rows.front().calendar.empty()) {
        out.key("within");
        write_within(out, rows.front().within);
        return;
    }
    if (const std::vector<attribute> by = table_by(rows);
        !by.empty() && std::none_of(by.begin(), by.end(), [](attribute a) {
            return word_of(attribute_words, a).empty();
        })) {
        write_table(out, rows, by);
        return;
    }
    out.key("rows");
    out.open_list();
    for (const target_row& row : rows)
        write_row(out, row);
    out.close();
}

// -- the rest of a target ----------------------------------------------------------------------

void write_length_member(writer& out, std::string_view key, const length& l) {
    out.key(key);
    out.form(write_length(l), "a length that is negative or too long");
}

void write_steps(writer& out, const std::vector<step_definition>& steps) {
    if (steps.empty())
        return;
    out.key("steps");
    out.open_list();
    for (const step_definition& s : steps) {
        out.open_object(one_line);
        out.member("name", s.name);
        out.key("at");
        out.form(write_step_time(s.at), "a negative moment of a clock");
        out.close();
    }
    out.close();
}

void write_credits(writer& out, const std::vector<credit_band>& bands) {
    if (bands.empty())
        return;
    out.key("credits");
    out.open_list();
    for (const credit_band& b : bands) {
        out.open_object(one_line);
        if (b.late_by != length{})
            write_length_member(out, "late_by", b.late_by);
        out.key("credit");
        out.form(write_credit(b.due), "a credit that is negative, too large or has no currency");
        out.close();
    }
    out.close();
}

void write_options(writer& out, const target_options& o) {
    const target_options usual;
    if (o == usual)
        return;
    out.key("options");
    out.open_object();
    write_word(out, "met", met_words, o.met, usual.met);
    write_word(out, "fit", fit_words, o.fit, usual.fit);
    write_word(out, "retarget", retarget_words, o.retarget, usual.retarget);
    write_word(out, "breach", breach_words, o.breach, usual.breach);
    if (!o.start_hours.empty())
        out.member("start_hours", o.start_hours);
    if (o.out_of_hours)
        write_length_member(out, "out_of_hours", *o.out_of_hours);
    out.close();
}

void write_instant_member(writer& out, std::string_view key, instant t, instant usual) {
    if (t == usual)
        return;
    out.key(key);
    out.form(write_instant(t), "an instant before the year 0 or after 9999");
}

void write_parts(writer& out, std::string_view key, const condition& of) {
    out.key(key);
    out.open_list(writer::layout::one_line);
    for (const condition& part : of.parts)
        write_condition(out, part);
    out.close();
}

} // namespace

// Recursion is as deep as the condition; a deeper one cannot be read again.
void write_condition(writer& out, const condition& when) { // NOLINT(misc-no-recursion)
    const bool plain = when.which == attribute::priority || when.form == form_type::one_of;
    const bool grouped =
        when.form == form_type::all || when.form == form_type::any || when.form == form_type::none;
    const bool valued = when.form == form_type::one_of || when.form == form_type::tagged ||
                        when.form == form_type::created_while_open;
    if (!plain || (!grouped && !when.parts.empty()) || (!valued && !when.values.empty()))
        out.cannot_say("a condition with parts or values that mean nothing");
    if (when.form == form_type::always) {
        out.text("always");
        return;
    }
    out.open_object(one_line);
    switch (when.form) {
    case form_type::always:
        break;
    case form_type::one_of:
        out.key(word_of(attribute_words, when.which));
        out.texts(when.values);
        if (word_of(attribute_words, when.which).empty())
            out.cannot_say("an attribute of no name");
        break;
    case form_type::tagged:
        out.key("tagged");
        out.texts(when.values);
        break;
    case form_type::created_while_open:
        out.key("created_while_open");
        out.texts(when.values);
        break;
    case form_type::all:
        write_parts(out, "all", when);
        break;
    case form_type::any:
        write_parts(out, "any", when);
        break;
    case form_type::none:
        write_parts(out, "none", when);
        break;
    }
    out.close();
}

void write_target(writer& out, const target_definition& target) {
    const bool bare = target == target_definition{.metric = target.metric, .rows = target.rows};
    if (bare && target.rows.size() == 1 && target.rows.front().match.empty() &&
        target.rows.front().calendar.empty()) {
        write_within(out, target.rows.front().within);
        return;
    }
    out.open_object();
    write_rows(out, target.rows);
    if (!target.calendar.empty())
        out.member("calendar", target.calendar);
    write_steps(out, target.steps);
    write_credits(out, target.credits);
    write_options(out, target.options);
    out.close();
}

void write_policy(writer& out, const policy_definition& policy) {
    out.open_object();
    out.member("name", policy.name);
    if (policy.when != condition{}) {
        out.key("when");
        write_condition(out, policy.when);
    }
    write_instant_member(out, "effective_from", policy.effective_from, first_instant);
    write_instant_member(out, "effective_until", policy.effective_until, end_of_range);
    write_word(out, "role", role_words, policy.role, policy_role::normal);
    if (!policy.calendar.empty())
        out.member("calendar", policy.calendar);
    out.key("targets");
    out.open_object();
    std::set<std::string_view> metrics;
    for (const target_definition& t : policy.targets) {
        out.key(t.metric);
        if (!metrics.insert(t.metric).second)
            out.cannot_say("two targets for one metric");
        write_target(out, t);
    }
    out.close();
    out.close();
}

namespace {

void write_vocabularies(writer& out, const std::vector<vocabulary>& all) {
    if (all.empty())
        return;
    out.key("vocabularies");
    out.open_object();
    std::set<attribute> seen;
    for (const vocabulary& v : all) {
        const std::string_view name = word_of(attribute_words, v.which);
        out.key(name);
        if (name.empty() || !seen.insert(v.which).second)
            out.cannot_say("an attribute of no name, or with two vocabularies");
        out.texts(v.values);
    }
    out.close();
}

void write_combinations(writer& out, const std::vector<calendar_combination>& all) {
    if (all.empty())
        return;
    out.key("combined");
    out.open_list();
    for (const calendar_combination& c : all) {
        out.open_object(one_line);
        out.member("name", c.name);
        out.member("left", c.left);
        out.key("operation");
        out.form(word_of(operation_words, c.operation), "an operation of no name");
        out.member("right", c.right);
        out.close();
    }
    out.close();
}

} // namespace

void write_book(writer& out, const book_definition& book) {
    out.key("sla");
    out.number(json_format);
    if (!book.calendars.empty()) {
        out.key("calendars");
        out.open_list();
        for (const calendar_definition& c : book.calendars)
            write_calendar(out, c);
        out.close();
    }
    write_combinations(out, book.combined);
    if (book.metrics != built_in_metrics()) {
        out.key("metrics");
        out.open_list();
        for (const metric_definition& m : book.metrics)
            write_metric(out, m);
        out.close();
    }
    write_vocabularies(out, book.vocabularies);
    if (!book.policies.empty()) {
        out.key("policies");
        out.open_list();
        for (const policy_definition& p : book.policies)
            write_policy(out, p);
        out.close();
    }
    write_word(out, "choose", choice_words, book.choose, policy_choice::first_match);
    write_word(out, "versions", version_words, book.versions, version_choice::at_creation);
}

} // namespace sla::inline v1::detail::json
