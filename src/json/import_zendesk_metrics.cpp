// SPDX-License-Identifier: MIT
//
// Zendesk's clocks. Source: Zendesk help, "Defining SLA policies" and "Customizing your SLAs with
// advanced settings"; Zendesk developer documentation, "Ticket metric event types reference".
#include "import_zendesk.hpp"
#include <sla/detail/policy_text.hpp>
#include <sla/metrics.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

enum setting : zendesk_settings {
    agents_tickets = 1U << 0U,
    first_notes = 1U << 1U,
    next_notes = 1U << 2U,
    next_customer_notes = 1U << 3U,
    update_notes = 1U << 4U,
};

struct known_setting {
    std::string_view metric;
    std::string_view name;
    zendesk_settings bit; ///< 0: it cannot be mapped.
};

constexpr std::array<known_setting, 10> known_settings{{
    {"first_reply_time", "activate_on_ticket_created_for_end_user", agents_tickets},
    {"first_reply_time", "activate_on_agent_ticket_created_for_end_user_with_internal_note", 0},
    {"first_reply_time", "activate_on_light_agent_on_email_forward_ticket_from_end_user", 0},
    {"first_reply_time", "activate_on_agent_created_ticket_for_self", 0},
    {"first_reply_time", "fulfill_on_agent_internal_note", first_notes},
    {"next_reply_time", "fulfill_on_non_requesting_agent_internal_note_after_activation",
     next_notes},
    {"next_reply_time", "activate_on_end_user_added_internal_note", next_customer_notes},
    {"next_reply_time", "activate_on_agent_requested_ticket_with_public_comment_or_internal_note",
     0},
    {"next_reply_time", "activate_on_light_agent_internal_note", 0},
    {"periodic_update_time", "activate_on_agent_internal_note", update_notes},
}};

// The product tells statuses; a host may tell of solving and closing beside, or instead.
std::vector<event_condition> solved() {
    return {on(event_kind::resolved), on(event_kind::closed), on_status_in({"solved", "closed"})};
}

std::vector<event_condition> reopened() {
    return {on(event_kind::reopened), on_status_not_in({"solved", "closed"})};
}

event_condition comment(actor by, bool notes) {
    event_condition out = on_message(by, visibility::to_customer);
    if (notes)
        out.visible.reset();
    return out;
}

void add(std::vector<event_condition>& to, std::vector<event_condition> more) {
    for (event_condition& e : more)
        to.push_back(std::move(e));
}

// Solving without a word does not end the wait for the first reply: a later comment does.
metric_definition first_reply(zendesk_settings settings) {
    metric_definition out{
        .name = "first reply time",
        .start = {on(event_kind::created, actor::customer), comment(actor::customer, false)},
        .stop = {comment(actor::agent, (settings & first_notes) != 0)},
        .cancel = {on(event_kind::merged_into)}};
    if ((settings & agents_tickets) != 0) {
        out.start.push_back(on(event_kind::created, actor::agent));
        out.name += ", also of agents' tickets";
    }
    if ((settings & first_notes) != 0)
        out.name += ", notes count";
    return out;
}

metric_definition next_reply(zendesk_settings settings) {
    const event_condition reply = comment(actor::agent, (settings & next_notes) != 0);
    metric_definition out{
        .name = "next reply time",
        .start = {comment(actor::customer, (settings & next_customer_notes) != 0)},
        .stop = {reply},
        .cancel = {on(event_kind::merged_into)},
        .after = {reply},
        .repeats = recurrence::independent};
    add(out.stop, solved());
    if ((settings & next_notes) != 0)
        out.name += ", notes count";
    if ((settings & next_customer_notes) != 0)
        out.name += ", customers' notes ask";
    return out;
}

// From comment to comment: nothing runs before the first one.
metric_definition update(std::string name, bool notes) {
    const event_condition said = comment(actor::agent, notes);
    metric_definition out{.name = std::move(name),
                          .start = {said},
                          .stop = {said},
                          .cancel = {on(event_kind::merged_into)},
                          .after = {on(event_kind::created)},
                          .until = solved(),
                          .repeats = recurrence::independent};
    add(out.stop, solved());
    add(out.after, reopened());
    if (notes)
        out.name += ", notes count";
    return out;
}

metric_definition until_solved(std::string name) {
    return {.name = std::move(name),
            .start = {on(event_kind::created)},
            .stop = solved(),
            .cancel = {on(event_kind::merged_into)},
            .reopen = reopened(),
            .on_reopen = reopen_mode::resume_without_gap};
}

metric_definition ownership_time() {
    metric_definition out{.name = "group ownership time",
                          .start = {on(event_kind::created), on_attribute(attribute::group)},
                          .stop = {on_attribute(attribute::group)},
                          .cancel = {on(event_kind::merged_into)},
                          .repeats = recurrence::independent};
    add(out.start, reopened());
    add(out.stop, solved());
    return out;
}

void read_setting(source& from, index at, std::string_view metric, zendesk_settings& into) {
    if (!from.yes(at))
        return;
    const std::string_view name = from.values.key(at);
    const auto* const found =
        std::find_if(known_settings.begin(), known_settings.end(),
                     [&](const known_setting& s) { return s.metric == metric && s.name == name; });
    if (found != known_settings.end() && found->bit != 0) {
        into |= found->bit;
        return;
    }
    from.note(at, "import.unmapped_setting",
              "this setting is not taken over: the clock runs as without it", quoted(name, 80));
}

} // namespace

zendesk_settings read_zendesk_settings(source& from, index at) {
    zendesk_settings out = 0;
    const tape& values = from.values;
    if (!from.in.is(at, kind::object, "settings by metric"))
        return out;
    for (index metric = tape::first(at); metric != values.end(at); metric = values.next(metric)) {
        if (!from.says_something(metric) ||
            !from.in.is(metric, kind::object, "settings of a metric"))
            continue;
        for (index i = tape::first(metric); i != values.end(metric); i = values.next(i))
            if (values[i].kind != kind::null)
                read_setting(from, i, values.key(metric), out);
    }
    return out;
}

std::optional<metric_definition> zendesk_metric(std::string_view name, zendesk_settings settings) {
    if (name == "first_reply_time")
        return first_reply(settings);
    if (name == "next_reply_time")
        return next_reply(settings);
    if (name == "periodic_update_time")
        return update("periodic update", (settings & update_notes) != 0);
    if (name == "pausable_update_time")
        return paused_in_status(update("pausable update", false), {"pending"});
    if (name == "agent_work_time")
        return counted_in_status(until_solved("agent work time"), {"new", "open"});
    if (name == "requester_wait_time")
        return counted_in_status(until_solved("requester wait time"), {"new", "open", "hold"});
    if (name == "total_resolution_time")
        return until_solved("total resolution time");
    if (name == zendesk_ownership)
        return ownership_time();
    return {};
}

} // namespace sla::inline v1::detail::json
