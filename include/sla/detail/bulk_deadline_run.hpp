// SPDX-License-Identifier: MIT
//
// Inside the bulk room: a table of which nothing is asked but deadlines. Where all of them are in
// tables, kernels read the host's columns and write the host's columns, without a block between.
#pragma once

#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/bulk_numbers.hpp>
#include <sla/detail/bulk_staging.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

template <class Kernel>
class deadline_run {
public:
    // Nothing but the combinations of so many rows has to stay in the first cache.
    static constexpr std::size_t rows_at_once = 256;
    using marks = row_marks<rows_at_once>;

    // `all`: the rows of the call.
    deadline_run(const bulk_data& plan, const bulk_input& in, const bulk_output& out,
                 const block_range& all) noexcept
        : plan_{plan}, in_{in}, out_{out}, is_possible_{all.list == nullptr &&
                                                        are_columns_plain() &&
                                                        asks_for_deadlines()} {
        combination_.fill(0);
        if (is_possible_ && all.count >= rows_past_caches)
            choose_lines(all.first);
    }

    [[nodiscard]] SLA_HOT bool is_possible() const noexcept { return is_possible_; }

    // The rows before the first whole line of the cache are to be judged in another way.
    [[nodiscard]] SLA_HOT std::size_t rows_before() const noexcept { return rows_before_; }

    // Finds the deadlines of `rows_at_once` rows but for those that it marks. False where it
    // cannot: there are numbers that are not known.
    SLA_HOT bool run(std::size_t first, marks& out) noexcept {
        first_ = first;
        are_known_ = true;
        read_columns(*this, plan_, in_);
        if (!are_known_) [[unlikely]]
            return false;
        if (in_.created.unit == time_unit::seconds)
            find_deadlines<time_unit::seconds>(first, out);
        else
            find_deadlines<time_unit::milliseconds>(first, out);
        return true;
    }

    // Of read_columns.
    template <class Number>
    SLA_HOT void add_column(const number_column& of, bool is_first, const Number* values) noexcept {
        are_known_ &= add_numbers<rows_at_once>(of, is_first, values + first_, combination_.data());
    }

    // To be called in the end.
    void finish() const noexcept {
        if (writes_past_caches_)
            Kernel::finish_writing();
    }

private:
    [[nodiscard]] bool are_columns_plain() const noexcept {
        return in_.now_of_row.values == nullptr && in_.events.empty() && !plan_.layout.pauses &&
               in_.created.validity.bits == nullptr &&
               in_.created.unit != time_unit::microseconds &&
               in_.profile.validity.bits == nullptr &&
               std::ranges::all_of(in_.attributes, [](const id_column& column) noexcept {
                   return column.validity.bits == nullptr;
               });
    }
    [[nodiscard]] bool asks_for_deadlines() const noexcept {
        if (out_.next_change.values != nullptr || out_.metrics.empty())
            return false;
        bool asks = false;
        for (std::size_t m = 0; m < plan_.metrics.size(); ++m) {
            if (!is_wanted(out_.metrics[m]))
                continue;
            asks = asks_for_deadline_only(out_.metrics[m]) && plan_.metrics[m].always &&
                   Kernel::can_use(plan_.metrics[m].deadlines) &&
                   has_unit_of(plan_.metrics[m].deadlines);
            if (!asks)
                return false;
        }
        return asks;
    }
    [[nodiscard]] bool asks_for_deadline_only(const metric_output& out) const noexcept {
        metric_output others = out;
        others.deadline = {};
        return out.deadline.unit == in_.created.unit && !is_wanted(others);
    }
    // Whether the host's unit expresses all that the table adds to an instant.
    [[nodiscard]] bool has_unit_of(const deadline_table& table) const noexcept {
        return in_.created.unit == time_unit::milliseconds || table.step_ms % 1000 == 0;
    }

    // Whether all columns can be written in whole lines of the cache, and how many rows lie before
    // the first of these.
    void choose_lines(std::size_t first) noexcept {
        constexpr std::size_t line = 64;
        std::size_t before = line;
        for (const metric_output& out : out_.metrics) {
            if (!is_wanted(out))
                continue;
            const auto at = reinterpret_cast<std::uintptr_t>( // NOLINT(*-reinterpret-cast)
                out.deadline.values + first);
            const std::size_t rest = (line - at % line) % line;
            if (rest % sizeof(std::int64_t) != 0 || (before != line && rest != before))
                return;
            before = rest;
        }
        writes_past_caches_ = true;
        rows_before_ = before / sizeof(std::int64_t);
    }

    template <time_unit Unit>
    SLA_HOT void find_deadlines(std::size_t first, marks& out) noexcept {
        out.fill(0);
        for (std::size_t m = 0; m < plan_.metrics.size(); ++m) {
            std::int64_t* const deadline = out_.metrics[m].deadline.values;
            if (deadline == nullptr)
                continue;
            const deadline_table& table = plan_.metrics[m].deadlines;
            const marks some =
                writes_past_caches_
                    ? find_deadlines_of<memory_access::past_caches, Unit>(table, first, deadline)
                    : find_deadlines_of<memory_access::streamed, Unit>(table, first, deadline);
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] |= some[i];
        }
    }
    template <memory_access Access, time_unit Unit>
    SLA_HOT marks find_deadlines_of(const deadline_table& table, std::size_t first,
                                    std::int64_t* deadline) const noexcept {
        return Kernel::template find_deadlines_at_once<Access, Unit, rows_at_once>(
            table, window_of<Unit>(table), in_.created.values + first, combination_.data(),
            deadline + first);
    }

    // In the host's instants: from the beginning of the table to now or to its end.
    template <time_unit Unit>
    [[nodiscard]] SLA_HOT row_window window_of(const deadline_table& table) const noexcept {
        const std::int64_t begin = plan_.years.begin_ms;
        const std::int64_t end = begin + plan_.years.length_ms;
        const std::int64_t now = in_.now.time_since_epoch().count();
        const std::int64_t first = begin - table.shift_ms;
        const std::int64_t length = now >= begin ? std::min(now, end - 1) + 1 - first : 0;
        if (Unit == time_unit::seconds) // a second counts if it begins within
            return {.first = first / 1000, .length = (length + 999) / 1000};
        return {.first = first, .length = length};
    }

    // Of so many rows a column of instants has 8 MiB: it is in no cache when it is read again.
    static constexpr std::size_t rows_past_caches = std::size_t{1} << 20;

    const bulk_data& plan_;
    const bulk_input& in_;
    const bulk_output& out_;
    bool is_possible_;
    bool writes_past_caches_ = false;
    std::size_t rows_before_ = 0;
    std::size_t first_ = 0;
    bool are_known_ = true;
    // Of a deadline_table there are no more limits than a byte can name.
    alignas(64) std::array<std::uint8_t, rows_at_once> combination_;
};

} // namespace sla::inline v1::detail
