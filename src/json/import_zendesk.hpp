// SPDX-License-Identifier: MIT
//
// The parts of a Zendesk account: schedules, filters, metrics.
#pragma once

#include "import.hpp"
#include <sla/metric.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail::json {

/// A schedule, with the names by which others mean it.
struct zendesk_schedule {
    std::string id{};
    std::string name{}; ///< As the product has it; the calendar's may differ.
    calendar_definition calendar{};
    source* from = nullptr;
    index at = 0;
};

/// The schedule at an object of the Schedules interface, without holidays of another document.
zendesk_schedule read_zendesk_schedule(source& from, index at);
/// Adds the holidays of a list of them.
void read_zendesk_holidays(source& from, index list, calendar_definition& into);

/// Which policies are wanted: the two kinds run side by side.
enum class zendesk_kind : std::uint8_t { policies, group_policies };

struct zendesk_policy {
    source* from;
    index at;
    std::int64_t position;
};
struct zendesk_holidays {
    source* from;
    index at;
    std::string schedule; ///< Name or number; empty: not said.
};

/// What is in the documents of an account.
struct zendesk_parts {
    std::vector<zendesk_policy> policies{};
    std::vector<zendesk_schedule> schedules{};
    std::vector<zendesk_holidays> holidays{};
    bool other_kind = false; ///< Whether there are policies of the kind that is not wanted.
};
void find_zendesk_parts(source& from, zendesk_kind wanted, zendesk_parts& into);

/// A policy's filter; nothing where it cannot be said, with a note.
std::optional<condition> read_zendesk_filter(source& from, index at, condition_maker& make);

/// How a policy's metrics differ from the usual ones ("advanced settings"), one bit each.
using zendesk_settings = std::uint32_t;

/// The settings of a policy; what cannot be mapped is noted.
zendesk_settings read_zendesk_settings(source& from, index at);

/// The clock that a metric is; nothing where the name is not known.
std::optional<metric_definition> zendesk_metric(std::string_view name, zendesk_settings settings);

/// The metric of group policies.
inline constexpr std::string_view zendesk_ownership = "group_ownership_time";

} // namespace sla::inline v1::detail::json
