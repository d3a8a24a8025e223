// SPDX-License-Identifier: MIT
//
// The parts of a document: each function reads what stands at a value, complains of every mistake
// in it, and gives back what is left.
#pragma once

#include "forms.hpp"
#include "reader.hpp"
#include "words.hpp"
#include <sla/condition.hpp>
#include <sla/metric.hpp>
#include <sla/policy_definition.hpp>

namespace sla::inline v1::detail::json {

/// From the members of the document itself.
book_definition read_book(reader& in, members& m);

calendar_definition read_calendar(reader& in, index at);
metric_definition read_metric(reader& in, index at);
condition read_condition(reader& in, index at);
policy_definition read_policy(reader& in, index at);
target_definition read_target(reader& in, index at);

/// The text at `at` in the form that `read` reads; `otherwise` after a complaint.
template <class T>
T read_text(reader& in, index at, const char* code, form<T> (*read)(std::string_view),
            std::string_view expected, T otherwise = {}) {
    if (!in.is(at, kind::text, expected))
        return otherwise;
    form<T> made = read(in.values.text(at));
    if (auto* fault = std::get_if<text_fault>(&made)) {
        in.complain(at, code, std::move(*fault));
        return otherwise;
    }
    return std::get<T>(std::move(made));
}

/// What `read` makes of each entry of a list.
template <class T>
std::vector<T> read_list(reader& in, index at, T (*read)(reader&, index),
                         std::string_view expected) {
    std::vector<T> out;
    if (in.is(at, kind::list, expected))
        for (index i = tape::first(at); i != in.values.end(at); i = in.values.next(i))
            out.push_back(read(in, i));
    return out;
}

/// The names that stand at each attribute of a ticket; T: an attribute and names.
template <class T>
std::vector<T> read_by_attribute(reader& in, index at) {
    std::vector<T> out;
    const members m{in, at, {"priority", "channel", "tier", "category", "group", "customer"}};
    if (!m.read())
        return out;
    for (index i = tape::first(at); i != in.values.end(at); i = in.values.next(i))
        for (const word<attribute>& w : attribute_words)
            if (w.text == in.values.key(i))
                out.push_back({w.value, in.names(i, "a name")});
    return out;
}

} // namespace sla::inline v1::detail::json
