// SPDX-License-Identifier: MIT
//
// Inside the policy room: names to ids, ids to what they stand for, and the choice of a policy.
#pragma once

#include <sla/detail/policy_data.hpp>
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

[[nodiscard]] inline bool contains(std::span<const value_id> sorted, value_id value) noexcept {
    constexpr std::size_t few = 16;
    if (sorted.size() <= few)
        return std::find(sorted.begin(), sorted.end(), value) != sorted.end();
    return std::binary_search(sorted.begin(), sorted.end(), value);
}

// Whether the condition at `node` holds. Conditions are at most 32 levels deep.
[[nodiscard]] inline bool holds(const book_data& book, std::uint32_t node,
                                const ticket_attributes& ticket) noexcept {
    using form = condition::form_type;
    const condition_node& here = book.nodes[node];
    switch (here.form) {
    case form::always:
        return true;
    case form::one_of:
        return contains(here.ids.of(book.values), ticket.get(here.which));
    case form::tagged: {
        const tag_set& wanted = book.tag_sets[here.ids.first];
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if ((wanted[i] & ticket.tags[i]) != 0)
                return true;
        return false;
    }
    case form::all:
    case form::any:
    case form::none:
        break;
    }
    // The first part that decides the matter: one that fails for `all`, one that holds otherwise.
    const bool deciding = here.form != form::all;
    for (std::uint32_t part = node + 1; part < here.end; part = book.nodes[part].end)
        if (holds(book, part, ticket) == deciding)
            return here.form == form::any;
    return here.form != form::any;
}

[[nodiscard]] inline bool fits(const book_data& book, const compiled_row& row,
                               const ticket_attributes& ticket) noexcept {
    const auto matches = row.match.of(book.matches);
    return std::all_of(matches.begin(), matches.end(), [&](const compiled_match& m) noexcept {
        return contains(m.ids.of(book.values), ticket.get(m.which));
    });
}

// The first row of the target that fits, as an index into `rows`.
[[nodiscard]] inline std::optional<std::uint32_t>
first_fitting_row(const book_data& book, const compiled_target& target,
                  const ticket_attributes& ticket) noexcept {
    const std::uint32_t end = target.rows.first + target.rows.count;
    for (std::uint32_t row = target.rows.first; row < end; ++row)
        if (fits(book, book.rows[row], ticket))
            return row;
    return std::nullopt;
}

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
    for (const std::string_view tag : names.tags) {
        const std::uint32_t id = data_->tag_names.find(tag);
        if (id >= detail::name_table::first_id) {
            const std::uint32_t bit = id - detail::name_table::first_id;
            out.tags[bit / 64] |= std::uint64_t{1} << (bit % 64);
        }
    }
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

inline std::optional<policy_id> policy_book::match(const ticket_attributes& ticket) const noexcept {
    for (std::size_t i = 0; i < data_->policies.size(); ++i)
        if (detail::holds(*data_, data_->policies[i].root, ticket))
            return static_cast<policy_id>(i);
    return std::nullopt;
}

} // namespace sla::inline v1
