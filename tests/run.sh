#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds and runs every test; on a fresh machine it installs what is missing first.
#
#     sh tests/run.sh [CMAKE-OPTION...]
#
# Environment: CXX (compiler), SLA_BUILD_DIR (default build/tests), JOBS (default: all processors),
# SLA_DATA_DIR (real data, default ../shared/data; the tests that need it are skipped without it).
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=../cmake/prerequisites.sh
. "$root/cmake/prerequisites.sh"

sla_require build tests
sla_choose_generator

build=${SLA_BUILD_DIR:-$root/build/tests}
jobs=$(sla_jobs)

# Assertions on, yet fast enough for the properties.
cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" \
    -DSLA_BUILD_TESTS=ON -DSLA_BUILD_EXAMPLES=ON "$@"
cmake --build "$build" --parallel "$jobs"
ctest --test-dir "$build" --parallel "$jobs" --output-on-failure --no-tests=error
