// SPDX-License-Identifier: MIT
//
// Jira's clocks. Source: Atlassian support, "Understand SLA condition options in Jira Service
// Management Cloud", and Jira Service Management Data Center documentation, "How teams see SLAs": a
// start after a stop begins a new cycle; a pause lasts as long as its condition holds.
#include "import_jira.hpp"
#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

constexpr std::array<std::string_view, 5> technical_of_clock{"pluginKey", "type", "id", "typeId",
                                                             "categoryId"};
constexpr std::string_view to_unassigned = "Assignee: To Unassigned";

struct named_condition {
    std::string name;
    std::string id;
    bool of_status = false;
};

// A condition by its name, or the object that says it.
std::optional<named_condition> read_name(source& from, index at) {
    named_condition out;
    if (from.values[at].kind == kind::text) {
        out.name = std::string{from.values.text(at)};
        return out;
    }
    fields m{from,
             at,
             {"name", "factoryKey", "conditionId", "missing"},
             technical_of_clock,
             R"(a condition such as "Issue Created", or an object with "name")"};
    if (!m.read())
        return {};
    if (const index i = m["factoryKey"])
        out.of_status = from.in.name(i, "a name") == "status-sla-condition-factory";
    if (const index i = m["conditionId"])
        out.id = from.scalar_or_complain(i, "a name");
    if (const index i = m["name"])
        out.name = from.in.name(i, "the name of the condition");
    else if (out.id.empty())
        (void)m.required("name");
    if (const index i = m["missing"]; i != 0 && from.yes(i)) {
        from.note(at, "import.left_out", "the product itself does not find this condition any more",
                  quoted(out.name, 64));
        return {};
    }
    if (out.name.empty() && out.id.empty())
        return {};
    return out;
}

bool is_like(std::string_view text, std::string_view wanted) {
    return std::equal(text.begin(), text.end(), wanted.begin(), wanted.end(), [](char a, char b) {
        const auto low = [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        };
        return low(a) == low(b);
    });
}

// What stands after "Entered Status:", or "Status:"; empty where something else is said.
std::string status_of(const named_condition& c) {
    for (const std::string_view prefix : {"Entered Status:", "Status:"})
        if (c.name.size() > prefix.size() &&
            is_like(std::string_view{c.name}.substr(0, prefix.size()), prefix)) {
            std::string_view rest = std::string_view{c.name}.substr(prefix.size());
            while (rest.starts_with(' '))
                rest.remove_prefix(1);
            return std::string{rest};
        }
    if (c.of_status)
        return c.name.empty() ? c.id : c.name;
    return {};
}

bool is(const named_condition& c, std::string_view name, std::string_view id) {
    return is_like(c.name, name) || c.id == id;
}

class clock_reader {
public:
    explicit clock_reader(source& from) : from_{from} {}

    metric_definition read(const jira_clock& at) {
        read_moments(at.start, out_.start);
        read_moments(at.stop, out_.stop);
        read_pauses(at.pause);
        out_.cancel = {on(event_kind::merged_into)};
        out_.repeats = recurrence::independent;
        return std::move(out_);
    }

private:
    // What happens at a moment: starts and stops.
    void read_moments(index list, std::vector<event_condition>& into) {
        if (list == 0)
            return;
        for (const index i : entries(from_, list, "a list of conditions")) {
            const auto c = read_name(from_, i);
            if (!c)
                continue;
            event_condition e = moment(i, *c);
            if (std::find(into.begin(), into.end(), e) == into.end())
                into.push_back(std::move(e));
        }
    }

    event_condition moment(index at, const named_condition& c) {
        if (is(c, "Issue Created", "issue-created-hit-condition") ||
            is_like(c.name, "Work item created"))
            return on(event_kind::created);
        if (is(c, "Comment: For Customers", "comment-for-reporter-hit-condition"))
            return on_message(actor::agent, visibility::to_customer);
        if (is(c, "Comment: By Customer", "comment-by-reporter-hit-condition"))
            return on_message(actor::customer, visibility::to_customer);
        if (is(c, "Resolution: Set", "resolution-set-hit-condition"))
            return on(event_kind::resolved);
        if (is(c, "Resolution: Cleared", "resolution-cleared-hit-condition"))
            return on(event_kind::reopened);
        if (is(c, "Assignee: Changed", "assignee-changed-hit-condition"))
            return on(event_kind::assigned);
        if (is(c, "Assignee: From Unassigned", "assignee-set-hit-condition")) {
            from_.note(at, "import.approximate",
                       "any assignment counts, also from one person to another",
                       quoted(c.name, 64));
            return on(event_kind::assigned);
        }
        if (std::string status = status_of(c); !status.empty())
            return on_status(std::move(status));
        std::string name = is(c, to_unassigned, "assignee-cleared-hit-condition")
                               ? std::string{to_unassigned}
                           : c.name.empty() ? c.id
                                            : c.name;
        from_.note(at, "import.event_needed",
                   "there is no such event here, so the host has to tell of a custom event " +
                       quoted(name, 64),
                   quoted(name, 64));
        return on_custom(std::move(name));
    }

    // What holds for a time: pauses. A clock here has one pause, so two kinds of them cannot be
    // told apart when one of them ends.
    void read_pauses(index list) {
        if (list == 0)
            return;
        std::vector<std::string> statuses;
        std::vector<std::pair<index, named_condition>> others;
        for (const index i : entries(from_, list, "a list of conditions")) {
            auto c = read_name(from_, i);
            if (!c)
                continue;
            if (std::string status = status_of(*c); !status.empty())
                statuses.push_back(std::move(status));
            else
                others.emplace_back(i, *std::move(c));
        }
        if (!statuses.empty()) {
            out_.pause.push_back(on_status_in(statuses));
            out_.resume.push_back(on_status_not_in(std::move(statuses)));
        }
        for (const auto& [at, c] : others)
            if (!out_.pause.empty())
                from_.note(at, "import.unmapped_condition",
                           "a clock has one kind of pause: this one is left out",
                           quoted(c.name, 64), "deadlines are too early where it held");
            else
                pause(at, c);
    }

    void pause(index at, const named_condition& c) {
        if (is(c, "Resolution: Set", "resolution-set-match-condition")) {
            out_.pause = {on(event_kind::resolved)};
            out_.resume = {on(event_kind::reopened)};
        } else if (is(c, "Resolution: Not Set", "resolution-not-set-match-condition")) {
            out_.pause = {on(event_kind::created), on(event_kind::reopened)};
            out_.resume = {on(event_kind::resolved)};
        } else if (is(c, "Assignee: Set", "assignee-set-match-condition")) {
            need_unassigned(at);
            out_.pause = {on(event_kind::assigned)};
            out_.resume = {on_custom(std::string{to_unassigned})};
        } else if (is(c, "Assignee: Not Set", "assignee-not-set-match-condition")) {
            need_unassigned(at);
            out_.pause = {on(event_kind::created), on_custom(std::string{to_unassigned})};
            out_.resume = {on(event_kind::assigned)};
        } else {
            from_.note(at, "import.unmapped_condition", "a pause of this kind is not known",
                       quoted(c.name.empty() ? c.id : c.name, 64),
                       "deadlines are too early where it held");
        }
    }

    void need_unassigned(index at) {
        from_.note(at, "import.event_needed",
                   "the host has to tell of a custom event " + quoted(to_unassigned, 64) +
                       " when a ticket loses its owner",
                   quoted(to_unassigned, 64));
    }

    source& from_;
    metric_definition out_;
};

} // namespace

metric_definition read_jira_clock(source& from, const jira_clock& at) {
    return clock_reader{from}.read(at);
}

} // namespace sla::inline v1::detail::json
