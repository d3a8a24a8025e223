// SPDX-License-Identifier: MIT
//
// The counter of allocations: the operators of this program, and that it counts.
#include "allocations.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> count{0};

void* counted(std::size_t size) noexcept {
    ++count;
    return std::malloc(size != 0 ? size : 1);
}
void* counted(std::size_t size, std::align_val_t alignment) noexcept {
    ++count;
    const auto unit = static_cast<std::size_t>(alignment);
    return std::aligned_alloc(unit, (size + unit - 1) / unit * unit);
}
void* or_throw(void* memory) {
    if (memory == nullptr)
        throw std::bad_alloc{};
    return memory;
}

} // namespace

std::size_t tests::allocations() noexcept {
    return count;
}

void* operator new(std::size_t size) {
    return or_throw(counted(size));
}
void* operator new[](std::size_t size) {
    return or_throw(counted(size));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return counted(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return or_throw(counted(size, alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return or_throw(counted(size, alignment));
}
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return counted(size, alignment);
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return counted(size, alignment);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

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
