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

[[nodiscard]] inline bool describes(const book_data& book, const compiled_event& wanted,
                                    const event& e) noexcept {
    if (wanted.kind != e.kind || (wanted.actors >> static_cast<unsigned>(e.by) & 1U) == 0 ||
        (wanted.visible >> static_cast<unsigned>(e.visible) & 1U) == 0)
        return false;
    if (e.kind == event_kind::attribute_changed && wanted.which != e.which)
        return false;
    const auto ids = wanted.ids.of(book.ids);
    if (ids.empty())
        return true;
    const std::uint32_t name = name_in(e);
    const bool named =
        ids.size() == 1 ? ids[0] == name : std::binary_search(ids.begin(), ids.end(), name);
    return named == (wanted.match == name_match::one_of);
}

[[nodiscard]] inline list_mask lists_by_name(const book_data& book, const compiled_metric& metric,
                                             const event& e, list_mask open) noexcept {
    list_mask out = 0;
    for (; open != 0; open &= open - 1) {
        const auto list = static_cast<std::size_t>(std::countr_zero(open));
        for (const compiled_event& wanted : metric.lists[list].of(book.events))
            if (describes(book, wanted, e)) {
                out |= list_mask{1} << list;
                break;
            }
    }
    return out;
}

[[nodiscard]] SLA_HOT list_mask lists_matching(const book_data& book, const compiled_metric& metric,
                                               const event& e) noexcept {
    const auto kind = static_cast<std::size_t>(e.kind);
    const list_mask certain = metric.certain[kind][sort_of(e.by, e.visible)];
    const list_mask open = metric.by_name[kind] & ~certain;
    return open == 0 ? certain : certain | lists_by_name(book, metric, e, open);
}

} // namespace sla::inline v1::detail
