#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The figures of a telephone desk with sixty digits, from the states of its queue.

    python3 tests/property/capacity_chain.py CALLS INTERVAL HANDLING PATIENCE WITHIN SEATS ...

Six numbers a desk, times in seconds, decimal or hexadecimal (0x1.8p+4); "inf" is unlimited
patience. One line for each desk: waiting, answered, answered in time, abandoned, abandoned in time,
occupancy, queue, average wait, speed of answer. Nothing but the standard library; nothing is shared
with sla but the questions. capacity_python.cpp compares.

Every state is summed with its own probability, starting from the empty desk. A caller who finds k
others waiting is answered after exits at the rates of seats/handling + i/patience, i = 0 ... k.
"""
import sys
from decimal import MAX_EMAX, MIN_EMIN, Decimal, getcontext

getcontext().prec = 60
getcontext().Emax = MAX_EMAX
getcontext().Emin = MIN_EMIN

NOTHING = Decimal(10) ** -45


def number(text):
    return Decimal(float.fromhex(text) if "0x" in text else float(text))


def series(x, y):
    """Sums over places in the queue of the terms y^k / ((x+1) ... (x+k)), k = 0, 1, ...: of the
    terms, of k times the term, and of the term times 1/(x+1) + ... + 1/(x+k)."""
    term, every, places, waits, wait, k = Decimal(1), Decimal(1), Decimal(0), Decimal(0), 0, 0
    while True:
        k += 1
        term *= y / (x + k)
        wait += 1 / (x + k)
        every += term
        places += k * term
        waits += wait * term
        if y < x + k and k * term < NOTHING * places * (1 - y / (x + k)) ** 2:
            return every, places, waits


def empty_to_full(load, seats):
    """The weights of all states without a queue, added, as a multiple of that of the full desk."""
    term, every = Decimal(1), Decimal(1)
    for busy in range(1, seats + 1):
        term *= load / busy
        every += term
    return every / term


def figures(calls, interval, handling, patience, within, seats):
    seats = int(seats)
    rate = calls / interval
    load = rate * handling
    full = empty_to_full(load, seats)
    if patience == 0:
        waiting = 1 / full
        answered = 1 - waiting
        return (waiting, answered, answered, waiting, waiting, load * answered / seats, 0, 0, 0)
    if patience.is_infinite():
        places = 1 / (1 - load / seats)
        waiting = places / (full - 1 + places)
        wait = waiting * handling / (seats - load)
        in_time = 1 - waiting * (-(seats - load) * within / handling).exp()
        return (waiting, 1, in_time, 0, 0, load / seats, rate * wait, wait, wait)

    x, y, s = seats * patience / handling, load * patience / handling, within / patience
    every, places, waits = series(x, y)
    waiting = every / (full - 1 + every)
    queue = waiting * places / every
    abandoned = queue / (rate * patience)
    answered = 1 - abandoned
    speed = patience * waiting * seats / load * waits / every / answered
    later = series(x, y * (-s).exp())[0]
    density = (y * (1 - (-s).exp()) - x * s).exp()
    answered_late = waiting * seats / load * density * (later - 1) / every
    any_late = waiting * (-s).exp() * density * later / every
    return (waiting, answered, answered - answered_late, abandoned,
            abandoned - (any_late - answered_late), load * answered / seats, queue,
            queue / rate, speed)


def main():
    numbers = [number(a) for a in sys.argv[1:]]
    if not numbers or len(numbers) % 6:
        sys.exit(__doc__)
    for i in range(0, len(numbers), 6):
        print(*(f"{Decimal(f):.20e}" for f in figures(*numbers[i:i + 6])))


if __name__ == "__main__":
    main()
