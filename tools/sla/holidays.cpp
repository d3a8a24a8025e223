// SPDX-License-Identifier: MIT
//
// sla holidays: a policy document with the dates of a feed.

#include "commands.hpp"
#include "io.hpp"
#include "policy.hpp"
#include "text.hpp"
#include <sla/describe.hpp>
#include <sla/json_document.hpp>
#include <sla/load.hpp>

#ifdef SLA_TOOL_HAS_HOLIDAYS
#include <sla/holidays.hpp>
#endif

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

namespace tool {

namespace {

constexpr std::array<option, 7> holiday_options{{
    {"from", "DATE", "no dates before this one"},
    {"until", "DATE", "none after this one"},
    {"source", "NAME",
     "what explanations say: \"closed: Christmas Day (NAME)\"; the feed's own\nname"},
    {"division", "NAME", "gov.uk: england-and-wales, scotland or northern-ireland"},
    {"working-day", "TEXT",
     "iCalendar: all-day events with this in their summary are working days, not\nholidays", true},
    {"feed-holds", "", "where feed and calendar contradict each other, the feed holds"},
    {"quiet", "", "do not list contradictions"},
}};

#ifdef SLA_TOOL_HAS_HOLIDAYS

using std::chrono::year_month_day;

// "2026-02-13"
year_month_day date_of(std::string_view option, std::string_view text) {
    std::array<int, 3> parts{};
    const std::vector<std::string> words = split(text, '-');
    bool good = words.size() == parts.size() && words[0].size() == 4;
    for (std::size_t i = 0; good && i < parts.size(); ++i) {
        const char* const end = words[i].data() + words[i].size();
        const auto read = std::from_chars(words[i].data(), end, parts.at(i));
        good = read.ec == std::errc{} && read.ptr == end && parts.at(i) >= 0;
    }
    const year_month_day out{std::chrono::year{parts[0]},
                             std::chrono::month{static_cast<unsigned>(parts[1])},
                             std::chrono::day{static_cast<unsigned>(parts[2])}};
    if (!good || !out.ok())
        stop_with({.code = "arguments.date",
                   .place = "--" + std::string{option},
                   .message = "this is not a date",
                   .expected = "for example 2026-02-13",
                   .saw = in_quotes(text)});
    return out;
}

sla::holiday_options options_of(const arguments& given) {
    sla::holiday_options out{.source = std::string{given.value("source")},
                             .working_day_marks = given.values("working-day")};
    if (const auto from = given.given("from"))
        out.first = date_of("from", *from);
    if (const auto until = given.given("until"))
        out.last = date_of("until", *until);
    return out;
}

// A feed is known by how it begins: an iCalendar by its first line; JSON with divisions is
// gov.uk's.
sla::result<sla::holiday_feed> read_feed(std::string_view text, const sla::zone& zone,
                                         const arguments& given) {
    const sla::holiday_options options = options_of(given);
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos || text[first] != '{')
        return sla::read_icalendar(text, zone, sla::system_zones(), options);
    if (const auto division = given.given("division"))
        return sla::read_govuk(text, *division, options);
    if (text.find("\"division\"") != std::string_view::npos)
        stop_with({.code = "arguments.division_missing",
                   .place = "--division",
                   .message = "this feed has the holidays of several divisions",
                   .expected = "england-and-wales, scotland or northern-ireland"});
    return sla::read_holiday_cn(text, options);
}

sla::calendar_definition& calendar_of(sla::json_document& document, const std::string& name) {
    std::vector<std::string> names;
    for (sla::calendar_definition& c : document.book.calendars) {
        if (c.name == name)
            return c;
        names.push_back(c.name);
    }
    stop_with(unknown_name("arguments.calendar", "sla holidays", "the policy has no such calendar",
                           name, names));
}

void add_feed(sla::calendar_definition& to, const std::string& file, const arguments& given) {
    const sla::zone zone = load_zone(to.zone, to.zone);
    const auto feed = read_feed(read_file(file, sla::holiday_limits{}.bytes), zone, given);
    if (!feed)
        throw policy_broken{in_file(file, feed.issues())};
    const sla::holiday_merge how{.precedence = given.has("feed-holds")
                                                   ? sla::holiday_precedence::feed
                                                   : sla::holiday_precedence::calendar};
    auto made = sla::add_holidays(to, *feed, how);
    sla::issue_list told = in_file(file, feed.issues());
    for (const sla::issue& i : made.issues())
        told.push_back(i);
    if (!made)
        throw policy_broken{std::move(told)};
    if (!told.empty() && !given.has("quiet"))
        say(sla::describe(told) + "\n");
    to = *std::move(made);
}

#endif

} // namespace

const command holidays_command{
    "holidays",
    "POLICY CALENDAR FEED...",
    3,
    10'000,
    "Adds the dates of holiday feeds to a calendar of a policy; the document goes to the standard\n"
    "output. A feed is an iCalendar, a year of holiday-cn, or gov.uk's bank holidays.\n"
    "Dates that are there already are not added again.",
    holiday_options,
    "Exit status: 0 the document is written, 1 the policy or a feed has mistakes, 3 there is no\n"
    "such file or calendar.",
    "sla holidays policy.json Support feiertage.ics --from 2026-01-01 --until 2027-12-31 > "
    "new.json\n"
    "sla holidays policy.json 客服 2026.json 2027.json > new.json\n"
    "sla holidays policy.json London bank-holidays.json --division england-and-wales > new.json"};

ending run_holidays([[maybe_unused]] const arguments& given) {
#ifdef SLA_TOOL_HAS_HOLIDAYS
    const std::string& file = given.words()[0];
    auto read = sla::document_from_json(read_file(file, sla::json_limits{}.bytes));
    if (!read)
        throw policy_broken{in_file(file == "-" ? "standard input" : file, read.issues())};
    sla::json_document document = *std::move(read);
    sla::calendar_definition& calendar = calendar_of(document, given.words()[1]);
    for (std::size_t i = 2; i < given.words().size(); ++i)
        add_feed(calendar, given.words()[i], given);
    const auto text = sla::to_json(document);
    if (!text)
        throw stop{text.issues()};
    output out;
    out.text = *text;
    out.flush();
    return ending::well;
#else
    stop_with({.code = "arguments.without_holidays",
               .place = "sla holidays",
               .message = "this program was built without holiday feeds",
               .expected = "one that was built where libical is (SLA_HOLIDAYS)"});
#endif
}

} // namespace tool
