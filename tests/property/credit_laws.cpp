// SPDX-License-Identifier: MIT
//
// What holds for every scheme of credits and every ledger: parts merge to the whole, lines add up
// to the total, and the total is what a slow calculation makes of the rules as documented, in whole
// numbers of 10^-12 and without any line.
#include <sla/credit.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using oracle::dice;
using sla::credit;
using sla::credit_combination;
using sla::decimal;
using sla::rounding;
using sla::rounding_moment;

namespace {

// -- random schemes and what happened ------------------------------------------------------------

struct happening {
    std::vector<sla::late_credit> late;
    std::vector<sla::share_count> shares;
    std::vector<sla::agreement_fee> fees;
};

credit some_credit(dice& random, const std::string& currency) {
    if (random.percent(50))
        return {.hundredths =
                    random.percent(50) ? random.from_to(0, 50'00) : random.from_to(0, 100) * 100};
    return {credit::unit_type::amount, random.from_to(0, 200'00), currency};
}

std::vector<credit> some_caps(dice& random, const std::string& currency) {
    std::vector<credit> out;
    while (random.percent(35))
        out.push_back(some_credit(random, currency));
    return out;
}

credit_combination some_rule(dice& random) {
    return random.percent(50) ? credit_combination::sum : credit_combination::largest_only;
}

sla::credit_definition some_definition(dice& random) {
    sla::credit_definition out;
    for (int i = random.small(1, 3); i > 0; --i) {
        sla::credit_agreement a;
        a.name = "agreement " + std::to_string(i);
        a.currency = random.percent(70) ? "EUR" : "JPY";
        for (int k = random.small(0, 2); k > 0; --k) {
            sla::attainment_clause clause{.name = "clause " + std::to_string(k)};
            std::int64_t below = 100'00;
            for (int n = random.small(1, 3); n > 0; --n, below -= random.from_to(1, 30'00))
                clause.bands.push_back(
                    {.below = decimal::scaled(below, 2), .due = some_credit(random, a.currency)});
            a.attainment.push_back(std::move(clause));
        }
        a.of_one_ticket = some_rule(random);
        a.of_one_period = some_rule(random);
        a.ticket_caps = some_caps(random, a.currency);
        a.period_caps = some_caps(random, a.currency);
        out.agreements.push_back(std::move(a));
    }
    out.of_agreements = some_rule(random);
    out.period_caps = some_caps(random, random.percent(50) ? "EUR" : "JPY");
    out.customer_caps = some_caps(random, random.percent(50) ? "EUR" : "JPY");
    out.money = {random.small(0, 4), static_cast<rounding>(random.below(3)),
                 random.percent(50) ? rounding_moment::each_line : rounding_moment::total};
    return out;
}

/// Fees for everybody, so that every percentage is of something.
happening some_happening(dice& random, const sla::credit_definition& definition) {
    happening out;
    int ticket = 0;
    for (const char* const customer : {"Acme", "Bolt"})
        for (const char* const period : {"2026-10", "2026-11", "2026-12"})
            for (const sla::credit_agreement& a : definition.agreements) {
                out.fees.push_back(
                    {customer, period, a.name, decimal::scaled(random.from_to(0, 999'99), 2)});
                for (int n = random.small(0, 4); n > 0; --n) {
                    const std::string name = "T-" + std::to_string(++ticket);
                    for (int k = random.small(1, 3); k > 0; --k)
                        out.late.push_back(
                            {customer, period, a.name, name, k == 1 ? "repair" : "resolution",
                             static_cast<std::uint32_t>(k), 1, some_credit(random, a.currency)});
                }
                for (const sla::attainment_clause& clause : a.attainment)
                    for (int n = random.small(0, 3); n > 0; --n)
                        out.shares.push_back({customer, period, a.name, clause.name,
                                              random.below(20), random.below(3)});
            }
    return out;
}

sla::credit_ledger ledger_of(const happening& all) {
    sla::credit_ledger out;
    for (const sla::late_credit& one : all.late)
        out.add(one);
    for (const sla::share_count& some : all.shares)
        out.add(some);
    return out;
}

// -- the slow calculation ------------------------------------------------------------------------

__extension__ using big = __int128; // units of 10^-12

big tenfold(big n, int times) {
    return times == 0 ? n : tenfold(n * 10, times - 1);
}

big units(decimal a) {
    return tenfold(a.count(), 12 - a.digits());
}

/// To `digits`, of what is not below zero.
big to_money(big n, int digits, rounding how) {
    const big one = tenfold(1, 12 - digits);
    const big below = n / one * one;
    const big twice = (n - below) * 2;
    const bool odd = n / one % 2 == 1;
    const bool up = how == rounding::half_up     ? twice >= one
                    : how == rounding::half_even ? twice > one || (twice == one && odd)
                                                 : false;
    return below + (up ? one : 0);
}

class slow_credits {
public:
    slow_credits(const sla::credit_definition& definition, const happening& all)
        : definition_{definition}, all_{all} {}

    /// By customer, period and currency.
    using totals = std::map<std::tuple<std::string, std::string, std::string>, big>;

    totals run() {
        totals out;
        std::map<std::pair<std::string, std::string>, big> paid; // by customer and currency
        for (const char* const customer : {"Acme", "Bolt"})
            for (const char* const period : {"2026-10", "2026-11", "2026-12"})
                for (const std::string& currency : currencies()) {
                    big total = owed(customer, period, currency);
                    if (const auto most =
                            cap(definition_.customer_caps, currency, fees(customer, {}, currency)))
                        total = std::min(total, *most - paid[{customer, currency}]);
                    if (definition_.money.when == rounding_moment::total)
                        total = to_money(total, definition_.money.digits, definition_.money.how);
                    paid[{customer, currency}] += total;
                    out[{customer, period, currency}] = total;
                }
        return out;
    }

private:
    [[nodiscard]] std::set<std::string> currencies() const {
        std::set<std::string> out;
        for (const sla::credit_agreement& a : definition_.agreements)
            out.insert(a.currency);
        return out;
    }

    [[nodiscard]] const sla::credit_agreement& agreement(const std::string& name) const {
        return *std::find_if(definition_.agreements.begin(), definition_.agreements.end(),
                             [&](const auto& a) { return a.name == name; });
    }

    /// Of one period, or of all of them.
    [[nodiscard]] big fees(const std::string& customer, const std::optional<std::string>& period,
                           const std::string& currency) const {
        big out = 0;
        for (const sla::agreement_fee& fee : all_.fees)
            if (fee.customer == customer && (!period || fee.period == *period) &&
                agreement(fee.agreement).currency == currency)
                out += units(fee.amount);
        return out;
    }
    [[nodiscard]] big fee(const std::string& customer, const std::string& period,
                          const std::string& name) const {
        for (const sla::agreement_fee& fee : all_.fees)
            if (fee.customer == customer && fee.period == period && fee.agreement == name)
                return units(fee.amount);
        return 0;
    }

    [[nodiscard]] static big exactly(const credit& due, big fee) {
        return due.unit == credit::unit_type::amount ? tenfold(due.hundredths, 10)
                                                     : fee * due.hundredths / 10'000;
    }
    [[nodiscard]] big line(const credit& due, big fee) const {
        const big exact = exactly(due, fee);
        return definition_.money.when == rounding_moment::each_line
                   ? to_money(exact, definition_.money.digits, definition_.money.how)
                   : exact;
    }
    [[nodiscard]] std::optional<big> cap(const std::vector<credit>& caps,
                                         const std::string& currency, big fee) const {
        std::optional<big> out;
        for (const credit& c : caps)
            if (c.unit == credit::unit_type::percent_of_fee || c.currency == currency) {
                const big here =
                    to_money(exactly(c, fee), definition_.money.digits, rounding::down);
                out = out ? std::min(*out, here) : here;
            }
        return out;
    }

    [[nodiscard]] static big combined(const std::vector<big>& parts, credit_combination rule) {
        if (parts.empty())
            return 0;
        return rule == credit_combination::sum ? std::accumulate(parts.begin(), parts.end(), big{})
                                               : *std::max_element(parts.begin(), parts.end());
    }

    [[nodiscard]] big owed(const std::string& customer, const std::string& period,
                           const std::string& currency) const {
        std::vector<big> agreements;
        for (const sla::credit_agreement& a : definition_.agreements)
            if (a.currency == currency)
                agreements.push_back(owed_by(a, customer, period));
        const big all = combined(agreements, definition_.of_agreements);
        const auto most = cap(definition_.period_caps, currency, fees(customer, period, currency));
        return most ? std::min(all, *most) : all;
    }

    [[nodiscard]] big owed_by(const sla::credit_agreement& a, const std::string& customer,
                              const std::string& period) const {
        const big own_fee = fee(customer, period, a.name);
        std::map<std::string, std::vector<big>> tickets;
        for (const sla::late_credit& one : all_.late)
            if (one.customer == customer && one.period == period && one.agreement == a.name)
                tickets[one.ticket].push_back(line(one.due, own_fee));
        std::vector<big> parts(1, 0);
        for (const auto& [ticket, amounts] : tickets) {
            const big together = combined(amounts, a.of_one_ticket);
            const auto most = cap(a.ticket_caps, a.currency, own_fee);
            parts[0] += most ? std::min(together, *most) : together;
        }
        for (const sla::attainment_clause& clause : a.attainment) {
            std::uint64_t met = 0;
            std::uint64_t missed = 0;
            for (const sla::share_count& some : all_.shares)
                if (some.customer == customer && some.period == period &&
                    some.agreement == a.name && some.clause == clause.name) {
                    met += some.met;
                    missed += some.missed;
                }
            std::optional<credit> due;
            for (const sla::share_band& band : clause.bands) // met / all < below / 100
                if (met + missed > 0 &&
                    big{met} * tenfold(100, 12) < units(band.below) * (met + missed))
                    due = band.due;
            parts.push_back(due ? line(*due, own_fee) : 0);
        }
        const big all = combined(parts, a.of_one_period);
        const auto most = cap(a.period_caps, a.currency, own_fee);
        return most ? std::min(all, *most) : all;
    }

    const sla::credit_definition& definition_;
    const happening& all_;
};

} // namespace

TEST_CASE("Totals are what the rules say, calculated slowly") {
    oracle::property{"credit totals", 600}.run([](dice& random, const std::string& name) {
        INFO(name);
        const sla::credit_definition definition = some_definition(random);
        const happening all = some_happening(random, definition);
        const auto statements =
            sla::compile(definition).value().statements(ledger_of(all), all.fees).value();
        slow_credits::totals expected = slow_credits{definition, all}.run();
        CHECK(statements.size() == expected.size());
        for (const sla::credit_statement& s : statements) {
            INFO(s.customer << ", " << s.period << ", " << s.currency);
            CHECK((units(s.total) == expected.at({s.customer, s.period, s.currency})));
        }
    });
}

TEST_CASE("Lines add up to the total, and their changes to what they are") {
    oracle::property{"credit lines", 300}.run([](dice& random, const std::string& name) {
        INFO(name);
        const sla::credit_definition definition = some_definition(random);
        const happening all = some_happening(random, definition);
        std::size_t lines = 0;
        for (const sla::credit_statement& s :
             sla::compile(definition).value().statements(ledger_of(all), all.fees).value()) {
            decimal before;
            decimal total;
            for (const sla::credit_line& line : s.lines) {
                decimal now = line.before;
                for (const sla::credit_change& change : line.changes) {
                    CHECK(change.by != decimal{});
                    now = add(now, change.by).value();
                    CHECK(now >= decimal{});
                }
                CHECK(now == line.after);
                before = add(before, line.before).value();
                total = add(total, line.after).value();
                ++lines;
            }
            CHECK(before == s.before);
            CHECK(total == s.total);
            CHECK(s.total.digits() <= definition.money.digits);
        }
        const sla::credit_ledger ledger = ledger_of(all);
        CHECK(lines == ledger.late().size() + ledger.shares().size());
    });
}

TEST_CASE("Ledgers of parts merge to the ledger of the whole, however they are split") {
    oracle::property{"credit merge", 300}.run([](dice& random, const std::string& name) {
        INFO(name);
        const sla::credit_definition definition = some_definition(random);
        const happening all = some_happening(random, definition);
        std::vector<sla::credit_ledger> parts(static_cast<std::size_t>(random.small(1, 9)));
        for (const sla::late_credit& one : all.late)
            parts[random.below(parts.size())].add(one);
        for (const sla::share_count& some : all.shares) {
            sla::share_count left = some; // counts may be split too
            left.met = random.below(some.met + 1);
            left.missed = random.below(some.missed + 1);
            sla::share_count right = some;
            right.met -= left.met;
            right.missed -= left.missed;
            parts[random.below(parts.size())].add(left);
            parts[random.below(parts.size())].add(right);
        }
        while (parts.size() > 1) { // any two of them, until one is left
            std::swap(parts[random.below(parts.size())], parts.back());
            const sla::credit_ledger one = std::move(parts.back());
            parts.pop_back();
            parts[random.below(parts.size())].merge(one);
        }
        const sla::credit_ledger whole = ledger_of(all);
        CHECK(parts[0] == whole);
        const sla::credit_scheme scheme = sla::compile(definition).value();
        CHECK(scheme.statements(parts[0], all.fees).value() ==
              scheme.statements(whole, all.fees).value());
    });
}
