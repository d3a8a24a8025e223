# SPDX-License-Identifier: MIT
#
# Compiles SOURCE once as it stands, which must work, and once for each case it declares, which must
# fail for the declared reason: a file that fails for any other reason proves nothing. A case is a
# comment of the form
#
#     // SLA_BAD=<n>: <regular expression that the compiler's message must match>
#
# and the code between `#if SLA_BAD == <n>` and `#endif`.

function(compile number result_variable output_variable)
    execute_process(
        COMMAND "${COMPILER}" -std=c++20 -fsyntax-only "-I${INCLUDE}" -DSLA_BAD=${number} "${SOURCE}"
        RESULT_VARIABLE result
        OUTPUT_VARIABLE output
        ERROR_VARIABLE output
    )
    set(${result_variable} "${result}" PARENT_SCOPE)
    set(${output_variable} "${output}" PARENT_SCOPE)
endfunction()

set(ENV{LC_ALL} C)

compile(0 result output)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${SOURCE} must compile as it stands:\n${output}")
endif()

file(STRINGS "${SOURCE}" cases REGEX "^ *// SLA_BAD=[0-9]+: ")
list(LENGTH cases count)
if(count EQUAL 0)
    message(FATAL_ERROR "${SOURCE} declares no case")
endif()

foreach(case IN LISTS cases)
    string(REGEX MATCH "SLA_BAD=([0-9]+): (.*)$" matched "${case}")
    set(number "${CMAKE_MATCH_1}")
    set(expected "${CMAKE_MATCH_2}")
    file(STRINGS "${SOURCE}" code REGEX "^#if SLA_BAD == ${number}$")
    if(NOT code)
        message(FATAL_ERROR "${SOURCE}: case ${number} is declared but has no code")
    endif()
    compile(${number} result output)
    if(result EQUAL 0)
        message(SEND_ERROR "${SOURCE}: case ${number} compiles, and must not")
    elseif(NOT output MATCHES "${expected}")
        message(SEND_ERROR "${SOURCE}: case ${number} is refused for another reason\n"
                           "expected: ${expected}\nsaw: ${output}")
    else()
        message(STATUS "case ${number} is refused as it should be")
    endif()
endforeach()
