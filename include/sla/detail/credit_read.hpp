// SPDX-License-Identifier: MIT
//
// Inside the credit room: a ledger and fees, checked and put in the order of statements.
#pragma once

#include <sla/credit.hpp>
#include <sla/detail/credit_check.hpp>
#include <sla/detail/credit_ledger.hpp>
#include <sla/detail/credit_lines.hpp>
#include <sla/detail/policy_issues.hpp>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// Which statement an entry belongs to.
struct draft_key {
    std::string_view customer, period, currency;
    friend bool operator<(const draft_key& a, const draft_key& b) noexcept {
        return std::tie(a.customer, a.period, a.currency) <
               std::tie(b.customer, b.period, b.currency);
    }
};

struct fee_key {
    std::string_view customer, period;
    std::size_t agreement = 0;
    friend bool operator<(const fee_key& a, const fee_key& b) noexcept {
        return std::tie(a.customer, a.period, a.agreement) <
               std::tie(b.customer, b.period, b.agreement);
    }
};

class credit_reader {
public:
    credit_reader(const credit_definition& definition, const credit_ledger& ledger,
                  std::span<const agreement_fee> fees)
        : definition_{definition}, ledger_{ledger}, fees_{fees} {}

    void run() {
        for (std::size_t i = 0; i < definition_.agreements.size(); ++i)
            agreements_.emplace(definition_.agreements[i].name, i);
        read_fees();
        read_late();
        read_shares();
        // Lines stay in the order of the definition, so that equal ledgers make equal statements.
        for (auto& [key, entries] : drafts_)
            std::stable_sort(entries.begin(), entries.end(),
                             [](const credit_entry& a, const credit_entry& b) noexcept {
                                 return order_of(a) < order_of(b);
                             });
    }

    [[nodiscard]] complaints& say() noexcept { return say_; }
    [[nodiscard]] std::map<draft_key, std::vector<credit_entry>>& drafts() noexcept {
        return drafts_;
    }
    // Fees and which of the list they are.
    [[nodiscard]] const std::map<fee_key, std::size_t>& fees() const noexcept {
        return known_fees_;
    }

private:
    // Clauses behind the tickets, which are in the order of the ledger.
    [[nodiscard]] static std::pair<std::size_t, std::size_t>
    order_of(const credit_entry& e) noexcept {
        return {e.agreement, e.clause};
    }

    void check_name(std::string_view name, const place& where, std::string_view member) {
        if (name.empty())
            say_.add("credit.name_missing", where.member(member),
                     "the " + std::string{member} + " has no name", "a name", "nothing");
    }

    // The index of the agreement; nothing, after saying so, where there is none.
    template <class Row>
    [[nodiscard]] std::optional<std::size_t> origin(const Row& row, const place& here) {
        check_name(row.customer, here, "customer");
        check_name(row.period, here, "period");
        const auto at = agreements_.find(row.agreement);
        if (at == agreements_.end()) {
            std::vector<std::string> names;
            names.reserve(definition_.agreements.size());
            for (const credit_agreement& agreement : definition_.agreements)
                names.push_back(agreement.name);
            say_.add("credit.unknown_agreement", here.member("agreement"),
                     "the scheme has no such agreement", "the name of an agreement",
                     quoted(row.agreement, 64), did_you_mean(row.agreement, names));
            return std::nullopt;
        }
        return at->second;
    }

    [[nodiscard]] std::vector<credit_entry>& draft(std::string_view customer,
                                                   std::string_view period, std::size_t agreement) {
        return drafts_[{customer, period, definition_.agreements[agreement].currency}];
    }

    void read_fees() {
        for (std::size_t i = 0; i < fees_.size(); ++i) {
            const agreement_fee& row = fees_[i];
            const place here{"fees", i};
            const std::optional<std::size_t> agreement = origin(row, here);
            if (row.amount < decimal{})
                say_.add("credit.negative", here.member("amount"), "a fee is not below zero",
                         "zero or more", to_string(row.amount));
            if (!agreement)
                continue;
            const auto [at, is_new] =
                known_fees_.emplace(fee_key{row.customer, row.period, *agreement}, i);
            if (!is_new)
                say_.add("credit.fee_twice", here, "this fee is there already",
                         "one fee for a customer, period and agreement", to_string(row.amount))
                    .related.push_back({place{"fees", at->second}.text(), "the first one"});
            static_cast<void>(draft(row.customer, row.period, *agreement));
        }
    }

    void read_late() {
        using ticket_key = std::tuple<std::string_view, std::string_view, std::string_view,
                                      std::string_view, std::uint32_t>;
        std::map<ticket_key, std::size_t> seen;
        std::size_t i = 0;
        for (const late_credit& row : ledger_.late_) {
            const place here{"late", i};
            const std::optional<std::size_t> agreement = origin(row, here);
            check_name(row.ticket, here, "ticket");
            const bool good =
                check_credit(say_, row.due, here.member("due"),
                             agreement ? &definition_.agreements[*agreement].currency : nullptr);
            const auto [at, is_new] = seen.emplace(
                ticket_key{row.customer, row.agreement, row.ticket, row.metric, row.cycle}, i);
            if (!is_new)
                say_.add("credit.ticket_twice", here, "this clock of the ticket is there already",
                         "one credit for a ticket, metric and cycle", quoted(row.ticket, 64),
                         "a ticket belongs to one shard and to one period")
                    .related.push_back({place{"late", at->second}.text(), "the first one"});
            ++i;
            if (!agreement || !good)
                continue;
            draft(row.customer, row.period, *agreement)
                .push_back({.agreement = *agreement,
                            .clause = 0,
                            .line = {.agreement = row.agreement,
                                     .ticket = row.ticket,
                                     .name = row.metric,
                                     .cycle = row.cycle,
                                     .band = row.band,
                                     .due = row.due}});
        }
    }

    void read_shares() {
        std::size_t i = 0;
        for (const auto& [row, count] : ledger_.shares_) {
            const place here{"shares", i++};
            const std::optional<std::size_t> agreement = origin(row, here);
            if (!agreement)
                continue;
            const auto& clauses = definition_.agreements[*agreement].attainment;
            const auto clause = std::find_if(
                clauses.begin(), clauses.end(),
                [&name = row.clause](const attainment_clause& c) { return c.name == name; });
            if (clause == clauses.end()) {
                std::vector<std::string> names;
                names.reserve(clauses.size());
                for (const attainment_clause& c : clauses)
                    names.push_back(c.name);
                say_.add("credit.unknown_clause", here.member("clause"),
                         "the agreement has no such clause", "the name of an attainment clause",
                         quoted(row.clause, 64), did_you_mean(row.clause, names));
                continue;
            }
            const std::uint64_t all = sum_of_counts(count.met, count.missed);
            if (all == std::numeric_limits<std::uint64_t>::max()) {
                say_.add("credit.overflow", here, "so many tickets cannot be counted",
                         "less than 2^64 - 1", "more");
                continue;
            }
            credit_entry entry{
                .agreement = *agreement,
                .clause = static_cast<std::size_t>(clause - clauses.begin()) + 1,
                .line = {.agreement = row.agreement, .ticket = {}, .name = row.clause}};
            if (all > 0)
                set_band(entry.line, {count.met, all}, clause->bands);
            draft(row.customer, row.period, *agreement).push_back(std::move(entry));
        }
    }

    static void set_band(credit_line& line, sla::share met, const std::vector<share_band>& bands) {
        line.share = met;
        for (const share_band& band : bands) {
            if (std::is_gteq(compare(met, band.below)))
                break;
            ++line.band;
            line.due = band.due;
        }
    }

    const credit_definition& definition_;
    const credit_ledger& ledger_;
    std::span<const agreement_fee> fees_;
    complaints say_{credit_codes};
    std::map<std::string_view, std::size_t> agreements_;
    std::map<fee_key, std::size_t> known_fees_;
    std::map<draft_key, std::vector<credit_entry>> drafts_;
};

} // namespace sla::inline v1::detail
