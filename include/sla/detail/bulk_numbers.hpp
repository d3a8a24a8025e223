// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the numbers of a row, which name its attributes, become one number: its
// combination.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/inlining.hpp>

#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

// What a column of numbers adds to the combination: as many steps as its number says. The last
// number, `size`, stands for no value, which a negative one does as well.
struct number_column {
    const id_column* column;
    std::uint32_t step; // of the first column: 1
    std::uint32_t size;
};

// Gives each column as what it is to `reader.add_column(column, is_first, values)`. A member, not a
// lambda: that would not be compiled for the processor of its caller.
template <class Reader>
SLA_HOT void read_column(Reader& reader, const number_column& of, bool is_first) noexcept {
    const void* const values = of.column->values;
    const bool is_signed = of.column->is_signed;
    if (of.column->width == 1)
        is_signed ? reader.add_column(of, is_first, static_cast<const std::int8_t*>(values))
                  : reader.add_column(of, is_first, static_cast<const std::uint8_t*>(values));
    else if (of.column->width == 2)
        is_signed ? reader.add_column(of, is_first, static_cast<const std::int16_t*>(values))
                  : reader.add_column(of, is_first, static_cast<const std::uint16_t*>(values));
    else
        is_signed ? reader.add_column(of, is_first, static_cast<const std::int32_t*>(values))
                  : reader.add_column(of, is_first, static_cast<const std::uint32_t*>(values));
}
// The profile and the attributes.
template <class Reader>
SLA_HOT void read_columns(Reader& reader, const bulk_data& plan, const bulk_input& in) noexcept {
    bool is_first = true;
    if (!plan.layout.profiles.empty()) {
        read_column(reader,
                    {&in.profile, plan.profile_step,
                     static_cast<std::uint32_t>(plan.layout.profiles.size())},
                    is_first);
        is_first = false;
    }
    for (std::size_t k = 0; k < in.attributes.size(); ++k) {
        read_column(reader,
                    {&in.attributes[k], plan.attribute_steps[k],
                     static_cast<std::uint32_t>(plan.layout.dictionaries[k].values.size())},
                    is_first);
        is_first = false;
    }
}

// Negative ones are larger than all others.
template <class Number>
[[nodiscard]] SLA_HOT std::uint32_t as_unsigned(Number number) noexcept {
    return static_cast<std::uint32_t>(std::int64_t{number});
}
template <class Number>
[[nodiscard]] SLA_HOT bool is_unknown(Number number, std::uint32_t size) noexcept {
    return number >= Number{0} && as_unsigned(number) >= size;
}

// Adds the numbers of so many rows, or writes them where they are the first. Whether all are known.
// Combination: an unsigned type that holds them.
template <std::size_t Rows, class Number, class Combination>
[[nodiscard]] SLA_HOT bool add_numbers(const number_column& of, bool is_first, const Number* from,
                                       Combination* to) noexcept {
    const std::uint32_t size = of.size;
    const std::uint32_t step = of.step;
    Number largest{0};
    for (std::size_t i = 0; i < Rows; ++i)
        largest = from[i] > largest ? from[i] : largest;
    const auto known = [size](Number number) noexcept {
        const std::uint32_t n = as_unsigned(number);
        return n < size ? n : size;
    };
    if (is_first)
        for (std::size_t i = 0; i < Rows; ++i)
            to[i] = static_cast<Combination>(known(from[i]));
    else
        for (std::size_t i = 0; i < Rows; ++i)
            to[i] = static_cast<Combination>(to[i] + known(from[i]) * step);
    return as_unsigned(largest) < size;
}

} // namespace sla::inline v1::detail
