// SPDX-License-Identifier: MIT
//
// Any bytes become a book, a ticket and a moment. The book compiles or is refused with issues, the
// ticket's events make a timeline or are refused, and the verdicts are those that the oracle reads
// out of the definitions, cycle by cycle and field by field. No crash, no hang, and under the
// sanitizers nothing undefined happens on the way.
//
// Most inputs are nearly valid, and events are put where the clocks are about to do something: at a
// deadline, at an opening, one millisecond beside. Now and then a number is taken as it is. Such
// books and tickets only have to be judged without harm: the oracle walks through time, and has no
// time to walk to the year 9999.
#include "bytes.hpp"
#include <sla/evaluate.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <oracle/hard_zones.hpp>
#include <oracle/slow_evaluator.hpp>
#include <property/evaluate_random.hpp>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using fuzz::bytes;
using fuzz::require;
using sla::attribute;
using sla::event_kind;
using names = std::vector<std::string>;

const names priorities{"P1", "P2", "P3"};
const names channels{"mail", "chat"};
const names groups{"first line", "second line"};
const names tags{"vip", "new"};
const names statuses{"open", "waiting", "on hold"};
const names stages{"repair", "test"};
const names customs{"called", "hung up"};
const names metric_names{"one", "two", "resolution", "next response", "periodic update"};

const names& values_of(attribute which) {
    return which == attribute::priority  ? priorities
           : which == attribute::channel ? channels
                                         : groups;
}

/// Makes a case from bytes. `is_wild` becomes true where a number was taken as it is.
class maker {
public:
    explicit maker(bytes& in) : in_{in} {}

    [[nodiscard]] bool is_wild() const { return wild_; }

    sla::book_definition book() {
        sla::book_definition out;
        out.calendars = {any_calendar("A"), any_calendar("B")};
        out.metrics = {any_metric("one"), any_metric("two"), any_resolution(),
                       sla::next_response(any<sla::response_anchor>(2)),
                       sla::periodic_update(in_.one_in(2) ? sla::recurrence::independent
                                                          : sla::recurrence::sequential)};
        out.choose = any<sla::policy_choice>(3);
        out.versions = any<sla::version_choice>(4);
        static const names policies{"gold", "silver", "rest"};
        for (int n = in_.small(1, 3); n > 0; --n) {
            out.policies.push_back(any_policy());
            out.policies.back().name = policies[static_cast<std::size_t>(n) - 1];
        }
        if (in_.one_in(3)) {
            // A second version of the last one.
            const sla::instant change = around_ + minutes{in_.from_to(0, 4'000)};
            sla::policy_definition next = in_.one_in(2) ? any_policy() : out.policies.back();
            next.name = out.policies.back().name;
            if (in_.one_in(2) && !next.targets.empty())
                next.targets.front().rows.back().within = any_limit();
            out.policies.back().effective_until = change;
            next.effective_from = change + (in_.one_in(4) ? 6h : 0ms);
            out.policies.insert(out.policies.begin() + in_.small(0, 1), std::move(next));
        }
        return out;
    }

    oracle::slow_ticket ticket(const sla::book_definition& definition,
                               const sla::policy_book& book) {
        oracle::slow_ticket out;
        for (const attribute which : {attribute::priority, attribute::channel, attribute::group})
            if (!in_.one_in(4))
                out.values[static_cast<std::size_t>(which)] = in_.pick(values_of(which));
        for (const std::string& tag : tags)
            if (in_.one_in(3))
                out.tags.push_back(tag);
        sla::instant t = around_ + minutes{in_.from_to(0, 3'000)};
        out.events.push_back({.at = t, .kind = event_kind::created, .by = sla::actor::customer});
        for (int n = 0; n < 14 && !in_.used_up(); ++n) {
            t = step(t, book, out);
            oracle::slow_event next = any_event(definition);
            next.at = t;
            if (next.kind == event_kind::due_changed && !in_.one_in(4))
                next.due = step(t - minutes{in_.from_to(0, 600)}, book, out);
            out.events.push_back(std::move(next));
        }
        return out;
    }

    sla::instant now(const sla::policy_book& book, const oracle::slow_ticket& ticket) {
        const sla::instant from =
            in_.one_in(3) ? in_.pick(ticket.events).at : ticket.events.back().at;
        return in_.one_in(32) ? from - 1ms : step(from, book, ticket);
    }

private:
    template <class Enum>
    Enum any(unsigned count) {
        if (in_.one_in(128)) {
            wild_ = true;
            return static_cast<Enum>(in_.byte());
        }
        return static_cast<Enum>(in_.byte() % count);
    }

    // -- the book --------------------------------------------------------------------------------

    sla::calendar_definition any_calendar(const char* name) {
        static const std::array<sla::calendar_definition, 6> some{
            sla::calendar_definition{.zone = "Europe/Berlin",
                                     .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})},
            sla::calendar_definition{.zone = "Europe/Berlin", .hours = sla::around_the_clock()},
            sla::calendar_definition{
                .zone = "America/New_York",
                .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}}),
                .yearly = {sla::closed_yearly("Good Friday", sla::days_from_easter{-2})}},
            sla::calendar_definition{
                .zone = "Australia/Lord_Howe",
                .hours = sla::weekly(sla::every_day, {{8h, 12h}, {22h, 26h + 30min}})},
            sla::calendar_definition{.zone = "Asia/Kathmandu",
                                     .hours = sla::weekly(Thursday, {{10h, 11h}})},
            sla::calendar_definition{.zone = "America/St_Johns", .hours = {}}};
        sla::calendar_definition out = some[in_.byte() % (in_.one_in(8) ? 6U : 5U)];
        out.name = name;
        return out;
    }

    attribute any_attribute() {
        static constexpr std::array some{attribute::priority, attribute::channel, attribute::group};
        return in_.pick(some);
    }

    names some_of(const names& from) {
        names out;
        const unsigned bits = in_.byte();
        for (std::size_t i = 0; i < from.size(); ++i)
            if ((bits >> i & 1U) != 0)
                out.push_back(from[i]);
        if (out.empty() && !in_.one_in(64))
            out.push_back(from.front());
        return out;
    }

    sla::condition any_condition(int depth) {
        switch (in_.byte() % (depth > 0 ? 10 : 5)) {
        case 1: {
            const attribute which = any_attribute();
            return sla::one_of(which, some_of(values_of(which)));
        }
        case 2:
            return sla::tagged(some_of(tags));
        case 3:
            return sla::created_while_open(some_of({"A", "B"}));
        case 5:
            return sla::all_of(any_conditions(depth - 1));
        case 6:
            return sla::any_of(any_conditions(depth - 1));
        case 7:
            return sla::unless(any_conditions(depth - 1));
        default:
            return {};
        }
    }
    std::vector<sla::condition> any_conditions(int depth) {
        std::vector<sla::condition> out;
        for (int n = in_.small(1, 2); n > 0; --n)
            out.push_back(any_condition(depth));
        return out;
    }

    sla::event_condition any_event_condition() {
        static constexpr std::array kinds{
            event_kind::message,    event_kind::status_changed, event_kind::attribute_changed,
            event_kind::tag_added,  event_kind::tag_removed,    event_kind::stage_entered,
            event_kind::stage_left, event_kind::assigned,       event_kind::resolved,
            event_kind::reopened,   event_kind::custom,         event_kind::created};
        sla::event_condition out{.kind = in_.pick(kinds)};
        if (out.kind == event_kind::message && in_.one_in(2))
            out.visible = any<sla::visibility>(2);
        if (out.kind == event_kind::attribute_changed)
            out.which = any_attribute();
        if (const names* const known = names_of(out.kind, out.which)) {
            if (!in_.one_in(4))
                out.names = some_of(*known);
            if (!out.names.empty() && in_.one_in(4))
                out.match = sla::name_match::none_of;
        }
        if (in_.one_in(4))
            out.by.push_back(any<sla::actor>(4));
        return out;
    }
    static const names* names_of(event_kind kind, attribute which) {
        switch (kind) {
        case event_kind::status_changed:
            return &statuses;
        case event_kind::attribute_changed:
            return &values_of(which);
        case event_kind::tag_added:
        case event_kind::tag_removed:
            return &tags;
        case event_kind::stage_entered:
        case event_kind::stage_left:
            return &stages;
        case event_kind::custom:
            return &customs;
        default:
            return nullptr;
        }
    }
    std::vector<sla::event_condition> any_event_conditions(int least) {
        std::vector<sla::event_condition> out;
        for (int n = in_.small(least, 2); n > 0; --n)
            out.push_back(any_event_condition());
        return out;
    }

    sla::metric_definition any_metric(std::string name) {
        sla::metric_definition out{.name = std::move(name)};
        out.start = any_event_conditions(0);
        if (!in_.one_in(4) || out.start.empty())
            out.start.push_back(sla::on(event_kind::created));
        out.stop = any_event_conditions(1);
        out.pause = any_event_conditions(0);
        out.resume = any_event_conditions(0);
        out.reopen = any_event_conditions(0);
        out.on_reopen = any<sla::reopen_mode>(4);
        out.repeats = any<sla::recurrence>(3);
        const unsigned rare = in_.byte();
        if (rare % 4 == 1)
            out.reset = any_event_conditions(1);
        if (rare / 4 % 4 == 1)
            out.cancel = any_event_conditions(1);
        if (rare / 16 % 4 == 1)
            out.after = any_event_conditions(1);
        if (rare / 64 % 4 == 1)
            out.until = any_event_conditions(1);
        return out;
    }
    sla::metric_definition any_resolution() {
        return sla::paused_in_status(sla::resolution(any<sla::reopen_mode>(4)),
                                     {"waiting", "on hold"});
    }

    milliseconds any_span() {
        if (in_.one_in(128)) {
            wild_ = true;
            return milliseconds{static_cast<std::int64_t>(in_.word())};
        }
        switch (in_.byte() % 4) {
        case 0:
            return 30min * in_.small(1, 20);
        case 1:
            return minutes{in_.small(1, 90)};
        case 2:
            return hours{in_.small(1, 60)};
        default:
            return milliseconds{in_.from_to(1, 65'536)};
        }
    }
    sla::length any_length() {
        const milliseconds by = any_span();
        return in_.one_in(2) ? sla::length{sla::working{by}} : sla::length{sla::elapsed{by}};
    }

    sla::target_duration any_limit() {
        switch (in_.byte() % 8) {
        case 0:
        case 1:
            return sla::working{any_span()};
        case 2:
        case 3:
            return sla::elapsed{any_span()};
        case 4:
            return sla::working_then_elapsed{sla::working{any_span()}, any_span()};
        case 5:
            return any_dates();
        default: {
            sla::business_days out{.count = in_.small(0, 3)};
            out.end = any<sla::business_day_end>(3);
            if (out.end == sla::business_day_end::time_of_day) {
                out.at = hours{in_.small(1, 23)};
                if (out.count == 0 || in_.one_in(2))
                    out.cut_off = out.at - minutes{in_.small(0, 60)};
            } else if (out.end == sla::business_day_end::same_time) {
                out.count = std::max(out.count, 1);
            }
            return out;
        }
        }
    }
    sla::target_duration any_dates() {
        const int count = in_.small(1, 3);
        switch (in_.byte() % 4) {
        case 0:
            return sla::calendar_weeks{1};
        case 1:
            return sla::calendar_months{1};
        default:
            return sla::calendar_days{count};
        }
    }

    sla::target_definition any_target(std::string metric) {
        sla::target_definition out{.metric = std::move(metric)};
        for (int n = in_.small(1, 3); n > 0; --n) {
            sla::target_row row{.within = any_limit()};
            if (n > 1 || in_.one_in(5)) {
                const attribute which = any_attribute();
                row.match.push_back({which, some_of(values_of(which))});
            }
            if (in_.one_in(6))
                row.calendar = in_.one_in(2) ? "A" : "B";
            out.rows.push_back(std::move(row));
        }
        static const names steps{"warn", "tell", "shout"};
        for (int n = in_.small(0, 3); n > 0; --n) {
            sla::step_definition step{.name = steps[static_cast<std::size_t>(n) - 1]};
            switch (in_.byte() % 4) {
            case 0:
                step.at = sla::percent_used{in_.small(1, 200)};
                break;
            case 1:
                step.at = sla::before_deadline{any_length()};
                break;
            case 2:
                step.at = sla::after_deadline{any_length()};
                break;
            default:
                step.at = sla::after_deadline{sla::elapsed{0}};
            }
            out.steps.push_back(std::move(step));
        }
        if (in_.one_in(3)) {
            const bool in_hours = in_.one_in(2);
            milliseconds late{};
            for (int n = in_.small(1, 3); n > 0; --n) {
                out.credits.push_back(
                    {in_hours ? sla::length{sla::working{late}} : sla::length{sla::elapsed{late}},
                     {.hundredths = 100}});
                late += minutes{in_.small(1, 240)};
            }
        }
        out.options.met = any<sla::met_when>(2);
        out.options.fit = any<sla::exact_fit>(2);
        out.options.retarget = any<sla::retarget_mode>(4);
        out.options.breach = any<sla::breach_mode>(2);
        if (in_.one_in(4))
            out.options.start_hours = in_.one_in(2) ? "A" : "B";
        if (in_.one_in(4))
            out.options.out_of_hours = any_length();
        return out;
    }

    sla::policy_definition any_policy() {
        sla::policy_definition out;
        out.when = any_condition(2);
        if (in_.one_in(6))
            out.role = any<sla::policy_role>(2);
        out.calendar = in_.one_in(3) ? "B" : "A";
        const std::size_t first = in_.byte();
        for (int n = in_.small(1, 2); n > 0; --n)
            out.targets.push_back(
                any_target(metric_names[(first + static_cast<unsigned>(n)) % metric_names.size()]));
        return out;
    }

    // -- the ticket ------------------------------------------------------------------------------

    /// Half of them move one of the book's clocks.
    oracle::slow_event any_event(const sla::book_definition& definition) {
        if (in_.one_in(2))
            return telling_event(definition);
        static constexpr std::array kinds{
            event_kind::message,     event_kind::status_changed, event_kind::attribute_changed,
            event_kind::tag_added,   event_kind::tag_removed,    event_kind::stage_entered,
            event_kind::stage_left,  event_kind::assigned,       event_kind::resolved,
            event_kind::reopened,    event_kind::custom,         event_kind::due_changed,
            event_kind::closed,      event_kind::merged_into,    event_kind::merged_from,
            event_kind::acknowledged};
        oracle::slow_event out{.kind = in_.pick(kinds)};
        out.by = any_of_count<sla::actor>(4);
        if (out.kind == event_kind::message)
            out.visible = any_of_count<sla::visibility>(2);
        if (out.kind == event_kind::attribute_changed)
            out.which = any_attribute();
        if (const names* const known = names_of(out.kind, out.which))
            out.name = in_.one_in(16) ? "unheard of" : in_.pick(*known);
        if (out.kind == event_kind::attribute_changed && in_.one_in(8))
            out.name.clear();
        if (out.kind == event_kind::due_changed)
            out.metric = in_.pick(metric_names);
        return out;
    }
    oracle::slow_event telling_event(const sla::book_definition& definition) {
        const sla::metric_definition& metric = in_.pick(definition.metrics);
        static constexpr std::array lists{
            &sla::metric_definition::start,  &sla::metric_definition::stop,
            &sla::metric_definition::pause,  &sla::metric_definition::resume,
            &sla::metric_definition::reopen, &sla::metric_definition::reset,
            &sla::metric_definition::cancel, &sla::metric_definition::after};
        const auto& list = metric.*in_.pick(lists);
        const sla::event_condition& meant = in_.pick(list.empty() ? metric.stop : list);
        oracle::slow_event out{.kind = meant.kind,
                               .by = meant.by.empty() ? sla::actor::agent : meant.by.front(),
                               .visible = meant.visible.value_or(sla::visibility::to_customer),
                               .which = meant.which};
        if (out.kind == event_kind::created)
            out.kind = event_kind::reopened;
        if (!meant.names.empty() && meant.match == sla::name_match::one_of)
            out.name = in_.pick(meant.names);
        return out;
    }
    template <class Enum>
    Enum any_of_count(unsigned count) {
        return static_cast<Enum>(in_.byte() % count);
    }

    /// An instant at or after `t`, where something may go wrong.
    sla::instant step(sla::instant t, const sla::policy_book& book,
                      const oracle::slow_ticket& ticket) {
        switch (in_.byte() % 8) {
        case 0:
            return t;
        case 1:
            return t + 1ms;
        case 2:
            return t + minutes{in_.small(1, 120)};
        case 3:
            return t + minutes{in_.from_to(60, 3'000)};
        case 4:
            return t + milliseconds{in_.from_to(1, 65'536)};
        case 5: {
            const sla::calendar& hours = *book.find_calendar(in_.one_in(2) ? "A" : "B");
            return beside(t, in_.one_in(2) ? hours.next_open(t) : hours.next_close(t));
        }
        default: {
            const std::vector<sla::event> events = oracle::events_for(book, ticket);
            const auto timeline = sla::timeline::over(oracle::attributes_for(book, ticket), events);
            if (!timeline)
                return t;
            const sla::evaluation as_it_is = sla::evaluate(book, *timeline, t);
            if (as_it_is.verdicts().empty())
                return t;
            const sla::verdict& v = in_.pick(as_it_is.verdicts());
            const std::array instants{v.deadline, v.next_change, v.deadline, v.started};
            return beside(t, in_.pick(instants));
        }
        }
    }
    sla::instant beside(sla::instant t, sla::instant at) {
        if (at > t + 60 * 24h)
            return t;
        return std::max(t, at + milliseconds{in_.small(0, 3) % 3 - 1});
    }

    bytes& in_;
    bool wild_ = false;
    /// In Europe the clocks change on that Sunday, on Lord Howe Island a week later, and between
    /// them lies Good Friday.
    sla::instant around_ = sys_days{2026y / March / 26} + 12h;
};

// -- what has to hold ----------------------------------------------------------------------------

/// Judged at any instant, a ticket does no harm, and both ways to ask agree.
void judge(const sla::policy_book& book, const sla::timeline& timeline, sla::instant now) {
    const sla::evaluation present = sla::evaluate(book, timeline, now);
    require(present == sla::evaluate(book, timeline, now), "the same question, the same answer");
    const std::vector<sla::verdict> cycles = sla::all_cycles(book, timeline, now);
    std::size_t i = 0;
    for (const sla::verdict& v : present) {
        while (i < cycles.size() && !(cycles[i] == v))
            ++i;
        require(i++ < cycles.size(), "the present cycle is one of all cycles");
        require(v.next_change > now || v.next_change == sla::never, "what changes next is to come");
        require(v.stopped == sla::never || v.stopped <= now, "what is to come has not happened");
        require(v.breached_at == sla::never || v.breached_at <= now, "nobody is late in advance");
    }
}

/// Of a book that is judged by what holds now, what changes when a policy begins or ends may be
/// told too early.
bool is_told_early(const sla::book_definition& book, const oracle::slow_verdict& expected,
                   const oracle::slow_verdict& saw) {
    return book.versions == sla::version_choice::at_now && saw.next_change < expected.next_change &&
           std::any_of(book.policies.begin(), book.policies.end(), [&](const auto& p) {
               return p.effective_from == saw.next_change || p.effective_until == saw.next_change;
           });
}

std::string differences(const sla::book_definition& definition, const sla::policy_book& book,
                        const std::vector<oracle::slow_verdict>& expected,
                        const std::vector<sla::verdict>& verdicts) {
    if (expected.size() != verdicts.size())
        return "the oracle has " + std::to_string(expected.size()) + ", the library " +
               std::to_string(verdicts.size()) + "\n";
    std::string out;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        oracle::slow_verdict saw =
            oracle::in_names(verdicts[i], book, definition, expected[i].limit);
        if (is_told_early(definition, expected[i], saw))
            saw.next_change = expected[i].next_change;
        if (saw != expected[i])
            out += "[" + std::to_string(i) + "] the oracle says\n" + to_text(expected[i]) +
                   "the library\n" + to_text(saw);
    }
    return out;
}

void compare(const oracle::desk_case& of, const sla::policy_book& book,
             const sla::timeline& timeline) {
    const oracle::slow_evaluation expected =
        oracle::slow_evaluate(of.book, book, of.ticket, of.now);
    const sla::evaluation saw = sla::evaluate(book, timeline, of.now);
    std::optional<std::size_t> policy;
    if (saw.policy())
        policy = static_cast<std::size_t>(*saw.policy());
    std::string found = policy == expected.policy ? "" : "another policy\n";
    found += differences(of.book, book, expected.verdicts, {saw.begin(), saw.end()});
    found += differences(of.book, book, expected.cycles, sla::all_cycles(book, timeline, of.now));
    if (found.empty())
        return;
    std::fprintf(stderr, "%s\n%s", to_text(of).c_str(), found.c_str());
    require(false, "the verdicts are the oracle's");
}

} // namespace

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bytes in{data, size};
    maker make{in};
    static const sla::zone_source zones = oracle::hard_zone_source();
    oracle::desk_case of{make.book(), {}, {}};
    // One year is quick to compile; the others are answered all the same.
    const auto compiled = sla::compile(of.book, zones, {2026y, 2026y});
    if (!compiled) {
        require(sla::has_errors(compiled.issues()), "a refusal has a reason");
        for (const sla::issue& i : compiled.issues())
            require(!i.code.empty() && !i.message.empty(), "an issue says what is wrong");
        return 0;
    }
    const sla::policy_book& book = *compiled;
    of.ticket = make.ticket(of.book, book);
    of.now = make.now(book, of.ticket);

    std::vector<sla::event> events = oracle::events_for(book, of.ticket);
    bool as_told = !make.is_wild();
    if (in.one_in(32)) {
        sla::event& odd = events[in.byte() % events.size()];
        as_told = false;
        switch (in.byte() % 4) {
        case 0:
            odd.at = sla::instant{milliseconds{static_cast<std::int64_t>(in.word())}};
            break;
        case 1:
            odd.due = sla::instant{milliseconds{static_cast<std::int64_t>(in.word())}};
            break;
        case 2:
            odd.kind = static_cast<event_kind>(in.byte());
            break;
        default:
            odd.by = static_cast<sla::actor>(in.byte());
        }
    }
    const auto timeline = sla::timeline::over(oracle::attributes_for(book, of.ticket), events);
    if (!timeline) {
        require(sla::has_errors(timeline.issues()), "a refusal has a reason");
        return 0;
    }
    judge(book, *timeline, of.now);
    if (in.one_in(16))
        judge(book, *timeline, sla::instant{milliseconds{static_cast<std::int64_t>(in.word())}});
    if (as_told)
        compare(of, book, *timeline);
    return 0;
}
