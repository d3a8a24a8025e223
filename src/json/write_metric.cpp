// SPDX-License-Identifier: MIT
#include "write.hpp"
#include <sla/metrics.hpp>

#include <utility>

namespace sla::inline v1::detail::json {

namespace {

void write_event(writer& out, const event_condition& e) {
    const std::string_view event = word_of(event_words, e.kind);
    if (e == on(e.kind) && e.kind != event_kind::attribute_changed) {
        out.form(event, "an event of no name");
        return;
    }
    out.open_object(writer::layout::one_line);
    out.key("event");
    out.form(event, "an event of no name");
    if (e.kind == event_kind::attribute_changed || e.which != attribute::priority) {
        out.key("attribute");
        out.form(word_of(attribute_words, e.which), "an attribute of no name");
    }
    if (!e.names.empty() || e.match == name_match::none_of) {
        out.key(e.match == name_match::none_of ? "is_not" : "is");
        out.texts(e.names);
    }
    if (!e.by.empty()) {
        std::vector<std::string> by;
        for (const actor a : e.by) {
            by.emplace_back(word_of(actor_words, a));
            if (by.back().empty())
                out.cannot_say("an actor of no name");
        }
        out.key("by");
        out.texts(by);
    }
    if (e.visible) {
        out.key("visible");
        out.form(word_of(visibility_words, *e.visible), "a visibility of no name");
    }
    out.close();
}

void write_events(writer& out, std::string_view key, const std::vector<event_condition>& events) {
    if (events.empty() && key != "start" && key != "stop")
        return;
    out.key(key);
    out.open_list(writer::layout::one_line);
    for (const event_condition& e : events)
        write_event(out, e);
    out.close();
}

} // namespace

void write_metric(writer& out, const metric_definition& metric) {
    for (const metric_definition& known : built_in_metrics())
        if (known == metric) {
            out.text(metric.name);
            return;
        }
    out.open_object();
    out.member("name", metric.name);
    write_events(out, "start", metric.start);
    write_events(out, "stop", metric.stop);
    write_events(out, "pause", metric.pause);
    write_events(out, "resume", metric.resume);
    write_events(out, "reset", metric.reset);
    write_events(out, "cancel", metric.cancel);
    write_events(out, "reopen", metric.reopen);
    write_word(out, "on_reopen", reopen_words, metric.on_reopen, reopen_mode::resume_without_gap);
    write_events(out, "after", metric.after);
    write_events(out, "until", metric.until);
    write_word(out, "repeats", recurrence_words, metric.repeats, recurrence::once);
    out.close();
}

} // namespace sla::inline v1::detail::json
