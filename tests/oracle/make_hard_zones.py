#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes hard_zones.cpp: the clock changes since 1970 of the zones that the tests use.

    zic -b slim -d slim /usr/share/zoneinfo/tzdata.zi
    python3 make_hard_zones.py slim > hard_zones.cpp

The tests hold these zones as literals, so that they need no file, and so that an update of the
system's database cannot change what a golden table says.
"""
import struct
import sys
from pathlib import Path

ZONES = """Africa/Casablanca America/New_York America/Sao_Paulo America/St_Johns Antarctica/Troll
Asia/Kathmandu Australia/Lord_Howe Europe/Berlin Europe/Dublin Europe/Moscow
Pacific/Apia""".split()


def read_tzif(path):
    """The transitions (second, offset), the offset before them, and the footer."""
    data = path.read_bytes()

    def header(at):
        magic, version, *counts = struct.unpack(">4sc15x6l", data[at : at + 44])
        assert magic == b"TZif" and version >= b"2", path
        return counts

    isutc, isstd, leap, times, types, chars = header(0)
    second = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isutc
    isutc, isstd, leap, times, types, chars = header(second)
    at = second + 44
    seconds = struct.unpack(f">{times}q", data[at : at + 8 * times])
    kinds = data[at + 8 * times : at + 9 * times]
    table = at + 9 * times
    offsets = [struct.unpack(">l", data[table + 6 * i : table + 6 * i + 4])[0] for i in range(types)]
    end = table + 6 * types + chars + leap * 12 + isstd + isutc
    footer = data[end:].decode("ascii").strip("\n")
    return list(zip(seconds, (offsets[k] for k in kinds))), offsets[0], footer


def main(folder):
    source = Path("/usr/share/zoneinfo/tzdata.zi")
    version = source.read_text().split("\n", 1)[0].split()[-1]
    out = [
        "// SPDX-License-Identifier: MIT",
        "//",
        f"// Written by make_hard_zones.py from tzdata {version}; edit that instead.",
        "// clang-format off",
        "#include <oracle/hard_zones.hpp>",
        "",
        "#include <chrono>",
        "#include <cstdint>",
        "#include <vector>",
        "",
        "namespace oracle {",
        "namespace {",
        "",
        "/// Second since 1970 in UTC, and the minutes that local time is ahead of UTC from there on.",
        "struct change {",
        "    std::int64_t at;",
        "    int minutes;",
        "};",
        "",
        "sla::zone make(const char* name, int minutes, const std::vector<change>& changes,",
        "               const char* rule) {",
        "    sla::zone_definition made{.name = name,",
        f"                              .database_version = \"{version}\",",
        "                              .initial_offset = std::chrono::minutes{minutes},",
        "                              .transitions = {},",
        "                              .rule = rule};",
        "    for (const change& c : changes)",
        "        made.transitions.push_back(",
        "            {std::chrono::sys_seconds{std::chrono::seconds{c.at}}, std::chrono::minutes{c.minutes}});",
        "    return compile(std::move(made)).value();",
        "}",
        "",
        "std::vector<sla::zone> make_all() {",
        "    std::vector<sla::zone> all;",
        "    all.push_back(sla::zone::utc());",
    ]
    for name in ZONES:
        changes, initial, footer = read_tzif(Path(folder) / name)
        for at, offset in changes:
            if at <= 0:
                initial = offset
        kept = [(at, offset) for at, offset in changes if at > 0]
        assert initial % 60 == 0 and all(offset % 60 == 0 for _, offset in kept), name
        out.append(f'    all.push_back(make("{name}", {initial // 60}, {{')
        line = "       "
        for at, offset in kept:
            entry = f" {{{at}, {offset // 60}}},"
            if len(line) + len(entry) > 100:
                out.append(line)
                line = "       "
            line += entry
        if line.strip():
            out.append(line)
        out.append(f'    }}, "{footer}"));')
    out += [
        "    return all;",
        "}",
        "",
        "} // namespace",
        "",
        "const std::vector<sla::zone>& hard_zones() {",
        "    static const std::vector<sla::zone> all = make_all();",
        "    return all;",
        "}",
        "",
        "sla::zone_source hard_zone_source() { return sla::zone_set{hard_zones()}.source(); }",
        "",
        "} // namespace oracle",
    ]
    print("\n".join(out))


if __name__ == "__main__":
    main(sys.argv[1])
