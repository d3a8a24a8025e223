// SPDX-License-Identifier: MIT
//
// Random books and tickets, as text for people who look at a failure.
#include <array>
#include <chrono>
#include <cstdlib>
#include <property/evaluate_random.hpp>
#include <variant>

namespace oracle {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

std::string state_text(sla::clock_state state) {
    static const std::array<const char*, 7> texts{
        "not applicable", "not started", "running", "paused", "met", "breached", "cancelled"};
    return texts[static_cast<std::size_t>(state)];
}
std::string basis_text(sla::deadline_basis basis) {
    static const std::array<const char*, 4> texts{"none", "limit", "projected", "manual"};
    return texts[static_cast<std::size_t>(basis)];
}
std::string length_text(milliseconds length) {
    if (length == sla::elapsed::max())
        return "unlimited";
    std::string out = length < 0ms ? "-" : "";
    const auto [h, rest] = std::div(std::abs(static_cast<long long>(length.count())), 3'600'000LL);
    out += std::to_string(h) + "h";
    if (rest != 0)
        out += "+" + std::to_string(rest / 60'000) + "min";
    if (rest % 60'000 != 0)
        out += "+" + std::to_string(rest % 60'000) + "ms";
    return out;
}
std::string amount_text(const sla::time_amount& amount) {
    return length_text(amount.elapsed) + " / " +
           (amount.working ? length_text(amount.working->length()) + " working" : "-");
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ", ") + ("\"" + name + "\"");
    return out;
}

template <std::size_t N, class Enum>
std::string name_from(const std::array<const char*, N>& names, Enum value) {
    return names[static_cast<std::size_t>(value)];
}

std::string kind_text(sla::event_kind kind) {
    static const std::array<const char*, sla::event_kind_count> texts{
        "created",     "message",       "status",      "attribute", "tag added",
        "tag removed", "stage entered", "stage left",  "assigned",  "acknowledged",
        "confirmed",   "fixed",         "resolved",    "reopened",  "closed",
        "merged into", "merged from",   "due changed", "custom"};
    return name_from(texts, kind);
}
std::string actor_text(sla::actor by) {
    static const std::array<const char*, 4> texts{"customer", "agent", "automation", "third party"};
    return name_from(texts, by);
}

std::string condition_text(const sla::condition& c) {
    static const std::array<const char*, 7> forms{
        "always", "one of", "tagged", "all", "any", "none", "created while open"};
    std::string out = name_from(forms, c.form);
    if (c.form == sla::condition::form_type::one_of)
        out = std::string{sla::name_of(c.which)} + " " + out;
    if (!c.values.empty())
        out += " {" + joined(c.values) + "}";
    for (const sla::condition& part : c.parts)
        out += " (" + condition_text(part) + ")";
    return out;
}

std::string event_conditions_text(const char* list, const std::vector<sla::event_condition>& any) {
    if (any.empty())
        return {};
    std::string out = std::string{", "} + list + " {";
    for (const sla::event_condition& c : any) {
        out += (&c == any.data() ? "" : "; ") + kind_text(c.kind);
        if (c.kind == sla::event_kind::attribute_changed)
            out += std::string{" "} + sla::name_of(c.which);
        if (!c.names.empty() || c.match == sla::name_match::none_of)
            out += (c.match == sla::name_match::none_of ? " not in " : " ") + joined(c.names);
        for (const sla::actor by : c.by)
            out += " by " + actor_text(by);
        if (c.visible)
            out += *c.visible == sla::visibility::internal ? " internal" : " public";
    }
    return out + "}";
}

std::string duration_text(const sla::target_duration& within) {
    const sla::target_duration::forms& form = within;
    if (const auto* plain = std::get_if<sla::elapsed>(&form))
        return length_text(*plain) + " elapsed";
    if (const auto* work = std::get_if<sla::working>(&form))
        return length_text(work->length()) + " working";
    if (const auto* both = std::get_if<sla::working_then_elapsed>(&form))
        return length_text(both->first.length()) + " working then " + length_text(both->then);
    if (const auto* days = std::get_if<sla::calendar_days>(&form))
        return std::to_string(days->count) + " calendar days";
    if (const auto* weeks = std::get_if<sla::calendar_weeks>(&form))
        return std::to_string(weeks->count) + " calendar weeks";
    if (const auto* months = std::get_if<sla::calendar_months>(&form))
        return std::to_string(months->count) + " calendar months";
    const auto& business = std::get<sla::business_days>(form);
    std::string out = std::to_string(business.count) + " business days";
    if (business.end == sla::business_day_end::close)
        out += " by close";
    if (business.end == sla::business_day_end::time_of_day) {
        out += " at " + length_text(business.at);
        if (business.cut_off)
            out += ", cut-off " + length_text(*business.cut_off);
    }
    return out;
}

std::string length_text(const sla::length& by) {
    if (const auto* plain = std::get_if<sla::elapsed>(&by))
        return length_text(*plain);
    return length_text(std::get<sla::working>(by).length()) + " working";
}

std::string target_text(const sla::target_definition& target) {
    static const std::array<const char*, 4> modes{"keep time", "keep share", "restart", "freeze"};
    std::string out = "    " + target.metric;
    if (!target.calendar.empty())
        out += " in " + target.calendar;
    const sla::target_options& o = target.options;
    if (o.met == sla::met_when::strictly_before)
        out += ", strictly before";
    if (o.fit == sla::exact_fit::next_open)
        out += ", fit next open";
    out += ", " + name_from(modes, o.retarget);
    if (o.breach == sla::breach_mode::recomputed)
        out += ", recomputed";
    if (!o.start_hours.empty())
        out += ", starts in " + o.start_hours;
    if (o.out_of_hours)
        out += ", out of hours " + length_text(*o.out_of_hours);
    out += "\n";
    for (const sla::target_row& row : target.rows) {
        out += "      ";
        for (const sla::attribute_match& match : row.match)
            out += std::string{sla::name_of(match.which)} + " {" + joined(match.values) + "} ";
        out += duration_text(row.within);
        if (!row.calendar.empty())
            out += " in " + row.calendar;
        out += "\n";
    }
    for (const sla::step_definition& step : target.steps) {
        out += "      step " + step.name;
        if (const auto* used = std::get_if<sla::percent_used>(&step.at))
            out += " at " + std::to_string(used->percent) + " %";
        else if (const auto* before = std::get_if<sla::before_deadline>(&step.at))
            out += " before " + length_text(before->by);
        else
            out += " after " + length_text(std::get<sla::after_deadline>(step.at).by);
        out += "\n";
    }
    for (const sla::credit_band& band : target.credits)
        out += "      credit when late by " + length_text(band.late_by) + "\n";
    return out;
}

} // namespace

fields_by_name fields_of(const slow_verdict& v) {
    fields_by_name out{
        {"metric", v.metric},
        {"policy", std::to_string(v.policy)},
        {"state", state_text(v.state)},
        {"basis", basis_text(v.basis)},
        {"limit", v.limit ? std::to_string(v.limit->policy) + "." +
                                std::to_string(v.limit->target) + "." + std::to_string(v.limit->row)
                          : "none"},
        {"cycle", std::to_string(v.cycle)},
        {"past_breaches", std::to_string(v.past_breaches)},
        {"started", to_text(v.started)},
        {"stopped", to_text(v.stopped)},
        {"paused_since", to_text(v.paused_since)},
        {"deadline", to_text(v.deadline)},
        {"breached_at", to_text(v.breached_at)},
        {"next_change", to_text(v.next_change)},
        {"spent", amount_text(v.spent)},
        {"remaining", amount_text(v.remaining)},
        {"overdue", amount_text(v.overdue)},
        {"counted", length_text(v.counted)},
        {"allowed", length_text(v.allowed)},
        {"credit_band", std::to_string(v.credit_band)},
    };
    for (std::size_t i = 0; i < v.steps.size(); ++i)
        out.emplace_back("steps[" + std::to_string(i) + "]", to_text(v.steps[i]));
    return out;
}

std::string to_text(const slow_verdict& v) {
    std::string out;
    for (const auto& [name, value] : fields_of(v))
        if (name.find("steps") != 0 || value != "never")
            out += "    " + name + ": " + value + "\n";
    return out;
}

std::string to_text(const sla::book_definition& book) {
    static const std::array<const char*, 3> choices{"first match", "all matching", "strictest"};
    static const std::array<const char*, 4> versions{"at creation", "at cycle start",
                                                     "at each event", "at now"};
    static const std::array<const char*, 3> repeats{"once", "independent", "sequential"};
    static const std::array<const char*, 4> reopens{"ignore", "resume", "without gap", "new cycle"};
    std::string out = "book: " + name_from(choices, book.choose) + ", versions " +
                      name_from(versions, book.versions) + "\n";
    for (const sla::calendar_definition& c : book.calendars)
        out += to_text(c) + "\n";
    for (const sla::metric_definition& m : book.metrics) {
        bool used = false;
        for (const sla::policy_definition& p : book.policies)
            for (const sla::target_definition& t : p.targets)
                used |= t.metric == m.name;
        if (!used)
            continue;
        out += "metric " + m.name + ", " + name_from(repeats, m.repeats) +
               event_conditions_text("start", m.start) + event_conditions_text("stop", m.stop) +
               event_conditions_text("pause", m.pause) + event_conditions_text("resume", m.resume) +
               event_conditions_text("reset", m.reset) + event_conditions_text("cancel", m.cancel) +
               event_conditions_text("reopen", m.reopen) + ", on reopen " +
               name_from(reopens, m.on_reopen) + event_conditions_text("after", m.after) +
               event_conditions_text("until", m.until) + "\n";
    }
    for (const sla::policy_definition& p : book.policies) {
        out += "policy " + p.name + ", when " + condition_text(p.when);
        if (p.role == sla::policy_role::fallback)
            out += ", fallback";
        if (p.effective_from != sla::first_instant || p.effective_until != sla::end_of_range)
            out += ", from " + to_text(p.effective_from) + " until " + to_text(p.effective_until);
        out += ", in " + p.calendar + "\n";
        for (const sla::target_definition& t : p.targets)
            out += target_text(t);
    }
    return out;
}

std::string to_text(const slow_ticket& ticket) {
    std::string out = "ticket:";
    for (std::size_t i = 0; i < ticket.values.size(); ++i)
        if (!ticket.values[i].empty())
            out += std::string{" "} + sla::name_of(static_cast<sla::attribute>(i)) + " \"" +
                   ticket.values[i] + "\"";
    if (!ticket.tags.empty())
        out += " tagged " + joined(ticket.tags);
    out += "\n";
    for (const slow_event& e : ticket.events) {
        out += "  " + to_text(e.at) + " " + kind_text(e.kind) + " by " + actor_text(e.by);
        if (e.kind == sla::event_kind::message && e.visible == sla::visibility::internal)
            out += " (internal)";
        if (e.kind == sla::event_kind::attribute_changed)
            out += std::string{" "} + sla::name_of(e.which);
        if (!e.name.empty())
            out += " \"" + e.name + "\"";
        if (e.kind == sla::event_kind::due_changed)
            out += " of \"" + e.metric + "\" to " + to_text(e.due);
        out += "\n";
    }
    return out;
}

std::string to_text(const desk_case& of) {
    return to_text(of.book) + to_text(of.ticket) + "now: " + to_text(of.now) + "\n";
}

} // namespace oracle
