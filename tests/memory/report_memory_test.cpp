// SPDX-License-Identifier: MIT
//
// Memory that runs out at every place where it can: a report has whole rows, and as many as it
// says; whatever else takes memory has happened or has not.
#include <sla/forecast.hpp>
#include <sla/operations.hpp>
#include <sla/report.hpp>
#include <sla/review.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <new>
#include <random>
#include <span>
#include <unit/allocations.hpp>
#include <vector>

using namespace std::chrono_literals;
using sla::clock_state;

namespace {

constexpr std::uint8_t code(clock_state s) {
    return static_cast<std::uint8_t>(s);
}

/// Tries with memory for no allocation, for one, for two ... until it is enough. `attempt` does it
/// to a fresh value, and `check` looks at what a failure has left.
template <class Fresh, class Attempt, class Check>
std::size_t starve(const Fresh& fresh, const Attempt& attempt, const Check& check) {
    for (std::size_t times = 0;; ++times) {
        auto value = fresh();
        bool has_failed = false;
        {
            const tests::memory_for enough{times};
            try {
                attempt(value);
            } catch (const std::bad_alloc&) {
                has_failed = true;
            }
        }
        if (!has_failed)
            return times;
        check(value);
    }
}

/// Groups by one column, two metrics with three lengths, some of them beyond all range, some of no
/// group, some of no state.
struct table {
    explicit table(std::size_t rows) {
        std::mt19937_64 random{20260213};
        const auto below = [&](std::uint64_t n) { return random() % n; };
        for (std::size_t i = 0; i < rows; ++i) {
            group.push_back(static_cast<std::int8_t>(static_cast<int>(below(8)) - 1));
            for (auto& column : states)
                column.push_back(static_cast<std::uint8_t>(3 + below(5)));
            for (auto& column : lengths) {
                const std::int64_t ms = static_cast<std::int64_t>(random() >> (24 + below(40)));
                column.push_back(below(20) == 0 ? sla::no_value : below(30) == 0 ? -ms : ms);
            }
        }
    }
    [[nodiscard]] static sla::report_plan plan(std::uint32_t exact_values) {
        sla::report_definition d;
        d.dimensions = {sla::by_values("group", {"0", "1", "2", "3", "4", "5"})};
        d.metrics = {
            {.name = "a", .lengths = {{.name = "k", .limits = {1s, 1min}}, {.name = "l"}}},
            {.name = "b", .lengths = {{.name = "m", .of = {clock_state::met}, .limits = {1h}}}}};
        d.exact_values = exact_values;
        return sla::compile(d).value();
    }
    void add_to(sla::report& out, std::size_t first, std::size_t count) const {
        const std::array ids{sla::id_column{group.data()}};
        const auto column = [&](std::size_t i) {
            return sla::length_column{
                sla::time_column{lengths[i].data(), sla::time_unit::milliseconds}};
        };
        const std::array a{column(0), column(1)};
        const std::array b{column(2)};
        const std::array metrics{sla::metric_columns{.state = states[0].data(), .lengths = a},
                                 sla::metric_columns{.state = states[1].data(), .lengths = b}};
        out.add({.ids = ids, .metrics = metrics}, first, count);
    }
    [[nodiscard]] sla::report report(const sla::report_plan& of, std::size_t first,
                                     std::size_t count) const {
        sla::report out{of};
        add_to(out, first, count);
        return out;
    }

    std::vector<std::int8_t> group{};
    std::array<std::vector<std::uint8_t>, 2> states{};
    std::array<std::vector<std::int64_t>, 3> lengths{};
};

} // namespace

TEST_CASE("a report that runs out of memory has the first rows, in whole, and says how many") {
    const table rows{1800};
    for (const std::uint32_t exact_values : {0U, 5U, 200U, 10'000U}) {
        CAPTURE(exact_values);
        const sla::report_plan plan = table::plan(exact_values);
        // Few rows go another way than many.
        for (const std::size_t count : {std::size_t{100}, std::size_t{1700}}) {
            CAPTURE(count);
            const sla::report whole = rows.report(plan, 0, 100 + count);
            const std::size_t times = starve([&] { return rows.report(plan, 0, 100); },
                                             [&](sla::report& r) { rows.add_to(r, 100, count); },
                                             [&](sla::report& r) {
                                                 const auto done =
                                                     static_cast<std::size_t>(r.counts().rows);
                                                 CHECK(done >= 100);
                                                 CHECK(done < 100 + count);
                                                 CHECK(r == rows.report(plan, 0, done));
                                                 rows.add_to(r, done, 100 + count - done);
                                                 CHECK(r == whole);
                                             });
            CHECK(times > 0);
        }
    }
}

TEST_CASE("a row for which there is no memory changes nothing") {
    const sla::report_plan plan = table::plan(4);
    const std::array ids{std::int64_t{2}};
    const std::array metrics{
        sla::metric_row{.state = code(clock_state::met), .lengths = {700ms, 90s}},
        sla::metric_row{.state = code(clock_state::met), .lengths = {2h}}};
    const sla::report_row row{.ids = ids, .metrics = metrics};
    std::size_t times = 0;
    for (int rows = 0; rows < 6; ++rows) { // the fifth is where buckets begin
        sla::report before{plan};
        for (int i = 0; i < rows; ++i)
            before.add(row);
        times += starve([&] { return before; }, [&](sla::report& r) { r.add(row); },
                        [&](const sla::report& r) { CHECK(r == before); });
    }
    CHECK(times > 0);
}

TEST_CASE("a merge for which there is no memory changes nothing") {
    const table rows{900};
    for (const std::uint32_t exact_values : {0U, 30U, 80U, 10'000U}) {
        CAPTURE(exact_values);
        const sla::report_plan plan = table::plan(exact_values);
        for (const std::size_t cut : {10U, 450U, 890U}) {
            const sla::report one = rows.report(plan, 0, cut);
            const sla::report other = rows.report(plan, cut, 900 - cut);
            const sla::report whole = rows.report(plan, 0, 900);
            starve([&] { return sla::report{one}; },
                   [&](sla::report& r) {
                       if (!r.merge(other).empty())
                           throw 1;
                   },
                   [&](sla::report& r) {
                       CHECK(r == one);
                       CHECK(r.merge(other).empty());
                       CHECK(r == whole);
                   });
        }
    }
}

TEST_CASE("what is read from bytes is there in whole or not at all") {
    const table rows{900};
    const sla::report_plan plan = table::plan(60);
    const std::vector<std::byte> bytes = rows.report(plan, 0, 900).to_bytes();
    sla::report last{plan};
    starve([] { return 0; },
           [&](int) {
               auto read = plan.from_bytes(bytes);
               last = *std::move(read);
           },
           [](int) {});
    CHECK(last.to_bytes() == bytes);
}

TEST_CASE("a review counts and lists the same clocks, whatever memory there is") {
    sla::review_definition d{.metrics = {"a", "b"}, .list_at_most = 700};
    const sla::review_plan plan = sla::compile(d).value();
    std::array<std::vector<std::uint8_t>, 4> states;
    std::mt19937_64 random{7};
    for (auto& column : states)
        for (int i = 0; i < 600; ++i)
            column.push_back(static_cast<std::uint8_t>(4 + random() % 3));
    const std::array metrics{sla::review_columns{.before = {.state = states[0].data()},
                                                 .after = {.state = states[1].data()}},
                             sla::review_columns{.before = {.state = states[2].data()},
                                                 .after = {.state = states[3].data()}}};
    const auto agrees = [](const sla::review& r) {
        std::uint64_t changed = 0;
        for (const std::size_t metric : {0U, 1U})
            changed += r.read({.metric = metric}).front().changed;
        CHECK(changed == r.changed());
        CHECK(r.list().size() == std::min<std::uint64_t>(changed, 700));
    };
    sla::review whole{plan};
    whole.add(sla::review_input{.metrics = metrics}, 0, 600);
    agrees(whole);
    starve([&] { return sla::review{plan}; },
           [&](sla::review& r) { r.add(sla::review_input{.metrics = metrics}, 0, 600); }, agrees);

    sla::review one{plan};
    one.add(sla::review_input{.metrics = metrics}, 0, 200);
    sla::review other{plan};
    other.add(sla::review_input{.metrics = metrics}, 200, 400);
    starve([&] { return one; },
           [&](sla::review& r) {
               if (!r.merge(other).empty())
                   throw 1;
           },
           [&](sla::review& r) {
               CHECK(r.to_bytes() == one.to_bytes());
               CHECK(r.merge(other).empty());
               CHECK(r.to_bytes() == whole.to_bytes());
           });
}

TEST_CASE("a forecast counts and lists the same clocks, whatever memory there is") {
    const sla::instant now{std::chrono::milliseconds{1'700'000'000'000}};
    const sla::forecast_plan plan =
        sla::compile(sla::forecast_definition{.now = now,
                                              .metrics = {"a"},
                                              .horizons = {{"hour", sla::elapsed{1h}}},
                                              .list_at_most = 300})
            .value();
    std::vector<std::uint8_t> state;
    std::vector<std::int64_t> deadline;
    std::mt19937_64 random{7};
    for (int i = 0; i < 1200; ++i) {
        state.push_back(static_cast<std::uint8_t>(1 + random() % 3));
        deadline.push_back(now.time_since_epoch().count() +
                           static_cast<std::int64_t>(random() % 7'200'000));
    }
    const std::array metrics{sla::forecast_columns{
        .state = state.data(),
        .deadline = sla::time_column{deadline.data(), sla::time_unit::milliseconds}}};
    const auto add = [&](sla::forecast& f, std::size_t first, std::size_t count) {
        f.add(sla::forecast_input{.metrics = metrics}, first, count);
    };
    const auto agrees = [](const sla::forecast& f) {
        CHECK(f.read().front().at_any_time == f.due());
        CHECK(f.list().size() == std::min<std::uint64_t>(f.due(), 300));
    };
    sla::forecast whole{plan};
    add(whole, 0, 1200);
    agrees(whole);
    starve([&] { return sla::forecast{plan}; }, [&](sla::forecast& f) { add(f, 0, 1200); }, agrees);

    sla::forecast one{plan};
    add(one, 0, 150);
    sla::forecast other{plan};
    add(other, 150, 1050);
    starve([&] { return one; },
           [&](sla::forecast& f) {
               if (!f.merge(other).empty())
                   throw 1;
           },
           [&](sla::forecast& f) {
               CHECK(f.to_bytes() == one.to_bytes());
               CHECK(f.merge(other).empty());
               CHECK(f.to_bytes() == whole.to_bytes());
           });
}

TEST_CASE("a board has a ticket or has it not") {
    const sla::instant now{std::chrono::milliseconds{1'700'000'000'000}};
    const sla::board_plan plan = sla::compile(sla::board_definition{.now = now}).value();
    const sla::board_row row{.priority = 1,
                             .facts = {.created = now - 1h, .waiting_since = now - 10min},
                             .score = 4,
                             .scored = now - 5min};
    sla::live_board before{plan};
    before.add(row);
    starve([&] { return before; }, [&](sla::live_board& b) { b.add(row); },
           [&](const sla::live_board& b) { CHECK(b.to_bytes() == before.to_bytes()); });
    starve([&] { return before; },
           [&](sla::live_board& b) {
               if (!b.merge(before).empty())
                   throw 1;
           },
           [&](const sla::live_board& b) { CHECK(b.to_bytes() == before.to_bytes()); });
}
