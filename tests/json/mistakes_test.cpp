// SPDX-License-Identifier: MIT
//
// Each mistake that a person makes in a document, and the text that says so.

#include <sla/describe.hpp>
#include <sla/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <report_samples.hpp>

TEST_CASE("the report of each mistake") {
    const sla::zone_source zones = sla::zone_set{{sla::zone::utc()}}.source();
    report_samples::compare(
        SLA_TEST_SOURCE_DIR "/tests/json/mistakes.txt", 41, [&](const report_samples::sample& s) {
            return sla::describe(
                sla::compile_json(report_samples::trimmed(s.document), zones).issues());
        });
}
