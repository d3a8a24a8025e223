// SPDX-License-Identifier: MIT
//
// What is told of documents that cannot be taken over as they are. A title begins with the product.

#include <sla/describe.hpp>
#include <sla/import.hpp>

#include <catch2/catch_test_macros.hpp>

#include <report_samples.hpp>
#include <string>

namespace {

std::string report_of(const report_samples::sample& s) {
    const std::string text = report_samples::trimmed(s.document);
    const auto made = s.title.starts_with("### zendesk groups:") ? sla::import_zendesk_groups(text)
                      : s.title.starts_with("### zendesk:")      ? sla::import_zendesk(text)
                                                                 : sla::import_jira(text);
    if (!made)
        return sla::describe(made.issues());
    std::string out = "policies:";
    for (const sla::policy_definition& p : made->book.policies)
        out += " \"" + p.name + "\"";
    return out + "\n" + sla::describe(made->unmapped);
}

} // namespace

TEST_CASE("the report of each document") {
    report_samples::compare(SLA_TEST_SOURCE_DIR "/tests/import/unmapped.txt", 11, report_of);
}
