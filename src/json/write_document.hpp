// SPDX-License-Identifier: MIT
//
// The whole document, written: what `read_document.hpp` reads.
#pragma once

#include "write.hpp"
#include <sla/json_document.hpp>

namespace sla::inline v1::detail::json {

void write_document(writer& out, const json_document& document);

void write_scorecard(writer& out, const named_scorecard& card);
void write_credits(writer& out, const credit_definition& credits);

} // namespace sla::inline v1::detail::json
