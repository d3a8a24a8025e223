// SPDX-License-Identifier: MIT
//
// What hosts may rely on at compile time: how calendars copy, which queries cannot throw, and that
// working time, elapsed time and dates do not stand in for one another.

#include <sla/calendar.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>

namespace chrono = std::chrono;
using namespace std::chrono_literals;

namespace {

template <class What>
concept addable_to_calendar = requires(const sla::calendar& hours, sla::instant t, What what) {
    hours.add(t, what);
};

template <class What>
concept subtractable_from_calendar = requires(const sla::calendar& hours, sla::instant t,
                                              What what) {
    hours.subtract(t, what);
};

template <class When>
concept asked_whether_open = requires(const sla::calendar& hours, When when) {
    hours.is_open(when);
};

template <class When>
concept asked_for_business_day = requires(const sla::calendar& hours, When when) {
    hours.is_business_day(when);
};

/// Only named where nothing is evaluated.
constexpr const sla::calendar* hours = nullptr;

} // namespace

TEST_CASE("a calendar is copied and assigned without failing, and there is none by default") {
    STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<sla::calendar>);
    STATIC_REQUIRE(std::is_nothrow_copy_assignable_v<sla::calendar>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<sla::calendar>);
    STATIC_REQUIRE(std::is_nothrow_destructible_v<sla::calendar>);
    STATIC_REQUIRE(std::copyable<sla::calendar>);
    STATIC_REQUIRE(!std::is_default_constructible_v<sla::calendar>);
    STATIC_REQUIRE(sizeof(sla::calendar) <= 2 * sizeof(void*));
}

TEST_CASE("a calendar comes from a definition that was checked, in no other way") {
    STATIC_REQUIRE(!std::constructible_from<sla::calendar, sla::calendar_definition>);
    STATIC_REQUIRE(!std::constructible_from<sla::calendar, std::string>);
    STATIC_REQUIRE(!std::constructible_from<sla::calendar, sla::weekly_hours>);
    STATIC_REQUIRE(!std::convertible_to<sla::calendar_definition, sla::calendar>);
    STATIC_REQUIRE(std::same_as<decltype(sla::compile(std::declval<sla::calendar_definition>(),
                                                      std::declval<sla::zone_source>())),
                                sla::result<sla::calendar>>);
}

TEST_CASE("a definition is a regular value") {
    STATIC_REQUIRE(std::regular<sla::calendar_definition>);
    STATIC_REQUIRE(std::regular<sla::weekly_hours>);
    STATIC_REQUIRE(std::regular<sla::day_exception>);
    STATIC_REQUIRE(std::regular<sla::weekday_set>);
    STATIC_REQUIRE(std::regular<sla::calendar_options>);
    STATIC_REQUIRE(std::equality_comparable<sla::yearly_exception>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<sla::time_range>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<sla::business_days>);
}

TEST_CASE("no query can throw") {
    const sla::instant t{};
    const chrono::local_days date{};
    const sla::working d{};
    STATIC_REQUIRE(noexcept(hours->name()));
    STATIC_REQUIRE(noexcept(hours->time_zone()));
    STATIC_REQUIRE(noexcept(hours->is_open(t)));
    STATIC_REQUIRE(noexcept(hours->add(t, d)));
    STATIC_REQUIRE(noexcept(hours->add(t, d, sla::exact_fit::next_open)));
    STATIC_REQUIRE(noexcept(hours->subtract(t, d)));
    STATIC_REQUIRE(noexcept(hours->between(t, t)));
    STATIC_REQUIRE(noexcept(hours->next_open(t)));
    STATIC_REQUIRE(noexcept(hours->next_open_or_same(t)));
    STATIC_REQUIRE(noexcept(hours->next_close(t)));
    STATIC_REQUIRE(noexcept(hours->previous_open(t)));
    STATIC_REQUIRE(noexcept(hours->previous_close(t)));
    STATIC_REQUIRE(noexcept(hours->previous_close_or_same(t)));
    STATIC_REQUIRE(noexcept(hours->open_between(t, t)));
    STATIC_REQUIRE(noexcept(hours->open_between(t, t).begin()));
    STATIC_REQUIRE(noexcept(++hours->open_between(t, t).begin()));
    STATIC_REQUIRE(noexcept(hours->is_business_day(date)));
    STATIC_REQUIRE(noexcept(hours->business_days_between(date, date)));
    STATIC_REQUIRE(noexcept(hours->add_business_days(date, 1)));
    STATIC_REQUIRE(noexcept(hours->add(t, sla::business_days{})));
    STATIC_REQUIRE(noexcept(hours->add(t, sla::calendar_days{})));
    STATIC_REQUIRE(noexcept(hours->add(t, sla::calendar_weeks{})));
    STATIC_REQUIRE(noexcept(hours->add(t, sla::calendar_months{})));
    STATIC_REQUIRE(noexcept(hours->memory_bytes()));
}

TEST_CASE("the answers have the types that the questions name") {
    const sla::instant t{};
    const chrono::local_days date{};
    STATIC_REQUIRE(std::same_as<decltype(hours->between(t, t)), sla::working>);
    STATIC_REQUIRE(std::same_as<decltype(hours->add(t, sla::working{})), sla::instant>);
    STATIC_REQUIRE(std::same_as<decltype(hours->is_open(t)), bool>);
    STATIC_REQUIRE(std::same_as<decltype(hours->add_business_days(date, 1)),
                                std::optional<chrono::local_days>>);
    STATIC_REQUIRE(std::same_as<decltype(hours->business_days_between(date, date)), std::int64_t>);
}

TEST_CASE("a calendar adds working time and named days, never a bare length or number") {
    STATIC_REQUIRE(addable_to_calendar<sla::working>);
    STATIC_REQUIRE(addable_to_calendar<sla::business_days>);
    STATIC_REQUIRE(addable_to_calendar<sla::calendar_days>);
    STATIC_REQUIRE(addable_to_calendar<sla::calendar_weeks>);
    STATIC_REQUIRE(addable_to_calendar<sla::calendar_months>);
    STATIC_REQUIRE(!addable_to_calendar<sla::elapsed>);
    STATIC_REQUIRE(!addable_to_calendar<chrono::hours>);
    STATIC_REQUIRE(!addable_to_calendar<chrono::days>);
    STATIC_REQUIRE(!addable_to_calendar<chrono::months>);
    STATIC_REQUIRE(!addable_to_calendar<int>);
    STATIC_REQUIRE(!addable_to_calendar<double>);
    STATIC_REQUIRE(subtractable_from_calendar<sla::working>);
    STATIC_REQUIRE(!subtractable_from_calendar<sla::elapsed>);
    STATIC_REQUIRE(!subtractable_from_calendar<int>);
}

TEST_CASE("instants and local dates do not stand in for one another") {
    STATIC_REQUIRE(asked_whether_open<sla::instant>);
    STATIC_REQUIRE(asked_whether_open<chrono::sys_seconds>);
    STATIC_REQUIRE(!asked_whether_open<sla::local_time>);
    STATIC_REQUIRE(!asked_whether_open<chrono::local_days>);
    STATIC_REQUIRE(!asked_whether_open<std::int64_t>);
    STATIC_REQUIRE(asked_for_business_day<chrono::local_days>);
    STATIC_REQUIRE(asked_for_business_day<chrono::year_month_day> ==
                   std::convertible_to<chrono::year_month_day, chrono::local_days>);
    STATIC_REQUIRE(!asked_for_business_day<sla::instant>);
    STATIC_REQUIRE(!asked_for_business_day<chrono::sys_days>);
}

TEST_CASE("open intervals are a range for loops and algorithms") {
    STATIC_REQUIRE(std::ranges::forward_range<sla::open_intervals>);
    STATIC_REQUIRE(std::same_as<std::ranges::range_value_t<sla::open_intervals>, sla::interval>);
    STATIC_REQUIRE(std::forward_iterator<sla::open_intervals::iterator>);
    STATIC_REQUIRE(std::copyable<sla::open_intervals>);
}

TEST_CASE("weekday sets are made and asked by the compiler") {
    STATIC_REQUIRE(sla::monday_to_friday.contains(chrono::Friday));
    STATIC_REQUIRE(!sla::monday_to_friday.contains(chrono::Sunday));
    STATIC_REQUIRE((sla::monday_to_friday | sla::saturday_and_sunday) == sla::every_day);
    STATIC_REQUIRE(sla::weekday_set{}.empty());
}
