# SPDX-License-Identifier: MIT
"""Service levels from Python, with nothing but ctypes.

    book = Book(open("support.json", "rb").read())
    ticket = book.ticket({"priority": "P2", "tier": "gold", "created": "2026-09-30T08:00:00Z"})
    for verdict in ticket.verdicts(now_ms):
        print(verdict.metric, verdict.state, verdict.deadline_ms)
"""

import ctypes
import json
import os
from ctypes import POINTER, byref, c_char_p, c_double, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_void_p

ABI = 1
NEVER = 2**63 - 1
STATES = ["not_applicable", "not_started", "running", "paused", "met", "breached", "cancelled"]


class Verdict(ctypes.Structure):
    """sla_verdict"""

    _fields_ = [
        *((name, c_uint32) for name in ("policy_id", "metric_id", "limit", "cycle", "past_breaches")),
        *((name, c_uint8) for name in ("state_id", "basis", "credit_band", "is_warned")),
        *(
            (name + "_ms", c_int64)
            for name in (
                *("started", "stopped", "paused_since", "deadline", "breached_at", "next_change"),
                *("spent", "working_spent", "remaining", "working_remaining"),
                *("overdue", "working_overdue", "counted", "allowed"),
            )
        ),
        ("share", c_double),
        ("steps_ms", c_int64 * 8),
    ]


def load(path=None):
    """The library, with the types of the functions that are used."""
    lib = ctypes.CDLL(path or os.environ.get("SLA_LIBRARY", "libsla.so.1"))
    if lib.sla_abi_version() != ABI:
        raise ImportError("this is another version of libsla")
    pointer, status = c_void_p, c_int32
    for name, result, *arguments in [
        ("sla_error_text", c_char_p, pointer),
        ("sla_error_json", c_char_p, pointer),
        ("sla_error_free", None, pointer),
        ("sla_text_free", None, pointer),
        ("sla_book_load", status, c_char_p, c_size_t, pointer, POINTER(pointer), POINTER(pointer)),
        ("sla_book_free", None, pointer),
        ("sla_book_metric_name", c_char_p, pointer, c_uint32),
        ("sla_book_value", c_uint32, pointer, c_int32, c_char_p),
        ("sla_book_metric", c_uint32, pointer, c_char_p),
        ("sla_book_calendar", pointer, pointer, c_char_p),
        ("sla_calendar_add", c_int64, pointer, c_int64, c_int64),
        ("sla_ticket_from_json", status, pointer, c_char_p, c_size_t, POINTER(pointer), POINTER(pointer)),
        ("sla_ticket_free", None, pointer),
        ("sla_evaluate", status, pointer, c_int64, pointer, c_size_t, c_size_t, POINTER(c_size_t), POINTER(c_int64)),
        ("sla_explain_json", status, pointer, c_int64, POINTER(pointer), POINTER(c_size_t), POINTER(pointer)),
    ]:
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


lib = load()


class Error(Exception):
    """What was wrong; `issues` is a list of dictionaries."""

    def __init__(self, error):
        super().__init__(lib.sla_error_text(error).decode())
        self.issues = json.loads(lib.sla_error_json(error))
        lib.sla_error_free(error)


def call(function, *arguments):
    """Calls a function whose last parameter is sla_error **."""
    error = c_void_p()
    if function(*arguments, byref(error)) != 0:
        raise Error(error)


class Book:
    def __init__(self, document):
        self.handle = c_void_p()
        call(lib.sla_book_load, document, len(document), None, byref(self.handle))

    def __del__(self):
        lib.sla_book_free(self.handle)

    def ticket(self, facts):
        return Ticket(self, facts if isinstance(facts, bytes) else json.dumps(facts).encode())

    def add(self, calendar, at_ms, working_ms):
        """When so much working time has passed."""
        hours = lib.sla_book_calendar(self.handle, calendar.encode())
        if hours is None:
            raise KeyError(calendar)
        return lib.sla_calendar_add(hours, at_ms, working_ms)


class Ticket:
    def __init__(self, book, text):
        self.book = book
        self.handle = c_void_p()
        call(lib.sla_ticket_from_json, book.handle, text, len(text), byref(self.handle))

    def __del__(self):
        lib.sla_ticket_free(self.handle)

    def verdicts(self, now_ms):
        """The verdicts, and when to look again."""
        out = (Verdict * 32)()
        count, next_change = c_size_t(), c_int64()
        size = ctypes.sizeof(Verdict)
        if lib.sla_evaluate(self.handle, now_ms, out, size, len(out), byref(count), byref(next_change)) != 0:
            raise ValueError("the ticket cannot be judged")
        verdicts = list(out[: count.value])
        for verdict in verdicts:
            verdict.metric = lib.sla_book_metric_name(self.book.handle, verdict.metric_id).decode()
            verdict.state = STATES[verdict.state_id]
        return verdicts, next_change.value

    def explain(self, now_ms):
        """Why, as JSON."""
        text = c_void_p()
        call(lib.sla_explain_json, self.handle, now_ms, byref(text), None)
        try:
            return ctypes.string_at(text).decode()
        finally:
            lib.sla_text_free(text)
