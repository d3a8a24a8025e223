// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>
#include <cstring>
#include <limits>
#include <oracle/random_calendar.hpp>
#include <property/bulk_table.hpp>
#include <type_traits>
#include <utility>

namespace oracle {
namespace {

using namespace std::chrono_literals;
using sla::row_error;
using sla::time_unit;

// What stands in the place of a pointer to nothing: a null pointer would be no column.
const std::int64_t no_numbers[1] = {};

bool bit(const std::vector<std::uint8_t>& bits, std::size_t i) {
    return bits.empty() || (bits[i / 8] >> (i % 8) & 1) != 0;
}

/// Rounded down.
std::int64_t divided(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

std::int64_t in_unit(std::int64_t milliseconds, time_unit unit) {
    return unit == time_unit::seconds        ? divided(milliseconds, 1000)
           : unit == time_unit::milliseconds ? milliseconds
                                             : milliseconds * 1000;
}

/// A value of a column; nothing when it lies outside of the range of the library.
std::optional<sla::instant> instant_of(std::int64_t value, time_unit unit) {
    const std::int64_t end = sla::end_of_range.time_since_epoch().count();
    if (unit == time_unit::seconds && (value < 0 || value >= end / 1000))
        return {};
    const std::int64_t t = unit == time_unit::seconds        ? value * 1000
                           : unit == time_unit::milliseconds ? value
                                                             : divided(value, 1000);
    if (t < 0 || t >= end)
        return {};
    return sla::instant{sla::elapsed{t}};
}

/// The same where the range does not matter; what milliseconds cannot express ends at their bounds.
sla::instant any_instant_of(std::int64_t value, time_unit unit) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1000;
    const std::int64_t t = unit == time_unit::microseconds   ? divided(value, 1000)
                           : unit == time_unit::milliseconds ? value
                           : value > most  ? std::numeric_limits<std::int64_t>::max()
                           : value < -most ? std::numeric_limits<std::int64_t>::min()
                                           : value * 1000;
    return sla::instant{sla::elapsed{t}};
}

} // namespace

std::int64_t in_unit(sla::instant t, time_unit unit) {
    return in_unit(t.time_since_epoch().count(), unit);
}

// -- what is read
// ----------------------------------------------------------------------------------

sla::time_column time_data::view() const noexcept {
    return {values.empty() ? no_numbers : values.data(),
            unit,
            {bits.empty() ? nullptr : bits.data(), offset}};
}

std::optional<std::int64_t> time_data::at(std::size_t i) const noexcept {
    if (!bit(bits, offset + i) || values[i] == sla::no_value)
        return {};
    return values[i];
}

std::optional<std::uint32_t> id_data::at(std::size_t i) const noexcept {
    const bool is_negative = is_signed && (values[i] >> (8 * width - 1) & 1U) != 0;
    if (!bit(bits, offset + i) || is_negative)
        return {};
    return values[i];
}

std::vector<std::uint32_t> id_data::packed() const {
    std::vector<std::uint32_t> out(values.size() + 1);
    auto* at = reinterpret_cast<unsigned char*>(out.data());
    for (const std::uint32_t value : values) {
        const auto byte = static_cast<std::uint8_t>(value);
        const auto two = static_cast<std::uint16_t>(value);
        if (width == 1)
            std::memcpy(at, &byte, 1);
        else if (width == 2)
            std::memcpy(at, &two, 2);
        else
            std::memcpy(at, &value, 4);
        at += width;
    }
    return out;
}

table_view::table_view(const table_data& of) {
    const auto ids = [&](const id_data& from) {
        ids_.push_back(from.packed());
        sla::id_column out;
        out.values = ids_.back().data();
        out.width = from.width;
        out.is_signed = from.is_signed;
        out.validity = {from.bits.empty() ? nullptr : from.bits.data(), from.offset};
        return out;
    };
    if (!of.timelines)
        in_.created = of.created.view();
    if (of.profile)
        in_.profile = ids(*of.profile);
    for (const id_data& column : of.attributes)
        attributes_.push_back(ids(column));
    in_.attributes = attributes_;
    if (!of.timelines)
        for (const time_data& column : of.events)
            events_.push_back(column.view());
    in_.events = events_;
    if (of.pauses)
        in_.pauses = {offsets(*of.pauses), of.begins.view(), of.ends.view()};
    static const sla::event none{};
    if (of.timelines)
        in_.timelines = {offsets(*of.timelines), of.listed.empty() ? &none : of.listed.data()};
    in_.now = of.now;
    if (of.now_of_row)
        in_.now_of_row = of.now_of_row->view();
}

sla::offset_column table_view::offsets(const offset_data& of) {
    if (of.wide)
        return sla::offset_column{of.values.data()};
    narrow_.emplace_back();
    for (const std::int64_t offset : of.values)
        narrow_.back().push_back(static_cast<std::int32_t>(offset));
    return sla::offset_column{narrow_.back().data()};
}

// -- what a row means
// ------------------------------------------------------------------------------

namespace {

/// Reads one row and notes what is wrong with it.
class row_reader {
public:
    row_reader(const sla::bulk_layout& layout, const table_data& table, std::size_t row)
        : layout_{layout}, table_{table}, row_{row} {}

    row_ticket read() {
        read_attributes();
        if (table_.timelines)
            read_timeline();
        else
            read_columns();
        if (table_.now_of_row) {
            const auto now = table_.now_of_row->at(row_);
            if (!now)
                wrong(row_error::now_missing);
            else
                out_.now = any_instant_of(*now, table_.now_of_row->unit);
        } else {
            out_.now = table_.now;
        }
        return std::move(out_);
    }

private:
    void wrong(row_error what) {
        if (std::find(out_.errors.begin(), out_.errors.end(), what) == out_.errors.end())
            out_.errors.push_back(what);
    }

    sla::instant instant(std::int64_t value, time_unit unit) {
        const auto t = instant_of(value, unit);
        if (!t)
            wrong(row_error::out_of_range);
        return t.value_or(sla::instant{});
    }

    void read_attributes() {
        out_.attributes = layout_.attributes;
        if (table_.profile) {
            const auto number = table_.profile->at(row_);
            if (number && *number >= layout_.profiles.size())
                wrong(row_error::unknown_id);
            else if (number)
                out_.attributes = layout_.profiles[*number];
        }
        for (std::size_t i = 0; i < layout_.dictionaries.size(); ++i) {
            const auto& [which, values] = layout_.dictionaries[i];
            const auto number = table_.attributes[i].at(row_);
            if (!number)
                out_.attributes.set(which, sla::value_id::none);
            else if (*number >= values.size())
                wrong(row_error::unknown_id);
            else
                out_.attributes.set(which, values[*number]);
        }
    }

    /// The entries of this row; nothing when the offsets are wrong.
    std::optional<std::pair<std::size_t, std::size_t>> entries(const offset_data& of) {
        const std::int64_t begin = of.values[row_];
        const std::int64_t end = of.values[row_ + 1];
        if (begin < 0 || end < begin) {
            wrong(row_error::offsets_invalid);
            return {};
        }
        return std::pair{static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
    }

    void read_timeline() {
        const auto range = entries(*table_.timelines);
        if (!range)
            return;
        out_.events.assign(table_.listed.begin() + static_cast<std::ptrdiff_t>(range->first),
                           table_.listed.begin() + static_cast<std::ptrdiff_t>(range->second));
        if (!sla::timeline::over(out_.attributes, out_.events))
            wrong(row_error::timeline_invalid);
    }

    void add(sla::event like, sla::instant at) {
        like.at = at;
        out_.events.push_back(like);
    }

    void read_columns() {
        const auto created = table_.created.at(row_);
        if (!created)
            wrong(row_error::created_missing);
        const sla::instant creation =
            created ? instant(*created, table_.created.unit) : sla::first_instant;
        add(layout_.created, creation);
        for (std::size_t i = 0; i < layout_.events.size(); ++i)
            if (const auto value = table_.events[i].at(row_))
                add(layout_.events[i], instant(*value, table_.events[i].unit));
        if (table_.pauses)
            read_pauses();
        if (std::any_of(out_.events.begin(), out_.events.end(),
                        [&](const sla::event& e) { return e.at < creation; }))
            wrong(row_error::before_created);
        std::stable_sort(out_.events.begin(), out_.events.end(),
                         [](const auto& a, const auto& b) { return a.at < b.at; });
    }

    void read_pauses() {
        const auto range = entries(*table_.pauses);
        if (!range)
            return;
        if (range->second - range->first > sla::max_pauses)
            wrong(row_error::too_many_pauses);
        std::optional<sla::instant> free = sla::first_instant; // nothing: still paused
        for (std::size_t i = range->first; i < range->second; ++i) {
            const auto begin = table_.begins.at(i);
            const auto end = table_.ends.at(i);
            const sla::instant from =
                begin ? instant(*begin, table_.begins.unit) : sla::first_instant;
            if (!begin)
                wrong(row_error::pause_reversed);
            if (!free || from < *free)
                wrong(row_error::pauses_overlap);
            add(layout_.pauses->begins, from);
            free.reset();
            if (!end)
                continue;
            free = instant(*end, table_.ends.unit);
            if (*free < from)
                wrong(row_error::pause_reversed);
            add(layout_.pauses->ends, *free);
        }
    }

    const sla::bulk_layout& layout_;
    const table_data& table_;
    std::size_t row_;
    row_ticket out_;
};

} // namespace

row_ticket row_of(const sla::bulk_layout& layout, const table_data& table, std::size_t row) {
    return row_reader{layout, table, row}.read();
}

// -- what is written
// -------------------------------------------------------------------------------

namespace {

constexpr std::uint8_t untouched_byte = 0xA5;
constexpr std::int64_t untouched = -0x5A5A5A5A5A5A5A5A;
constexpr double untouched_share = -0.25;

std::optional<std::int64_t> count_of(sla::instant t) {
    if (t == sla::never)
        return {};
    return t.time_since_epoch().count();
}

std::optional<std::int64_t> count_of(const std::optional<sla::working>& length) {
    if (!length)
        return {};
    return length->length().count();
}

/// One of `length_columns`, in milliseconds.
std::optional<std::int64_t> member(const sla::verdict& v, std::size_t column) {
    switch (column) {
    case 0:
        return count_of(v.deadline);
    case 1:
        return count_of(v.breached_at);
    case 2:
        if (v.deadline == sla::never)
            return {};
        return v.remaining.elapsed.count();
    case 3:
        return v.overdue.elapsed.count();
    case 4:
        return count_of(v.remaining.working);
    case 5:
        return count_of(v.overdue.working);
    default:
        return count_of(v.next_change);
    }
}

std::int64_t stored(std::optional<std::int64_t> milliseconds, time_unit unit) {
    return milliseconds ? in_unit(*milliseconds, unit) : sla::no_value;
}

} // namespace

output_data::output_data(const output_shape& shape, std::size_t rows) {
    const std::size_t size = rows + 2 * margin;
    for (const output_shape::clock& wanted : shape.clocks) {
        clock& made = clocks_.emplace_back();
        auto& units = units_.emplace_back();
        if (wanted.state)
            made.state.assign(size, untouched_byte);
        if (wanted.share)
            made.share.assign(size, untouched_share);
        for (std::size_t i = 0; i < length_columns.size(); ++i)
            if (wanted.lengths[i]) {
                made.lengths[i].assign(size, untouched);
                units[i] = *wanted.lengths[i];
            }
    }
    if (shape.next_change) {
        next_change_.assign(size, untouched);
        unit_ = *shape.next_change;
    }
}

void output_data::put(const sla::bulk_layout& layout, std::size_t row, const row_result& result) {
    const std::size_t at = margin + row;
    for (std::size_t m = 0; m < clocks_.size(); ++m) {
        clock& to = clocks_[m];
        const sla::verdict* const v =
            result.error ? nullptr : result.verdicts.find(layout.metrics[m]);
        if (!to.state.empty())
            to.state[at] = result.error ? static_cast<std::uint8_t>(*result.error)
                           : v          ? static_cast<std::uint8_t>(v->state)
                                        : std::uint8_t{0};
        if (!to.share.empty())
            to.share[at] = v ? v->share() : 0.0;
        for (std::size_t i = 0; i < length_columns.size(); ++i)
            if (!to.lengths[i].empty())
                to.lengths[i][at] = v ? stored(member(*v, i), units_[m][i]) : sla::no_value;
    }
    if (!next_change_.empty())
        next_change_[at] =
            result.error ? sla::no_value : stored(count_of(result.verdicts.next_change()), unit_);
}

std::uint8_t output_data::state(std::size_t metric, std::size_t row) const {
    return clocks_[metric].state[margin + row];
}
std::int64_t output_data::length(std::size_t metric, std::size_t column, std::size_t row) const {
    return clocks_[metric].lengths[column][margin + row];
}
std::int64_t output_data::next_change(std::size_t row) const {
    return next_change_[margin + row];
}

output_columns output_data::view() {
    output_columns out;
    const auto lengths = [](std::vector<std::int64_t>& of, time_unit unit) {
        return sla::time_output{of.empty() ? nullptr : of.data() + margin, unit};
    };
    for (std::size_t m = 0; m < clocks_.size(); ++m) {
        clock& from = clocks_[m];
        const auto column = [&](std::size_t i) { return lengths(from.lengths[i], units_[m][i]); };
        out.metrics.push_back({.state = from.state.empty() ? nullptr : from.state.data() + margin,
                               .deadline = column(0),
                               .breached_at = column(1),
                               .remaining = column(2),
                               .overdue = column(3),
                               .working_remaining = column(4),
                               .working_overdue = column(5),
                               .next_change = column(6),
                               .share = from.share.empty() ? nullptr : from.share.data() + margin});
    }
    out.next_change = lengths(next_change_, unit_);
    return out;
}

std::optional<output_data::difference>
output_data::first_difference(const output_data& expected) const {
    const auto compare = [](const auto& wanted, const auto& saw, std::size_t metric,
                            const char* name) -> std::optional<difference> {
        const auto [a, b] = std::mismatch(wanted.begin(), wanted.end(), saw.begin());
        if (a == wanted.end())
            return {};
        const auto text = [](auto value) {
            if constexpr (std::is_same_v<decltype(value), double>)
                return std::to_string(value);
            const auto number = static_cast<std::int64_t>(value);
            return number == sla::no_value ? std::string{"no value"}
                   : number == untouched   ? std::string{"untouched"}
                                           : std::to_string(number);
        };
        return difference{a - wanted.begin() - static_cast<std::ptrdiff_t>(margin), metric,
                          std::string{name} + ": expected " + text(*a) + ", saw " + text(*b)};
    };
    for (std::size_t m = 0; m < clocks_.size(); ++m) {
        const clock& saw = clocks_[m];
        const clock& wanted = expected.clocks_[m];
        if (auto found = compare(wanted.state, saw.state, m, "state"))
            return found;
        for (std::size_t i = 0; i < length_columns.size(); ++i)
            if (auto found = compare(wanted.lengths[i], saw.lengths[i], m, length_columns[i]))
                return found;
        if (auto found = compare(wanted.share, saw.share, m, "share"))
            return found;
    }
    return compare(expected.next_change_, next_change_, clocks_.size(), "next_change of the row");
}

// -- text
// ------------------------------------------------------------------------------------------

namespace {

std::string number(auto value) {
    return std::to_string(static_cast<std::uint32_t>(value));
}

std::string to_text(const sla::policy_book& book, const sla::event& e) {
    std::string out = name_of(e.kind);
    switch (e.kind) {
    case sla::event_kind::message:
        out += e.visible == sla::visibility::internal ? " (internal)" : "";
        break;
    case sla::event_kind::attribute_changed:
        out += std::string{" "} + name_of(e.which) + " = " + number(e.value) + " \"" +
               std::string{book.name(e.which, e.value)} + "\"";
        break;
    case sla::event_kind::tag_added:
    case sla::event_kind::tag_removed:
        out += " " + number(e.tag);
        break;
    case sla::event_kind::due_changed:
        out += " of " + book.name(e.metric) + " to " +
               (e.due == sla::never ? "never" : oracle::to_text(e.due));
        break;
    default:
        if (e.name != sla::event_name::none)
            out += " " + number(e.name) + " \"" + std::string{book.name(e.name)} + "\"";
    }
    static const std::array<const char*, 4> actors{"customer", "agent", "automation", "third"};
    return out + " by " + actors[static_cast<std::size_t>(e.by) % 4];
}

std::string to_text(const sla::policy_book& book, const sla::ticket_attributes& of) {
    std::string out;
    for (std::size_t i = 0; i < sla::attribute_count; ++i) {
        const auto which = static_cast<sla::attribute>(i);
        if (of.get(which) != sla::value_id::none)
            out += std::string{name_of(which)} + " " + number(of.get(which)) + " \"" +
                   std::string{book.name(which, of.get(which))} + "\", ";
    }
    return out + "tags " + std::to_string(of.tags[0]);
}

} // namespace

std::string to_text(const sla::policy_book& book, const sla::bulk_layout& layout) {
    std::string out = "layout: attributes " + to_text(book, layout.attributes) + "; " +
                      std::to_string(layout.profiles.size()) + " profiles; dictionaries of";
    for (const auto& d : layout.dictionaries)
        out += std::string{" "} + name_of(d.which);
    out += "\n  created: " + to_text(book, layout.created) + "\n";
    for (const sla::event& e : layout.events)
        out += "  column: " + to_text(book, e) + "\n";
    if (layout.pauses)
        out += "  pauses: " + to_text(book, layout.pauses->begins) + " ... " +
               to_text(book, layout.pauses->ends) + "\n";
    return out;
}

std::string to_text(const sla::policy_book& book, const row_ticket& row) {
    std::string out = "  attributes: " + to_text(book, row.attributes) + "\n";
    for (const sla::event& e : row.events)
        out += "  " + oracle::to_text(e.at) + " " + to_text(book, e) + "\n";
    out += "  now " + oracle::to_text(row.now) + "\n";
    for (const row_error error : row.errors)
        out += "  wrong: " + number(error) + "\n";
    return out;
}

} // namespace oracle
