// SPDX-License-Identifier: MIT
//
// Two agreements that the tests of credits share, and statements as text.
#pragma once

#include <sla/credit.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace credit_desk {

using namespace sla::literals;

inline sla::credit percent(std::int64_t whole) {
    return {.hundredths = whole * 100};
}
inline sla::credit euros(std::int64_t whole) {
    return {sla::credit::unit_type::amount, whole * 100, "EUR"};
}

/// Owes for late tickets what their targets say, without any end.
inline sla::credit_agreement support() {
    return {.name = "Support", .currency = "EUR"};
}
/// Below 99.9 % ten percent of the fee, below 99 % twenty-five, below 95 % all of it.
inline sla::credit_agreement hotline() {
    return {.name = "Hotline",
            .currency = "EUR",
            .attainment = {{.name = "answered",
                            .bands = {{.below = 99.9_decimal, .due = percent(10)},
                                      {.below = 99, .due = percent(25)},
                                      {.below = 95, .due = percent(100)}}}}};
}

inline sla::agreement_fee support_fee(sla::decimal amount) {
    return {"Acme", "2026-10", "Support", amount};
}
inline sla::agreement_fee hotline_fee(sla::decimal amount) {
    return {"Acme", "2026-10", "Hotline", amount};
}

inline sla::late_credit late(std::string ticket, sla::credit due, std::string metric = "resolution",
                             std::uint32_t cycle = 0) {
    return {.customer = "Acme",
            .period = "2026-10",
            .agreement = "Support",
            .ticket = std::move(ticket),
            .metric = std::move(metric),
            .cycle = cycle,
            .band = 1,
            .due = std::move(due)};
}
inline sla::late_credit of(const sla::credit_agreement& agreement, sla::late_credit one) {
    one.agreement = agreement.name;
    return one;
}

inline std::vector<sla::credit_statement> made(const sla::credit_definition& definition,
                                               const sla::credit_ledger& ledger,
                                               const std::vector<sla::agreement_fee>& fees) {
    return sla::compile(definition).value().statements(ledger, fees).value();
}

/// A line for each statement, and below it one for each of its lines: what it is, what it comes to,
/// and where that changed, how and to what.
inline std::string text(const std::vector<sla::credit_statement>& statements) {
    constexpr std::array reasons{"rounded",       "not the largest", "ticket cap",
                                 "agreement cap", "period cap",      "customer cap"};
    std::string out;
    for (const sla::credit_statement& s : statements) {
        out += s.customer + ", " + s.period + ", " + s.currency + ": before " +
               to_string(s.before, 2) + ", total " + to_string(s.total, 2) + "\n";
        for (const sla::credit_line& line : s.lines) {
            out += "  " + line.agreement + " " + (line.ticket.empty() ? "" : line.ticket + " ") +
                   line.name;
            if (line.cycle > 0)
                out += ", cycle " + std::to_string(line.cycle);
            if (line.share)
                out += " " + std::to_string(line.share->part) + " of " +
                       std::to_string(line.share->whole);
            out += ": " + to_string(line.before, 2);
            for (const sla::credit_change& change : line.changes)
                out += std::string{", "} + reasons.at(static_cast<std::size_t>(change.why)) + " " +
                       to_string(change.by, 2);
            if (!line.changes.empty())
                out += " = " + to_string(line.after, 2);
            out += "\n";
        }
    }
    return out;
}

/// "code at place", one for each issue, in their order.
inline std::vector<std::string> summary(const sla::issue_list& issues) {
    std::vector<std::string> out;
    for (const sla::issue& i : issues)
        out.push_back(i.code + " at " + i.place);
    return out;
}

} // namespace credit_desk
