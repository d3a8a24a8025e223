#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes what another implementation makes of decimal numbers: Python's decimal module.

    python3 tests/property/make_credit_decimals.py

writes credit_decimals.txt beside this script; the numbers are random, from a fixed seed, and of
many sizes. Each line has an operation, its arguments and the result, "none" where that has more
than 18 digits after the point or a count above 2^63 - 1.
"""

import decimal
import pathlib
import random

MOST = 2**63 - 1
DIGITS = 18
WAYS = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
}

decimal.getcontext().prec = 100
dice = random.Random(20261)


def text(number):
    """As sla writes it: no exponent, no zeros at the end."""
    out = format(number, "f")
    if "." in out:
        out = out.rstrip("0").rstrip(".")
    return "0" if out in ("-0", "") else out


def fitted(number):
    out = text(number)
    count = out.replace(".", "").replace("-", "")
    digits = len(out.partition(".")[2])
    return out if digits <= DIGITS and int(count) <= MOST else "none"


def some_number():
    size = dice.choice([3, 9, 20, 31, 45, 63])
    count = dice.randrange(2**size) if dice.random() < 0.9 else MOST - dice.randrange(3)
    number = decimal.Decimal(min(count, MOST)).scaleb(-dice.choice([0, 1, 2, 2, 3, 6, 12, 18]))
    return -number if dice.random() < 0.3 else number


def some_half(digits):
    """A number on the border between two of so many digits."""
    return (decimal.Decimal(dice.randrange(-2000, 2000)) + decimal.Decimal("0.5")).scaleb(-digits)


def quantized(number, digits, way):
    return number.quantize(decimal.Decimal(1).scaleb(-digits), rounding=WAYS[way])


def main():
    lines = []
    for _ in range(150):
        a, b = some_number(), some_number()
        lines.append(f"add {text(a)} {text(b)} {fitted(a + b)}")
        lines.append(f"subtract {text(a)} {text(b)} {fitted(a - b)}")
        lines.append(f"multiply {text(a)} {text(b)} {fitted(a * b)}")
        lines.append(f"percent_of {text(a)} {text(b)} {fitted(a * b / 100)}")
        order = "<" if a < b else ">" if a > b else "="
        lines.append(f"compare {text(a)} {text(b)} {order}")
    for _ in range(150):
        digits = dice.choice([0, 1, 2, 4, 9])
        a = some_number() if dice.random() < 0.5 else some_half(digits)
        for way in WAYS:
            lines.append(f"rounded {text(a)} {digits} {way} {fitted(quantized(a, digits, way))}")
    for _ in range(150):
        digits = dice.choice([0, 2, 4, 9, 18])
        a, b = some_number(), some_number()
        if dice.random() < 0.3 and digits <= 9:  # halves that come out even
            b = decimal.Decimal(dice.choice([2, 4, 8, -16]))
            a = text(some_half(digits) * b)
            a = decimal.Decimal(a)
        if b == 0:
            continue
        for way in WAYS:
            # Of a hundred digits no half is one by accident.
            lines.append(
                f"divide {text(a)} {text(b)} {digits} {way} "
                f"{fitted(quantized(a / b, digits, way))}"
            )
    for _ in range(150):
        whole = dice.randrange(1, dice.choice([10, 1000, 2**40, 2**64]))
        part = min(whole, dice.choice([dice.randrange(whole + 1), whole, whole * 999 // 1000]))
        limit = decimal.Decimal(dice.choice(["99.9", "99", "95", "100", "0.001", "66.67", "50"]))
        share = decimal.Decimal(part) * 100
        order = "<" if share < limit * whole else ">" if share > limit * whole else "="
        lines.append(f"share {part} {whole} {text(limit)} {order}")
    for way in WAYS:
        for part, whole in ((2, 3), (1, 800), (999, 1000), (998996, 1000000), (2**64 - 2, 2**64 - 1)):
            exact = decimal.Decimal(part) * 100 / whole
            lines.append(f"in_percent {part} {whole} 2 {way} {fitted(quantized(exact, 2, way))}")
    here = pathlib.Path(__file__).parent
    head = "# Made by make_credit_decimals.py with Python's decimal module.\n"
    (here / "credit_decimals.txt").write_text(head + "\n".join(lines) + "\n", encoding="ascii")


main()
