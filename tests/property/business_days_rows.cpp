// SPDX-License-Identifier: MIT
//
// Business days of columns are those that the calendar tells for one date after the other, and
// those that a walk over the dates finds; whatever the widths, the way in which rows have no value,
// and the division of the columns.
#include <sla/business_days.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <oracle/slow_calendar.hpp>
#include <string>
#include <variant>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::date;
using oracle::dice;
using sla::closed_start;
using sla::date_column;
using sla::date_counts;
using sla::date_error;
using sla::day_amounts;
using sla::day_output;

namespace {

constexpr date first_date{1970y / January / 1};
constexpr date end_of_dates{10'000y / January / 1};

using numbers = std::vector<std::optional<std::int64_t>>;

std::int64_t count_of(date day) {
    return day.time_since_epoch().count();
}
date date_of(std::int64_t number) {
    return date{days{number}};
}
bool is_in_range(date day) {
    return first_date <= day && day < end_of_dates;
}

/// What a row must have: a number, or an error, or neither.
struct expectation {
    std::optional<std::int64_t> value{};
    date_error error = date_error::none;
    bool missing = false;
};

// -- what the calendar says -----------------------------------------------------------------------

/// Where counting begins, so that the amount is counted from a business day.
std::optional<date> own_day(const sla::calendar& hours, date from, closed_start start) {
    if (hours.is_business_day(from))
        return from;
    return hours.add_business_days(from, start == closed_start::preceding ? -1 : 0);
}

expectation added(const sla::calendar& hours, date from, std::int64_t amount, closed_start start) {
    if (!is_in_range(from))
        return {.error = date_error::date_out_of_range};
    if (start == closed_start::refused && !hours.is_business_day(from))
        return {.error = date_error::start_closed};
    // No calendar has so many business days.
    const int n = static_cast<int>(std::clamp<std::int64_t>(amount, -100'000'000, 100'000'000));
    std::optional<date> due;
    if (start == closed_start::not_counted) {
        due = hours.add_business_days(from, n);
    } else if (const std::optional<date> own = own_day(hours, from, start)) {
        due = hours.add_business_days(*own, n);
    }
    if (!due)
        return {.error = date_error::no_such_day};
    return {.value = count_of(*due)};
}

expectation counted(const sla::calendar& hours, date begin, date end) {
    if (std::min(begin, end) < first_date || std::max(begin, end) > end_of_dates)
        return {.error = date_error::date_out_of_range};
    return {.value = hours.business_days_between(begin, end)};
}

expectation told(const sla::calendar& hours, date day) {
    if (!is_in_range(day))
        return {.error = date_error::date_out_of_range};
    return {.value = hours.is_business_day(day) ? 1 : 0};
}

// -- what a walk finds ----------------------------------------------------------------------------

constexpr int longest_walk = 90;

/// The business day that one comes to, looking at the date itself and at one after the other.
std::optional<date> walk_to_open(const oracle::slow_calendar& hours, date from, int step) {
    for (int i = 0; i < longest_walk && is_in_range(from); ++i, from += days{step})
        if (hours.is_business_day(from))
            return from;
    return std::nullopt;
}

/// Nothing where the walk is too long or leaves the range: then it does not know.
std::optional<date> walk(const oracle::slow_calendar& hours, date from, int amount,
                         closed_start start) {
    const int step = amount < 0 ? -1 : 1;
    std::optional<date> at = from;
    int left = std::abs(amount);
    if (start == closed_start::not_counted) {
        if (left == 0)
            return walk_to_open(hours, from, 1);
    } else {
        at = walk_to_open(hours, from, start == closed_start::preceding ? -1 : 1);
    }
    for (; at && left > 0; --left)
        at = walk_to_open(hours, *at + days{step}, step);
    return at;
}

// -- columns --------------------------------------------------------------------------------------

/// Numbers as a column of random width; rows without one have the lowest number, or anything and a
/// bit that says so.
class random_column {
public:
    random_column(dice& random, const numbers& of) : offset_{random.below(20)} {
        const bool with_bits = random.percent(60);
        bits_.assign((of.size() + offset_) / 8 + 1, static_cast<std::uint8_t>(random.below(256)));
        if (random.percent(50))
            values_.emplace<std::vector<std::int32_t>>();
        std::visit(
            [&](auto& values) {
                using number = typename std::decay_t<decltype(values)>::value_type;
                for (std::size_t i = 0; i < of.size(); ++i) {
                    const bool bit = of[i].has_value() || !with_bits || random.percent(30);
                    const auto shift = (offset_ + i) % 8;
                    auto& byte = bits_[(offset_ + i) / 8];
                    byte = static_cast<std::uint8_t>((byte & ~(1U << shift)) |
                                                     (bit ? 1U << shift : 0U));
                    values.push_back(of[i] ? static_cast<number>(*of[i])
                                     : bit ? std::numeric_limits<number>::min()
                                           : static_cast<number>(random.from_to(-50'000, 50'000)));
                }
            },
            values_);
        if (with_bits)
            validity_ = {bits_.data(), offset_};
    }
    // The column points into this.
    random_column(const random_column&) = delete;
    random_column& operator=(const random_column&) = delete;

    template <class Column>
    [[nodiscard]] Column as() const {
        return std::visit(
            [&](const auto& values) {
                return Column{values.data(), validity_};
            },
            values_);
    }

private:
    std::variant<std::vector<std::int64_t>, std::vector<std::int32_t>> values_;
    std::size_t offset_;
    std::vector<std::uint8_t> bits_;
    sla::validity_bitmap validity_{};
};

/// Runs `run(output, first, rows)` in random parts, into a column of random width, with bitmap and
/// errors or without, and checks every row and the counts.
template <class Run>
void check_column(dice& random, const std::vector<expectation>& expected, const Run& run) {
    const std::size_t rows = expected.size();
    std::vector<std::int64_t> wide(rows, 123'456);
    std::vector<std::int32_t> narrow(rows, 123'456);
    const std::size_t offset = random.below(20);
    const auto filling = static_cast<std::uint8_t>(random.below(256));
    std::vector<std::uint8_t> bits((rows + offset) / 8 + 1, filling);
    std::vector<std::uint8_t> errors(rows, 200);
    const bool is_wide = random.percent(50);
    const bool with_bits = random.percent(70);
    const bool with_errors = random.percent(70);
    const sla::validity_output validity{with_bits ? bits.data() : nullptr, offset};
    std::uint8_t* const errors_to = with_errors ? errors.data() : nullptr;
    const day_output out = is_wide ? day_output{wide.data(), validity, errors_to}
                                   : day_output{narrow.data(), validity, errors_to};
    date_counts counts;
    for (std::size_t first = 0; first < rows;) {
        const std::size_t part =
            std::min<std::size_t>(rows - first, random.percent(50) ? rows : 1 + random.below(200));
        counts += run(out, first, part);
        first += part;
    }
    date_counts wanted{.rows = rows};
    for (std::size_t i = 0; i < rows; ++i) {
        const expectation& e = expected[i];
        INFO("row " << i);
        const std::int64_t found = is_wide ? wide[i] : narrow[i];
        CHECK(found ==
              e.value.value_or(is_wide ? sla::no_value : std::numeric_limits<std::int32_t>::min()));
        if (with_bits)
            CHECK((bits[(offset + i) / 8] >> ((offset + i) % 8) & 1U) == (e.value ? 1U : 0U));
        if (with_errors)
            CHECK(errors[i] == static_cast<std::uint8_t>(e.error));
        wanted.missing += e.missing ? 1 : 0;
        if (e.error != date_error::none) {
            ++wanted.errors;
            ++wanted.by_error[static_cast<std::size_t>(e.error)];
        }
    }
    CHECK(counts == wanted);
    if (with_bits) {
        CHECK((bits.front() & ((1U << std::min<std::size_t>(offset, 8)) - 1)) ==
              (filling & ((1U << std::min<std::size_t>(offset, 8)) - 1)));
        const std::size_t end = (rows + offset) % 8;
        CHECK(bits.back() >> end == filling >> end);
    }
}

/// Dates where something may go wrong: at the edges of the table, of the range, near what happens
/// in the calendar, anywhere.
numbers random_dates(dice& random, const oracle::pair& of, const sla::business_dates& table,
                     std::size_t rows) {
    const bool narrow = random.percent(50);
    const std::int64_t near =
        count_of(floor<days>(of.slow.zone().to_local(random_instant(random, of))));
    numbers out;
    while (out.size() < rows) {
        if (random.percent(5)) {
            out.emplace_back();
            continue;
        }
        std::int64_t day = near;
        switch (random.below(narrow ? 3 : 8)) {
        case 0:
        case 1:
        case 2:
            day += random.from_to(-40, 40);
            break;
        case 3:
            day = count_of(table.first_date()) + random.from_to(-10, 10);
            break;
        case 4:
            day = count_of(table.end_date()) + random.from_to(-10, 10);
            break;
        case 5:
            day = random.percent(50) ? random.from_to(-5, 5)
                                     : count_of(end_of_dates) + random.from_to(-5, 5);
            break;
        case 6:
            day = random.from_to(-3'000'000, 6'000'000);
            break;
        default:
            day = random.from_to(count_of(table.first_date()), count_of(table.end_date()));
        }
        out.emplace_back(day);
    }
    return out;
}

numbers random_amounts(dice& random, std::size_t rows) {
    numbers out;
    while (out.size() < rows)
        switch (random.below(12)) {
        case 0:
            out.emplace_back();
            break;
        case 1:
            out.emplace_back(random.from_to(-3'000'000, 3'000'000));
            break;
        case 2:
            out.emplace_back(random.percent(50) ? std::numeric_limits<std::int32_t>::max()
                                                : std::numeric_limits<std::int32_t>::min() + 1);
            break;
        case 3:
            out.emplace_back(0);
            break;
        default:
            out.emplace_back(random.from_to(-60, 60));
        }
    return out;
}

closed_start random_start(dice& random) {
    return static_cast<closed_start>(random.below(4));
}

void compare_columns(dice& random, const sla::calendar& hours, const sla::business_dates& table,
                     const numbers& from, const numbers& other) {
    const std::size_t rows = from.size();
    const random_column from_column{random, from};
    const random_column other_column{random, other};
    const auto dates = from_column.as<date_column>();
    const closed_start start = random_start(random);
    INFO("start " << static_cast<int>(start));

    const auto expect = [&](const numbers& second, const auto& answer) {
        std::vector<expectation> out;
        for (std::size_t i = 0; i < rows; ++i)
            out.push_back(from[i] && second[i] ? answer(*from[i], *second[i])
                                               : expectation{.missing = true});
        return out;
    };
    {
        const numbers amounts = random_amounts(random, rows);
        const random_column column{random, amounts};
        check_column(
            random,
            expect(amounts, [&](std::int64_t day,
                                std::int64_t n) { return added(hours, date_of(day), n, start); }),
            [&](const day_output& out, std::size_t first, std::size_t part) {
                return table.add(dates, column.as<day_amounts>(), start, out, first, part);
            });
    }
    {
        const std::int64_t amount = random_amounts(random, 1).front().value_or(7);
        INFO("amount of all " << amount);
        check_column(
            random,
            expect(from, [&](std::int64_t day,
                             std::int64_t) { return added(hours, date_of(day), amount, start); }),
            [&](const day_output& out, std::size_t first, std::size_t part) {
                return table.add(dates, amount, start, out, first, part);
            });
    }
    check_column(
        random,
        expect(other, [&](std::int64_t a,
                          std::int64_t b) { return counted(hours, date_of(a), date_of(b)); }),
        [&](const day_output& out, std::size_t first, std::size_t part) {
            return table.count(dates, other_column.as<date_column>(), out, first, part);
        });
    std::vector<std::uint8_t> flags(rows, 9);
    std::vector<std::uint8_t> errors(rows, 9);
    table.is_business_day(dates, {.values = flags.data(), .errors = errors.data()}, 0, rows);
    for (std::size_t i = 0; i < rows; ++i) {
        const expectation e = from[i] ? told(hours, date_of(*from[i])) : expectation{};
        INFO("row " << i);
        CHECK(int{flags[i]} == e.value.value_or(0));
        CHECK(errors[i] == static_cast<std::uint8_t>(e.error));
    }
}

} // namespace

TEST_CASE("every row of a column is what the calendar says of its date") {
    oracle::property{"business day columns", 60}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        INFO(name << "\n" << of.text);
        const sla::business_dates table{of.fast};
        const std::size_t rows = random.percent(20) ? 1300 : 1 + random.below(150);
        compare_columns(random, of.fast, table, random_dates(random, of, table, rows),
                        random_dates(random, of, table, rows));
    });
}

TEST_CASE("every row of a column is what a combined calendar says of its date") {
    oracle::property{"combined business day columns", 5}.run(
        [](dice& random, const std::string& name) {
            const oracle::pair of = random_combination(random, 2);
            INFO(name << "\n" << of.text);
            const sla::business_dates table{of.fast};
            const std::size_t rows = 60;
            compare_columns(random, of.fast, table, random_dates(random, of, table, rows),
                            random_dates(random, of, table, rows));
        });
}

TEST_CASE("business days of a table are those that a walk over the dates finds") {
    oracle::property{"walked business days", 40}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        INFO(name << "\n" << of.text);
        const sla::business_dates table{of.fast};
        const date near = floor<days>(of.slow.zone().to_local(random_instant(random, of)));
        for (int i = 0; i < 12; ++i) {
            const date from = near + days{random.from_to(-6, 6)};
            const int amount = random.small(-6, 6);
            const closed_start start = random_start(random);
            INFO("day " << count_of(from) << ", amount " << amount << ", start "
                        << static_cast<int>(start));
            CHECK(table.is_business_day(from) == of.slow.is_business_day(from));
            const date to = near + days{random.from_to(-6, 6)};
            CHECK(table.count(from, to) == of.slow.business_days_between(from, to));
            if (start == closed_start::refused && !of.slow.is_business_day(from))
                CHECK_FALSE(table.add(from, amount, start));
            else if (const auto due = walk(of.slow, from, amount, start))
                CHECK(table.add(from, amount, start) == *due);
        }
    });
}

TEST_CASE("adding and counting business days undo each other") {
    oracle::property{"business day table laws", 150}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        INFO(name << "\n" << of.text);
        const sla::business_dates table{of.fast};
        const numbers from = random_dates(random, of, table, 10);
        for (const auto& day : from) {
            if (!day || !is_in_range(date_of(*day)))
                continue;
            const date a = date_of(*day);
            const int n = random.small(-300, 300);
            INFO("day " << *day << ", amount " << n);
            const auto own = table.add(a, 0, closed_start::following);
            const auto due = table.add(a, n, closed_start::following);
            if (own && due) {
                CHECK(table.is_business_day(*due));
                CHECK(table.count(*own, *due) == n);
                CHECK(table.add(*due, -n, closed_start::refused) == own);
            }
            const date b = std::min(a + days{random.from_to(0, 5000)}, end_of_dates);
            const date c = std::min(b + days{random.from_to(0, 5000)}, end_of_dates);
            CHECK(*table.count(a, b) + *table.count(b, c) == *table.count(a, c));
            CHECK(*table.count(b, a) == -*table.count(a, b));
        }
    });
}
