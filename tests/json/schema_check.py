# SPDX-License-Identifier: MIT
#
# Does docs/policy.schema.json accept the documents that the loader accepts, and no others?
#
#     python3 schema_check.py ACCEPTS TREE
#
# ACCEPTS is the program made from tool/accepts.cpp. Documents: good/, bad/, beyond_schema/ and the
# table of mistakes, and thousands made from the good ones by changing one thing in each. What only
# the loader can know has its codes in BEYOND, and a document of its own in beyond_schema/.
# The status is 77 where the Python module jsonschema is missing.

import json
import pathlib
import random
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: the Python module jsonschema is missing (Debian: python3-jsonschema)")
    sys.exit(77)

# Codes of what no schema can say: a date that only looks like one, a weekday that is in two keys
# or twice in one, hours that end when they begin though they are written in two ways, a key twice,
# a number that is whole but written with a fraction.
BEYOND = {"json.date", "json.instant", "json.weekdays", "json.hours", "json.key_twice",
          "json.version", "json.number"}

WORDS = ["", "P1", "gold", "紧急", "always", "24x7", "created", "attribute_changed", "resolution",
         "stage handling", "add", "2026-06-12", "2026-04-01T00:00:00Z", "2026-04-01T00:00Z",
         "2026-04-01T00:00.500Z", "2026-04-01T00:00:00.5Z", "2026-04-01T00:00:00.500-03:30",
         "09:00-17:00", "22:00-06:00", "00:00-24:00", "09:00-33:00", "24:00-25:00", "09:00-48:01",
         "9:00-17:00", "09:00-09:00", "09:00:30-17:00", "Monday", "Monday-Friday", "Monday, Friday",
         "every day", "30 min", "30min", "1 h 30 min", "1 h  30 min", "30 min 1 h", "1 hour",
         "1 hours 2 s 3 ms", "05 min", "1000000000 h", "999999999 h", "4 business hours",
         "4 working h", "4 business ms", "4business hours", "1 h 30 min business time",
         "2 business days", "2 business day by close", "2 business days by 17:00",
         "2 business days by 17:00, cut-off 14:00", "2 business days by 24:00", "2 days", "1 week",
         "1 calendar month", "1calendar day", "1 month", "4 business hours then 24 h",
         "4 h then 24 h", "4 business hours then 1 week", "75 %", "75%", "075 %", "30 min before",
         "2 business hours after", "2 business days after", "deadline", "10 %", "12.5 %", "12.345 %",
         "50 EUR", "50", "50 % net", "50  EUR", "1.5%", "0.05 元", "25 December", "32 December",
         "0 May", "4th Thursday of November", "6th Monday of May", "1th Monday of May",
         "last Monday of May", "Easter", "Easter -2", "Easter +0", "Easter 2", "orthodox Easter +1",
         "Monday on or after 18 May", "priority", "tier", "agent", "internal", "unite", "strictest",
         "90 %", "100 %", "100.0 %", "100.5 %", "-1 %", "-0 %", "85.12345 %", "85.1230 %", "99.9999999999 %",
         "month", "hour_of_day", "met", "half_up", "lower_is_better", "largest_only"]
VALUES = [None, True, 0, 1, -1, 2.5, 40000, 1e30, -0.5, 12, 2 ** 61, 2 ** 61 + 1, 2 ** 63, [], {}, [1], ["a"], {"a": 1},
          {"tier": "gold"}, {"event": "created"}, {"built_in": "repair"}]


def places(value, path=()):
    """Every place in a document, the root first."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for n in range(len(value)):
            yield from places(value[n], path + (n,))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def changed(document, chance, keys):
    """A copy of the document with one thing changed."""
    made = json.loads(json.dumps(document))
    path = chance.choice(list(places(made)))
    if not path:
        return chance.choice(VALUES) if chance.random() < 0.1 else None
    inside, last = at(made, path[:-1]), path[-1]
    what = chance.randrange(7)
    if what == 0:
        del inside[last]
    elif what == 1 and isinstance(inside, dict):
        inside[chance.choice(keys)] = inside.pop(last)
    elif what == 2 and isinstance(inside, dict):
        inside[chance.choice(keys)] = chance.choice(VALUES + WORDS)
    elif what == 3:
        inside[last] = chance.choice(VALUES)
    elif what == 4 and isinstance(inside[last], str) and inside[last]:
        text = inside[last]
        n = chance.randrange(len(text))
        inside[last] = text[:n] + chance.choice(["", " ", "0", "9", "s", ":", "-", text[n] * 2]) + text[n + 1:]
    elif what == 5:
        inside[last] = json.loads(json.dumps(at(made, chance.choice(list(places(made))))))
    else:
        inside[last] = chance.choice(WORDS)
    return made


def all_keys(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from all_keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_keys(inner)


def main():
    accepts, tree = sys.argv[1], pathlib.Path(sys.argv[2])
    folder = tree / "tests" / "json"
    schema = json.loads((tree / "docs" / "policy.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    # (name, text on one line, expected of the loader, expected of the schema); None: as the other
    documents = []
    good = []
    for path in sorted(folder.glob("*/*.json")) + sorted((tree / "examples").glob("policies/*.json")):
        text = path.read_text(encoding="utf-8")
        kind = path.parent.name
        documents.append((str(path.relative_to(tree)), " ".join(text.splitlines()),
                          kind in ("good", "policies"), kind != "bad"))
        if kind in ("good", "policies"):
            good.append(json.loads(text))
    entries = (folder / "mistakes.txt").read_text(encoding="utf-8").split("\n### ")[1:]
    for entry in entries:
        title, rest = entry.split("\n", 1)
        text = " ".join(rest.split("\n----\n", 1)[0].splitlines())
        try:
            json.loads(text)
        except ValueError:
            continue
        documents.append((title, text, None, None))
    chance = random.Random(20260612)
    keys = sorted(set(key for document in good for key in all_keys(document)) | set(WORDS))
    for n in range(6000):
        made = changed(chance.choice(good), chance, keys)
        if made is not None:
            documents.append(("changed %d" % n, json.dumps(made, ensure_ascii=False), None, None))

    told = subprocess.run([accepts], input="\n".join(d[1] for d in documents) + "\n",
                          capture_output=True, text=True, encoding="utf-8", check=True)
    answers = told.stdout.splitlines()
    assert len(answers) == len(documents), (len(answers), len(documents))

    wrong = accepted = beyond = 0
    for (name, text, loader_expected, schema_expected), answer in zip(documents, answers):
        loader = answer == "accepted"
        by_schema = validator.is_valid(json.loads(text))
        accepted += loader
        problem = None
        if loader_expected is not None and loader != loader_expected:
            problem = "the loader says: " + answer
        elif schema_expected is not None and by_schema != schema_expected:
            problem = "the schema says: " + ("valid" if by_schema else "not valid")
        elif by_schema and not loader:
            beyond += 1
            if not set(answer.split()) <= BEYOND:
                problem = "the schema accepts it, the loader says: " + answer
        elif loader and not by_schema:
            problem = "the loader accepts it, the schema does not"
        if problem:
            wrong += 1
            if wrong <= 20:
                print(name, problem, text[:2000], "", sep="\n")
    print("%d documents, %d accepted, %d beyond the schema, %d disagreements"
          % (len(documents), accepted, beyond, wrong))
    sys.exit(1 if wrong else 0)


main()
