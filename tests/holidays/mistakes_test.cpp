// SPDX-License-Identifier: MIT
//
// Each mistake in a feed, and the text that says so. The first word of a title says which reader.

#include "feed_text.hpp"

#include <catch2/catch_test_macros.hpp>

#include <report_samples.hpp>

namespace {

sla::issue_list issues_of(const report_samples::sample& s) {
    if (s.title.starts_with("### holiday-cn"))
        return sla::read_holiday_cn(s.document).issues();
    if (s.title.starts_with("### gov.uk"))
        return sla::read_govuk(s.document, "scotland").issues();
    REQUIRE(s.title.starts_with("### icalendar"));
    return sla::read_icalendar(s.document, feeds::berlin(), feeds::zones()).issues();
}

} // namespace

TEST_CASE("the report of each mistake in a feed") {
    report_samples::compare(
        SLA_TEST_SOURCE_DIR "/tests/holidays/mistakes.txt", 26,
        [](const report_samples::sample& s) { return sla::describe(issues_of(s)); });
}
