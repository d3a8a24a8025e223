// SPDX-License-Identifier: MIT
//
// What happens to a ticket, in the words of a scenario file. The same words stand in a ticket's
// history and in a metric's conditions:
//
//     created                    created by agent
//     message by agent           for the customer's eyes
//     note by agent              for colleagues
//     status waiting             priority P1            group second line
//     tag added vip              stage entered triage   custom call ended
//     assigned   acknowledged   confirmed   fixed   resolved   reopened   closed
//     merged into   merged from
//
// A condition may also say "any message", "status not open or waiting", "priority" (any change),
// "message by agent or automation". A history may also say "priority none", and
// "due of first response Mon 02-16 11:00" or "due of first response cleared".
#pragma once

#include "words.hpp"
#include <sla/metric.hpp>
#include <sla/policy.hpp>
#include <sla/timeline.hpp>

#include <string>
#include <string_view>

namespace scenarios {

/// An event with names where the library has ids.
struct happening {
    sla::event event{};
    std::string name{}; ///< Of a status, value, tag, stage or custom event; of a due time's metric.

    /// The event in the ids of a book.
    [[nodiscard]] sla::event in(const sla::policy_book& book) const;
};

/// A line of a ticket's history without its time; `on` reads due times.
[[nodiscard]] happening read_happening(std::string_view text, const wall& on);

[[nodiscard]] sla::event_condition read_event_condition(std::string_view text);

} // namespace scenarios
