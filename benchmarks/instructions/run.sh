#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Counts the instructions of the key kernels with callgrind and holds them against table.txt:
#
#     sh benchmarks/instructions/run.sh            fails when one takes 5 % more or fewer
#     sh benchmarks/instructions/run.sh --update   writes the table anew
#
# Times are noise on a shared machine; the number of instructions is not. Fewer are an error, too:
# the table would let somebody else lose them again. Other compilers and flags make other
# instructions, so the table is held only against what it was made by, and a run with another says
# that it was skipped. Valgrind does not know AVX-512, so the kernels of `bulk` are counted in plain
# C++ and with AVX2.
#
# Environment: SLA_BUILD_DIR (default build/bench, which .ci/run has built already), JOBS.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=../../cmake/prerequisites.sh
. "$root/cmake/prerequisites.sh"

update=no
case ${1:-} in
'') ;;
--update) update=yes ;;
*) sla_stop "usage: run.sh [--update]" ;;
esac

sla_require build bench valgrind

build=${SLA_BUILD_DIR:-$root/build/bench}
table=$here/table.txt
work=$build/instructions
rm -rf "$work"
mkdir -p "$work"

cd "$root"
if ! {
    cmake --preset bench -B "$build" &&
        cmake --build "$build" --parallel "$(sla_jobs)" --target sla_benchmark_kernels
} >"$work/build.log" 2>&1; then
    cat "$work/build.log" >&2
    sla_stop "the build failed"
fi
program=$build/benchmarks/instructions/kernels

made_by=$("$program" --about)
held_by=$(sed -n 's/^made by: //p' "$table" 2>/dev/null || true)
if [ "$update" = no ] && [ "$made_by" != "$held_by" ]; then
    sla_say "skipped: the table is of $held_by; this is $made_by"
    exit 0
fi

# A dump each time that the function `measured` is left, of what happened in it.
if ! valgrind --tool=callgrind --toggle-collect=measured --dump-after=measured \
    --callgrind-out-file="$work/out" "$program" >"$work/kernels" 2>"$work/valgrind.log"; then
    cat "$work/valgrind.log" >&2
    sla_stop "valgrind failed"
fi

# Their number is that of the kernels, in the same order.
number=0
: >"$work/now"
while read -r name rows; do
    number=$((number + 1))
    total=$(sed -n 's/^totals: //p' "$work/out.$number" 2>/dev/null || true)
    case $total in
    '' | 0) sla_stop "callgrind has counted nothing for $name" ;;
    esac
    echo "$name $total $rows" | awk '{ printf "%s %.1f\n", $1, $2 / $3 }' >>"$work/now"
done <"$work/kernels"

if [ "$update" = yes ]; then
    {
        echo '# Instructions of a row (call, ticket) of each kernel: sh benchmarks/instructions/run.sh'
        echo "made by: $made_by"
        cat "$work/now"
    } >"$table"
    sla_say "written: ${table#"$root"/}"
fi

awk -v made_by="$made_by" '
    /^#/ || /^made by: / { next }
    FNR == NR { held[$1] = $2; order[++count] = $1; next }
    { now[$1] = $2; avx2 += $1 ~ /_avx2$/; if (!($1 in held)) order[++count] = $1 }
    END {
        printf "%-34s %10s %10s %9s\n", "instructions of a row", "table", "now", "change"
        for (i = 1; i <= count; ++i) {
            name = order[i]
            if (!(name in now)) {
                says = name ~ /_avx2$/ && !avx2 ? "not counted: no AVX2 here" : "GONE: not counted any more"
                printf "%-34s %10.1f %10s %9s  %s\n", name, held[name], "-", "", says
            } else if (!(name in held)) {
                says = "NEW: not in the table"
                printf "%-34s %10s %10.1f %9s  %s\n", name, "-", now[name], "", says
            } else {
                change = 100 * (now[name] / held[name] - 1)
                says = change > 5 ? "MORE" : change < -5 ? "FEWER" : ""
                printf "%-34s %10.1f %10.1f %+8.1f%%  %s\n", name, held[name], now[name], change, says
            }
            bad += says ~ /^[A-Z]+/
            more += says == "MORE"
        }
        if (bad) {
            printf "\n%s\n", more ? "Some kernels take over 5 % more instructions than the table says." \
                                  : "The table is not up to date, perhaps for the better."
            print "When that is meant: sh benchmarks/instructions/run.sh --update"
        }
        exit bad != 0
    }' "$table" "$work/now"
