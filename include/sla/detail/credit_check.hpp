// SPDX-License-Identifier: MIT
//
// Inside the credit room: what can be wrong with a definition.
#pragma once

#include <sla/credit.hpp>
#include <sla/detail/export.hpp>
#include <sla/detail/policy_issues.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr int max_money_digits = 6;

[[nodiscard]] inline bool is_amount(const credit& c) noexcept {
    return c.unit == credit::unit_type::amount;
}

// Precondition: neither negative nor the lowest number.
[[nodiscard]] inline decimal size_of(const credit& c) noexcept {
    return decimal::scaled(c.hundredths, 2);
}

inline constexpr common_codes credit_codes{.name_missing = "credit.name_missing",
                                           .name_twice = "credit.name_twice",
                                           .unknown_enumerator = "credit.unknown_enumerator"};

// A credit as it may stand in an agreement of this currency; of any currency where that is null.
inline bool check_credit(complaints& say, const credit& c, const place& here,
                         const std::string* currency) {
    bool good = say.check_enumerator(c.unit, credit::unit_type::amount, here.member("unit"));
    if (c.hundredths < 0) {
        good = false;
        say.add("credit.negative", here.member("hundredths"), "nothing below zero is owed",
                "zero or more", std::to_string(c.hundredths));
    }
    if (!is_amount(c) && !c.currency.empty()) {
        good = false;
        say.add("credit.currency_superfluous", here.member("currency"),
                "percents of the fee have no currency", "nothing, or the unit amount",
                quoted(c.currency, 64));
    } else if (is_amount(c) && c.currency.empty()) {
        good = false;
        say.add("credit.currency_missing", here.member("currency"), "an amount of what",
                "a currency", "nothing");
    } else if (is_amount(c) && currency != nullptr && !currency->empty() &&
               c.currency != *currency) {
        good = false;
        say.add("credit.currency_differs", here.member("currency"),
                "an agreement has one currency, and amounts of two never add up",
                quoted(*currency, 64), quoted(c.currency, 64));
    }
    return good;
}

class credit_check {
public:
    explicit credit_check(const credit_definition& definition) noexcept : from_{definition} {}

    [[nodiscard]] issue_list run() {
        if (from_.agreements.empty())
            say_.add("credit.agreements_missing", place{"agreements"}, "nothing is agreed",
                     "at least one agreement", "nothing");
        index_map known;
        for (std::size_t i = 0; i < from_.agreements.size(); ++i) {
            say_.enter(known, from_.agreements[i].name, static_cast<std::uint32_t>(i), "agreement",
                       [](std::uint32_t k) {
                           return place{"agreements", k};
                       });
            check(i);
        }
        say_.check_enumerator(from_.of_agreements, credit_combination::largest_only,
                              place{"of_agreements"});
        check_caps(from_.period_caps, "period_caps");
        check_caps(from_.customer_caps, "customer_caps");
        const place money{"money"};
        if (from_.money.digits < 0 || from_.money.digits > max_money_digits)
            say_.add("credit.digits_out_of_range", money.member("digits"),
                     "money has no such number of digits",
                     "0 to " + std::to_string(max_money_digits),
                     std::to_string(from_.money.digits));
        say_.check_enumerator(from_.money.how, rounding::down, money.member("how"));
        say_.check_enumerator(from_.money.when, rounding_moment::total, money.member("when"));
        return std::move(say_.issues());
    }

private:
    void check(std::size_t i) {
        const credit_agreement& agreement = from_.agreements[i];
        const place here{"agreements", i};
        if (agreement.currency.empty())
            say_.add("credit.currency_missing", here.member("currency"),
                     "an agreement has a currency", "the word for it, such as \"EUR\"", "nothing");
        index_map known;
        for (std::size_t k = 0; k < agreement.attainment.size(); ++k) {
            say_.enter(known, agreement.attainment[k].name, static_cast<std::uint32_t>(k), "clause",
                       [&](std::uint32_t n) { return here.entry("attainment", n); });
            check(agreement, k, here);
        }
        say_.check_enumerator(agreement.of_one_ticket, credit_combination::largest_only,
                              here.member("of_one_ticket"));
        say_.check_enumerator(agreement.of_one_period, credit_combination::largest_only,
                              here.member("of_one_period"));
        for (std::size_t k = 0; k < agreement.ticket_caps.size(); ++k)
            check_credit(say_, agreement.ticket_caps[k], here.entry("ticket_caps", k),
                         &agreement.currency);
        for (std::size_t k = 0; k < agreement.period_caps.size(); ++k)
            check_credit(say_, agreement.period_caps[k], here.entry("period_caps", k),
                         &agreement.currency);
    }

    void check(const credit_agreement& agreement, std::size_t i, const place& in_agreement) {
        const attainment_clause& clause = agreement.attainment[i];
        const place here = in_agreement.entry("attainment", i);
        if (clause.bands.empty())
            say_.add("credit.bands_missing", here.member("bands"), "this clause owes nothing",
                     "at least one band", "nothing");
        for (std::size_t k = 0; k < clause.bands.size(); ++k) {
            const share_band& band = clause.bands[k];
            const place at = here.entry("bands", k);
            if (band.below <= decimal{} || band.below > decimal{100})
                say_.add("credit.band_out_of_range", at.member("below"),
                         "no share, or every share, is below this", "above 0 and at most 100",
                         to_string(band.below));
            if (k > 0)
                compare(clause.bands[k - 1], here.entry("bands", k - 1), band, at);
            check_credit(say_, band.due, at.member("due"), &agreement.currency);
        }
    }

    void compare(const share_band& before, const place& there, const share_band& band,
                 const place& here) {
        if (band.below >= before.below)
            say_.add("credit.bands_out_of_order", here.member("below"),
                     "a later band has to begin at a smaller share",
                     "less than " + to_string(before.below), to_string(band.below),
                     "the last band that a share is below holds")
                .related.push_back({there.text(), "the band before it"});
        else if (band.due.unit == before.due.unit && band.due.hundredths < before.due.hundredths) {
            issue& less = say_.add("credit.band_owes_less", here.member("due"),
                                   "a worse share owes less than a better one",
                                   "no less than the band before it");
            less.severity = severity::warning;
            less.related.push_back({there.text(), "the band before it"});
        }
    }

    void check_caps(const std::vector<credit>& caps, std::string_view list) {
        bool all_currencies = caps.empty();
        for (std::size_t i = 0; i < caps.size(); ++i) {
            check_credit(say_, caps[i], place{list, i}, nullptr);
            all_currencies = all_currencies || !is_amount(caps[i]);
        }
        if (all_currencies)
            return;
        std::vector<std::string_view> told;
        for (const credit_agreement& agreement : from_.agreements) {
            bool known = agreement.currency.empty();
            for (const std::string_view currency : told)
                known = known || currency == agreement.currency;
            for (const credit& cap : caps)
                known = known || cap.currency == agreement.currency;
            if (known)
                continue;
            told.push_back(agreement.currency);
            say_.add("credit.currency_uncapped", place{list},
                     "no cap is in a currency in which credits are owed",
                     "an amount in each currency, or a percentage", quoted(agreement.currency, 64))
                .severity = severity::warning;
        }
    }

    const credit_definition& from_;
    complaints say_{credit_codes};
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<credit_scheme> compile(const credit_definition& definition) {
    issue_list issues = detail::credit_check{definition}.run();
    if (has_errors(issues))
        return issues;
    return {credit_scheme{std::make_shared<const credit_definition>(definition)},
            std::move(issues)};
}

} // namespace sla::inline v1
