// SPDX-License-Identifier: MIT
//
// A scenario: one ticket's history, and how its clocks have to stand at some instants.
//
//     scenario A reply exactly at the deadline keeps the promise
//         ticket priority P1, channel e-mail, tag vip          what is known at the creation
//         with   retarget restart                              an option, for this scenario
//         Fri 2026-02-13 15:00  created
//         Mon 02-16 11:00       message by agent
//         as of           | clock          | state | due       | why
//         Mon 02-16 11:00 | first response | met   | 11:00     | 2 h on Friday, 2 h on Monday
//
// A table's first line names its columns, a blank line ends it; an empty cell says nothing. What a
// row changes: "as of", "ticket", and every option (options.hpp), so that one history is judged
// under each of them. What it expects, of one "clock" ("resolution", "Gold: resolution", "next
// response, cycle 2"):
//
//     state, policy, basis, cycle (from 1), past breaches, warned (yes, no)
//     started, stopped, paused since, due, late from, next change        times, or "never"
//     spent, left, overdue                        "67 h", "3 h working", "67 h, 3 h working"
//     used                                        "3 h of 4 h", in the limit's own time
//     steps                                       "none", "warn the agent 15:00; tell the lead ..."
//     step warn the agent                         one of them: a time, or "never"
//     credit                                      "none", "band 1"
//
// Without a "clock", of the whole ticket: clocks ("Gold: first response; resolution"), policy
// ("none"), next change. "why" is for the reader.
#pragma once

#include "book_reader.hpp"
#include "happenings.hpp"
#include "words.hpp"

#include <cstddef>
#include <istream>
#include <memory>
#include <string>
#include <vector>

namespace scenarios {

struct cell {
    std::string column;
    std::string text;
};

struct row {
    std::size_t line = 0;
    std::string text{};
    sla::instant now{};
    wall on{};                 ///< The date of `now`.
    std::vector<cell> cells{}; ///< The others, empty ones left out.
};

struct scenario {
    std::size_t line = 0;
    std::string title{};
    std::shared_ptr<const sla::book_definition> book{};
    std::string ticket{};
    std::vector<std::string> options{};
    std::vector<std::string> warnings{}; ///< What the timeline warns of: codes of issues.
    std::vector<happening> events{};
    std::vector<row> rows{};
};

struct scenario_file {
    std::vector<scenario> scenarios{};
    std::vector<std::string> mistakes{}; ///< "pause.txt:12: unknown word: ..."
};

/// Reads a file to its end, past mistakes.
[[nodiscard]] scenario_file read_scenarios(const std::string& file_name, std::istream& text);

/// Judges the ticket for every row, and checks what the row says with Catch2.
void check(const std::string& file_name, const scenario& what);

} // namespace scenarios
