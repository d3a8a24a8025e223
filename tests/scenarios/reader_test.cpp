// SPDX-License-Identifier: MIT
//
// The reader is strict: a slip of the pen in a table is a mistake with file and line, and not a row
// that is skipped.
#include "scenario.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace {

/// Its 16 lines are a file without a mistake.
std::string sound_file() {
    return R"(times in Europe/Berlin
calendar Support
    open     Monday to Friday 09:00-17:00
metric call back
    start    custom call ended
    stop     message by agent
policy Standard
    by       Support
    target first response
        priority P1, channel e-mail: 1 h
        otherwise: 4 h working
        step     warn at 75 %
scenario A sound one
    Fri 2026-02-13 15:00  created   # a comment
    as of           | clock          | state   | due
    Fri 02-13 16:00 | first response | running | Mon 02-16 11:00
)";
}

std::vector<std::string> mistakes_in(const std::string& text) {
    std::istringstream lines{text};
    return scenarios::read_scenarios("test.txt", lines).mistakes;
}

/// The file with one text in the place of another.
std::string with(const std::string& now, const std::string& instead_of) {
    std::string text = sound_file();
    const auto at = text.find(instead_of);
    REQUIRE(at != std::string::npos);
    return text.replace(at, instead_of.size(), now);
}

} // namespace

TEST_CASE("a sound file has no mistakes") {
    std::istringstream lines{sound_file()};
    const auto file = scenarios::read_scenarios("test.txt", lines);
    CHECK(file.mistakes.empty());
    REQUIRE(file.scenarios.size() == 1);
    CHECK(file.scenarios[0].title == "A sound one");
    CHECK(file.scenarios[0].line == 13);
    CHECK(file.scenarios[0].rows.size() == 1);
}

TEST_CASE("a mistake names its file and line") {
    struct slip {
        const char* instead_of;
        const char* now;
        const char* mistake;
    };
    for (const slip& s : {
             slip{"Europe/Berlin", "Europe/Bonn", "test.txt:1: unknown zone: \"Europe/Bonn\""},
             {"times in Europe/Berlin", "",
              "test.txt:2: say first: times in <zone>: \"calendar Support\""},
             {"Monday to Friday", "Monday to Freitag", "test.txt:3: unknown word: \"Freitag\""},
             {"09:00-17:00", "9:00-17:00", "test.txt:3: not a time of day: \"9:00\""},
             {"message by agent", "message by robot", "test.txt:6: unknown word: \"robot\""},
             {"custom call ended", "ended", "test.txt:5: unknown word: \"ended\""},
             {"by       Support", "hours    Support",
              "test.txt:8: not a line of a policy part: \"hours    Support\""},
             {"4 h working", "4 hours", "test.txt:11: unknown word: \"hours\""},
             {"4 h working", "4 days", "test.txt:11: unknown word: \"days\""},
             {"priority P1", "urgency P1", "test.txt:10: unknown word: \"urgency\""},
             {"warn at 75 %", "warn at 75", "test.txt:12: not a step: \"warn at 75\""},
             {"scenario A sound one", "scenario", "test.txt:13: a title is missing: \"\""},
             {"Fri 2026-02-13", "Mon 2026-02-13",
              "test.txt:14: another weekday: \"Mon 2026-02-13 15:00  created\""},
             {"Fri 2026-02-13", "Sun 2026-02-29", "test.txt:14: no such date: \"2026-02-29\""},
             {"Fri 2026-02-13", "Fri 13.2.2026", "test.txt:14: not a date: \"13.2.2026\""},
             {"15:00", "15:00 +02:00",
              "test.txt:14: not the offset of Europe/Berlin: \"Fri 2026-02-13 15:00 +02:00  "
              "created\""},
             {"Fri 2026-02-13 15:00", "Sun 2026-03-29 02:30",
              "test.txt:14: no clock shows this time: \"Sun 2026-03-29 02:30  created\""},
             {"Fri 2026-02-13 15:00", "Sun 2026-10-25 02:30",
              "test.txt:14: the clock shows this twice, so say the offset: \"Sun 2026-10-25 "
              "02:30  created\""},
             {"created ", "made ", "test.txt:14: unknown word: \"made\""},
             {"created ", "created twice", "test.txt:14: too much after an event: \"twice\""},
             {"created ", "status ", "test.txt:14: a name is missing: \"status\""},
             {"created ", "message ", "test.txt:14: who wrote for whom?: \"message\""},
             {"| due", "| deadline", "test.txt:15: unknown column: \"deadline\""},
             {"| running", "",
              "test.txt:16: another number of columns: \"Fri 02-13 16:00 | first "
              "response  | Mon 02-16 11:00\""},
             {"Fri 02-13 16:00", "", "test.txt:16: not a time: \"\""},
         }) {
        INFO(s.now << " instead of " << s.instead_of);
        const auto mistakes = mistakes_in(with(s.now, s.instead_of));
        REQUIRE_FALSE(mistakes.empty());
        CHECK(mistakes.front() == s.mistake);
    }
}

TEST_CASE("a scenario that expects nothing is a mistake, wherever it stands") {
    const std::string empty = "scenario Nothing\n    Fri 2026-02-13 15:00  created\n";
    CHECK(mistakes_in(sound_file() + empty) ==
          std::vector<std::string>{"test.txt:17: a scenario without a row that expects something"});
    CHECK(mistakes_in(sound_file() + empty + "scenario Another\n").size() == 2);
}

TEST_CASE("all mistakes of a file are told") {
    CHECK(mistakes_in(with("urgency P1", "priority P1") + "surprise\n").size() == 2);
}
