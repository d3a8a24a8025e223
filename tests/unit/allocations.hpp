// SPDX-License-Identifier: MIT
//
// Counts the allocations of this program, and makes them fail.
#pragma once

#include <cstddef>

namespace tests {

/// How often memory has been asked for so far, by any form of `operator new`.
[[nodiscard]] std::size_t allocations() noexcept;

/// While it lives, this program gets memory so many times and then no more. Not nested.
class memory_for {
public:
    explicit memory_for(std::size_t times) noexcept;
    memory_for(const memory_for&) = delete;
    memory_for& operator=(const memory_for&) = delete;
    ~memory_for();
};

} // namespace tests
