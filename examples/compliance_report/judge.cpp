// SPDX-License-Identifier: MIT

#include "judge.hpp"

#include "text.hpp"
#include <sla/describe.hpp>
#include <sla/timeline.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <span>
#include <utility>

namespace compliance {

namespace {

constexpr std::size_t listed_lines = 5;
constexpr const char* resolution_metric = "resolution";
constexpr const char* file_metric = "target in the file";

/// How a clock stands whose deadline somebody else has set: by the library's rule, a promise is
/// kept at the deadline and broken one millisecond later.
sla::clock_state state_by_deadline(sla::instant deadline, std::optional<sla::instant> stopped,
                                   sla::instant now) {
    if (stopped && *stopped <= now)
        return *stopped <= deadline ? sla::clock_state::met : sla::clock_state::breached;
    return now <= deadline ? sla::clock_state::running : sla::clock_state::breached;
}

sla::elapsed distance(sla::instant a, sla::instant b) {
    return a < b ? b - a : a - b;
}

} // namespace

void earliest_deadlines::add(listed_clock clock) {
    // After those with the same deadline, so that the order of the file decides between them.
    const auto at = std::upper_bound(
        clocks_.begin(), clocks_.end(), clock.deadline,
        [](sla::instant t, const listed_clock& other) { return t < other.deadline; });
    clocks_.insert(at, std::move(clock));
    if (clocks_.size() > most_)
        clocks_.pop_back();
}

judge::judge(const desk_policy& desk, const ticket_form& form, const sla::policy_book& book,
             const sla::zone& zone, judge_options options)
    : columns_{&form.columns}, book_{book}, zone_{zone},
      hours_{book_.find_calendar(desk.document.book.policies.front().calendar)}, options_{options},
      resolution_{book_.find_metric(resolution_metric)},
      summary_{.most_overdue = earliest_deadlines{options.listed},
               .due_next = earliest_deadlines{options.listed}} {
    if (options_.source == deadline_source::file)
        clocks_.metric(file_metric);
    else
        for (const sla::policy_definition& policy : desk.document.book.policies)
            for (const sla::target_definition& target : policy.targets)
                clocks_.metric(target.metric);
}

void judge::add_unreadable(const sla::issue& problem, std::size_t line) {
    ++summary_.rows;
    ++summary_.unreadable;
    fault_count& fault = summary_.faults[problem.message];
    ++fault.rows;
    if (fault.first_lines.size() < listed_lines)
        fault.first_lines.push_back(line);
}

std::optional<sla::issue> judge::add(const ticket_file& tickets) {
    const ticket_row& row = tickets.row();
    const sla::ticket_names names{.priority = row.priority,
                                  .channel = row.channel,
                                  .category = row.type,
                                  .group = row.department};
    if (sla::issue_list undeclared = book_.undeclared(names); !undeclared.empty()) {
        sla::issue& first = undeclared.front();
        first.place = tickets.place_of(first.place == "channel"    ? columns_->channel
                                       : first.place == "category" ? columns_->type
                                       : first.place == "group"    ? columns_->department
                                                                   : columns_->priority);
        return std::move(first);
    }

    std::array<sla::event, 3> events{sla::event::created(row.created)};
    std::size_t count = 1;
    if (row.first_response)
        events[count++] = sla::event::message(*row.first_response, sla::actor::agent);
    if (row.resolved)
        events[count++] = sla::event::of(*row.resolved, sla::event_kind::resolved);
    if (count == 3 && events[2].at < events[1].at)
        std::swap(events[1], events[2]);

    const sla::ticket_attributes ticket = book_.attributes(names);
    const sla::result<sla::timeline> timeline =
        sla::timeline::of(ticket, std::span<const sla::event>{events.data(), count});
    if (!timeline) {
        // The deadline does not depend on what happened afterwards.
        const sla::timeline created = sla::timeline::of(ticket, {events[0]}).value();
        compare(row, sla::evaluate(book_, created, options_.now), outcome_known::no);
        return before_created(tickets, timeline.issues().front(), events[1]);
    }

    ++summary_.rows;
    if (row.created > options_.now) {
        ++summary_.later;
        return std::nullopt;
    }
    const sla::evaluation evaluation = sla::evaluate(book_, *timeline, options_.now);
    if (options_.source == deadline_source::file)
        count_file_target(row);
    else
        count_verdicts(row, evaluation);
    compare(row, evaluation, outcome_known::yes);
    return std::nullopt;
}

/// All that can be wrong with three events in order: the first one is not the creation.
sla::issue judge::before_created(const ticket_file& tickets, const sla::issue& found,
                                 const sla::event& first) const {
    const std::string& column =
        first.kind == sla::event_kind::message ? columns_->first_response : columns_->resolved;
    return {.code = found.code,
            .place = tickets.place_of(column),
            .message = fmt::format("this lies before the creation of the ticket (column {})",
                                   in_quotes(column)),
            .expected = fmt::format("{} or later", sla::describe(tickets.row().created, zone_)),
            .saw = sla::describe(first.at, zone_)};
}

void judge::count(const ticket_row& row, std::string_view metric, clock_row clock,
                  const sla::time_amount& overdue) {
    clock.names = {row.priority, row.channel, row.department, row.type};
    clock.created = row.created;
    clocks_.add(metric, clock);

    const bool open = clock.stopped == sla::never;
    const bool late = open && clock.state == sla::clock_state::breached;
    const bool waiting = clock.state == sla::clock_state::running && clock.deadline != sla::never;
    summary_.overdue += late ? 1U : 0U;
    summary_.to_come += waiting ? 1U : 0U;
    if (!late && !waiting)
        return;
    // What is most overdue was due first, too.
    earliest_deadlines& list = late ? summary_.most_overdue : summary_.due_next;
    if (list.takes(clock.deadline))
        list.add({.id = std::string{row.id},
                  .type = std::string{row.type},
                  .priority = std::string{row.priority},
                  .metric = std::string{metric},
                  .deadline = clock.deadline,
                  .overdue = overdue});
}

void judge::count_verdicts(const ticket_row& row, const sla::evaluation& evaluation) {
    bool promised = false;
    for (const sla::verdict& v : evaluation) {
        if (v.state == sla::clock_state::not_applicable || v.state == sla::clock_state::not_started)
            continue;
        promised = true;
        count(row, book_.name(v.metric),
              {.state = v.state,
               .started = v.started,
               .stopped = v.stopped,
               .deadline = v.deadline,
               .breached_at = v.breached_at},
              v.overdue);
    }
    if (promised)
        ++summary_.judged;
    else
        ++summary_.without_promise[std::string{row.type}];
}

void judge::count_file_target(const ticket_row& row) {
    if (!row.target) {
        ++summary_.without_promise[std::string{row.type}];
        return;
    }
    ++summary_.judged;
    const sla::instant now = options_.now;
    const bool open = !row.resolved || *row.resolved > now;
    sla::time_amount overdue{};
    if (open && *row.target < now) {
        overdue.elapsed = now - *row.target;
        if (hours_ != nullptr)
            overdue.working = hours_->between(*row.target, now);
    }
    const sla::clock_state state = state_by_deadline(*row.target, row.resolved, now);
    const sla::instant late = *row.target + sla::elapsed{1};
    count(row, file_metric,
          {.state = state,
           .started = row.created,
           .stopped = open ? sla::never : *row.resolved,
           .deadline = *row.target,
           .breached_at =
               state == sla::clock_state::breached ? std::max(late, row.created) : sla::never},
          overdue);
}

void judge::compare(const ticket_row& row, const sla::evaluation& evaluation, outcome_known known) {
    using namespace std::chrono_literals;
    if (!row.target)
        return;
    comparison& c = summary_.against_file;
    ++c.with_target;

    const bool missed = !row.verdict.empty() && row.verdict == columns_->missed;
    const bool recorded = missed || (!row.verdict.empty() && row.verdict == columns_->kept);
    if (recorded) {
        const bool late = state_by_deadline(*row.target, row.resolved, options_.now) ==
                          sla::clock_state::breached;
        ++c.target_judged;
        c.target_agrees += late == missed ? 1U : 0U;
    } else if (!columns_->verdict.empty()) {
        ++c.without_verdict;
    }

    const sla::verdict* const resolution = resolution_ ? evaluation.find(*resolution_) : nullptr;
    if (resolution == nullptr || !resolution->limit)
        return;
    ++c.covered;
    const sla::elapsed apart = distance(resolution->deadline, *row.target);
    c.within_60_s += apart <= 60s ? 1U : 0U;
    c.within_120_s += apart <= 120s ? 1U : 0U;
    if (recorded && known == outcome_known::yes) {
        ++c.policy_judged;
        c.policy_agrees += (resolution->state == sla::clock_state::breached) == missed ? 1U : 0U;
    }
    if (apart <= 120s || options_.listed == 0)
        return;

    const auto further = [](sla::elapsed length, const deadline_difference& other) {
        return length > distance(other.ours, other.theirs);
    };
    if (c.furthest.size() == options_.listed && !further(apart, c.furthest.back()))
        return;
    const auto at = std::upper_bound(c.furthest.begin(), c.furthest.end(), apart, further);
    c.furthest.insert(at, {.id = std::string{row.id},
                           .type = std::string{row.type},
                           .ours = resolution->deadline,
                           .theirs = *row.target});
    if (c.furthest.size() > options_.listed)
        c.furthest.pop_back();
}

} // namespace compliance
