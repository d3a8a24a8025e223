// SPDX-License-Identifier: MIT
//
// Reports of parts, whatever the parts and in whatever order, are the report of the whole; and the
// whole is what counting and sorting all rows says, for exact figures bit for bit, for percentiles
// within the bound that is told with them.
#include <sla/report.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono;
using oracle::dice;
using sla::clock_state;

namespace {

/// A definition, and a table of rows that fits it more or less.
struct report_case {
    sla::report_definition definition{};
    std::size_t rows = 0;
    std::vector<std::vector<std::int8_t>> ids{};
    std::vector<std::vector<std::int64_t>> instants{}; // milliseconds
    std::vector<std::vector<std::uint8_t>> states{};
    std::vector<std::vector<std::vector<std::int64_t>>> lengths{}; // [metric][length][row]
};

std::vector<std::string> numbered(std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back("v" + std::to_string(i));
    return out;
}

const std::vector<sla::zone>& zones() {
    static const std::vector<sla::zone> all{
        sla::zone::utc(), sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value(),
        sla::zone_from_rule("Lord Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0").value(),
        sla::zone_from_rule("midnight", "AAA3BBB,M10.3.0/0,M2.3.0/0").value()};
    return all;
}

std::int64_t random_length(dice& random, int shape) {
    if (random.percent(5))
        return sla::no_value;
    if (random.percent(2))
        return -random.from_to(1, 1'000'000);
    if (random.percent(1))
        return sla::longest_length.count() + random.from_to(-1, 1);
    switch (shape) {
    case 0: // few values
        return 1000 * random.from_to(0, 5);
    case 1: // seconds
        return random.from_to(0, 300'000);
    default: // anything, evenly over the doublings
        return random.from_to(0, std::int64_t{1} << random.from_to(0, 40));
    }
}

report_case random_case(dice& random) {
    report_case out;
    out.rows = random.percent(10) ? 0 : static_cast<std::size_t>(random.from_to(1, 3000));
    sla::report_definition& d = out.definition;
    d.exact_values = random.percent(30) ? 0 : static_cast<std::uint32_t>(random.from_to(1, 200));
    d.precision_bits = static_cast<std::uint8_t>(random.from_to(4, 10));
    const int dimensions = random.small(0, 3);
    for (int i = 0; i < dimensions; ++i) {
        const std::string name = "d" + std::to_string(i);
        if (random.percent(60)) {
            const std::size_t size = static_cast<std::size_t>(random.from_to(1, 5));
            d.dimensions.push_back(sla::by_values(name, numbered(size)));
            auto& column = out.ids.emplace_back();
            for (std::size_t row = 0; row < out.rows; ++row)
                column.push_back(static_cast<std::int8_t>(
                    random.percent(1) ? random.from_to(-3, static_cast<std::int64_t>(size) + 2)
                                      : random.from_to(0, static_cast<std::int64_t>(size) - 1)));
            continue;
        }
        sla::calendar_grouping calendar;
        calendar.unit = static_cast<sla::calendar_unit>(random.below(8));
        calendar.zone = random.pick(zones());
        calendar.from = local_days{2025y / January / 1} + days{random.small(0, 400)};
        calendar.end = calendar.from + days{random.small(1, 120)};
        calendar.week_begins = weekday{static_cast<unsigned>(random.below(7))};
        d.dimensions.push_back(sla::by_calendar(name, calendar));
        auto& column = out.instants.emplace_back();
        const bool in_order = random.percent(50);
        const std::int64_t begin =
            floor<milliseconds>(calendar.from.time_since_epoch()).count() - 86'400'000;
        const std::int64_t end =
            floor<milliseconds>(calendar.end.time_since_epoch()).count() + 86'400'000;
        for (std::size_t row = 0; row < out.rows; ++row)
            column.push_back(random.percent(1) ? sla::no_value : random.from_to(begin, end));
        if (in_order)
            std::sort(column.begin(), column.end());
    }
    const int metrics = random.small(1, 2);
    for (int m = 0; m < metrics; ++m) {
        sla::report_metric& metric = d.metrics.emplace_back();
        metric.name = "m" + std::to_string(m);
        auto& states = out.states.emplace_back();
        for (std::size_t row = 0; row < out.rows; ++row)
            states.push_back(
                static_cast<std::uint8_t>(random.percent(3) ? random.below(256) : random.below(7)));
        auto& lengths = out.lengths.emplace_back();
        const int count = random.small(0, 2);
        for (int i = 0; i < count; ++i) {
            sla::report_length& length = metric.lengths.emplace_back();
            length.name = "l" + std::to_string(i);
            if (random.percent(50))
                length.of.bits = static_cast<std::uint8_t>(random.from_to(1, 127));
            for (int k = random.small(0, 2); k > 0; --k)
                length.limits.push_back(milliseconds{random.from_to(0, 200'000)});
            const int shape = random.small(0, 2);
            auto& values = lengths.emplace_back();
            for (std::size_t row = 0; row < out.rows; ++row)
                values.push_back(random_length(random, shape));
        }
    }
    return out;
}

/// The columns of a case, as a report takes them.
class case_view {
public:
    explicit case_view(const report_case& of) {
        for (const auto& column : of.ids)
            ids_.emplace_back(column.data());
        for (const auto& column : of.instants)
            instants_.emplace_back(column.data(), sla::time_unit::milliseconds);
        lengths_.resize(of.lengths.size());
        for (std::size_t m = 0; m < of.lengths.size(); ++m) {
            for (const auto& column : of.lengths[m])
                lengths_[m].emplace_back(
                    sla::time_column{column.data(), sla::time_unit::milliseconds});
            metrics_.push_back({.state = of.states[m].data(), .lengths = lengths_[m]});
        }
    }
    [[nodiscard]] sla::report_input input() const {
        return {.ids = ids_, .instants = instants_, .metrics = metrics_};
    }

private:
    std::vector<sla::id_column> ids_{};
    std::vector<sla::time_column> instants_{};
    std::vector<std::vector<sla::length_column>> lengths_{};
    std::vector<sla::metric_columns> metrics_{};
};

// -- the slow way ---------------------------------------------------------------------------------

/// Which value a local time is of, by the words: the position of its text among those of all
/// dates from the first to the last. Nothing where the date is outside.
std::optional<std::size_t> slow_calendar_value(const sla::calendar_grouping& of, std::int64_t ms) {
    const sla::local_time local = of.zone.to_local(sla::instant{milliseconds{ms}});
    const auto date = floor<days>(local);
    if (date < of.from || date >= of.end)
        return {};
    const auto hour = static_cast<std::size_t>(floor<hours>(local - date).count());
    std::size_t weekday_number = 0;
    while (weekday{of.week_begins} + days{weekday_number} != weekday{date})
        ++weekday_number;
    if (of.unit == sla::calendar_unit::hour_of_day)
        return hour;
    if (of.unit == sla::calendar_unit::day_of_week)
        return weekday_number;
    if (of.unit == sla::calendar_unit::hour_of_week)
        return weekday_number * 24 + hour;
    std::size_t value = 0;
    for (local_days d = of.from + days{1}; d <= date; d += days{1}) {
        const year_month_day ymd{d};
        const bool first_of_month = ymd.day() == day{1};
        const unsigned month_number{ymd.month()};
        const bool begins =
            of.unit == sla::calendar_unit::day ||
            (of.unit == sla::calendar_unit::week && weekday{d} == of.week_begins) ||
            (of.unit == sla::calendar_unit::month && first_of_month) ||
            (of.unit == sla::calendar_unit::quarter && first_of_month && month_number % 3 == 1) ||
            (of.unit == sla::calendar_unit::year && first_of_month && month_number == 1);
        value += begins ? 1 : 0;
    }
    return value;
}

using group_key = std::vector<std::size_t>;

struct slow_length {
    std::uint64_t missing = 0, out_of_range = 0;
    std::vector<std::int64_t> values{}; // milliseconds
};
struct slow_group {
    sla::attainment counts{};
    std::vector<slow_length> lengths{};
};
struct slow_report {
    sla::report_counts counts{};
    std::vector<std::map<group_key, slow_group>> metrics{};
};

slow_report slow_report_of(const report_case& of, const sla::report_plan& plan) {
    slow_report out;
    out.metrics.resize(of.definition.metrics.size());
    for (std::size_t row = 0; row < of.rows; ++row) {
        ++out.counts.rows;
        group_key key;
        bool is_unknown = false;
        bool is_outside = false;
        std::size_t id = 0;
        std::size_t instant = 0;
        for (std::size_t d = 0; d < of.definition.dimensions.size(); ++d) {
            const std::size_t none = plan.size(d);
            if (const auto& calendar = of.definition.dimensions[d].calendar) {
                const std::int64_t ms = of.instants[instant++][row];
                const auto value = ms == sla::no_value ? std::optional<std::size_t>{none}
                                                       : slow_calendar_value(*calendar, ms);
                is_outside = is_outside || !value;
                key.push_back(value.value_or(0));
            } else {
                const std::int8_t n = of.ids[id++][row];
                is_unknown = is_unknown || n >= static_cast<std::int64_t>(none);
                key.push_back(n < 0 ? none : static_cast<std::size_t>(n));
            }
        }
        if (is_unknown || is_outside) {
            ++(is_unknown ? out.counts.unknown_id : out.counts.outside);
            continue;
        }
        for (std::size_t m = 0; m < of.definition.metrics.size(); ++m) {
            slow_group& group = out.metrics[m][key];
            const std::uint8_t state = of.states[m][row];
            ++(state < 7 ? group.counts.by_state[state] : group.counts.errors);
            const auto& lengths = of.definition.metrics[m].lengths;
            group.lengths.resize(lengths.size());
            for (std::size_t i = 0; i < lengths.size(); ++i) {
                if (state >= 7 || !lengths[i].of.contains(static_cast<clock_state>(state)))
                    continue;
                const std::int64_t v = of.lengths[m][i][row];
                if (v == sla::no_value)
                    ++group.lengths[i].missing;
                else if (v < 0 || v >= sla::longest_length.count())
                    ++group.lengths[i].out_of_range;
                else
                    group.lengths[i].values.push_back(v);
            }
        }
    }
    return out;
}

/// `exact`: whether all percentiles have to be.
void check_length(const sla::distribution& got, slow_length expected,
                  const sla::report_length& definition, std::uint8_t bits, bool exact) {
    auto& v = expected.values;
    std::sort(v.begin(), v.end());
    CHECK(got.count() == v.size());
    CHECK(got.missing() == expected.missing);
    CHECK(got.out_of_range() == expected.out_of_range);
    CHECK(got.is_exact() == exact);
    for (std::size_t k = 0; k < definition.limits.size(); ++k)
        CHECK(got.within(k) ==
              static_cast<std::uint64_t>(std::count_if(v.begin(), v.end(), [&](std::int64_t ms) {
                  return milliseconds{ms} <= definition.limits[k];
              })));
    if (v.empty()) {
        CHECK_FALSE(got.mean());
        CHECK_FALSE(got.percentile(sla::share::percent(50)));
        return;
    }
    // 3,000 lengths of 2^41 ms fit into 64 bits.
    std::int64_t sum = 0;
    for (const std::int64_t ms : v)
        sum += ms;
    const auto count = static_cast<std::int64_t>(v.size());
    CHECK(got.sum() == milliseconds{sum});
    CHECK(got.mean() == milliseconds{sum / count + (sum % count * 2 >= count ? 1 : 0)});
    CHECK(got.min() == milliseconds{v.front()});
    CHECK(got.max() == milliseconds{v.back()});
    for (const std::uint64_t p : {0U, 1U, 10U, 500U, 900U, 950U, 990U, 999U, 1000U}) {
        const std::uint64_t rank = (p * v.size() + 999) / 1000;
        const std::int64_t truth = v[rank == 0 ? 0 : rank - 1] / 1000;
        const sla::percentile_value told = *got.percentile(sla::share::per_mille(p));
        const std::int64_t low = told.low.count() / 1000;
        const std::int64_t high = told.high.count() / 1000;
        CHECK(low <= truth);
        CHECK(truth <= high);
        CHECK((told.low <= told.value && told.value <= told.high));
        // Within one part in 2^bits, and exact below 2^(bits - 1) seconds.
        const std::int64_t error = std::abs(told.value.count() - truth * 1000);
        CHECK(error << bits <= truth * 1000);
        if (exact || truth < std::int64_t{1} << (bits - 1))
            CHECK(told.is_exact());
    }
    std::uint64_t in_buckets = 0;
    for (const sla::length_bucket& b : got.buckets()) {
        const auto from = floor<seconds>(b.from).count();
        const auto to = floor<seconds>(b.to).count();
        CHECK(b.count ==
              static_cast<std::uint64_t>(std::count_if(v.begin(), v.end(), [&](std::int64_t ms) {
                  return from <= ms / 1000 && ms / 1000 <= to;
              })));
        in_buckets += b.count;
    }
    CHECK(in_buckets == v.size());
}

void check_report(const sla::report& report, const report_case& of, dice& random) {
    const slow_report slow = slow_report_of(of, report.plan());
    CHECK(report.counts() == slow.counts);
    std::vector<std::size_t> by;
    for (std::size_t d = 0; d < of.definition.dimensions.size(); ++d)
        if (random.percent(70))
            by.push_back(d);
    if (by.size() > 1 && random.percent(50))
        std::reverse(by.begin(), by.end());
    for (std::size_t m = 0; m < of.definition.metrics.size(); ++m) {
        // Rolled up by hand: figures add up, values are thrown together.
        std::map<group_key, slow_group> lines;
        std::map<group_key, std::vector<bool>> exact;
        const auto& lengths = of.definition.metrics[m].lengths;
        for (const auto& [key, group] : slow.metrics[m]) {
            group_key rolled;
            for (const std::size_t d : by)
                rolled.push_back(key[d]);
            slow_group& line = lines[rolled];
            line.counts += group.counts;
            line.lengths.resize(lengths.size());
            exact[rolled].resize(lengths.size(), true);
            for (std::size_t i = 0; i < lengths.size(); ++i) {
                line.lengths[i].missing += group.lengths[i].missing;
                line.lengths[i].out_of_range += group.lengths[i].out_of_range;
                line.lengths[i].values.insert(line.lengths[i].values.end(),
                                              group.lengths[i].values.begin(),
                                              group.lengths[i].values.end());
                if (group.lengths[i].values.size() > of.definition.exact_values)
                    exact[rolled][i] = false;
            }
        }
        if (by.empty() && lines.empty()) {
            lines[{}].lengths.resize(lengths.size());
            exact[{}].resize(lengths.size(), true);
        }
        const auto got = report.read({.metric = m, .by = by});
        REQUIRE(got.size() == lines.size());
        auto expected = lines.begin();
        for (const sla::report_line& line : got) {
            CHECK(line.key == expected->first);
            CHECK(line.counts == expected->second.counts);
            for (std::size_t i = 0; i < lengths.size(); ++i)
                check_length(line.lengths[i], expected->second.lengths[i], lengths[i],
                             of.definition.precision_bits, exact[expected->first][i]);
            ++expected;
        }
    }
}

} // namespace

TEST_CASE("a report is what counting and sorting says") {
    oracle::property{"report", 60}.run([](dice& random, const std::string& name) {
        INFO(name);
        const report_case of = random_case(random);
        sla::report report{sla::compile(of.definition).value()};
        report.add(case_view{of}.input(), 0, of.rows);
        check_report(report, of, random);
    });
}

TEST_CASE("reports of parts merge into the report of the whole") {
    oracle::property{"merge", 60}.run([](dice& random, const std::string& name) {
        INFO(name);
        const report_case of = random_case(random);
        const case_view view{of};
        const sla::report_plan plan = sla::compile(of.definition).value();
        sla::report whole{plan};
        whole.add(view.input(), 0, of.rows);

        // Parts of any size; some rows one by one; some parts by way of bytes.
        std::vector<sla::report> parts(static_cast<std::size_t>(random.from_to(1, 9)),
                                       sla::report{plan});
        for (std::size_t row = 0; row < of.rows;) {
            const std::size_t count = std::min(
                of.rows - row,
                static_cast<std::size_t>(random.from_to(1, random.percent(50) ? 3 : 2000)));
            parts[static_cast<std::size_t>(random.below(parts.size()))].add(view.input(), row,
                                                                            count);
            row += count;
        }
        while (parts.size() > 1) {
            const auto from = static_cast<std::size_t>(random.below(parts.size()));
            const sla::report part =
                random.percent(30) ? plan.from_bytes(parts[from].to_bytes()).value() : parts[from];
            parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(from));
            sla::report& to = parts[static_cast<std::size_t>(random.below(parts.size()))];
            REQUIRE(to.merge(part).empty());
        }
        CHECK(parts.front() == whole);
        CHECK(parts.front().to_bytes() == whole.to_bytes());
        CHECK(parts.front().counts() == whole.counts());
    });
}

TEST_CASE("a row at a time is the same as columns") {
    oracle::property{"rows", 20}.run([](dice& random, const std::string& name) {
        INFO(name);
        const report_case of = random_case(random);
        const sla::report_plan plan = sla::compile(of.definition).value();
        sla::report whole{plan};
        whole.add(case_view{of}.input(), 0, of.rows);
        sla::report one{plan};
        for (std::size_t row = 0; row < of.rows; ++row) {
            std::vector<std::int64_t> ids;
            for (const auto& column : of.ids)
                ids.push_back(column[row]);
            std::vector<sla::instant> instants;
            for (const auto& column : of.instants)
                instants.push_back(column[row] == sla::no_value
                                       ? sla::never
                                       : sla::instant{milliseconds{column[row]}});
            std::vector<sla::metric_row> metrics;
            for (std::size_t m = 0; m < of.states.size(); ++m) {
                sla::metric_row& metric = metrics.emplace_back();
                metric.state = of.states[m][row];
                for (std::size_t i = 0; i < of.lengths[m].size(); ++i)
                    if (of.lengths[m][i][row] != sla::no_value)
                        metric.lengths[i] = milliseconds{of.lengths[m][i][row]};
            }
            one.add({.ids = ids, .instants = instants, .metrics = metrics});
        }
        CHECK(one == whole);
    });
}
