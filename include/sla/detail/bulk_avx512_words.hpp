// SPDX-License-Identifier: MIT
//
// Inside the bulk room: what loops over vectors of AVX-512 say again and again.
#pragma once

#include <sla/detail/bulk_kernels_x86.hpp>

#if SLA_HAS_X86_KERNELS

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

struct avx512_words {
    struct ranges {
        __m512i begin0, end0, begin1, end1;
    };

    SLA_AVX512 static __m512i slot_of(__m512i place) noexcept {
        return _mm512_and_si512(place, _mm512_set1_epi64(calendar_place::slot_mask));
    }
    SLA_AVX512 static __m512i shift_of(__m512i place) noexcept {
        return _mm512_mul_epu32(
            _mm512_and_si512(_mm512_srli_epi64(place, calendar_place::hours_shift),
                             _mm512_set1_epi64(calendar_place::hours_mask)),
            _mm512_set1_epi64(calendar_place::hour_ms));
    }
    SLA_AVX512 static __m512i bucket_ms_of(__m512i place) noexcept {
        return _mm512_srli_epi64(place, calendar_place::bucket_shift);
    }

    SLA_AVX512 static __m512i load(const void* from) noexcept { return _mm512_loadu_si512(from); }
    SLA_AVX512 static void store(std::int64_t* to, __m512i value) noexcept {
        _mm512_storeu_si512(to, value);
    }
    SLA_AVX512 static __m512i widen(const std::uint32_t* from) noexcept {
        return _mm512_cvtepu32_epi64(
            _mm256_loadu_si256(static_cast<const __m256i*>(static_cast<const void*>(from))));
    }
    SLA_AVX512 static void store_low(std::uint32_t* to, __m512i value) noexcept {
        _mm256_storeu_si256(static_cast<__m256i*>(static_cast<void*>(to)),
                            _mm512_cvtepi64_epi32(value));
    }
    template <bool OneCalendar>
    SLA_AVX512 static __m512i column(const std::int64_t* values, std::size_t i) noexcept {
        return OneCalendar ? _mm512_set1_epi64(*values) : load(values + i);
    }
    // Of numbers from 0 on; beyond 2^32 some number that is larger than all buckets.
    SLA_AVX512 static __m512i quotient(__m512i x, __m512d factor) noexcept {
        return _mm512_cvttpd_epu64(_mm512_mul_pd(_mm512_cvtepi64_pd(x), factor));
    }
    // One of the four numbers of a shape.
    template <unsigned Shift>
    SLA_AVX512 static __m512i part(__m512i shape) noexcept {
        return _mm512_mul_epu32(
            _mm512_and_si512(_mm512_srli_epi64(shape, Shift), _mm512_set1_epi64(0xffff)),
            _mm512_set1_epi64(open_tables::unit_ms));
    }
    SLA_AVX512 static __m512i before_of(__m512i day) noexcept {
        return _mm512_mul_epi32(_mm512_srli_epi64(day, 32),
                                _mm512_set1_epi64(open_tables::unit_ms));
    }
    SLA_AVX512 static __m512i open_in_day(__m512i before, __m512i at, const ranges& r) noexcept {
        const __m512i open0 = _mm512_min_epi64(_mm512_max_epi64(at, r.begin0), r.end0);
        const __m512i open1 = _mm512_min_epi64(_mm512_max_epi64(at, r.begin1), r.end1);
        return _mm512_add_epi64(before, _mm512_add_epi64(open0, open1));
    }
    SLA_AVX512 static __mmask8 works(__m512i limit) noexcept {
        return _mm512_cmpeq_epi64_mask(
            _mm512_and_si512(limit, _mm512_set1_epi64(fast_limit::kind_mask)),
            _mm512_set1_epi64(static_cast<long long>(fast_kind::working)));
    }
    SLA_AVX512 static __m512i last_of(__m512i limit) noexcept {
        return _mm512_and_si512(_mm512_srli_epi64(limit, fast_limit::last_shift),
                                _mm512_set1_epi64(1));
    }
    SLA_AVX512 static void mark(std::int64_t* marked, __mmask8 which) noexcept {
        if (which != 0) [[unlikely]]
            for (unsigned lane = 0; lane < 8; ++lane)
                marked[lane] |= which >> lane & 1U;
    }
};

} // namespace sla::inline v1::detail

#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#endif
