// SPDX-License-Identifier: MIT
//
// Inside the bulk room: deadlines by a deadline_table. See bulk_kernels_x86.hpp.
//
// Sixteen rows at once, in numbers of 32 bits: from the begin of a row's day to its deadline are
// less than 2^32 milliseconds. While the words of sixteen rows are loaded one by one, those before
// them are finished and the places of those after them are found, so that no part of the processor
// waits for another.
#pragma once

#include <sla/detail/bulk_avx512_words.hpp>
#include <sla/detail/bulk_deadline_table.hpp>
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

#define SLA_AVX512_STEP SLA_AVX512 __attribute__((always_inline)) inline

namespace sla::inline v1::detail {

class avx512_deadlines : private avx512_words {
public:
    template <memory_access Access, time_unit Unit, std::size_t Rows, class Combination>
    SLA_AVX512 static row_marks<Rows>
    find(const deadline_table& table, const row_window& window, const std::int64_t* created,
         const Combination* combination, std::int64_t* deadline) noexcept {
        constexpr std::size_t steps = Rows / lanes;
        const numbers known = numbers::of(table, window);
        const std::uint32_t* const words = table.words.data();
        alignas(64) ring in_day;
        alignas(64) ring index;
        alignas(64) ring word;
        const auto in_ring = [](std::size_t step) noexcept { return step % ring_steps * lanes; };
        row_marks<Rows> marks{};
        for (std::size_t step = 0; step < steps + 2; ++step) {
            if (step < steps) {
                const std::size_t i = step * lanes;
                if (Access != memory_access::cached)
                    announce_rows(created + i);
                if (Access == memory_access::streamed)
                    announce_rows(deadline + i);
                marks[step] = find_places<Unit>(known, created + i, combination + i,
                                                &index[in_ring(step)], &in_day[in_ring(step)]);
            }
            if (step >= 1 && step < steps + 1)
                load_words<lanes>(words, &index[in_ring(step - 1)], &word[in_ring(step - 1)]);
            if (step >= 2) {
                const std::size_t i = (step - 2) * lanes;
                marks[step - 2] |=
                    follow<Access, Unit>(known, &word[in_ring(step - 2)],
                                         &in_day[in_ring(step - 2)], created + i, deadline + i);
            }
        }
        return marks;
    }

private:
    static constexpr std::size_t lanes = 16;
    // The rows of the steps at work: at most three.
    static constexpr std::size_t ring_steps = 4;
    using ring = std::array<std::uint32_t, ring_steps * lanes>;

    // One of the jumps of all patterns.
    struct jump_words {
        __m512i at_low, at_high, low, high;

        SLA_AVX512_STEP static jump_words of(const deadline_table& t, std::size_t i) noexcept {
            return {load(t.jump_at[i].data()), load(t.jump_at[i].data() + lanes),
                    load(t.jump[i].data()), load(t.jump[i].data() + lanes)};
        }
        // `later` with the jump of these patterns, where a deadline without it is so late.
        [[nodiscard]] SLA_AVX512_STEP __m512i added(__m512i later, __m512i plain,
                                                    __m512i pattern) const noexcept {
            const __mmask16 jumps =
                _mm512_cmpge_epu32_mask(plain, _mm512_permutex2var_epi32(at_low, pattern, at_high));
            return _mm512_mask_add_epi32(later, jumps, later,
                                         _mm512_permutex2var_epi32(low, pattern, high));
        }
    };

    // What is the same for all rows, to be held in registers.
    struct numbers {
        __m512i first, length, last_day, limits, step_ms;
        __m512i begin0, end0, begin1, end1;
        jump_words jump0, jump1, jump2;

        SLA_AVX512_STEP static numbers of(const deadline_table& t, const row_window& w) noexcept {
            return {.first = _mm512_set1_epi64(w.first),
                    .length = _mm512_set1_epi64(w.length),
                    .last_day = all(t.last_day),
                    .limits = all(t.limits),
                    .step_ms = all(t.step_ms),
                    .begin0 = load(t.shapes[0].data()),
                    .end0 = load(t.shapes[1].data()),
                    .begin1 = load(t.shapes[2].data()),
                    .end1 = load(t.shapes[3].data()),
                    .jump0 = jump_words::of(t, 0),
                    .jump1 = jump_words::of(t, 1),
                    .jump2 = jump_words::of(t, 2)};
        }
    };

    SLA_AVX512_STEP static __m512i all(std::uint32_t value) noexcept {
        return _mm512_set1_epi32(static_cast<int>(value));
    }
    template <memory_access Access>
    SLA_AVX512_STEP static void put(std::int64_t* to, __m512i value) noexcept {
        if (Access == memory_access::past_caches)
            _mm512_stream_si512(static_cast<__m512i*>(static_cast<void*>(to)), value);
        else
            store(to, value);
    }

    SLA_AVX512_STEP static __m512i load_combinations(const std::uint32_t* from) noexcept {
        return load(from);
    }
    SLA_AVX512_STEP static __m512i load_combinations(const std::uint8_t* from) noexcept {
        return _mm512_cvtepu8_epi32(
            _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(from))));
    }

    // Of less than 2^32.
    template <time_unit Unit>
    SLA_AVX512_STEP static __m512i in_ms(__m512i time) noexcept {
        return Unit == time_unit::seconds ? _mm512_mul_epu32(time, _mm512_set1_epi64(1000)) : time;
    }
    // Milliseconds as what the host counts; of seconds there are whole ones.
    template <time_unit Unit>
    SLA_AVX512_STEP static __m512i in_unit(__m512i ms) noexcept {
        return Unit == time_unit::seconds
                   ? _mm512_mullo_epi32(_mm512_srli_epi32(ms, whole_seconds::low_bits),
                                        all(whole_seconds::factor))
                   : ms;
    }

    // For each row its day, and what lies before it in that: where its word is. Says which rows are
    // out of the window.
    template <time_unit Unit, class Combination>
    SLA_AVX512_STEP static std::uint16_t
    find_places(const numbers& known, const std::int64_t* created, const Combination* combination,
                std::uint32_t* index, std::uint32_t* in_day) noexcept {
        const __m512i per_day = _mm512_set1_epi64(day_division::factor);
        const __m512i low_halves =
            _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        const __m512i high_halves =
            _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
        const __m512i since0 = _mm512_sub_epi64(load(created), known.first);
        const __m512i since1 = _mm512_sub_epi64(load(created + 8), known.first);
        const __mmask16 outside = _mm512_kunpackb(_mm512_cmpge_epu64_mask(since1, known.length),
                                                  _mm512_cmpge_epu64_mask(since0, known.length));
        const __m512i at0 = in_ms<Unit>(since0);
        const __m512i at1 = in_ms<Unit>(since1);
        const __m512i days0 =
            _mm512_mul_epu32(_mm512_srli_epi64(at0, day_division::low_bits), per_day);
        const __m512i days1 =
            _mm512_mul_epu32(_mm512_srli_epi64(at1, day_division::low_bits), per_day);
        const __m512i day =
            _mm512_min_epu32(_mm512_srli_epi32(_mm512_permutex2var_epi32(days0, high_halves, days1),
                                               day_division::factor_bits - 32),
                             known.last_day);
        _mm512_store_si512(index, _mm512_add_epi32(_mm512_mullo_epi32(day, known.limits),
                                                   load_combinations(combination)));
        _mm512_store_si512(in_day,
                           _mm512_sub_epi32(_mm512_permutex2var_epi32(at0, low_halves, at1),
                                            _mm512_mullo_epi32(day, all(open_tables::day_ms))));
        return static_cast<std::uint16_t>(outside);
    }

    // From its word to a row's deadline. Says which rows have none.
    template <memory_access Access, time_unit Unit>
    SLA_AVX512_STEP static std::uint16_t
    follow(const numbers& known, const std::uint32_t* words, const std::uint32_t* in_day,
           const std::int64_t* created, std::int64_t* deadline) noexcept {
        const __m512i word = load(words);
        const __m512i at = load(in_day);
        const __m512i open0 =
            _mm512_min_epu32(_mm512_max_epu32(at, _mm512_permutexvar_epi32(word, known.begin0)),
                             _mm512_permutexvar_epi32(word, known.end0));
        const __m512i open1 =
            _mm512_min_epu32(_mm512_max_epu32(at, _mm512_permutexvar_epi32(word, known.begin1)),
                             _mm512_permutexvar_epi32(word, known.end1));
        const __m512i offset = _mm512_mullo_epi32(
            _mm512_srai_epi32(word, deadline_table::offset_shift), known.step_ms);
        const __m512i plain = _mm512_add_epi32(_mm512_add_epi32(open0, open1), offset);
        const __m512i pattern = _mm512_srli_epi32(word, deadline_table::pattern_shift);
        const __m512i days =
            _mm512_and_si512(_mm512_srli_epi32(word, deadline_table::days_shift),
                             all(static_cast<std::uint32_t>(deadline_table::most_days)));
        __m512i later = _mm512_sub_epi32(
            _mm512_add_epi32(plain, _mm512_mullo_epi32(days, all(open_tables::day_ms))), at);
        later = known.jump0.added(later, plain, pattern);
        later = known.jump1.added(later, plain, pattern);
        later = known.jump2.added(later, plain, pattern);
        later = in_unit<Unit>(later);
        put<Access>(deadline, _mm512_add_epi64(load(created), _mm512_cvtepu32_epi64(
                                                                  _mm512_castsi512_si256(later))));
        put<Access>(deadline + 8,
                    _mm512_add_epi64(load(created + 8),
                                     _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(later, 1))));
        return static_cast<std::uint16_t>(
            _mm512_testn_epi32_mask(word, all(deadline_table::pattern_mask)));
    }
};

} // namespace sla::inline v1::detail

#undef SLA_AVX512_STEP

#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#endif
