// SPDX-License-Identifier: MIT
#include "text.hpp"

#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace tool {

namespace {

struct range {
    char32_t first;
    char32_t last;
};

// After Unicode's EastAsianWidth (W and F) and the emoji that terminals draw wide, in blocks.
constexpr std::array<range, 17> wide{{{0x1100, 0x115F},
                                      {0x231A, 0x231B},
                                      {0x2329, 0x232A},
                                      {0x23E9, 0x23EC},
                                      {0x2614, 0x2615},
                                      {0x26A1, 0x26A1},
                                      {0x2705, 0x2705},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0xA4CF},
                                      {0xA960, 0xA97C},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE30, 0xFE6F},
                                      {0xFF00, 0xFF60},
                                      {0xFFE0, 0xFFE6},
                                      {0x1F300, 0x1FAFF},
                                      {0x20000, 0x3FFFD}}};
constexpr std::array<range, 8> combining{{{0x0300, 0x036F},
                                          {0x0591, 0x05BD},
                                          {0x064B, 0x065F},
                                          {0x1AB0, 0x1AFF},
                                          {0x200B, 0x200F},
                                          {0x20D0, 0x20FF},
                                          {0xFE00, 0xFE0F},
                                          {0xFE20, 0xFE2F}}};

template <std::size_t N>
bool within(const std::array<range, N>& ranges, char32_t c) {
    const auto* const found = std::lower_bound(ranges.begin(), ranges.end(), c,
                                               [](range r, char32_t x) { return r.last < x; });
    return found != ranges.end() && found->first <= c;
}

// Takes one character off the front; a byte that is none stands for itself.
char32_t take_character(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0xC0 ? 1U : (lead < 0xE0 ? 2U : (lead < 0xF0 ? 3U : 4U));
    char32_t out = length == 1 ? lead : lead & (0x7FU >> length);
    const std::size_t there = std::min(length, text.size());
    for (std::size_t i = 1; i < there; ++i)
        out = out << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
    text.remove_prefix(there);
    return out;
}

} // namespace

std::string in_quotes(std::string_view text) {
    std::string out = sla::detail::quoted(text, 64);
    if (!is_utf8(out))
        std::replace_if(
            out.begin(), out.end(), [](char c) { return (c & 0x80) != 0; }, '?');
    return out;
}

std::string did_you_mean(std::string_view wanted, const std::vector<std::string>& names) {
    std::string hint = sla::detail::did_you_mean(wanted, names);
    return hint.starts_with("did") ? hint : std::string{};
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i)
        out += (i == 0 ? "" : (i + 1 == names.size() ? " or " : ", ")) + names[i];
    return out;
}

sla::issue unknown_name(std::string code, std::string place, std::string message,
                        std::string_view name, const std::vector<std::string>& names) {
    return {.code = std::move(code),
            .place = std::move(place),
            .message = std::move(message),
            .expected = listed(names),
            .saw = in_quotes(name),
            .hint = did_you_mean(name, names)};
}

std::string with_commas(std::uint64_t n) {
    std::string out = std::to_string(n);
    for (std::size_t i = out.size(); i > 3; i -= 3)
        out.insert(i - 3, 1, ',');
    return out;
}

std::string count_of(std::uint64_t n, std::string_view what) {
    std::string out = with_commas(n) + " " + std::string{what};
    if (n == 1)
        return out;
    // "policies", but "days".
    if (out.ends_with('y') &&
        std::string_view{"aeou"}.find(out[out.size() - 2]) == std::string_view::npos) {
        out.pop_back();
        return out + "ies";
    }
    return out + "s";
}

std::size_t width(std::string_view text) {
    std::size_t out = 0;
    while (!text.empty()) {
        const char32_t c = take_character(text);
        out += within(combining, c) ? 0U : (within(wide, c) ? 2U : 1U);
    }
    return out;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto lead = static_cast<unsigned char>(text.front());
        if (lead < 0x80) {
            text.remove_prefix(1);
            continue;
        }
        const std::size_t length = lead < 0xC2 ? 0U : (lead < 0xE0 ? 2U : (lead < 0xF0 ? 3U : 4U));
        if (length == 0 || lead > 0xF4 || text.size() < length)
            return false;
        for (std::size_t i = 1; i < length; ++i)
            if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80)
                return false;
        const char32_t c = take_character(text);
        const char32_t least = length == 2 ? 0x80 : (length == 3 ? 0x800 : 0x10000);
        if (c < least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
            return false;
    }
    return true;
}

std::string padded(std::string_view text, std::size_t to, alignment align) {
    const std::size_t own = width(text);
    const std::string space(to > own ? to - own : 0, ' ');
    return align == alignment::left ? std::string{text} + space : space + std::string{text};
}

void append_csv(std::string& out, std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        out += c;
        if (c == '"')
            out += c;
    }
    out += '"';
}

table::table(std::vector<std::string> heading, std::size_t left) : left_{left} {
    lines_.push_back(std::move(heading));
}

void table::add(std::vector<std::string> line) {
    lines_.push_back(std::move(line));
}

std::string table::text() const {
    std::vector<std::size_t> widths(lines_.front().size());
    for (const auto& line : lines_)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], width(line[i]));
    std::string out;
    for (const auto& line : lines_) {
        std::string text;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (i != 0)
                text += "  ";
            text += padded(line[i], widths[i], i < left_ ? alignment::left : alignment::right);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + "\n";
    }
    return out;
}

} // namespace tool
