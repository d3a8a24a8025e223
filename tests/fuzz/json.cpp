// SPDX-License-Identifier: MIT
//
// Any bytes as a document: definitions or issues, and nothing else. Every issue has a code and says
// what is wrong. What was read has a document of its own, which is read as the same again;
// compiled, its issues have places in the document.

#include "bytes.hpp"
#include <sla/json_document.hpp>

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
    const auto read = sla::document_from_json(text, limits);
    if (!read) {
        fuzz::require(sla::has_errors(read.issues()), "a refusal has a reason");
        check(read.issues(), limits);
        fuzz::require(!sla::book_from_json(text, limits), "the book's, too");
        return 0;
    }
    const auto said = sla::to_json(*read);
    fuzz::require(said.has_value(), "what was read can be said");
    const auto again = sla::document_from_json(*said);
    fuzz::require(again.has_value() && *again == *read, "and is read as the same");
    fuzz::require(*sla::to_json(*again) == *said, "and said in the same words");
    const auto book = sla::book_from_json(text, limits);
    fuzz::require(book.has_value() && *book == read->book, "the book is that of the document");
    const auto of_book = sla::to_json(*book);
    fuzz::require(of_book.has_value() && *sla::book_from_json(*of_book) == *book,
                  "and has a document of its own");
    check(sla::compile_json_document(text, zones, {}, limits).issues(), limits);
    return 0;
}
