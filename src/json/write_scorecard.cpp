// SPDX-License-Identifier: MIT
//
// Scorecards and credits.

#include "document_forms.hpp"
#include "document_words.hpp"
#include "write_document.hpp"

namespace sla::inline v1::detail::json {

namespace {

void write_optional(writer& out, std::string_view key, const std::optional<decimal>& value) {
    if (!value)
        return;
    out.key(key);
    write_decimal(out, *value);
}

void write_digits(writer& out, int digits, int usual, int most) {
    if (digits == usual)
        return;
    out.key("digits");
    if (digits < 0 || digits > most)
        out.cannot_say("so many digits");
    out.number(digits);
}

void write_score_step(writer& out, std::string_view key, const score_step& step) {
    if (step == score_step{})
        return;
    out.key(key);
    out.open_object(one_line);
    out.key("each");
    if (step.unit == step_unit::percent_of_goal) {
        out.form(write_percent(step.size), "a percentage with too many digits");
    } else {
        if (step.unit != step_unit::of_the_value)
            out.cannot_say("a unit of no name");
        write_decimal(out, step.size);
    }
    out.key("points");
    write_decimal(out, step.points);
    out.close();
}

void write_score_goal(writer& out, const score_goal& goal) {
    const score_goal usual{};
    out.open_object();
    out.member("name", goal.name);
    write_word(out, "direction", direction_words, goal.direction, usual.direction);
    out.key("goal");
    write_decimal(out, goal.goal);
    out.key("weight");
    write_decimal(out, goal.weight);
    write_score_step(out, "worse", goal.worse);
    write_score_step(out, "better", goal.better);
    write_word(out, "steps", step_words, goal.steps, usual.steps);
    write_optional(out, "floor", goal.floor);
    write_optional(out, "cap", goal.cap);
    out.close();
}

// -- credits -------------------------------------------------------------------------------------

void write_credit_text(writer& out, const credit& due) {
    out.form(write_credit(due), "a credit that is negative, too large or has no currency");
}

void write_caps(writer& out, std::string_view key, const std::vector<credit>& caps) {
    if (caps.empty())
        return;
    out.key(key);
    out.open_list(one_line);
    for (const credit& cap : caps)
        write_credit_text(out, cap);
    out.close();
}

void write_share_band(writer& out, const share_band& band) {
    out.open_object(one_line);
    out.key("below");
    out.form(write_percent(band.below), "a percentage with too many digits");
    out.key("credit");
    write_credit_text(out, band.due);
    out.close();
}

void write_clause(writer& out, const attainment_clause& clause) {
    out.open_object();
    out.member("name", clause.name);
    out.key("bands");
    out.open_list();
    for (const share_band& band : clause.bands)
        write_share_band(out, band);
    out.close();
    out.close();
}

void write_agreement(writer& out, const credit_agreement& agreement) {
    out.open_object();
    out.member("name", agreement.name);
    out.member("currency", agreement.currency);
    write_list(out, "attainment", agreement.attainment, write_clause);
    write_word(out, "of_one_ticket", combination_words, agreement.of_one_ticket,
               credit_combination::sum);
    write_word(out, "of_one_period", combination_words, agreement.of_one_period,
               credit_combination::sum);
    write_caps(out, "ticket_caps", agreement.ticket_caps);
    write_caps(out, "period_caps", agreement.period_caps);
    out.close();
}

void write_money(writer& out, const money_rounding& money) {
    const money_rounding usual;
    if (money == usual)
        return;
    out.key("money");
    out.open_object(one_line);
    write_digits(out, money.digits, usual.digits, 6);
    write_word(out, "rounding", rounding_words, money.how, usual.how);
    write_word(out, "when", moment_words, money.when, usual.when);
    out.close();
}

} // namespace

void write_decimal(writer& out, decimal value) {
    out.number_text(to_string(value));
}

void write_decimal_member(writer& out, std::string_view key, decimal value, decimal usual) {
    if (value == usual)
        return;
    out.key(key);
    write_decimal(out, value);
}

void write_scorecard(writer& out, const named_scorecard& card) {
    const scorecard_definition& d = card.definition;
    const scorecard_definition usual;
    out.open_object();
    out.member("name", card.name);
    out.key("goals");
    out.open_list();
    for (const score_goal& goal : d.goals)
        write_score_goal(out, goal);
    out.close();
    write_decimal_member(out, "base", d.base, usual.base);
    write_word(out, "missing", missing_words, d.missing, usual.missing);
    write_optional(out, "floor", d.floor);
    write_optional(out, "cap", d.cap);
    write_digits(out, d.digits, usual.digits, 9);
    write_word(out, "rounding", rounding_words, d.how, usual.how);
    out.close();
}

void write_credits(writer& out, const credit_definition& credits) {
    const credit_definition usual;
    out.open_object();
    out.key("agreements");
    out.open_list();
    for (const credit_agreement& agreement : credits.agreements)
        write_agreement(out, agreement);
    out.close();
    write_word(out, "of_agreements", combination_words, credits.of_agreements, usual.of_agreements);
    write_caps(out, "period_caps", credits.period_caps);
    write_caps(out, "customer_caps", credits.customer_caps);
    write_money(out, credits.money);
    out.close();
}

} // namespace sla::inline v1::detail::json
