// SPDX-License-Identifier: MIT
//
// Inside the distribution room: its functions.
#pragma once

#include <sla/detail/distribution_buckets.hpp>
#include <sla/detail/export.hpp>
#include <sla/distribution.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sla::inline v1 {

SLA_FUNCTION std::optional<share> distribution::share_within(std::size_t i) const noexcept {
    if (count_ == 0 || i >= limit_count_)
        return {};
    return share{within_[i], count_};
}

SLA_FUNCTION std::optional<elapsed> distribution::sum() const noexcept {
    if (count_ == 0 || sum_high_ != 0 || sum_low_ > static_cast<std::uint64_t>(INT64_MAX))
        return {};
    return elapsed{static_cast<std::int64_t>(sum_low_)};
}

SLA_FUNCTION std::optional<elapsed> distribution::mean() const noexcept {
    if (count_ == 0)
        return {};
    const detail::wide_number sum = detail::wide_of(sum_high_, sum_low_);
    return elapsed{static_cast<std::int64_t>((sum + count_ / 2) / count_)};
}

SLA_FUNCTION std::optional<elapsed> distribution::min() const noexcept {
    if (count_ == 0)
        return {};
    return elapsed{static_cast<std::int64_t>(min_)};
}

SLA_FUNCTION std::optional<elapsed> distribution::max() const noexcept {
    if (count_ == 0)
        return {};
    return elapsed{static_cast<std::int64_t>(max_)};
}

SLA_FUNCTION std::optional<percentile_value> distribution::percentile(share rank) const noexcept {
    assert(rank.whole > 0);
    if (count_ == 0)
        return {};
    const std::uint64_t number = detail::nearest_rank(rank, count_);
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    if (is_exact()) {
        low = high = values_[static_cast<std::size_t>(number)];
    } else {
        const detail::length_buckets buckets{precision_bits_};
        std::size_t bucket = 0;
        for (std::uint64_t before = buckets_[0]; before <= number; before += buckets_[bucket])
            ++bucket;
        // Nothing lies beyond the least and the greatest, which are known.
        low = std::max(buckets.first(bucket), min_ / 1000);
        high = std::min(buckets.last(bucket), max_ / 1000);
        if (number == 0)
            high = low;
        if (number + 1 == count_)
            low = high;
    }
    const auto seconds = [](std::uint64_t s) noexcept {
        return elapsed{static_cast<std::int64_t>(s) * 1000};
    };
    return percentile_value{
        .value = seconds(low + high) / 2, .low = seconds(low), .high = seconds(high)};
}

SLA_FUNCTION std::vector<length_bucket> distribution::buckets() const {
    std::vector<length_bucket> out;
    const auto seconds = [](std::uint64_t s) noexcept {
        return elapsed{static_cast<std::int64_t>(s) * 1000};
    };
    for (const std::uint32_t second : values_) {
        if (out.empty() || out.back().from != seconds(second))
            out.push_back({.from = seconds(second), .to = seconds(second)});
        ++out.back().count;
    }
    const detail::length_buckets buckets{precision_bits_};
    for (std::size_t b = 0; b < buckets_.size(); ++b)
        if (buckets_[b] != 0)
            out.push_back({.from = seconds(buckets.first(b)),
                           .to = seconds(buckets.last(b)),
                           .count = buckets_[b]});
    return out;
}

} // namespace sla::inline v1
