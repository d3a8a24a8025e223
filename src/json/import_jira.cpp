// SPDX-License-Identifier: MIT
//
// A Jira Service Management project as a book. Source: Atlassian support, "Set up SLA goals": the
// goals of an SLA stand in order, and the first one whose query finds the issue holds; without a
// calendar time counts around the clock.
#include "import_jira.hpp"

#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

constexpr std::array<std::string_view, 7> technical_of_sla{
    "id", "self", "customFieldId", "description", "createdDate", "updatedDate", "timeUpdatedDate"};
constexpr std::array<std::string_view, 4> technical_of_goal{"id", "timeMetricId", "timeUpdatedDate",
                                                            "self"};
constexpr std::array<std::string_view, 8> technical_of_answer{
    "self", "size", "start", "limit", "isLastPage", "canUpdate", "projectKey", "_links"};
constexpr std::size_t most_goals = 500; // of one SLA

struct goal {
    index at = 0;
    condition when{};
    std::string label{};
    std::optional<target_duration> within{}; ///< Nothing: these tickets are promised nothing.
    std::string calendar{};
};

class jira_reader {
public:
    jira_reader(std::span<const import_document> from, const import_options& options)
        : options_{options}, sources_{from, options},
          make_{options,
                {{"priority", attribute::priority},
                 {"issuetype", attribute::category},
                 {"type", attribute::category},
                 {"request-channel-type", attribute::channel},
                 {"organizations", attribute::customer}}} {}

    result<imported_book> read() {
        for (const auto& s : sources_.all())
            read_document(*s);
        add_calendars();
        for (const auto& [from, at] : slas_)
            read_sla(*from, at);
        if (slas_.empty() && sources_.readable())
            sources_.complain({.code = "import.nothing_found",
                               .message = "there is no SLA in these documents",
                               .expected =
                                   "a member \"timeMetrics\" or \"slas\" with a list, or an "
                                   "object with \"goals\""});
        if (make_.spent_all())
            sources_.complain({.code = "import.too_large",
                               .message = "these goals have too many conditions",
                               .expected = "at most " + std::to_string(options_.conditions)});
        return sources_.finish(std::move(book_));
    }

private:
    // -- what is where ---------------------------------------------------------------------------

    static bool has_key(const source& from, index at, std::string_view key) {
        if (from.values[at].kind != kind::object)
            return false;
        for (index i = tape::first(at); i != from.values.end(at); i = from.values.next(i))
            if (from.values.key(i) == key)
                return true;
        return false;
    }
    static bool is_calendar(const source& from, index at) {
        return has_key(from, at, "workingTimes") || has_key(from, at, "timezoneId");
    }
    static bool is_sla(const source& from, index at) {
        return has_key(from, at, "config") || has_key(from, at, "goals");
    }

    void read_entry(source& from, index at) {
        if (is_calendar(from, at))
            calendars_.push_back(read_jira_calendar(from, at));
        else
            slas_.emplace_back(&from, at);
    }

    void read_document(source& from) {
        if (from.values[0].kind == kind::list) {
            for (const index i : entries(from, 0, "a list"))
                read_entry(from, i);
            return;
        }
        if (is_calendar(from, 0) || is_sla(from, 0)) {
            read_entry(from, 0);
            return;
        }
        fields m{from,
                 0,
                 {"timeMetrics", "slas", "values", "calendars"},
                 technical_of_answer,
                 "an answer of Jira, an object or a list"};
        if (!m.read())
            return;
        for (const std::string_view key : {"timeMetrics", "slas"})
            if (m[key] != 0)
                for (const index i : entries(from, m[key], "a list of SLAs"))
                    slas_.emplace_back(&from, i);
        if (m["values"] != 0)
            for (const index i : entries(from, m["values"], "a list of SLAs or calendars"))
                read_entry(from, i);
        if (m["calendars"] != 0)
            for (const index i : entries(from, m["calendars"], "a list of calendars"))
                calendars_.push_back(read_jira_calendar(from, i));
    }

    void add_calendars() {
        name_book names;
        for (jira_calendar& c : calendars_) {
            c.calendar.name = names.unique(c.name.empty() ? "calendar" : c.name);
            if (c.calendar.name != c.name && !c.name.empty())
                c.from->note(c.at, "import.renamed",
                             "another calendar has this name: here it is " +
                                 quoted(c.calendar.name, 64),
                             quoted(c.name, 64));
            if (never_open(c.calendar.hours))
                c.from->note(c.at, "import.left_out",
                             "a calendar without working times is none here", quoted(c.name, 64));
            else
                book_.calendars.push_back(c.calendar);
        }
    }

    // -- SLAs ------------------------------------------------------------------------------------

    void read_sla(source& from, index at) {
        fields m{from,
                 at,
                 {"name", "config", "definition", "goals", "start", "pause", "stop"},
                 technical_of_sla,
                 "an SLA"};
        if (!m.read())
            return;
        std::string name;
        if (const index i = m.required("name"))
            name = from.in.name(i, "a name");
        index goals = m["goals"];
        index definition = m["definition"];
        if (const index i = m["config"]) {
            fields config{from, i, {"definition", "goals"}, technical_of_sla};
            goals = goals != 0 ? goals : config["goals"];
            definition = definition != 0 ? definition : config["definition"];
        }
        jira_clock clock{m["start"], m["pause"], m["stop"]};
        if (definition != 0) {
            fields d{
                from, definition, {"start", "pause", "stop", "inconsistent"}, technical_of_sla};
            if (d.read()) {
                clock = {d["start"], d["pause"], d["stop"]};
                if (const index i = d["inconsistent"]; i != 0 && from.yes(i))
                    from.note(i, "import.approximate",
                              "the product calls the times of this SLA inconsistent: it did not "
                              "recount them after a change",
                              quoted(name, 64));
            }
        }
        metric_definition metric = read_jira_clock(from, clock);
        const std::vector<goal> read = read_goals(from, at, goals);
        if (metric.start.empty() || metric.stop.empty()) {
            from.note(at, "import.left_out",
                      metric.start.empty() ? "nothing starts this SLA" : "nothing stops this SLA",
                      quoted(name, 64));
            return;
        }
        metric.name = names_.unique(name.empty() ? "SLA" : name);
        if (metric.name != name && !name.empty())
            from.note(at, "import.renamed",
                      "another SLA has this name: here it is " + quoted(metric.name, 64),
                      quoted(name, 64));
        add(from, at, std::move(metric), read);
    }

    std::vector<goal> read_goals(source& from, index sla, index list) {
        std::vector<goal> out;
        if (list == 0) {
            from.in.complain(sla, "json.key_missing", "the key \"goals\" is missing", {}, {}, {});
            return out;
        }
        const std::vector<index> all = entries(from, list, "a list of goals");
        if (all.size() > most_goals) {
            sources_.complain({.code = "import.too_large",
                               .place = from.values.pointer(list),
                               .message = "this SLA has too many goals",
                               .expected = "at most " + std::to_string(most_goals)});
            return out;
        }
        for (const index i : all)
            if (std::optional<goal> g = read_goal(from, i))
                out.push_back(*std::move(g));
        return out;
    }

    std::optional<goal> read_goal(source& from, index at) {
        fields m{from,
                 at,
                 {"jqlQuery", "jql", "duration", "calendarId", "calendarName", "defaultGoal"},
                 technical_of_goal,
                 "a goal"};
        if (!m.read())
            return {};
        goal out{.at = at, .label = "all remaining"};
        bool mapped = true;
        const bool rest = m["defaultGoal"] != 0 && from.yes(m["defaultGoal"]);
        if (const index i = m.either("jqlQuery", "jql"); i != 0) {
            const std::string query = from.in.name(i, "a query");
            if (!rest && query.find_first_not_of(" \t\r\n") != std::string::npos) {
                std::optional<condition> when = read_jql(from, i, query, make_);
                mapped = when.has_value();
                if (when)
                    out.when = *std::move(when);
                out.label = query;
            }
        }
        const index duration_at = m["duration"];
        const auto within = duration_at == 0 ? std::nullopt : read_duration(from, duration_at);
        const bool counts = duration_at != 0;
        if (counts && within && read_calendar(from, m, out.calendar))
            out.within = out.calendar.empty() ? target_duration{elapsed{*within}}
                                              : target_duration{working{*within}};
        else if (counts)
            mapped = false;
        if (mapped)
            return out;
        from.note(at, "import.left_out",
                  "this goal is not in the book: its tickets go to the goals after it",
                  quoted(out.label, 64));
        return {};
    }

    static std::optional<std::chrono::milliseconds> read_duration(source& from, index at) {
        constexpr std::chrono::milliseconds most = std::chrono::hours{24 * 366 * 100};
        std::optional<std::chrono::milliseconds> out;
        if (from.values[at].kind == kind::text) {
            out = read_jira_duration(from.values.text(at));
            if (!out || *out <= out->zero() || *out > most) {
                from.in.complain(at, "import.duration", "this is no duration of a goal",
                                 R"(milliseconds, or for example "4h" or "1h 30m")",
                                 from.in.saw(at));
                return {};
            }
            return out;
        }
        if (const auto n = from.in.whole(at, 1, most.count()))
            out = std::chrono::milliseconds{*n};
        return out;
    }

    // False where the calendar is not known.
    bool read_calendar(source& from, const fields& m, std::string& into) {
        std::string id;
        std::string name;
        if (const index i = m["calendarId"])
            id = from.scalar_or_complain(i, "the number of a calendar");
        if (const index i = m["calendarName"])
            name = from.in.name(i, "the name of a calendar");
        if (id.empty() && name.empty())
            return true;
        for (const jira_calendar& c : calendars_)
            if (id.empty() ? c.name == name : c.id == id) {
                if (never_open(c.calendar.hours))
                    return missing(from, m, name.empty() ? c.name : name);
                into = c.calendar.name;
                return true;
            }
        // The calendar that every project has, around the clock.
        if (name.find("24/7") != std::string::npos)
            return true;
        return missing(from, m, name.empty() ? id : name);
    }

    static bool missing(source& from, const fields& m, const std::string& which) {
        from.note(m.either("calendarId", "calendarName"), "import.calendar_missing",
                  "no document has this calendar with working times", quoted(which, 64),
                  "give the project's calendars as another document");
        return false;
    }

    // -- the book --------------------------------------------------------------------------------

    // The condition as cells of a table, where it is one.
    static std::optional<std::vector<attribute_match>> cells(const condition& when) {
        std::vector<attribute_match> out;
        if (when.form == condition::form_type::always)
            return out;
        if (when.form == condition::form_type::one_of) {
            out.push_back({when.which, when.values});
            return out;
        }
        if (when.form != condition::form_type::all)
            return {};
        for (const condition& part : when.parts) {
            if (part.form != condition::form_type::one_of)
                return {};
            out.push_back({part.which, part.values});
        }
        return out;
    }

    void add(source& from, index at, metric_definition metric, std::vector<goal> goals) {
        while (!goals.empty() && !goals.back().within)
            goals.pop_back(); // nothing is promised to the rest, as without a goal
        if (goals.empty()) {
            from.note(at, "import.left_out", "this SLA has no goal with a duration",
                      quoted(metric.name, 64));
            return;
        }
        const bool table = std::all_of(goals.begin(), goals.end(), [](const goal& g) {
            return g.within && cells(g.when).has_value();
        });
        if (table)
            add_table(metric.name, goals);
        else
            add_policies(metric.name, goals);
        book_.metrics.push_back(std::move(metric));
    }

    void add_table(const std::string& name, const std::vector<goal>& goals) {
        target_definition target{.metric = name};
        for (const goal& g : goals)
            target.rows.push_back(
                {.match = *cells(g.when), .within = *g.within, .calendar = g.calendar});
        book_.policies.push_back({.name = policies_.unique(name), .targets = {std::move(target)}});
    }

    // Each goal is a policy of its own, for the tickets that no goal before it is for.
    void add_policies(const std::string& name, const std::vector<goal>& goals) {
        std::vector<condition> before;
        std::size_t size = 0;
        for (const goal& g : goals) {
            if (!make_.spend(size + 1))
                return;
            if (g.within) {
                std::vector<condition> parts;
                if (g.when.form != condition::form_type::always)
                    parts.push_back(g.when);
                if (!before.empty())
                    parts.push_back(unless(before));
                book_.policies.push_back(
                    {.name = policies_.unique(name + ": " + g.label),
                     .when = all_or_one(std::move(parts)),
                     .targets = {
                         {.metric = name, .rows = always(*g.within), .calendar = g.calendar}}});
            }
            size += count_of(g.when);
            before.push_back(g.when);
        }
    }

    const import_options& options_;
    import_sources sources_;
    condition_maker make_;
    std::vector<jira_calendar> calendars_;
    std::vector<std::pair<source*, index>> slas_;
    name_book names_;
    name_book policies_;
    book_definition book_{.metrics = {}, .choose = policy_choice::all_matching};
};

} // namespace

} // namespace sla::inline v1::detail::json

namespace sla::inline v1 {

result<imported_book> import_jira(std::span<const import_document> from,
                                  const import_options& options) {
    return detail::json::jira_reader{from, options}.read();
}

result<imported_book> import_jira(std::string_view text, const import_options& options) {
    const import_document one{.text = text};
    return import_jira(std::span{&one, 1}, options);
}

} // namespace sla::inline v1
