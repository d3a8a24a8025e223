// SPDX-License-Identifier: MIT
//
// Real holidays. China from two independent sources, one of them in two forms, day by day; the
// United Kingdom's bank holidays and the federal ones of the United States against yearly rules.
// The data are not part of the repository; SLA_DATA_DIR says where they are.

#include "../event_log.hpp"
#include <sla/calendar.hpp>
#include <sla/describe.hpp>
#include <sla/holidays.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

std::filesystem::path folder() {
    return event_log::ticket_file("any").parent_path().parent_path() / "holidays";
}

std::string content(const std::filesystem::path& file) {
    INFO(file.string());
    std::ifstream in{file, std::ios::binary};
    REQUIRE(in);
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// What a source says of a date.
enum class duty : std::uint8_t { off, worked };
using days_by_date = std::map<local_days, duty>;

void note(days_by_date& into, const sla::holiday_feed& feed) {
    for (const sla::holiday& e : feed.entries) {
        REQUIRE(e.kind != sla::holiday_kind::closed_hours);
        for (local_days d{e.first}; d <= local_days{e.last}; d += days{1}) {
            const duty said = e.kind == sla::holiday_kind::closed ? duty::off : duty::worked;
            const auto [found, is_new] = into.emplace(d, said);
            CHECK((is_new || found->second == said));
        }
    }
}

sla::zone shanghai() {
    return sla::zone_from_rule("Asia/Shanghai", "CST-8").value();
}

std::vector<sla::holiday_feed> holiday_cn_years() {
    std::vector<sla::holiday_feed> out;
    for (int y = 2007; y <= 2026; ++y) {
        const auto feed =
            sla::read_holiday_cn(content(folder() / "cn" / (std::to_string(y) + ".json")));
        INFO(y << '\n' << sla::describe(feed.issues()));
        REQUIRE(feed);
        CHECK(feed->name == "holiday-cn " + std::to_string(y));
        out.push_back(*feed);
    }
    return out;
}

/// "2026-10-01"
local_days date_of(const std::string& text) {
    const auto number = [&](std::size_t from, std::size_t size) {
        return static_cast<unsigned>(std::stoul(text.substr(from, size)));
    };
    return local_days{year{static_cast<int>(number(0, 4))} / static_cast<int>(number(5, 2)) /
                      static_cast<int>(number(8, 2))};
}

/// The independent source: two lists of dates, each with its names.
days_by_date chinese_days() {
    const nlohmann::json all =
        nlohmann::json::parse(content(folder() / "cn_chinese-days_1.5.7.json"));
    days_by_date out;
    const auto read = [&](const char* list, duty what) {
        for (const auto& [text, names] : all.at(list).items()) {
            CHECK(out.emplace(date_of(text), what).second);
        }
    };
    read("holidays", duty::off);
    read("workdays", duty::worked);
    return out;
}

bool is_worked(const days_by_date& said, local_days date) {
    if (const auto found = said.find(date); found != said.end())
        return found->second == duty::worked;
    const weekday w{date};
    return w != Saturday && w != Sunday;
}

/// A desk of nine to five whose calendar has all of these feeds.
sla::calendar desk(const std::vector<sla::holiday_feed>& feeds) {
    sla::calendar_definition made{.name = "客服",
                                  .zone = "Asia/Shanghai",
                                  .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})};
    for (const sla::holiday_feed& feed : feeds) {
        auto next = sla::add_holidays(std::move(made), feed);
        INFO(sla::describe(next.issues()));
        REQUIRE(next);
        CHECK(next.issues().empty()); // no year contradicts another
        made = *std::move(next);
    }
    return sla::compile(made, sla::zone_set{{shanghai()}}.source(),
                        {.first_year = 2007y, .last_year = 2026y})
        .value();
}

std::string text(local_days d) {
    return sla::describe(sla::instant{d.time_since_epoch()}, sla::zone::utc()).substr(0, 14);
}

} // namespace

TEST_CASE("China 2007 to 2026: two independent sources and the calendar agree day by day") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const auto feeds = holiday_cn_years();
    days_by_date first;
    for (const sla::holiday_feed& feed : feeds)
        note(first, feed);
    const days_by_date second = chinese_days();
    const sla::calendar hours = desk(feeds);

    std::size_t compared = 0;
    std::size_t off = 0;
    std::size_t made_up = 0;
    std::vector<std::string> differ;
    std::vector<std::string> named_by_one;
    for (local_days d{2007y / January / 1}; d <= local_days{2026y / December / 31}; d += days{1}) {
        ++compared;
        const bool worked = is_worked(first, d);
        if (worked != is_worked(second, d) || worked != hours.is_business_day(d))
            differ.push_back(text(d));
        if (first.contains(d) != second.contains(d))
            named_by_one.push_back(text(d) + (first.contains(d) ? " holiday-cn" : " chinese-days"));
        const weekday w{d};
        const bool weekend = w == Saturday || w == Sunday;
        off += !worked && !weekend ? 1U : 0U;
        made_up += worked && weekend ? 1U : 0U;
    }
    CHECK(compared == 7'305);
    CAPTURE(differ);
    CHECK(differ.empty());
    INFO("free weekdays " << off << ", weekends worked " << made_up);
    CHECK(off > 300);
    CHECK(made_up > 100);
    // They disagree on no day. Eleven are named by one of them alone, which says there what the
    // week says anyway: ten weekends that belong to a holiday, and the Monday on which work began
    // again after the Spring Festival of 2020 had been extended.
    CHECK(named_by_one ==
          std::vector<std::string>{"Sun 2011-06-05 holiday-cn", "Sat 2012-06-23 holiday-cn",
                                   "Sun 2014-04-06 chinese-days", "Sat 2015-09-05 holiday-cn",
                                   "Sat 2019-04-06 chinese-days", "Sun 2019-04-07 chinese-days",
                                   "Sat 2019-06-08 chinese-days", "Sun 2019-06-09 chinese-days",
                                   "Sat 2019-09-14 chinese-days", "Sun 2019-09-15 chinese-days",
                                   "Mon 2020-02-03 holiday-cn"});
}

TEST_CASE("China 2022 to 2026: the calendar file of holiday-cn says what its years say") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    sla::holiday_options options;
    options.working_day_marks = {"上班"};
    const auto feed = sla::read_icalendar(content(folder() / "cn" / "holiday-cn.ics"), shanghai(),
                                          sla::zone_set{{shanghai()}}.source(), options);
    INFO(sla::describe(feed.issues()));
    REQUIRE(feed);
    CHECK(feed.issues().empty());
    CHECK(feed->name == "中国法定节假日");
    days_by_date calendar;
    note(calendar, *feed);
    days_by_date years;
    for (const sla::holiday_feed& year : holiday_cn_years())
        note(years, year);
    std::erase_if(years, [](const auto& d) { return d.first < local_days{2022y / January / 1}; });
    CHECK(calendar == years);
    CHECK(calendar.size() > 150);
}

namespace {

using sla::closed;
using sla::closed_yearly;
constexpr sla::observed_rule next_free = sla::observed_rule::following_free_weekday;

/// Weekdays of the years on which a calendar and a list of holidays differ.
std::vector<std::string> differences(const sla::calendar& hours, const days_by_date& holidays,
                                     year first, year last) {
    std::vector<std::string> out;
    for (local_days d{first / January / 1}; d <= local_days{last / December / 31}; d += days{1}) {
        const weekday w{d};
        if (w == Saturday || w == Sunday) {
            CHECK_FALSE(holidays.contains(d)); // where there is a substitute it is listed instead
            continue;
        }
        if (hours.is_business_day(d) == holidays.contains(d))
            out.push_back(text(d));
    }
    return out;
}

/// What all of the United Kingdom has, and what was changed for once.
sla::calendar_definition united_kingdom() {
    const std::vector<sla::time_range> day_time{{9h, 17h}};
    return {.name = "UK",
            .zone = "UTC",
            .hours = sla::weekly(sla::monday_to_friday, day_time),
            .exceptions = {sla::open_instead("moved to June", 2012y / May / 28, day_time),
                           closed("Spring bank holiday", 2012y / June / 4),
                           closed("Diamond Jubilee", 2012y / June / 5),
                           sla::open_instead("moved to 8 May", 2020y / May / 4, day_time),
                           closed("Early May bank holiday (VE day)", 2020y / May / 8),
                           sla::open_instead("moved to June", 2022y / May / 30, day_time),
                           closed("Spring bank holiday", 2022y / June / 2),
                           closed("Platinum Jubilee", 2022y / June / 3),
                           closed("State funeral", 2022y / September / 19),
                           closed("Coronation", 2023y / May / 8)},
            .yearly = {closed_yearly("New Year's Day", January / 1, next_free),
                       closed_yearly("Good Friday", sla::days_from_easter{-2}),
                       closed_yearly("Early May bank holiday", May / Monday[1]),
                       closed_yearly("Spring bank holiday", May / Monday[last]),
                       closed_yearly("Christmas Day", December / 25, next_free),
                       closed_yearly("Boxing Day", December / 26, next_free)}};
}

} // namespace

TEST_CASE("the bank holidays of the United Kingdom, 2012 to 2028, follow from yearly rules") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const std::string file = content(folder() / "govuk_bank_holidays.json");
    const sla::yearly_exception easter_monday =
        closed_yearly("Easter Monday", sla::days_from_easter{1});
    const sla::yearly_exception late_summer =
        closed_yearly("Summer bank holiday", August / Monday[last]);
    const std::map<std::string, std::vector<sla::yearly_exception>> divisions{
        {"england-and-wales", {easter_monday, late_summer}},
        {"scotland",
         {closed_yearly("2nd January", January / 2, next_free),
          closed_yearly("Summer bank holiday", August / Monday[1]),
          closed_yearly("St Andrew's Day", November / 30, next_free)}},
        {"northern-ireland",
         {easter_monday, late_summer, closed_yearly("St Patrick's Day", March / 17, next_free),
          closed_yearly("Battle of the Boyne", July / 12, next_free)}}};
    const std::map<std::string, std::size_t> listed{
        {"england-and-wales", 140}, {"scotland", 157}, {"northern-ireland", 174}};
    for (const auto& [division, rules] : divisions) {
        INFO(division);
        const auto feed = sla::read_govuk(file, division);
        INFO(sla::describe(feed.issues()));
        REQUIRE(feed);
        days_by_date taken;
        note(taken, *feed);
        CHECK(taken.size() == listed.at(division));
        sla::calendar_definition made = united_kingdom();
        made.yearly.insert(made.yearly.end(), rules.begin(), rules.end());
        const sla::calendar hours =
            sla::compile(made, sla::zone_set{{sla::zone::utc()}}.source()).value();
        const std::vector<std::string> differ = differences(hours, taken, 2012y, 2028y);
        CAPTURE(differ);
        CHECK(differ.empty());
    }
}

TEST_CASE("the federal holidays of the United States, 2019 to 2027, follow from yearly rules") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const event_log::table table =
        event_log::read_table(folder() / "us_federal_observed_2019_2027.csv", {"observed_date"});
    CHECK(table.problems.empty());
    CHECK(table.rows.size() == 98);
    days_by_date taken;
    for (const std::vector<std::string>& row : table.rows)
        taken.emplace(date_of(row.at(0)), duty::off);
    constexpr sla::observed_rule nearest = sla::observed_rule::nearest_weekday;
    sla::calendar_definition made{
        .name = "US",
        .zone = "UTC",
        .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}}),
        .yearly = {closed_yearly("New Year's Day", January / 1, nearest),
                   closed_yearly("Martin Luther King", January / Monday[3]),
                   closed_yearly("Washington's Birthday", February / Monday[3]),
                   closed_yearly("Memorial Day", May / Monday[last]),
                   closed_yearly("Juneteenth", June / 19, nearest),
                   closed_yearly("Independence Day", July / 4, nearest),
                   closed_yearly("Labor Day", September / Monday[1]),
                   closed_yearly("Columbus Day", October / Monday[2]),
                   closed_yearly("Veterans Day", November / 11, nearest),
                   closed_yearly("Thanksgiving Day", November / Thursday[4]),
                   closed_yearly("Christmas Day", December / 25, nearest)}};
    made.yearly[4].first_year = 2021y;
    const sla::calendar hours =
        sla::compile(made, sla::zone_set{{sla::zone::utc()}}.source()).value();
    const std::vector<std::string> differ = differences(hours, taken, 2019y, 2027y);
    CAPTURE(differ);
    CHECK(differ.empty());
}
