#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Shows that layering.sh notices what it is there for: each case plants one bad line in a tree that
# is otherwise good, and looks for the complaint.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

good_tree() {
    rm -rf "$scratch/tree"
    mkdir -p "$scratch/tree/include/sla/detail" "$scratch/tree/src"
    cd "$scratch/tree"
    echo '#include <chrono>' >include/sla/time.hpp
    echo '#include <sla/time.hpp>' >include/sla/zone.hpp
    printf '%s\n' '#include <sla/detail/calendar_days.hpp>' '#include <sla/zone.hpp>' \
        >include/sla/calendar.hpp
    echo '#include <sla/calendar_definition.hpp>' >include/sla/detail/calendar_days.hpp
    echo '#include <sla/time.hpp>' >include/sla/calendar_definition.hpp
    echo '#include <sla/zone.hpp>' >include/sla/load.hpp
    printf '%s\n' '#include <fmt/format.h>' '#include <sla/calendar.hpp>' >include/sla/format.hpp
    printf '%s\n' '#include "tzif.hpp"' '#include <date/tz.h>' '#include <fmt/format.h>' >src/load.cpp
}

# refused FILE LINE COMPLAINT
refused() {
    good_tree
    echo "$2" >>"$1"
    if output=$(sh "$here/layering.sh" "$scratch/tree" 2>&1); then
        echo "not noticed: $1 with $2"
        failures=$((failures + 1))
    elif ! printf '%s\n' "$output" | grep -qF -- "$1:" ||
        ! printf '%s\n' "$output" | grep -qF -- "$3"; then
        echo "noticed for another reason: $1 with $2"
        echo "  expected: $3"
        echo "  saw: $output"
        failures=$((failures + 1))
    fi
}

good_tree
if ! output=$(sh "$here/layering.sh" "$scratch/tree" 2>&1); then
    echo "a good tree is refused: $output"
    failures=$((failures + 1))
fi

refused include/sla/time.hpp '#include <sla/zone.hpp>' 'the room time may not include zone'
refused include/sla/time.hpp '  #  include <sla/detail/calendar_days.hpp>' 'may not include calendar'
refused include/sla/detail/calendar_days.hpp '#include <sla/policy.hpp>' 'may not include policy'
refused include/sla/calendar.hpp '#include <sla/load.hpp>' 'may not include the edge load'
refused include/sla/calendar.hpp '#include <sla/detail/format_text.hpp>' 'the edge format'
refused include/sla/calendar.hpp '#include <sla/calender.hpp>' 'no such room'
refused include/sla/zone.hpp '#include <date/tz.h>' 'date is included in src/ only'
refused include/sla/load.hpp '#include <date/tz.h>' 'date is included in src/ only'
refused include/sla/load.hpp '#include <fmt/core.h>' 'fmt is included in src/'
refused include/sla/calendar.hpp '#include "zone.hpp"' 'include each other as <sla/'
refused include/sla/zone.hpp '#include <iostream>' 'the core has no files'
refused include/sla/novelty.hpp '#include <vector>' 'unknown header'
refused include/sla/detail/novelty.hpp '#include <vector>' 'unknown header'
refused src/load.cpp '#include <catch2/catch_test_macros.hpp>' 'does not include what tests it'

if [ "$failures" -ne 0 ]; then
    echo "layering self-test: $failures failure(s)"
    exit 1
fi
echo "layering self-test: every planted mistake was noticed"
