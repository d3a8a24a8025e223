// SPDX-License-Identifier: MIT
//
// Bytes that are damaged are refused, or what they make has figures that agree with each other;
// nothing else happens. The checksum is made right again here, so that the figures behind it are
// looked at.
#include <sla/report.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <oracle/random_calendar.hpp>
#include <property/damaged_bytes.hpp>
#include <span>
#include <string>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::dice;
using sla::clock_state;

namespace {

sla::report random_report(dice& random) {
    sla::report_definition d;
    d.dimensions = {sla::by_values("a", {"0", "1", "2"})};
    d.metrics = {{.name = "m", .lengths = {{.name = "l", .limits = {10s, 4s, 4s}}, {.name = "k"}}},
                 {.name = "n"}};
    d.exact_values = static_cast<std::uint32_t>(random.from_to(0, 20));
    sla::report out{sla::compile(d).value()};
    for (std::int64_t rows = random.from_to(0, 120); rows > 0; --rows) {
        const std::array ids{random.from_to(-1, 3)};
        std::array<sla::metric_row, 2> metrics{};
        for (sla::metric_row& metric : metrics) {
            metric.state = static_cast<std::uint8_t>(random.from_to(3, 7));
            for (std::size_t i = 0; i < 2; ++i)
                if (random.percent(90))
                    metric.lengths[i] =
                        milliseconds{random.from_to(-5, 1 << random.from_to(1, 30))};
        }
        out.add({.ids = ids, .metrics = metrics});
    }
    return out;
}

/// Counts, the sum and the extremes of lengths as far as the bars of their chart bound them.
void check_figures(const sla::distribution& d, const std::vector<sla::elapsed>& limits) {
    const std::vector<sla::length_bucket> buckets = d.buckets();
    std::uint64_t count = 0;
    std::int64_t least_sum = 0;
    std::int64_t greatest_sum = 0;
    for (const sla::length_bucket& b : buckets) {
        CHECK(b.count > 0);
        count += b.count;
        least_sum += static_cast<std::int64_t>(b.count) * std::max(b.from, *d.min()).count();
        greatest_sum +=
            static_cast<std::int64_t>(b.count) * std::min(b.to + 999ms, *d.max()).count();
    }
    CHECK(count == d.count());
    if (count == 0)
        return;
    CHECK(d.min() <= d.max());
    CHECK(buckets.front().from <= *d.min());
    CHECK(*d.min() <= buckets.front().to + 999ms);
    CHECK(buckets.back().from <= *d.max());
    CHECK(*d.max() <= buckets.back().to + 999ms);
    CHECK(least_sum <= d.sum()->count());
    CHECK(d.sum()->count() <= greatest_sum);
    for (std::size_t k = 0; k < limits.size(); ++k) {
        std::uint64_t surely = 0;
        std::uint64_t perhaps = 0;
        for (const sla::length_bucket& b : buckets) {
            surely += std::min(b.to + 999ms, *d.max()) <= limits[k] ? b.count : 0;
            perhaps += std::max(b.from, *d.min()) <= limits[k] ? b.count : 0;
        }
        CHECK(surely <= *d.within(k));
        CHECK(*d.within(k) <= perhaps);
        for (std::size_t other = 0; other < limits.size(); ++other)
            if (limits[other] <= limits[k])
                CHECK(*d.within(other) <= *d.within(k));
    }
}

} // namespace

TEST_CASE("whatever bytes make a report, it is one that rows could have made") {
    std::size_t accepted = 0;
    oracle::property{"bytes", 4000}.run([&](dice& random, const std::string& name) {
        INFO(name);
        const sla::report report = random_report(random);
        std::vector<std::byte> bytes = report.to_bytes();
        tests::damage(random, bytes);
        tests::seal(bytes);
        const auto read = report.plan().from_bytes(bytes);
        if (!read) {
            CHECK(read.issues().front().code == "report.bytes_damaged");
            return;
        }
        ++accepted;
        CHECK(read->to_bytes() == bytes); // one form for each report
        std::uint64_t rows = 0;
        for (const sla::report_line& line : read->read({.by = {0}})) {
            rows += line.counts.rows();
            CHECK(line.counts.rows() != 0);
            const auto& lengths = read->plan().definition().metrics[0].lengths;
            for (std::size_t i = 0; i < lengths.size(); ++i) {
                const sla::distribution& d = line.lengths[i];
                check_figures(d, lengths[i].limits);
                CHECK(d.count() + d.missing() + d.out_of_range() ==
                      line.counts.of(clock_state::met) + line.counts.of(clock_state::breached));
                if (d.count() == 0)
                    continue;
                CHECK(d.min() <= d.mean());
                CHECK(d.mean() <= d.max());
                const auto p = d.percentile(sla::share::percent(50));
                CHECK(p->low <= p->high);
                CHECK(p->high <= *d.max());
                sla::report twice = *read;
                CHECK(twice.merge(*read).empty());
            }
        }
        CHECK(rows == read->counts().in_groups());
    });
    CHECK(accepted > 0); // some damage makes another report
}

TEST_CASE("figures that contradict each other are refused") {
    sla::report_definition d;
    d.metrics = {{.name = "m", .lengths = {{.name = "l", .limits = {15ms}}}}};
    sla::report report{sla::compile(d).value()};
    for (const milliseconds length : {10ms, 20ms, 30ms}) {
        const std::array metrics{sla::metric_row{
            .state = static_cast<std::uint8_t>(clock_state::met), .lengths = {length}}};
        report.add({.metrics = metrics});
    }
    const std::vector<std::byte> bytes = report.to_bytes();
    REQUIRE(bytes.size() == 45);
    struct change {
        std::size_t at;
        unsigned from, to;
        bool is_possible;
    };
    // 0 "SLAR", version, 5 fingerprint, 13 counts of rows, 17 the group, 18 its states, then its
    // lengths: out of range, count, sum, its high half, least, greatest, within, seconds.
    for (const change& c : {change{13, 3, 4, false}, // more rows than are in groups
                            change{14, 0, 1, false},   change{17, 1, 2, false}, // no such group
                            change{22, 3, 4, false}, // more met than there are rows
                            change{26, 0, 1, false}, // more lengths than rows
                            change{27, 3, 2, false},   change{27, 3, 4, false},
                            change{28, 60, 49, false}, // 10 + 10 + 30 at least
                            change{28, 60, 50, true},  change{28, 60, 70, true},
                            change{28, 60, 71, false}, // 10 + 30 + 30 at most
                            change{29, 0, 1, false},   change{30, 10, 31, false},
                            change{30, 10, 16, false}, // then none would be within 15
                            change{31, 30, 15, false}, // then all would be
                            change{32, 1, 0, false},   change{32, 1, 2, true},
                            change{32, 1, 3, false},   change{33, 0, 1, false},
                            change{35, 0, 1, false},   change{36, 0, 1, false}}) {
        CAPTURE(c.at, c.to);
        std::vector<std::byte> changed = bytes;
        REQUIRE(std::to_integer<unsigned>(bytes[c.at]) == c.from);
        changed[c.at] = static_cast<std::byte>(c.to);
        tests::seal(changed);
        const auto read = report.plan().from_bytes(changed);
        CHECK(static_cast<bool>(read) == c.is_possible);
        if (!read)
            CHECK(read.issues().front().code == "report.bytes_damaged");
    }
}
