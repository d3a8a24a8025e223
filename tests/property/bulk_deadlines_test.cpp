// SPDX-License-Identifier: MIT
//
// Tables of the deadlines of one calendar and a few limits, and the kernels that read them, against
// sums over the open ranges. What is marked has not been answered.
#include <sla/bulk.hpp>
#include <sla/detail/bulk_compile.hpp>
#include <sla/detail/bulk_deadline_builder.hpp>
#include <sla/detail/bulk_kernels_avx2.hpp>
#include <sla/detail/bulk_kernels_avx512.hpp>
#include <sla/detail/bulk_staging.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <oracle/open_sums.hpp>
#include <oracle/random_calendar.hpp>
#include <string>
#include <utility>
#include <vector>

using oracle::dice;
namespace inside = sla::detail;
using inside::block_column;
using inside::block_indices;
using inside::block_rows;
using inside::deadline_table;
using inside::fast_kind;
using inside::fast_limit;
using inside::memory_access;
using inside::open_ranges;
using inside::open_tables;

namespace {

constexpr std::int64_t unit = open_tables::unit_ms;
constexpr std::int64_t day_ms = open_tables::day_ms;
constexpr std::int32_t units_of_day = day_ms / unit;

/// The open ranges of a day, in units since it began.
using day_shape = std::vector<std::pair<std::int32_t, std::int32_t>>;

open_ranges from_days(const std::vector<day_shape>& days) {
    open_ranges out;
    for (std::size_t day = 0; day < days.size(); ++day)
        for (const auto& [begin, end] : days[day]) {
            const auto midnight = static_cast<std::int32_t>(day) * units_of_day;
            if (!out.all.empty() && out.all.back().end == midnight + begin)
                out.all.back().end = midnight + end;
            else
                out.all.push_back({midnight + begin, midnight + end});
            out.open += end - begin;
        }
    return out;
}

open_tables tables_of(const open_ranges& ranges, std::int64_t days) {
    const std::vector<const open_ranges*> one{&ranges};
    return inside::open_tables_builder::build(one, {0, days * day_ms});
}

day_shape random_shape(dice& random, std::int32_t grain) {
    const std::int32_t steps = units_of_day / grain;
    if (random.percent(15))
        return {{0, units_of_day}};
    const std::size_t ranges = random.percent(4) ? 3 : random.percent(60) ? 2 : 1;
    std::vector<std::int32_t> bounds;
    while (bounds.size() < 2 * ranges) {
        const auto at = static_cast<std::int32_t>(random.from_to(0, steps)) * grain;
        if (std::ranges::find(bounds, at) == bounds.end())
            bounds.push_back(at);
    }
    std::ranges::sort(bounds);
    day_shape out;
    for (std::size_t i = 0; i < bounds.size(); i += 2)
        out.emplace_back(bounds[i], bounds[i + 1]);
    return out;
}

/// Weeks, with holidays, short days, and closures of some days.
open_ranges random_weeks(dice& random, std::int64_t days, std::int32_t grain) {
    std::vector<day_shape> shapes;
    const std::int64_t kinds = random.from_to(1, 3);
    for (std::int64_t i = 0; i < kinds; ++i)
        shapes.push_back(random_shape(random, grain));
    std::array<const day_shape*, 7> week{};
    for (std::size_t i = 0; i < week.size(); ++i)
        week[i] = i >= 5 && random.percent(80) ? nullptr : &random.pick(shapes);
    const day_shape half = random_shape(random, grain);
    const unsigned odd_days = random.percent(50) ? 1 : 0;
    std::vector<day_shape> out;
    std::int64_t closed_until = 0;
    for (std::int64_t day = 0; day < days; ++day) {
        const day_shape* const usual = week[static_cast<std::size_t>(day % 7)];
        if (random.percent(odd_days))
            closed_until = day + random.from_to(1, 20);
        if (day < closed_until || usual == nullptr)
            out.emplace_back();
        else
            out.push_back(random.percent(odd_days) ? half : *usual);
    }
    return from_days(out);
}

struct limited_rows {
    std::vector<std::int64_t> limits;
    inside::row_window window{};
    block_column created;
    alignas(64) block_indices combination{};
};

std::int64_t random_limit(dice& random, const open_ranges& ranges, std::int64_t grain_ms) {
    if (random.percent(6))
        return fast_limit::pack(random.percent(50) ? fast_kind::no_clock : fast_kind::none, 1, 0);
    std::int64_t allowed = random.from_to(1, random.percent(97) ? day_ms / 2 : 5 * day_ms);
    // Just what some days have, so that deadlines lie where ranges end.
    if (!ranges.all.empty() && random.percent(40)) {
        const std::size_t first = random.below(ranges.all.size());
        allowed = 0;
        for (std::size_t i = first; i < ranges.all.size() && i < first + 5; ++i) {
            allowed += ranges.all[i].length() * unit;
            if (random.percent(30))
                break;
        }
    }
    allowed = std::max(grain_ms, allowed / grain_ms * grain_ms);
    const bool is_work = random.percent(80);
    return fast_limit::pack(is_work ? fast_kind::working : fast_kind::elapsed, allowed,
                            is_work && random.percent(50) ? fast_limit::last_bit : 0);
}

limited_rows random_rows(dice& random, const open_ranges& ranges, std::int64_t days,
                         std::int64_t grain_ms) {
    limited_rows out;
    const auto limits = static_cast<std::size_t>(random.from_to(1, 40));
    for (std::size_t i = 0; i < limits; ++i)
        out.limits.push_back(random_limit(random, ranges, grain_ms));
    const std::int64_t range = days * day_ms;
    // Instants are those of a host: they begin anywhere.
    out.window.first = random.percent(30) ? 0 : random.from_to(-9, 9) * 1'234'567'891'011;
    out.window.length = random.percent(70) ? range : random.from_to(0, range);
    const std::int64_t near = random.from_to(0, range - 1);
    const bool are_near = random.percent(30);
    for (std::size_t i = 0; i < block_rows; ++i) {
        std::int64_t at = are_near ? std::min(range - 1, near + random.from_to(0, day_ms / 4))
                                   : random.from_to(0, range - 1);
        if (!ranges.all.empty() && random.percent(30)) {
            const auto& piece = ranges.all[random.below(ranges.all.size())];
            at = (random.percent(50) ? piece.begin : piece.end) * unit + random.from_to(-2, 2);
        }
        if (random.percent(10))
            at = at / day_ms * day_ms + random.from_to(-1, 1);
        if (random.percent(3))
            at = random.percent(50) ? out.window.length + random.from_to(-1, 1)
                                    : random.from_to(-2, 1);
        out.created[i] = at + out.window.first;
        if (random.percent(1))
            out.created[i] = random.percent(50) ? INT64_MIN : INT64_MAX;
        out.combination[i] = static_cast<std::uint32_t>(random.below(limits));
    }
    return out;
}

struct answers {
    std::size_t right = 0;
    std::size_t wrong = 0;
    std::size_t left = 0; // of those in the window that are for kernels
};

/// `shift`: the days of the table begin so long before those of the ranges.
void check(const open_ranges& ranges, std::int64_t shift, const limited_rows& rows,
           const block_column& deadline, const inside::row_marks<block_rows>& marks, answers& out) {
    for (std::size_t i = 0; i < block_rows; ++i) {
        const bool is_marked = (marks[i / 16] >> i % 16 & 1U) != 0;
        const std::int64_t limit = rows.limits[rows.combination[i]];
        const std::int64_t allowed = fast_limit::allowed(limit);
        const std::int64_t last = fast_limit::last(limit);
        // Modulo 2^64, as kernels reckon.
        const auto at = static_cast<std::int64_t>(static_cast<std::uint64_t>(rows.created[i]) -
                                                  static_cast<std::uint64_t>(rows.window.first));
        // Before the ranges begin nothing is known.
        const bool is_in_window = at >= shift && at < rows.window.length;
        const fast_kind kind = fast_limit::kind(limit);
        if (is_marked) {
            out.left += is_in_window && kind != fast_kind::none ? 1U : 0U;
            continue;
        }
        if (kind == fast_kind::no_clock && is_in_window)
            continue;
        const std::int64_t of_ranges = at - shift;
        const std::int64_t due =
            kind == fast_kind::elapsed
                ? of_ranges + allowed
                : oracle::open_millisecond(ranges, oracle::open_before(ranges, of_ranges) +
                                                       allowed - last) +
                      last;
        const bool is_right = is_in_window && kind != fast_kind::none && due < INT64_MAX / 4 &&
                              deadline[i] - rows.window.first == due + shift;
        ++(is_right ? out.right : out.wrong);
    }
}

template <class Kernel>
answers check(const open_ranges& ranges, const deadline_table& table, const limited_rows& rows) {
    answers out;
    if (!Kernel::can_use(table))
        return out;
    // The window of the host's instants, from which the table's first day begins earlier.
    limited_rows shifted = rows;
    shifted.window.first -= table.shift_ms;
    shifted.window.length += table.shift_ms;
    const auto run = [&](auto find) {
        block_column deadline;
        deadline.fill(-7);
        const auto marks = find(deadline.data());
        Kernel::finish_writing();
        check(ranges, table.shift_ms, shifted, deadline, marks, out);
    };
    const auto find = [&]<memory_access Access>(std::int64_t* deadline) {
        return Kernel::template find_deadlines_at_once<Access, sla::time_unit::milliseconds,
                                                       block_rows>(
            table, shifted.window, rows.created.data(), rows.combination.data(), deadline);
    };
    run([&](std::int64_t* to) { return find.template operator()<memory_access::cached>(to); });
    run([&](std::int64_t* to) { return find.template operator()<memory_access::streamed>(to); });
    run([&](std::int64_t* to) { return find.template operator()<memory_access::past_caches>(to); });
    return out;
}

/// All kernels that this processor has and that use tables; the worst of what they answer.
struct all_answers {
    answers avx2;
    answers avx512;
};

void check_kernels(const open_ranges& ranges, const deadline_table& table, const limited_rows& rows,
                   all_answers& out) {
    const auto add = [](answers& sum, const answers& some) {
        sum.right += some.right;
        sum.wrong += some.wrong;
        sum.left += some.left;
    };
    const answers plain = check<inside::plain_kernel>(ranges, table, rows);
    CHECK(plain.right + plain.wrong + plain.left == 0); // it has none
#if SLA_HAS_X86_KERNELS
    if (inside::has_kernels(sla::bulk_kernels::avx2))
        add(out.avx2, check<inside::avx2_kernel>(ranges, table, rows));
    if (inside::has_kernels(sla::bulk_kernels::avx512))
        add(out.avx512, check<inside::avx512_kernel>(ranges, table, rows));
#else
    static_cast<void>(add);
#endif
}

bool has_avx512() {
    return inside::has_kernels(sla::bulk_kernels::avx512);
}
bool has_avx2() {
    return inside::has_kernels(sla::bulk_kernels::avx2);
}

deadline_table table_of(const open_tables& tables, const std::vector<std::int64_t>& limits) {
    return inside::deadline_table_builder::build(tables, limits);
}

constexpr std::int64_t hour = 3'600'000;

/// Ten years of nine to twelve and one to five, every year a half day and two weeks of closure.
std::vector<day_shape> office_days() {
    std::vector<day_shape> out(3653);
    for (std::size_t day = 0; day < out.size(); ++day) {
        const std::size_t in_year = day % 365;
        if (day % 7 >= 5 || (in_year >= 200 && in_year < 212))
            continue;
        out[day] = {{16'200, 21'600}};
        if (in_year != 100)
            out[day].emplace_back(23'400, 30'600);
    }
    return out;
}

/// Rows of all days of so many, at all hours.
limited_rows rows_of_all_days(std::int64_t days, std::vector<std::int64_t> limits) {
    limited_rows out{.limits = std::move(limits), .window = {0, days * day_ms}, .created = {}};
    for (std::size_t i = 0; i < block_rows; ++i) {
        const auto n = static_cast<std::int64_t>(i);
        out.created[i] = (1 + n * 7919 % (days - 100)) * day_ms + n * 331'777 % day_ms;
        out.combination[i] = static_cast<std::uint32_t>(i % out.limits.size());
    }
    return out;
}

} // namespace

TEST_CASE("a table of deadlines says what the open ranges say") {
    all_answers all;
    std::size_t tables_made = 0;
    oracle::property{"bulk, deadlines", 400}.run([&](dice& random, const std::string& name) {
        INFO(name);
        const std::int64_t days = random.from_to(3, random.percent(10) ? 1500 : 200);
        // Two seconds, a minute, a quarter of an hour.
        const std::int32_t grain = random.pick(std::vector<std::int32_t>{1, 30, 450});
        const open_ranges ranges = random_weeks(random, days, grain);
        const std::int64_t of_limits =
            random.pick(std::vector<std::int64_t>{1, 1000, 60'000, 900'000});
        const limited_rows rows = random_rows(random, ranges, days, of_limits);
        const deadline_table table = table_of(tables_of(ranges, days), rows.limits);
        tables_made += table.empty() ? 0U : 1U;
        check_kernels(ranges, table, rows, all);
    });
    CHECK(all.avx2.wrong == 0);
    CHECK(all.avx512.wrong == 0);
    CHECK(tables_made > 100);
    if (has_avx2())
        CHECK(all.avx2.right > 20'000); // otherwise nearly everything was marked
    if (has_avx512())
        CHECK(all.avx512.right > 40'000);
}

TEST_CASE("an office's deadlines are all in the table, whatever its short days and closures") {
    const std::vector<day_shape> days = office_days();
    const auto count = static_cast<std::int64_t>(days.size());
    const open_ranges office = from_days(days);
    std::vector<std::int64_t> limits;
    for (std::int64_t i = 1; i <= 32; ++i)
        limits.push_back(fast_limit::pack(i % 8 == 0 ? fast_kind::elapsed : fast_kind::working,
                                          i * 4 * hour, i % 2 == 0 ? fast_limit::last_bit : 0));
    const deadline_table table = table_of(tables_of(office, count), limits);
    REQUIRE_FALSE(table.empty());
    all_answers all;
    check_kernels(office, table, rows_of_all_days(count, limits), all);
    CHECK(all.avx2.wrong + all.avx512.wrong == 0);
    CHECK(all.avx2.left + all.avx512.left == 0);
    if (has_avx512())
        CHECK(all.avx512.right == 3 * block_rows);
}

TEST_CASE("each week's short Friday has its deadlines in the table") {
    std::vector<day_shape> days(3653);
    for (std::size_t day = 0; day < days.size(); ++day)
        if (day % 7 < 5)
            days[day] = day % 7 == 4 ? day_shape{{16'200, 21'600}}
                                     : day_shape{{16'200, 21'600}, {23'400, 30'600}};
    const auto count = static_cast<std::int64_t>(days.size());
    const open_ranges office = from_days(days);
    std::vector<std::int64_t> limits;
    for (std::int64_t i = 1; i <= 16; ++i)
        limits.push_back(fast_limit::pack(fast_kind::working, i * 5 * hour / 2, 0));
    const deadline_table table = table_of(tables_of(office, count), limits);
    REQUIRE_FALSE(table.empty());
    all_answers all;
    check_kernels(office, table, rows_of_all_days(count, limits), all);
    CHECK(all.avx2.wrong + all.avx512.wrong == 0);
    CHECK(all.avx2.left + all.avx512.left == 0);
}

TEST_CASE("a day that tables do not know is left to others, and what runs into it") {
    std::vector<day_shape> days = office_days();
    for (std::size_t day = 0; day < days.size(); ++day)
        if (day % 365 == 50)
            days[day] = {{16'200, 18'000}, {19'800, 21'600}, {25'200, 27'000}};
    const auto count = static_cast<std::int64_t>(days.size());
    const open_ranges office = from_days(days);
    const std::vector<std::int64_t> limits{fast_limit::pack(fast_kind::working, hour, 0),
                                           fast_limit::pack(fast_kind::working, 5 * hour, 0)};
    const deadline_table table = table_of(tables_of(office, count), limits);
    REQUIRE_FALSE(table.empty());
    limited_rows rows = rows_of_all_days(count, limits);
    for (std::size_t i = 0; i < block_rows; ++i) {
        const auto n = static_cast<std::int64_t>(i);
        rows.created[i] = (365 * (n % 9) + 48 + n % 2) * day_ms + 9 * hour + n / 9 * hour * 2 / 3;
        rows.combination[i] = static_cast<std::uint32_t>(i / 2 % 2);
    }
    all_answers all;
    check_kernels(office, table, rows, all);
    CHECK(all.avx2.wrong + all.avx512.wrong == 0);
    if (has_avx512()) {
        CHECK(all.avx512.left > 10);
        CHECK(all.avx512.right > 10);
    }
}

TEST_CASE("deadlines beyond a day that tables do not know are right or left to others") {
    // That day has open time which is no multiple of what all others have; at whatever hour days
    // begin, it has more than two openings. Those are Tuesdays.
    std::vector<day_shape> days = office_days();
    for (std::size_t day = 0; day < days.size(); ++day)
        if (day % 1050 == 50) {
            days[day].clear();
            for (std::int32_t begin = 900; begin < units_of_day; begin += 3'600)
                days[day].emplace_back(begin, begin + 301);
        }
    const auto count = static_cast<std::int64_t>(days.size());
    const open_ranges office = from_days(days);
    const std::vector<std::int64_t> limits{fast_limit::pack(fast_kind::working, 12 * hour, 0),
                                           fast_limit::pack(fast_kind::working, hour, 0)};
    const deadline_table table = table_of(tables_of(office, count), limits);
    REQUIRE_FALSE(table.empty());
    limited_rows rows = rows_of_all_days(count, limits);
    for (std::size_t i = 0; i < block_rows; ++i) {
        const auto n = static_cast<std::int64_t>(i);
        rows.created[i] = (1050 * (n % 3) + 47 + n / 3 % 4) * day_ms + n / 12 * hour * 2;
        rows.combination[i] = 0;
    }
    all_answers all;
    check_kernels(office, table, rows, all);
    CHECK(all.avx2.wrong + all.avx512.wrong == 0);
}

TEST_CASE("rows before the first day of a table are left to others") {
    // Open over midnight, so that the days of tables begin at another hour.
    const std::vector<day_shape> days(
        400, {{0, 3'600}, {5'400, 12'600}, {units_of_day - 3'600, units_of_day}});
    const open_ranges nights = from_days(days);
    const std::vector<std::int64_t> limits{fast_limit::pack(fast_kind::working, 3 * hour, 0)};
    const deadline_table table = table_of(tables_of(nights, 400), limits);
    REQUIRE_FALSE(table.empty());
    REQUIRE(table.shift_ms > 0);
    limited_rows rows{.limits = limits, .window = {0, 400 * day_ms}, .created = {}};
    for (std::size_t i = 0; i < block_rows; ++i)
        rows.created[i] = (static_cast<std::int64_t>(i) - 64) * hour;
    all_answers all;
    check_kernels(nights, table, rows, all);
    CHECK(all.avx2.wrong + all.avx512.wrong == 0);
    if (has_avx512())
        CHECK(all.avx512.right > 100);
}

TEST_CASE("deadlines that are more than 49 days away are left to others") {
    // A closure of 30 days in each year, into which some of the deadlines run.
    std::vector<day_shape> days(3653);
    for (std::size_t day = 0; day < days.size(); ++day)
        if (day % 365 < 300 || day % 365 >= 330)
            days[day] = {{16'200, 30'600}};
    const auto count = static_cast<std::int64_t>(days.size());
    const open_ranges office = from_days(days);
    std::vector<std::int64_t> limits;
    for (std::int64_t length = 10; length <= 24; ++length)
        limits.push_back(fast_limit::pack(fast_kind::working, length * 8 * hour, 0));
    for (std::size_t i = 0; i < 200; ++i) // so that few are left
        limits.push_back(fast_limit::pack(fast_kind::elapsed, 47 * (24 * hour), 0));
    const deadline_table table = table_of(tables_of(office, count), limits);
    REQUIRE_FALSE(table.empty());
    limited_rows rows = rows_of_all_days(count, limits);
    for (std::size_t i = 0; i < block_rows; ++i) {
        rows.created[i] = (365 * static_cast<std::int64_t>(i % 9) + 270) * day_ms +
                          static_cast<std::int64_t>(i) * (40 * day_ms / std::int64_t{block_rows});
        rows.combination[i] = static_cast<std::uint32_t>(i % 15);
    }
    all_answers all;
    check_kernels(office, table, rows, all);
    CHECK(all.avx2.wrong + all.avx512.wrong == 0);
    if (has_avx512()) {
        CHECK(all.avx512.left > 10);
        CHECK(all.avx512.right > 10);
    }
    for (const std::int64_t elapsed_days : {47, 48, 60})
        CHECK(table_of(tables_of(office, count),
                       {fast_limit::pack(fast_kind::elapsed, elapsed_days * 24 * hour, 0)})
                  .empty() == (elapsed_days > 47));
}

TEST_CASE("limits in single seconds have a table") {
    const std::vector<day_shape> days = office_days();
    const auto count = static_cast<std::int64_t>(days.size());
    const open_ranges office = from_days(days);
    const std::vector<std::int64_t> limits{fast_limit::pack(fast_kind::working, 20'000, 0),
                                           fast_limit::pack(fast_kind::working, 47'000, 0),
                                           fast_limit::pack(fast_kind::elapsed, 4001'000, 0)};
    const deadline_table table = table_of(tables_of(office, count), limits);
    REQUIRE_FALSE(table.empty());
    all_answers all;
    check_kernels(office, table, rows_of_all_days(count, limits), all);
    CHECK(all.avx2.wrong + all.avx512.wrong == 0);
    CHECK(all.avx2.left + all.avx512.left == 0);
}

TEST_CASE("there is no table where most rows would be left to others") {
    const std::vector<day_shape> days = office_days();
    const auto count = static_cast<std::int64_t>(days.size());
    const open_tables office = tables_of(from_days(days), count);
    const auto working = [](std::int64_t length) {
        return std::vector{fast_limit::pack(fast_kind::working, length, 0)};
    };
    CHECK_FALSE(table_of(office, working(40 * hour)).empty());
    CHECK(table_of(office, working(400 * hour)).empty());    // more than 49 days
    CHECK(table_of(office, working(40 * hour + 1)).empty()); // finer than a word
    CHECK(table_of(office, working(-hour)).empty());
    CHECK(table_of(office, std::vector(300, working(hour).front())).empty()); // too many of them

    std::vector<day_shape> each_different(365);
    for (std::size_t day = 0; day < each_different.size(); ++day)
        each_different[day] = {{static_cast<std::int32_t>(day), 30'000}};
    CHECK(table_of(tables_of(from_days(each_different), 365), working(hour)).empty());

    std::vector<day_shape> three_openings(365, {{1000, 2000}, {3000, 4000}, {5000, 6000}});
    CHECK(table_of(tables_of(from_days(three_openings), 365), working(hour)).empty());

    const open_ranges two = from_days(days);
    const std::vector<const open_ranges*> both{&two, &two};
    CHECK(table_of(inside::open_tables_builder::build(both, {0, count * day_ms}), working(hour))
              .empty());
}
