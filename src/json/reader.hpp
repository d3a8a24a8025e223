// SPDX-License-Identifier: MIT
//
// What every part of the reader uses: complaints with their places, members of objects, texts.
#pragma once

#include "tape.hpp"

#include <array>
#include <cassert>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail::json {

/// A word that a document uses for a value of an enumeration.
template <class Enum>
struct word {
    std::string_view text;
    Enum value;
};

/// Why a text could not be read.
struct text_fault {
    std::string message;
    std::string expected;
    std::string hint;
};

class reader {
public:
    reader(const tape& t, std::size_t most_issues, issue_list& issues)
        : values{t}, issues_{issues}, most_{most_issues} {}

    const tape& values;

    void complain(index at, const char* code, std::string message, std::string expected = {},
                  std::string saw = {}, std::string hint = {});
    void complain(index at, const char* code, text_fault fault);

    /// Whether no further complaint would be kept.
    [[nodiscard]] bool full() const { return issues_.size() > most_; }

    /// The value in the words of an issue: `"P1"`, `12`, `an object`.
    [[nodiscard]] std::string saw(index i) const;

    /// Whether it is of this kind; complains that it is not.
    bool is(index i, kind wanted, std::string_view expected);

    /// A text; empty after a complaint.
    [[nodiscard]] std::string name(index i, std::string_view expected);
    /// A list of texts, or one text for a list of one.
    [[nodiscard]] std::vector<std::string> names(index i, std::string_view expected);
    /// A whole number in [least, most].
    [[nodiscard]] std::optional<std::int64_t> whole(index i, std::int64_t least, std::int64_t most);

    template <class Enum>
    void read_word(index i, std::span<const word<Enum>> words, Enum& into) {
        if (!is(i, kind::text, "a text"))
            return;
        const std::string_view text = values.text(i);
        for (const word<Enum>& w : words)
            if (w.text == text) {
                into = w.value;
                return;
            }
        std::vector<std::string> known;
        for (const word<Enum>& w : words)
            known.emplace_back(w.text);
        complain_unknown_word(i, known);
    }

    /// Whether so many bytes of names may be said once more. The key of a table's row is copied for
    /// each of its cells, so that a long one could cost the square of a document; complains, once,
    /// beyond 64 MiB.
    [[nodiscard]] bool repeat(index i, std::size_t bytes);

    /// Complains of each key that an object has twice, everywhere in the document.
    void check_keys();

private:
    void complain_unknown_word(index i, const std::vector<std::string>& known);
    void check_keys_of(index object, std::vector<index>& scratch);

    issue_list& issues_;
    std::size_t most_;
    std::size_t repeated_ = 0;
};

/// The members of an object, by names that are known beforehand. Complains of others, and where
/// there is no object. Of a key that is there twice the first one counts.
class members {
public:
    static constexpr std::size_t most_names = 16;

    /// Precondition: at most `most_names`, which outlive this object.
    members(reader& in, index of, std::initializer_list<std::string_view> known,
            std::string_view expected = "an object");

    /// 0: there is no such member. Precondition: `name` is known.
    [[nodiscard]] index operator[](std::string_view name) const;
    /// The same, with a complaint where there is none.
    [[nodiscard]] index required(std::string_view name);
    /// Whether there was an object at all.
    [[nodiscard]] bool read() const { return read_; }

private:
    reader& in_;
    index of_;
    std::array<std::string_view, most_names> known_{};
    std::array<index, most_names> found_{};
    std::size_t count_ = 0;
    bool read_ = false;
};

} // namespace sla::inline v1::detail::json
