// SPDX-License-Identifier: MIT
//
// Scorecards and credits.

#include "document_forms.hpp"
#include "document_words.hpp"
#include "read_document.hpp"

#include <optional>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

std::optional<decimal> decimal_in(reader& in, const members& m, std::string_view key) {
    if (const index i = m[key])
        return decimal_at(in, i);
    return {};
}

score_step read_score_step(reader& in, index at) {
    score_step out;
    members m{in, at, {"each", "points"}};
    if (const index i = m.required("each")) {
        if (in.values[i].kind == kind::text) {
            out.unit = step_unit::percent_of_goal;
            out.size = read_text(in, i, "json.share", read_percent, "");
        } else {
            out.size = decimal_at(in, i);
        }
    }
    if (const index i = m.required("points"))
        out.points = decimal_at(in, i);
    return out;
}

score_goal read_score_goal(reader& in, index at) {
    score_goal out;
    members m{in,
              at,
              {"name", "direction", "goal", "weight", "worse", "better", "steps", "floor", "cap"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m["direction"])
        read_word(in, i, direction_words, out.direction);
    if (const index i = m.required("goal"))
        out.goal = decimal_at(in, i);
    if (const index i = m.required("weight"))
        out.weight = decimal_at(in, i);
    if (const index i = m["worse"])
        out.worse = read_score_step(in, i);
    if (const index i = m["better"])
        out.better = read_score_step(in, i);
    if (const index i = m["steps"])
        read_word(in, i, step_words, out.steps);
    out.floor = decimal_in(in, m, "floor");
    out.cap = decimal_in(in, m, "cap");
    return out;
}

// -- credits -------------------------------------------------------------------------------------

credit credit_at(reader& in, index at) {
    return read_text(in, at, "json.credit", read_credit, R"(a credit such as "10 %" or "50 EUR")");
}

std::vector<credit> caps_in(reader& in, const members& m, std::string_view key) {
    if (const index i = m[key])
        return read_list(in, i, credit_at, R"(a list of credits such as ["20 %"])");
    return {};
}

share_band read_share_band(reader& in, index at) {
    share_band out;
    members m{in, at, {"below", "credit"}};
    if (const index i = m.required("below"))
        out.below = read_text(in, i, "json.share", read_percent, R"(a share such as "99.9 %")");
    if (const index i = m.required("credit"))
        out.due = credit_at(in, i);
    return out;
}

attainment_clause read_clause(reader& in, index at) {
    attainment_clause out;
    members m{in, at, {"name", "bands"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m.required("bands"))
        out.bands = read_list(in, i, read_share_band, "a list of bands");
    return out;
}

credit_agreement read_agreement(reader& in, index at) {
    credit_agreement out;
    members m{in,
              at,
              {"name", "currency", "attainment", "of_one_ticket", "of_one_period", "ticket_caps",
               "period_caps"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m.required("currency"))
        out.currency = in.name(i, "a currency");
    if (const index i = m["attainment"])
        out.attainment = read_list(in, i, read_clause, "a list of clauses");
    if (const index i = m["of_one_ticket"])
        read_word(in, i, combination_words, out.of_one_ticket);
    if (const index i = m["of_one_period"])
        read_word(in, i, combination_words, out.of_one_period);
    out.ticket_caps = caps_in(in, m, "ticket_caps");
    out.period_caps = caps_in(in, m, "period_caps");
    return out;
}

money_rounding read_money(reader& in, index at) {
    money_rounding out;
    members m{in, at, {"digits", "rounding", "when"}};
    if (const index i = m["digits"])
        out.digits = static_cast<int>(in.whole(i, 0, 6).value_or(out.digits));
    if (const index i = m["rounding"])
        read_word(in, i, rounding_words, out.how);
    if (const index i = m["when"])
        read_word(in, i, moment_words, out.when);
    return out;
}

} // namespace

decimal decimal_at(reader& in, index at) {
    if (in.values[at].kind != kind::number && !in.is(at, kind::integer, "a number"))
        return {};
    const result<decimal> made = parse_decimal(in.values.text(at));
    if (made)
        return *made;
    in.complain(at, "json.number", "this number is not possible here",
                "a decimal number such as 12.5, of 18 digits at most", in.saw(at));
    return {};
}

named_scorecard read_scorecard(reader& in, index at) {
    named_scorecard out;
    members m{in, at, {"name", "goals", "base", "missing", "floor", "cap", "digits", "rounding"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    scorecard_definition& card = out.definition;
    if (const index i = m.required("goals"))
        card.goals = read_list(in, i, read_score_goal, "a list of goals");
    card.base = decimal_in(in, m, "base").value_or(decimal{});
    if (const index i = m["missing"])
        read_word(in, i, missing_words, card.missing);
    card.floor = decimal_in(in, m, "floor");
    card.cap = decimal_in(in, m, "cap");
    if (const index i = m["digits"])
        card.digits = static_cast<int>(in.whole(i, 0, 9).value_or(card.digits));
    if (const index i = m["rounding"])
        read_word(in, i, rounding_words, card.how);
    return out;
}

credit_definition read_credits(reader& in, index at) {
    credit_definition out;
    members m{in, at, {"agreements", "of_agreements", "period_caps", "customer_caps", "money"}};
    if (const index i = m.required("agreements"))
        out.agreements = read_list(in, i, read_agreement, "a list of agreements");
    if (const index i = m["of_agreements"])
        read_word(in, i, combination_words, out.of_agreements);
    out.period_caps = caps_in(in, m, "period_caps");
    out.customer_caps = caps_in(in, m, "customer_caps");
    if (const index i = m["money"])
        out.money = read_money(in, i);
    return out;
}

} // namespace sla::inline v1::detail::json
