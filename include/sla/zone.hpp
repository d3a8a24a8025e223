// SPDX-License-Identifier: MIT
//
// Room: zone. A time zone as a value: its clock changes, and the rule that continues them.
//
// A calendar speaks in local time, deadlines are instants, and a zone is what lies between the two.
// It is a function from instants to offsets, constant on stretches: local time = UTC + offset. Here
// that function is captured once, checked, and from then on is an immutable value: copied for the
// price of a pointer, shared between threads without a lock, equal to another when it says the
// same. It never looks at a file or at the system again, so an answer cannot change behind a
// calendar.
//
//     zone_definition ──compile──► zone        (by hand, in a test, from a host's own table)
//     "Europe/Berlin" ──load_zone──► zone      (from the system; see load.hpp)
//
//     auto berlin = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
//     berlin.offset_at(sys_days{2025y / July / 1});                       // 2 h
//     berlin.to_local(sys_days{2025y / July / 1});                        // 2025-07-01 02:00
//     berlin.instants_of(local_days{2025y / March / 30} + 2h + 30min);    // skipped, 01:00 UTC
//     berlin.instants_of(local_days{2025y / October / 26} + 2h + 30min);  // repeated, 00:30 and
//     01:30
//
// The hard case is the join. A zone has explicit changes up to some instant and a rule after it,
// and where a file stops listing changes is an accident of how it was made: "fat" files go on to
// 2037, "slim" ones stop when the rule begins to hold. So compiling drops every explicit change
// that the rule makes by itself; `rule_from()` is the earliest instant from which the rule alone is
// right, and zones made from either file are equal.
//
// Every query is total, for any instant and any local time, and allocates nothing. Results that
// would lie beyond the representable range stop at its ends.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/issue.hpp>
#include <sla/result.hpp>
#include <sla/time.hpp>
#include <sla/zone_definition.hpp>
#include <sla/zone_rule.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

namespace detail {
struct zone_data;
}

/// A longest stretch [begin, end) of constant offset: both ends are real changes of the offset.
struct zone_period {
    instant begin; ///< Inclusive; `instant::min()` when the offset was always so.
    instant end;   ///< Exclusive; `never` when it stays so.
    std::chrono::seconds offset;

    friend bool operator==(const zone_period&, const zone_period&) = default;
};

/// How many instants show a local time.
enum class local_kind : std::uint8_t {
    unique,   ///< One.
    skipped,  ///< None: the clock jumped over it.
    repeated, ///< Two (or more, where a zone turned back twice within a day).
};

/// The instants that show a local time.
struct local_instants {
    local_kind kind;
    instant first; ///< Skipped: the first instant that shows a later local time.
    instant last;  ///< Repeated: the last pass; otherwise equal to `first`.

    friend bool operator==(const local_instants&, const local_instants&) = default;
};

/// An immutable time zone. Regular but for the default constructor: there is no zone "by default".
///
/// Complexities: k is the number of explicit transitions, at most some 300 in today's database.
class zone {
public:
    /// UTC, named "UTC".
    [[nodiscard]] static zone utc();

    // A moved-from zone stays the zone it was, so that no query can meet an empty one.
    zone(const zone&) noexcept = default;
    zone& operator=(const zone&) noexcept = default;
    ~zone() = default;

    /// The name under which it was compiled or loaded.
    [[nodiscard]] const std::string& name() const noexcept;

    /// The tzdata release it was taken from, such as "2025b"; empty where that is unknown.
    [[nodiscard]] const std::string& database_version() const noexcept;

    /// Local time minus UTC at `t`. O(log k) in the explicit part, O(1) from `rule_from()` on.
    [[nodiscard]] std::chrono::seconds offset_at(instant t) const noexcept;

    /// The longest stretch around `t` in which the offset stays the same. It contains `t`, save
    /// that the last one ends at, and does not contain, `never`. Complexity as `offset_at`.
    [[nodiscard]] zone_period period_at(instant t) const noexcept;

    /// What a wall clock shows at `t`. Complexity as `offset_at`.
    [[nodiscard]] local_time to_local(instant t) const noexcept;

    /// Which instants show `t`: exact, also for jumps of a whole day and for several changes within
    /// one day. Complexity as `offset_at`.
    [[nodiscard]] local_instants instants_of(local_time t) const noexcept;

    /// The earliest instant whose local time is at or after `t`: the first pass of a repeated time,
    /// the jump over a skipped one. Never falls when `t` rises. Complexity as `offset_at`.
    ///
    /// It is `instants_of(t).first`, with one exception that no zone has had since 1970: when the
    /// clock jumps over `t` and back before it within hours, so that `t` is shown after all, this
    /// is the jump.
    [[nodiscard]] instant to_instant(local_time t) const noexcept;

    /// The offset before the first entry of `transitions()`, when there is one.
    [[nodiscard]] std::chrono::seconds initial_offset() const noexcept;

    /// The explicit changes that the rule does not make by itself; each is a change of the offset.
    /// Valid as long as any copy of the zone.
    [[nodiscard]] std::span<const zone_transition> transitions() const noexcept;

    /// From here (inclusive) on the rule alone decides, and not from any earlier instant;
    /// `instant::min()` when it decides everything.
    [[nodiscard]] instant rule_from() const noexcept;

    /// How the zone goes on from `rule_from()`.
    [[nodiscard]] const zone_rule& rule() const noexcept;

    /// Equal when name, version, changes and rule are: zones made of the fat and of the slim file
    /// are. O(k) for different copies.
    friend bool operator==(const zone& a, const zone& b) noexcept { return a.equals(b); }

private:
    friend result<zone> compile(zone_definition definition);
    explicit zone(std::shared_ptr<const detail::zone_data> data) noexcept;
    [[nodiscard]] bool equals(const zone& other) const noexcept;

    std::shared_ptr<const detail::zone_data> data_;
};

/// Checks `definition` and makes a zone of it. O(number of transitions).
///
/// All mistakes come back at once: `zone.name_missing`; `zone.offset_out_of_range` (26 h either
/// way); `zone.transition_out_of_range` (years -9999 to 9999); `zone.transitions_out_of_order`;
/// `zone.rule_...` as of `parse_zone_rule`, at places "rule, character 12"; `zone.rule_contradicts`
/// when the rule does not have the offset at which the transitions end.
[[nodiscard]] SLA_API result<zone> compile(zone_definition definition);

/// A zone that follows a rule at all times: for tests, and for hosts without zone files.
[[nodiscard]] result<zone> zone_from_rule(std::string_view name, std::string_view posix_rule);

/// How calendars find their zones by name: a host's own table, the system's database
/// (`system_zones` of load.hpp), a test's literals. Safe to call from several threads when its
/// zones come from here.
using zone_source = std::function<result<zone>(std::string_view name)>;

/// Zones given by value, found by their exact names.
///
///     sla::zone_source zones = sla::zone_set{{sla::zone::utc(), berlin}}.source();
///     zones("UTC");      // the zone
///     zones("berlin");   // issue zone.unknown, hint: did you mean "Berlin"?
class zone_set {
public:
    /// Of two zones with one name the earlier is found.
    explicit zone_set(std::vector<zone> zones);

    /// The zone of that name, or the issue `zone.unknown` with the nearest names as its hint.
    /// O(log n) for n zones.
    [[nodiscard]] result<zone> find(std::string_view name) const;

    /// A source that keeps these zones alive.
    [[nodiscard]] zone_source source() const;

private:
    std::shared_ptr<const std::vector<zone>> zones_; // sorted by name
};

} // namespace sla::inline v1

#include <sla/detail/zone_query.hpp>
#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_ZONE)
#include <sla/detail/zone_compile.hpp>
#endif
