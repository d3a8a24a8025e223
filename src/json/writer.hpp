// SPDX-License-Identifier: MIT
//
// Writes JSON as a person would lay it out, and keeps the pointer of what it writes for issues.
#pragma once

#include "tape.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail::json {

class writer {
public:
    explicit writer(issue_list& issues) : issues_{issues} {}

    /// A list or an object on lines of its own, or on one line.
    enum class layout : std::uint8_t { lines, one_line };

    void open_object(layout how = layout::lines) { open('{', how); }
    void open_list(layout how = layout::lines) { open('[', how); }
    void close();

    /// The key of the next value.
    void key(std::string_view name);

    void text(std::string_view value);
    void number(std::int64_t value);
    /// A number that is written already: "-12.5".
    void number_text(std::string_view digits);
    void null();

    /// `text(value)`, or an issue where it is empty: what has no form in a document.
    void form(std::string_view value, std::string_view what);
    /// An issue at the value that comes next.
    void cannot_say(std::string_view what);

    void member(std::string_view name, std::string_view value) {
        key(name);
        text(value);
    }
    /// A list of texts on one line; of one text, the text alone.
    void texts(const std::vector<std::string>& values);

    [[nodiscard]] std::string take() { return std::move(out_) + "\n"; }

private:
    struct level {
        bool object;
        bool on_lines;
        std::size_t count;
        std::size_t pointer; ///< Its size without what is in this level.
    };

    void open(char bracket, layout how);
    void begin_value();
    void separate();
    void indent() { out_.append(2 * open_.size(), ' '); }
    void quote(std::string_view value);

    std::string out_;
    std::string pointer_;
    std::vector<level> open_;
    issue_list& issues_;
};

} // namespace sla::inline v1::detail::json
