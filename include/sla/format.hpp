// SPDX-License-Identifier: MIT
//
// Room: format. fmt formatters for the public types, in the words of `describe`.
//
//     fmt::print("{}\n", sla::working{90min});        // 1 h 30 min working time
//     fmt::print("{:>14}\n", verdict.state);          // fill, align and width as for strings
//     fmt::print("{}\n", result.issues().front());    // the whole issue
//
// Types whose text depends on a zone or a book (instants, verdicts) have no formatter: a formatter
// would have to guess one. Call `describe` with it.
#pragma once

#include <sla/describe.hpp>

#include <fmt/format.h>

#include <string_view>

namespace sla::inline v1::detail {

/// A formatter that takes the specification of strings and prints what `describe` says.
template <class T>
struct described_formatter : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const T& value, Context& context) const {
        const std::string text{describe(value)};
        return fmt::formatter<std::string_view>::format(text, context);
    }
};

} // namespace sla::inline v1::detail

template <>
struct fmt::formatter<sla::working> : sla::detail::described_formatter<sla::working> {};

template <>
struct fmt::formatter<sla::issue> : sla::detail::described_formatter<sla::issue> {};

template <>
struct fmt::formatter<sla::clock_state> : sla::detail::described_formatter<sla::clock_state> {};

template <>
struct fmt::formatter<sla::deadline_basis> : sla::detail::described_formatter<sla::deadline_basis> {
};

template <>
struct fmt::formatter<sla::event_kind> : sla::detail::described_formatter<sla::event_kind> {};

template <>
struct fmt::formatter<sla::actor> : sla::detail::described_formatter<sla::actor> {};

template <>
struct fmt::formatter<sla::target_duration>
    : sla::detail::described_formatter<sla::target_duration> {};

template <>
struct fmt::formatter<sla::step_definition>
    : sla::detail::described_formatter<sla::step_definition> {};

template <>
struct fmt::formatter<sla::credit> : sla::detail::described_formatter<sla::credit> {};

template <>
struct fmt::formatter<sla::credit_band> : sla::detail::described_formatter<sla::credit_band> {};

template <>
struct fmt::formatter<sla::target_definition>
    : sla::detail::described_formatter<sla::target_definition> {};

template <>
struct fmt::formatter<sla::condition> : sla::detail::described_formatter<sla::condition> {};

template <>
struct fmt::formatter<sla::event_condition>
    : sla::detail::described_formatter<sla::event_condition> {};

template <>
struct fmt::formatter<sla::metric_definition>
    : sla::detail::described_formatter<sla::metric_definition> {};

template <>
struct fmt::formatter<sla::stretch_kind> : sla::detail::described_formatter<sla::stretch_kind> {};

template <>
struct fmt::formatter<sla::interval_reason>
    : sla::detail::described_formatter<sla::interval_reason> {};

template <>
struct fmt::formatter<sla::trial_outcome> : sla::detail::described_formatter<sla::trial_outcome> {};

template <>
struct fmt::formatter<sla::progress_kind> : sla::detail::described_formatter<sla::progress_kind> {};
