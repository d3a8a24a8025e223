// SPDX-License-Identifier: MIT

#include "figures.hpp"

#include <sla/bulk.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <numeric>
#include <span>
#include <utility>

namespace compliance {

namespace {

namespace chrono = std::chrono;

/// Of so many stopped clocks of a group every percentile is exact; of more it may be off by 1 %.
constexpr std::uint32_t exact_values = 65'536;

/// Dimensions, and the columns that they read.
struct question {
    std::vector<sla::report_dimension> by{};
    std::vector<sla::id_column> ids{};
    std::vector<sla::time_column> instants{};

    void ask(sla::report_dimension dimension, sla::id_column column) {
        by.push_back(std::move(dimension));
        ids.push_back(column);
    }
    void ask(sla::report_dimension dimension, sla::time_column column) {
        by.push_back(std::move(dimension));
        instants.push_back(column);
    }
};

struct answer {
    std::vector<sla::report_line> lines{};
    std::optional<sla::report_plan> plan{};
};

answer count(const clock_columns& clocks, const question& asked, sla::issue_list& warnings) {
    sla::report_definition wanted;
    wanted.dimensions = asked.by;
    wanted.metrics = {{.name = clocks.metric, .lengths = {{.name = "time taken"}}}};
    wanted.exact_values = exact_values;
    const sla::result<sla::report_plan> plan = sla::compile(std::move(wanted));
    if (!plan) {
        for (sla::issue i : plan.issues()) {
            i.severity = sla::severity::warning;
            i.message = "a table of the report is left out: " + i.message;
            warnings.push_back(std::move(i));
        }
        return {};
    }
    const sla::length_column taken{
        sla::time_column{clocks.taken.data(), sla::time_unit::milliseconds}};
    const sla::metric_columns metric{.state = clocks.state.data(), .lengths = {&taken, 1}};
    sla::report report{*plan};
    report.add({.ids = asked.ids, .instants = asked.instants, .metrics = {&metric, 1}}, 0,
               clocks.state.size());
    std::vector<std::size_t> all(asked.by.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return {report.read({.by = std::move(all)}), *plan};
}

group_figures group_of(const sla::report_line& line, const figure_options& options) {
    const sla::attainment& counts = line.counts;
    group_figures out{.met = counts.of(sla::clock_state::met),
                      .breached = counts.of(sla::clock_state::breached),
                      .running = counts.open(),
                      .attained = counts.share_met(sla::open_clocks::excluded)};
    if (options.goal && out.attained)
        out.goal = sla::judge(sla::share::percent(*options.goal),
                              sla::sample_of(counts, sla::open_clocks::excluded));
    const sla::distribution& taken = line.lengths.front();
    out.time = {.measured = taken.count(), .mean = taken.mean(), .longest = taken.max()};
    for (std::size_t i = 0; i < percentiles.size(); ++i)
        out.time.at[i] = taken.percentile(sla::share::percent(percentiles[i]));
    return out;
}

group_table table_of(const answer& found, const figure_options& options) {
    group_table out;
    if (!found.plan)
        return out;
    for (const sla::report_dimension& d : found.plan->definition().dimensions)
        out.by.push_back(d.name);
    for (const sla::report_line& line : found.lines) {
        group_figures group = group_of(line, options);
        for (std::size_t i = 0; i < line.key.size(); ++i)
            group.names.push_back(found.plan->label(i, line.key[i]));
        out.groups.push_back(std::move(group));
    }
    return out;
}

// -- names ---------------------------------------------------------------------------------------

/// Declared names in their order, then the others, the most frequent first.
void put_in_order(group_table& table, const std::vector<std::string>& declared) {
    const auto rank = [&](const group_figures& g) {
        return std::find(declared.begin(), declared.end(), g.names.front()) - declared.begin();
    };
    std::sort(table.groups.begin(), table.groups.end(),
              [&](const group_figures& a, const group_figures& b) {
                  if (rank(a) != rank(b))
                      return rank(a) < rank(b);
                  if (a.tickets() != b.tickets())
                      return a.tickets() > b.tickets();
                  return a.names < b.names;
              });
}

/// Several names in the order that each of them has in its own table.
void put_in_order(group_table& table, std::span<const group_table* const> singles) {
    const auto ranks = [&](const group_figures& g) {
        std::vector<std::size_t> out;
        for (std::size_t i = 0; i < singles.size(); ++i) {
            const std::vector<group_figures>& order = singles[i]->groups;
            const auto found =
                std::find_if(order.begin(), order.end(), [&](const group_figures& other) {
                    return other.names.front() == g.names[i];
                });
            out.push_back(static_cast<std::size_t>(found - order.begin()));
        }
        return out;
    };
    std::vector<std::pair<std::vector<std::size_t>, group_figures>> ranked;
    for (group_figures& g : table.groups)
        ranked.emplace_back(ranks(g), std::move(g));
    std::sort(ranked.begin(), ranked.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < ranked.size(); ++i)
        table.groups[i] = std::move(ranked[i].second);
}

// -- time ----------------------------------------------------------------------------------------

/// The dates of a zone that a column of instants falls on; nothing when it has none.
std::optional<sla::calendar_grouping> dates_of(const std::vector<std::int64_t>& column,
                                               const sla::zone& zone, sla::calendar_unit unit) {
    std::optional<sla::instant> first;
    std::optional<sla::instant> last;
    for (const std::int64_t value : column) {
        if (value == sla::no_value)
            continue;
        const sla::instant t{sla::elapsed{value}};
        first = first ? std::min(*first, t) : t;
        last = last ? std::max(*last, t) : t;
    }
    if (!first)
        return std::nullopt;
    // What clocks show may go back by an hour or so: a day more costs nothing.
    const auto date = [&](sla::instant t) { return chrono::floor<chrono::days>(zone.to_local(t)); };
    return sla::calendar_grouping{.unit = unit,
                                  .zone = zone,
                                  .from = date(*first) - chrono::days{1},
                                  .end = date(*last) + chrono::days{2}};
}

const char* name_of(sla::calendar_unit unit) {
    for (const period_name& p : period_names)
        if (p.unit == unit)
            return p.name;
    return "period";
}

// -- all of one metric ---------------------------------------------------------------------------

class counter {
public:
    counter(const clock_table& clocks, const clock_columns& columns, const figure_options& options,
            sla::issue_list& warnings)
        : clocks_{&clocks}, columns_{&columns}, options_{&options}, warnings_{&warnings} {}

    [[nodiscard]] group_figures all() const {
        return group_of(count(*columns_, {}, *warnings_).lines.front(), *options_);
    }

    [[nodiscard]] group_table by(std::span<const grouping> what) const {
        question asked;
        for (const grouping g : what) {
            const auto i = static_cast<std::size_t>(g);
            if (clocks_->names(i).empty())
                return {}; // no ticket has any
            asked.ask(sla::by_values(grouping_names[i], clocks_->names(i)),
                      sla::id_column{columns_->names[i].data()});
        }
        return table_of(count(*columns_, asked, *warnings_), *options_);
    }

    [[nodiscard]] group_table by_period(const sla::zone& zone) const {
        const auto dates = dates_of(columns_->created, zone, options_->period);
        if (!dates)
            return {};
        question asked;
        asked.ask(sla::by_calendar(name_of(options_->period), *dates),
                  sla::time_column{columns_->created.data(), sla::time_unit::milliseconds});
        return table_of(count(*columns_, asked, *warnings_), *options_);
    }

    void count_used(metric_figures& into) const {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < used_classes.size(); ++i)
            names.push_back(std::to_string(i));
        question asked;
        asked.ask(sla::by_values("time used", std::move(names)),
                  sla::id_column{columns_->used.data()});
        for (const sla::report_line& line : count(*columns_, asked, *warnings_).lines)
            if (const std::size_t number = line.key.front(); number < into.used.size())
                into.used[number] = line.lengths.front().count();
    }

    void count_breaches(const sla::zone& zone, metric_figures& into) const {
        const auto dates = dates_of(columns_->breached_at, zone, sla::calendar_unit::hour_of_week);
        if (!dates)
            return;
        question asked;
        asked.ask(sla::by_calendar("hour of breach", *dates),
                  sla::time_column{columns_->breached_at.data(), sla::time_unit::milliseconds});
        for (const sla::report_line& line : count(*columns_, asked, *warnings_).lines)
            if (const std::size_t hour = line.key.front(); hour < into.breaches.size())
                into.breaches[hour] = line.counts.of(sla::clock_state::breached);
    }

private:
    const clock_table* clocks_;
    const clock_columns* columns_;
    const figure_options* options_;
    sla::issue_list* warnings_;
};

} // namespace

std::vector<metric_figures> figures_of(const clock_table& clocks, const desk_policy& desk,
                                       const sla::zone& zone, const figure_options& options,
                                       sla::issue_list& warnings) {
    static const std::vector<std::string> none;
    const std::array<const std::vector<std::string>*, grouping_count> declared{
        &desk.priorities, &desk.channels, &none, &none};
    std::vector<metric_figures> out;
    for (const clock_columns& columns : clocks.metrics()) {
        const counter counter{clocks, columns, options, warnings};
        metric_figures m{.metric = columns.metric, .all = counter.all()};
        std::array<group_table, grouping_count> singles;
        for (std::size_t i = 0; i < grouping_count; ++i) {
            const std::array<grouping, 1> one{static_cast<grouping>(i)};
            singles[i] = counter.by(one);
            put_in_order(singles[i], *declared[i]);
        }
        constexpr auto department = static_cast<std::size_t>(grouping::department);
        constexpr auto channel = static_cast<std::size_t>(grouping::channel);
        constexpr std::array<grouping, 2> both{grouping::department, grouping::channel};
        group_table crossed = counter.by(both);
        if (!singles[department].groups.empty() && !singles[channel].groups.empty())
            put_in_order(crossed, std::array<const group_table*, 2>{&singles[department],
                                                                    &singles[channel]});
        for (group_table& table : singles)
            m.tables.push_back(std::move(table));
        m.tables.push_back(counter.by_period(zone));
        m.tables.push_back(std::move(crossed));
        std::erase_if(m.tables, [](const group_table& t) { return t.groups.empty(); });
        counter.count_used(m);
        counter.count_breaches(zone, m);
        out.push_back(std::move(m));
    }
    return out;
}

} // namespace compliance
