// SPDX-License-Identifier: MIT
#include "read.hpp"
#include "words.hpp"
#include <sla/detail/policy_text.hpp>
#include <sla/metrics.hpp>

#include <initializer_list>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

event_condition read_event(reader& in, index at) {
    event_condition out;
    if (in.values[at].kind == kind::text) {
        read_word(in, at, event_words, out.kind);
        if (out.kind == event_kind::attribute_changed)
            in.complain(at, "json.key_missing", "it is not said which attribute",
                        R"({ "event": "attribute_changed", "attribute": "priority" })");
        return out;
    }
    members m{in,
              at,
              {"event", "is", "is_not", "attribute", "by", "visible"},
              R"(an event such as "created", or an object with "event")"};
    if (const index i = m.required("event"))
        read_word(in, i, event_words, out.kind);
    if (const index i = m["is"])
        out.names = in.names(i, "a name");
    if (const index i = m["is_not"]) {
        if (m["is"] != 0)
            in.complain(i, "json.conflict", "this stands beside \"is\"", "one of the two");
        out.names = in.names(i, "a name");
        out.match = name_match::none_of;
    }
    if (const index i = m["attribute"])
        read_word(in, i, attribute_words, out.which);
    else if (out.kind == event_kind::attribute_changed)
        (void)m.required("attribute");
    if (const index i = m["by"]) {
        const auto read_actor = [&](index n) {
            actor who{};
            read_word(in, n, actor_words, who);
            out.by.push_back(who);
        };
        if (in.values[i].kind == kind::text)
            read_actor(i);
        else if (in.is(i, kind::list, R"("agent", or a list of these)"))
            for (index n = tape::first(i); n != in.values.end(i); n = in.values.next(n))
                read_actor(n);
    }
    if (const index i = m["visible"]) {
        visibility to{};
        read_word(in, i, visibility_words, to);
        out.visible = to;
    }
    return out;
}

std::vector<event_condition> read_events(reader& in, index at) {
    return read_list(in, at, read_event, R"(a list of events, for example ["created"])");
}

metric_definition read_own(reader& in, index at) {
    metric_definition out;
    members m{in,
              at,
              {"name", "start", "stop", "pause", "resume", "reset", "cancel", "reopen", "on_reopen",
               "after", "until", "repeats"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    const std::initializer_list<std::pair<std::string_view, std::vector<event_condition>*>> lists{
        {"start", &out.start},   {"stop", &out.stop},   {"pause", &out.pause},
        {"resume", &out.resume}, {"reset", &out.reset}, {"cancel", &out.cancel},
        {"reopen", &out.reopen}, {"after", &out.after}, {"until", &out.until}};
    for (const auto& [key, into] : lists) {
        const bool needed = key == "start" || key == "stop";
        if (const index i = needed ? m.required(key) : m[key])
            *into = read_events(in, i);
    }
    if (const index i = m["on_reopen"])
        read_word(in, i, reopen_words, out.on_reopen);
    if (const index i = m["repeats"])
        read_word(in, i, recurrence_words, out.repeats);
    return out;
}

// What a document may set of a built-in metric.
struct settings {
    response_rules rules{};
    response_anchor anchor = response_anchor::oldest_unanswered;
    recurrence repeats = recurrence::independent;
    reopen_mode on_reopen = reopen_mode::resume_without_gap;
    std::optional<std::vector<std::string>> statuses{};
    std::string stage{};
    std::string group{};
};

struct built_in {
    std::string_view name;
    std::vector<std::string_view> keys; ///< Beside those that every one has.
    metric_definition (*make)(const settings&);
};

const std::vector<built_in>& built_ins() {
    static const std::vector<built_in> all{
        {"first response",
         {"automation", "solving", "created_by_agent"},
         [](const settings& s) { return first_response(s.rules); }},
        {"next response",
         {"anchor", "automation"},
         [](const settings& s) { return next_response(s.anchor, s.rules); }},
        {"periodic update",
         {"repeats"},
         [](const settings& s) { return periodic_update(s.repeats); }},
        {"acknowledgement", {}, [](const settings&) { return acknowledgement(); }},
        {"ownership", {}, [](const settings&) { return ownership(); }},
        {"repair", {}, [](const settings&) { return repair(); }},
        {"resolution", {"on_reopen"}, [](const settings& s) { return resolution(s.on_reopen); }},
        {"first resolution", {}, [](const settings&) { return first_resolution(); }},
        {"call answer", {}, [](const settings&) { return call_answer(); }},
        {"agent work time",
         {"statuses"},
         [](const settings& s) {
             return s.statuses ? agent_work_time(*s.statuses) : agent_work_time();
         }},
        {"requester wait time",
         {"statuses"},
         [](const settings& s) {
             return s.statuses ? requester_wait_time(*s.statuses) : requester_wait_time();
         }},
        {"stage response", {"stage"}, [](const settings& s) { return stage_response(s.stage); }},
        {"stage handling", {"stage"}, [](const settings& s) { return stage_handling(s.stage); }},
        {"hand-over", {"group"}, [](const settings& s) { return hand_over(s.group); }},
        {"group response", {"group"}, [](const settings& s) { return group_response(s.group); }},
    };
    return all;
}

const built_in* find_built_in(reader& in, index at) {
    if (!in.is(at, kind::text, "the name of a built-in metric"))
        return nullptr;
    std::vector<std::string> names;
    for (const built_in& b : built_ins()) {
        if (b.name == in.values.text(at))
            return &b;
        names.emplace_back(b.name);
    }
    if (in.full())
        return nullptr;
    std::string expected;
    for (const std::string& name : names)
        expected += (expected.empty() ? "" : ", ") + name;
    in.complain(at, "json.unknown_word", "there is no built-in metric of this name",
                std::move(expected), in.saw(at), did_you_mean(in.values.text(at), names));
    return nullptr;
}

metric_definition read_built_in(reader& in, index at) {
    members m{in,
              at,
              {"built_in", "name", "paused_in_status", "counted_in_status", "automation", "solving",
               "created_by_agent", "anchor", "repeats", "on_reopen", "statuses", "stage", "group"}};
    const built_in* found = find_built_in(in, m.required("built_in"));
    if (found == nullptr)
        return {};
    settings set;
    for (const std::string_view key : {"automation", "solving", "created_by_agent", "anchor",
                                       "repeats", "on_reopen", "statuses", "stage", "group"}) {
        bool known = false;
        for (const std::string_view k : found->keys)
            known = known || k == key;
        if (!known && m[key] != 0)
            in.complain(m[key], "json.unknown_key",
                        "\"" + std::string{found->name} + "\" has no such setting");
    }
    if (const index i = m["automation"])
        read_word(in, i, counting_words, set.rules.automation);
    if (const index i = m["solving"])
        read_word(in, i, counting_words, set.rules.solving);
    if (const index i = m["created_by_agent"])
        read_word(in, i, counting_words, set.rules.created_by_agent);
    if (const index i = m["anchor"])
        read_word(in, i, anchor_words, set.anchor);
    if (const index i = m["repeats"])
        read_word(in, i, recurrence_words, set.repeats);
    if (const index i = m["on_reopen"])
        read_word(in, i, reopen_words, set.on_reopen);
    if (const index i = m["statuses"])
        set.statuses = in.names(i, "a status");
    for (const std::string_view key : found->keys)
        if (key == "stage" || key == "group")
            if (const index i = m.required(key))
                (key == "stage" ? set.stage : set.group) = in.name(i, "a name");
    metric_definition out = found->make(set);
    if (const index i = m["paused_in_status"])
        out = paused_in_status(std::move(out), in.names(i, "a status"));
    if (const index i = m["counted_in_status"])
        out = counted_in_status(std::move(out), in.names(i, "a status"));
    if (const index i = m["name"])
        out.name = in.name(i, "a name");
    return out;
}

} // namespace

metric_definition read_metric(reader& in, index at) {
    const tape& values = in.values;
    if (values[at].kind == kind::text) {
        const built_in* found = find_built_in(in, at);
        if (found == nullptr)
            return {};
        for (const std::string_view key : found->keys)
            if (key == "stage" || key == "group")
                in.complain(at, "json.key_missing", "it is not said which " + std::string{key},
                            "{ \"built_in\": \"" + std::string{found->name} + "\", \"" +
                                std::string{key} + "\": ... }");
        return found->make({});
    }
    if (!in.is(at, kind::object, "the name of a built-in metric, or an object"))
        return {};
    for (index i = tape::first(at); i != values.end(at); i = values.next(i))
        if (values.key(i) == "built_in")
            return read_built_in(in, at);
    return read_own(in, at);
}

} // namespace sla::inline v1::detail::json
