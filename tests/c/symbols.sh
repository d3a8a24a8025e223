#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What the library shows: sh tests/c/symbols.sh LIBRARY HEADER
#
# Each function of the header is there, under the version of the ABI that the header names, and
# nothing else is.
set -eu

library=$1
header=$2

command -v nm >/dev/null 2>&1 || {
    echo "no nm to look into the library with"
    exit 77
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

version=$(sed -n 's/^#define SLA_ABI_VERSION \([0-9]*\)$/\1/p' "$header")
# Declarations may break before their parameters, never before their name.
sed -n 's/^SLA_C_API .*[ *]\(sla_[a-z_]*\)(.*/\1/p' "$header" | LC_ALL=C sort >"$scratch/declared"
nm -D --defined-only --with-symbol-versions "$library" |
    awk '$2 != "A" { sub(/@@.*/, "", $3); print $3 }' | LC_ALL=C sort >"$scratch/shown"

[ -s "$scratch/declared" ] || {
    echo "no function found in $header"
    exit 1
}
if ! diff -u "$scratch/declared" "$scratch/shown"; then
    echo "the library does not show what $header declares, and nothing else"
    exit 1
fi
if nm -D --defined-only --with-symbol-versions "$library" | grep -v "SLA_$version\$" | grep -q .; then
    nm -D --defined-only --with-symbol-versions "$library" | grep -v "SLA_$version\$"
    echo "these are not of the version SLA_$version"
    exit 1
fi
echo "$(wc -l <"$scratch/shown") functions, all of the version SLA_$version"
