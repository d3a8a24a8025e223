#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The program sla needs the same memory for a short stream and a long one, and little for a hostile
one: memory.py SLA"""
import os, subprocess, sys, threading
from pathlib import Path

sla = str(Path(sys.argv[1]).resolve())
desk = Path(__file__).resolve().parent / "desk"
most = 64 << 10  # KiB
failed = []


def peak(command, pieces):
    """The peak of resident memory in KiB, of a run that reads these pieces, and its status."""
    run = subprocess.Popen([sla] + command, cwd=desk, stdin=subprocess.PIPE,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def feed():
        try:
            for piece in pieces:
                run.stdin.write(piece)
            run.stdin.close()
        except BrokenPipeError:
            pass

    thread = threading.Thread(target=feed)
    thread.start()
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    thread.join()
    return used.ru_maxrss, run.returncode


event = b'{"at": "2026-02-13T16:00:00Z", "kind": "message", "by": "agent"}'
ticket = (b'{"id": "T", "tier": "gold", "priority": "P1", "channel": "email", "created": '
          b'"2026-02-13T15:40:00Z", "events": [' + b", ".join([event] * 8) + b"]}\n")
row = b'T,2026-02-13T15:40:00Z,"a, b"\n'
to_eval = ["eval", "policy.json", "-", "--as-of", "2026-02-19T12:00:00Z"]
block = ticket * 1000  # 0.7 MB
cases = [
    ("short", to_eval, [block] * 4, 0),
    ("long", to_eval, [block] * 60, 0),
    ("report", ["report"] + to_eval[1:] + ["--by", "priority"], [block] * 20, 0),
    ("CSV", to_eval, [b"id,created,category\n"] + [row * 20_000] * 20, 0),
    # A line without an end, a quotation mark that is never closed, a ticket of 60,000 events.
    ("endless line", to_eval, [b'{"id": "'] + [b"x" * (1 << 20)] * 80, 2),
    ("open quotation mark", to_eval,
     [b'id,created\n"'] + [b"x" * (1 << 16) + b"\n"] * 800, 2),
    ("many events", to_eval,
     [b'{"created": "2026-02-13T15:40:00Z", "events": ['] + [(event + b",") * 1000] * 60 +
     [event + b"]}\n"], 0),
    ("every row wrong", to_eval, [b'{"id": "T", "created": "yesterday"}\n' * 10_000] * 5, 2),
]
peaks = {}
for name, command, pieces, expected in cases:
    peaks[name], status = peak(command, pieces)
    print(f"{name}: {peaks[name] / 1024:.1f} MB")
    if peaks[name] > most:
        failed.append(f"{name}: {peaks[name]} KiB")
    if status != expected:
        failed.append(f"{name}: status {status}")
if peaks["long"] > peaks["short"] + 2048:
    failed.append(f"memory grows: {peaks}")
print(*failed, sep="\n")
sys.exit(1 if failed else 0)
