// SPDX-License-Identifier: MIT

#include "wording.hpp"

#include "text.hpp"
#include <sla/describe.hpp>

#include <fmt/format.h>

#include <chrono>

namespace compliance {

namespace chrono = std::chrono;

const char* goal_word(const group_figures& group) {
    if (!group.goal)
        return "-";
    return group.goal->state == sla::objective_state::met ? "met" : "missed";
}

std::string goal_sentence(const sla::objective_result& goal) {
    if (goal.state == sla::objective_state::met)
        return fmt::format(
            "met; {} in a row can be borne",
            counted(goal.can_still_miss.value_or(0), "more breach", "more breaches"));
    if (goal.state == sla::objective_state::no_data)
        return "nothing is decided yet";
    if (!goal.good_ones_to_recover)
        return "missed for good";
    return fmt::format(
        "missed; {} in a row would reach it",
        counted(*goal.good_ones_to_recover, "more promise kept", "more promises kept"));
}

std::string rough_length(std::optional<sla::elapsed> length) {
    if (!length)
        return "-";
    const sla::elapsed l = *length;
    if (l >= chrono::hours{24})
        return sla::describe(sla::elapsed{chrono::floor<chrono::hours>(l)});
    if (l >= chrono::hours{1})
        return sla::describe(sla::elapsed{chrono::floor<chrono::minutes>(l)});
    return sla::describe(sla::elapsed{chrono::floor<chrono::seconds>(l)});
}

std::string rough_percentile(const std::optional<sla::percentile_value>& value) {
    if (!value)
        return "-";
    return (value->is_exact() ? "" : "~") + rough_length(value->value);
}

std::string used_class_name(std::size_t number) {
    if (number == 0)
        return fmt::format("up to {}", used_classes[0].bound);
    const char* const from = used_classes[number - 1].bound;
    if (number + 1 == used_classes.size())
        return fmt::format("more than {}", from);
    return fmt::format("{} to {}", from, used_classes[number].bound);
}

} // namespace compliance
