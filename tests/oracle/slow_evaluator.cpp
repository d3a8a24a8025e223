// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>
#include <oracle/slow_evaluator.hpp>
#include <oracle/slow_evaluator_cycle.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace oracle {
namespace {

using sla::instant;
using sla::never;
using std::chrono::milliseconds;

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What is known about a ticket at some moment.
struct attributes {
    std::array<std::string, sla::attribute_count> values;
    std::set<std::string> tags;

    [[nodiscard]] const std::string& get(sla::attribute which) const {
        return values[static_cast<std::size_t>(which)];
    }
    void change(const slow_event& e) {
        if (e.kind == sla::event_kind::attribute_changed)
            values[static_cast<std::size_t>(e.which)] = e.name;
        else if (e.kind == sla::event_kind::tag_added)
            tags.insert(e.name);
        else if (e.kind == sla::event_kind::tag_removed)
            tags.erase(e.name);
    }
};

bool is_meant(const sla::event_condition& condition, const slow_event& e) {
    if (condition.kind != e.kind)
        return false;
    if (!condition.by.empty() &&
        std::find(condition.by.begin(), condition.by.end(), e.by) == condition.by.end())
        return false;
    if (e.kind == sla::event_kind::message && condition.visible && *condition.visible != e.visible)
        return false;
    if (e.kind == sla::event_kind::attribute_changed && condition.which != e.which)
        return false;
    if (condition.match == sla::name_match::none_of)
        return !contains(condition.names, e.name);
    return condition.names.empty() || contains(condition.names, e.name);
}

bool is_meant(const std::vector<sla::event_condition>& any, const slow_event& e) {
    return std::any_of(any.begin(), any.end(), [&](const auto& one) { return is_meant(one, e); });
}

// -- promises
// --------------------------------------------------------------------------------------

/// As of when a policy has to be in force that is asked about `now`.
instant version_now(instant now) {
    return std::clamp(now, sla::first_instant, sla::end_of_range - milliseconds{1});
}

/// A clock: its metric, and the policy name where policies stand side by side.
struct clock_key {
    std::string lineage; ///< Empty: the one policy that matches first.
    std::string metric;
    friend bool operator==(const clock_key&, const clock_key&) = default;
};

class desk {
public:
    desk(const sla::book_definition& definition, const sla::policy_book& book,
         const slow_ticket& ticket)
        : definition_{definition}, book_{book}, ticket_{ticket} {
        attributes known{ticket.values, {ticket.tags.begin(), ticket.tags.end()}};
        for (const slow_event& e : ticket.events) {
            known.change(e);
            after_.push_back(known);
        }
    }

    [[nodiscard]] const std::vector<slow_event>& events() const { return ticket_.events; }
    [[nodiscard]] const sla::book_definition& definition() const { return definition_; }
    [[nodiscard]] instant created() const { return ticket_.events.front().at; }
    /// After event `i`.
    [[nodiscard]] const attributes& known_after(std::size_t i) const { return after_[i]; }

    [[nodiscard]] bool holds(const sla::condition& c, const attributes& known) const {
        using form = sla::condition::form_type;
        const auto part_holds = [&](const sla::condition& part) { return holds(part, known); };
        switch (c.form) {
        case form::always:
            return true;
        case form::one_of:
            return !known.get(c.which).empty() && contains(c.values, known.get(c.which));
        case form::tagged:
            return std::any_of(c.values.begin(), c.values.end(),
                               [&](const auto& tag) { return known.tags.contains(tag); });
        case form::all:
            return std::all_of(c.parts.begin(), c.parts.end(), part_holds);
        case form::any:
            return std::any_of(c.parts.begin(), c.parts.end(), part_holds);
        case form::none:
            return std::none_of(c.parts.begin(), c.parts.end(), part_holds);
        case form::created_while_open:
            return std::any_of(c.values.begin(), c.values.end(), [&](const auto& name) {
                return book_.find_calendar(name)->is_open(created());
            });
        }
        return false;
    }

    /// The indices of all policies that match, in order.
    [[nodiscard]] std::vector<std::size_t> matching(const attributes& known,
                                                    instant version) const {
        std::vector<std::size_t> normal;
        std::vector<std::size_t> fallback;
        for (std::size_t i = 0; i < definition_.policies.size(); ++i) {
            const sla::policy_definition& p = definition_.policies[i];
            if (p.effective_from <= version && version < p.effective_until && holds(p.when, known))
                (p.role == sla::policy_role::fallback ? fallback : normal).push_back(i);
        }
        return normal.empty() ? fallback : normal;
    }

    /// The policy that speaks for a clock, if one does.
    [[nodiscard]] std::optional<std::size_t> speaker(const clock_key& key, const attributes& known,
                                                     instant version) const {
        for (const std::size_t i : matching(known, version))
            if (key.lineage.empty() || definition_.policies[i].name == key.lineage)
                return i;
        return {};
    }

    [[nodiscard]] bool has_target(std::size_t policy, const std::string& metric) const {
        const auto& targets = definition_.policies[policy].targets;
        return std::any_of(targets.begin(), targets.end(),
                           [&](const auto& target) { return target.metric == metric; });
    }

    [[nodiscard]] std::optional<slow_terms> promise(const clock_key& key, const attributes& known,
                                                    instant version) const {
        const auto policy = speaker(key, known, version);
        if (!policy)
            return {};
        const sla::policy_definition& p = definition_.policies[*policy];
        for (std::size_t t = 0; t < p.targets.size(); ++t) {
            const sla::target_definition& target = p.targets[t];
            if (target.metric != key.metric)
                continue;
            for (std::size_t r = 0; r < target.rows.size(); ++r)
                if (fits(target.rows[r], known))
                    return terms_of({*policy, t, r});
        }
        return {};
    }

    [[nodiscard]] const sla::metric_definition& metric(const std::string& name) const {
        return *std::find_if(definition_.metrics.begin(), definition_.metrics.end(),
                             [&](const auto& m) { return m.name == name; });
    }

private:
    [[nodiscard]] static bool fits(const sla::target_row& row, const attributes& known) {
        return std::all_of(row.match.begin(), row.match.end(), [&](const auto& match) {
            return !known.get(match.which).empty() &&
                   contains(match.values, known.get(match.which));
        });
    }

    [[nodiscard]] const sla::calendar* calendar_of(const std::string& name) const {
        return name.empty() ? nullptr : book_.find_calendar(name);
    }

    [[nodiscard]] slow_terms terms_of(slow_limit id) const {
        const sla::policy_definition& p = definition_.policies[id.policy];
        const sla::target_definition& target = p.targets[id.target];
        const sla::target_row& row = target.rows[id.row];
        const std::string& hours = !row.calendar.empty()      ? row.calendar
                                   : !target.calendar.empty() ? target.calendar
                                                              : p.calendar;
        return {id, &target, &row, calendar_of(hours), calendar_of(target.options.start_hours)};
    }

    const sla::book_definition& definition_;
    const sla::policy_book& book_;
    const slow_ticket& ticket_;
    std::vector<attributes> after_;
};

// -- what happened to a clock
// ----------------------------------------------------------------------

/// As of when a policy has to be in force at event `i` to give the ticket clocks.
instant moment_version(const desk& book, std::size_t i, instant now) {
    switch (book.definition().versions) {
    case sla::version_choice::at_creation:
        return book.created();
    case sla::version_choice::at_now:
        return version_now(now);
    default:
        return book.events()[i].at;
    }
}

struct slow_cycle {
    std::vector<slow_fact> facts;
    instant version;
    /// The last policy that gave this clock a limit, up to the end of the cycle; before there was
    /// any, the last one that had a target for it.
    std::optional<std::size_t> promised_by;
    bool had_limit; ///< The clock, until then.
};

struct story {
    std::vector<slow_cycle> cycles;
    std::optional<slow_terms> promise; ///< At the end, for a clock that never began.
    std::optional<std::size_t> promised_by;
    std::optional<std::size_t> first_maker; ///< The first policy that had a target for it.
};

/// The first `count` events, told for one clock as of `now`.
class teller {
public:
    teller(const desk& book, const clock_key& key, std::size_t count, instant now)
        : book_{book}, key_{key}, metric_{book.metric(key.metric)}, count_{count}, now_{now},
          active_{metric_.after.empty()} {}

    story tell() {
        // Before its creation a ticket has the clocks that its creation will give it.
        hear(0);
        promised(0, version_at(0));
        for (std::size_t i = 0; i < count_; ++i)
            happen(i);
        if (out_.cycles.empty()) {
            const std::size_t last = count_ == 0 ? 0 : count_ - 1;
            out_.promise = promised(last, version_at(last));
        }
        return std::move(out_);
    }

private:
    using kind = slow_fact::kind_type;

    /// As of when a policy has to be in force at event `i`, where no cycle decides.
    [[nodiscard]] instant version_at(std::size_t i) const {
        switch (book_.definition().versions) {
        case sla::version_choice::at_creation:
            return book_.created();
        case sla::version_choice::at_cycle_start:
            return out_.cycles.empty() ? book_.created() : version_of_cycle();
        case sla::version_choice::at_each_event:
            return book_.events()[i].at;
        case sla::version_choice::at_now:
            return version_now(now_);
        }
        return now_;
    }
    [[nodiscard]] instant version_of_cycle() const { return out_.cycles.back().version; }

    /// What is promised after event `i`.
    std::optional<slow_terms> promised(std::size_t i, instant version) {
        auto found = book_.promise(key_, book_.known_after(i), version);
        if (found) {
            ever_promised_ = true;
            out_.promised_by = found->id.policy;
        }
        if (open_) {
            out_.cycles.back().promised_by = out_.promised_by;
            out_.cycles.back().had_limit = ever_promised_;
        }
        return found;
    }

    /// Before a clock has any limit, it belongs to the policy that has a target for it.
    void hear(std::size_t i) {
        const auto policy =
            book_.speaker(key_, book_.known_after(i), moment_version(book_, i, now_));
        if (!policy || !book_.has_target(*policy, key_.metric))
            return;
        if (!out_.first_maker)
            out_.first_maker = policy;
        if (!ever_promised_)
            out_.promised_by = policy;
    }

    [[nodiscard]] slow_standing standing(instant t) const {
        return read_cycle(out_.cycles.back().facts, t);
    }

    void tell_of(slow_fact fact) { out_.cycles.back().facts.push_back(std::move(fact)); }

    void happen(std::size_t i) {
        const slow_event& e = book_.events()[i];
        hear(i);
        auto limit = promised(i, version_at(i));
        if (open_)
            tell_of({.kind = kind::retarget, .at = e.at, .limit = limit});
        if (e.kind == sla::event_kind::due_changed && e.metric == metric_.name) {
            if (open_)
                tell_of({.kind = kind::due, .at = e.at, .due = e.due});
            else
                due_ = e.due;
        }

        if (is_meant(metric_.until, e))
            active_ = false;
        if (is_meant(metric_.after, e))
            active_ = true;
        const bool before = latched_;
        latched_ = is_meant(metric_.pause, e) || (latched_ && !is_meant(metric_.resume, e));
        if (latched_ != before) {
            const slow_fact flip{.kind = latched_ ? kind::pause : kind::resume, .at = e.at};
            if (open_)
                tell_of(flip);
            else
                in_the_gap_.push_back(flip);
        }

        if (open_)
            go_on(e);
        else if (!out_.cycles.empty() && stopped_ && is_meant(metric_.reopen, e)) {
            reopen(i);
            return;
        }
        if (!open_ && active_ && is_meant(metric_.start, e) &&
            (out_.cycles.empty() || metric_.repeats != sla::recurrence::once))
            begin(i);
    }

    void go_on(const slow_event& e) {
        if (is_meant(metric_.cancel, e)) {
            tell_of({.kind = kind::cancel, .at = e.at});
            close(false);
        } else if (is_meant(metric_.stop, e)) {
            // "Every four hours" is not disturbed by what is stop and start in one.
            const slow_standing now = standing(e.at);
            ended_waiting_ = now.waiting;
            if (now.waiting && e.at < now.not_before && is_meant(metric_.start, e))
                return;
            latched_at_stop_ = latched_ && !now.waiting;
            stopped_at_ = e.at;
            tell_of({.kind = kind::stop, .at = e.at});
            close(true);
        } else if (is_meant(metric_.reset, e)) {
            tell_of({.kind = kind::reset, .at = e.at});
        }
    }

    void close(bool stopped) {
        open_ = false;
        stopped_ = stopped;
        due_.reset();
        in_the_gap_.clear();
    }

    void begin(std::size_t i) {
        const slow_event& e = book_.events()[i];
        instant not_before = e.at;
        if (metric_.repeats == sla::recurrence::sequential && !out_.cycles.empty() && stopped_) {
            const slow_verdict last = standing(e.at).verdict;
            if (!ended_waiting_ && last.limit && last.deadline != never &&
                last.stopped <= last.deadline)
                not_before = std::max(not_before, last.deadline);
        }
        open_ = true;
        const instant version = book_.definition().versions == sla::version_choice::at_cycle_start
                                    ? e.at
                                    : version_at(i);
        out_.cycles.push_back({{}, version, out_.promised_by, ever_promised_});
        tell_of({.kind = kind::begin,
                 .at = e.at,
                 .limit = promised(i, version),
                 .due = due_.value_or(never),
                 .not_before = not_before,
                 .latched = latched_});
        due_.reset();
    }

    void reopen(std::size_t i) {
        const instant at = book_.events()[i].at;
        switch (metric_.on_reopen) {
        case sla::reopen_mode::ignore:
            if (active_ && is_meant(metric_.start, book_.events()[i]) &&
                metric_.repeats != sla::recurrence::once)
                begin(i);
            return;
        case sla::reopen_mode::new_cycle:
            begin(i);
            return;
        case sla::reopen_mode::resume:
            out_.cycles.back().facts.pop_back();
            for (const slow_fact& flip : in_the_gap_)
                tell_of(flip);
            break;
        case sla::reopen_mode::resume_without_gap:
            out_.cycles.back().facts.pop_back();
            if (!latched_at_stop_)
                tell_of({.kind = kind::pause, .at = stopped_at_});
            // The gap goes on as the pause that the latch says, if it does.
            if (!latched_)
                tell_of({.kind = kind::resume, .at = at});
            break;
        }
        open_ = true;
        tell_of({.kind = kind::reopened,
                 .at = at,
                 .latched = metric_.on_reopen == sla::reopen_mode::resume_without_gap &&
                            !(latched_at_stop_ && in_the_gap_.empty())});
        tell_of({.kind = kind::retarget, .at = at, .limit = promised(i, version_at(i))});
        if (due_)
            tell_of({.kind = kind::due, .at = at, .due = *due_});
        due_.reset();
    }

    const desk& book_;
    const clock_key& key_;
    const sla::metric_definition& metric_;
    std::size_t count_;
    instant now_;
    story out_{};

    bool ever_promised_ = false;
    bool active_;
    bool latched_ = false;
    bool open_ = false;
    bool stopped_ = false;       ///< Of the last cycle: stopped, not cancelled.
    bool ended_waiting_ = false; ///< It was stopped before it began.
    bool latched_at_stop_ = false;
    instant stopped_at_{};
    std::vector<slow_fact> in_the_gap_{};
    std::optional<instant> due_{}; ///< Set while nothing was open.
};

// -- all clocks
// ------------------------------------------------------------------------------------

/// The verdicts on all cycles of a clock, without `next_change`; the last one is the present one.
struct clock_verdicts {
    std::vector<slow_verdict> cycles;
    std::vector<instant> candidates;
};

clock_verdicts judge(const desk& book, const clock_key& key, std::size_t maker, std::size_t count,
                     instant now) {
    const story told = teller{book, key, count, now}.tell();
    clock_verdicts out;
    std::size_t breaches = 0;
    for (const slow_cycle& cycle : told.cycles) {
        slow_standing standing = read_cycle(cycle.facts, now);
        slow_verdict v = std::move(standing.verdict);
        v.metric = key.metric;
        const bool maker_speaks = !cycle.had_limit && &cycle == &told.cycles.back();
        v.policy = v.limit        ? v.limit->policy
                   : maker_speaks ? maker
                                  : cycle.promised_by.value_or(told.first_maker.value_or(maker));
        v.cycle = out.cycles.size();
        v.past_breaches = breaches;
        breaches += v.breached_at != never ? 1U : 0U;
        out.candidates = std::move(standing.candidates);
        out.cycles.push_back(std::move(v));
    }
    if (!told.cycles.empty())
        return out;
    slow_verdict v;
    v.metric = key.metric;
    v.policy = told.promise ? told.promise->id.policy : told.promised_by.value_or(maker);
    v.steps.assign(sla::max_steps, never);
    if (told.promise) {
        v.limit = told.promise->id;
        v.state = sla::clock_state::not_started;
    }
    out.cycles.push_back(std::move(v));
    return out;
}

struct clock_entry {
    clock_key key;
    std::size_t maker; ///< The policy that had a target for it most recently.
    friend bool operator==(const clock_entry& a, const clock_entry& b) { return a.key == b.key; }
};

/// Which clocks a ticket has after `count` events, in their order.
std::vector<clock_entry> clocks_of(const desk& book, std::size_t count, instant now,
                                   std::optional<std::size_t>& first) {
    const auto& policies = book.definition().policies;
    const bool alone = book.definition().choose == sla::policy_choice::first_match;
    std::vector<clock_entry> found;
    // Backwards, so that what matched last comes first.
    for (std::size_t left = std::max<std::size_t>(count, 1); left > 0; --left) {
        const std::size_t i = left - 1;
        std::vector<std::size_t> matching =
            book.matching(book.known_after(i), moment_version(book, i, now));
        if (left == std::max<std::size_t>(count, 1) && !matching.empty())
            first = matching.front();
        if (alone && matching.size() > 1)
            matching.resize(1);
        for (const std::size_t p : matching)
            for (const sla::target_definition& target : policies[p].targets) {
                const clock_entry entry{{alone ? std::string{} : policies[p].name, target.metric},
                                        p};
                if (std::find(found.begin(), found.end(), entry) == found.end())
                    found.push_back(entry);
            }
    }
    if (alone)
        return found;
    // Side by side they stand in the order of the book: a policy where its first version stands.
    std::vector<clock_entry> ordered;
    for (const sla::policy_definition& first_version : policies)
        for (const sla::policy_definition& version : policies) {
            if (version.name != first_version.name)
                continue;
            for (const sla::target_definition& target : version.targets) {
                const clock_entry entry{{version.name, target.metric}, 0};
                const auto at = std::find(found.begin(), found.end(), entry);
                if (at != found.end() &&
                    std::find(ordered.begin(), ordered.end(), entry) == ordered.end())
                    ordered.push_back(*at);
            }
        }
    return ordered;
}

/// The earliest of the instants at which the present cycle looks different.
instant next_change_of(const desk& book, const clock_entry& clock, std::size_t count, instant now,
                       const clock_verdicts& present) {
    std::vector<instant> candidates = present.candidates;
    if (book.definition().versions == sla::version_choice::at_now)
        for (const sla::policy_definition& p : book.definition().policies) {
            candidates.push_back(p.effective_from);
            candidates.push_back(p.effective_until);
        }
    std::sort(candidates.begin(), candidates.end());
    for (const instant t : candidates) {
        if (t <= now || t >= sla::end_of_range)
            continue;
        std::optional<std::size_t> first;
        const std::vector<clock_entry> then = clocks_of(book, count, t, first);
        const auto same = std::find(then.begin(), then.end(), clock);
        if (same == then.end())
            return t;
        if (!same_but_for_amounts(judge(book, clock.key, same->maker, count, t).cycles.back(),
                                  present.cycles.back()))
            return t;
    }
    return never;
}

} // namespace

std::vector<sla::event> events_for(const sla::policy_book& book, const slow_ticket& ticket) {
    std::vector<sla::event> out;
    for (const slow_event& e : ticket.events) {
        sla::event made{.at = e.at, .kind = e.kind, .by = e.by, .visible = e.visible};
        switch (e.kind) {
        case sla::event_kind::attribute_changed:
            made.which = e.which;
            made.value = book.find_value(e.which, e.name);
            break;
        case sla::event_kind::tag_added:
        case sla::event_kind::tag_removed:
            made.tag = book.find_tag(e.name);
            break;
        case sla::event_kind::due_changed:
            made.metric = book.find_metric(e.metric).value();
            made.due = e.due;
            break;
        default:
            made.name = book.find_event_name(e.name);
        }
        out.push_back(made);
    }
    return out;
}

sla::ticket_attributes attributes_for(const sla::policy_book& book, const slow_ticket& ticket) {
    const std::vector<std::string_view> tags{ticket.tags.begin(), ticket.tags.end()};
    return book.attributes({.priority = ticket.values[0],
                            .channel = ticket.values[1],
                            .tier = ticket.values[2],
                            .category = ticket.values[3],
                            .group = ticket.values[4],
                            .customer = ticket.values[5],
                            .tags = tags});
}

bool same_but_for_amounts(const slow_verdict& a, const slow_verdict& b) {
    slow_verdict then = b;
    then.spent = a.spent;
    then.remaining = a.remaining;
    then.overdue = a.overdue;
    then.counted = a.counted;
    then.next_change = a.next_change;
    const auto is_projected = [](const slow_verdict& v) {
        return v.paused_since != never &&
               (v.basis == sla::deadline_basis::projected || v.basis == sla::deadline_basis::none);
    };
    if (is_projected(a) && is_projected(b)) {
        then.deadline = a.deadline;
        then.basis = a.basis;
    }
    return a == then;
}

slow_evaluation slow_evaluate(const sla::book_definition& definition, const sla::policy_book& book,
                              const slow_ticket& ticket, sla::instant now) {
    const desk all{definition, book, ticket};
    const auto count =
        static_cast<std::size_t>(std::count_if(ticket.events.begin(), ticket.events.end(),
                                               [&](const slow_event& e) { return e.at <= now; }));
    slow_evaluation out;
    std::vector<std::pair<clock_entry, std::vector<slow_verdict>>> judged;
    for (const clock_entry& clock : clocks_of(all, count, now, out.policy)) {
        clock_verdicts found = judge(all, clock.key, clock.maker, count, now);
        found.cycles.back().next_change = next_change_of(all, clock, count, now, found);
        judged.emplace_back(clock, std::move(found.cycles));
    }

    if (definition.choose == sla::policy_choice::strictest) {
        const auto applies = [](const slow_verdict& v) {
            return v.state != sla::clock_state::not_applicable;
        };
        for (std::size_t i = 0; i < judged.size(); ++i)
            for (std::size_t k = i + 1; k < judged.size();) {
                if (judged[k].first.key.metric != judged[i].first.key.metric) {
                    ++k;
                    continue;
                }
                const slow_verdict& first = judged[i].second.back();
                const slow_verdict& other = judged[k].second.back();
                if (applies(other) && (!applies(first) || other.deadline < first.deadline))
                    judged[i] = judged[k];
                judged.erase(judged.begin() + static_cast<std::ptrdiff_t>(k));
            }
    }
    for (auto& [clock, cycles] : judged) {
        out.verdicts.push_back(cycles.back());
        out.cycles.insert(out.cycles.end(), cycles.begin(), cycles.end());
    }
    return out;
}

} // namespace oracle
