// SPDX-License-Identifier: MIT
//
// Inside the forecast room: when clocks become late, and counting them.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/forecast_compile.hpp>
#include <sla/detail/review_rows.hpp>
#include <sla/forecast.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// The first late instant of a deadline.
[[nodiscard]] constexpr instant late_from(instant deadline, met_when met) noexcept {
    if (deadline == never)
        return never;
    const instant late = deadline + elapsed{met == met_when::at_or_before ? 1 : 0};
    return late < end_of_range ? late : never;
}

[[nodiscard]] constexpr bool is_open(std::uint8_t state) noexcept {
    return state == static_cast<std::uint8_t>(clock_state::not_started) ||
           state == static_cast<std::uint8_t>(clock_state::running) ||
           state == static_cast<std::uint8_t>(clock_state::paused);
}

[[nodiscard]] inline forecast_clock clock_of(const forecast_columns& in, std::size_t row,
                                             instant now) noexcept {
    forecast_clock out{.state = in.state[row]};
    if (!is_open(out.state))
        return out;
    if (in.breached_at.values != nullptr) {
        out.breaches_at = instant_or_never(in.breached_at, row);
        // Of one that was late before it was reset, the start.
        if (out.state == static_cast<std::uint8_t>(clock_state::not_started) &&
            out.breaches_at <= now)
            out.breaches_at = instant_or_never(in.next_change, row);
        return out;
    }
    const instant late = late_from(instant_or_never(in.deadline, row), in.met);
    if (out.state == static_cast<std::uint8_t>(clock_state::paused) &&
        (late == never || instant_or_never(in.next_change, row) != late))
        return out;
    out.breaches_at = late;
    // Of a due time before the start, the start.
    if (out.state == static_cast<std::uint8_t>(clock_state::not_started) && late != never)
        if (const instant start = instant_or_never(in.next_change, row); start != never)
            out.breaches_at = std::max(late, start);
    return out;
}

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION instant breach_instant(const policy_book& book, const verdict& v) noexcept {
    if (!detail::is_open(static_cast<std::uint8_t>(v.state)) || !v.limit ||
        (v.state == clock_state::paused && v.basis != deadline_basis::manual))
        return never;
    const instant late = detail::late_from(v.deadline, book.target_of(*v.limit).options.met);
    if (v.state != clock_state::not_started)
        return late;
    // Late before it was reset, which is not forgotten: late again as soon as it starts.
    if (v.breached_at != never)
        return v.started;
    // Of a due time before the start, the start.
    return late != never ? std::max(late, v.started) : late;
}

SLA_FUNCTION instant breach_instant(const policy_book& book, const timeline& ticket,
                                    metric_id metric, instant now, instant until) noexcept {
    const auto is_late = [metric](const evaluation& e) noexcept {
        const verdict* const v = e.find(metric);
        return v != nullptr && v->state == clock_state::breached;
    };
    if (until <= now)
        return never;
    const evaluation last = evaluate(book, ticket, until);
    if (!is_late(last))
        return never;
    const evaluation first = evaluate(book, ticket, now);
    if (is_late(first))
        return never;
    // Where versions hold as of now, the one in force at the end may date the breach otherwise than
    // the one in force then. And one that lies before now, of a clock that was reset and starts
    // again, is not when it becomes late.
    const detail::book_data& data = book.data();
    const instant breached = last.find(metric)->breached_at;
    if ((data.versions != version_choice::at_now || data.one_version) && breached > now)
        return breached;
    for (instant t = first.next_change(); t < until;) {
        const evaluation then = evaluate(book, ticket, t);
        if (is_late(then))
            return t;
        t = then.next_change();
    }
    return until;
}

SLA_FUNCTION const forecast_definition& forecast_plan::definition() const noexcept {
    return data_->definition;
}
SLA_FUNCTION instant forecast_plan::end_of(std::size_t horizon) const noexcept {
    assert(horizon < data_->ends.size());
    return data_->ends[horizon];
}
SLA_FUNCTION const report_plan& forecast_plan::groups() const noexcept {
    return data_->groups;
}

SLA_FUNCTION forecast::forecast(const forecast_plan& plan)
    : plan_{plan}, groups_{plan_.data_->groups}, list_{plan_.data_->definition.list_at_most} {}

SLA_FUNCTION void forecast::note(const std::vector<due_clock>& clocks) noexcept {
    due_ += clocks.size();
    list_.merge(clocks);
}

SLA_FUNCTION report_counts forecast::add(const forecast_input& in, std::size_t first,
                                         std::size_t count) {
    const forecast_definition& d = plan_.definition();
    const bool has_columns =
        in.metrics.size() == d.metrics.size() &&
        std::ranges::all_of(in.metrics,
                            [](const forecast_columns& c) noexcept {
                                return c.state != nullptr && (c.deadline.values != nullptr ||
                                                              c.breached_at.values != nullptr);
                            }) &&
        detail::has_dimensions(d.dimensions, in.ids, in.instants);
    if (!has_columns)
        return groups_.add(report_input{}, 0, count * d.metrics.size());
    report_counts out;
    std::array<std::int32_t, detail::table_block_rows> due{};
    std::array<std::uint32_t, detail::table_block_rows> metric{};
    std::vector<id_column> ids;
    std::vector<time_column> instants;
    std::vector<due_clock> found;
    for (std::size_t done = 0; done < count; done += detail::table_block_rows) {
        const std::size_t begin = first + done;
        const std::size_t rows = std::min(detail::table_block_rows, count - done);
        ids.clear();
        for (const id_column& column : in.ids)
            ids.push_back(detail::from_row(column, begin));
        ids.emplace_back(metric.data());
        ids.emplace_back(due.data());
        instants.clear();
        for (const time_column& column : in.instants)
            instants.push_back(detail::from_row(column, begin));
        for (std::size_t m = 0; m < d.metrics.size(); ++m) {
            metric.fill(static_cast<std::uint32_t>(m));
            found.clear();
            for (std::size_t i = 0; i < rows; ++i) {
                const forecast_clock clock = detail::clock_of(in.metrics[m], begin + i, d.now);
                due[i] = -1;
                if (clock.breaches_at == never)
                    continue;
                due[i] = static_cast<std::int32_t>(plan_.data_->piece_of(clock.breaches_at));
                found.push_back({.breaches_at = clock.breaches_at,
                                 .ticket = in.tickets != nullptr
                                               ? in.tickets[begin + i]
                                               : static_cast<std::int64_t>(begin + i),
                                 .metric = static_cast<std::uint32_t>(m)});
            }
            list_.reserve(found.size());
            const metric_columns states{.state = in.metrics[m].state + begin};
            out +=
                groups_.add({.ids = ids, .instants = instants, .metrics = {&states, 1}}, 0, rows);
            note(found);
        }
    }
    return out;
}

SLA_FUNCTION report_counts forecast::add(const forecast_row& row) {
    const forecast_definition& d = plan_.definition();
    std::vector<std::int64_t> ids{row.ids.begin(), row.ids.end()};
    ids.resize(ids.size() + 2);
    list_.reserve(d.metrics.size());
    report_counts out;
    for (std::size_t m = 0; m < d.metrics.size(); ++m) {
        if (row.metrics.size() != d.metrics.size()) {
            out += groups_.add(report_row{});
            continue;
        }
        const forecast_clock& clock = row.metrics[m];
        const bool is_due = detail::is_open(clock.state) && clock.breaches_at != never;
        ids[ids.size() - 2] = static_cast<std::int64_t>(m);
        ids.back() =
            is_due ? static_cast<std::int64_t>(plan_.data_->piece_of(clock.breaches_at)) : -1;
        const metric_row state{.state = clock.state};
        const report_counts counts =
            groups_.add({.ids = ids, .instants = row.instants, .metrics = {&state, 1}});
        out += counts;
        if (is_due && counts.columns_missing == 0) {
            ++due_;
            list_.add({.breaches_at = clock.breaches_at,
                       .ticket = row.ticket,
                       .metric = static_cast<std::uint32_t>(m)});
        }
    }
    return out;
}

SLA_FUNCTION issue_list forecast::merge(const forecast& other) {
    const detail::forecast_data& a = *plan_.data_;
    const detail::forecast_data& b = *other.plan_.data_;
    if (a.definition.list_at_most != b.definition.list_at_most || a.ends != b.ends ||
        a.borders != b.borders || !(a.groups == b.groups))
        return {{.code = "forecast.other_definition",
                 .message = "the other forecast is of another definition",
                 .expected = "forecasts of equal definitions, as of the same instant",
                 .saw = "another definition"}};
    const std::uint64_t due = other.due_;
    const std::vector<due_clock> listed = other.list();
    list_.reserve(listed.size());
    issue_list issues = groups_.merge(other.groups_);
    if (!issues.empty())
        return issues;
    due_ += due;
    list_.merge(listed);
    return {};
}

SLA_FUNCTION std::vector<forecast_line> forecast::read(const report_query& query) const {
    const std::size_t metric_dimension = plan_.definition().dimensions.size();
    const detail::forecast_data& data = *plan_.data_;
    assert(query.metric < data.definition.metrics.size());
    report_query part = query;
    part.where.push_back({.dimension = metric_dimension, .value = query.metric});
    part.metric = 0;
    std::vector<report_line> lines = groups_.read(part);
    part.by.push_back(metric_dimension + 1);
    part.empty = empty_groups::left_out;
    const std::vector<report_line> pieces = groups_.read(part);

    std::vector<forecast_line> out(lines.size());
    auto piece = pieces.begin();
    for (std::size_t i = 0; i < out.size(); ++i) {
        forecast_line& line = out[i];
        line.now = lines[i].counts;
        line.key = std::move(lines[i].key);
        line.within.resize(data.ends.size());
        // Both are in the order of their keys, and these have one more.
        for (; piece != pieces.end() && std::ranges::equal(piece->key.begin(), piece->key.end() - 1,
                                                           line.key.begin(), line.key.end());
             ++piece) {
            const std::size_t number = piece->key.back();
            if (number > data.cuts.size())
                continue; // becomes late never
            const std::uint64_t count = piece->counts.rows();
            line.at_any_time += count;
            for (std::size_t h = 0; h < data.ends.size(); ++h)
                if (number < data.cuts.size() && data.cuts[number] <= data.ends[h] + elapsed{1})
                    line.within[h] += count;
        }
    }
    return out;
}

SLA_FUNCTION std::vector<load_bucket> forecast::load(const report_query& query) const {
    const std::size_t metric_dimension = plan_.definition().dimensions.size();
    const detail::forecast_data& data = *plan_.data_;
    assert(query.metric < data.definition.metrics.size());
    report_query part{.by = {metric_dimension + 1}, .where = query.where};
    part.where.push_back({.dimension = metric_dimension, .value = query.metric});
    std::vector<load_bucket> out;
    for (std::size_t i = 1; i < data.borders.size(); ++i)
        out.push_back({.during = {data.borders[i - 1], data.borders[i]}});
    for (const report_line& line : groups_.read(part)) {
        const std::size_t number = line.key.front();
        if (number >= data.cuts.size())
            continue;
        // The bucket that ends with the piece, or after it.
        const auto at = std::ranges::lower_bound(data.borders, data.cuts[number]);
        if (at != data.borders.end() && at != data.borders.begin())
            out[static_cast<std::size_t>(at - data.borders.begin()) - 1].count +=
                line.counts.rows();
    }
    return out;
}

} // namespace sla::inline v1
