// SPDX-License-Identifier: MIT
//
// Why a clock stands as it does, as JSON.
#include "forms.hpp"
#include "results.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace sla::inline v1 {

using detail::json::results_level;

namespace {

template <std::size_t N, class Enum>
std::string_view name_in(const std::array<std::string_view, N>& names, Enum value) {
    const auto i = static_cast<std::size_t>(value);
    return i < N ? names[i] : "unknown";
}

constexpr std::array<std::string_view, 6> stretch_names{"waiting", "running",   "paused",
                                                        "stopped", "forgotten", "carried_over"};
constexpr std::array<std::string_view, 8> reason_names{"counted",  "outside_hours", "exception",
                                                       "paused",   "stopped",       "waiting",
                                                       "no_limit", "forgotten"};
constexpr std::array<std::string_view, 5> outcome_names{"matched", "another_first", "stands_back",
                                                        "condition_fails", "not_in_force"};

void append_span(results_level& out, const interval& during) {
    out.when("from", during.begin);
    out.when("to", during.end);
}

void append_stretch(std::string& out, const policy_book& book, const timeline& ticket,
                    const stretch& s) {
    results_level members{out, '{'};
    append_span(members, s.during);
    members.word("kind", name_in(stretch_names, s.kind));
    if (s.limit)
        members.word("limit", detail::json::write_duration(book.within(*s.limit)));
    members.number("counted", s.counted);
    if (s.cause != no_event)
        members.number("cause", s.cause);
    results_level list{members.key("intervals"), '['};
    for (const explained_interval& i : intervals(book, ticket, s)) {
        results_level part{list.next(), '{'};
        append_span(part, i.during);
        part.word("reason", name_in(reason_names, i.reason));
        part.text_if_any("name", i.name);
        part.text_if_any("source", i.source);
        part.close();
    }
    list.close();
    members.close();
}

/// The ticket as its events until `now` have made it.
struct present {
    ticket_attributes attributes{};
    instant in_force{};
};

present present_of(const policy_book& book, const timeline& ticket, instant now) {
    present out{ticket.attributes(), ticket.created()};
    const version_choice versions = book.data().versions;
    for (const event& e : ticket.events()) {
        if (e.at > now)
            break;
        if (e.kind == event_kind::attribute_changed)
            out.attributes.set(e.which, e.value);
        else if (e.kind == event_kind::tag_added)
            out.attributes.add(e.tag);
        else if (e.kind == event_kind::tag_removed)
            out.attributes.remove(e.tag);
        if (versions == version_choice::at_each_event || versions == version_choice::at_now)
            out.in_force = e.at;
    }
    if (versions == version_choice::at_now && now != never)
        out.in_force = now;
    return out;
}

} // namespace

void append_json(std::string& out, const policy_book& book, const timeline& ticket,
                 const explanation& why, instant now) {
    results_level members{out, '{'};
    results_level cycles{members.key("cycles"), '['};
    for (const explained_cycle& c : why.cycles()) {
        results_level cycle{cycles.next(), '{'};
        append_verdict(cycle, book, c.verdict);
        results_level stretches{cycle.key("stretches"), '['};
        for (const stretch& s : why.stretches(c))
            append_stretch(stretches.next(), book, ticket, s);
        stretches.close();
        cycle.close();
    }
    cycles.close();

    results_level tried{members.key("trials"), '['};
    const present as_of = present_of(book, ticket, now);
    for (const policy_trial& t : trials(book, as_of.attributes, ticket.created(), as_of.in_force)) {
        results_level trial{tried.next(), '{'};
        trial.text("policy", book.name(t.policy));
        trial.word("outcome", name_in(outcome_names, t.outcome));
        trial.text_if_any("failed", t.failed);
        trial.close();
    }
    tried.close();
    members.close();
}

std::string to_json(const policy_book& book, const timeline& ticket, const explanation& why,
                    instant now) {
    std::string out;
    append_json(out, book, ticket, why, now);
    return out;
}

} // namespace sla::inline v1
