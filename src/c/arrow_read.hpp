// SPDX-License-Identifier: MIT
//
// Tables as the Arrow C data interface hands them over: their columns by name, as the rooms `bulk`
// and `report` read them. What has to be converted goes into memory of a `scratch`.
#pragma once

#include "common.hpp"
#include <sla/columns.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace sla::c {

/// Memory for what is converted; stays where it is.
class scratch {
public:
    template <class Number>
    std::vector<Number>& numbers(std::size_t count) {
        return std::get<std::deque<std::vector<Number>>>(kept_).emplace_back(count);
    }

private:
    std::tuple<std::deque<std::vector<std::int64_t>>, std::deque<std::vector<std::uint32_t>>,
               std::deque<std::vector<std::uint8_t>>>
        kept_;
};

/// One column, or all of a table. Rows are counted from the first that is looked at.
class arrow_column {
public:
    /// A table: fails where it is none.
    arrow_column(const ArrowSchema* schema, const ArrowArray* array);

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] const std::string& place() const noexcept { return place_; }

    /// The column of that name in a table or a structure; fails where there is none.
    [[nodiscard]] arrow_column child(const char* name) const;
    [[nodiscard]] std::optional<arrow_column> find_child(std::string_view name) const;

    [[nodiscard]] bool is_valid(std::size_t row) const noexcept;
    [[nodiscard]] validity_bitmap validity() const noexcept;

    [[nodiscard]] bool is_text() const noexcept;
    /// The numbers of `number_of` texts: row by row, or once for each word of a dictionary.
    /// A row without a value has `without`. Precondition: `is_text()`.
    [[nodiscard]] std::vector<std::uint32_t>&
    numbers_of_texts(scratch& memory, std::uint32_t without,
                     const std::function<std::uint32_t(std::string_view)>& number_of) const;
    /// The text of a row; nothing where it has no value. Precondition: `is_text()`.
    [[nodiscard]] std::optional<std::string_view> text(std::size_t row) const;

    [[nodiscard]] bool is_integer() const noexcept;
    /// The number of a row. Precondition: `is_integer()`, and the row is valid.
    [[nodiscard]] std::int64_t integer(std::size_t row) const;
    /// Fails where they are not integers of 8, 16 or 32 bits.
    [[nodiscard]] id_column ids() const;
    /// Fails where they are not numbers of 8 bits. Rows without a value have 0.
    [[nodiscard]] const std::uint8_t* bytes(scratch& memory) const;

    /// Fails where these are no timestamps, no durations.
    [[nodiscard]] time_column instants(scratch& memory) const;
    [[nodiscard]] time_column durations(scratch& memory) const;

    /// The entries of a list of structures, and where those of each row begin among them.
    struct list;
    [[nodiscard]] list entries(scratch& memory) const;

    [[noreturn]] void refuse_type(const char* expected) const;
    [[noreturn]] void refuse(const char* message, std::string expected, std::string saw) const;

private:
    arrow_column(const ArrowSchema* schema, const ArrowArray* array, std::size_t first,
                 std::size_t rows, std::string place);

    [[nodiscard]] std::string_view format() const noexcept { return schema_->format; }
    void check_children() const;
    [[nodiscard]] const void* buffer(std::int64_t i, std::size_t alignment) const;
    [[nodiscard]] time_column times(scratch& memory, std::string_view kind,
                                    const char* expected) const;
    [[nodiscard]] arrow_column words() const; ///< Of a dictionary.
    [[nodiscard]] std::size_t word_of(std::size_t row, std::size_t words) const;

    const ArrowSchema* schema_;
    const ArrowArray* array_;
    std::size_t first_; // in the buffers
    std::size_t rows_;
    std::string place_;
};

struct arrow_column::list {
    arrow_column entries;
    offset_column offsets;
};

} // namespace sla::c
