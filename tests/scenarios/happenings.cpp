// SPDX-License-Identifier: MIT
#include "happenings.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace scenarios {
namespace {

using sla::event_kind;

/// Kinds without a name. "message" and "note" are the same kind for other eyes.
constexpr std::array<named<event_kind>, 11> plain{{{"created", event_kind::created},
                                                   {"assigned", event_kind::assigned},
                                                   {"acknowledged", event_kind::acknowledged},
                                                   {"confirmed", event_kind::confirmed},
                                                   {"fixed", event_kind::fixed},
                                                   {"resolved", event_kind::resolved},
                                                   {"reopened", event_kind::reopened},
                                                   {"closed", event_kind::closed},
                                                   {"merged into", event_kind::merged_into},
                                                   {"merged from", event_kind::merged_from},
                                                   {"any message", event_kind::message}}};

constexpr std::array<named<event_kind>, 6> with_name{{{"status", event_kind::status_changed},
                                                      {"tag added", event_kind::tag_added},
                                                      {"tag removed", event_kind::tag_removed},
                                                      {"stage entered", event_kind::stage_entered},
                                                      {"stage left", event_kind::stage_left},
                                                      {"custom", event_kind::custom}}};

constexpr std::array<named<sla::visibility>, 2> for_eyes{
    {{"message", sla::visibility::to_customer}, {"note", sla::visibility::internal}}};

constexpr std::array<named<sla::actor>, 4> actors{{{"customer", sla::actor::customer},
                                                   {"agent", sla::actor::agent},
                                                   {"automation", sla::actor::automation},
                                                   {"third party", sla::actor::third_party}}};

bool is_named(event_kind kind) {
    return std::any_of(with_name.begin(), with_name.end(),
                       [&](const auto& entry) { return entry.value == kind; });
}

/// Takes the kind from the front; the rest is its name.
sla::event_condition take_kind(std::string_view& text) {
    for (const auto& [word, kind] : plain)
        if (take(text, word)) {
            if (!text.empty())
                throw unreadable{"too much after an event", text};
            return sla::on(kind);
        }
    for (const auto& [word, kind] : with_name)
        if (take(text, word))
            return sla::on(kind);
    for (const auto& [word, eyes] : for_eyes)
        if (take(text, word))
            return {.kind = event_kind::message, .visible = eyes};
    return sla::on_attribute(attribute_of(take_word(text)));
}

/// "... by agent or automation": cuts it off.
std::vector<sla::actor> cut_actors(std::string_view& text) {
    const auto [what, who] = cut(text, " by ");
    text = what;
    std::vector<sla::actor> out;
    if (!who.empty())
        for (const std::string_view name : split(who, " or "))
            out.push_back(value_of(actors, name));
    return out;
}

happening read_due(std::string_view text, const wall& on) {
    // A metric's name may have several words, and the time begins with the first that can.
    happening out{.event = {.kind = event_kind::due_changed}};
    while (!text.empty() && text != "cleared") {
        std::string_view rest = text;
        wall date = on;
        try {
            out.event.due = take_time(rest, date);
        } catch (const unreadable&) {
            out.name += (out.name.empty() ? "" : " ") + std::string{take_word(text)};
            continue;
        }
        if (!rest.empty())
            throw unreadable{"too much after a time", rest};
        return out;
    }
    if (text.empty())
        throw unreadable{"a due time is missing after", out.name};
    return out;
}

} // namespace

sla::event happening::in(const sla::policy_book& book) const {
    sla::event out = event;
    switch (event.kind) {
    case event_kind::status_changed:
    case event_kind::stage_entered:
    case event_kind::stage_left:
    case event_kind::custom:
        out.name = book.find_event_name(name);
        break;
    case event_kind::attribute_changed:
        out.value = book.find_value(event.which, name);
        break;
    case event_kind::tag_added:
    case event_kind::tag_removed:
        out.tag = book.find_tag(name);
        break;
    case event_kind::due_changed: {
        const std::optional<sla::metric_id> metric = book.find_metric(name);
        if (!metric)
            throw unreadable{"unknown metric", name};
        out.metric = *metric;
        break;
    }
    default:
        break;
    }
    return out;
}

happening read_happening(std::string_view text, const wall& on) {
    if (take(text, "due of"))
        return read_due(text, on);
    const std::string_view whole = text;
    const std::vector<sla::actor> by = cut_actors(text);
    const sla::event_condition what = take_kind(text);
    const bool message = what.kind == event_kind::message;
    if (by.size() > 1 || (by.empty() && message) || (message && !what.visible))
        throw unreadable{"who wrote for whom?", whole};
    happening out{.event = {.kind = what.kind, .which = what.which}, .name = std::string{text}};
    if (what.kind == event_kind::created)
        out.event.by = sla::actor::customer;
    if (!by.empty())
        out.event.by = by.front();
    if (what.visible)
        out.event.visible = *what.visible;

    const bool needs_name = what.kind == event_kind::attribute_changed || is_named(what.kind);
    if (needs_name == text.empty())
        throw unreadable{text.empty() ? "a name is missing" : "too much after an event", whole};
    if (what.kind == event_kind::attribute_changed && text == "none")
        out.name.clear();
    return out;
}

sla::event_condition read_event_condition(std::string_view text) {
    std::vector<sla::actor> by = cut_actors(text);
    sla::event_condition out = take_kind(text);
    out.by = std::move(by);
    if (take(text, "not"))
        out.match = sla::name_match::none_of;
    if (!text.empty())
        out.names = strings(split(text, " or "));
    if (out.kind == event_kind::message && !out.names.empty())
        throw unreadable{"too much after an event", text};
    return out;
}

} // namespace scenarios
