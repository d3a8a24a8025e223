// SPDX-License-Identifier: MIT
//
// Inside the policy room: what the parts of the compiler share, above all names and their ids.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_issues.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// Puts `more` at the end of `pool`.
template <class T>
[[nodiscard]] stretch store(std::vector<T>& pool, const std::vector<T>& more) {
    const stretch out{static_cast<std::uint32_t>(pool.size()),
                      static_cast<std::uint32_t>(more.size())};
    pool.insert(pool.end(), more.begin(), more.end());
    return out;
}

// Gives ids to names in the order in which they come. Looks at names that have to stay.
class name_collector {
public:
    [[nodiscard]] std::uint32_t id_of(std::string_view name) {
        const auto next = static_cast<std::uint32_t>(names_.size()) + name_table::first_id;
        const auto [at, is_new] = ids_.try_emplace(name, next);
        if (is_new)
            names_.push_back(name);
        return at->second;
    }
    [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }
    [[nodiscard]] name_table table() const {
        return name_table{std::vector<std::string>(names_.begin(), names_.end())};
    }

private:
    std::unordered_map<std::string_view, std::uint32_t> ids_;
    std::vector<std::string_view> names_;
};

inline constexpr common_codes policy_codes{.name_missing = "policy.name_missing",
                                           .name_twice = "policy.name_twice",
                                           .unknown_enumerator = "policy.unknown_enumerator"};

// The book that is being made, the names that it knows so far, and what is wrong.
struct compile_state {
    const book_definition& in;
    const calendar_options& options;
    book_data& book;
    complaints say{policy_codes};
    index_map calendars{};
    index_map metrics{};
    std::array<name_collector, attribute_count> value_names{};
    name_collector tags{};
    name_collector events{};

    [[nodiscard]] static bool is_known(attribute which) noexcept {
        return static_cast<std::size_t>(which) < attribute_count;
    }

    // The index of a calendar; says so when there is none. It may have failed to compile.
    [[nodiscard]] std::optional<std::uint32_t> find_calendar(std::string_view name,
                                                             const place& where) {
        const std::uint32_t* const at =
            say.find(calendars, name, where, "policy.unknown_calendar", "calendar");
        return at != nullptr ? std::optional{*at} : std::nullopt;
    }

    // At least one, and none of them empty.
    void check_values(const std::vector<std::string>& values, const place& in_what,
                      std::string_view list, std::string_view what) {
        if (values.empty())
            say.add("policy.value_missing", in_what.member(list), "there is no value",
                    std::string{what}, "an empty list");
        check_not_empty(values, in_what, list, what);
    }
    void check_not_empty(const std::vector<std::string>& values, const place& in_what,
                         std::string_view list, std::string_view what) {
        for (std::size_t i = 0; i < values.size(); ++i)
            if (values[i].empty())
                say.add("policy.value_missing", in_what.entry(list, i), "a value has no name",
                        std::string{what}, "nothing");
    }

    // Where a vocabulary is declared the values have to be in it.
    void check_declared(attribute which, const std::vector<std::string>& values,
                        const place& in_what, std::string_view list) {
        const std::vector<std::string>& declared = book.declared[static_cast<std::size_t>(which)];
        if (declared.empty())
            return;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!values[i].empty() &&
                !std::binary_search(declared.begin(), declared.end(), values[i]))
                say.add("policy.unknown_value", in_what.entry(list, i),
                        "the book declares no " + std::string{name_of(which)} + " of this name",
                        "a declared " + std::string{name_of(which)}, quoted(values[i], 64),
                        did_you_mean(values[i], declared));
    }

    void check_attribute_values(attribute which, const std::vector<std::string>& values,
                                const place& in_what) {
        const std::string what =
            std::string{"the name of a "} + (is_known(which) ? name_of(which) : "value");
        check_values(values, in_what, "values", what);
        if (say.check_enumerator(which, attribute::customer, in_what.member("which")))
            check_declared(which, values, in_what, "values");
    }

    // The ids of an attribute's values, sorted.
    [[nodiscard]] stretch intern(attribute which, const std::vector<std::string>& names) {
        if (!is_known(which))
            return {};
        name_collector& known = value_names[static_cast<std::size_t>(which)];
        return store_sorted<value_id>(book.values, names, known);
    }
    // The ids of other names, sorted.
    [[nodiscard]] stretch intern(name_collector& known, const std::vector<std::string>& names) {
        return store_sorted<std::uint32_t>(book.ids, names, known);
    }

    void compile_vocabularies() {
        std::array<std::optional<std::size_t>, attribute_count> first{};
        for (std::size_t v = 0; v < in.vocabularies.size(); ++v) {
            const vocabulary& words = in.vocabularies[v];
            const place here{"vocabularies", v};
            if (!say.check_enumerator(words.which, attribute::customer, here.member("which")))
                continue;
            const auto which = static_cast<std::size_t>(words.which);
            if (first[which]) {
                say.add("policy.name_twice", here, "two vocabularies for one attribute",
                        "one for each attribute", name_of(words.which))
                    .related.push_back(
                        {place{"vocabularies", *first[which]}.text(), "the first one"});
                continue;
            }
            first[which] = v;
            check_values(words.values, here, "values", "a value");
            for (const std::string& value : words.values)
                static_cast<void>(value_names[which].id_of(value));
            std::vector<std::string>& declared = book.declared[which];
            declared = words.values;
            std::sort(declared.begin(), declared.end());
        }
    }

    // When everything has been looked at.
    void finish_names() {
        for (std::size_t i = 0; i < attribute_count; ++i)
            book.value_names[i] = value_names[i].table();
        book.event_names = events.table();
        book.tag_names = tags.table();
        if (tags.size() > max_tags)
            say.add("policy.too_many_tags", place{"policies"}, "the book speaks of too many tags",
                    "at most " + std::to_string(max_tags) + " different tags",
                    std::to_string(tags.size()), "an attribute can have any number of values");
    }

private:
    template <class Id>
    [[nodiscard]] static stretch store_sorted(std::vector<Id>& pool,
                                              const std::vector<std::string>& names,
                                              name_collector& known) {
        const std::size_t first = pool.size();
        for (const std::string& name : names)
            pool.push_back(static_cast<Id>(known.id_of(name)));
        const auto begin = pool.begin() + static_cast<std::ptrdiff_t>(first);
        std::sort(begin, pool.end());
        pool.erase(std::unique(begin, pool.end()), pool.end());
        return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(pool.size() - first)};
    }
};

} // namespace sla::inline v1::detail
