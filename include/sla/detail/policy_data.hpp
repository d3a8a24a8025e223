// SPDX-License-Identifier: MIT
//
// Inside the policy room: what a compiled book consists of. Everything of variable length lies in
// one vector of its kind, and what belongs together refers to a stretch of it.
#pragma once

#include <sla/calendar.hpp>
#include <sla/condition.hpp>
#include <sla/detail/policy_index.hpp>
#include <sla/metric.hpp>
#include <sla/policy.hpp>
#include <sla/policy_definition.hpp>
#include <sla/target.hpp>
#include <sla/time.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// Names with ids: the id of a name is its index plus `first_id`.
class name_table {
public:
    static constexpr std::uint32_t first_id = 2; // after "none" and "other"

    name_table() = default;
    // Precondition: no name is there twice.
    explicit name_table(std::vector<std::string> names)
        : names_{std::move(names)}, sorted_(names_.size()) {
        for (std::size_t i = 0; i < sorted_.size(); ++i)
            sorted_[i] = static_cast<std::uint32_t>(i);
        std::sort(sorted_.begin(), sorted_.end(),
                  [&](std::uint32_t a, std::uint32_t b) noexcept { return names_[a] < names_[b]; });
    }

    // 0 for the empty name, 1 for one that is not here.
    [[nodiscard]] std::uint32_t find(std::string_view name) const noexcept {
        if (name.empty())
            return 0;
        const auto at = std::lower_bound(
            sorted_.begin(), sorted_.end(), name,
            [&](std::uint32_t i, std::string_view wanted) noexcept { return names_[i] < wanted; });
        if (at == sorted_.end() || names_[*at] != name)
            return 1;
        return *at + first_id;
    }
    // Empty for ids that stand for no name.
    [[nodiscard]] std::string_view name(std::uint32_t id) const noexcept {
        const std::size_t index = std::size_t{id} - first_id;
        return id >= first_id && index < names_.size() ? std::string_view{names_[index]}
                                                       : std::string_view{};
    }
    [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }

private:
    std::vector<std::string> names_;
    std::vector<std::uint32_t> sorted_; // indices, by name
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
    // one_of: in `values`; tagged: one entry of `tag_sets`; created_while_open: calendars in `ids`
    stretch ids;
    std::uint32_t end; // one past the last node of this subtree, in `nodes`
};

// What a condition asks of an event.
struct compiled_event {
    event_kind kind;
    name_match match;
    std::uint8_t actors;  // bit n: the actor of value n
    std::uint8_t visible; // bit n: the visibility of value n
    attribute which;      // attribute_changed only
    // Sorted, in `ids`: of event_name, value_id or tag_id, as the kind has it; one_of without any:
    // every name.
    stretch ids;
};

// The lists of a metric_definition, in the order in which they are stored.
enum class metric_list : std::uint8_t {
    start,
    stop,
    pause,
    resume,
    reset,
    cancel,
    reopen,
    after,
    until
};
inline constexpr std::size_t metric_list_count = 9;

// Beside the bits of the lists: some list asks for the event's name.
inline constexpr std::uint16_t asks_for_name_bit = 1U << metric_list_count;

// What some list asks of an event of one kind, where the event's name matters.
struct named_event {
    std::uint16_t list; // one bit: which
    std::uint8_t sorts; // bit n: events of sort n (`sort_of`)
    name_match match;
    attribute which;    // attribute_changed only
    std::uint32_t name; // the first of `ids`
    stretch ids;        // sorted, in `ids`; none: every name
};

struct compiled_metric {
    std::array<stretch, metric_list_count> lists; // in `events`
    // For each kind of event, by actor and visibility (`sort_of`): bit n, the event matches list n
    // whatever its name is; or asks_for_name_bit.
    std::array<std::array<std::uint16_t, 8>, event_kind_count> certain;
    // For each kind of event: what the lists ask of its name, in `named_events`.
    std::array<stretch, event_kind_count> by_name;
    std::uint32_t kinds; // bit n: events of kind n concern this clock
    reopen_mode on_reopen;
    recurrence repeats;
    bool open_to_starts; // without `after`
};

[[nodiscard]] constexpr std::size_t sort_of(actor by, visibility visible) noexcept {
    return (static_cast<std::size_t>(by) * 2 + static_cast<std::size_t>(visible)) % 8;
}

struct compiled_match {
    attribute which;
    stretch ids; // in `values`
};

inline constexpr std::uint32_t no_calendar = UINT32_MAX;

struct compiled_row {
    stretch match; // in `matches`
    target_duration within;
    std::uint32_t calendar; // index, or no_calendar
    std::uint32_t target;   // in `targets`
};

struct compiled_length {
    bool is_working;
    elapsed by; // working milliseconds where `is_working`
};

struct compiled_step {
    enum class point : std::uint8_t { percent, before, after };
    point at;
    int percent;
    compiled_length by; // before, after
};

struct compiled_target {
    metric_id metric;
    std::uint32_t policy;
    stretch rows;
    stretch steps;                // in `steps`; at most max_steps
    stretch bands;                // in `bands`: `late_by`, increasing; at most max_credit_bands
    std::uint32_t start_calendar; // start_hours, or no_calendar
    met_when met;
    exact_fit fit;
    retarget_mode retarget;
    breach_mode breach;
    std::optional<compiled_length> out_of_hours;
};

// A row with all that belongs to it at hand; the pointers lead into the book.
struct compiled_limit {
    enum class unit : std::uint8_t { elapsed, working, working_then_elapsed };

    const compiled_row* row = nullptr;
    const compiled_target* target = nullptr;
    const calendar* hours = nullptr;       // that it counts, if any
    const calendar_data* open = nullptr;   // of `hours`
    const calendar* start_hours = nullptr; // in which clocks start, if not at all hours
    unit counts = unit::elapsed;
    bool counts_dates = false; // its deadline follows from dates and not from an amount of time
    bool has_marks = false;    // its target has steps or credit bands
};

struct compiled_policy {
    std::uint32_t root; // in `nodes`
    stretch targets;
    std::uint32_t lineage; // the first policy of this name
    policy_role role;
    instant from;  // inclusive; instant::min() where the definition sets none
    instant until; // exclusive; never where the definition sets none
};

struct book_data {
    std::vector<calendar> calendars;
    std::vector<std::string> metric_names;
    std::vector<std::string> policy_names;
    std::array<name_table, attribute_count> value_names;
    std::array<std::vector<std::string>, attribute_count> declared; // sorted; empty: anything
    name_table tag_names;
    name_table event_names;

    std::vector<value_id> values;   // sorted within each stretch
    std::vector<std::uint32_t> ids; // likewise
    std::vector<tag_set> tag_sets;
    std::vector<condition_node> nodes;
    std::vector<compiled_event> events;
    std::vector<named_event> named_events;
    std::vector<compiled_metric> metrics;
    std::vector<compiled_match> matches;
    std::vector<compiled_row> rows;
    std::vector<compiled_limit> limits; // of `rows`
    std::vector<compiled_step> steps;
    std::vector<compiled_length> bands;
    std::vector<compiled_target> targets;
    std::vector<target_definition> target_definitions; // of `targets`, as they were written
    std::vector<compiled_policy> policies;
    policy_index index;
    std::vector<instant> version_changes; // from and until of all policies, sorted; no open ends
    policy_choice choose = policy_choice::first_match;
    version_choice versions = version_choice::at_creation;
    bool one_version = true; // every policy is in force for ever
    bool has_fallback = false;
};

} // namespace sla::inline v1::detail
