// SPDX-License-Identifier: MIT
//
// Inside the report room: single values, which become counts of buckets where they are too many.
#pragma once

#include <sla/detail/distribution_buckets.hpp>
#include <sla/detail/report_data.hpp>
#include <sla/detail/report_loops.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sla::inline v1::detail {

// Counts them in their buckets. Values of other reports lie anywhere in the memory: those that are
// counted `next` are fetched bit by bit, as a processor waits for only so many lines at once.
inline void count_values(std::span<const std::uint32_t> seconds, length_buckets buckets,
                         std::uint64_t* to, const report_loops& loops,
                         std::span<const std::uint32_t> next = {}) noexcept {
    std::array<std::uint64_t, 128> places;
    std::size_t fetched = 0;
    for (std::size_t first = 0; first < seconds.size(); first += places.size()) {
        const std::size_t size = std::min(places.size(), seconds.size() - first);
        fetched = std::min(next.size(), first + size);
        if (first < fetched)
            fetch(next.data() + first, (fetched - first) * sizeof(std::uint32_t));
        loops.places(seconds.data() + first, size, buckets, places.data());
        for (std::size_t i = 0; i < size; ++i)
            ++to[places[i]];
    }
    fetch(next.data() + fetched, (next.size() - fetched) * sizeof(std::uint32_t));
}

// From single values to buckets, which are there and empty.
inline void begin_buckets(report_store& store, std::size_t cell) noexcept {
    length_rest& rest = store.rests[cell];
    count_values(rest.values, store.buckets, rest.buckets.data(), own_loops());
    rest.values = {};
    store.sums[cell].buckets = rest.buckets.data();
}

} // namespace sla::inline v1::detail
