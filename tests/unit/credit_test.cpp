// SPDX-License-Identifier: MIT
//
// What customers are owed: a ledger and fees in, statements out. What can be wrong stands in
// credit_check_test.cpp.
#include <sla/credit.hpp>
#include <sla/metrics.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <unit/credit_desk.hpp>
#include <unit/policy_desk.hpp>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace sla::literals;
using namespace credit_desk;
using sla::credit_combination;
using sla::decimal;
using sla::rounding;
using sla::rounding_moment;

TEST_CASE("Availability of a month: the last band that the share is below holds") {
    struct row {
        std::uint64_t met, missed;
        const char* line;
    };
    // Below 99.9 % ten percent of the fee, below 99 % twenty-five, below 95 % all of it; fee 2000.
    for (const row& r : {
             row{1000, 0, "1000 of 1000: none, 0.00"},
             row{999, 1, "999 of 1000: none, 0.00"}, // 99.9 % is not below 99.9 %
             row{9989, 11, "9989 of 10000: band 1, 200.00"},
             row{998'999, 1'001, "998999 of 1000000: band 1, 200.00"}, // "99.90 %"
             row{99, 1, "99 of 100: band 1, 200.00"}, row{989, 11, "989 of 1000: band 2, 500.00"},
             row{95, 5, "95 of 100: band 2, 500.00"}, row{94, 6, "94 of 100: band 3, 2000.00"},
             row{2, 1, "2 of 3: band 3, 2000.00"}, row{0, 7, "0 of 7: band 3, 2000.00"},
             row{0, 0, "no tickets: none, 0.00"}, // no ticket, nothing owed
         }) {
        sla::credit_ledger ledger;
        ledger.add(sla::share_count{"Acme", "2026-10", "Hotline", "answered", r.met, r.missed});
        const auto statements = made({.agreements = {hotline()}}, ledger, {hotline_fee(2000)});
        REQUIRE(statements.size() == 1);
        REQUIRE(statements[0].lines.size() == 1);
        const sla::credit_line& line = statements[0].lines[0];
        const std::string share = line.share ? std::to_string(line.share->part) + " of " +
                                                   std::to_string(line.share->whole)
                                             : "no tickets";
        const std::string band = line.band == 0 ? "none" : "band " + std::to_string(line.band);
        CHECK(share + ": " + band + ", " + to_string(line.after, 2) == r.line);
        CHECK(statements[0].total == line.after);
    }
}

TEST_CASE("Late tickets: a coupon of 10 to 20 percent of the next purchase, or an amount") {
    // The shop's fee is the next purchase.
    sla::credit_ledger ledger;
    ledger.add(late("T-1", percent(10)));
    ledger.add(late("T-2", percent(20)));
    ledger.add(late("T-3", euros(25)));
    CHECK(text(made({.agreements = {support()}}, ledger, {support_fee(89.90_decimal)})) ==
          "Acme, 2026-10, EUR: before 51.97, total 51.97\n"
          "  Support T-1 resolution: 8.99\n"
          "  Support T-2 resolution: 17.98\n"
          "  Support T-3 resolution: 25.00\n");
}

TEST_CASE("A fee of zero owes nothing in percent, and its caps let nothing through") {
    sla::credit_ledger ledger;
    ledger.add(late("T-1", percent(10)));
    ledger.add(late("T-2", euros(25)));
    sla::credit_agreement agreement = support();
    CHECK(text(made({.agreements = {agreement}}, ledger, {support_fee(0)})) ==
          "Acme, 2026-10, EUR: before 25.00, total 25.00\n"
          "  Support T-1 resolution: 0.00\n"
          "  Support T-2 resolution: 25.00\n");
    agreement.period_caps = {percent(50)};
    CHECK(text(made({.agreements = {agreement}}, ledger, {support_fee(0)})) ==
          "Acme, 2026-10, EUR: before 25.00, total 0.00\n"
          "  Support T-1 resolution: 0.00\n"
          "  Support T-2 resolution: 25.00, agreement cap -25.00 = 0.00\n");
}

TEST_CASE("No tickets and no fees make no statement; a fee alone makes one of nothing") {
    CHECK(made({.agreements = {support()}}, {}, {}).empty());
    CHECK(text(made({.agreements = {support()}}, {}, {support_fee(100)})) ==
          "Acme, 2026-10, EUR: before 0.00, total 0.00\n");
}

TEST_CASE("Several clocks of one ticket: their sum, or the largest only, up to a cap") {
    sla::credit_ledger ledger;
    ledger.add(late("T-1", euros(30), "first response"));
    ledger.add(late("T-1", euros(50), "resolution"));
    ledger.add(late("T-1", euros(50), "resolution", 1)); // solved, reopened, late again
    ledger.add(late("T-2", euros(40)));

    sla::credit_agreement agreement = support();
    CHECK(text(made({.agreements = {agreement}}, ledger, {})) ==
          "Acme, 2026-10, EUR: before 170.00, total 170.00\n"
          "  Support T-1 first response: 30.00\n"
          "  Support T-1 resolution: 50.00\n"
          "  Support T-1 resolution, cycle 1: 50.00\n"
          "  Support T-2 resolution: 40.00\n");
    agreement.ticket_caps = {euros(60)}; // taken from the last lines of the ticket
    CHECK(text(made({.agreements = {agreement}}, ledger, {})) ==
          "Acme, 2026-10, EUR: before 170.00, total 100.00\n"
          "  Support T-1 first response: 30.00\n"
          "  Support T-1 resolution: 50.00, ticket cap -20.00 = 30.00\n"
          "  Support T-1 resolution, cycle 1: 50.00, ticket cap -50.00 = 0.00\n"
          "  Support T-2 resolution: 40.00\n");
    agreement.of_one_ticket = credit_combination::largest_only; // of equal ones the first
    agreement.ticket_caps = {euros(45), percent(50)};
    CHECK(text(made({.agreements = {agreement}}, ledger, {support_fee(84)})) ==
          "Acme, 2026-10, EUR: before 170.00, total 82.00\n"
          "  Support T-1 first response: 30.00, not the largest -30.00 = 0.00\n"
          "  Support T-1 resolution: 50.00, ticket cap -8.00 = 42.00\n"
          "  Support T-1 resolution, cycle 1: 50.00, not the largest -50.00 = 0.00\n"
          "  Support T-2 resolution: 40.00\n");
}

TEST_CASE("Tickets and the share of the same period: their sum, or the larger, up to a cap") {
    sla::credit_agreement agreement = hotline();
    sla::credit_ledger ledger;
    ledger.add(of(agreement, late("T-1", euros(120))));
    ledger.add(of(agreement, late("T-2", euros(120))));
    ledger.add(sla::share_count{"Acme", "2026-10", "Hotline", "answered", 99, 1}); // 200

    agreement.period_caps = {percent(20), euros(1000)}; // 400 of a fee of 2000
    CHECK(text(made({.agreements = {agreement}}, ledger, {hotline_fee(2000)})) ==
          "Acme, 2026-10, EUR: before 440.00, total 400.00\n"
          "  Hotline T-1 resolution: 120.00\n"
          "  Hotline T-2 resolution: 120.00\n"
          "  Hotline answered 99 of 100: 200.00, agreement cap -40.00 = 160.00\n");
    agreement.of_one_period = credit_combination::largest_only; // the tickets count as one
    CHECK(text(made({.agreements = {agreement}}, ledger, {hotline_fee(2000)})) ==
          "Acme, 2026-10, EUR: before 440.00, total 240.00\n"
          "  Hotline T-1 resolution: 120.00\n"
          "  Hotline T-2 resolution: 120.00\n"
          "  Hotline answered 99 of 100: 200.00, not the largest -200.00 = 0.00\n");
}

TEST_CASE("Two agreements with one customer: their sum, or the larger, up to a cap") {
    sla::credit_definition all{.agreements = {hotline(), support()}};
    sla::credit_ledger ledger;
    ledger.add(late("T-1", euros(150)));
    ledger.add(sla::share_count{"Acme", "2026-10", "Hotline", "answered", 99, 1}); // 200
    const std::vector fees{hotline_fee(2000), support_fee(500)};

    all.period_caps = {percent(10)}; // 250 of 2500
    CHECK(text(made(all, ledger, fees)) ==
          "Acme, 2026-10, EUR: before 350.00, total 250.00\n"
          "  Hotline answered 99 of 100: 200.00\n"
          "  Support T-1 resolution: 150.00, period cap -100.00 = 50.00\n");
    all.of_agreements = credit_combination::largest_only;
    CHECK(text(made(all, ledger, fees)) ==
          "Acme, 2026-10, EUR: before 350.00, total 200.00\n"
          "  Hotline answered 99 of 100: 200.00\n"
          "  Support T-1 resolution: 150.00, not the largest -150.00 = 0.00\n");
}

TEST_CASE("The cap of a customer is used up by one period after the other") {
    sla::credit_definition all{.agreements = {support()}, .customer_caps = {percent(15)}};
    sla::credit_ledger ledger;
    std::vector<sla::agreement_fee> fees; // 4 months of 100: a cap of 60
    for (const char* const month : {"2026-12", "2026-11", "2026-10", "2027-01"}) {
        sla::late_credit one = late("T-" + std::string{month}, euros(25));
        one.period = month;
        ledger.add(std::move(one));
        fees.push_back({"Acme", month, "Support", 100});
    }
    CHECK(text(made(all, ledger, fees)) ==
          "Acme, 2026-10, EUR: before 25.00, total 25.00\n"
          "  Support T-2026-10 resolution: 25.00\n"
          "Acme, 2026-11, EUR: before 25.00, total 25.00\n"
          "  Support T-2026-11 resolution: 25.00\n"
          "Acme, 2026-12, EUR: before 25.00, total 10.00\n"
          "  Support T-2026-12 resolution: 25.00, customer cap -15.00 = 10.00\n"
          "Acme, 2027-01, EUR: before 25.00, total 0.00\n"
          "  Support T-2027-01 resolution: 25.00, customer cap -25.00 = 0.00\n");
}

TEST_CASE("Different currencies never add up") {
    sla::credit_agreement yen = support();
    yen.name = "Tokyo";
    yen.currency = "JPY";
    sla::credit_definition all{.agreements = {support(), yen},
                               .of_agreements = credit_combination::largest_only,
                               .period_caps = {euros(20)}};
    sla::credit_ledger ledger;
    ledger.add(late("T-1", euros(25)));
    sla::late_credit tokyo = late("T-2", {sla::credit::unit_type::amount, 3'000'00, "JPY"});
    tokyo.agreement = "Tokyo";
    ledger.add(tokyo);
    tokyo.customer = "Other";
    ledger.add(tokyo);
    // One statement a currency; neither is "the largest" of the other, nor under its cap.
    const auto statements = made(all, ledger, {});
    CHECK(text(statements) == "Acme, 2026-10, EUR: before 25.00, total 20.00\n"
                              "  Support T-1 resolution: 25.00, period cap -5.00 = 20.00\n"
                              "Acme, 2026-10, JPY: before 3000.00, total 3000.00\n"
                              "  Tokyo T-2 resolution: 3000.00\n"
                              "Other, 2026-10, JPY: before 3000.00, total 3000.00\n"
                              "  Tokyo T-2 resolution: 3000.00\n");
    CHECK(sla::totals(statements).value() ==
          std::vector<sla::currency_total>{{"EUR", 20}, {"JPY", 6000}});
    CHECK(sla::totals({}).value().empty());
}

TEST_CASE("Rounding, at each line or once in the total, in each way") {
    struct row {
        rounding_moment when;
        rounding how;
        const char* statement;
    };
    // Three late tickets at 2.5 % of 9.80: 0.245 each, 0.735 together.
    sla::credit_ledger ledger;
    for (const char* const ticket : {"T-1", "T-2", "T-3"})
        ledger.add(late(ticket, {.hundredths = 2'50}));
    for (const row& r : {
             row{rounding_moment::each_line, rounding::half_up,
                 "Acme, 2026-10, EUR: before 0.735, total 0.75\n"
                 "  Support T-1 resolution: 0.245, rounded 0.005 = 0.25\n"
                 "  Support T-2 resolution: 0.245, rounded 0.005 = 0.25\n"
                 "  Support T-3 resolution: 0.245, rounded 0.005 = 0.25\n"},
             row{rounding_moment::each_line, rounding::half_even,
                 "Acme, 2026-10, EUR: before 0.735, total 0.72\n"
                 "  Support T-1 resolution: 0.245, rounded -0.005 = 0.24\n"
                 "  Support T-2 resolution: 0.245, rounded -0.005 = 0.24\n"
                 "  Support T-3 resolution: 0.245, rounded -0.005 = 0.24\n"},
             row{rounding_moment::total, rounding::half_up,
                 "Acme, 2026-10, EUR: before 0.735, total 0.74\n"
                 "  Support T-1 resolution: 0.245\n"
                 "  Support T-2 resolution: 0.245\n"
                 "  Support T-3 resolution: 0.245, rounded 0.005 = 0.25\n"},
             row{rounding_moment::total, rounding::down,
                 "Acme, 2026-10, EUR: before 0.735, total 0.73\n"
                 "  Support T-1 resolution: 0.245\n"
                 "  Support T-2 resolution: 0.245\n"
                 "  Support T-3 resolution: 0.245, rounded -0.005 = 0.24\n"},
         }) {
        CHECK(text(made({.agreements = {support()}, .money = {2, r.how, r.when}}, ledger,
                        {support_fee(9.80_decimal)})) == r.statement);
    }
    // Yen have no digits.
    CHECK(made({.agreements = {support()}, .money = {.digits = 0}}, ledger, {support_fee(1'000)})[0]
              .total == 75);
}

TEST_CASE("A cap is rounded down, and holds after the rounding of the total") {
    sla::credit_agreement agreement = support();
    agreement.period_caps = {percent(15)}; // 29.9985 of 199.99
    sla::credit_ledger ledger;
    ledger.add(late("T-1", percent(20))); // 39.998
    for (const rounding_moment when : {rounding_moment::each_line, rounding_moment::total}) {
        const auto statements = made({.agreements = {agreement}, .money = {.when = when}}, ledger,
                                     {support_fee(199.99_decimal)});
        CHECK(statements[0].total == 29.99_decimal);
        CHECK(statements[0].before == 39.998_decimal);
    }
}

TEST_CASE("Rounding down more than the last line owes takes from the lines before it") {
    sla::credit_ledger ledger;
    for (const char* const ticket : {"T-1", "T-2", "T-3", "T-4"})
        ledger.add(late(ticket, {.hundredths = 1})); // 0.01 % of 10
    CHECK(text(made({.agreements = {support()},
                     .money = {.how = rounding::half_up, .when = rounding_moment::total}},
                    ledger, {support_fee(10)})) ==
          "Acme, 2026-10, EUR: before 0.004, total 0.00\n"
          "  Support T-1 resolution: 0.001, rounded -0.001 = 0.00\n"
          "  Support T-2 resolution: 0.001, rounded -0.001 = 0.00\n"
          "  Support T-3 resolution: 0.001, rounded -0.001 = 0.00\n"
          "  Support T-4 resolution: 0.001, rounded -0.001 = 0.00\n");
}

TEST_CASE("A cap meets what is merged, not each of its parts") {
    sla::credit_agreement agreement = support();
    agreement.period_caps = {euros(50)};
    sla::credit_ledger morning;
    morning.add(late("T-1", euros(40)));
    sla::credit_ledger evening;
    evening.add(late("T-2", euros(40)));
    sla::credit_ledger day = evening;
    day.merge(morning);
    CHECK(made({.agreements = {agreement}}, day, {})[0].total == 50);

    sla::credit_ledger whole;
    whole.add(late("T-1", euros(40)));
    whole.add(late("T-2", euros(40)));
    CHECK(day == whole);
    CHECK(day.late() == std::vector{late("T-1", euros(40)), late("T-2", euros(40))});

    // A share is one fraction, not the mean of shares: 9 of 10 and 990 of 990 are 999 of 1000.
    sla::credit_ledger shares;
    shares.add(sla::share_count{"Acme", "2026-10", "Hotline", "answered", 9, 1});
    sla::credit_ledger more;
    more.add(sla::share_count{"Acme", "2026-10", "Hotline", "answered", 990, 0});
    shares.merge(more);
    CHECK(shares.shares() ==
          std::vector{sla::share_count{"Acme", "2026-10", "Hotline", "answered", 999, 1}});
    CHECK(made({.agreements = {hotline()}}, shares, {hotline_fee(2000)})[0].total == 0);
    shares.merge(shares);
    CHECK(shares.shares()[0].met == 1998);
}

TEST_CASE("A verdict says which credit is due, and goes into the ledger by itself") {
    // First response within an hour or 10 %; solved within four or 25 EUR, from two hours late 80.
    const sla::policy_book book =
        sla::compile(
            desk::promising({{.metric = "first response",
                              .rows = sla::always(1h),
                              .credits = {{.due = percent(10)}}},
                             {.metric = "resolution",
                              .rows = sla::always(4h),
                              .credits = {{.due = euros(25)}, {.late_by = 2h, .due = euros(80)}}}}),
            desk::zones())
            .value();
    const auto judge = [&](std::chrono::milliseconds answered, std::chrono::milliseconds solved) {
        return sla::evaluate(
            book,
            sla::timeline::of(
                book.attributes({}),
                {sla::event::created(desk::at(desk::monday, 9h)),
                 sla::event::message(desk::at(desk::monday, answered), sla::actor::agent),
                 sla::event::of(desk::at(desk::monday, solved), sla::event_kind::resolved)})
                .value(),
            desk::at(desk::friday, 9h));
    };
    const sla::evaluation good = judge(10h, 13h);
    CHECK(sla::credit_due(book, *good.find(book, "resolution")) == nullptr);
    const sla::evaluation bad = judge(11h, 15h);
    REQUIRE(sla::credit_due(book, *bad.find(book, "resolution")) != nullptr);
    CHECK(*sla::credit_due(book, *bad.find(book, "resolution")) == euros(80));

    sla::credit_ledger ledger;
    sla::add_credits(ledger, {"Acme", "2026-03", "Support", "T-1"}, book, good.verdicts());
    CHECK(ledger == sla::credit_ledger{});
    sla::add_credits(ledger, {"Acme", "2026-03", "Support", "T-2"}, book, bad.verdicts());
    CHECK(ledger.late() ==
          std::vector<sla::late_credit>{
              {"Acme", "2026-03", "Support", "T-2", "first response", 0, 1, percent(10)},
              {"Acme", "2026-03", "Support", "T-2", "resolution", 0, 2, euros(80)}});
    CHECK(sla::credit_due(book, sla::verdict{}) == nullptr);
}
