// SPDX-License-Identifier: MIT
//
// Inside the review room, and for the forecast: tables read a block at a time, and lists that keep
// their first entries.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/report_bytes.hpp>
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

    // Room for so many more to come; none that is kept needs more.
    void reserve(std::size_t more) {
        const std::size_t size = heap_.size() + std::min(more, most_ - heap_.size());
        if (size > heap_.capacity())
            heap_.reserve(std::max(size, std::min(most_, heap_.capacity() * 2)));
    }
    // Precondition, here and in `merge`: there is room.
    void add(const Entry& entry) noexcept {
        if (heap_.size() < most_) {
            heap_.push_back(entry);
            std::ranges::push_heap(heap_);
        } else if (most_ != 0 && entry < heap_.front()) {
            std::ranges::pop_heap(heap_);
            heap_.back() = entry;
            std::ranges::push_heap(heap_);
        }
    }
    void merge(const std::vector<Entry>& more) noexcept {
        for (const Entry& entry : more)
            add(entry);
    }
    [[nodiscard]] std::size_t most() const noexcept { return most_; }
    [[nodiscard]] std::vector<Entry> in_order() const {
        std::vector<Entry> out = heap_;
        std::ranges::sort(out);
        return out;
    }

private:
    std::size_t most_;
    std::vector<Entry> heap_{}; // the last of them in front
};

// The list of so many, from bytes; `read(in)` reads an entry, and says what is wrong with it.
template <class Entry, class Read>
void unpack_entries(byte_reader& in, std::uint64_t of, first_entries<Entry>& to, const Read& read) {
    const std::uint64_t size = in.number();
    if (!in.check(size == std::min<std::uint64_t>(of, to.most()) && size <= in.bytes_left()))
        return;
    to.reserve(static_cast<std::size_t>(size));
    Entry last;
    for (std::uint64_t i = 0; i < size && !in.is_damaged(); ++i) {
        const Entry entry = read(in);
        in.check(i == 0 || last <= entry);
        to.add(entry);
        last = entry;
    }
}

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
    const char* metrics_missing;
    const char* too_many_dimensions;
    const char* name_reserved;
    const char* list_too_long;
};

// What is wrong with the parts of a definition that reviews and forecasts have in common.
class clock_table_check {
public:
    clock_table_check(const clock_table_codes& codes, complaints& say) noexcept
        : codes_{codes}, say_{say} {}

    void check_metrics(const std::vector<std::string>& metrics) {
        if (metrics.empty())
            say_.add(codes_.metrics_missing, place{"metrics"}, "there is nothing to count",
                     "at least one metric", "nothing");
        say_.check_names(metrics, "metric", [](std::size_t i) { return place{"metrics", i}; });
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
