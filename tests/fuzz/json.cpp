// SPDX-License-Identifier: MIT
//
// Any bytes as a document: a book or issues, and nothing else. Every issue has a code and says what
// is wrong. A book has a document of its own, which is read as the same book again; compiled, its
// issues have places in the document.

#include "bytes.hpp"
#include <sla/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

void check(const sla::issue_list& issues, const sla::json_limits& limits) {
    fuzz::require(issues.size() <= limits.issues + 1, "issues are limited");
    for (const sla::issue& i : issues)
        fuzz::require(!i.code.empty() && !i.message.empty(), "an issue says what is wrong");
}

} // namespace

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const sla::zone_source zones = sla::zone_set{{sla::zone::utc()}}.source();
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const sla::json_limits limits{.values = 10'000, .issues = 20};
    const auto book = sla::book_from_json(text, limits);
    if (!book) {
        fuzz::require(sla::has_errors(book.issues()), "a refusal has a reason");
        check(book.issues(), limits);
        return 0;
    }
    const auto document = sla::to_json(*book);
    fuzz::require(document.has_value(), "what was read can be said");
    const auto again = sla::book_from_json(*document);
    fuzz::require(again.has_value() && *again == *book, "and is read as the same");
    fuzz::require(*sla::to_json(*again) == *document, "and said in the same words");
    check(sla::compile_json(text, zones, {}, limits).issues(), limits);
    return 0;
}
