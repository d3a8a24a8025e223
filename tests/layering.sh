#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Checks who includes whom: sh tests/layering.sh [TREE]
#
# Rooms are ordered; a header includes rooms above its own, never one below. Edges stand outside:
# they may include every room, and no room includes them. A header in detail/ belongs to the room
# that its name begins with (detail/calendar_days.hpp to calendar) and obeys that room's rules.
# Every header has to be known here: whoever adds a room decides where it stands.
set -eu

rooms="version export inlining time issue result attribute zone_rule zone_definition zone
       calendar_definition calendar metric metrics condition target policy_definition policy timeline stretch
       evaluate explain columns bulk business_days share goal abandoned_calls report_definition distribution report flag objective decimal
       credit scorecard review forecast operations capacity"
edges="load describe format import json json_results json_ticket holidays json_document"

# Files, streams, locales and threads are no business of the core.
foreign_to_core="iostream istream ostream fstream sstream iosfwd iomanip streambuf syncstream cstdio
                 stdio.h filesystem locale clocale thread mutex shared_mutex condition_variable
                 future cstdlib stdlib.h ctime time.h"

tree=${1:-$(dirname "$0")/..}
cd "$tree"

find include/sla src -type f \( -name '*.hpp' -o -name '*.cpp' \) 2>/dev/null | LC_ALL=C sort |
    xargs awk -v rooms="$rooms" -v edges="$edges" -v foreign_to_core="$foreign_to_core" '
    # The room of a header named as in #include <sla/...>, "" when it has none. In detail/ the
    # longest room that the name begins with wins.
    function room_of(name,    stem, best, room) {
        stem = name
        sub(/^sla\//, "", stem)
        sub(/\.hpp$/, "", stem)
        if (stem !~ /^detail\//)
            return (stem in rank || stem in edge) ? stem : ""
        sub(/^detail\//, "", stem)
        best = ""
        for (room in known)
            if ((stem == room || index(stem, room "_") == 1) && length(room) > length(best))
                best = room
        return best
    }

    function complain(what) {
        printf "%s:%d: %s\n", FILENAME, FNR, what
        ++mistakes
    }

    BEGIN {
        count = split(rooms, list)
        for (i = 1; i <= count; ++i) {
            rank[list[i]] = i
            known[list[i]] = 1
        }
        count = split(edges, list)
        for (i = 1; i <= count; ++i) {
            edge[list[i]] = 1
            known[list[i]] = 1
        }
        count = split(foreign_to_core, list)
        for (i = 1; i <= count; ++i)
            foreign[list[i]] = 1
    }

    FNR == 1 {
        ++files
        header = FILENAME ~ /^include\//
        room = ""
        if (header) {
            name = FILENAME
            sub(/^include\//, "", name)
            room = room_of(name)
            if (room == "")
                complain("unknown header: give it a place in the list of tests/layering.sh")
        }
    }

    /^[ \t]*#[ \t]*include[ \t]*[<"]/ {
        ++includes
        target = $0
        sub(/^[^<"]*[<"]/, "", target)
        sub(/[>"].*$/, "", target)

        if (target ~ /^date\// && header)
            complain("<" target ">: date is included in src/ only")
        if (target ~ /^fmt\// && header && room != "format")
            complain("<" target ">: fmt is included in src/ and sla/format.hpp only")
        if (target ~ /^nlohmann\// && FILENAME !~ /^src\/json\//)
            complain("<" target ">: nlohmann/json is included in src/json/ only")
        if (target ~ /^libical\// && FILENAME !~ /^src\/holidays\//)
            complain("<" target ">: libical is included in src/holidays/ only")
        if (target ~ /^(catch2|benchmark)\//)
            complain("<" target ">: the library does not include what tests it")

        if (!header || room == "")
            next
        if ($0 ~ /"/) {
            complain("\"" target "\": headers include each other as <sla/...>")
            next
        }
        if (room in rank && target in foreign)
            complain("<" target ">: the core has no files, streams, locales, threads or clocks")
        if (target !~ /^sla\//)
            next
        other = room_of(target)
        if (other == "")
            complain("<" target ">: no such room")
        else if (room in rank && other in edge)
            complain("<" target ">: the room " room " may not include the edge " other)
        else if (room in rank && rank[other] > rank[room])
            complain("<" target ">: the room " room " may not include " other ", which is below it")
    }

    END {
        if (files == 0) {
            print "no header and no source found"
            exit 1
        }
        if (mistakes) {
            printf "layering: %d mistake(s)\n", mistakes
            exit 1
        }
        printf "layering: %d files, %d includes, all of them upwards\n", files, includes
    }
'
