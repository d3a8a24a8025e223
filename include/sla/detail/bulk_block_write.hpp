// SPDX-License-Identifier: MIT
//
// Inside the bulk room: what is told of the clocks of a block, in the host's columns.
#pragma once

#include <sla/detail/bulk_block_clock.hpp>
#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_staging.hpp>
#include <sla/detail/inlining.hpp>

#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

class block_writer {
public:
    SLA_HOT void begin_block(const block_range& rows, std::int64_t begin) noexcept {
        rows_ = &rows;
        begin_ = begin;
    }

    SLA_HOT void write(const metric_output& out, const clock_columns& v,
                       const fast_metric& metric) noexcept {
        if (v.late_from == nullptr)
            write_all(out, v, clock_rows<false>{v});
        else
            write_all(out, v, clock_rows<true>{v});
        if (!metric.always)
            store_absence(out, v);
    }

    // The earliest of all clocks of a ticket: nothing yet; those of one metric; that is all.
    SLA_HOT void forget_next() noexcept { next_.fill(nothing); }
    SLA_HOT void add_next(const clock_columns& v, const fast_metric& metric) noexcept {
        if (v.late_from == nullptr)
            add_next_of(v, clock_rows<false>{v}, metric);
        else
            add_next_of(v, clock_rows<true>{v}, metric);
    }
    SLA_HOT void write_next(const time_output& to) noexcept {
        const std::int64_t* const next = next_.data();
        store(to, [=](std::size_t i) noexcept { return next[i]; });
    }

private:
    // A row's clock. HasAll: pauses may have stopped it, and its limit has a grace of its own.
    template <bool HasAll>
    struct clock_rows {
        const std::int64_t* stopped;
        const std::int64_t* now;
        const std::int64_t* deadline;
        const std::int64_t* ends;
        const std::int64_t* lates;
        const std::int64_t* pauses;
        const std::int64_t* late_pauses;
        std::int64_t grace;

        SLA_HOT explicit clock_rows(const clock_columns& v) noexcept
            : stopped{v.stopped}, now{v.now}, deadline{v.deadline}, ends{v.end}, lates{v.late_from},
              pauses{v.paused}, late_pauses{v.late_elapsed}, grace{v.grace} {}

        [[nodiscard]] SLA_HOT std::int64_t end(std::size_t i) const noexcept {
            return HasAll ? ends[i] : less_of(stopped[i], now[i]);
        }
        [[nodiscard]] SLA_HOT std::int64_t late_from(std::size_t i) const noexcept {
            return HasAll ? lates[i] : deadline[i] + grace;
        }
        [[nodiscard]] SLA_HOT std::int64_t paused(std::size_t i) const noexcept {
            return HasAll ? pauses[i] : 0;
        }
        [[nodiscard]] SLA_HOT std::int64_t late_elapsed(std::size_t i) const noexcept {
            return HasAll ? late_pauses[i] : 0;
        }
        [[nodiscard]] SLA_HOT std::int64_t next_change(std::size_t i,
                                                       std::int64_t begin) const noexcept {
            const std::int64_t until = end(i);
            const std::int64_t late = late_from(i);
            const bool changes = stopped[i] > until && late > until && paused(i) == 0;
            return changes ? late + begin : nothing;
        }
    };

    template <class Rows>
    SLA_HOT void write_all(const metric_output& out, const clock_columns& v,
                           const Rows& rows) noexcept {
        const std::int64_t begin = begin_;
        if (out.state != nullptr)
            store_state(out.state, rows);
        if (out.deadline.values != nullptr)
            store(out.deadline, [=](std::size_t i) noexcept { return rows.deadline[i] + begin; });
        if (out.breached_at.values != nullptr)
            store(out.breached_at, [=](std::size_t i) noexcept {
                const std::int64_t late = rows.late_from(i);
                return late <= rows.end(i) ? late + begin : nothing;
            });
        if (out.remaining.values != nullptr)
            store(out.remaining, [=](std::size_t i) noexcept {
                return at_least_zero(rows.deadline[i] - rows.end(i));
            });
        if (out.overdue.values != nullptr)
            store(out.overdue, [=](std::size_t i) noexcept {
                return at_least_zero(rows.end(i) - rows.deadline[i]) - rows.late_elapsed(i);
            });
        if (out.working_remaining.values != nullptr)
            store_work(out.working_remaining, v, [=](std::size_t i) noexcept {
                const std::int64_t left = v.open_deadline[i] - v.open_end[i];
                return v.end[i] <= v.deadline[i] ? left : 0;
            });
        if (out.working_overdue.values != nullptr)
            store_work(out.working_overdue, v, [=](std::size_t i) noexcept {
                const std::int64_t over = v.open_end[i] - v.open_deadline[i] - v.late_open[i];
                return v.end[i] <= v.deadline[i] ? 0 : over;
            });
        if (out.next_change.values != nullptr)
            store(out.next_change,
                  [=](std::size_t i) noexcept { return rows.next_change(i, begin); });
        if (out.share != nullptr)
            store_share(out.share, v);
    }

    template <class Rows>
    SLA_HOT void add_next_of(const clock_columns& v, const Rows& rows,
                             const fast_metric& metric) noexcept {
        const std::int64_t begin = begin_;
        std::int64_t* const next = next_.data();
        if (metric.always)
            each([=](std::size_t i) noexcept {
                next[i] = less_of(next[i], rows.next_change(i, begin));
            });
        else
            each([=](std::size_t i) noexcept {
                const bool is_there = fast_limit::kind(v.limit[i]) != fast_kind::no_clock;
                next[i] = less_of(next[i], is_there ? rows.next_change(i, begin) : nothing);
            });
    }

    template <class Rows>
    SLA_HOT void store_state(std::uint8_t* to, const Rows& rows) noexcept {
        constexpr auto code = [](clock_state s) noexcept { return static_cast<std::int64_t>(s); };
        constexpr std::int64_t breached = code(clock_state::breached);
        constexpr std::int64_t met = code(clock_state::met);
        constexpr std::int64_t running = code(clock_state::running);
        constexpr std::int64_t paused = code(clock_state::paused);
        std::uint8_t* const out = staging_.write(to, *rows_);
        each([=](std::size_t i) noexcept {
            const std::int64_t end = rows.end(i);
            const std::int64_t open = rows.paused(i) != 0 ? paused : running;
            const std::int64_t in_time = rows.stopped[i] <= end ? met : open;
            out[i] = static_cast<std::uint8_t>(rows.late_from(i) <= end ? breached : in_time);
        });
        staging_.commit(out, to, *rows_);
    }

    // `value(i)`: milliseconds, or `nothing`.
    template <class Value>
    SLA_HOT void store(const time_output& to, const Value& value) noexcept {
        std::int64_t* const out = staging_.write(to.values, *rows_);
        const auto convert = [&](const auto& in_unit) noexcept {
            each([=](std::size_t i) noexcept {
                const std::int64_t ms = value(i);
                out[i] = ms == nothing ? no_value : in_unit(ms);
            });
        };
        if (to.unit == time_unit::seconds)
            convert([](std::int64_t ms) noexcept { return from_ms(ms, time_unit::seconds); });
        else if (to.unit == time_unit::microseconds)
            convert([](std::int64_t ms) noexcept { return ms * 1000; });
        else
            convert([](std::int64_t ms) noexcept { return ms; });
        staging_.commit(out, to.values, *rows_);
    }

    // Working time, which only a limit with a calendar has.
    template <class Value>
    SLA_HOT void store_work(const time_output& to, const clock_columns& v,
                            const Value& value) noexcept {
        if (v.open_deadline == nullptr)
            store(to, [](std::size_t) noexcept { return nothing; });
        else
            store(to, [=](std::size_t i) noexcept {
                return fast_limit::has_calendar(v.limit[i]) ? value(i) : nothing;
            });
    }

    SLA_HOT void store_share(double* to, const clock_columns& v) noexcept {
        double* const out = staging_.write(to, *rows_);
        each([=](std::size_t i) noexcept {
            const bool is_work = fast_limit::kind(v.limit[i]) == fast_kind::working;
            const std::int64_t counted =
                is_work ? v.open_end[i] - v.open_created[i] : v.end[i] - v.created[i];
            out[i] = static_cast<double>(counted - v.gone[i]) /
                     static_cast<double>(fast_limit::allowed(v.limit[i]));
        });
        staging_.commit(out, to, *rows_);
    }

    // Rows without a clock.
    void store_absence(const metric_output& out, const clock_columns& v) noexcept {
        for (std::size_t i = 0; i < rows_->count; ++i)
            if (fast_limit::kind(v.limit[i]) == fast_kind::no_clock)
                write_nothing(out, (*rows_)[i],
                              static_cast<std::uint8_t>(clock_state::not_applicable));
    }

    [[nodiscard]] SLA_HOT static std::int64_t at_least_zero(std::int64_t a) noexcept {
        return a < 0 ? 0 : a;
    }

    const block_range* rows_ = nullptr;
    std::int64_t begin_ = 0;
    block_column next_;
    block_staging staging_;
};

} // namespace sla::inline v1::detail
