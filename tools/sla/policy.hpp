// SPDX-License-Identifier: MIT
//
// The policy document, read and compiled.
#pragma once

#include "arguments.hpp"
#include <sla/issue.hpp>
#include <sla/policy.hpp>
#include <sla/policy_definition.hpp>
#include <sla/zone.hpp>

#include <optional>
#include <string>
#include <vector>

namespace tool {

/// Thrown where the policy has mistakes.
struct policy_broken {
    sla::issue_list issues;
};

struct policy {
    std::string file;
    sla::book_definition definition;
    sla::policy_book book;
    sla::issue_list warnings; ///< With file and line as places.
};

/// The same with places as editors know them: "policy.json:14: /policies/0/whne" and
/// "policy.json:3:14" in place of a pointer and a line.
[[nodiscard]] sla::issue_list in_file(const std::string& file, sla::issue_list issues);

/// Throws `policy_broken`, or `stop` where there is no such file.
[[nodiscard]] policy load_policy(const std::string& file);

/// The zone of that name; throws `stop`.
[[nodiscard]] sla::zone load_zone(std::string_view name, std::string_view option);

/// The zones of all calendars, each once, in their order.
[[nodiscard]] std::vector<sla::zone> zones_of(const policy& p);

/// The zone of times without an offset: what `--zone` says, or the one that all calendars are in.
[[nodiscard]] std::optional<sla::zone> zone_of_times(const policy& p, const arguments& given);

/// The zone of a limit's calendar, else `otherwise`.
[[nodiscard]] const sla::zone& zone_of(const policy& p, std::optional<sla::limit_id> limit,
                                       const sla::zone& otherwise);

} // namespace tool
