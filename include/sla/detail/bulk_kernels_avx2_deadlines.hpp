// SPDX-License-Identifier: MIT
//
// Inside the bulk room: deadlines by a deadline_table, with AVX2. The same as
// bulk_kernels_avx512_deadlines.hpp, eight rows at once.
#pragma once

#include <sla/detail/bulk_deadline_table.hpp>
#include <sla/detail/bulk_kernels_x86.hpp>

#if SLA_HAS_X86_KERNELS

#include <array>
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#define SLA_AVX2_STEP SLA_AVX2 __attribute__((always_inline)) inline

namespace sla::inline v1::detail {

class avx2_deadlines {
public:
    // Patterns are looked up among twice as many as a register holds.
    static constexpr std::uint32_t most_patterns = 16;

    template <memory_access Access, time_unit Unit, std::size_t Rows, class Combination>
    SLA_AVX2 static row_marks<Rows>
    find(const deadline_table& table, const row_window& window, const std::int64_t* created,
         const Combination* combination, std::int64_t* deadline) noexcept {
        constexpr std::size_t steps = Rows / lanes;
        const numbers known = numbers::of(table, window);
        const std::uint32_t* const words = table.words.data();
        alignas(64) ring in_day;
        alignas(64) ring index;
        alignas(64) ring word;
        const auto in_ring = [](std::size_t step) noexcept { return step % ring_steps * lanes; };
        std::array<std::uint8_t, steps> marks{};
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
        row_marks<Rows> out{};
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = static_cast<std::uint16_t>(marks[2 * i] | marks[2 * i + 1] << lanes);
        return out;
    }

private:
    static constexpr std::size_t lanes = 8;
    // The rows of the steps at work: at most three.
    static constexpr std::size_t ring_steps = 4;
    using ring = std::array<std::uint32_t, ring_steps * lanes>;

    // One of the jumps of all patterns.
    struct jump_words {
        __m256i at_low, at_high, low, high;

        SLA_AVX2_STEP static jump_words of(const deadline_table& t, std::size_t i) noexcept {
            return {load(t.jump_at[i].data()), load(t.jump_at[i].data() + lanes),
                    load(t.jump[i].data()), load(t.jump[i].data() + lanes)};
        }
        // `later` with the jump of these patterns, where a deadline without it is so late.
        // `is_high`: the highest bit of a pattern.
        [[nodiscard]] SLA_AVX2_STEP __m256i added(__m256i later, __m256i plain, __m256i pattern,
                                                  __m256i is_high) const noexcept {
            const __m256i at = chosen(at_low, at_high, pattern, is_high);
            const __m256i jump = chosen(low, high, pattern, is_high);
            return _mm256_add_epi32(later,
                                    _mm256_andnot_si256(_mm256_cmpgt_epi32(at, plain), jump));
        }
        [[nodiscard]] SLA_AVX2_STEP static __m256i
        chosen(__m256i lower, __m256i upper, __m256i pattern, __m256i is_high) noexcept {
            return _mm256_castps_si256(
                _mm256_blendv_ps(_mm256_castsi256_ps(_mm256_permutevar8x32_epi32(lower, pattern)),
                                 _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(upper, pattern)),
                                 _mm256_castsi256_ps(is_high)));
        }
    };

    // What is the same for all rows.
    struct numbers {
        __m256i first, last, last_day, limits, step_ms;
        __m256i begin0, end0, begin1, end1;
        jump_words jump0, jump1, jump2;

        SLA_AVX2_STEP static numbers of(const deadline_table& t, const row_window& w) noexcept {
            return {.first = _mm256_set1_epi64x(w.first),
                    .last = _mm256_set1_epi64x(w.length - 1),
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

    SLA_AVX2_STEP static __m256i all(std::uint32_t value) noexcept {
        return _mm256_set1_epi32(static_cast<int>(value));
    }
    SLA_AVX2_STEP static __m256i load(const void* from) noexcept {
        return _mm256_loadu_si256(static_cast<const __m256i*>(from));
    }
    SLA_AVX2_STEP static void store(void* to, __m256i value) noexcept {
        _mm256_storeu_si256(static_cast<__m256i*>(to), value);
    }
    template <memory_access Access>
    SLA_AVX2_STEP static void put(void* to, __m256i value) noexcept {
        if (Access == memory_access::past_caches)
            _mm256_stream_si256(static_cast<__m256i*>(to), value);
        else
            store(to, value);
    }

    // The lower or the upper halves of eight numbers.
    template <int Choice>
    SLA_AVX2_STEP static __m256i halves(__m256i a, __m256i b) noexcept {
        const __m256i pairs = _mm256_castps_si256(
            _mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), Choice));
        return _mm256_permute4x64_epi64(pairs, 0xd8);
    }
    static constexpr int lower_halves = 0x88;
    static constexpr int upper_halves = 0xdd;

    SLA_AVX2_STEP static unsigned outside(const numbers& known, __m256i at) noexcept {
        const __m256i is_out =
            _mm256_or_si256(at, _mm256_cmpgt_epi64(at, known.last)); // negative where it is
        return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(is_out)));
    }

    SLA_AVX2_STEP static __m256i load_combinations(const std::uint32_t* from) noexcept {
        return load(from);
    }
    SLA_AVX2_STEP static __m256i load_combinations(const std::uint8_t* from) noexcept {
        return _mm256_cvtepu8_epi32(
            _mm_loadl_epi64(static_cast<const __m128i*>(static_cast<const void*>(from))));
    }

    // Of less than 2^32.
    template <time_unit Unit>
    SLA_AVX2_STEP static __m256i in_ms(__m256i time) noexcept {
        return Unit == time_unit::seconds ? _mm256_mul_epu32(time, _mm256_set1_epi64x(1000)) : time;
    }
    // Milliseconds as what the host counts; of seconds there are whole ones.
    template <time_unit Unit>
    SLA_AVX2_STEP static __m256i in_unit(__m256i ms) noexcept {
        return Unit == time_unit::seconds
                   ? _mm256_mullo_epi32(_mm256_srli_epi32(ms, whole_seconds::low_bits),
                                        all(whole_seconds::factor))
                   : ms;
    }

    // For each row its day, and what lies before it in that: where its word is. Says which rows are
    // out of the window.
    template <time_unit Unit, class Combination>
    SLA_AVX2_STEP static std::uint8_t
    find_places(const numbers& known, const std::int64_t* created, const Combination* combination,
                std::uint32_t* index, std::uint32_t* in_day) noexcept {
        const __m256i per_day = _mm256_set1_epi64x(day_division::factor);
        const __m256i since0 = _mm256_sub_epi64(load(created), known.first);
        const __m256i since1 = _mm256_sub_epi64(load(created + 4), known.first);
        const __m256i at0 = in_ms<Unit>(since0);
        const __m256i at1 = in_ms<Unit>(since1);
        const __m256i days0 =
            _mm256_mul_epu32(_mm256_srli_epi64(at0, day_division::low_bits), per_day);
        const __m256i days1 =
            _mm256_mul_epu32(_mm256_srli_epi64(at1, day_division::low_bits), per_day);
        const __m256i day = _mm256_min_epu32(
            _mm256_srli_epi32(halves<upper_halves>(days0, days1), day_division::factor_bits - 32),
            known.last_day);
        store(index, _mm256_add_epi32(_mm256_mullo_epi32(day, known.limits),
                                      load_combinations(combination)));
        store(in_day, _mm256_sub_epi32(halves<lower_halves>(at0, at1),
                                       _mm256_mullo_epi32(day, all(open_tables::day_ms))));
        return static_cast<std::uint8_t>(outside(known, since0) | outside(known, since1) << 4U);
    }

    // From its word to a row's deadline. Says which rows have none.
    template <memory_access Access, time_unit Unit>
    SLA_AVX2_STEP static std::uint8_t
    follow(const numbers& known, const std::uint32_t* words, const std::uint32_t* in_day,
           const std::int64_t* created, std::int64_t* deadline) noexcept {
        const __m256i word = load(words);
        const __m256i at = load(in_day);
        const __m256i open0 =
            _mm256_min_epu32(_mm256_max_epu32(at, _mm256_permutevar8x32_epi32(known.begin0, word)),
                             _mm256_permutevar8x32_epi32(known.end0, word));
        const __m256i open1 =
            _mm256_min_epu32(_mm256_max_epu32(at, _mm256_permutevar8x32_epi32(known.begin1, word)),
                             _mm256_permutevar8x32_epi32(known.end1, word));
        const __m256i offset = _mm256_mullo_epi32(
            _mm256_srai_epi32(word, deadline_table::offset_shift), known.step_ms);
        const __m256i plain = _mm256_add_epi32(_mm256_add_epi32(open0, open1), offset);
        const __m256i pattern = _mm256_srli_epi32(word, deadline_table::pattern_shift);
        const __m256i is_high = _mm256_slli_epi32(pattern, 28);
        const __m256i days =
            _mm256_and_si256(_mm256_srli_epi32(word, deadline_table::days_shift),
                             all(static_cast<std::uint32_t>(deadline_table::most_days)));
        __m256i later = _mm256_sub_epi32(
            _mm256_add_epi32(plain, _mm256_mullo_epi32(days, all(open_tables::day_ms))), at);
        later = known.jump0.added(later, plain, pattern, is_high);
        later = known.jump1.added(later, plain, pattern, is_high);
        later = known.jump2.added(later, plain, pattern, is_high);
        later = in_unit<Unit>(later);
        put<Access>(deadline, _mm256_add_epi64(load(created), _mm256_cvtepu32_epi64(
                                                                  _mm256_castsi256_si128(later))));
        put<Access>(deadline + 4,
                    _mm256_add_epi64(load(created + 4),
                                     _mm256_cvtepu32_epi64(_mm256_extracti128_si256(later, 1))));
        const __m256i is_none = _mm256_cmpeq_epi32(
            _mm256_and_si256(word, all(deadline_table::pattern_mask)), _mm256_setzero_si256());
        return static_cast<std::uint8_t>(_mm256_movemask_ps(_mm256_castsi256_ps(is_none)));
    }
};

} // namespace sla::inline v1::detail

#undef SLA_AVX2_STEP

#endif
