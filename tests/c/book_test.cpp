// SPDX-License-Identifier: MIT
//
// Errors, books and calendars of the C interface.

#include "../zones/directory.hpp"
#include "desk.hpp"
#include <sla/describe.hpp>
#include <sla/json_results.hpp>
#include <sla/version.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstring>
#include <string>

using desk::owned;
using desk::refusal;

TEST_CASE("The library says which it is", "[c]") {
    CHECK(sla_abi_version() == SLA_ABI_VERSION);
    CHECK(std::string{sla_version()} == SLA_VERSION_STRING);
}

TEST_CASE("A document becomes a book, whose names have the ids of C++", "[c]") {
    const auto book = desk::load();
    REQUIRE(book != nullptr);
    const sla::policy_book same = desk::in_cpp();

    CHECK(sla_book_value(book.get(), SLA_TIER, "gold") ==
          static_cast<std::uint32_t>(same.find_value(sla::attribute::tier, "gold")));
    CHECK(sla_book_value(book.get(), SLA_TIER, "silver") == SLA_OTHER);
    CHECK(sla_book_value(book.get(), SLA_TIER, "") == SLA_NONE);
    CHECK(sla_book_value(book.get(), SLA_TIER, nullptr) == SLA_NONE);
    CHECK(sla_book_value(book.get(), SLA_ATTRIBUTE_COUNT, "gold") == SLA_NONE);
    CHECK(sla_book_value(book.get(), -1, "gold") == SLA_NONE);
    CHECK(sla_book_value(nullptr, SLA_TIER, "gold") == SLA_NONE);
    CHECK(sla_book_event_name(book.get(), "waiting") ==
          static_cast<std::uint32_t>(same.find_event_name("waiting")));
    CHECK(sla_book_event_name(nullptr, "waiting") == SLA_NONE);
    CHECK(sla_book_tag(book.get(), "internal") ==
          static_cast<std::uint32_t>(same.find_tag("internal")));
    CHECK(sla_book_tag(nullptr, "internal") == SLA_NONE);

    CHECK(sla_book_policy_count(book.get()) == 2);
    CHECK(sla_book_policy(book.get(), "金牌") == 0);
    CHECK(sla_book_policy(book.get(), "Others") == 1);
    CHECK(sla_book_policy(book.get(), "Silver") == SLA_NO_ID);
    CHECK(sla_book_policy(nullptr, "Others") == SLA_NO_ID);
    CHECK(sla_book_policy(book.get(), nullptr) == SLA_NO_ID);
    CHECK(std::string{sla_book_policy_name(book.get(), 0)} == "金牌");
    CHECK(sla_book_policy_name(book.get(), 2) == nullptr);
    CHECK(sla_book_policy_name(nullptr, 0) == nullptr);
    CHECK(sla_book_policy_count(nullptr) == 0);

    CHECK(sla_book_metric_count(book.get()) == 2);
    CHECK(sla_book_metric(book.get(), "resolution") == 1);
    CHECK(sla_book_metric(book.get(), "repair") == SLA_NO_ID);
    CHECK(sla_book_metric(nullptr, "resolution") == SLA_NO_ID);
    CHECK(std::string{sla_book_metric_name(book.get(), 1)} == "resolution");
    CHECK(sla_book_metric_name(book.get(), 2) == nullptr);
    CHECK(sla_book_metric_name(nullptr, 0) == nullptr);
    CHECK(sla_book_metric_count(nullptr) == 0);
    CHECK(sla_book_step_name(book.get(), 1000, 0) == nullptr);
    CHECK(sla_book_step_name(nullptr, 0, 0) == nullptr);
}

TEST_CASE("A wrong document gives all its issues, as data, as text and as JSON", "[c]") {
    std::string text{desk::document};
    text.replace(text.find("30 min"), 6, "2 days");
    text.replace(text.find("\"calendar\": \"客服\""), std::strlen("\"calendar\": \"客服\""),
                 "\"calender\": \"x\"");
    const auto expected = sla::compile_json(text, sla::system_zones());
    REQUIRE_FALSE(expected);

    sla_book* book = nullptr;
    sla_error* made = nullptr;
    CHECK(sla_book_load(text.data(), text.size(), nullptr, &book, &made) == SLA_INVALID_INPUT);
    CHECK(book == nullptr);
    const owned<sla_error> error{made};
    CHECK(sla_error_status(error.get()) == SLA_INVALID_INPUT);
    REQUIRE(sla_error_count(error.get()) == expected.issues().size());
    REQUIRE(sla_error_count(error.get()) >= 2);
    for (std::size_t i = 0; i < expected.issues().size(); ++i) {
        const sla::issue& want = expected.issues()[i];
        sla_issue saw{};
        REQUIRE(sla_error_issue(error.get(), i, &saw, sizeof saw) == SLA_OK);
        CHECK(saw.code == want.code);
        CHECK(saw.place == want.place);
        CHECK(saw.message == want.message);
        CHECK(saw.expected == want.expected);
        CHECK(saw.saw == want.saw);
        CHECK(saw.hint == want.hint);
        CHECK(saw.severity == (want.severity == sla::severity::error ? SLA_ERROR : SLA_WARNING));
    }
    CHECK(sla_error_text(error.get()) == sla::describe(expected.issues()));
    CHECK(sla_error_json(error.get()) == sla::to_json(expected.issues()));

    sla_issue one{};
    CHECK(sla_error_issue(error.get(), 1000, &one, sizeof one) == SLA_INVALID_ARGUMENT);
    CHECK(sla_error_issue(error.get(), 0, &one, sizeof one - 8) == SLA_INVALID_ARGUMENT);
    CHECK(sla_error_issue(error.get(), 0, nullptr, sizeof one) == SLA_INVALID_ARGUMENT);
    CHECK(sla_error_issue(nullptr, 0, &one, sizeof one) == SLA_INVALID_ARGUMENT);
}

TEST_CASE("A later caller's issue is longer, and what the library does not know is zero", "[c]") {
    sla_error* made = nullptr;
    CHECK(sla_book_load("x", 1, nullptr, nullptr, &made) == SLA_INVALID_ARGUMENT);
    const owned<sla_error> error{made};
    struct {
        sla_issue known;
        std::int64_t later;
    } longer{};
    longer.later = 7;
    REQUIRE(sla_error_issue(error.get(), 0, &longer.known, sizeof longer) == SLA_OK);
    CHECK(std::string{longer.known.place} == "book");
    CHECK(longer.later == 0);
}

TEST_CASE("No error is as good as none", "[c]") {
    CHECK(sla_error_status(nullptr) == SLA_INVALID_ARGUMENT);
    CHECK(sla_error_count(nullptr) == 0);
    CHECK(std::string{sla_error_text(nullptr)}.empty());
    CHECK(std::string{sla_error_json(nullptr)} == "[]");
    sla_error_free(nullptr);
    sla_book_free(nullptr);
    sla_ticket_free(nullptr);
    sla_table_plan_free(nullptr);
    sla_report_free(nullptr);
    sla_text_free(nullptr);
    // Whoever does not want to know why passes no address.
    sla_book* book = nullptr;
    CHECK(sla_book_load("{", 1, nullptr, &book, nullptr) == SLA_INVALID_INPUT);
}

TEST_CASE("Arguments of a load that are missing or wrong are said", "[c]") {
    sla_book* book = nullptr;
    const char* text = desk::document.data();
    const std::size_t size = desk::document.size();
    const auto with = [&](sla_load_options options) {
        return refusal(
            [&](sla_error** e) { return sla_book_load(text, size, &options, &book, e); });
    };
    CHECK(refusal([&](sla_error** e) { return sla_book_load(nullptr, 1, nullptr, &book, e); }) ==
          "2 c.argument_missing at json");
    CHECK(refusal([&](sla_error** e) { return sla_book_load(text, size, nullptr, nullptr, e); }) ==
          "2 c.argument_missing at book");
    CHECK(refusal([&](sla_error** e) {
              return sla_book_load(nullptr, 0, nullptr, &book, e);
          }).starts_with("1 json."));
    CHECK(with({}) == "2 c.size_unknown at options.size");
    CHECK(with({.size = 3, .zone_directory = nullptr, .first_year = 0, .last_year = 0}) ==
          "2 c.size_unknown at options.size");
    sla_load_options options{};
    options.size = sizeof options;
    options.first_year = -1;
    CHECK(with(options) == "2 c.year_unknown at options.first_year");
    options.first_year = 2000;
    options.last_year = 70'000;
    CHECK(with(options) == "2 c.year_unknown at options.last_year");
    options.last_year = 1999;
    CHECK(with(options).starts_with("1 calendar.compiled_years_invalid"));
    CHECK(book == nullptr);
}

TEST_CASE("Zones come from a directory of the host's", "[c]") {
    const zones::temporary_directory directory;
    sla_load_options options{};
    options.size = sizeof options;
    const std::string path = directory.path().string();
    options.zone_directory = path.c_str();
    sla_book* book = nullptr;
    const auto load = [&](sla_error** e) {
        return sla_book_load(desk::document.data(), desk::document.size(), &options, &book, e);
    };
    CHECK(refusal(load) == "1 zone.unknown at /calendars/0/zone");
    CHECK(book == nullptr);
    if (!zones::run_zic("slim", directory.path()))
        SKIP("no zic to compile zones with");
    options.first_year = 2020;
    options.last_year = 2029;
    CHECK(refusal(load).empty());
    const owned<sla_book> loaded{book};
    CHECK(sla_calendar_is_open(sla_book_calendar(book, "客服"), desk::friday + 2 * desk::hour) ==
          1);
}

TEST_CASE("A book has several owners, and what it probably does not mean", "[c]") {
    auto book = desk::load();
    const sla_error* warnings = sla_book_warnings(book.get());
    REQUIRE(sla_error_count(warnings) == 1);
    CHECK(sla_error_status(warnings) == SLA_OK);
    sla_issue only{};
    REQUIRE(sla_error_issue(warnings, 0, &only, sizeof only) == SLA_OK);
    CHECK(std::string{only.code} == "policy.default_missing");
    CHECK(only.severity == SLA_WARNING);
    CHECK(sla_book_warnings(nullptr) == nullptr);
    CHECK(sla_book_retain(book.get()) == book.get());
    CHECK(sla_book_retain(nullptr) == nullptr);
    const owned<sla_book> second{book.get()};
    book.reset();
    CHECK(std::string{sla_book_policy_name(second.get(), 1)} == "Others");

    std::string text{desk::document};
    const std::size_t condition = text.find("\"when\": { \"none\"");
    text.erase(condition, text.find("\"calendar\"", condition) - condition);
    const auto without = desk::load(text);
    REQUIRE(without != nullptr);
    CHECK(sla_book_warnings(without.get()) == nullptr);
}

TEST_CASE("Calendars answer as in C++", "[c]") {
    const auto book = desk::load();
    const sla::policy_book same = desk::in_cpp();
    const sla_calendar* hours = sla_book_calendar(book.get(), "客服");
    const sla::calendar& expected = *same.find_calendar("客服");
    REQUIRE(hours != nullptr);
    CHECK(sla_book_calendar(book.get(), "Support") == nullptr);
    CHECK(sla_book_calendar(book.get(), nullptr) == nullptr);
    CHECK(sla_book_calendar(nullptr, "客服") == nullptr);

    // Friday 2026-02-13 16:00 in Shanghai: two hours are left of the day.
    const std::int64_t four = desk::friday + 8 * desk::hour;
    CHECK(sla_calendar_is_open(hours, four) == 1);
    CHECK(sla_calendar_is_open(hours, four + 2 * desk::hour) == 0);
    CHECK(sla_calendar_add(hours, four, 3 * desk::hour) == four + 66 * desk::hour);
    CHECK(sla_calendar_add(hours, four + 66 * desk::hour, -3 * desk::hour) == four);
    CHECK(sla_calendar_between(hours, four, four + 66 * desk::hour) == 3 * desk::hour);
    CHECK(sla_calendar_between(hours, four + 66 * desk::hour, four) == -3 * desk::hour);
    CHECK(sla_calendar_next_close(hours, four) == four + 2 * desk::hour);
    CHECK(sla_calendar_next_open(hours, four) == four + 65 * desk::hour);
    for (std::int64_t at = desk::friday; at < desk::friday + 400 * 24 * desk::hour;
         at += 7 * desk::hour + 13) {
        const sla::instant t{sla::elapsed{at}};
        CHECK(sla_calendar_is_open(hours, at) == (expected.is_open(t) ? 1 : 0));
        CHECK(
            sla_calendar_add(hours, at, 5 * desk::hour) ==
            expected.add(t, sla::working{sla::elapsed{5 * desk::hour}}).time_since_epoch().count());
    }

    CHECK(sla_calendar_add(hours, four, INT64_MAX) == SLA_NEVER);
    CHECK(sla_calendar_add(hours, four, INT64_MIN) == SLA_NEVER);
    CHECK(sla_calendar_add(hours, INT64_MIN, desk::hour) == SLA_NEVER);
    CHECK(sla_calendar_is_open(hours, INT64_MAX) == 0);
    CHECK(sla_calendar_is_open(nullptr, four) == -1);
    CHECK(sla_calendar_add(nullptr, four, 1) == SLA_NEVER);
    CHECK(sla_calendar_between(nullptr, four, four) == SLA_NO_VALUE);
    CHECK(sla_calendar_next_open(nullptr, four) == SLA_NEVER);
    CHECK(sla_calendar_next_close(nullptr, four) == SLA_NEVER);
}
