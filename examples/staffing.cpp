// SPDX-License-Identifier: MIT
//
// A telephone desk's week: from a forecast of calls by half-hour to seats, people and what callers
// get for them.

#include <sla/capacity.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace std::chrono_literals;

constexpr std::size_t days = 6;
constexpr std::size_t half_hours = 20; // 8:00 to 18:00
constexpr std::array<std::string_view, days> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

using day_of_calls = std::array<double, half_hours>;

/// What is expected: calls of each day, spread over its half-hours in tenths of a percent.
std::array<day_of_calls, days> forecast() {
    constexpr std::array<double, days> calls_of_day{1480, 1210, 1160, 1150, 1080, 260};
    constexpr day_of_calls weekday{22, 38, 58, 71, 78, 80, 74, 66, 50, 38,
                                   40, 50, 58, 62, 60, 52, 42, 30, 19, 12};
    constexpr day_of_calls saturday{0, 0, 90, 130, 150, 160, 150, 130, 110, 80,
                                    0, 0, 0,  0,   0,   0,   0,   0,   0,   0};
    std::array<day_of_calls, days> out{};
    for (std::size_t day = 0; day < days; ++day)
        for (std::size_t i = 0; i < half_hours; ++i)
            out[day][i] =
                calls_of_day[day] * (names[day] == "Sat" ? saturday[i] : weekday[i]) / 1000;
    return out;
}

/// "80 % within 20 s", at most 5 % give up, and nobody is busy for more than 88 % of the time.
sla::capacity desk() {
    sla::capacity_definition d;
    d.interval = 30min;
    d.handling_time = 4min + 20s; // talk, hold and wrap-up
    d.patience = 2min;
    d.answered_within = 20s;
    d.goals = {.service_level = 0.80, .abandoned = 0.05, .occupancy = 0.88};
    d.shrinkage = 0.30; // breaks, training, leave, illness
    return sla::compile(d).value();
}

std::string percent(double share) {
    return fmt::format("{:.1f} %", share * 100);
}

double hours(sla::real_seconds time) {
    return time / 1h;
}

void print_day(std::string_view name, const sla::plan_totals& t) {
    fmt::print("{:<5}{:>7.0f}{:>12.1f}{:>14.1f}{:>6}{:>10}{:>9.1f} s{:>9}{:>10}\n", name, t.calls,
               hours(t.seat_time), hours(t.people_time), t.peak_people, percent(t.service_level()),
               t.speed_of_answer().count(), percent(t.abandoned / t.calls), percent(t.occupancy()));
}

} // namespace

int main() {
    const sla::capacity phones = desk();
    const std::array<day_of_calls, days> calls = forecast();

    std::array<std::array<sla::seat_need, half_hours>, days> plan{};
    std::array<sla::plan_totals, days> of_day{};
    sla::plan_totals week;
    for (std::size_t day = 0; day < days; ++day) {
        of_day[day] = phones.plan(calls[day], plan[day]);
        week += of_day[day];
    }

    fmt::print("Seats by half-hour\n      ");
    for (const std::string_view name : names)
        fmt::print("{:>5}", name);
    fmt::print("\n");
    for (std::size_t i = 0; i < half_hours; ++i) {
        fmt::print("{:>2}:{:02} ", 8 + i / 2, i % 2 * 30);
        for (const auto& day : plan)
            fmt::print("{:>5}", day[i].seats);
        fmt::print("\n");
    }

    fmt::print("\n       calls  seat hours  people hours  peak  in 20 s     answer   gave up     "
               "busy\n");
    for (std::size_t day = 0; day < days; ++day)
        print_day(names[day], of_day[day]);
    print_day("Week", week);

    // What a seat more or less does in the busiest half-hour.
    const auto busiest = std::max_element(calls[0].begin(), calls[0].end());
    const std::uint32_t seats = plan[0][static_cast<std::size_t>(busiest - calls[0].begin())].seats;
    fmt::print("\nMonday's busiest half-hour, {:.0f} calls\n", *busiest);
    for (std::uint32_t n = seats - 2; n <= seats + 2; ++n) {
        const sla::queue_figures f = phones.figures(*busiest, n);
        fmt::print("{} seats: {} in 20 s, {:.1f} s to answer, {} give up, {} busy{}\n", n,
                   percent(f.service_level), f.speed_of_answer.count(), percent(f.abandoned),
                   percent(f.occupancy), n == seats ? "  <- the plan" : "");
    }
}
