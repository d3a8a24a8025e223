// SPDX-License-Identifier: MIT
//
// Inside the bulk room: deadlines of rows in any order, by `day_tables`. See bulk_kernels_x86.hpp.
//
// Sixteen rows at once: apart from the first and the last step all numbers have 32 bits. Open time
// is reckoned in milliseconds modulo 2^32, for where it lies in a day is all that is asked in the
// end; which day that is, is found in whole units.
#pragma once

#include <sla/detail/bulk_avx512_words.hpp>
#include <sla/detail/bulk_day_tables.hpp>
#include <sla/detail/bulk_kernels_x86.hpp>

#if SLA_HAS_X86_KERNELS

#include <array>
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#if !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

namespace sla::inline v1::detail {

class avx512_days : private avx512_words {
public:
    // The deadlines of rows of one calendar, without pauses, from small_table limits. Marks the
    // rows of which the tables know nothing.
    SLA_AVX512 static at_once
    find_deadlines(const day_tables& tables, std::int64_t place, const std::int64_t* limits,
                   const std::int64_t* created, const std::int64_t* combination,
                   std::int64_t* deadline, std::int64_t* marked) noexcept {
        short_limits allowed{};
        if (tables.empty() || !allowed.take(limits))
            return at_once::no;
        const shape_words shapes = shape_words::of(tables);
        alignas(64) block_indices day;
        alignas(64) block_indices in_day;
        alignas(64) block_indices open;
        alignas(64) block_indices in_bucket;
        alignas(64) block_indices entry;
        const std::int64_t shift = calendar_place::shift_ms(place);
        find_days(created, shift, day, in_day);
        load_each(tables.days.data(), day.data(), entry.data());
        find_buckets(tables, shapes, allowed, combination, entry, in_day, open, in_bucket, day,
                     marked);
        load_each(tables.buckets.data(), day.data(), entry.data());
        choose_days(entry, in_bucket, day, marked);
        load_each(tables.days.data(), day.data(), entry.data());
        place_in_days(shapes, entry, open, in_bucket, day, shift, deadline, marked);
        return allowed.others ? at_once::but_others : at_once::yes;
    }

private:
    static constexpr std::size_t lanes = 16;
    static constexpr std::uint32_t last_flag = 1U << 31; // exact_fit::close

    // Limits of working time, as 32 bits: what is allowed, less the millisecond that decides.
    struct short_limits {
        alignas(64) std::array<std::uint32_t, small_table> words;
        bool others; // for no kernel

        // False where there is another kind, or one that is too long.
        SLA_AVX512 bool take(const std::int64_t* limits) noexcept {
            const __m512i most = _mm512_set1_epi64(std::int64_t{last_flag} - 1);
            for (std::size_t i = 0; i < small_table; i += 8) {
                const __m512i limit = load(limits + i);
                const __mmask8 work = works(limit);
                const __m512i allowed = allowed_of(limit);
                if (is_of(limit, fast_kind::elapsed) != 0 ||
                    _mm512_mask_cmpgt_epu64_mask(work, allowed, most) != 0)
                    return false;
                others |= is_of(limit, fast_kind::none) != 0;
                const __m512i last = last_of(limit);
                store_low(&words[i], _mm512_maskz_or_epi64(work, _mm512_sub_epi64(allowed, last),
                                                           _mm512_slli_epi64(last, 31)));
            }
            return true;
        }
    };

    // The ranges of all shapes.
    struct shape_words {
        __m512i begin0, end0, begin1, end1;

        SLA_AVX512 static shape_words of(const day_tables& tables) noexcept {
            return {load(tables.shapes[0].data()), load(tables.shapes[1].data()),
                    load(tables.shapes[2].data()), load(tables.shapes[3].data())};
        }
    };

    SLA_AVX512 static void store(std::uint32_t* to, __m512i value) noexcept {
        _mm512_storeu_si512(to, value);
    }
    using avx512_words::store;

    SLA_AVX512 static __m512i all(std::uint32_t value) noexcept {
        return _mm512_set1_epi32(static_cast<int>(value));
    }
    SLA_AVX512 static __m512i both(__m256i low, __m256i high) noexcept {
        return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
    }
    SLA_AVX512 static __m256i half(__m512i of, bool high) noexcept {
        return high ? _mm512_extracti64x4_epi64(of, 1) : _mm512_castsi512_si256(of);
    }
    // The upper half of the products.
    SLA_AVX512 static __m512i multiply_high(__m512i x, __m512i factor) noexcept {
        const __m512i even = _mm512_srli_epi64(_mm512_mul_epu32(x, factor), 32);
        const __m512i odd = _mm512_mul_epu32(_mm512_srli_epi64(x, 32), factor);
        return _mm512_mask_mov_epi32(even, 0xaaaa, odd);
    }
    SLA_AVX512 static void mark(std::int64_t* marked, __mmask16 which) noexcept {
        if (which != 0) [[unlikely]]
            for (unsigned lane = 0; lane < lanes; ++lane)
                marked[lane] |= which >> lane & 1U;
    }

    // x / 2000 of any x, as a factor: 2^39 / 2000 rounded up.
    static constexpr std::uint32_t per_unit = 0x10624dd3;
    static constexpr unsigned per_unit_shift = 39 - 32;
    static_assert(open_tables::unit_ms == 2000);

    // The day of each row, and where in it the row was created.
    SLA_AVX512 static void find_days(const std::int64_t* created, std::int64_t shift,
                                     block_indices& day, block_indices& in_day) noexcept {
        // A day is 84,375 times 1024 ms: x / 84,375 of x below 2^31, that is of 69 years.
        constexpr unsigned low_bits = 10;
        constexpr std::uint64_t parts = open_tables::day_ms >> low_bits;
        static_assert(parts << low_bits == open_tables::day_ms);
        constexpr auto per_day = static_cast<std::uint32_t>((std::uint64_t{1} << 48) / parts + 1);
        const __m512i shifts = _mm512_set1_epi64(shift);
        for (std::size_t i = 0; i < block_rows; i += lanes) {
            const __m512i at0 = _mm512_add_epi64(load(created + i), shifts);
            const __m512i at1 = _mm512_add_epi64(load(created + i + 8), shifts);
            const __m512i part = both(_mm512_cvtepi64_epi32(_mm512_srli_epi64(at0, low_bits)),
                                      _mm512_cvtepi64_epi32(_mm512_srli_epi64(at1, low_bits)));
            const __m512i low = both(_mm512_cvtepi64_epi32(at0), _mm512_cvtepi64_epi32(at1));
            const __m512i number = _mm512_srli_epi32(multiply_high(part, all(per_day)), 16);
            store(&day[i], number);
            store(&in_day[i],
                  _mm512_sub_epi32(low, _mm512_mullo_epi32(number, all(open_tables::day_ms))));
        }
    }

    // For each row the open time that decides, in milliseconds; its bucket, and how many units lie
    // before it in that, with the flag of its limit.
    SLA_AVX512 static void find_buckets(const day_tables& tables, const shape_words& shapes,
                                        const short_limits& limits, const std::int64_t* combination,
                                        const block_indices& entry, const block_indices& in_day,
                                        block_indices& open, block_indices& in_bucket,
                                        block_indices& bucket, std::int64_t* marked) noexcept {
        const __m512i limits0 = load(&limits.words[0]);
        const __m512i limits1 = load(&limits.words[lanes]);
        const __m512i last = all(tables.last_bucket);
        const __m512i units_in_bucket = all((1U << tables.bucket_log) - 1);
        const __m128i log = _mm_cvtsi32_si128(static_cast<int>(tables.bucket_log));
        for (std::size_t i = 0; i < block_rows; i += lanes) {
            const __m512i day = load(&entry[i]);
            const __m512i at = load(&in_day[i]);
            const __m512i begin0 = _mm512_permutexvar_epi32(day, shapes.begin0);
            const __m512i begin1 = _mm512_permutexvar_epi32(day, shapes.begin1);
            const __m512i open0 = _mm512_min_epu32(_mm512_max_epu32(at, begin0),
                                                   _mm512_permutexvar_epi32(day, shapes.end0));
            const __m512i open1 = _mm512_min_epu32(_mm512_max_epu32(at, begin1),
                                                   _mm512_permutexvar_epi32(day, shapes.end1));
            const __m512i limit =
                _mm512_permutex2var_epi32(limits0,
                                          both(_mm512_cvtepi64_epi32(load(combination + i)),
                                               _mm512_cvtepi64_epi32(load(combination + i + 8))),
                                          limits1);
            const __m512i flag = _mm512_and_si512(limit, all(last_flag));
            const __m512i ahead = _mm512_add_epi32(
                _mm512_add_epi32(_mm512_sub_epi32(open0, begin0), _mm512_sub_epi32(open1, begin1)),
                _mm512_andnot_si512(all(last_flag), limit));
            const __m512i before = _mm512_srli_epi32(day, day_tables::shape_bits);
            store(&open[i],
                  _mm512_add_epi32(_mm512_mullo_epi32(before, all(open_tables::unit_ms)), ahead));
            const __m512i units = _mm512_add_epi32(
                before, _mm512_srli_epi32(multiply_high(ahead, all(per_unit)), per_unit_shift));
            store(&bucket[i], _mm512_min_epu32(_mm512_srl_epi32(units, log), last));
            store(&in_bucket[i], _mm512_or_si512(flag, _mm512_and_si512(units, units_in_bucket)));
            mark(marked + i, _mm512_testn_epi32_mask(day, all(day_tables::most_shapes - 1)));
        }
    }

    // The day in which the open time that decides lies.
    SLA_AVX512 static void choose_days(const block_indices& entry, const block_indices& in_bucket,
                                       block_indices& day, std::int64_t* marked) noexcept {
        const __m512i skips = all(day_tables::marked_skip);
        for (std::size_t i = 0; i < block_rows; i += lanes) {
            const __m512i bucket = load(&entry[i]);
            const __m512i skip =
                _mm512_and_si512(_mm512_srli_epi32(bucket, day_tables::split_bits), skips);
            const __m512i first = _mm512_srli_epi32(bucket, day_tables::day_shift);
            const __m512i units = _mm512_andnot_si512(all(last_flag), load(&in_bucket[i]));
            const __mmask16 is_next = _mm512_cmpge_epu32_mask(
                units, _mm512_and_si512(bucket, all(day_tables::split_mask)));
            store(&day[i], _mm512_mask_add_epi32(first, is_next, first, skip));
            mark(marked + i, _mm512_cmpeq_epi32_mask(skip, skips));
        }
    }

    // And where in that day.
    SLA_AVX512 static void place_in_days(const shape_words& shapes, const block_indices& entry,
                                         const block_indices& open, const block_indices& in_bucket,
                                         const block_indices& days, std::int64_t shift,
                                         std::int64_t* deadline, std::int64_t* marked) noexcept {
        const __m512i day_ms = _mm512_set1_epi64(open_tables::day_ms);
        const __m512i shifts = _mm512_set1_epi64(shift);
        for (std::size_t i = 0; i < block_rows; i += lanes) {
            const __m512i day = load(&entry[i]);
            const __m512i before = _mm512_mullo_epi32(
                _mm512_srli_epi32(day, day_tables::shape_bits), all(open_tables::unit_ms));
            const __m512i here = _mm512_sub_epi32(load(&open[i]), before);
            const __m512i begin0 = _mm512_permutexvar_epi32(day, shapes.begin0);
            const __m512i length0 =
                _mm512_sub_epi32(_mm512_permutexvar_epi32(day, shapes.end0), begin0);
            const __m512i begin1 =
                _mm512_sub_epi32(_mm512_permutexvar_epi32(day, shapes.begin1), length0);
            const __m512i begin =
                _mm512_mask_mov_epi32(begin0, _mm512_cmpge_epu32_mask(here, length0), begin1);
            const __m512i last = _mm512_srli_epi32(load(&in_bucket[i]), 31);
            const __m512i at = _mm512_add_epi32(_mm512_add_epi32(here, begin), last);
            const __m512i number = load(&days[i]);
#pragma GCC unroll 2
            for (std::size_t h = 0; h < 2; ++h) {
                const __m512i midnight = _mm512_sub_epi64(
                    _mm512_mul_epu32(_mm512_cvtepu32_epi64(half(number, h != 0)), day_ms), shifts);
                store(deadline + i + 8 * h,
                      _mm512_add_epi64(midnight, _mm512_cvtepu32_epi64(half(at, h != 0))));
            }
            mark(marked + i, _mm512_testn_epi32_mask(day, all(day_tables::most_shapes - 1)));
        }
    }
};

} // namespace sla::inline v1::detail

#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#endif
