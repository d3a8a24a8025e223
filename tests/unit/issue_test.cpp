// SPDX-License-Identifier: MIT
#include <sla/issue.hpp>

#include <catch2/catch_test_macros.hpp>

#include <utility>

namespace {

sla::issue overlap() {
    return {.code = "calendar.ranges_overlap",
            .severity = sla::severity::error,
            .place = "monday[1]",
            .message = "this range overlaps another",
            .expected = "a start at or after 17:00",
            .saw = "16:00-18:00",
            .hint = "join the two ranges",
            .related = {{"monday[0]", "the other range, 09:00-17:00"}}};
}

sla::issue warning() {
    sla::issue i = overlap();
    i.severity = sla::severity::warning;
    return i;
}

} // namespace

TEST_CASE("an issue is an error unless it says otherwise") {
    CHECK(sla::issue{}.severity == sla::severity::error);
}

TEST_CASE("issues compare by all that they say") {
    CHECK(overlap() == overlap());
    CHECK_FALSE(overlap() == warning());
    sla::issue elsewhere = overlap();
    elsewhere.related[0].place = "monday[2]";
    CHECK_FALSE(overlap() == elsewhere);
}

TEST_CASE("a list has errors when at least one entry is an error") {
    CHECK_FALSE(sla::has_errors({}));
    CHECK_FALSE(sla::has_errors({warning(), warning()}));
    CHECK(sla::has_errors({warning(), overlap()}));
}

TEST_CASE("appending keeps the order and puts the prefix before every place") {
    sla::issue_list all{warning()};
    sla::append(all, {overlap(), warning()}, "calendars[2].");

    REQUIRE(all.size() == 3);
    CHECK(all[0].place == "monday[1]");
    CHECK(all[1].place == "calendars[2].monday[1]");
    CHECK(all[1].related[0].place == "calendars[2].monday[0]");
    CHECK(all[1].related[0].note == "the other range, 09:00-17:00");
    CHECK(all[1].severity == sla::severity::error);
    CHECK(all[2].severity == sla::severity::warning);
}

TEST_CASE("appending without a prefix changes nothing") {
    sla::issue_list all;
    sla::append(all, {overlap()});
    CHECK(all == sla::issue_list{overlap()});
}
