// SPDX-License-Identifier: MIT
//
// Events of RFC 5545 as holidays. The desk is in Berlin, the year is 2026 (clocks change on 29
// March and 25 October); expected dates are worked out by hand.

#include "feed_text.hpp"

#include <catch2/catch_test_macros.hpp>

using feeds::lines;
using feeds::read;

TEST_CASE("an all-day event closes its dates, the end exclusive") {
    CHECK(read("DTSTART;VALUE=DATE:20260601\nSUMMARY:One day") ==
          lines{"2026-06-01 closed, One day"});
    CHECK(read("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260604\nSUMMARY:Three") ==
          lines{"2026-06-01 - 2026-06-03 closed, Three"});
    CHECK(read("DTSTART;VALUE=DATE:20260601\nDURATION:P1W") ==
          lines{"2026-06-01 - 2026-06-07 closed"});
    // Written by many, meant as one date.
    CHECK(read("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260601") ==
          lines{"2026-06-01 closed"});
}

TEST_CASE("dates outside of the range are left out, those across its ends cut") {
    CHECK(read("DTSTART;VALUE=DATE:20251230\nDTEND;VALUE=DATE:20260103") ==
          lines{"2026-01-01 - 2026-01-02 closed"});
    CHECK(read("DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270103") ==
          lines{"2026-12-30 - 2026-12-31 closed"});
    CHECK(read("DTSTART;VALUE=DATE:20250601").empty());
    CHECK(read("DTSTART;VALUE=DATE:20270601").empty());
    CHECK(read("DTSTART;VALUE=DATE:20251231\nDURATION:P3D\nRRULE:FREQ=YEARLY;COUNT=1") ==
          lines{"2026-01-01 - 2026-01-02 closed"});
}

TEST_CASE("a timed event closes hours by the desk's clock") {
    // Floating, in UTC, and in New York, where the clocks change three weeks earlier.
    CHECK(read("DTSTART:20260601T100000\nDTEND:20260601T113000") ==
          lines{"2026-06-01 closed 10:00-11:30"});
    CHECK(read("DTSTART:20260601T100000Z\nDURATION:PT1H") ==
          lines{"2026-06-01 closed 12:00-13:00"});
    CHECK(read("DTSTART;TZID=America/New_York:20260310T090000\nDURATION:PT1H") ==
          lines{"2026-03-10 closed 14:00-15:00"});
    CHECK(read("DTSTART;TZID=America/New_York:20260407T090000\nDTEND:20260407T140000Z") ==
          lines{"2026-04-07 closed 15:00-16:00"});
    // Without an end it takes no time.
    CHECK(read("DTSTART:20260601T100000").empty());
}

TEST_CASE("a timed event over midnight closes hours of each date that it meets") {
    CHECK(read("DTSTART:20260601T200000\nDTEND:20260602T040000") ==
          lines{"2026-06-01 closed 20:00-28:00", "2026-06-02 closed 00:00-04:00"});
    CHECK(read("DTSTART:20260601T200000\nDTEND:20260604T120000") ==
          lines{"2026-06-01 closed 20:00-44:00", "2026-06-02 - 2026-06-03 closed",
                "2026-06-04 closed 00:00-12:00"});
    CHECK(read("DTSTART:20260601T000000\nDTEND:20260603T000000") ==
          lines{"2026-06-01 - 2026-06-02 closed"});
    CHECK(read("DTSTART:20260601T200000\nDTEND:20260602T000000") ==
          lines{"2026-06-01 closed 20:00-24:00"});
}

TEST_CASE("clock changes: exact lengths, and what the clock showed") {
    // DTEND means so much time (2 h), a DURATION in days the same time of another day.
    CHECK(read("DTSTART:20260328T120000\nDURATION:P1D") ==
          lines{"2026-03-28 closed 12:00-36:00", "2026-03-29 closed 00:00-12:00"});
    CHECK(read("DTSTART:20260328T120000\nDURATION:PT24H") ==
          lines{"2026-03-28 closed 12:00-36:00", "2026-03-29 closed 00:00-13:00"});
    // From 01:30 to 03:30, of which one hour does not exist.
    CHECK(read("DTSTART:20260329T003000Z\nDTEND:20260329T013000Z") ==
          lines{"2026-03-29 closed 01:30-03:30"});
    // From the first 02:50 to the second 02:10, twenty minutes.
    CHECK(read("DTSTART:20261025T005000Z\nDTEND:20261025T011000Z") ==
          lines{"2026-10-25 closed 02:00-02:10", "2026-10-25 closed 02:50-03:00"});
}

TEST_CASE("recurrences are expanded within the range") {
    CHECK(read("DTSTART;VALUE=DATE:19700101\nRRULE:FREQ=YEARLY\nSUMMARY:New Year") ==
          lines{"2026-01-01 closed, New Year"});
    // The fourth Thursday of November, the last Monday of May.
    CHECK(read("DTSTART;VALUE=DATE:20001123\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH") ==
          lines{"2026-11-26 closed"});
    CHECK(read("DTSTART;VALUE=DATE:20200525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO") ==
          lines{"2026-05-25 closed"});
    CHECK(read("DTSTART;VALUE=DATE:20200430\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;"
               "UNTIL=20260301") == lines{"2026-01-30 closed", "2026-02-27 closed"});
    CHECK(read("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3") ==
          lines{"2026-01-05 closed", "2026-01-19 closed", "2026-02-02 closed"});
    CHECK(read("DTSTART;VALUE=DATE:20251229\nRRULE:FREQ=DAILY;COUNT=5\nSUMMARY:Days") ==
          lines{"2026-01-01 closed, Days", "2026-01-02 closed, Days"});
    // 29 February is of leap years alone.
    CHECK(read("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY").empty());
}

TEST_CASE("a recurring time stays what it is by the event's own clock") {
    CHECK(read("DTSTART;TZID=America/New_York:20260306T090000\nDURATION:PT1H\n"
               "RRULE:FREQ=WEEKLY;COUNT=4") ==
          lines{"2026-03-06 closed 15:00-16:00", "2026-03-13 closed 14:00-15:00",
                "2026-03-20 closed 14:00-15:00", "2026-03-27 closed 14:00-15:00"});
    // UNTIL in UTC is the third one, to the second: 9:00 in New York is 13:00Z by then.
    CHECK(read("DTSTART;TZID=America/New_York:20260306T090000\nDURATION:PT1H\n"
               "RRULE:FREQ=WEEKLY;UNTIL=20260320T130000Z")
              .size() == 3);
    CHECK(read("DTSTART;TZID=America/New_York:20260306T090000\nDURATION:PT1H\n"
               "RRULE:FREQ=WEEKLY;UNTIL=20260320T125959Z")
              .size() == 2);
}

TEST_CASE("dates are added and left out") {
    CHECK(read("DTSTART;VALUE=DATE:20260601\nRDATE;VALUE=DATE:20260701,20260801\n"
               "RDATE;VALUE=DATE:20260901\nEXDATE;VALUE=DATE:20260701") ==
          lines{"2026-06-01 closed", "2026-08-01 closed", "2026-09-01 closed"});
    CHECK(read("DTSTART:20260601T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n"
               "EXDATE:20260602T080000Z\nRDATE:20260605T100000") ==
          lines{"2026-06-01 closed 10:00-11:00", "2026-06-03 closed 10:00-11:00",
                "2026-06-05 closed 10:00-11:00"});
    CHECK(read("DTSTART:20260601T100000\nRDATE;VALUE=PERIOD:20260602T100000/PT2H,"
               "20260603T100000Z/20260603T110000Z") ==
          lines{"2026-06-02 closed 10:00-12:00", "2026-06-03 closed 12:00-13:00"});
    // The same instance twice is one.
    CHECK(read("DTSTART;VALUE=DATE:20260601\nRDATE;VALUE=DATE:20260601") ==
          lines{"2026-06-01 closed"});
}

TEST_CASE("an instance is replaced, moved or cancelled by its RECURRENCE-ID") {
    const std::string series = "UID:a\nDTSTART;VALUE=DATE:20260105\n"
                               "RRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:Monday";
    CHECK(read(series + "\n\nUID:a\nRECURRENCE-ID;VALUE=DATE:20260112\n"
                        "DTSTART;VALUE=DATE:20260113\nSUMMARY:Tuesday") ==
          lines{"2026-01-05 closed, Monday", "2026-01-13 closed, Tuesday",
                "2026-01-19 closed, Monday"});
    CHECK(read(series + "\n\nUID:a\nRECURRENCE-ID;VALUE=DATE:20260112\n"
                        "DTSTART;VALUE=DATE:20260112\nSTATUS:CANCELLED") ==
          lines{"2026-01-05 closed, Monday", "2026-01-19 closed, Monday"});
    // Of another event; and of one that is not there.
    CHECK(read(series + "\n\nUID:b\nRECURRENCE-ID;VALUE=DATE:20260112\n"
                        "DTSTART;VALUE=DATE:20260114\nSUMMARY:Other")
              .size() == 4);
    // By instant: the replaced one is told in UTC.
    CHECK(read("UID:a\nDTSTART:20260105T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n\n"
               "UID:a\nRECURRENCE-ID:20260106T090000Z\nDTSTART:20260106T150000\nDURATION:PT1H") ==
          lines{"2026-01-05 closed 10:00-11:00", "2026-01-06 closed 15:00-16:00"});
}

TEST_CASE("of two versions of an event the later one holds; of equal ones both") {
    CHECK(read("UID:a\nSEQUENCE:2\nDTSTART;VALUE=DATE:20260602\n\n"
               "UID:a\nSEQUENCE:1\nDTSTART;VALUE=DATE:20260601") == lines{"2026-06-02 closed"});
    const auto feed = sla::read_icalendar(
        feeds::calendar("UID:a\nDTSTART;VALUE=DATE:20260602\n\nUID:a\nDTSTART;VALUE=DATE:20260601"),
        feeds::berlin(), feeds::zones());
    REQUIRE(feed);
    CHECK(feeds::text(*feed) == lines{"2026-06-01 closed", "2026-06-02 closed"});
    REQUIRE(feed.issues().size() == 1);
    CHECK(feed.issues()[0].code == "holidays.uid_twice");
    CHECK(feed.issues()[0].severity == sla::severity::warning);
}

TEST_CASE("cancelled events close nothing, transparent ones as the host says") {
    CHECK(read("DTSTART;VALUE=DATE:20260601\nSTATUS:CANCELLED").empty());
    CHECK(read("DTSTART;VALUE=DATE:20260601\nSTATUS:TENTATIVE").size() == 1);

    const std::string both = "DTSTART;VALUE=DATE:20260601\nTRANSP:TRANSPARENT\n\n"
                             "DTSTART:20260602T100000\nDURATION:PT1H\nTRANSP:TRANSPARENT";
    const auto count = [&](sla::transparent_events how) {
        sla::holiday_options options = feeds::year_2026();
        options.transparent = how;
        const auto feed =
            sla::read_icalendar(feeds::calendar(both), feeds::berlin(), feeds::zones(), options);
        REQUIRE(feed);
        // What is left out is told, with the number and the line of the first.
        CHECK(feed->entries.size() +
                  (feed.issues().empty() ? 0 : feed.issues()[0].related.size() + 1) ==
              2);
        return feed->entries.size();
    };
    CHECK(count(sla::transparent_events::all_day_closes) == 1);
    CHECK(count(sla::transparent_events::close) == 2);
    CHECK(count(sla::transparent_events::ignored) == 0);
}

TEST_CASE("a mark in the summary makes a working day") {
    sla::holiday_options options = feeds::year_2026();
    options.working_day_marks = {"上班", "(work)"};
    CHECK(read("DTSTART;VALUE=DATE:20261010\nSUMMARY:国庆节上班\n\n"
               "DTSTART;VALUE=DATE:20261001\nSUMMARY:国庆节",
               options) ==
          lines{"2026-10-01 closed, 国庆节", "2026-10-10 working day, 国庆节上班"});
}

TEST_CASE("lines are unfolded, texts unescaped, other components skipped") {
    const std::string text = "\xEF\xBB\xBF"
                             "begin:vcalendar\n"
                             "x-wr-calname:Our days\\, and theirs\n"
                             "BEGIN:VTIMEZONE\nTZID:Nowhere\nBEGIN:STANDARD\n"
                             "DTSTART:19700101T000000\nEND:STANDARD\nEND:VTIMEZONE\n"
                             "BEGIN:VTODO\nDTSTART;VALUE=DATE:20260101\nEND:VTODO\n"
                             "BEGIN:VEVENT\nDTSTART;VALUE=DATE:2026\n 0601\n"
                             "SUMMARY;LANGUAGE=en:A\\; B\\n\n\tC \xE4\xB8\n \xAD\n"
                             "BEGIN:VALARM\nSUMMARY:Not this\nEND:VALARM\n"
                             "X-OTHER;P=\"a:b\":c\nEND:VEVENT\nEND:VCALENDAR";
    const auto feed = sla::read_icalendar(text, feeds::berlin(), feeds::zones());
    INFO(sla::describe(feed.issues()));
    REQUIRE(feed);
    CHECK(feed->name == "Our days, and theirs");
    CHECK(feeds::text(*feed) == lines{"2026-06-01 closed, A; B\nC 中 (Our days, and theirs)"});
    // The host's own name for the source.
    sla::holiday_options options;
    options.source = "intranet";
    CHECK(sla::read_icalendar(text, feeds::berlin(), feeds::zones(), options)->entries[0].source ==
          "intranet");
}

TEST_CASE("a calendar without events is a feed without entries") {
    const auto feed =
        sla::read_icalendar("BEGIN:VCALENDAR\nEND:VCALENDAR\n", feeds::berlin(), feeds::zones());
    REQUIRE(feed);
    CHECK(feed->entries.empty());
    CHECK(feed.issues().empty());
}
