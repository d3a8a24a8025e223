#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Whole business days, add N and count, of arrays of 10 M dates: sla against numpy's busday_offset
# and busday_count, in turns in one run; on a fresh machine it installs what is missing first. All
# answers are compared, element by element, before any time is told.
#
#     sh benchmarks/business_days.sh [--rows=N] [--check]
#
# --check makes a missed bound an error.
# Environment: CXX (compiler), SLA_BUILD_DIR (default build/business_days), JOBS.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../cmake/prerequisites.sh
. "$root/cmake/prerequisites.sh"

sla_require build bench
sla_choose_generator

build=${SLA_BUILD_DIR:-$root/build/business_days}
mkdir -p "$build/rows"
log=$build/business_days.log
: >"$log"

# A Python of the user's own may lack what the system's has.
choose_python() {
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import numpy' >/dev/null 2>&1; then
            return
        fi
    done
    return 1
}

if ! choose_python; then
    if ! sla_have apt-get || { [ "$(id -u)" -ne 0 ] && ! sla_have sudo; }; then
        sla_stop "missing, and needed (names of Debian packages): python3 python3-numpy"
    fi
    sla_say "installing: python3 python3-numpy"
    sla_apt_get update >>"$log" 2>&1 || true
    sla_apt_get install --no-install-recommends python3 python3-numpy >>"$log" 2>&1 || true
    choose_python || sla_stop "missing, and needed: Python 3 with numpy"
fi

sla_say "building (a minute or two the first time)"
if ! {
    cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release -DSLA_BUILD_TESTS=OFF \
        -DSLA_BUILD_EXAMPLES=OFF -DSLA_BUILD_BENCHMARKS=ON &&
        cmake --build "$build" --parallel "$(sla_jobs)" --target sla_benchmark_business_days
} >>"$log" 2>&1; then
    cat "$log" >&2
    sla_stop "the build failed"
fi

sla_say "comparing (a minute or two)"
"$python" -B "$here/business_days.py" "$build/benchmarks/business_days" "$build/rows" "$@"
rm -rf "$build/rows"
