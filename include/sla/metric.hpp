// SPDX-License-Identifier: MIT
//
// Room: metric. A clock as data: what starts, pauses, stops and restarts it.
//
// "First response", "repair" and "periodic update" look alike: each is a clock, and events move it.
// Which events do is data, so the metrics that everybody knows (metrics.hpp) are values of the type
// that a host's own metrics have:
//
//     sla::metric_definition call_back{
//         .name = "call back",
//         .start = {sla::on_custom("call ended")},
//         .stop = {sla::on_message(sla::actor::agent, sla::visibility::to_customer)},
//         .repeats = sla::recurrence::independent,
//     };
//
// Each event goes through a clock in this order:
//
//   1. `until` closes and `after` opens the clock to new starts (without `after` it is open from
//      the beginning).
//   2. `resume` lifts the pause, `pause` sets it; an event that does both sets it. The pause is a
//      fact about the ticket ("waiting for the customer"): it is kept while the clock stands still,
//      and a clock that starts under it starts paused.
//   3. While a cycle runs: `cancel` ends it without judgement, otherwise `stop` ends it, otherwise
//      `reset` lets it begin anew. While none runs, and the last one was stopped: `reopen` opens
//      it again in the way `on_reopen` says.
//   4. If no cycle runs now, `start` begins one: the first, or any later one if the clock
//      `repeats`. So one event can stop a cycle and start the next, as every message of an agent
//      does for "periodic update"; no event stops the cycle that it starts.
//
// The hard case is two things at once. Events at the same instant keep the order in which the
// timeline holds them: a reply that stands after the creation, at the same millisecond, answers it.
#pragma once

#include <sla/attribute.hpp>
#include <sla/version.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1 {

/// What can happen to a ticket.
enum class event_kind : std::uint8_t {
    created,           ///< The ticket exists from here on.
    message,           ///< Somebody wrote; who and for whom, say `actor` and `visibility`.
    status_changed,    ///< It has another status, which the event names.
    attribute_changed, ///< An attribute has another value.
    tag_added,         ///< It has one tag more, which the event names.
    tag_removed,       ///< It has one tag less.
    stage_entered,     ///< It reached a stage (node) of its workflow, which the event names.
    stage_left,        ///< It left one.
    assigned,          ///< Somebody owns it now.
    acknowledged,      ///< Its receipt was confirmed.
    confirmed,         ///< The problem was confirmed to be one.
    fixed,             ///< The fix was delivered.
    resolved,          ///< It is solved.
    reopened,          ///< It is not solved after all.
    closed,            ///< Nothing more will be done.
    merged_into,       ///< It goes on as part of another ticket.
    merged_from,       ///< Another ticket became part of it.
    due_changed,       ///< Somebody set, or cleared, a due time for one clock by hand.
    custom,            ///< Something of the host's own, which the event names: "call ended".
};
inline constexpr std::size_t event_kind_count = 19;

/// "created", "status changed", ...
[[nodiscard]] constexpr const char* name_of(event_kind kind) noexcept {
    constexpr const char* names[event_kind_count] = {
        "created",     "message",      "status changed", "attribute changed",
        "tag added",   "tag removed",  "stage entered",  "stage left",
        "assigned",    "acknowledged", "confirmed",      "fixed",
        "resolved",    "reopened",     "closed",         "merged into",
        "merged from", "due changed",  "custom",
    };
    const auto index = static_cast<std::size_t>(kind);
    return index < event_kind_count ? names[index] : "event";
}

/// Who did it.
enum class actor : std::uint8_t { customer, agent, automation, third_party };

/// Who can see a message.
enum class visibility : std::uint8_t {
    to_customer, ///< Public: the customer can read it.
    internal,    ///< A note among colleagues.
};

/// How the names of an `event_condition` are meant.
enum class name_match : std::uint8_t {
    one_of,  ///< The event's name is one of them; no names: any name, or none.
    none_of, ///< The event's name is none of them.
};

/// Which events are meant; an event has to satisfy all that is stated.
struct event_condition {
    event_kind kind = event_kind::created;
    /// The new status, stage, tag, custom event or value of the attribute. Empty for other kinds.
    std::vector<std::string> names{};
    name_match match = name_match::one_of;
    attribute which = attribute::priority;    ///< `attribute_changed` only: which one.
    std::vector<actor> by{};                  ///< One of these; empty: anybody.
    std::optional<sla::visibility> visible{}; ///< Only for `message`; absent: either.

    friend bool operator==(const event_condition&, const event_condition&) = default;
};

/// How often a clock runs.
enum class recurrence : std::uint8_t {
    once,        ///< The first start counts and no other.
    independent, ///< Every start after a stop begins a cycle of its own, at once.
    /// Like `independent`, but a cycle that ended before its deadline is lived out first: the next
    /// one begins at that deadline. "Every four hours", whatever is said in between.
    sequential,
};

/// What `reopen` does to a clock that was stopped.
enum class reopen_mode : std::uint8_t {
    ignore,             ///< Nothing: the first stop counts.
    resume,             ///< It runs on as if it had not been stopped: the time between counts.
    resume_without_gap, ///< It runs on; the time between does not count, like a pause.
    new_cycle,          ///< The old cycle stays as it ended, and another begins.
};

/// A clock; see the top of this file. A list means "any of these". `start` and `stop` need at least
/// one entry each.
struct metric_definition {
    std::string name; ///< Unique in a book; targets refer to it.
    std::vector<event_condition> start{};
    std::vector<event_condition> stop{};
    std::vector<event_condition> pause{};
    std::vector<event_condition> resume{};
    std::vector<event_condition> reset{};
    std::vector<event_condition> cancel{};
    std::vector<event_condition> reopen{};
    reopen_mode on_reopen = reopen_mode::resume_without_gap;
    std::vector<event_condition> after{};
    std::vector<event_condition> until{};
    recurrence repeats = recurrence::once;

    friend bool operator==(const metric_definition&, const metric_definition&) = default;
};

// -- conditions --------------------------------------------------------------------------------

/// Events of this kind, by anybody.
[[nodiscard]] inline event_condition on(event_kind kind) {
    return {.kind = kind};
}

/// Events of this kind, by this actor.
[[nodiscard]] inline event_condition on(event_kind kind, actor by) {
    return {.kind = kind, .by = {by}};
}

/// Messages by this actor that are for these eyes.
[[nodiscard]] inline event_condition on_message(actor by, visibility visible) {
    return {.kind = event_kind::message, .by = {by}, .visible = visible};
}

/// The change to this status.
[[nodiscard]] inline event_condition on_status(std::string status) {
    return {.kind = event_kind::status_changed, .names = {std::move(status)}};
}

/// The change to one of these.
[[nodiscard]] inline event_condition on_status_in(std::vector<std::string> statuses) {
    return {.kind = event_kind::status_changed, .names = std::move(statuses)};
}

/// The change to any status but these.
[[nodiscard]] inline event_condition on_status_not_in(std::vector<std::string> statuses) {
    return {.kind = event_kind::status_changed,
            .names = std::move(statuses),
            .match = name_match::none_of};
}

/// The change of an attribute to one of these values; without values: any change of it.
[[nodiscard]] inline event_condition on_attribute(attribute which,
                                                  std::vector<std::string> values = {}) {
    return {.kind = event_kind::attribute_changed, .names = std::move(values), .which = which};
}

/// The stage (node of a workflow) is entered.
[[nodiscard]] inline event_condition on_stage_entered(std::string stage) {
    return {.kind = event_kind::stage_entered, .names = {std::move(stage)}};
}

/// The stage is left.
[[nodiscard]] inline event_condition on_stage_left(std::string stage) {
    return {.kind = event_kind::stage_left, .names = {std::move(stage)}};
}

/// The host's own event of this name.
[[nodiscard]] inline event_condition on_custom(std::string name) {
    return {.kind = event_kind::custom, .names = {std::move(name)}};
}

} // namespace sla::inline v1
