// SPDX-License-Identifier: MIT
//
// Room: credit. What lateness costs: who is owed how much, for what, line by line.
//
// A contract owes credits for two reasons. One ticket was late: its target's bands say how much,
// and the verdict which band (`verdict::credit_band`). Or too few tickets of a period were in time:
// the bands of an `attainment_clause` say how much, "below 99.9 % ten percent of the fee, below
// 99 % twenty-five". Both are gathered in a `credit_ledger`, as they happened, without a cap or a
// rule applied. Ledgers of shards merge into exactly the ledger of the whole; only a compiled
// `credit_scheme` turns one into statements, so that a cap sees everything that it caps.
//
//     verdicts ──► add_credits ─┐
//     counts of a period ───────┴─► ledger ─► merge ─► scheme.statements ─► a statement for each
//                                             fees ───────┘             customer, period, currency
//
//     sla::credit_definition contract{
//         .agreements = {{.name = "Hotline",
//                         .currency = "EUR",
//                         .attainment = {{.name = "availability",
//                                         .bands = {{.below = 99.9_decimal,
//                                                    .due = {.hundredths = 10'00}},
//                                                   {.below = 99, .due = {.hundredths = 25'00}}}}},
//                         .period_caps = {{.hundredths = 20'00}}}}};
//     sla::credit_ledger ledger;
//     ledger.add(sla::share_count{"Acme", "2026-10", "Hotline", "availability", 950, 50});
//     const std::vector<sla::agreement_fee> fees{{"Acme", "2026-10", "Hotline", 2000}};
//     sla::compile(contract).value().statements(ledger, fees).value();
//     // Acme, 2026-10, EUR: 95 % is below 99 %, 25 % of 2000 is 500, capped to 400.
//
// The hard case is the cent. A line is a share of a fee, and a third of a cent cannot be paid: when
// is it rounded? The scheme names the digits, the way and the moment. Whatever is taken away or
// added, by a cap, a rule or rounding, stands in the line as a `credit_change`, so that the lines
// of a statement add up to its total, to the last digit.
#pragma once

#include <sla/decimal.hpp>
#include <sla/detail/export.hpp>
#include <sla/evaluate.hpp>
#include <sla/result.hpp>
#include <sla/share.hpp>
#include <sla/target.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {
class credit_reader;
} // namespace detail

// -- the scheme, as plain data -------------------------------------------------------------------

/// What is owed when the share of a period, in percent, is below a limit.
struct share_band {
    decimal below{}; ///< Above 0, at most 100; a share equal to it is not below.
    credit due{};    ///< Of the agreement's currency, where it is an amount.

    friend bool operator==(const share_band&, const share_band&) = default;
};

/// Credits by the share of a period that was in time. The last band whose limit the share is below
/// holds.
struct attainment_clause {
    std::string name;                ///< Unique in its agreement: "first response".
    std::vector<share_band> bands{}; ///< By decreasing limit; at least one.

    friend bool operator==(const attainment_clause&, const attainment_clause&) = default;
};

/// What becomes of several credits for the same thing.
enum class credit_combination : std::uint8_t {
    sum,          ///< All are owed.
    largest_only, ///< Only the largest, of equal ones the first.
};

/// When amounts are rounded.
enum class rounding_moment : std::uint8_t {
    each_line, ///< Each line, before any rule or cap; then they are added.
    /// Lines stay exact, and the total of the statement is rounded once. Its own caps hold after
    /// that too; a line may then stand above those of its ticket and agreement, by less than the
    /// last digit of money.
    total,
};

/// How amounts become money.
struct money_rounding {
    int digits = 2; ///< After the point: 2 for cents, 0 for yen; 0 to 6.
    rounding how = rounding::half_up;
    rounding_moment when = rounding_moment::each_line;

    friend bool operator==(const money_rounding&, const money_rounding&) = default;
};

/// One agreement with customers: what it owes, in one currency, and at most how much.
///
/// A cap is a percentage of the agreement's fee in the period, or an amount; of several the
/// smallest holds, and with none there is no end. Caps are rounded down to the digits of money.
struct credit_agreement {
    std::string name;     ///< Unique.
    std::string currency; ///< The host's own word, "EUR": of fees, credits and caps.
    std::vector<attainment_clause> attainment{}; ///< Beside the bands of targets; may be empty.
    /// Of one ticket: several metrics, several cycles.
    credit_combination of_one_ticket = credit_combination::sum;
    /// Of one period: all late tickets together, and each attainment clause.
    credit_combination of_one_period = credit_combination::sum;
    std::vector<credit> ticket_caps{}; ///< For each ticket.
    std::vector<credit> period_caps{}; ///< For each customer and period.

    friend bool operator==(const credit_agreement&, const credit_agreement&) = default;
};

/// Everything that is agreed on credits.
///
/// Caps that go over several agreements hold in each currency by itself: an amount in its own, a
/// percentage in every one, of all fees there. Amounts of different currencies never meet.
struct credit_definition {
    std::vector<credit_agreement> agreements{}; ///< At least one.
    /// Of several agreements that owe one customer something in one period and currency.
    credit_combination of_agreements = credit_combination::sum;
    std::vector<credit> period_caps{}; ///< For a customer and period, over all agreements.
    /// For a customer over all periods that the ledger holds (a contract's year, say): periods are
    /// paid in the order of their names until nothing is left. A percentage is of all fees.
    std::vector<credit> customer_caps{};
    money_rounding money{};

    friend bool operator==(const credit_definition&, const credit_definition&) = default;
};

// -- what happened -------------------------------------------------------------------------------

/// A credit that one ticket's lateness owes, by one clock and cycle.
///
/// Customers, periods, tickets and metrics are the host's own names; which period a ticket belongs
/// to (when it was created, breached, solved) is the contract's business. Names of periods that
/// sort as text in the order of time, "2026-10", keep statements in order.
struct late_credit {
    std::string customer;
    std::string period;
    std::string agreement;
    std::string ticket;
    std::string metric;
    std::uint32_t cycle = 0; ///< As in `verdict::cycle`.
    std::uint8_t band = 0;   ///< As in `verdict::credit_band`: from 1.
    credit due{};

    friend bool operator==(const late_credit&, const late_credit&) = default;
};

/// How many tickets of a period were in time, and how many were not. Counts of one customer,
/// period, agreement and clause add up, wherever they were counted.
struct share_count {
    std::string customer;
    std::string period;
    std::string agreement;
    std::string clause; ///< The name of an `attainment_clause` of the agreement.
    std::uint64_t met = 0;
    std::uint64_t missed = 0;

    friend bool operator==(const share_count&, const share_count&) = default;
};

/// What a customer pays for an agreement in a period: what percentages are of. Zero is a fee.
struct agreement_fee {
    std::string customer;
    std::string period;
    std::string agreement;
    decimal amount{};

    friend bool operator==(const agreement_fee&, const agreement_fee&) = default;
};

/// The credit that a verdict says is due: of the band `credit_band` of its target. Null where none
/// is. Valid as long as any copy of the book.
/// Precondition: the verdict was made with this book.
[[nodiscard]] SLA_API const credit* credit_due(const policy_book& book, const verdict& v) noexcept;

/// Credits and counts as they happened, from which statements are made. Two ledgers merge into one
/// that equals the ledger of everything, whatever was where and in which order; a rule or a cap is
/// applied to none of them. Memory grows with credits that are due and with (customer, period,
/// agreement, clause), not with tickets.
class credit_ledger {
public:
    /// O(log n). Whether its names exist is asked when statements are made.
    SLA_API void add(late_credit one);
    /// Counts that add up to 2^64 - 1 or more stay there, and make no statement.
    SLA_API void add(const share_count& some);
    /// Adds all of another ledger. O(m log n).
    SLA_API void merge(const credit_ledger& other);

    /// By customer, period, agreement, ticket, metric, cycle.
    [[nodiscard]] SLA_API std::vector<late_credit> late() const;
    /// By customer, period, agreement, clause.
    [[nodiscard]] SLA_API std::vector<share_count> shares() const;

    friend bool operator==(const credit_ledger& a, const credit_ledger& b) {
        return a.late_ == b.late_ && a.shares_ == b.shares_;
    }

private:
    friend class detail::credit_reader;

    struct share_key {
        std::string customer, period, agreement, clause;
        friend bool operator==(const share_key&, const share_key&) = default;
        friend bool operator<(const share_key& a, const share_key& b) noexcept {
            return std::tie(a.customer, a.period, a.agreement, a.clause) <
                   std::tie(b.customer, b.period, b.agreement, b.clause);
        }
    };
    struct share_value {
        std::uint64_t met = 0, missed = 0;
        friend bool operator==(const share_value&, const share_value&) = default;
    };
    struct late_order {
        SLA_API bool operator()(const late_credit& a, const late_credit& b) const noexcept;
    };

    std::multiset<late_credit, late_order> late_{};
    std::map<share_key, share_value> shares_{};
};

/// Whose credit it is.
struct credit_origin {
    std::string customer;
    std::string period;
    std::string agreement;
    std::string ticket;
};

/// Adds what verdicts of one ticket owe, one `late_credit` for each that owes something, under the
/// name of its metric. Of `all_cycles` every cycle owes its own; of an evaluation the last one.
/// Precondition: the verdicts were made with this book.
SLA_API void add_credits(credit_ledger& ledger, const credit_origin& origin,
                         const policy_book& book, std::span<const verdict> verdicts);

// -- statements ----------------------------------------------------------------------------------

/// Why a line does not owe what it would by itself.
enum class credit_change_reason : std::uint8_t {
    rounded,       ///< The line was rounded, or has a part of the rounding of the total.
    not_largest,   ///< Another one of the same ticket, period or customer is larger.
    ticket_cap,    ///< `credit_agreement::ticket_caps`.
    agreement_cap, ///< `credit_agreement::period_caps`.
    period_cap,    ///< `credit_definition::period_caps`.
    customer_cap,  ///< `credit_definition::customer_caps`.
};

/// What was added to a line, or taken away from it.
struct credit_change {
    credit_change_reason why{};
    decimal by{}; ///< Not zero; below zero where it was taken away.

    friend bool operator==(const credit_change&, const credit_change&) = default;
};

/// One line of a statement: a clock of a late ticket, or the share of a period.
struct credit_line {
    std::string agreement;
    std::string ticket;                ///< Empty: the line is of a share.
    std::string name;                  ///< The metric of the ticket, or the attainment clause.
    std::uint32_t cycle = 0;           ///< Of the metric.
    std::optional<sla::share> share{}; ///< Of a clause: met of all; nothing without tickets.
    std::uint32_t band = 0;            ///< From 1; 0: no band is reached, or there were no tickets.
    credit due{};                      ///< What the band says; nothing without a band.
    std::optional<decimal> fee{};      ///< The agreement's in this period, where there is one.
    decimal before{};                  ///< What the band comes to, exactly.
    std::vector<credit_change> changes{}; ///< In the order in which they were made.
    decimal after{};                      ///< `before` and all changes; never below zero.

    friend bool operator==(const credit_line&, const credit_line&) = default;
};

/// What one customer is owed for one period, in one currency. `before` and `total` are exactly the
/// sums of the lines'.
struct credit_statement {
    std::string customer;
    std::string period;
    std::string currency;
    std::vector<credit_line> lines{}; ///< By agreement as defined; tickets first, then clauses.
    decimal before{};
    decimal total{};

    friend bool operator==(const credit_statement&, const credit_statement&) = default;
};

/// A compiled definition. Immutable; copies cost a pointer, and threads share it without locks.
class credit_scheme {
public:
    // A moved-from scheme stays the scheme it was.
    credit_scheme(const credit_scheme&) noexcept = default;
    credit_scheme& operator=(const credit_scheme&) noexcept = default;
    ~credit_scheme() = default;

    [[nodiscard]] const credit_definition& definition() const noexcept { return *definition_; }

    /// A statement for each customer, period and currency of which the ledger or the fees know, in
    /// this order; empty of an empty ledger without fees. Where nothing is owed the total is zero.
    ///
    /// In this order: a line's amount (an amount as it is, a percentage of the fee exactly);
    /// rounding of `each_line`; the rule of one ticket and its cap; the rule of one period and the
    /// cap of the agreement; the rule of agreements and the cap of the period; the cap of the
    /// customer; rounding of the `total`. A cap takes from the last lines first. Rounding the total
    /// up adds to the last line that owes something; down it takes from the last lines. A period
    /// without tickets owes nothing, a percentage of a fee of zero neither.
    ///
    /// Errors, at "late[3]" and "shares[0]" of the ledger's lists and "fees[2]":
    /// `credit.name_missing`, `credit.unknown_agreement`, `credit.unknown_clause`,
    /// `credit.currency_differs`, `credit.negative`, `credit.unknown_enumerator`,
    /// `credit.ticket_twice` (the same clock and cycle of a ticket), `credit.fee_twice`,
    /// `credit.fee_missing` (where a percentage is owed or caps), `credit.overflow` (an amount, a
    /// sum or a count that does not fit). O(n log n).
    [[nodiscard]] SLA_API result<std::vector<credit_statement>>
    statements(const credit_ledger& ledger, std::span<const agreement_fee> fees) const;

private:
    friend result<credit_scheme> compile(const credit_definition& definition);
    explicit credit_scheme(std::shared_ptr<const credit_definition> definition) noexcept
        : definition_{std::move(definition)} {}

    std::shared_ptr<const credit_definition> definition_;
};

/// Checks all of a definition. Places are paths such as "agreements[0].attainment[1].bands[2].due".
///
/// Errors: `credit.agreements_missing`, `credit.name_missing`, `credit.name_twice`,
/// `credit.bands_missing`, `credit.band_out_of_range`, `credit.bands_out_of_order`,
/// `credit.negative`, `credit.currency_missing`, `credit.currency_superfluous`,
/// `credit.currency_differs`, `credit.digits_out_of_range`, `credit.unknown_enumerator`. Warnings:
/// `credit.band_owes_less` (a worse share owes less), `credit.currency_uncapped` (a cap over all
/// agreements names amounts of some currencies only).
[[nodiscard]] SLA_API result<credit_scheme> compile(const credit_definition& definition);

/// What is owed in one currency.
struct currency_total {
    std::string currency;
    decimal amount{};

    friend bool operator==(const currency_total&, const currency_total&) = default;
};

/// The totals of statements by currency, ordered by it; those of one customer, of one period or of
/// all, as the host passes them. Error: `credit.overflow`.
[[nodiscard]] SLA_API result<std::vector<currency_total>>
totals(std::span<const credit_statement> statements);

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_CREDIT)
#include <sla/detail/credit_check.hpp>
#include <sla/detail/credit_ledger.hpp>
#include <sla/detail/credit_statements.hpp>
#endif
