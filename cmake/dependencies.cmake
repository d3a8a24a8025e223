# SPDX-License-Identifier: MIT
#
# What sla stands on. Each package is looked for on the system first; where it is missing, the
# pinned source is fetched and built. A host that already has the target (its own copy of fmt, say)
# is left alone.
include_guard(GLOBAL)
include(FetchContent)

FetchContent_Declare(
    date
    URL https://github.com/HowardHinnant/date/archive/refs/tags/v3.0.1.tar.gz
    URL_HASH SHA256=7a390f200f0ccd207e8cff6757e04817c1a0aec3e327b006b7eb451c57ee3538
    DOWNLOAD_EXTRACT_TIMESTAMP OFF
    SYSTEM
    FIND_PACKAGE_ARGS 3 CONFIG
)
FetchContent_Declare(
    fmt
    URL https://github.com/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz
    URL_HASH SHA256=5dea48d1fcddc3ec571ce2058e13910a0d4a6bab4cc09a809d8b1dd1c88ae6f2
    DOWNLOAD_EXTRACT_TIMESTAMP OFF
    SYSTEM
    FIND_PACKAGE_ARGS CONFIG
)
FetchContent_Declare(
    Catch2
    URL https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
    URL_HASH SHA256=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
    DOWNLOAD_EXTRACT_TIMESTAMP OFF
    SYSTEM
    FIND_PACKAGE_ARGS 3 CONFIG
)
FetchContent_Declare(
    benchmark
    URL https://github.com/google/benchmark/archive/refs/tags/v1.7.1.tar.gz
    URL_HASH SHA256=6430e4092653380d9dc4ccb45a1e2dc9259d581f4866dc0759713126056bc1d7
    DOWNLOAD_EXTRACT_TIMESTAMP OFF
    SYSTEM
    FIND_PACKAGE_ARGS 1.7 CONFIG
)
# For sla::json, and for an example that reads a JSON of its own.
FetchContent_Declare(
    nlohmann_json
    URL https://github.com/nlohmann/json/releases/download/v3.11.2/json.tar.xz
    URL_HASH SHA256=8c4b26bf4b422252e13f332bc5e388ec0ab5c3443d24399acb675e68278d341f
    DOWNLOAD_EXTRACT_TIMESTAMP OFF
    SYSTEM
    FIND_PACKAGE_ARGS 3.11 CONFIG
)

# The functions below exist for their scope: settings for a dependency must not reach the host.

# Makes `package` available, with targets that are visible wherever sla's own are.
macro(sla_make_available package)
    set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
    # Their old minimum versions would otherwise ignore the settings made here.
    set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)
    # Static ones become part of a shared library.
    if(SLA_C)
        set(CMAKE_POSITION_INDEPENDENT_CODE ON)
    endif()
    # Warnings in other people's sources are not ours to fail on.
    set(CMAKE_COMPILE_WARNING_AS_ERROR OFF)
    set(CMAKE_CXX_CLANG_TIDY "")
    set(CMAKE_VERIFY_INTERFACE_HEADER_SETS OFF)
    FetchContent_MakeAvailable(${package})
endmacro()

function(sla_require_date)
    if(TARGET date::date-tz)
        return()
    endif()
    # From source, date would by default download its database at run time; the system's it is.
    set(BUILD_TZ_LIB ON)
    set(USE_SYSTEM_TZ_DB ON)
    set(ENABLE_DATE_TESTING OFF)
    set(BUILD_SHARED_LIBS OFF)
    if(NOT DEFINED CACHE{CMAKE_CXX_STANDARD})
        set(restore_standard ON)
    endif()
    sla_make_available(date)
    if(restore_standard)
        # date caches a language standard, which would then hold for the whole of the host.
        unset(CMAKE_CXX_STANDARD CACHE)
    endif()
endfunction()

function(sla_require_fmt)
    if(TARGET fmt::fmt)
        return()
    endif()
    set(FMT_INSTALL ${SLA_INSTALL})
    set(FMT_DOC OFF)
    set(FMT_TEST OFF)
    sla_make_available(fmt)
endfunction()

function(sla_require_catch2)
    if(TARGET Catch2::Catch2)
        return()
    endif()
    set(CATCH_INSTALL_DOCS OFF)
    set(CATCH_INSTALL_EXTRAS OFF)
    set(BUILD_SHARED_LIBS OFF)
    sla_make_available(Catch2)
endfunction()

function(sla_require_benchmark)
    if(TARGET benchmark::benchmark)
        return()
    endif()
    set(BENCHMARK_ENABLE_TESTING OFF)
    set(BENCHMARK_ENABLE_GTEST_TESTS OFF)
    set(BENCHMARK_ENABLE_INSTALL OFF)
    set(BENCHMARK_INSTALL_DOCS OFF)
    set(BUILD_SHARED_LIBS OFF)
    sla_make_available(benchmark)
endfunction()

# Makes the target `ical` where libical is installed. It is not fetched: with SLA_HOLIDAYS=AUTO the
# component is then left out, with ON that is an error.
function(sla_look_for_libical)
    if(NOT SLA_HOLIDAYS OR TARGET ical)
        return()
    endif()
    set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
    find_package(LibIcal 3 CONFIG QUIET)
    if(TARGET ical)
        return()
    endif()
    set(missing "libical 3 was not found (Debian: libical-dev)")
    if(NOT SLA_HOLIDAYS STREQUAL "AUTO")
        message(FATAL_ERROR "sla: SLA_HOLIDAYS=${SLA_HOLIDAYS}, and ${missing}")
    endif()
    message(STATUS "sla: ${missing}, so sla::holidays is left out")
endfunction()

function(sla_require_json)
    if(TARGET nlohmann_json::nlohmann_json)
        return()
    endif()
    set(JSON_BuildTests OFF)
    set(JSON_Install OFF)
    sla_make_available(nlohmann_json)
endfunction()
