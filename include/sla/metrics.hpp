// SPDX-License-Identifier: MIT
//
// Room: metrics. The clocks that everybody knows.
//
// Each function makes a `metric_definition` (metric.hpp); none of them can do what a host's own
// could not. They are the field's words with the field's usual meaning, and where products disagree
// about that meaning a parameter names the choice:
//
//     sla::first_response();                                   // a person answers
//     sla::first_response({.automation = sla::counting::counts});
//     sla::paused_in_status(sla::resolution(), {"waiting for customer", "on hold"});
//
// Given "created 09:00, note by an agent 09:05, automatic mail 09:06, mail by an agent 09:40", the
// first response stops at 09:40: the note is not for the customer, and a machine's answer is no
// answer.
//
// The hard case is the ticket that comes back. `first_resolution` is judged by the first time it
// was solved, whatever happens then. `resolution` goes on when it is reopened: the days on which
// everybody believed it solved do not count, the work before and after does.
#pragma once

#include <sla/metric.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1 {

/// Whether something is taken into account.
enum class counting : std::uint8_t { ignored, counts };

/// From where "next response" counts when the customer writes several times.
enum class response_anchor : std::uint8_t {
    oldest_unanswered, ///< The first message since the last answer.
    latest_unanswered, ///< The last one: every message gives a full period again.
};

/// What is a response.
struct response_rules {
    counting automation = counting::ignored; ///< Answers by a machine.
    counting solving = counting::ignored;    ///< Solving or closing without a word.
    /// A ticket that an agent opens: with `counts` the clock starts at the creation, whoever
    /// creates; with `ignored` it waits for the customer, whose own creation or message starts it.
    counting created_by_agent = counting::counts;

    friend bool operator==(const response_rules&, const response_rules&) = default;
};

namespace detail {

/// What ends the waiting of a customer.
[[nodiscard]] inline std::vector<event_condition> answers(const response_rules& rules) {
    event_condition message = on_message(actor::agent, visibility::to_customer);
    if (rules.automation == counting::counts)
        message.by.push_back(actor::automation);
    std::vector<event_condition> out{std::move(message)};
    if (rules.solving == counting::counts) {
        out.push_back(on(event_kind::resolved));
        out.push_back(on(event_kind::closed));
    }
    return out;
}

} // namespace detail

/// "first response": from the creation to the first message by an agent that the customer can see.
/// Notes, third parties and the customer's own messages do not count.
[[nodiscard]] inline metric_definition first_response(const response_rules& rules = {}) {
    metric_definition out{.name = "first response",
                          .start = {on(event_kind::created)},
                          .stop = detail::answers(rules),
                          .cancel = {on(event_kind::merged_into)}};
    if (rules.created_by_agent == counting::ignored)
        out.start = {on(event_kind::created, actor::customer),
                     on_message(actor::customer, visibility::to_customer)};
    return out;
}

/// "next response": after the first answer, from each message of the customer to the next answer.
/// Solving ends the wait, whatever `rules` say of the first response.
[[nodiscard]] inline metric_definition
next_response(response_anchor anchor = response_anchor::oldest_unanswered,
              response_rules rules = {}) {
    const event_condition asks = on_message(actor::customer, visibility::to_customer);
    rules.solving = counting::counts;
    metric_definition out{.name = "next response",
                          .start = {asks},
                          .stop = detail::answers(rules),
                          .cancel = {on(event_kind::merged_into)},
                          .repeats = recurrence::independent};
    rules.solving = counting::ignored;
    out.after = detail::answers(rules);
    if (anchor == response_anchor::latest_unanswered)
        out.reset = {asks};
    return out;
}

/// "periodic update": the customer hears from an agent at least this often while the ticket is
/// open. With `recurrence::sequential` the updates keep a fixed rhythm.
[[nodiscard]] inline metric_definition
periodic_update(recurrence repeats = recurrence::independent) {
    const event_condition update = on_message(actor::agent, visibility::to_customer);
    const event_condition created = on(event_kind::created);
    const event_condition reopened = on(event_kind::reopened);
    const event_condition resolved = on(event_kind::resolved);
    const event_condition closed = on(event_kind::closed);
    return {.name = "periodic update",
            .start = {created, reopened, update},
            .stop = {update, resolved, closed},
            .cancel = {on(event_kind::merged_into)},
            .after = {created, reopened},
            .until = {resolved, closed},
            .repeats = repeats};
}

/// "acknowledgement": from the creation until the receipt was confirmed.
[[nodiscard]] inline metric_definition acknowledgement() {
    return {.name = "acknowledgement",
            .start = {on(event_kind::created)},
            .stop = {on(event_kind::acknowledged)},
            .cancel = {on(event_kind::merged_into)}};
}

/// "ownership": from the creation until somebody owns the ticket.
[[nodiscard]] inline metric_definition ownership() {
    return {.name = "ownership",
            .start = {on(event_kind::created)},
            .stop = {on(event_kind::assigned)},
            .cancel = {on(event_kind::merged_into)}};
}

/// "repair": from the confirmation of the problem to the delivery of the fix. Not started while
/// the problem is not confirmed.
[[nodiscard]] inline metric_definition repair() {
    return {.name = "repair",
            .start = {on(event_kind::confirmed)},
            .stop = {on(event_kind::fixed)},
            .cancel = {on(event_kind::merged_into)}};
}

/// "first resolution": from the creation until the ticket is resolved, or closed, for the first
/// time. Reopening starts nothing.
[[nodiscard]] inline metric_definition first_resolution() {
    return {.name = "first resolution",
            .start = {on(event_kind::created)},
            .stop = {on(event_kind::resolved), on(event_kind::closed)},
            .cancel = {on(event_kind::merged_into)}};
}

/// "resolution": from the creation until the ticket is resolved, or closed, for good.
[[nodiscard]] inline metric_definition
resolution(reopen_mode on_reopen = reopen_mode::resume_without_gap) {
    metric_definition out = first_resolution();
    out.name = "resolution";
    out.reopen = {on(event_kind::reopened)};
    out.on_reopen = on_reopen;
    return out;
}

/// The same clock, paused while the ticket has one of these statuses.
[[nodiscard]] inline metric_definition paused_in_status(metric_definition metric,
                                                        const std::vector<std::string>& statuses) {
    metric.pause.push_back(on_status_in(statuses));
    metric.resume.push_back(on_status_not_in(statuses));
    return metric;
}

/// The same clock, running only while the ticket has one of these statuses, once it has any.
[[nodiscard]] inline metric_definition counted_in_status(metric_definition metric,
                                                         const std::vector<std::string>& statuses) {
    metric.pause.push_back(on_status_not_in(statuses));
    metric.resume.push_back(on_status_in(statuses));
    return metric;
}

/// "agent work time": the time until the resolution that the ticket spends in the statuses in
/// which it is the agents' turn.
[[nodiscard]] inline metric_definition agent_work_time(const std::vector<std::string>& statuses = {
                                                           "new", "open"}) {
    metric_definition out = counted_in_status(resolution(), statuses);
    out.name = "agent work time";
    return out;
}

/// "requester wait time": the time until the resolution in which the requester waits for the desk,
/// or for somebody the desk waits for.
[[nodiscard]] inline metric_definition
requester_wait_time(const std::vector<std::string>& statuses = {"new", "open", "on hold"}) {
    metric_definition out = counted_in_status(resolution(), statuses);
    out.name = "requester wait time";
    return out;
}

/// "response in STAGE": from every arrival at a stage of the workflow until somebody takes the
/// ticket up there, or it moves on.
[[nodiscard]] inline metric_definition stage_response(const std::string& stage) {
    return {.name = "response in " + stage,
            .start = {on_stage_entered(stage)},
            .stop = {on(event_kind::acknowledged), on(event_kind::assigned),
                     on(event_kind::message, actor::agent), on_stage_left(stage)},
            .cancel = {on(event_kind::merged_into)},
            .repeats = recurrence::independent};
}

/// "handling in STAGE": all the time that the ticket spends in a stage, over several visits.
[[nodiscard]] inline metric_definition stage_handling(const std::string& stage) {
    return {.name = "handling in " + stage,
            .start = {on_stage_entered(stage)},
            .stop = {on_stage_left(stage), on(event_kind::resolved), on(event_kind::closed)},
            .cancel = {on(event_kind::merged_into)},
            .reopen = {on_stage_entered(stage)}};
}

/// "hand-over to GROUP": from the creation until the ticket belongs to that group. An operational
/// level: what the first line promises the second.
[[nodiscard]] inline metric_definition hand_over(const std::string& group) {
    return {.name = "hand-over to " + group,
            .start = {on(event_kind::created)},
            .stop = {on_attribute(attribute::group, {group})},
            .cancel = {on(event_kind::merged_into)}};
}

/// "response of GROUP": from the hand-over to a group until one of its people takes the ticket up
/// or answers. Its start is the group's own, not the creation.
[[nodiscard]] inline metric_definition group_response(const std::string& group) {
    return {.name = "response of " + group,
            .start = {on_attribute(attribute::group, {group})},
            .stop = {on(event_kind::acknowledged), on(event_kind::assigned),
                     on_message(actor::agent, visibility::to_customer)},
            .cancel = {on(event_kind::merged_into),
                       {.kind = event_kind::attribute_changed,
                        .names = {group},
                        .match = name_match::none_of,
                        .which = attribute::group}},
            .repeats = recurrence::independent};
}

/// "call answer": from the arrival of a call until somebody answers; a caller who hangs up before
/// cancels it. The host's events "call answered" and "call abandoned" say so.
[[nodiscard]] inline metric_definition call_answer() {
    return {.name = "call answer",
            .start = {on(event_kind::created)},
            .stop = {on_custom("call answered"), on_message(actor::agent, visibility::to_customer)},
            .cancel = {on_custom("call abandoned"), on(event_kind::merged_into)}};
}

/// The metrics that need no names of the host's own: what a book has unless it says otherwise.
[[nodiscard]] inline std::vector<metric_definition> built_in_metrics() {
    return {first_response(), next_response(), periodic_update(),  acknowledgement(), ownership(),
            repair(),         resolution(),    first_resolution(), call_answer()};
}

} // namespace sla::inline v1
