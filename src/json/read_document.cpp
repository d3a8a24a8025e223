// SPDX-License-Identifier: MIT
//
// Reports, objectives and goals.

#include "read_document.hpp"

#include "document_forms.hpp"
#include "document_words.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

namespace sla::inline v1::detail::json {

using namespace std::chrono;

namespace {

constexpr std::string_view date_expected = R"(a date, for example "2026-06-12")";
constexpr std::string_view zone_expected = "the name of a time zone";

elapsed read_elapsed(reader& in, index at) {
    const length read = read_text(in, at, "json.duration", read_length,
                                  R"(a length of elapsed time such as "30 min")");
    if (const auto* time = std::get_if<elapsed>(&read))
        return *time;
    in.complain(at, "json.duration", "working time is not possible here",
                R"(a length of elapsed time such as "30 min")", in.saw(at));
    return {};
}

// -- reports -------------------------------------------------------------------------------------

named_grouping read_periods(reader& in, members& m) {
    named_grouping out;
    if (const index i = m["each"])
        read_word(in, i, unit_words, out.unit);
    if (const index i = m.required("zone"))
        out.zone = in.name(i, zone_expected);
    if (const index i = m.required("from"))
        out.from = read_text(in, i, "json.date", read_date, date_expected);
    if (const index i = m.required("until"))
        out.end = read_text(in, i, "json.date", read_date, date_expected);
    if (const index i = m["week_begins"])
        read_word(in, i, weekday_words, out.week_begins);
    return out;
}

named_dimension read_dimension(reader& in, index at) {
    named_dimension out;
    if (in.values[at].kind == kind::text) {
        out.name = in.name(at, "a name");
        return out;
    }
    members m{in,
              at,
              {"name", "values", "each", "zone", "from", "until", "week_begins"},
              "an attribute, or an object"};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m["values"])
        out.values = in.names(i, "a name");
    if (m["each"] != 0) {
        if (const index i = m["values"])
            in.complain(i, "json.conflict", "this stands beside \"each\"", "one of the two");
        out.periods = read_periods(in, m);
        return out;
    }
    for (const std::string_view of_periods : {"zone", "from", "until", "week_begins"})
        if (const index i = m[of_periods])
            in.complain(i, "json.conflict", "there are no periods that this belongs to",
                        R"("each")");
    return out;
}

report_length read_measure(reader& in, index at) {
    report_length out;
    members m{in, at, {"name", "of", "what", "limits"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m["of"]) {
        out.of = {};
        const auto add = [&](index word) {
            clock_state state{};
            read_word(in, word, state_words, state);
            out.of.bits =
                static_cast<std::uint8_t>(out.of.bits | (1U << static_cast<unsigned>(state)));
        };
        if (in.values[i].kind == kind::text)
            add(i);
        else if (in.is(i, kind::list, "a state, or a list of these"))
            for (index n = tape::first(i); n != in.values.end(i); n = in.values.next(n))
                add(n);
    }
    if (const index i = m["what"])
        read_word(in, i, length_words, out.what);
    if (const index i = m["limits"])
        out.limits = read_list(in, i, read_elapsed, R"(a list of lengths, for example ["30 min"])");
    return out;
}

report_metric read_measured(reader& in, index at) {
    report_metric out;
    if (in.values[at].kind == kind::text) {
        out.name = in.name(at, "a name");
        return out;
    }
    members m{in, at, {"name", "lengths"}, "the name of a metric, or an object"};
    if (const index i = m.required("name"))
        out.name = in.name(i, "the name of a metric");
    if (const index i = m["lengths"])
        out.lengths = read_list(in, i, read_measure, "a list of lengths");
    return out;
}

named_report read_report(reader& in, index at) {
    named_report out;
    members m{in, at, {"name", "by", "metrics", "exact_values", "precision_bits"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m["by"])
        out.dimensions = read_list(in, i, read_dimension, "a list of what the report is by");
    if (const index i = m.required("metrics"))
        out.metrics = read_list(in, i, read_measured, "a list of metrics");
    if (const index i = m["exact_values"])
        if (const auto n = in.whole(i, 0, max_exact_values))
            out.exact_values = static_cast<std::uint32_t>(*n);
    if (const index i = m["precision_bits"])
        if (const auto n = in.whole(i, 4, 14))
            out.precision_bits = static_cast<std::uint8_t>(*n);
    return out;
}

// -- objectives and goals ------------------------------------------------------------------------

objective_definition read_objective(reader& in, index at) {
    objective_definition out;
    members m{
        in, at, {"name", "share", "of", "when", "within", "per", "zone", "open", "abandoned"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m.required("share"))
        out.goal = read_text(in, i, "json.share", read_share, R"(a share such as "90 %")");
    if (const index i = m.required("of"))
        out.metric = in.name(i, "the name of a metric");
    if (const index i = m["when"])
        out.match = read_by_attribute<attribute_match>(in, i);
    if (const index i = m["within"])
        out.within = read_elapsed(in, i);
    if (const index i = m["per"]) {
        out.per = calendar_unit::month;
        read_word(in, i, period_words, *out.per);
        (void)m.required("zone");
    }
    if (const index i = m["zone"]) {
        out.zone = in.name(i, zone_expected);
        if (!out.per)
            in.complain(i, "json.conflict", "there are no periods that this belongs to",
                        R"("per")");
    }
    if (const index i = m["open"]) {
        read_word(in, i, open_words, out.open);
        if (out.within)
            in.complain(i, "json.conflict", "lengths of open clocks are not measured",
                        R"("open" or "within")");
    }
    if (const index i = m["abandoned"]) {
        out.abandoned = abandoned_calls{};
        read_word(in, i, abandoned_words, *out.abandoned);
        if (!out.within)
            in.complain(i, "json.conflict", "there is no time that calls are answered within",
                        R"("within")");
    }
    return out;
}

// Nothing after a complaint.
std::optional<goal_level> level_at(reader& in, index at) {
    constexpr std::int64_t most = std::int64_t{1} << 61U;
    if (in.values[at].kind == kind::integer || in.values[at].kind == kind::number) {
        const auto number = in.whole(at, -most, most);
        if (!number)
            return {};
        return goal_level{goal_unit::number, *number};
    }
    if (!in.is(at, kind::text, R"(a level such as "85 %", "30 min" or 90)"))
        return {};
    form<goal_level> made = read_goal_level(in.values.text(at));
    if (auto* fault = std::get_if<text_fault>(&made)) {
        in.complain(at, "json.level", std::move(*fault));
        return {};
    }
    return std::get<goal_level>(made);
}

goal_definition read_goal(reader& in, index at) {
    goal_definition out;
    members m{in, at, {"name", "from", "to", "begin", "end", "direction"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    std::optional<goal_level> from;
    std::optional<goal_level> to;
    if (const index i = m["from"])
        from = level_at(in, i);
    if (const index i = m.required("to"))
        to = level_at(in, i);
    if (from && to && from->unit != to->unit)
        in.complain(m["from"], "json.conflict", "this is told in another unit than \"to\"",
                    "both a share, both a time or both a number");
    if (to) {
        out.unit = to->unit;
        out.path.to = to->value;
        out.path.from = from.value_or(*to).value;
    }
    const auto date = [&](std::string_view key) {
        const index i = m.required(key);
        return i == 0 ? year_month_day{} : read_text(in, i, "json.date", read_date, date_expected);
    };
    const year_month_day begin = date("begin");
    const year_month_day end = date("end");
    if (begin.ok() && end.ok()) {
        out.path.begin = sys_days{begin};
        out.path.end = sys_days{end};
    }
    if (const index i = m["direction"])
        read_word(in, i, direction_words, out.path.direction);
    return out;
}

} // namespace

json_document read_document(reader& in) {
    json_document out;
    in.check_keys();
    members m{in,
              0,
              {"sla", "$schema", "calendars", "combined", "metrics", "vocabularies", "policies",
               "choose", "versions", "reports", "objectives", "goals", "scorecards", "credits"}};
    if (!m.read())
        return out;
    out.book = read_book(in, m);
    if (const index i = m["reports"])
        out.reports = read_list(in, i, read_report, "a list of reports");
    if (const index i = m["objectives"])
        out.objectives = read_list(in, i, read_objective, "a list of objectives");
    if (const index i = m["goals"])
        out.goals = read_list(in, i, read_goal, "a list of goals");
    if (const index i = m["scorecards"])
        out.scorecards = read_list(in, i, read_scorecard, "a list of scorecards");
    if (const index i = m["credits"])
        out.credits = read_credits(in, i);
    return out;
}

} // namespace sla::inline v1::detail::json
