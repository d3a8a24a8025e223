// SPDX-License-Identifier: MIT
//
// A result is looked at before it is used.

#include <sla/result.hpp>

sla::result<int> answer();

int use() {
    const sla::result<int> r = answer();

    // SLA_BAD=1: cannot convert|no viable conversion
#if SLA_BAD == 1
    const int unchecked = r;
#endif

    // SLA_BAD=2: cannot convert|no viable conversion
#if SLA_BAD == 2
    const bool silent = r;
#endif

    // SLA_BAD=3: assignment of read-only|cannot assign to return value|no viable|const-qualified
#if SLA_BAD == 3
    *r = 3;
#endif
    return r ? *r : 0;
}
