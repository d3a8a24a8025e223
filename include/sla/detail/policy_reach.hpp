// SPDX-License-Identifier: MIT
//
// Inside the policy room: which tickets a condition can reach, to find rules that reach none.
//
// A set of tickets is written as a list of boxes (a disjunction of conjunctions), and what is left
// of a box when others are cut out of it is a list of boxes again. Both are exact. Lists that grow
// too long are given up; then nothing is reported. So what is reported as unreachable is.
#pragma once

#include <sla/detail/policy_data.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// The values that an attribute may have: these, or all except these.
struct value_filter {
    bool except = true;
    std::vector<value_id> ids{}; // sorted

    [[nodiscard]] bool everything() const noexcept { return except && ids.empty(); }
    [[nodiscard]] bool nothing() const noexcept { return !except && ids.empty(); }
};

template <class Algorithm>
[[nodiscard]] value_filter made_by(Algorithm algorithm, bool except, const value_filter& a,
                                   const value_filter& b) {
    value_filter out{.except = except};
    algorithm(a.ids.begin(), a.ids.end(), b.ids.begin(), b.ids.end(), std::back_inserter(out.ids));
    return out;
}

[[nodiscard]] inline value_filter both(const value_filter& a, const value_filter& b) {
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

// Whether no value passes both; without making anything, because most pairs are tested once only.
[[nodiscard]] inline bool are_disjoint(const value_filter& a, const value_filter& b) noexcept {
    if (a.except && b.except)
        return false; // a value that the book never mentions passes both
    const value_filter& some = a.except ? b : a;
    const value_filter& other = a.except ? a : b;
    return std::none_of(some.ids.begin(), some.ids.end(), [&](value_id id) noexcept {
        return std::binary_search(other.ids.begin(), other.ids.end(), id) != other.except;
    });
}

// Tickets whose every attribute passes its filter, with all of some tags and none of others.
struct box {
    std::array<value_filter, attribute_count> filters{};
    tag_set required{};
    tag_set forbidden{};

    [[nodiscard]] bool everything() const noexcept {
        return required == tag_set{} && forbidden == tag_set{} &&
               std::all_of(filters.begin(), filters.end(),
                           [](const value_filter& f) { return f.everything(); });
    }
    [[nodiscard]] bool nothing() const noexcept {
        for (std::size_t i = 0; i < required.size(); ++i)
            if ((required[i] & forbidden[i]) != 0)
                return true;
        return std::any_of(filters.begin(), filters.end(),
                           [](const value_filter& f) { return f.nothing(); });
    }
    void restrict(attribute which, const value_filter& to) {
        value_filter& filter = filters[static_cast<std::size_t>(which)];
        filter = both(filter, to);
    }
};
using boxes = std::vector<box>;

[[nodiscard]] inline box both(const box& a, const box& b) {
    box out;
    for (std::size_t i = 0; i < attribute_count; ++i)
        out.filters[i] = both(a.filters[i], b.filters[i]);
    for (std::size_t i = 0; i < out.required.size(); ++i) {
        out.required[i] = a.required[i] | b.required[i];
        out.forbidden[i] = a.forbidden[i] | b.forbidden[i];
    }
    return out;
}

[[nodiscard]] inline bool are_disjoint(const box& a, const box& b) noexcept {
    for (std::size_t i = 0; i < attribute_count; ++i)
        if (are_disjoint(a.filters[i], b.filters[i]))
            return true;
    for (std::size_t i = 0; i < a.required.size(); ++i)
        if (((a.required[i] & b.forbidden[i]) | (a.forbidden[i] & b.required[i])) != 0)
            return true;
    return false;
}

// What is left of `from` without `cut`: for each demand of `cut` the part that fails it and meets
// those before it. Precondition: the two are not disjoint.
[[nodiscard]] inline boxes without(box from, const box& cut) {
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
        from.filters[i] = both(before, {.except = !demand.except, .ids = demand.ids});
        keep(from);
        from.filters[i] = both(before, demand);
    }
    const auto split_tags = [&](const tag_set& demanded, tag_set& meets, tag_set& fails) {
        for (std::size_t tag = 0; tag < max_tags; ++tag) {
            const std::uint64_t bit = std::uint64_t{1} << (tag % 64);
            if ((demanded[tag / 64] & ~meets[tag / 64] & bit) == 0)
                continue;
            fails[tag / 64] |= bit;
            keep(from);
            fails[tag / 64] &= ~bit;
            meets[tag / 64] |= bit;
        }
    };
    split_tags(cut.required, from.required, from.forbidden);
    split_tags(cut.forbidden, from.forbidden, from.required);
    return out;
}

// Conditions that fall apart into more boxes than this are not examined.
inline constexpr std::size_t most_boxes = 64;

// The tickets for which the condition at `node` holds (or does not), as boxes that are not empty;
// nothing when there are too many of them.
[[nodiscard]] inline std::optional<boxes> reach(const book_data& book, std::uint32_t node,
                                                bool negated = false) {
    using form = condition::form_type;
    const condition_node& here = book.nodes[node];
    if (here.form == form::always)
        return negated ? boxes{} : boxes{box{}};
    if (here.form == form::one_of) {
        const auto ids = here.ids.of(book.values);
        box only;
        only.restrict(here.which, {.except = negated, .ids = {ids.begin(), ids.end()}});
        return boxes{std::move(only)};
    }
    if (here.form == form::tagged) {
        const tag_set& tags = book.tag_sets[here.ids.first];
        if (negated)
            return boxes{box{.forbidden = tags}};
        boxes out;
        for (std::size_t i = 0; i < max_tags; ++i)
            if (const std::uint64_t bit = tags[i / 64] & (std::uint64_t{1} << (i % 64)); bit != 0) {
                if (out.size() == most_boxes)
                    return std::nullopt;
                out.emplace_back().required[i / 64] = bit;
            }
        return out;
    }
    // "None of them" is "all of them not".
    const bool negate_parts = negated != (here.form == form::none);
    const bool all_parts = (here.form == form::any) == negated;
    boxes out;
    if (all_parts)
        out.emplace_back();
    for (std::uint32_t part = node + 1; part < here.end; part = book.nodes[part].end) {
        std::optional<boxes> more = reach(book, part, negate_parts);
        if (!more)
            return std::nullopt;
        if (!all_parts) {
            std::move(more->begin(), more->end(), std::back_inserter(out));
        } else {
            boxes product;
            for (const box& a : out)
                for (const box& b : *more)
                    if (box c = both(a, b); !c.nothing())
                        product.push_back(std::move(c));
            out = std::move(product);
        }
        if (out.size() > most_boxes)
            return std::nullopt;
    }
    return out;
}

// The tickets that a row fits; may be empty.
[[nodiscard]] inline box reach(const book_data& book, const compiled_row& row) {
    box out;
    for (const compiled_match& m : row.match.of(book.matches)) {
        const auto ids = m.ids.of(book.values);
        out.restrict(m.which, {.except = false, .ids = {ids.begin(), ids.end()}});
    }
    return out;
}

// What stays of some tickets while others take theirs out of them.
class remainder {
public:
    explicit remainder(boxes tickets) : left_{std::move(tickets)} {}

    // Takes `cut` out; true when there was something in it to take.
    bool take(const box& cut) {
        if (given_up_ || std::all_of(left_.begin(), left_.end(),
                                     [&](const box& b) noexcept { return are_disjoint(b, cut); }))
            return false;
        boxes left;
        for (box& b : left_) {
            if (are_disjoint(b, cut)) {
                left.push_back(std::move(b));
                continue;
            }
            boxes parts = without(std::move(b), cut);
            std::move(parts.begin(), parts.end(), std::back_inserter(left));
        }
        left_ = std::move(left);
        given_up_ = left_.size() > most_parts;
        return true;
    }

    // False also where it was too tangled to tell.
    [[nodiscard]] bool nothing() const noexcept { return left_.empty(); }

private:
    static constexpr std::size_t most_parts = 256;

    boxes left_;
    bool given_up_ = false;
};

} // namespace sla::inline v1::detail
