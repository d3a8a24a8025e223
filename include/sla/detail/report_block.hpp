// SPDX-License-Identifier: MIT
//
// Inside the report room: rows into figures, a block at a time.
//
// A block goes through a few loops: the group of each row, its state, then each of its lengths. Of
// many rows four copies of the figures are kept, and row r is added to copy r mod 4: rows of one
// group follow each other all the time, and each would wait for the one before to be written.
#pragma once

#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/inlining.hpp>
#include <sla/detail/report_data.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr std::size_t report_block_rows = 512;
inline constexpr std::size_t report_copies = 4;

class report_pass {
public:
    report_pass(const report_data& plan, report_store& store, const report_input& in,
                std::size_t rows)
        : plan_{plan}, store_{store}, in_{in}, groups_{plan.groups},
          copies_{rows >= fewest_rows * (groups_ + 1) ? report_copies : 1} {
        for (std::size_t i = 0; i < plan_.lengths(); ++i)
            store_.sums[store_.cell(i, groups_)].buckets = nowhere_.data();
        prepare_bytes();
        if (copies_ == 1)
            return;
        more_states_.resize((report_copies - 1) * store_.states.size());
        more_sums_.resize((report_copies - 1) * store_.sums.size());
        for (std::size_t copy = 1; copy < report_copies; ++copy)
            for (std::size_t i = 0; i < store_.sums.size(); ++i)
                copy_of(copy)[i].buckets = store_.sums[i].buckets;
        for (std::size_t copy = 1; copy < report_copies; ++copy)
            for (std::size_t i = 0; i < plan_.lengths(); ++i)
                copy_of(copy)[store_.cell(i, groups_)].buckets = nowhere_.data() + copy;
    }
    report_pass(const report_pass&) = delete;
    report_pass& operator=(const report_pass&) = delete;
    ~report_pass() {
        if (copies_ > 1)
            fold();
        store_.forget_last();
    }

    report_counts run(std::size_t first, std::size_t count) {
        report_counts out{.rows = count};
        for (std::size_t done = 0; done < count; done += report_block_rows) {
            first_ = first + done;
            rows_ = std::min(report_block_rows, count - done);
            find_groups(out);
            for (std::size_t m = 0; m < plan_.definition.metrics.size(); ++m) {
                if (copies_ == 1)
                    add_metric<1>(m);
                else
                    add_metric<report_copies>(m);
            }
        }
        return out;
    }

private:
    // Copies cost a few passes over the groups.
    static constexpr std::size_t fewest_rows = 16;

    // -- groups

    void find_groups(report_counts& out) {
        std::fill_n(groups_of_.begin(), rows_, 0U);
        std::size_t id = 0;
        std::size_t calendar = 0;
        // Of each column a block reads about a page, and processors that read ahead stop at its
        // end: so the next block is asked for.
        const std::size_t next = first_ + rows_;
        for (std::size_t d = 0; d < plan_.sizes.size(); ++d) {
            const auto step = static_cast<std::uint32_t>(plan_.steps[d]);
            if (plan_.definition.dimensions[d].calendar) {
                const time_column& column = in_.instants[calendar];
                add_instants(plan_.calendars[calendar++], column, plan_.sizes[d], step);
                fetch(column.values + next, rows_ * sizeof(std::int64_t));
            } else {
                const id_column& column = in_.ids[id++];
                add_ids(column, d);
                fetch(static_cast<const char*>(column.values) + next * column.width,
                      rows_ * column.width);
            }
        }
        bad_ = 0;
        for (std::size_t i = 0; i < rows_; ++i)
            bad_ |= groups_of_[i];
        bad_ &= ~(unknown_mark - 1);
        if (bad_ != 0)
            leave_out(out);
    }

    // Marks above every group. A number that is unknown is added, at most once for each dimension.
    // Of several reasons in one row an unknown number is told.
    static constexpr std::uint32_t unknown_mark = 1U << 26U;
    static constexpr std::uint32_t outside_mark = 1U << 31U;
    static_assert(max_report_groups < unknown_mark);
    static_assert(max_report_dimensions < outside_mark / unknown_mark);

    SLA_APART void leave_out(report_counts& out) noexcept {
        for (std::size_t i = 0; i < rows_; ++i) {
            const std::uint32_t group = groups_of_[i];
            if (group < unknown_mark)
                continue;
            ++((group & ~outside_mark) >= unknown_mark ? out.unknown_id : out.outside);
            groups_of_[i] = static_cast<std::uint32_t>(groups_);
        }
    }

    void add_ids(const id_column& column, std::size_t dimension) noexcept {
        const auto none = static_cast<std::uint32_t>(plan_.sizes[dimension]);
        const auto step = static_cast<std::uint32_t>(plan_.steps[dimension]);
        if (column.validity.bits != nullptr)
            for (std::size_t i = 0; i < rows_; ++i) {
                const std::int64_t id = read(column, first_ + i);
                groups_of_[i] += id < 0                     ? none * step
                                 : id >= std::int64_t{none} ? unknown_mark
                                                            : static_cast<std::uint32_t>(id) * step;
            }
        else if (column.width == 1)
            add_bytes(column.values, adds_[dimension]);
        else if (column.width == 2)
            column.is_signed ? add_numbers<std::int16_t>(column, none, step)
                             : add_numbers<std::uint16_t>(column, none, step);
        else
            column.is_signed ? add_numbers<std::int32_t>(column, none, step)
                             : add_numbers<std::uint32_t>(column, none, step);
    }
    void prepare_bytes() {
        adds_.resize(plan_.sizes.size());
        for (std::size_t d = 0, id = 0; d < adds_.size(); ++d) {
            if (plan_.definition.dimensions[d].calendar)
                continue;
            const bool is_signed = in_.ids[id++].is_signed;
            const auto none = static_cast<std::uint32_t>(plan_.sizes[d]);
            const auto step = static_cast<std::uint32_t>(plan_.steps[d]);
            for (std::uint32_t byte = 0; byte < adds_[d].size(); ++byte)
                adds_[d][byte] = is_signed && byte >= 128 ? none * step
                                 : byte < none            ? byte * step
                                                          : unknown_mark;
        }
    }

    // What each byte adds is looked up, which is less than asking and multiplying.
    void add_bytes(const void* column, const std::array<std::uint32_t, 256>& adds) noexcept {
        const auto* const bytes = static_cast<const std::uint8_t*>(column) + first_;
        std::uint32_t* const groups = groups_of_.data();
        for (std::size_t i = 0; i < rows_; ++i)
            groups[i] += adds[bytes[i]];
    }
    template <class Number>
    void add_numbers(const id_column& column, std::uint32_t none, std::uint32_t step) noexcept {
        const auto* const numbers =
            static_cast<const unsigned char*>(column.values) + first_ * sizeof(Number);
        std::uint32_t* const groups = groups_of_.data();
        for (std::size_t i = 0; i < rows_; ++i) {
            Number number{};
            std::memcpy(&number, numbers + i * sizeof(Number), sizeof(Number));
            auto id = static_cast<std::uint32_t>(number);
            bool is_unknown = id >= none;
            if constexpr (std::is_signed_v<Number>) { // a negative one has none of the list
                is_unknown = is_unknown && number >= 0;
                id = number < 0 ? none : id;
            }
            groups[i] += is_unknown ? unknown_mark : id * step;
        }
    }

    void add_instants(const calendar_spans& spans, const time_column& column, std::size_t none,
                      std::uint32_t step) noexcept {
        const std::int64_t* const ms = lengths_of(column, {});
        // Rows mostly come in the order of time, so that a block lies in one span.
        const std::size_t span = spans.span_of(ms[0]);
        const auto begin = static_cast<std::uint64_t>(spans.begin(span));
        const std::uint64_t last = static_cast<std::uint64_t>(spans.end(span)) - 1 - begin;
        std::uint64_t beyond = 0; // its highest bit: some row is in another span
        for (std::size_t i = 0; i < rows_; ++i) {
            const std::uint64_t from_begin = static_cast<std::uint64_t>(ms[i]) - begin;
            beyond |= from_begin | (last - from_begin);
        }
        const std::uint32_t group = spans.group(span);
        if ((beyond >> 63U) == 0 && group != calendar_spans::outside) {
            const std::uint32_t more = group * step;
            for (std::size_t i = 0; i < rows_; ++i)
                groups_of_[i] += more;
            return;
        }
        for (std::size_t i = 0; i < rows_; ++i) {
            if (ms[i] == no_value) {
                groups_of_[i] += static_cast<std::uint32_t>(none) * step;
                continue;
            }
            const std::uint32_t here = spans.group(spans.span_of(ms[i]));
            if (here == calendar_spans::outside) {
                groups_of_[i] |= outside_mark;
            } else {
                groups_of_[i] += here * step;
            }
        }
    }

    // -- lengths

    // Milliseconds of the block; where they lie, or copied.
    const std::int64_t* lengths_of(const time_column& values, const time_column& since) noexcept {
        if (values.unit == time_unit::milliseconds && values.validity.bits == nullptr &&
            since.values == nullptr)
            return values.values + first_;
        for (std::size_t i = 0; i < rows_; ++i)
            staged_[i] = ms_of(values, first_ + i);
        if (since.values != nullptr)
            for (std::size_t i = 0; i < rows_; ++i)
                staged_[i] = difference(staged_[i], ms_of(since, first_ + i));
        return staged_.data();
    }
    [[nodiscard]] SLA_HOT static std::int64_t ms_of(const time_column& column,
                                                    std::size_t row) noexcept {
        const std::int64_t value = column.values[row];
        if (value == no_value || !is_valid(column.validity, row))
            return no_value;
        return to_ms(value, column.unit);
    }
    // What 64 bits cannot hold is some length that is not measured.
    [[nodiscard]] SLA_HOT static std::int64_t difference(std::int64_t end,
                                                         std::int64_t begin) noexcept {
        if (end == no_value || begin == no_value)
            return no_value;
        std::int64_t out = 0;
        return __builtin_sub_overflow(end, begin, &out) || out == no_value ? -1 : out;
    }

    // -- figures

    template <std::size_t Copies>
    void add_metric(std::size_t m) {
        add_states<Copies>(m);
        for (std::size_t i = 0; i < plan_.definition.metrics[m].lengths.size(); ++i) {
            const length_column& column = in_.metrics[m].lengths[i];
            const std::int64_t* const ms = lengths_of(column.values, column.since);
            // No length at all is fine, others beyond the range are not.
            std::uint64_t strange = 0;
            std::uint64_t absent = 0; // its highest bit
            for (std::size_t k = 0; k < rows_; ++k) {
                const auto v = static_cast<std::uint64_t>(ms[k]);
                absent |= v;
                strange |= (v << 1U) >> 42U | ((0U - (v >> 63U)) & (v << 1U));
            }
            if (strange == 0 && absent >> 63U == 0)
                add_lengths<Copies, true>(m, i, ms);
            else
                add_lengths<Copies, false>(m, i, ms);
            if (strange != 0)
                count_strange(m, i, ms);
            add_limits(m, i, ms);
        }
    }

    template <std::size_t Copies>
    struct state_adder {
        std::array<std::uint64_t*, Copies> to;
        const std::uint32_t* groups;
        const std::uint8_t* states;

        SLA_HOT void operator()(std::size_t i, std::size_t copy) const noexcept {
            ++to[copy][std::size_t{groups[i]} * states_of_row + states[i]];
        }
    };

    template <std::size_t Copies>
    SLA_APART void add_states(std::size_t m) noexcept {
        const std::uint8_t* const from = in_.metrics[m].state + first_;
        fetch(from + rows_, rows_);
        for (std::size_t i = 0; i < rows_; ++i)
            states_of_[i] = std::min(from[i], error_state);
        if (bad_ != 0) // lengths of what is in no group are not looked at
            for (std::size_t i = 0; i < rows_; ++i)
                states_of_[i] = groups_of_[i] == groups_ ? error_state : states_of_[i];
        std::array<std::uint64_t*, Copies> to{};
        for (std::size_t copy = 0; copy < Copies; ++copy)
            to[copy] = (copy == 0 ? store_.states.data()
                                  : more_states_.data() + (copy - 1) * store_.states.size()) +
                       m * (groups_ + 1) * states_of_row;
        each<Copies>(state_adder<Copies>{to, groups_of_.data(), states_of_.data()});
    }

    // Adds one length of each row to the figures of its group.
    template <std::size_t Copies, bool All>
    struct adder {
        report_pass& pass;
        std::array<length_sums*, Copies> sums;
        const std::int64_t* ms;
        const std::uint32_t* groups;
        const std::uint8_t* states;
        const std::uint64_t* buckets;
        const std::uint64_t* wanted; // of each state all bits or none
        std::size_t base;            // the first cell of the length
        std::size_t nowhere;

        SLA_HOT void operator()(std::size_t i, std::size_t copy) const {
            if (copy == 0)
                __builtin_prefetch(ms + i + report_block_rows);
            auto v = static_cast<std::uint64_t>(ms[i]);
            // Masks instead of branches, which nobody could foretell.
            std::uint64_t counts = wanted[states[i]];
            if constexpr (!All) // some row has no length, or none in the range
                counts &= 0U - static_cast<std::uint64_t>(v < length_end);
            const std::size_t group = nowhere ^ ((groups[i] ^ nowhere) & counts);
            v &= counts;
            length_sums& to = sums[copy][group];
            ++to.count;
            to.sum += v;
            if (to.sum < v)
                ++pass.store_.rests[base + group].sum_high;
            if (v < to.min)
                to.min = v;
            if (v > to.max)
                to.max = v;
            if (to.buckets != nullptr)
                ++to.buckets[buckets[i] & counts];
            else
                pass.add_value(base + group, static_cast<std::uint32_t>(v / 1000));
        }
    };

    template <std::size_t Copies, bool All>
    SLA_APART void add_lengths(std::size_t m, std::size_t which, const std::int64_t* ms) {
        const length_buckets buckets = plan_.buckets;
        const std::size_t base = store_.cell(plan_.first_length[m] + which, 0);
        std::array<length_sums*, Copies> sums{};
        for (std::size_t copy = 0; copy < Copies; ++copy)
            sums[copy] = (copy == 0 ? store_.sums.data() : copy_of(copy)) + base;
        std::array<std::uint64_t, states_of_row> wanted{};
        for (unsigned s = 0; s < states_of_row; ++s)
            wanted[s] = 0U - (std::uint64_t{plan_.length(m, which).of.bits} >> s & 1U);
        for (std::size_t i = 0; i < rows_; ++i)
            buckets_of_[i] = buckets.of_ms(static_cast<std::uint64_t>(ms[i]));
        each<Copies>(adder<Copies, All>{.pass = *this,
                                        .sums = sums,
                                        .ms = ms,
                                        .groups = groups_of_.data(),
                                        .states = states_of_.data(),
                                        .buckets = buckets_of_.data(),
                                        .wanted = wanted.data(),
                                        .base = base,
                                        .nowhere = groups_});
    }

    SLA_APART void add_value(std::size_t cell, std::uint32_t second) {
        store_.put(cell, second);
        if (store_.rests[cell].buckets.empty())
            return;
        for (std::size_t copy = 1; copy < copies_; ++copy)
            copy_of(copy)[cell].buckets = store_.sums[cell].buckets;
    }

    SLA_APART void count_strange(std::size_t m, std::size_t which,
                                 const std::int64_t* ms) noexcept {
        const std::uint32_t states = plan_.length(m, which).of.bits;
        const std::size_t base = store_.cell(plan_.first_length[m] + which, 0);
        for (std::size_t i = 0; i < rows_; ++i)
            if ((states >> states_of_[i] & 1U) != 0 && ms[i] != no_value &&
                static_cast<std::uint64_t>(ms[i]) >= length_end)
                ++store_.rests[base + groups_of_[i]].out_of_range;
    }

    void add_limits(std::size_t m, std::size_t which, const std::int64_t* ms) noexcept {
        const report_length& length = plan_.length(m, which);
        const std::uint32_t states = length.of.bits;
        const std::size_t first = plan_.first_limit[plan_.first_length[m] + which];
        for (std::size_t k = 0; k < length.limits.size(); ++k) {
            const auto limit = static_cast<std::uint64_t>(length.limits[k].count());
            std::uint64_t* const to = store_.within_of(first + k);
            for (std::size_t i = 0; i < rows_; ++i)
                to[groups_of_[i]] +=
                    static_cast<std::uint64_t>((states >> states_of_[i] & 1U) != 0 &&
                                               static_cast<std::uint64_t>(ms[i]) <= limit);
        }
    }

    // `body(row of the block, copy)`.
    template <std::size_t Copies, class Body>
    SLA_HOT void each(const Body body) {
        const std::size_t rows = rows_;
        std::size_t i = 0;
        if constexpr (Copies == report_copies)
            for (; i + report_copies <= rows; i += report_copies) {
                body(i, 0);
                body(i + 1, 1);
                body(i + 2, 2);
                body(i + 3, 3);
            }
        for (; i < rows; ++i)
            body(i, 0);
    }

    // -- copies

    [[nodiscard]] length_sums* copy_of(std::size_t copy) noexcept {
        return more_sums_.data() + (copy - 1) * store_.sums.size();
    }
    void fold() noexcept {
        for (std::size_t copy = 1; copy < copies_; ++copy) {
            const std::uint64_t* const states =
                more_states_.data() + (copy - 1) * store_.states.size();
            for (std::size_t i = 0; i < store_.states.size(); ++i)
                store_.states[i] += states[i];
            for (std::size_t i = 0; i < store_.sums.size(); ++i)
                store_.add_sums(i, copy_of(copy)[i]);
        }
    }

    const report_data& plan_;
    report_store& store_;
    const report_input& in_;
    std::size_t groups_;
    std::size_t copies_;
    std::size_t first_ = 0; // of the block
    std::size_t rows_ = 0;
    std::uint32_t bad_ = 0; // marks of any row
    std::array<std::uint64_t, report_copies> nowhere_{};
    std::array<std::uint32_t, report_block_rows> groups_of_;
    std::array<std::uint8_t, report_block_rows> states_of_;
    std::array<std::int64_t, report_block_rows> staged_;
    std::array<std::uint64_t, report_block_rows> buckets_of_;
    std::vector<std::array<std::uint32_t, 256>> adds_{}; // of each dimension, by the byte
    std::vector<std::uint64_t> more_states_{};
    std::vector<length_sums> more_sums_{};
};

} // namespace sla::inline v1::detail
