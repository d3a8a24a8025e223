// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <chrono>
#include <oracle/hard_zones.hpp>
#include <property/evaluate_random.hpp>
#include <utility>
#include <variant>

namespace oracle {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using names = std::vector<std::string>;
using sla::attribute;
using sla::event_kind;

const names priorities{"P1", "P2", "P3"};
const names channels{"mail", "chat"};
const names groups{"first line", "second line"};
const names tags{"vip", "new"};
const names statuses{"open", "waiting", "on hold"};
const names stages{"repair", "test"};
const names customs{"called", "hung up"};

const names& values_of(attribute which) {
    return which == attribute::priority  ? priorities
           : which == attribute::channel ? channels
                                         : groups;
}

attribute random_attribute(dice& random) {
    static const std::vector<attribute> some{attribute::priority, attribute::priority,
                                             attribute::channel, attribute::group};
    return random.pick(some);
}

names some_of(dice& random, const names& from) {
    names out;
    for (const std::string& name : from)
        if (random.percent(45))
            out.push_back(name);
    if (out.empty())
        out.push_back(random.pick(from));
    return out;
}

// -- conditions
// ------------------------------------------------------------------------------------

sla::condition random_condition(dice& random, int depth) {
    if (random.percent(40))
        return {};
    switch (random.below(depth > 0 ? 8 : 4)) {
    case 0:
    case 1: {
        const attribute which = random_attribute(random);
        return sla::one_of(which, some_of(random, values_of(which)));
    }
    case 2:
        return sla::tagged(some_of(random, tags));
    case 3:
        return sla::created_while_open(some_of(random, {"A", "B"}));
    case 5:
    case 6:
    case 7: {
        std::vector<sla::condition> parts{random_condition(random, depth - 1)};
        if (random.percent(60))
            parts.push_back(random_condition(random, depth - 1));
        switch (random.below(3)) {
        case 0:
            return sla::all_of(std::move(parts));
        case 1:
            return sla::any_of(std::move(parts));
        default:
            return sla::unless(std::move(parts));
        }
    }
    default:
        return {};
    }
}

sla::event_condition random_event_condition(dice& random) {
    // Those that can be told apart in several ways come more often.
    static const std::vector<event_kind> often{
        event_kind::message,        event_kind::message,
        event_kind::message,        event_kind::status_changed,
        event_kind::status_changed, event_kind::status_changed,
        event_kind::created,        event_kind::attribute_changed,
        event_kind::tag_added,      event_kind::tag_removed,
        event_kind::stage_entered,  event_kind::stage_left,
        event_kind::assigned,       event_kind::resolved,
        event_kind::reopened,       event_kind::custom,
        event_kind::custom};
    sla::event_condition out{
        .kind = random.percent(85) ? random.pick(often)
                                   : static_cast<event_kind>(random.below(sla::event_kind_count))};
    switch (out.kind) {
    case event_kind::message:
        if (random.percent(50))
            out.visible =
                random.percent(75) ? sla::visibility::to_customer : sla::visibility::internal;
        break;
    case event_kind::status_changed:
        out.names = some_of(random, statuses);
        break;
    case event_kind::attribute_changed:
        out.which = random_attribute(random);
        out.names = some_of(random, values_of(out.which));
        break;
    case event_kind::tag_added:
    case event_kind::tag_removed:
        out.names = some_of(random, tags);
        break;
    case event_kind::stage_entered:
    case event_kind::stage_left:
        out.names = some_of(random, stages);
        break;
    case event_kind::custom:
        out.names = some_of(random, customs);
        break;
    default:
        break;
    }
    if (!out.names.empty()) {
        if (random.percent(20))
            out.match = sla::name_match::none_of;
        else if (random.percent(10))
            out.names.clear();
    }
    if (random.percent(20))
        out.by.push_back(random.percent(60) ? sla::actor::agent : sla::actor::customer);
    return out;
}

std::vector<sla::event_condition> some_conditions(dice& random, int least, int most) {
    std::vector<sla::event_condition> out;
    for (int n = random.small(least, most); n > 0; --n)
        out.push_back(random_event_condition(random));
    return out;
}

sla::metric_definition random_metric(dice& random, std::string name) {
    sla::metric_definition out{.name = std::move(name)};
    out.start = some_conditions(random, 1, 3);
    if (random.percent(80))
        out.start.push_back(sla::on(event_kind::created));
    out.stop = some_conditions(random, 1, 2);
    if (random.percent(60)) {
        out.pause = some_conditions(random, 1, 2);
        out.resume = some_conditions(random, 1, 2);
    }
    if (random.percent(30))
        out.reset = some_conditions(random, 1, 1);
    if (random.percent(25))
        out.cancel = some_conditions(random, 1, 1);
    if (random.percent(50))
        out.reopen = some_conditions(random, 1, 2);
    out.on_reopen = static_cast<sla::reopen_mode>(random.below(4));
    if (random.percent(20))
        out.after = some_conditions(random, 1, 2);
    if (random.percent(20))
        out.until = some_conditions(random, 1, 1);
    out.repeats = static_cast<sla::recurrence>(random.below(3));
    return out;
}

std::vector<sla::metric_definition> random_metrics(dice& random, const book_rules& rules) {
    std::vector<sla::metric_definition> out{
        sla::first_response(),
        sla::next_response(static_cast<sla::response_anchor>(random.below(2))),
        sla::periodic_update(random.percent(50) ? sla::recurrence::sequential
                                                : sla::recurrence::independent),
        sla::paused_in_status(sla::resolution(static_cast<sla::reopen_mode>(random.below(4))),
                              {"waiting", "on hold"}),
        sla::agent_work_time({"open"}),
        sla::stage_response("repair"),
        sla::stage_handling("test"),
        sla::hand_over("second line"),
        sla::group_response("second line")};
    if (rules.random_metrics)
        for (const char* name : {"one", "two", "three"})
            out.push_back(random_metric(random, name));
    return out;
}

// -- targets
// ---------------------------------------------------------------------------------------

milliseconds random_span(dice& random) {
    switch (random.below(5)) {
    case 0:
        return minutes{random.from_to(1, 90)};
    case 1:
        return hours{random.from_to(1, 12)};
    case 2:
        return hours{random.from_to(12, 60)};
    case 3:
        return milliseconds{random.from_to(1, 10'000'000)};
    default:
        return 30min * random.from_to(1, 20);
    }
}

sla::target_duration random_limit(dice& random) {
    switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
        return sla::elapsed{random_span(random)};
    case 3:
    case 4:
    case 5:
    case 6:
        return sla::working{random_span(random)};
    case 7:
        return sla::calendar_days{random.small(1, 3)};
    case 8:
        return random.percent(50) ? sla::target_duration{sla::calendar_weeks{1}}
                                  : sla::target_duration{sla::calendar_months{1}};
    case 9:
    case 10: {
        sla::business_days out{.count = random.small(0, 3)};
        out.end = static_cast<sla::business_day_end>(random.below(3));
        if (out.end == sla::business_day_end::same_time)
            out.count = std::max(out.count, 1);
        if (out.end == sla::business_day_end::time_of_day) {
            out.at = hours{random.from_to(1, 23)} + minutes{random.from_to(0, 1) * 30};
            if (out.count == 0 || random.percent(50))
                out.cut_off = out.at - minutes{random.from_to(0, 60)};
        }
        return out;
    }
    default:
        return sla::working_then_elapsed{sla::working{random_span(random)}, random_span(random)};
    }
}

sla::length random_length(dice& random) {
    const milliseconds by = random.percent(60) ? minutes{random.from_to(1, 240)}
                                               : milliseconds{random.from_to(1, 60'000'000)};
    return random.percent(50) ? sla::length{sla::elapsed{by}} : sla::length{sla::working{by}};
}

sla::target_options random_options(dice& random, const book_rules& rules) {
    sla::target_options out;
    out.met = static_cast<sla::met_when>(random.percent(70) ? 0 : 1);
    out.retarget = static_cast<sla::retarget_mode>(random.below(4));
    out.breach = static_cast<sla::breach_mode>(random.percent(60) ? 0 : 1);
    if (random.percent(25))
        out.start_hours = random.percent(50) ? "A" : "B";
    if (rules.extras) {
        out.fit = static_cast<sla::exact_fit>(random.percent(75) ? 0 : 1);
        if (random.percent(25))
            out.out_of_hours = random_length(random);
    }
    return out;
}

sla::target_definition random_target(dice& random, std::string metric, const book_rules& rules) {
    sla::target_definition out{.metric = std::move(metric)};
    for (int n = random.small(1, 3); n > 0; --n) {
        sla::target_row row{.within = random_limit(random)};
        if (n > 1 || random.percent(20)) {
            const attribute which = random_attribute(random);
            row.match.push_back({which, some_of(random, values_of(which))});
        }
        if (random.percent(15))
            row.calendar = random.percent(50) ? "A" : "B";
        out.rows.push_back(std::move(row));
    }
    if (random.percent(15))
        out.calendar = random.percent(50) ? "A" : "B";
    static const names steps{"warn", "tell", "shout", "late"};
    for (const std::string& name : steps) {
        if (random.percent(50))
            continue;
        sla::step_definition step{.name = name};
        switch (random.below(4)) {
        case 0:
            step.at = sla::percent_used{random.small(1, 200)};
            break;
        case 1:
            step.at = sla::before_deadline{random_length(random)};
            break;
        case 2:
            step.at = sla::after_deadline{random_length(random)};
            break;
        default:
            step.at = sla::after_deadline{sla::elapsed{0}};
        }
        out.steps.push_back(std::move(step));
    }
    if (random.percent(30)) {
        const bool in_hours = random.percent(50);
        milliseconds late{};
        for (int n = random.small(1, 3); n > 0; --n) {
            out.credits.push_back(
                {in_hours ? sla::length{sla::working{late}} : sla::length{sla::elapsed{late}},
                 {.hundredths = 100}});
            late += minutes{random.from_to(1, 300)};
        }
    }
    out.options = random_options(random, rules);
    return out;
}

sla::policy_definition random_policy(dice& random,
                                     const std::vector<sla::metric_definition>& metrics,
                                     const book_rules& rules) {
    sla::policy_definition out;
    out.when = random_condition(random, 2);
    out.calendar = random.percent(60) ? "A" : "B";
    if (random.percent(15))
        out.role = sla::policy_role::fallback;
    for (int n = random.small(1, 3); n > 0; --n) {
        // The random ones are the last three.
        const std::string& metric = random.percent(50)
                                        ? metrics[metrics.size() - 1 - random.below(3)].name
                                        : random.pick(metrics).name;
        if (std::none_of(out.targets.begin(), out.targets.end(),
                         [&](const auto& t) { return t.metric == metric; }))
            out.targets.push_back(random_target(random, metric, rules));
    }
    return out;
}

sla::calendar_definition ordinary_calendar(dice& random) {
    const sla::zone& zone = random.pick(hard_zones());
    return {.name = "ordinary",
            .zone = zone.name(),
            .hours = random.percent(60)
                         ? sla::weekly(sla::monday_to_friday, {{9h, 17h}})
                         : sla::weekly(sla::every_day, {{8h, 12h}, {22h, 26h + 30min}})};
}

struct made_book {
    sla::book_definition definition;
    sla::instant around; ///< When something may go wrong in its first calendar.
};

made_book random_book(dice& random, const book_rules& rules) {
    for (;;) {
        made_book out;
        sla::book_definition& book = out.definition;
        for (const char* name : {"A", "B"}) {
            book.calendars.push_back(random.percent(50) ? random_definition(random)
                                                        : ordinary_calendar(random));
            book.calendars.back().name = name;
        }
        const auto compiled = sla::compile(book.calendars[0], hard_zone_source());
        if (!compiled)
            continue;
        const pair first{*compiled, slow_calendar{book.calendars[0], compiled->time_zone()}, ""};
        out.around = random_instant(random, first);

        if (random.percent(3))
            book.combined.push_back(
                {"A and B", "A", static_cast<sla::set_operation>(random.below(3)), "B"});
        book.metrics = random_metrics(random, rules);
        static const names policy_names{"gold", "silver", "bronze", "rest"};
        const auto policies = static_cast<std::size_t>(random.small(1, 4));
        for (std::size_t i = 0; i < policies; ++i) {
            book.policies.push_back(random_policy(random, book.metrics, rules));
            book.policies.back().name = policy_names[i];
            if (!book.combined.empty())
                book.policies.back().calendar = book.combined.back().name;
        }
        book.choose = static_cast<sla::policy_choice>(random.below(rules.strictest ? 3 : 2));
        if (rules.versions)
            book.versions = static_cast<sla::version_choice>(random.below(4));
        if (random.percent(50)) {
            // A second version of a policy, from some moment of the ticket's life on.
            const sla::instant change = out.around + minutes{random.from_to(0, 3 * 24 * 60)};
            sla::policy_definition& old = book.policies.front();
            sla::policy_definition next = random_policy(random, book.metrics, rules);
            next.name = old.name;
            if (random.percent(60)) {
                next.when = old.when;
                next.targets = old.targets;
                for (sla::target_definition& target : next.targets)
                    for (sla::target_row& row : target.rows)
                        if (random.percent(70))
                            row.within = random_limit(random);
            }
            old.effective_until = change;
            next.effective_from = change + (random.percent(80) ? 0ms : 6h);
            book.policies.insert(book.policies.begin() + (random.percent(50) ? 1 : 0),
                                 std::move(next));
        }
        if (compiles(book))
            return out;
    }
}

// -- tickets
// ---------------------------------------------------------------------------------------

/// An event that moves one of the book's clocks, mostly.
slow_event telling_event(dice& random, const sla::book_definition& book) {
    const sla::policy_definition& policy = random.pick(book.policies);
    const std::string& name = random.pick(policy.targets).metric;
    const auto metric = std::find_if(book.metrics.begin(), book.metrics.end(),
                                     [&](const auto& m) { return m.name == name; });
    std::vector<sla::event_condition> all;
    for (const auto* list : {&metric->start, &metric->stop, &metric->stop, &metric->pause,
                             &metric->resume, &metric->reset, &metric->reopen, &metric->reopen,
                             &metric->cancel, &metric->after, &metric->until})
        all.insert(all.end(), list->begin(), list->end());
    const sla::event_condition& meant = random.pick(all);
    slow_event out{.kind = meant.kind,
                   .by = meant.by.empty() ? sla::actor::agent : random.pick(meant.by),
                   .visible = meant.visible.value_or(sla::visibility::to_customer),
                   .which = meant.which};
    if (out.kind == event_kind::created)
        out.kind = event_kind::reopened;
    if (out.kind == event_kind::due_changed)
        out.metric = name;
    if (!meant.names.empty() && meant.match == sla::name_match::one_of)
        out.name = random.pick(meant.names);
    return out;
}

slow_event random_event(dice& random, const sla::book_definition& book) {
    if (random.percent(60))
        return telling_event(random, book);
    static const std::vector<event_kind> kinds{event_kind::message,
                                               event_kind::message,
                                               event_kind::message,
                                               event_kind::message,
                                               event_kind::status_changed,
                                               event_kind::status_changed,
                                               event_kind::status_changed,
                                               event_kind::status_changed,
                                               event_kind::attribute_changed,
                                               event_kind::attribute_changed,
                                               event_kind::attribute_changed,
                                               event_kind::tag_added,
                                               event_kind::tag_removed,
                                               event_kind::stage_entered,
                                               event_kind::stage_left,
                                               event_kind::assigned,
                                               event_kind::acknowledged,
                                               event_kind::resolved,
                                               event_kind::resolved,
                                               event_kind::reopened,
                                               event_kind::reopened,
                                               event_kind::closed,
                                               event_kind::merged_into,
                                               event_kind::due_changed,
                                               event_kind::due_changed,
                                               event_kind::custom,
                                               event_kind::custom};
    slow_event out{.kind = random.pick(kinds)};
    if (out.kind == event_kind::merged_into && random.percent(70))
        out.kind = event_kind::custom;
    out.by = random.percent(55)   ? sla::actor::agent
             : random.percent(70) ? sla::actor::customer
                                  : sla::actor::automation;
    const auto name = [&](const names& of) {
        return random.percent(93) ? random.pick(of) : std::string{"unheard of"};
    };
    switch (out.kind) {
    case event_kind::message:
        if (random.percent(20))
            out.visible = sla::visibility::internal;
        break;
    case event_kind::status_changed:
        out.name = name(statuses);
        break;
    case event_kind::attribute_changed:
        out.which = random_attribute(random);
        out.name = random.percent(90) ? name(values_of(out.which)) : std::string{};
        break;
    case event_kind::tag_added:
    case event_kind::tag_removed:
        out.name = name(tags);
        break;
    case event_kind::stage_entered:
    case event_kind::stage_left:
        out.name = name(stages);
        break;
    case event_kind::custom:
        out.name = name(customs);
        break;
    case event_kind::due_changed: {
        names metrics;
        for (const sla::policy_definition& p : book.policies)
            for (const sla::target_definition& t : p.targets)
                metrics.push_back(t.metric);
        out.metric = random.pick(metrics);
        break;
    }
    default:
        break;
    }
    return out;
}

/// Where the clocks or the calendars are about to do something; `t` or later.
sla::instant next_awkward_instant(dice& random, const desk_case& of, const sla::policy_book& book,
                                  sla::instant t) {
    std::vector<sla::instant> found;
    for (const char* name : {"A", "B"}) {
        const sla::calendar& hours = *book.find_calendar(name);
        found.push_back(hours.next_open(t));
        found.push_back(hours.next_close(t));
    }
    if (random.percent(70)) {
        const slow_evaluation now = slow_evaluate(of.book, book, of.ticket, t);
        for (const slow_verdict& v : now.verdicts)
            for (const sla::instant at : {v.deadline, v.deadline, v.next_change, v.started})
                found.push_back(at);
    }
    const sla::instant at = random.pick(found);
    if (at > t + 60 * 24h)
        return t;
    return std::max(t, at + milliseconds{random.percent(60) ? 0 : random.from_to(-1, 1)});
}

sla::instant random_step(dice& random, const desk_case& of, const sla::policy_book& book,
                         sla::instant t) {
    switch (random.below(10)) {
    case 0:
    case 1:
        return t;
    case 2:
        return t + 1ms;
    case 3:
    case 4:
        return t + minutes{random.from_to(1, 120)};
    case 5:
        return t + minutes{random.from_to(60, 3'000)};
    case 6:
        return t + milliseconds{random.from_to(1, 40'000'000)};
    default:
        return next_awkward_instant(random, of, book, t);
    }
}

std::string random_value(dice& random, const names& from) {
    return random.percent(85) ? random.pick(from) : std::string{};
}

} // namespace

// -- making
// ----------------------------------------------------------------------------------------

bool compiles(const sla::book_definition& definition) {
    return sla::compile(definition, hard_zone_source()).has_value();
}

sla::policy_book book_of(const sla::book_definition& definition) {
    return sla::compile(definition, hard_zone_source()).value();
}

sla::timeline timeline_of(const sla::policy_book& book, const slow_ticket& ticket,
                          const std::vector<sla::event>& events) {
    return sla::timeline::over(attributes_for(book, ticket), events).value();
}

desk_case random_case(dice& random, const book_rules& rules) {
    made_book made = random_book(random, rules);
    desk_case out{std::move(made.definition), {}, {}};
    const sla::policy_book book = book_of(out.book);
    slow_ticket& ticket = out.ticket;
    ticket.values[static_cast<std::size_t>(attribute::priority)] = random_value(random, priorities);
    ticket.values[static_cast<std::size_t>(attribute::channel)] = random_value(random, channels);
    ticket.values[static_cast<std::size_t>(attribute::group)] = random_value(random, groups);
    for (const std::string& tag : tags)
        if (random.percent(30))
            ticket.tags.push_back(tag);
    sla::instant t = made.around;
    ticket.events.push_back({.at = t,
                             .kind = event_kind::created,
                             .by = random.percent(80) ? sla::actor::customer : sla::actor::agent});
    const int events = random.percent(97) ? random.small(0, 12) : random.small(30, 45);
    for (int n = events; n > 0; --n) {
        t = random_step(random, out, book, t);
        slow_event next = random_event(random, out.book);
        next.at = t;
        if (next.kind == event_kind::due_changed && random.percent(75))
            next.due = random_step(random, out, book, t - minutes{random.from_to(0, 600)});
        ticket.events.push_back(std::move(next));
    }
    out.now = random_step(random, out, book, t);
    if (random.percent(20))
        out.now = random_step(random, out, book, random.pick(ticket.events).at);
    if (random.percent(2))
        out.now = ticket.events.front().at - milliseconds{random.from_to(1, 10'000)};
    return out;
}

// -- comparing
// -------------------------------------------------------------------------------------

slow_verdict in_names(const sla::verdict& v, const sla::policy_book& book,
                      const sla::book_definition& definition,
                      const std::optional<slow_limit>& like) {
    slow_verdict out;
    out.policy = static_cast<std::size_t>(v.policy);
    out.metric = book.name(v.metric);
    out.state = v.state;
    out.basis = v.basis;
    out.credit_band = v.credit_band;
    out.cycle = v.cycle;
    out.past_breaches = v.past_breaches;
    out.started = v.started;
    out.stopped = v.stopped;
    out.paused_since = v.paused_since;
    out.deadline = v.deadline;
    out.breached_at = v.breached_at;
    out.next_change = v.next_change;
    out.spent = v.spent;
    out.remaining = v.remaining;
    out.overdue = v.overdue;
    out.counted = v.counted;
    out.allowed = v.allowed;
    out.steps.assign(v.steps.begin(), v.steps.end());
    if (!v.limit)
        return out;
    const auto policy = static_cast<std::size_t>(book.policy_of(*v.limit));
    const auto& targets = definition.policies[policy].targets;
    for (std::size_t t = 0; t < targets.size(); ++t) {
        if (targets[t].metric != book.target_of(*v.limit).metric)
            continue;
        for (std::size_t r = 0; r < targets[t].rows.size(); ++r) {
            const slow_limit id{policy, t, r};
            const std::string& hours =
                !targets[t].rows[r].calendar.empty() ? targets[t].rows[r].calendar
                : !targets[t].calendar.empty()       ? targets[t].calendar
                                                     : definition.policies[policy].calendar;
            if (targets[t].rows[r].within == book.within(*v.limit) &&
                book.calendar_of(*v.limit) == book.find_calendar(hours) &&
                (!out.limit || id == like))
                out.limit = id;
        }
    }
    return out;
}

namespace {

/// Of a book that is judged by what holds now, an instant at which a policy begins or ends.
bool is_version_boundary(const sla::book_definition& book, sla::instant t) {
    return book.versions == sla::version_choice::at_now &&
           std::any_of(book.policies.begin(), book.policies.end(), [t](const auto& p) {
               return p.effective_from == t || p.effective_until == t;
           });
}

std::string differences(const sla::book_definition& definition, const slow_verdict& expected,
                        slow_verdict saw) {
    // What changes when a policy begins or ends may be told too early, not too late.
    if (is_version_boundary(definition, saw.next_change) && saw.next_change < expected.next_change)
        saw.next_change = expected.next_change;
    if (saw == expected)
        return {};
    std::string out;
    const fields_by_name wanted = fields_of(expected);
    const fields_by_name given = fields_of(saw);
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i] != given[i])
            out += "  " + wanted[i].first + ": the oracle says " + wanted[i].second +
                   ", the library " + given[i].second + "\n";
    return out;
}

std::string differences(const desk_case& of, const sla::policy_book& book, const char* what,
                        const std::vector<slow_verdict>& expected,
                        std::span<const sla::verdict> saw) {
    std::string out;
    if (expected.size() != saw.size())
        out += std::string{what} + ": the oracle has " + std::to_string(expected.size()) +
               ", the library " + std::to_string(saw.size()) + "\n";
    for (std::size_t i = 0; i < std::min(expected.size(), saw.size()); ++i) {
        const std::string found =
            differences(of.book, expected[i], in_names(saw[i], book, of.book, expected[i].limit));
        if (!found.empty())
            out += std::string{what} + "[" + std::to_string(i) + "], " + expected[i].metric +
                   ", cycle " + std::to_string(expected[i].cycle) + ":\n" + found;
    }
    return out;
}

} // namespace

std::string disagreement(const desk_case& of) {
    const sla::policy_book book = book_of(of.book);
    const std::vector<sla::event> events = events_for(book, of.ticket);
    const sla::timeline timeline = timeline_of(book, of.ticket, events);
    const slow_evaluation expected = slow_evaluate(of.book, book, of.ticket, of.now);
    const sla::evaluation saw = sla::evaluate(book, timeline, of.now);

    std::string out;
    const auto policy_text = [](std::optional<std::size_t> p) {
        return p ? std::to_string(*p) : std::string{"none"};
    };
    std::optional<std::size_t> policy;
    if (saw.policy())
        policy = static_cast<std::size_t>(*saw.policy());
    if (expected.policy != policy)
        out += "policy: the oracle says " + policy_text(expected.policy) + ", the library " +
               policy_text(policy) + "\n";
    out += differences(of, book, "verdicts", expected.verdicts, saw.verdicts());
    out +=
        differences(of, book, "cycles", expected.cycles, sla::all_cycles(book, timeline, of.now));
    return out;
}

bool same_but_for_amounts(const sla::verdict& a, const sla::verdict& b) {
    sla::verdict then = b;
    then.spent = a.spent;
    then.remaining = a.remaining;
    then.overdue = a.overdue;
    then.counted = a.counted;
    then.next_change = a.next_change;
    const auto is_projected = [](const sla::verdict& v) {
        return v.paused_since != sla::never &&
               (v.basis == sla::deadline_basis::projected || v.basis == sla::deadline_basis::none);
    };
    if (is_projected(a) && is_projected(b)) {
        then.deadline = a.deadline;
        then.basis = a.basis;
    }
    return a == then;
}

// -- shrinking
// -------------------------------------------------------------------------------------

namespace {

/// Tries changes, and keeps those after which it still fails.
class shrinker {
public:
    shrinker(desk_case of, const std::function<bool(const desk_case&)>& fails)
        : now_{std::move(of)}, fails_{fails} {}

    desk_case shrink() {
        for (bool smaller = true; smaller;) {
            smaller = false;
            for (std::size_t i = now_.ticket.events.size(); i-- > 1;)
                smaller |= attempt([i](desk_case& c) { erase(c.ticket.events, i); });
            for (std::size_t i = now_.book.policies.size(); i-- > 0;)
                smaller |= attempt([i](desk_case& c) { erase(c.book.policies, i); });
            for (std::size_t p = 0; p < now_.book.policies.size(); ++p)
                smaller |= shrink_policy(p);
            for (std::size_t m = now_.book.metrics.size(); m-- > 0;)
                smaller |= attempt([m](desk_case& c) { erase(c.book.metrics, m); });
            for (std::size_t m = 0; m < now_.book.metrics.size(); ++m)
                smaller |= shrink_metric(m);
            for (std::size_t c = 0; c < now_.book.calendars.size(); ++c)
                smaller |= shrink_calendar(c);
            smaller |= simplify([](desk_case & c) -> auto& { return c.book.choose; });
            smaller |= simplify([](desk_case & c) -> auto& { return c.book.versions; });
            smaller |= simplify([](desk_case & c) -> auto& { return c.ticket.tags; });
            for (std::size_t i = 0; i < now_.ticket.values.size(); ++i)
                smaller |= simplify([i](desk_case & c) -> auto& { return c.ticket.values[i]; });
        }
        return std::move(now_);
    }

private:
    template <class List>
    static void erase(List& list, std::size_t i) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
    }

    template <class Change>
    bool attempt(Change change) {
        desk_case other = now_;
        change(other);
        if (other.book.policies.empty() || !is_sound(other) || !compiles(other.book) ||
            !fails_(other))
            return false;
        now_ = std::move(other);
        return true;
    }

    static bool is_sound(const desk_case& c) {
        return std::all_of(
            c.ticket.events.begin(), c.ticket.events.end(), [&](const slow_event& e) {
                return e.metric.empty() ||
                       std::any_of(c.book.metrics.begin(), c.book.metrics.end(),
                                   [&](const auto& m) { return m.name == e.metric; });
            });
    }

    /// Sets something to its default.
    template <class Part>
    bool simplify(Part part) {
        desk_case other = now_;
        auto& value = part(other);
        const std::remove_cvref_t<decltype(value)> plain{};
        if (value == plain)
            return false;
        return attempt([&](desk_case& c) { part(c) = plain; });
    }

    template <class List>
    bool thin(List list) {
        bool smaller = false;
        for (std::size_t i = list(now_).size(); i-- > 0;)
            smaller |= attempt([&](desk_case& c) { erase(list(c), i); });
        return smaller;
    }

    bool shrink_policy(std::size_t p) {
        const auto policy = [p](desk_case & c) -> auto& {
            return c.book.policies[p];
        };
        bool smaller = simplify([=](desk_case & c) -> auto& { return policy(c).when; });
        smaller |= simplify([=](desk_case & c) -> auto& { return policy(c).role; });
        const auto always = [&](desk_case& c) {
            policy(c).effective_from = sla::first_instant;
            policy(c).effective_until = sla::end_of_range;
        };
        if (desk_case other = now_; always(other), !(other.book == now_.book))
            smaller |= attempt(always);
        smaller |= thin([=](desk_case & c) -> auto& { return policy(c).targets; });
        for (std::size_t t = 0; t < now_.book.policies[p].targets.size(); ++t) {
            const auto target = [=](desk_case & c) -> auto& {
                return policy(c).targets[t];
            };
            smaller |= thin([=](desk_case & c) -> auto& { return target(c).rows; });
            smaller |= thin([=](desk_case & c) -> auto& { return target(c).steps; });
            smaller |= thin([=](desk_case & c) -> auto& { return target(c).credits; });
            smaller |= simplify([=](desk_case & c) -> auto& { return target(c).calendar; });
            for (std::size_t r = 0; r < now_.book.policies[p].targets[t].rows.size(); ++r) {
                smaller |= thin([=](desk_case & c) -> auto& { return target(c).rows[r].match; });
                smaller |=
                    simplify([=](desk_case & c) -> auto& { return target(c).rows[r].calendar; });
            }
            const auto options = [=](desk_case & c) -> auto& {
                return target(c).options;
            };
            smaller |= simplify([=](desk_case & c) -> auto& { return options(c).met; });
            smaller |= simplify([=](desk_case & c) -> auto& { return options(c).fit; });
            smaller |= simplify([=](desk_case & c) -> auto& { return options(c).retarget; });
            smaller |= simplify([=](desk_case & c) -> auto& { return options(c).breach; });
            smaller |= simplify([=](desk_case & c) -> auto& { return options(c).start_hours; });
            smaller |= simplify([=](desk_case & c) -> auto& { return options(c).out_of_hours; });
        }
        return smaller;
    }

    bool shrink_metric(std::size_t m) {
        const auto metric = [m](desk_case & c) -> auto& {
            return c.book.metrics[m];
        };
        bool smaller = thin([=](desk_case & c) -> auto& { return metric(c).start; });
        smaller |= thin([=](desk_case & c) -> auto& { return metric(c).stop; });
        smaller |= thin([=](desk_case & c) -> auto& { return metric(c).pause; });
        smaller |= thin([=](desk_case & c) -> auto& { return metric(c).resume; });
        smaller |= thin([=](desk_case & c) -> auto& { return metric(c).reset; });
        smaller |= thin([=](desk_case & c) -> auto& { return metric(c).cancel; });
        smaller |= thin([=](desk_case & c) -> auto& { return metric(c).reopen; });
        smaller |= thin([=](desk_case & c) -> auto& { return metric(c).after; });
        smaller |= thin([=](desk_case & c) -> auto& { return metric(c).until; });
        smaller |= simplify([=](desk_case & c) -> auto& { return metric(c).repeats; });
        return smaller;
    }

    bool shrink_calendar(std::size_t n) {
        const auto calendar = [n](desk_case & c) -> auto& {
            return c.book.calendars[n];
        };
        bool smaller = thin([=](desk_case & c) -> auto& { return calendar(c).exceptions; });
        smaller |= thin([=](desk_case & c) -> auto& { return calendar(c).yearly; });
        smaller |= thin([=](desk_case & c) -> auto& { return calendar(c).changes; });
        for (const sla::weekly_hours& plain :
             {sla::around_the_clock(), sla::weekly(sla::monday_to_friday, {{9h, 17h}})})
            if (!(calendar(now_).hours == plain) &&
                !(calendar(now_).hours == sla::around_the_clock()))
                smaller |= attempt([&](desk_case& c) { calendar(c).hours = plain; });
        if (calendar(now_).zone != "UTC")
            smaller |= attempt([&](desk_case& c) { calendar(c).zone = "UTC"; });
        return smaller;
    }

    desk_case now_;
    const std::function<bool(const desk_case&)>& fails_;
};

} // namespace

desk_case shrunk(desk_case of, const std::function<bool(const desk_case&)>& fails) {
    return shrinker{std::move(of), fails}.shrink();
}

} // namespace oracle
