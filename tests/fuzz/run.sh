#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Runs the fuzz targets, one on each core, beginning with the committed inputs:
#
#     bash tests/fuzz/run.sh                   as CI does: the same inputs each time
#     bash tests/fuzz/run.sh 600               looks for new ones, 600 seconds for each target
#     bash tests/fuzz/run.sh 600 json csv      the same with two of the targets
#
# The first proves a change: it fails where that change made a mistake, and not because of luck. The
# second looks for mistakes that are there already, and begins with what it found before. An input
# that fails is written to the folder of the build, and its path printed; mend what it shows, and
# add it to tests/fuzz/corpus/.
#
# Environment: SLA_BUILD_DIR (default build/fuzz, by the preset fuzz), JOBS.
set -Eeuo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=../../cmake/prerequisites.sh
. "$root/cmake/prerequisites.sh"

build=${SLA_BUILD_DIR:-$root/build/fuzz}
seconds=${1:-}
[ $# -eq 0 ] || shift
if [ $# -eq 0 ]; then
    # shellcheck disable=SC2046 # names without blanks
    set -- $(basename -s .cpp "$root"/tests/fuzz/*.cpp)
fi

# Half a minute of the slowest, with sanitizers.
runs_of() {
    case $1 in
    evaluate | definition) echo 4000 ;;
    *) echo 40000 ;;
    esac
}

run_one() {
    local name=$1 seconds=$2 corpus=$root/tests/fuzz/corpus/$1
    local -a amount
    if [ -n "$seconds" ]; then
        local found=$build/found/$name
        amount=(-max_total_time="$seconds")
    else
        local found=$build/new/$name
        rm -rf "$found"
        amount=(-seed=1 -runs="$(runs_of "$name")")
    fi
    mkdir -p "$found"
    local log=$build/$name.log code=0
    "$build/tests/sla_fuzz_$name" "${amount[@]}" -timeout=30 -print_final_stats=1 -print_funcs=0 \
        -artifact_prefix="$build/$name-" "$found" "$corpus" >"$log" 2>&1 || code=$?
    if [ "$code" -eq 0 ]; then
        awk -v name="$name" '/number_of_executed_units/ { runs = $2 } /peak_rss_mb/ { memory = $2 }
            END { printf "%-12s %8d inputs, %d MiB\n", name, runs, memory }' "$log"
    else
        printf '%s fails (all of it: %s):\n' "$name" "$log"
        grep -v -e '^#' -e '^INFO' "$log" | tail -n 120
    fi
    return "$code"
}

export root build seconds
export -f run_one runs_of
# shellcheck disable=SC2016 # expanded by the inner shell
printf '%s\n' "$@" | xargs -P "$(sla_jobs)" -I '{}' bash -c 'set -Eeuo pipefail; run_one "$1" "$seconds"' fuzz '{}'
