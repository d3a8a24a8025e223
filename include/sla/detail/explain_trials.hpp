// SPDX-License-Identifier: MIT
//
// Inside the explain room: why policies match and why they do not.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/policy_holds.hpp>
#include <sla/explain.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {

// The part of the condition at `node` because of which the whole does not hold, as a path.
// Precondition: it does not.
[[nodiscard]] inline std::string failed_part(const book_data& book, std::uint32_t node,
                                             const ticket_attributes& ticket, instant created,
                                             std::string path) {
    using form = condition::form_type;
    const condition_node& here = book.nodes[node];
    // All parts of `any` fail: none of them is to blame alone.
    if (here.form != form::all && here.form != form::none)
        return path;
    const bool wanted = here.form == form::all;
    std::size_t index = 0;
    for (std::uint32_t part = node + 1; part < here.end; part = book.nodes[part].end, ++index) {
        if (holds(book, part, ticket, created) == wanted)
            continue;
        path += ".parts[" + std::to_string(index) + "]";
        // A part that ought not to hold has no part of its own that fails.
        return wanted ? failed_part(book, part, ticket, created, std::move(path)) : path;
    }
    return path;
}

} // namespace detail

SLA_FUNCTION std::vector<policy_trial> trials(const policy_book& book,
                                              const ticket_attributes& ticket, instant created,
                                              instant in_force) {
    const detail::book_data& data = book.data();
    std::vector<policy_trial> out(data.policies.size());
    bool any_normal = false;
    for (std::size_t p = 0; p < out.size(); ++p) {
        const detail::compiled_policy& policy = data.policies[p];
        policy_trial& trial = out[p];
        trial.policy = static_cast<policy_id>(p);
        if (!detail::is_in_force(policy, in_force)) {
            trial.outcome = trial_outcome::not_in_force;
        } else if (!detail::holds(data, policy.root, ticket, created)) {
            trial.failed = detail::failed_part(data, policy.root, ticket, created, "when");
        } else {
            trial.outcome = trial_outcome::matched;
            any_normal = any_normal || policy.role == policy_role::normal;
        }
    }
    bool taken = false;
    for (policy_trial& trial : out) {
        if (trial.outcome != trial_outcome::matched)
            continue;
        const bool is_fallback =
            data.policies[static_cast<std::size_t>(trial.policy)].role == policy_role::fallback;
        if (is_fallback && any_normal)
            trial.outcome = trial_outcome::stands_back;
        else if (taken && data.choose == policy_choice::first_match)
            trial.outcome = trial_outcome::another_first;
        else
            taken = true;
    }
    return out;
}

} // namespace sla::inline v1
