// SPDX-License-Identifier: MIT
//
// Inside the policy room: what a compiled book consists of. Everything of variable length lies in
// one vector of its kind, and what belongs together refers to a stretch of it.
#pragma once

#include <sla/calendar.hpp>
#include <sla/metric.hpp>
#include <sla/policy.hpp>
#include <sla/policy_definition.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail {

// Names with ids: sorted, and the id of a name is its index plus `first_id`.
class name_table {
public:
    static constexpr std::uint32_t first_id = 2; // after "none" and "other"

    name_table() = default;
    explicit name_table(std::vector<std::string> names) : names_{std::move(names)} {
        std::sort(names_.begin(), names_.end());
        names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    }

    // 0 for the empty name, 1 for one that is not here.
    [[nodiscard]] std::uint32_t find(std::string_view name) const noexcept {
        if (name.empty())
            return 0;
        const auto at = std::lower_bound(names_.begin(), names_.end(), name);
        if (at == names_.end() || *at != name)
            return 1;
        return static_cast<std::uint32_t>(at - names_.begin()) + first_id;
    }
    [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }

private:
    std::vector<std::string> names_;
};

// A stretch of one of the vectors of `book_data`.
struct stretch {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    template <class T>
    [[nodiscard]] std::span<const T> of(const std::vector<T>& pool) const noexcept {
        return {pool.data() + first, count};
    }
};

using tag_set = std::array<std::uint64_t, max_tags / 64>;

// A node of a condition, in preorder: the parts of an inner node are the nodes after it, up to
// `end`.
struct condition_node {
    condition::form_type form;
    attribute which;
    stretch ids;       // one_of: in `values`; tagged: one entry of `tag_sets`
    std::uint32_t end; // one past the last node of this subtree, in `nodes`
};

struct compiled_event {
    event_kind kind;
    std::uint8_t actors;  // bit n: the actor of value n
    std::uint8_t visible; // bit n: the visibility of value n
    sla::event_name name; // none: any
};

struct compiled_metric {
    stretch start; // in `events`
    stretch stop;
};

struct compiled_match {
    attribute which;
    stretch ids; // in `values`
};

struct compiled_row {
    stretch match; // in `matches`
    target_duration within;
    std::uint32_t calendar; // index, or no_calendar
};
inline constexpr std::uint32_t no_calendar = UINT32_MAX;

struct compiled_target {
    metric_id metric;
    stretch rows;
};

struct compiled_policy {
    std::uint32_t root; // in `nodes`
    stretch targets;
};

struct book_data {
    std::vector<calendar> calendars;
    std::vector<std::string> metric_names;
    std::vector<std::string> policy_names;
    std::array<name_table, attribute_count> value_names;
    std::array<std::vector<std::string>, attribute_count> declared; // sorted; empty: anything
    name_table tag_names;
    name_table event_names;

    std::vector<value_id> values; // sorted within each stretch
    std::vector<tag_set> tag_sets;
    std::vector<condition_node> nodes;
    std::vector<compiled_event> events;
    std::vector<compiled_metric> metrics;
    std::vector<compiled_match> matches;
    std::vector<compiled_row> rows;
    std::vector<compiled_target> targets;
    std::vector<compiled_policy> policies;
};

} // namespace sla::inline v1::detail
