// SPDX-License-Identifier: MIT
//
// Counts the allocations of this program.
#pragma once

#include <cstddef>

namespace tests {

/// How often memory has been asked for so far, by any form of `operator new`.
[[nodiscard]] std::size_t allocations() noexcept;

} // namespace tests
