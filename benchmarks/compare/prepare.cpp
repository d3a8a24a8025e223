// SPDX-License-Identifier: MIT
//
// Makes the calendars and tickets that all peers are given: prepare DIRECTORY
//
// The calendar is that of the other benchmarks (new_york.hpp). Its holidays are written out as
// dates here, once, by sla, so that no peer computes them. All numbers come from one generator with
// a fixed seed and are the same on every machine.

#include "../new_york.hpp"
#include "files.hpp"
#include <sla/calendar.hpp>

#include <algorithm>
#include <chrono>
#include <random>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using compare::calendar_text;
using compare::opening;

constexpr std::size_t most_rows = 200'000;
constexpr std::size_t most_calendars = 1000;

/// The same on every machine, unlike the standard's distributions.
std::int64_t below(std::mt19937_64& random, std::int64_t bound) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(bound));
}

std::vector<opening> week() {
    std::vector<opening> out;
    for (unsigned day = 1; day <= 5; ++day)
        for (const auto& [begin, end] : {std::pair{9h, 12h}, std::pair{13h, 17h}})
            out.push_back({day, seconds{begin}.count(), seconds{end}.count()});
    return out;
}

bool is_weekday(local_days day) {
    const weekday d{day};
    return d != Saturday && d != Sunday;
}

/// The weekdays of these years (inclusive) on which nobody works.
std::vector<std::int64_t> holidays(const sla::calendar& calendar, year first, year last) {
    std::vector<std::int64_t> out;
    for (local_days day{first / January / 1}; day < local_days{(last + years{1}) / January / 1};
         day += days{1})
        if (is_weekday(day) && !calendar.is_business_day(day))
            out.push_back(day.time_since_epoch().count());
    return out;
}

/// So many different weekdays of 2017 to 2027.
std::vector<std::int64_t> random_weekdays(std::mt19937_64& random, std::size_t count) {
    const local_days first{2017y / January / 1};
    const std::int64_t all = (local_days{2028y / January / 1} - first).count();
    std::vector<std::int64_t> out;
    while (out.size() < count) {
        const local_days day = first + days{below(random, all)};
        const std::int64_t number = day.time_since_epoch().count();
        if (is_weekday(day) && std::find(out.begin(), out.end(), number) == out.end())
            out.push_back(number);
    }
    std::sort(out.begin(), out.end());
    return out;
}

void write(const std::string& path, const std::vector<calendar_text>& calendars) {
    std::ofstream out{path};
    for (const calendar_text& c : calendars) {
        out << "calendar " << c.name << "\nzone " << c.zone << '\n';
        for (const opening& o : c.hours)
            out << "open " << o.weekday << ' ' << o.begin << ' ' << o.end << '\n';
        for (const std::int64_t day : c.closed)
            out << "closed " << day << '\n';
    }
    if (!out.flush())
        compare::stop("cannot write " + path);
}

/// Tickets at random seconds of 2017 to 2026; `hours` 0 means 1 to 40 at random.
void write_deadlines(const std::string& path, std::size_t rows, std::int64_t hours,
                     std::size_t calendars) {
    std::mt19937_64 random{20261122};
    const sla::zone zone = sla_benchmark::new_york();
    const auto begin = floor<seconds>(zone.to_instant(local_days{2017y / January / 1}));
    const auto end = floor<seconds>(zone.to_instant(local_days{2027y / January / 1}));
    std::ofstream out{path};
    out << "created,local,hours,calendar\n";
    for (std::size_t i = 0; i < rows; ++i) {
        const auto created = begin + seconds{below(random, (end - begin).count())};
        const auto amount = 1 + below(random, 40);
        const auto calendar = below(random, static_cast<std::int64_t>(calendars));
        out << created.time_since_epoch().count() << ','
            << floor<seconds>(zone.to_local(created)).time_since_epoch().count() << ','
            << (hours == 0 ? amount : hours) << ',' << calendar << '\n';
    }
    if (!out.flush())
        compare::stop("cannot write " + path);
}

/// Dates of 2017 to 2026, 1 to 60 business days, and an end 1 to 400 days later.
void write_days(const std::string& path, std::size_t rows) {
    std::mt19937_64 random{20261123};
    const local_days begin{2017y / January / 1};
    const std::int64_t all = (local_days{2027y / January / 1} - begin).count();
    std::ofstream out{path};
    out << "from,to,count\n";
    for (std::size_t i = 0; i < rows; ++i) {
        const std::int64_t from = (begin + days{below(random, all)}).time_since_epoch().count();
        const std::int64_t to = from + 1 + below(random, 400);
        out << from << ',' << to << ',' << 1 + below(random, 60) << '\n';
    }
    if (!out.flush())
        compare::stop("cannot write " + path);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2)
        compare::stop("usage: prepare DIRECTORY");
    const std::string folder = std::string{argv[1]} + '/';
    const sla::calendar office = sla::compile(sla_benchmark::office_hours(), sla_benchmark::zones(),
                                              {.first_year = 2016y, .last_year = 2035y})
                                     .value();
    const calendar_text plain{"Weekdays", office.time_zone().name(), week(), {}};

    calendar_text main = plain;
    main.name = "Office";
    main.closed = holidays(office, 2017y, 2028y);
    write(folder + "office.calendars", {main});
    write(folder + "weekdays.calendars", {plain});
    write_deadlines(folder + "tickets.csv", most_rows, 0, 1);
    write_days(folder + "days.csv", most_rows);

    // Long spans end in 2033.
    calendar_text longer = main;
    longer.closed = holidays(office, 2017y, 2034y);
    write(folder + "long.calendars", {longer});
    for (const std::int64_t hours : {8, 40, 200, 1000, 4000, 10'000})
        write_deadlines(folder + "span_" + std::to_string(hours) + ".csv", most_rows, hours, 1);

    std::mt19937_64 random{20261124};
    for (const std::size_t count : {0U, 10U, 50U, 100U, 200U, 500U}) {
        calendar_text c = plain;
        c.closed = random_weekdays(random, count);
        write(folder + "holidays_" + std::to_string(count) + ".calendars", {c});
    }

    std::vector<calendar_text> many;
    while (many.size() < most_calendars) {
        many.push_back(plain);
        many.back().name = "Calendar" + std::to_string(many.size());
        many.back().closed = random_weekdays(random, 120);
    }
    for (const std::size_t count : {1U, 10U, 100U, 1000U}) {
        const auto end = many.begin() + static_cast<std::ptrdiff_t>(count);
        write(folder + "many_" + std::to_string(count) + ".calendars", {many.begin(), end});
        write_deadlines(folder + "many_" + std::to_string(count) + ".csv", most_rows, 0, count);
    }
}
