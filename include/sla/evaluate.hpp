// SPDX-License-Identifier: MIT
//
// Room: evaluate. Promises and facts make verdicts.
//
// `evaluate` is a pure function of a book, a timeline and an instant: no clock is read, nothing is
// remembered, and the same arguments give the same answer on every machine. Events later than
// `now` do not exist, so "how did it stand last Friday" and "how will it stand at noon" are the
// same call as "how does it stand"; under another book it is "what if".
//
//     policy_book ──┐
//     timeline ─────┼─► evaluate ─► evaluation: one verdict for each clock of the ticket
//     now ──────────┘
//
//     // Gold, Monday to Friday 9-17: first response within 4 working hours. Created Friday 15:00.
//     const sla::evaluation result = sla::evaluate(book, timeline, monday_10h);
//     const sla::verdict& v = *result.find(book, "first response");
//     v.state;                 // running
//     v.deadline;              // Monday 11:00
//     v.remaining.elapsed;     // 1 h
//     v.spent.working;         // 3 h, of 67 elapsed
//     v.next_change;           // Monday 11:00:00.001
//
// The hard case is the deadline itself. Whoever answers exactly at the deadline has kept the
// promise: a clock is met when it stopped at or before its deadline, and an open clock still runs
// at that instant. One millisecond later it is breached. So `breached_at` is the deadline plus one
// millisecond: the first instant at which the clock *is* late, the same whenever one looks.
//
// A host therefore needs one timer a ticket: set it to `next_change()` and evaluate again then, or
// when something happens to the ticket.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/policy.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

namespace detail {
class evaluation_writer;
}

/// How a clock stands.
enum class clock_state : std::uint8_t {
    not_applicable, ///< No limit is in force for it: nothing is promised.
    not_started,    ///< What starts it has not happened, or it waits for its start hours.
    running,        ///< Started, not stopped, and not late.
    paused,         ///< Like running, but time does not count now.
    met,            ///< Stopped in time.
    breached,       ///< Late: stopped too late, or still open past its deadline, paused or not.
    cancelled,      ///< Ended without judgement.
};

/// Where a deadline comes from.
enum class deadline_basis : std::uint8_t {
    none,      ///< There is no deadline.
    limit,     ///< The limit in force.
    projected, ///< The same of a paused clock: the deadline if it were resumed now.
    manual,    ///< Somebody set it (`event::due_at`).
};

/// A length of time, told in both kinds.
struct time_amount {
    sla::elapsed elapsed{};
    /// In the limit's calendar; absent where the limit has none.
    std::optional<sla::working> working{};

    friend constexpr bool operator==(const time_amount&, const time_amount&) noexcept = default;
};

/// How one clock of a ticket stands at `now`: its present cycle, or its last.
///
/// An instant that does not exist (not started, not stopped, no deadline, no breach, nothing to
/// come) is `never`. Time in which the clock was paused is in none of the amounts. Amounts are
/// taken at the moment that decides: when the clock stopped, was cancelled or paused, or `now`.
struct verdict {
    policy_id policy{}; ///< The policy of `limit`; without one, the last that promised something.
    metric_id metric{};
    clock_state state = clock_state::not_applicable;
    deadline_basis basis = deadline_basis::none;
    /// The last credit band of the target that is reached, counted from 1; 0 is none.
    std::uint8_t credit_band = 0;
    std::optional<limit_id> limit{}; ///< The row in force; absent: `not_applicable`.
    std::uint32_t cycle = 0;         ///< Cycles before this one.
    std::uint32_t past_breaches = 0; ///< How many of them were breached.

    instant started = never;      ///< After the wait for start hours, if any; may lie after `now`.
    instant stopped = never;      ///< Stopped or cancelled.
    instant paused_since = never; ///< Of a clock with a limit that is paused now.
    /// The last instant at which the promise can be kept. `never` when it would not lie before
    /// `end_of_range`: such a clock runs until it is stopped.
    instant deadline = never;
    /// The first instant at which the clock is (or was) late. Known once it is past.
    instant breached_at = never;
    /// The next instant at which anything but amounts, or a projected deadline, will differ if no
    /// further event comes: one millisecond before it the verdict is the same but for them.
    instant next_change = never;

    time_amount spent{};
    /// Until the deadline; zero when that is past. Without a deadline: `elapsed::max()`, and no
    /// working time.
    time_amount remaining{.elapsed = elapsed::max()};
    time_amount overdue{}; ///< Since the deadline, or the start if later; zero before.

    /// What counts against the limit so far, and what the limit allows, in the limit's own time:
    /// working milliseconds of a limit that counts these, elapsed ones otherwise.
    elapsed counted{};
    elapsed allowed{};

    /// When each step of the target (`target_definition::steps`) was reached; `never` if not.
    std::array<instant, max_steps> steps = all_never();

    /// `counted` of `allowed`: 0.5 is half used up. 0 without a limit or a start; 1 of a limit that
    /// allows nothing.
    [[nodiscard]] constexpr double share() const noexcept {
        if (allowed.count() > 0)
            return static_cast<double>(counted.count()) / static_cast<double>(allowed.count());
        return limit && started != never ? 1.0 : 0.0;
    }

    /// True when the clock is running or paused, not late, and some step of it was reached:
    /// "warned".
    [[nodiscard]] constexpr bool is_warned() const noexcept {
        return (state == clock_state::running || state == clock_state::paused) &&
               std::any_of(steps.begin(), steps.end(),
                           [](instant step) noexcept { return step != never; });
    }

    friend bool operator==(const verdict&, const verdict&) noexcept = default;

private:
    [[nodiscard]] static constexpr std::array<instant, max_steps> all_never() noexcept {
        std::array<instant, max_steps> out{};
        out.fill(never);
        return out;
    }
};

/// At most so many clocks in one evaluation.
inline constexpr std::size_t max_clocks = 32;

/// How a ticket stands at `now`: a verdict for each clock. A value without allocations; copying
/// costs what its verdicts cost.
///
/// There is a clock for each target of the policy that matches, in the order of the targets; and
/// after these one for each metric that a policy promised which matched earlier in the ticket's
/// life. In a book with `policy_choice::all_matching` there is one for each target of each policy.
class evaluation {
public:
    evaluation() noexcept {} // NOLINT(modernize-use-equals-default): leaves verdicts_ as it is
    evaluation(const evaluation& other) noexcept { *this = other; }
    evaluation& operator=(const evaluation& other) noexcept {
        policy_ = other.policy_;
        count_ = other.count_;
        omitted_ = other.omitted_;
        next_version_ = other.next_version_;
        std::uninitialized_copy(other.begin(), other.end(), verdicts_.begin());
        return *this;
    }
    ~evaluation() = default;

    /// The first policy that matches now; nothing when none does.
    [[nodiscard]] std::optional<policy_id> policy() const noexcept { return policy_; }

    [[nodiscard]] std::span<const verdict> verdicts() const noexcept {
        return {verdicts_.data(), count_};
    }
    [[nodiscard]] const verdict* begin() const noexcept { return verdicts_.data(); }
    [[nodiscard]] const verdict* end() const noexcept { return verdicts_.data() + count_; }

    /// The first verdict on a metric; null when no clock measures it.
    [[nodiscard]] const verdict* find(metric_id metric) const noexcept {
        for (const verdict& v : verdicts())
            if (v.metric == metric)
                return &v;
        return nullptr;
    }
    /// The same by name; null also when the book has no such metric.
    [[nodiscard]] const verdict* find(const policy_book& book,
                                      std::string_view metric) const noexcept {
        const std::optional<metric_id> id = book.find_metric(metric);
        return id ? find(*id) : nullptr;
    }

    /// The earliest `next_change` of all verdicts, and, under `version_choice::at_now`, the next
    /// version of any policy: it may promise what nobody promises now. `never` when nothing will
    /// change by itself.
    [[nodiscard]] instant next_change() const noexcept {
        instant first = next_version_;
        for (const verdict& v : verdicts())
            first = v.next_change < first ? v.next_change : first;
        return first;
    }

    /// For how many targets that hold now there was no room: 0 but where more than `max_clocks`
    /// of several policies hold for one ticket. `all_cycles` has room for any number.
    [[nodiscard]] std::size_t omitted() const noexcept { return omitted_; }

    /// Equal policies and verdicts.
    friend bool operator==(const evaluation& a, const evaluation& b) noexcept {
        return a.policy_ == b.policy_ && std::equal(a.begin(), a.end(), b.begin(), b.end());
    }

private:
    friend class detail::evaluation_writer;

    std::optional<policy_id> policy_{};
    std::size_t count_ = 0;
    std::size_t omitted_ = 0;
    instant next_version_ = never;
    union {
        std::array<verdict, max_clocks> verdicts_;
    };
};

/// Judges a ticket as of `now`, which may be any instant. Total and pure; allocates nothing. The
/// cost grows with clocks × events, and with the conditions of policies that are candidates; not
/// with any span of time.
/// Precondition: the timeline's attributes and event names come from this book.
[[nodiscard]] SLA_API evaluation evaluate(const policy_book& book, const timeline& ticket,
                                          instant now) noexcept;

/// Every cycle of every clock, the past ones as they ended and the present one as it stands: clock
/// by clock in the order of `evaluation`, the oldest cycle of each first.
[[nodiscard]] SLA_API std::vector<verdict> all_cycles(const policy_book& book,
                                                      const timeline& ticket, instant now);

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_EVALUATE)
#include <sla/detail/evaluate_entry.hpp>
#endif
