// SPDX-License-Identifier: MIT
//
// Inside the zone room: the questions to a zone, and sets of zones.
#pragma once

#include <sla/detail/zone_data.hpp>
#include <sla/detail/zone_text.hpp>
#include <sla/zone.hpp>

#include <utility>

namespace sla::inline v1 {

inline zone::zone(std::shared_ptr<const detail::zone_data> data) noexcept
    : data_{std::move(data)} {}

inline zone zone::utc() {
    auto data = std::make_shared<detail::zone_data>();
    data->name = "UTC";
    return zone{std::move(data)};
}

inline const std::string& zone::name() const noexcept {
    return data_->name;
}

inline const std::string& zone::database_version() const noexcept {
    return data_->database_version;
}

inline std::chrono::seconds zone::offset_at(instant t) const noexcept {
    return std::chrono::seconds{detail::offset_in(*data_, detail::whole_seconds(t))};
}

inline zone_period zone::period_at(instant t) const noexcept {
    const detail::offset_span span = detail::span_in(*data_, detail::whole_seconds(t));
    return {detail::saturated_instant(span.begin), detail::saturated_instant(span.end),
            std::chrono::seconds{span.offset}};
}

inline local_time zone::to_local(instant t) const noexcept {
    const std::chrono::milliseconds offset = offset_at(t);
    return local_time{std::chrono::milliseconds{
        detail::saturated_sum(t.time_since_epoch().count(), offset.count())}};
}

inline local_instants zone::instants_of(local_time t) const noexcept {
    const std::int64_t local = t.time_since_epoch().count();
    constexpr std::int64_t margin = std::chrono::milliseconds{detail::most_offset}.count();
    const std::int64_t earliest = detail::saturated_sum(local, -margin);
    const std::int64_t latest = detail::saturated_sum(local, margin);
    const auto at = [](std::int64_t ms) { return instant{std::chrono::milliseconds{ms}}; };
    const auto shows = [&](const zone_period& p) {
        return at(detail::saturated_sum(local, -std::chrono::milliseconds{p.offset}.count()));
    };

    zone_period p = period_at(at(local));
    if (p.begin <= at(earliest) && at(latest) < p.end)
        return {local_kind::unique, shows(p), shows(p)};

    // Only periods that touch the margins can show it: two or three, as a rule.
    local_instants found{local_kind::skipped, never, never};
    instant jump = never;
    for (p = period_at(at(earliest));; p = period_at(p.end)) {
        const instant candidate = shows(p);
        const bool last = p.end == never;
        if (p.begin <= candidate && (candidate < p.end || last)) {
            if (found.kind == local_kind::skipped)
                found = {local_kind::unique, candidate, candidate};
            else
                found = {local_kind::repeated, found.first, candidate};
        } else if (candidate < p.begin && jump == never) {
            jump = p.begin;
        }
        if (last || p.end > at(latest))
            break;
    }
    if (found.kind == local_kind::skipped)
        found.first = found.last = jump;
    return found;
}

inline instant zone::to_instant(local_time t) const noexcept {
    const std::int64_t local = t.time_since_epoch().count();
    constexpr std::int64_t margin = std::chrono::milliseconds{detail::most_offset}.count();
    const auto at = [](std::int64_t ms) { return instant{std::chrono::milliseconds{ms}}; };
    const auto shows = [&](const zone_period& p) {
        return at(detail::saturated_sum(local, -std::chrono::milliseconds{p.offset}.count()));
    };

    zone_period p = period_at(at(local));
    const instant earliest = at(detail::saturated_sum(local, -margin));
    if (p.begin <= earliest) {
        const instant candidate = shows(p);
        if (candidate < p.end || p.end == never)
            return candidate;
    }
    for (p = period_at(earliest);; p = period_at(p.end)) {
        const instant candidate = shows(p);
        if (candidate < p.begin)
            return p.begin;
        if (candidate < p.end || p.end == never)
            return candidate;
    }
}

inline std::chrono::seconds zone::initial_offset() const noexcept {
    return data_->initial_offset;
}

inline std::span<const zone_transition> zone::transitions() const noexcept {
    return data_->transitions;
}

inline instant zone::rule_from() const noexcept {
    return detail::saturated_instant(data_->rule_from);
}

inline const zone_rule& zone::rule() const noexcept {
    return data_->rule;
}

inline bool zone::equals(const zone& other) const noexcept {
    if (data_ == other.data_)
        return true;
    const detail::zone_data& a = *data_;
    const detail::zone_data& b = *other.data_;
    return a.name == b.name && a.database_version == b.database_version &&
           a.initial_offset == b.initial_offset && a.rule_from == b.rule_from &&
           a.transitions == b.transitions && a.rule == b.rule;
}

inline result<zone> zone_from_rule(std::string_view name, std::string_view posix_rule) {
    return compile(zone_definition{.name = std::string{name}, .rule = std::string{posix_rule}});
}

inline zone_set::zone_set(std::vector<zone> zones) {
    std::stable_sort(zones.begin(), zones.end(),
                     [](const zone& a, const zone& b) { return a.name() < b.name(); });
    zones_ = std::make_shared<const std::vector<zone>>(std::move(zones));
}

inline result<zone> zone_set::find(std::string_view name) const {
    const auto found =
        std::lower_bound(zones_->begin(), zones_->end(), name,
                         [](const zone& z, std::string_view n) { return z.name() < n; });
    if (found != zones_->end() && found->name() == name)
        return *found;
    std::vector<std::string_view> names;
    names.reserve(zones_->size());
    for (const zone& z : *zones_)
        names.push_back(z.name());
    return issue_list{detail::unknown_zone(name, names, "the name of a zone in the set")};
}

inline zone_source zone_set::source() const {
    return [set = *this](std::string_view name) { return set.find(name); };
}

} // namespace sla::inline v1
