// SPDX-License-Identifier: MIT
//
// Which tickets and which events are meant, in words; and clocks, which are made of the latter.

#include "describe_text.hpp"
#include <sla/describe.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

using detail::any_of_these;
using std::back_inserter;

namespace {

/// "is gold", "is one of gold, platinum": no "or" that could be taken for the condition's own.
std::string one_of_text(const std::vector<std::string>& names) {
    if (names.size() == 1)
        return names.front();
    std::string out = "one of ";
    for (std::size_t i = 0; i < names.size(); ++i)
        fmt::format_to(back_inserter(out), "{}{}", i == 0 ? "" : ", ", names[i]);
    return out;
}

std::string parts_text(const std::vector<condition>& parts, std::string_view between) {
    std::string out;
    for (const condition& part : parts) {
        const bool nested =
            parts.size() > 1 && part.parts.size() > 1 && part.form != condition::form_type::none;
        fmt::format_to(back_inserter(out), "{}{}{}{}", out.empty() ? "" : between,
                       nested ? "(" : "", describe(part), nested ? ")" : "");
    }
    return out;
}

/// "the change to status A or B", "any change of status", "the change to any status but A".
std::string named(const event_condition& e, std::string_view before, std::string_view what,
                  std::string_view any) {
    if (e.names.empty())
        return std::string{any};
    if (e.match == name_match::none_of)
        return fmt::format("{} any {} but {}", before, what, any_of_these(e.names));
    return fmt::format("{} {} {}", before, what, any_of_these(e.names));
}

std::string attribute_text(const event_condition& e) {
    const char* const which = name_of(e.which);
    if (e.names.empty())
        return fmt::format("any change of {}", which);
    return fmt::format("the change of {} to {}{}", which,
                       e.match == name_match::none_of ? "anything but " : "",
                       any_of_these(e.names));
}

std::string kind_text(const event_condition& e) {
    switch (e.kind) {
    case event_kind::created:
        return "the creation";
    case event_kind::message:
        return "a message";
    case event_kind::status_changed:
        return named(e, "the change to", "status", "any change of status");
    case event_kind::attribute_changed:
        return attribute_text(e);
    case event_kind::tag_added:
        return named(e, "the addition of", "tag", "the addition of any tag");
    case event_kind::tag_removed:
        return named(e, "the removal of", "tag", "the removal of any tag");
    case event_kind::stage_entered:
        return named(e, "the arrival at", "stage", "the arrival at any stage");
    case event_kind::stage_left:
        return named(e, "the departure from", "stage", "the departure from any stage");
    case event_kind::assigned:
        return "an assignment";
    case event_kind::acknowledged:
        return "the acknowledgement";
    case event_kind::confirmed:
        return "the confirmation";
    case event_kind::fixed:
        return "the fix";
    case event_kind::resolved:
        return "the solution";
    case event_kind::reopened:
        return "the reopening";
    case event_kind::closed:
        return "the closing";
    case event_kind::merged_into:
        return "the merging into another ticket";
    case event_kind::merged_from:
        return "the merging of another ticket into it";
    case event_kind::due_changed:
        return "a due time set by hand";
    case event_kind::custom:
        return e.names.empty() ? "any event of the host's own"
                               : named(e, "the", "event", std::string_view{});
    }
    return "an unknown event";
}

/// "; stops with A or B", or nothing for an empty list.
void add(std::string& out, std::string_view verb, const std::vector<event_condition>& when) {
    std::vector<std::string> events;
    events.reserve(when.size());
    for (const event_condition& e : when)
        events.push_back(describe(e));
    if (!events.empty())
        fmt::format_to(back_inserter(out), "; {} {}", verb, any_of_these(events));
}

std::string_view reopen_text(reopen_mode mode) {
    switch (mode) {
    case reopen_mode::ignore:
        return "nothing, the first stop counts";
    case reopen_mode::resume:
        return "it runs on, the time between counts";
    case reopen_mode::resume_without_gap:
        return "it runs on, the time between does not count";
    case reopen_mode::new_cycle:
        return "another cycle begins";
    }
    return "unknown";
}

} // namespace

const char* describe(actor who) noexcept {
    switch (who) {
    case actor::customer:
        return "the customer";
    case actor::agent:
        return "an agent";
    case actor::automation:
        return "automation";
    case actor::third_party:
        return "a third party";
    }
    return "unknown";
}

std::string describe(const condition& c) {
    switch (c.form) {
    case condition::form_type::always:
        return "every ticket";
    case condition::form_type::one_of:
        return fmt::format("{} is {}", name_of(c.which), one_of_text(c.values));
    case condition::form_type::tagged:
        return fmt::format("the tags contain {}", one_of_text(c.values));
    case condition::form_type::all:
        return parts_text(c.parts, " and ");
    case condition::form_type::any:
        return parts_text(c.parts, " or ");
    case condition::form_type::none:
        return fmt::format("not ({})", parts_text(c.parts, " or "));
    case condition::form_type::created_while_open:
        return fmt::format("created while {} is open", one_of_text(c.values));
    }
    return "unknown";
}

std::string describe(const event_condition& e) {
    std::string out = kind_text(e);
    std::vector<std::string> by;
    for (const actor who : e.by)
        by.emplace_back(describe(who));
    if (!by.empty())
        fmt::format_to(back_inserter(out), " by {}", any_of_these(by));
    if (e.visible)
        out += *e.visible == visibility::to_customer ? " that the customer can see"
                                                     : " among colleagues";
    return out;
}

std::string describe(const metric_definition& metric) {
    std::string out;
    add(out, "starts with", metric.start);
    add(out, "stops with", metric.stop);
    add(out, "pauses with", metric.pause);
    add(out, "resumes with", metric.resume);
    add(out, "begins anew with", metric.reset);
    add(out, "cancelled by", metric.cancel);
    if (!metric.reopen.empty()) {
        add(out, "after", metric.reopen);
        fmt::format_to(back_inserter(out), " {}", reopen_text(metric.on_reopen));
    }
    add(out, "may start after", metric.after);
    add(out, "may not start after", metric.until);
    if (metric.repeats == recurrence::independent)
        out += "; every start after a stop begins a cycle";
    if (metric.repeats == recurrence::sequential)
        out += "; a cycle that ended early is lived out before the next begins";
    return out.empty() ? metric.name : fmt::format("{}: {}", metric.name, out.substr(2));
}

} // namespace sla::inline v1
