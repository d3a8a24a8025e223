// SPDX-License-Identifier: MIT
//
// Inside the issue room: a number that was made an enumeration and is none of its values.
#pragma once

#include <sla/issue.hpp>

#include <string>
#include <utility>

namespace sla::inline v1::detail {

template <class Enumeration>
[[nodiscard]] issue unknown_enumerator(const char* code, std::string place, Enumeration value,
                                       Enumeration last) {
    return {.code = code,
            .place = std::move(place),
            .message = "this is no value of its enumeration",
            .expected = "0 to " + std::to_string(static_cast<unsigned>(last)),
            .saw = std::to_string(static_cast<unsigned>(value))};
}

} // namespace sla::inline v1::detail
