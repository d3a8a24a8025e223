// SPDX-License-Identifier: MIT

#include "progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <string>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace compliance {

namespace {

constexpr std::uint64_t short_file = std::uint64_t{2} << 20U;
constexpr std::uint64_t steps = 200;
constexpr std::size_t width = 40;

bool errors_go_to_a_terminal() {
#if __has_include(<unistd.h>)
    return isatty(STDERR_FILENO) == 1;
#else
    return false;
#endif
}

} // namespace

progress_bar::progress_bar(std::uint64_t bytes)
    : bytes_{bytes}, next_{bytes > short_file && errors_go_to_a_terminal()
                               ? 0
                               : std::numeric_limits<std::uint64_t>::max()} {}

void progress_bar::draw(std::uint64_t done) {
    done = std::min(done, bytes_);
    next_ = done + std::max<std::uint64_t>(bytes_ / steps, 1);
    const std::size_t full = static_cast<std::size_t>(done * width / bytes_);
    fmt::print(stderr, "\r  [{}{}] {:3} %", std::string(full, '#'), std::string(width - full, ' '),
               done * 100 / bytes_);
    std::fflush(stderr);
    drawn_ = true;
}

void progress_bar::clear() {
    if (!drawn_)
        return;
    fmt::print(stderr, "\r{:{}}\r", "", width + 12);
    std::fflush(stderr);
    drawn_ = false;
    next_ = std::numeric_limits<std::uint64_t>::max();
}

} // namespace compliance
