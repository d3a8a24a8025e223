// SPDX-License-Identifier: MIT
//
// Inside the operations room: what happened to a ticket.
#pragma once

#include <sla/detail/evaluate_event.hpp>
#include <sla/detail/export.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/operations.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr common_codes operations_codes{.name_missing = "operations.name_missing",
                                               .name_twice = "operations.name_twice",
                                               .unknown_enumerator =
                                                   "operations.unknown_enumerator"};

// An `event_condition` in the numbers of a book.
struct contact_event {
    event_kind kind{};
    name_match match{};
    attribute which{};
    std::uint32_t actors = 0;  // bit n: the actor of value n
    std::uint32_t visible = 0; // bit n: the visibility of value n
    std::vector<std::uint32_t> names{};

    [[nodiscard]] bool matches(const event& e) const noexcept {
        if (e.kind != kind || (actors >> static_cast<unsigned>(e.by) & 1U) == 0)
            return false;
        if (kind == event_kind::message && (visible >> static_cast<unsigned>(e.visible) & 1U) == 0)
            return false;
        if (kind == event_kind::attribute_changed && e.which != which)
            return false;
        const bool is_named = std::ranges::find(names, name_in(e)) != names.end();
        return names.empty() || is_named == (match == name_match::one_of);
    }
};

using contact_events = std::vector<contact_event>;

[[nodiscard]] inline bool any_matches(const contact_events& all, const event& e) noexcept {
    return std::ranges::any_of(all, [&](const contact_event& c) noexcept { return c.matches(e); });
}

struct contact_data {
    contact_events answer{}, resolution{}, reopening{}, question{}, escalation{};
    counting solved_without_answer{};
};

class contact_compiler {
public:
    [[nodiscard]] static result<contact_rules> run(const policy_book& book,
                                                   const contact_definition& from) {
        contact_compiler self{book};
        contact_data out{.answer = self.events(from.answer, "answer"),
                         .resolution = self.events(from.resolution, "resolution"),
                         .reopening = self.events(from.reopening, "reopening"),
                         .question = self.events(from.question, "question"),
                         .escalation = self.events(from.escalation, "escalation"),
                         .solved_without_answer = from.solved_without_answer};
        if (from.answer.empty())
            self.missing("answer");
        if (from.resolution.empty())
            self.missing("resolution");
        self.say_.check_enumerator(from.solved_without_answer, counting::counts,
                                   place{"solved_without_answer"});
        if (has_errors(self.say_.issues()))
            return std::move(self.say_.issues());
        return contact_rules{std::make_shared<const contact_data>(std::move(out))};
    }

private:
    explicit contact_compiler(const policy_book& book) noexcept : book_{book} {}

    void missing(std::string_view list) {
        say_.add("operations.conditions_missing", place{list}, "no event can ever be meant",
                 "at least one condition", "nothing");
    }

    [[nodiscard]] contact_events events(const std::vector<event_condition>& from,
                                        std::string_view list) {
        contact_events out;
        for (std::size_t i = 0; i < from.size(); ++i)
            out.push_back(event_of(from[i], place{list, i}));
        return out;
    }

    [[nodiscard]] contact_event event_of(const event_condition& from, const place& here) {
        contact_event out{.kind = from.kind, .match = from.match, .which = from.which};
        const bool is_kind =
            say_.check_enumerator(from.kind, event_kind::custom, here.member("kind"));
        say_.check_enumerator(from.match, name_match::none_of, here.member("match"));
        say_.check_enumerator(from.which, attribute::customer, here.member("which"));
        for (std::size_t i = 0; i < from.by.size(); ++i)
            if (say_.check_enumerator(from.by[i], actor::third_party, here.entry("by", i)))
                out.actors |= 1U << static_cast<unsigned>(from.by[i]);
        if (from.by.empty())
            out.actors = UINT32_MAX;
        out.visible = UINT32_MAX;
        if (from.visible &&
            say_.check_enumerator(*from.visible, visibility::internal, here.member("visible"))) {
            out.visible = 1U << static_cast<unsigned>(*from.visible);
            if (is_kind && from.kind != event_kind::message)
                say_.add("operations.event_has_no_visibility", here.member("visible"),
                         "only messages are seen", "no visibility", name_of(from.kind));
        }
        if (is_kind && !from.names.empty() && !has_names(from.kind))
            say_.add("operations.event_has_no_name", here.member("names"),
                     "events of this kind have no names", "no names", name_of(from.kind));
        else if (is_kind)
            for (std::size_t i = 0; i < from.names.size(); ++i)
                out.names.push_back(number_of(from, from.names[i], here.entry("names", i)));
        return out;
    }
    [[nodiscard]] static bool has_names(event_kind kind) noexcept {
        switch (kind) {
        case event_kind::status_changed:
        case event_kind::attribute_changed:
        case event_kind::tag_added:
        case event_kind::tag_removed:
        case event_kind::stage_entered:
        case event_kind::stage_left:
        case event_kind::custom:
            return true;
        default:
            return false;
        }
    }
    [[nodiscard]] std::uint32_t number_of(const event_condition& from, const std::string& name,
                                          const place& here) {
        std::uint32_t out = 0;
        if (from.kind == event_kind::attribute_changed)
            out = from.which <= attribute::customer
                      ? static_cast<std::uint32_t>(book_.find_value(from.which, name))
                      : 2;
        else if (from.kind == event_kind::tag_added || from.kind == event_kind::tag_removed)
            out = static_cast<std::uint32_t>(book_.find_tag(name));
        else
            out = static_cast<std::uint32_t>(book_.find_event_name(name));
        if (out <= static_cast<std::uint32_t>(event_name::other))
            say_.add("operations.unknown_name", here, "the book never mentions this name",
                     "a name in the book", quoted(name, 64),
                     "give it to a metric, a condition or a vocabulary of the book");
        return out;
    }

    const policy_book& book_;
    complaints say_{operations_codes};
};

// Who has a ticket after an event; false where it changes nothing.
[[nodiscard]] inline bool changes_holder(holder of, const event& e,
                                         std::uint32_t& now_of) noexcept {
    switch (of) {
    case holder::group:
        if (e.kind != event_kind::attribute_changed || e.which != attribute::group)
            return false;
        now_of = static_cast<std::uint32_t>(e.value);
        return true;
    case holder::person:
        if (e.kind != event_kind::assigned)
            return false;
        now_of = static_cast<std::uint32_t>(e.person);
        return true;
    case holder::status:
        if (e.kind != event_kind::status_changed)
            return false;
        now_of = static_cast<std::uint32_t>(e.name);
        return true;
    default:
        if (e.kind == event_kind::stage_entered)
            now_of = static_cast<std::uint32_t>(e.name);
        else if (e.kind == event_kind::stage_left && static_cast<std::uint32_t>(e.name) == now_of)
            now_of = 0;
        else
            return false;
        return true;
    }
}

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<contact_rules> compile(const policy_book& book,
                                           const contact_definition& definition) {
    return detail::contact_compiler::run(book, definition);
}

SLA_FUNCTION ticket_facts contact_rules::facts(const timeline& ticket, instant now) const noexcept {
    ticket_facts out;
    if (ticket.created() > now)
        return out;
    out.created = out.waiting_since = ticket.created();
    std::uint32_t answers_until_solved = 0;
    for (const event& e : ticket.events()) {
        if (e.at > now)
            break;
        const bool is_answer = detail::any_matches(data_->answer, e);
        const bool solves = detail::any_matches(data_->resolution, e);
        if (detail::any_matches(data_->escalation, e)) {
            ++out.escalations;
            out.first_escalation = std::min(out.first_escalation, e.at);
        }
        if (detail::any_matches(data_->reopening, e) && out.first_resolved != never) {
            if (out.resolved != never)
                ++out.reopenings;
            out.resolved = never;
        }
        if (is_answer) {
            ++out.answers;
            out.first_answer = std::min(out.first_answer, e.at);
            if (e.at <= out.first_resolved)
                ++answers_until_solved;
        }
        if (solves) {
            out.first_resolved = std::min(out.first_resolved, e.at);
            if (out.resolved == never)
                out.resolved = e.at;
        }
        if (is_answer || solves)
            out.waiting_since = never;
        else if (out.waiting_since == never && detail::any_matches(data_->question, e))
            out.waiting_since = e.at;
        out.is_merged = out.is_merged || e.kind == event_kind::merged_into;
    }
    if (out.is_merged)
        out.waiting_since = never;
    if (!data_->escalation.empty())
        out.escalated = flag_of(out.escalations > 0);
    if (out.first_resolved == never)
        return out;
    out.reopened = flag_of(out.reopenings > 0);
    const bool counts =
        answers_until_solved > 0 || data_->solved_without_answer == counting::counts;
    if (!out.is_merged && counts)
        out.first_contact = flag_of(answers_until_solved <= 1 && out.reopenings == 0);
    return out;
}

SLA_FUNCTION std::vector<holding> contact_rules::holdings(const timeline& ticket, holder of,
                                                          instant now) const {
    std::vector<holding> out;
    std::uint32_t who = of == holder::group
                            ? static_cast<std::uint32_t>(ticket.attributes().get(attribute::group))
                            : 0;
    bool is_open = true;
    instant since = ticket.created();
    instant left_stage = never;
    const auto close = [&](instant until, holding_end end) {
        if (since < until && (of != holder::stage || who != 0))
            out.push_back({.of = who, .during = {since, until}, .end = end});
        since = until;
    };
    for (const event& e : ticket.events()) {
        if (e.at > now)
            break;
        std::uint32_t next = who;
        if (detail::changes_holder(of, e, next) && next != who) {
            const bool leaves = of == holder::stage && next == 0;
            if (is_open)
                close(e.at, leaves ? holding_end::finished : holding_end::handed_over);
            // Some logs leave one stage and enter the next in two events.
            if (left_stage == e.at && !out.empty() && out.back().during.end == e.at)
                out.back().end = holding_end::handed_over;
            left_stage = leaves && is_open ? e.at : never;
            who = next;
        }
        const bool ends =
            e.kind == event_kind::merged_into || detail::any_matches(data_->resolution, e);
        if (is_open && ends) {
            close(e.at, holding_end::finished);
            is_open = false;
            left_stage = never;
        } else if (!is_open && !ends && detail::any_matches(data_->reopening, e)) {
            since = e.at;
            is_open = true;
        }
    }
    if (is_open)
        close(now, holding_end::still_there);
    return out;
}

} // namespace sla::inline v1
