// SPDX-License-Identifier: MIT
//
// Directories of zone files for a test: written by hand, or compiled by zic.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zones {

/// A new empty directory, removed with all that is in it at the end.
class temporary_directory {
public:
    temporary_directory() {
        std::random_device random;
        path_ = std::filesystem::temp_directory_path() /
                ("sla_zones_" + std::to_string(random()) + "_" + std::to_string(random()));
        if (!std::filesystem::create_directory(path_))
            throw std::runtime_error{"cannot make the directory " + path_.string()};
    }
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;
    ~temporary_directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    void write(const std::string& name, std::string_view bytes) const {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream out{file, std::ios::binary};
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!out)
            throw std::runtime_error{"cannot write " + file.string()};
    }

private:
    std::filesystem::path path_;
};

/// Compiles the source of the system's database into `directory`; false when there is no zic, no
/// source, or a zic without the option -b. `bloat` is "fat" or "slim".
inline bool run_zic(const std::string& bloat, const std::filesystem::path& directory) {
    const std::filesystem::path source = "/usr/share/zoneinfo/tzdata.zi";
    if (!std::filesystem::exists(source))
        return false;
    const std::string command = "PATH=\"$PATH:/usr/sbin\" zic -b " + bloat + " -d '" +
                                directory.string() + "' '" + source.string() +
                                "' >/dev/null 2>/dev/null";
    return std::system(command.c_str()) == 0; // NOLINT(concurrency-mt-unsafe,cert-env33-c)
}

/// A zone file as bytes, right or wrong.
struct tzif {
    char version = '2';
    std::vector<std::pair<std::int64_t, std::uint8_t>> transitions{}; ///< Time and type.
    std::vector<std::int32_t> offsets{0};                             ///< One for each type.
    std::uint32_t leap_seconds = 0;
    std::string footer = "\nUTC0\n";

    [[nodiscard]] std::string bytes() const { return block('4') + block('8') + footer; }

private:
    static void put(std::string& out, std::uint64_t value, int size) {
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
            out += static_cast<char>(value >> shift & 0xff);
    }

    // The 32-bit block is empty, as zic -b slim leaves it.
    [[nodiscard]] std::string block(char size) const {
        const bool full = size == '8';
        std::string out{"TZif"};
        out += version;
        out.append(15, '\0');
        put(out, 0, 4);
        put(out, 0, 4);
        put(out, full ? leap_seconds : 0, 4);
        put(out, full ? transitions.size() : 0, 4);
        put(out, full ? offsets.size() : 1, 4);
        put(out, 4, 4);
        if (full)
            for (const auto& [at, type] : transitions)
                put(out, static_cast<std::uint64_t>(at), 8);
        if (full)
            for (const auto& [at, type] : transitions)
                put(out, type, 1);
        for (const std::int32_t offset : full ? offsets : std::vector<std::int32_t>{0}) {
            put(out, static_cast<std::uint32_t>(offset), 4);
            put(out, 0, 2);
        }
        out.append("XXX\0", 4);
        if (full)
            for (std::uint32_t i = 0; i < leap_seconds; ++i) {
                put(out, 78'796'800 + i * 31'536'000ULL, 8);
                put(out, i + 1, 4);
            }
        return out;
    }
};

} // namespace zones
