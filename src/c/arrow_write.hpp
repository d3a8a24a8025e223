// SPDX-License-Identifier: MIT
//
// Columns handed over by the Arrow C data interface: each owns its memory until it is released.
#pragma once

#include <sla/sla.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sla::c {

/// One column, before it is handed over.
struct result_column {
    std::string name;
    std::string format;
    std::vector<std::int64_t> words{}; ///< Of 64 bits a row, or ...
    std::vector<std::uint8_t> bytes{}; ///< ... of 8.
    std::vector<std::uint8_t> validity{};
    std::int64_t null_count = 0;
    std::array<const void*, 2> buffers{};

    /// Rows with the lowest number have no value.
    void find_nulls();
};

/// Hands `columns`, of so many rows, over as a struct array. Writes to both when all is well, which
/// it is as long as there is memory.
void hand_over(std::vector<result_column> columns, std::size_t rows, ArrowSchema* schema,
               ArrowArray* array);

} // namespace sla::c
