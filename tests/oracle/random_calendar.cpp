// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <oracle/hard_zones.hpp>
#include <oracle/random_calendar.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace oracle {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

using ranges = std::vector<sla::time_range>;

// -- definitions
// -----------------------------------------------------------------------------------

/// A time of day that is a multiple of the grain; often a round one, often near a clock change.
seconds time_of_day(dice& random, grain fine, seconds first, seconds last) {
    static const std::vector<seconds> favourites{0h, 30min,      1h,  1h + 30min, 2h,  2h + 30min,
                                                 3h, 8h + 15min, 12h, 22h,        23h, 24h};
    if (random.percent(50)) {
        const seconds favourite = random.pick(favourites);
        if (first <= favourite && favourite <= last)
            return favourite;
    }
    if (fine == grain::seconds)
        return seconds{random.from_to(first.count(), last.count())};
    return minutes{random.from_to(ceil<minutes>(first).count(), floor<minutes>(last).count())};
}

/// Some ranges of one date, in order and apart, ending at `latest` at most.
ranges random_ranges(dice& random, grain fine, seconds latest) {
    std::vector<seconds> cuts;
    const std::size_t wanted = 2 * static_cast<std::size_t>(random.from_to(1, 3));
    while (cuts.size() < wanted) {
        cuts.push_back(time_of_day(random, fine, 0s, 24h));
        std::sort(cuts.begin(), cuts.end());
        cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
        if (cuts.size() >= 2 && random.percent(5))
            break;
    }
    if (cuts.size() % 2 != 0)
        cuts.pop_back();
    ranges made;
    for (std::size_t i = 0; i < cuts.size(); i += 2)
        made.push_back({cuts[i], cuts[i + 1]});
    // The last one of the date may run past midnight.
    if (!made.empty() && random.percent(35) && made.back().begin < 24h &&
        made.back().begin < latest)
        made.back().end = time_of_day(random, fine, made.back().begin + 1min,
                                      std::min(latest, made.back().begin + 24h));
    return made;
}

ranges random_day(dice& random, grain fine) {
    switch (random.below(8)) {
    case 0:
        return {};
    case 1:
        return {{9h, 17h}};
    case 2:
        return {{9h, 12h}, {13h, 17h}};
    case 3:
        return {{0h, 24h}};
    case 4:
        return {{22h, 30h}};
    case 5:
        return {{6h, 30h}};
    default:
        return random_ranges(random, fine, 48h);
    }
}

sla::weekly_hours random_week(dice& random, grain fine) {
    sla::weekly_hours week;
    switch (random.below(6)) {
    case 0:
        return sla::around_the_clock();
    case 1:
        week = sla::weekly(sla::monday_to_friday, random_day(random, fine));
        break;
    case 2:
        week = sla::weekly(sla::every_day, random_day(random, fine));
        break;
    default:
        for (ranges& day : week.days)
            day = random_day(random, fine);
    }
    // What runs past midnight must leave the next date's ranges alone.
    for (std::size_t i = 0; i < 7; ++i) {
        const ranges& next = week.days[(i + 1) % 7];
        ranges& day = week.days[i];
        if (!day.empty() && !next.empty())
            day.back().end = std::min(day.back().end, 24h + next.front().begin);
    }
    return week;
}

/// A date where much happens: at a change of the zone's clock, New Year, Easter, or anywhere.
local_days random_date(dice& random, const sla::zone& zone) {
    const int y = random.percent(60) ? random.small(2009, 2030) : random.small(1971, 2098);
    const local_days january{year{y} / January / 1};
    switch (random.below(4)) {
    case 0: {
        const sla::zone_period period =
            zone.period_at(sla::instant{january.time_since_epoch()} + days{random.below(365)});
        if (sla::in_range(period.end))
            return floor<days>(zone.to_local(period.end)) + days{random.from_to(-2, 2)};
        return january;
    }
    case 1:
        return january + days{random.from_to(-4, 4)};
    default:
        return january + days{random.below(365)};
    }
}

sla::exception_mode random_mode(dice& random) {
    switch (random.below(3)) {
    case 0:
        return sla::exception_mode::replace;
    case 1:
        return sla::exception_mode::add;
    default:
        return sla::exception_mode::subtract;
    }
}

sla::day_exception random_exception(dice& random, grain fine, const sla::zone& zone) {
    sla::day_exception made;
    const local_days first = random_date(random, zone);
    made.first = year_month_day{first};
    if (random.percent(30))
        made.last = year_month_day{first + days{random.from_to(0, 12)}};
    made.mode = random_mode(random);
    if (made.mode != sla::exception_mode::replace || random.percent(40))
        made.ranges = random_ranges(random, fine, 48h);
    made.name = "dated";
    made.source = made.ranges.empty() ? "a feed" : "";
    return made;
}

sla::yearly_date random_yearly_date(dice& random) {
    const weekday day{static_cast<unsigned>(random.below(7))};
    const month in{static_cast<unsigned>(random.from_to(1, 12))};
    switch (random.below(7)) {
    case 0:
        return month_day{random.percent(50) ? December : January,
                         std::chrono::day{static_cast<unsigned>(
                             random.percent(50) ? random.from_to(1, 4) : random.from_to(24, 31))}};
    case 1:
        return February / 29;
    case 2:
        return month_weekday{in, day[static_cast<unsigned>(random.from_to(1, 5))]};
    case 3:
        return month_weekday_last{in, day[last]};
    case 4:
        return sla::days_from_easter{
            random.percent(80) ? random.small(-3, 50) : random.small(-70, 200),
            random.percent(60) ? sla::easter::western : sla::easter::orthodox};
    case 5: {
        const unsigned nth = static_cast<unsigned>(random.from_to(1, 28));
        return sla::weekday_on_or_after{
            day, month_day{in, std::chrono::day{random.percent(20) && in == December ? 31U : nth}}};
    }
    default:
        return month_day{in, std::chrono::day{static_cast<unsigned>(random.from_to(1, 28))}};
    }
}

sla::yearly_exception random_yearly(dice& random, grain fine) {
    sla::yearly_exception made{.name = "yearly", .date = random_yearly_date(random)};
    made.observed = static_cast<sla::observed_rule>(random.below(5));
    if (random.percent(25))
        made.first_year = year{random.small(1990, 2024)};
    if (random.percent(25))
        made.last_year = year{random.small(2020, 2080)};
    if (made.first_year && made.last_year && *made.first_year > *made.last_year)
        std::swap(made.first_year, made.last_year);
    made.mode = random.percent(60) ? sla::exception_mode::replace : random_mode(random);
    if (made.mode != sla::exception_mode::replace || random.percent(30))
        made.ranges = random_ranges(random, fine, 48h);
    if (random.percent(15))
        made.days = static_cast<unsigned>(random.from_to(2, 12));
    return made;
}

} // namespace

sla::calendar_definition random_definition(dice& random, grain fine) {
    const sla::zone& zone = random.pick(hard_zones());
    sla::calendar_definition made;
    made.name = "random";
    made.zone = zone.name();
    made.hours = random_week(random, fine);
    for (std::uint64_t n = random.percent(30) ? 1 + random.below(3) : 0; n > 0; --n)
        made.changes.push_back(
            {year_month_day{random_date(random, zone)}, random_week(random, fine)});
    std::sort(made.changes.begin(), made.changes.end(),
              [](const auto& a, const auto& b) { return a.from < b.from; });
    made.changes.erase(std::unique(made.changes.begin(), made.changes.end(),
                                   [](const auto& a, const auto& b) { return a.from == b.from; }),
                       made.changes.end());
    for (std::uint64_t n = random.percent(60) ? random.below(6) : 0; n > 0; --n)
        made.exceptions.push_back(random_exception(random, fine, zone));
    for (std::uint64_t n = random.percent(60) ? random.below(8) : 0; n > 0; --n)
        made.yearly.push_back(random_yearly(random, fine));
    switch (random.below(5)) {
    case 0:
        made.weekend = sla::weekday_set{Friday} | Saturday;
        break;
    case 1:
        made.weekend = Sunday;
        break;
    default:
        break;
    }
    // Names by number, so that a failure can be told from another.
    for (std::size_t i = 0; i < made.exceptions.size(); ++i)
        made.exceptions[i].name += " " + std::to_string(i);
    for (std::size_t i = 0; i < made.yearly.size(); ++i)
        made.yearly[i].name += " " + std::to_string(i);
    return made;
}

sla::calendar_options random_options(dice& random) {
    switch (random.below(5)) {
    case 0:
        return {.first_year = 1970y, .last_year = 1971y};
    case 1:
        return {.first_year = 2090y, .last_year = 2099y};
    case 2:
        return {.first_year = 2011y, .last_year = 2011y};
    default:
        return {};
    }
}

// -- as text
// ---------------------------------------------------------------------------------------

namespace {

std::string padded(std::int64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string to_text(year_month_day ymd) {
    return std::to_string(int{ymd.year()}) + "y / " + std::to_string(unsigned{ymd.month()}) +
           " / " + std::to_string(unsigned{ymd.day()});
}

std::string to_text(const ranges& all) {
    std::string text = "{";
    for (const sla::time_range& r : all) {
        if (text.size() > 1)
            text += ", ";
        for (const seconds time : {r.begin, r.end}) {
            text += time == r.begin ? "{" : ", ";
            text += std::to_string(time / 1h) + "h";
            if (time % 1h != 0s)
                text += " + " + std::to_string(time % 1h / 1min) + "min";
            if (time % 1min != 0s)
                text += " + " + std::to_string(time % 1min / 1s) + "s";
        }
        text += "}";
    }
    return text + "}";
}

std::string to_text(weekday day) {
    return "weekday{" + std::to_string(day.c_encoding()) + "}";
}
std::string to_text(month m) {
    return "month{" + std::to_string(unsigned{m}) + "}";
}
std::string to_text(month_day md) {
    return to_text(md.month()) + " / " + std::to_string(unsigned{md.day()});
}

std::string to_text(const sla::weekly_hours& hours) {
    std::string text = "{.days = {";
    for (std::size_t i = 0; i < 7; ++i)
        text += (i > 0 ? ", " : "") + to_text(hours.days[i]);
    return text + "}}";
}

std::string to_text(const sla::yearly_date& rule) {
    if (const auto* fixed = std::get_if<month_day>(&rule))
        return to_text(*fixed);
    if (const auto* nth = std::get_if<month_weekday>(&rule))
        return to_text(nth->month()) + " / " + to_text(nth->weekday_indexed().weekday()) + "[" +
               std::to_string(nth->weekday_indexed().index()) + "]";
    if (const auto* at_end = std::get_if<month_weekday_last>(&rule))
        return to_text(at_end->month()) + " / " + to_text(at_end->weekday_last().weekday()) +
               "[last]";
    if (const auto* feast = std::get_if<sla::days_from_easter>(&rule))
        return "sla::days_from_easter{" + std::to_string(feast->days) +
               (feast->reckoning == sla::easter::orthodox ? ", sla::easter::orthodox}" : "}");
    const auto& after = std::get<sla::weekday_on_or_after>(rule);
    return "sla::weekday_on_or_after{" + to_text(after.day) + ", " + to_text(after.date) + "}";
}

std::string to_text(sla::exception_mode mode) {
    switch (mode) {
    case sla::exception_mode::replace:
        return "sla::exception_mode::replace";
    case sla::exception_mode::add:
        return "sla::exception_mode::add";
    case sla::exception_mode::subtract:
        return "sla::exception_mode::subtract";
    }
    return "?";
}

std::string to_text(sla::observed_rule rule) {
    static constexpr std::array names{"as_it_falls", "nearest_weekday", "following_weekday",
                                      "following_free_weekday", "sunday_to_free_weekday"};
    return std::string{"sla::observed_rule::"} + names[static_cast<std::size_t>(rule)];
}

} // namespace

std::string to_text(const sla::calendar_definition& d) {
    std::string text = "sla::calendar_definition{\n    .name = \"" + d.name + "\", .zone = \"" +
                       d.zone + "\",\n    .hours = " + to_text(d.hours);
    if (!d.changes.empty()) {
        text += ",\n    .changes = {";
        for (const sla::hours_change& c : d.changes)
            text += "\n        {" + to_text(c.from) + ", " + to_text(c.hours) + "},";
        text += "}";
    }
    if (!d.exceptions.empty()) {
        text += ",\n    .exceptions = {";
        for (const sla::day_exception& e : d.exceptions)
            text += "\n        {.name = \"" + e.name + "\", .first = " + to_text(e.first) +
                    (e.last ? ", .last = " + to_text(*e.last) : "") +
                    ", .mode = " + to_text(e.mode) + ", .ranges = " + to_text(e.ranges) + "},";
        text += "}";
    }
    if (!d.yearly.empty()) {
        text += ",\n    .yearly = {";
        for (const sla::yearly_exception& e : d.yearly) {
            text += "\n        {.name = \"" + e.name + "\", .date = " + to_text(e.date) +
                    ", .observed = " + to_text(e.observed);
            if (e.first_year)
                text += ", .first_year = " + std::to_string(int{*e.first_year}) + "y";
            if (e.last_year)
                text += ", .last_year = " + std::to_string(int{*e.last_year}) + "y";
            text += ", .mode = " + to_text(e.mode) + ", .ranges = " + to_text(e.ranges) +
                    ", .days = " + std::to_string(e.days) + "},";
        }
        text += "}";
    }
    text += ",\n    .weekend = ";
    if (d.weekend.empty())
        text += "{}";
    for (unsigned day = 0, named = 0; day < 7; ++day)
        if (d.weekend.contains(weekday{day}))
            text += (named++ > 0 ? " | sla::weekday_set{" : "sla::weekday_set{") +
                    to_text(weekday{day}) + "}";
    return text + "}";
}

std::string to_text(sla::instant t) {
    if (t == sla::never)
        return "never";
    const auto midnight = floor<days>(t);
    if (midnight < sys_days{-9999y / 1 / 1} || midnight > sys_days{year{20000} / 1 / 1})
        return std::to_string(t.time_since_epoch().count()) + "ms";
    const year_month_day ymd{midnight};
    const hh_mm_ss time{t - midnight};
    return padded(int{ymd.year()}, 4) + "-" + padded(unsigned{ymd.month()}, 2) + "-" +
           padded(unsigned{ymd.day()}, 2) + "T" + padded(time.hours().count(), 2) + ":" +
           padded(time.minutes().count(), 2) + ":" + padded(time.seconds().count(), 2) + "." +
           padded(time.subseconds().count(), 3) + "Z";
}

std::string to_text(sla::working d) {
    return std::to_string(d.length() / 1h) + "h + " + std::to_string(d.length() % 1h / 1min) +
           "min + " + std::to_string((d.length() % 1min).count()) + "ms";
}

// -- calendars and instants
// ------------------------------------------------------------------------

pair random_pair(dice& random, grain fine) {
    for (;;) {
        const sla::calendar_definition definition = random_definition(random, fine);
        const sla::calendar_options options = random_options(random);
        const auto compiled = sla::compile(definition, hard_zone_source(), options);
        if (!compiled)
            continue;
        pair made{*compiled, slow_calendar{definition, compiled->time_zone()},
                  to_text(definition) + ", compiled " + std::to_string(int{options.first_year}) +
                      " to " + std::to_string(int{options.last_year})};
        if (fine == grain::seconds) {
            made.slow.step(1s);
            made.slow.limit(8h);
        }
        return made;
    }
}

pair random_combination(dice& random, int depth) {
    if (depth == 0)
        return random_pair(random);
    for (;;) {
        const pair a = random_combination(random, random.small(0, depth - 1));
        const pair b = random_combination(random, random.small(0, depth - 1));
        const auto operation = static_cast<sla::set_operation>(random.below(3));
        const auto combined = sla::combine("random", a.fast, operation, b.fast);
        if (!combined)
            continue;
        static constexpr std::array names{" unite ", " intersect ", " subtract "};
        return pair{*combined, slow_calendar{a.slow, operation, b.slow},
                    "(" + a.text + ")\n" + names[static_cast<std::size_t>(operation)] + "\n(" +
                        b.text + ")"};
    }
}

sla::instant random_instant(dice& random, const pair& of) {
    const sla::zone& zone = of.slow.zone();
    sla::instant pivot;
    switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
    case 3:
        pivot = sla::instant{random_date(random, zone).time_since_epoch()};
        break;
    case 4: {
        const sla::instant somewhere{days{random.from_to(0, 47'500)}};
        const sla::zone_period period = zone.period_at(somewhere);
        pivot = sla::in_range(period.end) ? period.end : somewhere;
        break;
    }
    case 5:
        pivot = sys_days{year{random.small(1971, 2100)} / January / 1};
        break;
    case 6: {
        static const std::vector<int> borders{1970, 1971, 1972, 2011, 2012, 2016,
                                              2031, 2032, 2090, 2099, 2100};
        pivot = sys_days{year{random.pick(borders)} / January / 1};
        break;
    }
    case 7: {
        static const std::vector<int> far{2400, 3000, 9998, 9999};
        pivot = sys_days{year{random.pick(far)} / January / 1} + days{random.below(365)};
        break;
    }
    default:
        pivot = sla::instant{days{random.from_to(0, 47'500)}};
    }
    pivot += minutes{random.from_to(-3 * 24 * 60, 3 * 24 * 60)};
    if (random.percent(20))
        pivot += milliseconds{random.from_to(-1, 1)};
    else if (random.percent(30))
        pivot += milliseconds{random.below(60'000)};
    return std::clamp(pivot, sla::first_instant + days{30}, sla::end_of_range - days{30});
}

// -- properties
// ------------------------------------------------------------------------------------

namespace {

std::optional<std::uint64_t> from_environment(const char* name) {
    const char* const text = std::getenv(name);
    if (text == nullptr || *text == '\0')
        return {};
    return std::strtoull(text, nullptr, 10);
}

} // namespace

std::size_t property::factor() {
    return static_cast<std::size_t>(from_environment("SLA_PROPERTY_CASES").value_or(1));
}

std::uint64_t property::seed(std::size_t index) const {
    std::uint64_t mixed = from_environment("SLA_PROPERTY_SEED").value_or(20'111'230);
    for (const char c : name)
        mixed = mixed * 1'099'511'628'211U + static_cast<unsigned char>(c);
    return mixed * 1'000'003U + index;
}

std::string property::describe(std::size_t index) const {
    return std::string{name} + ", case " + std::to_string(index) + " (SLA_PROPERTY_SEED=" +
           std::to_string(from_environment("SLA_PROPERTY_SEED").value_or(20'111'230)) + ")";
}

} // namespace oracle
