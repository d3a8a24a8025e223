// SPDX-License-Identifier: MIT
//
// What is wrong with tickets or questions, on the standard error output: each mistake with its row,
// and at the end how many there were of which kind.
#pragma once

#include "arguments.hpp"
#include <sla/issue.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace tool {

class problems {
public:
    /// `what` is counted: "ticket", "question".
    problems(const arguments& given, std::string file, std::string_view what);

    /// Of a row that can be used (warnings) or not.
    void add(std::uint64_t row, std::string_view id, const sla::issue_list& issues);

    /// Something to know, unless `--quiet`: "sla: note: ...".
    void note(std::string_view text) const;

    /// Says how many of `rows` had mistakes, if any had.
    void finish(std::uint64_t rows) const;

    [[nodiscard]] std::uint64_t bad_rows() const { return bad_rows_; }

private:
    void describe(std::uint64_t row, std::string_view id, const sla::issue_list& issues);

    std::string file_;
    std::string_view what_;
    bool as_json_;
    bool quiet_;
    std::uint64_t most_ = 20;
    std::uint64_t told_ = 0;
    std::uint64_t bad_rows_ = 0;
    std::uint64_t rows_with_warnings_ = 0;
    std::map<std::string, std::uint64_t> by_code_;
};

/// How far a long run is, on a terminal.
class progress {
public:
    progress(bool wanted, std::uint64_t size);
    void at(std::uint64_t bytes, std::uint64_t rows) {
        if (bytes >= next_)
            draw(bytes, rows);
    }
    /// Before anything else is said.
    void clear();

private:
    void draw(std::uint64_t bytes, std::uint64_t rows);

    std::uint64_t size_;
    std::uint64_t next_;
    bool drawn_ = false;
};

} // namespace tool
