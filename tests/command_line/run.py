#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the commands of transcripts and compares what they say: run.py SLA FILE...

A transcript is a text file. A line that begins with "$ " is a command, run by a shell in the folder
`desk`; below it stand the lines of its standard output, then those of its standard error output,
each after "! ", then its exit status in brackets, where it is not 0. Lines before the first command
and after "# " are for the reader. With SLA_UPDATE set the files are written anew: read the
difference before you keep it."""
import difflib, os, re, subprocess, sys
from pathlib import Path

program = Path(sys.argv[1]).resolve()
desk = Path(__file__).resolve().parent / "desk"
environment = dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}", LC_ALL="C.UTF-8")


def said(command):
    run = subprocess.run(["sh", "-c", command], cwd=desk, env=environment, capture_output=True,
                         timeout=60)
    lines = run.stdout.decode(errors="replace").splitlines()
    lines += ["! " + line for line in run.stderr.decode(errors="replace").splitlines()]
    if run.returncode != 0:
        lines.append(f"[{run.returncode}]")
    return lines


def played(text):
    """The transcript as it would be written today."""
    out, answer = [], False
    for line in text.splitlines():
        if line.startswith("$ "):
            if answer:
                out.append("")
            out += [line] + said(line[2:])
            answer = True
        elif line.startswith("# ") or line.startswith("== "):
            if answer:
                out.append("")
            out.append(line)
            answer = False
        elif not answer and not re.fullmatch(r"\[\d+\]", line):
            if line or (out and out[-1]):
                out.append(line)
    return "\n".join(out).rstrip() + "\n"


wrong = 0
for name in sys.argv[2:]:
    path = Path(name)
    expected = path.read_text(encoding="utf-8")
    actual = played(expected)
    if actual == expected:
        continue
    if "SLA_UPDATE" in os.environ:
        path.write_text(actual, encoding="utf-8")
        print(f"{path.name}: written anew")
        continue
    wrong += 1
    sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), actual.splitlines(True),
                                               f"{path.name}: expected", f"{path.name}: actual"))
print(f"{len(sys.argv) - 2} transcripts, {wrong} differ")
sys.exit(1 if wrong else 0)
