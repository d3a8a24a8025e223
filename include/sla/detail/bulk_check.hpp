// SPDX-License-Identifier: MIT
//
// Inside the bulk room: what is wrong with a layout.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/policy_data.hpp>
#include <sla/detail/timeline_rules.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace sla::inline v1::detail {

class bulk_layout_check {
public:
    bulk_layout_check(const policy_book& book, const bulk_layout& layout) noexcept
        : book_{book.data()}, layout_{layout} {}

    [[nodiscard]] issue_list run() {
        check_values(layout_.attributes, "attributes");
        for (std::size_t i = 0; i < layout_.profiles.size(); ++i)
            check_values(layout_.profiles[i], at("profiles", i));
        for (std::size_t i = 0; i < layout_.dictionaries.size(); ++i)
            check_dictionary(i);
        check_event(layout_.created, "created", true);
        for (std::size_t i = 0; i < layout_.events.size(); ++i)
            check_event(layout_.events[i], at("events", i), false);
        if (layout_.events.size() > max_event_columns)
            complain("bulk.too_many_events", "events",
                     "a table has no more event columns than this",
                     "at most " + std::to_string(max_event_columns),
                     std::to_string(layout_.events.size()));
        if (layout_.pauses) {
            check_event(layout_.pauses->begins, "pauses.begins", false);
            check_event(layout_.pauses->ends, "pauses.ends", false);
        }
        for (std::size_t i = 0; i < layout_.metrics.size(); ++i)
            check_reported(i);
        return std::move(issues_);
    }

private:
    [[nodiscard]] static std::string at(const char* list, std::size_t i) {
        return std::string{list} + "[" + std::to_string(i) + "]";
    }

    void complain(const char* code, std::string place, const char* message, std::string expected,
                  std::string saw) {
        issues_.push_back({.code = code,
                           .place = std::move(place),
                           .message = message,
                           .expected = std::move(expected),
                           .saw = std::move(saw)});
    }

    void check_value(attribute which, value_id value, const std::string& place) {
        const auto& names = book_.value_names[static_cast<std::size_t>(which)];
        if (static_cast<std::size_t>(value) >= names.size() + name_table::first_id)
            complain("bulk.unknown_value", place, "the book has no value of this number",
                     "an id from policy_book::find_value",
                     std::to_string(static_cast<std::uint32_t>(value)));
    }
    void check_values(const ticket_attributes& ticket, const std::string& place) {
        for (std::size_t a = 0; a < attribute_count; ++a)
            check_value(static_cast<attribute>(a), ticket.values[a],
                        place + ".values[" + std::to_string(a) + "]");
    }

    void check_dictionary(std::size_t i) {
        const attribute_dictionary& here = layout_.dictionaries[i];
        const std::string place = at("dictionaries", i);
        if (here.which > attribute::customer) {
            complain("bulk.unknown_enumerator", place + ".which", "this is no attribute",
                     "a value of attribute", std::to_string(static_cast<unsigned>(here.which)));
            return;
        }
        for (std::size_t k = 0; k < i; ++k)
            if (layout_.dictionaries[k].which == here.which)
                complain("bulk.attribute_twice", place + ".which",
                         "another dictionary is of the same attribute", "one for an attribute",
                         "also " + at("dictionaries", k));
        for (std::size_t k = 0; k < here.values.size(); ++k)
            check_value(here.which, here.values[k], place + ".values[" + std::to_string(k) + "]");
    }

    void check_event(const event& e, const std::string& place, bool is_creation) {
        const auto unknown = [&](const char* member, const char* what, unsigned saw) {
            complain("bulk.unknown_enumerator", place + "." + member,
                     "this is no event that the library knows", std::string{"a value of "} + what,
                     std::to_string(saw));
        };
        if (!has_known_kind(e))
            unknown("kind", "event_kind", static_cast<unsigned>(e.kind));
        else if ((e.kind == event_kind::created) != is_creation)
            complain("bulk.created_kind", place + ".kind",
                     is_creation ? "this has to be the creation"
                                 : "the creation is a column of its own",
                     is_creation ? "event_kind::created" : "another kind",
                     std::to_string(static_cast<unsigned>(e.kind)));
        if (!has_known_actor(e))
            unknown("by", "actor", static_cast<unsigned>(e.by));
        if (!has_known_visibility(e))
            unknown("visible", "visibility", static_cast<unsigned>(e.visible));
        if (!has_known_attribute(e))
            unknown("which", "attribute", static_cast<unsigned>(e.which));
        else if (e.kind == event_kind::attribute_changed)
            check_value(e.which, e.value, place + ".value");
        if (static_cast<std::size_t>(e.name) >= book_.event_names.size() + name_table::first_id)
            complain("bulk.unknown_event_name", place + ".name",
                     "the book has no event name of this number",
                     "an id from policy_book::find_event_name",
                     std::to_string(static_cast<std::uint32_t>(e.name)));
        if (static_cast<std::size_t>(e.tag) >= book_.tag_names.size() + name_table::first_id)
            complain("bulk.unknown_tag", place + ".tag", "the book has no tag of this number",
                     "an id from policy_book::find_tag",
                     std::to_string(static_cast<std::uint32_t>(e.tag)));
        if (e.kind == event_kind::due_changed)
            check_metric(e.metric, place + ".metric");
        if (!has_due_in_range(e))
            complain("bulk.due_out_of_range", place + ".due",
                     "the library does not calculate with this due time",
                     "1970 to 9999, or never to clear it",
                     std::to_string(e.due.time_since_epoch().count()) + " ms since 1970");
    }

    void check_metric(metric_id metric, const std::string& place) {
        if (static_cast<std::size_t>(metric) >= book_.metrics.size())
            complain("bulk.unknown_metric", place, "the book has no metric of this number",
                     "an id from policy_book::find_metric",
                     std::to_string(static_cast<std::uint32_t>(metric)));
    }

    void check_reported(std::size_t i) {
        const metric_id metric = layout_.metrics[i];
        check_metric(metric, at("metrics", i));
        for (std::size_t k = 0; k < i; ++k)
            if (layout_.metrics[k] == metric)
                complain("bulk.metric_twice", at("metrics", i), "this metric is there already",
                         "each metric once", "also " + at("metrics", k));
    }

    const book_data& book_;
    const bulk_layout& layout_;
    issue_list issues_;
};

} // namespace sla::inline v1::detail
