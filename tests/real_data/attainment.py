#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts attainment by department and channel over again, by a plain walk over the tickets, and
compares with what compliance_report says: attainment.py PROGRAM boston|sample

Judged by the targets in the file, as these leave no room for opinion: in time is closed at or
before the target, late is closed after it or still open past it, running is everything else."""
import collections, csv, io, sys

sys.dont_write_bytecode = True
import tickets

program, name = sys.argv[1:]
now = tickets.FILES[name][5]
expected = collections.defaultdict(collections.Counter)
for _, target, closed, department, channel in tickets.with_target(name):
    state = ("met" if closed <= target else "breached") if closed else \
            ("running" if now <= target else "breached")
    for group in (("all", "", ""), ("department", department, ""), ("channel", channel, ""),
                  ("department and channel", department, channel)):
        expected[group][state] += 1

lines = csv.DictReader(io.StringIO(tickets.report(program, name, "--csv"), newline=""))
reported = {(r["by"], r["group"], r["subgroup"]): r for r in lines}

wrong = [g for g in reported if g[0] in {k[0] for k in expected} and g not in expected]
for group, states in expected.items():
    decided = states["met"] + states["breached"]
    share = str((2_000_000 * states["met"] + decided) // (2 * decided)) if decided else ""
    should = [str(states[s]) for s in ("met", "breached", "running")] + [share]
    line = reported.get(group, {})
    if [line.get(c) for c in ("met", "breached", "running", "attained_per_million")] != should:
        wrong.append((group, should, line))
print(*wrong, sep="\n")
print(len(expected), "groups,", sum(expected[("all", "", "")].values()), "tickets,", len(wrong),
      "differ")
sys.exit(1 if wrong or len(expected) < 10 else 0)
