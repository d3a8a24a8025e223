// SPDX-License-Identifier: MIT
//
// Bytes in and bytes out. Input is read as it comes, so that a program which asks one question at a
// time has its answer before it asks the next; output is gathered until the input would block.
#pragma once

#include <sla/issue.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// Thrown where the other end of the output has gone away: nothing is left to do.
struct reader_gone {};

/// Thrown where the run cannot go on; says why.
struct stop {
    sla::issue_list issues;
};

[[noreturn]] void stop_with(sla::issue why);

/// The standard output, in large pieces.
class output {
public:
    output() { text.reserve(piece + piece / 4); }
    output(const output&) = delete;
    output& operator=(const output&) = delete;
    ~output() = default;

    std::string text; ///< Append here.

    /// Writes where there is enough.
    void relieve() {
        if (text.size() >= piece)
            flush();
    }
    /// Writes all; throws `reader_gone`, or `stop`.
    void flush();

private:
    static constexpr std::size_t piece = std::size_t{64} << 10U;
};

/// A file or the standard input, read once from its begin to its end.
class input {
public:
    /// "-" is the standard input. Throws `stop` where there is no such file.
    explicit input(std::string name);
    input(const input&) = delete;
    input& operator=(const input&) = delete;
    ~input();

    /// Called before more is waited for.
    std::function<void()> before_reading;

    /// Reads at most `size` bytes, at least one; 0 at the end. Throws `stop`.
    std::size_t read(char* into, std::size_t size);

    /// For people: "tickets.csv", "standard input".
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
    /// Of a file; nothing of a pipe.
    [[nodiscard]] std::optional<std::uint64_t> size() const { return size_; }

private:
    int file_ = 0;
    std::string name_;
    std::uint64_t bytes_read_ = 0;
    std::optional<std::uint64_t> size_;
};

/// The lines of an input, in a window that grows to the longest line allowed.
class line_reader {
public:
    static constexpr std::size_t longest_line = std::size_t{4} << 20U;

    enum class outcome : std::uint8_t {
        line,
        too_long, ///< The line was skipped.
        end,
    };

    explicit line_reader(input& from) : from_{from}, window_(std::size_t{256} << 10U) {}

    /// Without its line end. Good until the next one.
    outcome next(std::string_view& line);
    /// From 1; of the last line.
    [[nodiscard]] std::uint64_t number() const { return number_; }
    /// What comes next, without taking it; empty at the end.
    std::string_view peek();
    /// Leaves out a byte order mark.
    void skip(std::size_t bytes) { begin_ += bytes; }

private:
    bool fill();

    input& from_;
    std::vector<char> window_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::uint64_t number_ = 0;
    bool at_end_ = false;
};

/// A whole file, at most so many bytes. Throws `stop`.
std::string read_file(const std::string& name, std::size_t most);

enum class stream : std::uint8_t { output, error };
[[nodiscard]] bool is_terminal(stream which);

/// To the standard error output, at once.
void say(std::string_view text);

} // namespace tool
