// SPDX-License-Identifier: MIT
//
// Room: condition. Which tickets a promise is for.
//
// A condition is a tree of plain data over a ticket's attributes and tags. It reads like the
// sentence in the contract:
//
//     // gold customers, but not by telephone
//     sla::all_of({sla::tier_is({"gold"}), sla::unless({sla::channel_is({"telephone"})})})
//
// The hard case is what a ticket does not have. A ticket without a channel is on no channel at all:
// `channel_is` fails for every value, and "not by telephone" holds.
#pragma once

#include <sla/attribute.hpp>
#include <sla/version.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1 {

/// Which tickets are meant: a tree of plain data, made with the functions below. The default means
/// every ticket. At most 32 levels deep.
struct condition {
    enum class form_type : std::uint8_t {
        always, ///< Every ticket.
        one_of, ///< `which` is one of `values`; false for a ticket that has none.
        tagged, ///< The ticket has at least one of the tags in `values`.
        all,    ///< All `parts` hold.
        any,    ///< At least one of `parts` holds.
        none,   ///< None of `parts` holds.
        /// The ticket was created while one of the calendars in `values` was open.
        created_while_open,
    };
    form_type form = form_type::always;
    attribute which = attribute::priority; ///< `one_of` only.
    /// `one_of`, `tagged`, `created_while_open`; not empty there.
    std::vector<std::string> values{};
    std::vector<condition> parts{}; ///< `all`, `any`, `none`; not empty there.

    friend bool operator==(const condition&, const condition&) = default;
};

[[nodiscard]] inline condition one_of(attribute which, std::vector<std::string> values) {
    return {.form = condition::form_type::one_of, .which = which, .values = std::move(values)};
}
[[nodiscard]] inline condition priority_is(std::vector<std::string> values) {
    return one_of(attribute::priority, std::move(values));
}
[[nodiscard]] inline condition channel_is(std::vector<std::string> values) {
    return one_of(attribute::channel, std::move(values));
}
[[nodiscard]] inline condition tier_is(std::vector<std::string> values) {
    return one_of(attribute::tier, std::move(values));
}
[[nodiscard]] inline condition category_is(std::vector<std::string> values) {
    return one_of(attribute::category, std::move(values));
}
[[nodiscard]] inline condition group_is(std::vector<std::string> values) {
    return one_of(attribute::group, std::move(values));
}
[[nodiscard]] inline condition customer_is(std::vector<std::string> values) {
    return one_of(attribute::customer, std::move(values));
}
/// The ticket has at least one of these tags.
[[nodiscard]] inline condition tagged(std::vector<std::string> tags) {
    return {.form = condition::form_type::tagged, .values = std::move(tags)};
}
[[nodiscard]] inline condition all_of(std::vector<condition> parts) {
    return {.form = condition::form_type::all, .parts = std::move(parts)};
}
[[nodiscard]] inline condition any_of(std::vector<condition> parts) {
    return {.form = condition::form_type::any, .parts = std::move(parts)};
}
/// None of these holds: `unless({channel_is({"telephone"})})`.
[[nodiscard]] inline condition unless(std::vector<condition> parts) {
    return {.form = condition::form_type::none, .parts = std::move(parts)};
}
/// The ticket was created while one of these calendars was open: another promise by night.
[[nodiscard]] inline condition created_while_open(std::vector<std::string> calendars) {
    return {.form = condition::form_type::created_while_open, .values = std::move(calendars)};
}

} // namespace sla::inline v1
