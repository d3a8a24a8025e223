// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: what a limit counts, and when it is used up.
//
// Working time is a difference of ranks: a calendar's rank of an instant is the open time before
// it. Most instants are looked at more than once (a pause ends one stretch and begins the next), so
// an instant travels with its rank, as a `moment`.
#pragma once

#include <sla/calendar.hpp>
#include <sla/detail/calendar_data.hpp>
#include <sla/detail/policy_data.hpp>
#include <sla/time.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <variant>

namespace sla::inline v1::detail {

// `t + d`, `never` beyond the range. Precondition: d >= 0.
[[nodiscard]] inline instant later(instant t, elapsed d) noexcept {
    return t >= end_of_range || d >= end_of_range - t ? never : t + d;
}

// Open time in [a, b), zero where that is empty.
[[nodiscard]] inline elapsed open_time(const calendar& hours, instant a, instant b) noexcept {
    return a < b ? hours.between(a, b).length() : elapsed{0};
}

// An instant, and the open time before it in the calendar of a limit (zero without one).
struct moment {
    instant at{};
    elapsed open{};
};

// When a limit is used up. `open` is the deadline's, of a limit that counts working time.
struct due_time {
    instant deadline = never;
    elapsed open{};
    // working_then_elapsed: from here on elapsed time counts.
    moment switch_over{never, elapsed{}};
};

inline constexpr compiled_limit no_limit{};

// A row of a target, or none, which has no hours and no marks.
class limit {
public:
    limit() noexcept = default;
    explicit limit(const compiled_limit& of) noexcept : of_{&of} {}

    [[nodiscard]] explicit operator bool() const noexcept { return of_ != &no_limit; }
    friend bool operator==(const limit&, const limit&) noexcept = default;

    // Precondition of the next three: there is one.
    [[nodiscard]] const target_duration& within() const noexcept { return of_->row->within; }
    [[nodiscard]] const compiled_target& target() const noexcept { return *of_->target; }
    [[nodiscard]] limit_id id(const book_data& book) const noexcept {
        return static_cast<limit_id>(of_ - book.limits.data());
    }
    [[nodiscard]] const calendar* hours() const noexcept { return of_->hours; }
    [[nodiscard]] bool counts_working() const noexcept {
        return of_->counts == compiled_limit::unit::working;
    }
    [[nodiscard]] bool has_two_phases() const noexcept {
        return of_->counts == compiled_limit::unit::working_then_elapsed;
    }
    [[nodiscard]] bool counts_dates() const noexcept { return of_->counts_dates; }
    [[nodiscard]] bool has_marks() const noexcept { return of_->has_marks; }

    // When a clock that is to start at `at` starts; `never` where it cannot.
    [[nodiscard]] instant start_at(instant at) const noexcept {
        return of_->start_hours == nullptr ? at : of_->start_hours->next_open_or_same(at);
    }

    [[nodiscard]] moment moment_at(instant t) const noexcept {
        const calendar_data* const hours = of_->open;
        if (hours == nullptr)
            return {t, {}};
        std::int64_t open = 0;
        if (!hours->try_rank(ms_of(t), open)) [[unlikely]]
            return slow_moment_at(t);
        return {t, elapsed{open}};
    }

    // The first instant by which so much open time lies before it; or, with `next_open`, the last.
    // Precondition: open > 0 where `fit` is `close`.
    [[nodiscard]] instant instant_of(elapsed open, exact_fit fit) const noexcept {
        const std::int64_t last = fit == exact_fit::close ? 1 : 0;
        std::int64_t at = 0;
        if (!of_->open->try_select(open.count() - last, at)) [[unlikely]]
            return slow_instant_of(open.count() - last, last);
        return instant{elapsed{at + last}};
    }

    // What counts in [a, b), where the limit is due as said.
    [[nodiscard]] elapsed measure(const moment& a, const moment& b,
                                  const due_time& due) const noexcept {
        if (a.at >= b.at)
            return elapsed{0};
        switch (of_->counts) {
        case compiled_limit::unit::elapsed:
            break;
        case compiled_limit::unit::working:
            return b.open - a.open;
        case compiled_limit::unit::working_then_elapsed:
            if (b.at <= due.switch_over.at)
                return b.open - a.open;
            if (a.at < due.switch_over.at)
                return due.switch_over.open - a.open + (b.at - due.switch_over.at);
            break;
        }
        return b.at - a.at;
    }

private:
    // Apart, so that the others need no stack.
    [[nodiscard]] SLA_COLD moment slow_moment_at(instant t) const noexcept {
        return {t, elapsed{of_->open->rank(ms_of(t))}};
    }
    [[nodiscard]] SLA_COLD instant slow_instant_of(std::int64_t open,
                                                   std::int64_t last) const noexcept {
        const std::int64_t at = of_->open->select(open);
        return at == never_ms ? never : instant{elapsed{at + last}};
    }

    const compiled_limit* of_ = &no_limit;
};

// A limit applied from an instant on: how much it allows, and when that is used up.
class allowance {
public:
    allowance() noexcept = default;

    // Precondition: `start` is in range.
    allowance(const limit& from, const moment& start) noexcept { begin(from, start); }

    // The same in the place of what was applied before.
    void begin(const limit& from, const moment& start) noexcept {
        due_.open = first_ = elapsed{0};
        due_.switch_over = {never, elapsed{0}};
        const target_duration& within = from.within();
        if (const auto* const length = std::get_if<elapsed>(&within)) {
            allowed_ = *length;
            due_.deadline = later(start.at, allowed_);
        } else if (const auto* const open_time = std::get_if<working>(&within)) {
            allowed_ = open_time->length();
            set_open(from, start.open + allowed_);
        } else {
            begin_otherwise(from, start);
        }
        if (from.target().out_of_hours) [[unlikely]]
            extend_out_of_hours(from, start);
    }

    [[nodiscard]] const due_time& due() const noexcept { return due_; }
    [[nodiscard]] elapsed allowed() const noexcept { return allowed_; }
    // working_then_elapsed: how much of it is working time.
    [[nodiscard]] elapsed first() const noexcept { return first_; }

    // The clock stands still in [p, r). Precondition: it was not late at p.
    void pause(const limit& from, const moment& p, const moment& r) noexcept {
        const elapsed lost = r.open - p.open;
        if (from.has_two_phases() && p.at < due_.switch_over.at) {
            if (lost > elapsed{0})
                set_switch_over(from, due_.switch_over.open + lost);
            if (due_.switch_over.at < r.at) {
                due_.switch_over = r;
                due_.deadline = later(r.at, allowed_ - first_);
            }
        } else if (!from.counts_working()) {
            due_.deadline = later(due_.deadline, r.at - p.at);
        } else {
            if (lost > elapsed{0} && due_.deadline != never)
                set_open(from, due_.open + lost);
            if (due_.deadline < r.at)
                due_ = {r.at < end_of_range ? r.at : never, r.open, {never, {}}};
        }
    }

    // So much has been counted at `t`, and the rest counts from there on. Precondition:
    // counted < allowed().
    void go_on(const limit& from, const moment& t, elapsed counted) noexcept {
        const elapsed rest = allowed_ - counted;
        if (from.counts_working()) {
            set_open(from, t.open + rest);
        } else if (from.has_two_phases() && counted < first_) {
            set_switch_over(from, t.open + first_ - counted);
        } else {
            due_.switch_over = t;
            due_.deadline = later(t.at, rest);
        }
    }

    // At `t` all of it has been counted, and was at `deadline`.
    void use_up(const moment& t, const moment& deadline) noexcept {
        due_.deadline = deadline.at;
        due_.open = deadline.open;
        due_.switch_over = t;
    }

    // When so much has been counted, if `counted` has at `t` and the clock runs from there on.
    [[nodiscard]] instant reach(const limit& from, const moment& t, elapsed counted,
                                elapsed amount) const noexcept {
        if (amount <= counted)
            return t.at;
        if (from.counts_working() || (from.has_two_phases() && amount <= first_))
            return from.instant_of(t.open + amount - counted, exact_fit::close);
        if (!from.has_two_phases())
            return later(t.at, amount - counted);
        return later(std::max(due_.switch_over.at, t.at), amount - std::max(first_, counted));
    }

private:
    SLA_COLD void begin_otherwise(const limit& from, const moment& start) noexcept {
        if (const auto* const both = std::get_if<working_then_elapsed>(&from.within())) {
            first_ = both->first.length();
            allowed_ = first_ + both->then;
            set_switch_over(from, start.open + first_);
        } else {
            set_dates(from, start);
        }
    }
    SLA_COLD void extend_out_of_hours(const limit& from, const moment& start) noexcept {
        if (from.hours() != nullptr && !from.hours()->is_open(start.at))
            extend(from, *from.target().out_of_hours, start);
    }

    void set_open(const limit& from, elapsed open) noexcept {
        due_.open = open;
        due_.deadline = from.instant_of(open, from.target().fit);
    }

    void set_switch_over(const limit& from, elapsed open) noexcept {
        due_.switch_over = {from.instant_of(open, exact_fit::close), open};
        due_.deadline = later(due_.switch_over.at, allowed_ - first_);
    }

    void set_dates(const limit& from, const moment& start) noexcept {
        const target_duration& within = from.within();
        const calendar& hours = *from.hours();
        if (const auto* const days = std::get_if<business_days>(&within))
            due_.deadline = hours.add(start.at, *days);
        else if (const auto* const dates = std::get_if<calendar_days>(&within))
            due_.deadline = hours.add(start.at, *dates);
        else if (const auto* const weeks = std::get_if<calendar_weeks>(&within))
            due_.deadline = hours.add(start.at, *weeks);
        else if (const auto* const months = std::get_if<calendar_months>(&within))
            due_.deadline = hours.add(start.at, *months);
        measure_dates(from, start);
    }

    // What a limit of dates allows, in the time that counts against it.
    void measure_dates(const limit& from, const moment& start) noexcept {
        const moment end = from.moment_at(due_.deadline == never ? end_of_range : due_.deadline);
        due_.open = end.open;
        allowed_ = from.measure(start, end, due_);
    }

    void extend(const limit& from, const compiled_length& extra, const moment& start) noexcept {
        if (!from.counts_dates()) // of these it is measured
            allowed_ += extra.by;
        if (due_.deadline == never) {
            first_ += extra.is_working && from.has_two_phases() ? extra.by : elapsed{0};
            return;
        }
        if (!extra.is_working) {
            due_.deadline = later(due_.deadline, extra.by);
        } else if (from.has_two_phases()) {
            first_ += extra.by;
            set_switch_over(from, due_.switch_over.open + extra.by);
        } else if (from.counts_working()) {
            set_open(from, due_.open + extra.by);
        } else {
            due_.deadline = from.hours()->add(due_.deadline, working{extra.by}, from.target().fit);
        }
        if (from.counts_dates())
            measure_dates(from, start);
        else if (from.counts_working() && !extra.is_working)
            due_.open = from.moment_at(due_.deadline).open;
    }

    due_time due_;
    elapsed allowed_{};
    elapsed first_{};
};

} // namespace sla::inline v1::detail
