// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the columns of a row that are written.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/columns_values.hpp>
#include <sla/time.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sla::inline v1::detail {

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
