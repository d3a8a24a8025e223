// SPDX-License-Identifier: MIT
//
// Business days of columns: tables checked by hand, missing values, errors, edges of the table.
#include "allocations.hpp"
#include <sla/business_days.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using sla::closed_start;
using sla::date_column;
using sla::date_counts;
using sla::date_error;
using sla::day_amounts;
using sla::day_output;
using enum sla::closed_start;

namespace {

sla::calendar compiled(sla::calendar_definition definition, sla::calendar_options years) {
    definition.name = "Support";
    definition.zone = "Berlin";
    const sla::zone berlin = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    return sla::compile(std::move(definition), sla::zone_set{{berlin}}.source(), years).value();
}

/// Monday to Friday; Good Friday and Easter Monday 2026 closed; Saturday 11 April made up for one.
sla::calendar support(sla::calendar_options years = {}) {
    return compiled({.hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}}),
                     .exceptions = {sla::closed("Good Friday", 2026y / April / 3),
                                    sla::closed("Easter Monday", 2026y / April / 6),
                                    {.name = "Made up",
                                     .first = 2026y / April / 11,
                                     .mode = sla::exception_mode::add,
                                     .ranges = {{9h, 13h}}}}},
                    years);
}

constexpr sla::calendar_options only_2026{.first_year = 2026y, .last_year = 2026y};

local_days april(unsigned d) {
    return local_days{2026y / April / day{d}};
}
std::int64_t number(local_days date) {
    return date.time_since_epoch().count();
}
std::int64_t number(year_month_day date) {
    return number(local_days{date});
}

template <class Number>
constexpr Number none = std::numeric_limits<Number>::min();

template <class Number>
std::vector<Number> as(const std::vector<std::int64_t>& numbers) {
    std::vector<Number> out;
    for (const std::int64_t n : numbers)
        out.push_back(n == sla::no_value ? none<Number> : static_cast<Number>(n));
    return out;
}

std::uint8_t code(date_error error) {
    return static_cast<std::uint8_t>(error);
}

/// What became of a column, with everything that can be asked for.
template <class Number>
struct result_column {
    std::vector<Number> values;
    std::vector<std::uint8_t> valid; // a byte a row
    std::vector<std::uint8_t> errors;
    date_counts counts;

    friend bool operator==(const result_column&, const result_column&) = default;
};

/// `run(output, first, rows)` over the rows in parts of so many.
template <class Number, class Run>
result_column<Number> in_parts(std::size_t rows, std::size_t part, const Run& run) {
    result_column<Number> out;
    out.values.assign(rows, Number{77});
    out.errors.assign(rows, 99);
    constexpr std::size_t offset = 3;
    std::vector<std::uint8_t> bits((rows + offset) / 8 + 1, 0xa5);
    for (std::size_t first = 0; first < rows || first == 0; first += part)
        out.counts += run(day_output{out.values.data(), {bits.data(), offset}, out.errors.data()},
                          first, std::min(part, rows - first));
    for (std::size_t i = 0; i < rows; ++i)
        out.valid.push_back(bits[(offset + i) / 8] >> ((offset + i) % 8) & 1U);
    return out;
}

std::vector<std::uint8_t> bitmap_of(const std::vector<std::uint8_t>& bytes, std::size_t offset) {
    std::vector<std::uint8_t> bits((bytes.size() + offset) / 8 + 1, 0xff);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == 0)
            bits[(offset + i) / 8] &= static_cast<std::uint8_t>(~(1U << ((offset + i) % 8)));
    return bits;
}

struct addition {
    local_days from;
    std::int64_t amount;
    closed_start start;
    std::optional<local_days> due;
};

// Business days of April 2026: 1, 2, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 20, ...; before them
// Tuesday 31, Monday 30, Friday 27 March.
const std::vector<addition>& additions() {
    static const std::vector<addition> table{
        // From a business day all ways agree.
        {april(1), 1, following, april(2)},
        {april(1), 1, preceding, april(2)},
        {april(1), 1, not_counted, april(2)},
        {april(1), 1, refused, april(2)},
        {april(2), 1, following, april(7)},
        {april(2), 5, preceding, april(11)},
        {april(2), 6, not_counted, april(13)},
        {april(2), 0, refused, april(2)},
        {april(13), -1, following, april(11)},
        {april(13), -6, preceding, april(2)},
        {april(7), -2, not_counted, april(1)},
        {april(7), -4, refused, local_days{2026y / March / 30}},
        // A made-up Saturday is a business day like any other.
        {april(11), 0, not_counted, april(11)},
        {april(11), 1, refused, april(13)},
        {april(11), -1, following, april(10)},
        // Saturday 4 April, between two holidays.
        {april(4), 0, following, april(7)},
        {april(4), 1, following, april(8)},
        {april(4), -1, following, april(2)},
        {april(4), 0, preceding, april(2)},
        {april(4), 1, preceding, april(7)},
        {april(4), -1, preceding, april(1)},
        {april(4), 0, not_counted, april(7)},
        {april(4), 1, not_counted, april(7)},
        {april(4), 2, not_counted, april(8)},
        {april(4), -1, not_counted, april(2)},
        {april(4), -2, not_counted, april(1)},
        {april(4), 0, refused, std::nullopt},
        {april(4), 1, refused, std::nullopt},
        // Good Friday and an ordinary Sunday.
        {april(3), 3, following, april(10)},
        {april(3), 3, preceding, april(9)},
        {april(3), 3, not_counted, april(9)},
        {april(12), 1, following, april(14)},
        {april(12), 1, preceding, april(13)},
        {april(12), -1, not_counted, april(11)},
        {april(12), -1, preceding, april(10)},
    };
    return table;
}

} // namespace

TEST_CASE("business days are added to one date") {
    const sla::business_dates dates{support()};
    for (const addition& a : additions()) {
        INFO("from April " << (a.from - april(1)).count() + 1 << ", amount " << a.amount
                           << ", start " << static_cast<int>(a.start));
        CHECK(dates.add(a.from, a.amount, a.start) == a.due);
    }
}

TEMPLATE_TEST_CASE("columns of both widths say the same as single dates", "",
                   (std::tuple<std::int32_t, std::int32_t, std::int32_t>),
                   (std::tuple<std::int32_t, std::int64_t, std::int64_t>),
                   (std::tuple<std::int64_t, std::int32_t, std::int32_t>),
                   (std::tuple<std::int64_t, std::int64_t, std::int64_t>)) {
    using date = std::tuple_element_t<0, TestType>;
    using amount = std::tuple_element_t<1, TestType>;
    using out = std::tuple_element_t<2, TestType>;
    // The same within the table, and where the calendar has to be asked.
    for (const auto years : {sla::calendar_options{}, only_2026,
                             sla::calendar_options{.first_year = 1980y, .last_year = 1999y}}) {
        const sla::business_dates dates{support(years)};
        for (const closed_start start : {following, preceding, not_counted, refused}) {
            std::vector<date> from;
            std::vector<amount> amounts;
            std::vector<out> due;
            for (const addition& a : additions())
                if (a.start == start) {
                    from.push_back(static_cast<date>(number(a.from)));
                    amounts.push_back(static_cast<amount>(a.amount));
                    due.push_back(a.due ? static_cast<out>(number(*a.due)) : none<out>);
                }
            std::vector<out> found(from.size());
            const day_output to{found.data()};
            dates.add(date_column{from.data()}, day_amounts{amounts.data()}, start, to, 0,
                      from.size());
            CHECK(found == due);
            // Each as the amount of all rows.
            for (std::size_t i = 0; i < from.size(); ++i) {
                found.assign(from.size(), 0);
                dates.add(date_column{from.data()}, amounts[i], start, to, i, 1);
                CHECK(found[i] == due[i]);
            }
        }
    }
}

TEST_CASE("business days are counted from begin up to end") {
    const sla::business_dates dates{support()};
    const std::vector<std::tuple<unsigned, unsigned, std::int64_t>> table{
        {1, 1, 0},                           // nothing between a date and itself
        {1, 2, 1},                           // begin counts ...
        {2, 3, 1},                           // ... end does not
        {3, 7, 0},                           // Easter
        {2, 7, 1},                           // only the second
        {1, 14, 8},                          // 1 2 7 8 9 10 11 13
        {11, 13, 1},                         // the made-up Saturday
        {4, 5, 0},   {4, 8, 1}, {1, 30, 20}, // the month but its last day
    };
    std::vector<std::int64_t> begin;
    std::vector<std::int64_t> end;
    std::vector<std::int64_t> expected;
    for (const auto& [from, to, count] : table) {
        INFO("April " << from << " to " << to);
        CHECK(dates.count(april(from), april(to)) == count);
        // Reversed: the negative of the same days, so an end that is a business day counts.
        CHECK(dates.count(april(to), april(from)) == -count);
        for (const auto& [a, b, n] : {std::tuple{from, to, count}, std::tuple{to, from, -count}}) {
            begin.push_back(number(april(a)));
            end.push_back(number(april(b)));
            expected.push_back(n);
        }
    }
    const std::size_t rows = begin.size();
    const auto begin_32 = as<std::int32_t>(begin);
    const auto end_32 = as<std::int32_t>(end);
    std::vector<std::int64_t> found(rows);
    std::vector<std::int32_t> found_32(rows);
    const auto check = [&](const date_column& a, const date_column& b) {
        CHECK(dates.count(a, b, day_output{found.data()}, 0, rows) == date_counts{.rows = rows});
        CHECK(found == expected);
        CHECK(dates.count(a, b, day_output{found_32.data()}, 0, rows) == date_counts{.rows = rows});
        CHECK(found_32 == as<std::int32_t>(expected));
    };
    check(date_column{begin.data()}, date_column{end.data()});
    check(date_column{begin_32.data()}, date_column{end.data()});
    check(date_column{begin.data()}, date_column{end_32.data()});
    check(date_column{begin_32.data()}, date_column{end_32.data()});
}

TEMPLATE_TEST_CASE("business days are told from others", "", std::int32_t, std::int64_t) {
    const sla::business_dates dates{support()};
    const std::vector<unsigned> open{1, 2, 7, 8, 9, 10, 11, 13, 14, 15};
    std::vector<TestType> column;
    std::vector<std::uint8_t> expected;
    for (unsigned d = 1; d <= 15; ++d) {
        const bool is_open = std::find(open.begin(), open.end(), d) != open.end();
        CHECK(dates.is_business_day(april(d)) == is_open);
        column.push_back(static_cast<TestType>(number(april(d))));
        expected.push_back(is_open ? 1 : 0);
    }
    std::vector<std::uint8_t> found(column.size(), 9);
    CHECK(dates.is_business_day(date_column{column.data()}, {.values = found.data()}, 0, 15) ==
          date_counts{.rows = 15});
    CHECK(found == expected);
}

TEST_CASE("dates of <chrono> are columns") {
    const sla::business_dates dates{support()};
    const std::vector<local_days> from{april(1), april(2), april(4)};
    std::vector<local_days> due(3);
    dates.add(date_column{from.data()}, 1, following, day_output{due.data()}, 0, 3);
    CHECK(due == std::vector{april(2), april(7), april(8)});
}

TEMPLATE_TEST_CASE("a row without a number has no result", "", std::int32_t, std::int64_t) {
    const sla::business_dates dates{support()};
    // Row 1 has no date by its number, row 3 by its bit; row 2 no amount by its number, row 4 by
    // its bit. What stands in a row without a bit is nobody's date, and no error.
    const auto from = as<TestType>({number(april(1)), sla::no_value, number(april(1)), 5'000'000,
                                    number(april(2)), number(april(2))});
    const auto amounts = as<TestType>({1, 1, sla::no_value, 1, 2'000'000'000, 1});
    const auto from_bits = bitmap_of({1, 1, 1, 0, 1, 1}, 5);
    const auto amount_bits = bitmap_of({1, 1, 1, 1, 0, 1}, 2);
    const auto expected = as<TestType>({number(april(2)), sla::no_value, sla::no_value,
                                        sla::no_value, sla::no_value, number(april(7))});
    const std::vector<std::uint8_t> valid{1, 0, 0, 0, 0, 1};

    const auto found = in_parts<TestType>(
        from.size(), from.size(), [&](const day_output& to, std::size_t first, std::size_t rows) {
            return dates.add(date_column{from.data(), {from_bits.data(), 5}},
                             day_amounts{amounts.data(), {amount_bits.data(), 2}}, following, to,
                             first, rows);
        });
    CHECK(found.values == expected);
    CHECK(found.valid == valid);
    CHECK(found.errors == std::vector<std::uint8_t>(6, code(date_error::none)));
    CHECK(found.counts == date_counts{.rows = 6, .missing = 4});

    // Counting.
    const auto counted = in_parts<TestType>(
        from.size(), from.size(), [&](const day_output& to, std::size_t first, std::size_t rows) {
            return dates.count(date_column{from.data(), {from_bits.data(), 5}},
                               date_column{from.data(), {amount_bits.data(), 2}}, to, first, rows);
        });
    CHECK(counted.values == as<TestType>({0, sla::no_value, 0, sla::no_value, sla::no_value, 0}));
    CHECK(counted.valid == std::vector<std::uint8_t>{1, 0, 1, 0, 0, 1});
    CHECK(counted.counts == date_counts{.rows = 6, .missing = 3});

    // Telling, which has no number to say it with.
    std::vector<std::uint8_t> flags(6, 9);
    std::uint8_t flag_bits = 0;
    std::vector<std::uint8_t> errors(6, 9);
    const date_counts told = dates.is_business_day(
        date_column{from.data(), {from_bits.data(), 5}},
        {.values = flags.data(), .validity = {&flag_bits, 1}, .errors = errors.data()}, 0, 6);
    CHECK(flags == std::vector<std::uint8_t>{1, 0, 1, 0, 1, 1});
    CHECK(flag_bits == 0b1101010);
    CHECK(errors == std::vector<std::uint8_t>(6, 0));
    CHECK(told == date_counts{.rows = 6, .missing = 2});
}

TEST_CASE("without a bitmap of their own, results say by number which rows have none") {
    const sla::business_dates dates{support()};
    const std::vector<std::int32_t> from{none<std::int32_t>,
                                         static_cast<std::int32_t>(number(april(1)))};
    std::vector<std::int64_t> due(2);
    CHECK(dates.add(date_column{from.data()}, 1, following, day_output{due.data()}, 0, 2) ==
          date_counts{.rows = 2, .missing = 1});
    CHECK(due == std::vector<std::int64_t>{sla::no_value, number(april(2))});
}

TEMPLATE_TEST_CASE("what cannot be answered is an error of its row", "", std::int32_t,
                   std::int64_t) {
    const sla::business_dates dates{support()};
    const auto end = number(year_month_day{9999y / December / 31});
    const auto from = as<TestType>({number(april(1)), -1, end + 1, number(april(4)),
                                    number(april(1)), number(april(1)), end, 0, 1});
    const auto amounts = as<TestType>({1, 0, 0, 0, 2'000'000'000, -2'000'000'000, 1, -1, -1});
    const auto found = in_parts<TestType>(
        from.size(), from.size(), [&](const day_output& to, std::size_t first, std::size_t rows) {
            return dates.add(date_column{from.data()}, day_amounts{amounts.data()}, refused, to,
                             first, rows);
        });
    // 9999-12-31 is a Friday; 1970-01-01 a Thursday, after it nothing is to be added.
    CHECK(found.errors ==
          std::vector<std::uint8_t>{code(date_error::none), code(date_error::date_out_of_range),
                                    code(date_error::date_out_of_range),
                                    code(date_error::start_closed), code(date_error::no_such_day),
                                    code(date_error::no_such_day), code(date_error::no_such_day),
                                    code(date_error::no_such_day), code(date_error::none)});
    CHECK(found.values ==
          as<TestType>({number(april(2)), sla::no_value, sla::no_value, sla::no_value,
                        sla::no_value, sla::no_value, sla::no_value, sla::no_value, 0}));
    CHECK(found.valid == std::vector<std::uint8_t>{1, 0, 0, 0, 0, 0, 0, 0, 1});
    CHECK(found.counts.rows == 9);
    CHECK(found.counts.missing == 0);
    CHECK(found.counts.errors == 7);
    CHECK(found.counts.of(date_error::none) == 0);
    CHECK(found.counts.of(date_error::date_out_of_range) == 2);
    CHECK(found.counts.of(date_error::start_closed) == 1);
    CHECK(found.counts.of(date_error::no_such_day) == 4);

    // An end is exclusive, so it may be the date after the last.
    const auto begin = as<TestType>({end, -1, 0, end + 1});
    const auto until = as<TestType>({end + 1, 0, end + 2, end});
    const auto counted =
        in_parts<TestType>(4, 4, [&](const day_output& to, std::size_t first, std::size_t rows) {
            return dates.count(date_column{begin.data()}, date_column{until.data()}, to, first,
                               rows);
        });
    CHECK(counted.values == as<TestType>({1, sla::no_value, sla::no_value, -1}));
    CHECK(counted.counts.of(date_error::date_out_of_range) == 2);

    std::vector<std::uint8_t> flags(4, 9);
    std::vector<std::uint8_t> errors(4, 9);
    const auto told = dates.is_business_day(
        date_column{begin.data()}, {.values = flags.data(), .errors = errors.data()}, 0, 4);
    CHECK(flags == std::vector<std::uint8_t>{1, 0, 1, 0});
    CHECK(errors == std::vector<std::uint8_t>{0, code(date_error::date_out_of_range), 0,
                                              code(date_error::date_out_of_range)});
    CHECK(told.errors == 2);
}

TEST_CASE("amounts and dates that no calendar has are errors, whatever their size") {
    const sla::business_dates dates{support()};
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    for (const closed_start start : {following, preceding, not_counted, refused}) {
        for (const std::int64_t amount : {most, most - 20'000, least, least + 1}) {
            CHECK_FALSE(dates.add(april(1), amount, start));
            const std::int64_t from = number(april(1));
            std::int64_t due = 0;
            std::uint8_t error = 0;
            const day_output to{&due, {}, &error};
            dates.add(date_column{&from}, amount, start, to, 0, 1);
            CHECK(due == sla::no_value);
            CHECK(error == code(date_error::no_such_day));
            if (amount == least) // in a column it is no value
                continue;
            dates.add(date_column{&from}, day_amounts{&amount}, start, to, 0, 1);
            CHECK(due == sla::no_value);
            CHECK(error == code(date_error::no_such_day));
        }
        for (const std::int64_t from :
             {most, least + 1, std::int64_t{1} << 32, (std::int64_t{1} << 32) + number(april(1)),
              number(april(1)) - (std::int64_t{1} << 32)}) {
            std::int64_t due = 0;
            CHECK(dates.add(date_column{&from}, 1, start, day_output{&due}, 0, 1)
                      .of(date_error::date_out_of_range) == 1);
            CHECK(due == sla::no_value);
            CHECK(dates.count(date_column{&from}, date_column{&from}, day_output{&due}, 0, 1)
                      .of(date_error::date_out_of_range) == 1);
        }
    }
}

TEST_CASE("a table of one year answers for all of them") {
    const sla::business_dates narrow{support(only_2026)};
    CHECK(narrow.first_date() == local_days{2026y / January / 1});
    CHECK(narrow.end_date() == local_days{2027y / January / 1});
    const auto date = [](year_month_day d) { return local_days{d}; };

    // Across New Year in both directions, from inside and from outside.
    CHECK(narrow.add(date(2026y / December / 31), 1, following) == date(2027y / January / 1));
    CHECK(narrow.add(date(2027y / January / 1), -1, following) == date(2026y / December / 31));
    CHECK(narrow.add(date(2026y / January / 1), -1, following) == date(2025y / December / 31));
    CHECK(narrow.add(date(2025y / December / 31), 1, following) == date(2026y / January / 1));
    // Through the whole of it: 2026 has 261 weekdays, less two holidays and one made up.
    CHECK(narrow.count(date(2026y / January / 1), date(2027y / January / 1)) == 260);
    CHECK(narrow.count(date(2025y / December / 31), date(2027y / January / 2)) == 262);
    CHECK(narrow.add(date(2025y / December / 31), 261, following) == date(2027y / January / 1));
    CHECK(narrow.add(date(2027y / January / 1), -261, following) == date(2025y / December / 31));
    const std::array inside{number(date(2026y / December / 31)), number(date(2026y / January / 2))};
    const std::array outside{number(date(2027y / January / 2)),
                             number(date(2025y / December / 31))};
    std::array<std::int64_t, 2> counts{};
    const day_output to{counts.data()};
    narrow.count(date_column{inside.data()}, date_column{outside.data()}, to, 0, 2);
    CHECK(counts == std::array<std::int64_t, 2>{2, -2});
    narrow.count(date_column{outside.data()}, date_column{inside.data()}, to, 0, 2);
    CHECK(counts == std::array<std::int64_t, 2>{-2, 2});
    CHECK(narrow.is_business_day(date(2025y / December / 31)));
    CHECK_FALSE(narrow.is_business_day(date(2027y / January / 2)));
    // A start whose business day lies on the other side of the edge: Saturday 2 January 2027.
    CHECK(narrow.add(date(2027y / January / 2), 0, preceding) == date(2027y / January / 1));
    CHECK(narrow.add(date(2027y / January / 2), -1, preceding) == date(2026y / December / 31));
    CHECK(narrow.add(date(2027y / January / 2), -2, following) == date(2026y / December / 31));
}

TEST_CASE("the first and the last dates of all have answers") {
    const sla::business_dates dates{support()};
    const local_days earliest{1970y / January / 1}; // a Thursday
    const local_days latest{9999y / December / 31}; // a Friday
    CHECK(dates.add(earliest, 0, following) == earliest);
    CHECK(dates.add(earliest, 2, preceding) == local_days{1970y / January / 5});
    CHECK_FALSE(dates.add(earliest, -1, following));
    CHECK(dates.add(latest, 0, preceding) == latest);
    CHECK(dates.add(latest, -5, not_counted) == latest - days{7});
    CHECK_FALSE(dates.add(latest, 1, not_counted));
    CHECK_FALSE(dates.add(earliest - days{1}, 1, following));
    CHECK_FALSE(dates.add(latest + days{1}, -1, following));
    CHECK_FALSE(dates.count(earliest - days{1}, earliest));
    CHECK_FALSE(dates.count(latest, latest + days{2}));
    CHECK(dates.count(latest, latest + days{1}) == 1);
    CHECK_FALSE(dates.is_business_day(earliest - days{1}));
    CHECK_FALSE(dates.is_business_day(latest + days{1}));
    // There and back.
    const auto all = dates.count(earliest, latest + days{1});
    REQUIRE(all);
    CHECK(dates.add(earliest, *all - 1, following) == latest);
    CHECK(dates.add(latest, 1 - *all, following) == earliest);
}

TEST_CASE("a start has to count as a business day that exists, wherever the amount leads") {
    // Opens on Monday 2 March 2026 for the first time, and on Friday 2 October 2026 for the last.
    const local_days before{2026y / February / 20};
    const local_days opening{2026y / March / 2};
    const local_days after{2026y / October / 10};
    const local_days closing{2026y / October / 2};
    for (const auto years : {only_2026, sla::calendar_options{}}) {
        const sla::business_dates dates{compiled(
            {.changes = {{2026y / March / 2, sla::weekly(sla::monday_to_friday, {{9h, 17h}})},
                         {2026y / October / 3, {}}}},
            years)};
        const auto column_add = [&](local_days from, std::int64_t amount, closed_start start) {
            const std::int64_t day = number(from);
            std::int64_t one = 0;
            std::int64_t each = 0;
            dates.add(date_column{&day}, amount, start, day_output{&one}, 0, 1);
            dates.add(date_column{&day}, day_amounts{&amount}, start, day_output{&each}, 0, 1);
            CHECK(one == each);
            const auto single = dates.add(from, amount, start);
            CHECK(one == (single ? number(*single) : sla::no_value));
            return single;
        };
        CHECK_FALSE(column_add(before, 1, preceding));
        CHECK_FALSE(column_add(before, 2, preceding));
        CHECK(column_add(before, 0, following) == opening);
        CHECK(column_add(before, 1, not_counted) == opening);
        CHECK_FALSE(column_add(before, -1, not_counted));
        CHECK_FALSE(column_add(after, -1, following));
        CHECK_FALSE(column_add(after, -2, following));
        CHECK(column_add(after, 0, preceding) == closing);
        CHECK(column_add(after, -1, not_counted) == closing);
        CHECK_FALSE(column_add(after, 0, not_counted));
        CHECK_FALSE(column_add(after, 1, not_counted));
    }
    // A table in which there is no business day at all.
    const sla::business_dates empty{compiled(
        {.changes = {{2030y / January / 1, sla::weekly(sla::monday_to_friday, {{9h, 17h}})}}},
        only_2026)};
    CHECK(empty.add(before, 0, following) == local_days{2030y / January / 1});
    CHECK_FALSE(empty.add(before, 1, preceding));
    const std::array from{number(before), number(after)};
    std::array<std::int64_t, 2> due{};
    for (const closed_start start : {following, preceding, not_counted, refused})
        for (const std::int64_t amount : {-1, 0, 1}) {
            const std::array amounts{amount, amount};
            std::array<std::int64_t, 2> each{};
            empty.add(date_column{from.data()}, amount, start, day_output{due.data()}, 0, 2);
            empty.add(date_column{from.data()}, day_amounts{amounts.data()}, start,
                      day_output{each.data()}, 0, 2);
            CHECK(due == each);
            const auto single = empty.add(before, amount, start);
            CHECK(due[0] == (single ? number(*single) : sla::no_value));
        }
}

TEST_CASE("only the rows that are asked for are written") {
    const sla::business_dates dates{support()};
    const std::vector<std::int32_t> from(20, static_cast<std::int32_t>(number(april(1))));
    std::vector<std::int32_t> due(20, 5);
    std::vector<std::uint8_t> errors(20, 7);
    // Every other bit is 1 beforehand.
    std::vector<std::uint8_t> bits(4, 0b01010101);
    const day_output to{due.data(), {bits.data(), 4}, errors.data()};
    CHECK(dates.add(date_column{from.data()}, 1, following, to, 6, 9).rows == 9);
    for (std::size_t i = 0; i < 20; ++i) {
        INFO("row " << i);
        const bool asked = i >= 6 && i < 15;
        CHECK(due[i] == (asked ? number(april(2)) : 5));
        CHECK(errors[i] == (asked ? 0 : 7));
        CHECK((bits[(i + 4) / 8] >> ((i + 4) % 8) & 1) ==
              (asked ? 1 : 1 - static_cast<int>(i % 2)));
    }
    CHECK(dates.add(date_column{from.data()}, 1, following, to, 20, 0) == date_counts{});
    CHECK(dates.count(date_column{from.data()}, date_column{from.data()}, to, 0, 0) ==
          date_counts{});
    CHECK((bits[0] & 0xf) == 0b0101);
    CHECK(bits[3] == 0b01010101);
}

TEST_CASE("any division of a table gives the same columns and counts") {
    const sla::business_dates dates{support(only_2026)};
    // Some inside of the table, some outside, some missing, some wrong; more than a block of them.
    std::vector<std::int32_t> from;
    std::vector<std::int32_t> amounts;
    std::vector<std::uint8_t> has;
    for (std::int32_t i = 0; i < 1500; ++i) {
        from.push_back(i % 11 == 0   ? none<std::int32_t>
                       : i % 13 == 0 ? -i
                                     : static_cast<std::int32_t>(number(april(1))) + i - 700);
        amounts.push_back(i % 17 == 0 ? 3'000'000 : i % 60 - 20);
        has.push_back(i % 7 == 3 ? 0 : 1);
    }
    const auto bits = bitmap_of(has, 6);
    for (const closed_start start : {following, refused, not_counted}) {
        const auto run = [&](const day_output& to, std::size_t first, std::size_t rows) {
            return dates.add(date_column{from.data(), {bits.data(), 6}},
                             day_amounts{amounts.data()}, start, to, first, rows);
        };
        const auto whole = in_parts<std::int32_t>(from.size(), from.size(), run);
        CHECK(whole.counts.missing > 100);
        CHECK(whole.counts.of(date_error::date_out_of_range) > 50);
        CHECK(whole.counts.of(date_error::no_such_day) > 50);
        for (const std::size_t part : {std::size_t{1}, std::size_t{3}, std::size_t{64},
                                       std::size_t{65}, std::size_t{512}, std::size_t{1000}})
            CHECK(in_parts<std::int32_t>(from.size(), part, run) == whole);
        // Without bitmaps the same rows have no value, but for those without a bit.
        std::vector<std::int32_t> plain(from.size());
        dates.add(date_column{from.data()}, day_amounts{amounts.data()}, start,
                  day_output{plain.data()}, 0, from.size());
        for (std::size_t i = 0; i < from.size(); ++i)
            if (has[i] != 0)
                CHECK(plain[i] == whole.values[i]);
    }
}

TEST_CASE("a table is a value that keeps its calendar") {
    std::optional<sla::business_dates> made;
    {
        const sla::calendar calendar = support();
        made.emplace(calendar);
    }
    sla::business_dates copy = *made;
    const sla::business_dates moved = std::move(copy);
    CHECK(moved.source().name() == "Support");
    CHECK(copy.source().name() == "Support"); // NOLINT(*-use-after-move): it stays what it was
    CHECK(moved.add(april(2), 1, following) == april(7));
    // 5,844 dates and some 4,174 business days, two bytes each.
    CHECK(moved.memory_bytes() >= 2 * (5844 + 4170));
    CHECK(moved.memory_bytes() < 21'000);
}

TEST_CASE("a combination has the business days of its calendars") {
    const sla::calendar office = support();
    const sla::calendar saturdays = compiled({.hours = sla::weekly(Saturday, {{10h, 12h}})}, {});
    const sla::business_dates both{
        sla::combine("both", office, sla::set_operation::unite, saturdays).value()};
    CHECK(both.is_business_day(april(4)));
    CHECK_FALSE(both.is_business_day(april(5)));
    CHECK(both.add(april(2), 1, following) == april(4));
    CHECK(both.count(april(1), april(14)) == 9);
}

TEST_CASE("columns of business days allocate nothing") {
    const sla::business_dates dates{support(only_2026)};
    const std::vector<std::int64_t> from{number(april(1)), 60'000, -5, sla::no_value};
    const std::vector<std::uint8_t> bits{0xff};
    std::vector<std::int64_t> due(4);
    std::vector<std::uint8_t> valid(1);
    std::vector<std::uint8_t> errors(4);
    const date_column column{from.data(), {bits.data(), 0}};
    const day_output to{due.data(), {valid.data(), 0}, errors.data()};
    const std::size_t before = tests::allocations();
    dates.add(column, 3, refused, to, 0, 4);
    dates.add(column, day_amounts{from.data()}, not_counted, to, 0, 4);
    dates.count(column, column, to, 0, 4);
    const std::size_t after = tests::allocations();
    CHECK(after == before);
    CHECK(valid[0] == 0b0011);
}
