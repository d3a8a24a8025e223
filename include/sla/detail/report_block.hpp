// SPDX-License-Identifier: MIT
//
// Inside the report room: rows into figures, a block at a time.
//
// Of a block first the group of each row is found (report_grouper), then where its state and each
// of its lengths are counted (report_loops). What is left is to count there, row by row.
//
// For that a pass over many rows has figures of its own, small and with room for no more rows than
// `most_at_once`; then they are added to those of the report. They are there in a few copies, and
// row r is added to copy r mod n: rows of one group follow each other, and each would wait for the
// one before to be written.
//
// A block is counted in whole or not at all: where there is no memory for one of its lengths, all
// that it has counted is counted back.
#pragma once

#include <sla/detail/inlining.hpp>
#include <sla/detail/report_arrivals.hpp>
#include <sla/detail/report_data.hpp>
#include <sla/detail/report_groups.hpp>
#include <sla/detail/report_loops.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sla::inline v1::detail {

class report_pass {
public:
    report_pass(const report_data& plan, report_store& store, const report_input& in,
                std::size_t rows, const report_loops& loops = own_loops())
        : plan_{plan}, store_{store}, in_{in}, loops_{loops}, groups_{plan.groups},
          is_long_{rows >= fewest_rows * (groups_ + 1)}, grouper_{plan, in, rows, loops},
          arrival_room_(std::min(rows, report_block_rows) * plan.lengths()), arrivals_{
                                                                                 store,
                                                                                 arrival_room_} {
        if (!is_long_)
            return;
        states_.resize(store_.states.size());
        cells_.resize(store_.sums.size());
        lacking_.resize(store_.sums.size());
        for (std::size_t cell = 0; cell < cells_.size(); ++cell)
            know(cell);
        for (std::size_t i = 0; i < plan_.lengths(); ++i)
            for (length_cell& last : cells_[store_.cell(i, groups_)])
                last = {.sum = 0, .min = 0, .range = UINT64_MAX, .buckets = &nowhere_};
    }
    report_pass(const report_pass&) = delete;
    report_pass& operator=(const report_pass&) = delete;
    ~report_pass() {
        fold();
        store_.forget_last();
    }

    // Counts of rows go to the report with each block.
    report_counts run(std::size_t first, std::size_t count) {
        report_counts out;
        std::size_t since_fold = 0;
        for (std::size_t done = 0; done < count; done += rows_) {
            first_ = first + done;
            rows_ = std::min(report_block_rows, count - done);
            if (since_fold + rows_ > most_at_once) {
                fold();
                since_fold = 0;
            }
            since_fold += rows_;
            const report_counts more = add_block();
            store_.counts += more;
            out += more;
        }
        return out;
    }

private:
    // Figures of its own cost a pass a few passes over the groups.
    static constexpr std::size_t fewest_rows = 16;
    static constexpr std::size_t state_copies = 4;
    static constexpr std::size_t cell_copies = 2;
    static constexpr std::size_t most_at_once = std::size_t{1} << 23U;
    static_assert(length_end - 1 <= UINT64_MAX / most_at_once);

    enum class direction : std::uint8_t { in, back };
    template <direction Way, class Number>
    static void count(Number& n) noexcept {
        Way == direction::in ? ++n : --n;
    }

    // What a length is added to. `min` and `range` are such that one comparison tells whether there
    // is more to do: the length is less or more than all before, or the group has single values.
    struct length_cell {
        std::uint64_t sum = 0;
        std::uint64_t min = every_length;
        std::uint64_t range = 0;
        std::uint64_t* buckets = nullptr;

        static constexpr std::uint64_t every_length = std::uint64_t{1} << 63U;
    };

    // Milliseconds of the block.
    const std::int64_t* lengths_of(const length_column& column) noexcept {
        const std::int64_t* const values = ms_of(column.values, first_, rows_, copied_);
        if (column.since.values == nullptr)
            return values;
        for (std::size_t i = 0; i < rows_; ++i)
            copied_[i] = difference(values[i], ms_of(column.since, first_ + i));
        return copied_.data();
    }
    // What 64 bits cannot hold is some length that is not measured.
    [[nodiscard]] SLA_HOT static std::int64_t difference(std::int64_t end,
                                                         std::int64_t begin) noexcept {
        if (end == no_value || begin == no_value)
            return no_value;
        std::int64_t out = 0;
        return __builtin_sub_overflow(end, begin, &out) || out == no_value ? -1 : out;
    }

    // Counts the block back, unless it is kept.
    struct counted {
        report_pass& pass;
        bool is_kept = false;

        explicit counted(report_pass& in) noexcept : pass{in} {}
        counted(const counted&) = delete;
        counted& operator=(const counted&) = delete;
        ~counted() {
            if (is_kept)
                return;
            pass.arrivals_.forget();
            pass.add_metrics<direction::back>();
        }
    };
    report_counts add_block() {
        report_counts out{.rows = rows_};
        has_left_out_ = grouper_.run(first_, rows_, out);
        counted block{*this};
        add_metrics<direction::in>();
        settle();
        block.is_kept = true;
        return out;
    }
    void settle() {
        if (is_long_)
            arrivals_.settle([this](const arrival& a) noexcept {
                length_sums& sums = store_.sums[a.cell];
                sums.min = std::min(sums.min, a.ms);
                sums.max = std::max(sums.max, a.ms);
                know(a.cell);
            });
        else
            arrivals_.settle([this](const arrival& a) noexcept {
                store_.add_sums(a.cell, {.count = 1, .sum = a.ms, .min = a.ms, .max = a.ms});
            });
    }

    template <direction Way>
    void add_metrics() noexcept {
        for (std::size_t m = 0; m < plan_.definition.metrics.size(); ++m)
            add_metric<Way>(m);
    }
    template <direction Way>
    void add_metric(std::size_t m) noexcept {
        const std::uint32_t* const groups = grouper_.groups();
        const std::uint8_t* const from = in_.metrics[m].state + first_;
        fetch(from + rows_, rows_);
        loops_.states(from, groups, rows_, states_of_.data(), places_.data());
        if (is_long_)
            count_states<Way>(m);
        else
            count_few_states<Way>(m);
        if (has_left_out_) // lengths of what is in no group are not looked at
            for (std::size_t i = 0; i < rows_; ++i)
                states_of_[i] = groups[i] == groups_ ? error_state : states_of_[i];
        for (std::size_t i = 0; i < in_.metrics[m].lengths.size(); ++i) {
            const std::int64_t* const ms = lengths_of(in_.metrics[m].lengths[i]);
            const std::uint32_t wanted = plan_.length(m, i).of.bits;
            const bool is_lacking =
                loops_.lengths(ms, states_of_.data(), groups, rows_, wanted, groups_, plan_.buckets,
                               cells_of_.data(), places_.data());
            // Those of the next block while these are counted, which waits for no memory.
            fetch(in_.metrics[m].lengths[i].values.values + first_ + rows_,
                  rows_ * sizeof(std::int64_t));
            const std::size_t base = store_.cell(plan_.first_length[m] + i, 0);
            if (is_lacking)
                count_lacking<Way>(wanted, base, ms);
            if (is_long_)
                add_lengths<Way>(base, ms);
            else if (Way == direction::in)
                add_few_lengths(base, ms);
            add_limits<Way>(m, i, ms);
        }
    }

    template <direction Way>
    SLA_APART void count_states(std::size_t m) noexcept {
        auto* const to = states_.data() + m * (groups_ + 1) * states_of_row;
        const std::size_t rows = rows_;
        std::size_t i = 0;
        for (; i + state_copies <= rows; i += state_copies)
            for (std::size_t copy = 0; copy < state_copies; ++copy)
                count<Way>(to[places_[i + copy]][copy]);
        for (; i < rows; ++i)
            count<Way>(to[places_[i]][0]);
    }

    template <direction Way>
    void count_few_states(std::size_t m) noexcept {
        for (std::size_t i = 0; i < rows_; ++i) {
            count<Way>(store_.states_of(m)[places_[i]]);
            store_.use(grouper_.groups()[i]);
        }
    }

    template <direction Way>
    SLA_APART void add_lengths(std::size_t base, const std::int64_t* ms) noexcept {
        const std::size_t rows = rows_;
        auto* const cells = cells_.data() + base;
        std::size_t i = 0;
        for (; i + cell_copies <= rows; i += cell_copies)
            for (std::size_t copy = 0; copy < cell_copies; ++copy)
                add_length<Way>(cells, base, copy, i + copy, ms);
        for (; i < rows; ++i)
            add_length<Way>(cells, base, 0, i, ms);
    }
    template <direction Way>
    SLA_HOT void add_length(std::array<length_cell, cell_copies>* cells, std::size_t base,
                            std::size_t copy, std::size_t i, const std::int64_t* ms) noexcept {
        const auto v = static_cast<std::uint64_t>(ms[i]);
        const std::size_t group = cells_of_[i];
        length_cell& to = cells[group][copy];
        to.sum += Way == direction::in ? v : 0U - v;
        if (v - to.min > to.range) [[unlikely]]
            add_rare<Way>(base + group, v);
        else
            count<Way>(to.buckets[places_[i]]);
    }
    template <direction Way>
    SLA_COLD void add_rare(std::size_t cell, std::uint64_t ms) noexcept {
        if constexpr (Way == direction::in)
            arrivals_.add(cell, ms);
    }
    void know(std::size_t cell) noexcept {
        const length_sums& sums = store_.sums[cell];
        if (sums.buckets == nullptr)
            return;
        for (length_cell& copy : cells_[cell]) {
            copy.min = sums.min;
            copy.range = sums.max - sums.min;
            copy.buckets = sums.buckets;
        }
    }

    SLA_APART void add_few_lengths(std::size_t base, const std::int64_t* ms) noexcept {
        for (std::size_t i = 0; i < rows_; ++i)
            if (cells_of_[i] != groups_)
                arrivals_.add(base + cells_of_[i], static_cast<std::uint64_t>(ms[i]));
    }

    template <direction Way>
    SLA_APART void count_lacking(std::uint32_t wanted, std::size_t base,
                                 const std::int64_t* ms) noexcept {
        for (std::size_t i = 0; i < rows_; ++i) {
            if ((wanted >> states_of_[i] & 1U) == 0 ||
                static_cast<std::uint64_t>(ms[i]) < length_end)
                continue;
            const std::size_t cell = base + grouper_.groups()[i];
            if (is_long_)
                count<Way>(lacking_[cell]);
            if (ms[i] != no_value) // no length at all is fine
                count<Way>(store_.rests[cell].out_of_range);
        }
    }

    template <direction Way>
    void add_limits(std::size_t m, std::size_t which, const std::int64_t* ms) noexcept {
        const std::size_t length = plan_.first_length[m] + which;
        for (std::size_t k = plan_.first_limit[length]; k < plan_.first_limit[length + 1]; ++k) {
            const std::uint64_t limit = plan_.limits_ms[k];
            std::uint64_t* const to = store_.within_of(k);
            for (std::size_t i = 0; i < rows_; ++i) {
                const std::uint64_t one = static_cast<std::uint64_t>(ms[i]) <= limit ? 1 : 0;
                to[cells_of_[i]] += Way == direction::in ? one : 0U - one;
            }
        }
    }

    // The figures of the pass into those of the report. A length is counted by its state.
    void fold() noexcept {
        if (!is_long_)
            return;
        for (std::size_t m = 0; m < plan_.definition.metrics.size(); ++m)
            for (std::size_t group = 0; group < groups_; ++group)
                fold_group(m, group);
        for (auto& counts : states_)
            counts = {};
        for (auto& copies : cells_)
            for (length_cell& copy : copies)
                copy.sum = 0;
        std::fill(lacking_.begin(), lacking_.end(), 0U);
    }
    void fold_group(std::size_t m, std::size_t group) noexcept {
        std::array<std::uint64_t, states_of_row> counts{};
        const std::size_t first = group * states_of_row;
        for (std::size_t s = 0; s < states_of_row; ++s) {
            for (const std::uint32_t copy : states_[m * (groups_ + 1) * states_of_row + first + s])
                counts[s] += copy;
            store_.states_of(m)[first + s] += counts[s];
            if (counts[s] != 0)
                store_.use(group);
        }
        for (std::size_t i = plan_.first_length[m]; i < plan_.first_length[m + 1]; ++i) {
            const std::size_t cell = store_.cell(i, group);
            const std::uint32_t wanted = plan_.length(m, i - plan_.first_length[m]).of.bits;
            std::uint64_t count = 0;
            for (std::size_t s = 0; s < states_of_row; ++s)
                count += (wanted >> s & 1U) != 0 ? counts[s] : 0;
            length_sums more{.count = count - lacking_[cell]};
            for (const length_cell& copy : cells_[cell])
                more.sum += copy.sum;
            store_.add_sums(cell, more);
        }
    }

    const report_data& plan_;
    report_store& store_;
    const report_input& in_;
    const report_loops& loops_;
    std::size_t groups_;
    bool is_long_;
    report_grouper grouper_;
    std::vector<arrival> arrival_room_;
    report_arrivals arrivals_;
    std::size_t first_ = 0; // of the block
    std::size_t rows_ = 0;
    bool has_left_out_ = false;
    report_column<std::uint8_t> states_of_;
    report_column<std::uint32_t> cells_of_;
    report_column<std::uint32_t> places_;
    report_column<std::int64_t> copied_;
    std::uint64_t nowhere_ = 0;
    // Of a long pass; as those of the store, and the copies of each beside each other.
    std::vector<std::array<std::uint32_t, state_copies>> states_{};
    std::vector<std::array<length_cell, cell_copies>> cells_{};
    std::vector<std::uint32_t> lacking_{}; // of the wanted state, but without a length
};

} // namespace sla::inline v1::detail
