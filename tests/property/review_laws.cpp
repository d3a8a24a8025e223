// SPDX-License-Identifier: MIT
//
// A review is what counting pairs of outcomes one by one says, however the rows were divided and
// whether they came as columns or one at a time.
#include <sla/review.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <oracle/random_calendar.hpp>
#include <tuple>
#include <utility>
#include <vector>

using oracle::dice;
using sla::clock_state;

namespace {

struct clock_table {
    std::vector<std::uint8_t> state{};
    std::vector<std::int64_t> deadline{};
    std::vector<std::int64_t> overdue{};

    void add(dice& random) {
        state.push_back(static_cast<std::uint8_t>(random.percent(5) ? random.from_to(128, 138)
                                                                    : random.from_to(0, 6)));
        deadline.push_back(random.percent(30) ? sla::no_value : random.from_to(0, 3));
        overdue.push_back(state.back() == 5 ? random.from_to(1, 3) : 0);
    }
    [[nodiscard]] sla::outcome_columns view() const {
        return {.state = state.data(),
                .deadline = {deadline.data(), sla::time_unit::milliseconds},
                .overdue = {overdue.data(), sla::time_unit::milliseconds}};
    }
    [[nodiscard]] sla::clock_outcome at(std::size_t row) const {
        return {.state = state[row],
                .deadline = deadline[row] == sla::no_value
                                ? sla::never
                                : sla::instant{sla::elapsed{deadline[row]}},
                .overdue = sla::elapsed{overdue[row]}};
    }
};

struct table {
    std::vector<std::int64_t> tickets{};
    std::vector<std::int8_t> group{};
    std::array<clock_table, 2> before{};
    std::array<clock_table, 2> after{};

    [[nodiscard]] std::size_t rows() const { return tickets.size(); }
};

constexpr std::int8_t groups = 3;

table random_table(dice& random) {
    table out;
    const std::int64_t rows = random.percent(5) ? 0 : random.from_to(1, 1500);
    for (std::int64_t i = 0; i < rows; ++i) {
        out.tickets.push_back(random.from_to(-50, 500)); // some of them twice
        out.group.push_back(static_cast<std::int8_t>(random.from_to(-1, groups - 1)));
        for (std::size_t m = 0; m < 2; ++m) {
            out.before[m].add(random);
            if (random.percent(60)) {
                for (const auto member : {&clock_table::deadline, &clock_table::overdue})
                    (out.after[m].*member).push_back((out.before[m].*member).back());
                out.after[m].state.push_back(out.before[m].state.back());
            } else {
                out.after[m].add(random);
            }
        }
    }
    return out;
}

bool differ(sla::review_change change, const sla::clock_outcome& a, const sla::clock_outcome& b) {
    switch (change) {
    case sla::review_change::state:
        return a.state != b.state;
    case sla::review_change::deadline:
        return a.state != b.state || a.deadline != b.deadline;
    default:
        return !(a == b);
    }
}

void add_columns(sla::review& to, const table& t, std::size_t first, std::size_t count) {
    const std::array ids{sla::id_column{t.group.data()}};
    const std::array metrics{
        sla::review_columns{.before = t.before[0].view(), .after = t.after[0].view()},
        sla::review_columns{.before = t.before[1].view(), .after = t.after[1].view()}};
    to.add({.tickets = t.tickets.data(), .ids = ids, .metrics = metrics}, first, count);
}
void add_rows(sla::review& to, const table& t, std::size_t first, std::size_t count) {
    for (std::size_t row = first; row < first + count; ++row) {
        const std::array ids{std::int64_t{t.group[row]}};
        const std::array metrics{
            sla::reviewed_clock{.before = t.before[0].at(row), .after = t.after[0].at(row)},
            sla::reviewed_clock{.before = t.before[1].at(row), .after = t.after[1].at(row)}};
        to.add({.ticket = t.tickets[row], .ids = ids, .metrics = metrics});
    }
}

// Everything that a review says.
auto figures(const sla::review& r) {
    std::vector<std::tuple<std::vector<std::size_t>, std::uint64_t,
                           decltype(sla::review_line{}.transitions), sla::attainment,
                           sla::attainment, sla::distribution, sla::distribution>>
        out;
    for (std::size_t m = 0; m < 2; ++m)
        for (auto& by : {std::vector<std::size_t>{}, std::vector<std::size_t>{0}})
            for (const sla::review_line& l : r.read({.metric = m, .by = by}))
                out.emplace_back(l.key, l.changed, l.transitions, l.before, l.after,
                                 l.overdue_before, l.overdue_after);
    return std::tuple{std::move(out), r.changed(), r.list(), r.counts()};
}

} // namespace

TEST_CASE("a review is what counting pairs of outcomes says, in whatever parts") {
    oracle::property{"review", 60}.run([](dice& random, const std::string& name) {
        INFO(name);
        const table t = random_table(random);
        const auto change = static_cast<sla::review_change>(random.below(3));
        const auto most = static_cast<std::size_t>(random.from_to(0, 100));
        const sla::review_plan plan =
            sla::compile(
                sla::review_definition{.dimensions = {sla::by_values("g", {"a", "b", "c"})},
                                       .metrics = {"x", "y"},
                                       .change = change,
                                       .list_at_most = most})
                .value();
        sla::review whole{plan};
        add_columns(whole, t, 0, t.rows());

        // Counted one by one.
        std::vector<sla::changed_clock> changed;
        for (std::size_t m = 0; m < 2; ++m) {
            std::map<int, std::map<std::pair<int, int>, std::uint64_t>> moved;
            for (std::size_t row = 0; row < t.rows(); ++row) {
                const auto a = t.before[m].at(row);
                const auto b = t.after[m].at(row);
                ++moved[t.group[row] < 0 ? groups : t.group[row]]
                       [{std::min<int>(a.state, 7), std::min<int>(b.state, 7)}];
                if (differ(change, a, b))
                    changed.push_back({.ticket = t.tickets[row],
                                       .metric = static_cast<std::uint32_t>(m),
                                       .before = a,
                                       .after = b});
            }
            const auto lines = whole.read({.metric = m, .by = {0}});
            REQUIRE(lines.size() == moved.size());
            for (const sla::review_line& line : lines)
                for (int a = 0; a < 8; ++a)
                    for (int b = 0; b < 8; ++b)
                        REQUIRE(line.transitions[static_cast<std::size_t>(a)]
                                                [static_cast<std::size_t>(b)] ==
                                moved[static_cast<int>(line.key[0])][{a, b}]);
        }
        REQUIRE(whole.changed() == changed.size());
        std::sort(changed.begin(), changed.end());
        changed.resize(std::min(changed.size(), most));
        REQUIRE(whole.list() == changed);

        // In parts, merged in any order.
        std::vector<sla::review> parts;
        for (std::size_t first = 0; first < t.rows();) {
            const auto count = static_cast<std::size_t>(
                random.from_to(1, static_cast<std::int64_t>(t.rows() - first)));
            parts.emplace_back(plan);
            random.percent(50) ? add_columns(parts.back(), t, first, count)
                               : add_rows(parts.back(), t, first, count);
            first += count;
        }
        sla::review merged{plan};
        while (!parts.empty()) {
            const auto i = static_cast<std::ptrdiff_t>(random.below(parts.size()));
            REQUIRE(merged.merge(parts[static_cast<std::size_t>(i)]).empty());
            parts.erase(parts.begin() + i);
        }
        REQUIRE(figures(merged) == figures(whole));
    });
}
