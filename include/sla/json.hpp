// SPDX-License-Identifier: MIT
//
// Room: json. Books as documents: what a desk promises, in a file that people write.
//
// A document says in JSON what a `book_definition` says in C++: calendars, metrics, policies with
// their tables of limits, steps, credits and options. The people who decide on service levels write
// and review it; `book_from_json` turns it into the definition, which `compile` then checks like
// any other:
//
//     {
//       "sla": 1,
//       "calendars": [{ "name": "Support", "zone": "Europe/Berlin",
//                       "hours": { "Monday-Friday": ["09:00-12:00", "13:00-17:00"] } }],
//       "policies": [{ "name": "Gold", "when": { "tier": "gold" }, "calendar": "Support",
//                      "targets": { "first response": { "by": "priority",
//                                                       "within": { "P1": "30 min",
//                                                                   "P2": "4 business hours" } },
//                                   "resolution": "2 business days by close" } }]
//     }
//
//     auto book = sla::compile_json(text, sla::system_zones());   // read, then compile
//
// Every form is in docs/documents.md, and docs/policy.schema.json says the same to editors.
// Nothing is guessed or ignored: an unknown key is a mistake with a hint. All mistakes come at
// once, each at its JSON pointer ("/policies/0/targets/first response/within/P1") with its line.
//
// The hard case is the document from a stranger. Size, depth and the number of values are limited
// before anything is made of them, so a hostile document costs bounded time and memory and ends in
// an issue.
//
// This header does not need the JSON library that reads documents (nlohmann/json): that one stays
// inside of `sla::json`.
#pragma once

#include <sla/calendar.hpp>
#include <sla/detail/export.hpp>
#include <sla/policy.hpp>
#include <sla/policy_definition.hpp>
#include <sla/result.hpp>
#include <sla/zone.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace sla::inline v1 {

/// The version of the form of documents, which every document names: `"sla": 1`.
inline constexpr int json_format = 1;

/// How much a document may be; what is beyond is an issue, and nothing is read. With the defaults
/// a document takes at most about 1 GiB of memory (short names of built-in metrics, over and over);
/// one of policies takes eleven times its size.
struct json_limits {
    std::size_t bytes = std::size_t{16} << 20U; ///< At most 4 GiB - 1.
    std::size_t depth = 100;                    ///< Lists and objects in each other; at most 1000.
    std::size_t values = 2'000'000;             ///< Texts, numbers, lists, objects, together.
    std::size_t issues = 100; ///< That are reported; one more says that there are others.

    friend constexpr bool operator==(const json_limits&, const json_limits&) noexcept = default;
};

/// The definition that a document holds, in UTF-8, with or without a byte order mark. The
/// definition is not compiled: names that do not exist or ranges that overlap are found by
/// `compile`.
///
/// Issues: all of them at once, with a JSON pointer as place and the line among the related
/// places; when the text is no JSON at all, the first one, with a line and a column as place. Their
/// codes begin with "json.". Linear in the size of the document.
[[nodiscard]] SLA_API result<book_definition> book_from_json(std::string_view text,
                                                             const json_limits& limits = {});

/// `compile(book_from_json(text))`, where the issues of `compile`, too, name places in the
/// document.
[[nodiscard]] SLA_API result<policy_book> compile_json(std::string_view text,
                                                       const zone_source& zones,
                                                       calendar_options options = {},
                                                       const json_limits& limits = {});

/// The document of a definition, indented by two spaces, with a line feed at its end. It gives the
/// same definition again: `book_from_json(*to_json(book)) == book`.
///
/// Issues: `json.cannot_say`, where the definition holds what no document can say, which is nothing
/// that compiles: a date that does not exist, a negative duration, a text that is not UTF-8.
[[nodiscard]] SLA_API result<std::string> to_json(const book_definition& book);

} // namespace sla::inline v1
