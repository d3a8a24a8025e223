// SPDX-License-Identifier: MIT
#include "load_check.hpp"
#include "tzif.hpp"
#include <sla/load.hpp>

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#if !USE_OS_TZDB
#error "date has to be built and used with USE_OS_TZDB=1: zones come from the system's zone files"
#endif

namespace sla::inline v1 {
namespace {

namespace fs = std::filesystem;

issue_list name_invalid(std::string_view name, std::string message, std::string hint) {
    return {{.code = "zone.name_invalid",
             .place = {},
             .message = std::move(message),
             .expected = "a name of the time zone database, such as Europe/Berlin",
             .saw = name.empty() ? "nothing" : detail::quoted(name, 64),
             .hint = std::move(hint)}};
}

// A name becomes part of a path, so anything that could lead elsewhere is refused, not mended.
issue_list check_name(std::string_view name) {
    if (name.empty())
        return name_invalid(name, "the name of the time zone is empty", {});
    const bool printable = std::all_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '\\';
    });
    if (!printable)
        return name_invalid(name, "the name of the time zone has characters that no name has",
                            "spaces in the name of a city are underscores: America/New_York");
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string_view part = name.substr(begin, end - begin);
        if (part.empty() || part == "." || part == "..")
            return name_invalid(name, "the name of the time zone is a path out of the database",
                                "no leading or double slash, no . or .. between slashes");
        begin = end + 1;
    }
    const std::string_view top = name.substr(0, name.find('/'));
    if (top == "posix" || top == "right")
        return name_invalid(name,
                            "the time zone is named by a part of the database that is kept apart",
                            "leave out " + detail::quoted(std::string{top} + "/"));
    if (name == "localtime" || name == "posixrules")
        return name_invalid(name, "this is a setting of the machine, not the name of a time zone",
                            "name the zone, so that the answer is the same on every machine");
    return {};
}

issue_list no_database(const fs::path& directory) {
    return {{.code = "zone.no_database",
             .place = directory.string(),
             .message = "there is no time zone database",
             .expected = "a directory of zone files",
             .saw = "no such directory",
             .hint = "install the package tzdata, or name a directory that has the zone files"}};
}

bool directory_exists(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

std::string first_line(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    std::string line;
    std::getline(in, line);
    return line;
}

// The release of a database, by the two files that carry it; empty when there is neither.
std::string version_in(const fs::path& directory) {
    constexpr std::string_view comment = "# version ";
    const std::string zi = first_line(directory / "tzdata.zi");
    std::string version =
        zi.starts_with(comment) ? zi.substr(comment.size()) : first_line(directory / "+VERSION");
    while (!version.empty() && (version.back() == '\r' || version.back() == ' '))
        version.pop_back();
    constexpr std::size_t longest_sensible = 64;
    return version.size() > longest_sensible ? std::string{} : version;
}

constexpr std::size_t largest_zone_file = 1U << 20;

// All of a file, or a little more than the largest that makes sense.
std::optional<std::string> contents(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in)
        return std::nullopt;
    std::string bytes;
    std::array<char, 4096> part{};
    do {
        in.read(part.data(), part.size());
        bytes.append(part.data(), static_cast<std::size_t>(in.gcount()));
    } while (in && bytes.size() <= largest_zone_file);
    if (in.bad())
        return std::nullopt;
    return bytes;
}

// Only ever needed for a hint, so what cannot be read is left out.
std::vector<std::string> names_in(const fs::path& directory) {
    std::vector<std::string> names;
    std::error_code failed;
    fs::recursive_directory_iterator at{directory, failed};
    for (; !failed && at != fs::recursive_directory_iterator{}; at.increment(failed)) {
        const fs::path path = at->path();
        const std::string name = path.lexically_relative(directory).generic_string();
        std::error_code ignored;
        if (at->is_directory(ignored)) {
            if (name == "posix" || name == "right")
                at.disable_recursion_pending();
            continue;
        }
        if (!at->is_regular_file(ignored) || !check_name(name).empty())
            continue;
        std::ifstream in{path, std::ios::binary};
        std::string magic(4, '\0');
        if (in.read(magic.data(), 4) && magic == "TZif")
            names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

issue_list unknown(std::string_view name, const std::vector<std::string>& names,
                   const fs::path& directory) {
    const std::vector<std::string_view> views{names.begin(), names.end()};
    return {detail::unknown_zone(name, views, "the name of a zone in " + directory.string())};
}

result<zone_definition> read_file(const fs::path& path) {
    const std::optional<std::string> bytes = contents(path);
    if (!bytes)
        return issue_list{{.code = "zone.file_unreadable",
                           .place = path.string(),
                           .message = "the zone file cannot be read",
                           .expected = "a file that this process may read",
                           .saw = "a failure to open or read it",
                           .hint = {}}};
    if (bytes->size() > largest_zone_file)
        return issue_list{{.code = "zone.file_not_tzif",
                           .place = path.string(),
                           .message = "this is not a time zone file",
                           .expected = "a file of at most 1 MiB",
                           .saw = "a larger one",
                           .hint = {}}};
    result<zone_definition> read = detail::read_tzif(*bytes);
    if (read)
        return read;
    issue_list issues;
    append(issues, read.issues(), path.string() + ": ");
    return issues;
}

bool is_zone_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

// The issues of `made`, if any, are about the contents of that file.
result<zone> in_file(result<zone> made, const fs::path& path) {
    if (made)
        return made;
    issue_list issues;
    for (issue i : made.issues()) {
        i.place = i.place.empty() ? path.string() : path.string() + ": " + i.place;
        issues.push_back(std::move(i));
    }
    return issues;
}

// Where the date library finds its files: the same two places, in the same order.
fs::path system_directory() {
    const fs::path buildroot = "/usr/share/zoneinfo/uclibc";
    return directory_exists(buildroot) ? buildroot : fs::path{"/usr/share/zoneinfo"};
}

// All that the date library knows of a zone. It has no rule, so that its last offset stays.
void read_changes(const date::time_zone& from, zone_definition& into) {
    const date::sys_seconds end = date::sys_days{date::year::max() / date::December / 31};
    date::sys_info info =
        from.get_info(date::sys_seconds{date::sys_days{date::year{-9999} / date::January / 1}});
    into.initial_offset = info.offset;
    into.transitions.clear();
    while (info.end < end) {
        info = from.get_info(info.end);
        into.transitions.push_back({info.begin, info.offset});
    }
}

result<zone> load_from_system(std::string_view name) {
    const fs::path directory = system_directory();
    if (!directory_exists(directory))
        return no_database(directory);
    const date::tzdb& database = date::get_tzdb();
    const auto found = std::find_if(database.zones.begin(), database.zones.end(),
                                    [&](const date::time_zone& z) { return z.name() == name; });
    if (found == database.zones.end()) {
        std::vector<std::string> names;
        for (const date::time_zone& z : database.zones)
            if (check_name(z.name()).empty())
                names.push_back(z.name());
        return unknown(name, names, directory);
    }

    // Our own reader goes first: the date library ends the process over a file that is no zone
    // file.
    const fs::path path = directory / name;
    result<zone_definition> on_disk = read_file(path);
    if (!on_disk)
        return on_disk.issues();
    zone_definition file = *std::move(on_disk);
    file.name = name;
    file.database_version = version_in(directory);
    zone_definition loaded = file;
    read_changes(*found, loaded);
    return in_file(detail::compile_agreeing(std::move(loaded), std::move(file)), path);
}

} // namespace

result<zone> load_zone(std::string_view name) {
    if (issue_list issues = check_name(name); !issues.empty())
        return issues;
    std::string failure = "an unknown exception";
    try {
        return load_from_system(name);
    } catch (const std::exception& e) {
        failure = e.what();
    } catch (...) {
        // The text above is all that is known.
    }
    return issue_list{{.code = "zone.database_unreadable",
                       .place = {},
                       .message = "the time zone database of the system cannot be read",
                       .expected = "a database that the date library can read",
                       .saw = detail::quoted(failure, 128),
                       .hint = "load from a directory: load_zone(name, directory)"}};
}

result<zone> load_zone(std::string_view name, const fs::path& directory) {
    if (issue_list issues = check_name(name); !issues.empty())
        return issues;
    if (!directory_exists(directory))
        return no_database(directory);
    const fs::path path = directory / name;
    if (!is_zone_file(path))
        return unknown(name, names_in(directory), directory);
    result<zone_definition> read = read_file(path);
    if (!read)
        return read.issues();
    zone_definition definition = *std::move(read);
    definition.name = name;
    definition.database_version = version_in(directory);
    return in_file(compile(std::move(definition)), path);
}

zone_source system_zones() {
    return [](std::string_view name) { return load_zone(name); };
}

zone_source zones_in(fs::path directory) {
    return [directory = std::move(directory)](std::string_view name) {
        return load_zone(name, directory);
    };
}

} // namespace sla::inline v1
