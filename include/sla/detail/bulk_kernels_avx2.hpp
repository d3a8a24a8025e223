// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the kernel for AVX2. See bulk_kernels_x86.hpp.
#pragma once

#include <sla/detail/bulk_kernels_avx2_deadlines.hpp>
#include <sla/detail/bulk_kernels_x86.hpp>

#if SLA_HAS_X86_KERNELS

#include <array>
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

namespace sla::inline v1::detail {

struct avx2_kernel {
    [[nodiscard]] static bool can_use(const deadline_table& table) noexcept {
        return !table.empty() && table.patterns <= avx2_deadlines::most_patterns;
    }
    template <memory_access Access, time_unit Unit, std::size_t Rows, class Combination>
    SLA_AVX2 static row_marks<Rows>
    find_deadlines_at_once(const deadline_table& table, const row_window& window,
                           const std::int64_t* created, const Combination* combination,
                           std::int64_t* deadline) noexcept {
        return avx2_deadlines::find<Access, Unit, Rows>(table, window, created, combination,
                                                        deadline);
    }
    static void finish_writing() noexcept { _mm_sfence(); }

    SLA_AVX2 static void look_up_small(const std::int64_t* table, const std::uint32_t* index,
                                       std::int64_t* out) noexcept {
        load_each(table, index, out);
    }
    SLA_AVX2 static void look_up(const std::int64_t* table, const std::uint32_t* index,
                                 std::int64_t* out) noexcept {
        load_each(table, index, out);
    }
    // Four rows of three numbers become three columns of four.
    SLA_AVX2 static void look_up_placed(const placed_limit* table, const std::uint32_t* index,
                                        std::int64_t* limit, std::int64_t* place,
                                        std::int64_t* per_bucket) noexcept {
        for (std::size_t i = 0; i < block_rows; i += 4) {
            const __m256i row0 = load(table + index[i]);
            const __m256i row1 = load(table + index[i + 1]);
            const __m256i row2 = load(table + index[i + 2]);
            const __m256i row3 = load(table + index[i + 3]);
            const __m256i even01 = _mm256_unpacklo_epi64(row0, row1);
            const __m256i even23 = _mm256_unpacklo_epi64(row2, row3);
            const __m256i odd01 = _mm256_unpackhi_epi64(row0, row1);
            const __m256i odd23 = _mm256_unpackhi_epi64(row2, row3);
            store(limit + i, _mm256_permute2x128_si256(even01, even23, 0x20));
            store(place + i, _mm256_permute2x128_si256(odd01, odd23, 0x20));
            store(per_bucket + i, _mm256_permute2x128_si256(even01, even23, 0x31));
        }
    }

    template <bool OneCalendar>
    SLA_AVX2 static void rank(const open_tables& tables, const calendar_columns& calendars,
                              const std::int64_t* at, std::int64_t* open,
                              std::int64_t* marked) noexcept {
        if (OneCalendar && rank_in_one_day(tables, *calendars.place, at, open, marked))
            return;
        alignas(32) block_indices index;
        alignas(32) block_indices in_day;
        alignas(32) block_entries days;
        alignas(32) block_entries shapes;
        find_days<OneCalendar>(tables, calendars, at, index, in_day);
        if (!OneCalendar)
            announce_tomorrow(tables, at);
        if (OneCalendar) {
            load_each(tables.days.data(), index.data(), days.data());
            load_shapes(tables.shapes.data(), days.data(), shapes.data());
        }
        const __m256i low = _mm256_set1_epi64x(0xffff);
        for (std::size_t i = 0; i < block_rows; i += 4) {
            __m256i entry;
            __m256i shape;
            if (OneCalendar) {
                entry = load(&days[i]);
                shape = load(&shapes[i]);
            } else {
                const open_tables::shaped_day* const all = tables.shaped_days.data();
                const __m256i even = two_days(all, index[i], index[i + 2]);
                const __m256i odd = two_days(all, index[i + 1], index[i + 3]);
                entry = _mm256_unpacklo_epi64(even, odd);
                shape = _mm256_unpackhi_epi64(even, odd);
            }
            store(open + i,
                  open_in_day(before_of(entry), widen(&in_day[i]),
                              {part<0>(shape), part<16>(shape), part<32>(shape), part<48>(shape)}));
            mark(marked + i,
                 _mm256_cmpeq_epi64(_mm256_and_si256(entry, low), _mm256_setzero_si256()));
        }
    }

    template <bool OneCalendar>
    SLA_AVX2 static void find_deadlines(const open_tables& tables,
                                        const calendar_columns& calendars,
                                        const std::int64_t* limit, const std::int64_t* due,
                                        std::int64_t* deadline, std::int64_t* marked) noexcept {
        alignas(32) block_indices index;
        alignas(32) block_indices in_bucket;
        alignas(32) block_entries buckets;
        find_buckets<OneCalendar>(tables, calendars, limit, due, index, in_bucket);
        if (OneCalendar)
            load_each(tables.buckets.data(), index.data(), buckets.data());
        else
            load_buckets(tables.buckets.data(), index.data(), buckets.data(), tables.stride);
        const __m256i unit = _mm256_set1_epi64x(open_tables::unit_ms);
        const __m256i gap_mask = _mm256_set1_epi64x(open_tables::gap_mask);
        const __m256i split_mask = _mm256_set1_epi64x(open_tables::split_mask);
        for (std::size_t i = 0; i < block_rows; i += 4) {
            const __m256i entry = load(&buckets[i]);
            const __m256i here = widen(&in_bucket[i]);
            const __m256i gap = _mm256_and_si256(entry, gap_mask);
            const __m256i split = _mm256_mul_epu32(
                _mm256_and_si256(_mm256_srli_epi64(entry, open_tables::gap_bits), split_mask),
                unit);
            const __m256i begin = _mm256_mul_epu32(_mm256_srli_epi64(entry, 32), unit);
            const __m256i before_gap = _mm256_cmpgt_epi64(split, here);
            const __m256i skipped = _mm256_andnot_si256(before_gap, _mm256_mul_epu32(gap, unit));
            const __m256i found = _mm256_add_epi64(_mm256_add_epi64(begin, here), skipped);
            const __m256i row_limit = load(limit + i);
            const __m256i is_work = works(row_limit);
            store(deadline + i,
                  _mm256_blendv_epi8(load(due + i), _mm256_add_epi64(found, last_of(row_limit)),
                                     is_work));
            mark(marked + i, _mm256_and_si256(is_work, _mm256_cmpeq_epi64(gap, gap_mask)));
        }
    }

private:
    struct ranges {
        __m256i begin0, end0, begin1, end1;
    };

    // Rows in the order of time are mostly of one day. False where they are not.
    SLA_AVX2 static bool rank_in_one_day(const open_tables& tables, std::int64_t place,
                                         const std::int64_t* at, std::int64_t* open,
                                         std::int64_t* marked) noexcept {
        const std::int64_t shift = calendar_place::shift_ms(place);
        const std::int64_t number = (at[0] + shift) / open_tables::day_ms;
        const std::int64_t begin = number * open_tables::day_ms - shift;
        if (!is_of_day(at[block_rows / 2] - begin) || !is_of_day(at[block_rows - 1] - begin))
            return false;
        const std::uint64_t day = tables.days[static_cast<std::size_t>(number)];
        const __m256i shape =
            _mm256_set1_epi64x(static_cast<long long>(tables.shapes[day & 0xffff]));
        const __m256i before = before_of(_mm256_set1_epi64x(static_cast<long long>(day)));
        const ranges open_of_day{part<0>(shape), part<16>(shape), part<32>(shape), part<48>(shape)};
        const __m256i midnight = _mm256_set1_epi64x(begin);
        const __m256i last = _mm256_set1_epi64x(open_tables::day_ms - 1);
        __m256i others = _mm256_setzero_si256(); // negative where a row is of another day
#pragma GCC unroll 4
        for (std::size_t i = 0; i < block_rows; i += 4) {
            const __m256i in_day = _mm256_sub_epi64(load(at + i), midnight);
            others =
                _mm256_or_si256(others, _mm256_or_si256(in_day, _mm256_sub_epi64(last, in_day)));
            store(open + i, open_in_day(before, in_day, open_of_day));
        }
        if (_mm256_movemask_pd(_mm256_castsi256_pd(others)) != 0)
            return false;
        if ((day & 0xffff) == open_tables::marked_shape) [[unlikely]]
            for (std::size_t i = 0; i < block_rows; ++i)
                marked[i] = 1;
        return true;
    }

    // Where the days are.
    template <bool OneCalendar>
    SLA_AVX2 static void find_days(const open_tables& tables, const calendar_columns& calendars,
                                   const std::int64_t* at, block_indices& index,
                                   block_indices& in_day) noexcept {
        const __m256d per_day = _mm256_set1_pd(reciprocal(open_tables::day_ms));
        const __m256i day_ms = _mm256_set1_epi64x(open_tables::day_ms);
        const __m128i stride = _mm_set1_epi32(static_cast<int>(tables.stride));
        for (std::size_t i = 0; i < block_rows; i += 4) {
            const __m256i place = column<OneCalendar>(calendars.place, i);
            const __m256i t = _mm256_add_epi64(load(at + i), shift_of(place));
            __m128i day = quotient(t, per_day);
            store_low(&in_day[i], low_halves(_mm256_sub_epi64(
                                      t, _mm256_mul_epu32(_mm256_cvtepu32_epi64(day), day_ms))));
            if (!OneCalendar)
                day = _mm_add_epi32(_mm_mullo_epi32(day, stride), slot_of(place));
            store_low(&index[i], day);
        }
    }

    template <bool OneCalendar>
    SLA_AVX2 static void find_buckets(const open_tables& tables, const calendar_columns& calendars,
                                      const std::int64_t* limit, const std::int64_t* due,
                                      block_indices& index, block_indices& in_bucket) noexcept {
        const __m128i last = _mm_set1_epi32(static_cast<int>(tables.last_bucket));
        const __m128i stride = _mm_set1_epi32(static_cast<int>(tables.stride));
        const __m128i line = _mm_set1_epi32(open_tables::line);
        const __m128i in_line = _mm_set1_epi32(open_tables::line - 1);
        for (std::size_t i = 0; i < block_rows; i += 4) {
            const __m256i place = column<OneCalendar>(calendars.place, i);
            const __m256i row_limit = load(limit + i);
            // The open millisecond that decides.
            const __m256i n = _mm256_and_si256(works(row_limit),
                                               _mm256_sub_epi64(load(due + i), last_of(row_limit)));
            __m128i bucket = _mm_min_epu32(
                quotient(n, _mm256_castsi256_pd(column<OneCalendar>(calendars.per_bucket, i))),
                last);
            store_low(&in_bucket[i],
                      low_halves(_mm256_sub_epi64(n, _mm256_mul_epu32(_mm256_cvtepu32_epi64(bucket),
                                                                      bucket_ms_of(place)))));
            // As index_of_bucket.
            if (!OneCalendar)
                bucket = _mm_add_epi32(_mm_mullo_epi32(_mm_andnot_si128(in_line, bucket), stride),
                                       _mm_add_epi32(_mm_mullo_epi32(slot_of(place), line),
                                                     _mm_and_si128(bucket, in_line)));
            store_low(&index[i], bucket);
        }
    }

    SLA_AVX2 static __m128i slot_of(__m256i place) noexcept {
        return _mm_and_si128(low_halves(place),
                             _mm_set1_epi32(static_cast<int>(calendar_place::slot_mask)));
    }
    SLA_AVX2 static __m256i shift_of(__m256i place) noexcept {
        return _mm256_mul_epu32(
            _mm256_and_si256(_mm256_srli_epi64(place, calendar_place::hours_shift),
                             _mm256_set1_epi64x(calendar_place::hours_mask)),
            _mm256_set1_epi64x(calendar_place::hour_ms));
    }
    SLA_AVX2 static __m256i bucket_ms_of(__m256i place) noexcept {
        return _mm256_srli_epi64(place, calendar_place::bucket_shift);
    }

    SLA_AVX2 static __m256i two_days(const open_tables::shaped_day* days, std::size_t first,
                                     std::size_t second) noexcept {
        return _mm256_inserti128_si256(_mm256_castsi128_si256(load_day(days + first)),
                                       load_day(days + second), 1);
    }
    SLA_AVX2 static __m128i load_day(const void* from) noexcept {
        return _mm_load_si128(static_cast<const __m128i*>(from));
    }

    SLA_AVX2 static __m256i load(const void* from) noexcept {
        return _mm256_loadu_si256(static_cast<const __m256i*>(from));
    }
    SLA_AVX2 static void store(std::int64_t* to, __m256i value) noexcept {
        _mm256_storeu_si256(static_cast<__m256i*>(static_cast<void*>(to)), value);
    }
    SLA_AVX2 static __m256i widen(const std::uint32_t* from) noexcept {
        return _mm256_cvtepu32_epi64(
            _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(from))));
    }
    SLA_AVX2 static void store_low(std::uint32_t* to, __m128i value) noexcept {
        _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(to)), value);
    }
    SLA_AVX2 static __m128i low_halves(__m256i x) noexcept {
        return _mm256_castsi256_si128(
            _mm256_permutevar8x32_epi32(x, _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6)));
    }
    template <bool OneCalendar>
    SLA_AVX2 static __m256i column(const std::int64_t* values, std::size_t i) noexcept {
        return OneCalendar ? _mm256_set1_epi64x(*values) : load(values + i);
    }
    // Of numbers in [0, 2^52), which become doubles by way of their bits; 2^31 for whatever is
    // larger.
    SLA_AVX2 static __m128i quotient(__m256i x, __m256d factor) noexcept {
        const __m256d two_52 = _mm256_set1_pd(0x1p52);
        const __m256d whole = _mm256_sub_pd(
            _mm256_castsi256_pd(_mm256_or_si256(x, _mm256_castpd_si256(two_52))), two_52);
        return _mm256_cvttpd_epi32(_mm256_mul_pd(whole, factor));
    }
    // One of the four numbers of a shape.
    template <int Shift>
    SLA_AVX2 static __m256i part(__m256i shape) noexcept {
        return _mm256_mul_epu32(
            _mm256_and_si256(_mm256_srli_epi64(shape, Shift), _mm256_set1_epi64x(0xffff)),
            _mm256_set1_epi64x(open_tables::unit_ms));
    }
    SLA_AVX2 static __m256i before_of(__m256i day) noexcept {
        return _mm256_mul_epi32(_mm256_srli_epi64(day, 32),
                                _mm256_set1_epi64x(open_tables::unit_ms));
    }
    // All numbers of a day are below 2^31: comparing 32 bits is enough, the upper halves are zero.
    SLA_AVX2 static __m256i open_in_day(__m256i before, __m256i at, const ranges& r) noexcept {
        const __m256i open0 = _mm256_min_epi32(_mm256_max_epi32(at, r.begin0), r.end0);
        const __m256i open1 = _mm256_min_epi32(_mm256_max_epi32(at, r.begin1), r.end1);
        return _mm256_add_epi64(before, _mm256_add_epi64(open0, open1));
    }
    SLA_AVX2 static __m256i works(__m256i limit) noexcept {
        return _mm256_cmpeq_epi64(
            _mm256_and_si256(limit, _mm256_set1_epi64x(fast_limit::kind_mask)),
            _mm256_set1_epi64x(static_cast<long long>(fast_kind::working)));
    }
    SLA_AVX2 static __m256i last_of(__m256i limit) noexcept {
        return _mm256_and_si256(_mm256_srli_epi64(limit, fast_limit::last_shift),
                                _mm256_set1_epi64x(1));
    }
    SLA_AVX2 static void mark(std::int64_t* marked, __m256i which) noexcept {
        const int lanes = _mm256_movemask_pd(_mm256_castsi256_pd(which));
        if (lanes != 0) [[unlikely]]
            for (int lane = 0; lane < 4; ++lane)
                marked[lane] |= lanes >> lane & 1;
    }
};

} // namespace sla::inline v1::detail

#endif
