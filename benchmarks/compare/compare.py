# SPDX-License-Identifier: MIT
"""Runs all adapters, compares their answers row by row, and only then tells the times:

    compare.py BIN DATA ANSWERS [--quick]

BIN holds the built programs, DATA what `prepare` made, ANSWERS what the adapters write. The page,
the raw output and the plots are written beside this file. run.sh starts it. With --quick a
hundredth of the rows is taken and nothing is written but the answers and the output."""

import argparse
import dataclasses
import datetime
import os
import pathlib
import shutil
import subprocess
import sys
import zoneinfo

import page
import plot
from scenarios import PEERS, PLOTS, REASONS, TABLES

HERE = pathlib.Path(__file__).resolve().parent
ZONE = zoneinfo.ZoneInfo("America/New_York")
UTC = datetime.timezone.utc
LIMIT = 600  # seconds for one adapter


@dataclasses.dataclass
class Answers:
    """What one peer said in one scenario."""

    version: str
    ns: float
    values: list


@dataclasses.dataclass
class Comparison:
    rows: int
    differ: int
    why: str
    explained: bool
    examples: list


def command(program, binaries):
    """How a peer is started, or nothing if it is not installed."""
    file = HERE / "peers" / program
    if program.endswith(".py"):
        return [sys.executable, "-B", str(file)]
    if program.endswith(".js"):
        return ["node", str(file)] if shutil.which("node") else None
    if program.endswith(".pl"):
        return ["perl", str(file)] if shutil.which("perl") else None
    built = binaries / program
    return [str(built)] if built.exists() else None


def utc_of_local(seconds):
    wall = datetime.datetime.fromtimestamp(seconds, UTC).replace(tzinfo=ZONE)
    return int(wall.timestamp())


def read_answers(path, is_deadline):
    head = {}
    values = []
    for line in path.read_text(encoding="ascii").splitlines():
        if line.startswith("# "):
            key, value = line[2:].split(": ", 1)
            head[key] = value
        else:
            values.append(int(line))
    if is_deadline and head["clock"] == "local":
        values = [utc_of_local(value) for value in values]
    return Answers(head["version"], float(head["ns"]), values)


def closed_days(path):
    """A function that tells whether nobody works on a day, of the first calendar of a file."""
    weekdays = set()
    closed = set()
    for line in path.read_text(encoding="ascii").splitlines():
        word, *values = line.split()
        if word == "open":
            weekdays.add(int(values[0]))
        elif word == "closed":
            closed.add(int(values[0]))
    # 1970-01-01 was a Thursday; Sunday is 0.
    return lambda day: day in closed or (day + 4) % 7 not in weekdays


def read_rows(path, limit):
    with open(path, encoding="ascii") as file:
        next(file)
        return [tuple(map(int, line.split(","))) for _, line in zip(range(limit), file)]


class Run:
    def __init__(self, options):
        self.options = options
        self.answers = {}  # (scenario, peer)
        self.skipped = {}  # peer to reason

    def adapter(self, key, scenario, name, rows):
        """Lets one peer answer one scenario."""
        start = command(PEERS[name].program, self.options.binaries)
        if start is None:
            self.skipped[name] = "not installed"
            return
        out = self.options.answers / f"{key}.{name}"
        out.unlink(missing_ok=True)
        arguments = [
            PEERS[name].task or scenario.task,
            str(self.options.data / scenario.calendars),
            str(self.options.data / scenario.tickets),
            str(max(rows // 100, 10) if self.options.quick else rows),
            str(out),
        ]
        if scenario.call:
            call = max(scenario.call // 100, 1) if self.options.quick else scenario.call
            arguments.append(str(call))
        try:
            done = subprocess.run(
                start + arguments,
                capture_output=True,
                check=False,
                text=True,
                timeout=LIMIT,
                env={**os.environ, "TZ": str(ZONE)},
            )
        except subprocess.TimeoutExpired:
            self.skipped[name] = f"no answer within {LIMIT} s"
            return
        if done.returncode != 0 or not out.exists():
            self.skipped[name] = "not installed, or it failed"
            said = done.stderr.strip().splitlines()
            error = next((line for line in said if "rror" in line), "".join(said[-1:]))
            print(f"{name} failed in {key}: {error}")
            return
        self.answers[key, name] = read_answers(out, scenario.task == "deadline")

    def all_adapters(self, scenarios):
        for key, scenario in scenarios.items():
            for name, rows in scenario.rows.items():
                if name not in self.skipped:
                    self.adapter(key, scenario, name, rows)
        if any((key, "sla") not in self.answers for key in scenarios):
            sys.exit("compare: sla itself did not answer")

    def compare(self, key, scenario, name):
        ours = self.answers[key, "sla"].values
        theirs = self.answers[key, name].values
        count = min(len(ours), len(theirs))
        differ = [i for i in range(count) if ours[i] != theirs[i]]
        if not differ:
            return Comparison(count, 0, "", True, [])
        rows = read_rows(self.options.data / scenario.tickets, count)
        examples = [(rows[i], ours[i], theirs[i]) for i in differ[:3]]
        reason = REASONS.get((name, scenario.task))
        if reason is None:
            return Comparison(count, len(differ), "not explained", False, examples)
        other = [None] * count
        if reason.other_peer:
            other = self.answers[reason.other_scenario or key, reason.other_peer].values
        closed = closed_days(self.options.data / scenario.calendars)
        left = [
            i for i in differ if not reason.holds(rows[i], ours[i], theirs[i], other[i], closed)
        ]
        if left:
            why = f"{len(differ) - len(left)} of them: {reason.text}; {len(left)} not explained"
            examples = [(rows[i], ours[i], theirs[i]) for i in left[:3]]
        else:
            why = reason.text
        return Comparison(count, len(differ), why, not left, examples)

    def compare_all(self, scenarios):
        return {
            (key, name): self.compare(key, scenario, name)
            for key, scenario in scenarios.items()
            for name in scenario.rows
            if (key, name) in self.answers
        }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binaries", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("answers", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true")
    run = Run(parser.parse_args())
    run.options.answers.mkdir(parents=True, exist_ok=True)

    scenarios = dict(TABLES)
    for key, drawn in PLOTS.items():
        scenarios |= {f"{key}_{x}": scenario for x, scenario in drawn.scenarios.items()}
    run.all_adapters(scenarios)
    compared = run.compare_all(scenarios)

    report = page.Report(run, scenarios, compared)
    text = report.text()
    print(text)
    if not run.options.quick:
        (HERE / "results.txt").write_text(text, encoding="utf-8")
        page.replace_between_markers(HERE / "README.md", report.markdown())
        for key, drawn in PLOTS.items():
            (HERE / f"{key}.svg").write_text(plot.draw(key, drawn, run), encoding="utf-8")
    if not all(c.explained for c in compared.values()):
        sys.exit("compare: some answers differ for reasons that are not known")


if __name__ == "__main__":
    main()
