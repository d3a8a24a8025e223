// SPDX-License-Identifier: MIT
//
// Inside the report room: two reports become one.
#pragma once

#include <sla/detail/report_data.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

// The lengths of one group.
inline void merge_lengths(report_store& to, const report_store& from, std::size_t cell) {
    const length_rest& rest = from.rests[cell];
    to.rests[cell].out_of_range += rest.out_of_range;
    if (from.sums[cell].count == 0)
        return;
    to.rests[cell].sum_high += rest.sum_high;
    to.add_sums(cell, from.sums[cell]);
    auto& values = to.rests[cell].values;
    auto& buckets = to.rests[cell].buckets;
    if (buckets.empty() &&
        (!rest.buckets.empty() || values.size() + rest.values.size() > to.exact_values))
        to.begin_buckets(cell);
    if (buckets.empty()) {
        values.insert(values.end(), rest.values.begin(), rest.values.end());
        return;
    }
    to.count(rest.values, buckets);
    if (rest.buckets.empty())
        return;
    const auto bucket_of = [&](std::uint64_t ms) noexcept {
        return to.buckets.of(static_cast<std::uint32_t>(ms / 1000));
    };
    const std::size_t end = bucket_of(from.sums[cell].max) + 1;
    for (std::size_t b = bucket_of(from.sums[cell].min); b < end; ++b)
        buckets[b] += rest.buckets[b];
}

inline void merge_group(const report_data& plan, report_store& to, const report_store& from,
                        std::size_t group) {
    for (std::size_t m = 0; m < plan.definition.metrics.size(); ++m)
        for (std::size_t s = 0; s < states_of_row; ++s)
            to.states_of(m)[group * states_of_row + s] +=
                from.states_of(m)[group * states_of_row + s];
    for (std::size_t i = 0; i < plan.lengths(); ++i)
        merge_lengths(to, from, to.cell(i, group));
    for (std::size_t i = 0; i < plan.limits(); ++i)
        to.within_of(i)[group] += from.within_of(i)[group];
}

// Reports that are merged lie all over the memory, in small pieces: what comes next is fetched
// while one group is added.
inline void merge(const report_data& plan, report_store& to, const report_store& from) {
    constexpr std::size_t at_once = 64;
    constexpr std::size_t ahead = 3;
    to.counts += from.counts;
    std::array<std::size_t, at_once> groups;
    for (std::size_t begin = 0; begin < plan.groups; begin += at_once) {
        std::size_t count = 0;
        for (std::size_t g = begin; g < std::min(begin + at_once, plan.groups); ++g) {
            // A row has a state in every metric, so the first tells whether there is one.
            const std::uint64_t* const first = from.states_of(0) + g * states_of_row;
            std::uint64_t any = 0;
            for (std::size_t s = 0; s < states_of_row; ++s)
                any |= first[s];
            if (any == 0)
                continue;
            groups[count++] = g;
            for (std::size_t i = 0; i < plan.lengths(); ++i) {
                fetch(&from.sums[from.cell(i, g)], sizeof(length_sums));
                fetch(&from.rests[from.cell(i, g)], sizeof(length_rest));
            }
        }
        for (std::size_t k = 0; k < count + ahead; ++k) {
            if (k < count)
                for (std::size_t i = 0; i < plan.lengths(); ++i) {
                    const auto& values = from.rests[from.cell(i, groups[k])].values;
                    fetch(values.data(), values.size() * sizeof(std::uint32_t));
                }
            if (k >= ahead)
                merge_group(plan, to, from, groups[k - ahead]);
        }
    }
}

} // namespace sla::inline v1::detail
