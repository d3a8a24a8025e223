// SPDX-License-Identifier: MIT
//
// Inside the report room: whether figures that came as bytes could be those of lengths. Of each
// length its second is known, or a bucket of seconds, and of the least and the greatest the
// millisecond; so sums and counts have bounds.
#pragma once

#include <sla/detail/report_data.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

class length_facts {
public:
    // Precondition: there is a length, and the values, which are in order, or buckets are those of
    // `sums.count` lengths from `sums.min` to `sums.max`.
    length_facts(const length_sums& sums, const length_rest& rest, length_buckets buckets) {
        const auto add = [&](std::uint64_t first_second, std::uint64_t last_second,
                             std::uint64_t count) {
            parts_.push_back({std::max(first_second * 1000, sums.min),
                              std::min(last_second * 1000 + 999, sums.max), count});
        };
        for (const std::uint32_t second : rest.values)
            add(second, second, 1);
        for (std::size_t b = 0; b < rest.buckets.size(); ++b)
            if (rest.buckets[b] != 0)
                add(buckets.first(b), buckets.last(b), rest.buckets[b]);
        // One of the lengths is the least, and another the greatest, unless there is but one.
        const std::size_t last = parts_.size() - 1;
        take_one(0, sums.min);
        if (sums.count > 1)
            take_one(last, sums.max);
        else
            is_one_ = sums.min == sums.max;
    }

    [[nodiscard]] bool allow_sum(wide_number sum) const noexcept {
        wide_number least = 0;
        wide_number most = 0;
        for (const part& p : parts_) {
            least += wide_number{p.low} * p.count;
            most += wide_number{p.high} * p.count;
        }
        return is_one_ && least <= sum && sum <= most;
    }
    // How many are at or below each limit.
    [[nodiscard]] bool allow_within(const std::vector<elapsed>& limits,
                                    std::span<const std::uint64_t> within) const {
        std::vector<std::pair<std::uint64_t, std::uint64_t>> counts;
        for (std::size_t k = 0; k < limits.size(); ++k)
            counts.emplace_back(static_cast<std::uint64_t>(limits[k].count()), within[k]);
        std::ranges::sort(counts);
        std::uint64_t from = 0; // after the limit before
        std::uint64_t before = 0;
        for (const auto& [limit, count] : counts) {
            if (count < before || !allow(from, limit, count - before))
                return false;
            from = limit + 1;
            before = count;
        }
        return true;
    }

private:
    // So many lengths are in [low, high], milliseconds.
    struct part {
        std::uint64_t low = 0;
        std::uint64_t high = 0;
        std::uint64_t count = 0;
    };
    void take_one(std::size_t from, std::uint64_t ms) {
        --parts_[from].count;
        parts_.push_back({ms, ms, 1});
    }
    // Whether so many can be in [from, last]; empty where `last` lies before.
    [[nodiscard]] bool allow(std::uint64_t from, std::uint64_t last,
                             std::uint64_t count) const noexcept {
        std::uint64_t least = 0;
        std::uint64_t most = 0;
        for (const part& p : parts_) {
            if (from <= p.low && p.high <= last)
                least += p.count;
            if (from <= p.high && p.low <= last && from <= last)
                most += p.count;
        }
        return least <= count && count <= most;
    }

    std::vector<part> parts_{};
    bool is_one_ = true; // or the least and the greatest differ
};

} // namespace sla::inline v1::detail
