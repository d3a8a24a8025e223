// SPDX-License-Identifier: MIT

#include "arguments.hpp"

#include "text.hpp"
#include "wall_clock.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>
#include <utility>

namespace compliance {

const char* usage() {
    return "usage: compliance_report TICKETS.csv POLICY.json [option...]\n"
           "\n"
           "Judges every ticket of the file by the policy and prints how many promises were kept,\n"
           "what is overdue and what falls due next.\n"
           "\n"
           "  --now \"2016-01-13 08:02:23\"  judge as of this moment, in the policy's zone; "
           "otherwise\n"
           "                               \"as of\" in the policy file, otherwise the present\n"
           "  --targets-from-data          judge by the targets in the file, not by the policy\n"
           "  --top N                      length of the lists, 0 to 1000 (default 10)\n"
           "  --strict                     a row that cannot be judged makes the exit status 1\n"
           "  --help\n"
           "\n"
           "exit status: 0 the report was printed; 1 it was, and --strict found rows that could "
           "not\n"
           "be judged; 2 the arguments, the policy or the file could not be used.\n";
}

sla::result<arguments> read_arguments(std::span<const char* const> words) {
    arguments out;
    sla::issue_list issues;
    const auto wrong = [&](std::string message, std::string expected, std::string_view saw) {
        issues.push_back({.code = "arguments.invalid",
                          .place = "arguments",
                          .message = std::move(message),
                          .expected = std::move(expected),
                          .saw = in_quotes(saw)});
    };
    std::size_t files = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        const auto value = [&]() -> std::string_view {
            if (i + 1 < words.size())
                return words[++i];
            wrong("an option needs a value", fmt::format("{} VALUE", word), word);
            return {};
        };
        if (word == "--help" || word == "-h") {
            out.help = true;
        } else if (word == "--now") {
            out.now = value();
            if (const auto now = read_plain_date(out.now); !out.now.empty() && !now)
                wrong("the moment after --now is not a date and time",
                      "\"2016-01-13 08:02:23\" or \"2016-01-13 08:02\"", out.now);
        } else if (word == "--top") {
            const std::string_view number = value();
            const char* const end = number.data() + number.size();
            const auto [stopped, error] = std::from_chars(number.data(), end, out.listed);
            if (!number.empty() && (error != std::errc{} || stopped != end || out.listed > 1000))
                wrong("the length after --top is not a number that can be used",
                      "a whole number from 0 to 1000", number);
        } else if (word == "--targets-from-data") {
            out.source = deadline_source::file;
        } else if (word == "--strict") {
            out.strict = true;
        } else if (word.starts_with('-') && word.size() > 1) {
            wrong("there is no such option",
                  "--now, --targets-from-data, --top, --strict or --help", word);
        } else if (++files == 1) {
            out.tickets = word;
        } else if (files == 2) {
            out.policy = word;
        } else {
            wrong("there are more than two files", "TICKETS.csv POLICY.json", word);
        }
    }
    if (files < 2 && !out.help)
        wrong("a file is missing", "TICKETS.csv POLICY.json",
              files == 0 ? std::string_view{"no file"} : std::string_view{out.tickets});
    if (!issues.empty())
        return issues;
    return out;
}

} // namespace compliance
