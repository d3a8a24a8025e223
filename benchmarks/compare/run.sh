#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Compares sla with what a user would pick instead, in one run; on a fresh machine it installs what
# is missing first. Answers are compared row by row before any time is told. Writes README.md (the
# part between markers), results.txt and the plots of this folder; all else stays in the build
# directory. A peer that cannot be installed is left out.
#
#     sh benchmarks/compare/run.sh [--quick]
#
# --quick takes a hundredth of the rows and writes only to the build directory.
# Environment: CXX (compiler), SLA_BUILD_DIR (default build/compare), JOBS.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=../../cmake/prerequisites.sh
. "$root/cmake/prerequisites.sh"

sla_require build
sla_choose_generator

build=${SLA_BUILD_DIR:-$root/build/compare}
mkdir -p "$build"
log=$build/compare.log
: >"$log"

# -- the peers -------------------------------------------------------------------------------------

has_header() {
    printf '%s\n' "#include <$1>" 'int main() {}' >"$build/probe.cpp"
    "${CXX:-c++}" -std=c++20 -fsyntax-only "$build/probe.cpp" >/dev/null 2>&1
}

has_perl() {
    sla_have perl && perl -e "use $1;" >/dev/null 2>&1
}

# A Python of the user's own may lack what the system's has.
choose_python() {
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import numpy, pandas, zoneinfo' >/dev/null 2>&1; then
            return
        fi
    done
    python=python3
    return 1
}

missing=
has_header boost/date_time/local_time/local_time.hpp || missing="$missing libboost-date-time-dev"
has_header ql/version.hpp || missing="$missing libquantlib0-dev"
choose_python || missing="$missing python3 python3-numpy python3-pandas"
has_perl Business::Hours || missing="$missing libbusiness-hours-perl"
has_perl Time::HiRes || missing="$missing perl"
# Where node is not Debian's it brings npm, which Debian packs by itself.
sla_have node || missing="$missing nodejs"
sla_have npm || missing="$missing npm"

if [ -n "$missing" ]; then
    if ! sla_have apt-get || { [ "$(id -u)" -ne 0 ] && ! sla_have sudo; }; then
        sla_say "not found, and there is no way to install it here:$missing"
    else
        sla_say "installing:$missing"
        sla_apt_get update >>"$log" 2>&1 || true
        # One by one: one that this system does not offer must not keep the others away.
        for package in $missing; do
            sla_apt_get install --no-install-recommends "$package" >>"$log" 2>&1 ||
                sla_say "cannot be installed: $package"
        done
    fi
fi
choose_python || true
"$python" -c 'import zoneinfo' >/dev/null 2>&1 ||
    sla_stop "missing, and needed: Python 3.9 or newer"

node_modules=$build/npm/node_modules
if sla_have npm && ! cmp -s "$here/package.json" "$build/npm/package.json"; then
    sla_say "installing the packages of package.json"
    rm -rf "$build/npm"
    mkdir -p "$build/npm"
    cp "$here/package.json" "$build/npm"
    if ! npm install --prefix "$build/npm" --no-audit --no-fund --no-package-lock >>"$log" 2>&1; then
        rm -rf "$build/npm"
        sla_say "the packages from npm cannot be installed"
    fi
fi

# -- the run ---------------------------------------------------------------------------------------

sla_say "building (a minute or two the first time)"
if ! {
    cmake -S "$here" -B "$build" -DCMAKE_BUILD_TYPE=Release &&
        cmake --build "$build" --parallel "$(sla_jobs)"
} >>"$log" 2>&1; then
    cat "$log" >&2
    sla_stop "the build failed"
fi

sla_say "comparing (some minutes)"
mkdir -p "$build/data"
"$build/bin/prepare" "$build/data"
NODE_PATH=$node_modules CXX=${CXX:-c++} \
    "$python" -B "$here/compare.py" "$build/bin" "$build/data" "$build/answers" "$@"
