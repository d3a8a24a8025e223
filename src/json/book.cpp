// SPDX-License-Identifier: MIT
//
// The interface: text, tape, definition, and back.

#include "places.hpp"
#include "read.hpp"
#include "tape.hpp"
#include "write.hpp"
#include <sla/json.hpp>

#include <optional>
#include <utility>

namespace sla::inline v1 {

namespace {

namespace json = detail::json;

std::optional<book_definition> read_definition(const json::tape& values, const json_limits& limits,
                                               issue_list& issues) {
    json::reader in{values, limits.issues, issues};
    book_definition book = json::read_book(in);
    if (has_errors(issues))
        return {};
    return book;
}

} // namespace

result<book_definition> book_from_json(std::string_view text, const json_limits& limits) {
    issue_list issues;
    const std::optional<json::tape> values = json::read_tape(text, limits, issues);
    if (!values)
        return issues;
    std::optional<book_definition> book = read_definition(*values, limits, issues);
    if (!book)
        return issues;
    return *std::move(book);
}

result<policy_book> compile_json(std::string_view text, const zone_source& zones,
                                 calendar_options options, const json_limits& limits) {
    issue_list issues;
    const std::optional<json::tape> values = json::read_tape(text, limits, issues);
    if (!values)
        return issues;
    const std::optional<book_definition> book = read_definition(*values, limits, issues);
    if (!book)
        return issues;
    result<policy_book> compiled = compile(*book, zones, options);
    if (compiled.issues().empty())
        return compiled;
    issue_list placed = json::in_document(compiled.issues(), *values, limits.issues);
    if (!compiled)
        return placed;
    return result<policy_book>{*std::move(compiled), std::move(placed)};
}

result<std::string> to_json(const book_definition& book) {
    issue_list issues;
    json::writer out{issues};
    json::write_book(out, book);
    if (!issues.empty())
        return issues;
    return out.take();
}

} // namespace sla::inline v1
