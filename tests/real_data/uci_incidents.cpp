// SPDX-License-Identifier: MIT
#include "uci_incidents.hpp"

#include <algorithm>
#include <charconv>
#include <compliance_report/wall_clock.hpp>
#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace uci {

namespace {

using sla::event_kind;

// -- rows
// ------------------------------------------------------------------------------------------

enum column : std::size_t {
    number,
    state,
    updates,
    reopenings,
    made_sla,
    opened,
    updated,
    resolved,
    closed,
    priority,
    category,
    group,
    assignee,
    first_other
};

const std::vector<std::string> columns{
    "number", "incident_state", "sys_mod_count", "reopen_count", "made_sla", "opened_at",
    "sys_updated_at", "resolved_at", "closed_at", "priority", "category", "assignment_group",
    "assigned_to",
    // `column::first_other`
    "active", "reassignment_count", "sys_created_at", "contact_type", "subcategory", "impact",
    "urgency", "knowledge", "u_priority_confirmation", "notify", "closed_code", "resolved_by"};

class row_reader {
public:
    /// Throws std::invalid_argument.
    [[nodiscard]] sla::instant time(const std::string& text) const {
        const auto read = format_.read(text);
        if (!read)
            throw std::invalid_argument{text + ": " + read.issues().front().message};
        return sla::instant{read->time_since_epoch()};
    }

    [[nodiscard]] std::optional<sla::instant> time_if_any(const std::string& text) const {
        return text == "?" ? std::nullopt : std::optional{time(text)};
    }

    [[nodiscard]] static int count(std::string_view text) {
        int out = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
        if (error != std::errc{} || end != text.data() + text.size() || out < 0)
            throw std::invalid_argument{std::string{text} + " is not a count"};
        return out;
    }

    [[nodiscard]] static bool yes_or_no(std::string_view text) {
        if (text != "true" && text != "false")
            throw std::invalid_argument{std::string{text} + " is neither true nor false"};
        return text == "true";
    }

    [[nodiscard]] static std::string name(const std::string& text) {
        return text == "?" ? std::string{} : text;
    }

private:
    compliance::wall_clock_format format_ =
        compliance::wall_clock_format::of("D/M/YYYY hh:mm").value();
};

snapshot snapshot_of(const std::vector<std::string>& row, const row_reader& read) {
    snapshot out{.update_count = row_reader::count(row[updates]),
                 .at = read.time(row[updated]),
                 .state = row[state],
                 .priority = row_reader::name(row[priority]),
                 .category = row_reader::name(row[category]),
                 .group = row_reader::name(row[group]),
                 .assignee = row_reader::name(row[assignee]),
                 .reopenings = row_reader::count(row[reopenings]),
                 .made_sla = row_reader::yes_or_no(row[made_sla])};
    for (std::size_t i = first_other; i < row.size(); ++i)
        out.other_columns += row[i] + "\n";
    return out;
}

} // namespace

incident_file read_incidents(const std::filesystem::path& file) {
    event_log::table table = event_log::read_table(file, columns);
    incident_file out{.rows = table.rows.size(), .problems = std::move(table.problems)};
    const row_reader read;
    std::map<std::string, std::size_t> index_of;
    for (const std::vector<std::string>& row : table.rows) {
        try {
            const snapshot s = snapshot_of(row, read);
            const incident seen{.number = row[number],
                                .opened = read.time(row[opened]),
                                .resolved = read.time_if_any(row[resolved]),
                                .closed = read.time(row[closed])};
            const auto [at, is_new] = index_of.emplace(row[number], out.incidents.size());
            if (is_new)
                out.incidents.push_back(seen);
            incident& one = out.incidents[at->second];
            if (one.opened != seen.opened || one.resolved != seen.resolved ||
                one.closed != seen.closed)
                throw std::invalid_argument{"times that an earlier row does not have"};
            if (!one.rows.empty() && one.rows.back().update_count > s.update_count)
                ++out.moved_rows;
            one.rows.push_back(s);
        } catch (const std::invalid_argument& problem) {
            out.problems.push_back(row[number] + ": " + problem.what());
        }
    }
    for (incident& one : out.incidents)
        std::stable_sort(
            one.rows.begin(), one.rows.end(),
            [](const snapshot& a, const snapshot& b) { return a.update_count < b.update_count; });
    return out;
}

// -- what happened
// ---------------------------------------------------------------------------------

const std::vector<std::string>& waiting_states() {
    static const std::vector<std::string> states{"Awaiting User Info", "Awaiting Vendor",
                                                 "Awaiting Problem", "Awaiting Evidence"};
    return states;
}

bool is_waiting(const std::string& state) {
    return std::find(waiting_states().begin(), waiting_states().end(), state) !=
           waiting_states().end();
}

namespace {

class story {
public:
    story(const incident& from, event_log::people& people, history& out)
        : from_{from}, people_{people}, out_{out} {}

    [[nodiscard]] event_log::ticket tell() {
        const snapshot& first = from_.rows.front();
        ticket_ = {.id = from_.number,
                   .priority = first.priority,
                   .category = first.category,
                   .group = first.group};
        ticket_.entries.push_back(
            {.at = from_.opened, .kind = event_kind::created, .by = sla::actor::customer});
        // An incident begins without a state and without an assignee, and its first row says
        // which it got.
        snapshot before = first;
        before.state.clear();
        before.assignee.clear();
        for (const snapshot& row : from_.rows) {
            const std::size_t told = ticket_.entries.size();
            compare(before, row);
            if (ticket_.entries.size() > told)
                ++out_.rows["told by events"];
            else if (before.other_columns != row.other_columns)
                ++out_.rows["only other columns changed"];
            else
                ++out_.rows["nothing but the update itself"];
            before = row;
        }
        remark();
        return std::move(ticket_);
    }

private:
    void compare(const snapshot& before, const snapshot& row) {
        changed(sla::attribute::priority, before.priority, row.priority, row.at);
        changed(sla::attribute::category, before.category, row.category, row.at);
        changed(sla::attribute::group, before.group, row.group, row.at);
        if (before.assignee != row.assignee) {
            if (row.assignee.empty())
                add({.at = row.at, .kind = event_kind::custom, .name = "unassigned"});
            else
                add({.at = row.at,
                     .kind = event_kind::assigned,
                     .person = people_.number_of(row.assignee)});
        }
        for (int i = before.reopenings; i < row.reopenings; ++i)
            add({.at = row.at, .kind = event_kind::reopened});
        if (before.state != row.state)
            add({.at = row.at, .kind = event_kind::status_changed, .name = row.state});
        ends("Resolved", event_kind::resolved, from_.resolved, before, row);
        ends("Closed", event_kind::closed, from_.closed, before, row);
    }

    void changed(sla::attribute which, const std::string& before, const std::string& after,
                 sla::instant at) {
        if (before != after)
            add({.at = at, .kind = event_kind::attribute_changed, .name = after, .which = which});
    }

    /// The end is told when the state is reached, and once more when the file's own time of it is
    /// that of a later row in the same state.
    void ends(const char* state, event_kind kind, std::optional<sla::instant> official,
              const snapshot& before, const snapshot& row) {
        if (row.state != state)
            return;
        const bool again = before.state == state && row.at == official && row.at > last_end_;
        if (before.state == state && !again)
            return;
        last_end_ = row.at;
        if (again)
            ++out_.incidents[std::string(sla::name_of(kind)) + " again"];
        add({.at = row.at, .kind = kind});
    }

    void remark() {
        const auto has = [this](event_kind kind, sla::instant at) {
            return std::any_of(
                ticket_.entries.begin(), ticket_.entries.end(),
                [&](const event_log::entry& e) { return e.kind == kind && e.at == at; });
        };
        if (!from_.resolved)
            ++out_.incidents["resolved without a time of its own"];
        else if (has(event_kind::resolved, *from_.resolved))
            ++out_.incidents["resolved when the file says"];
        if (has(event_kind::closed, from_.closed))
            ++out_.incidents["closed when the file says"];
    }

    void add(event_log::entry e) { ticket_.entries.push_back(std::move(e)); }

    const incident& from_;
    event_log::people& people_;
    history& out_;
    event_log::ticket ticket_{};
    sla::instant last_end_ = sla::instant::min();
};

} // namespace

history history_of(const std::vector<incident>& incidents) {
    history out;
    event_log::people people;
    for (const incident& one : incidents)
        out.tickets.push_back(story{one, people, out}.tell());
    out.people = people.size();
    return out;
}

} // namespace uci
