// SPDX-License-Identifier: MIT
//
// Nobody can tell what "one day" means, so a target says it.

#include <sla/policy_definition.hpp>

using namespace std::chrono_literals;

void use() {
    sla::target_duration within = 24h;
    within = sla::working{8h};
    within = sla::business_days{1};
    within = sla::calendar_days{1};
    within = sla::elapsed{std::chrono::days{1}};
    (void)within;

    // SLA_BAD=1: use of deleted function|deleted|conversion from
#if SLA_BAD == 1
    within = std::chrono::days{1};
#endif

    // SLA_BAD=2: use of deleted function|deleted constructor
#if SLA_BAD == 2
    (void)sla::target_duration{std::chrono::weeks{1}};
#endif

    // SLA_BAD=3: no match for .operator=|no viable overloaded '='
#if SLA_BAD == 3
    within = 3;
#endif

    // SLA_BAD=4: use of deleted function|deleted function
#if SLA_BAD == 4
    (void)sla::always(std::chrono::days{3});
#endif
}
