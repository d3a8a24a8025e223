// SPDX-License-Identifier: MIT

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace compliance {

namespace {

constexpr char32_t broken = 0xFFFD;

struct decoded {
    char32_t character;
    std::size_t bytes;
};

/// The first character of a text that is not empty.
decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
    };
    const char32_t first = byte(0);
    if (first < 0x80)
        return {first, 1};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length)
        return {broken, 1};
    char32_t character = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80)
            return {broken, 1};
        character = character << 6U | (byte(i) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> shortest{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = character >= 0xD800 && character < 0xE000;
    if (character < shortest[length] || character > 0x10FFFF || surrogate)
        return {broken, 1};
    return {character, length};
}

struct range {
    char32_t first;
    char32_t last;
};

template <std::size_t N>
bool lies_in(char32_t c, const std::array<range, N>& ranges) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [c](range r) { return r.first <= c && c <= r.last; });
}

std::size_t width_of(char32_t c) {
    // Marks that sit on the letter before them, and what shows nothing.
    static constexpr std::array<range, 6> none{{{0x300, 0x36F},
                                                {0x1AB0, 0x1AFF},
                                                {0x200B, 0x200F},
                                                {0x20D0, 0x20FF},
                                                {0xFE00, 0xFE0F},
                                                {0xFE20, 0xFE2F}}};
    // East Asian characters and pictures.
    static constexpr std::array<range, 9> two{{{0x1100, 0x115F},
                                               {0x2E80, 0x303E},
                                               {0x3041, 0xA4CF},
                                               {0xAC00, 0xD7A3},
                                               {0xF900, 0xFAFF},
                                               {0xFE30, 0xFE6F},
                                               {0xFF00, 0xFF60},
                                               {0x1F300, 0x1FAFF},
                                               {0x20000, 0x3FFFD}}};
    if (c < 0x300)
        return 1;
    return lies_in(c, none) ? 0 : lies_in(c, two) ? 2 : 1;
}

bool steers_the_terminal(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

} // namespace

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [character, bytes] = decode(text);
        if (character == '\n' || character == '\t' || character == '\r')
            out += ' ';
        else if (character == broken || steers_the_terminal(character))
            out += "\xEF\xBF\xBD";
        else
            out += text.substr(0, bytes);
        text.remove_prefix(bytes);
    }
    return out;
}

std::string whole_characters(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [character, bytes] = decode(text);
        if (character == broken)
            out += "\xEF\xBF\xBD";
        else
            out += text.substr(0, bytes);
        text.remove_prefix(bytes);
    }
    return out;
}

std::string in_html(std::string_view text) {
    std::string out;
    for (const char c : printable(text)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto [character, bytes] = decode(text);
        width += width_of(character);
        text.remove_prefix(bytes);
    }
    return width;
}

std::string shortened(std::string_view text, std::size_t width) {
    // No character needs more than four bytes for a column but marks, of which nobody needs many.
    const bool cut_before = text.size() > width * 8;
    std::string clean = printable(text.substr(0, width * 8));
    if (!cut_before && width_of(clean) <= width)
        return clean;
    std::size_t used = 0;
    std::size_t bytes = 0;
    while (bytes < clean.size()) {
        const decoded next = decode(std::string_view{clean}.substr(bytes));
        if (used + width_of(next.character) + 1 > width)
            break;
        used += width_of(next.character);
        bytes += next.bytes;
    }
    clean.resize(bytes);
    return clean + "…";
}

std::string in_quotes(std::string_view text) {
    return fmt::format("\"{}\"", shortened(text, 60));
}

std::string with_commas(std::uint64_t number) {
    std::string digits = fmt::format("{}", number);
    for (std::size_t i = digits.size(); i > 3; i -= 3)
        digits.insert(i - 3, 1, ',');
    return digits;
}

std::string percentage(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0)
        return "-";
    const std::uint64_t tenths = part * 1000 / whole;
    return fmt::format("{}.{} %", tenths / 10, tenths % 10);
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", with_commas(number), number == 1 ? one : many);
}

table::table(std::vector<column> columns) : columns_{std::move(columns)} {}

void table::add(std::vector<std::string> cells) {
    rows_.push_back(std::move(cells));
}

void table::add_rule() {
    rows_.emplace_back();
}

std::string table::text() const {
    std::vector<std::size_t> widths;
    widths.reserve(columns_.size());
    for (const column& c : columns_)
        widths.push_back(width_of(c.title));
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width_of(row[i]));

    std::string out;
    const auto put_line = [&](const auto& cell_at) {
        std::string line;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const std::string& cell = cell_at(i);
            const std::string space(widths[i] - width_of(cell), ' ');
            line += "  ";
            line += columns_[i].to == align::right ? space + cell : cell + space;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    };
    const auto put_rule = [&] {
        std::string line;
        for (const std::size_t width : widths) {
            line += "  ";
            line.append(width, '-');
        }
        out += line + '\n';
    };

    put_line([&](std::size_t i) -> const std::string& { return columns_[i].title; });
    put_rule();
    for (const auto& row : rows_) {
        if (row.empty())
            put_rule();
        else
            put_line([&](std::size_t i) -> const std::string& { return row[i]; });
    }
    return out;
}

} // namespace compliance
