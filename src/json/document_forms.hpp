// SPDX-License-Identifier: MIT
//
// The human forms that a document has beside those of the book, and its numbers.
#pragma once

#include "forms.hpp"
#include "writer.hpp"
#include <sla/decimal.hpp>
#include <sla/json_document.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sla::inline v1::detail::json {

/// "90 %", "-99.95 %", to nine digits on both sides of the point.
form<decimal> read_percent(std::string_view text);
std::string write_percent(decimal percent);

/// The same, as a part of all: "0 %" to "100 %".
form<share> read_share(std::string_view text);
std::string write_share(share of);

/// Where a goal begins or ends, as its path has it.
struct goal_level {
    goal_unit unit = goal_unit::number;
    std::int64_t value = 0;
};
/// "85 %", "30 min". Numbers are no texts.
form<goal_level> read_goal_level(std::string_view text);
/// Of a share or a time.
std::string write_goal_level(const goal_level& at);

/// A number as it is written, exactly; zero after a complaint.
decimal decimal_at(reader& in, index at);
void write_decimal(writer& out, decimal value);
/// The member, where the value is not the default.
void write_decimal_member(writer& out, std::string_view key, decimal value, decimal usual = {});

} // namespace sla::inline v1::detail::json
