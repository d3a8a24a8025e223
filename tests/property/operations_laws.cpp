// SPDX-License-Identifier: MIT
//
// Facts about tickets against slow and obvious answers; and what is counted of parts is what is
// counted of the whole.
#include <sla/operations.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::dice;
using sla::flag;
using sla::never;

namespace {

sla::policy_book book() {
    sla::book_definition d;
    d.vocabularies = {{sla::attribute::group, {"first", "second"}}};
    d.policies = {{.name = "all", .targets = {{.metric = "resolution", .rows = sla::always(24h)}}}};
    return sla::compile(d, sla::zone_set{{sla::zone::utc()}}.source()).value();
}

constexpr sla::instant begin = sys_days{2026y / March / 2};

sla::instant second(std::int64_t n) {
    return begin + seconds{n};
}

struct story {
    sla::value_id group{};
    std::vector<sla::event> events{};
};

story random_story(dice& random, const sla::policy_book& b) {
    const std::array groups{sla::value_id::none, b.find_value(sla::attribute::group, "first"),
                            b.find_value(sla::attribute::group, "second")};
    story out{.group = groups[random.below(3)], .events = {sla::event::created(second(0))}};
    const int count = random.small(0, 12);
    for (int i = 0; i < count; ++i) {
        const sla::instant t = out.events.back().at + seconds{random.small(0, 3)};
        switch (random.below(7)) {
        case 0:
            out.events.push_back(sla::event::message(t, sla::actor::agent));
            break;
        case 1:
            out.events.push_back(sla::event::message(t, sla::actor::customer));
            break;
        case 2:
            out.events.push_back(sla::event::of(t, sla::event_kind::resolved));
            break;
        case 3:
            out.events.push_back(sla::event::of(t, sla::event_kind::reopened));
            break;
        case 4:
            out.events.push_back(sla::event::note(t));
            break;
        default:
            out.events.push_back(
                sla::event::changed(t, sla::attribute::group, groups[random.below(3)]));
        }
    }
    return out;
}

bool is_answer(const sla::event& e) {
    return e.kind == sla::event_kind::message && e.by == sla::actor::agent &&
           e.visible == sla::visibility::to_customer;
}

} // namespace

TEST_CASE("facts are what one reads in the story") {
    const sla::policy_book b = book();
    const sla::contact_rules rules =
        sla::compile(b, {.escalation = {sla::on_attribute(sla::attribute::group, {"second"})}})
            .value();
    std::map<flag, int> seen;
    oracle::property{"facts", 2000}.run([&](dice& random, const std::string& name) {
        INFO(name);
        const story s = random_story(random, b);
        sla::ticket_attributes attributes = b.attributes({});
        attributes.set(sla::attribute::group, s.group);
        const sla::timeline ticket = sla::timeline::of(attributes, s.events).value();
        const sla::instant now = second(random.from_to(-1, 40));
        const sla::ticket_facts f = rules.facts(ticket, now);

        std::vector<sla::event> known;
        std::copy_if(s.events.begin(), s.events.end(), std::back_inserter(known),
                     [&](const sla::event& e) { return e.at <= now; });
        const auto resolved = [](const sla::event& e) {
            return e.kind == sla::event_kind::resolved;
        };
        const auto first = std::find_if(known.begin(), known.end(), resolved);
        REQUIRE((f.first_resolved == never) == (first == known.end()));
        REQUIRE(f.answers == std::count_if(known.begin(), known.end(), is_answer));
        flag expected = flag::none;
        bool reopened = false;
        if (first != known.end()) {
            const auto answers = std::count_if(known.begin(), known.end(), [&](const auto& e) {
                return is_answer(e) && e.at <= first->at;
            });
            reopened = std::any_of(first, known.end(), [](const sla::event& e) {
                return e.kind == sla::event_kind::reopened;
            });
            expected = answers == 0 ? flag::none : answers == 1 && !reopened ? flag::yes : flag::no;
            REQUIRE(f.reopened == (reopened ? flag::yes : flag::no));
        }
        REQUIRE(f.first_contact == expected);
        ++seen[f.first_contact];
        const auto escalations = std::count_if(known.begin(), known.end(), [&](const auto& e) {
            return e.kind == sla::event_kind::attribute_changed &&
                   e.value == b.find_value(sla::attribute::group, "second");
        });
        REQUIRE(f.escalations == escalations);
        if (known.empty())
            return;
        // Who waits: the first question after the last answer or solution.
        const auto ends_wait = [&](const sla::event& e) { return is_answer(e) || resolved(e); };
        const auto last = std::find_if(known.rbegin(), known.rend(), ends_wait).base();
        const auto asks = std::find_if(last, known.end(), [](const sla::event& e) {
            return e.kind == sla::event_kind::created || e.kind == sla::event_kind::reopened ||
                   (e.kind == sla::event_kind::message && e.by == sla::actor::customer);
        });
        REQUIRE(f.waiting_since == (asks == known.end() ? never : asks->at));
    });
    for (const flag f : {flag::none, flag::yes, flag::no})
        CHECK(seen[f] > 20);
}

TEST_CASE("holdings are what a look at every second says") {
    const sla::policy_book b = book();
    const sla::contact_rules rules = sla::compile(b, sla::contact_definition{}).value();
    oracle::property{"holdings", 1000}.run([&](dice& random, const std::string& name) {
        INFO(name);
        const story s = random_story(random, b);
        sla::ticket_attributes attributes = b.attributes({});
        attributes.set(sla::attribute::group, s.group);
        const sla::timeline ticket = sla::timeline::of(attributes, s.events).value();
        const std::int64_t end = random.from_to(-1, 45);
        std::map<std::uint32_t, std::int64_t> expected;
        for (std::int64_t n = 0; n < end; ++n) {
            auto group = s.group;
            bool is_open = true;
            for (const sla::event& e : s.events) {
                if (e.at > second(n))
                    break;
                if (e.kind == sla::event_kind::attribute_changed)
                    group = e.value;
                is_open = (is_open || e.kind == sla::event_kind::reopened) &&
                          e.kind != sla::event_kind::resolved;
            }
            if (is_open)
                ++expected[static_cast<std::uint32_t>(group)];
        }
        std::map<std::uint32_t, std::int64_t> found;
        sla::instant last = sla::first_instant;
        for (const sla::holding& h : rules.holdings(ticket, sla::holder::group, second(end))) {
            REQUIRE(last <= h.during.begin);
            REQUIRE(h.during.begin < h.during.end);
            last = h.during.end;
            found[h.of] += h.during.length() / 1s;
        }
        REQUIRE(found == expected);
    });
}

TEST_CASE("repeats are what comparing every pair says, and do not mind shards of customers") {
    oracle::property{"repeats", 200}.run([](dice& random, const std::string& name) {
        INFO(name);
        const auto count = static_cast<std::size_t>(random.below(80));
        std::vector<std::int16_t> customer(count);
        std::vector<std::int8_t> question(count);
        std::vector<std::int64_t> created(count);
        for (std::size_t i = 0; i < count; ++i) {
            customer[i] = static_cast<std::int16_t>(random.from_to(-1, 4));
            question[i] = static_cast<std::int8_t>(random.from_to(-1, 2));
            created[i] = random.percent(5) ? sla::no_value : random.from_to(0, 100);
        }
        const sla::repeat_definition what{
            .window = milliseconds{random.from_to(-1, 20)},
            .which =
                random.percent(50) ? sla::repeat_counting::later : sla::repeat_counting::earlier,
            .now = random.percent(30) ? never : sla::instant{milliseconds{random.from_to(0, 120)}}};
        const auto mark = [&](const auto& c, const auto& q, const auto& t) {
            std::vector<flag> out(c.size());
            sla::mark_repeats(what,
                              {.customer = sla::id_column{c.data()},
                               .question = sla::id_column{q.data()},
                               .created = {t.data(), sla::time_unit::milliseconds}},
                              out.size(), out.data());
            return out;
        };
        const std::vector<flag> flags = mark(customer, question, created);

        const auto now = what.now.time_since_epoch().count();
        const auto window = what.window.count();
        const auto exists = [&](std::size_t i) {
            return customer[i] >= 0 && question[i] >= 0 && created[i] != sla::no_value &&
                   created[i] <= now;
        };
        const auto precedes = [&](std::size_t i, std::size_t k) {
            return exists(i) && exists(k) && customer[i] == customer[k] &&
                   question[i] == question[k] &&
                   (created[i] < created[k] || (created[i] == created[k] && i < k)) &&
                   created[k] - created[i] <= window;
        };
        for (std::size_t i = 0; i < count; ++i) {
            flag expected = flag::none;
            if (exists(i)) {
                const bool later = what.which == sla::repeat_counting::later;
                bool repeated = false;
                for (std::size_t k = 0; k < count; ++k)
                    repeated = repeated || (later ? precedes(k, i) : precedes(i, k));
                expected = repeated                             ? flag::yes
                           : later || now - created[i] > window ? flag::no
                                                                : flag::none;
            }
            REQUIRE(flags[i] == expected);
        }
        // Shards: even customers and odd ones.
        for (const int shard : {0, 1}) {
            std::vector<std::size_t> rows;
            for (std::size_t i = 0; i < count; ++i)
                if ((customer[i] & 1) == shard)
                    rows.push_back(i);
            std::vector<std::int16_t> c;
            std::vector<std::int8_t> q;
            std::vector<std::int64_t> t;
            for (const std::size_t i : rows) {
                c.push_back(customer[i]);
                q.push_back(question[i]);
                t.push_back(created[i]);
            }
            const std::vector<flag> part = mark(c, q, t);
            for (std::size_t k = 0; k < rows.size(); ++k)
                REQUIRE(part[k] == flags[rows[k]]);
        }
    });
}

TEST_CASE("boards of parts are the board of the whole, and what counting says") {
    oracle::property{"board", 100}.run([](dice& random, const std::string& name) {
        INFO(name);
        const sla::instant now = second(100);
        const sla::board_plan plan =
            sla::compile(sla::board_definition{
                             .now = now,
                             .backlog = {{.name = "urgent", .priorities = {1, 0, 0}, .most = 3}}})
                .value();
        sla::live_board whole{plan};
        std::vector<sla::live_board> parts(3, sla::live_board{plan});
        std::uint64_t urgent = 0;
        std::uint64_t waiting = 0;
        std::int64_t wait = 0;
        std::int64_t scores = 0;
        const int count = random.small(0, 60);
        for (int i = 0; i < count; ++i) {
            sla::board_row row{.priority = random.from_to(-1, 3)};
            row.facts.created = second(random.from_to(0, 120));
            if (random.percent(60))
                row.facts.waiting_since = second(random.from_to(0, 120));
            if (random.percent(20))
                row.facts.resolved = second(50);
            row.score = random.small(-5, 5);
            row.scored = second(random.from_to(-10, 110));
            whole.add(row);
            parts[random.below(3)].add(row);
            if (row.scored >= begin && row.scored <= now)
                scores += *row.score;
            if (row.facts.resolved != never || row.facts.waiting_since > now)
                continue;
            ++waiting;
            wait += (now - row.facts.waiting_since).count();
            if (row.priority == 0 || row.priority == 1)
                ++urgent;
        }
        const sla::board_view all = whole.view();
        REQUIRE(all.all.waiting == waiting);
        REQUIRE(all.all.mean_wait.has_value() == (waiting > 0));
        if (waiting > 0)
            REQUIRE(all.all.mean_wait->count() == (wait + static_cast<std::int64_t>(waiting / 2)) /
                                                      static_cast<std::int64_t>(waiting));
        REQUIRE(all.backlog[0] == sla::backlog_state{.waiting = urgent, .is_over = urgent > 3});
        REQUIRE(all.score_sum == scores);

        sla::live_board merged = parts[2];
        REQUIRE(merged.merge(parts[0]).empty());
        REQUIRE(merged.merge(parts[1]).empty());
        const sla::board_view other = merged.view();
        REQUIRE(other.all == all.all);
        REQUIRE(other.by_priority == all.by_priority);
        REQUIRE(other.backlog == all.backlog);
        REQUIRE(other.first_contact == all.first_contact);
        REQUIRE(other.scores == all.scores);
        REQUIRE(other.score_sum == all.score_sum);
    });
}
