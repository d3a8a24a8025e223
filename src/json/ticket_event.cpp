// SPDX-License-Identifier: MIT
//
// The events of a ticket's list.
#include "ticket_builder.hpp"
#include "words.hpp"
#include <sla/detail/policy_text.hpp>
#include <sla/detail/zone_text.hpp>

#include <algorithm>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

bool has_name(event_kind kind) {
    switch (kind) {
    case event_kind::status_changed:
    case event_kind::stage_entered:
    case event_kind::stage_left:
    case event_kind::custom:
        return true;
    default:
        return false;
    }
}

} // namespace

template <class Words, class Enum>
void ticket_builder::read_word(std::string_view name, std::string_view text, const Words& words,
                               Enum& into) {
    for (const auto& w : words)
        if (w.text == text) {
            into = w.value;
            return;
        }
    std::vector<std::string> known;
    std::string expected;
    for (const auto& w : words) {
        known.emplace_back(w.text);
        expected += (expected.empty() ? "" : ", ") + known.back();
    }
    std::string same{text};
    std::replace(same.begin(), same.end(), ' ', '_');
    std::replace(same.begin(), same.end(), '-', '_');
    std::string hint = did_you_mean(same, known);
    if (std::find(known.begin(), known.end(), same) != known.end())
        hint = "did you mean " + quoted(same, 64) + "?";
    if (!hint.starts_with("did"))
        hint.clear();
    complain(pointer(name, member_of::event), "ticket.unknown_word", "this word is not known here",
             std::move(expected), quoted(text, 64), std::move(hint));
}

void ticket_builder::begin_event() {
    now_ = {};
    given_ = 0;
    is_.clear();
    ++event_number_;
}

person_id ticket_builder::person(std::string_view name) {
    if (const auto found = people_.find(name); found != people_.end())
        return person_id{found->second};
    const auto number = static_cast<std::uint32_t>(people_.size() + 1);
    people_.emplace(name, number);
    return person_id{number};
}

std::string_view ticket_builder::name(person_id person) const {
    for (const auto& [name, number] : people_)
        if (person_id{number} == person)
            return name;
    return {};
}

void ticket_builder::event_member(std::string_view name, scalar kind, std::string_view text) {
    const auto* const found = std::find(part_names.begin(), part_names.end(), name);
    if (found == part_names.end()) {
        unknown(name, member_of::event);
        return;
    }
    const auto p = static_cast<part>(found - part_names.begin());
    // A due time is cleared by null, and a value taken away; elsewhere null is as good as nothing.
    if (kind == scalar::null) {
        if (p == part::due || p == part::is)
            given_ |= 1U << static_cast<unsigned>(p);
        return;
    }
    given_ |= 1U << static_cast<unsigned>(p);
    if (p == part::at) {
        read_at(name, member_of::event, kind, text, now_.at);
        return;
    }
    if (p == part::due) {
        read_at(name, member_of::event, kind, text, now_.due);
        return;
    }
    if (kind == scalar::boolean || (kind == scalar::number && p != part::is && p != part::to)) {
        wrong_type(name, member_of::event, "a text", text);
        return;
    }
    switch (p) {
    case part::kind:
        read_word(name, text, event_words, now_.kind);
        break;
    case part::by:
        read_word(name, text, actor_words, now_.by);
        break;
    case part::visible:
        read_word(name, text, visibility_words, now_.visible);
        break;
    case part::attribute:
        read_word(name, text, attribute_words, now_.which);
        break;
    case part::to:
        now_.person = person(text);
        break;
    case part::metric:
        if (const auto metric = find_metric(name, member_of::event, text))
            now_.metric = *metric;
        break;
    default:
        is_ = text;
    }
}

void ticket_builder::need(part p) {
    if (given(p))
        return;
    const std::string name{part_names[static_cast<std::size_t>(p)]};
    complain(pointer(name, member_of::event), "ticket.member_missing",
             "this event needs one more member", "\"" + name + "\"",
             p == part::kind || p == part::at ? "" : name_of(now_.kind));
}

void ticket_builder::check_parts() {
    const event_kind kind = now_.kind;
    const bool names = has_name(kind) || kind == event_kind::attribute_changed ||
                       kind == event_kind::tag_added || kind == event_kind::tag_removed;
    if (kind == event_kind::message)
        need(part::by);
    if (names)
        need(part::is);
    if (kind == event_kind::attribute_changed)
        need(part::attribute);
    if (kind == event_kind::due_changed) {
        need(part::metric);
        need(part::due);
    }
    const auto only = [this](part p, bool allowed) {
        if (!given(p) || allowed)
            return;
        const std::string_view name = part_names[static_cast<std::size_t>(p)];
        complain(pointer(name, member_of::event), "ticket.member_superfluous",
                 "this means nothing for an event of this kind", {},
                 std::string{name_of(now_.kind)});
    };
    only(part::is, names || is_.empty());
    only(part::attribute, kind == event_kind::attribute_changed);
    only(part::visible, kind == event_kind::message);
    only(part::to, kind == event_kind::assigned);
    only(part::metric, kind == event_kind::due_changed);
    only(part::due, kind == event_kind::due_changed);
}

void ticket_builder::resolve_name() {
    if (now_.kind == event_kind::attribute_changed) {
        now_.value = book_.find_value(now_.which, is_);
        if (is_.empty() || now_.value > value_id::other)
            return;
        ticket_names names;
        std::array<std::string_view*, attribute_count> all{&names.priority, &names.channel,
                                                           &names.tier,     &names.category,
                                                           &names.group,    &names.customer};
        *all[static_cast<std::size_t>(now_.which)] = is_;
        for (issue& i : book_.undeclared(names))
            complain(pointer("is", member_of::event), i.code.c_str(), std::move(i.message),
                     std::move(i.expected), std::move(i.saw), std::move(i.hint));
    } else if (now_.kind == event_kind::tag_added || now_.kind == event_kind::tag_removed) {
        now_.tag = book_.find_tag(is_);
    } else if (has_name(now_.kind)) {
        now_.name = book_.find_event_name(is_);
    }
}

void ticket_builder::end_event() {
    if (listed_.size() >= options_.events) {
        too_many_ = true;
        return;
    }
    if (!given(part::by) && given(part::kind) && now_.kind == event_kind::created)
        now_.by = actor::customer;
    const std::size_t before = issues_.size();
    need(part::at);
    need(part::kind);
    if (issues_.size() == before) {
        check_parts();
        resolve_name();
    }
    listed_.push_back(now_);
}

} // namespace sla::inline v1::detail::json
