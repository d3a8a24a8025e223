#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Judges the requests to the City of Boston with the program sla, from a shell:
command_line.py SLA

The policy document is made here, from the rules that lie beside the requests; SLA_DATA_DIR says
where both are. Compared are the deadlines with the city's targets, and the states under these
targets with the city's own verdicts."""
import collections, csv, datetime, io, json, os, subprocess, sys, tempfile, zoneinfo
from pathlib import Path

sys.dont_write_bytecode = True
root = Path(__file__).resolve().parents[2]
data = Path(os.environ.get("SLA_DATA_DIR", root.parent / "shared" / "data")) / "tickets"
tickets = data / "boston311_2015_oct_nov.csv"
rules = data / "boston_policy_2015.json"
if not tickets.exists() or not rules.exists():
    print(f"no requests in {data} (SLA_DATA_DIR): skipped")
    sys.exit(4)

rules = json.loads(rules.read_text())
form = "%m/%d/%Y %I:%M:%S %p"
zone = zoneinfo.ZoneInfo(rules["time_zone"])
as_of = "2016-01-13 08:02:23"


def limit(target):
    n = target["n"]
    if target["kind"] == "business_days":
        return f"{n} business days"
    assert n % 24 == 0
    return f"{n // 24} calendar days"


def document(otherwise=None):
    week = {{"Mon-Fri": "Monday-Friday"}[days]: ["-".join(hours)]
            for days, hours in rules["week"].items()}
    target = {"by": "category", "within": {t["type"]: limit(t) for t in rules["targets"]}}
    if otherwise:
        target["otherwise"] = otherwise
    return {"sla": 1,
            "calendars": [{"name": "City", "zone": rules["time_zone"], "hours": week,
                           "exceptions": [{"name": "Holiday", "date": d}
                                          for d in rules["holidays"]]}],
            "policies": [{"name": "Boston", "calendar": "City",
                          "targets": {"resolution": target}}]}


def run(command, expected_status):
    """By a shell, as a person would."""
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=dict(
        os.environ, PATH=f"{Path(sys.argv[1]).resolve().parent}:{os.environ['PATH']}"))
    if done.returncode != expected_status:
        sys.exit(f"{command}\nended with {done.returncode}:\n{done.stderr}")
    return done.stdout, done.stderr


def seconds(local):
    return datetime.datetime.strptime(local, form).replace(tzinfo=zone).timestamp()


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


with open(tickets, newline="") as file:
    rows = {r["CASE_ENQUIRY_ID"]: r for r in csv.DictReader(file)}
assert len(rows) == 17_498

with tempfile.TemporaryDirectory() as folder:
    rule_policy = Path(folder) / "rules.json"
    rule_policy.write_text(json.dumps(document()))
    target_policy = Path(folder) / "targets.json"
    target_policy.write_text(json.dumps(document(otherwise="1 calendar days")))
    columns = f"""--column id=CASE_ENQUIRY_ID --column created=OPEN_DT --column resolved=CLOSED_DT \
        --column category=TYPE --column channel=Source --column group=Department \
        --time-format '{form}' --as-of '{as_of}'"""

    # One request was closed a second before it was opened, by the clocks of two machines.
    _, refused = run(f"sla eval {rule_policy} {tickets} {columns} --format csv", 2)
    columns += " --tolerate '1 s'"
    verdicts, said = run(f"sla eval {rule_policy} {tickets} {columns} --format csv", 0)
    table, _ = run(f"sla report {rule_policy} {tickets} {columns} --format json --by channel", 0)
    targets, _ = run(f"sla eval {target_policy} - {columns} --format csv "
                     f"--column due:resolution=TARGET_DT < {tickets}", 0)

wrong = []


def expect(what, actual, expected):
    print(f"{what}: {actual:,}")
    if actual != expected:
        wrong.append(f"{what}: {actual}, expected {expected}")


judged = list(csv.DictReader(io.StringIO(verdicts)))
covered = [v for v in judged if v["limit"] and rows[v["id"]]["TARGET_DT"]]
difference = [abs(instant(v["deadline"]) - seconds(rows[v["id"]]["TARGET_DT"])) for v in covered]
expect("requests with a verdict", len({v["id"] for v in judged}), 17_498)
expect("covered by the rules", len(covered), 9_764)
expect("deadlines within 120 s of the city's", sum(d <= 120 for d in difference), 9_723)
expect("deadlines within 60 s of the city's", sum(d <= 60 for d in difference), 9_665)
if "1 of 17,498 tickets had mistakes" not in refused or "1 event moved" not in said:
    wrong.append(refused + said)

states = collections.Counter(v["state"] for v in judged)
whole = json.loads(table)["metrics"][0]
for state in ("met", "breached", "running"):
    expect(f"{state}, by sla report", whole["all"][state], states[state])
    expect(f"{state}, in all its channels", sum(g[state] for g in whole["groups"]), states[state])

agree = compared = 0
for v in csv.DictReader(io.StringIO(targets)):
    row = rows[v["id"]]
    if not row["TARGET_DT"] or not row["OnTime_Status"]:
        continue
    compared += 1
    on_time = v["state"] in ("met", "running")
    agree += on_time == (row["OnTime_Status"] == "ONTIME")
expect("verdicts by the city's own targets", compared, 14_106)
expect("verdicts that are the city's", agree, 14_106)

print(*wrong, sep="\n")
sys.exit(1 if wrong else 0)
