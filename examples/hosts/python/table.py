# SPDX-License-Identifier: MIT
"""A whole table judged from Python: table.py support.json

The columns go in and come out by the Arrow C data interface. With pyarrow this is
`batch._export_to_c(address of array, address of schema)` and back; here are the two structures by
hand, so that nothing but Python is needed.
"""

import ctypes
import sys
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_void_p

import host_text
import sla


class Schema(ctypes.Structure):
    """ArrowSchema"""


class Array(ctypes.Structure):
    """ArrowArray"""


Schema.Release = ctypes.CFUNCTYPE(None, POINTER(Schema))
Schema._fields_ = [
    *(("format", c_char_p), ("name", c_char_p), ("metadata", c_char_p), ("flags", c_int64)),
    *(("n_children", c_int64), ("children", POINTER(POINTER(Schema))), ("dictionary", POINTER(Schema))),
    *(("release", Schema.Release), ("private_data", c_void_p)),
]
Array.Release = ctypes.CFUNCTYPE(None, POINTER(Array))
Array._fields_ = [
    *((name, c_int64) for name in ("length", "null_count", "offset", "n_buffers", "n_children")),
    *(("buffers", POINTER(c_void_p)), ("children", POINTER(POINTER(Array))), ("dictionary", POINTER(Array))),
    *(("release", Array.Release), ("private_data", c_void_p)),
]

# Python keeps the memory of what it hands in, so there is nothing to release.
keep_schema = Schema.Release(lambda schema: None)
keep_array = Array.Release(lambda array: None)


class Column:
    """A column of Python's for a call: its children are columns, too."""

    def __init__(self, name, format, length, buffers=(), children=(), dictionary=None):
        self.parts = [buffers, children, dictionary]
        self.schema = Schema(format.encode(), name.encode(), None, 2, len(children))
        self.array = Array(length, -1 if buffers and buffers[0] else 0, 0, len(buffers), len(children))
        self.array.buffers = (c_void_p * len(buffers))(*(b and ctypes.addressof(b) for b in buffers))
        self.schema.children = (POINTER(Schema) * len(children))(*(ctypes.pointer(c.schema) for c in children))
        self.array.children = (POINTER(Array) * len(children))(*(ctypes.pointer(c.array) for c in children))
        if dictionary:
            self.schema.dictionary = ctypes.pointer(dictionary.schema)
            self.array.dictionary = ctypes.pointer(dictionary.array)
        self.schema.release, self.array.release = keep_schema, keep_array


def instants(name, values):
    """timestamp[ms]; None is no value"""
    valid = (c_uint8 * (len(values) // 8 + 1))()
    for row, value in enumerate(values):
        valid[row // 8] |= (value is not None) << row % 8
    return Column(name, "tsm:UTC", len(values), [valid, (c_int64 * len(values))(*(v or 0 for v in values))])


def texts(name, values):
    """utf8"""
    data = [v.encode() for v in values]
    offsets = (c_int32 * (len(data) + 1))(*(sum(map(len, data[:i])) for i in range(len(data) + 1)))
    return Column(name, "u", len(data), [None, offsets, ctypes.create_string_buffer(b"".join(data))])


def words(name, values):
    """dictionary<int32, utf8>"""
    distinct = sorted(set(values))
    numbers = (c_int32 * len(values))(*map(distinct.index, values))
    return Column(name, "i", len(values), [None, numbers], dictionary=texts("", distinct))


def table(*columns):
    return Column("", "+s", columns[0].array.length, [None], columns)


class Event(ctypes.Structure):
    """sla_event"""

    _fields_ = [
        ("at_ms", c_int64),
        *((name, c_uint8) for name in ("kind", "by", "visible", "which")),
        *((name, c_uint32) for name in ("name", "value", "tag", "person", "metric")),
        ("due_ms", c_int64),
    ]


class AttributeColumn(ctypes.Structure):
    _fields_ = [("column", c_char_p), ("attribute", c_int32), ("reserved", c_int32)]


class EventColumn(ctypes.Structure):
    _fields_ = [("column", c_char_p), ("event", Event)]


class Layout(ctypes.Structure):
    """sla_table_layout"""

    _fields_ = [
        *(("size", c_size_t), ("attributes", POINTER(AttributeColumn)), ("attribute_count", c_size_t)),
        *(("created", c_char_p), ("created_by", c_uint8), ("reserved", c_uint8 * 7)),
        *(("events", POINTER(EventColumn)), ("event_count", c_size_t)),
        *(("pauses", c_char_p), ("pause_begins", Event), ("pause_ends", Event)),
        *(("timelines", c_char_p), ("now", c_char_p)),
        *(("metrics", POINTER(c_uint32)), ("metric_count", c_size_t)),
        *(("outputs", c_uint32), ("reserved_too", c_uint32)),
    ]


PRIORITY, TIER = 0, 2
MESSAGE, BY_AGENT = 1, 1
OUT_STATE, OUT_DEADLINE = 1, 2

hour, minute = 3600000, 60000
morning = 1790726400000  # 2026-09-30T00:00:00Z
batch = table(
    words("priority", ["P1", "P2", "P2", "P1"]),
    texts("tier", ["gold"] * 4),
    instants("created", [morning + 1 * hour, morning + 8 * hour, morning + 9 * hour, morning + 2 * hour]),
    instants("answered", [morning + 80 * minute, None, morning + 200 * hour, morning + 1 * hour]),
)

with open(sys.argv[1], "rb") as file:
    book = sla.Book(file.read())

attributes = (AttributeColumn * 2)((b"priority", PRIORITY), (b"tier", TIER))
events = (EventColumn * 1)((b"answered", Event(kind=MESSAGE, by=BY_AGENT)))
metrics = (c_uint32 * 1)(sla.lib.sla_book_metric(book.handle, b"first response"))
layout = Layout(
    size=ctypes.sizeof(Layout),
    attributes=attributes,
    attribute_count=len(attributes),
    created=b"created",
    events=events,
    event_count=len(events),
    metrics=metrics,
    metric_count=len(metrics),
    outputs=OUT_STATE | OUT_DEADLINE,
)
for name in ("sla_table_plan_create", "sla_table_evaluate"):
    getattr(sla.lib, name).restype = c_int32

plan, schema, result = c_void_p(), Schema(), Array()
sla.call(sla.lib.sla_table_plan_create, book.handle, byref(layout), byref(plan))
sla.call(
    sla.lib.sla_table_evaluate,
    *(plan, byref(batch.schema), byref(batch.array), c_int64(morning + 240 * hour)),
    *(byref(schema), byref(result), None),
)

columns = {schema.children[i].contents.name.decode(): result.children[i].contents for i in range(schema.n_children)}
states, deadlines = columns["first response.state"], columns["first response.deadline"]


def is_valid(column, row):
    bits = column.buffers[0]
    return not bits or bool((c_uint8 * column.length).from_address(bits)[row // 8] >> row % 8 & 1)


for row in range(result.length):
    state = (c_uint8 * result.length).from_address(states.buffers[1])[row]
    due = (c_int64 * result.length).from_address(deadlines.buffers[1])[row]
    print(f"row {row}: state {state}, due {host_text.text_of(due) if is_valid(deadlines, row) else 'none'}")

schema.release(byref(schema))
result.release(byref(result))
sla.lib.sla_table_plan_free(plan)
