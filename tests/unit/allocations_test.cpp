// SPDX-License-Identifier: MIT
//
// The counter of allocations counts.
#include "allocations.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <new>

TEST_CASE("the counter of allocations counts") {
    std::size_t before = tests::allocations();
    void* memory = ::operator new(1000);
    REQUIRE(tests::allocations() == before + 1);
    ::operator delete(memory);

    before = tests::allocations();
    constexpr std::align_val_t line{64};
    memory = ::operator new(1000, line);
    REQUIRE(tests::allocations() == before + 1);
    ::operator delete(memory, line);
}
