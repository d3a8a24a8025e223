// SPDX-License-Identifier: MIT
//
// Inside the bulk room: deadlines of rows that were created close to each other, as rows in the
// order of time are. See bulk_kernels_x86.hpp.
//
// Of one limit, the deadlines of such rows move along with the open time, but for a gap that some
// of them reach and others do not: the deadline is the open time, plus a number, plus the gap from
// some open time on. These three numbers are found once for a block and limit, and stay in
// registers; a row then needs no table in memory and no division.
#pragma once

#include <sla/detail/bulk_avx512_words.hpp>
#include <sla/detail/bulk_kernels_x86.hpp>

#if SLA_HAS_X86_KERNELS

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#if !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

namespace sla::inline v1::detail {

class avx512_near : private avx512_words {
public:
    // The deadlines of rows of one calendar, without pauses, from small_table limits. False where
    // the rows are not as close as that, or where there is a row for others among them.
    SLA_AVX512 static at_once
    find_deadlines(const open_tables& tables, const calendar_columns& calendar,
                   const std::int64_t* limits, const std::int64_t* created,
                   const std::int64_t* combination, std::int64_t* deadline) noexcept {
        if (!may_be_near(created))
            return at_once::no;
        const extent rows = extent_of(created, combination);
        near_day day{};
        if (!day.find(tables, *calendar.place, rows))
            return at_once::no;
        line_numbers lines{};
        const std::size_t count = rows.largest < half_table ? half_table : small_table;
        kinds others{};
        for (std::size_t i = 0; i < count; i += 8)
            if (!find_lines(tables, calendar, day, load(limits + i), i, lines, others))
                return at_once::no;
        if (others.any_elapsed)
            follow<false, true>(day, lines, created, combination, deadline);
        else if (count == half_table)
            follow<true, false>(day, lines, created, combination, deadline);
        else
            follow<false, false>(day, lines, created, combination, deadline);
        return others.any ? at_once::but_others : at_once::yes;
    }

private:
    static constexpr std::size_t half_table = small_table / 2;
    // A jump from here on is none: the limit is elapsed time.
    static constexpr std::int64_t is_elapsed = INT64_MIN;

    // What there is beside working time.
    struct kinds {
        bool any_elapsed;
        bool any; // for no kernel
    };

    // The first and the last instant of a block, and its largest number.
    struct extent {
        std::int64_t first;
        std::int64_t last;
        std::uint64_t largest; // or a little more
    };

    // The day of all rows, and the open time in it before the first and the last of them.
    struct near_day {
        std::int64_t midnight;
        std::int64_t before;
        std::int64_t first;
        std::int64_t last;
        ranges open;

        SLA_AVX512 bool find(const open_tables& tables, std::int64_t place,
                             const extent& rows) noexcept {
            const std::int64_t shift = calendar_place::shift_ms(place);
            const std::int64_t number = (rows.first + shift) / open_tables::day_ms;
            midnight = number * open_tables::day_ms - shift;
            if (rows.last - midnight >= open_tables::day_ms)
                return false;
            const std::uint64_t entry = tables.days[static_cast<std::size_t>(number)];
            if ((entry & 0xffff) == open_tables::marked_shape)
                return false;
            const std::uint64_t shape = tables.shapes[entry & 0xffff];
            before = (static_cast<std::int64_t>(entry) >> 32) * open_tables::unit_ms;
            first = open_at(shape, rows.first - midnight);
            last = open_at(shape, rows.last - midnight);
            const __m512i all = _mm512_set1_epi64(static_cast<long long>(shape));
            open = {part<0>(all), part<16>(all), part<32>(all), part<48>(all)};
            return true;
        }
        [[nodiscard]] static std::int64_t open_at(std::uint64_t shape,
                                                  std::int64_t in_day) noexcept {
            const auto bound = [&](unsigned bits) noexcept {
                return static_cast<std::int64_t>(shape >> bits & 0xffff) * open_tables::unit_ms;
            };
            return std::min(std::max(in_day, bound(0)), bound(16)) +
                   std::min(std::max(in_day, bound(32)), bound(48));
        }
    };

    // For each limit: what is added to the open time in the day, and the jump.
    struct alignas(64) line_numbers {
        std::array<std::int64_t, small_table> add;
        std::array<std::int64_t, small_table> jump_at;
        std::array<std::int64_t, small_table> jump;
    };

    // Of rows in any order three tell.
    static bool may_be_near(const std::int64_t* created) noexcept {
        const auto is_far = [first = *created](std::int64_t at) noexcept {
            return at - first >= open_tables::day_ms || first - at >= open_tables::day_ms;
        };
        return !is_far(created[block_rows / 2]) && !is_far(created[block_rows - 1]);
    }

    SLA_AVX512 static extent extent_of(const std::int64_t* created,
                                       const std::int64_t* combination) noexcept {
        __m512i low = load(created);
        __m512i high = low;
        __m512i all = load(combination);
        for (std::size_t i = 8; i < block_rows; i += 8) {
            const __m512i at = load(created + i);
            low = _mm512_min_epi64(low, at);
            high = _mm512_max_epi64(high, at);
            all = _mm512_or_si512(all, load(combination + i));
        }
        return {_mm512_reduce_min_epi64(low), _mm512_reduce_max_epi64(high),
                static_cast<std::uint64_t>(_mm512_reduce_or_epi64(all))};
    }

    // The buckets in which the first and the last deadline of a limit lie.
    struct bucket_words {
        __m512i number;
        __m512i in_bucket; // where it lies in it
        __m512i begin;     // when the bucket begins
        __m512i split;
        __m512i gap;
        __mmask8 is_marked;
    };
    SLA_AVX512 static bucket_words
    find_bucket(const open_tables& tables, const calendar_columns& calendar, __m512i n) noexcept {
        const __m512i unit = _mm512_set1_epi64(open_tables::unit_ms);
        const __m512i gap_mask = _mm512_set1_epi64(open_tables::gap_mask);
        const __m512i number = _mm512_min_epu64(
            quotient(n, _mm512_set1_pd(std::bit_cast<double>(*calendar.per_bucket))),
            _mm512_set1_epi64(tables.last_bucket));
        alignas(64) std::array<std::int64_t, 8> numbers;
        alignas(64) std::array<std::uint64_t, 8> entries;
        store(numbers.data(), number);
        for (std::size_t i = 0; i < entries.size(); ++i)
            entries[i] = tables.buckets[static_cast<std::size_t>(numbers[i])];
        const __m512i entry = load(entries.data());
        const __m512i gap = _mm512_and_si512(entry, gap_mask);
        return {.number = number,
                .in_bucket = _mm512_sub_epi64(
                    n, _mm512_mul_epu32(number, bucket_ms_of(_mm512_set1_epi64(*calendar.place)))),
                .begin = _mm512_mul_epu32(_mm512_srli_epi64(entry, 32), unit),
                .split = _mm512_mul_epu32(
                    _mm512_and_si512(_mm512_srli_epi64(entry, open_tables::gap_bits),
                                     _mm512_set1_epi64(open_tables::split_mask)),
                    unit),
                .gap = _mm512_mul_epu32(gap, unit),
                .is_marked = _mm512_cmpeq_epi64_mask(gap, gap_mask)};
    }

    // The numbers of eight limits. False where one of them jumps more than once.
    SLA_AVX512 static bool find_lines(const open_tables& tables, const calendar_columns& calendar,
                                      const near_day& day, __m512i limit, std::size_t slot,
                                      line_numbers& out, kinds& others) noexcept {
        const __mmask8 work = works(limit);
        const __m512i allowed = allowed_of(limit);
        // From the open time in the day to the open millisecond that decides.
        const __m512i ahead = _mm512_sub_epi64(
            _mm512_add_epi64(allowed, _mm512_set1_epi64(day.before)), last_of(limit));
        const bucket_words a = find_bucket(
            tables, calendar, _mm512_maskz_add_epi64(work, ahead, _mm512_set1_epi64(day.first)));
        const bucket_words b = find_bucket(
            tables, calendar, _mm512_maskz_add_epi64(work, ahead, _mm512_set1_epi64(day.last)));

        const __m512i bucket_ms = bucket_ms_of(_mm512_set1_epi64(*calendar.place));
        const __m512i passed = _mm512_sub_epi64(b.number, a.number);
        const auto next = _mm512_mask_cmpneq_epi64_mask(work, passed, _mm512_setzero_si512());
        // The gap of the first bucket, a gap where the next one begins, and that one's.
        const auto in_a =
            static_cast<__mmask8>(_mm512_mask_cmplt_epi64_mask(work, a.in_bucket, a.split) &
                                  _mm512_test_epi64_mask(a.gap, a.gap));
        const __m512i between = _mm512_sub_epi64(_mm512_sub_epi64(b.begin, a.begin),
                                                 _mm512_add_epi64(bucket_ms, a.gap));
        const __mmask8 at_b = _mm512_mask_test_epi64_mask(next, between, between);
        const auto in_b =
            static_cast<__mmask8>(_mm512_mask_cmpge_epi64_mask(next, b.in_bucket, b.split) &
                                  _mm512_test_epi64_mask(b.gap, b.gap));
        const auto is_far = _mm512_mask_cmpgt_epu64_mask(work, passed, _mm512_set1_epi64(1));
        if ((is_far | (work & (a.is_marked | b.is_marked)) | (in_a & at_b) | (in_a & in_b) |
             (at_b & in_b)) != 0)
            return false;

        const __m512i a_number = _mm512_mul_epu32(a.number, bucket_ms);
        const __m512i b_number = _mm512_mul_epu32(b.number, bucket_ms);
        const auto behind = _mm512_mask_cmpge_epi64_mask(work, a.in_bucket, a.split);
        const __m512i begin = _mm512_mask_add_epi64(a.begin, behind, a.begin, a.gap);
        const __m512i add =
            _mm512_add_epi64(_mm512_sub_epi64(begin, a_number),
                             _mm512_add_epi64(allowed, _mm512_set1_epi64(day.before)));
        __m512i at = b_number;
        at = _mm512_mask_add_epi64(at, in_a, a_number, a.split);
        at = _mm512_mask_add_epi64(at, in_b, b_number, b.split);
        __m512i jump = _mm512_maskz_mov_epi64(in_a, a.gap);
        jump = _mm512_mask_mov_epi64(jump, at_b, between);
        jump = _mm512_mask_mov_epi64(jump, in_b, b.gap);

        // A limit of elapsed time is added to the instant.
        store(&out.add[slot], _mm512_mask_mov_epi64(allowed, work, add));
        store(&out.jump_at[slot],
              _mm512_mask_sub_epi64(_mm512_set1_epi64(is_elapsed), work, at, ahead));
        store(&out.jump[slot], jump);
        others.any_elapsed |= is_of(limit, fast_kind::elapsed) != 0;
        others.any |= is_of(limit, fast_kind::none) != 0;
        return true;
    }

    // A table of small_table numbers in registers; `half`: only its first half is asked for.
    struct table_words {
        __m512i words0, words1, words2, words3;

        SLA_AVX512 static table_words of(const std::int64_t* from) noexcept {
            return {load(from), load(from + 8), load(from + 16), load(from + 24)};
        }
        template <bool Half>
        [[nodiscard]] SLA_AVX512 __m512i at(__m512i index, __mmask8 is_high) const noexcept {
            const __m512i low = _mm512_permutex2var_epi64(words0, index, words1);
            return Half ? low
                        : _mm512_mask_mov_epi64(low, is_high,
                                                _mm512_permutex2var_epi64(words2, index, words3));
        }
    };

    template <bool Half, bool HasElapsed>
    SLA_AVX512 static void follow(const near_day& day, const line_numbers& lines,
                                  const std::int64_t* created, const std::int64_t* combination,
                                  std::int64_t* deadline) noexcept {
        const table_words add = table_words::of(lines.add.data());
        const table_words jump_at = table_words::of(lines.jump_at.data());
        const table_words jump = table_words::of(lines.jump.data());
        const __m512i midnight = _mm512_set1_epi64(day.midnight);
        const __m512i zero = _mm512_setzero_si512();
        const __m512i high = _mm512_set1_epi64(half_table);
#pragma GCC unroll 2
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i at = load(created + i);
            const __m512i index = load(combination + i);
            const __mmask8 is_high = Half ? __mmask8{0} : _mm512_test_epi64_mask(index, high);
            const __m512i open = open_in_day(zero, _mm512_sub_epi64(at, midnight), day.open);
            const __m512i row_jump_at = jump_at.at<Half>(index, is_high);
            __m512i from = open;
            if constexpr (HasElapsed)
                from = _mm512_mask_mov_epi64(
                    open, _mm512_cmpeq_epi64_mask(row_jump_at, _mm512_set1_epi64(is_elapsed)), at);
            const __m512i before = _mm512_add_epi64(from, add.at<Half>(index, is_high));
            store(deadline + i,
                  _mm512_mask_add_epi64(before, _mm512_cmpge_epi64_mask(open, row_jump_at), before,
                                        jump.at<Half>(index, is_high)));
        }
    }
};

} // namespace sla::inline v1::detail

#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#endif
