// SPDX-License-Identifier: MIT
//
// Members of objects on one line, appended one after another.
#pragma once

#include <sla/json_results.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sla::inline v1::detail::json {

/// An integer or a fraction, in the shortest form that reads back as the same.
template <class Number>
void append_number(std::string& out, Number value) {
    char digits[32];
    const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, value);
    out.append(digits, static_cast<std::size_t>(end.ptr - digits));
}

/// A list or an object that is being written. Keys are plain ASCII.
class results_level {
public:
    results_level(std::string& out, char opening)
        : out_{out}, closing_{opening == '{' ? '}' : ']'} {
        out_ += opening;
    }
    void close() { out_ += closing_; }

    /// What stands before an entry of a list.
    std::string& next() {
        if (!empty_)
            out_ += ',';
        empty_ = false;
        return out_;
    }
    /// What stands before the value of a member.
    std::string& key(std::string_view name) {
        next();
        out_ += '"';
        out_ += name;
        out_ += "\":";
        return out_;
    }

    /// Of a word that needs no escaping.
    void word(std::string_view name, std::string_view value) {
        key(name);
        out_ += '"';
        out_ += value;
        out_ += '"';
    }
    void text(std::string_view name, std::string_view value) { append_json(key(name), value); }
    void text_if_any(std::string_view name, std::string_view value) {
        if (!value.empty())
            text(name, value);
    }
    template <class Number>
    requires(std::integral<Number> || std::floating_point<Number>) //
        void number(std::string_view name, Number value) {
        append_number(key(name), value);
    }
    void number(std::string_view name, elapsed value) { number(name, value.count()); }
    void when(std::string_view name, instant at) { append_json(key(name), at); }
    void when_if_any(std::string_view name, instant at) {
        if (at != never)
            when(name, at);
    }

private:
    std::string& out_;
    char closing_;
    bool empty_ = true;
};

/// The members of a verdict.
void append_verdict(results_level& out, const policy_book& book, const verdict& v);

} // namespace sla::inline v1::detail::json
