#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Judges a file of tickets and prints a compliance report; on a fresh machine it installs what is
# missing first.
#
#     sh examples/quickstart.sh                              the sample that ships with sla
#     sh examples/quickstart.sh TICKETS.csv POLICY.json      your own; TICKETS.columns beside them
#                                                            says how they are to be read
#
# Environment: CXX (compiler), SLA_BUILD_DIR (default build/quickstart), JOBS.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=../cmake/prerequisites.sh
. "$root/cmake/prerequisites.sh"

sla_require build
sla_choose_generator

build=${SLA_BUILD_DIR:-$root/build/quickstart}

sla_say "building (a minute or two the first time)"
mkdir -p "$build"
if ! {
    cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release -DSLA_BUILD_TESTS=OFF \
        -DSLA_BUILD_EXAMPLES=ON &&
        cmake --build "$build" --parallel "$(sla_jobs)" --target sla_example_compliance_report
} >"$build/quickstart.log" 2>&1; then
    cat "$build/quickstart.log" >&2
    sla_stop "the build failed"
fi

report=$build/examples/compliance_report
if [ "$#" -eq 0 ]; then
    "$report" "$root/examples/compliance_report/sample_tickets.csv" \
        "$root/examples/compliance_report/sample_policy.json"
else
    "$report" "$@"
fi
