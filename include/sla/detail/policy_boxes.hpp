// SPDX-License-Identifier: MIT
//
// Inside the policy room: sets of tickets.
//
// A set of tickets is written as a list of boxes (a disjunction of conjunctions), and what is left
// of a box when others are cut out of it is a list of boxes again. Both are exact. Lists that grow
// too long are given up.
#pragma once

#include <sla/detail/policy_data.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// The values that an attribute may have: these, or all except these. Looks at ids that a book or a
// `filter_pool` keeps.
struct value_filter {
    bool except = true;
    std::span<const value_id> ids{}; // sorted

    [[nodiscard]] bool everything() const noexcept { return except && ids.empty(); }
    [[nodiscard]] bool nothing() const noexcept { return !except && ids.empty(); }
    [[nodiscard]] bool passes(value_id id) const noexcept {
        return std::binary_search(ids.begin(), ids.end(), id) != except;
    }
    [[nodiscard]] value_filter opposite() const noexcept { return {!except, ids}; }
};

// Makes filters out of others, and keeps what they look at.
class filter_pool {
public:
    // What passes both.
    [[nodiscard]] value_filter both(const value_filter& a, const value_filter& b) {
        if (a.everything())
            return b;
        if (b.everything())
            return a;
        const auto intersect = [](auto... at) { std::set_intersection(at...); };
        const auto subtract = [](auto... at) { std::set_difference(at...); };
        const auto unite = [](auto... at) { std::set_union(at...); };
        if (a.except && b.except)
            return made_by(unite, true, a, b);
        if (a.except)
            return made_by(subtract, false, b, a);
        if (b.except)
            return made_by(subtract, false, a, b);
        return made_by(intersect, false, a, b);
    }

    // What passes at least one: what fails both fails it.
    [[nodiscard]] value_filter either(const value_filter& a, const value_filter& b) {
        return both(a.opposite(), b.opposite()).opposite();
    }

private:
    template <class Algorithm>
    [[nodiscard]] value_filter made_by(Algorithm algorithm, bool except, const value_filter& a,
                                       const value_filter& b) {
        std::vector<value_id>& ids = kept_.emplace_back();
        algorithm(a.ids.begin(), a.ids.end(), b.ids.begin(), b.ids.end(), std::back_inserter(ids));
        return {except, ids};
    }

    std::deque<std::vector<value_id>> kept_;
};

// Whether no value passes both; without making anything, because most pairs are tested once only.
[[nodiscard]] inline bool are_disjoint(const value_filter& a, const value_filter& b) noexcept {
    if (a.except && b.except)
        return false; // a value that the book never mentions passes both
    const value_filter& some = a.except ? b : a;
    const value_filter& other = a.except ? a : b;
    return std::none_of(some.ids.begin(), some.ids.end(),
                        [&](value_id id) noexcept { return other.passes(id); });
}

// What is true or false of a ticket: a bit for each tag, and for each of the first calendars one
// that says whether it was open at the creation.
using mark_set = std::array<std::uint64_t, max_tags / 64 + 1>;
inline constexpr std::size_t most_calendar_marks = 64;

// Tickets whose every attribute passes its filter, with all of some marks and none of others,
// judged at an instant in [from, until).
struct box {
    std::array<value_filter, attribute_count> filters{};
    mark_set required{};
    mark_set forbidden{};
    instant from = instant::min();
    instant until = never;

    [[nodiscard]] bool every_ticket() const noexcept {
        return required == mark_set{} && forbidden == mark_set{} &&
               std::all_of(filters.begin(), filters.end(),
                           [](const value_filter& f) { return f.everything(); });
    }
    [[nodiscard]] bool nothing() const noexcept {
        for (std::size_t i = 0; i < required.size(); ++i)
            if ((required[i] & forbidden[i]) != 0)
                return true;
        return from >= until || std::any_of(filters.begin(), filters.end(),
                                            [](const value_filter& f) { return f.nothing(); });
    }
    [[nodiscard]] const value_filter& filter(attribute which) const noexcept {
        return filters[static_cast<std::size_t>(which)];
    }
    void restrict(filter_pool& pool, attribute which, const value_filter& to) {
        value_filter& filter = filters[static_cast<std::size_t>(which)];
        filter = pool.both(filter, to);
    }
};
using boxes = std::vector<box>;

[[nodiscard]] inline box both(filter_pool& pool, const box& a, const box& b) {
    box out;
    for (std::size_t i = 0; i < attribute_count; ++i)
        out.filters[i] = pool.both(a.filters[i], b.filters[i]);
    for (std::size_t i = 0; i < out.required.size(); ++i) {
        out.required[i] = a.required[i] | b.required[i];
        out.forbidden[i] = a.forbidden[i] | b.forbidden[i];
    }
    out.from = std::max(a.from, b.from);
    out.until = std::min(a.until, b.until);
    return out;
}

[[nodiscard]] inline bool are_disjoint(const box& a, const box& b) noexcept {
    for (std::size_t i = 0; i < attribute_count; ++i)
        if (are_disjoint(a.filters[i], b.filters[i]))
            return true;
    for (std::size_t i = 0; i < a.required.size(); ++i)
        if (((a.required[i] & b.forbidden[i]) | (a.forbidden[i] & b.required[i])) != 0)
            return true;
    return a.from >= b.until || b.from >= a.until;
}

// What is left of `from` without `cut`: for each demand of `cut` the part that fails it and meets
// those before it. Precondition: the two are not disjoint.
[[nodiscard]] inline boxes without(filter_pool& pool, box from, const box& cut) {
    boxes out;
    const auto keep = [&out](const box& part) {
        if (!part.nothing())
            out.push_back(part);
    };
    for (std::size_t i = 0; i < attribute_count; ++i) {
        const value_filter& demand = cut.filters[i];
        if (demand.everything())
            continue;
        const value_filter before = from.filters[i];
        from.filters[i] = pool.both(before, demand.opposite());
        keep(from);
        from.filters[i] = pool.both(before, demand);
    }
    const auto split_marks = [&](const mark_set& demanded, mark_set& meets, mark_set& fails) {
        for (std::size_t word = 0; word < demanded.size(); ++word)
            for (std::uint64_t bits = demanded[word] & ~meets[word]; bits != 0; bits &= bits - 1) {
                const std::uint64_t bit = bits & (~bits + 1);
                fails[word] |= bit;
                keep(from);
                fails[word] &= ~bit;
                meets[word] |= bit;
            }
    };
    split_marks(cut.required, from.required, from.forbidden);
    split_marks(cut.forbidden, from.forbidden, from.required);
    if (from.from < cut.from) {
        box part = from;
        part.until = cut.from;
        keep(part);
        from.from = cut.from;
    }
    if (cut.until < from.until) {
        from.from = cut.until;
        keep(from);
    }
    return out;
}

// What stays of some tickets while others take theirs out of them.
class remainder {
public:
    remainder(filter_pool& pool, boxes tickets) : pool_{pool}, left_{std::move(tickets)} {}

    // Takes `cut` out; true when there was something in it to take.
    bool take(const box& cut) {
        if (given_up_ || std::all_of(left_.begin(), left_.end(),
                                     [&](const box& b) noexcept { return are_disjoint(b, cut); }))
            return false;
        boxes left;
        for (const box& b : left_) {
            if (are_disjoint(b, cut)) {
                left.push_back(b);
                continue;
            }
            const boxes parts = without(pool_, b, cut);
            left.insert(left.end(), parts.begin(), parts.end());
        }
        left_ = std::move(left);
        given_up_ = left_.size() > most_parts;
        return true;
    }

    // One of the boxes that are left. Precondition: something is.
    [[nodiscard]] const box& some() const noexcept { return left_.back(); }
    // When it was too tangled to go on.
    [[nodiscard]] bool given_up() const noexcept { return given_up_; }
    // False also where it was too tangled to tell.
    [[nodiscard]] bool nothing() const noexcept { return left_.empty(); }

private:
    static constexpr std::size_t most_parts = 256;

    filter_pool& pool_;
    boxes left_;
    bool given_up_ = false;
};

} // namespace sla::inline v1::detail
