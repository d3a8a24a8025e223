// SPDX-License-Identifier: MIT
//
// Any bytes as what Zendesk and Jira say. Every issue has a code and says what is wrong, and what
// is not mapped is a warning with a place. A book that comes of them has a document, which is read
// as the same book again; every metric, tag and calendar that it uses is in it.

#include "bytes.hpp"
#include <sla/import.hpp>
#include <sla/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

void check(const sla::result<sla::imported_book>& imported, const sla::import_options& options) {
    for (const sla::issue& i : imported.issues())
        fuzz::require(!i.code.empty() && !i.message.empty(), "an issue says what is wrong");
    if (!imported) {
        fuzz::require(sla::has_errors(imported.issues()), "a refusal has a reason");
        return;
    }
    fuzz::require(imported->unmapped.size() <= options.unmapped + 1, "the list is limited");
    for (const sla::issue& i : imported->unmapped)
        fuzz::require(i.severity == sla::severity::warning && i.code.starts_with("import.") &&
                          !i.message.empty() && (i.place.empty() || i.place.starts_with('/')),
                      "what is not mapped is a warning with a pointer");
    const sla::book_definition& book = imported->book;
    for (const sla::policy_definition& policy : book.policies)
        for (const sla::target_definition& target : policy.targets) {
            fuzz::require(!target.rows.empty(), "a target has a row");
            fuzz::require(std::any_of(book.metrics.begin(), book.metrics.end(),
                                      [&](const auto& m) { return m.name == target.metric; }),
                          "its metric is in the book");
        }
    const auto document = sla::to_json(book);
    fuzz::require(document.has_value(), "a book has a document");
    const auto again = sla::book_from_json(*document);
    fuzz::require(again.has_value() && *again == book, "which is read as the same book");
}

} // namespace

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const sla::import_options options{
        .limits = {.values = 10'000, .issues = 20}, .unmapped = 30, .conditions = 5'000};
    check(sla::import_zendesk(text, options), options);
    check(sla::import_zendesk_groups(text, options), options);
    check(sla::import_jira(text, options), options);
    return 0;
}
