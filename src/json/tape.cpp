// SPDX-License-Identifier: MIT
#include "tape.hpp"

#include <sla/detail/zone_text.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

// Tells on the way how far the parser has read, which its events do not.
class reading_iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    reading_iterator(const char* at, const char** reached) : at_{at}, reached_{reached} {}

    reference operator*() const { return *at_; }
    reading_iterator& operator++() {
        *reached_ = ++at_;
        return *this;
    }
    reading_iterator operator++(int) {
        reading_iterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const reading_iterator& a, const reading_iterator& b) {
        return a.at_ == b.at_;
    }

private:
    const char* at_;
    const char** reached_;
};

std::size_t line_of(std::string_view before) {
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

// "line 3, column 14"; columns count characters.
std::string position_text(std::string_view source, std::size_t offset) {
    const std::string_view before = source.substr(0, offset);
    const std::size_t begin = before.rfind('\n') + 1; // npos + 1 is 0
    const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(begin),
                                      before.end(), [](char c) { return (c & 0xC0) != 0x80; });
    return "line " + std::to_string(line_of(before)) + ", column " + std::to_string(column + 1);
}

// The first line of a text, at most 40 bytes of it.
std::string shortened(std::string_view text) {
    std::size_t size = std::min({text.size(), std::size_t{40}, text.find('\n')});
    while (size > 0 && size < text.size() && (text[size] & 0xC0) == 0x80)
        --size;
    return std::string{text.substr(0, size)} + (size < text.size() ? "..." : "");
}

std::size_t length_of_sequence(unsigned char lead) {
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

} // namespace

std::size_t find_not_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = length_of_sequence(lead);
        if (length == 0 || length > text.size() - at)
            return at;
        for (std::size_t i = 1; i < length; ++i) {
            const auto c = static_cast<unsigned char>(text[at + i]);
            unsigned char low = 0x80;
            unsigned char high = 0xBF;
            if (i == 1) { // overlong forms, surrogates, beyond U+10FFFF
                low = lead == 0xE0 ? 0xA0 : (lead == 0xF0 ? 0x90 : low);
                high = lead == 0xED ? 0x9F : (lead == 0xF4 ? 0x8F : high);
            }
            if (c < low || c > high)
                return at;
        }
        at += length;
    }
    return std::string_view::npos;
}

void append_segment(std::string& pointer, std::string_view segment) {
    pointer += '/';
    for (const char c : segment) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
}

std::string tape::pointer(index i) const {
    std::string out;
    index at = 0;
    while (at != i) {
        const bool list = values_[at].kind == kind::list;
        std::size_t number = 0;
        index child = first(at);
        while (values_[child].end <= i) {
            child = next(child);
            ++number;
        }
        const std::size_t before = out.size();
        append_segment(out, list ? std::string_view{std::to_string(number)} : key(child));
        if (out.size() > longest_pointer) {
            out.resize(before);
            break;
        }
        at = child;
    }
    return out;
}

std::size_t tape::line(index i) const {
    return line_of(source_.substr(0, values_[i].offset));
}

// Takes the parser's events. An event that returns false ends the parse.
class tape_builder {
public:
    tape_builder(tape& into, const json_limits& limits, issue_list& issues)
        : into_{into}, limits_{limits}, issues_{issues}, reached_{into.source_.data()} {}

    [[nodiscard]] reading_iterator begin() { return {into_.source_.data(), &reached_}; }
    [[nodiscard]] reading_iterator end() {
        return {into_.source_.data() + into_.source_.size(), &reached_};
    }

    bool null() { return add(kind::null); }
    bool boolean(bool b) { return add(kind::boolean, b ? 1 : 0); }
    bool number_integer(std::int64_t n) {
        return add(kind::integer, n) && set_text(std::to_string(n));
    }
    bool number_unsigned(std::uint64_t n) {
        const bool fits = n <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        return add(fits ? kind::integer : kind::number, fits ? static_cast<std::int64_t>(n) : 0) &&
               set_text(std::to_string(n));
    }
    bool number_float(double /*unused*/, std::string written) {
        // The parser writes the decimal point of the locale.
        for (char& c : written)
            if (std::string_view{"0123456789+-eE"}.find(c) == std::string_view::npos)
                c = '.';
        return add(kind::number) && set_text(written);
    }
    bool string(const std::string& text) { return add(kind::text) && set_text(text); }
    // Only formats other than JSON's own text have these.
    template <class Binary>
    bool binary(const Binary& /*unused*/) {
        return false;
    }
    bool start_object(std::size_t /*unused*/) { return open(kind::object); }
    bool start_array(std::size_t /*unused*/) { return open(kind::list); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(const std::string& name) {
        key_ = static_cast<std::uint32_t>(into_.pool_.size());
        key_size_ = static_cast<std::uint32_t>(name.size());
        into_.pool_ += name;
        return true;
    }

    template <class Exception>
    bool parse_error(std::size_t position, const std::string& token, const Exception& error) {
        if (error.id == 406) {
            const std::size_t read = std::min(position, into_.source_.size());
            complain("json.number", read - std::min(read, token.size()), "this number is too large",
                     "a number below 1e308", shortened(token), "");
            return false;
        }
        const misread what = misread_at(position, token, error.what());
        std::string expected = expected_in(error.what());
        const std::string_view said = error.what();
        const bool unclosed = said.find("missing closing quote") != std::string_view::npos ||
                              said.find("U+000A (LF)") != std::string_view::npos;
        std::string hint =
            unclosed ? "this text has no closing quote on its line" : hint_for(what, expected);
        complain("json.syntax", what.offset, "this is not JSON", std::move(expected),
                 what.text.empty() ? "the end of the document" : shortened(what.text),
                 std::move(hint));
        return false;
    }

private:
    void complain(const char* code, std::size_t offset, std::string message, std::string expected,
                  std::string_view saw, std::string hint) {
        issues_.push_back({.code = code,
                           .place = position_text(into_.source_, offset),
                           .message = std::move(message),
                           .expected = std::move(expected),
                           .saw = std::string{saw},
                           .hint = std::move(hint)});
    }

    [[nodiscard]] std::size_t reached() const {
        return static_cast<std::size_t>(reached_ - into_.source_.data());
    }

    bool add(kind what, std::int64_t integer = 0) {
        if (into_.values_.size() >= limits_.values) {
            complain("json.too_many_values", reached(), "this document has too many values",
                     "at most " + std::to_string(limits_.values), "", "");
            return false;
        }
        into_.values_.push_back({.kind = what,
                                 .end = static_cast<index>(into_.values_.size() + 1),
                                 .key = key_,
                                 .key_size = key_size_,
                                 .offset = static_cast<std::uint32_t>(offset_of(what)),
                                 .integer = integer});
        key_size_ = 0;
        return true;
    }

    // After a number the parser has read one character more, which may be a line feed.
    [[nodiscard]] std::size_t offset_of(kind what) const {
        const std::size_t at = reached();
        return (what == kind::integer || what == kind::number) && at > 0 ? at - 1 : at;
    }

    bool set_text(const std::string& text) {
        into_.values_.back().text = static_cast<std::uint32_t>(into_.pool_.size());
        into_.values_.back().text_size = static_cast<std::uint32_t>(text.size());
        into_.pool_ += text;
        return true;
    }

    bool open(kind what) {
        if (open_.size() >= std::min<std::size_t>(limits_.depth, 1000)) {
            complain("json.too_deep", reached(), "this document is nested too deeply",
                     "at most " + std::to_string(limits_.depth) +
                         " lists and objects in each other",
                     "", "");
            return false;
        }
        if (!add(what))
            return false;
        open_.push_back(static_cast<index>(into_.values_.size() - 1));
        return true;
    }

    bool close() {
        into_.values_[open_.back()].end = static_cast<index>(into_.values_.size());
        open_.pop_back();
        return true;
    }

    // What the parser says that it expected, in words of a person.
    static std::string expected_in(std::string_view what) {
        const std::size_t found = what.rfind("; expected ");
        if (found == std::string_view::npos)
            return {};
        const std::string_view token = what.substr(found + 11);
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words{{
            {"string literal", "a name in double quotes"},
            {"object key", "a name in double quotes"},
            {"':'", "a colon"},
            {"']'", "a comma or ]"},
            {"'}'", "a comma or }"},
            {"end of input", "the end of the document"},
        }};
        for (const auto& [theirs, ours] : words)
            if (token == theirs)
                return std::string{ours};
        return "a value";
    }

    // The piece of the document that the parser did not like; no text at its end.
    struct misread {
        std::size_t offset;
        std::string_view text;
    };

    // The parser counts what it has read, this piece included. It knows the piece itself only of
    // texts and numbers; in it each control character is written out, "<U+000A>".
    [[nodiscard]] misread misread_at(std::size_t read, std::string_view token,
                                     std::string_view what) const {
        const std::string_view source = into_.source_;
        const auto says = [&](std::string_view part) {
            return what.find(part) != std::string_view::npos;
        };
        if (says("unexpected end of input") || read == 0)
            return {source.size(), {}};
        read = std::min(read, source.size());
        std::size_t size = 1;
        if (says("unexpected string") || says("unexpected number") || says("invalid string") ||
            says("invalid number")) {
            size = token.size();
            for (std::size_t at = token.find("<U+"); at != std::string_view::npos;
                 at = token.find("<U+", at + 8))
                size -= 7;
        } else if (says("unexpected true") || says("unexpected null")) {
            size = 4;
        } else if (says("unexpected false")) {
            size = 5;
        }
        std::size_t begin = read - std::min(read, size);
        while (begin > 0 && (source[begin] & 0xC0) == 0x80)
            --begin;
        // The rest of a word that is none of JSON's.
        const auto is_letter = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        };
        if (is_letter(source[begin])) {
            while (begin > 0 && is_letter(source[begin - 1]))
                --begin;
            while (read < source.size() && is_letter(source[read]))
                ++read;
        }
        while (read < source.size() && (source[read] & 0xC0) == 0x80)
            ++read;
        return {begin, source.substr(begin, read - begin)};
    }

    [[nodiscard]] std::string hint_for(const misread& what, std::string_view expected) const {
        const std::string_view before = into_.source_.substr(0, what.offset);
        const std::size_t last = before.find_last_not_of(" \t\r\n");
        const char previous = last == std::string_view::npos ? '\0' : before[last];
        const char first = what.text.empty() ? '\0' : what.text.front();
        if (previous == ',' && (first == '}' || first == ']'))
            return "take out the comma after the last entry";
        if (first == '\'')
            return "texts stand in double quotes";
        if (first == '/' || first == '#')
            return "JSON has no comments";
        if ((first == '"' || first == '{' || first == '[') && expected.starts_with("a comma"))
            return "a comma is missing before it";
        if (what.text == "None" || what.text == "True" || what.text == "False")
            return "JSON says null, true and false";
        return {};
    }

    tape& into_;
    const json_limits& limits_;
    issue_list& issues_;
    const char* reached_;
    std::vector<index> open_;
    std::uint32_t key_ = 0;
    std::uint32_t key_size_ = 0;
};

std::optional<tape> read_tape(std::string_view text, const json_limits& limits,
                              issue_list& issues) {
    constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
    if (text.size() > std::min(limits.bytes, most)) {
        issues.push_back({.code = "json.too_large",
                          .message = "this document is too large",
                          .expected = "at most " + std::to_string(limits.bytes) + " bytes",
                          .saw = std::to_string(text.size()) + " bytes"});
        return {};
    }
    if (const std::size_t at = find_not_utf8(text); at != std::string_view::npos) {
        const std::string hint = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")
                                     ? "this looks like UTF-16: save it as UTF-8"
                                     : "save the document as UTF-8";
        issues.push_back({.code = "json.utf8",
                          .place = position_text(text, at),
                          .message = "byte " + std::to_string(at) + " is not part of UTF-8",
                          .hint = hint});
        return {};
    }
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark))
        text.remove_prefix(mark.size());
    // The parser takes the one for the end and skips the other.
    if (const std::size_t at = text.starts_with(mark) ? 0 : text.find('\0');
        at != std::string_view::npos) {
        issues.push_back({.code = "json.syntax",
                          .place = position_text(text, at),
                          .message = "this is not JSON",
                          .saw = at == 0 && !text.starts_with('\0') ? "a second byte order mark"
                                                                    : "a byte that is zero"});
        return {};
    }
    tape made{text};
    tape_builder builder{made, limits, issues};
    if (!nlohmann::json::sax_parse(builder.begin(), builder.end(), &builder))
        return {};
    return made;
}

} // namespace sla::inline v1::detail::json
