// SPDX-License-Identifier: MIT
#include "io.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tool {

void stop_with(sla::issue why) {
    throw stop{{std::move(why)}};
}

void output::flush() {
    std::string_view rest = text;
    while (!rest.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, rest.data(), rest.size());
        if (written >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EPIPE) {
            throw reader_gone{};
        } else if (errno != EINTR) {
            stop_with({.code = "output.cannot_write",
                       .place = "standard output",
                       .message = "the output cannot be written",
                       .saw = std::strerror(errno)});
        }
    }
    text.clear();
}

input::input(std::string name) : name_{std::move(name)} {
    if (name_ == "-") {
        name_ = "standard input";
        file_ = STDIN_FILENO;
        return;
    }
    file_ = ::open(name_.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (file_ < 0 || ::fstat(file_, &about) != 0)
        stop_with({.code = "input.cannot_open",
                   .place = name_,
                   .message = "the file cannot be opened",
                   .saw = std::strerror(errno)});
    if (S_ISREG(about.st_mode))
        size_ = static_cast<std::uint64_t>(about.st_size);
}

input::~input() {
    if (file_ > STDERR_FILENO)
        ::close(file_);
}

std::size_t input::read(char* into, std::size_t size) {
    if (before_reading)
        before_reading();
    while (true) {
        const ssize_t count = ::read(file_, into, size);
        if (count >= 0) {
            bytes_read_ += static_cast<std::uint64_t>(count);
            return static_cast<std::size_t>(count);
        }
        if (errno != EINTR)
            stop_with({.code = "input.cannot_read",
                       .place = name_,
                       .message = "the file cannot be read",
                       .saw = std::strerror(errno)});
    }
}

bool line_reader::fill() {
    if (at_end_)
        return false;
    if (begin_ > 0) {
        std::memmove(window_.data(), window_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == window_.size())
        window_.resize(window_.size() * 2);
    const std::size_t count = from_.read(window_.data() + end_, window_.size() - end_);
    end_ += count;
    at_end_ = count == 0;
    return !at_end_;
}

std::string_view line_reader::peek() {
    if (begin_ == end_)
        fill();
    return {window_.data() + begin_, end_ - begin_};
}

line_reader::outcome line_reader::next(std::string_view& line) {
    std::size_t searched = 0;
    bool too_long = false;
    while (true) {
        const char* const from = window_.data() + begin_ + searched;
        const auto* const found = static_cast<const char*>(
            searched < end_ - begin_ ? std::memchr(from, '\n', end_ - begin_ - searched) : nullptr);
        if (found != nullptr) {
            ++number_;
            line = {window_.data() + begin_,
                    static_cast<std::size_t>(found - (window_.data() + begin_))};
            begin_ += line.size() + 1;
            return too_long ? outcome::too_long : outcome::line;
        }
        searched = end_ - begin_;
        if (searched >= longest_line) {
            too_long = true;
            begin_ = end_;
            searched = 0;
        }
        if (fill())
            continue;
        if (begin_ == end_ && !too_long)
            return outcome::end;
        ++number_;
        line = {window_.data() + begin_, end_ - begin_};
        begin_ = end_;
        return too_long ? outcome::too_long : outcome::line;
    }
}

std::string read_file(const std::string& name, std::size_t most) {
    input from{name};
    std::string out;
    std::size_t used = 0;
    while (true) {
        out.resize(std::min(most + 1, used + (std::size_t{64} << 10U)));
        const std::size_t count = from.read(out.data() + used, out.size() - used);
        used += count;
        if (count == 0)
            break;
        if (used > most)
            stop_with({.code = "input.too_long",
                       .place = from.name(),
                       .message = "the file is longer than any policy",
                       .expected = "at most " + std::to_string(most) + " bytes"});
    }
    out.resize(used);
    return out;
}

bool is_terminal(stream which) {
    return ::isatty(which == stream::output ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

void say(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

} // namespace tool
