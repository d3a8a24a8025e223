// SPDX-License-Identifier: MIT
//
// A provider's month: three customers, two agreements, two sites that each keep their own ledger;
// and at the end of the month a statement for each customer, line by line.

#include <sla/credit.hpp>
#include <sla/evaluate.hpp>

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace std::chrono;
using namespace sla::literals;
using sla::credit;

/// "Solved within 8 working hours. If we are late you get 5 % of the month's fee back, from 8
/// working hours on 10 %."
sla::book_definition promises() {
    return {.calendars = {{.name = "Support",
                           .zone = "Berlin",
                           .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})}},
            .policies = {{.name = "Support",
                          .calendar = "Support",
                          .targets = {{.metric = "resolution",
                                       .rows = sla::always(sla::working{8h}),
                                       .credits = {{.due = {.hundredths = 5'00}},
                                                   {.late_by = sla::working{8h},
                                                    .due = {.hundredths = 10'00}}}}}}}};
}

/// "Of late tickets no more than 12 % of the fee in a month. If the hotline answers less than 99 %
/// of the calls in time you get 100 EUR, below 95 % a quarter of its fee. All together no more than
/// 400 EUR a month."
sla::credit_definition contract() {
    return {.agreements =
                {{.name = "Support", .currency = "EUR", .period_caps = {{.hundredths = 12'00}}},
                 {.name = "Hotline",
                  .currency = "EUR",
                  .attainment = {{.name = "answered in 20 s",
                                  .bands = {{.below = 99,
                                             .due = {credit::unit_type::amount, 100'00, "EUR"}},
                                            {.below = 95, .due = {.hundredths = 25'00}}}}}}},
            .period_caps = {{credit::unit_type::amount, 400'00, "EUR"}}};
}

std::string_view reason(sla::credit_change_reason why) {
    switch (why) {
    case sla::credit_change_reason::rounded:
        return "rounded";
    case sla::credit_change_reason::not_largest:
        return "another is larger";
    case sla::credit_change_reason::ticket_cap:
        return "cap of the ticket";
    case sla::credit_change_reason::agreement_cap:
        return "cap of the agreement";
    case sla::credit_change_reason::period_cap:
        return "cap of the month";
    case sla::credit_change_reason::customer_cap:
        return "cap of the customer";
    }
    return "";
}

std::string band(const credit& due) {
    const std::string size = to_string(sla::decimal::scaled(due.hundredths, 2));
    return due.unit == credit::unit_type::amount ? size + " " + due.currency
                                                 : size + " % of the fee";
}

void print(const sla::credit_statement& statement) {
    fmt::print("{}, {}: {} {}\n", statement.customer, statement.period,
               to_string(statement.total, 2), statement.currency);
    for (const sla::credit_line& line : statement.lines) {
        std::string what = line.name;
        if (!line.ticket.empty())
            what = line.ticket + " late, " + line.name;
        else if (line.share)
            what += fmt::format(": {} of {}, {} %", line.share->part, line.share->whole,
                                to_string(*in_percent(*line.share, 2, sla::rounding::down), 2));
        fmt::print("  {:8} {:42} {:>8}  {}\n", line.agreement, what, to_string(line.after, 2),
                   line.band == 0 ? "nothing" : band(line.due));
        for (const sla::credit_change& change : line.changes)
            fmt::print("  {:8} {:>42} {:>8}\n", "", reason(change.why), to_string(change.by, 2));
    }
}

} // namespace

int main() {
    const sla::zone berlin = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    const sla::policy_book book =
        sla::compile(promises(), sla::zone_set{{berlin}}.source()).value();
    const auto at = [&](unsigned date, milliseconds time) {
        return berlin.to_instant(local_days{2026y / October / day{date}} + time);
    };

    // Each site judges its own tickets and counts its own calls.
    sla::credit_ledger north;
    sla::credit_ledger south;
    const auto solved = [&](sla::credit_ledger& site, const char* customer, const char* ticket,
                            sla::instant created, sla::instant end) {
        const sla::timeline story =
            sla::timeline::of(book.attributes({}), {sla::event::created(created),
                                                    sla::event::of(end, sla::event_kind::resolved)})
                .value();
        const sla::evaluation verdicts = sla::evaluate(book, story, at(31, 24h));
        sla::add_credits(site, {customer, "2026-10", "Support", ticket}, book, verdicts.verdicts());
    };
    solved(north, "Adler", "A-17", at(5, 10h), at(6, 9h));   // 7 h of work: in time
    solved(north, "Adler", "A-18", at(5, 10h), at(6, 11h));  // 1 h late
    solved(south, "Adler", "A-40", at(12, 9h), at(14, 9h));  // 8 h late: the second band
    solved(south, "Bruder", "B-3", at(19, 9h), at(19, 17h)); // exactly 8 h: in time
    solved(north, "Ceres", "C-9", at(1, 9h), at(2, 10h));    // 1 h late

    const auto answered = [](sla::credit_ledger& site, const char* customer, std::uint64_t met,
                             std::uint64_t missed) {
        site.add(sla::share_count{customer, "2026-10", "Hotline", "answered in 20 s", met, missed});
    };
    answered(north, "Adler", 1'912, 8);
    answered(south, "Adler", 1'058, 22); // both together: 99 % exactly
    answered(north, "Bruder", 640, 10);
    answered(south, "Ceres", 188, 12);

    // At the end of the month: one ledger, and what everybody paid.
    sla::credit_ledger month = south;
    month.merge(north);
    const std::vector<sla::agreement_fee> fees{
        {"Adler", "2026-10", "Support", 1'199.99_decimal},
        {"Adler", "2026-10", "Hotline", 2'400},
        {"Bruder", "2026-10", "Support", 850},
        {"Bruder", "2026-10", "Hotline", 600},
        {"Ceres", "2026-10", "Support", 333.33_decimal},
        {"Ceres", "2026-10", "Hotline", 1'600},
    };
    const std::vector<sla::credit_statement> statements =
        sla::compile(contract()).value().statements(month, fees).value();
    for (const sla::credit_statement& statement : statements)
        print(statement);
    for (const sla::currency_total& total : sla::totals(statements).value())
        fmt::print("All customers: {} {}\n", to_string(total.amount, 2), total.currency);
}
