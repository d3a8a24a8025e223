#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the golden tables without the library: minute by minute, with Python's zoneinfo.

    python3 tests/golden/check_tables.py tests/golden/*.txt

The tables were worked out by hand; this makes sure that the hand did not slip, and shares nothing
with the library but the question.
"""
import re
import sys
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = ("January February March April May June July August September October November "
          "December").split()
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def minutes(text):
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def ranges(text):
    found = []
    for part in text.split(","):
        begin, end = (minutes(t) for t in part.strip().split("-"))
        found.append((begin, end if end > begin else end + 24 * 60))
    return found


def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def yearly_date(text, year):
    words = text.split()
    if words[0] == "Easter":
        return easter(year) + int(words[1]) * DAY
    if words[0].isdigit():
        return date(year, MONTHS.index(words[1]) + 1, int(words[0]))
    weekday, month = DAYS.index(words[1]), MONTHS.index(words[3]) + 1
    all_days = [date(year, month, 1) + n * DAY for n in range(31)]
    hits = [d for d in all_days if d.month == month and d.weekday() == weekday]
    return hits[-1] if words[0] == "last" else hits[int(words[0][0]) - 1]


class Calendar:
    def __init__(self):
        self.week = {}  # weekday -> ranges, by the date from which it holds
        self.weeks = [(date.min, self.week)]
        self.exceptions, self.yearly = [], []

    def statement(self, line):
        word, rest = line.split(None, 1)
        if word == "zone":
            self.zone = ZoneInfo(rest)
        elif word == "open":
            self.hours(self.week, rest)
        elif word == "from":
            when, _, rest = rest.split(None, 2)
            when = date.fromisoformat(when)
            if self.weeks[-1][0] != when:
                self.weeks.append((when, {}))
            self.hours(self.weeks[-1][1], rest)
        elif word == "yearly":
            match = re.match(r"closed (\d+ \w+|Easter [+-]\d+|\w+ \w+ of \w+) ", rest)
            self.yearly.append(match.group(1))
        else:
            match = re.match(r"(\S+)(?: to (\S+))?(?: ((?:\d\d:\d\d-\d\d:\d\d(?:, )?)+))? ", rest + " ")
            first = date.fromisoformat(match.group(1))
            last = date.fromisoformat(match.group(2) or match.group(1))
            self.exceptions.append((word, first, last, ranges(match.group(3)) if match.group(3) else []))

    @staticmethod
    def hours(week, text):
        if text == "always":
            week.update({d: [(0, 24 * 60)] for d in range(7)})
            return
        if text.startswith("every day "):
            which, text = range(7), text[10:]
        else:
            match = re.match(r"(\w+)(?: (to|and) (\w+))? (?=\d)", text)
            first = DAYS.index(match.group(1))
            last = DAYS.index(match.group(3) or match.group(1))
            which = [first, last] if match.group(2) == "and" else [
                (first + n) % 7 for n in range((last - first) % 7 + 1)]
            text = text[match.end():]
        for day in which:
            week[day] = ranges(text)

    @lru_cache(None)
    def minutes_of(self, day):
        """The open minutes that belong to a date, counted from its midnight."""
        week = [w for since, w in self.weeks if since <= day][-1]
        open_ = {m for b, e in week.get(day.weekday(), []) for m in range(b, e)}
        if any(yearly_date(rule, year) == day for rule in self.yearly
               for year in (day.year - 1, day.year, day.year + 1)):
            open_ = set()
        for order in (("closed", "instead"), ("also",), ("except",)):
            for word, first, last, hours in self.exceptions:
                if word in order and first <= day <= last:
                    named = {m for b, e in hours for m in range(b, e)}
                    if word == "also":
                        open_ = open_ | named
                    elif word == "except":
                        open_ = open_ - named
                    else:
                        open_ = named
        return open_

    def local(self, t):
        return t.astimezone(self.zone).replace(tzinfo=None)

    def owner(self, t):
        local = self.local(t)
        minute = local.hour * 60 + local.minute
        for day, m in ((local.date() - DAY, minute + 24 * 60), (local.date(), minute)):
            if m in self.minutes_of(day):
                return day
        return None

    def open(self, t):
        return self.owner(t) is not None

    def first_at_or_after(self, local):
        """The earliest instant whose wall clock shows that time or a later one."""
        t = local.replace(tzinfo=timezone.utc) - 26 * 60 * MINUTE
        while self.local(t) < local:
            t += MINUTE
        return t

    def add(self, t, left, next_opening):
        if left == 0:
            return t
        while left > 0:
            left -= self.open(t)
            t += MINUTE
        while next_opening and not self.open(t):
            t += MINUTE
        return t

    def subtract(self, t, left, next_opening):
        while left > 0:
            t -= MINUTE
            left -= self.open(t)
        while next_opening and not self.open(t - MINUTE):
            t -= MINUTE
        return t

    def instants_of(self, day):
        """The open instants that belong to a date."""
        t = datetime(day.year, day.month, day.day, tzinfo=timezone.utc) - 15 * 60 * MINUTE
        return [u for u in (t + n * MINUTE for n in range(78 * 60)) if self.owner(u) == day]

    def business_days_after(self, day, count):
        while count > 0:
            day += DAY
            count -= bool(self.instants_of(day))
        return day

    def business(self, t, count, end, by, cut_off):
        if end == "by":
            local = self.local(t)
            day = local.date()
            late = cut_off is not None and local.hour * 60 + local.minute > cut_off
            if late or not self.instants_of(day):
                day = self.business_days_after(day, 1)
            due = self.business_days_after(day, count)
            return self.first_at_or_after(datetime(due.year, due.month, due.day) + by * MINUTE)
        while not self.open(t):
            t += MINUTE
        day = self.owner(t)
        due = self.business_days_after(day, count)
        if end == "close":
            return self.instants_of(due)[-1] + MINUTE
        return self.first_at_or_after(self.local(t) + (due - day))


def months_later(local, count):
    month = local.year * 12 + local.month - 1 + count
    for day in range(local.day, 0, -1):
        try:
            return local.replace(year=month // 12, month=month % 12 + 1, day=day)
        except ValueError:
            pass


def answer(calendar, t, promise):
    if promise == "open?":
        return "yes" if calendar.open(t) else "no"
    match = re.fullmatch(r"(\d+) business days?(?:, (close)|, by (\S+?)(?:, cut-off (\S+))?)?", promise)
    if match:
        end = "close" if match.group(2) else "by" if match.group(3) else "same"
        return calendar.business(t, int(match.group(1)), end, minutes(match.group(3) or "0:0"),
                                 minutes(match.group(4)) if match.group(4) else None)
    match = re.fullmatch(r"(\d+) (day|week|month)s?", promise)
    if match:
        count, unit = int(match.group(1)), match.group(2)
        local = calendar.local(t)
        if unit == "month":
            return calendar.first_at_or_after(months_later(local, count))
        return calendar.first_at_or_after(local + count * (7 if unit == "week" else 1) * DAY)
    match = re.fullmatch(r"(back )?(?:(\d+) h)?\s?(?:(\d+) min)?( \(next opening\))?", promise)
    length = int(match.group(2) or 0) * 60 + int(match.group(3) or 0)
    walk = calendar.subtract if match.group(1) else calendar.add
    return walk(t, length, bool(match.group(4)))


def instant(text, calendar):
    day, weekday, time, offset = text.split()
    when = datetime.fromisoformat(f"{day}T{time}{offset}")
    assert DAYS[when.weekday()].startswith(weekday), text
    assert when.astimezone(calendar.zone).utcoffset() == when.utcoffset(), f"offset of {text}"
    return when.astimezone(timezone.utc)


def check(path):
    rows = wrong = 0
    calendar = None
    for number, line in enumerate(open(path, encoding="ascii"), 1):
        line = line.split("#")[0].strip() if line.startswith("#") else line.strip()
        if not line or line.startswith("start "):
            continue
        if line.startswith("calendar "):
            calendar = Calendar()
        elif "|" not in line:
            calendar.statement(line)
        else:
            start, promise, due, _ = (cell.strip() for cell in line.split("|"))
            rows += 1
            start = instant(start, calendar)
            expected = due if due in ("yes", "no") else instant(due, calendar)
            found = answer(calendar, start, promise)
            if found != expected:
                wrong += 1
                shown = found if isinstance(found, str) else found.astimezone(calendar.zone)
                print(f"{path}:{number}: {promise} is {shown}")
    print(f"{path}: {rows} rows, {wrong} wrong")
    return wrong


if __name__ == "__main__":
    sys.exit(any([check(path) for path in sys.argv[1:]]))
