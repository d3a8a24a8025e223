// SPDX-License-Identifier: MIT
//
// Inside the bulk room: one clock of each row of a block, from its limit to its deadline.
#pragma once

#include <sla/detail/bulk_block_read.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/bulk_staging.hpp>
#include <sla/detail/inlining.hpp>

#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

// How the clocks of a metric stand, a value a row. Instants count from the begin of the tables.
struct clock_columns {
    const std::int64_t* limit; // a fast_limit
    const std::int64_t* created;
    const std::int64_t* stopped; // perhaps after now, perhaps `nothing`
    const std::int64_t* now;
    const std::int64_t* deadline;
    std::int64_t grace; // how long after the deadline it is late, if there is no `late_from`
    // Null where nothing paused the clock and all limits have the same grace: then the end and the
    // first late instant are found where they are needed.
    const std::int64_t* end; // stopped, or now
    const std::int64_t* late_from;
    // Open time before these instants, as far as it was asked for.
    const std::int64_t* open_created;
    const std::int64_t* open_end;
    const std::int64_t* open_deadline; // null where no limit has a calendar
    // What pauses did: whether the clock stands still now; how much of them lies after the
    // deadline, in both kinds of time; how much there was in the limit's own time.
    const std::int64_t* paused;
    const std::int64_t* late_elapsed;
    const std::int64_t* late_open;
    const std::int64_t* gone;
};

template <class Kernel>
class block_clock {
public:
    block_clock(const bulk_data& plan, block_rows_read& rows) noexcept : plan_{plan}, rows_{rows} {
        never_.fill(nothing);
        zero_.fill(0);
    }

    // Other rows have been read.
    SLA_HOT void begin_block() noexcept { ranked_ = none_ranked; }

    // What is asked of a clock beside its deadline; other columns have no meaning.
    struct questions {
        bool ends;  // where it ended, and whether it was late
        bool work;  // open time before all instants
        bool share; // open time before the end
    };

    // The columns are good until the next call.
    SLA_HOT clock_columns judge(const fast_metric& metric, const questions& asked) noexcept {
        const bool is_paused = metric.pauses && !rows_.pauses().empty();
        const bool is_done =
            !is_paused && !asked.work && !asked.share && Kernel::can_use(metric.deadlines);
        if (is_done)
            find_deadlines_at_once(metric.deadlines);
        const bool is_plain = is_done && metric.one_grace;
        if (!is_plain || !metric.always)
            find_limits(metric);
        if (!is_done && metric.has_others)
            leave_others();
        const bool ranks = !is_done && (metric.has_working || (metric.has_calendars && asked.work));
        if (asked.ends || is_paused)
            find_stops(metric);
        if ((asked.ends || is_paused) && !is_plain)
            find_ends();
        if (ranks)
            rank_begins(metric, is_paused);
        if (ranks && (asked.work || is_paused || (asked.share && metric.has_working)))
            rank(metric, end_, open_end_);
        if (!is_done)
            find_dues();
        paused_ = late_elapsed_ = late_open_ = gone_ = zero_.data();
        if (is_paused)
            add_pauses(ranks);
        if (!is_done)
            find_deadlines(metric);
        if (!is_done && metric.has_elapsed)
            leave_beyond(metric);
        if (asked.ends && !is_plain)
            find_lateness(metric);
        if (ranks && asked.work)
            rank_deadlines(metric);
        return {.limit = limit_.data(),
                .created = rows_.created().data(),
                .stopped = stopped_,
                .now = rows_.now(),
                .deadline = deadline_of(metric),
                .grace = metric.grace,
                .end = is_plain ? nullptr : end_.data(),
                .late_from = is_plain ? nullptr : late_from_.data(),
                .open_created = open_created_.data(),
                .open_end = open_end_.data(),
                .open_deadline = ranks ? open_deadline_.data() : nullptr,
                .paused = paused_,
                .late_elapsed = late_elapsed_,
                .late_open = late_open_,
                .gone = gone_};
    }

private:
    SLA_HOT void find_limits(const fast_metric& metric) noexcept {
        if (!metric.placed_limits.empty())
            Kernel::look_up_placed(metric.placed_limits.data(), rows_.combination(), limit_.data(),
                                   place_.data(), per_bucket_.data());
        else if (metric.limits.size() <= small_table)
            Kernel::look_up_small(metric.limits.data(), rows_.combination(), limit_.data());
        else
            Kernel::look_up(metric.limits.data(), rows_.combination(), limit_.data());
    }

    // Rows of limits that are not for kernels.
    SLA_HOT void leave_others() noexcept {
        const std::int64_t* const limit = limit_.data();
        std::int64_t* const marked = rows_.marked();
        each([=](std::size_t i) noexcept {
            marked[i] |= fast_limit::kind(limit[i]) == fast_kind::none ? 1 : 0;
        });
    }

    SLA_HOT void find_stops(const fast_metric& metric) noexcept {
        stopped_ = never_.data();
        for (const std::size_t stop : metric.stops) {
            const std::int64_t* const at = rows_.event(stop);
            if (stopped_ == never_.data()) {
                stopped_ = at;
                continue;
            }
            const std::int64_t* const before = stopped_;
            std::int64_t* const first = first_stop_.data();
            each([=](std::size_t i) noexcept { first[i] = less_of(before[i], at[i]); });
            stopped_ = first;
        }
    }

    // When it stopped, or now.
    SLA_HOT void find_ends() noexcept {
        const std::int64_t* const stopped = stopped_;
        std::int64_t* const end = end_.data();
        const std::int64_t* const now = rows_.now();
        const std::int64_t* const marked = rows_.marked();
        each([=](std::size_t i) noexcept {
            end[i] = marked[i] != 0 ? 0 : less_of(stopped[i], now[i]);
        });
    }

    SLA_HOT void find_deadlines_at_once(const deadline_table& table) noexcept {
        rows_.mark(Kernel::template find_deadlines_at_once<memory_access::cached,
                                                           time_unit::milliseconds, block_rows>(
            table, {.first = -table.shift_ms, .length = rows_.range() + table.shift_ms},
            rows_.created().data(), rows_.combination(), deadline_.data()));
    }

    SLA_HOT void rank(const fast_metric& metric, const block_column& at,
                      block_column& open) noexcept {
        const open_tables& tables = plan_.tables[metric.tables];
        if (metric.one_calendar)
            Kernel::template rank<true>(tables, calendars_, at.data(), open.data(), rows_.marked());
        else
            Kernel::template rank<false>(tables, calendars_, at.data(), open.data(),
                                         rows_.marked());
    }

    // Open time at the creation and in pauses, which several metrics of one calendar share.
    SLA_HOT void rank_begins(const fast_metric& metric, bool is_paused) noexcept {
        // Those of the rows have come with their limits.
        calendars_ = metric.one_calendar ? calendar_columns{&metric.place, &metric.per_bucket}
                                         : calendar_columns{place_.data(), per_bucket_.data()};
        if (!metric.one_calendar || ranked_ != metric.tables) {
            rank(metric, rows_.created(), open_created_);
            ranked_ = metric.one_calendar ? metric.tables : none_ranked;
            are_pauses_ranked_ = false;
        }
        if (!is_paused || are_pauses_ranked_)
            return;
        are_pauses_ranked_ = true;
        const open_tables& tables = plan_.tables[metric.tables];
        if (metric.one_calendar)
            rows_.pauses().template rank<Kernel, true>(tables, calendars_);
        else
            rows_.pauses().template rank<Kernel, false>(tables, calendars_);
    }

    // When the limit is used up if there are no pauses: the open time before that instant, or the
    // instant itself.
    SLA_HOT void find_dues() noexcept {
        const std::int64_t* const limit = limit_.data();
        const std::int64_t* const open = open_created_.data();
        const std::int64_t* const created = rows_.created().data();
        std::int64_t* const due = due_.data();
        each([=](std::size_t i) noexcept {
            const bool is_work = fast_limit::kind(limit[i]) == fast_kind::working;
            due[i] = (is_work ? open[i] : created[i]) + fast_limit::allowed(limit[i]);
        });
    }

    // A pause moves what is due by the time that would have counted in it, unless it was past.
    void add_pauses(bool ranks) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i)
            add_pauses_of(i, ranks);
        paused_ = paused_sum_.data();
        late_elapsed_ = late_elapsed_sum_.data();
        late_open_ = late_open_sum_.data();
        gone_ = gone_sum_.data();
    }
    void add_pauses_of(std::size_t i, bool ranks) noexcept {
        const block_pauses& pauses = rows_.pauses();
        const auto [first, last] = pauses.of(i);
        const bool is_work = fast_limit::kind(limit_[i]) == fast_kind::working;
        const std::int64_t grace = fast_limit::grace(limit_[i]);
        const std::int64_t now = rows_.now()[i];
        std::int64_t paused = 0;
        std::int64_t late_elapsed = 0;
        std::int64_t late_open = 0;
        std::int64_t gone = 0;
        for (std::size_t k = first; k < last; ++k) {
            const std::int64_t from = pauses.from(k);
            if (from > now || from >= stopped_[i])
                break;
            const std::int64_t elapsed_lost = less_of(pauses.to(k), end_[i]) - from;
            std::int64_t open_lost = 0;
            if (ranks) {
                const std::int64_t open_from = pauses.open_from(k);
                const std::int64_t open_to =
                    pauses.to(k) <= end_[i] ? pauses.open_to(k) : open_end_[i];
                open_lost = open_to - open_from;
                // Used up just where the pause begins: closed hours decide, which others know.
                if (open_from < 0 || open_to < 0 || (is_work && open_from == due_[i])) {
                    rows_.marked()[i] = 1;
                    break;
                }
            }
            const bool is_late = is_work ? pauses.open_from(k) > due_[i] : due_[i] + grace <= from;
            const std::int64_t lost = is_work ? open_lost : elapsed_lost;
            if (is_late) {
                late_elapsed += elapsed_lost;
                late_open += open_lost;
            } else {
                due_[i] += lost;
            }
            gone += lost;
            paused = pauses.to(k) > now ? 1 : 0;
        }
        paused_sum_[i] = paused;
        late_elapsed_sum_[i] = late_elapsed;
        late_open_sum_[i] = late_open;
        gone_sum_[i] = gone;
    }

    SLA_HOT void find_deadlines(const fast_metric& metric) noexcept {
        if (metric.has_working) {
            const open_tables& tables = plan_.tables[metric.tables];
            if (metric.one_calendar)
                Kernel::template find_deadlines<true>(tables, calendars_, limit_.data(),
                                                      due_.data(), deadline_.data(),
                                                      rows_.marked());
            else
                Kernel::template find_deadlines<false>(tables, calendars_, limit_.data(),
                                                       due_.data(), deadline_.data(),
                                                       rows_.marked());
        }
    }

    // Of limits in elapsed time; buckets end before the tables do. The first late instant has to
    // lie in the range as well.
    SLA_HOT void leave_beyond(const fast_metric& metric) noexcept {
        std::int64_t* const deadline = deadline_of(metric);
        std::int64_t* const marked = rows_.marked();
        const std::int64_t beyond = rows_.range() - 1;
        each([=](std::size_t i) noexcept {
            marked[i] |= deadline[i] >= beyond ? 1 : 0;
            deadline[i] = deadline[i] >= beyond ? 0 : deadline[i];
        });
    }

    // Where all limits are elapsed time, the deadline is what is due.
    [[nodiscard]] SLA_HOT std::int64_t* deadline_of(const fast_metric& metric) noexcept {
        return metric.has_working ? deadline_.data() : due_.data();
    }

    SLA_HOT void find_lateness(const fast_metric& metric) noexcept {
        const std::int64_t* const limit = limit_.data();
        const std::int64_t* const deadline = deadline_of(metric);
        std::int64_t* const late_from = late_from_.data();
        each([=](std::size_t i) noexcept {
            late_from[i] = deadline[i] + fast_limit::grace(limit[i]);
        });
    }

    // Known of a limit in working time.
    SLA_HOT void rank_deadlines(const fast_metric& metric) noexcept {
        if (metric.has_elapsed)
            rank(metric, metric.has_working ? deadline_ : due_, open_deadline_);
        const std::int64_t* const limit = limit_.data();
        const std::int64_t* const due = due_.data();
        std::int64_t* const open = open_deadline_.data();
        each([=](std::size_t i) noexcept {
            open[i] = fast_limit::kind(limit[i]) == fast_kind::working ? due[i] : open[i];
        });
    }

    const bulk_data& plan_;
    block_rows_read& rows_;
    const std::int64_t* stopped_ = nullptr;
    const std::int64_t* paused_ = nullptr;
    const std::int64_t* late_elapsed_ = nullptr;
    const std::int64_t* late_open_ = nullptr;
    const std::int64_t* gone_ = nullptr;
    calendar_columns calendars_{};
    // The tables by which creations, and pauses, are ranked.
    static constexpr std::size_t none_ranked = SIZE_MAX;
    std::size_t ranked_ = none_ranked;
    bool are_pauses_ranked_ = false;

    block_column never_;
    block_column zero_;
    block_column limit_;
    block_column first_stop_;
    block_column end_;
    block_column due_;
    block_column open_created_;
    block_column open_end_;
    block_column open_deadline_;
    block_column deadline_;
    block_column late_from_;
    block_column paused_sum_;
    block_column late_elapsed_sum_;
    block_column late_open_sum_;
    block_column gone_sum_;
    // Of the row's calendar.
    block_column place_;
    block_column per_bucket_;
};

} // namespace sla::inline v1::detail
