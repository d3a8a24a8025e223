// SPDX-License-Identifier: MIT
//
// Inside the bulk room: one row as a ticket.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/timeline_view.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>

namespace sla::inline v1::detail {

// Whether the columns are there that the layout speaks of.
[[nodiscard]] inline bool has_columns(const bulk_layout& layout, const bulk_input& in) noexcept {
    if ((!layout.profiles.empty() && in.profile.values == nullptr) ||
        in.attributes.size() != layout.dictionaries.size())
        return false;
    for (const id_column& column : in.attributes)
        if (column.values == nullptr)
            return false;
    if (in.timelines.offsets.values != nullptr)
        return true;
    if (in.created.values == nullptr || in.events.size() != layout.events.size())
        return false;
    for (const time_column& column : in.events)
        if (column.values == nullptr)
            return false;
    return !layout.pauses || (in.pauses.offsets.values != nullptr);
}

// Rows of a table, one after another, as timelines.
class row_reader {
public:
    row_reader(const bulk_layout& layout, const bulk_input& in) noexcept
        : layout_{layout}, in_{in} {}

    // Null where the row is no ticket, which `error()` explains. The timeline is good until the
    // next call.
    [[nodiscard]] const timeline* read(std::size_t row) noexcept {
        ticket_attributes ticket;
        if (!read_attributes(row, ticket))
            return fail(row_error::unknown_id);
        if (in_.timelines.offsets.values != nullptr)
            return read_timeline(row, ticket);
        count_ = 0;
        if (const auto wrong = read_events(row))
            return fail(*wrong);
        if (layout_.pauses)
            if (const auto wrong = read_pauses(row))
                return fail(*wrong);
        return &view_.look_at(ticket, {events_.data(), count_});
    }

    // As of when it is to be judged.
    [[nodiscard]] std::optional<instant> now(std::size_t row) noexcept {
        if (in_.now_of_row.values == nullptr)
            return in_.now;
        instant out{};
        if (!detail::read(in_.now_of_row, row, out)) {
            error_ = row_error::now_missing;
            return std::nullopt;
        }
        return out;
    }

    [[nodiscard]] row_error error() const noexcept { return error_; }

private:
    [[nodiscard]] const timeline* fail(row_error why) noexcept {
        error_ = why;
        return nullptr;
    }

    [[nodiscard]] bool read_attributes(std::size_t row, ticket_attributes& out) const noexcept {
        out = layout_.attributes;
        if (!layout_.profiles.empty()) {
            const std::int64_t number = detail::read(in_.profile, row);
            if (number >= std::ssize(layout_.profiles))
                return false;
            if (number >= 0)
                out = layout_.profiles[static_cast<std::size_t>(number)];
        }
        for (std::size_t i = 0; i < layout_.dictionaries.size(); ++i) {
            const attribute_dictionary& names = layout_.dictionaries[i];
            const std::int64_t number = detail::read(in_.attributes[i], row);
            if (number >= std::ssize(names.values))
                return false;
            out.set(names.which,
                    number < 0 ? value_id::none : names.values[static_cast<std::size_t>(number)]);
        }
        return true;
    }

    [[nodiscard]] const timeline* read_timeline(std::size_t row,
                                                const ticket_attributes& ticket) noexcept {
        std::size_t begin = 0;
        std::size_t end = 0;
        if (!detail::read(in_.timelines.offsets, row, begin, end))
            return fail(row_error::offsets_invalid);
        const std::span<const event> events{in_.timelines.events + begin, end - begin};
        if (in_.timelines.events == nullptr || !is_timeline(events))
            return fail(row_error::timeline_invalid);
        return &view_.look_at(ticket, events);
    }

    std::optional<row_error> read_events(std::size_t row) noexcept {
        instant at{};
        if (!detail::read(in_.created, row, at))
            return row_error::created_missing;
        if (!in_range(at))
            return row_error::out_of_range;
        created_ = at;
        put(layout_.created, at);
        for (std::size_t i = 0; i < layout_.events.size(); ++i) {
            if (!detail::read(in_.events[i], row, at))
                continue;
            if (!in_range(at))
                return row_error::out_of_range;
            if (at < created_)
                return row_error::before_created;
            put(layout_.events[i], at);
        }
        return std::nullopt;
    }

    std::optional<row_error> read_pauses(std::size_t row) noexcept {
        std::size_t begin = 0;
        std::size_t end = 0;
        if (!detail::read(in_.pauses.offsets, row, begin, end))
            return row_error::offsets_invalid;
        if (end - begin > max_pauses)
            return row_error::too_many_pauses;
        instant over = created_; // when the one before has ended
        for (std::size_t i = begin; i < end; ++i) {
            instant from{};
            instant to{};
            if (in_.pauses.begins.values == nullptr || !detail::read(in_.pauses.begins, i, from))
                return row_error::pause_reversed;
            const bool has_end =
                in_.pauses.ends.values != nullptr && detail::read(in_.pauses.ends, i, to);
            if (!in_range(from) || (has_end && !in_range(to)))
                return row_error::out_of_range;
            if (from < created_)
                return row_error::before_created;
            if (from < over)
                return row_error::pauses_overlap;
            if (has_end && to < from)
                return row_error::pause_reversed;
            put(layout_.pauses->begins, from);
            if (has_end)
                put(layout_.pauses->ends, to);
            over = has_end ? to : never;
        }
        return std::nullopt;
    }

    // In the order of instants, behind those of the same one.
    void put(const event& what, instant at) noexcept {
        std::size_t i = count_++;
        for (; i > 0 && events_[i - 1].at > at; --i)
            events_[i] = events_[i - 1];
        events_[i] = what;
        events_[i].at = at;
    }

    const bulk_layout& layout_;
    const bulk_input& in_;
    row_error error_ = row_error::columns_missing;
    instant created_{};
    std::size_t count_ = 0;
    std::array<event, 1 + max_event_columns + 2 * max_pauses> events_{};
    timeline_view view_;
};

} // namespace sla::inline v1::detail
