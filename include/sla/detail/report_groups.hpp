// SPDX-License-Identifier: MIT
//
// Inside the report room: the group of each row of a block.
#pragma once

#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/inlining.hpp>
#include <sla/detail/report_data.hpp>
#include <sla/detail/report_loops.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace sla::inline v1::detail {

[[nodiscard]] SLA_HOT std::int64_t ms_of(const time_column& column, std::size_t row) noexcept {
    const std::int64_t value = column.values[row];
    if (value == no_value || !is_valid(column.validity, row))
        return no_value;
    return to_ms(value, column.unit);
}

// Milliseconds of a block; where they lie, or copied.
[[nodiscard]] inline const std::int64_t* ms_of(const time_column& column, std::size_t first,
                                               std::size_t rows,
                                               report_column<std::int64_t>& copied) noexcept {
    if (column.unit == time_unit::milliseconds && column.validity.bits == nullptr)
        return column.values + first;
    for (std::size_t i = 0; i < rows; ++i)
        copied[i] = ms_of(column, first + i);
    return copied.data();
}

class report_grouper {
public:
    report_grouper(const report_data& plan, const report_input& in, std::size_t rows,
                   const report_loops& loops)
        : plan_{plan}, in_{in}, loops_{loops} {
        for (std::size_t d = 0, id = 0; d < plan_.sizes.size(); ++d) {
            const bool is_signed =
                !plan_.definition.dimensions[d].calendar && in_.ids[id++].is_signed;
            adds_.push_back({.none = static_cast<std::uint32_t>(plan_.sizes[d]),
                             .step = static_cast<std::uint32_t>(plan_.steps[d]),
                             .unknown = unknown_mark,
                             .first_negative = is_signed ? 128U : 256U});
        }
        if (rows < std::size_t{bytes} * 16)
            return;
        of_bytes_.resize(adds_.size());
        for (std::size_t d = 0; d < adds_.size(); ++d) {
            for (std::uint32_t byte = 0; byte < bytes; ++byte)
                of_bytes_[d][byte] = add_of(byte, adds_[d]);
            adds_[d].of_byte = of_bytes_[d].data();
        }
    }

    // The group of a row that is in none is one more than there are. Returns whether there is such
    // a row.
    bool run(std::size_t first, std::size_t rows, report_counts& out) {
        first_ = first;
        rows_ = rows;
        std::fill_n(groups_.begin(), rows_, 0U);
        std::size_t id = 0;
        std::size_t calendar = 0;
        // Of each column a block reads about a page, and processors that read ahead stop at its
        // end: so the next block is asked for.
        const std::size_t next = first_ + rows_;
        for (std::size_t d = 0; d < plan_.sizes.size(); ++d) {
            if (plan_.definition.dimensions[d].calendar) {
                const time_column& column = in_.instants[calendar];
                add_instants(plan_.calendars[calendar++], column, adds_[d]);
                fetch(column.values + next, rows_ * sizeof(std::int64_t));
            } else {
                const id_column& column = in_.ids[id++];
                add_ids(column, adds_[d]);
                fetch(static_cast<const char*>(column.values) + next * column.width,
                      rows_ * column.width);
            }
        }
        std::uint32_t marks = 0;
        for (std::size_t i = 0; i < rows_; ++i)
            marks |= groups_[i];
        if (marks < unknown_mark)
            return false;
        leave_out(out);
        return true;
    }
    [[nodiscard]] const std::uint32_t* groups() const noexcept { return groups_.data(); }

private:
    static constexpr std::uint32_t bytes = 256;

    // Marks above every group. A number that is unknown is added, at most once for each dimension.
    // Of several reasons in one row an unknown number is told.
    static constexpr std::uint32_t unknown_mark = 1U << 26U;
    static constexpr std::uint32_t outside_mark = 1U << 31U;
    static_assert(max_report_groups < unknown_mark);
    static_assert(max_report_dimensions < outside_mark / unknown_mark);

    SLA_APART void leave_out(report_counts& out) noexcept {
        for (std::size_t i = 0; i < rows_; ++i) {
            const std::uint32_t group = groups_[i];
            if (group < unknown_mark)
                continue;
            ++((group & ~outside_mark) >= unknown_mark ? out.unknown_id : out.outside);
            groups_[i] = static_cast<std::uint32_t>(plan_.groups);
        }
    }

    void add_ids(const id_column& column, const id_adds& adds) noexcept {
        if (column.validity.bits != nullptr)
            read_numbers(column, adds);
        else if (column.width == 1)
            loops_.ids(static_cast<const std::uint8_t*>(column.values) + first_, rows_, adds,
                       groups_.data());
        else if (column.width == 2)
            column.is_signed ? add_numbers<std::int16_t>(column, adds)
                             : add_numbers<std::uint16_t>(column, adds);
        else
            column.is_signed ? add_numbers<std::int32_t>(column, adds)
                             : add_numbers<std::uint32_t>(column, adds);
    }
    void read_numbers(const id_column& column, const id_adds& adds) noexcept {
        for (std::size_t i = 0; i < rows_; ++i) {
            const std::int64_t id = read(column, first_ + i);
            groups_[i] += id < 0 ? adds.none * adds.step
                          : id >= std::int64_t{adds.none}
                              ? unknown_mark
                              : static_cast<std::uint32_t>(id) * adds.step;
        }
    }
    template <class Number>
    void add_numbers(const id_column& column, const id_adds& adds) noexcept {
        const auto* const numbers =
            static_cast<const unsigned char*>(column.values) + first_ * sizeof(Number);
        for (std::size_t i = 0; i < rows_; ++i) {
            Number number{};
            std::memcpy(&number, numbers + i * sizeof(Number), sizeof(Number));
            auto id = static_cast<std::uint32_t>(number);
            bool is_unknown = id >= adds.none;
            if constexpr (std::is_signed_v<Number>) { // a negative one has none of the list
                is_unknown = is_unknown && number >= 0;
                id = number < 0 ? adds.none : id;
            }
            groups_[i] += is_unknown ? unknown_mark : id * adds.step;
        }
    }

    void add_instants(const calendar_spans& spans, const time_column& column,
                      const id_adds& adds) noexcept {
        const std::int64_t* const ms = ms_of(column, first_, rows_, copied_);
        // Rows mostly come in the order of time, so that a block lies in one span.
        const std::size_t span = spans.span_of(ms[0]);
        const std::int64_t begin = spans.begin(span);
        const std::uint64_t last =
            static_cast<std::uint64_t>(spans.end(span)) - 1 - static_cast<std::uint64_t>(begin);
        const std::uint32_t group = spans.group(span);
        if (group != calendar_spans::outside && loops_.within(ms, rows_, begin, last)) {
            const std::uint32_t more = group * adds.step;
            for (std::size_t i = 0; i < rows_; ++i)
                groups_[i] += more;
            return;
        }
        for (std::size_t i = 0; i < rows_; ++i) {
            if (ms[i] == no_value) {
                groups_[i] += adds.none * adds.step;
                continue;
            }
            const std::uint32_t here = spans.group(spans.span_of(ms[i]));
            if (here == calendar_spans::outside) {
                groups_[i] |= outside_mark;
            } else {
                groups_[i] += here * adds.step;
            }
        }
    }

    const report_data& plan_;
    const report_input& in_;
    const report_loops& loops_;
    std::size_t first_ = 0; // of the block
    std::size_t rows_ = 0;
    std::vector<id_adds> adds_{};
    std::vector<std::array<std::uint32_t, bytes>> of_bytes_{};
    report_column<std::uint32_t> groups_;
    report_column<std::int64_t> copied_;
};

} // namespace sla::inline v1::detail
