// SPDX-License-Identifier: MIT
//
// Tables as hosts hold them, what each row means by the words of sla/bulk.hpp, and what has to be
// written for it.
#pragma once

#include <sla/bulk.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace oracle {

// -- what is read
// ----------------------------------------------------------------------------------

/// A column of instants.
struct time_data {
    std::vector<std::int64_t> values{};
    sla::time_unit unit = sla::time_unit::milliseconds;
    std::vector<std::uint8_t> bits{}; ///< Empty: no bitmap.
    std::size_t offset = 0;

    [[nodiscard]] sla::time_column view() const noexcept;
    /// As it stands there; nothing where there is no value.
    [[nodiscard]] std::optional<std::int64_t> at(std::size_t i) const noexcept;
};

/// A column of numbers of a list.
struct id_data {
    std::vector<std::uint32_t> values{}; ///< As many as rows, whatever the width.
    std::uint8_t width = 1;
    bool is_signed = false;
    std::vector<std::uint8_t> bits{};
    std::size_t offset = 0;

    [[nodiscard]] std::optional<std::uint32_t> at(std::size_t i) const noexcept;
    /// The values in `width` bytes each.
    [[nodiscard]] std::vector<std::uint32_t> packed() const;
};

/// A column of offsets, in either width.
struct offset_data {
    std::vector<std::int64_t> values{};
    bool wide = false;
};

struct table_data {
    std::size_t rows = 0;
    time_data created{};
    std::optional<id_data> profile{};
    std::vector<id_data> attributes{};
    std::vector<time_data> events{};
    std::optional<offset_data> pauses{};
    time_data begins{};
    time_data ends{};
    std::optional<offset_data> timelines{};
    std::vector<sla::event> listed{};
    sla::instant now{};
    std::optional<time_data> now_of_row{};
};

/// The columns of a table as the library takes them. Looks at the table.
class table_view {
public:
    explicit table_view(const table_data& of);
    table_view(const table_view&) = delete;
    table_view& operator=(const table_view&) = delete;

    [[nodiscard]] const sla::bulk_input& input() const noexcept { return in_; }

private:
    sla::offset_column offsets(const offset_data& of);

    std::vector<std::vector<std::uint32_t>> ids_;
    std::vector<std::vector<std::int32_t>> narrow_;
    std::vector<sla::id_column> attributes_;
    std::vector<sla::time_column> events_;
    sla::bulk_input in_;
};

/// The ticket of a row.
struct row_ticket {
    std::vector<sla::row_error> errors{}; ///< All that is wrong; a run reports one of these.
    sla::ticket_attributes attributes{};
    std::vector<sla::event> events{};
    sla::instant now{};
};

row_ticket row_of(const sla::bulk_layout& layout, const table_data& table, std::size_t row);

/// An instant in the unit of a column, rounded down.
std::int64_t in_unit(sla::instant t, sla::time_unit unit);

// -- what is written
// -------------------------------------------------------------------------------

/// The columns of lengths and instants of `sla::metric_output`, in its order.
inline constexpr std::array<const char*, 7> length_columns{
    "deadline",          "breached_at",     "remaining",  "overdue",
    "working_remaining", "working_overdue", "next_change"};

/// Which columns are wanted.
struct output_shape {
    struct clock {
        bool state = true;
        bool share = true;
        std::array<std::optional<sla::time_unit>, length_columns.size()> lengths{};
    };
    std::vector<clock> clocks{}; ///< One for each metric, or none.
    std::optional<sla::time_unit> next_change{};
};

/// What has to be written for a row.
struct row_result {
    std::optional<sla::row_error> error{};
    sla::evaluation verdicts{};
};

/// The columns of a table as the library takes them.
struct output_columns {
    std::vector<sla::metric_output> metrics{};
    sla::time_output next_change{};

    [[nodiscard]] sla::bulk_output output() const noexcept { return {metrics, next_change}; }
};

/// The columns of a table that are written, between margins that have to stay as they are.
class output_data {
public:
    output_data(const output_shape& shape, std::size_t rows);

    [[nodiscard]] output_columns view();
    /// Writes what the words of the header say.
    void put(const sla::bulk_layout& layout, std::size_t row, const row_result& result);

    [[nodiscard]] std::uint8_t state(std::size_t metric, std::size_t row) const;
    [[nodiscard]] std::int64_t length(std::size_t metric, std::size_t column,
                                      std::size_t row) const;
    [[nodiscard]] std::int64_t next_change(std::size_t row) const;

    friend bool operator==(const output_data&, const output_data&) = default;

    /// A place where two differ.
    struct difference {
        std::ptrdiff_t row; ///< Outside of the table: a margin.
        std::size_t metric;
        std::string text;
    };
    [[nodiscard]] std::optional<difference> first_difference(const output_data& expected) const;

private:
    struct clock {
        std::vector<std::uint8_t> state{};
        std::vector<double> share{};
        std::array<std::vector<std::int64_t>, length_columns.size()> lengths{};
        friend bool operator==(const clock&, const clock&) = default;
    };
    static constexpr std::size_t margin = 80;

    std::vector<clock> clocks_;
    std::vector<std::array<sla::time_unit, length_columns.size()>> units_;
    std::vector<std::int64_t> next_change_;
    sla::time_unit unit_ = sla::time_unit::milliseconds;
};

/// For people who look at a failure.
std::string to_text(const sla::policy_book& book, const sla::bulk_layout& layout);
std::string to_text(const sla::policy_book& book, const row_ticket& row);

} // namespace oracle
