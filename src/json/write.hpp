// SPDX-License-Identifier: MIT
//
// The parts of a document, written: what `read.hpp` reads. What says nothing beyond the default is
// left out.
#pragma once

#include "reader.hpp"
#include "words.hpp"
#include "writer.hpp"
#include <sla/policy_definition.hpp>

namespace sla::inline v1::detail::json {

inline constexpr writer::layout one_line = writer::layout::one_line;

/// The members of the document itself.
void write_book(writer& out, const book_definition& book);

void write_calendar(writer& out, const calendar_definition& calendar);
void write_date_member(writer& out, std::string_view key, std::chrono::year_month_day date);
void write_metric(writer& out, const metric_definition& metric);
void write_condition(writer& out, const condition& when);
void write_policy(writer& out, const policy_definition& policy);
/// The value of a member named after the metric.
void write_target(writer& out, const target_definition& target);

/// The member, where the value is not the default.
template <class Enum, std::size_t N>
void write_word(writer& out, std::string_view key, const std::array<word<Enum>, N>& words,
                Enum value, Enum otherwise) {
    if (value == otherwise)
        return;
    out.key(key);
    out.form(word_of(words, value), "a value of no name");
}

/// The entries of a member of that name, if there are any.
template <class T>
void write_list(writer& out, std::string_view key, const std::vector<T>& list,
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
