// SPDX-License-Identifier: MIT
//
// Random layouts and tables of random books.
#pragma once

#include <sla/bulk.hpp>
#include <sla/policy.hpp>

#include <cstddef>
#include <oracle/random_calendar.hpp>
#include <property/bulk_table.hpp>

namespace oracle {

/// A book, what columns mean, and when something may go wrong.
struct bulk_case {
    sla::book_definition definition;
    sla::policy_book book;
    sla::bulk_layout layout;
    pair calendar; ///< The first one of the book.
    sla::instant around;
};

/// Any book with all options, any layout.
bulk_case random_bulk_case(dice& random);

/// A book whose clocks are mostly of the kind that kernels are made for: started by the creation,
/// stopped once by columns, in elapsed or working time, by priority and channel.
bulk_case simple_bulk_case(dice& random);

/// A table for the layout, with some rows that cannot be judged.
table_data random_table(dice& random, const bulk_case& of, std::size_t rows);

/// A number of rows at which blocks begin or end, or any other.
std::size_t random_size(dice& random);

/// All columns, in any units; or any subset of them.
output_shape full_shape(dice& random, const bulk_case& of);
output_shape random_shape(dice& random, const bulk_case& of);

} // namespace oracle
