// SPDX-License-Identifier: MIT
//
// Inside the policy room: mistakes and where they are.
#pragma once

#include <sla/detail/policy_text.hpp>
#include <sla/issue.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// A path into a definition, "policies[2].targets[0].rows", written out only where something is
// wrong: a good book has thousands of places that nobody asks for. A place refers to the one that
// it lies in, which has to live as long.
class place {
public:
    explicit place(std::string_view root) noexcept : name_{root} {}
    place(std::string_view root, std::size_t index) noexcept : name_{root}, index_{index} {}

    [[nodiscard]] place member(std::string_view name) const noexcept { return {this, name, none}; }
    [[nodiscard]] place entry(std::string_view list, std::size_t index) const noexcept {
        return {this, list, index};
    }

    [[nodiscard]] std::string text() const {
        std::string out = inside_ == nullptr ? std::string{} : inside_->text() + ".";
        out += name_;
        if (index_ != none)
            out += "[" + std::to_string(index_) + "]";
        return out;
    }

private:
    static constexpr std::size_t none = SIZE_MAX;

    place(const place* inside, std::string_view name, std::size_t index) noexcept
        : inside_{inside}, name_{name}, index_{index} {}

    const place* inside_ = nullptr;
    std::string_view name_;
    std::size_t index_ = none;
};

// Names and the indices that they were given.
using index_map = std::unordered_map<std::string_view, std::uint32_t>;

[[nodiscard]] inline std::vector<std::string> names_in(const index_map& known) {
    std::vector<std::string> out;
    out.reserve(known.size());
    for (const auto& entry : known)
        out.emplace_back(entry.first);
    std::sort(out.begin(), out.end());
    return out;
}

// Collects what is wrong.
class complaints {
public:
    issue& add(std::string code, const place& where, std::string message, std::string expected = {},
               std::string saw = {}, std::string hint = {}) {
        return issues_.emplace_back(issue{.code = std::move(code),
                                          .place = where.text(),
                                          .message = std::move(message),
                                          .expected = std::move(expected),
                                          .saw = std::move(saw),
                                          .hint = std::move(hint)});
    }

    void take(const issue_list& more, const place& where) {
        append(issues_, more, where.text() + ".");
    }

    // Definitions may come from anywhere, and a number made an enumeration need not be one.
    template <class Enumeration>
    bool check_enumerator(Enumeration value, Enumeration last, const place& where) {
        if (value <= last)
            return true;
        add("policy.unknown_enumerator", where, "this is no value of its enumeration",
            "0 to " + std::to_string(static_cast<unsigned>(last)),
            std::to_string(static_cast<unsigned>(value)));
        return false;
    }

    // Enters a name that has to be there and be the only one; `place_of` tells where an index was
    // given out.
    template <class PlaceOf>
    void enter(index_map& known, std::string_view name, std::uint32_t index, std::string_view what,
               PlaceOf place_of) {
        if (!check_name(name, place_of(index), what))
            return;
        const auto [at, is_new] = known.try_emplace(name, index);
        if (!is_new)
            name_taken(name, place_of(index), place_of(at->second), what);
    }

    bool check_name(std::string_view name, const place& where, std::string_view what) {
        if (!name.empty())
            return true;
        add("policy.name_missing", where.member("name"), "a " + std::string{what} + " needs a name",
            "a name", "nothing");
        return false;
    }

    void name_taken(std::string_view name, const place& where, const place& first,
                    std::string_view what) {
        add("policy.name_taken", where.member("name"), "two of one name: " + std::string{what},
            "a name that no other " + std::string{what} + " has", quoted(name, 64))
            .related.push_back({first.member("name").text(), "the first of this name"});
    }

    // The index of a name that has to be known; null, after saying so, where it is not.
    [[nodiscard]] const std::uint32_t* find(const index_map& known, std::string_view name,
                                            const place& where, std::string_view code,
                                            std::string_view what) {
        const auto at = known.find(name);
        if (at != known.end())
            return &at->second;
        add(std::string{code}, where, "the book has no such " + std::string{what},
            "the name of a " + std::string{what} + " in the book", quoted(name, 64),
            did_you_mean(name, names_in(known)));
        return nullptr;
    }

    [[nodiscard]] issue_list& issues() noexcept { return issues_; }

private:
    issue_list issues_;
};

} // namespace sla::inline v1::detail
