// SPDX-License-Identifier: MIT
//
// Room: flag. Questions about tickets that are answered with yes or no.
//
// Was it escalated, opened again, solved at the first contact? A flag answers in the numbers of the
// states that a report (report.hpp) counts, yes as met and no as breached. So a column of flags is
// the state column of a metric, and groups, months and merging are the report's.
//
//     report.add({.ids = ids, .metrics = std::array{sla::row_of(sla::flag_of(escalated))}});
//     sla::rate_of(report.read().front().counts);   // 7 of 10
//
// The hard case is the question that has no answer yet. An open ticket has not failed to be solved
// at the first contact; it has not been solved. Its flag is `none`, which is in no rate.
#pragma once

#include <sla/evaluate.hpp>
#include <sla/report.hpp>
#include <sla/share.hpp>

#include <cstdint>
#include <optional>

namespace sla::inline v1 {

/// The answer to a question about a ticket.
enum class flag : std::uint8_t {
    none = static_cast<std::uint8_t>(clock_state::not_applicable), ///< No answer; in no rate.
    yes = static_cast<std::uint8_t>(clock_state::met),
    no = static_cast<std::uint8_t>(clock_state::breached),
};

[[nodiscard]] constexpr flag flag_of(bool answer) noexcept {
    return answer ? flag::yes : flag::no;
}
[[nodiscard]] constexpr metric_row row_of(flag f) noexcept {
    return {.state = static_cast<std::uint8_t>(f)};
}
/// yes / (yes + no); absent where there is neither.
[[nodiscard]] constexpr std::optional<share> rate_of(const attainment& flags) noexcept {
    return flags.share_met(open_clocks::excluded);
}

} // namespace sla::inline v1
