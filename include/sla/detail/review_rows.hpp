// SPDX-License-Identifier: MIT
//
// Inside the review room, and for the forecast: tables read a block at a time, and lists that keep
// their first entries.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail {

// The first entries in the order of their type, at most so many, whatever the order in which they
// come: so lists of parts merge into the list of the whole.
template <class Entry>
class first_entries {
public:
    explicit first_entries(std::size_t most) noexcept : most_{most} {}

    void add(const Entry& entry) {
        if (heap_.size() < most_) {
            heap_.push_back(entry);
            std::ranges::push_heap(heap_);
        } else if (most_ != 0 && entry < heap_.front()) {
            std::ranges::pop_heap(heap_);
            heap_.back() = entry;
            std::ranges::push_heap(heap_);
        }
    }
    // Of itself too.
    void merge(const first_entries& other) {
        const std::vector<Entry> more = other.heap_;
        for (const Entry& entry : more)
            add(entry);
    }
    [[nodiscard]] std::vector<Entry> in_order() const {
        std::vector<Entry> out = heap_;
        std::ranges::sort(out);
        return out;
    }

private:
    std::size_t most_;
    std::vector<Entry> heap_{}; // the last of them in front
};

inline constexpr std::size_t table_block_rows = 512;

// The same columns, seen from a later row.
[[nodiscard]] inline id_column from_row(id_column column, std::size_t row) noexcept {
    column.values = static_cast<const unsigned char*>(column.values) + row * column.width;
    column.validity.offset += row;
    return column;
}
[[nodiscard]] inline time_column from_row(time_column column, std::size_t row) noexcept {
    column.values += row;
    column.validity.offset += row;
    return column;
}

// Whether a table has the columns of these dimensions.
[[nodiscard]] inline bool has_dimensions(const std::vector<report_dimension>& dimensions,
                                         std::span<const id_column> ids,
                                         std::span<const time_column> instants) noexcept {
    const auto is_there = [](const auto& column) noexcept { return column.values != nullptr; };
    const auto calendars = static_cast<std::size_t>(std::ranges::count_if(
        dimensions, [](const report_dimension& d) noexcept { return d.calendar.has_value(); }));
    return ids.size() + calendars == dimensions.size() && instants.size() == calendars &&
           std::ranges::all_of(ids, is_there) && std::ranges::all_of(instants, is_there);
}

// A column that may not be there; the lowest number where the row has no value.
[[nodiscard]] inline instant instant_or_never(const time_column& column, std::size_t row) noexcept {
    instant out = never;
    return column.values != nullptr && read(column, row, out) ? out : never;
}

struct clock_table_codes {
    const char* name_missing;
    const char* name_twice;
    const char* no_metrics;
    const char* too_many_dimensions;
    const char* name_reserved;
    const char* list_too_long;
};

// What is wrong with the parts of a definition that reviews and forecasts have in common.
class clock_table_check {
public:
    clock_table_check(const clock_table_codes& codes, complaints& say) noexcept
        : codes_{codes}, say_{say} {}

    // Names that have to be there and differ.
    template <class Things, class NameOf>
    void check_names(const Things& things, std::string_view list, const NameOf& name_of) {
        for (std::size_t i = 0; i < things.size(); ++i) {
            const std::string& name = name_of(things[i]);
            if (name.empty())
                say_.add(codes_.name_missing, place{list, i}, "this has no name", "a name",
                         "nothing");
            for (std::size_t k = 0; k < i && !name.empty(); ++k)
                if (name_of(things[k]) == name) {
                    say_.add(codes_.name_twice, place{list, i}, "another one has this name",
                             "a name of its own", quoted(name, 64))
                        .related.push_back({place{list, k}.text(), "the first of this name"});
                    break;
                }
        }
    }
    void check_metrics(const std::vector<std::string>& metrics) {
        if (metrics.empty())
            say_.add(codes_.no_metrics, place{"metrics"}, "there is nothing to count",
                     "at least one metric", "nothing");
        check_names(metrics, "metrics",
                    [](const std::string& s) -> const std::string& { return s; });
    }
    // Dimensions of the host's, beside `own` ones.
    void check_dimensions(const std::vector<report_dimension>& dimensions,
                          std::span<const std::string_view> own) {
        if (dimensions.size() + own.size() > max_report_dimensions)
            say_.add(codes_.too_many_dimensions, place{"dimensions"},
                     "there are no more dimensions",
                     "at most " + std::to_string(max_report_dimensions - own.size()),
                     std::to_string(dimensions.size()));
        for (std::size_t i = 0; i < dimensions.size(); ++i)
            if (std::ranges::find(own, dimensions[i].name) != own.end())
                say_.add(codes_.name_reserved, place{"dimensions", i},
                         "the report has a dimension of this name anyway", "another name",
                         quoted(dimensions[i].name, 64));
    }
    void check_list(std::size_t at_most, std::size_t longest) {
        if (at_most > longest)
            say_.add(codes_.list_too_long, place{"list_at_most"}, "no list is that long",
                     "at most " + std::to_string(longest), std::to_string(at_most));
    }

private:
    const clock_table_codes& codes_;
    complaints& say_;
};

// What a report says of the host's dimensions; of those beyond them the room has spoken itself.
inline void take_issues(complaints& say, const issue_list& of_report, std::size_t dimensions) {
    for (const issue& i : of_report) {
        bool is_own = i.code == "report.too_many_dimensions";
        for (std::size_t own = dimensions; own < dimensions + 4; ++own)
            is_own = is_own || i.place.starts_with(place{"dimensions", own}.text());
        if (!is_own)
            say.issues().push_back(i);
    }
}

} // namespace sla::inline v1::detail
