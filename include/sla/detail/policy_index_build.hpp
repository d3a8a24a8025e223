// SPDX-License-Identifier: MIT
//
// Inside the policy room: makes the index of a book whose policies are compiled.
#pragma once

#include <sla/detail/policy_boxes.hpp>
#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_index.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// One way to meet a condition, told as far as an index can look it up: a ticket that meets the
// condition passes the filters of one of its ways. Not the other way round.
struct match_way {
    std::array<value_filter, attribute_count> filters{};
    bool needs_tag = false;
    tag_set tags{}; // one of these, where `needs_tag`
};
using match_ways = std::vector<match_way>;

class index_builder {
public:
    explicit index_builder(const book_data& book) : book_{book} {}

    [[nodiscard]] policy_index build() {
        for (const policy_role role : {policy_role::normal, policy_role::fallback})
            for (std::uint32_t p = 0; p < book_.policies.size(); ++p)
                if (book_.policies[p].role == role)
                    add_columns(p);
        out_.pages = static_cast<std::uint32_t>(
            (columns_.size() + policy_index::columns_in_line - 1) / policy_index::columns_in_line);
        add_fixed_lines();
        for (std::size_t a = 0; a < attribute_count; ++a)
            add_attribute(a);
        add_tags();
        return std::move(out_);
    }

private:
    static constexpr std::size_t most_ways = 8;

    // -- conditions ----------------------------------------------------------------------------

    void add_columns(std::uint32_t policy) {
        exact_ = true;
        const match_ways ways = ways_of(book_.policies[policy].root, false);
        for (const match_way& way : ways) {
            columns_.push_back(way);
            out_.columns.push_back({.policy = policy, .matches = exact_});
        }
    }

    [[nodiscard]] match_ways ways_of(std::uint32_t node, bool negated) {
        using form = condition::form_type;
        const condition_node& here = book_.nodes[node];
        match_way way;
        switch (here.form) {
        case form::always:
            return negated ? match_ways{} : match_ways{way};
        case form::one_of:
            way.filters[static_cast<std::size_t>(here.which)] = {negated,
                                                                 here.ids.of(book_.values)};
            return {way};
        case form::tagged:
            exact_ = false; // of several demands on tags one is looked up
            way.needs_tag = !negated;
            way.tags = book_.tag_sets[here.ids.first];
            return {way};
        case form::created_while_open:
            exact_ = false;
            return {way};
        case form::all:
        case form::any:
        case form::none:
            break;
        }
        const bool negate_parts = negated != (here.form == form::none);
        const bool all_parts = (here.form == form::any) == negated;
        match_ways out;
        if (all_parts)
            out.emplace_back();
        for (std::uint32_t part = node + 1; part < here.end; part = book_.nodes[part].end) {
            const match_ways more = ways_of(part, negate_parts);
            if (all_parts)
                out = combined(out, more);
            else
                out.insert(out.end(), more.begin(), more.end());
            if (out.size() > most_ways)
                out = {hull(out)};
        }
        return out;
    }

    [[nodiscard]] match_ways combined(const match_ways& some, const match_ways& others) {
        match_ways out;
        for (const match_way& a : some)
            for (const match_way& b : others) {
                match_way way = a;
                bool possible = true;
                for (std::size_t i = 0; i < attribute_count; ++i) {
                    way.filters[i] = pool_.both(a.filters[i], b.filters[i]);
                    possible = possible && !way.filters[i].nothing();
                }
                // Both tag sets cannot be looked up at once; the smaller one selects better.
                if (b.needs_tag && (!a.needs_tag || size(b.tags) < size(a.tags))) {
                    way.needs_tag = true;
                    way.tags = b.tags;
                }
                if (possible)
                    out.push_back(way);
            }
        return out;
    }

    [[nodiscard]] match_way hull(const match_ways& ways) {
        exact_ = false;
        match_way out = ways.front();
        for (const match_way& way : ways) {
            for (std::size_t i = 0; i < attribute_count; ++i)
                out.filters[i] = pool_.either(out.filters[i], way.filters[i]);
            out.needs_tag = out.needs_tag && way.needs_tag;
            for (std::size_t i = 0; i < out.tags.size(); ++i)
                out.tags[i] |= way.tags[i];
        }
        return out;
    }

    [[nodiscard]] static int size(const tag_set& tags) noexcept {
        int out = 0;
        for (const std::uint64_t word : tags)
            out += std::popcount(word);
        return out;
    }

    void add_fixed_lines() {
        out_.lines.resize(policy_index::last_line + 1);
        out_.lines[policy_index::full_line].fill(~std::uint64_t{0});
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            if (c % policy_index::columns_in_line == 0)
                out_.lines[policy_index::last_line] = {};
            set(out_.lines[policy_index::last_line], c);
        }
    }

    static void set(policy_index::line& line, std::size_t column) noexcept {
        line[column % policy_index::columns_in_line / 64] |= std::uint64_t{1} << (column % 64);
    }

    // -- rows ----------------------------------------------------------------------------------

    // In which column the row of an id differs from what is usual.
    struct difference {
        std::uint32_t id;
        std::uint32_t column;
    };

    void add_attribute(std::size_t a) {
        std::vector<bool> usual(columns_.size());
        std::vector<difference> differences;
        for (std::uint32_t c = 0; c < columns_.size(); ++c) {
            const value_filter& filter = columns_[c].filters[a];
            usual[c] = filter.except;
            for (const value_id id : filter.ids)
                differences.push_back({static_cast<std::uint32_t>(id), c});
        }
        if (!differences.empty())
            out_.attributes.push_back(add_rows(static_cast<attribute>(a), usual, differences,
                                               book_.value_names[a].size() + name_table::first_id));
    }

    void add_tags() {
        std::vector<bool> usual(columns_.size());
        std::vector<difference> differences;
        for (std::uint32_t c = 0; c < columns_.size(); ++c) {
            usual[c] = !columns_[c].needs_tag;
            if (columns_[c].needs_tag)
                for (std::uint32_t tag = 0; tag < max_tags; ++tag)
                    if ((columns_[c].tags[tag / 64] >> (tag % 64) & 1U) != 0) {
                        differences.push_back({tag, c});
                        out_.tags_of_concern[tag / 64] |= std::uint64_t{1} << (tag % 64);
                    }
        }
        if (!differences.empty())
            out_.tags = add_rows({}, usual, differences, max_tags);
    }

    [[nodiscard]] policy_index::dimension add_rows(attribute which, const std::vector<bool>& usual,
                                                   const std::vector<difference>& differences,
                                                   std::size_t ids) {
        const policy_index::dimension out{
            .which = which,
            .usual = static_cast<std::uint32_t>(out_.usual_lines.size()),
            .first_row = static_cast<std::uint32_t>(out_.row_begins.size()),
            .row_count = static_cast<std::uint32_t>(ids)};
        add_usual_lines(usual);

        // The columns of each id, in their order.
        std::vector<std::uint32_t> begins(ids + 1);
        for (const difference& d : differences)
            ++begins[d.id + 1];
        for (std::size_t id = 0; id < ids; ++id)
            begins[id + 1] += begins[id];
        std::vector<std::uint32_t> columns(differences.size());
        std::vector<std::uint32_t> next = begins;
        for (const difference& d : differences)
            columns[next[d.id]++] = d.column;

        for (std::size_t id = 0; id < ids; ++id) {
            out_.row_begins.push_back(static_cast<std::uint32_t>(out_.patches.size()));
            for (std::uint32_t c = begins[id]; c < begins[id + 1]; ++c)
                flip(out, columns[c]);
        }
        out_.row_begins.push_back(static_cast<std::uint32_t>(out_.patches.size()));
        return out;
    }

    void add_usual_lines(const std::vector<bool>& usual) {
        for (std::size_t first = 0; first < usual.size(); first += policy_index::columns_in_line) {
            policy_index::line line{};
            const std::size_t end = std::min(first + policy_index::columns_in_line, usual.size());
            for (std::size_t c = first; c < end; ++c)
                if (usual[c])
                    set(line, c);
            const bool is_empty = line == policy_index::line{};
            out_.usual_lines.push_back(is_empty ? policy_index::empty_line
                                                : static_cast<std::uint32_t>(out_.lines.size()));
            if (!is_empty)
                out_.lines.push_back(line);
        }
    }

    // In the row that is being written, which is the last one.
    void flip(const policy_index::dimension& of, std::uint32_t column) {
        constexpr std::uint32_t in_line = policy_index::columns_in_line;
        const std::uint32_t page = column / in_line;
        if (out_.patches.size() == out_.row_begins.back() || out_.patches.back().page != page) {
            out_.patches.push_back({page, static_cast<std::uint32_t>(out_.lines.size())});
            out_.lines.push_back(out_.lines[out_.usual_lines[of.usual + page]]);
        }
        out_.lines.back()[column % in_line / 64] ^= std::uint64_t{1} << (column % 64);
    }

    const book_data& book_;
    filter_pool pool_;
    match_ways columns_;
    bool exact_ = true; // the ways of the present policy are its condition
    policy_index out_;
};

} // namespace sla::inline v1::detail
