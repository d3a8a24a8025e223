// SPDX-License-Identifier: MIT
//
// Feeds into calendars: what is added, what holds where two contradict each other, and what an
// explanation says afterwards.

#include "feed_text.hpp"
#include <sla/calendar.hpp>

#include <catch2/catch_test_macros.hpp>

using namespace std::chrono;
using namespace std::chrono_literals;
using feeds::lines;
using sla::holiday_kind;

namespace {

sla::calendar_definition desk() {
    return {.name = "Desk",
            .zone = "Europe/Berlin",
            .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}})};
}

sla::holiday closed(const char* name, year_month_day first, year_month_day last) {
    return {.name = name, .first = first, .last = last, .source = "feed"};
}

struct added {
    lines exceptions;
    lines codes;
};

added add(sla::calendar_definition to, std::vector<sla::holiday> entries,
          const sla::holiday_merge& how = {}) {
    const auto made = sla::add_holidays(std::move(to), {.entries = std::move(entries)}, how);
    added out;
    for (const sla::issue& i : made.issues())
        out.codes.push_back(i.code + " " + i.place);
    if (made) {
        out.exceptions = feeds::text(made->exceptions);
        CHECK(sla::compile(*made, feeds::zones())); // whatever was merged compiles
    }
    return out;
}

const sla::holiday_merge feed_first{.precedence = sla::holiday_precedence::feed};

} // namespace

TEST_CASE("entries become exceptions at the end of the list") {
    auto to = desk();
    to.exceptions = {sla::closed("Outing", 2026y / June / 12)};
    const added out = add(to, {closed("Week", 2026y / October / 1, 2026y / October / 7),
                               {.name = "Afternoon",
                                .first = 2026y / December / 24,
                                .last = 2026y / December / 24,
                                .kind = holiday_kind::closed_hours,
                                .ranges = {{12h, 24h}},
                                .source = "feed"},
                               {.name = "Made up",
                                .first = 2026y / October / 10,
                                .last = 2026y / October / 10,
                                .kind = holiday_kind::working_day}});
    CHECK(out.exceptions == lines{"2026-06-12 replace, Outing",
                                  "2026-10-01 - 2026-10-07 replace, Week (feed)",
                                  "2026-12-24 subtract 12:00-24:00, Afternoon (feed)",
                                  "2026-10-10 replace 09:00-12:00 13:00-17:00, Made up"});
    CHECK(out.codes.empty());
}

TEST_CASE("a working day has the hours in force of the weekday that the host says") {
    auto to = desk();
    to.hours.set(Friday, {{9h, 13h}});
    to.changes = {{.from = 2026y / July / 5, .hours = sla::weekly(Friday, {{10h, 14h}})}};
    const std::vector<sla::holiday> weekend{{.name = "w",
                                             .first = 2026y / July / 4,
                                             .last = 2026y / July / 5,
                                             .kind = holiday_kind::working_day}};
    CHECK(add(to, weekend, {.working_day_hours_of = Friday}).exceptions ==
          lines{"2026-07-04 replace 09:00-13:00, w", "2026-07-05 replace 10:00-14:00, w"});
    // From the 5th on nobody works on Mondays.
    const added out = add(to, weekend);
    CHECK(out.codes == lines{"holidays.no_working_hours entries[0]"});
    CHECK(out.exceptions.empty());
}

TEST_CASE("a feed that is added twice changes nothing") {
    const sla::holiday_feed feed{
        .entries = {closed("Week", 2026y / October / 1, 2026y / October / 7),
                    {.name = "Afternoon",
                     .first = 2026y / December / 24,
                     .last = 2026y / December / 24,
                     .kind = holiday_kind::closed_hours,
                     .ranges = {{12h, 24h}},
                     .source = "feed"}}};
    const auto once = sla::add_holidays(desk(), feed).value();
    const auto twice = sla::add_holidays(once, feed);
    REQUIRE(twice);
    CHECK(*twice == once);
    CHECK(twice.issues().empty());
    // Of a longer version only the new dates are added.
    CHECK(add(once, {closed("Week", 2026y / September / 30, 2026y / October / 8)}).exceptions ==
          lines{"2026-10-01 - 2026-10-07 replace, Week (feed)",
                "2026-12-24 subtract 12:00-24:00, Afternoon (feed)",
                "2026-09-30 replace, Week (feed)", "2026-10-08 replace, Week (feed)"});
}

TEST_CASE("who agrees on the hours is kept beside") {
    auto to = desk();
    to.exceptions = {sla::closed("Our day", 2026y / October / 1)};
    const added out = add(to, {closed("National Day", 2026y / October / 1, 2026y / October / 1)});
    CHECK(out.exceptions ==
          lines{"2026-10-01 replace, Our day", "2026-10-01 replace, National Day (feed)"});
    CHECK(out.codes.empty());
}

TEST_CASE("where two replace a date differently, the calendar holds, or the feed") {
    auto to = desk();
    to.exceptions = {sla::open_instead("Inventory", 2026y / October / 3, {{10h, 12h}}),
                     {.name = "Summer",
                      .first = 2026y / June / 1,
                      .last = 2026y / June / 5,
                      .ranges = {{8h, 12h}}}};
    const std::vector<sla::holiday> entries{
        closed("Week", 2026y / October / 1, 2026y / October / 5),
        closed("Corpus Christi", 2026y / June / 4, 2026y / June / 4),
        closed("First", 2026y / June / 1, 2026y / June / 1)};
    const added kept = add(to, entries);
    CHECK(kept.exceptions == lines{"2026-10-03 replace 10:00-12:00, Inventory",
                                   "2026-06-01 - 2026-06-05 replace 08:00-12:00, Summer",
                                   "2026-10-01 - 2026-10-02 replace, Week (feed)",
                                   "2026-10-04 - 2026-10-05 replace, Week (feed)"});
    const lines warnings{"holidays.contradiction entries[0]", "holidays.contradiction entries[1]",
                         "holidays.contradiction entries[2]"};
    CHECK(kept.codes == warnings);

    const added taken = add(to, entries, feed_first);
    CHECK(taken.exceptions == lines{"2026-06-02 - 2026-06-03 replace 08:00-12:00, Summer",
                                    "2026-10-01 - 2026-10-05 replace, Week (feed)",
                                    "2026-06-05 replace 08:00-12:00, Summer",
                                    "2026-06-04 replace, Corpus Christi (feed)",
                                    "2026-06-01 replace, First (feed)"});
    CHECK(taken.codes == warnings);
}

TEST_CASE("of two entries of one feed the earlier one holds") {
    const std::vector<sla::holiday> entries{
        closed("Closed", 2026y / October / 1, 2026y / October / 3),
        {.name = "Open",
         .first = 2026y / October / 3,
         .last = 2026y / October / 4,
         .kind = holiday_kind::working_day}};
    for (const sla::holiday_merge& how : {sla::holiday_merge{}, feed_first}) {
        const added out = add(desk(), entries, how);
        CHECK(out.exceptions == lines{"2026-10-01 - 2026-10-03 replace, Closed (feed)",
                                      "2026-10-04 replace 09:00-12:00 13:00-17:00, Open"});
        CHECK(out.codes == lines{"holidays.contradiction entries[1]"});
    }
}

TEST_CASE("hours that one adds and the other subtracts are one's or the other's") {
    auto to = desk();
    to.exceptions = {{.name = "Late",
                      .first = 2026y / June / 1,
                      .last = 2026y / June / 2,
                      .mode = sla::exception_mode::add,
                      .ranges = {{17h, 20h}}}};
    const std::vector<sla::holiday> entries{{.name = "Party",
                                             .first = 2026y / June / 2,
                                             .last = 2026y / June / 2,
                                             .kind = holiday_kind::closed_hours,
                                             .ranges = {{16h, 18h}}}};
    const added kept = add(to, entries);
    CHECK(kept.exceptions == lines{"2026-06-01 - 2026-06-02 add 17:00-20:00, Late",
                                   "2026-06-02 subtract 16:00-17:00, Party"});
    CHECK(kept.codes == lines{"holidays.contradiction entries[0]"});
    const added taken = add(to, entries, feed_first);
    CHECK(taken.exceptions == lines{"2026-06-01 add 17:00-20:00, Late",
                                    "2026-06-02 add 18:00-20:00, Late",
                                    "2026-06-02 subtract 16:00-18:00, Party"});
    // Without an overlap both hold.
    to.exceptions[0].ranges = {{18h, 20h}};
    CHECK(add(to, entries).codes.empty());
}

TEST_CASE("a warning names both, and the date") {
    auto to = desk();
    to.exceptions = {sla::open_instead("Inventory", 2026y / October / 3, {{10h, 12h}})};
    const auto made = sla::add_holidays(
        to, {.entries = {closed("国庆节", 2026y / October / 1, 2026y / October / 7)}});
    CHECK(sla::describe(made.issues()) ==
          "warning[holidays.contradiction] entries[0]: 2026-10-03: \"国庆节\" (feed) contradicts "
          "\"Inventory\", which holds\n"
          "  exceptions[0]: in the calendar\n"
          "1 warning");
}

TEST_CASE("entries that make no sense are errors, all of them at once") {
    const sla::holiday good = closed("x", 2026y / June / 1, 2026y / June / 1);
    std::vector<sla::holiday> bad(6, good);
    bad[0].first = 2026y / February / 30;
    bad[1].last = 2026y / May / 31;
    bad[2].last = 2036y / June / 30;
    bad[3].ranges = {{9h, 10h}};
    bad[4].kind = holiday_kind::closed_hours;
    bad[5].kind = holiday_kind::closed_hours;
    bad[5].ranges = {{9h, 11h}, {10h, 12h}};
    const added out = add(desk(), bad);
    CHECK(out.codes == lines{"holidays.entry entries[0]", "holidays.entry entries[1]",
                             "holidays.entry entries[2]", "holidays.entry entries[3]",
                             "holidays.entry entries[4]", "holidays.entry entries[5]"});
    CHECK(sla::add_holidays(desk(), {.entries = bad}, {}, 2).issues().size() == 3);
}
