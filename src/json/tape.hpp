// SPDX-License-Identifier: MIT
//
// A document as a row of values: each one is followed by what is in it, so that a value and all of
// it is a range of the row. Forty bytes each, and no recursion to build or drop it.
#pragma once

#include <sla/issue.hpp>
#include <sla/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail::json {

enum class kind : std::uint8_t { null, boolean, integer, number, text, list, object };

/// A value's number in the row. The root is 0, which is in nothing: so it also says "none".
using index = std::uint32_t;

struct value {
    sla::detail::json::kind kind{};
    index end = 0;              ///< The value after it and all that is in it.
    std::uint32_t key = 0;      ///< Into the pool; of a member of an object.
    std::uint32_t key_size = 0; //
    std::uint32_t text = 0;     ///< Into the pool; of a text, or a number as it was written.
    std::uint32_t text_size = 0;
    std::uint32_t offset = 0; ///< In the document, near the value's end; of a list its begin.
    std::int64_t integer = 0; ///< Also of a boolean.
};

class tape {
public:
    static constexpr std::size_t longest_pointer = 4096; ///< Bytes.

    explicit tape(std::string_view source) : source_{source} {}

    [[nodiscard]] const value& operator[](index i) const { return values_[i]; }
    [[nodiscard]] index size() const { return static_cast<index>(values_.size()); }
    [[nodiscard]] std::string_view key(index i) const {
        return std::string_view{pool_}.substr(values_[i].key, values_[i].key_size);
    }
    [[nodiscard]] std::string_view text(index i) const {
        return std::string_view{pool_}.substr(values_[i].text, values_[i].text_size);
    }
    /// The JSON pointer of a value (RFC 6901), "" of the root; where it would be longer than
    /// `longest_pointer`, that of what the value is in. Linear in what stands before it.
    [[nodiscard]] std::string pointer(index i) const;
    /// The line on which a value ends (a list or an object: begins), from 1. Linear.
    [[nodiscard]] std::size_t line(index i) const;

    /// For the values in a list or an object: `for (index i = first(of); i != end(of); i =
    /// next(i))`
    [[nodiscard]] static index first(index of) { return of + 1; }
    [[nodiscard]] index next(index i) const { return values_[i].end; }
    [[nodiscard]] index end(index of) const { return values_[of].end; }

private:
    friend class tape_builder;

    std::string_view source_; // without the byte order mark
    std::vector<value> values_;
    std::string pool_;
};

/// The document, or an issue: size, depth, number of values, UTF-8, syntax. The tape refers to
/// `text`.
std::optional<tape> read_tape(std::string_view text, const json_limits& limits, issue_list& issues);

/// "/" + segment with the two characters escaped that a JSON pointer escapes.
void append_segment(std::string& pointer, std::string_view segment);

/// The offset of the first byte that is not part of UTF-8 (RFC 3629); `npos` when all are.
std::size_t find_not_utf8(std::string_view text);

} // namespace sla::inline v1::detail::json
