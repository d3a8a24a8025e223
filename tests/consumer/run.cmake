# SPDX-License-Identifier: MIT
#
# What the tests of this folder do:
#
#     install <prefix> <option>...          builds sla and installs it to WORK/prefix/<prefix>
#     install_built <prefix> <folder>       installs what is built in this folder
#     run <host> <name> <option>...         configures and builds HOSTS/<host>, runs its programs
#     refuse <host> <name> <option>...      the configuration must fail, and say what the host's
#                                           file refused.txt holds (a regular expression)

set(arguments)
set(after_dashes OFF)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
    if(after_dashes)
        list(APPEND arguments "${CMAKE_ARGV${i}}")
    elseif(CMAKE_ARGV${i} STREQUAL "--")
        set(after_dashes ON)
    endif()
endforeach()
list(POP_FRONT arguments task)

# What is set for the build that runs this test is not a host's affair.
unset(ENV{CXXFLAGS})
unset(ENV{LDFLAGS})
unset(ENV{DESTDIR})

# The folder is emptied first: a cache from last time would prove nothing.
function(configure source build)
    file(REMOVE_RECURSE "${build}")
    execute_process(
        COMMAND
            "${CMAKE_COMMAND}" -S "${source}" -B "${build}" -G "${GENERATOR}"
            "-DCMAKE_CXX_COMPILER=${COMPILER}" -DCMAKE_BUILD_TYPE=Debug
            -DCMAKE_CXX_FLAGS_DEBUG=-O0
            -DCMAKE_FIND_PACKAGE_PREFER_CONFIG=ON ${ARGN}
        RESULT_VARIABLE result
        OUTPUT_VARIABLE output
        ERROR_VARIABLE output
    )
    set(configure_result "${result}" PARENT_SCOPE)
    set(configure_output "${output}" PARENT_SCOPE)
endfunction()

function(must_configure source build)
    configure("${source}" "${build}" ${ARGN})
    if(NOT configure_result EQUAL 0)
        message(FATAL_ERROR "${source} cannot be configured:\n${configure_output}")
    endif()
endfunction()

if(task STREQUAL "install")
    list(POP_FRONT arguments name)
    set(build "${WORK}/sla-${name}")
    set(prefix "${WORK}/prefix/${name}")
    must_configure(
        "${SLA_SOURCE}" "${build}" -DSLA_BUILD_TESTS=OFF -DSLA_BUILD_EXAMPLES=OFF
        -DSLA_INSTALL=ON -DCMAKE_INSTALL_LIBDIR=lib ${arguments}
    )
    file(REMOVE_RECURSE "${prefix}")
    execute_process(COMMAND "${CMAKE_COMMAND}" --build "${build}" COMMAND_ERROR_IS_FATAL ANY)
    execute_process(
        COMMAND "${CMAKE_COMMAND}" --install "${build}" --prefix "${prefix}"
        COMMAND_ERROR_IS_FATAL ANY
    )
elseif(task STREQUAL "install_built")
    list(POP_FRONT arguments name folder)
    set(prefix "${WORK}/prefix/${name}")
    file(REMOVE_RECURSE "${prefix}")
    execute_process(
        COMMAND "${CMAKE_COMMAND}" --install "${folder}" --prefix "${prefix}"
        COMMAND_ERROR_IS_FATAL ANY
    )
elseif(task STREQUAL "run")
    list(POP_FRONT arguments host name)
    set(build "${WORK}/host-${name}")
    must_configure("${HOSTS}/${host}" "${build}" "-DSLA_SOURCE=${SLA_SOURCE}" ${arguments})
    execute_process(COMMAND "${CMAKE_COMMAND}" --build "${build}" COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND "${build}/host" COMMAND_ERROR_IS_FATAL ANY)
    foreach(program IN ITEMS documents holidays)
        if(EXISTS "${build}/${program}")
            execute_process(COMMAND "${build}/${program}" COMMAND_ERROR_IS_FATAL ANY)
        endif()
    endforeach()
elseif(task STREQUAL "refuse")
    list(POP_FRONT arguments host name)
    set(build "${WORK}/host-${name}")
    file(STRINGS "${HOSTS}/${host}/refused.txt" expected LIMIT_COUNT 1)
    configure("${HOSTS}/${host}" "${build}" ${arguments})
    if(configure_result EQUAL 0)
        message(FATAL_ERROR "${host} was configured, and should have been refused")
    endif()
    # CMake breaks its messages into lines where it likes.
    string(REGEX REPLACE "[ \n]+" " " said "${configure_output}")
    if(NOT said MATCHES "${expected}")
        message(FATAL_ERROR "${host} was refused for another reason\n"
                            "expected: ${expected}\nsaw: ${configure_output}")
    endif()
else()
    message(FATAL_ERROR "no such task: ${task}")
endif()
