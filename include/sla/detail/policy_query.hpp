// SPDX-License-Identifier: MIT
//
// Inside the policy room: names to ids, ids to what they stand for, and the choice of a policy.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_holds.hpp>
#include <sla/detail/policy_text.hpp>
#include <sla/policy.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sla::inline v1 {

namespace detail {

[[nodiscard]] constexpr std::array<std::string_view, attribute_count>
in_order(const ticket_names& names) noexcept {
    return {names.priority, names.channel, names.tier, names.category, names.group, names.customer};
}

template <class Id>
[[nodiscard]] std::optional<Id> index_of(const std::vector<std::string>& names,
                                         std::string_view name) noexcept {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
        return std::nullopt;
    return static_cast<Id>(at - names.begin());
}

} // namespace detail

inline ticket_attributes policy_book::attributes(const ticket_names& names) const noexcept {
    ticket_attributes out;
    const auto given = detail::in_order(names);
    for (std::size_t i = 0; i < attribute_count; ++i)
        out.values[i] = static_cast<value_id>(data_->value_names[i].find(given[i]));
    for (const std::string_view tag : names.tags)
        out.add(find_tag(tag));
    return out;
}

inline issue_list policy_book::undeclared(const ticket_names& names) const {
    issue_list out;
    const auto given = detail::in_order(names);
    for (std::size_t i = 0; i < attribute_count; ++i) {
        const std::vector<std::string>& declared = data_->declared[i];
        if (given[i].empty() || declared.empty() ||
            std::binary_search(declared.begin(), declared.end(), given[i]))
            continue;
        const std::string which = name_of(static_cast<attribute>(i));
        out.push_back({.code = "ticket.undeclared_value",
                       .place = which,
                       .message = "the book declares no " + which + " of this name",
                       .expected = "a declared " + which,
                       .saw = detail::quoted(given[i], 64),
                       .hint = detail::did_you_mean(given[i], declared)});
    }
    return out;
}

inline value_id policy_book::find_value(attribute which, std::string_view name) const noexcept {
    return static_cast<value_id>(data_->value_names[static_cast<std::size_t>(which)].find(name));
}

inline event_name policy_book::find_event_name(std::string_view name) const noexcept {
    return static_cast<event_name>(data_->event_names.find(name));
}

inline tag_id policy_book::find_tag(std::string_view name) const noexcept {
    return static_cast<tag_id>(data_->tag_names.find(name));
}

inline std::optional<policy_id> policy_book::find_policy(std::string_view name) const noexcept {
    return detail::index_of<policy_id>(data_->policy_names, name);
}

inline std::optional<metric_id> policy_book::find_metric(std::string_view name) const noexcept {
    return detail::index_of<metric_id>(data_->metric_names, name);
}

inline const calendar* policy_book::find_calendar(std::string_view name) const noexcept {
    const auto at = std::find_if(data_->calendars.begin(), data_->calendars.end(),
                                 [&](const calendar& c) noexcept { return c.name() == name; });
    return at == data_->calendars.end() ? nullptr : &*at;
}

inline std::size_t policy_book::policy_count() const noexcept {
    return data_->policies.size();
}
inline std::size_t policy_book::metric_count() const noexcept {
    return data_->metrics.size();
}

inline const std::string& policy_book::name(policy_id policy) const noexcept {
    assert(static_cast<std::size_t>(policy) < policy_count());
    return data_->policy_names[static_cast<std::size_t>(policy)];
}

inline const std::string& policy_book::name(metric_id metric) const noexcept {
    assert(static_cast<std::size_t>(metric) < metric_count());
    return data_->metric_names[static_cast<std::size_t>(metric)];
}

inline const target_duration& policy_book::within(limit_id limit) const noexcept {
    assert(static_cast<std::size_t>(limit) < data_->rows.size());
    return data_->rows[static_cast<std::size_t>(limit)].within;
}

inline const calendar* policy_book::calendar_of(limit_id limit) const noexcept {
    assert(static_cast<std::size_t>(limit) < data_->rows.size());
    const std::uint32_t index = data_->rows[static_cast<std::size_t>(limit)].calendar;
    return index == detail::no_calendar ? nullptr : &data_->calendars[index];
}

inline const target_definition& policy_book::target_of(limit_id limit) const noexcept {
    assert(static_cast<std::size_t>(limit) < data_->rows.size());
    return data_->target_definitions[data_->rows[static_cast<std::size_t>(limit)].target];
}

inline policy_id policy_book::policy_of(limit_id limit) const noexcept {
    assert(static_cast<std::size_t>(limit) < data_->rows.size());
    const std::uint32_t target = data_->rows[static_cast<std::size_t>(limit)].target;
    return static_cast<policy_id>(data_->targets[target].policy);
}

inline std::string_view policy_book::name(attribute which, value_id value) const noexcept {
    return data_->value_names[static_cast<std::size_t>(which)].name(
        static_cast<std::uint32_t>(value));
}

inline std::string_view policy_book::name(event_name event) const noexcept {
    return data_->event_names.name(static_cast<std::uint32_t>(event));
}

inline std::optional<policy_id> policy_book::match(const ticket_attributes& ticket,
                                                   instant created) const noexcept {
    return match(ticket, created, created);
}

inline std::optional<policy_id> policy_book::match(const ticket_attributes& ticket, instant created,
                                                   instant in_force) const noexcept {
    const std::optional<std::uint32_t> first =
        detail::first_match(*data_, ticket, created, in_force);
    return first ? std::optional{static_cast<policy_id>(*first)} : std::nullopt;
}

inline bool policy_book::holds(policy_id policy, const ticket_attributes& ticket,
                               instant created) const noexcept {
    assert(static_cast<std::size_t>(policy) < policy_count());
    const std::size_t index = static_cast<std::size_t>(policy);
    return detail::holds(*data_, data_->policies[index].root, ticket, created);
}

inline bool policy_book::in_force(policy_id policy, instant at) const noexcept {
    assert(static_cast<std::size_t>(policy) < policy_count());
    return detail::is_in_force(data_->policies[static_cast<std::size_t>(policy)], at);
}

} // namespace sla::inline v1
