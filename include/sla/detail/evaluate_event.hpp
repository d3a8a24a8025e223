// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: what an event means to a clock.
#pragma once

#include <sla/detail/inlining.hpp>
#include <sla/detail/policy_data.hpp>
#include <sla/timeline.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

// The lists of a metric that an event matches: bit n is list n.
using list_mask = std::uint32_t;

[[nodiscard]] constexpr list_mask bit(metric_list list) noexcept {
    return list_mask{1} << static_cast<unsigned>(list);
}

// The name by which conditions know an event: of a status, a tag, a value.
[[nodiscard]] inline std::uint32_t name_in(const event& e) noexcept {
    switch (e.kind) {
    case event_kind::attribute_changed:
        return static_cast<std::uint32_t>(e.value);
    case event_kind::tag_added:
    case event_kind::tag_removed:
        return static_cast<std::uint32_t>(e.tag);
    default:
        return static_cast<std::uint32_t>(e.name);
    }
}

[[nodiscard]] inline bool has_name(const book_data& book, const named_event& wanted,
                                   std::uint32_t name) noexcept {
    const bool named = wanted.ids.count == 1
                           ? wanted.name == name
                           : std::ranges::binary_search(wanted.ids.of(book.ids), name);
    return wanted.ids.count == 0 || named == (wanted.match == name_match::one_of);
}

// The lists that ask for this event by its name.
[[nodiscard]] SLA_APART inline list_mask
lists_by_name(const book_data& book, const compiled_metric& metric, const event& e) noexcept {
    const std::size_t sort = sort_of(e.by, e.visible);
    const std::uint32_t name = name_in(e);
    list_mask out = 0;
    for (const named_event& wanted :
         metric.by_name[static_cast<std::size_t>(e.kind)].of(book.named_events))
        if ((wanted.sorts >> sort & 1U) != 0 &&
            (e.kind != event_kind::attribute_changed || wanted.which == e.which) &&
            has_name(book, wanted, name))
            out |= wanted.list;
    return out;
}

[[nodiscard]] SLA_HOT list_mask lists_matching(const book_data& book, const compiled_metric& metric,
                                               const event& e) noexcept {
    const auto kind = static_cast<std::size_t>(e.kind);
    const list_mask certain = metric.certain[kind][sort_of(e.by, e.visible)];
    if ((certain & asks_for_name_bit) == 0)
        return certain;
    return (certain & ~list_mask{asks_for_name_bit}) | lists_by_name(book, metric, e);
}

} // namespace sla::inline v1::detail
