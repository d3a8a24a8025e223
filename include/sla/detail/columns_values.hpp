// SPDX-License-Identifier: MIT
//
// Inside the room columns: single values.
#pragma once

#include <sla/columns.hpp>
#include <sla/time.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

namespace sla::inline v1::detail {

[[nodiscard]] inline bool is_valid(const validity_bitmap& validity, std::size_t row) noexcept {
    if (validity.bits == nullptr)
        return true;
    const std::size_t bit = validity.offset + row;
    return (validity.bits[bit / 8] >> (bit % 8) & 1U) != 0;
}

// Milliseconds; what these cannot express ends at the bounds of their type.
[[nodiscard]] constexpr std::int64_t to_ms(std::int64_t value, time_unit unit) noexcept {
    switch (unit) {
    case time_unit::seconds: {
        constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1000;
        return value > most    ? std::numeric_limits<std::int64_t>::max()
               : value < -most ? no_value + 1 // some value
                               : value * 1000;
    }
    case time_unit::microseconds:
        return value / 1000 - (value % 1000 < 0 ? 1 : 0);
    default:
        return value;
    }
}

// Rounded down.
[[nodiscard]] constexpr std::int64_t from_ms(std::int64_t ms, time_unit unit) noexcept {
    switch (unit) {
    case time_unit::seconds:
        return ms / 1000 - (ms % 1000 < 0 ? 1 : 0);
    case time_unit::microseconds:
        return ms * 1000;
    default:
        return ms;
    }
}

// False where the row has no value.
[[nodiscard]] inline bool read(const time_column& column, std::size_t row, instant& out) noexcept {
    if (!is_valid(column.validity, row) || column.values[row] == no_value)
        return false;
    out = instant{elapsed{to_ms(column.values[row], column.unit)}};
    return true;
}

template <class Number>
[[nodiscard]] Number number_at(const void* values, std::size_t row) noexcept {
    Number out{};
    std::memcpy(&out, static_cast<const unsigned char*>(values) + row * sizeof(Number),
                sizeof(Number));
    return out;
}

// Negative where the row has no value.
[[nodiscard]] inline std::int64_t read(const id_column& column, std::size_t row) noexcept {
    if (!is_valid(column.validity, row))
        return -1;
    const void* const values = column.values;
    if (column.width == 1)
        return column.is_signed ? std::int64_t{number_at<std::int8_t>(values, row)}
                                : std::int64_t{number_at<std::uint8_t>(values, row)};
    if (column.width == 2)
        return column.is_signed ? std::int64_t{number_at<std::int16_t>(values, row)}
                                : std::int64_t{number_at<std::uint16_t>(values, row)};
    return column.is_signed ? std::int64_t{number_at<std::int32_t>(values, row)}
                            : std::int64_t{number_at<std::uint32_t>(values, row)};
}

// Where the entries of a row lie. False where these are no offsets.
[[nodiscard]] inline bool read(const offset_column& column, std::size_t row, std::size_t& begin,
                               std::size_t& end) noexcept {
    std::int64_t first = 0;
    std::int64_t last = 0;
    if (column.wide) {
        const auto* const offsets = static_cast<const std::int64_t*>(column.values);
        first = offsets[row];
        last = offsets[row + 1];
    } else {
        const auto* const offsets = static_cast<const std::int32_t*>(column.values);
        first = offsets[row];
        last = offsets[row + 1];
    }
    begin = static_cast<std::size_t>(first);
    end = static_cast<std::size_t>(last);
    return first >= 0 && last >= first;
}

} // namespace sla::inline v1::detail
