// SPDX-License-Identifier: MIT
//
// Room: columns. Where a host's columns of numbers lie, and what unit they have.
//
// Rooms that take whole tables read columns where the host has them, and write into columns of the
// host's. The layout in memory is Apache Arrow's for columns of numbers: contiguous values, and a
// bitmap with a bit a row, the lowest first, that says which rows have one. The lowest number
// stands for no value as well, as in numpy and pandas (NaT). Nothing here owns, copies or changes
// what it points to.
//
//     std::vector<std::chrono::sys_seconds> created = ...;
//     sla::time_column column{std::span<const std::chrono::sys_seconds>{created}};  // in place
//     sla::time_output deadlines{numbers.data(), sla::time_unit::seconds};
//
// The hard case is the slice: a table that begins in the middle of another one has values that
// begin at a row, but a bitmap that begins at a byte. So a bitmap has an offset of its own, in
// bits.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <ratio>
#include <span>
#include <type_traits>

namespace sla::inline v1 {

/// No value, in a column of instants or lengths, read or written.
inline constexpr std::int64_t no_value = std::numeric_limits<std::int64_t>::min();

/// The unit of a column of instants (since 1970-01-01 00:00 UTC) or lengths.
enum class time_unit : std::uint8_t {
    seconds,
    milliseconds,
    microseconds, ///< Read to the millisecond in which they lie.
};

/// Durations whose instants a column may have.
template <class Duration>
concept column_duration = std::same_as<Duration, std::chrono::duration<std::int64_t>> ||
    std::same_as<Duration, std::chrono::duration<std::int64_t, std::milli>> ||
    std::same_as<Duration, std::chrono::duration<std::int64_t, std::micro>>;

template <column_duration Duration>
inline constexpr time_unit unit_of =
    std::is_same_v<typename Duration::period, std::ratio<1>> ? time_unit::seconds
    : std::is_same_v<typename Duration::period, std::milli>  ? time_unit::milliseconds
                                                             : time_unit::microseconds;

/// Which rows have a value: bit `offset + row`, the lowest bit of a byte first, is 1. Without bits
/// all have.
struct validity_bitmap {
    const std::uint8_t* bits = nullptr;
    std::size_t offset = 0;
};

/// Instants, one a row. The default is a column that is not there.
struct time_column {
    const std::int64_t* values = nullptr;
    time_unit unit = time_unit::milliseconds;
    validity_bitmap validity{};

    time_column() = default;
    time_column(const std::int64_t* numbers, time_unit in, validity_bitmap valid = {}) noexcept
        : values{numbers}, unit{in}, validity{valid} {}
    /// Instants of <chrono>, which are stored as their counts.
    template <column_duration Duration>
    explicit time_column(const std::chrono::sys_time<Duration>* instants,
                         validity_bitmap valid = {}) noexcept
        : values{reinterpret_cast<const std::int64_t*>(instants)}, // NOLINT(*-reinterpret-cast)
          unit{unit_of<Duration>}, validity{valid} {}
    template <column_duration Duration>
    explicit time_column(std::span<const std::chrono::sys_time<Duration>> instants,
                         validity_bitmap valid = {}) noexcept
        : time_column{instants.data(), valid} {}
};

/// Numbers below the size of a list, one a row, in one, two or four bytes. A row without a value
/// has none of the list; so has one with a negative number, as the codes of pandas have it.
struct id_column {
    const void* values = nullptr;
    std::uint8_t width = 1; ///< Bytes of a number: 1, 2 or 4.
    bool is_signed = false;
    validity_bitmap validity{};

    id_column() = default;
    template <std::integral Number>
    requires(sizeof(Number) <= 4) explicit id_column(const Number* numbers,
                                                     validity_bitmap valid = {}) noexcept
        : values{numbers}, width{sizeof(Number)}, is_signed{std::is_signed_v<Number>}, validity{
                                                                                           valid} {}
};

/// Where the entries of each row begin in a longer list: row r has [offsets[r], offsets[r + 1]).
/// One more than there are rows, not decreasing, as in Arrow's lists.
struct offset_column {
    const void* values = nullptr;
    bool wide = false; ///< 64 bits instead of 32.

    offset_column() = default;
    explicit offset_column(const std::int32_t* offsets) noexcept : values{offsets} {}
    explicit offset_column(const std::int64_t* offsets) noexcept : values{offsets}, wide{true} {}
};

/// A column of instants or lengths that is written; null: not wanted. What lies between two
/// units is rounded down; what does not exist is `no_value`.
struct time_output {
    std::int64_t* values = nullptr;
    time_unit unit = time_unit::milliseconds;
};

} // namespace sla::inline v1
