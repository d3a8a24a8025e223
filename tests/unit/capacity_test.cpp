// SPDX-License-Identifier: MIT
#include <sla/capacity.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

using namespace std::chrono_literals;

namespace {

using sla::queue_figures;
using sla::queue_state;
using sla::real_seconds;
using sla::seats_state;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

bool is_near(double got, double wanted, double error) {
    return got == wanted || std::abs(got - wanted) <= error;
}

/// What the header promises.
bool is_right(double got, double wanted) {
    return is_near(got, wanted, std::max(1e-12, 1e-10 * std::abs(wanted)));
}

/// 100 calls in half an hour, of three minutes each: ten erlangs.
sla::capacity_definition three_minutes(real_seconds patience = sla::unlimited_patience) {
    sla::capacity_definition out;
    out.handling_time = 3min;
    out.patience = patience;
    return out;
}

sla::capacity desk(const sla::capacity_definition& definition) {
    return sla::compile(definition).value();
}

std::vector<std::string> codes(const sla::issue_list& issues) {
    std::vector<std::string> out;
    for (const sla::issue& i : issues)
        out.push_back(i.place + ": " + i.code);
    return out;
}

bool is_no_number(const queue_figures& f) {
    const std::array all{f.load,
                         f.waiting,
                         f.service_level,
                         f.answered,
                         f.answered_in_time,
                         f.abandoned,
                         f.abandoned_in_time,
                         f.occupancy,
                         f.queue,
                         f.average_wait.count(),
                         f.speed_of_answer.count()};
    return std::all_of(all.begin(), all.end(), [](double value) { return std::isnan(value); });
}

} // namespace

// -- published values
// ------------------------------------------------------------------------------

TEST_CASE("Erlang B agrees with published tables of the load at a given blocking") {
    struct entry {
        std::uint32_t lines;
        double load; // erlangs, three digits
        double blocking;
    };
    // At 2 %: Lucent Technologies, "Erlang-B Capacity Table", WirelessU course on traffic
    // engineering. At 1 %: 15 lines from the manual of Westbay's traffic calculator, "How much
    // traffic?" (erlang.com); 10 lines as in any table, such as T. S. Rappaport, Wireless
    // Communications (1996), table 3.4 (4.46).
    const std::array table{entry{3, 0.602, 0.02},   entry{5, 1.657, 0.02},
                           entry{11, 5.842, 0.02},  entry{15, 9.010, 0.02},
                           entry{21, 14.036, 0.02}, entry{31, 22.827, 0.02},
                           entry{49, 39.323, 0.02}, entry{89, 77.342, 0.02},
                           entry{10, 4.461, 0.01},  entry{15, 8.108, 0.01}};
    for (const entry& e : table) {
        CAPTURE(e.lines, e.load);
        CHECK(sla::erlang_b(e.load - 0.001, e.lines) < e.blocking);
        CHECK(sla::erlang_b(e.load + 0.001, e.lines) > e.blocking);
    }
}

TEST_CASE("the number of lines for a blocking is the published one") {
    struct entry {
        double load;
        double blocking;
        std::uint32_t lines;
    };
    // 10 and 15.7 erlangs: Abstract Micro Systems, Erlang Library for Excel, reference of
    // ErlbNsrvFromBlockage (17.44, 14.30 and 24.49 lines, to be rounded up). 33.333 erlangs:
    // erlang.com forum, "Trunk engineering" (2001).
    for (const entry& e : {entry{10, 0.01, 18}, entry{10, 0.05, 15}, entry{15.7, 0.01, 25},
                           entry{33.333, 0.01, 45}}) {
        sla::capacity_definition lines;
        lines.interval = 1h;
        lines.handling_time = 2min;
        lines.patience = 0s;
        lines.goals.abandoned = e.blocking;
        CAPTURE(e.load, e.blocking);
        CHECK(desk(lines).seats_for(e.load * 30).seats == e.lines);
    }
}

TEST_CASE("Erlang C: 100 calls in half an hour of 180 s, 80/20, need 14 seats") {
    // R. Arenas, documentation of pyworkforce, "Erlang C": 14 positions, 20 with a shrinkage of
    // 30 %, service level 0.8883500191794669, occupancy 0.7142857142857143, waiting probability
    // 0.1741319335950498.
    sla::capacity_definition d = three_minutes();
    d.goals.service_level = 0.8;
    d.goals.occupancy = 0.85;
    d.shrinkage = 0.3;
    const sla::seat_need need = desk(d).seats_for(100);
    CHECK(need.state == seats_state::enough);
    CHECK(need.seats == 14);
    CHECK(need.people == 20);
    CHECK(is_right(need.figures.service_level, 0.8883500191794669));
    CHECK(is_right(need.figures.occupancy, 0.7142857142857143));
    CHECK(is_right(need.figures.waiting, 0.1741319335950498));
    CHECK(is_right(sla::erlang_c(10, 14), 0.1741319335950498));
    CHECK(is_right(need.figures.load, 10));
}

TEST_CASE("Erlang C: 300 jobs a year of two days, three servers") {
    // R. Bronson, Schaum's Outline of Operations Research (1982), problem 24.6: 0.352 wait, and
    // they wait 0.43 days.
    sla::capacity_definition d;
    d.interval = 365 * 24h;
    d.handling_time = 48h;
    const queue_figures f = desk(d).figures(300, 3);
    CHECK(is_near(f.queue, 0.352, 0.0005));
    CHECK(is_near(f.average_wait / 24h, 0.43, 0.005));
    CHECK(is_near(f.queue + f.load, 1.996, 0.0005));
}

TEST_CASE("Erlang A: 48 calls a minute of one minute, patience of two, 50 agents") {
    // Worked out by two other ways: integrals over the offered wait (capacity_integral.cpp), and
    // sums with sixty digits (below). Of patient callers in closed form: whoever waits waits
    // 1 min / (50 - 48) in the mean.
    sla::capacity_definition d;
    d.interval = 1min;
    d.handling_time = 1min;
    d.patience = 2min;
    const queue_figures impatient = desk(d).figures(48, 50);
    CHECK(is_near(impatient.abandoned, 0.031, 0.0005));
    CHECK(is_near(impatient.average_wait.count(), 3.7, 0.05));
    CHECK(is_near(impatient.queue, 3, 0.5));
    CHECK(is_near(impatient.occupancy, 0.93, 0.005));

    d.patience = sla::unlimited_patience;
    const queue_figures patient = desk(d).figures(48, 50);
    CHECK(patient.abandoned == 0);
    CHECK(is_near(patient.average_wait.count(), 20.8, 0.05));
    CHECK(is_right(patient.average_wait.count(), sla::erlang_c(48, 50) * 30));
    CHECK(is_near(patient.queue, 17, 0.5));
    CHECK(is_near(patient.occupancy, 0.96, 0.005));
}

TEST_CASE("Erlang A: with a patience of five minutes 13 seats are enough") {
    // R. Arenas, documentation of pyworkforce, "Modeling abandonment (Erlang A)": 13 positions, 19
    // with shrinkage, 0.858, 0.750, 0.025, 0.226, and a mean wait (of all calls) of 0.125 min.
    sla::capacity_definition d = three_minutes(5min);
    d.goals = {.service_level = 0.8, .abandoned = 0.05, .occupancy = 0.85};
    d.shrinkage = 0.3;
    const sla::seat_need need = desk(d).seats_for(100);
    CHECK(need.seats == 13);
    CHECK(need.people == 19);
    CHECK(is_near(need.figures.service_level, 0.858, 0.0005));
    CHECK(is_near(need.figures.occupancy, 0.750, 0.0005));
    CHECK(is_near(need.figures.abandoned, 0.025, 0.0005));
    CHECK(is_near(need.figures.waiting, 0.226, 0.0005));
    CHECK(is_near(need.figures.average_wait.count() / 60, 0.125, 0.0005));
}

// -- the same from the states of the queue, with sixty digits
// --------------------------------------

TEST_CASE("figures are right to ten digits, up to 100,000 seats") {
    struct row {
        std::array<double, 6> asked; // calls, interval, handling, patience, within, seats
        std::array<double, 9> told;  // as tests/property/capacity_chain.py prints them
    };
    // clang-format off
    const std::vector<row> table{
        {{100, 1800, 180, infinite, 20, 14}, {0.17413193359504983, 1.0, 0.8883500191794669, 0.0, 0.0, 0.7142857142857143, 0.4353298339876246, 7.835937011777243, 7.835937011777243}},
        {{100, 1800, 180, 300, 20, 13}, {0.22579708404737528, 0.9750366963664281, 0.8581777000307627, 0.024963303633571875, 0.01162860467640536, 0.7500282279741755, 0.41605506055953123, 7.488991090071562, 6.91396830606578}},
        {{48, 60, 60, 120, 20, 50}, {0.4677740685537904, 0.9690877508378067, 0.943018954746981, 0.030912249162193216, 0.029845436960827032, 0.9303242408042945, 2.967575919570549, 3.709469899463186, 3.6159002395531146}},
        {{2, 3600, 600, 60, 10, 1}, {0.25572888644476643, 0.7671866593342993, 0.7480587210451081, 0.2328133406657007, 0.03895162914688101, 0.25572888644476643, 0.0077604446888566905, 13.968800439942042, 1.6428254167488163}},
        {{400, 1800, 240, 5, 15, 40}, {0.44072297923871045, 0.7187351077647763, 0.7174930269065755, 0.28126489223522366, 0.27974502158810943, 0.9583134770197017, 0.31251654692802633, 1.4063244611761185, 0.7750513750793988}},
        {{9500, 1800, 180, 180, 20, 1000}, {0.05505468623073803, 0.9992544432504091, 0.9992541743220337, 0.0007455567495909233, 0.0007455550698427605, 0.9492917210878886, 0.7082789121113772, 0.1342002149263662, 0.13266761928175014}},
        {{10000, 1800, 180, 180, 20, 1000}, {0.5042052441802155, 0.9873853886512785, 0.9871264473959246, 0.012614611348721499, 0.01261243951412609, 0.9873853886512785, 12.6146113487215, 2.27063004276987, 2.254071850378842}},
        {{12000, 1800, 180, 180, 20, 1000}, {0.9999999987118394, 0.8333333333272048, 0.009973474134877475, 0.1666666666727952, 0.10505565102756895, 0.9999999999926458, 200.00000000735426, 30.00000000110314, 32.72789522448093}},
        {{12000, 1800, 180, 3600, 1800, 1000}, {1.0, 0.8333333333333334, 0.8333333333333334, 0.16666666666666666, 0.16666666666666666, 1.0, 4000.0, 600.0, 656.2676052082367}},
        {{100000, 1800, 180, 18000, 60, 10000}, {0.9093320122254333, 0.9992746510021866, 0.9984912160876753, 0.0007253489978133922, 0.0007251439994095286, 0.9992746510021866, 725.3489978133922, 13.05628196064106, 13.057571446304694}},
        {{1000000, 1800, 180, 120, 20, 100000}, {0.4499528493835693, 0.9986109910842484, 0.9986109910842484, 0.0013890089157515767, 0.0013890089157515767, 0.9986109910842484, 92.60059438343845, 0.16668106989018922, 0.16650781087528574}},
        {{997000, 1800, 180, infinite, 20, 100000}, {0.2443230780825742, 1.0, 0.9999999999999992, 0.0, 0.0, 0.997, 81.19670294944216, 0.14659384684954452, 0.14659384684954452}},
        {{1100000, 1800, 180, 600, 60, 100000}, {1.0, 0.9090909090909091, 0.9060021097851927, 0.09090909090909091, 0.09090745430813606, 1.0, 33333.333333333336, 54.54545454545455, 57.18520788304492}},
        {{900000, 1800, 180, 300, 1, 91000}, {0.00045255076371916204, 0.9999997521299264, 0.9999991578133657, 2.478700736148107e-07, 2.4761087064242754e-07, 0.9890107438647624, 0.03718051104222161, 7.436102208444322e-05, 7.432183444380067e-05}},
        {{1000000, 1800, 180, 0, 20, 100000}, {0.0025188934235469062, 0.9974811065764531, 0.9974811065764531, 0.0025188934235469062, 0.0025188934235469062, 0.9974811065764531, 0.0, 0.0, 0.0}},
        {{300, 1800, 180, 1800000, 20, 31}, {0.798467515017084, 0.999920633095899, 0.28574929801684984, 7.936690410101436e-05, 8.395277790399462e-06, 0.9676651288024829, 23.81007123030431, 142.86042738182587, 142.85760682744547}},
    };
    // clang-format on
    for (const row& r : table) {
        sla::capacity_definition d;
        d.interval = real_seconds{r.asked[1]};
        d.handling_time = real_seconds{r.asked[2]};
        d.patience = real_seconds{r.asked[3]};
        d.answered_within = real_seconds{r.asked[4]};
        const auto seats = static_cast<std::uint32_t>(r.asked[5]);
        const queue_figures f = desk(d).figures(r.asked[0], seats);
        CAPTURE(r.asked[0], r.asked[3], seats);
        CHECK(is_right(f.waiting, r.told[0]));
        CHECK(is_right(f.answered, r.told[1]));
        CHECK(is_right(f.answered_in_time, r.told[2]));
        CHECK(is_right(f.abandoned, r.told[3]));
        CHECK(is_right(f.abandoned_in_time, r.told[4]));
        CHECK(is_right(f.occupancy, r.told[5]));
        CHECK(is_right(f.queue, r.told[6]));
        CHECK(is_right(f.average_wait.count(), r.told[7]));
        CHECK(is_right(f.speed_of_answer.count(), r.told[8]));
        CHECK(f.service_level == f.answered_in_time);
        CHECK(f.state == queue_state::steady);
    }
}

TEST_CASE("Erlang B and C by hand") {
    CHECK(is_right(sla::erlang_b(1, 1), 0.5));
    CHECK(is_right(sla::erlang_b(1, 2), 0.2));           // 1/2 / (1 + 1 + 1/2)
    CHECK(is_right(sla::erlang_b(2, 2), 0.4));           // 2 / (1 + 2 + 2)
    CHECK(is_right(sla::erlang_b(3, 4), 27. / 131));     // 81/24 / (1 + 3 + 9/2 + 27/6 + 81/24)
    CHECK(is_right(sla::erlang_c(1, 2), 1. / 3));        // 1/2 2/(2-1) / (1 + 1 + 1)
    CHECK(is_right(sla::erlang_c(0.5, 1), 0.5));         // one seat: its occupancy
    CHECK(is_right(sla::erlang_c(2, 3), 4. / 9));        // 8/6 3 / (1 + 2 + 2 + 4)
    CHECK(is_right(sla::erlang_b(1e9, 3), 1 - 3 / 1e9)); // three of a flood are served
}

TEST_CASE("Erlang B and C at their ends") {
    CHECK(sla::erlang_b(5, 0) == 1);
    CHECK(sla::erlang_b(0, 0) == 1);
    CHECK(sla::erlang_b(0, 3) == 0);
    CHECK(sla::erlang_b(infinite, 3) == 1);
    CHECK(sla::erlang_b(1e-300, 2) == 0);
    CHECK(sla::erlang_b(1, 100'000) == 0); // about 1e-456574
    CHECK(std::isnan(sla::erlang_b(-1, 3)));
    CHECK(std::isnan(sla::erlang_b(no_number, 3)));

    CHECK(sla::erlang_c(3, 3) == 1);
    CHECK(sla::erlang_c(4, 3) == 1);
    CHECK(sla::erlang_c(0, 3) == 0);
    CHECK(sla::erlang_c(0, 0) == 1);
    CHECK(sla::erlang_c(infinite, 3) == 1);
    CHECK(std::isnan(sla::erlang_c(-1, 3)));
    CHECK(std::isnan(sla::erlang_c(no_number, 3)));
}

// -- nothing, and too much
// -------------------------------------------------------------------------

TEST_CASE("where nobody calls nobody waits, with seats or without") {
    for (const real_seconds patience : {real_seconds{0}, real_seconds{60}, sla::unlimited_patience})
        for (const std::uint32_t seats : {0U, 1U, 100'000U}) {
            const queue_figures f = desk(three_minutes(patience)).figures(0, seats);
            CHECK(f == queue_figures{});
            CHECK(f.service_level == 1);
        }
}

TEST_CASE("calls that take no time need a seat, and no more") {
    for (const real_seconds patience :
         {real_seconds{0}, real_seconds{60}, sla::unlimited_patience}) {
        sla::capacity_definition d = three_minutes(patience);
        d.handling_time = 0s;
        d.goals.service_level = 0.9;
        const sla::seat_need need = desk(d).seats_for(1000);
        CHECK(need.state == seats_state::enough);
        CHECK(need.seats == 1);
        CHECK(need.figures == queue_figures{});
    }
}

TEST_CASE("without seats nobody is answered") {
    const queue_figures patient = desk(three_minutes()).figures(100, 0);
    CHECK(patient.state == queue_state::growing);
    CHECK(patient.answered == 0);
    CHECK(patient.service_level == 0);

    const queue_figures impatient = desk(three_minutes(40s)).figures(90, 0);
    CHECK(impatient.state == queue_state::steady);
    CHECK(impatient.waiting == 1);
    CHECK(impatient.abandoned == 1);
    CHECK(impatient.answered == 0);
    CHECK(impatient.service_level == 0);
    CHECK(is_right(impatient.abandoned_in_time, 1 - std::exp(-0.5))); // 20 s of 40 s
    CHECK(is_right(impatient.queue, 2));                              // one call in 20 s, for 40 s
    CHECK(impatient.average_wait == 40s);
    CHECK(std::isinf(impatient.speed_of_answer.count()));
    CHECK(impatient.occupancy == 1);

    const queue_figures blocked = desk(three_minutes(0s)).figures(90, 0);
    CHECK(blocked.abandoned == 1);
    CHECK(blocked.abandoned_in_time == 1);
    CHECK(blocked.queue == 0);
}

TEST_CASE("patient callers who bring more work than there are seats wait for ever") {
    for (const std::uint32_t seats : {10U, 9U, 1U}) { // ten erlangs
        const queue_figures f = desk(three_minutes()).figures(100, seats);
        CAPTURE(seats);
        CHECK(f.state == queue_state::growing);
        CHECK(f.waiting == 1);
        CHECK(f.service_level == 0);
        CHECK(is_right(f.answered, seats / 10.));
        CHECK(f.answered_in_time == 0);
        CHECK(f.abandoned == 0);
        CHECK(f.occupancy == 1);
        CHECK(std::isinf(f.queue));
        CHECK(std::isinf(f.average_wait.count()));
        CHECK(std::isinf(f.speed_of_answer.count()));
    }
    CHECK(desk(three_minutes()).figures(100, 11).state == queue_state::steady);
}

TEST_CASE("impatient callers keep an overloaded desk in balance") {
    // Far too few seats: they are always busy, and everybody else gives up.
    const queue_figures f = desk(three_minutes(3min)).figures(1e6, 100);
    CHECK(f.state == queue_state::steady);
    CHECK(f.waiting == 1);
    CHECK(is_right(f.answered, 100 / 1e5));
    CHECK(is_right(f.abandoned, 1 - 100 / 1e5));
    CHECK(is_right(f.occupancy, 1));
    // Whoever is answered waited until a thousandth was left: ln(1000) patiences.
    CHECK(is_near(f.speed_of_answer / 3min, std::log(1000.), 0.01));
}

TEST_CASE("a short patience and a flood of calls") {
    const queue_figures f = desk(three_minutes(2s)).figures(1e9, 3);
    CHECK(f.state == queue_state::steady);
    CHECK(is_right(f.answered, 3 / 1e8));
    CHECK(f.answered_in_time <= f.answered);
    CHECK(std::isfinite(f.speed_of_answer.count()));
    CHECK(f.speed_of_answer > 0s);
}

TEST_CASE("where all give up long before the time, all that happens happens in time") {
    sla::capacity_definition d;
    d.interval = 15min;
    d.handling_time = 354s;
    d.patience = 2500ms;
    d.answered_within = 1200s;
    d.abandoned = sla::abandoned_calls::short_ones_met;
    for (const std::uint32_t seats : {1U, 10U, 1000U, 20'000U}) {
        const queue_figures f = desk(d).figures(49'000, seats);
        CAPTURE(seats);
        CHECK(is_right(f.answered_in_time, f.answered));
        CHECK(is_right(f.abandoned_in_time, f.abandoned));
        CHECK(is_right(f.service_level, 1));
    }
}

TEST_CASE("in time may mean at once") {
    sla::capacity_definition d = three_minutes(5min);
    d.answered_within = 0s;
    const queue_figures f = desk(d).figures(100, 13);
    CHECK(is_right(f.answered_in_time, 1 - f.waiting));
    CHECK(f.abandoned_in_time == 0);
    d.patience = sla::unlimited_patience;
    CHECK(is_right(desk(d).figures(100, 14).service_level, 1 - sla::erlang_c(10, 14)));
}

TEST_CASE("figures of bad input are no numbers") {
    const sla::capacity patient = desk(three_minutes());
    const sla::capacity impatient = desk(three_minutes(60s));
    for (const double calls : {-1., no_number, infinite, -infinite}) {
        CAPTURE(calls);
        CHECK(patient.figures(calls, 5).state == queue_state::bad_input);
        CHECK(is_no_number(patient.figures(calls, 5)));
        CHECK(is_no_number(impatient.figures(calls, 0)));
    }
    for (const double handling : {-1., no_number, infinite, -infinite}) {
        CAPTURE(handling);
        CHECK(is_no_number(patient.figures(10, real_seconds{handling}, 5)));
        const sla::seat_need need = impatient.seats_for(10, real_seconds{handling});
        CHECK(need.state == seats_state::bad_input);
        CHECK(need.seats == 0);
        CHECK(need.people == 0);
        CHECK(is_no_number(need.figures));
    }
    CHECK(is_no_number(patient.figures(1e308, 1e10s, 5)));  // too much to be a number
    CHECK(is_no_number(impatient.figures(10, 0.0005s, 5))); // 120,000 times the patience
    CHECK_FALSE(is_no_number(impatient.figures(10, 0.0007s, 5)));
}

// -- what counts as in time
// ------------------------------------------------------------------------

TEST_CASE("each treatment of abandoned calls is a quotient of the same shares") {
    const auto level = [](sla::abandoned_calls basis) {
        sla::capacity_definition d = three_minutes(1min);
        d.abandoned = basis;
        return desk(d).figures(100, 9);
    };
    const queue_figures f = level(sla::abandoned_calls::missed);
    const double met = f.answered_in_time;
    REQUIRE(f.abandoned_in_time > 0.01);
    CHECK(f.service_level == met);
    CHECK(level(sla::abandoned_calls::ignored).service_level == met / f.answered);
    CHECK(level(sla::abandoned_calls::short_ones_ignored).service_level ==
          met / (1 - f.abandoned_in_time));
    CHECK(level(sla::abandoned_calls::short_ones_met).service_level == met + f.abandoned_in_time);
}

TEST_CASE("a level of no calls at all is zero where callers came, and one where none did") {
    sla::capacity_definition d = three_minutes(0s);
    for (const auto basis :
         {sla::abandoned_calls::ignored, sla::abandoned_calls::short_ones_ignored}) {
        d.abandoned = basis;
        CHECK(desk(d).figures(10, 0).service_level == 0);
        CHECK(desk(d).figures(0, 0).service_level == 1);
    }
    d.patience = sla::unlimited_patience;
    CHECK(desk(d).figures(100, 5).service_level == 0);
}

// -- how many
// --------------------------------------------------------------------------------------

TEST_CASE("each goal asks for seats of its own") {
    const auto seats = [](const sla::staffing_goals& goals, real_seconds patience) {
        sla::capacity_definition d = three_minutes(patience);
        d.goals = goals;
        return desk(d).seats_for(100).seats;
    };
    const real_seconds unlimited = sla::unlimited_patience;
    CHECK(seats({}, unlimited) == 11); // the queue must not grow
    CHECK(seats({}, 60s) == 1);        // impatient callers need nobody, but one is there
    CHECK(seats({.service_level = 0.8}, unlimited) == 14);  // 13: 0.7956
    CHECK(seats({.speed_of_answer = 8s}, unlimited) == 14); // 7.84 s, 13: 17.1 s
    CHECK(seats({.speed_of_answer = 7.8s}, unlimited) == 15);
    CHECK(seats({.occupancy = 0.85}, unlimited) == 12); // 10 / 0.85 = 11.8
    CHECK(seats({.occupancy = 1}, unlimited) == 11);
    CHECK(seats({.occupancy = 0.5}, unlimited) == 20); // exactly a half
    CHECK(seats({.service_level = 0.8, .occupancy = 0.6}, unlimited) == 17);
    CHECK(seats({.abandoned = 0.025}, 300s) == 13); // 0.02496
    CHECK(seats({.abandoned = 0.0249}, 300s) == 14);
}

TEST_CASE("as many erlangs as there are seats are no less, whatever calls and times they are of") {
    sla::capacity_definition d = three_minutes(sla::unlimited_patience);
    d.interval = 900s;
    d.handling_time = 65s;
    CHECK(desk(d).figures(180, 13).state == sla::queue_state::growing);
    CHECK(desk(d).seats_for(180).seats == 14);
    std::size_t wrong = 0;
    for (const int interval : {900, 1800, 3600})
        for (int handling = 10; handling <= 600; handling += 5) {
            d.interval = real_seconds{interval};
            d.handling_time = real_seconds{handling};
            const sla::capacity one = desk(d);
            for (int calls = 1; calls <= 2000; ++calls)
                if (calls * handling % interval == 0) {
                    const auto seats = static_cast<std::uint32_t>(calls * handling / interval);
                    wrong += one.figures(calls, seats).state != sla::queue_state::growing ? 1U : 0U;
                }
        }
    CHECK(wrong == 0);
    // A goal that is met exactly: 17 x 45 of 900 seconds, 459 x 40 of 24 x 900.
    d.interval = 900s;
    d.goals.occupancy = 0.85;
    d.handling_time = 45s;
    CHECK(desk(d).seats_for(17).seats == 1);
    d.handling_time = 40s;
    CHECK(desk(d).seats_for(459).seats == 24);
}

TEST_CASE("a flood of calls leaves its few answers as exact as any figure") {
    for (const double erlangs : {1e5, 1e7, 1e9, 1e12}) {
        const sla::queue_figures f = desk(three_minutes(0s)).figures(erlangs * 10, 1);
        CHECK(is_right(f.load, erlangs));
        CHECK(std::abs(f.answered * (1 + erlangs) - 1) < 1e-10);
        CHECK(is_right(f.occupancy, erlangs / (1 + erlangs)));
    }
}

TEST_CASE("the search keeps to its bounds") {
    sla::capacity_definition d = three_minutes();
    d.goals.service_level = 0.8;
    d.seats_at_least = 20;
    CHECK(desk(d).seats_for(100).seats == 20);
    CHECK(desk(d).seats_for(0).seats == 20);
    CHECK(desk(d).seats_for(0).state == seats_state::enough);

    d.seats_at_least = 0;
    CHECK(desk(d).seats_for(0).seats == 0);
    d.seats_at_most = 14;
    CHECK(desk(d).seats_for(100).state == seats_state::enough);
    d.seats_at_most = 13;
    d.shrinkage = 0.35;
    const sla::seat_need need = desk(d).seats_for(100);
    CHECK(need.state == seats_state::out_of_reach);
    CHECK(need.seats == 13);
    CHECK(need.people == 20);
    CHECK(is_near(need.figures.service_level, 0.7956, 0.00005));

    d.seats_at_most = 5;
    CHECK(desk(d).seats_for(100).figures.state == queue_state::growing);
    d.seats_at_most = 0;
    CHECK(desk(d).seats_for(100).state == seats_state::out_of_reach);
    CHECK(desk(d).seats_for(0).state == seats_state::enough);
}

TEST_CASE("a hundred thousand seats, or not quite enough of them") {
    sla::capacity_definition d = three_minutes();
    d.goals.service_level = 0.8;
    const sla::capacity phones = desk(d);
    const sla::seat_need large = phones.seats_for(999'000); // 99,900 erlangs
    CHECK(large.state == seats_state::enough);
    CHECK(large.seats > 99'900);
    CHECK(phones.figures(999'000, large.seats).service_level >= 0.8);
    CHECK(phones.figures(999'000, large.seats - 1).service_level < 0.8);
    const sla::seat_need too_large = phones.seats_for(1'000'000);
    CHECK(too_large.state == seats_state::out_of_reach);
    CHECK(too_large.seats == 100'000);
    CHECK(phones.seats_for(1e300).state == seats_state::out_of_reach);
}

TEST_CASE("people are seats divided by what is left after shrinkage") {
    const auto people = [](double shrinkage, std::uint32_t seats) {
        sla::capacity_definition d = three_minutes();
        d.shrinkage = shrinkage;
        return desk(d).people_for(seats);
    };
    CHECK(people(0, 14) == 14);
    CHECK(people(0.3, 0) == 0);
    CHECK(people(0.3, 14) == 20); // exactly
    CHECK(people(0.3, 7) == 10);  // 7 / 0.7 is above 10 in binary
    CHECK(people(0.3, 8) == 12);  // 11.4
    CHECK(people(0.35, 13) == 20);
    CHECK(people(0.9, 1) == 10);
    CHECK(people(0.99, 100'000) == 10'000'000);
    CHECK(people(0.99, 4'000'000'000) == 4'294'967'295);
    for (std::uint32_t seats = 1; seats <= 1000; ++seats) {
        CHECK(people(0.2, 4 * seats) == 5 * seats);
        CHECK(people(0.2, 4 * seats + 1) == 5 * seats + 2);
    }
}

// -- interval after interval
// -----------------------------------------------------------------------

TEST_CASE("a plan is each interval by itself, and their sum") {
    sla::capacity_definition d = three_minutes();
    d.goals.service_level = 0.8;
    d.shrinkage = 0.3;
    const sla::capacity phones = desk(d);
    const std::array calls{0., 100., 50., no_number, 100.};
    std::array<sla::seat_need, 5> plan;
    const sla::plan_totals sum = phones.plan(calls, plan);

    for (const std::size_t i : {0U, 1U, 2U, 4U})
        CHECK(plan[i] == phones.seats_for(calls[i]));
    CHECK(plan[3].state == seats_state::bad_input);
    CHECK(plan[0].seats == 0);
    CHECK(plan[1].seats == 14);
    CHECK(plan[2].seats == 8);
    CHECK(plan[2].people == 12);

    CHECK(sum.intervals == 5);
    CHECK(sum.bad_input == 1);
    CHECK(sum.out_of_reach == 0);
    CHECK(sum.calls == 250);
    CHECK(sum.answered == 250);
    CHECK(sum.abandoned == 0);
    CHECK(sum.peak_seats == 14);
    CHECK(sum.peak_people == 20);
    CHECK(sum.seat_time == 36 * 30min);
    CHECK(sum.people_time == 52 * 30min);
    CHECK(is_right(sum.busy_time / 1min, 250 * 3));
    CHECK(is_right(sum.occupancy(), 25. / 36));
    const double busy = plan[1].figures.service_level;
    const double quiet = plan[2].figures.service_level;
    CHECK(is_right(sum.service_level(), (200 * busy + 50 * quiet) / 250));
    CHECK(is_right(sum.speed_of_answer().count(), (200 * plan[1].figures.speed_of_answer.count() +
                                                   50 * plan[2].figures.speed_of_answer.count()) /
                                                      250));
}

TEST_CASE("every interval may have a handling time of its own") {
    sla::capacity_definition d = three_minutes();
    d.goals.service_level = 0.8;
    const sla::capacity phones = desk(d);
    const std::array calls{100., 100., 100., 100.};
    const std::array<real_seconds, 4> handling{3min, 4min, 0s, -1s};
    std::array<sla::seat_need, 4> plan;
    const sla::plan_totals sum = phones.plan(calls, handling, plan);
    CHECK(plan[0] == phones.seats_for(100));
    CHECK(plan[1] == phones.seats_for(100, 4min));
    CHECK(plan[1].seats == 17);
    CHECK(plan[2].seats == 1);
    CHECK(plan[3].state == seats_state::bad_input);
    CHECK(sum.calls == 300);
    CHECK(sum.bad_input == 1);
}

TEST_CASE("a plan of nothing") {
    const sla::plan_totals sum =
        desk(three_minutes()).plan(std::span<const double>{}, std::span<sla::seat_need>{});
    CHECK(sum == sla::plan_totals{});
    CHECK(sum.service_level() == 1);
    CHECK(sum.occupancy() == 0);
    CHECK(sum.speed_of_answer() == 0s);
}

TEST_CASE("a plan with intervals out of reach says so, and how bad it is") {
    sla::capacity_definition d = three_minutes();
    d.goals.service_level = 0.8;
    d.seats_at_most = 12;
    const std::array calls{60., 200.};
    std::array<sla::seat_need, 2> plan;
    const sla::plan_totals sum = desk(d).plan(calls, plan);
    CHECK(sum.out_of_reach == 1);
    CHECK(plan[1].state == seats_state::out_of_reach);
    CHECK(plan[1].figures.state == queue_state::growing);
    CHECK(is_right(sum.answered, 60 + 120)); // twelve of twenty erlangs
    CHECK(is_right(sum.service_level(), 60 * plan[0].figures.service_level / 260));
    CHECK(std::isinf(sum.speed_of_answer().count()));
}

TEST_CASE("where nobody is answered the sums stay numbers") {
    for (const auto basis :
         {sla::abandoned_calls::missed, sla::abandoned_calls::ignored,
          sla::abandoned_calls::short_ones_ignored, sla::abandoned_calls::short_ones_met}) {
        sla::capacity_definition d = three_minutes(60s);
        d.abandoned = basis;
        d.seats_at_most = 0;
        const std::array calls{60.};
        std::array<sla::seat_need, 1> plan;
        const sla::plan_totals sum = desk(d).plan(calls, plan);
        CHECK(sum.answered == 0);
        CHECK(sum.abandoned == 60);
        CHECK(sum.speed_of_answer() == 0s);
        const bool counts_short = basis == sla::abandoned_calls::short_ones_met;
        CHECK(is_right(sum.service_level(), counts_short ? 1 - std::exp(-20. / 60) : 0));
    }
}

TEST_CASE("sums of the days are the sum of the week") {
    sla::capacity_definition d = three_minutes(4min);
    d.goals.service_level = 0.9;
    d.abandoned = sla::abandoned_calls::short_ones_ignored;
    d.shrinkage = 0.25;
    const sla::capacity phones = desk(d);
    const std::array calls{10., 20., 30., 25., no_number, 5.};
    std::array<sla::seat_need, 6> plan;
    const sla::plan_totals week = phones.plan(calls, plan);
    sla::plan_totals sum;
    for (std::size_t day = 0; day < 3; ++day)
        sum +=
            phones.plan(std::span{calls}.subspan(2 * day, 2), std::span{plan}.subspan(2 * day, 2));
    CHECK(sum.intervals == week.intervals);
    CHECK(sum.bad_input == 1);
    CHECK(sum.calls == week.calls);
    CHECK(is_right(sum.answered, week.answered));
    CHECK(is_right(sum.abandoned, week.abandoned));
    CHECK(is_right(sum.service_level(), week.service_level()));
    CHECK(is_right(sum.occupancy(), week.occupancy()));
    CHECK(sum.seat_time == week.seat_time);
    CHECK(sum.people_time == week.people_time);
    CHECK(sum.peak_seats == week.peak_seats);
    CHECK(sum.peak_people == week.peak_people);
    CHECK(is_right(sum.speed_of_answer().count(), week.speed_of_answer().count()));
}

// -- what is wrong with a definition
// ---------------------------------------------------------------

TEST_CASE("a definition is refused for all its mistakes at once") {
    sla::capacity_definition d;
    d.interval = 0s;
    d.handling_time = -1s;
    d.patience = real_seconds{no_number};
    d.answered_within = real_seconds{infinite};
    d.abandoned = static_cast<sla::abandoned_calls>(9);
    d.goals = {.service_level = 80,
               .speed_of_answer = 0s,
               .abandoned = 0,
               .occupancy = real_seconds{no_number}.count()};
    d.seats_at_least = 200'001;
    d.seats_at_most = 200'000;
    d.shrinkage = 1;
    const auto refused = sla::compile(d);
    REQUIRE_FALSE(refused);
    CHECK(codes(refused.issues()) ==
          std::vector<std::string>{
              "interval: capacity.time_invalid", "handling_time: capacity.time_invalid",
              "patience: capacity.time_invalid", "answered_within: capacity.time_invalid",
              "goals.service_level: capacity.share_out_of_range",
              "goals.speed_of_answer: capacity.time_invalid",
              "goals.abandoned: capacity.share_out_of_range",
              "goals.occupancy: capacity.share_out_of_range",
              "abandoned: capacity.unknown_enumerator", "seats_at_most: capacity.too_many_seats",
              "seats_at_least: capacity.seats_reversed",
              "shrinkage: capacity.shrinkage_out_of_range"});
}

TEST_CASE("an issue of a definition says what was expected and seen") {
    sla::capacity_definition d = three_minutes();
    d.goals.service_level = 80;
    d.handling_time = real_seconds{infinite};
    const auto refused = sla::compile(d);
    REQUIRE_FALSE(refused);
    REQUIRE(refused.issues().size() == 2);
    CHECK(refused.issues()[0] == sla::issue{.code = "capacity.time_invalid",
                                            .place = "handling_time",
                                            .message = "this is no such length of time",
                                            .expected = "zero or a positive time, finite",
                                            .saw = "inf s"});
    CHECK(refused.issues()[1] == sla::issue{.code = "capacity.share_out_of_range",
                                            .place = "goals.service_level",
                                            .message = "this is no share to aim at",
                                            .expected = "above 0, below 1",
                                            .saw = "80",
                                            .hint = "80 % is 0.8"});
}

TEST_CASE("shares at their bounds") {
    const auto accepts = [](const sla::staffing_goals& goals) {
        sla::capacity_definition d = three_minutes(60s);
        d.goals = goals;
        return sla::compile(d).has_value();
    };
    for (const double share : {0., 1., -0.1, no_number, infinite}) {
        CAPTURE(share);
        CHECK_FALSE(accepts({.service_level = share}));
        CHECK_FALSE(accepts({.abandoned = share}));
        CHECK(accepts({.occupancy = share}) == (share == 1));
    }
    CHECK(accepts({.service_level = 0.999, .abandoned = 0.001, .occupancy = 0.001}));
    CHECK_FALSE(accepts({.speed_of_answer = real_seconds{infinite}}));
    CHECK_FALSE(accepts({.speed_of_answer = real_seconds{no_number}}));
    CHECK_FALSE(accepts({.speed_of_answer = -1s}));
    CHECK(accepts({.speed_of_answer = 1ms}));
}

TEST_CASE("patience may be zero, long or unlimited, but not absurd") {
    const auto codes_of = [](real_seconds patience) {
        return codes(sla::compile(three_minutes(patience)).issues());
    };
    CHECK(codes_of(0s).empty());
    CHECK(codes_of(sla::unlimited_patience).empty());
    CHECK(codes_of(100'000 * 3min).empty());
    CHECK(codes_of(100'001 * 3min) ==
          std::vector<std::string>{"patience: capacity.patience_too_long"});
    CHECK(codes_of(-1s) == std::vector<std::string>{"patience: capacity.time_invalid"});
    CHECK(codes_of(-sla::unlimited_patience) ==
          std::vector<std::string>{"patience: capacity.time_invalid"});
}

TEST_CASE("a definition that means little comes with warnings") {
    sla::capacity_definition d;
    d.goals.abandoned = 0.05;
    const auto compiled = sla::compile(d);
    REQUIRE(compiled);
    CHECK(codes(compiled.issues()) ==
          std::vector<std::string>{"goals.abandoned: capacity.goal_without_effect",
                                   "handling_time: capacity.no_handling_time"});

    d = three_minutes(0s);
    d.goals.speed_of_answer = 20s;
    CHECK(codes(sla::compile(d).issues()) ==
          std::vector<std::string>{"goals.speed_of_answer: capacity.goal_without_effect"});
}

TEST_CASE("a desk is a value that keeps its definition") {
    const sla::capacity_definition d = three_minutes(60s);
    const sla::capacity one = desk(d);
    const sla::capacity other = one; // NOLINT(performance-unnecessary-copy-initialization)
    CHECK(other.definition() == d);
    CHECK(other.figures(100, 11) == one.figures(100, 11));
    STATIC_CHECK(std::is_trivially_copyable_v<sla::capacity>);
    STATIC_CHECK(noexcept(one.figures(1, 1)));
    STATIC_CHECK(noexcept(one.seats_for(1)));
}
