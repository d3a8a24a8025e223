// SPDX-License-Identifier: MIT
//
// Working time is not elapsed time, and neither is a number.

#include <sla/time.hpp>

using namespace std::chrono_literals;

void use() {
    sla::working target{8h};
    sla::elapsed stopwatch = 8h;
    sla::instant now = sla::first_instant;
    target += sla::working{30min};
    stopwatch += target.length();
    now += stopwatch;

    // SLA_BAD=1: no match for .operator\+|invalid operands to binary expression
#if SLA_BAD == 1
    (void)(target + stopwatch);
#endif

    // SLA_BAD=2: no match for .operator\+|invalid operands to binary expression
#if SLA_BAD == 2
    (void)(target + 30min);
#endif

    // SLA_BAD=3: no match for .operator\+|invalid operands to binary expression
#if SLA_BAD == 3
    (void)(now + target);
#endif

    // SLA_BAD=4: no match for .operator-|invalid operands to binary expression
#if SLA_BAD == 4
    (void)(stopwatch - target);
#endif

    // SLA_BAD=5: no match for .operator<|invalid operands to binary expression
#if SLA_BAD == 5
    (void)(target < stopwatch);
#endif

    // SLA_BAD=6: no match for .operator==|invalid operands to binary expression
#if SLA_BAD == 6
    (void)(stopwatch == target);
#endif

    // SLA_BAD=7: no match for .operator=|no viable overloaded '='
#if SLA_BAD == 7
    target = stopwatch;
#endif

    // SLA_BAD=8: no match for .operator=|no viable overloaded '='
#if SLA_BAD == 8
    stopwatch = target;
#endif

    // SLA_BAD=9: conversion from .*hours.* to non-scalar type|no viable conversion from
#if SLA_BAD == 9
    sla::working implicit = 8h;
#endif

    // SLA_BAD=10: no matching function for call to .*working|no matching constructor
#if SLA_BAD == 10
    sla::working number{8};
#endif

    // SLA_BAD=11: no matching function for call to .*working|no matching constructor
#if SLA_BAD == 11
    sla::working fraction{std::chrono::duration<double>{0.5}};
#endif

    // SLA_BAD=12: no matching function for call to .*working|no matching constructor
#if SLA_BAD == 12
    sla::working too_fine{1us};
#endif

    // SLA_BAD=13: no match for .operator=|no viable overloaded '='
#if SLA_BAD == 13
    now = 1'700'000'000'000;
#endif

    // SLA_BAD=14: no match for .operator\+=|no viable overloaded '\+='
#if SLA_BAD == 14
    now += target;
#endif
}
