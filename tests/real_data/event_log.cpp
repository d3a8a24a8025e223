// SPDX-License-Identifier: MIT
#include "event_log.hpp"

#include <algorithm>
#include <array>
#include <compliance_report/csv.hpp>
#include <cstdlib>
#include <fstream>
#include <utility>

namespace event_log {

namespace {

std::filesystem::path tickets_dir() {
    const char* const given = std::getenv("SLA_DATA_DIR");
    const std::filesystem::path data =
        given != nullptr ? std::filesystem::path{given}
                         : std::filesystem::path{SLA_TEST_SOURCE_DIR} / ".." / "shared" / "data";
    return data / "tickets";
}

} // namespace

std::filesystem::path ticket_file(std::string_view name) {
    return tickets_dir() / name;
}

bool no_data() {
    return !std::filesystem::exists(tickets_dir());
}

std::string missing() {
    return "no real tickets in " + tickets_dir().string() + " (set SLA_DATA_DIR)";
}

table read_table(const std::filesystem::path& file, const std::vector<std::string>& columns) {
    using outcome = compliance::csv_reader::outcome;
    table out;
    std::ifstream in{file, std::ios::binary};
    compliance::csv_reader reader{in};
    const auto complain = [&](const std::string& what) {
        out.problems.push_back("line " + std::to_string(reader.line()) + ": " + what);
    };

    std::vector<std::size_t> positions;
    std::size_t width = 0;
    if (reader.next() == outcome::record) {
        const auto names = reader.fields();
        width = names.size();
        for (const std::string& column : columns) {
            const auto at = std::find(names.begin(), names.end(), column);
            if (at == names.end())
                complain("no column " + column);
            positions.push_back(static_cast<std::size_t>(at - names.begin()));
        }
    } else {
        complain("no names of columns");
    }
    if (!out.problems.empty())
        return out;

    for (outcome next = reader.next(); next != outcome::end; next = reader.next()) {
        if (next != outcome::record) {
            complain(reader.mistake().message);
        } else if (reader.fields().size() != width) {
            complain(std::to_string(reader.fields().size()) + " fields");
        } else {
            std::vector<std::string>& row = out.rows.emplace_back();
            for (const std::size_t position : positions)
                row.push_back(reader.fields()[position]);
        }
    }
    return out;
}

sla::person_id people::number_of(const std::string& name) {
    const auto number = static_cast<sla::person_id>(numbers_.size() + 1);
    return numbers_.emplace(name, number).first->second;
}

tally kinds_of(std::span<const ticket> tickets) {
    tally out;
    for (const ticket& t : tickets)
        for (const entry& e : t.entries)
            ++out[e.kind == sla::event_kind::attribute_changed
                      ? std::string(sla::name_of(e.kind)) + " " + sla::name_of(e.which)
                      : sla::name_of(e.kind)];
    return out;
}

namespace {

sla::event event_of(const entry& e, const sla::policy_book& book) {
    sla::event out{.at = e.at, .kind = e.kind, .by = e.by, .person = e.person};
    if (e.kind == sla::event_kind::attribute_changed) {
        out.which = e.which;
        out.value = book.find_value(e.which, e.name);
    } else {
        out.name = book.find_event_name(e.name);
    }
    return out;
}

} // namespace

timelines::timelines(const sla::policy_book& book, std::span<const ticket> tickets) {
    for (const ticket& t : tickets) {
        std::vector<sla::event> events;
        for (const entry& e : t.entries)
            events.push_back(event_of(e, book));
        const sla::ticket_attributes attributes =
            book.attributes({.priority = t.priority, .category = t.category, .group = t.group});
        const bool is_long = events.size() > sla::timeline::inline_events;
        const auto made = is_long ? sla::timeline::over(attributes, events)
                                  : sla::timeline::of(attributes, events);
        for (const sla::issue& i : made.issues()) {
            if (i.severity == sla::severity::warning)
                ++warnings_[i.code];
            else
                refused_.push_back(t.id + ": " + i.place + ": " + i.message);
        }
        if (made)
            made_.push_back(*made);
        if (made && is_long)
            outside_.push_back(std::move(events)); // The array itself stays where it is.
    }
}

} // namespace event_log
