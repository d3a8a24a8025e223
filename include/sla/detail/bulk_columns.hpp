// SPDX-License-Identifier: MIT
//
// Inside the bulk room: single values of columns.
#pragma once

#include <sla/bulk.hpp>
#include <sla/time.hpp>

#include <algorithm>
#include <array>
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
               : value < -most ? std::numeric_limits<std::int64_t>::min()
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

inline void write_ms(const time_output& column, std::size_t row, std::int64_t ms) noexcept {
    if (column.values != nullptr)
        column.values[row] = from_ms(ms, column.unit);
}
inline void write_nothing(const time_output& column, std::size_t row) noexcept {
    if (column.values != nullptr)
        column.values[row] = no_value;
}

// What does not exist is `never` here.
inline void write(const time_output& column, std::size_t row, instant t) noexcept {
    if (t == never)
        write_nothing(column, row);
    else
        write_ms(column, row, t.time_since_epoch().count());
}
inline void write(const time_output& column, std::size_t row, elapsed length) noexcept {
    if (length == elapsed::max())
        write_nothing(column, row);
    else
        write_ms(column, row, length.count());
}
inline void write(const time_output& column, std::size_t row,
                  const std::optional<working>& length) noexcept {
    if (length)
        write_ms(column, row, length->length().count());
    else
        write_nothing(column, row);
}

[[nodiscard]] inline std::array<const time_output*, 7>
time_columns(const metric_output& out) noexcept {
    return {&out.deadline,          &out.breached_at,     &out.remaining,  &out.overdue,
            &out.working_remaining, &out.working_overdue, &out.next_change};
}

// The columns of a row that has no verdict, for the reason that `state` gives.
inline void write_nothing(const metric_output& out, std::size_t row, std::uint8_t state) noexcept {
    if (out.state != nullptr)
        out.state[row] = state;
    for (const time_output* column : time_columns(out))
        write_nothing(*column, row);
    if (out.share != nullptr)
        out.share[row] = 0;
}

inline void write(const metric_output& out, std::size_t row, const verdict& v) noexcept {
    if (out.state != nullptr)
        out.state[row] = static_cast<std::uint8_t>(v.state);
    write(out.deadline, row, v.deadline);
    write(out.breached_at, row, v.breached_at);
    write(out.remaining, row, v.remaining.elapsed);
    write(out.overdue, row, v.overdue.elapsed);
    write(out.working_remaining, row, v.remaining.working);
    write(out.working_overdue, row, v.overdue.working);
    write(out.next_change, row, v.next_change);
    if (out.share != nullptr)
        out.share[row] = v.share();
}

[[nodiscard]] inline bool is_wanted(const metric_output& out) noexcept {
    return out.state != nullptr || out.share != nullptr ||
           std::ranges::any_of(time_columns(out), [](const time_output* column) noexcept {
               return column->values != nullptr;
           });
}

} // namespace sla::inline v1::detail
