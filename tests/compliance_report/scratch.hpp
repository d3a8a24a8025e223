// SPDX-License-Identifier: MIT
#pragma once

#include <sla/load.hpp>

#include <atomic>
#include <compliance_report/run.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

/// A policy with everything needed and nothing more; four working hours for everybody.
inline constexpr std::string_view small_policy = R"({
  "sla": 1,
  "calendars": [{"name": "Office", "zone": "Europe/Berlin",
                 "hours": {"Monday-Friday": ["09:00-17:00"]}}],
  "policies": [{"name": "Desk", "calendar": "Office", "targets": {"resolution": {
    "rows": [{"category": "help", "within": "4 business hours"}]}}}]
})";

/// How its tickets are to be read.
inline constexpr std::string_view small_columns = "id = id\n"
                                                  "created = opened\n"
                                                  "resolved = closed\n"
                                                  "type = type\n"
                                                  "date format = YYYY-MM-DD hh:mm\n"
                                                  "as of = 2025-10-31 12:00\n";

/// A folder for the files of one test, which goes with it.
class scratch {
public:
    scratch() {
        static std::atomic<unsigned> number = 0;
        dir_ = std::filesystem::temp_directory_path() /
               ("sla_" + std::to_string(getpid()) + "_" + std::to_string(number++));
        std::filesystem::create_directories(dir_);
    }
    ~scratch() {
        std::error_code no_matter;
        std::filesystem::remove_all(dir_, no_matter);
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const { return (dir_ / name).string(); }

    std::string write(const std::string& name, std::string_view text) const {
        std::ofstream{path(name), std::ios::binary} << text;
        return path(name);
    }

    /// Judges these tickets by this policy.
    [[nodiscard]] compliance::outcome judge(std::string_view tickets, std::string_view policy,
                                            compliance::arguments chosen = {},
                                            std::string_view columns = small_columns) const {
        chosen.tickets = write("t.csv", tickets);
        write("t.columns", columns);
        chosen.policy = write("p.json", policy);
        return compliance::run(chosen, sla::system_zones(), sla::first_instant,
                               [](std::uint64_t) {});
    }

private:
    std::filesystem::path dir_;
};
