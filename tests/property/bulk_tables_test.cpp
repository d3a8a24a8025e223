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
#include <oracle/open_sums.hpp>
#include <oracle/random_calendar.hpp>
#include <string>
#include <vector>

using oracle::dice;
using oracle::open_before;
using oracle::open_millisecond;
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
        pointers.reserve(ranges.size());
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
    CHECK((tables.days.size() + tables.buckets.size()) * sizeof(std::uint64_t) <
          std::size_t{2} * 512 * 1024);
}
