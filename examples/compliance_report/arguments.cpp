// SPDX-License-Identifier: MIT

#include "arguments.hpp"

#include "text.hpp"
#include "wall_clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace compliance {

namespace {

std::optional<std::size_t> whole_number(std::string_view text) {
    std::size_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end)
        return std::nullopt;
    return number;
}

} // namespace

const char* usage() {
    return "usage: compliance_report TICKETS.csv POLICY.json [option...]\n"
           "\n"
           "Judges every ticket of the file by the policy and prints how many promises were kept,\n"
           "what is overdue and what falls due next.\n"
           "\n"
           "  --columns FILE               how to read the tickets; otherwise TICKETS.columns\n"
           "  --now \"2016-01-13 08:02:23\"  judge as of this moment, in the policy's zone; "
           "otherwise\n"
           "                               \"as of\" in the file of columns, otherwise the "
           "present\n"
           "  --targets-from-data          judge by the targets in the file, not by the policy\n"
           "  --by PERIOD                  day, week, month (default) or quarter in which tickets "
           "were\n"
           "                               created\n"
           "  --goal PERCENT               share of the promises to keep, 1 to 100; otherwise "
           "that of\n"
           "                               the policy's objectives\n"
           "  --html FILE                  write the figures as a page with charts, too, in one "
           "file\n"
           "  --csv FILE                   ... as comma-separated values (RFC 4180)\n"
           "  --json FILE                  ... as JSON (RFC 8259)\n"
           "  --save-policy FILE           write the policy as an sla document\n"
           "  --top N                      length of the lists, 0 to 1000 (default 10)\n"
           "  --strict                     a row that cannot be judged makes the exit status 1\n"
           "  --help\n"
           "\n"
           "exit status: 0 the report was printed; 1 it was, and --strict found rows that could "
           "not\n"
           "be judged; 2 the arguments, the policy or a file could not be used.\n";
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
            if (const auto n = whole_number(number); n && *n <= 1000)
                out.listed = *n;
            else if (!number.empty())
                wrong("the length after --top is not a number that can be used",
                      "a whole number from 0 to 1000", number);
        } else if (word == "--goal") {
            const std::string_view number = value();
            if (const auto n = whole_number(number); n && *n >= 1 && *n <= 100)
                out.goal = static_cast<unsigned>(*n);
            else if (!number.empty())
                wrong("the share after --goal is not a number that can be used",
                      "a whole number of percent from 1 to 100", number);
        } else if (word == "--by") {
            const std::string_view name = value();
            const auto* const found =
                std::find_if(period_names.begin(), period_names.end(),
                             [name](const period_name& p) { return name == p.name; });
            if (found != period_names.end())
                out.period = found->unit;
            else if (!name.empty())
                wrong("there is no such period", "day, week, month or quarter", name);
        } else if (word == "--html") {
            out.html = value();
        } else if (word == "--csv") {
            out.csv = value();
        } else if (word == "--json") {
            out.json = value();
        } else if (word == "--columns") {
            out.columns = value();
        } else if (word == "--save-policy") {
            out.save_policy = value();
        } else if (word == "--targets-from-data") {
            out.source = deadline_source::file;
        } else if (word == "--strict") {
            out.strict = true;
        } else if (word.starts_with('-') && word.size() > 1) {
            wrong("there is no such option",
                  "--columns, --now, --targets-from-data, --by, --goal, --html, --csv, --json, "
                  "--save-policy, --top, --strict or --help",
                  word);
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
    const std::array<std::string_view, 6> named{out.tickets, out.policy, out.html,
                                                out.csv,     out.json,   out.save_policy};
    for (std::size_t i = 2; i < named.size(); ++i)
        if (!named[i].empty() && std::find(named.begin(), named.begin() + static_cast<int>(i),
                                           named[i]) != named.begin() + static_cast<int>(i))
            wrong("a file that is to be written is named twice", "a file of its own", named[i]);
    if (!issues.empty())
        return issues;
    return out;
}

} // namespace compliance
