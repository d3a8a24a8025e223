#!/bin/sh
# SPDX-License-Identifier: MIT
#
# How fast `sla eval` is beside the JSON parser alone, and how much memory it needs:
#
#     sh benchmarks/command_line.sh [MEGABYTES [GIGABYTES OF THE STREAM]]
#
# Builds both with the preset bench. The parser reads each line of a file and does nothing with it;
# sla eval reads, judges and writes verdicts. The best of five runs counts, of the processor's time,
# because that is what neighbours disturb least.
set -eu
cd "$(dirname "$0")/.."
megabytes=${1:-100}
gigabytes=${2:-2}

# shellcheck source=../cmake/prerequisites.sh
. cmake/prerequisites.sh
sla_require build bench
build=build/bench
cmake --preset bench >/dev/null
cmake --build "$build" --parallel "$(sla_jobs)" --target sla_tool sla_benchmark_tickets >/dev/null

sla=$build/tools/sla/sla
tickets=$build/benchmarks/tickets
policy=tests/command_line/desk/policy.json
file=$build/tickets.ndjson
"$tickets" write "$megabytes" >"$file"
bytes=$(wc -c <"$file")

# The processor's time of a command, in seconds.
processor_time() {
    { TIMEFORMAT='%U %S' bash -c 'time "$@" >/dev/null' time "$@"; } 2>&1 | awk '{ print $1 + $2 }'
}
best() {
    for _ in 1 2 3 4 5; do
        "$@"
    done | sort -n | head -n 1
}
parse=$(best "$tickets" parse "$file")
eval=$(best processor_time "$sla" eval "$policy" "$file" --as-of 2026-03-01T00:00:00Z)
table=$(best processor_time "$sla" eval "$policy" "$file" --as-of 2026-03-01T00:00:00Z --format csv)
report=$(best processor_time "$sla" report "$policy" "$file" --as-of 2026-03-01T00:00:00Z --by priority)
echo "$bytes $parse $eval $table $report" | awk '{
    printf "%d MB of tickets\n", $1 / 1e6
    printf "the parser alone     %6.1f MB/s\n", $1 / 1e6 / $2
    printf "sla eval, ndjson     %6.1f MB/s, %3.0f %% of it\n", $1 / 1e6 / $3, 100 * $2 / $3
    printf "sla eval, csv        %6.1f MB/s, %3.0f %% of it\n", $1 / 1e6 / $4, 100 * $2 / $4
    printf "sla report           %6.1f MB/s, %3.0f %% of it\n", $1 / 1e6 / $5, 100 * $2 / $5
}'

# The high-water mark of the memory, looked at while the stream runs.
echo "a stream of $gigabytes GB:"
mkfifo "$build/stream" 2>/dev/null || true
"$sla" eval "$policy" "$build/stream" --as-of 2026-03-01T00:00:00Z >/dev/null &
run=$!
"$tickets" write "$((gigabytes * 1000))" >"$build/stream" &
while kill -0 "$run" 2>/dev/null; do
    mark=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$run/status" 2>/dev/null || true)
    [ -z "$mark" ] || last=$mark
    [ -z "$mark" ] || [ "$mark" = "${told:-}" ] || echo "  at most $mark kB"
    told=$mark
    sleep 1
done
wait "$run"
rm -f "$build/stream" "$file"
echo "  at the end $last kB"
