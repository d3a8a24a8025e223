// SPDX-License-Identifier: MIT
//
// Inside the policy room: which policies a ticket may have, without looking at each.
//
// Every policy owns some columns, one for each way to meet its condition. For an attribute and a
// value of it there is a row of bits: in which columns may a ticket with that value stand? The
// ticket's candidates are the columns that all rows of its values have in common. Columns stand in
// the order in which policies are tried, and 512 of them make a line, the size of a cache line.
//
// Most values concern few policies, so a row is written as the lines in which it differs from what
// a value has that no policy mentions. That takes memory for what the book says and no more.
#pragma once

#include <sla/attribute.hpp>
#include <sla/policy.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sla::inline v1::detail {

struct policy_index {
    static constexpr std::size_t words_in_line = 8;
    static constexpr std::size_t columns_in_line = words_in_line * 64;
    // Lines that are always there: no column, all columns, all that the last page has.
    static constexpr std::uint32_t empty_line = 0;
    static constexpr std::uint32_t full_line = 1;
    static constexpr std::uint32_t last_line = 2;
    using line = std::array<std::uint64_t, words_in_line>;

    struct patch {
        std::uint32_t page; // which line of the row
        std::uint32_t line; // in `lines`, instead of the usual one
    };
    // An attribute of which some policy speaks, or the tags.
    struct dimension {
        attribute which{};
        std::uint32_t usual = 0;     // in `usual_lines`: one for each page
        std::uint32_t first_row = 0; // in `row_begins`
        std::uint32_t row_count = 0; // one for each id
    };

    std::uint32_t pages = 0;
    std::vector<dimension> attributes;
    dimension tags; // a row for each tag: the columns that it opens besides the usual ones
    std::array<std::uint64_t, max_tags / 64> tags_of_concern{}; // none: no column asks for tags
    std::vector<line> lines;
    std::vector<std::uint32_t> usual_lines;
    std::vector<std::uint32_t> row_begins; // in `patches`; a row ends where the next begins
    std::vector<patch> patches;            // by page within each row
    struct column {
        std::uint32_t policy;
        bool matches; // a ticket that may stand here meets the condition
    };
    std::vector<column> columns;

    // Calls `visit(column)` for each candidate in the order in which policies are tried, until it
    // answers true. A policy may come several times, one right after the other.
    template <class Visit>
    void visit_candidates(const ticket_attributes& ticket, Visit&& visit) const noexcept {
        // Most books have few policies.
        if (columns.size() <= 64)
            visit_lines<1>(ticket, visit);
        else
            visit_lines<words_in_line>(ticket, visit);
    }

private:
    // The first `Words` words of each line are looked at.
    template <std::size_t Words, class Visit>
    void visit_lines(const ticket_attributes& ticket, Visit& visit) const noexcept {
        std::array<cursor, attribute_count> rows;
        std::size_t row_count = 0;
        for (const dimension& d : attributes) {
            const auto id = static_cast<std::size_t>(ticket.get(d.which));
            // What the book does not know is all the same to it.
            constexpr std::size_t other = 1;
            rows[row_count++] = row(d, id < d.row_count ? id : other);
        }
        std::array<cursor, max_tags> tag_rows;
        std::size_t tag_count = 0;
        const bool looks_at_tags = tags.row_count != 0;
        if (looks_at_tags)
            for (std::size_t w = 0; w < tags_of_concern.size(); ++w)
                for (std::uint64_t bits = ticket.tags[w] & tags_of_concern[w]; bits != 0;
                     bits &= bits - 1)
                    tag_rows[tag_count++] =
                        row(tags, w * 64 + static_cast<std::size_t>(std::countr_zero(bits)));

        for (std::uint32_t page = 0; page < pages; ++page) {
            const std::uint32_t all = looks_at_tags       ? usual_lines[tags.usual + page]
                                      : page + 1 == pages ? last_line
                                                          : full_line;
            std::array<std::uint64_t, Words> here;
            std::copy_n(lines[all].begin(), Words, here.begin());
            if (looks_at_tags)
                for (std::size_t t = 0; t < tag_count; ++t)
                    if (const std::uint32_t more = tag_rows[t].next(page, empty_line);
                        more != empty_line)
                        for (std::size_t w = 0; w < Words; ++w)
                            here[w] |= lines[more][w];
            for (std::size_t r = 0; r < row_count; ++r) {
                const line& more =
                    lines[rows[r].next(page, usual_lines[attributes[r].usual + page])];
                for (std::size_t w = 0; w < Words; ++w)
                    here[w] &= more[w];
            }
            for (std::size_t w = 0; w < Words; ++w)
                for (std::uint64_t bits = here[w]; bits != 0; bits &= bits - 1) {
                    const std::size_t at = page * columns_in_line + w * 64 +
                                           static_cast<std::size_t>(std::countr_zero(bits));
                    if (visit(columns[at]))
                        return;
                }
        }
    }

    // One row, read page by page.
    struct cursor {
        const patch* at;
        const patch* end;

        [[nodiscard]] std::uint32_t next(std::uint32_t page, std::uint32_t usual) noexcept {
            return at != end && at->page == page ? (at++)->line : usual;
        }
    };
    [[nodiscard]] cursor row(const dimension& of, std::size_t id) const noexcept {
        const std::uint32_t* const begin = row_begins.data() + of.first_row + id;
        return {patches.data() + begin[0], patches.data() + begin[1]};
    }
};

} // namespace sla::inline v1::detail
