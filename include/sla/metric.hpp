// SPDX-License-Identifier: MIT
//
// Room: metric. A clock as data: which event starts it and which one stops it.
//
// "First response", "repair" and "resolution" look alike: each is a clock that some event starts
// and some event stops. What differs is which, and that is data. So the metrics that everybody
// knows are made by functions of this room, and a host's own are values of the same type:
//
//     first_response()   created    -> a message by an agent that the customer can see
//     repair()           confirmed  -> fixed
//
//     sla::metric_definition call_back{
//         .name = "call back",
//         .start = {sla::on_custom("call ended")},
//         .stop = {sla::on_message(sla::actor::agent, sla::visibility::to_customer)},
//     };
//
// Given the events "created 09:00, note by an agent 09:05, automatic mail 09:06, mail by an agent
// 09:40", the first response stops at 09:40: the note is not for the customer, and a machine's
// answer is no answer. The clock starts at the first event that one of the `start` conditions
// describes and stops at the first *later* one that a `stop` condition describes; of two events at
// the same instant, the one that stands later in the timeline is the later.
//
// The hard case is the ticket that comes back. A clock of this room runs once: `resolution()` is
// judged by the first time the ticket was resolved, and opening it again starts nothing.
#pragma once

#include <sla/version.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1 {

/// What can happen to a ticket.
enum class event_kind : std::uint8_t {
    created,        ///< The ticket exists from here on.
    message,        ///< Somebody wrote; who and for whom, say `actor` and `visibility`.
    status_changed, ///< It has another status, which the event names.
    assigned,       ///< Somebody, or a group, owns it now.
    acknowledged,   ///< Its receipt was confirmed.
    confirmed,      ///< The problem was confirmed to be one.
    fixed,          ///< The fix was delivered.
    resolved,       ///< It is solved.
    reopened,       ///< It is not solved after all.
    closed,         ///< Nothing more will be done.
    custom,         ///< Something of the host's own, which the event names: "call ended".
};

/// Who did it.
enum class actor : std::uint8_t { customer, agent, automation, third_party };

/// Who can see a message.
enum class visibility : std::uint8_t {
    to_customer, ///< Public: the customer can read it.
    internal,    ///< A note among colleagues.
};

/// Which events are meant; an event has to satisfy all that is stated.
struct event_condition {
    event_kind kind = event_kind::created;
    /// `status_changed`: the new status. `custom`: which one. Empty: any. Empty for other kinds.
    std::string name{};
    std::vector<actor> by{};                  ///< One of these; empty: anybody.
    std::optional<sla::visibility> visible{}; ///< Only for `message`; absent: either.

    friend bool operator==(const event_condition&, const event_condition&) = default;
};

/// A clock that runs once; see the top of this file. Both lists mean "any of these" and need at
/// least one entry.
struct metric_definition {
    std::string name; ///< Unique in a book; targets refer to it.
    std::vector<event_condition> start{};
    std::vector<event_condition> stop{};

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
    return {.kind = event_kind::status_changed, .name = std::move(status)};
}

/// The host's own event of this name.
[[nodiscard]] inline event_condition on_custom(std::string name) {
    return {.kind = event_kind::custom, .name = std::move(name)};
}

// -- the metrics that everybody knows ----------------------------------------------------------

/// "first response": from the creation to the first message by an agent that the customer can see.
/// Notes, automatic answers, third parties and the customer's own messages do not count.
[[nodiscard]] inline metric_definition first_response() {
    return {.name = "first response",
            .start = {on(event_kind::created)},
            .stop = {on_message(actor::agent, visibility::to_customer)}};
}

/// "acknowledgement": from the creation until the receipt was confirmed.
[[nodiscard]] inline metric_definition acknowledgement() {
    return {.name = "acknowledgement",
            .start = {on(event_kind::created)},
            .stop = {on(event_kind::acknowledged)}};
}

/// "ownership": from the creation until somebody owns the ticket.
[[nodiscard]] inline metric_definition ownership() {
    return {.name = "ownership",
            .start = {on(event_kind::created)},
            .stop = {on(event_kind::assigned)}};
}

/// "repair": from the confirmation of the problem to the delivery of the fix. Not started while
/// the problem is not confirmed.
[[nodiscard]] inline metric_definition repair() {
    return {
        .name = "repair", .start = {on(event_kind::confirmed)}, .stop = {on(event_kind::fixed)}};
}

/// "resolution": from the creation until the ticket is resolved; or closed, where that comes first.
[[nodiscard]] inline metric_definition resolution() {
    return {.name = "resolution",
            .start = {on(event_kind::created)},
            .stop = {on(event_kind::resolved), on(event_kind::closed)}};
}

/// All of the above.
[[nodiscard]] inline std::vector<metric_definition> built_in_metrics() {
    return {first_response(), acknowledgement(), ownership(), repair(), resolution()};
}

} // namespace sla::inline v1
