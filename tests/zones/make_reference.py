#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes what the time zones do from 1970 to 2100, as seen by another reader than ours.

The reader is Python's zoneinfo, which follows the rule in a zone file's footer. It is asked for the
offset every six hours of those years, and between two different answers for the second at which
the offset changes; of a zone file itself only the last line, the rule, is read and copied. Zones
that do the same share one entry.

    python3 tests/zones/make_reference.py

writes reference_americas.txt and reference_others.txt beside this script, in less than two minutes,
from the database of the system; the release is in their first lines. Run it again when the tests
are to follow a newer release, and read the difference before committing it.
"""

import pathlib
import sys
import zoneinfo
from datetime import datetime, timezone

DATABASE = pathlib.Path("/usr/share/zoneinfo")
FIRST = int(datetime(1970, 1, 1, tzinfo=timezone.utc).timestamp())
END = int(datetime(2101, 1, 1, tzinfo=timezone.utc).timestamp())
STEP = 6 * 3600


def database_version():
    line = (DATABASE / "tzdata.zi").open(encoding="ascii").readline().split()
    if line[:2] != ["#", "version"]:
        sys.exit("the first line of tzdata.zi does not name its release")
    return line[2]


def zone_names():
    with (DATABASE / "zone.tab").open(encoding="utf-8") as table:
        return sorted(line.split("\t")[2].strip() for line in table if not line.startswith("#"))


def history(zone):
    """The offset at FIRST and each (second, offset) at which it changes before END."""

    def offset(second):
        return int(datetime.fromtimestamp(second, zone).utcoffset().total_seconds())

    first = before = offset(FIRST)
    changes = []
    for end in range(FIRST + STEP, END + 1, STEP):
        after = offset(end)
        if after == before:
            continue
        low, high = end - STEP, end
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == before:
                low = middle
            else:
                high = middle
        if offset(high) != after:
            sys.exit(f"{zone.key} changes twice within six hours at {high}: make STEP smaller")
        changes.append((high, after))
        before = after
    return first, tuple(c for c in changes if c[0] < END)


def write(path, version, groups):
    with path.open("w", encoding="ascii", newline="\n") as out:
        out.write(f"# tzdata {version}, read by zoneinfo of Python {sys.version.split()[0]}\n")
        out.write("# Made by make_reference.py. Each entry: the zones that share it, their offset\n")
        out.write("# from UTC at 1970-01-01T00:00:00Z, and every change before 2101-01-01T00:00:00Z\n")
        out.write("# as Unix time and the offset from then on, all in seconds. The rule is the footer\n")
        out.write("# of the zone file.\n")
        for (first, changes, rule), names in sorted(groups.items(), key=lambda entry: entry[1]):
            out.write("\n" + "".join(f"zone {name}\n" for name in names))
            out.write(f"rule {rule}\n")
            out.write(f"offset {first}\n")
            out.writelines(f"{at} {offset}\n" for at, offset in changes)


def main():
    zoneinfo.reset_tzpath([DATABASE])
    version = database_version()
    by_contents = {}
    for name in zone_names():
        by_contents.setdefault((DATABASE / name).read_bytes(), []).append(name)
    files = {"reference_americas.txt": {}, "reference_others.txt": {}}
    for contents, names in by_contents.items():
        rule = contents.decode("latin-1").rsplit("\n", 2)[1]
        seen = *history(zoneinfo.ZoneInfo(names[0])), rule
        for name in names:
            file = "reference_americas.txt" if name.startswith("America/") else "reference_others.txt"
            files[file].setdefault(seen, []).append(name)
    for file, groups in files.items():
        for names in groups.values():
            names.sort()
        write(pathlib.Path(__file__).with_name(file), version, groups)


if __name__ == "__main__":
    main()
