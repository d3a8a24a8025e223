// SPDX-License-Identifier: MIT
//
// Inside the policy room: which events two conditions on events have in common.
#pragma once

#include <sla/detail/policy_data.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace sla::inline v1::detail {

class event_sets {
public:
    explicit event_sets(const book_data& book) noexcept : book_{book} {}

    [[nodiscard]] std::span<const compiled_event> list(const compiled_metric& metric,
                                                       metric_list which) const noexcept {
        return metric.lists[static_cast<std::size_t>(which)].of(book_.events);
    }
    [[nodiscard]] static bool is_empty(const compiled_metric& metric, metric_list which) noexcept {
        return metric.lists[static_cast<std::size_t>(which)].count == 0;
    }

    // The first entry that takes every event which `part` takes.
    [[nodiscard]] std::optional<std::size_t>
    find_around(const compiled_event& part,
                std::span<const compiled_event> entries) const noexcept {
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (includes(entries[i], part))
                return i;
        return std::nullopt;
    }
    [[nodiscard]] bool meets_any(const compiled_event& e,
                                 std::span<const compiled_event> entries) const noexcept {
        return std::any_of(entries.begin(), entries.end(),
                           [&](const compiled_event& other) noexcept { return meets(e, other); });
    }

    // Whether a clock has such an entry: of that kind, and for an agent's deed if it is one.
    [[nodiscard]] bool has(const compiled_metric& metric, metric_list which,
                           event_kind kind) const noexcept {
        constexpr unsigned agent = 1U << static_cast<unsigned>(actor::agent);
        const auto entries = list(metric, which);
        return std::any_of(entries.begin(), entries.end(), [kind](const compiled_event& e) {
            return e.kind == kind && (kind == event_kind::created || (e.actors & agent) != 0);
        });
    }

private:
    [[nodiscard]] static bool same_subject(const compiled_event& a,
                                           const compiled_event& b) noexcept {
        return a.kind == b.kind && (a.kind != event_kind::attribute_changed || a.which == b.which);
    }
    [[nodiscard]] static bool takes_every_name(const compiled_event& e) noexcept {
        return e.match == name_match::one_of && e.ids.count == 0;
    }
    [[nodiscard]] bool takes_name(const compiled_event& e, std::uint32_t id) const noexcept {
        const auto ids = e.ids.of(book_.ids);
        const bool listed = std::binary_search(ids.begin(), ids.end(), id);
        return takes_every_name(e) || listed == (e.match == name_match::one_of);
    }

    [[nodiscard]] bool includes(const compiled_event& whole,
                                const compiled_event& part) const noexcept {
        if (!same_subject(whole, part) || (part.actors & ~whole.actors) != 0 ||
            (part.visible & ~whole.visible) != 0)
            return false;
        if (takes_every_name(whole))
            return true;
        if (takes_every_name(part))
            return false;
        // All that `whole` leaves out has to be left out by `part`.
        const bool by_exclusion = part.match == name_match::none_of;
        if (by_exclusion && whole.match == name_match::one_of)
            return false;
        const auto ids = (by_exclusion ? whole : part).ids.of(book_.ids);
        return std::all_of(ids.begin(), ids.end(), [&](std::uint32_t id) noexcept {
            return by_exclusion ? !takes_name(part, id) : takes_name(whole, id);
        });
    }

    [[nodiscard]] bool meets(const compiled_event& a, const compiled_event& b) const noexcept {
        if (!same_subject(a, b) || (a.actors & b.actors) == 0 || (a.visible & b.visible) == 0)
            return false;
        if (takes_every_name(a) || takes_every_name(b) ||
            (a.match == name_match::none_of && b.match == name_match::none_of))
            return true;
        const compiled_event& listed = a.match == name_match::one_of ? a : b;
        const compiled_event& other = a.match == name_match::one_of ? b : a;
        const auto ids = listed.ids.of(book_.ids);
        return std::any_of(ids.begin(), ids.end(),
                           [&](std::uint32_t id) noexcept { return takes_name(other, id); });
    }

    const book_data& book_;
};

} // namespace sla::inline v1::detail
