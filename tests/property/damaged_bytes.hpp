// SPDX-License-Identifier: MIT
//
// Bytes of reports and what is made of them, damaged behind a right checksum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <oracle/random_calendar.hpp>
#include <vector>

namespace tests {

/// FNV-1a of all but the last eight bytes, which it becomes.
inline void seal(std::vector<std::byte>& bytes) {
    if (bytes.size() < 8)
        return;
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (std::size_t i = 0; i < bytes.size() - 8; ++i)
        hash = (hash ^ std::to_integer<std::uint64_t>(bytes[i])) * 0x100000001b3U;
    for (unsigned i = 0; i < 8; ++i)
        bytes[bytes.size() - 8 + i] = static_cast<std::byte>(hash >> (8 * i) & 0xffU);
}

inline void damage(oracle::dice& random, std::vector<std::byte>& bytes) {
    for (int n = random.small(1, 3); n > 0 && bytes.size() > 22; --n) {
        // After the fingerprint.
        const auto at = static_cast<std::ptrdiff_t>(
            random.from_to(13, static_cast<std::int64_t>(bytes.size()) - 9));
        const std::byte some{
            static_cast<unsigned char>(random.percent(50) ? random.below(3) : random.below(256))};
        switch (random.below(3)) {
        case 0:
            bytes[static_cast<std::size_t>(at)] = some;
            break;
        case 1:
            bytes.insert(bytes.begin() + at, some);
            break;
        default:
            bytes.erase(bytes.begin() + at);
        }
    }
}

} // namespace tests
