# SPDX-License-Identifier: MIT
"""Peer: numpy's business days, over whole arrays. It knows no hours."""

import numpy

import adapter


def calendar_of(calendar):
    return numpy.busdaycalendar(calendar.weekmask(), calendar.closed)


def days(values):
    return numpy.array(values, dtype="datetime64[D]")


def add_days(calendar, rows):
    busdays = calendar_of(calendar)
    begin = days([row[0] for row in rows])
    count = numpy.array([row[2] for row in rows])
    # A start on a closed day counts from the business day before, as everywhere here.
    return (
        lambda: numpy.busday_offset(begin, count, roll="backward", busdaycal=busdays),
        lambda answers: answers.astype("int64"),
    )


def count_days(calendar, rows):
    busdays = calendar_of(calendar)
    begin = days([row[0] for row in rows])
    end = days([row[1] for row in rows])
    return lambda: numpy.busday_count(begin, end, busdaycal=busdays), lambda answers: answers


adapter.run(
    "numpy", numpy.__version__, "local", {"add_days": add_days, "count_days": count_days}
)
