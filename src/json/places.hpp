// SPDX-License-Identifier: MIT
//
// Where in a document the issues of `compile` are, which name places in a definition.
#pragma once

#include "tape.hpp"

#include <cstddef>
#include <string_view>

namespace sla::inline v1::detail::json {

/// The value that `place` ("policies[1].targets[0].rows[2].within") came from, or the nearest one
/// around it. Linear in the document.
index value_at(const tape& values, std::string_view place);

/// The issues with pointers and lines in the place of places; at most `most` of them, and one that
/// says that there are more.
issue_list in_document(const issue_list& issues, const tape& values, std::size_t most);

} // namespace sla::inline v1::detail::json
