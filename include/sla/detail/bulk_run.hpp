// SPDX-License-Identifier: MIT
//
// Inside the bulk room: a plan at work. A block of rows goes through a kernel, and the rows that it
// leaves through `evaluate`.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_block.hpp>
#include <sla/detail/bulk_compile.hpp>
#include <sla/detail/bulk_deadline_run.hpp>
#include <sla/detail/bulk_kernels_avx2.hpp>
#include <sla/detail/bulk_kernels_avx512.hpp>
#include <sla/detail/bulk_ticket.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sla::inline v1 {

namespace detail {

// Rows one by one, through `evaluate`.
class row_run {
public:
    row_run(const bulk_data& plan, const bulk_input& in, const bulk_output& out) noexcept
        : plan_{plan}, out_{out}, reader_{plan.layout, in} {}

    void run(std::size_t row, bulk_counts& counts) noexcept {
        const timeline* const ticket = reader_.read(row);
        const auto now = ticket != nullptr ? reader_.now(row) : std::nullopt;
        if (!now) {
            fail(row, reader_.error(), counts);
            return;
        }
        const evaluation result = evaluate(plan_.book, *ticket, *now);
        for (std::size_t m = 0; m < out_.metrics.size(); ++m) {
            const verdict* const v = result.find(plan_.layout.metrics[m]);
            if (v != nullptr)
                write(out_.metrics[m], row, *v);
            else
                write_nothing(out_.metrics[m], row,
                              static_cast<std::uint8_t>(clock_state::not_applicable));
        }
        write(out_.next_change, row, result.next_change());
    }

    void fail(std::size_t row, row_error why, bulk_counts& counts) noexcept {
        ++counts.errors;
        ++counts.by_error[static_cast<std::size_t>(why) -
                          static_cast<std::size_t>(row_error::columns_missing)];
        for (const metric_output& out : out_.metrics)
            write_nothing(out, row, static_cast<std::uint8_t>(why));
        write_nothing(out_.next_change, row);
    }

private:
    const bulk_data& plan_;
    const bulk_output& out_;
    row_reader reader_;
};

// Whether a kernel can do all clocks that are asked for.
[[nodiscard]] inline bool suits_kernels(const bulk_data& plan, const bulk_input& in,
                                        const bulk_output& out) noexcept {
    if (plan.kernels == bulk_kernels::none || in.timelines.offsets.values != nullptr)
        return false;
    const bool asks_for_all = out.next_change.values != nullptr;
    for (std::size_t m = 0; m < plan.metrics.size(); ++m)
        if (!plan.metrics[m].is_fast &&
            (asks_for_all || (m < out.metrics.size() && is_wanted(out.metrics[m]))))
            return false;
    return !asks_for_all || std::all_of(plan.others.begin(), plan.others.end(),
                                        [](const fast_metric& m) noexcept { return m.is_fast; });
}

template <class Kernel>
SLA_HOT void run_blocks(const bulk_data& plan, const bulk_input& in, const bulk_output& out,
                        const block_range& rows, bulk_counts& counts) noexcept {
    block_run<Kernel> block{plan, in, out};
    deadline_run<Kernel> deadlines{plan, in, out, rows};
    row_run others{plan, in, out};
    constexpr std::size_t at_once = deadlines.rows_at_once;
    std::size_t before = deadlines.rows_before();
    for (std::size_t done = 0; done < rows.count;) {
        if (deadlines.is_possible() && before == 0 && rows.count - done >= at_once) {
            typename deadline_run<Kernel>::marks marks;
            if (deadlines.run(rows.first + done, marks)) [[likely]] {
                if (marks != decltype(marks){}) [[unlikely]]
                    for (std::size_t i = 0; i < at_once; ++i)
                        if ((marks[i / 16] >> i % 16 & 1) != 0)
                            others.run(rows.first + done + i, counts);
                done += at_once;
                continue;
            }
        }
        const std::size_t most = before != 0 ? before : block_rows;
        before = 0;
        const block_range part{
            .first = rows.first + done,
            .count = std::min(most, rows.count - done),
            .list = rows.list != nullptr ? rows.list + done : nullptr,
        };
        done += part.count;
        const block_range next{.first = part.first + part.count,
                               .count = std::min(block_rows, rows.count - done),
                               .list = part.list};
        if (!block.run(part, next)) [[likely]]
            continue;
        for (std::size_t i = 0; i < part.count; ++i)
            if (block.is_marked(i))
                others.run(part[i], counts);
    }
    deadlines.finish();
}

SLA_APART inline void run_blocks_plain(const bulk_data& plan, const bulk_input& in,
                                       const bulk_output& out, const block_range& rows,
                                       bulk_counts& counts) noexcept {
    run_blocks<plain_kernel>(plan, in, out, rows, counts);
}
#if SLA_HAS_X86_KERNELS
SLA_APART SLA_AVX2 inline void run_blocks_avx2(const bulk_data& plan, const bulk_input& in,
                                               const bulk_output& out, const block_range& rows,
                                               bulk_counts& counts) noexcept {
    run_blocks<avx2_kernel>(plan, in, out, rows, counts);
}
SLA_APART SLA_AVX512 inline void run_blocks_avx512(const bulk_data& plan, const bulk_input& in,
                                                   const bulk_output& out, const block_range& rows,
                                                   bulk_counts& counts) noexcept {
    run_blocks<avx512_kernel>(plan, in, out, rows, counts);
}
#endif

inline bulk_counts run_rows(const bulk_data& plan, const bulk_input& in, const bulk_output& out,
                            const block_range& rows) noexcept {
    bulk_counts counts{.rows = rows.count};
    if (!has_columns(plan.layout, in) ||
        (!out.metrics.empty() && out.metrics.size() != plan.layout.metrics.size())) {
        row_run each{plan, in, out};
        for (std::size_t i = 0; i < rows.count; ++i)
            each.fail(rows[i], row_error::columns_missing, counts);
        return counts;
    }
    if (!suits_kernels(plan, in, out)) {
        row_run each{plan, in, out};
        for (std::size_t i = 0; i < rows.count; ++i)
            each.run(rows[i], counts);
        return counts;
    }
    switch (plan.kernels) {
#if SLA_HAS_X86_KERNELS
    case bulk_kernels::avx512:
        run_blocks_avx512(plan, in, out, rows, counts);
        break;
    case bulk_kernels::avx2:
        run_blocks_avx2(plan, in, out, rows, counts);
        break;
#endif
    default:
        run_blocks_plain(plan, in, out, rows, counts);
        break;
    }
    return counts;
}

} // namespace detail

SLA_FUNCTION bulk_counts bulk_plan::run(const bulk_input& in, const bulk_output& out,
                                        std::size_t first, std::size_t count) const noexcept {
    return detail::run_rows(*data_, in, out, {.first = first, .count = count, .list = nullptr});
}

SLA_FUNCTION bulk_counts bulk_plan::run(const bulk_input& in, const bulk_output& out,
                                        std::span<const std::uint32_t> rows) const noexcept {
    static constexpr std::uint32_t no_rows = 0;
    return detail::run_rows(
        *data_, in, out,
        {.first = 0, .count = rows.size(), .list = rows.empty() ? &no_rows : rows.data()});
}

SLA_FUNCTION bulk_kernels bulk_plan::kernels() const noexcept {
    return data_->kernels;
}

SLA_FUNCTION bool bulk_plan::is_fast(std::size_t metric) const noexcept {
    return metric < data_->metrics.size() && data_->metrics[metric].is_fast;
}

SLA_FUNCTION result<bulk_plan> compile(const policy_book& book, const bulk_layout& layout,
                                       const bulk_options& options) {
    return detail::bulk_compiler::run(book, layout, options);
}

} // namespace sla::inline v1
