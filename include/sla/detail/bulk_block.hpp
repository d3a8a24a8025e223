// SPDX-License-Identifier: MIT
//
// Inside the bulk room: a block of rows judged column by column. Each step is a loop over the
// block, whose columns stay in the first cache; compilers turn these loops into vectors for the
// processor for which `run` is compiled. So that they can, all columns of a block are of one width,
// and loops touch local names only. Rows that are not simple are marked and left to others.
#pragma once

#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/bulk_pauses.hpp>
#include <sla/detail/bulk_staging.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

template <class Kernel>
class block_run {
public:
    block_run(const bulk_data& plan, const bulk_input& in, const bulk_output& out) noexcept
        : plan_{plan}, in_{in}, out_{out}, tables_{plan.tables},
          begin_{plan.tables.range_ms == 0 ? first_instant.time_since_epoch().count()
                                           : plan.tables.begin_ms},
          range_{plan.tables.range_ms == 0 ? (end_of_range - first_instant).count()
                                           : static_cast<std::int64_t>(plan.tables.range_ms)} {
        never_.fill(nothing);
        zero_.fill(0);
        combination_.fill(0);
        const std::int64_t now = in.now.time_since_epoch().count();
        const bool is_near = now >= begin_ && now < begin_ + range_;
        now_.fill(is_near ? now - begin_ : nothing);
    }

    // Judges the rows but for those that it marks. True when it has marked any.
    SLA_HOT bool run(const block_range& rows, block_column& marked) noexcept {
        rows_ = &rows;
        marked_ = marked.data();
        load_instants();
        load_numbers();
        ranked_ = none_ranked;
        if (plan_.layout.pauses)
            pauses_.load(in_.pauses, rows, created_.data(), begin_, range_, marked_);
        const bool asks_for_next = out_.next_change.values != nullptr;
        if (asks_for_next)
            next_.fill(nothing);
        for (std::size_t m = 0; m < plan_.metrics.size(); ++m)
            if (!out_.metrics.empty() && (asks_for_next || is_wanted(out_.metrics[m])))
                judge(plan_.metrics[m], out_.metrics[m]);
            else if (asks_for_next)
                judge(plan_.metrics[m], metric_output{});
        if (asks_for_next) {
            for (const fast_metric& metric : plan_.others)
                judge(metric, metric_output{});
            store(out_.next_change, next_);
        }
        std::int64_t any = 0;
        for (std::size_t i = 0; i < block_rows; ++i)
            any |= marked[i];
        return any != 0;
    }

    // Asks for the columns of the block after this one, which the processor would not foresee: it
    // looks ahead within a page only, and a block of a column is a page.
    SLA_HOT void announce(const block_range& next) const noexcept {
        if (next.list != nullptr)
            return;
        fetch(in_.created.values, next);
        fetch(in_.now_of_row.values, next);
        for (const time_column& column : in_.events)
            fetch(column.values, next);
        for (const id_column& column : in_.attributes)
            fetch_ids(column, next);
        fetch_ids(in_.profile, next);
        for (const metric_output& out : out_.metrics) {
            fetch_for_writing(out.state, next);
            for (const time_output* column :
                 {&out.deadline, &out.breached_at, &out.remaining, &out.overdue,
                  &out.working_remaining, &out.working_overdue, &out.next_change})
                fetch_for_writing(column->values, next);
            fetch_for_writing(out.share, next);
        }
        fetch_for_writing(out_.next_change.values, next);
    }

private:
    static constexpr std::size_t line = 64;

    template <class Value>
    SLA_HOT static void fetch(const Value* column, const block_range& rows) noexcept {
        if (column != nullptr)
            for (std::size_t i = 0; i < rows.count; i += line / sizeof(Value))
                SLA_PREFETCH(column + rows.first + i, 0);
    }
    template <class Value>
    SLA_HOT static void fetch_for_writing(const Value* column, const block_range& rows) noexcept {
        if (column != nullptr)
            for (std::size_t i = 0; i < rows.count; i += line / sizeof(Value))
                SLA_PREFETCH(column + rows.first + i, 1);
    }
    SLA_HOT static void fetch_ids(const id_column& column, const block_range& rows) noexcept {
        if (column.width == 1)
            fetch(static_cast<const std::uint8_t*>(column.values), rows);
        else if (column.width == 2)
            fetch(static_cast<const std::uint16_t*>(column.values), rows);
        else
            fetch(static_cast<const std::uint32_t*>(column.values), rows);
    }

    // -- reading -------------------------------------------------------------------------------

    // Milliseconds since `begin_`, or `nothing`. Marks what lies outside of the tables; the first
    // column of all also takes away the marks of the block before.
    template <bool IsFirst = false>
    SLA_HOT void load(const time_column& column, block_column& to) noexcept {
        const std::int64_t begin = begin_;
        const std::int64_t range = range_;
        const std::int64_t* const from = staging_.read(column.values, *rows_, no_value);
        const auto convert = [&](const auto& in_ms) noexcept {
            std::int64_t* const out = to.data();
            std::int64_t* const marked = marked_;
            each([=](std::size_t i) noexcept {
                const std::int64_t at = in_ms(from[i]) - begin;
                const bool is_there = from[i] != no_value;
                out[i] = is_there ? at : nothing;
                const std::int64_t is_outside = is_there && (at < 0 || at >= range) ? 1 : 0;
                marked[i] = IsFirst ? is_outside : marked[i] | is_outside;
            });
        };
        if (column.unit == time_unit::seconds)
            convert([](std::int64_t v) noexcept { return within(v, beyond_seconds) * 1000; });
        else if (column.unit == time_unit::microseconds)
            convert([](std::int64_t v) noexcept { return to_ms(v, time_unit::microseconds); });
        else
            convert([](std::int64_t v) noexcept { return within(v, beyond_seconds * 1000); });
        if (column.validity.bits != nullptr)
            load_validity(column, to);
    }
    void load_validity(const time_column& column, block_column& to) noexcept {
        for (std::size_t i = 0; i < rows_->count; ++i)
            if (!is_valid(column.validity, (*rows_)[i]))
                to[i] = nothing;
    }

    SLA_HOT void load_instants() noexcept {
        load<true>(in_.created, created_);
        if (in_.now_of_row.values != nullptr)
            load(in_.now_of_row, now_);
        std::int64_t* const created = created_.data();
        const std::int64_t* const now = now_.data();
        std::int64_t* const marked = marked_;
        // `nothing` is later than all instants: who has no creation was created after now.
        each([=](std::size_t i) noexcept {
            marked[i] |= created[i] > now[i] || now[i] == nothing ? 1 : 0;
        });
        for (std::size_t k = 0; k < in_.events.size(); ++k) {
            load(in_.events[k], events_[k]);
            const std::int64_t* const at = events_[k].data();
            each([=](std::size_t i) noexcept { marked[i] |= at[i] < created[i] ? 1 : 0; });
        }
        // Rows that are left are calculated with harmless numbers.
        each([=](std::size_t i) noexcept { created[i] = marked[i] != 0 ? 0 : created[i]; });
    }

    SLA_HOT void load_numbers() noexcept {
        std::int64_t sum_so_far = 0; // all ones from the second column on
        if (!plan_.layout.profiles.empty()) {
            add_numbers(in_.profile, plan_.profile_step, plan_.layout.profiles.size(), sum_so_far);
            sum_so_far = -1;
        }
        for (std::size_t k = 0; k < in_.attributes.size(); ++k) {
            add_numbers(in_.attributes[k], plan_.attribute_steps[k],
                        plan_.layout.dictionaries[k].values.size(), sum_so_far);
            sum_so_far = -1;
        }
    }
    SLA_HOT void add_numbers(const id_column& column, std::int64_t step, std::size_t size,
                             std::int64_t sum_so_far) noexcept {
        const auto count = static_cast<std::int64_t>(size);
        if (column.width == 1)
            column.is_signed ? add_numbers_of<std::int8_t>(column, step, count, sum_so_far)
                             : add_numbers_of<std::uint8_t>(column, step, count, sum_so_far);
        else if (column.width == 2)
            column.is_signed ? add_numbers_of<std::int16_t>(column, step, count, sum_so_far)
                             : add_numbers_of<std::uint16_t>(column, step, count, sum_so_far);
        else
            column.is_signed ? add_numbers_of<std::int32_t>(column, step, count, sum_so_far)
                             : add_numbers_of<std::uint32_t>(column, step, count, sum_so_far);
    }
    template <class Number>
    SLA_HOT void add_numbers_of(const id_column& column, std::int64_t step, std::int64_t size,
                                std::int64_t sum_so_far) noexcept {
        const Number* const from =
            staging_.read(static_cast<const Number*>(column.values), *rows_, Number{0});
        std::int64_t* const to = combination_.data();
        std::int64_t* const marked = marked_;
        if (column.validity.bits != nullptr) {
            for (std::size_t i = 0; i < rows_->count; ++i) {
                const bool is_there = is_valid(column.validity, (*rows_)[i]);
                const std::int64_t number = is_there ? std::int64_t{from[i]} : -1;
                to[i] = (to[i] & sum_so_far) + step_of(number, size) * step;
                marked[i] |= number >= size ? 1 : 0;
            }
            return;
        }
        each([=](std::size_t i) noexcept {
            const std::int64_t number{from[i]};
            to[i] = (to[i] & sum_so_far) + step_of(number, size) * step;
            marked[i] |= number >= size ? 1 : 0;
        });
    }

    // -- judging -------------------------------------------------------------------------------

    SLA_HOT void judge(const fast_metric& metric, const metric_output& out) noexcept {
        find_limits(metric);
        find_ends(metric);
        const bool asks_for_work =
            out.working_remaining.values != nullptr || out.working_overdue.values != nullptr;
        const bool ranks = metric.has_working || (metric.has_calendars && asks_for_work);
        const bool is_paused = metric.pauses && !pauses_.empty();
        if (ranks)
            rank_begins(metric, is_paused);
        if (ranks && (asks_for_work || is_paused || (out.share != nullptr && metric.has_working)))
            rank(metric, end_, open_end_);
        find_dues();
        if (is_paused)
            add_pauses(ranks);
        else
            forget_pauses();
        if (metric.has_working)
            find_working_deadlines(metric);
        find_deadlines(metric);
        store_judgement(out);
        if (asks_for_work)
            store_work(metric, out, ranks);
        if (out.share != nullptr)
            store_share(out.share);
        if (!metric.always)
            store_absence(out);
    }

    SLA_HOT void find_limits(const fast_metric& metric) noexcept {
        if (metric.limits.size() <= small_table)
            Kernel::look_up_small(metric.limits.data(), combination_.data(), limit_.data());
        else
            Kernel::look_up(metric.limits.data(), combination_.data(), limit_.data());
        const std::int64_t* const limit = limit_.data();
        std::int64_t* const marked = marked_;
        each([=](std::size_t i) noexcept {
            marked[i] |= kind(limit[i]) == fast_kind::none ? 1 : 0;
        });
    }

    // When it stopped, or now.
    SLA_HOT void find_ends(const fast_metric& metric) noexcept {
        stopped_ = never_.data();
        for (const std::size_t stop : metric.stops) {
            const std::int64_t* const at = events_[stop].data();
            if (stopped_ == never_.data()) {
                stopped_ = at;
                continue;
            }
            const std::int64_t* const before = stopped_;
            std::int64_t* const first = first_stop_.data();
            each([=](std::size_t i) noexcept { first[i] = less_of(before[i], at[i]); });
            stopped_ = first;
        }
        const std::int64_t* const stopped = stopped_;
        std::int64_t* const end = end_.data();
        const std::int64_t* const now = now_.data();
        const std::int64_t* const marked = marked_;
        each([=](std::size_t i) noexcept {
            end[i] = marked[i] != 0 ? 0 : less_of(stopped[i], now[i]);
        });
    }

    SLA_HOT void find_calendars(const fast_metric& metric) noexcept {
        if (metric.one_calendar) {
            calendar_ = metric.calendars.front();
            return;
        }
        const std::uint32_t* const calendars = metric.calendars.data();
        const std::uint32_t* const days = plan_.tables.first_day.data();
        const std::uint32_t* const buckets = plan_.tables.first_bucket.data();
        const std::int64_t* const shifts = plan_.tables.day_shift.data();
        const std::int64_t* const open = plan_.tables.open_ms.data();
        const std::int64_t* const combination = combination_.data();
        std::uint32_t* const first_day = first_day_.data();
        std::uint32_t* const first_bucket = first_bucket_.data();
        std::int64_t* const day_shift = day_shift_.data();
        std::int64_t* const open_ms = open_ms_.data();
        each([=](std::size_t i) noexcept {
            const std::uint32_t calendar = calendars[combination[i]];
            first_day[i] = days[calendar];
            first_bucket[i] = buckets[calendar];
            day_shift[i] = shifts[calendar];
            open_ms[i] = open[calendar];
        });
    }

    SLA_HOT void rank(const fast_metric& metric, const block_column& at,
                      block_column& open) noexcept {
        if (metric.one_calendar)
            Kernel::template rank<true>(tables_, &plan_.tables.first_day[calendar_],
                                        &plan_.tables.day_shift[calendar_], at.data(), open.data(),
                                        marked_);
        else
            Kernel::template rank<false>(tables_, first_day_.data(), day_shift_.data(), at.data(),
                                         open.data(), marked_);
    }

    // Open time at the creation and in pauses, which several metrics of one calendar share.
    SLA_HOT void rank_begins(const fast_metric& metric, bool is_paused) noexcept {
        find_calendars(metric);
        if (!metric.one_calendar || ranked_ != calendar_) {
            rank(metric, created_, open_created_);
            ranked_ = metric.one_calendar ? calendar_ : none_ranked;
            are_pauses_ranked_ = false;
        }
        if (!is_paused || are_pauses_ranked_)
            return;
        are_pauses_ranked_ = true;
        if (metric.one_calendar)
            pauses_.template rank<Kernel, true>(tables_, &plan_.tables.first_day[calendar_],
                                                &plan_.tables.day_shift[calendar_]);
        else
            pauses_.template rank<Kernel, false>(tables_, first_day_.data(), day_shift_.data());
    }

    // When the limit is used up if there are no pauses: the open time before that instant, or the
    // instant itself.
    SLA_HOT void find_dues() noexcept {
        const std::int64_t* const limit = limit_.data();
        const std::int64_t* const open = open_created_.data();
        const std::int64_t* const created = created_.data();
        std::int64_t* const due = due_.data();
        each([=](std::size_t i) noexcept {
            const bool is_work = kind(limit[i]) == fast_kind::working;
            due[i] = (is_work ? open[i] : created[i]) + allowed(limit[i]);
        });
    }

    SLA_HOT void forget_pauses() noexcept {
        paused_ = late_elapsed_ = late_open_ = gone_ = zero_.data();
    }

    // A pause moves what is due by the time that would have counted in it, unless it was past.
    void add_pauses(bool ranks) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i)
            add_pauses_of(i, ranks);
        paused_ = pauses_sums_[0].data();
        late_elapsed_ = pauses_sums_[1].data();
        late_open_ = pauses_sums_[2].data();
        gone_ = pauses_sums_[3].data();
    }
    void add_pauses_of(std::size_t i, bool ranks) noexcept {
        const auto [begin, end] = pauses_.of(i);
        const bool is_work = kind(limit_[i]) == fast_kind::working;
        const std::int64_t grace_of = grace(limit_[i]);
        std::int64_t paused = 0;
        std::int64_t late_elapsed = 0;
        std::int64_t late_open = 0;
        std::int64_t gone = 0;
        for (std::size_t k = begin; k < end; ++k) {
            const std::int64_t from = pauses_.from(k);
            if (from > now_[i] || from >= stopped_[i])
                break;
            const std::int64_t elapsed_lost = less_of(pauses_.to(k), end_[i]) - from;
            std::int64_t open_lost = 0;
            if (ranks) {
                const std::int64_t open_from = pauses_.open_from(k);
                const std::int64_t open_to =
                    pauses_.to(k) <= end_[i] ? pauses_.open_to(k) : open_end_[i];
                open_lost = open_to - open_from;
                // Used up just where the pause begins: closed hours decide, which others know.
                if (open_from < 0 || open_to < 0 || (is_work && open_from == due_[i])) {
                    marked_[i] = 1;
                    break;
                }
            }
            const bool is_late =
                is_work ? pauses_.open_from(k) > due_[i] : due_[i] + grace_of <= from;
            const std::int64_t lost = is_work ? open_lost : elapsed_lost;
            if (is_late) {
                late_elapsed += elapsed_lost;
                late_open += open_lost;
            } else {
                due_[i] += lost;
            }
            gone += lost;
            paused = pauses_.to(k) > now_[i] ? 1 : 0;
        }
        pauses_sums_[0][i] = paused;
        pauses_sums_[1][i] = late_elapsed;
        pauses_sums_[2][i] = late_open;
        pauses_sums_[3][i] = gone;
    }

    SLA_HOT void find_working_deadlines(const fast_metric& metric) noexcept {
        if (metric.one_calendar)
            open_ms_.fill(plan_.tables.open_ms[calendar_]);
        const std::int64_t* const limit = limit_.data();
        const std::int64_t* const due = due_.data();
        const std::int64_t* const all = open_ms_.data();
        std::int64_t* const wanted = wanted_.data();
        std::int64_t* const marked = marked_;
        // The open millisecond that decides.
        each([=](std::size_t i) noexcept {
            const std::int64_t n = due[i] - last(limit[i]);
            marked[i] |= kind(limit[i]) == fast_kind::working && n >= all[i] ? 1 : 0;
            wanted[i] = n >= all[i] ? 0 : n;
        });
        if (metric.one_calendar)
            Kernel::template select<true>(tables_, &plan_.tables.first_bucket[calendar_], wanted,
                                          deadline_.data(), marked_);
        else
            Kernel::template select<false>(tables_, first_bucket_.data(), wanted, deadline_.data(),
                                           marked_);
    }

    SLA_HOT void find_deadlines(const fast_metric& metric) noexcept {
        const std::int64_t* const limit = limit_.data();
        const std::int64_t* const due = due_.data();
        std::int64_t* const deadline = deadline_.data();
        std::int64_t* const late_from = late_from_.data();
        std::int64_t* const marked = marked_;
        // The first late instant has to lie in the range as well.
        const std::int64_t beyond = range_ - 1;
        const auto put = [=](std::size_t i, std::int64_t at) noexcept {
            marked[i] |= at >= beyond ? 1 : 0;
            deadline[i] = at >= beyond ? 0 : at;
            late_from[i] = deadline[i] + grace(limit[i]);
        };
        if (!metric.has_working)
            each([=](std::size_t i) noexcept { put(i, due[i]); });
        else if (!metric.has_elapsed)
            each([=](std::size_t i) noexcept { put(i, deadline[i] + last(limit[i])); });
        else
            each([=](std::size_t i) noexcept {
                put(i,
                    kind(limit[i]) == fast_kind::working ? deadline[i] + last(limit[i]) : due[i]);
            });
    }

    // -- writing -------------------------------------------------------------------------------

    SLA_HOT void store_judgement(const metric_output& out) noexcept {
        const std::int64_t begin = begin_;
        const std::int64_t* const deadline = deadline_.data();
        const std::int64_t* const late_from = late_from_.data();
        const std::int64_t* const end = end_.data();
        const std::int64_t* const stopped = stopped_;
        const std::int64_t* const limit = limit_.data();
        const std::int64_t* const paused = paused_;
        const std::int64_t* const late_elapsed = late_elapsed_;
        const auto next_of = [=](std::size_t i) noexcept {
            const bool changes = stopped[i] > end[i] && late_from[i] > end[i] && paused[i] == 0;
            return changes ? late_from[i] + begin : nothing;
        };
        if (out.state != nullptr)
            store_state(out.state);
        if (out.deadline.values != nullptr)
            store_computed(out.deadline,
                           [=](std::size_t i) noexcept { return deadline[i] + begin; });
        if (out.breached_at.values != nullptr)
            store_computed(out.breached_at, [=](std::size_t i) noexcept {
                return late_from[i] <= end[i] ? late_from[i] + begin : nothing;
            });
        if (out.remaining.values != nullptr)
            store_computed(out.remaining, [=](std::size_t i) noexcept {
                return at_least_zero(deadline[i] - end[i]);
            });
        if (out.overdue.values != nullptr)
            store_computed(out.overdue, [=](std::size_t i) noexcept {
                return at_least_zero(end[i] - deadline[i]) - late_elapsed[i];
            });
        if (out.next_change.values != nullptr)
            store_computed(out.next_change, next_of);
        if (out_.next_change.values != nullptr) {
            std::int64_t* const next = next_.data();
            each([=](std::size_t i) noexcept {
                const bool is_there = kind(limit[i]) != fast_kind::no_clock;
                next[i] = less_of(next[i], is_there ? next_of(i) : nothing);
            });
        }
    }

    SLA_HOT void store_state(std::uint8_t* to) noexcept {
        const std::int64_t* const late_from = late_from_.data();
        const std::int64_t* const end = end_.data();
        const std::int64_t* const stopped = stopped_;
        constexpr auto code = [](clock_state s) noexcept { return static_cast<std::int64_t>(s); };
        constexpr std::int64_t breached = code(clock_state::breached);
        constexpr std::int64_t met = code(clock_state::met);
        constexpr std::int64_t running = code(clock_state::running);
        constexpr std::int64_t standing = code(clock_state::paused);
        const std::int64_t* const paused = paused_;
        std::uint8_t* const out = staging_.write(to, *rows_);
        each([=](std::size_t i) noexcept {
            const std::int64_t open = paused[i] != 0 ? standing : running;
            const std::int64_t in_time = stopped[i] <= end[i] ? met : open;
            out[i] = static_cast<std::uint8_t>(late_from[i] <= end[i] ? breached : in_time);
        });
        staging_.commit(out, to, *rows_);
    }

    template <class Compute>
    SLA_HOT void store_computed(const time_output& to, const Compute& compute) noexcept {
        std::int64_t* const out = staging_.write(to.values, *rows_);
        const auto convert = [&](const auto& in_unit) noexcept {
            each([=](std::size_t i) noexcept {
                const std::int64_t value = compute(i);
                out[i] = value == nothing ? no_value : in_unit(value);
            });
        };
        if (to.unit == time_unit::seconds)
            convert([](std::int64_t v) noexcept { return from_ms(v, time_unit::seconds); });
        else if (to.unit == time_unit::microseconds)
            convert([](std::int64_t v) noexcept { return v * 1000; });
        else
            convert([](std::int64_t v) noexcept { return v; });
        staging_.commit(out, to.values, *rows_);
    }
    SLA_HOT void store(const time_output& to, const block_column& values) noexcept {
        const std::int64_t* const from = values.data();
        store_computed(to, [=](std::size_t i) noexcept { return from[i]; });
    }

    // Working time up to the deadline, and since.
    SLA_HOT void store_work(const fast_metric& metric, const metric_output& out,
                            bool ranks) noexcept {
        if (!ranks) {
            wanted_.fill(nothing);
            if (out.working_remaining.values != nullptr)
                store(out.working_remaining, wanted_);
            if (out.working_overdue.values != nullptr)
                store(out.working_overdue, wanted_);
            return;
        }
        if (metric.has_elapsed)
            rank(metric, deadline_, wanted_);
        const std::int64_t* const limit = limit_.data();
        const std::int64_t* const deadline = deadline_.data();
        const std::int64_t* const end = end_.data();
        const std::int64_t* const due = due_.data();
        const std::int64_t* const late_open = late_open_;
        const std::int64_t* const open_end = open_end_.data();
        std::int64_t* const open_deadline = wanted_.data();
        each([=](std::size_t i) noexcept {
            open_deadline[i] = kind(limit[i]) == fast_kind::working ? due[i] : open_deadline[i];
        });
        if (out.working_remaining.values != nullptr)
            store_computed(out.working_remaining, [=](std::size_t i) noexcept {
                const std::int64_t left = open_deadline[i] - open_end[i];
                return !has_calendar(limit[i]) ? nothing : end[i] <= deadline[i] ? left : 0;
            });
        if (out.working_overdue.values != nullptr)
            store_computed(out.working_overdue, [=](std::size_t i) noexcept {
                const std::int64_t over = open_end[i] - open_deadline[i] - late_open[i];
                return !has_calendar(limit[i]) ? nothing : end[i] <= deadline[i] ? 0 : over;
            });
    }

    SLA_HOT void store_share(double* to) noexcept {
        const std::int64_t* const limit = limit_.data();
        const std::int64_t* const created = created_.data();
        const std::int64_t* const end = end_.data();
        const std::int64_t* const open_created = open_created_.data();
        const std::int64_t* const open_end = open_end_.data();
        const std::int64_t* const gone = gone_;
        double* const out = staging_.write(to, *rows_);
        each([=](std::size_t i) noexcept {
            const std::int64_t counted = kind(limit[i]) == fast_kind::working
                                             ? open_end[i] - open_created[i]
                                             : end[i] - created[i];
            out[i] =
                static_cast<double>(counted - gone[i]) / static_cast<double>(allowed(limit[i]));
        });
        staging_.commit(out, to, *rows_);
    }

    // Rows without a clock.
    void store_absence(const metric_output& out) noexcept {
        for (std::size_t i = 0; i < rows_->count; ++i)
            if (kind(limit_[i]) == fast_kind::no_clock)
                write_nothing(out, (*rows_)[i],
                              static_cast<std::uint8_t>(clock_state::not_applicable));
    }

    // -- small parts ---------------------------------------------------------------------------

    template <class Step>
    SLA_HOT static void each(const Step& step) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i)
            step(i);
    }

    // The last stands for no value.
    [[nodiscard]] SLA_HOT static std::int64_t step_of(std::int64_t number,
                                                      std::int64_t size) noexcept {
        return number < 0 || number > size ? size : number;
    }

    // By value: a loop over references is not turned into vectors.
    [[nodiscard]] SLA_HOT static std::int64_t less_of(std::int64_t a, std::int64_t b) noexcept {
        return b < a ? b : a;
    }
    [[nodiscard]] SLA_HOT static std::int64_t at_least_zero(std::int64_t a) noexcept {
        return a < 0 ? 0 : a;
    }
    [[nodiscard]] SLA_HOT static std::int64_t within(std::int64_t v, std::int64_t bound) noexcept {
        const std::int64_t low = v < -bound ? -bound : v;
        return low > bound ? bound : low;
    }

    [[nodiscard]] SLA_HOT static fast_kind kind(std::int64_t limit) noexcept {
        return static_cast<fast_kind>(limit & fast_limit::kind_mask);
    }
    [[nodiscard]] SLA_HOT static std::int64_t allowed(std::int64_t limit) noexcept {
        return limit >> fast_limit::allowed_shift;
    }
    [[nodiscard]] SLA_HOT static std::int64_t grace(std::int64_t limit) noexcept {
        return (limit & fast_limit::grace_bit) / fast_limit::grace_bit;
    }
    [[nodiscard]] SLA_HOT static std::int64_t last(std::int64_t limit) noexcept {
        return (limit & fast_limit::last_bit) / fast_limit::last_bit;
    }
    [[nodiscard]] SLA_HOT static bool has_calendar(std::int64_t limit) noexcept {
        return (limit & fast_limit::calendar_bit) != 0;
    }

    // Later than the range of the library, and a product with 1000 is no trouble.
    static constexpr std::int64_t beyond_seconds = 1'000'000'000'000;

    const bulk_data& plan_;
    const bulk_input& in_;
    const bulk_output& out_;
    kernel_tables tables_;
    std::int64_t begin_; // of the tables; instants here are milliseconds since then
    std::int64_t range_;
    const block_range* rows_ = nullptr;
    std::int64_t* marked_ = nullptr;
    const std::int64_t* stopped_ = nullptr; // of one metric, whether before now or after it
    std::uint32_t calendar_ = 0;
    // The calendar in which creations, and pauses, are ranked.
    static constexpr std::uint32_t none_ranked = UINT32_MAX;
    std::uint32_t ranked_ = none_ranked;
    bool are_pauses_ranked_ = false;
    // What pauses did to the rows, of one metric: whether the clock stands still now; how much of
    // them lies after the deadline, in both kinds of time; how much there was in the limit's own.
    const std::int64_t* paused_ = nullptr;
    const std::int64_t* late_elapsed_ = nullptr;
    const std::int64_t* late_open_ = nullptr;
    const std::int64_t* gone_ = nullptr;

    block_column never_;
    block_column zero_;
    block_column created_;
    block_column now_;
    block_column next_;
    block_column combination_;
    // Of one metric.
    block_column limit_;
    block_column first_stop_;
    block_column end_; // stopped, or now
    block_column due_;
    block_column open_created_;
    block_column open_end_;
    block_column wanted_;
    block_column deadline_;
    block_column late_from_;
    block_column open_ms_;
    block_column day_shift_;
    std::array<std::uint32_t, block_rows> first_day_;
    std::array<std::uint32_t, block_rows> first_bucket_;
    std::array<block_column, max_event_columns> events_;
    block_staging staging_;
    std::array<block_column, 4> pauses_sums_;
    block_pauses pauses_;
};

} // namespace sla::inline v1::detail
