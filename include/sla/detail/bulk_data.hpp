// SPDX-License-Identifier: MIT
//
// Inside the bulk room: what a plan holds.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_tables.hpp>
#include <sla/detail/inlining.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sla::inline v1::detail {

// What a kernel does with the rows of one limit.
enum class fast_kind : std::uint8_t {
    elapsed,
    working,
    no_clock, // nothing is to be measured
    none,     // not for a kernel
};

// A limit in one number, so that a row needs one load.
class fast_limit {
public:
    static constexpr std::int64_t grace_bit = 4;     // met_when::at_or_before
    static constexpr std::int64_t last_bit = 8;      // exact_fit::close
    static constexpr std::int64_t calendar_bit = 16; // it has one

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

private:
    static constexpr std::int64_t kind_mask = 3;
    static constexpr unsigned allowed_shift = 8;
};

// A metric that kernels do: its clock starts with the creation and stops with the first of some
// columns.
struct fast_metric {
    metric_id metric;
    bool is_fast = false;
    bool has_elapsed = false; // among its limits
    bool has_working = false;
    bool has_calendars = false;
    bool one_calendar = false;        // for all limits that have one
    bool pauses = false;              // pauses stop it for their time
    bool always = false;              // there is a clock whatever the numbers are
    std::vector<std::size_t> stops{}; // event columns
    // For each combination of numbers: its limit, and the limit's calendar.
    std::vector<std::int64_t> limits{};
    std::vector<std::uint32_t> calendars{};
};

struct bulk_data {
    policy_book book;
    bulk_layout layout;
    bulk_kernels kernels = bulk_kernels::plain;
    // Numbers of a row become one: the profile's times its step and those of the attributes; the
    // last number of each stands for no value.
    std::uint32_t profile_step = 0;
    std::vector<std::uint32_t> attribute_steps{};
    std::vector<fast_metric> metrics{}; // of the layout
    std::vector<fast_metric> others{};  // the book's other metrics, for `next_change`
    open_tables tables{};
};

} // namespace sla::inline v1::detail
