// SPDX-License-Identifier: MIT
//
// Whole timelines as a column of lists of structures: numbers and words become events.
#include "../json/words.hpp"
#include "table.hpp"

#include <array>
#include <span>

namespace sla::c {

namespace {

constexpr std::size_t most_issues = 20;

/// One timeline column while it is read.
class timeline_reader {
public:
    timeline_reader(const arrow_column& entries, const policy_book& book, scratch& memory)
        : entries_{entries}, book_{book}, at_{entries.child("at").instants(memory)},
          kind_{entries.child("kind")}, by_{entries.find_child("by")}, visible_{entries.find_child(
                                                                           "visible")},
          which_{entries.find_child("which")}, name_{entries.find_child("name")},
          value_{entries.find_child("value")}, tag_{entries.find_child("tag")},
          person_{entries.find_child("person")}, metric_{entries.find_child("metric")} {
        if (const auto due = entries.find_child("due"))
            due_ = due->instants(memory);
    }

    std::vector<event> read() {
        std::vector<event> out;
        out.reserve(entries_.rows());
        for (row_ = 0; row_ < entries_.rows(); ++row_)
            out.push_back(one());
        if (!issues_.empty())
            throw failure{SLA_INVALID_INPUT, std::move(issues_)};
        return out;
    }

private:
    event one() {
        using namespace sla::detail::json;
        event e{.at = instant_at(at_)};
        e.kind = word<event_kind>(&kind_, "kind", event_words);
        e.by = word<actor>(at(by_), "by", actor_words, {actor::agent});
        switch (e.kind) {
        case event_kind::message:
            e.visible = word<visibility>(at(visible_), "visible", visibility_words,
                                         {visibility::to_customer});
            break;
        case event_kind::attribute_changed:
            e.which = word<attribute>(at(which_), "which", attribute_words);
            if (static_cast<std::size_t>(e.which) < attribute_count)
                e.value =
                    value_id{number(at(value_), "value", id_count(book_, e.which), [&](auto text) {
                        return static_cast<std::uint32_t>(book_.find_value(e.which, text));
                    })};
            break;
        case event_kind::status_changed:
        case event_kind::stage_entered:
        case event_kind::stage_left:
        case event_kind::custom:
            e.name = event_name{number(at(name_), "name", event_name_count(book_), [&](auto text) {
                return static_cast<std::uint32_t>(book_.find_event_name(text));
            })};
            break;
        case event_kind::tag_added:
        case event_kind::tag_removed:
            e.tag = tag_id{number(at(tag_), "tag", tag_count(book_), [&](auto text) {
                return static_cast<std::uint32_t>(book_.find_tag(text));
            })};
            break;
        case event_kind::assigned:
            e.person =
                person_id{number(at(person_), "person", SLA_NO_ID, [](auto) { return SLA_NO_ID; })};
            break;
        case event_kind::due_changed:
            e.metric =
                metric_id{number(at(metric_), "metric", book_.metric_count(),
                                 [&](auto text) {
                                     const auto found = book_.find_metric(text);
                                     return found ? static_cast<std::uint32_t>(*found) : SLA_NO_ID;
                                 },
                                 {})};
            e.due = due_.values == nullptr ? never : instant_at(due_, never);
            break;
        default:
            break;
        }
        return e;
    }

    static const arrow_column* at(const std::optional<arrow_column>& column) {
        return column ? &*column : nullptr;
    }

    // An instant that is missing lies out of range, and the row says so.
    [[nodiscard]] instant instant_at(const time_column& column, instant without = never) const {
        const std::size_t bit = column.validity.offset + row_;
        if (column.validity.bits != nullptr &&
            (column.validity.bits[bit / 8] >> (bit % 8) & 1U) == 0)
            return without;
        const std::int64_t n = column.values[row_];
        if (n == no_value)
            return without;
        switch (column.unit) {
        case time_unit::milliseconds:
            return instant{elapsed{n}};
        case time_unit::microseconds:
            return instant{elapsed{n / 1000 - (n % 1000 < 0 ? 1 : 0)}};
        case time_unit::seconds:
            break;
        }
        constexpr std::int64_t most = INT64_MAX / 1000;
        return n > most || n < -most ? never : instant{elapsed{n * 1000}};
    }

    /// A value of an enumeration, by its number or its word.
    template <class Enum, std::size_t N>
    Enum word(const arrow_column* column, const char* member,
              const std::array<sla::detail::json::word<Enum>, N>& words,
              std::optional<Enum> otherwise = {}) {
        return static_cast<Enum>(number(
            column, member, N,
            [&](std::string_view text) {
                for (const auto& w : words)
                    if (w.text == text)
                        return static_cast<std::uint32_t>(w.value);
                return SLA_NO_ID;
            },
            otherwise ? std::optional{static_cast<std::uint32_t>(*otherwise)} : std::nullopt));
    }

    /// A number below `count`, by itself or by its name.
    template <class NumberOf>
    std::uint32_t number(const arrow_column* column, const char* member, std::size_t count,
                         NumberOf number_of, std::optional<std::uint32_t> otherwise = 0) {
        if (column == nullptr || !column->is_valid(row_)) {
            if (!otherwise)
                complain(member, "a value", "none");
            return otherwise.value_or(0);
        }
        if (column->is_text()) {
            const auto text = column->text(row_);
            const std::uint32_t found = number_of(*text);
            if (found < count)
                return found;
            complain(member, "a word of the library or a name of the book", std::string{*text});
            return 0;
        }
        if (!column->is_integer())
            column->refuse_type("integers, text, or text in a dictionary");
        const std::int64_t n = column->integer(row_);
        if (n >= 0 && static_cast<std::uint64_t>(n) < count)
            return static_cast<std::uint32_t>(n);
        complain(member, "0 to " + std::to_string(count - 1), std::to_string(n));
        return 0;
    }

    void complain(const char* member, std::string expected, std::string saw) {
        if (issues_.size() < most_issues)
            issues_.push_back(
                {.code = "c.value_unknown",
                 .place = entries_.place() + ".entries[" + std::to_string(row_) + "]." + member,
                 .message = "there is nothing of this name or number",
                 .expected = std::move(expected),
                 .saw = std::move(saw)});
    }

    const arrow_column& entries_;
    const policy_book& book_;
    time_column at_;
    time_column due_;
    arrow_column kind_;
    std::optional<arrow_column> by_, visible_, which_, name_, value_, tag_, person_, metric_;
    std::size_t row_ = 0;
    issue_list issues_;
};

} // namespace

std::vector<event> events_in(const arrow_column& entries, const policy_book& book,
                             scratch& memory) {
    return timeline_reader{entries, book, memory}.read();
}

} // namespace sla::c
