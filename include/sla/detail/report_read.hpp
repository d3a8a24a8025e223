// SPDX-License-Identifier: MIT
//
// Inside the report room: figures of groups, and of several groups together.
#pragma once

#include <sla/detail/report_data.hpp>
#include <sla/detail/report_values.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace sla::inline v1::detail {

class report_reader {
public:
    report_reader(const report_data& plan, const report_store& store,
                  const report_query& query) noexcept
        : plan_{plan}, store_{store}, query_{query} {
        assert(query.metric < plan.definition.metrics.size());
    }

    [[nodiscard]] std::vector<report_line> run() {
        number_lines();
        for (std::size_t group = 0; group < plan_.groups; ++group)
            if (rows_of(group) != 0 && is_wanted(group))
                add(line_of(group), group);
        for (report_line& line : lines_)
            for (distribution& d : line.lengths)
                std::ranges::sort(d.values_);
        if (!std::ranges::is_sorted(order_))
            put_in_order();
        return std::move(lines_);
    }

private:
    static constexpr std::size_t no_line = SIZE_MAX;

    void number_lines() {
        std::size_t count = 1;
        steps_.resize(query_.by.size());
        for (std::size_t i = query_.by.size(); i-- > 0;) {
            assert(query_.by[i] < plan_.sizes.size());
            assert(std::ranges::count(query_.by, query_.by[i]) == 1);
            steps_[i] = count;
            count *= plan_.sizes[query_.by[i]] + 1;
        }
        line_at_.assign(count, no_line);
        if (query_.by.empty() || query_.empty == empty_groups::kept)
            for (std::size_t number = 0; number < count; ++number)
                if (is_named(number))
                    make_line(number);
    }
    // A group of values with names, which the filter lets through.
    [[nodiscard]] bool is_named(std::size_t number) const noexcept {
        for (std::size_t i = 0; i < query_.by.size(); ++i) {
            const std::size_t value = key_of(number, i);
            if (value == plan_.sizes[query_.by[i]])
                return false;
            for (const report_filter& f : query_.where)
                if (f.dimension == query_.by[i] && f.value != value)
                    return false;
        }
        return true;
    }
    [[nodiscard]] std::size_t key_of(std::size_t number, std::size_t i) const noexcept {
        return number / steps_[i] % (plan_.sizes[query_.by[i]] + 1);
    }
    std::size_t make_line(std::size_t number) {
        report_line& line = lines_.emplace_back();
        for (std::size_t i = 0; i < query_.by.size(); ++i)
            line.key.push_back(key_of(number, i));
        const auto& lengths = plan_.definition.metrics[query_.metric].lengths;
        line.lengths.resize(lengths.size());
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            line.lengths[i].limit_count_ = static_cast<std::uint8_t>(lengths[i].limits.size());
            line.lengths[i].precision_bits_ = static_cast<std::uint8_t>(plan_.buckets.bits);
        }
        order_.push_back(number);
        return line_at_[number] = lines_.size() - 1;
    }
    report_line& line_of(std::size_t group) {
        std::size_t number = 0;
        for (std::size_t i = 0; i < query_.by.size(); ++i)
            number += plan_.value_of(group, query_.by[i]) * steps_[i];
        const std::size_t line = line_at_[number];
        return lines_[line != no_line ? line : make_line(number)];
    }

    [[nodiscard]] std::uint64_t rows_of(std::size_t group) const noexcept {
        const std::uint64_t* const states = store_.states_of(query_.metric) + group * states_of_row;
        return std::accumulate(states, states + states_of_row, std::uint64_t{0});
    }
    [[nodiscard]] bool is_wanted(std::size_t group) const noexcept {
        return std::ranges::all_of(query_.where, [&](const report_filter& f) noexcept {
            assert(f.dimension < plan_.sizes.size() && f.value <= plan_.sizes[f.dimension]);
            return plan_.value_of(group, f.dimension) == f.value;
        });
    }

    void add(report_line& to, std::size_t group) const {
        const std::uint64_t* const states = store_.states_of(query_.metric) + group * states_of_row;
        for (std::size_t s = 0; s < clock_state_count; ++s)
            to.counts.by_state[s] += states[s];
        to.counts.errors += states[error_state];
        const std::size_t first = plan_.first_length[query_.metric];
        for (std::size_t i = 0; i < to.lengths.size(); ++i) {
            const report_length& length = plan_.length(query_.metric, i);
            std::uint64_t rows = 0;
            for (std::size_t s = 0; s < clock_state_count; ++s)
                rows += length.of.contains(static_cast<clock_state>(s)) ? states[s] : 0;
            add(to.lengths[i], first + i, group, rows);
        }
    }
    void add(distribution& to, std::size_t length, std::size_t group, std::uint64_t rows) const {
        const length_sums& sums = store_.sums[store_.cell(length, group)];
        const length_rest& rest = store_.rests[store_.cell(length, group)];
        to.count_ += sums.count;
        to.out_of_range_ += rest.out_of_range;
        to.missing_ += rows - sums.count - rest.out_of_range;
        const wide_number sum =
            wide_of(to.sum_high_, to.sum_low_) + wide_of(rest.sum_high, sums.sum);
        to.sum_low_ = low_of(sum);
        to.sum_high_ = high_of(sum);
        to.min_ = std::min(to.min_, sums.min);
        to.max_ = std::max(to.max_, sums.max);
        for (std::size_t k = plan_.first_limit[length]; k < plan_.first_limit[length + 1]; ++k)
            to.within_[k - plan_.first_limit[length]] += store_.within_of(k)[group];
        // Single values as long as there is nothing else.
        if (!rest.buckets.empty() && to.buckets_.empty()) {
            to.buckets_.resize(plan_.buckets.count());
            count_values(to.values_, plan_.buckets, to.buckets_.data(), own_loops());
            to.values_ = {};
        }
        if (!to.buckets_.empty())
            count_values(rest.values, plan_.buckets, to.buckets_.data(), own_loops());
        else
            to.values_.insert(to.values_.end(), rest.values.begin(), rest.values.end());
        for (std::size_t b = 0; b < rest.buckets.size(); ++b)
            to.buckets_[b] += rest.buckets[b];
    }
    void put_in_order() {
        std::vector<std::size_t> from(lines_.size());
        std::iota(from.begin(), from.end(), std::size_t{0});
        std::ranges::sort(from, {}, [&](std::size_t i) { return order_[i]; });
        std::vector<report_line> sorted;
        sorted.reserve(lines_.size());
        for (const std::size_t i : from)
            sorted.push_back(std::move(lines_[i]));
        lines_ = std::move(sorted);
    }

    const report_data& plan_;
    const report_store& store_;
    const report_query& query_;
    std::vector<std::size_t> steps_{};
    std::vector<std::size_t> line_at_{}; // of each number of a line
    std::vector<report_line> lines_{};
    std::vector<std::size_t> order_{}; // the number of each line
};

} // namespace sla::inline v1::detail
