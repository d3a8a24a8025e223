// SPDX-License-Identifier: MIT
#include "ticket_builder.hpp"

#include "instant_text.hpp"
#include "tape.hpp"
#include "words.hpp"
#include <sla/detail/policy_text.hpp>
#include <sla/detail/zone_text.hpp>

#include <algorithm>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

// What may stand beside the events, once.
struct flat_kind {
    std::string_view name;
    event_kind kind;
};
constexpr std::array<flat_kind, 8> flat_kinds{{
    {"created", event_kind::created},
    {"first_response", event_kind::message},
    {"acknowledged", event_kind::acknowledged},
    {"confirmed", event_kind::confirmed},
    {"fixed", event_kind::fixed},
    {"resolved", event_kind::resolved},
    {"reopened", event_kind::reopened},
    {"closed", event_kind::closed},
}};
// The same of events that have a name, which follows.
constexpr std::array<flat_kind, 5> named_kinds{{
    {"status:", event_kind::status_changed},
    {"stage_entered:", event_kind::stage_entered},
    {"stage_left:", event_kind::stage_left},
    {"custom:", event_kind::custom},
    {"due:", event_kind::due_changed},
}};

const flat_kind* find_flat(std::string_view name) {
    for (const flat_kind& f : flat_kinds)
        if (f.name == name)
            return &f;
    return nullptr;
}
const flat_kind* find_named(std::string_view name) {
    for (const flat_kind& f : named_kinds)
        if (name.size() > f.name.size() && name.starts_with(f.name))
            return &f;
    return nullptr;
}
const word<attribute>* find_attribute(std::string_view name) {
    for (const word<attribute>& w : attribute_words)
        if (w.text == name)
            return &w;
    return nullptr;
}
std::vector<std::string> ticket_members() {
    std::vector<std::string> out{"id", "as_of", "tags", "events"};
    for (const word<attribute>& w : attribute_words)
        out.emplace_back(w.text);
    for (const flat_kind& f : flat_kinds)
        out.emplace_back(f.name);
    return out;
}

} // namespace

ticket_builder::ticket_builder(const policy_book& book, json_ticket_options options)
    : book_{book}, options_{std::move(options)} {}

void ticket_builder::begin() {
    id_.clear();
    for (std::string& value : values_)
        value.clear();
    tag_count_ = 0;
    as_of_ = never;
    listed_.clear();
    flat_.clear();
    flat_name_count_ = 0;
    event_number_ = 0;
    too_many_ = false;
    if (!people_.empty())
        people_.clear();
    issues_.clear();
}

// -- names ---------------------------------------------------------------------------------------

std::string_view ticket_builder::ours(std::string_view name) const {
    for (const member_name& n : options_.names)
        if (n.theirs == name)
            return n.ours;
    return name;
}

bool ticket_builder::is_ignored(std::string_view name) const {
    return std::find(options_.ignored.begin(), options_.ignored.end(), name) !=
           options_.ignored.end();
}

bool ticket_builder::is_known(std::string_view name, member_of owner) const {
    if (owner == member_of::event)
        return std::find(part_names.begin(), part_names.end(), name) != part_names.end();
    name = ours(name);
    return name == "id" || name == "tags" || name == "events" || name == "as_of" ||
           find_attribute(name) != nullptr || find_flat(name) != nullptr ||
           find_named(name) != nullptr;
}

std::string ticket_builder::pointer(std::string_view name, member_of owner) const {
    std::string out =
        owner == member_of::event ? "/events/" + std::to_string(event_number_ - 1) : std::string{};
    append_segment(out, name);
    return out;
}

// -- issues --------------------------------------------------------------------------------------

void ticket_builder::complain(std::string place, const char* code, std::string message,
                              std::string expected, std::string saw, std::string hint) {
    if (issues_.size() < most_issues)
        issues_.push_back({.code = code,
                           .place = std::move(place),
                           .message = std::move(message),
                           .expected = std::move(expected),
                           .saw = std::move(saw),
                           .hint = std::move(hint)});
    else if (issues_.size() == most_issues)
        issues_.push_back({.code = "ticket.too_many_issues",
                           .message = "this ticket has more mistakes than are told",
                           .expected = "at most " + std::to_string(most_issues),
                           .hint = "mend these first"});
}

void ticket_builder::wrong_type(std::string_view name, member_of owner, std::string_view expected,
                                std::string_view saw) {
    complain(pointer(name, owner), "ticket.wrong_type", "this is of another kind",
             std::string{expected}, std::string{saw});
}

void ticket_builder::unknown(std::string_view name, member_of owner) {
    if (is_ignored(name))
        return;
    std::vector<std::string> known;
    if (owner == member_of::event)
        known.assign(part_names.begin(), part_names.end());
    else
        known = ticket_members();
    std::string hint = did_you_mean(name, known);
    if (!hint.starts_with("did"))
        hint.clear();
    const std::size_t before = issues_.size();
    complain(pointer(name, owner), "ticket.unknown_member",
             owner == member_of::event ? "an event has no such member"
                                       : "a ticket has no such member",
             owner == member_of::event
                 ? "at, kind, by, is, attribute, visible, to, metric or due"
                 : "id, tags, created, events, an attribute or another member of tickets",
             quoted(name, 64), std::move(hint));
    if (options_.unknown == unknown_members::are_warnings && issues_.size() > before &&
        before < most_issues)
        issues_.back().severity = severity::warning;
}

// -- values --------------------------------------------------------------------------------------

bool ticket_builder::read_at(std::string_view name, member_of owner, scalar kind,
                             std::string_view text, instant& into) {
    issue_list wrong;
    if (options_.read_instant && kind != scalar::boolean) {
        result<instant> found = options_.read_instant(text);
        if (found) {
            into = *found;
            return true;
        }
        wrong = found.issues();
    } else if (kind != scalar::text) {
        wrong.push_back({.code = "ticket.instant",
                         .message = "an instant is a text",
                         .expected = R"(for example "2026-02-13T15:40:00Z")",
                         .saw = std::string{text}});
    } else {
        const zone* where = options_.zone ? &*options_.zone : nullptr;
        const instant_reading found = read_instant_text(text, where);
        if (found.fault == instant_fault::none) {
            into = found.at;
            repeated_times_ += found.repeated ? 1U : 0U;
            return true;
        }
        wrong.push_back(instant_issue(text, found.fault, where));
    }
    for (issue& i : wrong)
        complain(pointer(name, owner), i.code.c_str(), std::move(i.message), std::move(i.expected),
                 std::move(i.saw), std::move(i.hint));
    return false;
}

std::optional<metric_id> ticket_builder::find_metric(std::string_view name, member_of owner,
                                                     std::string_view wanted) {
    const std::optional<metric_id> found = book_.find_metric(wanted);
    if (found)
        return found;
    std::vector<std::string> known;
    for (std::uint32_t i = 0; i < book_.metric_count(); ++i)
        known.push_back(book_.name(metric_id{i}));
    complain(pointer(name, owner), "ticket.unknown_metric", "the book has no metric of this name",
             "the name of a metric", quoted(wanted, 64), did_you_mean(wanted, known));
    return {};
}

void ticket_builder::member(std::string_view name, scalar kind, std::string_view text) {
    const std::string_view known = ours(name);
    if (known.empty()) {
        unknown(name, member_of::ticket);
        return;
    }
    const flat_kind* once = find_flat(known);
    const word<attribute>* which = once == nullptr ? find_attribute(known) : nullptr;
    if (once == nullptr && which == nullptr && known != "id" && known != "tags" &&
        known != "as_of") {
        if (known == "events" && kind != scalar::null)
            wrong_type(name, member_of::ticket, "a list of events", quoted(text, 64));
        else if (known != "events" && !named_flat(name, kind, text))
            unknown(name, member_of::ticket);
        return;
    }
    if (kind == scalar::null)
        return;
    if (once != nullptr) {
        event what{.kind = once->kind};
        if (once->kind == event_kind::created)
            what.by = actor::customer;
        flat(name, what, kind, text);
        return;
    }
    if (known == "as_of") {
        read_at(name, member_of::ticket, kind, text, as_of_);
        return;
    }
    if (kind == scalar::boolean) {
        wrong_type(name, member_of::ticket, "a text or a number", text);
        return;
    }
    if (which != nullptr) {
        values_[static_cast<std::size_t>(which->value)] = text;
    } else if (known == "id") {
        id_ = text;
    } else {
        add_tag(text);
    }
}

void ticket_builder::add_tag(std::string_view tag) {
    if (tag_count_ == tags_.size())
        tags_.emplace_back();
    tags_[tag_count_++] = tag;
}

void ticket_builder::flat(std::string_view name, event what, scalar kind, std::string_view text) {
    // A due time is known from the creation on.
    instant& when = what.kind == event_kind::due_changed ? what.due : what.at;
    if (!read_at(name, member_of::ticket, kind, text, when))
        return;
    if (flat_.size() >= options_.events) {
        too_many_ = true;
        return;
    }
    if (flat_name_count_ == flat_names_.size())
        flat_names_.emplace_back();
    flat_names_[flat_name_count_] = name;
    flat_.push_back({what, static_cast<std::uint32_t>(flat_name_count_++)});
}

bool ticket_builder::named_flat(std::string_view name, scalar kind, std::string_view text) {
    const std::string_view known = ours(name);
    const flat_kind* named = find_named(known);
    if (named == nullptr)
        return false;
    if (kind == scalar::null)
        return true;
    const std::string_view of = known.substr(named->name.size());
    event what{.kind = named->kind};
    if (named->kind != event_kind::due_changed)
        what.name = book_.find_event_name(of);
    else if (const auto metric = find_metric(name, member_of::ticket, of))
        what.metric = *metric;
    else
        return true;
    flat(name, what, kind, text);
    return true;
}

} // namespace sla::inline v1::detail::json
