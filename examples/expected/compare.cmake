# SPDX-License-Identifier: MIT
#
# Runs the command after `--` and compares all that it prints with the file EXPECTED; ACTUAL keeps
# what was printed, to compare by hand or to become the next EXPECTED.

set(command)
set(after_dashes OFF)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
    if(after_dashes)
        list(APPEND command "${CMAKE_ARGV${i}}")
    elseif(CMAKE_ARGV${i} STREQUAL "--")
        set(after_dashes ON)
    endif()
endforeach()

execute_process(
    COMMAND ${command}
    OUTPUT_FILE "${ACTUAL}"
    RESULT_VARIABLE result
)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "the example failed (${result})")
endif()

execute_process(
    COMMAND "${CMAKE_COMMAND}" -E compare_files "${EXPECTED}" "${ACTUAL}"
    RESULT_VARIABLE differs
    ERROR_QUIET
)
if(differs)
    execute_process(COMMAND diff -u "${EXPECTED}" "${ACTUAL}")
    message(FATAL_ERROR "the example does not print what ${EXPECTED} holds")
endif()
