// SPDX-License-Identifier: MIT
#include "helpdesk_italy.hpp"

#include <algorithm>
#include <compliance_report/wall_clock.hpp>
#include <map>
#include <utility>

namespace helpdesk {

using sla::event_kind;

case_file read_cases(const std::filesystem::path& file) {
    enum column : std::size_t { id, name, transition, time, resource };
    event_log::table table =
        event_log::read_table(file, {"case:concept:name", "Activity", "lifecycle:transition",
                                     "time:timestamp", "Resource"});
    case_file out{.rows = table.rows.size(), .problems = std::move(table.problems)};
    // All of the file is UTC, and says so in every row.
    const auto format = compliance::wall_clock_format::of("YYYY-MM-DD hh:mm:ss+00:00").value();
    std::map<std::string, std::size_t> index_of;
    for (const std::vector<std::string>& row : table.rows) {
        const auto at = format.read(row[time]);
        if (!at || row[transition] != "complete") {
            out.problems.push_back(row[id] + ": " + row[transition] + " at " + row[time]);
            continue;
        }
        const auto [index, is_new] = index_of.emplace(row[id], out.cases.size());
        if (is_new)
            out.cases.push_back({.id = row[id]});
        std::vector<activity>& activities = out.cases[index->second].activities;
        const sla::instant instant{at->time_since_epoch()};
        if (!activities.empty() && activities.back().at > instant)
            ++out.moved_rows;
        activities.push_back({.at = instant, .name = row[name], .resource = row[resource]});
    }
    for (ticket_case& one : out.cases)
        std::stable_sort(one.activities.begin(), one.activities.end(),
                         [](const activity& a, const activity& b) { return a.at < b.at; });
    return out;
}

namespace {

class story {
public:
    story(const ticket_case& from, event_log::people& people, history& out)
        : from_{from}, people_{people}, out_{out} {
        ticket_.id = from.id;
    }

    [[nodiscard]] event_log::ticket tell() {
        add({.at = from_.activities.front().at,
             .kind = event_kind::created,
             .by = sla::actor::customer});
        for (const activity& a : from_.activities) {
            ++out_.rows[a.name];
            if (!understand(a))
                ++out_.unknown[a.name];
        }
        return std::move(ticket_);
    }

private:
    bool understand(const activity& a) {
        if (a.name == "Insert ticket")
            return a.at == from_.activities.front().at; // The creation itself.
        if (a.name == "Assign seriousness") {
            add({.at = a.at,
                 .kind = event_kind::attribute_changed,
                 .name = "assigned",
                 .which = sla::attribute::priority});
        } else if (a.name == "Take in charge ticket") {
            reopen(a.at);
            add({.at = a.at, .kind = event_kind::acknowledged});
            add({.at = a.at,
                 .kind = event_kind::assigned,
                 .person = people_.number_of(a.resource)});
            has_status(a.at, "in charge");
        } else if (a.name == "Wait") {
            reopen(a.at);
            has_status(a.at, waiting);
        } else if (a.name == "Require upgrade") {
            has_status(a.at, "upgrade required");
        } else if (a.name == "Create SW anomaly") {
            add({.at = a.at, .kind = event_kind::stage_entered, .name = "software"});
        } else if (a.name == "Resolve SW anomaly") {
            add({.at = a.at, .kind = event_kind::stage_left, .name = "software"});
        } else if (a.name == "VERIFIED" || a.name == "DUPLICATE") {
            add({.at = a.at, .kind = event_kind::custom, .name = a.name});
        } else if (a.name == "Resolve ticket") {
            has_status(a.at, "resolved");
            add({.at = a.at, .kind = event_kind::resolved});
            done_ = true;
        } else if (a.name == "Closed") {
            has_status(a.at, "closed");
            add({.at = a.at, .kind = event_kind::closed});
            done_ = true;
        } else {
            return false;
        }
        return true;
    }

    /// Work on what was done: the file has no word for that, only the work.
    void reopen(sla::instant at) {
        if (std::exchange(done_, false))
            add({.at = at, .kind = event_kind::reopened});
    }

    void has_status(sla::instant at, const char* status) {
        add({.at = at, .kind = event_kind::status_changed, .name = status});
    }

    void add(event_log::entry e) { ticket_.entries.push_back(std::move(e)); }

    const ticket_case& from_;
    event_log::people& people_;
    history& out_;
    event_log::ticket ticket_{};
    bool done_ = false;
};

} // namespace

history history_of(const std::vector<ticket_case>& cases) {
    history out;
    event_log::people people;
    for (const ticket_case& one : cases)
        out.tickets.push_back(story{one, people, out}.tell());
    out.people = people.size();
    return out;
}

} // namespace helpdesk
