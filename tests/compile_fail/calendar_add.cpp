// SPDX-License-Identifier: MIT
//
// A calendar adds working time, business days and calendar days, each of which says what it is;
// "eight hours" alone could mean either kind, and a number anything.

#include <sla/calendar.hpp>

using namespace std::chrono_literals;

sla::instant use(const sla::calendar& hours, sla::instant t) {
    t = hours.add(t, sla::working{8h});
    t = hours.add(t, sla::business_days{.count = 2});
    t = hours.add(t, sla::calendar_days{.count = 1});
    const sla::working open = hours.between(sla::first_instant, t);

    // SLA_BAD=1: no matching (member )?function for call to .*add
#if SLA_BAD == 1
    t = hours.add(t, 8h);
#endif

    // SLA_BAD=2: no matching (member )?function for call to .*add
#if SLA_BAD == 2
    t = hours.add(t, sla::elapsed{8h});
#endif

    // SLA_BAD=3: no matching (member )?function for call to .*add
#if SLA_BAD == 3
    t = hours.add(t, 8);
#endif

    // SLA_BAD=4: no match for .operator\+|invalid operands to binary expression
#if SLA_BAD == 4
    t = t + open;
#endif

    // SLA_BAD=5: conversion from .*working.* to|no viable conversion from
#if SLA_BAD == 5
    const sla::elapsed stopwatch = hours.between(sla::first_instant, t);
#endif

    // SLA_BAD=6: could not convert|cannot convert|no viable conversion
#if SLA_BAD == 6
    (void)hours.subtract(t, 8h);
#endif
    return t + open.length();
}
