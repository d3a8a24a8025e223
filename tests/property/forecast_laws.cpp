// SPDX-License-Identifier: MIT
//
// A clock is forecast to breach within a horizon exactly if `evaluate`, asked at its end without
// further events, says breached, and now does not; and forecasts of parts are the forecast of the
// whole, which is what counting says.
#include <sla/forecast.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <oracle/random_calendar.hpp>
#include <property/evaluate_random.hpp>
#include <tuple>
#include <utility>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::desk_case;
using oracle::dice;
using sla::clock_state;
using sla::never;

namespace {

// A random ticket of which nothing is known after now.
struct ticket {
    ticket(desk_case made, sla::instant now) : of{std::move(made)}, book{oracle::book_of(of.book)} {
        std::erase_if(of.ticket.events, [now](const auto& e) { return e.at > now; });
        events = events_for(book, of.ticket);
    }
    [[nodiscard]] sla::evaluation at(sla::instant t) const {
        return sla::evaluate(book, timeline_of(book, of.ticket, events), t);
    }

    desk_case of;
    sla::policy_book book;
    std::vector<sla::event> events{};
};

bool is_late(const sla::verdict& v) {
    return v.state == clock_state::breached;
}

milliseconds random_horizon(dice& random) {
    return random.percent(40)   ? milliseconds{minutes{random.from_to(1, 20'000)}}
           : random.percent(50) ? milliseconds{hours{random.from_to(1, 48)}}
                                : milliseconds{random.from_to(1, 90'000'000)};
}

// Around the breach that is foretold, and elsewhere.
std::vector<sla::instant> horizons(dice& random, sla::instant now, sla::instant breach) {
    std::vector<sla::instant> out{now + random_horizon(random), now + random_horizon(random)};
    if (breach != never)
        for (const milliseconds beside : {-1ms, 0ms, 1ms})
            if (breach + beside > now)
                out.push_back(breach + beside);
    return out;
}

} // namespace

TEST_CASE("a verdict foretells its breach as evaluate finds it") {
    const oracle::book_rules as_created{.strictest = false, .versions = false};
    std::size_t breaches = 0;
    std::size_t waits = 0;
    oracle::property{"forecast verdict", 400}.run([&](dice& random, const std::string& name) {
        const desk_case made = random_case(random, as_created);
        const ticket t{made, made.now};
        if (t.events.empty())
            return;
        INFO(name << "\n" << oracle::to_text(t.of));
        const sla::evaluation now = t.at(made.now);
        for (std::size_t i = 0; i < now.verdicts().size(); ++i) {
            const sla::verdict& v = now.verdicts()[i];
            // One that waits under a pause starts paused, which a verdict does not tell.
            if (v.state == clock_state::not_started) {
                ++waits;
                continue;
            }
            const sla::instant breach = sla::breach_instant(t.book, v);
            breaches += breach != never ? 1U : 0U;
            for (const sla::instant end : horizons(random, made.now, breach)) {
                const sla::evaluation then = t.at(end);
                REQUIRE(then.verdicts().size() == now.verdicts().size());
                const bool becomes_late = !is_late(v) && is_late(then.verdicts()[i]);
                INFO(oracle::to_text(end));
                REQUIRE((breach <= end) == becomes_late);
            }
        }
    });
    CHECK(breaches > 50);
    CHECK(waits > 5);
}

TEST_CASE("with the ticket at hand the breach is exact in every book") {
    std::size_t breaches = 0;
    oracle::property{"forecast ticket", 400}.run([&](dice& random, const std::string& name) {
        const desk_case made = random_case(random);
        const ticket t{made, made.now};
        if (t.events.empty())
            return;
        INFO(name << "\n" << oracle::to_text(t.of));
        const sla::evaluation now = t.at(made.now);
        const sla::timeline timeline = timeline_of(t.book, t.of.ticket, t.events);
        for (const sla::verdict& v : now.verdicts()) {
            const sla::verdict& first = *now.find(v.metric);
            for (const sla::instant end :
                 horizons(random, made.now, sla::breach_instant(t.book, v))) {
                const sla::instant breach =
                    sla::breach_instant(t.book, timeline, v.metric, made.now, end);
                const sla::evaluation at_end = t.at(end);
                const sla::verdict* const then = at_end.find(v.metric);
                const bool becomes_late = !is_late(first) && then != nullptr && is_late(*then);
                INFO(oracle::to_text(end));
                REQUIRE((breach != never) == becomes_late);
                if (!becomes_late)
                    continue;
                ++breaches;
                REQUIRE(breach > made.now);
                REQUIRE(breach <= end);
                const sla::evaluation on_time = t.at(breach);
                const sla::evaluation before = t.at(breach - 1ms);
                REQUIRE(is_late(*on_time.find(v.metric)));
                REQUIRE((before.find(v.metric) == nullptr || !is_late(*before.find(v.metric))));
            }
        }
    });
    CHECK(breaches > 50);
}

namespace {

struct table {
    std::vector<std::int64_t> tickets{};
    std::vector<std::int8_t> group{};
    std::vector<std::uint8_t> state{};
    std::vector<std::int64_t> breach{};
};

void add_columns(sla::forecast& to, const table& t, std::size_t first, std::size_t count) {
    const std::array ids{sla::id_column{t.group.data()}};
    const std::array metrics{sla::forecast_columns{
        .state = t.state.data(), .breached_at = {t.breach.data(), sla::time_unit::milliseconds}}};
    to.add({.tickets = t.tickets.data(), .ids = ids, .metrics = metrics}, first, count);
}
void add_rows(sla::forecast& to, const table& t, std::size_t first, std::size_t count) {
    for (std::size_t row = first; row < first + count; ++row) {
        const std::array ids{std::int64_t{t.group[row]}};
        const std::array metrics{
            sla::forecast_clock{.state = t.state[row],
                                .breaches_at = t.breach[row] == sla::no_value
                                                   ? never
                                                   : sla::instant{sla::elapsed{t.breach[row]}}}};
        to.add({.ticket = t.tickets[row], .ids = ids, .metrics = metrics});
    }
}

auto figures(const sla::forecast& f) {
    std::vector<std::tuple<std::vector<std::size_t>, sla::attainment, std::vector<std::uint64_t>,
                           std::uint64_t>>
        out;
    for (auto& by : {std::vector<std::size_t>{}, std::vector<std::size_t>{0}})
        for (const sla::forecast_line& l : f.read({.by = by}))
            out.emplace_back(l.key, l.now, l.within, l.at_any_time);
    return std::tuple{std::move(out), f.due(), f.list(), f.load(), f.counts()};
}

} // namespace

TEST_CASE("a forecast is what counting says, in whatever parts") {
    const sla::zone odd = sla::zone_from_rule("odd", "<+0545>-5:45").value();
    oracle::property{"forecast counts", 60}.run([&](dice& random, const std::string& name) {
        INFO(name);
        const sla::instant now{milliseconds{random.from_to(1'700'000'000'000, 1'800'000'000'000)}};
        sla::forecast_definition d{.now = now,
                                   .dimensions = {sla::by_values("g", {"a", "b", "c"})},
                                   .metrics = {"x"},
                                   .list_at_most = static_cast<std::size_t>(random.below(60))};
        const int many = random.small(0, 4);
        for (int i = 0; i < many; ++i)
            d.horizons.push_back(
                {"h" + std::to_string(i), milliseconds{random.from_to(1, 50'000)}});
        d.load = {.bucket = seconds{random.pick(std::vector<int>{1, 2, 5, 10})},
                  .count = static_cast<std::uint32_t>(random.below(8))};
        if (random.percent(50))
            d.load.clock = odd;
        const sla::forecast_plan plan = sla::compile(d).value();

        table t;
        const std::int64_t rows = random.percent(5) ? 0 : random.from_to(1, 1500);
        for (std::int64_t i = 0; i < rows; ++i) {
            t.tickets.push_back(random.from_to(-5, 500));
            t.group.push_back(static_cast<std::int8_t>(random.from_to(-1, 2)));
            t.state.push_back(static_cast<std::uint8_t>(random.percent(5) ? random.from_to(128, 138)
                                                                          : random.from_to(0, 6)));
            t.breach.push_back(random.percent(30)
                                   ? sla::no_value
                                   : now.time_since_epoch().count() + random.from_to(1, 60'000));
        }
        sla::forecast whole{plan};
        add_columns(whole, t, 0, t.state.size());

        // Counted one by one: not started, running and paused ones can become late.
        std::vector<sla::due_clock> due;
        for (std::size_t row = 0; row < t.state.size(); ++row)
            if (t.state[row] >= 1 && t.state[row] <= 3 && t.breach[row] != sla::no_value)
                due.push_back({.breaches_at = sla::instant{milliseconds{t.breach[row]}},
                               .ticket = t.tickets[row]});
        REQUIRE(whole.due() == due.size());
        const sla::forecast_line all = whole.read().front();
        REQUIRE(all.at_any_time == due.size());
        for (std::size_t h = 0; h < d.horizons.size(); ++h)
            REQUIRE(all.within[h] ==
                    static_cast<std::uint64_t>(
                        std::count_if(due.begin(), due.end(), [&](const sla::due_clock& c) {
                            return c.breaches_at <= now + std::get<sla::elapsed>(d.horizons[h].end);
                        })));
        const auto load = whole.load();
        REQUIRE(load.size() == d.load.count);
        sla::instant last = now;
        for (const sla::load_bucket& b : load) {
            REQUIRE(b.during.begin == last);
            last = b.during.end;
            REQUIRE(b.during.length() <= d.load.bucket);
            if (d.load.clock)
                REQUIRE((odd.to_local(last).time_since_epoch() % d.load.bucket).count() == 0);
            REQUIRE(b.count == static_cast<std::uint64_t>(std::count_if(
                                   due.begin(), due.end(), [&](const sla::due_clock& c) {
                                       return b.during.contains(c.breaches_at);
                                   })));
        }
        std::sort(due.begin(), due.end());
        due.resize(std::min(due.size(), d.list_at_most));
        REQUIRE(whole.list() == due);

        std::vector<sla::forecast> parts;
        for (std::size_t first = 0; first < t.state.size();) {
            const auto count = static_cast<std::size_t>(
                random.from_to(1, static_cast<std::int64_t>(t.state.size() - first)));
            parts.emplace_back(plan);
            random.percent(50) ? add_columns(parts.back(), t, first, count)
                               : add_rows(parts.back(), t, first, count);
            first += count;
        }
        sla::forecast merged{plan};
        while (!parts.empty()) {
            const auto i = static_cast<std::ptrdiff_t>(random.below(parts.size()));
            REQUIRE(merged.merge(parts[static_cast<std::size_t>(i)]).empty());
            parts.erase(parts.begin() + i);
        }
        REQUIRE(figures(merged) == figures(whole));
    });
}
