// SPDX-License-Identifier: MIT
#include "read.hpp"
#include "words.hpp"

#include <utility>

namespace sla::inline v1::detail::json {

// Recursion is bounded: the document is nested `json_limits::depth` deep, 1000 at most.
condition read_condition(reader& in, index at) { // NOLINT(misc-no-recursion)
    const tape& values = in.values;
    if (values[at].kind == kind::text && values.text(at) == "always")
        return {};
    members m{in,
              at,
              {"priority", "channel", "tier", "category", "group", "customer", "tagged",
               "created_while_open", "all", "any", "none"},
              R"(a condition such as { "tier": "gold" }, or "always")"};
    if (!m.read())
        return {};
    std::vector<condition> parts;
    for (index i = tape::first(at); i != values.end(at); i = values.next(i)) {
        const std::string_view key = values.key(i);
        if (key == "all" || key == "any" || key == "none") {
            std::vector<condition> inner = read_list(in, i, read_condition, "a list of conditions");
            parts.push_back(key == "all"   ? all_of(std::move(inner))
                            : key == "any" ? any_of(std::move(inner))
                                           : unless(std::move(inner)));
        } else if (key == "tagged") {
            parts.push_back(tagged(in.names(i, "a tag")));
        } else if (key == "created_while_open") {
            parts.push_back(created_while_open(in.names(i, "the name of a calendar")));
        } else {
            for (const word<attribute>& w : attribute_words)
                if (w.text == key)
                    parts.push_back(one_of(w.value, in.names(i, "a name")));
        }
    }
    if (values.end(at) == tape::first(at))
        in.complain(at, "json.key_missing", "this condition says nothing",
                    R"(for example { "tier": "gold" }; for every ticket "always")");
    if (parts.size() == 1)
        return std::move(parts.front());
    return all_of(std::move(parts));
}

} // namespace sla::inline v1::detail::json
