// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the kernels for x86-64 with AVX2, four rows at once, and with AVX-512,
// eight.
#pragma once

#include <sla/detail/bulk_kernels.hpp>

#if defined(__x86_64__) && defined(__GNUC__)
#define SLA_HAS_X86_KERNELS 1

#include <immintrin.h>

// g++ 12 takes the undefined registers of its own header for mistakes (its bug 105593).
#if !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

#define SLA_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#define SLA_AVX512 __attribute__((target("avx2,bmi,bmi2,avx512f,avx512bw,avx512dq,avx512vl")))

namespace sla::inline v1::detail {

struct avx512_kernel {
    SLA_AVX512 static void look_up_small(const std::int64_t* table, const std::int64_t* index,
                                         std::int64_t* out) noexcept {
        const __m512i t0 = _mm512_loadu_si512(table);
        const __m512i t1 = _mm512_loadu_si512(table + 8);
        const __m512i t2 = _mm512_loadu_si512(table + 16);
        const __m512i t3 = _mm512_loadu_si512(table + 24);
        const __m512i half = _mm512_set1_epi64(16);
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i at = _mm512_loadu_si512(index + i);
            const __m512i low = _mm512_permutex2var_epi64(t0, at, t1);
            const __m512i high = _mm512_permutex2var_epi64(t2, at, t3);
            _mm512_storeu_si512(
                out + i, _mm512_mask_blend_epi64(_mm512_test_epi64_mask(at, half), low, high));
        }
    }
    SLA_AVX512 static void look_up(const std::int64_t* table, const std::int64_t* index,
                                   std::int64_t* out) noexcept {
        for (std::size_t i = 0; i < block_rows; i += 8)
            _mm512_storeu_si512(out + i,
                                _mm512_i64gather_epi64(_mm512_loadu_si512(index + i), table, 8));
    }

    template <bool OneCalendar>
    SLA_AVX512 static void rank(const kernel_tables& tables, const std::uint32_t* first_day,
                                const std::int64_t* shift, const std::int64_t* at,
                                std::int64_t* open, std::int64_t* marked) noexcept {
        const __m512d factor = _mm512_set1_pd(reciprocal(open_tables::day_ms));
        const __m512i day_ms = _mm512_set1_epi64(open_tables::day_ms);
        const __m512i unit = _mm512_set1_epi64(open_tables::unit_ms);
        const __m512i low = _mm512_set1_epi64(0xffff);
        const std::uint64_t* const days = tables.days + (OneCalendar ? *first_day : 0);
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i t = _mm512_add_epi64(_mm512_loadu_si512(at + i),
                                               OneCalendar ? _mm512_set1_epi64(*shift)
                                                           : _mm512_loadu_si512(shift + i));
            __m256i day = _mm512_cvttpd_epi32(_mm512_mul_pd(_mm512_cvtepi64_pd(t), factor));
            const __m512i in_day =
                _mm512_sub_epi64(t, _mm512_mul_epu32(_mm512_cvtepu32_epi64(day), day_ms));
            __m512i entry;
            __m512i shape;
            const auto same =
                static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm256_castsi256_si128(day)));
            // Rows in the order of time are mostly of one day.
            if (OneCalendar &&
                _mm256_cmpeq_epi32_mask(day, _mm256_set1_epi32(static_cast<int>(same))) == 0xff) {
                const std::uint64_t one = days[same];
                entry = _mm512_set1_epi64(static_cast<long long>(one));
                shape = _mm512_set1_epi64(static_cast<long long>(tables.shapes[one & 0xffff]));
            } else {
                if (!OneCalendar)
                    day = _mm256_add_epi32(
                        day, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(first_day + i)));
                entry = gather(days, day);
                shape = gather(tables.shapes, _mm512_cvtepi64_epi32(_mm512_and_si512(entry, low)));
            }
            const __m512i begin0 = _mm512_mul_epu32(_mm512_and_si512(shape, low), unit);
            const __m512i end0 =
                _mm512_mul_epu32(_mm512_and_si512(_mm512_srli_epi64(shape, 16), low), unit);
            const __m512i begin1 =
                _mm512_mul_epu32(_mm512_and_si512(_mm512_srli_epi64(shape, 32), low), unit);
            const __m512i end1 = _mm512_mul_epu32(_mm512_srli_epi64(shape, 48), unit);
            const __m512i before = _mm512_mul_epi32(_mm512_srli_epi64(entry, 32), unit);
            const __m512i open0 = _mm512_min_epi64(_mm512_max_epi64(in_day, begin0), end0);
            const __m512i open1 = _mm512_min_epi64(_mm512_max_epi64(in_day, begin1), end1);
            _mm512_storeu_si512(open + i, _mm512_add_epi64(before, _mm512_add_epi64(open0, open1)));
            mark(marked + i, _mm512_testn_epi64_mask(entry, low));
        }
    }

    template <bool OneCalendar>
    SLA_AVX512 static void select(const kernel_tables& tables, const std::uint32_t* first_bucket,
                                  const std::int64_t* open, std::int64_t* at,
                                  std::int64_t* marked) noexcept {
        const __m512d factor = _mm512_set1_pd(reciprocal(tables.bucket_ms));
        const __m512i bucket_ms = _mm512_set1_epi64(tables.bucket_ms);
        const __m512i unit = _mm512_set1_epi64(open_tables::unit_ms);
        const __m512i gap_mask = _mm512_set1_epi64(open_tables::gap_mask);
        const __m512i split_mask = _mm512_set1_epi64(open_tables::split_mask);
        const std::uint64_t* const buckets = tables.buckets + (OneCalendar ? *first_bucket : 0);
        for (std::size_t i = 0; i < block_rows; i += 8) {
            const __m512i n = _mm512_loadu_si512(open + i);
            __m256i bucket = _mm512_cvttpd_epi32(_mm512_mul_pd(_mm512_cvtepi64_pd(n), factor));
            const __m512i in_bucket =
                _mm512_sub_epi64(n, _mm512_mul_epu32(_mm512_cvtepu32_epi64(bucket), bucket_ms));
            if (!OneCalendar)
                bucket = _mm256_add_epi32(
                    bucket, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(first_bucket + i)));
            const __m512i entry = gather(buckets, bucket);
            const __m512i gap = _mm512_and_si512(entry, gap_mask);
            const __m512i split = _mm512_mul_epu32(
                _mm512_and_si512(_mm512_srli_epi64(entry, open_tables::gap_bits), split_mask),
                unit);
            const __m512i begin = _mm512_mul_epu32(_mm512_srli_epi64(entry, 32), unit);
            const __m512i plain = _mm512_add_epi64(begin, in_bucket);
            _mm512_storeu_si512(
                at + i, _mm512_mask_add_epi64(plain, _mm512_cmpge_epi64_mask(in_bucket, split),
                                              plain, _mm512_mul_epu32(gap, unit)));
            mark(marked + i, _mm512_cmpeq_epi64_mask(gap, gap_mask));
        }
    }

private:
    SLA_AVX512 static __m512i gather(const std::uint64_t* from, __m256i indices) noexcept {
        return _mm512_i32gather_epi64(indices, from, 8);
    }
    SLA_AVX512 static void mark(std::int64_t* marked, __mmask8 which) noexcept {
        if (which != 0) [[unlikely]]
            for (unsigned lane = 0; lane < 8; ++lane)
                marked[lane] |= which >> lane & 1U;
    }
};

struct avx2_kernel {
    SLA_AVX2 static void look_up_small(const std::int64_t* table, const std::int64_t* index,
                                       std::int64_t* out) noexcept {
        look_up(table, index, out);
    }
    SLA_AVX2 static void look_up(const std::int64_t* table, const std::int64_t* index,
                                 std::int64_t* out) noexcept {
        for (std::size_t i = 0; i < block_rows; i += 4)
            store(out + i, _mm256_i64gather_epi64(reinterpret_cast<const long long*>(table),
                                                  load(index + i), 8));
    }

    template <bool OneCalendar>
    SLA_AVX2 static void rank(const kernel_tables& tables, const std::uint32_t* first_day,
                              const std::int64_t* shift, const std::int64_t* at, std::int64_t* open,
                              std::int64_t* marked) noexcept {
        const __m256d factor = _mm256_set1_pd(reciprocal(open_tables::day_ms));
        const __m256i day_ms = _mm256_set1_epi64x(open_tables::day_ms);
        const __m256i unit = _mm256_set1_epi64x(open_tables::unit_ms);
        const __m256i low = _mm256_set1_epi64x(0xffff);
        const std::uint64_t* const days = tables.days + (OneCalendar ? *first_day : 0);
        for (std::size_t i = 0; i < block_rows; i += 4) {
            const __m256i t = _mm256_add_epi64(
                load(at + i), OneCalendar ? _mm256_set1_epi64x(*shift) : load(shift + i));
            __m128i day = quotient(t, factor);
            const __m256i in_day =
                _mm256_sub_epi64(t, _mm256_mul_epu32(_mm256_cvtepu32_epi64(day), day_ms));
            if (!OneCalendar)
                day = _mm_add_epi32(
                    day, _mm_loadu_si128(reinterpret_cast<const __m128i*>(first_day + i)));
            const __m256i entry = gather(days, day);
            const __m256i shape = gather_wide(tables.shapes, _mm256_and_si256(entry, low));
            // All numbers are below 2^31: comparing 32 bits is enough, the upper halves are zero.
            const __m256i open0 =
                _mm256_min_epi32(_mm256_max_epi32(in_day, part<0>(shape)), part<16>(shape));
            const __m256i open1 =
                _mm256_min_epi32(_mm256_max_epi32(in_day, part<32>(shape)), part<48>(shape));
            const __m256i before = _mm256_mul_epi32(_mm256_srli_epi64(entry, 32), unit);
            store(open + i, _mm256_add_epi64(before, _mm256_add_epi64(open0, open1)));
            mark(marked + i,
                 _mm256_cmpeq_epi64(_mm256_and_si256(entry, low), _mm256_setzero_si256()));
        }
    }

    template <bool OneCalendar>
    SLA_AVX2 static void select(const kernel_tables& tables, const std::uint32_t* first_bucket,
                                const std::int64_t* open, std::int64_t* at,
                                std::int64_t* marked) noexcept {
        const __m256d factor = _mm256_set1_pd(reciprocal(tables.bucket_ms));
        const __m256i bucket_ms = _mm256_set1_epi64x(tables.bucket_ms);
        const __m256i unit = _mm256_set1_epi64x(open_tables::unit_ms);
        const __m256i gap_mask = _mm256_set1_epi64x(open_tables::gap_mask);
        const __m256i split_mask = _mm256_set1_epi64x(open_tables::split_mask);
        const std::uint64_t* const buckets = tables.buckets + (OneCalendar ? *first_bucket : 0);
        for (std::size_t i = 0; i < block_rows; i += 4) {
            const __m256i n = load(open + i);
            __m128i bucket = quotient(n, factor);
            const __m256i in_bucket =
                _mm256_sub_epi64(n, _mm256_mul_epu32(_mm256_cvtepu32_epi64(bucket), bucket_ms));
            if (!OneCalendar)
                bucket = _mm_add_epi32(
                    bucket, _mm_loadu_si128(reinterpret_cast<const __m128i*>(first_bucket + i)));
            const __m256i entry = gather(buckets, bucket);
            const __m256i gap = _mm256_and_si256(entry, gap_mask);
            const __m256i split = _mm256_mul_epu32(
                _mm256_and_si256(_mm256_srli_epi64(entry, open_tables::gap_bits), split_mask),
                unit);
            const __m256i begin = _mm256_mul_epu32(_mm256_srli_epi64(entry, 32), unit);
            const __m256i before_gap = _mm256_cmpgt_epi64(split, in_bucket);
            const __m256i skipped = _mm256_andnot_si256(before_gap, _mm256_mul_epu32(gap, unit));
            store(at + i, _mm256_add_epi64(_mm256_add_epi64(begin, in_bucket), skipped));
            mark(marked + i, _mm256_cmpeq_epi64(gap, gap_mask));
        }
    }

private:
    // One of the four numbers of a shape.
    template <int Shift>
    SLA_AVX2 static __m256i part(__m256i shape) noexcept {
        return _mm256_mul_epu32(
            _mm256_and_si256(_mm256_srli_epi64(shape, Shift), _mm256_set1_epi64x(0xffff)),
            _mm256_set1_epi64x(open_tables::unit_ms));
    }
    SLA_AVX2 static __m256i load(const std::int64_t* from) noexcept {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
    }
    SLA_AVX2 static void store(std::int64_t* to, __m256i value) noexcept {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), value);
    }
    // Of numbers in [0, 2^52), which become doubles by way of their bits.
    SLA_AVX2 static __m128i quotient(__m256i x, __m256d factor) noexcept {
        const __m256d two_52 = _mm256_set1_pd(0x1p52);
        const __m256d whole = _mm256_sub_pd(
            _mm256_castsi256_pd(_mm256_or_si256(x, _mm256_castpd_si256(two_52))), two_52);
        return _mm256_cvttpd_epi32(_mm256_mul_pd(whole, factor));
    }
    SLA_AVX2 static __m256i gather(const std::uint64_t* from, __m128i indices) noexcept {
        return _mm256_i32gather_epi64(reinterpret_cast<const long long*>(from), indices, 8);
    }
    SLA_AVX2 static __m256i gather_wide(const std::uint64_t* from, __m256i indices) noexcept {
        return _mm256_i64gather_epi64(reinterpret_cast<const long long*>(from), indices, 8);
    }
    SLA_AVX2 static void mark(std::int64_t* marked, __m256i which) noexcept {
        const int lanes = _mm256_movemask_pd(_mm256_castsi256_pd(which));
        if (lanes != 0) [[unlikely]]
            for (int lane = 0; lane < 4; ++lane)
                marked[lane] |= lanes >> lane & 1;
    }
};

} // namespace sla::inline v1::detail

#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#else
#define SLA_HAS_X86_KERNELS 0
#endif
