// SPDX-License-Identifier: MIT
//
// Inside the policy room: which tickets a condition can reach, to find rules that reach none. What
// falls apart into too many boxes is given up; then nothing is reported. So what is reported as
// unreachable is.
#pragma once

#include <sla/detail/policy_boxes.hpp>
#include <sla/detail/policy_data.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// Conditions that fall apart into more boxes than this are not examined.
inline constexpr std::size_t most_boxes = 64;

// The tickets that have at least one of some marks (or none of them).
[[nodiscard]] inline std::optional<boxes> reach_of_marks(const mark_set& marks, bool negated) {
    if (negated)
        return boxes{box{.forbidden = marks}};
    boxes out;
    for (std::size_t word = 0; word < marks.size(); ++word)
        for (std::uint64_t bits = marks[word]; bits != 0; bits &= bits - 1) {
            if (out.size() == most_boxes)
                return std::nullopt;
            out.emplace_back().required[word] = bits & (~bits + 1);
        }
    return out;
}

// The tickets for which the condition at `node` holds (or does not), as boxes that are not empty;
// nothing when there are too many of them.
[[nodiscard]] inline std::optional<boxes> reach(filter_pool& pool, const book_data& book,
                                                std::uint32_t node, bool negated = false) {
    using form = condition::form_type;
    const condition_node& here = book.nodes[node];
    switch (here.form) {
    case form::always:
        return negated ? boxes{} : boxes{box{}};
    case form::one_of: {
        box only;
        only.restrict(pool, here.which, {negated, here.ids.of(book.values)});
        return boxes{only};
    }
    case form::tagged: {
        const tag_set& tags = book.tag_sets[here.ids.first];
        mark_set marks{};
        std::copy(tags.begin(), tags.end(), marks.begin());
        return reach_of_marks(marks, negated);
    }
    case form::created_while_open: {
        mark_set marks{};
        for (const std::uint32_t calendar : here.ids.of(book.ids)) {
            if (calendar >= most_calendar_marks)
                return std::nullopt;
            marks.back() |= std::uint64_t{1} << calendar;
        }
        return reach_of_marks(marks, negated);
    }
    case form::all:
    case form::any:
    case form::none:
        break;
    }
    // "None of them" is "all of them not".
    const bool negate_parts = negated != (here.form == form::none);
    const bool all_parts = (here.form == form::any) == negated;
    boxes out;
    if (all_parts)
        out.emplace_back();
    for (std::uint32_t part = node + 1; part < here.end; part = book.nodes[part].end) {
        std::optional<boxes> more = reach(pool, book, part, negate_parts);
        if (!more)
            return std::nullopt;
        if (!all_parts) {
            std::move(more->begin(), more->end(), std::back_inserter(out));
        } else {
            boxes product;
            for (const box& a : out)
                for (const box& b : *more)
                    if (const box c = both(pool, a, b); !c.nothing())
                        product.push_back(c);
            out = std::move(product);
        }
        if (out.size() > most_boxes)
            return std::nullopt;
    }
    return out;
}

// The tickets that a row fits; may be empty.
[[nodiscard]] inline box reach(filter_pool& pool, const book_data& book, const compiled_row& row) {
    box out;
    for (const compiled_match& m : row.match.of(book.matches))
        out.restrict(pool, m.which, {false, m.ids.of(book.values)});
    return out;
}

} // namespace sla::inline v1::detail
