// SPDX-License-Identifier: MIT
#include "reader.hpp"

#include <sla/detail/policy_text.hpp>
#include <sla/detail/zone_text.hpp>

#include <algorithm>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

std::string like(std::string_view wanted, const std::vector<std::string>& known) {
    const auto lower = [](std::string_view text) {
        std::string out{text};
        for (char& c : out)
            c = c == '_' || c == '-'   ? ' '
                : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a')
                                       : c;
        return out;
    };
    if (wanted.size() <= 64)
        for (const std::string& k : known)
            if (lower(wanted) == lower(k) ||
                std::is_permutation(wanted.begin(), wanted.end(), k.begin(), k.end()))
                return "did you mean " + quoted(k, 64) + "?";
    const std::string hint = did_you_mean(wanted, known);
    // "there is ..." repeats what is said to be expected.
    return hint.starts_with("did") ? hint : "";
}

std::string listed(const std::vector<std::string>& known) {
    std::string out;
    for (std::size_t i = 0; i < known.size(); ++i)
        out += (i == 0 ? "" : (i + 1 == known.size() ? " or " : ", ")) + known[i];
    return out;
}

} // namespace

void reader::complain(index at, const char* code, std::string message, std::string expected,
                      std::string saw, std::string hint) {
    if (full())
        return;
    if (issues_.size() == most_) {
        issues_.push_back({.code = "json.too_many_issues",
                           .message = "there are more mistakes than are told",
                           .expected = "at most " + std::to_string(most_),
                           .hint = "mend these first"});
        return;
    }
    issues_.push_back(
        {.code = code,
         .place = values.pointer(at),
         .message = std::move(message),
         .expected = std::move(expected),
         .saw = std::move(saw),
         .hint = std::move(hint),
         .related = {{"line " + std::to_string(values.line(at)), "in the document"}}});
}

void reader::complain(index at, const char* code, text_fault fault) {
    complain(at, code, std::move(fault.message), std::move(fault.expected), saw(at),
             std::move(fault.hint));
}

std::string reader::saw(index i) const {
    switch (values[i].kind) {
    case kind::null:
        return "null";
    case kind::boolean:
        return values[i].integer != 0 ? "true" : "false";
    case kind::integer:
    case kind::number:
        return std::string{values.text(i).substr(0, 64)};
    case kind::text:
        return quoted(values.text(i), 64);
    case kind::list:
        return "a list";
    case kind::object:
        break;
    }
    return "an object";
}

bool reader::is(index i, kind wanted, std::string_view expected) {
    if (values[i].kind == wanted)
        return true;
    complain(i, "json.wrong_type", "this is of another type", std::string{expected}, saw(i));
    return false;
}

std::string reader::name(index i, std::string_view expected) {
    if (!is(i, kind::text, expected))
        return {};
    return std::string{values.text(i)};
}

std::vector<std::string> reader::names(index i, std::string_view expected) {
    std::vector<std::string> out;
    if (values[i].kind == kind::text) {
        out.push_back(name(i, expected));
        return out;
    }
    if (!is(i, kind::list, std::string{expected} + ", or a list of these"))
        return out;
    for (index n = tape::first(i); n != values.end(i); n = values.next(n))
        out.push_back(name(n, expected));
    return out;
}

std::optional<std::int64_t> reader::whole(index i, std::int64_t least, std::int64_t most) {
    std::string expected =
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    if (values[i].kind != kind::number && !is(i, kind::integer, expected))
        return {};
    const std::int64_t n = values[i].integer;
    if (values[i].kind == kind::number || n < least || n > most) {
        complain(i, "json.number", "this number is not possible here", std::move(expected), saw(i));
        return {};
    }
    return n;
}

bool reader::repeat(index i, std::size_t bytes) {
    constexpr std::size_t most = std::size_t{64} << 20U;
    if (repeated_ > most)
        return false;
    repeated_ += bytes;
    if (repeated_ > most)
        complain(i, "json.too_large", "tables say their names too often",
                 "names of " + std::to_string(most) + " bytes, in all cells together");
    return repeated_ <= most;
}

void reader::complain_unknown_word(index i, const std::vector<std::string>& known) {
    if (full())
        return;
    complain(i, "json.unknown_word", "this word is not known here", listed(known), saw(i),
             like(values.text(i), known));
}

void reader::check_keys() {
    std::vector<index> scratch;
    for (index i = 0; i < values.size(); ++i)
        if (values[i].kind == kind::object)
            check_keys_of(i, scratch);
}

void reader::check_keys_of(index object, std::vector<index>& scratch) {
    scratch.clear();
    for (index i = tape::first(object); i != values.end(object); i = values.next(i))
        scratch.push_back(i);
    if (scratch.size() < 2)
        return;
    std::sort(scratch.begin(), scratch.end(), [&](index a, index b) {
        const auto order = values.key(a).compare(values.key(b));
        return order != 0 ? order < 0 : a < b;
    });
    for (std::size_t i = 1; i < scratch.size() && !full(); ++i)
        if (values.key(scratch[i]) == values.key(scratch[i - 1]))
            complain(scratch[i], "json.key_twice", "this key is there twice",
                     "each key once in an object", quoted(values.key(scratch[i]), 64),
                     "the other one is on line " + std::to_string(values.line(scratch[i - 1])));
}

members::members(reader& in, index of, std::initializer_list<std::string_view> known,
                 std::string_view expected)
    : in_{in}, of_{of} {
    assert(known.size() <= most_names);
    for (const std::string_view name : known)
        known_[count_++] = name;
    read_ = in.is(of, kind::object, expected);
    if (!read_)
        return;
    const tape& values = in.values;
    for (index i = tape::first(of); i != values.end(of); i = values.next(i)) {
        std::size_t n = 0;
        while (n < count_ && known_[n] != values.key(i))
            ++n;
        if (n == count_) {
            if (in.full())
                continue;
            const std::vector<std::string> names{
                known_.begin(), known_.begin() + static_cast<std::ptrdiff_t>(count_)};
            in.complain(i, "json.unknown_key", "this key is not known here", listed(names),
                        quoted(values.key(i), 64), like(values.key(i), names));
        } else if (found_[n] == 0) {
            found_[n] = i;
        }
    }
}

index members::operator[](std::string_view name) const {
    for (std::size_t n = 0; n < count_; ++n)
        if (known_[n] == name)
            return found_[n];
    assert(false);
    return 0;
}

index members::required(std::string_view name) {
    const index found = (*this)[name];
    if (found == 0 && read_)
        in_.complain(of_, "json.key_missing", "the key " + quoted(name, 64) + " is missing", {}, {},
                     {});
    return found;
}

} // namespace sla::inline v1::detail::json
