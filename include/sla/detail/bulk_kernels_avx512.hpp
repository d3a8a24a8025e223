// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the kernel for AVX-512. See bulk_kernels_x86.hpp.
#pragma once

#include <sla/detail/bulk_avx512_words.hpp>
#include <sla/detail/bulk_kernels_avx512_deadlines.hpp>
#include <sla/detail/bulk_kernels_x86.hpp>

#if SLA_HAS_X86_KERNELS

#include <array>
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

// g++ 12 takes the undefined registers of its own header for mistakes (its bug 105593).
#if !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

namespace sla::inline v1::detail {

struct avx512_kernel : private avx512_words {
    SLA_AVX512 static void look_up_small(const std::int64_t* table, const std::uint32_t* index,
                                         std::int64_t* out) noexcept {
        const __m512i t0 = _mm512_loadu_si512(table);
        const __m512i t1 = _mm512_loadu_si512(table + 8);
        const __m512i t2 = _mm512_loadu_si512(table + 16);
        const __m512i t3 = _mm512_loadu_si512(table + 24);
        const __m512i half = _mm512_set1_epi64(16);
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i at = widen(index + i);
            const __m512i low = _mm512_permutex2var_epi64(t0, at, t1);
            const __m512i high = _mm512_permutex2var_epi64(t2, at, t3);
            _mm512_storeu_si512(
                out + i, _mm512_mask_blend_epi64(_mm512_test_epi64_mask(at, half), low, high));
        }
    }
    SLA_AVX512 static void look_up(const std::int64_t* table, const std::uint32_t* index,
                                   std::int64_t* out) noexcept {
        load_each(table, index, out);
    }
    // Eight rows of three numbers become three columns of eight.
    SLA_AVX512 static void look_up_placed(const placed_limit* table, const std::uint32_t* index,
                                          std::int64_t* limit, std::int64_t* place,
                                          std::int64_t* per_bucket) noexcept {
        const __m512i firsts = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
        const __m512i thirds = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i row0 = two_limits(table, index[i], index[i + 4]);
            const __m512i row1 = two_limits(table, index[i + 1], index[i + 5]);
            const __m512i row2 = two_limits(table, index[i + 2], index[i + 6]);
            const __m512i row3 = two_limits(table, index[i + 3], index[i + 7]);
            const __m512i even01 = _mm512_unpacklo_epi64(row0, row1);
            const __m512i even23 = _mm512_unpacklo_epi64(row2, row3);
            store(limit + i, _mm512_permutex2var_epi64(even01, firsts, even23));
            store(place + i, _mm512_permutex2var_epi64(_mm512_unpackhi_epi64(row0, row1), firsts,
                                                       _mm512_unpackhi_epi64(row2, row3)));
            store(per_bucket + i, _mm512_permutex2var_epi64(even01, thirds, even23));
        }
    }

    [[nodiscard]] static bool can_use(const deadline_table& table) noexcept {
        return !table.empty();
    }
    template <memory_access Access, time_unit Unit, std::size_t Rows, class Combination>
    SLA_AVX512 static row_marks<Rows>
    find_deadlines_at_once(const deadline_table& table, const row_window& window,
                           const std::int64_t* created, const Combination* combination,
                           std::int64_t* deadline) noexcept {
        return avx512_deadlines::find<Access, Unit, Rows>(table, window, created, combination,
                                                          deadline);
    }
    static void finish_writing() noexcept { _mm_sfence(); }

    template <bool OneCalendar>
    SLA_AVX512 static void rank(const open_tables& tables, const calendar_columns& calendars,
                                const std::int64_t* at, std::int64_t* open,
                                std::int64_t* marked) noexcept {
        if (OneCalendar && rank_in_one_day(tables, *calendars.place, at, open, marked))
            return;
        alignas(64) block_indices index;
        alignas(64) block_indices in_day;
        find_days<OneCalendar>(tables, calendars, at, index, in_day);
        if (!OneCalendar) {
            announce_tomorrow(tables, at);
            rank_in_shaped(tables, index, in_day, open, marked);
            return;
        }
        alignas(64) block_entries days;
        load_each(tables.days.data(), index.data(), days.data());
        if (tables.shapes.size() <= open_tables::few_shapes) {
            rank_in_few(tables, days, in_day, open, marked);
            return;
        }
        alignas(64) block_entries shapes;
        load_shapes(tables.shapes.data(), days.data(), shapes.data());
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i entry = load(&days[i]);
            const __m512i shape = load(&shapes[i]);
            store(open + i,
                  open_in_day(before_of(entry), widen(&in_day[i]),
                              {part<0>(shape), part<16>(shape), part<32>(shape), part<48>(shape)}));
            mark(marked + i, _mm512_testn_epi64_mask(entry, _mm512_set1_epi64(0xffff)));
        }
    }

    template <bool OneCalendar>
    SLA_AVX512 static void find_deadlines(const open_tables& tables,
                                          const calendar_columns& calendars,
                                          const std::int64_t* limit, const std::int64_t* due,
                                          std::int64_t* deadline, std::int64_t* marked) noexcept {
        alignas(64) block_indices index;
        alignas(64) block_indices in_bucket;
        alignas(64) block_entries buckets;
        find_buckets<OneCalendar>(tables, calendars, limit, due, index, in_bucket);
        if (OneCalendar)
            load_each(tables.buckets.data(), index.data(), buckets.data());
        else
            load_buckets(tables.buckets.data(), index.data(), buckets.data(), tables.stride);
        const __m512i unit = _mm512_set1_epi64(open_tables::unit_ms);
        const __m512i gap_mask = _mm512_set1_epi64(open_tables::gap_mask);
        const __m512i split_mask = _mm512_set1_epi64(open_tables::split_mask);
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i entry = load(&buckets[i]);
            const __m512i here = widen(&in_bucket[i]);
            const __m512i gap = _mm512_and_si512(entry, gap_mask);
            const __m512i split = _mm512_mul_epu32(
                _mm512_and_si512(_mm512_srli_epi64(entry, open_tables::gap_bits), split_mask),
                unit);
            const __m512i begin = _mm512_mul_epu32(_mm512_srli_epi64(entry, 32), unit);
            const __m512i plain = _mm512_add_epi64(begin, here);
            const __m512i found = _mm512_mask_add_epi64(plain, _mm512_cmpge_epi64_mask(here, split),
                                                        plain, _mm512_mul_epu32(gap, unit));
            const __m512i row_limit = load(limit + i);
            const __mmask8 is_work = works(row_limit);
            store(deadline + i,
                  _mm512_mask_add_epi64(load(due + i), is_work, found, last_of(row_limit)));
            mark(marked + i, _mm512_mask_cmpeq_epi64_mask(is_work, gap, gap_mask));
        }
    }

private:
    // Rows in the order of time are mostly of one day. False where they are not.
    SLA_AVX512 static bool rank_in_one_day(const open_tables& tables, std::int64_t place,
                                           const std::int64_t* at, std::int64_t* open,
                                           std::int64_t* marked) noexcept {
        const std::int64_t shift = calendar_place::shift_ms(place);
        const std::int64_t number = (at[0] + shift) / open_tables::day_ms;
        const std::int64_t begin = number * open_tables::day_ms - shift;
        if (!is_of_day(at[block_rows / 2] - begin) || !is_of_day(at[block_rows - 1] - begin))
            return false;
        const std::uint64_t day = tables.days[static_cast<std::size_t>(number)];
        const __m512i shape =
            _mm512_set1_epi64(static_cast<long long>(tables.shapes[day & 0xffff]));
        const __m512i before = before_of(_mm512_set1_epi64(static_cast<long long>(day)));
        const ranges open_of_day{part<0>(shape), part<16>(shape), part<32>(shape), part<48>(shape)};
        const __m512i midnight = _mm512_set1_epi64(begin);
        const __m512i day_ms = _mm512_set1_epi64(open_tables::day_ms);
        unsigned others = 0;
#pragma GCC unroll 4
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i in_day = _mm512_sub_epi64(load(at + i), midnight);
            others |= _mm512_cmpge_epu64_mask(in_day, day_ms);
            store(open + i, open_in_day(before, in_day, open_of_day));
        }
        if (others != 0)
            return false;
        if ((day & 0xffff) == open_tables::marked_shape) [[unlikely]]
            for (std::size_t i = 0; i < block_rows; ++i)
                marked[i] = 1;
        return true;
    }

    // The days of several calendars.
    SLA_AVX512 static void rank_in_shaped(const open_tables& tables, const block_indices& index,
                                          const block_indices& in_day, std::int64_t* open,
                                          std::int64_t* marked) noexcept {
        const open_tables::shaped_day* const days = tables.shaped_days.data();
        const __m512i low = _mm512_set1_epi64(0xffff);
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i even = four_days(days, &index[i]);
            const __m512i odd = four_days(days, &index[i + 1]);
            const __m512i entry = _mm512_unpacklo_epi64(even, odd);
            const __m512i shape = _mm512_unpackhi_epi64(even, odd);
            store(open + i,
                  open_in_day(before_of(entry), widen(&in_day[i]),
                              {part<0>(shape), part<16>(shape), part<32>(shape), part<48>(shape)}));
            mark(marked + i, _mm512_testn_epi64_mask(entry, low));
        }
    }

    // Of every other row.
    SLA_AVX512 static __m512i four_days(const open_tables::shaped_day* days,
                                        const std::uint32_t* index) noexcept {
        const __m256i low = two_days(days, index[0], index[2]);
        const __m256i high = two_days(days, index[4], index[6]);
        return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
    }
    SLA_AVX512 static __m256i two_days(const open_tables::shaped_day* days, std::uint32_t first,
                                       std::uint32_t second) noexcept {
        return _mm256_inserti128_si256(_mm256_castsi128_si256(load_day(days + first)),
                                       load_day(days + second), 1);
    }
    SLA_AVX512 static __m128i load_day(const void* from) noexcept {
        return _mm_load_si128(static_cast<const __m128i*>(from));
    }
    SLA_AVX512 static __m512i two_limits(const placed_limit* table, std::int64_t first,
                                         std::int64_t second) noexcept {
        return _mm512_inserti64x4(_mm512_castsi256_si512(load_limit(table + first)),
                                  load_limit(table + second), 1);
    }
    SLA_AVX512 static __m256i load_limit(const void* from) noexcept {
        return _mm256_load_si256(static_cast<const __m256i*>(from));
    }

    // Where the days are.
    template <bool OneCalendar>
    SLA_AVX512 static void find_days(const open_tables& tables, const calendar_columns& calendars,
                                     const std::int64_t* at, block_indices& index,
                                     block_indices& in_day) noexcept {
        const __m512d per_day = _mm512_set1_pd(reciprocal(open_tables::day_ms));
        const __m512i day_ms = _mm512_set1_epi64(open_tables::day_ms);
        const __m512i stride = _mm512_set1_epi64(tables.stride);
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i place = column<OneCalendar>(calendars.place, i);
            const __m512i t = _mm512_add_epi64(load(at + i), shift_of(place));
            __m512i day = quotient(t, per_day);
            store_low(&in_day[i], _mm512_sub_epi64(t, _mm512_mul_epu32(day, day_ms)));
            if (!OneCalendar)
                day = _mm512_add_epi64(_mm512_mul_epu32(day, stride), slot_of(place));
            store_low(&index[i], day);
        }
    }

    // The shapes are so few that they are looked up in registers.
    SLA_AVX512 static void rank_in_few(const open_tables& tables, const block_entries& days,
                                       const block_indices& in_day, std::int64_t* open,
                                       std::int64_t* marked) noexcept {
        const __m512i low = _mm512_set1_epi64(0xffff);
        const __m512i begin0 = load(tables.small_shapes[0].data());
        const __m512i end0 = load(tables.small_shapes[1].data());
        const __m512i begin1 = load(tables.small_shapes[2].data());
        const __m512i end1 = load(tables.small_shapes[3].data());
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i entry = load(&days[i]);
            store(open + i, open_in_day(before_of(entry), widen(&in_day[i]),
                                        {_mm512_permutexvar_epi64(entry, begin0),
                                         _mm512_permutexvar_epi64(entry, end0),
                                         _mm512_permutexvar_epi64(entry, begin1),
                                         _mm512_permutexvar_epi64(entry, end1)}));
            mark(marked + i, _mm512_testn_epi64_mask(entry, low));
        }
    }

    template <bool OneCalendar>
    SLA_AVX512 static void find_buckets(const open_tables& tables,
                                        const calendar_columns& calendars,
                                        const std::int64_t* limit, const std::int64_t* due,
                                        block_indices& index, block_indices& in_bucket) noexcept {
        const __m512i last = _mm512_set1_epi64(tables.last_bucket);
        const __m512i stride = _mm512_set1_epi64(tables.stride);
        const __m512i line = _mm512_set1_epi64(open_tables::line);
        const __m512i in_line = _mm512_set1_epi64(open_tables::line - 1);
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i place = column<OneCalendar>(calendars.place, i);
            const __m512i row_limit = load(limit + i);
            // The open millisecond that decides.
            const __m512i n =
                _mm512_maskz_sub_epi64(works(row_limit), load(due + i), last_of(row_limit));
            __m512i bucket = _mm512_min_epu64(
                quotient(n, _mm512_castsi512_pd(column<OneCalendar>(calendars.per_bucket, i))),
                last);
            store_low(&in_bucket[i],
                      _mm512_sub_epi64(n, _mm512_mul_epu32(bucket, bucket_ms_of(place))));
            // As index_of_bucket.
            if (!OneCalendar)
                bucket =
                    _mm512_add_epi64(_mm512_mul_epu32(_mm512_andnot_si512(in_line, bucket), stride),
                                     _mm512_add_epi64(_mm512_mul_epu32(slot_of(place), line),
                                                      _mm512_and_si512(bucket, in_line)));
            store_low(&index[i], bucket);
        }
    }
};

} // namespace sla::inline v1::detail

#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#endif
