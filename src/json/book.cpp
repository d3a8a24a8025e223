// SPDX-License-Identifier: MIT
//
// The interface: text, tape, definition, and back.

#include "places.hpp"
#include "read_document.hpp"
#include "tape.hpp"
#include "write_document.hpp"
#include <sla/json.hpp>
#include <sla/json_document.hpp>

#include <optional>
#include <utility>

namespace sla::inline v1 {

namespace {

namespace json = detail::json;

std::optional<json_document> read_definition(const json::tape& values, const json_limits& limits,
                                             issue_list& issues) {
    json::reader in{values, limits.issues, issues};
    json_document document = json::read_document(in);
    if (has_errors(issues))
        return {};
    return document;
}

template <class Document>
result<std::string> written(const Document& document,
                            void (*write)(json::writer&, const Document&)) {
    issue_list issues;
    json::writer out{issues};
    write(out, document);
    if (!issues.empty())
        return issues;
    return out.take();
}

} // namespace

result<json_document> document_from_json(std::string_view text, const json_limits& limits) {
    issue_list issues;
    const std::optional<json::tape> values = json::read_tape(text, limits, issues);
    if (!values)
        return issues;
    std::optional<json_document> document = read_definition(*values, limits, issues);
    if (!document)
        return issues;
    return *std::move(document);
}

result<book_definition> book_from_json(std::string_view text, const json_limits& limits) {
    result<json_document> document = document_from_json(text, limits);
    if (!document)
        return document.issues();
    return (*std::move(document)).book;
}

result<compiled_document> compile_json_document(std::string_view text, const zone_source& zones,
                                                calendar_options options,
                                                const json_limits& limits) {
    issue_list issues;
    const std::optional<json::tape> values = json::read_tape(text, limits, issues);
    if (!values)
        return issues;
    const std::optional<json_document> document = read_definition(*values, limits, issues);
    if (!document)
        return issues;
    result<compiled_document> compiled = compile(*document, zones, options);
    if (compiled.issues().empty())
        return compiled;
    issue_list placed = json::in_document(compiled.issues(), *values, limits.issues);
    if (!compiled)
        return placed;
    return result<compiled_document>{*std::move(compiled), std::move(placed)};
}

result<policy_book> compile_json(std::string_view text, const zone_source& zones,
                                 calendar_options options, const json_limits& limits) {
    result<compiled_document> compiled = compile_json_document(text, zones, options, limits);
    if (!compiled)
        return compiled.issues();
    issue_list warnings = compiled.issues();
    return result<policy_book>{(*std::move(compiled)).book, std::move(warnings)};
}

result<std::string> to_json(const json_document& document) {
    return written(document, json::write_document);
}

result<std::string> to_json(const book_definition& book) {
    return written<book_definition>(book, [](json::writer& out, const book_definition& b) {
        out.open_object();
        json::write_book(out, b);
        out.close();
    });
}

} // namespace sla::inline v1
