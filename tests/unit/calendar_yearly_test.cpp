// SPDX-License-Identifier: MIT
//
// Holidays that come back, against the dates on which they really were.
#include <sla/calendar.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

using enum sla::observed_rule;

sla::calendar with(std::vector<sla::yearly_exception> yearly,
                   sla::weekday_set weekend = sla::saturday_and_sunday,
                   sla::weekly_hours hours = sla::weekly(sla::every_day, {{9h, 17h}})) {
    return sla::compile({.name = "h",
                         .zone = "UTC",
                         .hours = std::move(hours),
                         .yearly = std::move(yearly),
                         .weekend = weekend},
                        sla::zone_set{{sla::zone::utc()}}.source())
        .value();
}

/// The dates of one year on which nothing is open.
std::vector<year_month_day> closed_in(const sla::calendar& hours, year y) {
    std::vector<year_month_day> found;
    for (local_days d{y / January / 1}; d < local_days{(y + years{1}) / January / 1}; d += days{1})
        if (!hours.is_business_day(d))
            found.emplace_back(d);
    return found;
}

using dates = std::vector<year_month_day>;

} // namespace

TEST_CASE("a fixed date comes back every year, inside and outside the compiled years") {
    const auto hours = with({sla::closed_yearly("Christmas", December / 25)});
    for (const year y : {1970y, 1999y, 2015y, 2016y, 2025y, 2031y, 2032y, 2500y, 9999y})
        CHECK(closed_in(hours, y) == dates{y / December / 25});
}

TEST_CASE("29 February comes in leap years alone") {
    const auto hours = with({sla::closed_yearly("leap day", February / 29)});
    CHECK(closed_in(hours, 2024y) == dates{2024y / February / 29});
    CHECK(closed_in(hours, 2025y).empty());
    CHECK(closed_in(hours, 2000y) == dates{2000y / February / 29});
    CHECK(closed_in(hours, 2100y).empty());
}

TEST_CASE("the n-th and the last weekday of a month") {
    const auto hours = with({sla::closed_yearly("Thanksgiving", November / Thursday[4]),
                             sla::closed_yearly("Memorial Day", May / Monday[last]),
                             sla::closed_yearly("fifth Friday", March / Friday[5])});
    CHECK(closed_in(hours, 2024y) ==
          dates{2024y / March / 29, 2024y / May / 27, 2024y / November / 28});
    CHECK(closed_in(hours, 2025y) == dates{2025y / May / 26, 2025y / November / 27});
    CHECK(closed_in(hours, 2040y) ==
          dates{2040y / March / 30, 2040y / May / 28, 2040y / November / 22});
}

TEST_CASE("days from Western Easter") {
    const auto hours = with({sla::closed_yearly("Good Friday", sla::days_from_easter{-2}),
                             sla::closed_yearly("Easter Monday", sla::days_from_easter{1}),
                             sla::closed_yearly("Ascension", sla::days_from_easter{39}),
                             sla::closed_yearly("Whit Monday", sla::days_from_easter{50})});
    CHECK(closed_in(hours, 2025y) ==
          dates{2025y / April / 18, 2025y / April / 21, 2025y / May / 29, 2025y / June / 9});
    CHECK(closed_in(hours, 2008y) ==
          dates{2008y / March / 21, 2008y / March / 24, 2008y / May / 1, 2008y / May / 12});
    CHECK(closed_in(hours, 2038y) ==
          dates{2038y / April / 23, 2038y / April / 26, 2038y / June / 3, 2038y / June / 14});
}

TEST_CASE("days from Orthodox Easter") {
    const auto hours =
        with({sla::closed_yearly("Easter", sla::days_from_easter{0, sla::easter::orthodox})});
    CHECK(closed_in(hours, 2016y) == dates{2016y / May / 1});
    CHECK(closed_in(hours, 2021y) == dates{2021y / May / 2});
    CHECK(closed_in(hours, 2024y) == dates{2024y / May / 5});
    CHECK(closed_in(hours, 2025y) == dates{2025y / April / 20});
    CHECK(closed_in(hours, 1983y) == dates{1983y / May / 8});
}

TEST_CASE("the first weekday on or after a date") {
    const auto hours =
        with({sla::closed_yearly("Victoria Day", sla::weekday_on_or_after{Monday, May / 18})});
    CHECK(closed_in(hours, 2020y) == dates{2020y / May / 18});
    CHECK(closed_in(hours, 2024y) == dates{2024y / May / 20});
    CHECK(closed_in(hours, 2025y) == dates{2025y / May / 19});
    CHECK(closed_in(hours, 2026y) == dates{2026y / May / 18});
    CHECK(closed_in(hours, 2021y) == dates{2021y / May / 24});
}

TEST_CASE("a weekday on or after the end of a year may lie in the next") {
    const auto hours =
        with({sla::closed_yearly("first Monday", sla::weekday_on_or_after{Monday, December / 30})});
    // 30 December 2024 is a Monday; 30 December 2025 a Tuesday, so 5 January 2026.
    CHECK(closed_in(hours, 2024y) == dates{2024y / January / 1, 2024y / December / 30});
    CHECK(closed_in(hours, 2025y).empty());
    CHECK(closed_in(hours, 2026y) == dates{2026y / January / 5});
}

TEST_CASE("Independence Day on a weekend is observed on the nearest weekday") {
    const auto hours = with({sla::closed_yearly("Independence Day", July / 4, nearest_weekday)});
    CHECK(closed_in(hours, 2020y) == dates{2020y / July / 3, 2020y / July / 4}); // Saturday
    CHECK(closed_in(hours, 2021y) == dates{2021y / July / 4, 2021y / July / 5}); // Sunday
    CHECK(closed_in(hours, 2025y) == dates{2025y / July / 4});
}

TEST_CASE("New Year on a Saturday is observed in the old year") {
    const auto hours = with({sla::closed_yearly("New Year", January / 1, nearest_weekday)});
    CHECK(closed_in(hours, 2021y) == dates{2021y / January / 1, 2021y / December / 31});
    CHECK(closed_in(hours, 2022y) == dates{2022y / January / 1});
    CHECK(closed_in(hours, 2023y) == dates{2023y / January / 1, 2023y / January / 2});
    // The compiled years end with 2031; 1 January 2033 is a Saturday.
    CHECK(closed_in(hours, 2032y) == dates{2032y / January / 1, 2032y / December / 31});
}

TEST_CASE("a rule's first and last year are those of its date, not of the day in lieu") {
    auto rule = sla::closed_yearly("New Year", January / 1, nearest_weekday);
    rule.first_year = 2022y;
    rule.last_year = 2023y;
    const auto hours = with({rule});
    CHECK(closed_in(hours, 2021y) == dates{2021y / December / 31});
    CHECK(closed_in(hours, 2022y) == dates{2022y / January / 1});
    CHECK(closed_in(hours, 2023y) == dates{2023y / January / 1, 2023y / January / 2});
    CHECK(closed_in(hours, 2024y).empty());
}

TEST_CASE("a bank holiday on the weekend moves to the next weekday that is free") {
    // Christmas in England, as it was.
    const auto hours =
        with({sla::closed_yearly("Christmas Day", December / 25, following_free_weekday),
              sla::closed_yearly("Boxing Day", December / 26, following_free_weekday)});
    CHECK(closed_in(hours, 2020y) == dates{2020y / December / 25, 2020y / December / 26,
                                           2020y / December / 28}); // Friday and Saturday
    CHECK(closed_in(hours, 2021y) == dates{2021y / December / 25, 2021y / December / 26,
                                           2021y / December / 27,
                                           2021y / December / 28}); // Saturday and Sunday
    CHECK(closed_in(hours, 2022y) == dates{2022y / December / 25, 2022y / December / 26,
                                           2022y / December / 27}); // Sunday and Monday
    CHECK(closed_in(hours, 2024y) == dates{2024y / December / 25, 2024y / December / 26});
}

TEST_CASE("two bank holidays on one weekday make two free days") {
    // In 2011 Anzac Day was Easter Monday; Tuesday was free as well.
    const auto hours = with({sla::closed_yearly("Easter Monday", sla::days_from_easter{1}),
                             sla::closed_yearly("Anzac Day", April / 25, following_free_weekday)});
    CHECK(closed_in(hours, 2011y) == dates{2011y / April / 25, 2011y / April / 26});
    CHECK(closed_in(hours, 2012y) == dates{2012y / April / 9, 2012y / April / 25});
}

TEST_CASE("in Japan only a Sunday is made up for") {
    // May 2015: Constitution Day on a Sunday, then Greenery Day and Children's Day; so Wednesday.
    const auto hours =
        with({sla::closed_yearly("Constitution Day", May / 3, sunday_to_free_weekday),
              sla::closed_yearly("Greenery Day", May / 4, sunday_to_free_weekday),
              sla::closed_yearly("Children's Day", May / 5, sunday_to_free_weekday)});
    CHECK(closed_in(hours, 2015y) ==
          dates{2015y / May / 3, 2015y / May / 4, 2015y / May / 5, 2015y / May / 6});
    // 2014: Saturday, Sunday, Monday; so Tuesday, for the Sunday alone.
    CHECK(closed_in(hours, 2014y) ==
          dates{2014y / May / 3, 2014y / May / 4, 2014y / May / 5, 2014y / May / 6});
    // 2018: Thursday, Friday, Saturday.
    CHECK(closed_in(hours, 2018y) == dates{2018y / May / 3, 2018y / May / 4, 2018y / May / 5});
}

TEST_CASE("the next weekday, free or not") {
    const auto hours = with({sla::closed_yearly("Christmas Day", December / 25, following_weekday),
                             sla::closed_yearly("Boxing Day", December / 26, following_weekday)});
    CHECK(closed_in(hours, 2021y) ==
          dates{2021y / December / 25, 2021y / December / 26, 2021y / December / 27});
}

TEST_CASE("the weekend is the definition's, not everybody's") {
    const auto weekend = sla::weekday_set{Friday} | Saturday;
    const auto hours =
        with({sla::closed_yearly("National Day", December / 2, following_weekday)}, weekend);
    CHECK(closed_in(hours, 2022y) == dates{2022y / December / 2, 2022y / December / 4}); // Friday
    CHECK(closed_in(hours, 2023y) == dates{2023y / December / 2, 2023y / December / 3}); // Saturday
    CHECK(closed_in(hours, 2018y) == dates{2018y / December / 2});                       // Sunday
}

TEST_CASE("a holiday of several dates runs on into the next year") {
    auto rule = sla::closed_yearly("works holidays", December / 30);
    rule.days = 4;
    const auto hours = with({rule});
    for (const year y : {1980y, 2016y, 2025y, 2031y, 2032y, 3000y})
        CHECK(closed_in(hours, y) ==
              dates{y / January / 1, y / January / 2, y / December / 30, y / December / 31});
}

TEST_CASE("a day in lieu that falls into the same holiday leaves it closed") {
    // Friday and Saturday are the weekend; the Friday's day in lieu is a Sunday that is off anyway.
    auto rule = sla::closed_yearly("week off", December / 28, following_weekday);
    rule.days = 7;
    const auto hours = with({rule}, sla::weekday_set{Friday} | Saturday);
    const local_days first{2029y / December / 28}; // a Friday
    for (int n = 0; n < 7; ++n) {
        INFO("day " << n);
        CHECK_FALSE(hours.is_business_day(first + days{n}));
    }
    CHECK(hours.is_business_day(first + days{7}));
}

TEST_CASE("the day in lieu of the last holidays of a year may be the first free day of the next") {
    auto rule = sla::closed_yearly("works holidays", December / 28, following_free_weekday);
    rule.days = 4; // to New Year's Eve
    const auto hours = with({rule}, Sunday);
    for (const year y : {2025y, 2031y, 2036y}) { // 28 December is a Sunday
        INFO(int{y});
        CHECK_FALSE(hours.is_business_day(local_days{y / December / 31}));
        CHECK_FALSE(hours.is_business_day(local_days{(y + years{1}) / January / 1}));
        CHECK(hours.is_business_day(local_days{(y + years{1}) / January / 2}));
    }
}

TEST_CASE("two holidays with the same day in lieu close it") {
    const auto hours = with({sla::closed_yearly("a", May / 3, following_weekday),
                             sla::closed_yearly("b", May / 4, following_weekday)});
    // 2025: Saturday and Sunday.
    CHECK(closed_in(hours, 2025y) == dates{2025y / May / 3, 2025y / May / 4, 2025y / May / 5});
}

TEST_CASE("a holiday beats a half day on the same date") {
    const sla::yearly_exception half{.name = "half day", .date = May / 1, .ranges = {{9h, 12h}}};
    const auto holiday = sla::closed_yearly("Labour Day", May / 1);
    for (const auto& yearly : {std::vector{half, holiday}, std::vector{holiday, half}})
        CHECK(closed_in(with(yearly), 2025y) == dates{2025y / May / 1});
    const sla::yearly_exception late{.name = "late", .date = May / 1, .ranges = {{11h, 20h}}};
    const auto hours = with({half, late});
    const sla::instant midnight = sys_days{2025y / May / 1};
    CHECK(hours.next_open(midnight) == midnight + 11h);
    CHECK(hours.next_close(midnight) == midnight + 12h);
}

TEST_CASE("a dated exception that replaces overrides the yearly one") {
    auto definition = sla::calendar_definition{
        .name = "h",
        .zone = "UTC",
        .hours = sla::weekly(sla::every_day, {{9h, 17h}}),
        .exceptions = {sla::open_instead("open after all", 2025y / May / 1, {{10h, 11h}})},
        .yearly = {sla::closed_yearly("Labour Day", May / 1)}};
    const auto hours = sla::compile(definition, sla::zone_set{{sla::zone::utc()}}.source()).value();
    CHECK(hours.next_open(sys_days{2025y / May / 1}) == sys_days{2025y / May / 1} + 10h);
    CHECK(hours.is_business_day(local_days{2025y / May / 1}));
    CHECK_FALSE(hours.is_business_day(local_days{2026y / May / 1}));
}
