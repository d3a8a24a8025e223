// SPDX-License-Identifier: MIT
//
// Hostile feeds end in an issue, soon and within little memory.

#include "feed_text.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace {

std::string codes(const sla::issue_list& issues) {
    std::string out;
    for (const sla::issue& i : issues)
        if (out.find(i.code) == std::string::npos)
            out += (out.empty() ? "" : " ") + i.code;
    return out;
}

std::string refusal(std::string_view text, const sla::holiday_options& options = {}) {
    const auto feed = sla::read_icalendar(text, feeds::berlin(), feeds::zones(), options);
    CHECK_FALSE(feed);
    return codes(feed.issues());
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

} // namespace

TEST_CASE("too much of anything is an issue") {
    sla::holiday_options options;
    options.limits.bytes = 100;
    CHECK(refusal(std::string(101, 'x'), options) == "holidays.too_large");

    options = {};
    options.limits.events = 2;
    CHECK(refusal(feeds::calendar("DTSTART;VALUE=DATE:20260101\n\nDTSTART;VALUE=DATE:20260101\n\n"
                                  "DTSTART;VALUE=DATE:20260101"),
                  options) == "holidays.too_many");

    options = {};
    options.limits.entries = 3;
    CHECK(refusal(feeds::calendar("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;COUNT=4"),
                  options) == "holidays.too_many");

    options = {};
    options.limits.name_bytes = 5;
    CHECK(refusal(feeds::calendar("DTSTART;VALUE=DATE:20260101\nSUMMARY:国庆"), options) ==
          "holidays.name_too_long");

    CHECK(refusal("BEGIN:VCALENDAR\n" + repeated("BEGIN:X\n", 1'000'000)) == "holidays.structure");
}

TEST_CASE("a date range makes sense") {
    sla::holiday_options options;
    options.first = std::chrono::year{2027} / 1 / 1;
    options.last = std::chrono::year{2026} / 1 / 1;
    CHECK(refusal("BEGIN:VCALENDAR\nEND:VCALENDAR", options) == "holidays.range");
    CHECK(codes(sla::read_holiday_cn("{}", options).issues()) == "holidays.range");
    options = {};
    options.last = std::chrono::year{2501} / 1 / 1;
    CHECK(refusal("BEGIN:VCALENDAR\nEND:VCALENDAR", options) == "holidays.range");
}

TEST_CASE("recurrences cost no more than their steps") {
    sla::holiday_options options;
    options.limits.issues = 10'000;
    options.limits.steps = 3'000;
    // Daily from the year 1 on, on a date that does not exist: refused before it is tried.
    const std::string never = "DTSTART;VALUE=DATE:00010101\n"
                              "RRULE:FREQ=DAILY;COUNT=2;BYMONTH=2;BYMONTHDAY=30\n\n";
    CHECK(refusal(feeds::calendar(repeated(never, 1'000) + "DTSTART;VALUE=DATE:20260101"),
                  options) == "holidays.too_many");
    // Each second of each day.
    std::string seconds = "BYHOUR=0";
    for (int i = 1; i < 24; ++i)
        seconds += "," + std::to_string(i);
    seconds += ";BYMINUTE=0";
    for (int i = 1; i < 60; ++i)
        seconds += "," + std::to_string(i);
    CHECK(refusal(feeds::calendar("DTSTART:20000101T000000\nDURATION:PT1S\n"
                                  "RRULE:FREQ=DAILY;" +
                                  seconds),
                  options) == "holidays.too_many");
    // A date that no year has, sought by libical in 20,000 of them.
    const std::string no_date =
        "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n\n";
    CHECK(refusal(feeds::calendar(repeated(no_date, 200) + "DTSTART;VALUE=DATE:20260101"),
                  options) == "holidays.recurrence holidays.too_many");
    // A rare one is found: 29 February on a Sunday.
    const auto rare =
        sla::read_icalendar(feeds::calendar("DTSTART;VALUE=DATE:20040229\n"
                                            "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU"),
                            feeds::berlin(), feeds::zones());
    REQUIRE(rare);
    CHECK(feeds::text(*rare) == feeds::lines{"2004-02-29 closed", "2032-02-29 closed",
                                             "2060-02-29 closed", "2088-02-29 closed"});
}

TEST_CASE("issues are limited, and say that there are more") {
    sla::holiday_options options;
    options.limits.issues = 3;
    const auto feed =
        sla::read_icalendar("BEGIN:VCALENDAR\n" + repeated("no property\n", 10) + "END:VCALENDAR\n",
                            feeds::berlin(), feeds::zones(), options);
    REQUIRE_FALSE(feed);
    REQUIRE(feed.issues().size() == 4);
    CHECK(feed.issues()[2].place == "line 4");
    CHECK(feed.issues()[3].code == "holidays.too_many_issues");
    CHECK(sla::has_errors(feed.issues()));
}

TEST_CASE("a feed of the usual size takes no time worth the name") {
    std::string events;
    for (int i = 0; i < 2'000; ++i)
        events += "UID:" + std::to_string(i) + "\nDTSTART;VALUE=DATE:2026" +
                  (i % 2 == 0 ? "0601" : "0701") + "\nSUMMARY:Day\n\n";
    const auto feed = sla::read_icalendar(feeds::calendar(events + "DTSTART;VALUE=DATE:20260801"),
                                          feeds::berlin(), feeds::zones());
    REQUIRE(feed);
    CHECK(feed->entries.size() == 2'001);
    CHECK(std::is_sorted(feed->entries.begin(), feed->entries.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; }));
}
