// SPDX-License-Identifier: MIT
//
// Bytes of reviews, forecasts and boards: what is read of damaged ones has counts and lists that
// agree with each other.
#include <sla/flag.hpp>
#include <sla/forecast.hpp>
#include <sla/operations.hpp>
#include <sla/review.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <oracle/random_calendar.hpp>
#include <property/damaged_bytes.hpp>
#include <string>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::dice;
using sla::clock_state;

namespace {

constexpr sla::instant monday{milliseconds{1'700'000'000'000}};

/// Damages what `make` makes, seals it, and shows `check` whatever is read of it.
template <class Make, class Check>
void damage_all(const char* name, const char* code, const Make& make, const Check& check) {
    std::size_t accepted = 0;
    oracle::property{name, 1500}.run([&](dice& random, const std::string& which) {
        INFO(which);
        const auto value = make(random);
        std::vector<std::byte> bytes = value.to_bytes();
        CHECK(value.plan().from_bytes(bytes)->to_bytes() == bytes);
        tests::damage(random, bytes);
        // What it is made of has a checksum of its own, and its length before it.
        if (bytes.size() > 15) {
            const std::size_t size = std::to_integer<std::size_t>(bytes[13]) & 0x7fU;
            const std::size_t more = std::to_integer<std::size_t>(bytes[14]);
            const bool is_short = std::to_integer<unsigned>(bytes[13]) < 0x80U;
            const std::size_t begin = is_short ? 14 : 15;
            const std::size_t end = begin + size + (is_short ? 0 : more * 128);
            if (end <= bytes.size()) {
                std::vector<std::byte> part{bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                                            bytes.begin() + static_cast<std::ptrdiff_t>(end)};
                tests::seal(part);
                std::ranges::copy(part, bytes.begin() + static_cast<std::ptrdiff_t>(begin));
            }
        }
        tests::seal(bytes);
        const auto read = value.plan().from_bytes(bytes);
        if (!read) {
            const std::string& saw = read.issues().front().code;
            const std::string room{code};
            CHECK((saw == room + ".bytes_damaged" || saw == room + ".bytes_version" ||
                   saw == room + ".other_definition"));
            return;
        }
        ++accepted;
        CHECK(read->to_bytes() == bytes);
        auto twice = *read;
        CHECK(twice.merge(*read).empty());
        check(*read);
    });
    CHECK(accepted > 0);
}

} // namespace

TEST_CASE("whatever bytes make a review, its counts and its list agree") {
    damage_all(
        "bytes of reviews", "review",
        [](dice& random) {
            sla::review_definition d{.metrics = {"a", "b"}};
            d.dimensions = {sla::by_values("x", {"0", "1"})};
            d.change = static_cast<sla::review_change>(random.below(3));
            d.list_at_most = static_cast<std::size_t>(random.below(12));
            sla::review out{sla::compile(d).value()};
            for (std::int64_t rows = random.from_to(0, 15); rows > 0; --rows) {
                const auto outcome = [&] {
                    sla::clock_outcome o;
                    o.state = static_cast<std::uint8_t>(random.from_to(2, 8));
                    if (random.percent(80))
                        o.deadline = monday + milliseconds{random.from_to(0, 3)};
                    o.overdue = milliseconds{random.from_to(0, 2)};
                    return o;
                };
                const std::array ids{random.from_to(-1, 2)};
                const std::array clocks{sla::reviewed_clock{outcome(), outcome()},
                                        sla::reviewed_clock{outcome(), outcome()}};
                out.add(sla::review_row{
                    .ticket = random.from_to(-3, 90), .ids = ids, .metrics = clocks});
            }
            return out;
        },
        [](const sla::review& r) {
            std::uint64_t changed = 0;
            for (const std::size_t metric : {0U, 1U}) {
                const sla::review_line line = r.read({.metric = metric}).front();
                changed += line.changed;
                CHECK(line.before.rows() == line.after.rows());
                for (std::size_t s = 0; s < sla::clock_state_count; ++s) {
                    std::uint64_t from = 0;
                    std::uint64_t to = 0;
                    for (std::size_t other = 0; other <= sla::error_transition; ++other) {
                        from += line.transitions[s][other];
                        to += line.transitions[other][s];
                    }
                    CHECK(from == line.before.by_state[s]);
                    CHECK(to == line.after.by_state[s]);
                }
            }
            CHECK(changed <= r.changed());
            CHECK(r.changed() <= changed + r.counts().unknown_id);
            CHECK(r.list().size() ==
                  std::min<std::uint64_t>(r.changed(), r.plan().definition().list_at_most));
        });
}

TEST_CASE("whatever bytes make a forecast, its counts and its list agree") {
    damage_all(
        "bytes of forecasts", "forecast",
        [](dice& random) {
            sla::forecast_definition d{.now = monday, .metrics = {"a", "b"}};
            d.dimensions = {sla::by_values("x", {"0", "1"})};
            d.horizons = {{"hour", sla::elapsed{1h}}, {"day", sla::elapsed{24h}}};
            d.load.count = 3;
            d.list_at_most = static_cast<std::size_t>(random.below(12));
            sla::forecast out{sla::compile(d).value()};
            for (std::int64_t rows = random.from_to(0, 15); rows > 0; --rows) {
                const auto clock = [&] {
                    sla::forecast_clock c;
                    c.state = static_cast<std::uint8_t>(random.from_to(0, 8));
                    if (random.percent(80))
                        c.breaches_at = monday + milliseconds{random.from_to(-9, 100'000'000)};
                    return c;
                };
                const std::array ids{random.from_to(-1, 2)};
                const std::array clocks{clock(), clock()};
                out.add(sla::forecast_row{
                    .ticket = random.from_to(-3, 90), .ids = ids, .metrics = clocks});
            }
            return out;
        },
        [](const sla::forecast& f) {
            std::uint64_t due = 0;
            for (const std::size_t metric : {0U, 1U}) {
                const sla::forecast_line line = f.read({.metric = metric}).front();
                due += line.at_any_time;
                CHECK(line.within[0] <= line.within[1]);
                CHECK(line.within[1] <= line.at_any_time);
                CHECK(line.at_any_time <= line.now.open() + line.now.of(clock_state::not_started));
            }
            CHECK(due <= f.due());
            CHECK(f.due() <= due + f.counts().unknown_id);
            CHECK(f.list().size() ==
                  std::min<std::uint64_t>(f.due(), f.plan().definition().list_at_most));
        });
}

TEST_CASE("whatever bytes make a board, its figures agree") {
    damage_all(
        "bytes of boards", "operations",
        [](dice& random) {
            sla::board_definition d{.now = monday};
            d.backlog = {{.name = "top", .priorities = {0, 1}, .most = 2}};
            sla::live_board out{sla::compile(d).value()};
            for (std::int64_t rows = random.from_to(0, 12); rows > 0; --rows) {
                sla::board_row row{.priority = random.from_to(-1, 4)};
                row.facts.created = monday - minutes{random.from_to(0, 900)};
                if (random.percent(50))
                    row.facts.waiting_since = monday - minutes{random.from_to(0, 900)};
                if (random.percent(30)) {
                    row.facts.first_resolved = row.facts.resolved =
                        monday - minutes{random.from_to(0, 900)};
                    row.facts.first_contact = sla::flag_of(random.percent(50));
                }
                if (random.percent(40)) {
                    row.score = random.small(-5, 5);
                    row.scored = monday;
                }
                out.add(row);
            }
            return out;
        },
        [](const sla::live_board& b) {
            const sla::board_view view = b.view();
            std::uint64_t open = 0;
            for (const sla::board_line& line : view.by_priority) {
                CHECK(line.waiting <= line.open);
                CHECK(line.mean_wait.has_value() == (line.waiting > 0));
                open += line.open;
            }
            CHECK(open == view.all.open);
            CHECK(view.backlog[0].waiting ==
                  view.by_priority[0].waiting + view.by_priority[1].waiting);
        });
}

TEST_CASE("bytes of another definition, version or kind are told apart") {
    const auto code = [](const auto& read) {
        return read ? std::string{} : read.issues().front().code;
    };
    const auto plan = [](std::size_t list_at_most) {
        return sla::compile(sla::review_definition{.metrics = {"a"}, .list_at_most = list_at_most})
            .value();
    };
    const std::vector<std::byte> review = sla::review{plan(10)}.to_bytes();
    CHECK(code(plan(10).from_bytes(review)).empty());
    CHECK(code(plan(11).from_bytes(review)) == "review.other_definition");
    std::vector<std::byte> later = review;
    later[4] = std::byte{2};
    tests::seal(later);
    CHECK(code(plan(10).from_bytes(later)) == "review.bytes_version");
    const auto other = sla::compile(sla::review_definition{.metrics = {"b"}, .list_at_most = 10});
    CHECK(code(other->from_bytes(review)) == "review.other_definition");

    const auto due_at = [](sla::instant now) {
        return sla::compile(sla::forecast_definition{.now = now, .metrics = {"a"}}).value();
    };
    const std::vector<std::byte> forecast = sla::forecast{due_at(monday)}.to_bytes();
    CHECK(code(due_at(monday).from_bytes(forecast)).empty());
    CHECK(code(due_at(monday + 1ms).from_bytes(forecast)) == "forecast.other_definition");
    CHECK(code(due_at(monday).from_bytes(review)) == "forecast.bytes_damaged");
    CHECK(code(plan(10).from_bytes(forecast)) == "review.bytes_damaged");
    CHECK(code(plan(10).from_bytes({})) == "review.bytes_damaged");

    const auto board_at = [](sla::instant now, const sla::zone& clock, std::uint64_t most) {
        sla::board_definition d{.now = now, .clock = clock};
        d.backlog = {{.name = "top", .priorities = {0}, .most = most}};
        return sla::compile(d).value();
    };
    const sla::zone berlin = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    const std::vector<std::byte> board =
        sla::live_board{board_at(monday, sla::zone::utc(), 2)}.to_bytes();
    CHECK(code(board_at(monday, sla::zone::utc(), 2).from_bytes(board)).empty());
    for (const sla::board_plan& differs :
         {board_at(monday + 1ms, sla::zone::utc(), 2), board_at(monday, berlin, 2),
          board_at(monday, sla::zone::utc(), 3)})
        CHECK(code(differs.from_bytes(board)) == "operations.other_definition");
}
