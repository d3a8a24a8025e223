// SPDX-License-Identifier: MIT
#include "writer.hpp"

#include <utility>

namespace sla::inline v1::detail::json {

void writer::separate() {
    level& in = open_.back();
    if (in.count++ != 0)
        out_ += in.on_lines ? "," : ", ";
    if (in.on_lines) {
        out_ += '\n';
        indent();
    } else if (in.count == 1 && in.object) {
        out_ += ' ';
    }
    pointer_.resize(in.pointer);
}

void writer::begin_value() {
    if (open_.empty() || open_.back().object)
        return;
    separate();
    append_segment(pointer_, std::to_string(open_.back().count - 1));
}

void writer::open(char bracket, layout how) {
    begin_value();
    if (open_.size() == json_limits{}.depth)
        cannot_say("lists and objects nested too deeply");
    const bool inside_of_line = !open_.empty() && !open_.back().on_lines;
    out_ += bracket;
    open_.push_back({.object = bracket == '{',
                     .on_lines = how == layout::lines && !inside_of_line,
                     .count = 0,
                     .pointer = pointer_.size()});
}

void writer::close() {
    const level closed = open_.back();
    open_.pop_back();
    pointer_.resize(closed.pointer);
    if (closed.on_lines && closed.count != 0) {
        out_ += '\n';
        indent();
    } else if (closed.object && closed.count != 0) {
        out_ += ' ';
    }
    out_ += closed.object ? '}' : ']';
}

void writer::key(std::string_view name) {
    separate();
    append_segment(pointer_, name);
    quote(name);
    out_ += ": ";
}

void writer::text(std::string_view value) {
    begin_value();
    quote(value);
}

void writer::number(std::int64_t value) {
    number_text(std::to_string(value));
}

void writer::number_text(std::string_view digits) {
    begin_value();
    out_ += digits;
}

void writer::null() {
    begin_value();
    out_ += "null";
}

void writer::form(std::string_view value, std::string_view what) {
    begin_value();
    if (value.empty())
        cannot_say(what);
    quote(value);
}

void writer::cannot_say(std::string_view what) {
    issues_.push_back({.code = "json.cannot_say",
                       .place = pointer_,
                       .message = "no document can say this: " + std::string{what}});
}

void writer::texts(const std::vector<std::string>& values) {
    if (values.size() == 1) {
        text(values.front());
        return;
    }
    open_list(layout::one_line);
    for (const std::string& value : values)
        text(value);
    close();
}

void writer::quote(std::string_view value) {
    if (find_not_utf8(value) != std::string_view::npos) {
        cannot_say("a text that is not UTF-8");
        value = {};
    }
    static constexpr std::string_view hex = "0123456789abcdef";
    out_ += '"';
    for (const char c : value) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out_ += '\\';
            out_ += c;
        } else if (code >= 0x20) {
            out_ += c;
        } else if (c == '\n') {
            out_ += "\\n";
        } else if (c == '\t') {
            out_ += "\\t";
        } else {
            out_ += "\\u00";
            out_ += hex[code >> 4U];
            out_ += hex[code & 15U];
        }
    }
    out_ += '"';
}

} // namespace sla::inline v1::detail::json
