#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the program sla does on pipes: pipes.py SLA"""
import json, os, signal, subprocess, sys
from pathlib import Path

sla = str(Path(sys.argv[1]).resolve())
desk = Path(__file__).resolve().parent / "desk"
line = b'{"id": "A", "created": "2026-02-13T15:40:00Z"}\n'
eval_pipe = [sla, "eval", "policy.json", "-", "--as-of", "2026-02-19T12:00:00Z"]
failed = []


def check(what, holds, saw=""):
    if not holds:
        failed.append(f"{what}: {saw!r}")


def start(command, **more):
    return subprocess.Popen(command, cwd=desk, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **more)


# Whoever asks one question at a time has the answer before the next.
for command, question, member in (
        ([sla, "due", "policy.json", "-"], b'{"at": "2026-02-13 16:40"}\n', "verdicts"),
        ([sla, "calendar", "policy.json", "Support", "-"],
         b'{"op": "open", "at": "2026-02-13 16:40"}\n', "open"),
        (eval_pipe, line, "verdicts")):
    talk = start(command)
    signal.alarm(30)
    for n in range(1, 4):
        talk.stdin.write(question)
        talk.stdin.flush()
        answer = json.loads(talk.stdout.readline())
        check("an answer for each question", answer["row"] == n and member in answer, answer)
    signal.alarm(0)
    rest, errors = talk.communicate()
    check("nothing else is said", rest == b"" and errors == b"", (rest, errors))
    check("and all is well", talk.returncode == 0, talk.returncode)

# `| head -1`: nobody reads on. Killed by the signal, or, where that is ignored, the same status.
for ignored in (False, True):
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN if ignored else signal.SIG_DFL)
    run = start(eval_pipe, restore_signals=not ignored)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    run.stdout.close()
    try:
        for _ in range(2000):
            run.stdin.write(line * 100)
        run.stdin.close()
    except BrokenPipeError:
        pass
    errors = run.stderr.read()
    check("a reader that has gone is no mistake", errors == b"", errors)
    check("but the run has not ended well",
          run.wait() == (141 if ignored else -signal.SIGPIPE), run.returncode)

# An output that cannot be written is.
if Path("/dev/full").exists():
    with open("/dev/full", "wb") as full:
        run = subprocess.run(eval_pipe, cwd=desk, input=line, stdout=full, stderr=subprocess.PIPE)
    check("a full disk is told", run.returncode == 3 and b"output.cannot_write" in run.stderr,
          (run.returncode, run.stderr))

# Lines end in CRLF, the last has no end, a byte order mark stands in front; all is well.
for text in (b"\xef\xbb\xbf" + line, line.replace(b"\n", b"\r\n"), line.rstrip()):
    run = subprocess.run(eval_pipe, cwd=desk, input=text, capture_output=True)
    check("any line end", run.returncode == 0 and run.stdout.count(b"\n") == 1,
          (text, run.stderr))
table = b'id,created,category\r\n1,2026-02-13 10:00,"a\r\nb"\r\n2,2026-02-13 10:00,x'
for text in (table, b"\xef\xbb\xbf" + table, table.replace(b",", b";")):
    separator = ["--separator", ";"] if b";" in text else []
    run = subprocess.run(eval_pipe + separator, cwd=desk, input=text, capture_output=True)
    check("any line end in CSV", run.returncode == 0 and run.stdout.count(b'"row":') == 2,
          (text, run.stdout, run.stderr))

# The present time is taken, and said.
run = subprocess.run(eval_pipe[:4], cwd=desk, input=line, capture_output=True)
check("the present time is said", b"the present time" in run.stderr, run.stderr)

# No colours, no progress and no carriage returns where no terminal is.
everything = subprocess.run([sla, "eval", "policy.json", "-"], cwd=desk, input=line * 200_000,
                            capture_output=True)
check("plain on a pipe", b"\x1b" not in everything.stdout + everything.stderr and
      b"\r" not in everything.stderr, everything.stderr)

print(*failed, sep="\n")
print("pipes:", "failed" if failed else "well")
sys.exit(1 if failed else 0)
