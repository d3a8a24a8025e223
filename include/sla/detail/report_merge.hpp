// SPDX-License-Identifier: MIT
//
// Inside the report room: two reports become one.
#pragma once

#include <sla/detail/report_data.hpp>
#include <sla/detail/report_loops.hpp>
#include <sla/detail/report_values.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sla::inline v1::detail {

// The memory that lengths of `from` need in `to`, with single values in it; given back unless it is
// kept.
class merge_memory {
public:
    merge_memory(const report_data& plan, report_store& to, const report_store& from) noexcept
        : plan_{plan}, to_{to}, from_{from} {}
    merge_memory(const merge_memory&) = delete;
    merge_memory& operator=(const merge_memory&) = delete;
    ~merge_memory() {
        if (is_kept_)
            return;
        for (std::size_t i = 0; i < plan_.lengths(); ++i)
            for (std::size_t group = 0; group < end_; ++group)
                if (const std::size_t cell = to_.cell(i, group); is_single(cell)) {
                    to_.rests[cell].values.resize(static_cast<std::size_t>(to_.sums[cell].count));
                    to_.rests[cell].buckets = {};
                }
    }

    void take(std::size_t group) {
        end_ = group + 1;
        for (std::size_t i = 0; i < plan_.lengths(); ++i) {
            const std::size_t cell = to_.cell(i, group);
            if (from_.sums[cell].count == 0 || !is_single(cell))
                continue;
            const length_rest& more = from_.rests[cell];
            length_rest& rest = to_.rests[cell];
            rest.values.insert(rest.values.end(), more.values.begin(), more.values.end());
            if (!more.buckets.empty() || rest.values.size() > to_.exact_values)
                rest.buckets.assign(to_.buckets.count(), 0);
        }
    }
    void keep() noexcept { is_kept_ = true; }

private:
    [[nodiscard]] bool is_single(std::size_t cell) const noexcept {
        return to_.sums[cell].buckets == nullptr;
    }

    const report_data& plan_;
    report_store& to_;
    const report_store& from_;
    std::size_t end_ = 0; // after the last group
    bool is_kept_ = false;
};

// The lengths of one group, for which the memory is there. After them come those of cell `next`.
inline void merge_lengths(report_store& to, const report_store& from, std::size_t cell,
                          const report_loops& loops, std::size_t next) noexcept {
    const length_rest& more = from.rests[cell];
    length_rest& rest = to.rests[cell];
    rest.out_of_range += more.out_of_range;
    if (from.sums[cell].count == 0)
        return;
    rest.sum_high += more.sum_high;
    to.add_sums(cell, from.sums[cell]);
    if (rest.buckets.empty())
        return;
    if (to.sums[cell].buckets == nullptr)
        begin_buckets(to, cell); // with the single values of both
    else
        count_values(more.values, to.buckets, rest.buckets.data(), loops, from.rests[next].values);
    if (more.buckets.empty())
        return;
    const auto bucket_of = [&](std::uint64_t ms) noexcept {
        return to.buckets.of(static_cast<std::uint32_t>(ms / 1000));
    };
    const std::size_t end = bucket_of(from.sums[cell].max) + 1;
    for (std::size_t b = bucket_of(from.sums[cell].min); b < end; ++b)
        rest.buckets[b] += more.buckets[b];
}

inline void merge_group(const report_data& plan, report_store& to, const report_store& from,
                        std::size_t group, const report_loops& loops, std::size_t next) noexcept {
    to.use(group);
    for (std::size_t m = 0; m < plan.definition.metrics.size(); ++m)
        for (std::size_t s = 0; s < states_of_row; ++s)
            to.states_of(m)[group * states_of_row + s] +=
                from.states_of(m)[group * states_of_row + s];
    for (std::size_t i = 0; i < plan.lengths(); ++i)
        merge_lengths(to, from, to.cell(i, group), loops, from.cell(i, next));
    for (std::size_t i = 0; i < plan.limits(); ++i)
        to.within_of(i)[group] += from.within_of(i)[group];
}

// Reports that are merged lie all over the memory, in small pieces: the figures of some groups are
// fetched before memory is taken for them, and values of the next while those of one are counted.
inline void merge(const report_data& plan, report_store& to, const report_store& from) {
    merge_memory memory{plan, to, from};
    each_used(from, [&](std::span<const std::size_t> groups) {
        for (const std::size_t g : groups) {
            fetch(from.states_of(0) + g * states_of_row, states_of_row * sizeof(std::uint64_t));
            for (std::size_t i = 0; i < plan.lengths(); ++i) {
                fetch(&from.sums[from.cell(i, g)], sizeof(length_sums));
                fetch(&from.rests[from.cell(i, g)], sizeof(length_rest));
            }
        }
        for (const std::size_t g : groups)
            memory.take(g);
    });
    memory.keep();
    to.counts += from.counts;
    each_used(from, [&, &loops = own_loops()](std::span<const std::size_t> groups) noexcept {
        for (std::size_t k = 0; k < groups.size(); ++k)
            merge_group(plan, to, from, groups[k], loops,
                        groups[std::min(k + 1, groups.size() - 1)]);
    });
}

} // namespace sla::inline v1::detail
