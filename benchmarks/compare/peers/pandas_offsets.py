# SPDX-License-Identifier: MIT
"""Peer: pandas' CustomBusinessHour and CustomBusinessDay.

They count on the wall clock, so the tickets are given as local times without a zone. An offset
holds its amount; one for each amount is made beforehand."""

import pandas

import adapter

EPOCH = pandas.Timestamp(1970, 1, 1)


def deadline(calendar, rows):
    monday = calendar.hours[0]
    one = pandas.offsets.CustomBusinessHour(
        start=[begin for begin, _ in monday],
        end=[end for _, end in monday],
        weekmask=calendar.weekmask(),
        holidays=calendar.closed,
    )
    offsets = {hours: one * hours for hours in {row[2] for row in rows}}
    inputs = [(pandas.Timestamp(row[1], unit="s"), offsets[row[2]]) for row in rows]
    return (
        lambda: [created + offset for created, offset in inputs],
        lambda answers: [(answer - EPOCH) // pandas.Timedelta(seconds=1) for answer in answers],
    )


def add_days(calendar, rows):
    one = pandas.offsets.CustomBusinessDay(
        weekmask=calendar.weekmask(), holidays=calendar.closed
    )
    offsets = {count: one * count for count in {row[2] for row in rows}}
    inputs = [(pandas.Timestamp(row[0], unit="D"), offsets[row[2]]) for row in rows]
    return (
        lambda: [begin + offset for begin, offset in inputs],
        lambda answers: [(answer - EPOCH).days for answer in answers],
    )


adapter.run(
    "pandas", pandas.__version__, "local", {"deadline": deadline, "add_days": add_days}
)
