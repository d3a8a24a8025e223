# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Installs what a script needs and the machine lacks. Read by tests/run.sh, examples/quickstart.sh
# and .ci/run:
#
#     . cmake/prerequisites.sh
#     sla_require build tests
#
# What is there is found by trying it, never by asking a package manager, so a machine that has
# everything needs none and is not touched. On Debian and its relatives the rest is installed by
# apt-get, as root or through sudo. Elsewhere the script names what is missing: it stops for a tool,
# and goes on for a library, whose pinned source CMake then fetches.
#
#   build    compiler, CMake, Ninja, date, fmt, zone files, nlohmann/json, libical
#   tests    Catch2 3, locale descriptions, Python 3 with jsonschema
#   clang    clang with its run-time libraries (sanitizers, libFuzzer)
#   style    clang-format, clang-tidy
#   coverage gcovr
#   hosts    the languages of examples/hosts: Node, Ruby, Go; pkg-config
#   bench    Google Benchmark
#   valgrind valgrind, to count instructions
#   browser  Chromium, to look at pages

sla_say() {
    printf '%s\n' "sla: $*"
}

sla_stop() {
    printf '%s\n' "sla: $*" >&2
    exit 1
}

sla_have() {
    command -v "$1" >/dev/null 2>&1
}

# -- trying ----------------------------------------------------------------------------------------

sla_has_compiler() {
    printf '%s\n' '#include <chrono>' '#include <compare>' '#include <concepts>' '#include <span>' \
        'template <class T> concept c = std::regular<T>;' \
        'static_assert(c<std::chrono::year_month_day>);' 'int main() {}' >"$sla_scratch/probe.cpp"
    "${CXX:-c++}" -std=c++20 -fsyntax-only "$sla_scratch/probe.cpp" >/dev/null 2>&1
}

sla_has_cmake() {
    printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' >"$sla_scratch/version.cmake"
    sla_have cmake && cmake -P "$sla_scratch/version.cmake" >/dev/null 2>&1
}

sla_has_zones() {
    [ -e "${TZDIR:-/usr/share/zoneinfo}/zone.tab" ]
}

sla_has_locales() {
    sla_have localedef && [ -e /usr/share/i18n/locales/tr_TR ]
}

# Sets sla_absent to those of the CMake packages named that cannot be found.
sla_find_packages() {
    rm -rf "$sla_scratch/find"
    mkdir -p "$sla_scratch/find"
    {
        echo 'cmake_minimum_required(VERSION 3.25)'
        echo 'project(probe LANGUAGES CXX)'
        for sla_package in "$@"; do
            case $sla_package in
            Catch2 | date) sla_version=3 ;;
            *) sla_version= ;;
            esac
            echo "find_package($sla_package $sla_version CONFIG QUIET)"
            echo "if(NOT ${sla_package}_FOUND)"
            echo "    file(APPEND absent \"$sla_package \")"
            echo 'endif()'
        done
        echo 'file(WRITE done "")'
    } >"$sla_scratch/find/CMakeLists.txt"
    sla_choose_generator
    (cd "$sla_scratch/find" && cmake -S . -B build >log 2>&1) || true
    if [ -e "$sla_scratch/find/done" ]; then
        sla_absent=$(cat "$sla_scratch/find/absent" 2>/dev/null || true)
    else
        sla_absent="$*"
    fi
}

# Sets sla_tools, sla_libraries, sla_extras: the Debian packages that hold what is missing. Without a
# tool nothing works; a library can be fetched by CMake; without an extra some tests are skipped.
sla_look() {
    sla_tools=
    sla_libraries=
    sla_extras=
    sla_packages=
    for sla_group in "$@"; do
        case $sla_group in
        build)
            if ! sla_has_compiler; then
                [ -z "${CXX:-}" ] || sla_stop "CXX=$CXX does not compile C++20 (needed: g++ 12 or clang 14, or newer)"
                sla_tools="$sla_tools g++"
            fi
            sla_has_cmake || sla_tools="$sla_tools cmake"
            sla_have ninja || sla_have make || sla_tools="$sla_tools ninja-build"
            sla_has_zones || sla_tools="$sla_tools tzdata"
            sla_packages="$sla_packages date fmt nlohmann_json LibIcal"
            ;;
        tests)
            sla_packages="$sla_packages Catch2"
            sla_has_locales || sla_extras="$sla_extras locales"
            sla_have python3 || sla_extras="$sla_extras python3"
            # Holds the schema of documents against their loader.
            python3 -c 'import jsonschema' >/dev/null 2>&1 ||
                sla_extras="$sla_extras python3-jsonschema"
            ;;
        clang)
            sla_have clang++ || sla_tools="$sla_tools clang"
            printf '%s\n' 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }' \
                >"$sla_scratch/fuzz.cpp"
            sla_have clang++ &&
                clang++ -fsanitize=fuzzer,address "$sla_scratch/fuzz.cpp" -o "$sla_scratch/fuzz" >/dev/null 2>&1 ||
                sla_tools="$sla_tools libclang-rt-dev"
            ;;
        style)
            sla_have clang-format || sla_tools="$sla_tools clang-format"
            sla_have clang-tidy || sla_tools="$sla_tools clang-tidy"
            ;;
        bench)
            sla_packages="$sla_packages benchmark"
            ;;
        valgrind)
            sla_have valgrind || sla_tools="$sla_tools valgrind"
            ;;
        browser)
            sla_have chromium || sla_have chromium-browser || sla_have google-chrome ||
                sla_tools="$sla_tools chromium"
            ;;
        hosts)
            sla_have node || sla_have nodejs || sla_extras="$sla_extras nodejs"
            sla_have ruby || sla_extras="$sla_extras ruby"
            sla_have go || sla_extras="$sla_extras golang-go"
            sla_have pkg-config || sla_extras="$sla_extras pkg-config"
            ;;
        coverage)
            sla_have gcovr || sla_tools="$sla_tools gcovr"
            ;;
        *)
            sla_stop "no such group of prerequisites: $sla_group"
            ;;
        esac
    done

    sla_absent=
    if [ -n "$sla_packages" ]; then
        case $sla_tools in
        *g++* | *cmake* | *ninja*) sla_absent=$sla_packages ;;
        *)
            # shellcheck disable=SC2086
            sla_find_packages $sla_packages
            ;;
        esac
    fi
    for sla_package in $sla_absent; do
        case $sla_package in
        date) sla_libraries="$sla_libraries libhowardhinnant-date-dev" ;;
        fmt) sla_libraries="$sla_libraries libfmt-dev" ;;
        LibIcal) sla_extras="$sla_extras libical-dev" ;;
        nlohmann_json) sla_libraries="$sla_libraries nlohmann-json3-dev" ;;
        benchmark) sla_libraries="$sla_libraries libbenchmark-dev" ;;
        Catch2) sla_libraries="$sla_libraries catch2" ;;
        esac
    done
}

# -- installing ------------------------------------------------------------------------------------

sla_as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# Waits for another apt-get instead of failing beside it.
sla_apt_get() {
    sla_as_root apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

# The newest version of catch2 that apt knows is 3 or later.
sla_offers_catch2() {
    apt-cache madison catch2 2>/dev/null | awk -F '|' '{ split($2, v, /[ .]+/); if (v[2] + 0 >= 3) found = 1 }
                                                       END { exit !found }'
}

# Writes apt's source for the suite $2 from the entry that it already has for the suite $1: the same
# server and the same key, so it works with a mirror, too.
sla_write_source() {
    cat /etc/apt/sources.list.d/*.sources /dev/null 2>/dev/null | awk -v suite="$1" -v wanted="$2" '
        function flush(    i, n, list, ours) {
            n = split(suites, list)
            for (i = 1; i <= n; ++i)
                if (list[i] == suite)
                    ours = 1
            if (ours && types ~ /(^| )deb( |$)/ && enabled !~ /no/ && uris != "" && !done) {
                print "Types: deb"
                print "URIs: " uris
                print "Suites: " wanted
                print "Components: main"
                if (key != "")
                    print "Signed-By:" key
                done = 1
            }
            types = uris = suites = key = enabled = ""
            in_key = 0
        }
        /^[ \t]*$/ { flush(); next }
        /^#/ { next }
        /^[ \t]/ { if (in_key) key = key "\n" $0; next }
        { in_key = 0; field = tolower($1); rest = $0; sub(/^[^:]*:/, "", rest); sub(/^[ \t]+/, "", rest) }
        field == "types:" { types = rest }
        field == "uris:" { uris = rest }
        field == "suites:" { suites = rest }
        field == "enabled:" { enabled = rest }
        field == "signed-by:" { key = (rest == "" ? "" : " " rest); in_key = 1 }
        END { flush() }
    ' >"$sla_scratch/suite.sources"
    if [ -s "$sla_scratch/suite.sources" ]; then
        echo "$sla_scratch/suite.sources"
        return
    fi
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /dev/null 2>/dev/null | awk -v suite="$1" -v wanted="$2" '
        $1 == "deb" {
            options = ""
            line = $0
            if (match(line, /\[[^]]*\]/)) {
                options = substr(line, RSTART, RLENGTH) " "
                line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
            }
            split(line, part)
            if (part[3] == suite) {
                print "deb " options part[2] " " wanted " main"
                exit
            }
        }
    ' >"$sla_scratch/suite.list"
    [ -s "$sla_scratch/suite.list" ] ||
        echo "deb http://deb.debian.org/debian $2 main" >"$sla_scratch/suite.list"
    echo "$sla_scratch/suite.list"
}

# Debian 12 has Catch2 2; version 3 is in its backports.
sla_install_catch2() {
    if sla_offers_catch2; then
        sla_codename=
    else
        # shellcheck disable=SC1091
        sla_codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
        if [ "$sla_codename" != bookworm ]; then
            sla_say "no Catch2 3 among this system's packages; CMake will fetch it"
            return
        fi
        sla_source=$(sla_write_source bookworm bookworm-backports)
        sla_say "adding bookworm-backports to apt's sources, for Catch2 3"
        sla_as_root install -m 644 "$sla_source" "/etc/apt/sources.list.d/sla-backports.${sla_source##*.}"
        sla_apt_get update
    fi
    sla_apt_get install --no-install-recommends ${sla_codename:+-t bookworm-backports} catch2
}

sla_install() {
    sla_plain=
    sla_catch2=
    for sla_package in "$@"; do
        case $sla_package in
        catch2) sla_catch2=yes ;;
        *) sla_plain="$sla_plain $sla_package" ;;
        esac
    done
    sla_say "installing:$sla_plain${sla_catch2:+ catch2}"
    sla_apt_get update
    if [ -n "$sla_plain" ]; then
        # shellcheck disable=SC2086
        sla_apt_get install --no-install-recommends $sla_plain
    fi
    if [ -n "$sla_catch2" ]; then
        sla_install_catch2
    fi
}

# -- the one function for others -------------------------------------------------------------------

# sla_require GROUP...: installs what of these groups is missing, or stops.
# shellcheck disable=SC2086
sla_require() {
    sla_scratch=$(mktemp -d)
    sla_look "$@"
    if [ -n "$sla_tools$sla_libraries$sla_extras" ]; then
        if ! sla_have apt-get; then
            sla_obstacle="this system has no apt-get"
        elif [ "$(id -u)" -ne 0 ] && ! sla_have sudo; then
            sla_obstacle="you are not root and there is no sudo"
        else
            sla_obstacle=
            sla_install $sla_tools $sla_libraries $sla_extras
            sla_look "$@"
        fi
        [ -z "$sla_tools" ] ||
            sla_stop "missing, and needed (names of Debian packages):$sla_tools${sla_obstacle:+; $sla_obstacle}"
        [ -z "$sla_libraries" ] ||
            sla_say "not found:$sla_libraries${sla_obstacle:+; $sla_obstacle}; CMake will fetch the pinned sources"
        [ -z "$sla_extras" ] ||
            sla_say "not found:$sla_extras${sla_obstacle:+; $sla_obstacle}; what needs them is left out"
    fi
    rm -rf "$sla_scratch"
}

# Builds with Ninja where it is, unless the user has chosen.
sla_choose_generator() {
    if [ -z "${CMAKE_GENERATOR:-}" ] && sla_have ninja; then
        CMAKE_GENERATOR=Ninja
        export CMAKE_GENERATOR
    fi
}

# The number of compilers to run at once: JOBS, or one for each processor.
sla_jobs() {
    echo "${JOBS:-$(nproc 2>/dev/null || echo 2)}"
}
