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

/// The entries of a member of that name, if there are any.
template <class T>
void write_entries(writer& out, std::string_view key, const std::vector<T>& list,
                   void (*write)(writer&, const T&)) {
    if (list.empty())
        return;
    out.key(key);
    out.open_list();
    for (const T& entry : list)
        write(out, entry);
    out.close();
}

} // namespace sla::inline v1::detail::json
