# SPDX-License-Identifier: MIT
"""Service levels from Python: host.py support.json ticket.json mistakes.json"""

import sys

import sla
from host_text import text_of


def read(path):
    with open(path, "rb") as file:
        return file.read()


now = 1791532800000  # 2026-10-09T08:00:00Z
sys.stdout.reconfigure(encoding="utf-8")
document, ticket, mistakes = map(read, sys.argv[1:])

book = sla.Book(document)
ticket = book.ticket(ticket)
verdicts, next_change = ticket.verdicts(now)
for v in verdicts:
    print(f"{v.metric}: {v.state}, due {text_of(v.deadline_ms)}, {int(v.share * 100)} % used")
print("next change:", text_of(next_change))
print("four hours later:", text_of(book.add("客服", now, 4 * 3600000)))
print(ticket.explain(now))

try:
    sla.Book(mistakes)
except sla.Error as error:
    print(error)
