// SPDX-License-Identifier: MIT
//
// Tables of calendars side by side, and the kernels that read them, against sums over the open
// ranges: any number of calendars, openings of seconds and of years, the first and the last
// millisecond. What a kernel marks it has not answered.
#include <sla/bulk.hpp>
#include <sla/detail/bulk_compile.hpp>
#include <sla/detail/bulk_kernels_avx2.hpp>
#include <sla/detail/bulk_kernels_avx512.hpp>
#include <sla/detail/bulk_staging.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <oracle/random_calendar.hpp>
#include <string>
#include <vector>

using oracle::dice;
namespace inside = sla::detail;
using inside::block_column;
using inside::block_rows;
using inside::fast_kind;
using inside::fast_limit;
using inside::open_ranges;
using inside::open_tables;

namespace {

constexpr std::int64_t unit = open_tables::unit_ms;
constexpr std::int64_t day_ms = open_tables::day_ms;

enum class hours { office, rare, mixed, dense, always, never, even };
constexpr std::size_t kinds_of_hours = 7;

open_ranges random_hours(dice& random, std::int64_t units, hours kind) {
    open_ranges out;
    if (kind == hours::never)
        return out;
    std::int64_t begin = kind == hours::always ? 0 : random.from_to(0, 3000);
    if (kind == hours::even) {
        // Buckets of 2000 units, one of which begins just where a range does.
        for (const std::int32_t length : {2500, 3500, 4000}) {
            const auto from = static_cast<std::int32_t>(begin);
            if (from + length > units)
                break;
            out.all.push_back({from, from + length});
            out.open += length;
            begin = from + length + random.from_to(40'000, 60'000);
        }
        return out;
    }
    while (begin < units) {
        std::int64_t length = units;
        std::int64_t gap = 1;
        switch (kind) {
        case hours::office:
            length = random.percent(25) ? 5'400 : 14'400; // short days
            gap = 43'200 - length;
            break;
        case hours::rare:
            length = random.from_to(1, 900);
            gap = random.from_to(1, 3'000'000);
            break;
        case hours::mixed:
            length = random.from_to(1, 100'000);
            gap = random.from_to(1, 50'000);
            break;
        case hours::dense:
            length = random.from_to(5000, 9000);
            gap = random.from_to(1, 2000);
            break;
        default:
            break;
        }
        const std::int64_t end = std::min(units, begin + length);
        out.all.push_back({static_cast<std::int32_t>(begin), static_cast<std::int32_t>(end)});
        out.open += end - begin;
        begin = end + gap;
    }
    return out;
}

/// Open time before an instant.
std::int64_t open_before(const open_ranges& ranges, std::int64_t at) {
    std::int64_t sum = 0;
    for (const auto& r : ranges.all)
        sum += std::clamp<std::int64_t>(at - r.begin * unit, 0, r.length() * unit);
    return sum;
}

/// The open millisecond with so much open time before it.
std::int64_t open_millisecond(const open_ranges& ranges, std::int64_t open) {
    for (const auto& r : ranges.all) {
        if (open < r.length() * unit)
            return r.begin * unit + open;
        open -= r.length() * unit;
    }
    return -1;
}

struct block {
    std::vector<std::size_t> slot = std::vector<std::size_t>(block_rows);
    block_column place, per_bucket, at, limit, due;
};

block random_block(dice& random, const std::vector<open_ranges>& ranges, const open_tables& tables,
                   std::int64_t days) {
    block out;
    const std::int64_t range = days * day_ms;
    const bool is_one_day = random.percent(30);
    const std::int64_t midnight = random.from_to(0, days - 1) * day_ms;
    for (std::size_t i = 0; i < block_rows; ++i) {
        const std::size_t slot = random.below(ranges.size());
        out.slot[i] = slot;
        out.place[i] = inside::calendar_place::pack(slot, tables);
        out.per_bucket[i] = std::bit_cast<std::int64_t>(inside::reciprocal(tables.bucket_ms[slot]));
        out.at[i] = is_one_day           ? midnight + random.from_to(0, day_ms - 1)
                    : random.percent(9)  ? 0
                    : random.percent(9)  ? range - 1
                    : random.percent(20) ? range - random.from_to(1, day_ms)
                                         : random.from_to(0, range - 1);
        out.limit[i] =
            fast_limit::pack(random.percent(75) ? fast_kind::working : fast_kind::elapsed, 1,
                             random.percent(50) ? fast_limit::last_bit : 0);
        const std::int64_t open = ranges[slot].open * unit;
        const std::int64_t edge =
            random.from_to(0, tables.last_bucket) * tables.bucket_ms[slot] + random.from_to(-1, 1);
        const std::int64_t due = random.percent(10)   ? random.from_to(1, 500'000'000'000'000)
                                 : random.percent(30) ? edge
                                 : random.percent(20) ? open + random.from_to(-3, 3)
                                                      : random.from_to(1, open + 1);
        out.due[i] = std::max<std::int64_t>(1, due);
    }
    return out;
}

struct answers {
    std::size_t right = 0;
    std::size_t wrong = 0;
};

template <class Kernel, bool OneCalendar>
void check(const std::vector<open_ranges>& ranges, const open_tables& tables, const block& rows,
           answers& out) {
    block_column open;
    block_column deadline;
    block_column marked;
    block_column marked_deadline;
    marked.fill(0);
    marked_deadline.fill(0);
    const inside::calendar_columns calendars{rows.place.data(), rows.per_bucket.data()};
    Kernel::template rank<OneCalendar>(tables, calendars, rows.at.data(), open.data(),
                                       marked.data());
    Kernel::template find_deadlines<OneCalendar>(tables, calendars, rows.limit.data(),
                                                 rows.due.data(), deadline.data(),
                                                 marked_deadline.data());
    const auto count = [&](bool is_right) { ++(is_right ? out.right : out.wrong); };
    for (std::size_t i = 0; i < block_rows; ++i) {
        const open_ranges& hours_of_row = ranges[rows.slot[i]];
        if (marked[i] == 0)
            count(open[i] == open_before(hours_of_row, rows.at[i]));
        if (marked_deadline[i] != 0)
            continue;
        const std::int64_t last = fast_limit::last(rows.limit[i]);
        const bool is_work = fast_limit::kind(rows.limit[i]) == fast_kind::working;
        count(deadline[i] ==
              (is_work ? open_millisecond(hours_of_row, rows.due[i] - last) + last : rows.due[i]));
    }
}

/// Rows of one calendar, and their limits.
struct limited_block {
    block_column created, combination;
    std::vector<std::int64_t> limits;
};

/// Whether the tables know the deadline after so much open time, and what comes shortly after.
bool is_known(const open_tables& tables, std::int64_t open) {
    const auto bucket = static_cast<std::size_t>(std::max<std::int64_t>(0, open)) /
                        static_cast<std::size_t>(tables.bucket_ms[0]);
    const auto is_marked = [&](std::size_t i) {
        return (tables.buckets[i] & open_tables::gap_mask) == open_tables::marked_gap;
    };
    return bucket + 1 < tables.last_bucket && !is_marked(bucket) && !is_marked(bucket + 1);
}

enum class created { near_each_other, anywhere };

limited_block random_limited_block(dice& random, const open_ranges& ranges,
                                   const open_tables& tables, std::int64_t days, created when) {
    limited_block out;
    const std::int64_t range = days * day_ms;
    const std::int64_t bucket = tables.bucket_ms[0];
    // About an opening or a closing, where deadlines jump, and anywhere.
    std::int64_t begin = random.from_to(0, range - 1);
    if (!ranges.all.empty() && random.percent(60)) {
        const auto& piece = ranges.all[random.below(ranges.all.size())];
        begin = (random.percent(50) ? piece.begin : piece.end) * unit - random.from_to(0, 20'000);
    }
    // Mostly so that all limits jump at most once.
    const bool is_tame = random.percent(90);
    const std::int64_t span = when == created::anywhere ? range
                              : random.percent(40)      ? random.from_to(1, 40'000)
                              : random.percent(80)      ? random.from_to(1, 3 * bucket / 2)
                                                        : random.from_to(1, day_ms);
    const std::size_t used = random.percent(50) ? inside::small_table / 2 : inside::small_table;
    for (std::size_t i = 0; i < block_rows; ++i) {
        out.created[i] =
            when == created::anywhere
                ? random.from_to(0, range - 1)
                : std::clamp<std::int64_t>(begin + random.from_to(0, span - 1), 0, range - 1);
        out.combination[i] = static_cast<std::int64_t>(random.below(used));
    }
    // Rows anywhere are done at once where no limit is elapsed time.
    const bool has_elapsed = when == created::near_each_other;
    const unsigned work = random.percent(60) ? 100 : 70;
    for (std::size_t i = 0; i < inside::small_table; ++i) {
        const bool is_work = random.percent(work);
        const auto kind = is_work                             ? fast_kind::working
                          : has_elapsed && random.percent(70) ? fast_kind::elapsed
                          : random.percent(50)                ? fast_kind::no_clock
                                                              : fast_kind::none;
        // The deadline of one of its rows lies where a range ends, or nearly, or anywhere.
        const std::size_t row = random.below(block_rows);
        const std::int64_t before = open_before(ranges, out.created[row]);
        std::int64_t allowed = 1;
        for (int tries = 0; tries < 50; ++tries) {
            std::int64_t decides = before + random.from_to(1, ranges.open * unit + 1);
            if (!ranges.all.empty() && random.percent(70)) {
                const auto& piece = ranges.all[random.below(ranges.all.size())];
                decides = open_before(ranges, piece.end * unit) + random.from_to(-1, 1);
            }
            allowed = std::max<std::int64_t>(1, decides - before);
            if (!is_tame || is_known(tables, before + allowed))
                break;
        }
        // Nor where one is very long.
        if (when == created::anywhere)
            allowed = std::min(allowed, random.from_to(1, 24 * day_ms));
        out.combination[row] = static_cast<std::int64_t>(i % used);
        out.limits.push_back(
            fast_limit::pack(kind, allowed, random.percent(50) ? fast_limit::last_bit : 0));
    }
    return out;
}

/// Rows that a kernel has done at once.
template <class Kernel>
answers check_at_once(const open_ranges& ranges, const open_tables& tables,
                      const limited_block& rows) {
    answers out;
    const std::int64_t place = inside::calendar_place::pack(0, tables);
    const auto per_bucket = std::bit_cast<std::int64_t>(inside::reciprocal(tables.bucket_ms[0]));
    block_column deadline;
    block_column marked;
    marked.fill(0);
    const inside::at_once found = Kernel::find_deadlines_at_once(
        tables, inside::day_tables::of(tables), {&place, &per_bucket}, rows.limits.data(),
        rows.created.data(), rows.combination.data(), deadline.data(), marked.data());
    if (found == inside::at_once::no)
        return out;
    const auto count = [&](bool is_right) { ++(is_right ? out.right : out.wrong); };
    for (std::size_t i = 0; i < block_rows; ++i) {
        const std::int64_t limit = rows.limits[static_cast<std::size_t>(rows.combination[i])];
        const std::int64_t allowed = fast_limit::allowed(limit);
        const std::int64_t last = fast_limit::last(limit);
        if (marked[i] != 0)
            continue;
        if (fast_limit::kind(limit) == fast_kind::elapsed)
            count(deadline[i] == rows.created[i] + allowed);
        else if (fast_limit::kind(limit) == fast_kind::working)
            count(deadline[i] ==
                  open_millisecond(ranges, open_before(ranges, rows.created[i]) + allowed - last) +
                      last);
        else if (fast_limit::kind(limit) == fast_kind::none)
            count(found == inside::at_once::but_others);
    }
    return out;
}

template <class Kernel>
answers check(const std::vector<open_ranges>& ranges, const open_tables& tables,
              const block& rows) {
    answers out;
    if (ranges.size() == 1)
        check<Kernel, true>(ranges, tables, rows, out);
    else
        check<Kernel, false>(ranges, tables, rows, out);
    return out;
}

} // namespace

TEST_CASE("tables of calendars side by side say what their open ranges say") {
    answers all;
    const auto expect = [&](const char* kernel, const answers& of) {
        INFO(kernel);
        CHECK(of.wrong == 0);
        all.right += of.right;
    };
    oracle::property{"bulk, tables", 30}.run([&](dice& random, const std::string& name) {
        INFO(name);
        const std::int64_t days = random.from_to(1, random.percent(10) ? 36'525 : 800);
        const std::size_t count =
            random.percent(30) ? 1 : static_cast<std::size_t>(random.from_to(2, 20));
        std::vector<open_ranges> ranges;
        for (std::size_t i = 0; i < count; ++i)
            ranges.push_back(random_hours(random, days * day_ms / unit,
                                          static_cast<hours>(random.below(kinds_of_hours))));
        std::vector<const open_ranges*> pointers;
        for (const open_ranges& r : ranges)
            pointers.push_back(&r);
        const open_tables tables = inside::open_tables_builder::build(pointers, {0, days * day_ms});
        const block rows = random_block(random, ranges, tables, days);
        expect("plain", check<inside::plain_kernel>(ranges, tables, rows));
#if SLA_HAS_X86_KERNELS
        if (inside::has_kernels(sla::bulk_kernels::avx2))
            expect("avx2", check<inside::avx2_kernel>(ranges, tables, rows));
        if (inside::has_kernels(sla::bulk_kernels::avx512))
            expect("avx512", check<inside::avx512_kernel>(ranges, tables, rows));
#endif
    });
    CHECK(all.right > 1000); // otherwise nearly everything was marked
}

TEST_CASE("deadlines of rows that are close to each other are found at once") {
    answers all;
    const auto expect = [&](const char* kernel, const answers& of) {
        INFO(kernel);
        CHECK(of.wrong == 0);
        all.right += of.right;
    };
    oracle::property{"bulk, near rows", 300}.run([&](dice& random, const std::string& name) {
        INFO(name);
        const std::int64_t days = random.from_to(1, 60);
        const open_ranges ranges = random_hours(random, days * day_ms / unit,
                                                static_cast<hours>(random.below(kinds_of_hours)));
        const std::vector<const open_ranges*> one{&ranges};
        const open_tables tables = inside::open_tables_builder::build(one, {0, days * day_ms});
        const limited_block rows =
            random_limited_block(random, ranges, tables, days, created::near_each_other);
        expect("plain", check_at_once<inside::plain_kernel>(ranges, tables, rows));
#if SLA_HAS_X86_KERNELS
        if (inside::has_kernels(sla::bulk_kernels::avx2))
            expect("avx2", check_at_once<inside::avx2_kernel>(ranges, tables, rows));
        if (inside::has_kernels(sla::bulk_kernels::avx512))
            expect("avx512", check_at_once<inside::avx512_kernel>(ranges, tables, rows));
#endif
    });
#if SLA_HAS_X86_KERNELS
    if (inside::has_kernels(sla::bulk_kernels::avx512))
        CHECK(all.right > 1000); // otherwise nearly none of them was
#endif
}

TEST_CASE("deadlines of rows in any order are found at once") {
#if SLA_HAS_X86_KERNELS
    if (!inside::has_kernels(sla::bulk_kernels::avx512))
        SKIP("needs AVX-512");
    answers all;
    std::size_t tables_made = 0;
    oracle::property{"bulk, rows in any order", 300}.run([&](dice& random,
                                                             const std::string& name) {
        INFO(name);
        const std::int64_t days = random.from_to(2, random.percent(10) ? 2500 : 200);
        const open_ranges ranges = random_hours(random, days * day_ms / unit,
                                                static_cast<hours>(random.below(kinds_of_hours)));
        const std::vector<const open_ranges*> one{&ranges};
        const open_tables tables = inside::open_tables_builder::build(one, {0, days * day_ms});
        tables_made += inside::day_tables::of(tables).empty() ? 0U : 1U;
        const answers found = check_at_once<inside::avx512_kernel>(
            ranges, tables, random_limited_block(random, ranges, tables, days, created::anywhere));
        CHECK(found.wrong == 0);
        all.right += found.right;
    });
    CHECK(tables_made > 100);
    CHECK(all.right > 10'000); // otherwise nearly everything was marked
#endif
}

TEST_CASE(
    "an office's rows in any order are all answered, whatever its short days and long closures") {
#if SLA_HAS_X86_KERNELS
    if (!inside::has_kernels(sla::bulk_kernels::avx512))
        SKIP("needs AVX-512");
    // Ten years of nine to twelve and one to five, a half day and a long closure in each.
    constexpr std::int64_t days = 3653;
    open_ranges office;
    for (std::int32_t day = 0; day < days; ++day) {
        const std::int32_t in_year = day % 365;
        if (day % 7 >= 5 || (in_year >= 200 && in_year < 215))
            continue;
        office.all.push_back({day * 43'200 + 16'200, day * 43'200 + 21'600});
        if (in_year != 100)
            office.all.push_back({day * 43'200 + 23'400, day * 43'200 + 30'600});
    }
    for (const auto& piece : office.all)
        office.open += piece.length();
    const std::vector<const open_ranges*> one{&office};
    const open_tables tables = inside::open_tables_builder::build(one, {0, days * day_ms});
    limited_block rows;
    for (std::size_t i = 0; i < block_rows; ++i) {
        rows.created[i] = static_cast<std::int64_t>(i * 7919 % block_rows) * 13 * day_ms;
        rows.combination[i] = static_cast<std::int64_t>(i % inside::small_table);
    }
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(inside::small_table); ++i)
        rows.limits.push_back(fast_limit::pack(fast_kind::working, (i + 1) * 3'600'000,
                                               i % 2 == 0 ? fast_limit::last_bit : 0));
    const answers found = check_at_once<inside::avx512_kernel>(office, tables, rows);
    CHECK(found.wrong == 0);
    CHECK(found.right == block_rows);
#endif
}

TEST_CASE("rows whose deadlines pass a short opening are not done at once") {
    answers all;
    std::size_t left = 0;
    // Wherever the buckets begin: before the opening, with it, in it, with its end.
    for (std::int32_t length = 8'000; length < 8'500; ++length) {
        open_ranges ranges;
        ranges.all = {{0, length}, {43'200, 43'300}, {86'400, 96'520}};
        ranges.open = length + 100 + 10'120;
        const std::vector<const open_ranges*> one{&ranges};
        const open_tables tables = inside::open_tables_builder::build(one, {0, 3 * day_ms});
        limited_block rows;
        for (std::size_t i = 0; i < block_rows; ++i) {
            rows.created[i] = static_cast<std::int64_t>(i) * unit;
            rows.combination[i] = static_cast<std::int64_t>(i % 2);
        }
        rows.limits.resize(inside::small_table,
                           fast_limit::pack(fast_kind::working, (length - 100) * unit, 0));
        rows.limits[1] |= fast_limit::last_bit;
        const auto check = [&](const answers& of) {
            CHECK(of.wrong == 0);
            all.right += of.right;
            left += of.right == 0 ? 1 : 0;
        };
        check(check_at_once<inside::plain_kernel>(ranges, tables, rows));
#if SLA_HAS_X86_KERNELS
        if (inside::has_kernels(sla::bulk_kernels::avx512))
            check(check_at_once<inside::avx512_kernel>(ranges, tables, rows));
#endif
    }
    CHECK(all.right == 0);
    CHECK(left > 0);
}

TEST_CASE("one short opening does not make the tables of its neighbours large") {
    constexpr std::int64_t days = 5844;
    open_ranges office;
    for (std::int32_t day = 0; day < days; ++day)
        if (day % 7 < 5)
            office.all.push_back({day * 43'200 + 16'200, day * 43'200 + 30'600});
    open_ranges always;
    always.all = {{0, 1'000'000}, {1'001'000, 1'001'450}, {1'002'000, days * 43'200}};
    for (open_ranges* r : {&office, &always})
        for (const auto& piece : r->all)
            r->open += piece.length();
    const std::vector<const open_ranges*> both{&office, &always};
    const open_tables tables = inside::open_tables_builder::build(both, {0, days * day_ms});
    CHECK((tables.days.size() + tables.buckets.size()) * sizeof(std::uint64_t) < 2 * 512 * 1024);
}
