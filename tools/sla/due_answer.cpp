// SPDX-License-Identifier: MIT

#include "due_answer.hpp"

#include "times.hpp"
#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/json_results.hpp>

#include <algorithm>
#include <vector>

namespace tool {

namespace {

constexpr std::size_t shown_without_explain = 8;

std::string_view word_of(sla::interval_reason reason) {
    switch (reason) {
    case sla::interval_reason::counted:
        return "counted";
    case sla::interval_reason::outside_hours:
        return "outside_hours";
    case sla::interval_reason::exception:
        return "exception";
    case sla::interval_reason::paused:
        return "paused";
    case sla::interval_reason::stopped:
        return "stopped";
    case sla::interval_reason::waiting:
        return "waiting";
    case sla::interval_reason::no_limit:
        return "no_limit";
    case sla::interval_reason::forgotten:
        return "forgotten";
    }
    return "unknown";
}

/// From the start to the deadline; neighbours of one reason are one.
std::vector<sla::explained_interval> until_deadline(const policy& p, const sla::timeline& ticket,
                                                    const sla::verdict& v) {
    std::vector<sla::explained_interval> out;
    if (v.deadline == sla::never)
        return out;
    const sla::explanation why = sla::explain(p.book, ticket, v.deadline);
    const sla::explained_cycle* cycle = nullptr;
    for (const sla::explained_cycle& c : why.cycles())
        if (c.verdict.metric == v.metric && c.verdict.policy == v.policy &&
            c.verdict.cycle == v.cycle)
            cycle = &c;
    if (cycle == nullptr)
        return out;
    for (const sla::stretch& s : why.stretches(*cycle))
        for (sla::explained_interval& i : sla::intervals(p.book, ticket, s)) {
            if (!out.empty() && out.back().reason == i.reason && out.back().name == i.name &&
                out.back().source == i.source && out.back().during.end == i.during.begin)
                out.back().during.end = i.during.end;
            else
                out.push_back(std::move(i));
        }
    return out;
}

sla::instant last_event(const sla::timeline& ticket) {
    return ticket.events().back().at;
}

void append_intervals(std::string& out, const std::vector<sla::explained_interval>& all) {
    out += ",\"intervals\":[";
    for (const sla::explained_interval& i : all) {
        out += &i == all.data() ? R"({"from":)" : R"(,{"from":)";
        sla::append_json(out, i.during.begin);
        out += R"(,"to":)";
        sla::append_json(out, i.during.end);
        out += R"(,"reason":")" + std::string{word_of(i.reason)} + '"';
        if (!i.name.empty()) {
            out += R"(,"name":)";
            sla::append_json(out, i.name);
        }
        if (!i.source.empty()) {
            out += R"(,"source":)";
            sla::append_json(out, i.source);
        }
        out += '}';
    }
    out += ']';
}

std::string interval_line(const sla::explained_interval& i, const sla::zone& zone) {
    std::string out = "  " + sla::describe(i.during, zone) + ": ";
    if (i.reason == sla::interval_reason::counted)
        out += sla::describe(i.during.length()) + " ";
    out += sla::describe(i.reason);
    if (!i.name.empty())
        out += ", " + i.name;
    if (!i.source.empty())
        out += " (" + i.source + ")";
    return out + "\n";
}

std::string limit_text(const policy& p, const sla::verdict& v) {
    if (!v.limit)
        return {};
    std::string out = sla::describe(p.book.within(*v.limit));
    if (const sla::calendar* hours = p.book.calendar_of(*v.limit))
        out += ", calendar " + hours->name() + " (" + hours->time_zone().name() + ")";
    return out;
}

std::string clock_text(const policy& p, const sla::timeline& ticket, const sla::verdict& v,
                       const sla::zone& otherwise, explaining why) {
    const sla::zone& zone = zone_of(p, v.limit, otherwise);
    std::string out = "\n" + p.book.name(v.metric) + ": ";
    if (v.state == sla::clock_state::not_applicable)
        return out + "nothing is promised\n";
    if (v.deadline == sla::never) {
        out += v.state == sla::clock_state::not_started ? "not started; it starts with " : "";
        if (v.state != sla::clock_state::not_started)
            return out + "no deadline\n  " + limit_text(p, v) + "\n";
        const auto& metric = p.definition.metrics[static_cast<std::size_t>(v.metric)];
        for (const sla::event_condition& start : metric.start)
            out += (&start == metric.start.data() ? "" : " or ") + sla::describe(start);
        return out + (v.limit ? "\n  " + limit_text(p, v) : "") + "\n";
    }
    out += "due " + sla::describe(v.deadline, zone) + "\n  " + limit_text(p, v) + "\n";
    const auto all = until_deadline(p, ticket, v);
    std::size_t shown = 0;
    for (const sla::explained_interval& i : all) {
        if (why == explaining::no && ++shown > shown_without_explain) {
            out += "  ... and " + std::to_string(all.size() - shown_without_explain) +
                   " more intervals (--explain)\n";
            break;
        }
        out += interval_line(i, zone);
    }
    return out;
}

} // namespace

void append_due(std::string& out, const policy& p, const sla::timeline& ticket, std::string_view id,
                std::uint64_t row, const sla::zone& otherwise, explaining why) {
    const sla::evaluation judged = sla::evaluate(p.book, ticket, last_event(ticket));
    out += '{';
    if (row != 0)
        out += R"("row":)" + std::to_string(row) + ',';
    if (!id.empty()) {
        out += R"("id":)";
        sla::append_json(out, id);
        out += ',';
    }
    out += R"("at":)";
    sla::append_json(out, ticket.created());
    if (judged.policy()) {
        out += R"(,"policy":)";
        sla::append_json(out, p.book.name(*judged.policy()));
    }
    out += R"(,"verdicts":[)";
    bool first = true;
    for (const sla::verdict& v : judged) {
        if (!first)
            out += ',';
        first = false;
        sla::append_json(out, p.book, v);
        out.pop_back();
        if (v.deadline != sla::never) {
            const sla::zone& zone = zone_of(p, v.limit, otherwise);
            out += R"(,"zone":)";
            sla::append_json(out, zone.name());
            out += R"(,"local_deadline":")" + local_text(v.deadline, zone) + '"';
        }
        if (why == explaining::yes)
            append_intervals(out, until_deadline(p, ticket, v));
        out += '}';
    }
    out += "]}\n";
}

void append_refusal(std::string& out, std::uint64_t row, std::string_view id,
                    const sla::issue_list& issues) {
    out += R"({"row":)" + std::to_string(row);
    if (!id.empty()) {
        out += R"(,"id":)";
        sla::append_json(out, id);
    }
    out += R"(,"issues":)";
    sla::append_json(out, issues);
    out += "}\n";
}

std::string due_text(const policy& p, const sla::timeline& ticket, std::string_view facts,
                     const sla::zone& zone, explaining why) {
    const sla::evaluation judged = sla::evaluate(p.book, ticket, last_event(ticket));
    std::string out =
        "created " + sla::describe(ticket.created(), zone) + std::string{facts} + "\n";
    out += judged.policy() ? "policy: " + p.book.name(*judged.policy()) + "\n"
                           : "no policy matches: nothing is promised\n";
    if (why == explaining::yes || !judged.policy())
        for (const sla::policy_trial& t :
             sla::trials(p.book, ticket.attributes(), ticket.created(), ticket.created()))
            out += "  " + sla::describe(t, p.book) + "\n";
    for (const sla::verdict& v : judged)
        out += clock_text(p, ticket, v, zone, why);
    return out;
}

} // namespace tool
