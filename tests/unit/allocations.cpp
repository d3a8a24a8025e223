// SPDX-License-Identifier: MIT
//
// The counter of allocations: the operators of this program. Apart from whoever calls them: g++
// takes a call of one and an inlined other for a mismatch.
#include "allocations.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t any_number = SIZE_MAX;

std::atomic<std::size_t> count{0};
std::atomic<std::size_t> left{any_number};

bool is_refused() noexcept {
    ++count;
    if (left == any_number)
        return false;
    if (left == 0)
        return true;
    --left;
    return false;
}

void* counted(std::size_t size) noexcept {
    if (is_refused())
        return nullptr;
    return std::malloc(size != 0 ? size : 1);
}
void* counted(std::size_t size, std::align_val_t alignment) noexcept {
    if (is_refused())
        return nullptr;
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

tests::memory_for::memory_for(std::size_t times) noexcept {
    left = times;
}
tests::memory_for::~memory_for() {
    left = any_number;
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
