# SPDX-License-Identifier: MIT
"""Who takes part in what: the peers, the scenarios with their numbers of rows, and the known
reasons for which a peer's answers differ, each as a rule that is checked row by row."""

import dataclasses
from typing import Callable


@dataclasses.dataclass(frozen=True)
class Peer:
    title: str
    program: str  # a file of peers/ with its ending, or the name of a built program
    colour: str = ""  # in plots; without one it is left out of them
    short: str = ""  # the name in plots
    task: str = ""  # instead of the scenario's


PEERS = {
    "sla": Peer("sla", "sla", "#0969da", "sla"),
    "sla_bulk": Peer("sla, whole columns (`bulk`)", "sla_bulk", "#bf3989", "sla bulk"),
    "sla_dates": Peer("sla, whole columns (`business_days`)", "sla_dates"),
    "sla_next_open": Peer("sla, `exact_fit::next_open`", "sla", task="deadline_next_open"),
    "intervals": Peer(
        "by hand: sorted intervals, binary search",
        "intervals",
        "#1a7f37",
        "intervals, binary search",
    ),
    "day_walk": Peer("by hand: day walk with date", "day_walk", "#bf8700", "day walk, date"),
    "boost": Peer(
        "by hand: day walk with Boost.Date_Time", "boost_date_time", "#cf222e", "day walk, Boost"
    ),
    "quantlib": Peer("QuantLib", "quantlib"),
    "numpy": Peer("numpy", "numpy_busday.py"),
    "pandas": Peer("pandas", "pandas_offsets.py", "#8250df", "pandas"),
    "dayjs": Peer("dayjs-business-time", "dayjs.js", "#bc4c00", "dayjs-business-time"),
    "moment": Peer("moment-business-time", "moment.js"),
    "date_fns": Peer("date-fns", "date_fns.js"),
    "perl": Peer("Perl Business::Hours", "business_hours.pl"),
}


@dataclasses.dataclass(frozen=True)
class Scenario:
    title: str
    task: str
    calendars: str
    tickets: str
    rows: dict  # of each peer that takes part
    call: int = 0  # rows answered at a time; 0: all of them


ALL = 200_000

TABLES = {
    "deadline": Scenario(
        "Deadline: 1 to 40 working hours, lunch break, holidays",
        "deadline",
        "office.calendars",
        "tickets.csv",
        {
            "sla": ALL,
            "sla_bulk": ALL,
            "sla_next_open": ALL,
            "intervals": ALL,
            "day_walk": ALL,
            "boost": ALL,
            "pandas": 20_000,
            "dayjs": 4_000,
            "moment": 1_000,
            "perl": 500,
        },
    ),
    "add_days": Scenario(
        "The N-th business day after a date, N from 1 to 60, holidays",
        "add_days",
        "office.calendars",
        "days.csv",
        {
            "sla": ALL,
            "sla_dates": ALL,
            "intervals": ALL,
            "day_walk": ALL,
            "boost": ALL,
            "numpy": ALL,
            "quantlib": 50_000,
            "pandas": 20_000,
            "date_fns": 50_000,
            "dayjs": 4_000,
            "moment": 1_000,
        },
    ),
    "count_days": Scenario(
        "Business days from a date to another 1 to 400 days later, holidays",
        "count_days",
        "office.calendars",
        "days.csv",
        {
            "sla": ALL,
            "sla_dates": ALL,
            "intervals": ALL,
            "day_walk": ALL,
            "boost": ALL,
            "numpy": ALL,
            "quantlib": 20_000,
            "date_fns": 50_000,
            "dayjs": 2_000,
            "moment": 200,
        },
    ),
    "add_weekdays": Scenario(
        "The N-th business day after a date, no holidays",
        "add_days",
        "weekdays.calendars",
        "days.csv",
        {"sla": ALL, "sla_dates": ALL, "numpy": ALL, "date_fns": 50_000},
    ),
    "count_weekdays": Scenario(
        "Business days from a date to another, no holidays",
        "count_days",
        "weekdays.calendars",
        "days.csv",
        {"sla": ALL, "sla_dates": ALL, "numpy": ALL, "date_fns": 50_000},
    ),
}


@dataclasses.dataclass(frozen=True)
class Plot:
    title: str
    axis: str
    scenarios: dict  # x to scenario
    note: str = ""  # stands below its title


def span(hours):
    rows = {
        "sla": ALL,
        "sla_bulk": ALL,
        "sla_next_open": ALL,
        "intervals": ALL,
        "day_walk": ALL if hours <= 200 else 20_000,
        "boost": ALL if hours <= 200 else 10_000,
        "pandas": 3_000,
    }
    if hours <= 1000:
        rows["dayjs"] = max(20, 8_000 // hours)
    return Scenario(
        f"Deadline: {hours} working hours", "deadline", "long.calendars", f"span_{hours}.csv", rows
    )


def holidays(count):
    rows = {
        "sla": ALL,
        "sla_bulk": ALL,
        "sla_next_open": ALL,
        "intervals": ALL,
        "day_walk": ALL,
        "pandas": 3_000,
        "dayjs": 300,
    }
    return Scenario(
        f"Deadline: number of holidays {count}",
        "deadline",
        f"holidays_{count}.calendars",
        "tickets.csv",
        rows,
    )


def calendars(count):
    rows = {"sla": ALL, "sla_bulk": ALL, "intervals": ALL, "day_walk": ALL, "boost": ALL}
    return Scenario(
        f"Deadline: number of calendars {count}",
        "deadline",
        f"many_{count}.calendars",
        f"many_{count}.csv",
        rows,
    )


def batch(call):
    rows = {"sla": ALL, "sla_bulk": ALL, "intervals": ALL, "day_walk": ALL, "boost": ALL}
    if call > 1_000_000:
        del rows["boost"]  # a minute and more a pass
    title = f"Deadline: rows in a call {call}"
    return Scenario(title, "deadline", "office.calendars", "tickets.csv", rows, call)


PLOTS = {
    "span": Plot(
        "Cost of a deadline against its span",
        "working hours",
        {n: span(n) for n in (8, 40, 200, 1000, 4000, 10_000)},
    ),
    "holidays": Plot(
        "Cost of a deadline against the number of holidays in eleven years",
        "holidays",
        {n: holidays(n) for n in (0, 10, 50, 100, 200, 500)},
    ),
    "calendars": Plot(
        "Cost of a deadline against the number of calendars, mixed at random",
        "calendars",
        {n: calendars(n) for n in (1, 10, 100, 1000)},
    ),
    "batch": Plot(
        "Cost of a deadline against the number of rows in a call",
        "rows in a call",
        {n: batch(n) for n in (*(10**power for power in range(8)), 64_000_000)},
        "`bulk` does 256 rows at a time, so one row costs as much as 256. All others do one row "
        "after another in any case; their call is a loop over so many rows.",
    ),
}


@dataclasses.dataclass(frozen=True)
class Reason:
    """`holds(row, ours, theirs, other, closed)` checks one differing row. `other` is the answer of
    `other_peer` to the same ticket in `other_scenario` (else in the same); `closed(day)` tells
    whether nobody works on that day."""

    text: str
    holds: Callable
    other_peer: str = ""
    other_scenario: str = ""


NEXT_OPEN = Reason(
    "a deadline that is used up at a close is told as the next opening, as by sla with "
    "`exact_fit::next_open`",
    lambda row, ours, theirs, other, closed: theirs == other,
    other_peer="sla_next_open",
)


def no_holidays(scenario):
    return Reason(
        "knows no holidays; gives what sla gives for a calendar without them",
        lambda row, ours, theirs, other, closed: theirs == other,
        other_peer="sla",
        other_scenario=scenario,
    )


REASONS = {
    ("sla_next_open", "deadline"): Reason(
        "as asked: the next opening, where a deadline is used up at a close",
        lambda row, ours, theirs, other, closed: theirs > ours,
    ),
    ("pandas", "deadline"): NEXT_OPEN,
    ("perl", "deadline"): NEXT_OPEN,
    ("dayjs", "deadline"): Reason(
        "counts whole minutes: a ticket made within hours gets the rest of its minute for nothing "
        "at the first break, so the deadline is late by as many seconds",
        lambda row, ours, theirs, other, closed: row[0] % 60 != 0
        and theirs - ours == 60 - row[0] % 60,
    ),
    ("dayjs", "count_days"): Reason(
        "moves a start on a closed day back to the business day before and counts that, too",
        lambda row, ours, theirs, other, closed: theirs == ours + 1 and closed(row[0]),
    ),
    ("date_fns", "add_days"): no_holidays("add_weekdays"),
    ("date_fns", "count_days"): no_holidays("count_weekdays"),
}
