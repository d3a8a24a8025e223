#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A C host finds an installed library with pkg-config:
# sh tests/c/pkg_config.sh PREFIX COMPILER SOURCES PROGRAM
set -eu

prefix=$1
compiler=$2
sources=$3
program=$4

command -v pkg-config >/dev/null 2>&1 || {
    echo "no pkg-config to find the library with"
    exit 77
}
PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export PKG_CONFIG_PATH
flags=$(pkg-config --cflags --libs sla)
# shellcheck disable=SC2086
"$compiler" -std=c99 -Wall -Wextra -Werror -pedantic -o "$program" "$sources/host.c" $flags \
    "-Wl,-rpath,$prefix/lib"
"$program" >"$program.out"
diff -u "$sources/host.txt" "$program.out"
