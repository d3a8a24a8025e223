// SPDX-License-Identifier: MIT
//
// What is wrong with a definition comes back all at once: each mistake with a code, a place and a
// hint.
#include <sla/calendar.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

sla::zone_source zones() {
    return sla::zone_set{
        {sla::zone::utc(),
         sla::zone_from_rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value()}}
        .source();
}

sla::calendar_definition office() {
    return {.name = "office",
            .zone = "Europe/Berlin",
            .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})};
}

sla::issue_list issues_of(const sla::calendar_definition& definition,
                          sla::calendar_options options = {}) {
    return sla::compile(definition, zones(), options).issues();
}

std::string listed(const sla::issue_list& issues) {
    std::string text;
    for (const sla::issue& i : issues)
        text += i.code + " at " + i.place + ": " + i.message + " (expected " + i.expected +
                ", saw " + i.saw + ", hint " + i.hint + ")\n";
    return text;
}

const sla::issue* find(const sla::issue_list& issues, std::string_view code,
                       std::string_view place) {
    const auto found = std::find_if(issues.begin(), issues.end(), [&](const sla::issue& i) {
        return i.code == code && i.place == place;
    });
    return found == issues.end() ? nullptr : &*found;
}

/// The definition is refused with this mistake, and with no other.
void check_refused(const sla::calendar_definition& definition, std::string_view code,
                   std::string_view place, sla::calendar_options options = {}) {
    const auto compiled = sla::compile(definition, zones(), options);
    INFO("expected " << code << " at " << place << ", saw\n" << listed(compiled.issues()));
    CHECK_FALSE(compiled.has_value());
    CHECK(compiled.issues().size() == 1);
    const sla::issue* const found = find(compiled.issues(), code, place);
    REQUIRE(found != nullptr);
    CHECK(found->severity == sla::severity::error);
    CHECK_FALSE(found->message.empty());
    CHECK_FALSE(found->message.ends_with('.'));
}

void check_accepted(const sla::calendar_definition& definition) {
    const auto compiled = sla::compile(definition, zones());
    INFO(listed(compiled.issues()));
    CHECK(compiled.has_value());
}

} // namespace

TEST_CASE("a definition without a mistake compiles without an issue") {
    CHECK(issues_of(office()).empty());
}

TEST_CASE("a calendar needs a name") {
    auto definition = office();
    definition.name.clear();
    check_refused(definition, "calendar.name_missing", "name");
}

TEST_CASE("an unknown zone is refused with near matches as a hint") {
    auto definition = office();
    definition.zone = "Europe/Berlim";
    const auto issues = issues_of(definition);
    INFO(listed(issues));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].place == "zone");
    CHECK(issues[0].code == "zone.unknown");
    CHECK(issues[0].hint.find("Europe/Berlin") != std::string::npos);
}

TEST_CASE("a range that ends before it begins is refused") {
    auto definition = office();
    definition.hours.days[1] = {{9h, 12h}, {17h, 13h}};
    check_refused(definition, "calendar.range_reversed", "hours.monday[1]");
    definition.hours.days[1] = {{9h, 9h}};
    check_refused(definition, "calendar.range_reversed", "hours.monday[0]");
    definition.hours.days[1] = {{9h, seconds::min()}};
    check_refused(definition, "calendar.range_reversed", "hours.monday[0]");
    CHECK(issues_of(definition)[0].hint.empty());
}

TEST_CASE("a night shift written 22:00-06:00 gets the hint to say 30:00") {
    auto definition = office();
    definition.hours.days[5] = {{22h, 6h}};
    const auto issues = issues_of(definition);
    INFO(listed(issues));
    const sla::issue* const found = find(issues, "calendar.range_reversed", "hours.friday[0]");
    REQUIRE(found != nullptr);
    CHECK(found->hint.find("30:00") != std::string::npos);
}

TEST_CASE("a range begins within its date and lasts at most a day") {
    auto definition = office();
    definition.hours.days[0] = {{-1h, 3h}};
    check_refused(definition, "calendar.range_out_of_day", "hours.sunday[0]");
    definition.hours.days[0] = {{24h, 25h}};
    check_refused(definition, "calendar.range_out_of_day", "hours.sunday[0]");
    definition.hours.days[0] = {{1h, 25h + 1s}};
    check_refused(definition, "calendar.range_out_of_day", "hours.sunday[0]");
    definition.hours.days[0] = {{seconds::max() - 1s, seconds::max()}};
    check_refused(definition, "calendar.range_out_of_day", "hours.sunday[0]");
}

TEST_CASE("ranges up to the bounds of a date are accepted") {
    auto definition = office();
    definition.hours = sla::weekly(Sunday, {{0h, 24h}});
    check_accepted(definition);
    definition.hours = sla::weekly(Sunday, {{23h + 59min + 59s, 47h + 59min + 59s}});
    check_accepted(definition);
    definition.hours = sla::weekly(sla::every_day, {{12h, 36h}});
    check_accepted(definition);
    definition.hours = sla::weekly(sla::every_day, {{9h, 12h}, {12h, 17h}});
    check_accepted(definition);
}

TEST_CASE("overlapping ranges are refused, with both places") {
    auto definition = office();
    definition.hours.days[2] = {{9h, 13h}, {12h, 17h}};
    check_refused(definition, "calendar.ranges_overlap", "hours.tuesday[1]");
    const auto issues = issues_of(definition);
    REQUIRE(issues[0].related.size() == 1);
    CHECK(issues[0].related[0].place == "hours.tuesday[0]");

    definition.hours.days[2] = {{13h, 17h}, {9h, 12h}}; // not in order, but apart
    check_accepted(definition);
}

TEST_CASE("a night shift that runs into the next morning's hours is refused") {
    auto definition = office();
    definition.hours.days[1].push_back({22h, 33h + 1min});
    check_refused(definition, "calendar.ranges_overlap", "hours.tuesday[0]");
    definition.hours.days[1].back().end = 33h; // just touches
    check_accepted(definition);
}

TEST_CASE("Saturday's night shift and Sunday's hours are compared over the end of the week") {
    auto definition = office();
    definition.hours.set(Saturday, {{22h, 30h}});
    definition.hours.set(Sunday, {{5h, 7h}});
    const auto issues = issues_of(definition);
    INFO(listed(issues));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].code == "calendar.ranges_overlap");
}

TEST_CASE("a calendar that is never open is refused") {
    check_refused({.name = "nobody", .zone = "UTC"}, "calendar.no_open_time", "hours");
}

TEST_CASE("open by exceptions alone is open") {
    check_accepted({.name = "fair",
                    .zone = "UTC",
                    .exceptions = {sla::open_instead("fair", 2025y / June / 1, {{9h, 17h}})}});
    check_accepted({.name = "fair",
                    .zone = "UTC",
                    .yearly = {{.name = "fair",
                                .date = June / 1,
                                .mode = sla::exception_mode::add,
                                .ranges = {{9h, 17h}}}}});
}

TEST_CASE("hours that are all taken away again are no open time") {
    const auto compiled =
        sla::compile({.name = "nobody",
                      .zone = "UTC",
                      .exceptions = {sla::open_instead("fair", 2025y / June / 1, {{9h, 17h}}),
                                     {.name = "cancelled",
                                      .first = 2025y / June / 1,
                                      .mode = sla::exception_mode::subtract,
                                      .ranges = {{0h, 24h}}}}},
                     zones());
    INFO(listed(compiled.issues()));
    REQUIRE_FALSE(compiled.has_value());
    CHECK(find(compiled.issues(), "calendar.no_open_time", "hours") != nullptr);
}

TEST_CASE("dates that do not exist are refused") {
    auto definition = office();
    definition.exceptions = {sla::closed("x", 2025y / February / 30)};
    check_refused(definition, "calendar.date_invalid", "exceptions[0].first");
    definition.exceptions = {sla::closed("x", 2025y / June / 1, year_month_day{2025y / June / 31})};
    check_refused(definition, "calendar.date_invalid", "exceptions[0].last");
    definition.exceptions = {sla::closed("x", 2023y / February / 29)};
    check_refused(definition, "calendar.date_invalid", "exceptions[0].first");
    definition.exceptions = {sla::closed("x", 2024y / February / 29)};
    check_accepted(definition);
    definition.exceptions.clear();
    definition.changes = {{2025y / month{13} / 1, definition.hours}};
    check_refused(definition, "calendar.date_invalid", "changes[0].from");
}

TEST_CASE("an exception ends after it begins") {
    auto definition = office();
    definition.exceptions = {sla::closed("x", 2025y / June / 2, year_month_day{2025y / June / 1})};
    const auto issues = issues_of(definition);
    INFO(listed(issues));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].code == "calendar.exception_reversed");
    CHECK(issues[0].place.starts_with("exceptions[0]"));
    definition.exceptions[0].last = 2025y / June / 2;
    check_accepted(definition);
}

TEST_CASE("two exceptions that replace the hours of one date contradict each other") {
    auto definition = office();
    definition.exceptions = {sla::closed("outing", 2025y / June / 10),
                             sla::open_instead("half day", 2025y / June / 10, {{9h, 12h}})};
    const auto issues = issues_of(definition);
    INFO(listed(issues));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].code == "calendar.exceptions_contradict");
    CHECK(issues[0].place.starts_with("exceptions[1]"));
    REQUIRE_FALSE(issues[0].related.empty());
    CHECK(issues[0].related[0].place.starts_with("exceptions[0]"));

    definition.exceptions[1].first = 2025y / June / 11;
    check_accepted(definition);
}

TEST_CASE("exceptions of several days contradict each other where they share a date") {
    auto definition = office();
    definition.exceptions = {
        sla::closed("summer", 2025y / August / 1, year_month_day{2025y / August / 14}),
        sla::open_instead("stocktaking", 2025y / August / 14, {{9h, 12h}})};
    const auto issues = issues_of(definition);
    INFO(listed(issues));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].code == "calendar.exceptions_contradict");
}

TEST_CASE("ranges of exceptions are checked like those of the week") {
    auto definition = office();
    definition.exceptions = {sla::open_instead("x", 2025y / June / 1, {{9h, 12h}, {11h, 13h}})};
    check_refused(definition, "calendar.ranges_overlap", "exceptions[0].ranges[1]");
    definition.exceptions = {sla::open_instead("x", 2025y / June / 1, {{12h, 9h}})};
    check_refused(definition, "calendar.range_reversed", "exceptions[0].ranges[0]");
    definition.exceptions.clear();
    definition.yearly = {{.name = "x",
                          .date = June / 1,
                          .mode = sla::exception_mode::add,
                          .ranges = {{1h, 2h}, {25h, 26h}}}};
    check_refused(definition, "calendar.range_out_of_day", "yearly[0].ranges[1]");
}

TEST_CASE("changes of the weekly hours come in order") {
    auto definition = office();
    definition.changes = {{2025y / June / 1, definition.hours},
                          {2025y / June / 1, definition.hours}};
    check_refused(definition, "calendar.changes_out_of_order", "changes[1].from");
    definition.changes[1].from = 2025y / May / 31;
    check_refused(definition, "calendar.changes_out_of_order", "changes[1].from");
    definition.changes[1].from = 2025y / June / 2;
    check_accepted(definition);
    definition.changes[1].hours.days[3] = {{9h, 8h}};
    check_refused(definition, "calendar.range_reversed", "changes[1].hours.wednesday[0]");
}

TEST_CASE("yearly dates that no year has are refused") {
    auto definition = office();
    const auto refused = [&](const sla::yearly_date& date) {
        definition.yearly = {sla::closed_yearly("x", date)};
        check_refused(definition, "calendar.yearly_date_invalid", "yearly[0].date");
    };
    refused(February / 30);
    refused(April / 31);
    refused(month{13} / 1);
    refused(month{0} / 1);
    refused(month_weekday{month{13}, Monday[1]});
    refused(month_weekday{May, Monday[6]});
    refused(month_weekday{May, Monday[0]});
    refused(month_weekday{May, weekday{9}[1]});
    refused(month_weekday_last{May, weekday_last{weekday{8}}});
    refused(sla::weekday_on_or_after{weekday{8}, May / 1});
    refused(sla::weekday_on_or_after{Monday, May / 32});
}

TEST_CASE("yearly dates that some years have are accepted") {
    auto definition = office();
    for (const sla::yearly_date& date :
         {sla::yearly_date{February / 29}, sla::yearly_date{May / Monday[5]},
          sla::yearly_date{sla::days_from_easter{-70}},
          sla::yearly_date{sla::days_from_easter{200}},
          sla::yearly_date{sla::weekday_on_or_after{Monday, December / 31}}}) {
        definition.yearly = {sla::closed_yearly("x", date)};
        check_accepted(definition);
    }
}

TEST_CASE("days from Easter have bounds") {
    auto definition = office();
    for (const int off : {-71, 201, 1'000'000, -1'000'000}) {
        INFO(off);
        definition.yearly = {sla::closed_yearly("x", sla::days_from_easter{off})};
        const auto issues = issues_of(definition);
        INFO(listed(issues));
        REQUIRE(issues.size() == 1);
        CHECK(issues[0].code == "calendar.easter_offset_out_of_range");
        CHECK(issues[0].place.starts_with("yearly[0].date"));
    }
}

TEST_CASE("a yearly exception has at least one date and at most 62") {
    auto definition = office();
    definition.yearly = {sla::closed_yearly("x", June / 1)};
    for (const unsigned days : {0U, 63U, 4'000'000'000U}) {
        definition.yearly[0].days = days;
        check_refused(definition, "calendar.yearly_days_out_of_range", "yearly[0].days");
    }
    for (const unsigned days : {1U, 62U}) {
        definition.yearly[0].days = days;
        check_accepted(definition);
    }
}

TEST_CASE("a yearly exception ends after it begins") {
    auto definition = office();
    definition.yearly = {sla::closed_yearly("x", June / 1)};
    definition.yearly[0].first_year = 2026y;
    definition.yearly[0].last_year = 2025y;
    const auto issues = issues_of(definition);
    INFO(listed(issues));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].code == "calendar.yearly_years_reversed");
    CHECK(issues[0].place.starts_with("yearly[0]"));
    definition.yearly[0].last_year = 2026y;
    check_accepted(definition);
}

TEST_CASE("a weekend of seven days leaves no weekday to move a holiday to") {
    auto definition = office();
    definition.weekend = sla::every_day;
    definition.yearly = {sla::closed_yearly("x", June / 1, sla::observed_rule::following_weekday)};
    check_refused(definition, "calendar.weekend_invalid", "weekend");
    definition.weekend = sla::monday_to_friday | Saturday;
    check_accepted(definition);
    definition.weekend = {};
    check_accepted(definition);
}

TEST_CASE("the compiled years are a range within 1970 to 9999 of at most a hundred") {
    for (const auto& options :
         {sla::calendar_options{2031y, 2016y}, sla::calendar_options{1969y, 1980y},
          sla::calendar_options{9990y, year{10'000}}, sla::calendar_options{2000y, 2100y}}) {
        const auto issues = issues_of(office(), options);
        INFO(listed(issues));
        REQUIRE(issues.size() == 1);
        CHECK(issues[0].code == "calendar.compiled_years_invalid");
    }
    CHECK(issues_of(office(), {2000y, 2099y}).empty());
    CHECK(issues_of(office(), {1970y, 1970y}).empty());
    CHECK(issues_of(office(), {9999y, 9999y}).empty());
}

TEST_CASE("all mistakes are reported at once, each at its place") {
    sla::calendar_definition definition;
    definition.zone = "Europe/Berlim";
    definition.hours.days[1] = {{9h, 12h}, {11h, 17h}};
    definition.hours.days[3] = {{17h, 9h}};
    definition.changes = {{2025y / June / 1, sla::weekly(Monday, {{9h, 17h}})},
                          {2025y / May / 1, sla::weekly(Monday, {{25h, 26h}})}};
    definition.exceptions = {sla::closed("a", 2025y / February / 30),
                             sla::closed("b", 2025y / June / 2, year_month_day{2025y / June / 1}),
                             sla::open_instead("c", 2025y / June / 3, {{9h, 8h}})};
    definition.yearly = {sla::closed_yearly("d", February / 30),
                         sla::closed_yearly("e", sla::days_from_easter{500})};
    definition.yearly[1].days = 0;
    const auto issues = issues_of(definition, {2031y, 2016y});
    INFO(listed(issues));
    const auto has = [&](std::string_view code, std::string_view place) {
        INFO(code << " at " << place);
        CHECK(std::any_of(issues.begin(), issues.end(), [&](const sla::issue& i) {
            return i.code == code && i.place.starts_with(place);
        }));
    };
    has("calendar.name_missing", "name");
    has("zone.unknown", "zone");
    has("calendar.ranges_overlap", "hours.monday[1]");
    has("calendar.range_reversed", "hours.wednesday[0]");
    has("calendar.changes_out_of_order", "changes[1].from");
    has("calendar.range_out_of_day", "changes[1].hours.monday[0]");
    has("calendar.date_invalid", "exceptions[0].first");
    has("calendar.exception_reversed", "exceptions[1]");
    has("calendar.range_reversed", "exceptions[2].ranges[0]");
    has("calendar.yearly_date_invalid", "yearly[0].date");
    has("calendar.easter_offset_out_of_range", "yearly[1].date");
    has("calendar.yearly_days_out_of_range", "yearly[1].days");
    has("calendar.compiled_years_invalid", "");
    CHECK(issues.size() == 13);
    for (const sla::issue& i : issues) {
        INFO(i.code);
        CHECK_FALSE(i.message.empty());
        CHECK_FALSE(i.expected.empty());
    }
}
