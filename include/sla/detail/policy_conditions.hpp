// SPDX-License-Identifier: MIT
//
// Inside the policy room: conditions on tickets, compiled.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/policy_names.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sla::inline v1::detail {

class condition_compiler {
public:
    explicit condition_compiler(compile_state& state) noexcept : state_{state}, book_{state.book} {}

    // Adds the nodes of a condition; the root is the first one.
    void compile(const condition& from, const place& here, std::size_t depth = 1) {
        using form = condition::form_type;
        const std::size_t self = book_.nodes.size();
        book_.nodes.push_back({.form = from.form, .which = from.which, .ids = {}, .end = 0});
        switch (from.form) {
        case form::always:
            break;
        case form::one_of:
            state_.check_attribute_values(from.which, from.values, here);
            book_.nodes[self].ids = state_.intern(from.which, from.values);
            break;
        case form::tagged:
            state_.check_values(from.values, here, "values", "the name of a tag");
            book_.nodes[self].ids = tags(from.values);
            break;
        case form::created_while_open:
            state_.check_values(from.values, here, "values", "the name of a calendar");
            book_.nodes[self].ids = calendars(from.values, here);
            break;
        case form::all:
        case form::any:
        case form::none:
            compile_parts(from, here, depth);
            break;
        default:
            state_.say.check_enumerator(from.form, form::created_while_open, here.member("form"));
        }
        book_.nodes[self].end = static_cast<std::uint32_t>(book_.nodes.size());
    }

private:
    static constexpr std::size_t deepest = 32;

    void compile_parts(const condition& from, const place& here, std::size_t depth) {
        if (from.parts.empty())
            state_.say.add("policy.parts_missing", here.member("parts"),
                           "the condition has no parts", "at least one part", "an empty list");
        if (depth == deepest && !from.parts.empty()) {
            state_.say.add("policy.condition_too_deep", here, "the condition is nested too deeply",
                           "at most " + std::to_string(deepest) + " levels");
            return;
        }
        for (std::size_t i = 0; i < from.parts.size(); ++i)
            compile(from.parts[i], here.entry("parts", i), depth + 1);
    }

    [[nodiscard]] stretch tags(const std::vector<std::string>& names) {
        tag_set bits{};
        for (const std::string& tag : names) {
            const std::size_t bit = state_.tags.id_of(tag) - std::size_t{name_table::first_id};
            if (bit < max_tags) // otherwise the book will be refused
                bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
        }
        return store(book_.tag_sets, {bits});
    }

    [[nodiscard]] stretch calendars(const std::vector<std::string>& names, const place& here) {
        std::vector<std::uint32_t> ids;
        for (std::size_t i = 0; i < names.size(); ++i)
            if (!names[i].empty())
                if (const auto index = state_.find_calendar(names[i], here.entry("values", i)))
                    ids.push_back(*index);
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return store(book_.ids, ids);
    }

    compile_state& state_;
    book_data& book_;
};

} // namespace sla::inline v1::detail
