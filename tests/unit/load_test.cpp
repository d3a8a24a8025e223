// SPDX-License-Identifier: MIT
//
// Zones from files: which are taken, and what is said about the rest.
#include "../../src/load_check.hpp"
#include "zones/directory.hpp"
#include <sla/load.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace std::chrono;
using namespace std::string_view_literals;

namespace {

sla::issue only_issue(const sla::result<sla::zone>& zone) {
    REQUIRE_FALSE(zone.has_value());
    REQUIRE(zone.issues().size() == 1);
    CHECK(zone.issues().front().severity == sla::severity::error);
    CHECK_FALSE(zone.issues().front().message.empty());
    return zone.issues().front();
}

// The issue of the zone whose file has these bytes, with the place shortened to what follows the
// name of the file.
sla::issue issue_of(std::string_view bytes) {
    const zones::temporary_directory directory;
    directory.write("Zone", bytes);
    sla::issue i = only_issue(sla::load_zone("Zone", directory.path()));
    const std::string file = (directory.path() / "Zone").string();
    REQUIRE(i.place.starts_with(file));
    i.place.erase(0, file.size());
    return i;
}

sla::result<sla::zone> zone_of(const zones::tzif& file) {
    const zones::temporary_directory directory;
    directory.write("Zone", file.bytes());
    return sla::load_zone("Zone", directory.path());
}

bool has_system_database() {
    return sla::load_zone("UTC").has_value();
}

} // namespace

TEST_CASE("a zone comes from a directory with its changes, its rule and its name") {
    zones::tzif file;
    file.offsets = {3208, 3600};
    file.transitions = {{-2'422'054'408, 1}};
    file.footer = "\nCET-1\n";
    const zones::temporary_directory directory;
    directory.write("Europe/Simple", file.bytes());
    const sla::zone zone = sla::load_zone("Europe/Simple", directory.path()).value();
    CHECK(zone.name() == "Europe/Simple");
    CHECK(zone.database_version().empty());
    CHECK(zone.initial_offset() == 3208s);
    REQUIRE(zone.transitions().size() == 1);
    CHECK(zone.transitions()[0] == sla::zone_transition{sys_seconds{-2'422'054'408s}, 1h});
    CHECK(zones::temporary_directory{}.path() != directory.path());
    CHECK(sla::zones_in(directory.path())("Europe/Simple").value() == zone);
}

TEST_CASE("the release of a directory is read from tzdata.zi or +VERSION") {
    const zones::temporary_directory directory;
    directory.write("Zone", zones::tzif{}.bytes());
    const auto version = [&] {
        return sla::load_zone("Zone", directory.path()).value().database_version();
    };
    CHECK(version().empty());
    directory.write("+VERSION", "2024a\n");
    CHECK(version() == "2024a");
    directory.write("tzdata.zi", "# version 2025b\n# redo posix_only\n");
    CHECK(version() == "2025b");
    directory.write("tzdata.zi", "R A 1916 o - Jun 14 23s 1 S\n");
    CHECK(version() == "2024a");
    directory.write("+VERSION", std::string(100'000, 'x'));
    CHECK(version().empty());
}

TEST_CASE("a transition before the calendar begins is what has always been") {
    zones::tzif file;
    file.offsets = {0, 3600};
    file.transitions = {{-576'460'752'303'423'488, 1}};
    file.footer = "\nCET-1\n";
    const sla::zone zone = zone_of(file).value();
    CHECK(zone == sla::zone_from_rule("Zone", "CET-1").value());
}

TEST_CASE("an offset west of Greenwich is read with its sign") {
    zones::tzif file;
    file.offsets = {-10'800};
    file.footer = "\n<-03>3\n";
    CHECK(zone_of(file).value().offset_at(sys_days{2025y / January / 1}) == -3h);
}

TEST_CASE("a file that is not a zone file is refused") {
    CHECK(issue_of("").code == "zone.file_not_tzif");
    CHECK(issue_of("").saw == "an empty file");
    const sla::issue i = issue_of("# this is not a zone\n");
    CHECK(i.code == "zone.file_not_tzif");
    CHECK(i.place == ": byte 0");
    CHECK(i.expected == "the letters TZif");
    CHECK(i.saw == "\"# th\"");
    CHECK(issue_of(std::string(2'000'000, 'x')).code == "zone.file_not_tzif");
}

TEST_CASE("a file cut short at any byte is refused") {
    zones::tzif file;
    file.offsets = {0, 3600};
    file.transitions = {{0, 1}, {86'400, 0}};
    const std::string bytes = file.bytes();
    REQUIRE(zone_of(file).has_value());
    const zones::temporary_directory directory;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        directory.write("Zone", std::string_view{bytes}.substr(0, size));
        const sla::issue i = only_issue(sla::load_zone("Zone", directory.path()));
        INFO(size << " bytes: " << i.code << ", " << i.message);
        CHECK((i.code == "zone.file_truncated" || (size == 0 && i.code == "zone.file_not_tzif")));
    }
}

TEST_CASE("counts that no file could hold are refused, not believed") {
    std::string bytes = zones::tzif{}.bytes();
    for (std::size_t at = 20; at < 44; ++at)
        bytes[at] = '\xff';
    CHECK(issue_of(bytes).code == "zone.file_truncated");

    bytes = zones::tzif{}.bytes();
    const std::size_t second = bytes.rfind("TZif");
    for (std::size_t at = second + 32; at < second + 36; ++at)
        bytes[at] = '\xff';
    CHECK(issue_of(bytes).code == "zone.file_truncated");

    bytes = zones::tzif{}.bytes();
    bytes[second + 38] = '\x7f';
    CHECK(issue_of(bytes).code == "zone.file_corrupt");

    zones::tzif no_type;
    no_type.offsets = {};
    CHECK(issue_of(no_type.bytes()).code == "zone.file_corrupt");
}

TEST_CASE("a file of version 1 is refused, because it has no rule for the future") {
    zones::tzif file;
    file.version = '\0';
    const sla::issue i = issue_of(file.bytes());
    CHECK(i.code == "zone.file_too_old");
    CHECK(i.saw == "version 1");
    file.version = '1';
    CHECK(issue_of(file.bytes()).code == "zone.file_too_old");
    file.version = '4';
    CHECK(zone_of(file).has_value());
}

TEST_CASE("a file that counts leap seconds is refused") {
    zones::tzif file;
    file.leap_seconds = 27;
    const sla::issue i = issue_of(file.bytes());
    CHECK(i.code == "zone.leap_seconds");
    CHECK(i.saw == "27 leap seconds");
}

TEST_CASE("transitions that do not rise or have no type are refused where they stand") {
    zones::tzif file;
    file.offsets = {0, 3600};
    file.transitions = {{100, 1}, {100, 0}};
    CHECK(issue_of(file.bytes()).code == "zone.file_corrupt");
    CHECK(issue_of(file.bytes()).expected == "a time after 100");
    file.transitions = {{100, 1}, {200, 2}};
    CHECK(issue_of(file.bytes()).code == "zone.file_corrupt");
    CHECK(issue_of(file.bytes()).saw == "2");
}

TEST_CASE("a file without a second header is refused") {
    std::string bytes = zones::tzif{}.bytes();
    bytes[bytes.rfind("TZif")] = 'X';
    const sla::issue i = issue_of(bytes);
    CHECK(i.code == "zone.file_not_tzif");
    CHECK(i.message == "the second header of the zone file is missing");
}

TEST_CASE("a footer that is empty, missing or no rule is refused") {
    zones::tzif file;
    file.footer = "\n\n";
    CHECK(issue_of(file.bytes()).code == "zone.file_without_rule");
    file.footer = "\nUTC0";
    CHECK(issue_of(file.bytes()).code == "zone.file_truncated");
    file.footer = "UTC0\n";
    CHECK(issue_of(file.bytes()).code == "zone.file_corrupt");
    file.footer = "\nUTC99\n";
    const sla::issue i = issue_of(file.bytes());
    CHECK(i.code == "zone.rule_number");
    CHECK(i.place == ": rule, character 4");
}

TEST_CASE("a footer that contradicts the last transition is refused") {
    zones::tzif file;
    file.offsets = {0, 3600};
    file.transitions = {{0, 1}};
    CHECK(issue_of(file.bytes()).code == "zone.rule_contradicts");
}

TEST_CASE("an offset that no place has is refused") {
    zones::tzif file;
    file.offsets = {0, std::numeric_limits<std::int32_t>::min()};
    file.transitions = {{0, 1}, {100, 0}};
    CHECK(issue_of(file.bytes()).code == "zone.offset_out_of_range");
}

TEST_CASE("names that are paths, or parts of the database kept apart, are refused unseen") {
    const zones::temporary_directory directory;
    directory.write("Zone", zones::tzif{}.bytes());
    directory.write("right/Zone", zones::tzif{}.bytes());
    directory.write("posix/Zone", zones::tzif{}.bytes());
    directory.write("localtime", zones::tzif{}.bytes());
    for (const std::string_view name :
         {""sv, "/Zone"sv, "../Zone"sv, "Zone/.."sv, "a/../Zone"sv, "./Zone"sv, "right//Zone"sv,
          "Zone/"sv, ".."sv, "right/Zone"sv, "posix/Zone"sv, "right"sv, "localtime"sv,
          "posixrules"sv, "Zone\0"sv, "Zone\n"sv, "New York"sv, "a\\Zone"sv}) {
        INFO(name);
        CHECK(only_issue(sla::load_zone(name, directory.path())).code == "zone.name_invalid");
        CHECK(only_issue(sla::load_zone(name)).code == "zone.name_invalid");
    }
    CHECK(only_issue(sla::load_zone("")).saw == "nothing");
    CHECK(only_issue(sla::load_zone("right/UTC")).hint == "leave out \"right/\"");
}

TEST_CASE("an unknown name in a directory comes with the nearest names of its zone files") {
    const zones::temporary_directory directory;
    const std::string bytes = zones::tzif{}.bytes();
    directory.write("Europe/Berlin", bytes);
    directory.write("Europe/Bern.txt", "not a zone");
    directory.write("right/Europe/Berlin", bytes);
    directory.write("posix/Europe/Berlin", bytes);
    const auto hint = [&](std::string_view name) {
        const sla::issue i = only_issue(sla::load_zone(name, directory.path()));
        CHECK(i.code == "zone.unknown");
        return i.hint;
    };
    CHECK(hint("Europe/Berlim") == "did you mean \"Europe/Berlin\"?");
    CHECK(hint("EUROPE/BERLIN") == "did you mean \"Europe/Berlin\"?");
    CHECK(hint("Berlin") == "did you mean \"Europe/Berlin\"?");
    CHECK(hint("Asia/Tokyo").empty());
    CHECK(hint("Europe").empty());
}

TEST_CASE("a directory that does not exist is no database") {
    const zones::temporary_directory directory;
    const std::filesystem::path missing = directory.path() / "missing";
    const sla::issue i = only_issue(sla::load_zone("UTC", missing));
    CHECK(i.code == "zone.no_database");
    CHECK(i.place == missing.string());
}

TEST_CASE("the system's zones know the rule that the date library does not") {
    if (!has_system_database())
        SKIP("this system has no time zone database that can be read");
    const sla::zone berlin = sla::load_zone("Europe/Berlin").value();
    CHECK(berlin.offset_at(sys_days{2025y / July / 1}) == 2h);
    CHECK(berlin.offset_at(sys_days{2038y / July / 1}) == 2h);
    CHECK(berlin.offset_at(sys_days{2500y / July / 1}) == 2h);
    CHECK(berlin.offset_at(sys_days{9999y / July / 1}) == 2h);
    CHECK(sla::system_zones()("Europe/Berlin").value() == berlin);
}

TEST_CASE("a link of the system's database keeps its own name") {
    if (!has_system_database())
        SKIP("this system has no time zone database that can be read");
    CHECK(sla::load_zone("US/Eastern").value().name() == "US/Eastern");
}

TEST_CASE("an unknown name of the system comes with the nearest names, never with UTC") {
    if (!has_system_database())
        SKIP("this system has no time zone database that can be read");
    const auto hint = [](std::string_view name) {
        const sla::issue i = only_issue(sla::load_zone(name));
        CHECK(i.code == "zone.unknown");
        return i.hint;
    };
    CHECK(hint("europe/berlin") == "did you mean \"Europe/Berlin\"?");
    CHECK(hint("Europe/Berlim").find("\"Europe/Berlin\"") != std::string::npos);
    CHECK(hint("New_York") == "did you mean \"America/New_York\"?");
    CHECK(hint("Mars/Olympus_Mons").empty());
    CHECK(hint("Europe").empty());
}

TEST_CASE("zones of the system can be loaded from several threads at once") {
    if (!has_system_database())
        SKIP("this system has no time zone database that can be read");
    const sla::zone expected = sla::load_zone("Asia/Tokyo").value();
    std::vector<std::thread> threads;
    std::array<bool, 4> same{};
    threads.reserve(same.size());
    for (bool& ok : same)
        threads.emplace_back([&ok, &expected] {
            const sla::result<sla::zone> zone = sla::load_zone("Asia/Tokyo");
            ok = zone && *zone == expected && sla::load_zone("Pacific/Apia").has_value();
        });
    for (std::thread& t : threads)
        t.join();
    CHECK(std::all_of(same.begin(), same.end(), [](bool ok) { return ok; }));
}

TEST_CASE("a database that changed on disk since it was loaded is noticed") {
    const sla::zone_definition on_disk{.name = "Europe/Moscow",
                                       .database_version = "2025b",
                                       .initial_offset = 3h,
                                       .transitions = {{sys_days{2011y / March / 26} + 23h, 4h},
                                                       {sys_days{2014y / October / 25} + 22h, 3h}},
                                       .rule = "MSK-3"};
    CHECK(sla::detail::compile_agreeing(on_disk, on_disk).value() == sla::compile(on_disk).value());

    sla::zone_definition loaded = on_disk;
    SECTION("a change that was not known then") {
        loaded.transitions.pop_back();
    }
    SECTION("a change at another second") {
        loaded.transitions[0].at += 1s;
    }
    SECTION("a change in the past that is known no more") {
        loaded.transitions.insert(loaded.transitions.begin(), {sys_days{1990y / March / 26}, 4h});
        loaded.transitions.insert(loaded.transitions.begin() + 1,
                                  {sys_days{1990y / September / 26}, 3h});
    }
    const sla::issue i = only_issue(sla::detail::compile_agreeing(loaded, on_disk));
    CHECK(i.code == "zone.database_changed");
    CHECK(i.hint.find("directory") != std::string::npos);
}

TEST_CASE("a database loaded from fat files agrees with slim ones of the same content") {
    sla::zone_definition slim{.name = "Europe/Berlin",
                              .database_version = "2025b",
                              .initial_offset = 1h,
                              .transitions = {{sys_days{2000y / March / 26} + 1h, 2h}},
                              .rule = "CET-1CEST,M3.5.0,M10.5.0/3"};
    sla::zone_definition fat = slim;
    for (year y = 2000y; y < 2038y; ++y) {
        const sla::rule_year changes =
            sla::parse_zone_rule(slim.rule).value().daylight_in(y).value();
        if (y > 2000y)
            fat.transitions.push_back({changes.begins, 2h});
        fat.transitions.push_back({changes.ends, 1h});
    }
    CHECK(sla::detail::compile_agreeing(fat, slim).has_value());
    CHECK(sla::detail::compile_agreeing(slim, fat).has_value());
    slim.rule = "broken";
    CHECK(only_issue(sla::detail::compile_agreeing(fat, slim)).code == "zone.rule_syntax");
}
