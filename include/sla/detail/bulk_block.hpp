// SPDX-License-Identifier: MIT
//
// Inside the bulk room: a block of rows judged column by column.
//
//     host's columns ─► block_rows_read ─► block_clock, for each metric ─► block_writer
//
// Each step is a loop over the block, whose columns stay in the first cache; compilers turn these
// loops into vectors for the processor for which `run` is compiled. So that they can, all columns
// of a block are of one width, and loops touch local names only. Rows that are not simple are
// marked and left to others.
#pragma once

#include <sla/detail/bulk_block_clock.hpp>
#include <sla/detail/bulk_block_read.hpp>
#include <sla/detail/bulk_block_write.hpp>
#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_staging.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

template <class Kernel>
class block_run {
public:
    block_run(const bulk_data& plan, const bulk_input& in, const bulk_output& out) noexcept
        : plan_{plan}, in_{in}, out_{out}, rows_{plan, in}, clock_{plan, rows_} {}

    // Judges the rows but for those that it marks. True when it has marked any. `next`: the block
    // after this one.
    SLA_HOT bool run(const block_range& rows, const block_range& next) noexcept {
        announce(next, 0);
        rows_.load(rows);
        announce(next, 1);
        clock_.begin_block();
        writer_.begin_block(rows, rows_.begin());
        const bool asks_for_next = out_.next_change.values != nullptr;
        if (asks_for_next)
            writer_.forget_next();
        for (std::size_t m = 0; m < plan_.metrics.size(); ++m) {
            const metric_output out = out_.metrics.empty() ? metric_output{} : out_.metrics[m];
            if (asks_for_next || is_wanted(out))
                judge(plan_.metrics[m], out, [&]() noexcept {
                    if (m == 0)
                        announce(next, 2);
                });
        }
        announce(next, 3);
        if (asks_for_next) {
            for (const fast_metric& metric : plan_.others)
                judge(metric, metric_output{}, []() noexcept {});
            writer_.write_next(out_.next_change);
        }
        return rows_.has_marks();
    }

    [[nodiscard]] bool is_marked(std::size_t i) noexcept { return rows_.marked()[i] != 0; }

private:
    // `before_writing()` is called before the first of the host's columns is.
    template <class BeforeWriting>
    SLA_HOT void judge(const fast_metric& metric, const metric_output& out,
                       const BeforeWriting& before_writing) noexcept {
        const clock_columns columns = clock_.judge(metric, questions_of(out));
        before_writing();
        writer_.write(out, columns, metric);
        if (out_.next_change.values != nullptr)
            writer_.add_next(columns, metric);
    }

    [[nodiscard]] SLA_HOT typename block_clock<Kernel>::questions
    questions_of(const metric_output& out) const noexcept {
        const bool asks_for_more =
            out.state != nullptr || out.breached_at.values != nullptr ||
            out.remaining.values != nullptr || out.overdue.values != nullptr ||
            out.next_change.values != nullptr || out_.next_change.values != nullptr;
        const bool asks_for_work =
            out.working_remaining.values != nullptr || out.working_overdue.values != nullptr;
        const bool asks_for_share = out.share != nullptr;
        return {.ends = asks_for_more || asks_for_work || asks_for_share,
                .work = asks_for_work,
                .share = asks_for_share};
    }

    // Asks for a part of the columns of the block after this one, which the processor would not
    // foresee: it looks ahead within a page only, and blocks are no longer than that. In parts, so
    // that they come while the block is judged; all at once would wait for each other.
    SLA_HOT void announce(const block_range& next, std::size_t part) const noexcept {
        if (next.list != nullptr || next.count == 0)
            return;
        fetch(in_.created.values, next, part);
        fetch(in_.now_of_row.values, next, part);
        for (const time_column& column : in_.events)
            fetch(column.values, next, part);
        for (const id_column& column : in_.attributes)
            fetch_ids(column, next, part);
        fetch_ids(in_.profile, next, part);
        for (const metric_output& out : out_.metrics) {
            fetch<for_writing>(out.state, next, part);
            for (const time_output* column : time_columns(out))
                fetch<for_writing>(column->values, next, part);
            fetch<for_writing>(out.share, next, part);
        }
        fetch<for_writing>(out_.next_change.values, next, part);
    }

    static constexpr std::size_t parts = 4;
    static constexpr int for_reading = 0;
    static constexpr int for_writing = 1;
    template <int For = for_reading, class Value>
    SLA_HOT static void fetch(const Value* column, const block_range& rows,
                              std::size_t part) noexcept {
        constexpr std::size_t line = 64 / sizeof(Value);
        constexpr std::size_t rows_of_part = block_rows / parts;
        if (column == nullptr)
            return;
        // As a number: behind the last row there is nothing that a pointer may point to.
        const auto first = reinterpret_cast<std::uintptr_t>(column) + // NOLINT(*-reinterpret-cast)
                           (rows.first + part * rows_of_part) * sizeof(Value);
        for (std::size_t i = 0; i < rows_of_part; i += line) {
            const std::uintptr_t at = first + i * sizeof(Value);
            // NOLINTNEXTLINE(*-reinterpret-cast,performance-no-int-to-ptr)
            SLA_PREFETCH(reinterpret_cast<const void*>(at), For);
        }
    }
    SLA_HOT static void fetch_ids(const id_column& column, const block_range& rows,
                                  std::size_t part) noexcept {
        if (column.width == 1)
            fetch(static_cast<const std::uint8_t*>(column.values), rows, part);
        else if (column.width == 2)
            fetch(static_cast<const std::uint16_t*>(column.values), rows, part);
        else
            fetch(static_cast<const std::uint32_t*>(column.values), rows, part);
    }

    const bulk_data& plan_;
    const bulk_input& in_;
    const bulk_output& out_;
    block_rows_read rows_;
    block_clock<Kernel> clock_;
    block_writer writer_;
};

} // namespace sla::inline v1::detail
