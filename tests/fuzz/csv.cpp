// SPDX-License-Identifier: MIT
//
// Any bytes as comma-separated values: the first byte chooses the separator. Records, or mistakes
// that say what is wrong; the end comes. Written again, what was read is read as the same.

#include "csv.hpp"

#include "bytes.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace {

using record = std::vector<std::string>;

// A file in memory, by its name.
class memory_file {
public:
    explicit memory_file(std::string_view text) : file_{::memfd_create("csv", 0)} {
        fuzz::require(file_ >= 0, "there is memory for a file");
        for (std::size_t done = 0; done < text.size();) {
            const ssize_t count = ::write(file_, text.data() + done, text.size() - done);
            fuzz::require(count > 0, "the file can be written");
            done += static_cast<std::size_t>(count);
        }
    }
    memory_file(const memory_file&) = delete;
    memory_file& operator=(const memory_file&) = delete;
    ~memory_file() { ::close(file_); }

    [[nodiscard]] std::string name() const { return "/proc/self/fd/" + std::to_string(file_); }

private:
    int file_;
};

struct reading {
    std::vector<record> records;
    std::size_t mistakes = 0;
};

reading read(std::string_view text, char separator) {
    const memory_file file{text};
    tool::input from{file.name()};
    tool::line_reader lines{from};
    tool::csv_reader csv{lines, separator};
    reading out;
    std::uint64_t row = 0;
    while (true) {
        const tool::csv_reader::outcome next = csv.next();
        if (next == tool::csv_reader::outcome::end)
            return out;
        fuzz::require(csv.row() == row + 1, "rows are counted one by one");
        row = csv.row();
        fuzz::require(row <= text.size(), "there are no more rows than bytes");
        if (next == tool::csv_reader::outcome::record) {
            fuzz::require(!csv.cells().empty(), "a record has a cell");
            out.records.emplace_back(csv.cells().begin(), csv.cells().end());
            continue;
        }
        ++out.mistakes;
        fuzz::require(csv.mistake().code.starts_with("csv.") && !csv.mistake().message.empty(),
                      "a mistake says what is wrong");
        fuzz::require(tool::is_utf8(csv.mistake().saw), "what is shown can be shown");
        if (next == tool::csv_reader::outcome::fatal)
            return out;
    }
}

std::string written(const std::vector<record>& records, char separator) {
    std::string out;
    for (const record& r : records) {
        for (std::size_t i = 0; i < r.size(); ++i) {
            if (i != 0)
                out += separator;
            // In quotation marks whatever it is, because the separator is not always a comma.
            out += '"';
            for (const char letter : r[i])
                out.append(letter == '"' ? 2 : 1, letter);
            out += '"';
        }
        out += '\n';
    }
    return out;
}

// Line ends in a cell are read as LF; each reading takes one CR before it.
std::vector<record> with_plain_lines(std::vector<record> records) {
    for (record& r : records)
        for (std::string& cell : r) {
            std::string plain;
            for (const char letter : cell) {
                while (letter == '\n' && plain.ends_with('\r'))
                    plain.pop_back();
                plain += letter;
            }
            cell = plain;
        }
    return records;
}

std::string in_commas(const std::vector<record>& records) {
    std::string out;
    for (const record& r : records) {
        for (std::size_t i = 0; i < r.size(); ++i) {
            if (i != 0)
                out += ',';
            tool::append_csv(out, r[i]);
        }
        out += '\n';
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    constexpr std::array<char, 4> separators{',', ';', '\t', '|'};
    const char separator = separators.at(data[0] % separators.size());
    const std::string_view text{reinterpret_cast<const char*>(data + 1), size - 1};

    const reading first = read(text, separator);
    const std::vector<record> expected = with_plain_lines(first.records);
    const reading again = read(written(expected, separator), separator);
    fuzz::require(again.mistakes == 0, "what is written is in order");
    fuzz::require(again.records == expected, "what is written is read as the same");

    // A record of one empty cell is an empty line, which is left out.
    std::vector<record> shown = expected;
    std::erase(shown, record{""});
    const reading commas = read(in_commas(shown), ',');
    fuzz::require(commas.mistakes == 0 && commas.records == shown,
                  "what the program writes is read as the same");
    return 0;
}
