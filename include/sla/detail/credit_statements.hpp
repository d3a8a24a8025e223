// SPDX-License-Identifier: MIT
//
// Inside the credit room: statements, with rules, caps and rounding.
#pragma once

#include <sla/credit.hpp>
#include <sla/detail/credit_check.hpp>
#include <sla/detail/credit_lines.hpp>
#include <sla/detail/credit_read.hpp>
#include <sla/detail/export.hpp>
#include <sla/detail/policy_issues.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

class credit_writer {
public:
    credit_writer(const credit_definition& definition, const credit_ledger& ledger,
                  std::span<const agreement_fee> fees)
        : definition_{definition}, fees_{fees}, read_{definition, ledger, fees} {}

    [[nodiscard]] result<std::vector<credit_statement>> run() {
        read_.run();
        if (!has_errors(read_.say().issues()))
            for (auto& [key, entries] : read_.drafts())
                write(key, entries);
        if (has_errors(read_.say().issues()))
            return std::move(read_.say().issues());
        return std::move(statements_);
    }

private:
    [[nodiscard]] std::optional<decimal> find_fee(const fee_key& key) const {
        const auto at = read_.fees().find(key);
        return at == read_.fees().end() ? std::nullopt
                                        : std::optional<decimal>{fees_[at->second].amount};
    }

    // Zero, after saying so once, where a fee is needed and missing.
    [[nodiscard]] decimal need_fee(const fee_key& key) {
        if (const std::optional<decimal> fee = find_fee(key))
            return *fee;
        if (missing_fees_.emplace(key).second)
            read_.say().add(
                "credit.fee_missing", place{"fees"}, "a percentage of a fee that is not given",
                "a fee for each customer, period and agreement of which a percentage is meant",
                "none of " + quoted(key.customer, 64) + ", " + quoted(key.period, 64) + ", " +
                    quoted(definition_.agreements[key.agreement].name, 64));
        return {};
    }

    // The smallest of the caps that hold in a currency, a number that can be paid; nothing without
    // one. `fee` is asked where a percentage is meant.
    template <class Fee>
    [[nodiscard]] std::optional<decimal> smallest(const std::vector<credit>& caps,
                                                  std::string_view currency, credit_lines& lines,
                                                  Fee fee) {
        std::optional<decimal> out;
        for (const credit& cap : caps) {
            if (is_amount(cap) && cap.currency != currency)
                continue;
            const decimal exact =
                is_amount(cap) ? size_of(cap) : lines.checked(percent_of(fee(), size_of(cap)));
            const decimal paid = rounded(exact, definition_.money.digits, rounding::down);
            out = out ? std::min(*out, paid) : paid;
        }
        return out;
    }

    template <class Fee>
    void cap(credit_entries of, const std::vector<credit>& caps, std::string_view currency,
             credit_change_reason why, credit_lines& lines, Fee fee) {
        if (lines.sum(of) == decimal{}) // nothing to cap, and no fee to ask for
            return;
        if (const std::optional<decimal> most = smallest(caps, currency, lines, fee))
            lines.cut(of, *most, why);
    }

    void write(const draft_key& key, std::vector<credit_entry>& entries) {
        credit_lines lines;
        credit_statement& out = statements_.emplace_back();
        out.customer = key.customer;
        out.period = key.period;
        out.currency = key.currency;
        for (credit_entry& e : entries) {
            const fee_key fee{key.customer, key.period, e.agreement};
            e.line.fee = find_fee(fee);
            e.line.before = is_amount(e.line.due) ? size_of(e.line.due)
                            : e.line.due.hundredths == 0
                                ? decimal{}
                                : lines.checked(percent_of(need_fee(fee), size_of(e.line.due)));
            e.line.after = e.line.before;
            out.before = lines.checked(add(out.before, e.line.before));
        }
        reduce(key, entries, lines);
        out.total = lines.sum(entries);
        if (!definition_.customer_caps.empty()) {
            decimal& paid = paid_[{key.customer, key.currency}];
            paid = lines.checked(add(paid, out.total));
        }
        for (credit_entry& e : entries)
            out.lines.push_back(std::move(e.line));
        if (!lines.checked.fit())
            read_.say().add("credit.overflow", place{"statements", statements_.size() - 1},
                            "an amount has more digits than fit", "at most 18 digits",
                            quoted(key.customer, 64) + ", " + quoted(key.period, 64) + ", " +
                                quoted(key.currency, 64));
    }

    // Rules, caps and rounding, in the order that `statements` tells.
    void reduce(const draft_key& key, credit_entries all, credit_lines& lines) {
        const money_rounding& money = definition_.money;
        if (money.when == rounding_moment::each_line)
            lines.round_each(all, money);
        const std::vector<credit_entries> agreements =
            credit_lines::parts(all, [](const credit_entry& a, const credit_entry& b) {
                return a.agreement == b.agreement;
            });
        for (const credit_entries& of : agreements)
            reduce_agreement(key, of, lines);
        lines.combine(agreements, definition_.of_agreements);
        cap(all, definition_.period_caps, key.currency, credit_change_reason::period_cap, lines,
            [&] { return fees_of_period(key, all, lines); });
        cap_customer(key, all, lines);
        if (money.when == rounding_moment::total)
            lines.round_total(all, money);
    }

    void reduce_agreement(const draft_key& key, credit_entries of, credit_lines& lines) {
        const credit_agreement& agreement = definition_.agreements[of.front().agreement];
        const auto fee = [&] { return need_fee({key.customer, key.period, of.front().agreement}); };
        const auto same_ticket = [](const credit_entry& a, const credit_entry& b) {
            return a.clause == 0 && b.clause == 0 && a.line.ticket == b.line.ticket;
        };
        for (const credit_entries& part : credit_lines::parts(of, same_ticket)) {
            if (part.front().clause != 0)
                continue;
            lines.combine(credit_lines::parts(
                              part, [](const credit_entry&, const credit_entry&) { return false; }),
                          agreement.of_one_ticket);
            cap(part, agreement.ticket_caps, key.currency, credit_change_reason::ticket_cap, lines,
                fee);
        }
        lines.combine(
            credit_lines::parts(of, [](const credit_entry& a,
                                       const credit_entry& b) { return a.clause == b.clause; }),
            agreement.of_one_period);
        cap(of, agreement.period_caps, key.currency, credit_change_reason::agreement_cap, lines,
            fee);
    }

    // Whatever an agreement owes is a reason to know its fee.
    [[nodiscard]] decimal fees_of_period(const draft_key& key, credit_entries all,
                                         credit_lines& lines) {
        for (const credit_entry& e : all)
            static_cast<void>(need_fee({key.customer, key.period, e.agreement}));
        return fees_where(key, lines, [&](const fee_key& fee) { return fee.period == key.period; });
    }

    void cap_customer(const draft_key& key, credit_entries all, credit_lines& lines) {
        if (lines.sum(all) == decimal{})
            return;
        const std::optional<decimal> most =
            smallest(definition_.customer_caps, key.currency, lines, [&] {
                for (const auto& [draft, entries] : read_.drafts())
                    if (draft.customer == key.customer && draft.currency == key.currency)
                        for (const credit_entry& e : entries)
                            static_cast<void>(need_fee({key.customer, draft.period, e.agreement}));
                return fees_where(key, lines, [](const fee_key&) { return true; });
            });
        if (!most)
            return;
        const auto paid = paid_.find({key.customer, key.currency});
        const decimal left =
            lines.checked(subtract(*most, paid == paid_.end() ? decimal{} : paid->second));
        lines.cut(all, left, credit_change_reason::customer_cap);
    }

    // The fees of a customer in a currency; they stand together in the map.
    template <class Where>
    [[nodiscard]] decimal fees_where(const draft_key& key, credit_lines& lines, Where where) const {
        decimal out;
        for (auto at = read_.fees().lower_bound({key.customer, {}, 0});
             at != read_.fees().end() && at->first.customer == key.customer; ++at)
            if (definition_.agreements[at->first.agreement].currency == key.currency &&
                where(at->first))
                out = lines.checked(add(out, fees_[at->second].amount));
        return out;
    }

    const credit_definition& definition_;
    std::span<const agreement_fee> fees_;
    credit_reader read_;
    std::set<fee_key> missing_fees_;
    std::map<std::pair<std::string_view, std::string_view>, decimal> paid_;
    std::vector<credit_statement> statements_;
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<std::vector<credit_statement>>
credit_scheme::statements(const credit_ledger& ledger, std::span<const agreement_fee> fees) const {
    return detail::credit_writer{*definition_, ledger, fees}.run();
}

SLA_FUNCTION result<std::vector<currency_total>>
totals(std::span<const credit_statement> statements) {
    std::map<std::string_view, decimal> sums;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        decimal& sum = sums[statements[i].currency];
        const std::optional<decimal> more = add(sum, statements[i].total);
        if (!more)
            return issue_list{{.code = "credit.overflow",
                               .place = detail::place{"statements", i}.text(),
                               .message = "an amount has more digits than fit",
                               .expected = "at most 18 digits",
                               .saw = detail::quoted(statements[i].currency, 64)}};
        sum = *more;
    }
    std::vector<currency_total> out;
    out.reserve(sums.size());
    for (const auto& [currency, amount] : sums)
        out.push_back({.currency = std::string{currency}, .amount = amount});
    return out;
}

} // namespace sla::inline v1
