// SPDX-License-Identifier: MIT
//
// What the fuzz targets share: the input as a source of numbers, and a failure that a fuzzer sees.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace fuzz {

/// The input as a source of numbers; zeros when it is used up.
class bytes {
public:
    bytes(const std::uint8_t* data, std::size_t size) : at_{data}, end_{data + size} {}

    [[nodiscard]] bool used_up() const { return at_ == end_; }
    std::uint8_t byte() { return at_ == end_ ? std::uint8_t{0} : *at_++; }
    std::uint64_t word() {
        std::uint64_t made = 0;
        for (int n = 0; n < 8; ++n)
            made = made << 8 | byte();
        return made;
    }
    /// Both ends included.
    int from_to(int first, int last) {
        const unsigned high = byte();
        return first +
               static_cast<int>((high * 256U + byte()) % static_cast<unsigned>(last - first + 1));
    }
    /// The same of a short range, from one byte.
    int small(int first, int last) {
        return first + static_cast<int>(byte() % static_cast<unsigned>(last - first + 1));
    }
    bool one_in(unsigned n) { return byte() % n == n - 1; }
    template <class List>
    const auto& pick(const List& of) {
        return of[byte() % of.size()];
    }

private:
    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

/// The first thing that is wrong ends the program, which is what a fuzzer looks for.
inline void require(bool holds, const char* what) {
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

} // namespace fuzz
