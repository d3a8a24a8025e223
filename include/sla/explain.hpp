// SPDX-License-Identifier: MIT
//
// Room: explain. Why a deadline is what it is.
//
// `explain` judges a ticket exactly as `evaluate` does, with the same evaluator, and writes down on
// the way what it did: for every cycle of every clock the stretches of time from its start on,
// which of them counted, and why the others did not. The stretches add up to the verdict to the
// millisecond.
//
//     const sla::explanation why = sla::explain(book, timeline, now);
//     const sla::explained_cycle& c = *why.find(book, "resolution");
//     for (const sla::stretch& s : why.stretches(c))
//         for (const sla::explained_interval& i : sla::intervals(book, s))
//             ...;   // Fri 15:00-17:00 counted; Fri 17:00-Mon 00:00 outside hours;
//                    // Mon 00:00-Tue 00:00 closed: "Whit Monday"; Tue 00:00-09:00 outside hours
//
// A stretch lasts until something happened to the clock, so there are few of them. Only
// `intervals` looks at the opening hours, and names the holiday that closed a day; it costs what
// it prints. `trials` says which policy matched and why each of the others did not.
//
// The hard case is a limit that changes. What was counted under the old one is carried over, and
// what that makes of it under the new one (a share, time by another calendar) need not be what the
// stretches show. The difference stands in a stretch of its own, without length, of the kind
// `carried_over`: so the sum stays right and the reader sees where it comes from.
#pragma once

#include <sla/detail/evaluate_log.hpp>
#include <sla/detail/export.hpp>
#include <sla/evaluate.hpp>
#include <sla/policy.hpp>
#include <sla/stretch.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

namespace detail {
class explanation_writer;

struct past_cycle {
    std::size_t clock = 0;
    sla::verdict verdict{};
};
} // namespace detail

/// One cycle of a clock: the verdict, and where its stretches lie.
struct explained_cycle {
    sla::verdict verdict{};
    std::size_t first_stretch = 0;
    std::size_t stretch_count = 0;
};

/// Everything that led to the verdicts on a ticket. Reuse one for many tickets, and nothing is
/// allocated once it is large enough.
class explanation {
public:
    /// Clock by clock, as `all_cycles` has them.
    [[nodiscard]] std::span<const explained_cycle> cycles() const noexcept { return cycles_; }

    /// In order of time, without gaps between them. Their lengths, of those that ran, add up to
    /// `verdict::spent`, and `counted` of all of them to `verdict::counted`, of a cycle that has a
    /// limit at the end.
    [[nodiscard]] std::span<const stretch> stretches(const explained_cycle& of) const noexcept {
        return std::span{stretches_}.subspan(of.first_stretch, of.stretch_count);
    }

    /// The last cycle of the first clock that measures this; null when there is none.
    [[nodiscard]] SLA_API const explained_cycle* find(metric_id metric) const noexcept;
    [[nodiscard]] SLA_API const explained_cycle* find(const policy_book& book,
                                                      std::string_view metric) const noexcept;

private:
    friend class detail::explanation_writer;

    std::vector<explained_cycle> cycles_;
    std::vector<stretch> stretches_;
    // While it is made.
    std::vector<detail::logged_stretch> log_;
    std::vector<detail::past_cycle> past_;
    std::vector<verdict> present_;
    std::vector<std::uint32_t> order_;
};

/// Explains the verdicts on a ticket as of `now`. Costs about twice what `evaluate` costs. Needs
/// memory for what it writes down; where there is none the program ends, as in any function that
/// is `noexcept`.
/// Precondition: the timeline's attributes and event names come from this book.
[[nodiscard]] SLA_API explanation explain(const policy_book& book, const timeline& ticket,
                                          instant now);
/// The same into `out`, whose memory is reused.
SLA_API void explain(const policy_book& book, const timeline& ticket, instant now,
                     explanation& out);

// -- why time counted or not -------------------------------------------------------------------

/// Why time in an interval counted or did not.
enum class interval_reason : std::uint8_t {
    counted,       ///< The clock ran, and the time counts in its limit.
    outside_hours, ///< The calendar was closed, as it always is then.
    /// The calendar was closed by an exception, which `name` says: a holiday. It lasts the date
    /// long, and to the end of a shift over midnight; where the calendar is closed at all times of
    /// a date anyway, it closes nothing.
    exception,
    paused,    ///< The clock was paused; `name`: the status or event that paused it.
    stopped,   ///< It was stopped, and opened again later; `name`: the event that did.
    waiting,   ///< It had not started yet.
    no_limit,  ///< It ran, but nothing was promised.
    forgotten, ///< It ran, and began anew afterwards.
};

/// A part of a stretch with one reason.
struct explained_interval {
    interval during{};
    interval_reason reason = interval_reason::counted;
    std::string name{};
    std::string source{}; ///< Of an exception: where it comes from ("holiday-cn 2026"), if known.

    friend bool operator==(const explained_interval&, const explained_interval&) = default;
};

/// A stretch of a ticket, split where its calendar opens and closes, and at the dates on which an
/// exception begins or ends. Elapsed limits count all the time in which the clock ran. The lengths
/// of what counted add up to `stretch::counted`. O(days in the stretch); empty for `carried_over`.
/// Preconditions: `of` was made with this book and this ticket.
[[nodiscard]] SLA_API std::vector<explained_interval>
intervals(const policy_book& book, const timeline& ticket, const stretch& of);

// -- which policy ------------------------------------------------------------------------------

/// What became of a policy when the ticket's was sought.
enum class trial_outcome : std::uint8_t {
    matched,         ///< It is the ticket's policy, or one of them.
    another_first,   ///< It would match, but an earlier policy did.
    stands_back,     ///< It would match, but it is a fallback and a normal one did.
    condition_fails, ///< `failed` says which part of its condition.
    not_in_force,    ///< Its dates do not fit.
};

/// One policy that was tried.
struct policy_trial {
    policy_id policy{};
    trial_outcome outcome = trial_outcome::condition_fails;
    /// The part of the condition that decides, as a path like "when.parts[1]"; empty otherwise.
    std::string failed{};

    friend bool operator==(const policy_trial&, const policy_trial&) = default;
};

/// What became of every policy of the book, in its order, for a ticket created at `created` with
/// these attributes, of the versions in force at `in_force`.
[[nodiscard]] SLA_API std::vector<policy_trial>
trials(const policy_book& book, const ticket_attributes& ticket, instant created, instant in_force);

// -- for a host's own view ---------------------------------------------------------------------

/// The parts of a progress bar.
enum class progress_kind : std::uint8_t {
    waiting_for_response, ///< Nobody had answered yet.
    handled,              ///< In work, within the limit.
    over_limit,           ///< Past the deadline.
    paused,               ///< The clock stood still.
};
struct progress_segment {
    interval during{};
    progress_kind kind = progress_kind::handled;

    friend bool operator==(const progress_segment&, const progress_segment&) noexcept = default;
};

/// The life of one cycle as a bar, from its start to its stop or `now`: waiting for the response
/// until `responded` (of another clock: its `verdict::stopped`; `never` when nobody did yet),
/// handled after that, over the limit past the present deadline, paused where the clock stood
/// still. Without gaps; before the start there is nothing.
[[nodiscard]] SLA_API std::vector<progress_segment>
progress(const explanation& why, const explained_cycle& of, instant responded);

/// How much of a clock's time a person, or a group, had the ticket.
struct clock_share {
    person_id person = person_id::nobody; ///< By person; nobody: before the first assignment.
    value_id group = value_id::none;      ///< By group: the attribute's value.
    sla::elapsed elapsed{};               ///< Time in which the clock ran.
    /// What counted of it, in the limit's own time; nothing of what was carried over.
    sla::elapsed counted{};

    friend bool operator==(const clock_share&, const clock_share&) noexcept = default;
};

/// Who had the ticket while the clock ran, in the order of their first turn. The sum of `elapsed`
/// is `verdict::spent.elapsed`.
[[nodiscard]] SLA_API std::vector<clock_share> shares_by_person(const policy_book& book,
                                                                const timeline& ticket,
                                                                const explanation& why,
                                                                const explained_cycle& of);
[[nodiscard]] SLA_API std::vector<clock_share> shares_by_group(const policy_book& book,
                                                               const timeline& ticket,
                                                               const explanation& why,
                                                               const explained_cycle& of);

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_EXPLAIN)
#include <sla/detail/explain_intervals.hpp>
#include <sla/detail/explain_ticket.hpp>
#include <sla/detail/explain_trials.hpp>
#include <sla/detail/explain_views.hpp>
#endif
