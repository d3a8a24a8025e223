// SPDX-License-Identifier: MIT
//
// Bytes that are damaged are refused, or they make a report that rows could have made; nothing else
// happens. The checksum is made right again here, so that the figures behind it are looked at.
#include <sla/report.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <oracle/random_calendar.hpp>
#include <span>
#include <string>
#include <vector>

using namespace std::chrono;
using oracle::dice;
using sla::clock_state;

namespace {

sla::report random_report(dice& random) {
    sla::report_definition d;
    d.dimensions = {sla::by_values("a", {"0", "1", "2"})};
    d.metrics = {{.name = "m", .lengths = {{.name = "l", .limits = {10s}}, {.name = "k"}}},
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

/// FNV-1a of all but the last eight bytes, which it becomes.
void seal(std::vector<std::byte>& bytes) {
    if (bytes.size() < 8)
        return;
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (std::size_t i = 0; i < bytes.size() - 8; ++i)
        hash = (hash ^ std::to_integer<std::uint64_t>(bytes[i])) * 0x100000001b3U;
    for (unsigned i = 0; i < 8; ++i)
        bytes[bytes.size() - 8 + i] = static_cast<std::byte>(hash >> (8 * i) & 0xffU);
}

void damage(dice& random, std::vector<std::byte>& bytes) {
    for (int n = random.small(1, 3); n > 0 && bytes.size() > 22; --n) {
        // After the fingerprint.
        const auto at = static_cast<std::ptrdiff_t>(
            random.from_to(13, static_cast<std::int64_t>(bytes.size()) - 9));
        const std::byte some{
            static_cast<unsigned char>(random.percent(50) ? random.below(3) : random.below(256))};
        switch (random.below(3)) {
        case 0:
            bytes[static_cast<std::size_t>(at)] = some;
            break;
        case 1:
            bytes.insert(bytes.begin() + at, some);
            break;
        default:
            bytes.erase(bytes.begin() + at);
        }
    }
}

} // namespace

TEST_CASE("whatever bytes make a report, it is one that rows could have made") {
    std::size_t accepted = 0;
    oracle::property{"bytes", 4000}.run([&](dice& random, const std::string& name) {
        INFO(name);
        const sla::report report = random_report(random);
        std::vector<std::byte> bytes = report.to_bytes();
        damage(random, bytes);
        seal(bytes);
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
            for (const sla::distribution& d : line.lengths) {
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
