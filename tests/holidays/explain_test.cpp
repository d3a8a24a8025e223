// SPDX-License-Identifier: MIT
//
// What an explanation says of a date that came from feeds.

#include "feed_text.hpp"
#include <sla/explain.hpp>
#include <sla/policy.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

sla::holiday_feed feed(const char* name, const char* source) {
    return {
        .entries = {
            {.name = name, .first = 2026y / June / 3, .last = 2026y / June / 3, .source = source}}};
}

} // namespace

TEST_CASE("an interval has all names and all sources of its date, each once") {
    sla::calendar_definition desk{.name = "Desk",
                                  .zone = "UTC",
                                  .hours = sla::weekly(sla::every_day, {{9h, 17h}}),
                                  .exceptions = {sla::closed("Outing", 2026y / June / 4)}};
    for (const sla::holiday_feed& one : {feed("Feast", "north"), feed("Feast", "south"),
                                         feed("Fête", "south"), feed("Feast", "north")})
        desk = sla::add_holidays(desk, one).value();
    REQUIRE(desk.exceptions.size() == 4);

    const auto book =
        sla::compile({.calendars = {desk},
                      .policies = {{.name = "All",
                                    .calendar = "Desk",
                                    .targets = {{.metric = "resolution",
                                                 .rows = sla::always(sla::working{24h})}}}}},
                     feeds::zones())
            .value();
    const sla::instant created{sys_days{2026y / June / 2} + 9h};
    const auto ticket =
        sla::timeline::of(book.attributes({}), {sla::event::created(created)}).value();
    const sla::explanation why = sla::explain(book, ticket, created + days{3});
    const sla::explained_cycle* cycle = why.find(book, "resolution");
    REQUIRE(cycle != nullptr);
    const auto all = sla::intervals(book, ticket, why.stretches(*cycle).front());
    const auto closed = [&](sla::instant at) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& i) {
            return i.during.begin <= at && at < i.during.end;
        });
        REQUIRE(found != all.end());
        CHECK(found->reason == sla::interval_reason::exception);
        return *found;
    };
    const auto feast = closed(sys_days{2026y / June / 3} + 12h);
    CHECK(feast.name == "Feast, Fête");
    CHECK(feast.source == "north, south");
    CHECK(feast.during == sla::interval{sys_days{2026y / June / 3}, sys_days{2026y / June / 4}});
    const auto outing = closed(sys_days{2026y / June / 4} + 12h);
    CHECK(outing.name == "Outing");
    CHECK(outing.source.empty());
    CHECK(std::count_if(all.begin(), all.end(), [](const auto& i) { return !i.source.empty(); }) ==
          1);
    const std::string told = sla::describe(*cycle, why, book, ticket, sla::zone::utc());
    CHECK(told.find(": closed: Feast, Fête (north, south)\n") != std::string::npos);
    CHECK(told.find(": closed: Outing\n") != std::string::npos);
}
