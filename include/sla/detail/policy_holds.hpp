// SPDX-License-Identifier: MIT
//
// Inside the policy room: whether conditions hold and rows fit, and which policies match.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/policy.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace sla::inline v1::detail {

[[nodiscard]] inline bool contains(std::span<const value_id> sorted, value_id value) noexcept {
    constexpr std::size_t few = 16;
    if (sorted.size() <= few)
        return std::find(sorted.begin(), sorted.end(), value) != sorted.end();
    return std::binary_search(sorted.begin(), sorted.end(), value);
}

// Whether the condition at `node` holds. Conditions are at most 32 levels deep.
[[nodiscard]] inline bool holds(const book_data& book, std::uint32_t node,
                                const ticket_attributes& ticket, instant created) noexcept {
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
    case form::created_while_open: {
        const auto calendars = here.ids.of(book.ids);
        return std::any_of(calendars.begin(), calendars.end(), [&](std::uint32_t c) noexcept {
            return book.calendars[c].is_open(created);
        });
    }
    case form::all:
    case form::any:
    case form::none:
        break;
    }
    // The first part that decides the matter: one that fails for `all`, one that holds otherwise.
    const bool deciding = here.form != form::all;
    for (std::uint32_t part = node + 1; part < here.end; part = book.nodes[part].end)
        if (holds(book, part, ticket, created) == deciding)
            return here.form == form::any;
    return here.form != form::any;
}

[[nodiscard]] inline bool fits(const book_data& book, const compiled_row& row,
                               const ticket_attributes& ticket) noexcept {
    for (const compiled_match& m : row.match.of(book.matches)) {
        const value_id value = ticket.get(m.which);
        const value_id* const values = book.values.data() + m.ids.first;
        // Most cells of a table name one value.
        if (m.ids.count == 1 ? *values != value : !contains({values, m.ids.count}, value))
            return false;
    }
    return true;
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

[[nodiscard]] inline bool is_in_force(const compiled_policy& policy, instant at) noexcept {
    return policy.from <= at && (at < policy.until || policy.until == never);
}

// Calls `visit(policy)` for each policy that matches as of `at`, in the order of the book, until it
// answers true. Fallbacks come only where no normal policy matches.
template <class Visit>
void visit_matches(const book_data& book, const ticket_attributes& ticket, instant created,
                   instant at, Visit&& visit) noexcept {
    bool any_normal = false;
    std::size_t previous = book.policies.size();
    book.index.visit_candidates(ticket, [&](const policy_index::column& candidate) noexcept {
        const std::uint32_t p = candidate.policy;
        if (p == previous)
            return false;
        previous = p;
        const compiled_policy& policy = book.policies[p];
        if (any_normal && policy.role == policy_role::fallback)
            return true;
        if (!is_in_force(policy, at) ||
            !(candidate.matches || holds(book, policy.root, ticket, created)))
            return false;
        any_normal = any_normal || policy.role == policy_role::normal;
        return static_cast<bool>(visit(p));
    });
}

// The first one that `visit_matches` would come to.
[[nodiscard]] inline std::optional<std::uint32_t> first_match(const book_data& book,
                                                              const ticket_attributes& ticket,
                                                              instant created,
                                                              instant at) noexcept {
    std::optional<std::uint32_t> first;
    visit_matches(book, ticket, created, at, [&](std::uint32_t p) noexcept {
        first = p;
        return true;
    });
    return first;
}

} // namespace sla::inline v1::detail
