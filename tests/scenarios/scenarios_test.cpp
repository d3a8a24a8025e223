// SPDX-License-Identifier: MIT
//
// Plays every scenario of the tables beside this file.
//
// A table is written for people who lead a support desk: what is promised, what happened to a
// ticket, and how its clocks then stand; each value is worked out by hand from the documents. The
// words are explained in scenario.hpp, book_reader.hpp and happenings.hpp. A failure names the
// file, the line and the scenario, and says what was expected and what was seen in the words of
// the table.
#include "scenario.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <string>

namespace {

scenarios::scenario_file read(const std::string& name) {
    std::ifstream file{SLA_TEST_SOURCE_DIR "/tests/scenarios/" + name};
    REQUIRE(file);
    scenarios::scenario_file out = scenarios::read_scenarios(name, file);
    for (const std::string& mistake : out.mistakes)
        UNSCOPED_INFO(mistake);
    REQUIRE(out.mistakes.empty());
    // A table that is emptied is a failure too.
    CHECK(out.scenarios.size() >= 5);
    return out;
}

void play(const std::string& name) {
    for (const scenarios::scenario& what : read(name).scenarios)
        DYNAMIC_SECTION(name << ":" << what.line << ": " << what.title) {
            scenarios::check(name, what);
        }
}

} // namespace

TEST_CASE("the deadline itself") {
    play("deadline.txt");
}
TEST_CASE("when a clock starts") {
    play("start.txt");
}
TEST_CASE("pauses") {
    play("pause.txt");
}
TEST_CASE("what pauses a clock, and how other limits pause") {
    play("pause_conditions.txt");
}
TEST_CASE("another limit while the clock runs") {
    play("retarget.txt");
}
TEST_CASE("a limit that comes late, goes, or is another policy's") {
    play("retarget_triage.txt");
}
TEST_CASE("versions of a promise") {
    play("versions.txt");
}
TEST_CASE("choosing among policies") {
    play("choosing.txt");
}
TEST_CASE("tickets that come back") {
    play("reopen.txt");
}
TEST_CASE("which messages count") {
    play("messages.txt");
}
TEST_CASE("periodic updates") {
    play("updates.txt");
}
TEST_CASE("lateness that stays, or does not") {
    play("breach.txt");
}
TEST_CASE("due times set by hand") {
    play("manual_due.txt");
}
TEST_CASE("warnings and escalations") {
    play("steps.txt");
}
TEST_CASE("credits") {
    play("credits.txt");
}
TEST_CASE("clocks from start to end") {
    play("lifecycle.txt");
}
TEST_CASE("nights on which the clocks change") {
    play("clock_changes.txt");
}
TEST_CASE("opening hours as desks have them") {
    play("hours.txt");
}

// The tables that the requirements name.
TEST_CASE("priority tiers") {
    play("tiers.txt");
}
TEST_CASE("response speed by type, level and channel") {
    play("response_speed.txt");
}
TEST_CASE("published commitments") {
    play("commitments.txt");
}
TEST_CASE("the support template and second line") {
    play("support_template.txt");
}
TEST_CASE("limits of the stages of a workflow") {
    play("stages.txt");
}
