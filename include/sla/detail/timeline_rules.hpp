// SPDX-License-Identifier: MIT
//
// Inside the timeline room: which members of an event have a meaning, and are values that the
// library knows. Members that mean nothing for the event's kind may be anything.
#pragma once

#include <sla/timeline.hpp>

namespace sla::inline v1::detail {

[[nodiscard]] inline bool has_known_kind(const event& e) noexcept {
    return e.kind <= event_kind::custom;
}
[[nodiscard]] inline bool has_known_actor(const event& e) noexcept {
    return e.by <= actor::third_party;
}
[[nodiscard]] inline bool has_known_visibility(const event& e) noexcept {
    return e.kind != event_kind::message || e.visible <= visibility::internal;
}
[[nodiscard]] inline bool has_known_attribute(const event& e) noexcept {
    return e.kind != event_kind::attribute_changed || e.which <= attribute::customer;
}
[[nodiscard]] inline bool has_due_in_range(const event& e) noexcept {
    return e.kind != event_kind::due_changed || e.due == never || in_range(e.due);
}

} // namespace sla::inline v1::detail
