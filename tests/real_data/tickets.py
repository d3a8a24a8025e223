# SPDX-License-Identifier: MIT
"""Ticket files that compliance_report is held against, read by Python's own csv module."""
import csv, os, subprocess, sys, tempfile
from datetime import datetime

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
DATA = os.path.join(os.environ.get("SLA_DATA_DIR") or os.path.join(ROOT, "..", "shared", "data"),
                    "tickets")
SAMPLE = os.path.join(ROOT, "examples", "compliance_report")
FILES = {  # columns: opened, target, closed, department, channel; dates; as of; zone
    "boston": (DATA, "boston311_2015_oct_nov.csv", "boston_policy_2015.json",
               "OPEN_DT TARGET_DT CLOSED_DT Department Source".split(),
               "%m/%d/%Y %I:%M:%S %p", datetime(2016, 1, 13, 8, 2, 23), "America/New_York"),
    "sample": (SAMPLE, "sample_tickets.csv", "sample_policy.json",
               ["opened", "old due", "closed", "department", "channel"],
               "%Y-%m-%d %H:%M", datetime(2025, 11, 6, 12, 0), "Europe/Berlin"),
}


def with_target(name):
    """Opened, target, closed (None: open), department, channel of each ticket that has a target,
    is there as of the moment of judging, and was not closed before it was opened."""
    folder, tickets, _, columns, form, now, _ = FILES[name]
    if not os.path.exists(os.path.join(folder, tickets)):
        print("skipped: there is no", tickets, "in", folder)
        sys.exit(4)
    with open(os.path.join(folder, tickets), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            opened, target, closed = (datetime.strptime(row[c], form) if row[c] else None
                                      for c in columns[:3])
            if not target or opened > now or (closed and closed < opened):
                continue
            yield (opened, target, closed if closed and closed <= now else None,
                   row[columns[3]], row[columns[4]])


def report(program, name, option):
    """What the program says, judging by the targets in the file."""
    folder, tickets, policy = FILES[name][:3]
    with tempfile.TemporaryDirectory() as scratch:
        out = os.path.join(scratch, "report")
        subprocess.run([program, os.path.join(folder, tickets), os.path.join(folder, policy),
                        "--targets-from-data", option, out], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(out, encoding="utf-8", newline="") as file:
            return file.read()
