// SPDX-License-Identifier: MIT
//
// `compile` and `combine`: schedules to calendars.
#pragma once

#include <sla/calendar.hpp>
#include <sla/detail/calendar_check.hpp>
#include <sla/detail/calendar_data.hpp>
#include <sla/detail/calendar_issues.hpp>
#include <sla/detail/calendar_schedule_build.hpp>
#include <sla/detail/calendar_table_build.hpp>
#include <sla/detail/export.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {

[[nodiscard]] inline bool valid(const calendar_options& o) noexcept {
    const int first = static_cast<int>(o.first_year);
    const int last = static_cast<int>(o.last_year);
    return 1970 <= first && first <= last && last <= 9999 && last - first < 100;
}

inline void build_business_days(calendar_data& data) {
    const std::int32_t first = data.first_year;
    const std::int32_t last = data.last_year;
    business_day_table& table = data.business;
    table.first = january_first(first);
    table.last = january_first(last + 1);
    table.words.assign(static_cast<std::size_t>(table.last - table.first + 63) / 64, 0);
    for (std::int32_t y = first; y <= last; ++y) {
        const year_bits bits = business_days_of(data.what, y);
        const calendar_year frame{y};
        for (std::int32_t i = 0; i < frame.length(); ++i)
            if (bits.test(i)) {
                const auto at = static_cast<std::uint32_t>(frame.first - table.first + i);
                table.words[at / 64U] |= std::uint64_t{1} << (at % 64U);
            }
    }
    std::int64_t sum = data.years.before(first).business_days;
    table.before.reserve(table.words.size());
    for (const std::uint64_t word : table.words) {
        table.before.push_back(sum);
        sum += std::popcount(word);
    }
    data.business_end = sum;
}

/// Everything that follows from the expression and the options.
inline void build(calendar_data& data) {
    data.years.build(data.what);
    data.origin_ms = year_index::begin_of(data.what, year_index::first_year) * 1000;
    const std::int32_t first = january_first(data.first_year);
    const std::int32_t last = january_first(data.last_year + 1);
    // No table yet, so this takes the path that needs none.
    const std::int64_t before = data.rank(first * ms_per_day);
    data.table.build(data.what, first, last, before);
    build_business_days(data);
}

[[nodiscard]] inline bool opens(const calendar_data& data) noexcept {
    return data.rank(range_end_ms) > data.rank(range_begin_ms);
}

} // namespace detail

SLA_FUNCTION result<calendar> compile(calendar_definition definition, const zone_source& zones,
                                      calendar_options options) {
    issue_list issues = detail::calendar_check::check(definition);
    if (!detail::valid(options))
        issues.push_back(
            detail::calendar_issues::compiled_years_invalid(options.first_year, options.last_year));
    const result<zone> tz = zones(definition.zone);
    if (!tz) {
        issue_list of_zone = tz.issues();
        for (issue& i : of_zone)
            i.place = i.place.empty() ? "zone" : "zone: " + i.place;
        append(issues, std::move(of_zone));
    }
    if (has_errors(issues))
        return issues;

    std::string name = definition.name;
    const auto schedule = detail::schedule_builder{std::move(definition), *tz}.build();
    if (!schedule)
        return schedule.issues();
    auto data = std::make_shared<detail::calendar_data>();
    data->name = std::move(name);
    data->first_year = static_cast<int>(options.first_year);
    data->last_year = static_cast<int>(options.last_year);
    data->what.members.push_back(*schedule);
    data->what.open_when[1] = true;
    detail::build(*data);
    if (!detail::opens(*data))
        return issue_list{detail::calendar_issues::no_open_time(
            "hours", "give at least one weekday a range, or add an opening under `exceptions`")};
    return calendar{std::move(data)};
}

SLA_FUNCTION result<calendar> combine(std::string name, const calendar& a, set_operation operation,
                                      const calendar& b) {
    const detail::expression& left = a.data_->what;
    const detail::expression& right = b.data_->what;
    auto data = std::make_shared<detail::calendar_data>();
    data->name = std::move(name);
    data->first_year = a.data_->first_year;
    data->last_year = a.data_->last_year;
    auto& members = data->what.members;
    members = left.members;
    std::vector<std::size_t> place_of_right;
    for (const auto& m : right.members) {
        const auto at = std::find(members.begin(), members.end(), m);
        place_of_right.push_back(static_cast<std::size_t>(at - members.begin()));
        if (at == members.end())
            members.push_back(m);
    }
    if (members.size() > detail::max_members)
        return issue_list{
            detail::calendar_issues::too_many_members(members.size(), detail::max_members)};
    for (std::size_t set = 0; set < (std::size_t{1} << members.size()); ++set) {
        const std::size_t in_left = set & ((std::size_t{1} << left.members.size()) - 1);
        std::size_t in_right = 0;
        for (std::size_t m = 0; m < place_of_right.size(); ++m)
            in_right |= (set >> place_of_right[m] & 1U) << m;
        const bool x = left.open_when[in_left];
        const bool y = right.open_when[in_right];
        // A union belongs to the first operand that is open; what is left of an operand, to it.
        if (x)
            data->what.owner[set] = left.owner[in_left];
        else if (y)
            data->what.owner[set] =
                static_cast<std::uint8_t>(place_of_right[right.owner[in_right]]);
        data->what.open_when[set] = operation == set_operation::unite       ? x || y
                                    : operation == set_operation::intersect ? x && y
                                                                            : x && !y;
    }
    if (members.size() == 1 && !data->what.open_when[1])
        return issue_list{detail::calendar_issues::no_open_time(
            "", "a calendar without itself is always closed")};
    detail::build(*data);
    if (!detail::opens(*data))
        return issue_list{detail::calendar_issues::no_open_time(
            "", "the two calendars leave nothing open together")};
    return calendar{std::move(data)};
}

SLA_FUNCTION std::size_t calendar::memory_bytes() const noexcept {
    const detail::calendar_data& d = *data_;
    std::size_t bytes = sizeof d + d.table.memory_bytes() + d.years.memory_bytes() +
                        d.business.words.capacity() * sizeof(std::uint64_t) +
                        d.business.before.capacity() * sizeof(std::int64_t);
    for (const auto& m : d.what.members)
        bytes += sizeof *m + m->ranges.capacity() * sizeof(detail::local_range) +
                 m->patterns.capacity() * sizeof(detail::day_pattern) +
                 m->versions.capacity() * sizeof(detail::hours_version) +
                 m->rules.capacity() * sizeof(detail::yearly_rule) +
                 m->applied.capacity() * sizeof(detail::pattern_id) +
                 m->dated.capacity() * sizeof(detail::dated_day) +
                 m->definition.exceptions.capacity() * sizeof(day_exception) +
                 m->definition.yearly.capacity() * sizeof(yearly_exception);
    return bytes;
}

} // namespace sla::inline v1
