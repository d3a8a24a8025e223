#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Makes every mistake of mutations.txt, one at a time, and sees that the test named there notices:
#
#     sh tests/mutation/run.sh             all of them
#     sh tests/mutation/run.sh reopening   those with this word in their sentence; tells every
#                                          scenario that notices, and not only the one named
#
# It fails when a mistake goes unnoticed, when the text to be changed is not in its file exactly
# once, and when the result does not compile. Before all that, the tests have to pass as they are.
#
# A copy of one header with the mistake in it is put before the others, and what uses it is compiled
# again: the source files of the library that stand for its room, and a unit test itself, because
# the short functions are inline. These objects come first when the program is linked.
#
# Environment: SLA_PRESET (default clang), SLA_BUILD_DIR (default build/PRESET), JOBS.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=../../cmake/prerequisites.sh
. "$root/cmake/prerequisites.sh"

preset=${SLA_PRESET:-clang}
build=${SLA_BUILD_DIR:-$root/build/$preset}
work=$build/mutation
list=$root/tests/mutation/mutations.txt
program=sla_tests_scenarios

# -- the list --------------------------------------------------------------------------------------

# Writes each mistake into a folder of its own, a file for each of its parts.
read_list() {
    awk -v work="$work" -v word="$1" '
    function write(part, text) {
        print text > (folder "/" part)
        close(folder "/" part)
        ++parts
    }
    function finish() {
        if (folder != "" && parts != 6)
            complain("\"" name "\" has not all of its lines: in, -, +, caught")
    }
    function complain(what) {
        printf "mutations.txt:%d: %s\n", NR, what > "/dev/stderr"
        bad = 1
    }
    /^#/ || /^[ \t]*$/ { next }
    /^[^ \t]/ {
        finish()
        folder = ""
        if (index($0, word) == 0)
            next
        name = $0
        folder = sprintf("%s/%03d", work, ++count)
        parts = 0
        system("mkdir -p \"" folder "\"")
        write("name", name)
        next
    }
    folder == "" { next }
    {
        key = $1
        text = $0
        sub(/^[ \t]*[^ \t]+[ \t]*/, "", text)
    }
    key == "in" { write("file", text); next }
    key == "-" { write("before", text); next }
    key == "+" { write("after", text); next }
    key == "caught" {
        colon = index(text, ": ")
        write("where", substr(text, 1, colon - 1))
        write("test", substr(text, colon + 2))
        next
    }
    { complain("not understood: " $0) }
    END {
        finish()
        if (count == 0)
            complain("no mistake to make")
        exit bad
    }' "$list"
}

# -- one of them -----------------------------------------------------------------------------------

# command_for OBJECT-OR-PROGRAM: the last command that makes it.
command_for() {
    (cd "$build" && ninja -t commands "$1" | tail -n 1)
}

# What has to be compiled again for HEADER and for the test in WHERE, as files of the tree.
sources_of() {
    case $1 in
    */evaluate_* | */policy_holds.hpp) echo src/core_evaluate.cpp ;;
    */policy_*) echo src/core_policy.cpp ;;
    */timeline_*) echo src/core_timeline.cpp ;;
    */calendar_*) echo src/core_calendar.cpp src/core_evaluate.cpp ;;
    */bulk_* | */columns_*) echo src/core_bulk.cpp ;;
    esac
    case $2 in
    *.cpp) echo "tests/$2" ;;
    esac
}

# make_program FOLDER HEADERS SOURCE...: FOLDER/program, from some sources compiled with what is in
# HEADERS before the other headers; of a test the object in $kept is taken, if it names one.
kept=
make_program() {
    folder=$1
    headers=$2
    shift 2
    link=$(command_for "tests/$program")
    : >"$folder/log"
    for source in "$@"; do
        case $source in
        src/*) object=CMakeFiles/sla_sla.dir/$source.o ;;
        *)
            suite=${source#tests/}
            object=tests/CMakeFiles/sla_tests_${suite%%/*}.dir/$suite.o
            link=$(printf '%s\n' "$link" | sed 's| [^ ]*sla_tests_scenarios.dir[^ ]*||g')
            ;;
        esac
        case $source:$kept in
        src/*:* | *:)
            made=$folder/$(basename "$source" .cpp).o
            # What is unused because of the mistake is no mistake; nobody debugs it; and the
            # precompiled header has no mistakes in it.
            compile=$(command_for "$object" |
                sed -e "s| -| -I$headers -|" -e "s| -c | -w -g0 -c |" -e "s|$object|$made|g" \
                    -e 's| -Winvalid-pch||; s| -Xclang -include[^ ]* -Xclang [^ ]*||g')
            (cd "$build" && eval "$compile") >>"$folder/log" 2>&1 || return 1
            ;;
        *) made=$kept ;;
        esac
        link=$(printf '%s\n' "$link" |
            sed -e "s|[^ ]*$object||" -e "s| tests/CMakeFiles/| $made tests/CMakeFiles/|")
    done
    link=$(printf '%s\n' "$link" | sed -e "s| -o tests/$program | -o $folder/program |")
    (cd "$build" && eval "$link") >>"$folder/log" 2>&1
}

# The section of a scenario, "pause.txt:12: A pause ...", by its title.
section_of() {
    title=$2 awk -v file="${1##*/}" '$0 == "scenario " ENVIRON["title"] {
        print file ":" NR ": " ENVIRON["title"]
    }' "$root/tests/$1"
}

# ask FOLDER PROGRAM: the status of the named test.
ask() {
    where=$(cat "$1/where")
    test=$(cat "$1/test")
    case $where in
    *.txt) set -- "$1" "$2" -c "$(section_of "$where" "$test")" ;;
    *) set -- "$1" "$2" "$(printf '%s' "$test" | sed 's/[][,\\"*]/\\&/g')" ;;
    esac
    folder=$1
    shift
    timeout 60 "$@" >"$folder/output" 2>&1
}

# Every scenario that fails.
who_notices() {
    (timeout 60 "$1" -r xml || true) 2>/dev/null | awk '
    /<Section / { name = $0; sub(/.*<Section name="/, "", name); sub(/".*/, "", name) }
    /<OverallResults [^>]*failures="[1-9]/ && name ~ /\.txt:/ { print "        " name; name = "" }'
}

# judge FOLDER: writes FOLDER/result, "caught" when all is well.
# shellcheck disable=SC2046 # sources_of gives one argument for each source
judge() {
    file=$(cat "$1/file")
    where=$(cat "$1/where")
    changed=$1/include/${file#include/}
    mkdir -p "$(dirname "$changed")"
    # The insides of bulk are compiled into the library alone, so its tests stay what they are.
    case $file in
    */detail/bulk_*)
        kept=$(basename "$where" .cpp)
        kept=$work/$kept/$kept.o
        ;;
    esac
    if [ ! -e "$root/tests/$where" ]; then
        echo "no such test: tests/$where"
    elif [ "${where%.txt}" != "$where" ] && [ -z "$(section_of "$where" "$(cat "$1/test")")" ]; then
        echo "no such scenario in tests/$where: $(cat "$1/test")"
    elif ! before=$(cat "$1/before") after=$(cat "$1/after") awk '
        {
            rest = $0
            out = ""
            before = ENVIRON["before"]
            while ((at = index(rest, before)) > 0) {
                ++found
                out = out substr(rest, 1, at - 1) ENVIRON["after"]
                rest = substr(rest, at + length(before))
            }
            print out rest
        }
        END {
            if (found != 1)
                printf "found %d times in its file: %s\n", found, before > "/dev/stderr"
            exit found != 1
        }' "$root/$file" >"$changed" 2>"$1/log"; then
        cat "$1/log"
    elif ! make_program "$1" "$1/include" $(sources_of "$file" "$where"); then
        echo "does not compile: $(grep -m 1 error "$1/log" || tail -n 1 "$1/log")"
    else
        code=0
        ask "$1" "$1/program" || code=$?
        case $code in
        0) echo survived ;;
        124) echo "hangs: choose a mistake that ends" ;;
        *) echo caught ;;
        esac
        if { [ "$code" = 0 ] || [ -n "$word" ]; } && [ "${where%.txt}" != "$where" ]; then
            who_notices "$1/program" >"$1/others"
        fi
        rm -f "$1/program" "$1"/*.o
    fi >"$1/result"
}

# -- all of them -----------------------------------------------------------------------------------

word=${1:-}
if [ "$word" = --one ]; then
    word=$3
    judge "$2"
    exit
fi

jobs=$(sla_jobs)
rm -rf "$work"
mkdir -p "$work"
read_list "$word"

echo "-- as it is"
cd "$root"
cmake --preset "$preset" -B "$build" >"$work/configure.log" || {
    cat "$work/configure.log"
    exit 1
}
cmake --build "$build" --parallel "$jobs" --target "$program"
"$build/tests/$program"
for mistake in "$work"/[0-9]*; do
    where=$(cat "$mistake/where")
    case $where in
    *.txt) continue ;;
    esac
    sound=$work/$(basename "$where" .cpp)
    if [ ! -e "$sound" ]; then
        mkdir -p "$sound"
        make_program "$sound" "$sound" "tests/$where" || {
            cat "$sound/log"
            exit 1
        }
    fi
    ask "$mistake" "$sound/program" || {
        cat "$mistake/output"
        exit 1
    }
done

printf '\n-- with a mistake in it, %s at a time\n' "$jobs"
# The list is of folders that this script has named.
printf '%s\n' "$work"/[0-9]* | xargs -P "$jobs" -I '{}' sh "$0" --one '{}' "$word"

bad=0
count=0
for folder in "$work"/[0-9]*; do
    result=$(cat "$folder/result")
    count=$((count + 1))
    if [ "$result" = caught ]; then
        printf '%s\n    %s: %s\n' "$(cat "$folder/name")" "$(cat "$folder/where")" \
            "$(cat "$folder/test")"
    else
        bad=$((bad + 1))
        printf '%s\n    NOT CAUGHT: %s\n' "$(cat "$folder/name")" "$result"
        printf '    tests/mutation/mutations.txt expects it of %s: %s\n' "$(cat "$folder/where")" \
            "$(cat "$folder/test")"
    fi
    if [ -s "$folder/others" ]; then
        printf '    noticed by\n'
        cat "$folder/others"
    fi
done
printf '\n%d mistakes, %d caught\n' "$count" "$((count - bad))"
[ "$bad" -eq 0 ]
