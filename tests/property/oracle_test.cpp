// SPDX-License-Identifier: MIT
//
// The oracle judges the library, so here it is judged itself, against answers worked out by hand.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <optional>
#include <oracle/hard_zones.hpp>
#include <oracle/random_calendar.hpp>
#include <oracle/slow_calendar.hpp>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

oracle::slow_calendar make(sla::calendar_definition definition) {
    const sla::zone zone = oracle::hard_zone_source()(definition.zone).value();
    return {std::move(definition), zone};
}

/// UTC.
sla::instant at(year_month_day day, milliseconds time) {
    return sys_days{day} + time;
}

const sla::calendar_definition office{.name = "office",
                                      .zone = "Europe/Berlin",
                                      .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}}),
                                      .exceptions = {sla::closed("Whit Monday", 2025y / June / 9)}};

} // namespace

TEST_CASE("the oracle opens an office by the wall clock of its zone") {
    const auto hours = make(office);
    CHECK_FALSE(hours.is_open(at(2025y / January / 6, 7h + 59min))); // 08:59 in Berlin
    CHECK(hours.is_open(at(2025y / January / 6, 8h)));
    CHECK(hours.is_open(at(2025y / January / 6, 15h + 59min)));
    CHECK_FALSE(hours.is_open(at(2025y / January / 6, 16h)));
    CHECK(hours.is_open(at(2025y / June / 10, 7h)));          // summer time
    CHECK_FALSE(hours.is_open(at(2025y / June / 9, 10h)));    // the holiday
    CHECK_FALSE(hours.is_open(at(2025y / January / 4, 10h))); // Saturday
}

TEST_CASE("the oracle counts, adds and subtracts by walking") {
    const auto hours = make(office);
    const sla::instant friday = at(2025y / June / 6, 13h);  // 15:00
    const sla::instant tuesday = at(2025y / June / 10, 8h); // 10:00
    CHECK(hours.between(friday, tuesday) == sla::working{3h});
    CHECK(hours.between(tuesday, friday) == sla::working{-3h});
    CHECK(hours.add(friday, sla::working{3h}) == tuesday);
    CHECK(hours.subtract(tuesday, sla::working{3h}) == friday);
    CHECK(hours.add(friday, sla::working{2h}) == at(2025y / June / 6, 15h));
    CHECK(hours.add(friday, sla::working{2h}, sla::exact_fit::next_open) ==
          at(2025y / June / 10, 7h));
    CHECK(hours.subtract(tuesday, sla::working{1h}) == at(2025y / June / 10, 7h));
    CHECK(hours.subtract(tuesday, sla::working{1h}, sla::exact_fit::next_open) ==
          at(2025y / June / 6, 15h));
    CHECK(hours.add(friday, sla::working{500h}) == std::nullopt); // beyond its limit
}

TEST_CASE("the oracle finds the edges around an instant") {
    const auto hours = make(office);
    const sla::instant noon = at(2025y / June / 6, 10h);
    CHECK(hours.next_open(noon) == at(2025y / June / 10, 7h));
    CHECK(hours.next_open_or_same(noon) == noon);
    CHECK(hours.next_close(noon) == at(2025y / June / 6, 15h));
    CHECK(hours.previous_open(noon) == at(2025y / June / 6, 7h));
    CHECK(hours.previous_close(noon) == at(2025y / June / 5, 15h));
    CHECK(hours.previous_close_or_same(noon) == noon);
    CHECK(hours.previous_open(at(2025y / June / 6, 7h)) == at(2025y / June / 5, 7h));
    CHECK(hours.open_between(noon, at(2025y / June / 10, 7h + 1s)) ==
          std::vector<sla::interval>{{noon, at(2025y / June / 6, 15h)},
                                     {at(2025y / June / 10, 7h), at(2025y / June / 10, 7h + 1s)}});
}

TEST_CASE("the oracle sees 23 and 25 hours on the days the clocks change") {
    const auto always =
        make({.name = "always", .zone = "Europe/Berlin", .hours = sla::around_the_clock()});
    const auto sunday = make(
        {.name = "Sunday", .zone = "Europe/Berlin", .hours = sla::weekly(Sunday, {{0h, 24h}})});
    CHECK(always.between(at(2025y / March / 29, 23h), at(2025y / March / 30, 22h)) ==
          sla::working{23h});
    CHECK(sunday.between(at(2025y / March / 29, 0h), at(2025y / March / 31, 0h)) ==
          sla::working{23h});
    CHECK(sunday.between(at(2025y / October / 25, 0h), at(2025y / October / 27, 0h)) ==
          sla::working{25h});
}

TEST_CASE("the oracle lets a night shift run through the night before a holiday") {
    auto definition = office;
    definition.hours = sla::weekly(sla::every_day, {{22h, 30h}});
    const auto nights = make(definition);
    CHECK(nights.is_open(at(2025y / June / 9, 3h)));        // 05:00, Sunday's shift
    CHECK_FALSE(nights.is_open(at(2025y / June / 9, 20h))); // 22:00 on the holiday
    CHECK_FALSE(nights.is_open(at(2025y / June / 10, 3h))); // the holiday's shift
    CHECK(nights.is_open(at(2025y / June / 10, 20h)));
}

TEST_CASE("the oracle knows the dates of Easter") {
    const auto closed_at_easter = [](sla::easter reckoning) {
        return make({.name = "e",
                     .zone = "UTC",
                     .hours = sla::around_the_clock(),
                     .yearly = {sla::closed_yearly("e", sla::days_from_easter{0, reckoning})}});
    };
    const auto western = closed_at_easter(sla::easter::western);
    for (const auto day :
         {1981y / April / 19, 2000y / April / 23, 2008y / March / 23, 2011y / April / 24,
          2025y / April / 20, 2038y / April / 25, 2049y / April / 18, 2285y / March / 22})
        CHECK_FALSE(western.is_open(at(day, 12h)));
    const auto orthodox = closed_at_easter(sla::easter::orthodox);
    for (const auto day : {2000y / April / 30, 2008y / April / 27, 2016y / May / 1, 2021y / May / 2,
                           2024y / May / 5, 2025y / April / 20})
        CHECK_FALSE(orthodox.is_open(at(day, 12h)));
}

TEST_CASE("the oracle gives holidays on the weekend another day") {
    sla::calendar_definition definition{
        .name = "o", .zone = "UTC", .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})};
    const auto closed_on = [&](sla::observed_rule rule, year_month_day day) {
        definition.yearly = {sla::closed_yearly("Christmas Day", December / 25, rule),
                             sla::closed_yearly("Boxing Day", December / 26, rule)};
        return !make(definition).is_business_day(local_days{day});
    };
    using enum sla::observed_rule;
    // 2021: Saturday and Sunday.
    CHECK_FALSE(closed_on(as_it_falls, 2021y / December / 27));
    CHECK(closed_on(nearest_weekday, 2021y / December / 24));
    CHECK(closed_on(nearest_weekday, 2021y / December / 27));
    CHECK_FALSE(closed_on(nearest_weekday, 2021y / December / 28));
    CHECK(closed_on(following_weekday, 2021y / December / 27));
    CHECK_FALSE(closed_on(following_weekday, 2021y / December / 28));
    CHECK(closed_on(following_free_weekday, 2021y / December / 27));
    CHECK(closed_on(following_free_weekday, 2021y / December / 28));
    CHECK_FALSE(closed_on(following_free_weekday, 2021y / December / 29));
    CHECK(closed_on(sunday_to_free_weekday, 2021y / December / 27));
    CHECK_FALSE(closed_on(sunday_to_free_weekday, 2021y / December / 28));
    // 2022: Sunday and Monday.
    CHECK(closed_on(following_free_weekday, 2022y / December / 27));
    CHECK(closed_on(sunday_to_free_weekday, 2022y / December / 27));
    CHECK_FALSE(closed_on(following_weekday, 2022y / December / 27));
}

TEST_CASE("the oracle walks business days") {
    const auto hours = make(office);
    const auto day = [](year_month_day d) { return local_days{d}; };
    CHECK_FALSE(hours.is_business_day(day(2025y / June / 9)));
    CHECK(hours.business_days_between(day(2025y / June / 6), day(2025y / June / 13)) == 4);
    CHECK(hours.add_business_days(day(2025y / June / 6), 1) == day(2025y / June / 10));
    CHECK(hours.add_business_days(day(2025y / June / 7), 0) == day(2025y / June / 10));
    CHECK(hours.add_business_days(day(2025y / June / 10), -1) == day(2025y / June / 6));
    CHECK(hours.add(at(2025y / June / 7, 10h), sla::business_days{.count = 1}) ==
          at(2025y / June / 11, 7h)); // Saturday moves to Tuesday 09:00
}

TEST_CASE("the oracle moves by the wall clock") {
    const auto hours = make(office);
    // 02:30 does not exist on 30 March: the clock shows 03:00 first, at 01:00 UTC.
    CHECK(hours.add(at(2025y / March / 29, 1h + 30min), sla::calendar_days{1}) ==
          at(2025y / March / 30, 1h));
    // It exists twice on 26 October.
    CHECK(hours.add(at(2025y / October / 25, 30min), sla::calendar_days{1}) ==
          at(2025y / October / 26, 30min));
    CHECK(hours.add(at(2024y / January / 31, 11h), sla::calendar_months{1}) ==
          at(2024y / February / 29, 11h));
}
