// SPDX-License-Identifier: MIT
//
// What holds for every book, ticket and moment, whatever the limits are. No oracle is asked.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <property/evaluate_random.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::desk_case;
using oracle::dice;
using oracle::to_text;
using sla::never;

namespace {

/// One of the random cases, ready to be asked.
struct judged {
    explicit judged(desk_case made)
        : of{std::move(made)}, book{oracle::book_of(of.book)}, events{events_for(book, of.ticket)} {
    }

    [[nodiscard]] sla::timeline timeline() const { return timeline_of(book, of.ticket, events); }
    [[nodiscard]] sla::evaluation at(sla::instant now) const {
        return sla::evaluate(book, timeline(), now);
    }
    [[nodiscard]] std::vector<sla::verdict> cycles_at(sla::instant now) const {
        return sla::all_cycles(book, timeline(), now);
    }
    [[nodiscard]] std::string text(const sla::verdict& v) const {
        return to_text(oracle::in_names(v, book, of.book));
    }
    /// The same ticket, of which nothing is known after `now`.
    [[nodiscard]] judged known_until(sla::instant now) const {
        desk_case cut = of;
        std::erase_if(cut.ticket.events, [now](const auto& e) { return e.at > now; });
        return judged{std::move(cut)};
    }

    desk_case of;
    sla::policy_book book;
    std::vector<sla::event> events;
};

template <class Body>
void for_cases(const char* property, std::size_t cases, const oracle::book_rules& rules,
               Body body) {
    oracle::property{property, cases}.run([&](dice& random, const std::string& name) {
        const judged of{random_case(random, rules)};
        INFO(name << "\n" << to_text(of.of));
        body(random, of);
    });
}

/// Mostly soon after `t`.
sla::instant later(dice& random, sla::instant t) {
    return t + (random.percent(30)   ? minutes{random.from_to(0, 20'000)}
                : random.percent(50) ? milliseconds{random.from_to(0, 3)}
                                     : milliseconds{random.from_to(0, 90'000'000)});
}

bool is_open(const sla::verdict& v) {
    return v.stopped == never;
}

/// The same cycle of the same clock.
bool same_cycle(const sla::verdict& a, const sla::verdict& b) {
    return a.metric == b.metric && a.cycle == b.cycle;
}

std::optional<sla::verdict> find(const std::vector<sla::verdict>& in, const sla::verdict& v) {
    const auto found =
        std::find_if(in.begin(), in.end(), [&](const auto& other) { return same_cycle(other, v); });
    return found == in.end() ? std::optional<sla::verdict>{} : *found;
}

/// Whether a metric looks at an event at all.
bool moves(const sla::metric_definition& metric, const oracle::slow_event& e) {
    const std::vector<sla::event_condition>* const lists[] = {
        &metric.start,  &metric.stop,   &metric.pause, &metric.resume, &metric.reset,
        &metric.cancel, &metric.reopen, &metric.after, &metric.until};
    for (const auto* list : lists)
        for (const sla::event_condition& c : *list)
            if (c.kind == e.kind)
                return true;
    return e.kind == sla::event_kind::due_changed && e.metric == metric.name;
}

bool changes_the_promise(const oracle::slow_event& e) {
    return e.kind == sla::event_kind::attribute_changed || e.kind == sla::event_kind::tag_added ||
           e.kind == sla::event_kind::tag_removed;
}

const oracle::book_rules as_created{.strictest = false, .versions = false};

} // namespace

// While a clock runs, waits for its start or has ended, time only takes away. Of one that is paused
// the deadline moves on with `now`, and jumps over a night when what is left does not fit into the
// day any more: what is left in elapsed time may then grow, and is not looked at here.
TEST_CASE("while nothing happens, a later look never sees more time left") {
    for_cases("later", 150, as_created, [](dice& random, const judged& all) {
        const judged of = all.known_until(all.of.now);
        if (of.events.empty())
            return;
        sla::instant now = all.of.now;
        sla::evaluation before = of.at(now);
        for (int n = 0; n < 6; ++n) {
            const sla::instant then = later(random, now);
            const sla::evaluation after = of.at(then);
            REQUIRE(after.verdicts().size() == before.verdicts().size());
            for (std::size_t i = 0; i < before.verdicts().size(); ++i) {
                const sla::verdict& a = before.verdicts()[i];
                const sla::verdict& b = after.verdicts()[i];
                INFO("at " << to_text(now) << "\n"
                           << of.text(a) << "at " << to_text(then) << "\n"
                           << of.text(b));
                CHECK(b.spent.elapsed >= a.spent.elapsed);
                CHECK(b.counted >= a.counted);
                CHECK(b.overdue.elapsed >= a.overdue.elapsed);
                CHECK(b.credit_band >= a.credit_band);
                if (a.paused_since == never)
                    CHECK(b.remaining.elapsed <= a.remaining.elapsed);
                if (a.remaining.working && b.remaining.working && a.paused_since == never)
                    CHECK(*b.remaining.working <= *a.remaining.working);
            }
            now = then;
            before = after;
        }
    });
}

TEST_CASE("events that no condition of a metric looks at leave its clock alone") {
    for_cases("unconcerned", 100, as_created, [](dice&, const judged& of) {
        for (const sla::verdict& v : of.at(of.of.now)) {
            const sla::metric_definition& metric =
                of.of.book.metrics[static_cast<std::size_t>(v.metric)];
            desk_case without = of.of;
            std::erase_if(without.ticket.events, [&](const auto& e) {
                return e.kind != sla::event_kind::created && !moves(metric, e) &&
                       !changes_the_promise(e);
            });
            const judged quiet{std::move(without)};
            const auto cycles = quiet.cycles_at(of.of.now);
            const auto same = std::find(cycles.begin(), cycles.end(), v);
            INFO(of.text(v));
            CHECK(same != cycles.end());
        }
    });
}

TEST_CASE("who was late stays late where breaches are sticky") {
    for_cases("sticky", 150, as_created, [](dice& random, const judged& made) {
        desk_case sticky = made.of;
        for (sla::policy_definition& p : sticky.book.policies)
            for (sla::target_definition& t : p.targets)
                t.options.breach = sla::breach_mode::sticky;
        sticky.book.choose = sla::policy_choice::first_match;
        const judged of{std::move(sticky)};
        const sla::instant now =
            random.percent(50) ? of.of.now : later(random, random.pick(of.events).at);
        const sla::instant then = later(random, now);
        const auto after = of.cycles_at(then);
        for (const sla::verdict& v : of.cycles_at(now)) {
            if (v.breached_at == never)
                continue;
            INFO("at " << to_text(now) << "\n" << of.text(v));
            const auto same = find(after, v);
            REQUIRE(same.has_value());
            INFO("at " << to_text(then) << "\n" << of.text(*same));
            CHECK(same->breached_at == v.breached_at);
        }
    });
}

// Where a limit is a length in one kind of time. Allowances out of hours are left out: they count
// in one kind of time and are granted in another, so that less used up may be an earlier deadline.
TEST_CASE("a pause never makes a deadline earlier") {
    const oracle::book_rules rules{.strictest = false, .versions = false, .extras = false};
    for_cases("pausing", 150, rules, [](dice& random, const judged& made) {
        desk_case plain = made.of;
        for (sla::metric_definition& m : plain.book.metrics) {
            m.pause = {sla::on_custom("hold it")};
            m.resume = {sla::on_custom("go on")};
            m.repeats = sla::recurrence::once;
            // Nothing else may look at these two.
            for (auto* list :
                 {&m.start, &m.stop, &m.reset, &m.cancel, &m.reopen, &m.after, &m.until})
                for (sla::event_condition& c : *list)
                    if (c.kind == sla::event_kind::custom)
                        c = sla::on_custom("called");
        }
        desk_case paused = plain;
        auto& events = paused.ticket.events;
        const sla::instant begin = later(random, random.pick(plain.ticket.events).at);
        const sla::instant end = later(random, begin);
        for (const auto& [at, name] : {std::pair{begin, "hold it"}, std::pair{end, "go on"}}) {
            const auto place = std::upper_bound(
                events.begin(), events.end(), at,
                [](sla::instant t, const oracle::slow_event& e) { return t < e.at; });
            events.insert(place, {.at = at, .kind = sla::event_kind::custom, .name = name});
        }
        const judged without{std::move(plain)};
        const judged with{std::move(paused)};
        const sla::instant now = std::max(with.of.now, end);
        INFO("paused from " << to_text(begin) << " to " << to_text(end));
        const auto held = with.cycles_at(now);
        const auto free = without.cycles_at(now);
        REQUIRE(held.size() == free.size());
        for (std::size_t i = 0; i < free.size(); ++i) {
            INFO("without the pause\n"
                 << without.text(free[i]) << "with it\n"
                 << with.text(held[i]));
            CHECK(held[i].limit == free[i].limit);
            CHECK(held[i].deadline >= free[i].deadline);
            CHECK(held[i].spent.elapsed <= free[i].spent.elapsed);
        }
    });
}

// Which policy is the strictest one is a matter of deadlines, and those of paused clocks move on
// with `now`, each in its own time: that alone may exchange one for the other. Where history is
// judged by what holds now, the next beginning or end of a policy is told, whatever it changes.
TEST_CASE("a verdict is the same until next_change, and is not the same then") {
    for_cases("next change", 300, {}, [](dice&, const judged& all) {
        const judged of = all.known_until(all.of.now);
        if (of.events.empty())
            return;
        const bool strictest = of.of.book.choose == sla::policy_choice::strictest;
        const bool as_of_now = of.of.book.versions == sla::version_choice::at_now;
        sla::instant now = all.of.now;
        for (int n = 0; n < 8; ++n) {
            const sla::evaluation e = of.at(now);
            const sla::instant next = e.next_change();
            if (next == never) {
                const sla::evaluation far = of.at(now + 365 * 24h);
                if (as_of_now || strictest)
                    return;
                REQUIRE(far.verdicts().size() == e.verdicts().size());
                for (std::size_t i = 0; i < e.verdicts().size(); ++i) {
                    INFO("at " << to_text(now) << "\n"
                               << of.text(e.verdicts()[i]) << "a year later\n"
                               << of.text(far.verdicts()[i]));
                    CHECK(oracle::same_but_for_amounts(e.verdicts()[i], far.verdicts()[i]));
                }
                return;
            }
            REQUIRE(next > now);
            const sla::evaluation before = of.at(next - 1ms);
            const sla::evaluation after = of.at(next);
            REQUIRE(before.verdicts().size() == e.verdicts().size());
            bool changed = after.verdicts().size() != e.verdicts().size();
            for (std::size_t i = 0; i < e.verdicts().size(); ++i) {
                const sla::verdict& v = e.verdicts()[i];
                INFO("at " << to_text(now) << "\n"
                           << of.text(v) << "before " << to_text(next) << "\n"
                           << of.text(before.verdicts()[i]));
                if (!strictest)
                    CHECK(oracle::same_but_for_amounts(v, before.verdicts()[i]));
                if (!strictest && before.verdicts()[i].next_change != v.next_change)
                    CHECK(before.verdicts()[i].next_change == v.next_change);
                if (changed || v.next_change != next)
                    continue;
                INFO("then\n" << of.text(after.verdicts()[i]));
                changed = !oracle::same_but_for_amounts(v, after.verdicts()[i]);
                if (!as_of_now)
                    CHECK(changed);
            }
            now = next;
        }
    });
}

TEST_CASE("what happens after now does not exist") {
    for_cases("as of", 150, {}, [](dice& random, const judged& all) {
        const sla::instant now = random.pick(all.events).at + milliseconds{random.from_to(-1, 1)};
        const judged of = all.known_until(std::max(now, all.events.front().at));
        CHECK(all.at(now) == of.at(now));
        CHECK(all.cycles_at(now) == of.cycles_at(now));
    });
}

TEST_CASE("events at one instant may change places where no clock looks at both") {
    for_cases("places", 200, {}, [](dice&, const judged& of) {
        const auto& events = of.of.ticket.events;
        const sla::evaluation expected = of.at(of.of.now);
        for (std::size_t i = 1; i + 1 < events.size(); ++i) {
            const auto& a = events[i];
            const auto& b = events[i + 1];
            if (a.at != b.at || changes_the_promise(a) || changes_the_promise(b) ||
                std::any_of(of.of.book.metrics.begin(), of.of.book.metrics.end(),
                            [&](const auto& m) { return moves(m, a) && moves(m, b); }))
                continue;
            desk_case other = of.of;
            std::swap(other.ticket.events[i], other.ticket.events[i + 1]);
            INFO("events " << i << " and " << i + 1);
            CHECK(judged{std::move(other)}.at(of.of.now) == expected);
        }
    });
}

TEST_CASE("every clock's last cycle is its verdict, and past cycles do not change") {
    for_cases("cycles", 150, as_created, [](dice& random, const judged& of) {
        const sla::instant now = of.of.now;
        const std::vector<sla::verdict> cycles = of.cycles_at(now);
        const sla::evaluation e = of.at(now);
        std::size_t next = 0;
        for (const sla::verdict& v : e) {
            std::uint32_t number = 0;
            std::uint32_t breaches = 0;
            for (;; ++number) {
                REQUIRE(next < cycles.size());
                const sla::verdict& c = cycles[next++];
                INFO(of.text(c));
                CHECK(c.metric == v.metric);
                CHECK(c.cycle == number);
                CHECK(c.past_breaches == breaches);
                breaches += c.breached_at != never ? 1U : 0U;
                if (number == v.cycle) {
                    CHECK(c == v);
                    break;
                }
                CHECK_FALSE(is_open(c));
                CHECK(c.next_change == never);
            }
        }
        CHECK(next == cycles.size());
        if (of.of.book.choose != sla::policy_choice::first_match)
            return;
        const std::vector<sla::verdict> later_on = of.cycles_at(later(random, now));
        for (const sla::verdict& c : cycles) {
            const sla::verdict* const present = e.find(c.metric);
            REQUIRE(present != nullptr);
            if (c.cycle == present->cycle)
                continue;
            const auto same = find(later_on, c);
            REQUIRE(same.has_value());
            CHECK(*same == c);
        }
    });
}

TEST_CASE("states, instants and amounts of one verdict agree") {
    for_cases("agree", 300, {}, [](dice&, const judged& of) {
        const sla::instant now = of.of.now;
        for (const sla::verdict& v : of.cycles_at(now)) {
            INFO(of.text(v));
            using enum sla::clock_state;
            CHECK((v.next_change == never || v.next_change > now));
            CHECK((v.stopped == never || (v.stopped <= now && v.started <= v.stopped)));
            CHECK((v.paused_since == never || (v.paused_since <= now && is_open(v))));
            CHECK((v.breached_at == never || v.breached_at <= now));
            CHECK((v.limit.has_value() || v.state == not_applicable || v.state == cancelled));
            CHECK((v.basis == sla::deadline_basis::none) == (v.deadline == never));
            switch (v.state) {
            case running:
                CHECK((is_open(v) && v.paused_since == never && v.breached_at == never));
                CHECK((v.deadline == never || now <= v.deadline));
                break;
            case paused:
                CHECK((is_open(v) && v.paused_since != never && v.breached_at == never));
                break;
            case met:
                // What is stopped before it starts is met, even if somebody set a due time before.
                CHECK((v.stopped <= v.deadline || v.started == v.stopped));
                CHECK(v.breached_at == never);
                CHECK(v.credit_band == 0);
                break;
            case breached:
                CHECK(v.breached_at != never);
                break;
            default:
                break;
            }
            CHECK(v.spent.elapsed >= 0ms);
            CHECK(v.counted >= 0ms);
            CHECK(v.allowed >= 0ms);
            CHECK(v.remaining.elapsed >= 0ms);
            CHECK(v.overdue.elapsed >= 0ms);
            if (v.spent.working) {
                CHECK(*v.spent.working >= sla::working{});
                CHECK(v.spent.working->length() <= v.spent.elapsed);
            }
            if (v.overdue.working)
                CHECK(v.overdue.working->length() <= v.overdue.elapsed);
            if (v.remaining.working)
                CHECK(v.remaining.working->length() <= v.remaining.elapsed);
            for (const sla::instant step : v.steps)
                CHECK((step == never || step <= now));
        }
    });
}
