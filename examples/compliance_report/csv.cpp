// SPDX-License-Identifier: MIT

#include "csv.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace compliance {

namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 16U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

} // namespace

csv_reader::csv_reader(std::istream& input, char separator)
    : input_{&input}, separator_{separator}, buffer_(buffer_size) {}

int csv_reader::peek() {
    if (at_ == filled_) {
        consumed_ += filled_;
        at_ = 0;
        input_->read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        filled_ = static_cast<std::size_t>(input_->gcount());
        if (filled_ == 0)
            return end_of_input;
        if (!std::exchange(started_, true) &&
            std::string_view{buffer_.data(), filled_}.starts_with(byte_order_mark)) {
            at_ = byte_order_mark.size();
            return peek();
        }
    }
    return static_cast<unsigned char>(buffer_[at_]);
}

int csv_reader::take() {
    const int byte = peek();
    if (byte == end_of_input)
        return byte;
    ++at_;
    if (byte == '\n')
        here_ = {here_.line + 1, 1};
    else if ((byte & 0xC0) != 0x80) // not the continuation of a UTF-8 character
        ++here_.column;
    return byte;
}

/// Finishes the line end that `first`, already taken, begins.
void csv_reader::take_line_end(int first) {
    if (first != '\r')
        return;
    if (peek() == '\n')
        take();
    else
        here_ = {here_.line + 1, 1};
}

void csv_reader::report(text_place place, const char* code, std::string message,
                        std::string expected, std::string saw, std::string hint) {
    if (std::exchange(broken_, true))
        return; // The first mistake of a record explains the others.
    mistake_place_ = place;
    mistake_ = {.code = code,
                .message = std::move(message),
                .expected = std::move(expected),
                .saw = std::move(saw),
                .hint = std::move(hint)};
}

csv_reader::outcome csv_reader::stop() {
    stopped_ = true;
    return outcome::fatal;
}

void csv_reader::begin_field() {
    if (count_ == fields_.size()) {
        fields_.emplace_back();
        places_.emplace_back();
    }
    fields_[count_].clear();
    places_[count_] = here_;
    ++count_;
}

/// False when reading has to end here.
bool csv_reader::append(int byte, text_place begin) {
    std::string& field = fields_[count_ - 1];
    if (byte == 0) {
        report(here_, "csv.not_text", "this is not a text file", "text in UTF-8", "a zero byte",
               "a spreadsheet or a file in UTF-16 has to be saved as CSV in UTF-8 first");
        fatal_ = true;
        return false;
    }
    if (field.size() == longest_field) {
        report(begin, "csv.field_too_long", "a field does not end",
               fmt::format("at most {} bytes in a field", longest_field), in_quotes(field),
               "look for a quotation mark that is not closed");
        fatal_ = true;
        return false;
    }
    field.push_back(static_cast<char>(byte));
    return true;
}

bool csv_reader::read_quoted(text_place begin) {
    take();
    while (true) {
        const int byte = take();
        if (byte == end_of_input) {
            report(begin, "csv.quote_open", "a quotation mark is never closed",
                   "a closing quotation mark before the end of the file",
                   in_quotes(fields_[count_ - 1]),
                   "inside quotation marks, a quotation mark is written twice");
            fatal_ = true;
            return false;
        }
        if (byte == '"') {
            if (peek() != '"')
                break;
            take();
        }
        if (byte == '\r' && peek() != '\n')
            here_ = {here_.line + 1, 1};
        if (!append(byte, begin))
            return false;
    }
    const int next = peek();
    if (next != separator_ && next != '\r' && next != '\n' && next != end_of_input) {
        report(here_, "csv.text_after_quote", "there is text after a closing quotation mark",
               fmt::format("'{}' or the end of the line", separator_),
               shortened(std::string(1, static_cast<char>(next)), 8),
               "inside quotation marks, a quotation mark is written twice");
        return read_plain(begin);
    }
    return true;
}

bool csv_reader::read_plain(text_place begin) {
    while (true) {
        const int next = peek();
        if (next == separator_ || next == '\r' || next == '\n' || next == end_of_input)
            return true;
        if (next == '"')
            report(here_, "csv.quote_inside", "a quotation mark stands inside a field",
                   "quotation marks around the whole field, or none",
                   fmt::format("{}\"", shortened(fields_[count_ - 1], 40)),
                   "put the field in quotation marks and write those inside it twice");
        if (!append(take(), begin))
            return false;
    }
}

csv_reader::outcome csv_reader::read_record() {
    while (true) {
        begin_field();
        const text_place begin = here_;
        if (!(peek() == '"' ? read_quoted(begin) : read_plain(begin)))
            return stop();
        const int last = take();
        if (last == separator_)
            continue;
        take_line_end(last);
        return broken_ ? outcome::mistake : outcome::record;
    }
}

csv_reader::outcome csv_reader::next() {
    count_ = 0;
    broken_ = false;
    while (!stopped_ && (peek() == '\n' || peek() == '\r'))
        take_line_end(take());
    if (stopped_ || peek() == end_of_input)
        return outcome::end;
    line_ = here_.line;
    return read_record();
}

} // namespace compliance
