// SPDX-License-Identifier: MIT
//
// The snippets of docs/credits.md.
#include <sla/credit.hpp>
#include <sla/describe.hpp>

#include <array>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using namespace sla::literals;

void print(const std::vector<sla::credit_statement>& statements) {
    constexpr std::array reasons{"rounded",       "not the largest", "ticket cap",
                                 "agreement cap", "period cap",      "customer cap"};
    for (const sla::credit_statement& s : statements) {
        std::cout << s.customer << ", " << s.period << ": " << to_string(s.total, 2) << ' '
                  << s.currency << '\n';
        for (const sla::credit_line& line : s.lines) {
            std::cout << "  " << line.name << ", " << line.ticket;
            if (line.share)
                std::cout << line.share->part << " of " << line.share->whole;
            std::cout << ": " << to_string(line.before, 2);
            for (const sla::credit_change& change : line.changes)
                std::cout << ", " << reasons.at(static_cast<std::size_t>(change.why)) << ' '
                          << to_string(change.by, 2);
            std::cout << '\n';
        }
    }
}

void first() {
    const sla::credit_definition contract{
        .agreements = {
            {.name = "Hotline",
             .currency = "EUR",
             .attainment = {{.name = "availability",
                             .bands = {{.below = 99.9_decimal, .due = {.hundredths = 10'00}},
                                       {.below = 99, .due = {.hundredths = 25'00}},
                                       {.below = 95, .due = {.hundredths = 100'00}}}}},
             .period_caps = {{.hundredths = 50'00}}}}};

    sla::credit_ledger ledger;
    ledger.add(sla::share_count{"Acme", "2026-10", "Hotline", "availability", 940, 60});
    const std::vector<sla::agreement_fee> fees{{"Acme", "2026-10", "Hotline", 2'000}};

    const sla::credit_scheme scheme = sla::compile(contract).value();
    print(scheme.statements(ledger, fees).value());
}

void late() {
    const sla::policy_book book =
        sla::compile({.policies = {{.name = "Support",
                                    .targets = {{.metric = "resolution",
                                                 .rows = sla::always(8h),
                                                 .credits = {{.due = {.hundredths = 10'00}},
                                                             {.late_by = 4h,
                                                              .due = {.hundredths = 20'00}}}}}}}},
                     {})
            .value();
    const sla::instant created = sla::first_instant + 24h;
    const sla::instant now = created + 72h;
    const sla::timeline ticket =
        sla::timeline::of(book.attributes({}),
                          {sla::event::created(created),
                           sla::event::of(created + 13h, sla::event_kind::resolved)})
            .value();

    sla::credit_ledger ledger;
    const sla::evaluation verdicts = sla::evaluate(book, ticket, now);
    sla::add_credits(ledger, {"Acme", "2026-10", "Support", "T-17"}, book, verdicts.verdicts());

    const sla::late_credit owed = ledger.late().front();
    std::cout << owed.ticket << ", " << owed.metric << ", band " << int{owed.band} << ": "
              << sla::describe(owed.due) << '\n';
}

void merged() {
    const sla::credit_definition contract{
        .agreements = {{.name = "Support",
                        .currency = "EUR",
                        .period_caps = {{sla::credit::unit_type::amount, 50'00, "EUR"}}}}};
    const sla::credit forty{sla::credit::unit_type::amount, 40'00, "EUR"};

    sla::credit_ledger north;
    north.add(sla::late_credit{"Acme", "2026-10", "Support", "N-1", "resolution", 0, 1, forty});
    sla::credit_ledger south;
    south.add(sla::late_credit{"Acme", "2026-10", "Support", "S-1", "resolution", 0, 1, forty});
    north.merge(south);
    print(sla::compile(contract).value().statements(north, {}).value());
}

void mistakes() {
    sla::credit_definition contract{.agreements = {{.name = "Hotline", .currency = "EUR"}}};
    contract.agreements[0].attainment = {
        {.name = "availability",
         .bands = {{.below = 95, .due = {.hundredths = 25'00}},
                   {.below = 99, .due = {sla::credit::unit_type::amount, 100'00, "USD"}}}}};
    const auto compiled = sla::compile(contract);
    for (const sla::issue& i : compiled.issues())
        std::cout << sla::describe(i) << '\n';
}

void decimals() {
    const sla::decimal fee = sla::parse_decimal("199.99").value();
    const sla::decimal exact = sla::percent_of(fee, 12.5_decimal).value();
    std::cout << to_string(exact) << '\n'
              << to_string(sla::rounded(exact, 2, sla::rounding::half_up)) << '\n'
              << to_string(sla::rounded(exact, 2, sla::rounding::down)) << '\n';
}

} // namespace

int main() {
    first();
    late();
    merged();
    mistakes();
    decimals();
}
