// SPDX-License-Identifier: MIT
//
// The whole document, read: the book and what stands beside it.
#pragma once

#include "read.hpp"
#include <sla/json_document.hpp>

namespace sla::inline v1::detail::json {

json_document read_document(reader& in);

named_scorecard read_scorecard(reader& in, index at);
credit_definition read_credits(reader& in, index at);

} // namespace sla::inline v1::detail::json
