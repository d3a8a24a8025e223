// SPDX-License-Identifier: MIT
#include "read.hpp"
#include "words.hpp"

#include <array>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

constexpr std::string_view duration_expected =
    R"(a duration such as "30 min" or "4 business hours")";

target_duration duration_at(reader& in, index at) {
    if (in.values[at].kind == kind::integer) {
        in.complain(at, "json.wrong_type", "a number alone is no duration",
                    std::string{duration_expected}, in.saw(at),
                    "say in which time, for example \"" + std::string{in.values.text(at)} +
                        " min\"");
        return {};
    }
    return read_text(in, at, "json.duration", read_duration, duration_expected);
}

length length_at(reader& in, index at) {
    return read_text(in, at, "json.duration", read_length,
                     R"(a length of time such as "30 min" or "4 business hours")");
}

std::vector<attribute> read_by(reader& in, index at) {
    std::vector<attribute> out;
    const auto read_one = [&](index i) {
        attribute which{};
        read_word(in, i, attribute_words, which);
        for (const attribute before : out)
            if (before == which)
                in.complain(i, "json.conflict", "this attribute is there twice");
        out.push_back(which);
    };
    if (in.values[at].kind == kind::text) {
        read_one(at);
        return out;
    }
    if (!in.is(at, kind::list, R"("priority", or a list of attributes)"))
        return out;
    for (index i = tape::first(at); i != in.values.end(at) && out.size() <= 3;
         i = in.values.next(i))
        read_one(i);
    if (out.empty() || out.size() > 3)
        in.complain(at, "json.number", "a table is by one, two or three attributes", {},
                    out.empty() ? "none" : "more", "for more of them use \"rows\"");
    return out;
}

struct table {
    std::vector<attribute> by;
    std::vector<target_row> rows{};
    std::vector<attribute_match> path{};
    std::size_t path_size = 0; // of its names
};

// Recursion is bounded by the number of attributes.
void read_table(reader& in, index at, table& into) { // NOLINT(misc-no-recursion)
    for (index i = tape::first(at); i != in.values.end(at); i = in.values.next(i)) {
        const kind what = in.values[i].kind;
        if (what == kind::null) // nothing is promised
            continue;
        const std::size_t level = into.path.size();
        if (level >= into.by.size())
            break;
        into.path.push_back({into.by[level], {std::string{in.values.key(i)}}});
        into.path_size += in.values.key(i).size();
        if (what == kind::object && level + 1 < into.by.size())
            read_table(in, i, into);
        else if (what == kind::object)
            in.complain(i, "json.wrong_type", "this table is deeper than \"by\" says",
                        std::string{duration_expected}, "an object");
        else if (in.repeat(i, into.path_size))
            into.rows.push_back({.match = into.path, .within = duration_at(in, i)});
        into.path.pop_back();
        into.path_size -= in.values.key(i).size();
    }
}

target_row read_row(reader& in, index at) {
    target_row out;
    const members m{
        in,
        at,
        {"priority", "channel", "tier", "category", "group", "customer", "within", "calendar"}};
    if (!m.read())
        return out;
    bool within = false;
    for (index i = tape::first(at); i != in.values.end(at); i = in.values.next(i)) {
        const std::string_view key = in.values.key(i);
        if (key == "within") {
            out.within = duration_at(in, i);
            within = true;
        } else if (key == "calendar") {
            out.calendar = in.name(i, "the name of a calendar");
        }
        for (const word<attribute>& w : attribute_words)
            if (w.text == key)
                out.match.push_back({w.value, in.names(i, "a name")});
    }
    if (!within)
        in.complain(at, "json.key_missing", "the key \"within\" is missing");
    return out;
}

step_definition read_step(reader& in, index at) {
    step_definition out;
    members m{in, at, {"name", "at"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m.required("at"))
        out.at = read_text(in, i, "json.step", read_step_time,
                           R"(a moment such as "75 %" or "30 min before")");
    return out;
}

credit_band read_band(reader& in, index at) {
    credit_band out;
    members m{in, at, {"late_by", "credit"}};
    if (const index i = m["late_by"])
        out.late_by = length_at(in, i);
    if (const index i = m.required("credit"))
        out.due =
            read_text(in, i, "json.credit", read_credit, R"(a credit such as "10 %" or "50 EUR")");
    return out;
}

target_options read_options(reader& in, index at) {
    target_options out;
    members m{in, at, {"met", "fit", "retarget", "breach", "start_hours", "out_of_hours"}};
    if (const index i = m["met"])
        read_word(in, i, met_words, out.met);
    if (const index i = m["fit"])
        read_word(in, i, fit_words, out.fit);
    if (const index i = m["retarget"])
        read_word(in, i, retarget_words, out.retarget);
    if (const index i = m["breach"])
        read_word(in, i, breach_words, out.breach);
    if (const index i = m["start_hours"])
        out.start_hours = in.name(i, "the name of a calendar");
    if (const index i = m["out_of_hours"])
        out.out_of_hours = length_at(in, i);
    return out;
}

std::vector<target_row> read_limits(reader& in, members& m) {
    const index within = m["within"];
    const index rows = m["rows"];
    const index by = m["by"];
    const index otherwise = m["otherwise"];
    std::vector<target_row> out;
    if (within != 0 && rows != 0)
        in.complain(rows, "json.conflict", "this stands beside \"within\"", "one of the two");
    if (within == 0 && rows == 0)
        (void)m.required("within");
    const bool nested = within != 0 && in.values[within].kind == kind::object;
    std::vector<attribute> attributes;
    if (by != 0) {
        attributes = read_by(in, by);
        if (!nested)
            in.complain(by, "json.conflict", "there is no table that this could be the head of",
                        R"("within" as an object)");
    } else if (nested) {
        (void)m.required("by");
    }
    if (nested) {
        table made{.by = std::move(attributes)};
        read_table(in, within, made);
        out = std::move(made.rows);
    } else if (within != 0) {
        out = always(duration_at(in, within));
    }
    if (rows != 0)
        out = read_list(in, rows, read_row, "a list of rows");
    if (otherwise != 0) {
        if (!nested)
            in.complain(otherwise, "json.conflict", "there is no table beside this",
                        R"("within" as an object)");
        out.push_back({.within = duration_at(in, otherwise)});
    }
    return out;
}

} // namespace

target_definition read_target(reader& in, index at) {
    target_definition out;
    out.metric = in.values.key(at);
    if (in.values[at].kind != kind::object) {
        out.rows = always(duration_at(in, at));
        return out;
    }
    members m{
        in, at, {"within", "by", "otherwise", "rows", "calendar", "steps", "credits", "options"}};
    out.rows = read_limits(in, m);
    if (const index i = m["calendar"])
        out.calendar = in.name(i, "the name of a calendar");
    if (const index i = m["steps"])
        out.steps = read_list(in, i, read_step, "a list of steps");
    if (const index i = m["credits"])
        out.credits = read_list(in, i, read_band, "a list of credits");
    if (const index i = m["options"])
        out.options = read_options(in, i);
    return out;
}

} // namespace sla::inline v1::detail::json
