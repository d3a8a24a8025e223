// SPDX-License-Identifier: MIT
//
// Room: distribution. How long many things took: their mean, their extremes, their percentiles.
//
// A report (report.hpp) measures lengths of time, and what it tells of a group of them is one value
// of this type. Sums, means, extremes and counts below limits are exact always. Percentiles are
// exact as long as a group keeps its lengths one by one; beyond that each answer says between which
// whole seconds the true one lies.
//
//     const sla::distribution& spent = line.lengths[0];
//     spent.mean();                                      // 41 min 7.250 s, or nothing
//     spent.share_within(0);                             // 930/1000 in time; absent without limit
//     const auto p90 = spent.percentile(sla::share::percent(90));
//     p90->value;                                        // 47 min 12 s
//     p90->is_exact();                                   // or in [low, high]
//
// The hard case is nothing: a group without lengths has a count of zero, and neither a mean nor a
// percentile of zero, but none.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/report_definition.hpp>
#include <sla/share.hpp>
#include <sla/time.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sla::inline v1 {

namespace detail {
class report_reader;
} // namespace detail

/// A percentile, and between which whole seconds the true one lies, both inclusive.
struct percentile_value {
    elapsed value{}; ///< The mean of both bounds, which may lie half-way between two seconds.
    elapsed low{};
    elapsed high{};

    [[nodiscard]] constexpr bool is_exact() const noexcept { return low == high; }
    friend constexpr bool operator==(const percentile_value&,
                                     const percentile_value&) noexcept = default;
};

/// So many lengths whose whole seconds are in [from, to], both inclusive.
struct length_bucket {
    elapsed from{};
    elapsed to{};
    std::uint64_t count = 0;

    friend constexpr bool operator==(const length_bucket&, const length_bucket&) noexcept = default;
};

/// The lengths of a group. Those of several groups together are as if they were one, except that
/// they are exact where each of the groups is.
class distribution {
public:
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    /// Rows in the right state without a length.
    [[nodiscard]] std::uint64_t missing() const noexcept { return missing_; }
    /// Rows in the right state whose length is negative, or `longest_length` or more.
    [[nodiscard]] std::uint64_t out_of_range() const noexcept { return out_of_range_; }
    /// How many limits the measure has: the size of `report_length::limits`.
    [[nodiscard]] std::size_t limit_count() const noexcept { return limit_count_; }
    /// How many lengths are at or below `report_length::limits[i]`, to the millisecond. Absent
    /// where the measure has no limit of that number.
    [[nodiscard]] std::optional<std::uint64_t> within(std::size_t i) const noexcept {
        return i < limit_count_ ? std::optional{within_[i]} : std::nullopt;
    }
    /// The share of `within(i)` in `count()`; absent where there is none, or nothing to have a
    /// share of.
    [[nodiscard]] SLA_API std::optional<share> share_within(std::size_t i) const noexcept;

    // Absent where there is no length.

    /// Exact; absent as well where 64 bits of milliseconds cannot hold it.
    [[nodiscard]] SLA_API std::optional<elapsed> sum() const noexcept;
    /// The nearest millisecond, the higher of two.
    [[nodiscard]] SLA_API std::optional<elapsed> mean() const noexcept;
    [[nodiscard]] SLA_API std::optional<elapsed> min() const noexcept;
    [[nodiscard]] SLA_API std::optional<elapsed> max() const noexcept;
    /// By nearest rank: of n lengths in order that of number ceil(part × n / whole), at least the
    /// first, at most the last; lengths are taken in whole seconds, rounded down. O(buckets) where
    /// the groups are many, O(1) where they are few.
    [[nodiscard]] SLA_API std::optional<percentile_value> percentile(share rank) const noexcept;
    /// True where the answer to every `percentile` is exact; single answers may be elsewhere.
    [[nodiscard]] bool is_exact() const noexcept { return buckets_.empty(); }
    /// Those that are not empty, in order.
    [[nodiscard]] SLA_API std::vector<length_bucket> buckets() const;

    friend bool operator==(const distribution&, const distribution&) noexcept = default;

private:
    friend class detail::report_reader;

    std::uint64_t count_ = 0, missing_ = 0, out_of_range_ = 0;
    std::uint64_t sum_low_ = 0, sum_high_ = 0, min_ = UINT64_MAX, max_ = 0;
    std::array<std::uint64_t, max_length_limits> within_{};
    std::uint8_t limit_count_ = 0;
    std::uint8_t precision_bits_ = 0;
    std::vector<std::uint32_t> values_{};  // seconds in order, where all are known
    std::vector<std::uint64_t> buckets_{}; // otherwise
};

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_REPORT)
#include <sla/detail/distribution_entry.hpp>
#endif
