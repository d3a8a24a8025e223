// SPDX-License-Identifier: MIT
//
// Inside the report room: what a plan and a report hold.
#pragma once

#include <sla/detail/distribution_buckets.hpp>
#include <sla/detail/inlining.hpp>
#include <sla/detail/report_calendar.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

struct report_data {
    report_definition definition;
    std::vector<std::size_t> sizes{};        // values of each dimension, without "none"
    std::vector<std::size_t> steps{};        // how far apart two values of it are among the groups
    std::vector<calendar_spans> calendars{}; // one for each calendar dimension
    std::vector<std::size_t> calendar_of{};  // dimension -> calendars, where it is one
    std::size_t groups = 1;
    std::vector<std::size_t> first_length{}; // of each metric, among all of them; and the end
    std::vector<std::size_t> first_limit{};  // of each length, among all of them; and the end
    std::vector<std::uint64_t> limits_ms{};  // all of them
    length_buckets buckets{7};
    std::vector<std::byte> canonical{}; // equal where definitions are
    std::uint64_t fingerprint = 0;

    [[nodiscard]] std::size_t lengths() const noexcept { return first_length.back(); }
    [[nodiscard]] std::size_t limits() const noexcept { return first_limit.back(); }
    [[nodiscard]] const report_length& length(std::size_t metric, std::size_t i) const noexcept {
        return definition.metrics[metric].lengths[i];
    }
    [[nodiscard]] std::size_t value_of(std::size_t group, std::size_t dimension) const noexcept {
        return group / steps[dimension] % (sizes[dimension] + 1);
    }
};

// Asks for memory that will be read soon; any address will do.
SLA_HOT void fetch(const void* from, std::size_t bytes) noexcept {
    for (std::size_t at = 0; at < bytes; at += 64)
        __builtin_prefetch(static_cast<const char*>(from) + at);
}

inline constexpr std::size_t states_of_row = 8; // clock states, and errors
inline constexpr std::uint8_t error_state = 7;

// What every length is added to.
struct length_sums {
    std::uint64_t count = 0;
    std::uint64_t sum = 0; // its low 64 bits
    std::uint64_t min = UINT64_MAX;
    std::uint64_t max = 0;
    std::uint64_t* buckets = nullptr; // null: single values
};

// And what is rarely touched. `values` holds seconds in no order until there are too many of them;
// from then on `buckets` counts.
struct length_rest {
    std::uint64_t sum_high = 0;
    std::uint64_t out_of_range = 0;
    std::vector<std::uint32_t> values{};
    std::vector<std::uint64_t> buckets{};
};

// The figures of a report. One group more than there are takes what is in no group.
struct report_store {
    explicit report_store(const report_data& plan)
        : groups{plan.groups}, exact_values{plan.definition.exact_values}, buckets{plan.buckets},
          states(plan.definition.metrics.size() * (groups + 1) * states_of_row),
          sums(plan.lengths() * (groups + 1)), rests(plan.lengths() * (groups + 1)),
          within(plan.limits() * (groups + 1)), used(groups / 64 + 1) {}
    report_store(const report_store& other)
        : groups{other.groups}, exact_values{other.exact_values}, buckets{other.buckets},
          counts{other.counts}, states{other.states}, sums{other.sums}, rests{other.rests},
          within{other.within}, used{other.used} {
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i].buckets = rests[i].buckets.empty() ? nullptr : rests[i].buckets.data();
    }
    report_store& operator=(const report_store&) = delete;
    ~report_store() = default;

    [[nodiscard]] std::size_t cell(std::size_t length, std::size_t group) const noexcept {
        return length * (groups + 1) + group;
    }
    [[nodiscard]] std::uint64_t* states_of(std::size_t metric) noexcept {
        return states.data() + metric * (groups + 1) * states_of_row;
    }
    [[nodiscard]] const std::uint64_t* states_of(std::size_t metric) const noexcept {
        return states.data() + metric * (groups + 1) * states_of_row;
    }
    [[nodiscard]] std::uint64_t* within_of(std::size_t limit) noexcept {
        return within.data() + limit * (groups + 1);
    }
    [[nodiscard]] const std::uint64_t* within_of(std::size_t limit) const noexcept {
        return within.data() + limit * (groups + 1);
    }

    void use(std::size_t group) noexcept { used[group / 64] |= std::uint64_t{1} << group % 64; }

    void add_sums(std::size_t of, const length_sums& more) noexcept {
        length_sums& to = sums[of];
        to.count += more.count;
        to.sum += more.sum;
        if (to.sum < more.sum)
            ++rests[of].sum_high;
        to.min = std::min(to.min, more.min);
        to.max = std::max(to.max, more.max);
    }

    // What is in no group.
    void forget_last() noexcept {
        used[groups / 64] &= ~(std::uint64_t{1} << groups % 64);
        for (std::size_t m = 0; m < states.size() / ((groups + 1) * states_of_row); ++m)
            std::fill_n(states_of(m) + groups * states_of_row, states_of_row, 0U);
        for (std::size_t i = 0; i < sums.size() / (groups + 1); ++i) {
            sums[cell(i, groups)] = {};
            rests[cell(i, groups)] = {};
        }
        for (std::size_t i = 0; i < within.size() / (groups + 1); ++i)
            within_of(i)[groups] = 0;
    }

    std::size_t groups;
    std::size_t exact_values;
    length_buckets buckets;
    report_counts counts{};
    std::vector<std::uint64_t> states; // [metric][group][state]
    std::vector<length_sums> sums;     // [length][group]
    std::vector<length_rest> rests;    // the same
    std::vector<std::uint64_t> within; // [limit][group]
    std::vector<std::uint64_t> used;   // a bit for each group: unless it is set, there are no rows
};

// Calls `visit(groups)` for those that may have rows, in order, a few at a time.
template <class Visit>
void each_used(const report_store& store, const Visit& visit) {
    std::array<std::size_t, 64> groups;
    std::size_t count = 0;
    for (std::size_t word = 0; word < store.used.size(); ++word)
        for (std::uint64_t left = store.used[word]; left != 0; left &= left - 1) {
            groups[count++] = word * 64 + static_cast<unsigned>(std::countr_zero(left));
            if (count == groups.size())
                visit(std::span<const std::size_t>{groups.data(), std::exchange(count, 0)});
        }
    visit(std::span<const std::size_t>{groups.data(), count});
}

} // namespace sla::inline v1::detail
