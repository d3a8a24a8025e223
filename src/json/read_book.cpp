// SPDX-License-Identifier: MIT
#include "read.hpp"
#include "words.hpp"

#include <utility>

namespace sla::inline v1::detail::json {

namespace {

calendar_combination read_combination(reader& in, index at) {
    calendar_combination out;
    members m{in, at, {"name", "left", "operation", "right"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m.required("left"))
        out.left = in.name(i, "the name of a calendar");
    if (const index i = m.required("operation"))
        read_word(in, i, operation_words, out.operation);
    if (const index i = m.required("right"))
        out.right = in.name(i, "the name of a calendar");
    return out;
}

} // namespace

policy_definition read_policy(reader& in, index at) {
    policy_definition out;
    members m{in,
              at,
              {"name", "when", "effective_from", "effective_until", "role", "calendar", "targets"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m["when"])
        out.when = read_condition(in, i);
    constexpr std::string_view instant_expected =
        R"(an instant such as "2026-04-01T00:00:00+02:00")";
    if (const index i = m["effective_from"])
        out.effective_from =
            read_text(in, i, "json.instant", read_instant, instant_expected, first_instant);
    if (const index i = m["effective_until"])
        out.effective_until =
            read_text(in, i, "json.instant", read_instant, instant_expected, end_of_range);
    if (const index i = m["role"])
        read_word(in, i, role_words, out.role);
    if (const index i = m["calendar"])
        out.calendar = in.name(i, "the name of a calendar");
    if (const index targets = m.required("targets");
        targets != 0 &&
        in.is(targets, kind::object, R"(targets by metric, for example { "resolution": "24 h" })"))
        for (index i = tape::first(targets); i != in.values.end(targets); i = in.values.next(i))
            out.targets.push_back(read_target(in, i));
    return out;
}

book_definition read_book(reader& in, members& m) {
    book_definition out;
    if (const index i = m.required("sla")) {
        const value& version = in.values[i];
        if (version.kind != kind::integer || version.integer != json_format)
            in.complain(i, "json.version", "this version of the form is not known",
                        std::to_string(json_format), in.saw(i));
    }
    if (const index i = m["$schema"])
        (void)in.is(i, kind::text, "the address of a schema");
    if (const index i = m["calendars"])
        out.calendars = read_list(in, i, read_calendar, "a list of calendars");
    if (const index i = m["combined"])
        out.combined = read_list(in, i, read_combination, "a list of combined calendars");
    if (const index i = m["metrics"])
        out.metrics = read_list(in, i, read_metric, "a list of metrics");
    if (const index i = m["vocabularies"])
        out.vocabularies = read_by_attribute<vocabulary>(in, i);
    if (const index i = m["policies"])
        out.policies = read_list(in, i, read_policy, "a list of policies");
    if (const index i = m["choose"])
        read_word(in, i, choice_words, out.choose);
    if (const index i = m["versions"])
        read_word(in, i, version_words, out.versions);
    return out;
}

} // namespace sla::inline v1::detail::json
