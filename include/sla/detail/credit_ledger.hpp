// SPDX-License-Identifier: MIT
//
// Inside the credit room: what happened, gathered.
#pragma once

#include <sla/credit.hpp>
#include <sla/detail/export.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {

// Saturates, so that sums of counts do not depend on their order.
constexpr std::uint64_t sum_of_counts(std::uint64_t a, std::uint64_t b) noexcept {
    const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    return a > most - b ? most : a + b;
}

} // namespace detail

SLA_FUNCTION bool credit_ledger::late_order::operator()(const late_credit& a,
                                                        const late_credit& b) const noexcept {
    // All members take part: a ledger does not remember in which order it came about.
    const auto all = [](const late_credit& c) noexcept {
        return std::tie(c.customer, c.period, c.agreement, c.ticket, c.metric, c.cycle, c.band,
                        c.due.unit, c.due.hundredths, c.due.currency);
    };
    return all(a) < all(b);
}

SLA_FUNCTION void credit_ledger::add(late_credit one) {
    late_.insert(std::move(one));
}

SLA_FUNCTION void credit_ledger::add(const share_count& some) {
    share_value& value = shares_[{.customer = some.customer,
                                  .period = some.period,
                                  .agreement = some.agreement,
                                  .clause = some.clause}];
    value.met = detail::sum_of_counts(value.met, some.met);
    value.missed = detail::sum_of_counts(value.missed, some.missed);
}

SLA_FUNCTION void credit_ledger::merge(const credit_ledger& other) {
    if (&other == this) {
        merge(credit_ledger{other});
        return;
    }
    late_.insert(other.late_.begin(), other.late_.end());
    for (const auto& [key, value] : other.shares_) {
        share_value& mine = shares_[key];
        mine.met = detail::sum_of_counts(mine.met, value.met);
        mine.missed = detail::sum_of_counts(mine.missed, value.missed);
    }
}

SLA_FUNCTION std::vector<late_credit> credit_ledger::late() const {
    return {late_.begin(), late_.end()};
}

SLA_FUNCTION std::vector<share_count> credit_ledger::shares() const {
    std::vector<share_count> out;
    out.reserve(shares_.size());
    for (const auto& [key, value] : shares_)
        out.push_back({.customer = key.customer,
                       .period = key.period,
                       .agreement = key.agreement,
                       .clause = key.clause,
                       .met = value.met,
                       .missed = value.missed});
    return out;
}

SLA_FUNCTION const credit* credit_due(const policy_book& book, const verdict& v) noexcept {
    if (v.credit_band == 0 || !v.limit)
        return nullptr;
    const std::vector<credit_band>& bands = book.target_of(*v.limit).credits;
    return v.credit_band <= bands.size() ? &bands[std::size_t{v.credit_band} - 1].due : nullptr;
}

SLA_FUNCTION void add_credits(credit_ledger& ledger, const credit_origin& origin,
                              const policy_book& book, std::span<const verdict> verdicts) {
    for (const verdict& v : verdicts)
        if (const credit* const due = credit_due(book, v))
            ledger.add(late_credit{.customer = origin.customer,
                                   .period = origin.period,
                                   .agreement = origin.agreement,
                                   .ticket = origin.ticket,
                                   .metric = book.name(v.metric),
                                   .cycle = v.cycle,
                                   .band = v.credit_band,
                                   .due = *due});
}

} // namespace sla::inline v1
