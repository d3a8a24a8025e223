// SPDX-License-Identifier: MIT
//
// What the tests of the C interface share: a document, the same book in C++, objects that release
// themselves, and a table with columns of any kind.
#pragma once

#include <sla/json.hpp>
#include <sla/load.hpp>
#include <sla/sla.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace desk {

inline constexpr std::string_view document = R"({
  "sla": 1,
  "calendars": [
    { "name": "客服", "zone": "Asia/Shanghai",
      "hours": { "Monday-Friday": ["09:00-12:00", "13:00-18:00"] },
      "exceptions": [{ "name": "国庆节", "first": "2026-10-01", "last": "2026-10-07" }] }
  ],
  "metrics": ["first response", { "built_in": "resolution", "paused_in_status": ["waiting"] }],
  "policies": [
    { "name": "金牌", "when": { "tier": "gold" }, "calendar": "客服",
      "targets": {
        "first response": { "by": "priority", "within": { "P1": "30 min", "P2": "4 business hours" },
                            "steps": [{ "name": "warn", "at": "50 %" }] },
        "resolution": { "within": "16 business hours", "credits": [{ "credit": "10 %" }] } } },
    { "name": "Others", "when": { "none": [{ "tier": "gold" }, { "tagged": "internal" }] }, "calendar": "客服",
      "targets": { "resolution": "5 business days by close" } }
  ]
})";

struct release {
    void operator()(sla_book* b) const { sla_book_free(b); }
    void operator()(sla_ticket* t) const { sla_ticket_free(t); }
    void operator()(sla_error* e) const { sla_error_free(e); }
    void operator()(sla_table_plan* p) const { sla_table_plan_free(p); }
    void operator()(sla_report* r) const { sla_report_free(r); }
    void operator()(char* text) const { sla_text_free(text); }
};
template <class T>
using owned = std::unique_ptr<T, release>;

inline owned<sla_book> load(std::string_view text = document) {
    sla_book* out = nullptr;
    if (sla_book_load(text.data(), text.size(), nullptr, &out, nullptr) != SLA_OK)
        return nullptr;
    return owned<sla_book>{out};
}

inline sla::policy_book in_cpp() {
    return sla::compile_json(document, sla::system_zones()).value();
}

/// Milliseconds of "2026-02-13 15:40", UTC, as hours from 2026-02-13 (a Friday) 00:00.
constexpr std::int64_t friday = 1'770'940'800'000;
constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t minute = 60'000;

inline sla_event event(std::int64_t at, std::uint8_t kind, std::uint8_t by = SLA_BY_AGENT) {
    sla_event out{};
    out.at_ms = at;
    out.kind = kind;
    out.by = by;
    return out;
}

inline sla_attributes attributes(const sla_book* book, const char* priority, const char* tier) {
    sla_attributes out{};
    out.size = sizeof out;
    out.values[SLA_PRIORITY] = sla_book_value(book, SLA_PRIORITY, priority);
    out.values[SLA_TIER] = sla_book_value(book, SLA_TIER, tier);
    return out;
}

/// What `call(&error)` says: "<status> <code> at <place>", or "" when it succeeds without an error.
template <class Call>
std::string refusal(Call&& call) {
    sla_error* made = nullptr;
    const sla_status status = call(&made);
    const owned<sla_error> error{made};
    if (status == SLA_OK)
        return error == nullptr ? "" : "an error beside success";
    sla_issue first{};
    if (sla_error_status(error.get()) != status ||
        sla_error_issue(error.get(), 0, &first, sizeof first) != SLA_OK)
        return "no error beside a failure";
    return std::to_string(status) + " " + first.code + " at " + first.place;
}

} // namespace desk
