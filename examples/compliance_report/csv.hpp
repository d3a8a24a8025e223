// SPDX-License-Identifier: MIT
//
// Reads comma-separated values (RFC 4180), one record at a time, from a stream of any length.
//
// Quoted fields may hold separators, line ends and doubled quotes; lines end in LF, CRLF or CR; a
// byte order mark is skipped, and so are empty lines. What breaks these rules is a mistake with its
// place, never a field that is nearly right.
#pragma once

#include <sla/issue.hpp>

#include <cstddef>
#include <cstdint>
#include <istream>
#include <span>
#include <string>
#include <vector>

namespace compliance {

/// Where something stands in a text; both count from 1, columns in characters.
struct text_place {
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(const text_place&, const text_place&) = default;
};

class csv_reader {
public:
    enum class outcome : std::uint8_t {
        record,  ///< `fields()` holds the next record.
        mistake, ///< A record is broken: see `mistake()`. The next one can be read.
        fatal,   ///< The rest makes no sense: see `mistake()`.
        end,     ///< There is nothing more.
    };

    /// Longer fields are taken for a forgotten quotation mark.
    static constexpr std::size_t longest_field = std::size_t{1} << 20U;

    /// Precondition: `input` outlives the reader.
    explicit csv_reader(std::istream& input, char separator = ',');

    outcome next();

    [[nodiscard]] std::span<const std::string> fields() const { return {fields_.data(), count_}; }
    /// Where each field begins; a quoted one at its quotation mark.
    [[nodiscard]] std::span<const text_place> places() const { return {places_.data(), count_}; }
    /// The first line of the last record, also of a broken one.
    [[nodiscard]] std::size_t line() const { return line_; }

    /// Without a place; that is `mistake_place()`.
    [[nodiscard]] const sla::issue& mistake() const { return mistake_; }
    [[nodiscard]] text_place mistake_place() const { return mistake_place_; }

    /// So much of the file has been looked at.
    [[nodiscard]] std::uint64_t bytes_read() const { return consumed_ + at_; }

private:
    static constexpr int end_of_input = -1;

    [[nodiscard]] int peek();
    int take();
    void take_line_end(int first);
    void begin_field();
    bool append(int byte, text_place begin);
    outcome read_record();
    bool read_quoted(text_place begin);
    bool read_plain(text_place begin);
    void report(text_place place, const char* code, std::string message, std::string expected,
                std::string saw, std::string hint);
    outcome stop();

    std::istream* input_;
    char separator_;
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    std::size_t filled_ = 0;
    std::uint64_t consumed_ = 0;
    bool started_ = false;
    bool stopped_ = false;

    text_place here_{};
    std::size_t line_ = 1;
    std::size_t count_ = 0;
    std::vector<std::string> fields_; // Longer than count_: strings keep their memory.
    std::vector<text_place> places_;
    bool broken_ = false;
    bool fatal_ = false;
    sla::issue mistake_{};
    text_place mistake_place_{};
};

} // namespace compliance
