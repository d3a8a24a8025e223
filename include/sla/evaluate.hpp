// SPDX-License-Identifier: MIT
//
// Room: evaluate. Promises and facts make verdicts.
//
// `evaluate` is a pure function of a book, a timeline and an instant: no clock is read, nothing is
// remembered, and the same arguments give the same answer on every machine. Events later than
// `now` do not exist, so "how did it stand last Friday" and "how will it stand at noon" are the
// same call as "how does it stand".
//
//     policy_book ──┐
//     timeline ─────┼─► evaluate ─► evaluation: the policy, and one verdict for each target
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
// millisecond: the first instant at which the clock *is* late, the same whenever one looks; and it
// is what `next_change` says as long as the clock runs.
//
// A host therefore needs one timer a ticket: set it to `next_change()` and evaluate again then, or
// when something happens to the ticket.
#pragma once

#include <sla/policy.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sla::inline v1 {

namespace detail {
class evaluator;
}

/// How a clock stands.
enum class clock_state : std::uint8_t {
    not_applicable, ///< No row of the target fits the ticket: nothing is promised.
    not_started,    ///< What starts it has not happened.
    running,        ///< Started, not stopped, and not late.
    met,            ///< Stopped at or before the deadline.
    breached,       ///< Late: stopped after the deadline, or still open past it.
};

/// A length of time, told in both kinds.
struct time_amount {
    sla::elapsed elapsed{};
    /// In the limit's calendar; absent where the limit has none.
    std::optional<sla::working> working{};

    friend constexpr bool operator==(const time_amount&, const time_amount&) noexcept = default;
};

/// How one clock of a ticket stands at `now`.
///
/// An instant that does not exist (not started, not stopped, no deadline, no breach, nothing to
/// come) is `never`.
struct verdict {
    metric_id metric{};
    clock_state state = clock_state::not_applicable;
    std::optional<limit_id> limit{}; ///< The row that fits; absent: `not_applicable`.

    instant started = never;
    instant stopped = never;
    /// The last instant at which the promise can be kept; known from the start on. `never` when it
    /// would not lie before `end_of_range`: such a clock runs until it is stopped.
    instant deadline = never;
    /// The first instant at which the clock is (or, stopped, was) late: one millisecond after the
    /// deadline, but not before the start. Known once it is past.
    instant breached_at = never;

    // Amounts are taken at the moment that decides: when the clock stopped, or `now`.

    time_amount spent{}; ///< Since the start.
    /// Until the deadline; zero when that is past. Without a deadline: `elapsed::max()`, and no
    /// working time.
    time_amount remaining{};
    time_amount overdue{}; ///< Since the deadline; zero before it.

    /// The next instant at which anything but these amounts will differ if no further event comes:
    /// one millisecond before it the verdict is the same but for them, and at it, it is another.
    instant next_change = never;

    friend bool operator==(const verdict&, const verdict&) noexcept = default;
};

/// How a ticket stands at `now`: its policy, and a verdict for each of the policy's targets, in
/// their order. A value without allocations.
class evaluation {
public:
    /// The policy that holds; nothing when none matches, and then there are no verdicts.
    [[nodiscard]] std::optional<policy_id> policy() const noexcept { return policy_; }

    [[nodiscard]] std::span<const verdict> verdicts() const noexcept {
        return {verdicts_.data(), count_};
    }
    [[nodiscard]] const verdict* begin() const noexcept { return verdicts_.data(); }
    [[nodiscard]] const verdict* end() const noexcept { return verdicts_.data() + count_; }

    /// The verdict on a metric; null when the policy has no target for it.
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

    /// The earliest `next_change` of all verdicts; `never` when nothing will change by itself.
    [[nodiscard]] instant next_change() const noexcept {
        instant first = never;
        for (const verdict& v : verdicts())
            first = v.next_change < first ? v.next_change : first;
        return first;
    }

    friend bool operator==(const evaluation& a, const evaluation& b) noexcept {
        return a.policy_ == b.policy_ && a.count_ == b.count_ &&
               std::equal(a.begin(), a.end(), b.begin());
    }

private:
    friend class detail::evaluator;

    std::optional<policy_id> policy_{};
    std::size_t count_ = 0;
    std::array<verdict, max_clocks> verdicts_{};
};

/// Judges a ticket as of `now`, which may be any instant. Total and pure; allocates nothing. The
/// cost grows with the number of policies before the one that matches, and with targets × events;
/// not with any span of time.
/// Precondition: the timeline's attributes and event names come from this book.
[[nodiscard]] evaluation evaluate(const policy_book& book, const timeline& ticket,
                                  instant now) noexcept;

} // namespace sla::inline v1

#include <sla/detail/evaluate_clock.hpp>
