// SPDX-License-Identifier: MIT
//
// The snippets of docs/business_days.md.
#include <sla/business_days.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla::closed_start;

/// Monday to Friday, closed on Good Friday and Easter Monday; one of them is made up for on
/// Saturday, 11 April 2026.
sla::calendar support_hours() {
    const sla::zone berlin = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    return sla::compile({.name = "Support",
                         .zone = "Berlin",
                         .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}}),
                         .exceptions = {{.name = "Made up",
                                         .first = 2026y / April / 11,
                                         .mode = sla::exception_mode::add,
                                         .ranges = {{9h, 13h}}}},
                         .yearly = {sla::closed_yearly("Good Friday", sla::days_from_easter{-2}),
                                    sla::closed_yearly("Easter Monday", sla::days_from_easter{1})}},
                        sla::zone_set{{berlin}}.source())
        .value();
}

std::int32_t day(year_month_day date) {
    return static_cast<std::int32_t>(local_days{date}.time_since_epoch().count());
}

std::string two_digits(unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}
std::string shown(local_days date) {
    static constexpr std::array names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const year_month_day d{date};
    return std::string{names[weekday{date}.c_encoding()]} + " " +
           std::to_string(static_cast<int>(d.year())) + "-" +
           two_digits(static_cast<unsigned>(d.month())) + "-" +
           two_digits(static_cast<unsigned>(d.day()));
}
std::string shown(std::optional<local_days> date) {
    return date ? shown(*date) : "none";
}
std::string shown(std::int32_t number) {
    return number == std::numeric_limits<std::int32_t>::min() ? "none"
                                                              : shown(local_days{days{number}});
}

// -- columns ---------------------------------------------------------------------------------

void first_columns(const sla::calendar& support) {
    std::cout << "columns\n";
    const sla::business_dates dates{support};
    constexpr std::int32_t no_date = std::numeric_limits<std::int32_t>::min();
    const std::vector<std::int32_t> received{day(2026y / April / 2), day(2026y / April / 4),
                                             no_date};
    std::vector<std::int32_t> due(received.size());

    const sla::date_counts counts =
        dates.add(sla::date_column{received.data()}, 3, closed_start::following,
                  sla::day_output{due.data()}, 0, received.size());

    for (std::size_t row = 0; row < due.size(); ++row)
        std::cout << shown(received[row]) << ": due " << shown(due[row]) << '\n';
    std::cout << counts.missing << " without a date\n";
}

void one_date(const sla::business_dates& dates) {
    std::cout << "one date\n";
    const local_days thursday{2026y / April / 2};
    std::cout << shown(dates.add(thursday, 3, closed_start::following)) << '\n';
    std::cout << *dates.count(thursday, local_days{2026y / April / 14}) << " business days\n";
    std::cout << (dates.is_business_day(local_days{2026y / April / 11}) ? "open" : "closed")
              << " on the made-up Saturday\n";
}

void closed_starts(const sla::business_dates& dates) {
    std::cout << "closed starts\n";
    const local_days saturday{2026y / April / 18};
    for (const auto& [name, start] : {std::pair{"following", closed_start::following},
                                      std::pair{"preceding", closed_start::preceding},
                                      std::pair{"not_counted", closed_start::not_counted},
                                      std::pair{"refused", closed_start::refused}}) {
        std::cout << name << ':';
        for (const int amount : {-1, 0, 1})
            std::cout << (amount < 0 ? " " : ", ") << shown(dates.add(saturday, amount, start));
        std::cout << '\n';
    }
}

void amounts_of_rows(const sla::business_dates& dates) {
    std::cout << "amounts\n";
    const std::vector<std::int32_t> received{day(2026y / April / 2), day(2026y / April / 2)};
    std::vector<std::int32_t> due(received.size());
    const std::vector<std::int32_t> allowed{1, 5}; // business days, by the row's priority
    dates.add(sla::date_column{received.data()}, sla::day_amounts{allowed.data()},
              closed_start::following, sla::day_output{due.data()}, 0, received.size());
    for (const std::int32_t date : due)
        std::cout << shown(date) << '\n';
}

void counting(const sla::business_dates& dates) {
    std::cout << "counting\n";
    const std::vector<std::int32_t> received{day(2026y / April / 2), day(2026y / April / 14)};
    const std::vector<std::int32_t> resolved{day(2026y / April / 14), day(2026y / April / 2)};
    std::vector<std::int32_t> took(received.size());
    dates.count(sla::date_column{received.data()}, sla::date_column{resolved.data()},
                sla::day_output{took.data()}, 0, received.size());
    std::cout << took[0] << ' ' << took[1] << '\n';
}

// -- missing values and errors ---------------------------------------------------------------

void bitmaps(const sla::business_dates& dates) {
    std::cout << "bitmaps\n";
    const std::vector<std::int64_t> received{day(2026y / April / 2), 0, day(2026y / April / 4)};
    const std::vector<std::uint8_t> has_date{0b101};
    std::vector<std::int64_t> due(received.size());
    std::vector<std::uint8_t> has_due(1);
    std::vector<std::uint8_t> reasons(received.size());
    const sla::date_counts counts = dates.add(
        sla::date_column{received.data(), {.bits = has_date.data()}}, 3, closed_start::refused,
        sla::day_output{due.data(), {.bits = has_due.data()}, reasons.data()}, 0, received.size());
    std::cout << "valid:";
    for (std::size_t row = 0; row < due.size(); ++row)
        std::cout << ' ' << (has_due[0] >> row & 1);
    std::cout << "\nstart closed: " << counts.of(sla::date_error::start_closed) << " (row 2: "
              << (reasons[2] == static_cast<std::uint8_t>(sla::date_error::start_closed)) << ")\n";
}

} // namespace

int main() {
    const sla::calendar support = support_hours();
    first_columns(support);
    const sla::business_dates dates{support};
    one_date(dates);
    closed_starts(dates);
    amounts_of_rows(dates);
    counting(dates);
    bitmaps(dates);
}
