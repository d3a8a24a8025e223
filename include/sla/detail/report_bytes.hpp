// SPDX-License-Identifier: MIT
//
// Inside the report room, and for reviews, forecasts and boards: what merges, as bytes.
//
// Four letters, version, fingerprint of the definition, content, checksum. Numbers are
// little-endian base 128: seven bits a byte, the highest bit set in all but the last; those that
// may be below zero alternate, 0, -1, 1, -2, ... Every content has one form only.
#pragma once

#include <sla/issue.hpp>
#include <sla/version.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// FNV-1a: tells damage, and definitions that were made in good faith, apart.
[[nodiscard]] inline std::uint64_t checksum(std::span<const std::byte> bytes) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const std::byte b : bytes)
        hash = (hash ^ static_cast<std::uint64_t>(b)) * 0x100000001b3U;
    return hash;
}

// What the bytes of a room begin with, and what is said where they cannot be read.
struct byte_format {
    std::string_view magic;
    std::uint64_t version;
    const char* what; // "a report"
    const char* bytes_damaged;
    const char* bytes_version;
    const char* other_definition;
};

class byte_writer {
public:
    byte_writer() = default;
    byte_writer(const byte_format& format, std::uint64_t fingerprint) {
        for (const char c : format.magic)
            out_.push_back(static_cast<std::byte>(c));
        number(format.version);
        fixed(fingerprint);
    }

    void number(std::uint64_t n) {
        for (; n >= 0x80U; n >>= 7U)
            out_.push_back(static_cast<std::byte>((n & 0x7fU) | 0x80U));
        out_.push_back(static_cast<std::byte>(n));
    }
    void signed_number(std::int64_t n) {
        const auto bits = static_cast<std::uint64_t>(n);
        number(bits << 1U ^ (n < 0 ? ~std::uint64_t{0} : 0U));
    }
    void fixed(std::uint64_t n) {
        for (unsigned i = 0; i < 64; i += 8)
            out_.push_back(static_cast<std::byte>(n >> i & 0xffU));
    }
    void text(std::string_view s) {
        number(s.size());
        for (const char c : s)
            out_.push_back(static_cast<std::byte>(c));
    }
    void bytes(std::span<const std::byte> more) {
        number(more.size());
        out_.insert(out_.end(), more.begin(), more.end());
    }

    [[nodiscard]] std::vector<std::byte> content() && { return std::move(out_); }
    [[nodiscard]] std::vector<std::byte> sealed() && {
        fixed(checksum(out_));
        return std::move(out_);
    }

private:
    std::vector<std::byte> out_{};
};

class byte_reader {
public:
    byte_reader(const byte_format& format, std::span<const std::byte> bytes) noexcept
        : format_{format}, bytes_{bytes} {}

    // Reads up to the content; what is said, if anything, makes the bytes useless.
    [[nodiscard]] issue_list open(std::uint64_t fingerprint) {
        constexpr std::size_t checksum_bytes = 8;
        for (const char c : format_.magic)
            if (byte() != static_cast<unsigned char>(c))
                return damaged(std::string{"these are not the bytes of "} + format_.what);
        const std::uint64_t version = number();
        if (is_damaged_)
            return damaged("the bytes end too soon");
        if (version != format_.version)
            return {{.code = format_.bytes_version,
                     .place = "byte 4",
                     .message = "this version of the library does not read this version",
                     .expected = std::to_string(format_.version),
                     .saw = std::to_string(version)}};
        if (bytes_.size() < at_ + checksum_bytes)
            return damaged("the bytes end too soon");
        const std::span<const std::byte> content = bytes_.first(bytes_.size() - checksum_bytes);
        const std::size_t begin = std::exchange(at_, content.size());
        if (fixed() != checksum(content))
            return damaged("the checksum is not that of the bytes");
        at_ = begin;
        bytes_ = content;
        if (fixed() != fingerprint)
            return {{.code = format_.other_definition,
                     .place = "byte 5",
                     .message = std::string{"these are the bytes of "} + format_.what +
                                " of another definition",
                     .expected = "the definition of this plan",
                     .saw = "another"}};
        return {};
    }
    // What to say of a content; nothing where all of it is right.
    [[nodiscard]] issue_list close() {
        check(at_ == bytes_.size());
        return is_damaged_ ? damaged("the figures contradict each other") : issue_list{};
    }

    bool check(bool is_right) noexcept {
        is_damaged_ = is_damaged_ || !is_right;
        return is_right;
    }
    [[nodiscard]] bool is_damaged() const noexcept { return is_damaged_; }
    [[nodiscard]] std::size_t bytes_left() const noexcept { return bytes_.size() - at_; }

    // In one form only: no zeros at the end, 64 bits at most.
    [[nodiscard]] std::uint64_t number() noexcept {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 70; shift += 7) {
            const unsigned here = byte();
            const std::uint64_t bits = here & 0x7fU;
            if (!check(shift < 63 || bits <= 1))
                return 0;
            out |= bits << shift;
            if ((here & 0x80U) == 0) {
                check(bits != 0 || shift == 0);
                return out;
            }
        }
        check(false);
        return 0;
    }
    // At most so much; zero where it is more.
    [[nodiscard]] std::uint64_t number_to(std::uint64_t most) noexcept {
        const std::uint64_t out = number();
        return check(out <= most) ? out : 0;
    }
    [[nodiscard]] std::int64_t signed_number() noexcept {
        const std::uint64_t bits = number();
        return static_cast<std::int64_t>(bits >> 1U ^ (0U - (bits & 1U)));
    }
    [[nodiscard]] std::span<const std::byte> bytes() noexcept {
        const auto size = static_cast<std::size_t>(number_to(bytes_left()));
        return bytes_.subspan(std::exchange(at_, at_ + size), size);
    }

private:
    [[nodiscard]] issue_list damaged(std::string message) const {
        return {{.code = format_.bytes_damaged,
                 .place = "byte " + std::to_string(at_),
                 .message = std::move(message),
                 .expected = "what to_bytes wrote",
                 .hint = "read or send them again"}};
    }
    [[nodiscard]] unsigned byte() noexcept {
        if (!check(at_ < bytes_.size()))
            return 0;
        return std::to_integer<unsigned>(bytes_[at_++]);
    }
    [[nodiscard]] std::uint64_t fixed() noexcept {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 64; shift += 8)
            out |= std::uint64_t{byte()} << shift;
        return out;
    }

    const byte_format& format_;
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    bool is_damaged_ = false;
};

} // namespace sla::inline v1::detail
