// SPDX-License-Identifier: MIT
//
// What stands on the command line. A command says which words and options it takes; every mistake
// is told, all at once.
#pragma once

#include <sla/issue.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tool {

struct option {
    std::string_view name;    ///< "as-of"
    std::string_view value{}; ///< "INSTANT"; empty: it takes none.
    std::string_view help{};
    bool repeats = false;
    std::string_view choices{}; ///< "ndjson|csv"; empty: anything.
};

/// One of the program's commands.
struct command {
    std::string_view name;
    std::string_view words; ///< "POLICY TICKETS"; in brackets what may be left out.
    std::size_t least_words;
    std::size_t most_words;
    std::string_view summary;
    std::span<const option> options;
    std::string_view notes;    ///< What else there is to say.
    std::string_view examples; ///< One a line.
};

class arguments {
public:
    /// What a command was given. Issues are added to `issues`.
    arguments(const command& of, std::span<const char* const> words, sla::issue_list& issues);

    [[nodiscard]] bool has(std::string_view name) const;
    /// Empty where it was not given.
    [[nodiscard]] std::string_view value(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> given(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> values(std::string_view name) const;
    [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
    [[nodiscard]] bool help() const { return help_; }

private:
    void take_option(const command& of, std::span<const char* const> words, std::size_t& i,
                     sla::issue_list& issues);

    std::vector<std::pair<std::string_view, std::string>> options_;
    std::vector<std::string> words_;
    bool help_ = false;
};

/// "--help" of a command.
std::string help_of(const command& c);

std::vector<std::string> split(std::string_view text, char at);

} // namespace tool
