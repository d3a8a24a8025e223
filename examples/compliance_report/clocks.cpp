// SPDX-License-Identifier: MIT

#include "clocks.hpp"

#include <sla/bulk.hpp>

namespace compliance {

namespace {

std::int64_t column_value(sla::instant t) {
    return t == sla::never ? sla::no_value : t.time_since_epoch().count();
}

} // namespace

std::int32_t numbered_names::number_of(std::string_view name) {
    if (name.empty())
        return -1;
    if (const auto found = numbers_.find(name); found != numbers_.end())
        return found->second;
    const auto number = static_cast<std::int32_t>(names_.size());
    names_.emplace_back(name);
    numbers_.emplace(name, number);
    return number;
}

std::int8_t used_class_of(sla::elapsed taken, sla::elapsed allowed) {
    std::int8_t number = 0;
    for (const used_class& c : used_classes) {
        if (c.whole == 0 || taken.count() * c.whole <= allowed.count() * c.part)
            break;
        ++number;
    }
    return number;
}

clock_columns& clock_table::metric(std::string_view name) {
    for (clock_columns& m : metrics_)
        if (m.metric == name)
            return m;
    return metrics_.emplace_back(clock_columns{.metric = std::string{name}});
}

void clock_table::add(std::string_view name, const clock_row& row) {
    clock_columns& m = metric(name);
    for (std::size_t i = 0; i < grouping_count; ++i)
        m.names[i].push_back(names_[i].number_of(row.names[i]));
    m.state.push_back(static_cast<std::uint8_t>(row.state));
    m.created.push_back(column_value(row.created));
    m.breached_at.push_back(column_value(row.breached_at));
    const bool done = row.stopped != sla::never;
    m.taken.push_back(done ? (row.stopped - row.started).count() : sla::no_value);
    const bool limited = done && row.deadline != sla::never;
    m.used.push_back(limited ? used_class_of(row.stopped - row.started, row.deadline - row.started)
                             : std::int8_t{-1});
}

} // namespace compliance
