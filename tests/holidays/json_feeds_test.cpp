// SPDX-License-Identifier: MIT
//
// holiday-cn and gov.uk.

#include "feed_text.hpp"

#include <catch2/catch_test_macros.hpp>

using feeds::lines;

namespace {

constexpr std::string_view mooncakes = R"({
  "$schema": "somewhere", "year": 2031, "papers": [],
  "days": [
    { "name": "中秋节", "date": "2031-10-01", "isOffDay": true },
    { "name": "国庆节", "date": "2031-10-02", "isOffDay": true },
    { "name": "国庆节", "date": "2031-10-04", "isOffDay": true },
    { "name": "国庆节", "date": "2031-10-03", "isOffDay": true },
    { "name": "国庆节", "date": "2031-10-12", "isOffDay": false, "note": 1 },
    { "name": "元旦", "date": "2030-12-31", "isOffDay": true }
  ]
})";

constexpr std::string_view banks = R"({
  "north": { "division": "north", "events": [
    { "title": "Kite Day", "date": "2031-05-05", "notes": "", "bunting": true },
    { "title": "Kite Day", "date": "2031-05-06", "notes": "Substitute day", "bunting": true },
    { "title": "Boat Day", "date": "2031-08-01" } ] },
  "south": { "events": [] }
})";

} // namespace

TEST_CASE("holiday-cn: days off are closed, others are working days, neighbours are one entry") {
    const auto feed = sla::read_holiday_cn(mooncakes);
    REQUIRE(feed);
    CHECK(feed->name == "holiday-cn 2031");
    CHECK(feeds::text(*feed) == lines{"2030-12-31 closed, 元旦 (holiday-cn 2031)",
                                      "2031-10-01 closed, 中秋节 (holiday-cn 2031)",
                                      "2031-10-02 - 2031-10-04 closed, 国庆节 (holiday-cn 2031)",
                                      "2031-10-12 working day, 国庆节 (holiday-cn 2031)"});
    sla::holiday_options options;
    options.first = std::chrono::year{2031} / 10 / 3;
    options.last = std::chrono::year{2031} / 10 / 11;
    options.source = "ours";
    CHECK(feeds::text(*sla::read_holiday_cn(mooncakes, options)) ==
          lines{"2031-10-03 - 2031-10-04 closed, 国庆节 (ours)"});
}

TEST_CASE("gov.uk: one division") {
    const auto feed = sla::read_govuk(banks, "north");
    REQUIRE(feed);
    CHECK(feeds::text(*feed) == lines{"2031-05-05 - 2031-05-06 closed, Kite Day (gov.uk north)",
                                      "2031-08-01 closed, Boat Day (gov.uk north)"});
    CHECK(sla::read_govuk(banks, "south")->entries.empty());
}

TEST_CASE("too many dates and too long names are issues") {
    sla::holiday_options options;
    options.limits.events = 5;
    auto feed = sla::read_holiday_cn(mooncakes, options);
    REQUIRE_FALSE(feed);
    CHECK(feed.issues()[0].code == "holidays.too_many");
    CHECK(feed.issues()[0].place == "/days/5");
    options = {};
    options.limits.name_bytes = 8;
    feed = sla::read_holiday_cn(mooncakes, options);
    REQUIRE_FALSE(feed);
    CHECK(feed.issues().size() == 5);
    CHECK(feed.issues()[0].code == "holidays.name_too_long");
    options = {};
    options.limits.bytes = 10;
    CHECK(sla::read_govuk(banks, "north", options).issues()[0].code == "json.too_large");
}
