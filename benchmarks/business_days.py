# SPDX-License-Identifier: MIT
"""Whole business days of sla and of numpy, in turns: business_days.py PROGRAM FOLDER [OPTION...]

PROGRAM is benchmarks/business_days.cpp, which makes the rows and the holidays. First every answer
is compared; then the times are told. numpy writes into arrays that are there already, as sla does,
and its calendar is made beforehand. Options: --rows=N, --check (a missed bound is an error).
"""

import platform
import subprocess
import sys
import time

import numpy

ROUNDS = 5
PASSES_OF_SLA = 4  # in one round; numpy makes one
NAT = numpy.iinfo("int64").min
# Since 1.25 numpy counts (end, begin] where end lies before begin, before that [end, begin) as sla.
COUNTS_OTHER_DAYS = tuple(map(int, numpy.__version__.split(".")[:2])) >= (1, 25)


class Rows:
    def __init__(self, folder, kind):
        def read(name):
            return numpy.fromfile(f"{folder}/{kind}.{name}", dtype="int64")

        def days(numbers):
            return numbers.view("datetime64[D]")

        self.read = read
        self.begin = days(read("begin"))
        self.end = days(read("end"))
        self.amount = read("amount")
        self.calendars = {
            "holidays": numpy.busdaycalendar("1111100", days(read("holidays"))),
            "weekdays": numpy.busdaycalendar("1111100"),
        }
        self.size = len(self.begin)
        self.days = numpy.empty(self.size, "datetime64[D]")
        self.counts = numpy.empty(self.size, "int64")
        self.flags = numpy.empty(self.size, "bool")


def add(rows, calendar, amount, roll):
    return numpy.busday_offset(
        rows.begin, amount, roll=roll, busdaycal=rows.calendars[calendar], out=rows.days
    )


def answers(rows, case):
    """What numpy says, as numbers."""
    name, calendar = case.rsplit("_", 1)
    if name == "count":
        return numpy.busday_count(
            rows.begin, rows.end, busdaycal=rows.calendars[calendar], out=rows.counts
        )
    if name == "is":
        return numpy.is_busday(
            rows.begin, busdaycal=rows.calendars[calendar], out=rows.flags
        ).astype("int64")
    _, which, start = name.split("_", 2)
    amount = 5 if which == "one" else rows.amount
    if start == "passed_over":
        forward = add(rows, calendar, amount, "forward").copy()
        backward = add(rows, calendar, amount, "backward")
        return numpy.where(numpy.asarray(amount) > 0, backward, forward).astype("int64")
    return add(rows, calendar, amount, {"refused": "nat"}.get(start, start)).astype("int64")


def compare(rows, case, is_hard):
    """Counts disagreements, and those of them that have a known reason."""
    ours = rows.read(case)
    # numpy refuses to count from a date that is not there.
    absent = numpy.zeros(rows.size, "bool")
    if is_hard:
        absent[::101] = True
        if case.startswith("add"):
            rows.begin[absent] = "NaT"
    theirs = answers(rows, case)
    wrong = theirs != ours
    if is_hard and not case.startswith("add"):
        nothing = 0 if case.startswith("is") else NAT
        wrong = numpy.where(absent, ours != nothing, wrong)
    reason = numpy.zeros(rows.size, "bool")
    if case.startswith("count") and COUNTS_OTHER_DAYS:
        calendar = rows.calendars[case.rsplit("_", 1)[1]]
        begin, end = (numpy.is_busday(d, busdaycal=calendar) for d in (rows.begin, rows.end))
        other = theirs + begin.astype("int64") - end.astype("int64")
        reason = wrong & ~absent & (rows.end < rows.begin) & (other == ours)
    return int(wrong.sum()), int(reason.sum())


def main():
    program, folder, *options = sys.argv[1:]
    is_checking = "--check" in options
    options = [o for o in options if o != "--check"]
    sla = subprocess.Popen(
        [program, f"--beside={folder}", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(command):
        if command:
            print(command, file=sla.stdin, flush=True)
        answer = sla.stdout.readline()
        if not answer:
            sys.exit("business_days: the program ended")
        return answer.strip()

    ask("")
    timed = Rows(folder, "timed")

    to_compare = [
        f"add_{which}_{start}_{calendar}"
        for which in ("one", "each")
        for start in ("forward", "backward", "passed_over", "refused")
        for calendar in ("holidays", "weekdays")
    ]
    to_compare += [f"{name}_{c}" for name in ("count", "is") for c in ("holidays", "weekdays")]
    unexplained = 0
    compared = 0
    for case in to_compare:
        ask(f"answer {case}")
        for rows, is_hard in ((timed, False), (Rows(folder, "hard"), True)):
            wrong, explained = compare(rows, case, is_hard)
            compared += rows.size
            unexplained += wrong - explained
            if wrong:
                print(
                    f"{case}: {wrong} of {rows.size} rows differ; {explained} of them because "
                    "numpy counts (end, begin] where end lies before begin, sla [end, begin)"
                )
    print(
        f"{compared} answers of {len(to_compare)} cases compared, {unexplained} differ unexplained"
    )
    if unexplained:
        return 1

    def numpy_pass(case):
        name, calendar = case.rsplit("_", 1)
        calendar = timed.calendars[calendar]
        if name == "count":
            return lambda: numpy.busday_count(
                timed.begin, timed.end, busdaycal=calendar, out=timed.counts
            )
        if name == "is":
            return lambda: numpy.is_busday(timed.begin, busdaycal=calendar, out=timed.flags)
        amount = 5 if name.split("_")[1] == "one" else timed.amount
        return lambda: numpy.busday_offset(
            timed.begin, amount, roll="forward", busdaycal=calendar, out=timed.days
        )

    def numpy_time(work):
        begin = time.process_time_ns()
        work()
        return time.process_time_ns() - begin

    print(f"numpy {numpy.__version__}, Python {platform.python_version()}, {timed.size} rows")
    print(f"\n{'case':<28}{'numpy':>9}{'sla':>9}{'ratio':>8}  wanted")
    is_met = True
    copying = min(float(ask("time copy")) for _ in range(9)) / timed.size
    for case, wanted in (
        ("add_one_forward_holidays", 50),
        ("add_each_forward_holidays", 50),
        ("count_holidays", 50),
        ("is_holidays", None),
        ("add_one_forward_weekdays", None),
        ("add_each_forward_weekdays", None),
        ("count_weekdays", None),
        ("is_weekdays", None),
    ):
        work = numpy_pass(case)
        theirs = ours = float("inf")
        for _ in range(ROUNDS):
            theirs = min(theirs, numpy_time(work))
            for _ in range(PASSES_OF_SLA):
                ours = min(ours, float(ask(f"time {case}")))
        ratio = theirs / ours
        verdict = ""
        if wanted is not None:
            verdict = f"  >= {wanted} {'ok' if ratio >= wanted else 'MISSED'}"
            is_met = is_met and ratio >= wanted
        print(
            f"{case:<28}{theirs / timed.size:>9.2f}{ours / timed.size:>9.2f}{ratio:>7.0f}x{verdict}"
        )
    print(f"{'copy 8 B to 8 B':<28}{'':>9}{copying:>9.2f}")
    print("\nns a row, time of the processor, best of some passes over all rows")
    return 0 if is_met or not is_checking else 1


sys.exit(main())
