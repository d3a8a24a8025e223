// SPDX-License-Identifier: MIT
//
// What can be wrong with a definition of credits, with a ledger and with fees.
#include <sla/credit.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <unit/credit_desk.hpp>
#include <utility>
#include <vector>

using namespace sla::literals;
using namespace credit_desk;
using sla::credit_combination;
using sla::decimal;

namespace {

using list = std::vector<std::string>;

list refusals(const sla::credit_definition& definition) {
    return summary(sla::compile(definition).issues());
}

sla::result<std::vector<sla::credit_statement>> tried(const sla::credit_definition& definition,
                                                      const sla::credit_ledger& ledger,
                                                      const std::vector<sla::agreement_fee>& fees) {
    return sla::compile(definition).value().statements(ledger, fees);
}

} // namespace

TEST_CASE("All mistakes of a credit definition at once") {
    CHECK(refusals({}) == list{"credit.agreements_missing at agreements"});

    sla::credit_definition all{.agreements = {hotline(), hotline(), support()}};
    sla::credit_agreement& first = all.agreements[0];
    first.name = "";
    first.currency = "";
    first.attainment[0].bands[0].below = 100.1_decimal;
    first.attainment[0].bands[1].below = 0;
    first.attainment[0].bands[2].due = percent(-1);
    first.attainment.push_back({.name = "", .bands = {}});
    first.attainment.push_back(first.attainment[0]);
    first.attainment[2].bands = {{.below = 95, .due = percent(1)},
                                 {.below = 95, .due = percent(2)},
                                 {.below = 99, .due = percent(3)}};
    sla::credit_agreement& second = all.agreements[1];
    second.of_one_ticket = static_cast<credit_combination>(5);
    second.ticket_caps = {{sla::credit::unit_type::amount, 100, "USD"}};
    second.period_caps = {{sla::credit::unit_type::amount, 100, ""}, {.currency = "EUR"}};
    all.agreements[2].name = second.name;
    all.period_caps = {percent(-5)};
    all.customer_caps = {{static_cast<sla::credit::unit_type>(9), 100, ""}};
    all.money = {7, static_cast<sla::rounding>(8), static_cast<sla::rounding_moment>(9)};
    CHECK(refusals(all) ==
          list{"credit.name_missing at agreements[0].name",
               "credit.currency_missing at agreements[0].currency",
               "credit.band_out_of_range at agreements[0].attainment[0].bands[0].below",
               "credit.band_out_of_range at agreements[0].attainment[0].bands[1].below",
               "credit.bands_out_of_order at agreements[0].attainment[0].bands[2].below",
               "credit.negative at agreements[0].attainment[0].bands[2].due.hundredths",
               "credit.name_missing at agreements[0].attainment[1].name",
               "credit.bands_missing at agreements[0].attainment[1].bands",
               "credit.name_twice at agreements[0].attainment[2].name",
               "credit.bands_out_of_order at agreements[0].attainment[2].bands[1].below",
               "credit.bands_out_of_order at agreements[0].attainment[2].bands[2].below",
               "credit.unknown_enumerator at agreements[1].of_one_ticket",
               "credit.currency_differs at agreements[1].ticket_caps[0].currency",
               "credit.currency_missing at agreements[1].period_caps[0].currency",
               "credit.currency_superfluous at agreements[1].period_caps[1].currency",
               "credit.name_twice at agreements[2].name",
               "credit.negative at period_caps[0].hundredths",
               "credit.unknown_enumerator at customer_caps[0].unit",
               "credit.digits_out_of_range at money.digits",
               "credit.unknown_enumerator at money.how",
               "credit.unknown_enumerator at money.when"});
    CHECK(sla::compile(all).issues()[9] ==
          sla::issue{.code = "credit.bands_out_of_order",
                     .place = "agreements[0].attainment[2].bands[1].below",
                     .message = "a later band has to begin at a smaller share",
                     .expected = "less than 95",
                     .saw = "95",
                     .hint = "the last band that a share is below holds",
                     .related = {{"agreements[0].attainment[2].bands[0]", "the band before it"}}});

    sla::credit_definition other{.agreements = {support()}};
    other.agreements[0].of_one_period = static_cast<credit_combination>(5);
    other.of_agreements = static_cast<credit_combination>(5);
    other.money.digits = -1;
    CHECK(refusals(other) == list{"credit.unknown_enumerator at agreements[0].of_one_period",
                                  "credit.unknown_enumerator at of_agreements",
                                  "credit.digits_out_of_range at money.digits"});
}

TEST_CASE("What is probably not meant is a warning") {
    sla::credit_definition all{.agreements = {hotline(), support()}};
    all.agreements[0].attainment[0].bands[2].due = percent(5);
    all.agreements[1].currency = "USD";
    all.period_caps = {euros(100)};
    all.customer_caps = {euros(100), percent(50)};
    const auto compiled = sla::compile(all);
    REQUIRE(compiled);
    CHECK(summary(compiled.issues()) ==
          list{"credit.band_owes_less at agreements[0].attainment[0].bands[2].due",
               "credit.currency_uncapped at period_caps"});
    CHECK(compiled->definition() == all);
}

TEST_CASE("All mistakes of a ledger and of fees at once") {
    sla::credit_ledger ledger;
    sla::late_credit row = late("T-1", euros(10));
    ledger.add(row);
    row.period = "2026-11"; // the same clock of the same ticket, charged to another month
    ledger.add(row);
    ledger.add(late("", euros(10)));
    ledger.add(late("T-2", {sla::credit::unit_type::amount, 100, "USD"}));
    ledger.add(late("T-3", percent(-10)));
    row = late("T-4", euros(10));
    row.agreement = "Suport";
    ledger.add(row);
    ledger.add(sla::share_count{"", "", "Hotline", "answered", 1, 0});
    ledger.add(sla::share_count{"Acme", "2026-10", "Hotline", "answerd", 1, 0});
    ledger.add(sla::share_count{"Acme", "2026-10", "Hotline", "answered", 1,
                                std::numeric_limits<std::uint64_t>::max()});
    ledger.add(sla::share_count{"Acme", "2026-10", "Hot line", "answered", 1, 0});
    const auto result = tried({.agreements = {hotline(), support()}}, ledger,
                              {support_fee(-decimal{1}), support_fee(2)});
    REQUIRE(!result);
    CHECK(summary(result.issues()) ==
          list{"credit.negative at fees[0].amount", "credit.fee_twice at fees[1]",
               "credit.unknown_agreement at late[0].agreement",
               "credit.name_missing at late[1].ticket",
               "credit.currency_differs at late[3].due.currency",
               "credit.negative at late[4].due.hundredths", "credit.ticket_twice at late[5]",
               "credit.name_missing at shares[0].customer",
               "credit.name_missing at shares[0].period",
               "credit.unknown_agreement at shares[1].agreement",
               "credit.unknown_clause at shares[2].clause", "credit.overflow at shares[3]"});
    CHECK(result.issues()[2].hint == "did you mean \"Support\"?");
    CHECK(result.issues()[10].hint == "did you mean \"answered\"?");
    CHECK(result.issues()[6] ==
          sla::issue{.code = "credit.ticket_twice",
                     .place = "late[5]",
                     .message = "this clock of the ticket is there already",
                     .expected = "one credit for a ticket, metric and cycle",
                     .saw = "\"T-1\"",
                     .hint = "a ticket belongs to one shard and to one period",
                     .related = {{"late[2]", "the first one"}}});
}

TEST_CASE("A percentage of a fee that is not given") {
    const auto missing = [](const sla::credit_definition& definition, sla::credit due) {
        sla::credit_ledger ledger;
        ledger.add(late("T-1", due));
        ledger.add(late("T-2", due));
        return summary(tried(definition, ledger, {}).issues());
    };
    const list once{"credit.fee_missing at fees"};
    sla::credit_definition all{.agreements = {support()}};
    CHECK(missing(all, percent(10)) == once);
    CHECK(missing(all, percent(0)).empty());
    CHECK(missing(all, euros(10)).empty());
    all.agreements[0].ticket_caps = {percent(50)};
    CHECK(missing(all, euros(10)) == once);
    CHECK(missing(all, euros(0)).empty()); // nothing to cap
    all = {.agreements = {support()}};
    all.agreements[0].period_caps = {percent(50)};
    CHECK(missing(all, euros(10)) == once);
    all = {.agreements = {support()}, .period_caps = {percent(50)}};
    CHECK(missing(all, euros(10)) == once);
    all = {.agreements = {support()}, .customer_caps = {percent(50)}};
    CHECK(missing(all, euros(10)) == once);
    sla::credit_ledger ledger;
    ledger.add(late("T-1", percent(10)));
    CHECK(tried({.agreements = {support()}}, ledger, {}).issues()[0].saw ==
          "none of \"Acme\", \"2026-10\", \"Support\"");
}

TEST_CASE("What does not fit is an error, never another number") {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const sla::credit_definition all{.agreements = {support()}};
    const sla::credit huge{sla::credit::unit_type::amount, most, "EUR"};
    sla::credit_ledger ledger;
    ledger.add(late("T-1", huge));
    CHECK(made(all, ledger, {})[0].total == decimal::scaled(most, 2));
    ledger.add(late("T-2", huge));
    CHECK(summary(tried(all, ledger, {}).issues()) == list{"credit.overflow at statements[0]"});

    sla::credit_ledger fine;
    fine.add(late("T-1", {.hundredths = 1}));
    CHECK(summary(tried(all, fine, {support_fee(decimal::scaled(1, 18))}).issues()) ==
          list{"credit.overflow at statements[0]"});

    sla::credit_statement statement;
    statement.currency = "EUR";
    statement.total = decimal{most};
    CHECK(summary(sla::totals(std::vector{statement, statement}).issues()) ==
          list{"credit.overflow at statements[1]"});

    // Counts stay at the top, in whatever order they come.
    sla::credit_ledger a;
    sla::credit_ledger b;
    constexpr std::uint64_t top = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t n : {top - 1, std::uint64_t{5}, top})
        a.add(sla::share_count{"Acme", "2026-10", "Hotline", "answered", n, 0});
    for (const std::uint64_t n : {std::uint64_t{5}, top, top - 1})
        b.add(sla::share_count{"Acme", "2026-10", "Hotline", "answered", n, 0});
    CHECK(a == b);
    CHECK(a.shares()[0].met == top);
}
