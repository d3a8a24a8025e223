// SPDX-License-Identifier: MIT
//
// Inside the policy room, and for those below it: mistakes and where they are.
#pragma once

#include <sla/detail/issue_enumerator.hpp>
#include <sla/detail/policy_text.hpp>
#include <sla/issue.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
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

// What every room calls the mistakes that can be made in each.
struct common_codes {
    const char* name_missing;
    const char* name_twice;
    const char* unknown_enumerator;
};

// Collects what is wrong.
class complaints {
public:
    explicit complaints(const common_codes& codes) noexcept : codes_{codes} {}

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
        issues_.push_back(unknown_enumerator(codes_.unknown_enumerator, where.text(), value, last));
        return false;
    }

    // Enters the name of a thing, which has to be there and be the only one; `place_of` tells where
    // the thing of an index stands.
    template <class PlaceOf>
    void enter(index_map& known, std::string_view name, std::uint32_t index, std::string_view what,
               PlaceOf place_of) {
        enter_name<name_is::member>(known, name, index, what, place_of);
    }
    // The same of a whole list, of names or of things with a member `name`.
    template <class Things, class PlaceOf>
    void check_names(const Things& things, std::string_view what, PlaceOf place_of) {
        index_map known;
        std::uint32_t index = 0;
        for (const auto& thing : things) {
            if constexpr (std::is_convertible_v<decltype(thing), std::string_view>)
                enter_name<name_is::all>(known, thing, index, what, place_of);
            else
                enter_name<name_is::member>(known, thing.name, index, what, place_of);
            ++index;
        }
    }

    bool check_name(std::string_view name, const place& where, std::string_view what) {
        return check_name_at(name, where.member("name"), what);
    }
    void name_twice(std::string_view name, const place& where, const place& first,
                    std::string_view what) {
        name_twice_at(name, where.member("name"), first.member("name"), what);
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
    enum class name_is : std::uint8_t { all, member }; // of what stands at a place

    template <name_is Is, class PlaceOf>
    void enter_name(index_map& known, std::string_view name, std::uint32_t index,
                    std::string_view what, PlaceOf place_of) {
        const auto at_name = [](const place& thing) noexcept {
            return Is == name_is::all ? thing : thing.member("name");
        };
        const place here = place_of(index);
        if (!check_name_at(name, at_name(here), what))
            return;
        const auto [at, is_new] = known.try_emplace(name, index);
        if (is_new)
            return;
        const place first = place_of(at->second);
        name_twice_at(name, at_name(here), at_name(first), what);
    }
    bool check_name_at(std::string_view name, const place& where, std::string_view what) {
        if (!name.empty())
            return true;
        add(codes_.name_missing, where, "the " + std::string{what} + " has no name", "a name",
            "nothing");
        return false;
    }
    void name_twice_at(std::string_view name, const place& where, const place& first,
                       std::string_view what) {
        add(codes_.name_twice, where, "two of one name: " + std::string{what},
            "a name that no other " + std::string{what} + " has", quoted(name, 64))
            .related.push_back({first.text(), "the first of this name"});
    }

    const common_codes& codes_;
    issue_list issues_;
};

} // namespace sla::inline v1::detail
