// SPDX-License-Identifier: MIT
//
// Room: timeline. What happened to one ticket, in order.
//
// Policies are promises; a timeline is the facts. It holds what is known about the ticket and its
// events, oldest first, and its order and plausibility are checked once, when it is made. So the
// evaluator can rely on them, and a wrong row in a host's database shows where it is wrong instead
// of moving a deadline.
//
//     policy_book ──attributes──► ticket ─┐
//     host's events ──────────────────────┴─► timeline ──► evaluate
//
//     const auto timeline = sla::timeline::of(
//         book.attributes({.priority = "urgent"}),
//         {sla::event::created(nine_oclock),
//          sla::event::note(nine_oclock + 5min),
//          sla::event::message(nine_oclock + 40min, sla::actor::agent)});
//     timeline->events().size();      // 3
//     timeline.issues();              // none
//
// Nothing is sorted, merged or dropped here: what is out of order is reported with its index, and
// the host decides. Events at the same instant stay in the order in which they are given, and that
// order counts: a reply that stands after the creation, at the same millisecond, answers it.
//
// The hard case is a ticket with a long history. A timeline made by `of` holds up to 32 events in
// itself and allocates nothing; one made by `over` looks at the host's own array, of any length,
// which has to stay where it is. Both cost one pass over the events.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/metric.hpp>
#include <sla/policy.hpp>
#include <sla/result.hpp>
#include <sla/time.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace sla::inline v1 {

namespace detail {
class timeline_view;
}

/// A person, in the host's own numbers; 0 is nobody.
enum class person_id : std::uint32_t { nobody = 0 };

/// Something that happened to a ticket. Members that mean nothing for a kind are ignored.
struct event {
    instant at{};
    event_kind kind = event_kind::created;
    actor by = actor::agent;
    visibility visible = visibility::to_customer; ///< `message`.
    attribute which = attribute::priority;        ///< `attribute_changed`.
    /// Of a status, stage or custom event; from `policy_book::find_event_name`.
    event_name name = event_name::none;
    value_id value = value_id::none;      ///< `attribute_changed`; from `policy_book::find_value`.
    tag_id tag = tag_id::none;            ///< Tag events; from `policy_book::find_tag`.
    person_id person = person_id::nobody; ///< `assigned`: the new owner.
    metric_id metric{};                   ///< `due_changed`: which clock.
    instant due = never;                  ///< `due_changed`: `never` clears it.

    friend constexpr bool operator==(const event&, const event&) noexcept = default;

    /// The ticket came to be.
    [[nodiscard]] static constexpr event created(instant at, actor by = actor::customer) noexcept {
        return {.at = at, .kind = event_kind::created, .by = by};
    }
    /// A message, by default one that the customer can see.
    [[nodiscard]] static constexpr event
    message(instant at, actor by, sla::visibility visible = visibility::to_customer) noexcept {
        return {.at = at, .kind = event_kind::message, .by = by, .visible = visible};
    }
    /// An agent's internal note.
    [[nodiscard]] static constexpr event note(instant at) noexcept {
        return message(at, actor::agent, visibility::internal);
    }
    /// The ticket has this status from here on.
    [[nodiscard]] static constexpr event status(instant at, event_name status,
                                                actor by = actor::agent) noexcept {
        return {.at = at, .kind = event_kind::status_changed, .by = by, .name = status};
    }
    /// The attribute has this value from here on.
    [[nodiscard]] static constexpr event changed(instant at, attribute which, value_id value,
                                                 actor by = actor::agent) noexcept {
        return {.at = at,
                .kind = event_kind::attribute_changed,
                .by = by,
                .which = which,
                .value = value};
    }
    [[nodiscard]] static constexpr event tag_added(instant at, tag_id tag) noexcept {
        return {.at = at, .kind = event_kind::tag_added, .tag = tag};
    }
    [[nodiscard]] static constexpr event tag_removed(instant at, tag_id tag) noexcept {
        return {.at = at, .kind = event_kind::tag_removed, .tag = tag};
    }
    [[nodiscard]] static constexpr event stage_entered(instant at, event_name stage) noexcept {
        return {.at = at, .kind = event_kind::stage_entered, .name = stage};
    }
    [[nodiscard]] static constexpr event stage_left(instant at, event_name stage) noexcept {
        return {.at = at, .kind = event_kind::stage_left, .name = stage};
    }
    /// Somebody owns it from here on.
    [[nodiscard]] static constexpr event assigned(instant at, person_id to) noexcept {
        return {.at = at, .kind = event_kind::assigned, .person = to};
    }
    /// Somebody sets by hand when this clock has to stop, or clears that (`never`).
    [[nodiscard]] static constexpr event due_at(instant at, metric_id metric,
                                                instant due) noexcept {
        return {.at = at, .kind = event_kind::due_changed, .metric = metric, .due = due};
    }
    /// The host's own event of this name.
    [[nodiscard]] static constexpr event custom(instant at, event_name name,
                                                actor by = actor::agent) noexcept {
        return {.at = at, .kind = event_kind::custom, .by = by, .name = name};
    }
    /// Any other kind: `event::of(t, event_kind::resolved)`.
    [[nodiscard]] static constexpr event of(instant at, event_kind kind,
                                            actor by = actor::agent) noexcept {
        return {.at = at, .kind = kind, .by = by};
    }
};

/// One ticket's events, checked. See the top of this file.
class timeline {
public:
    /// So many events fit into a timeline without an array of the host's.
    static constexpr std::size_t inline_events = 32;

    /// A timeline with its own copy of at most `inline_events` events. Allocates only to report
    /// issues. Precondition: `ticket` was made by the book that is going to judge.
    ///
    /// Errors, all at once, at places "events[3]": `timeline.created_missing`,
    /// `timeline.created_twice`, `timeline.before_created` (the creation has to come first),
    /// `timeline.out_of_order` (earlier than the event before it), `timeline.out_of_range` (outside
    /// of [first_instant, end_of_range)), `timeline.unknown_enumerator` (not a value of its
    /// enumeration), `timeline.too_many_events`, `timeline.due_out_of_range` (neither in range nor
    /// `never`). Warnings, beside a timeline: `timeline.reopened_while_open`,
    /// `timeline.stage_not_entered` (left without having been entered), `timeline.after_merge` (the
    /// first thing that happens to a ticket after it was merged into another, but for being closed
    /// or given a status).
    [[nodiscard]] SLA_API static result<timeline> of(const ticket_attributes& ticket,
                                                     std::span<const event> events);
    [[nodiscard]] static result<timeline> of(const ticket_attributes& ticket,
                                             std::initializer_list<event> events) {
        return of(ticket, std::span<const event>{events.begin(), events.size()});
    }

    /// A timeline that looks at the caller's array, of any length. Checked like `of`.
    /// Precondition: the array outlives the timeline and its copies and does not change.
    [[nodiscard]] SLA_API static result<timeline> over(const ticket_attributes& ticket,
                                                       std::span<const event> events);

    /// As they were when the ticket was created.
    [[nodiscard]] const ticket_attributes& attributes() const noexcept { return ticket_; }

    /// Oldest first, beginning with the creation; at least one.
    [[nodiscard]] std::span<const event> events() const noexcept {
        return {outside_ != nullptr ? outside_ : inside_.data(), count_};
    }

    /// When the ticket came to be.
    [[nodiscard]] instant created() const noexcept { return events().front().at; }

    /// Whether there is an event of this kind.
    [[nodiscard]] bool has(event_kind kind) const noexcept {
        return (kinds_ >> static_cast<unsigned>(kind) & 1U) != 0;
    }

private:
    friend class detail::timeline_view;
    timeline(const ticket_attributes& ticket, std::span<const event> events) noexcept
        : ticket_{ticket}, count_{events.size()} {
        for (const event& e : events)
            kinds_ |= std::uint32_t{1} << static_cast<unsigned>(e.kind);
    }

    ticket_attributes ticket_;
    const event* outside_ = nullptr;
    std::size_t count_;
    std::uint32_t kinds_ = 0; // bit n: there are events of kind n
    std::array<event, inline_events> inside_{};
};

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_TIMELINE)
#include <sla/detail/timeline_check.hpp>
#endif
