// SPDX-License-Identifier: MIT
//
// Inside the bulk room: a limit as kernels read it.
#pragma once

#include <sla/detail/inlining.hpp>

#include <cstdint>

namespace sla::inline v1::detail {

// What a kernel does with the rows of one limit. As wide as a limit: vectors of bytes and of
// numbers do not mix well.
enum class fast_kind : std::int64_t {
    elapsed,
    working,
    no_clock, // nothing is to be measured
    none,     // not for a kernel
};

// A limit in one number, so that a row needs one load.
class fast_limit {
public:
    static constexpr std::int64_t kind_mask = 3;
    static constexpr std::int64_t grace_bit = 4; // met_when::at_or_before
    static constexpr unsigned last_shift = 3;
    static constexpr std::int64_t last_bit = 1 << last_shift; // exact_fit::close
    static constexpr std::int64_t calendar_bit = 16;          // it has one
    static constexpr unsigned allowed_shift = 8;

    // `allowed`: milliseconds; `bits`: of those above.
    [[nodiscard]] static constexpr std::int64_t pack(fast_kind kind, std::int64_t allowed,
                                                     std::int64_t bits) noexcept {
        return allowed << allowed_shift | bits | static_cast<std::int64_t>(kind);
    }

    [[nodiscard]] SLA_HOT static fast_kind kind(std::int64_t limit) noexcept {
        return static_cast<fast_kind>(limit & kind_mask);
    }
    [[nodiscard]] SLA_HOT static std::int64_t allowed(std::int64_t limit) noexcept {
        return limit >> allowed_shift;
    }
    // How long after the deadline it is missed.
    [[nodiscard]] SLA_HOT static std::int64_t grace(std::int64_t limit) noexcept {
        return (limit & grace_bit) / grace_bit;
    }
    // 1 where the last open millisecond decides, 0 where it is the next one.
    [[nodiscard]] SLA_HOT static std::int64_t last(std::int64_t limit) noexcept {
        return (limit & last_bit) / last_bit;
    }
    [[nodiscard]] SLA_HOT static bool has_calendar(std::int64_t limit) noexcept {
        return (limit & calendar_bit) != 0;
    }
};

} // namespace sla::inline v1::detail
