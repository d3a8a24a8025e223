// SPDX-License-Identifier: MIT
//
// Room: attribute. What is known about a ticket, apart from what happens to it.
//
// Promises depend on who asks, where, and about what. These are the six things that contracts speak
// of; what does not fit any of them is a tag. Their values are names of the host's own, compared
// byte by byte: "P1", "e-mail", "gold".
//
//     sla::one_of(sla::attribute::tier, {"gold", "platinum"})     // a condition on tickets
//     sla::on_attribute(sla::attribute::group, {"second line"})   // a condition on events
//
// The hard case is a value that changes while a clock runs: a ticket raised from P3 to P1. The
// change is an event of the timeline, and what it does to the clock is an option of the target
// (`retarget_mode`).
#pragma once

#include <sla/version.hpp>

#include <cstddef>
#include <cstdint>

namespace sla::inline v1 {

/// What is known about a ticket, one name each.
enum class attribute : std::uint8_t {
    priority,
    channel,
    tier,     ///< How valuable the customer is, or the level bought.
    category, ///< Service type or subject.
    group,    ///< The team that works on it.
    customer, ///< The customer, or the contract.
};
inline constexpr std::size_t attribute_count = 6;

/// "priority", "channel", ...
[[nodiscard]] constexpr const char* name_of(attribute which) noexcept {
    switch (which) {
    case attribute::priority:
        return "priority";
    case attribute::channel:
        return "channel";
    case attribute::tier:
        return "tier";
    case attribute::category:
        return "category";
    case attribute::group:
        return "group";
    case attribute::customer:
        return "customer";
    }
    return "attribute";
}

} // namespace sla::inline v1
