// SPDX-License-Identifier: MIT
//
// The same database as fat files, as slim files and as the system has it.
#include "zones/directory.hpp"
#include "zones/reference.hpp"
#include <sla/load.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

namespace {

// Slim files by a zic of 2022 (Debian 12 has one) leave out the Ramadan changes of these two from
// 2073 on, as zdump shows too; up to there they have to be right.
bool is_cut_short_by_zic(const std::string& name) {
    return name == "Asia/Gaza" || name == "Asia/Hebron";
}

std::chrono::sys_seconds first_change_after(const zones::history& history,
                                            std::chrono::sys_seconds t) {
    for (const sla::zone_transition& change : history.changes)
        if (change.at > t)
            return change.at;
    return zones::reference_end;
}

bool equal_until(const sla::zone& a, const sla::zone& b, sla::instant end) {
    sla::instant t = zones::reference_begin;
    while (t < end) {
        const sla::zone_period p = a.period_at(t);
        const sla::zone_period q = b.period_at(t);
        if (p.offset != q.offset || std::min(p.end, end) != std::min(q.end, end))
            return false;
        t = p.end;
    }
    return true;
}

} // namespace

TEST_CASE("fat and slim files give equal zones, which do what the reference says until 2100") {
    const zones::temporary_directory fat;
    const zones::temporary_directory slim;
    if (!zones::run_zic("fat", fat.path()) || !zones::run_zic("slim", slim.path()))
        SKIP("there is no zic that knows -b, or no tzdata.zi to compile");
    const std::filesystem::path version_source = "/usr/share/zoneinfo/tzdata.zi";
    std::filesystem::copy_file(version_source, slim.path() / "tzdata.zi");
    std::filesystem::copy_file(version_source, fat.path() / "tzdata.zi");

    const zones::reference reference = zones::read_reference();
    std::size_t compared = 0;
    for (const zones::history& history : reference.histories)
        for (const std::string& name : history.names) {
            INFO(name);
            const sla::result<sla::zone> by_fat = sla::load_zone(name, fat.path());
            const sla::result<sla::zone> by_slim = sla::load_zone(name, slim.path());
            REQUIRE(by_fat.has_value());
            REQUIRE(by_slim.has_value());
            const bool same_release = by_slim->database_version() == reference.version;
            if (same_release)
                CHECK(zones::difference(*by_fat, history) == zones::none);
            if (is_cut_short_by_zic(name)) {
                using namespace std::chrono;
                const sys_seconds cut = first_change_after(history, sys_days{2073y / April / 1});
                CHECK(equal_until(*by_fat, *by_slim, cut));
                continue;
            }
            CHECK(*by_fat == *by_slim);
            if (!same_release)
                continue;
            CHECK(zones::difference(*by_slim, history) == zones::none);
            ++compared;
        }
    if (compared == 0)
        WARN("tzdata.zi is not of " << reference.version
                                    << ": fat and slim were compared only with each other");

    // The files differ, or this test would prove nothing.
    CHECK(std::filesystem::file_size(fat.path() / "Europe/Berlin") >
          std::filesystem::file_size(slim.path() / "Europe/Berlin"));
}

TEST_CASE("every zone of the system's database is the same from its file alone") {
    const std::filesystem::path directory = "/usr/share/zoneinfo";
    if (!sla::load_zone("UTC"))
        SKIP("this system has no time zone database that can be read");
    const zones::reference reference = zones::read_reference();
    for (const zones::history& history : reference.histories)
        for (const std::string& name : history.names) {
            INFO(name);
            const sla::result<sla::zone> by_system = sla::load_zone(name);
            const sla::result<sla::zone> by_file = sla::load_zone(name, directory);
            REQUIRE(by_system.has_value() == by_file.has_value());
            if (by_system)
                CHECK(*by_system == *by_file);
        }
}
