// SPDX-License-Identifier: MIT
#include "csv.hpp"

#include "text.hpp"

#include <utility>

namespace tool {

csv_reader::outcome csv_reader::complain(const char* code, std::string message,
                                         std::string expected, std::string saw, std::string hint) {
    mistake_ = {.code = code,
                .message = std::move(message),
                .expected = std::move(expected),
                .saw = std::move(saw),
                .hint = std::move(hint)};
    return outcome::mistake;
}

csv_reader::outcome csv_reader::next() {
    std::string_view line;
    do {
        switch (from_.next(line)) {
        case line_reader::outcome::end:
            return outcome::end;
        case line_reader::outcome::too_long:
            ++row_;
            return complain("csv.line_too_long", "this line does not end",
                            "at most " + std::to_string(line_reader::longest_line) + " bytes", "",
                            "");
        case line_reader::outcome::line:
            break;
        }
        if (line.ends_with('\r'))
            line.remove_suffix(1);
    } while (line.empty());
    ++row_;
    if (line.find('\0') != std::string_view::npos) {
        complain("csv.not_text", "this is not a text file", "text in UTF-8", "a zero byte",
                 "a spreadsheet or a file in UTF-16 has to be saved as CSV in UTF-8 first");
        return outcome::fatal;
    }
    return split(line);
}

csv_reader::outcome csv_reader::split(std::string_view line) {
    cells_.clear();
    if (line.find('"') == std::string_view::npos) {
        while (true) {
            const std::size_t end = line.find(separator_);
            cells_.push_back(line.substr(0, end));
            if (end == std::string_view::npos)
                return outcome::record;
            line.remove_prefix(end + 1);
        }
    }
    // Into the buffer, because a cell in quotation marks may go on in the lines after this one.
    buffer_.clear();
    spans_.clear();
    while (true) {
        const std::size_t begin = buffer_.size();
        if (line.starts_with('"')) {
            const outcome read = read_quoted(line);
            if (read != outcome::record)
                return read;
        } else {
            const std::string_view cell = line.substr(0, line.find(separator_));
            if (cell.find('"') != std::string_view::npos)
                return complain("csv.quote_inside", "a quotation mark stands inside a cell",
                                "quotation marks around the whole cell, or none", in_quotes(cell),
                                "write a quotation mark inside of quotation marks twice");
            buffer_ += cell;
            line.remove_prefix(cell.size());
        }
        spans_.push_back({begin, buffer_.size() - begin});
        if (line.empty())
            break;
        line.remove_prefix(1); // the separator
    }
    for (const span& s : spans_)
        cells_.push_back(std::string_view{buffer_}.substr(s.begin, s.size));
    return outcome::record;
}

csv_reader::outcome csv_reader::read_quoted(std::string_view& line) {
    const std::size_t begin = buffer_.size();
    const auto shown = [&] { return in_quotes(std::string_view{buffer_}.substr(begin)); };
    line.remove_prefix(1);
    while (true) {
        const std::size_t end = line.find('"');
        buffer_ += line.substr(0, end);
        if (end != std::string_view::npos) {
            line.remove_prefix(end + 1);
            if (line.starts_with('"')) {
                buffer_ += '"';
                line.remove_prefix(1);
                continue;
            }
            if (line.empty() || line.front() == separator_)
                return outcome::record;
            return complain("csv.text_after_quote", "text stands after a closing quotation mark",
                            "a separator or the end of the line", in_quotes(line.substr(0, 20)),
                            "write a quotation mark inside of quotation marks twice");
        }
        buffer_ += '\n';
        if (buffer_.size() > longest_record || from_.next(line) != line_reader::outcome::line) {
            complain("csv.quote_open", "a quotation mark is never closed",
                     "a closing quotation mark before the end of the file", shown(),
                     "write a quotation mark inside of quotation marks twice");
            return outcome::fatal;
        }
        if (line.ends_with('\r'))
            line.remove_suffix(1);
    }
}

} // namespace tool
