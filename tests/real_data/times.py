#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures over again how long tickets took, how much of the allowed time that was, and at which
hour of the week promises were broken, and compares with what compliance_report says:
times.py PROGRAM boston|sample

A clock on the wall that shows an hour twice means the first time, here as there."""
import collections, json, sys
from zoneinfo import ZoneInfo

sys.dont_write_bytecode = True
import tickets

BOUNDS = [(1, 32), (1, 16), (1, 8), (1, 4), (1, 2), (3, 4), (1, 1), (5, 4), (3, 2), (2, 1), (4, 1),
          (8, 1), (16, 1)]

program, name = sys.argv[1:]
now, zone = tickets.FILES[name][5], ZoneInfo(tickets.FILES[name][6])
lengths = collections.defaultdict(list)
used, hours = [0] * (len(BOUNDS) + 1), [0] * 168
for opened, target, closed, department, channel in tickets.with_target(name):
    begin, due, end = (t and int(t.replace(tzinfo=zone).timestamp())
                       for t in (opened, target, closed))
    if closed:
        for group in ((), ("department", department), ("channel", channel)):
            lengths[group].append(end - begin)
        fits = (i for i, (part, whole) in enumerate(BOUNDS)
                if (end - begin) * whole <= (due - begin) * part)
        used[next(fits, len(BOUNDS))] += 1
    if (closed or now) > target:
        hours[target.weekday() * 24 + target.hour] += 1

metric = json.loads(tickets.report(program, name, "--json"))["metrics"][0]
reported = {(): metric["all"]["time_taken"]}
for table in metric["tables"]:
    if table["by"] in (["department"], ["channel"]):
        for group in table["groups"]:
            reported[(table["by"][0], group["group"][0])] = group["time_taken"]

wrong = []
for group, seconds in lengths.items():
    seconds.sort()
    n = len(seconds)
    should = {"measured": n, "mean_seconds": (2000 * sum(seconds) + n) // (2 * n) // 1000}
    for p in (50, 90, 95, 99):
        nearest_rank = seconds[-(-p * n // 100) - 1]
        should[f"p{p}"] = dict.fromkeys(("seconds", "at_least", "at_most"), nearest_rank)
    should["longest_seconds"] = seconds[-1]
    if reported.get(group) != should:
        wrong.append((group, should, reported.get(group)))
if [u["tickets"] for u in metric["time_used"]] != used:
    wrong.append(("time used", used, metric["time_used"]))
if [n for day in metric["breaches_by_hour"].values() for n in day] != hours:
    wrong.append(("hours of breaches", hours, metric["breaches_by_hour"]))
print(*wrong, sep="\n")
print(len(lengths), "groups,", sum(used), "stopped,", sum(hours), "breaches,", len(wrong), "differ")
sys.exit(1 if wrong or len(lengths) < 5 or not sum(hours) else 0)
