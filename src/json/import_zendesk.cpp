// SPDX-License-Identifier: MIT
//
// A Zendesk account as a book. Source: Zendesk developer documentation, "SLA Policies", "Group SLA
// Policies", "Schedules".
#include "import_zendesk.hpp"

#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

namespace sla::inline v1::detail::json {

namespace {

// Members of a policy that say nothing about a promise.
constexpr std::array<std::string_view, 5> technical_of_policy{"id", "url", "description",
                                                              "created_at", "updated_at"};
class zendesk_reader {
public:
    zendesk_reader(std::span<const import_document> from, const import_options& options,
                   zendesk_kind wanted)
        : options_{options}, wanted_{wanted}, sources_{from, options},
          make_{options,
                {{"priority", attribute::priority},
                 {"type", attribute::category},
                 {"ticket_type_id", attribute::category},
                 {"via_id", attribute::channel},
                 {"group_id", attribute::group},
                 {"organization_id", attribute::customer}}} {}

    result<imported_book> read() {
        for (const auto& s : sources_.all())
            find_zendesk_parts(*s, wanted_, found_);
        for (const zendesk_holidays& list : found_.holidays)
            read_holidays(list);
        choose_schedule();
        std::stable_sort(found_.policies.begin(), found_.policies.end(),
                         [](const zendesk_policy& a, const zendesk_policy& b) {
                             return a.position < b.position;
                         });
        for (const zendesk_policy& p : found_.policies)
            read_policy(p);
        for (zendesk_schedule& s : found_.schedules)
            add_calendar(s);
        if (found_.policies.empty() && sources_.readable())
            sources_.complain({.code = "import.nothing_found",
                               .message = "there is no policy in these documents",
                               .expected = wanted_ == zendesk_kind::policies
                                               ? "a member \"sla_policies\" with a list"
                                               : "a member \"group_sla_policies\" with a list",
                               .hint = !found_.other_kind ? ""
                                       : wanted_ == zendesk_kind::policies
                                           ? "import_zendesk_groups reads group policies"
                                           : "import_zendesk reads the other ones"});
        if (make_.spent_all())
            sources_.complain({.code = "import.too_large",
                               .message = "these policies have too many conditions",
                               .expected = "at most " + std::to_string(options_.conditions)});
        return sources_.finish(std::move(book_));
    }

private:
    // -- schedules -------------------------------------------------------------------------------

    zendesk_schedule* find_schedule(std::string_view wanted) {
        for (zendesk_schedule& s : found_.schedules)
            if (s.name == wanted || s.id == wanted)
                return &s;
        return nullptr;
    }

    void read_holidays(const zendesk_holidays& list) {
        zendesk_schedule* into = nullptr;
        if (!list.schedule.empty())
            into = find_schedule(list.schedule);
        else if (found_.schedules.size() == 1)
            into = &found_.schedules.front();
        if (into != nullptr) {
            read_zendesk_holidays(*list.from, list.at, into->calendar);
            return;
        }
        calendar_definition nobodys;
        read_zendesk_holidays(*list.from, list.at, nobodys); // for its mistakes
        list.from->note(list.at, "import.left_out",
                        "it is not known which schedule these holidays belong to",
                        list.schedule.empty() ? "" : quoted(list.schedule, 64),
                        "say so with `import_document::schedule`");
    }

    void choose_schedule() {
        name_book names;
        for (zendesk_schedule& s : found_.schedules) {
            const std::string wanted = s.name.empty() ? "schedule " + s.id : s.name;
            s.calendar.name = names.unique(wanted);
            if (s.calendar.name != wanted)
                s.from->note(s.at, "import.renamed",
                             "another schedule has this name: here it is " +
                                 quoted(s.calendar.name, 64),
                             quoted(wanted, 64));
            if (never_open(s.calendar.hours))
                s.from->note(s.at, "import.left_out", "a schedule without hours is no calendar",
                             quoted(s.name, 64));
        }
        if (!options_.schedule.empty()) {
            schedule_ = find_schedule(options_.schedule);
            if (schedule_ == nullptr) {
                std::vector<std::string> known;
                for (const zendesk_schedule& s : found_.schedules)
                    known.push_back(s.name);
                sources_.complain(
                    {.code = "import.unknown_schedule",
                     .place = "options.schedule",
                     .message = "there is no such schedule in the documents",
                     .saw = quoted(options_.schedule, 64),
                     .hint = known.empty() ? "" : did_you_mean(options_.schedule, known)});
            } else if (never_open(schedule_->calendar.hours)) {
                schedule_ = nullptr;
            }
        } else {
            for (zendesk_schedule& s : found_.schedules)
                if (schedule_ == nullptr && !never_open(s.calendar.hours))
                    schedule_ = &s;
        }
        if (schedule_ != nullptr)
            calendar_ = schedule_->calendar.name;
    }

    void add_calendar(zendesk_schedule& s) {
        if (never_open(s.calendar.hours))
            return;
        if (schedule_ != &s && uses_hours_)
            s.from->note(s.at, "import.other_schedules",
                         "business hours of policies count in " + quoted(calendar_, 64) +
                             ": a ticket with this schedule would have other deadlines",
                         quoted(s.name, 64), "choose with `import_options::schedule`");
        book_.calendars.push_back(std::move(s.calendar));
    }

    // -- policies --------------------------------------------------------------------------------

    void read_policy(const zendesk_policy& p) {
        source& from = *p.from;
        fields m{from,
                 p.at,
                 {"title", "position", "filter", "policy_metrics", "metric_settings",
                  "metrics_settings"},
                 technical_of_policy,
                 "a policy"};
        if (!m.read())
            return;
        policy_definition out;
        if (const index i = m.required("title"))
            out.name = from.in.name(i, "a title");
        if (const index i = m["position"])
            (void)from.in.whole(i, std::numeric_limits<std::int32_t>::min(),
                                std::numeric_limits<std::int32_t>::max());
        std::optional<condition> when = condition{};
        if (const index i = m["filter"])
            when = read_zendesk_filter(from, i, make_);
        zendesk_settings settings = 0;
        if (const index i = m.either("metric_settings", "metrics_settings"))
            settings = read_zendesk_settings(from, i);
        if (const index list = m.required("policy_metrics"))
            for (const index i : entries(from, list, "a list of metrics"))
                read_target(from, i, settings, out);
        const std::string title = out.name;
        if (!when) {
            from.note(p.at, "import.left_out",
                      "this policy has a condition that cannot be said: tickets that it would "
                      "match go to the policies after it",
                      quoted(title, 64));
            return;
        }
        if (out.targets.empty()) {
            from.note(p.at, "import.left_out", "this policy has no target", quoted(title, 64));
            return;
        }
        out.when = *std::move(when);
        out.name = names_.unique(title.empty() ? "policy" : title);
        if (out.name != title)
            from.note(p.at, "import.renamed",
                      "another policy has this title: here it is " + quoted(out.name, 64),
                      quoted(title, 64));
        for (target_definition& target : out.targets) {
            add_metric(target.metric);
            if (wanted_ == zendesk_kind::group_policies)
                freeze(p, target);
        }
        book_.policies.push_back(std::move(out));
    }

    // The event that ends a group's time is the one that makes the ticket another group's: the
    // limit has to stay what it was when the time began.
    static void freeze(const zendesk_policy& p, target_definition& target) {
        target.options.retarget = retarget_mode::freeze;
        if (target.rows.size() > 1)
            p.from->note(p.at, "import.approximate",
                         "another priority holds from the next group on: here a limit stays while "
                         "a group owns the ticket",
                         quoted(target.metric, 64));
    }

    void read_target(source& from, index at, zendesk_settings settings, policy_definition& into) {
        fields m{from,
                 at,
                 {"priority", "metric", "target", "target_in_seconds", "business_hours"},
                 technical_of_policy,
                 "a metric of a policy"};
        if (!m.read())
            return;
        const index metric_at = m.required("metric");
        const index priority_at = m.required("priority");
        const bool business = m["business_hours"] != 0 && from.yes(m["business_hours"]);
        const auto within = read_limit(from, m);
        if (metric_at == 0 || priority_at == 0 || !within)
            return;
        const std::string name = from.in.name(metric_at, "the name of a metric");
        const std::string priority = from.in.name(priority_at, "a priority");
        std::optional<metric_definition> metric = zendesk_metric(name, settings);
        if (!metric) {
            from.note(metric_at, "import.unknown_metric", "this metric is not known",
                      quoted(name, 64));
            return;
        }
        if (business && schedule_ == nullptr) {
            from.note(at, "import.calendar_missing",
                      "this target counts business hours, and no document has a schedule with "
                      "hours: it is left out",
                      quoted(name, 64), "give the list of schedules as another document");
            return;
        }
        if (business) {
            uses_hours_ = true;
            into.calendar = calendar_;
        }
        target_definition& target = target_of(into, metric->name);
        metrics_.try_emplace(target.metric, *std::move(metric));
        for (const target_row& row : target.rows)
            if (row.match.front().values.front() == priority) {
                from.note(at, "import.duplicate",
                          "this metric has a target for this priority already: the first holds",
                          quoted(priority, 64));
                return;
            }
        target.rows.push_back({.match = {{attribute::priority, {priority}}},
                               .within = business ? target_duration{working{*within}}
                                                  : target_duration{elapsed{*within}}});
    }

    // The seconds are exact, the minutes may be rounded.
    static std::optional<std::chrono::seconds> read_limit(source& from, fields& m) {
        constexpr std::int64_t most = std::int64_t{100} * 366 * 24 * 3600;
        if (const index i = m["target_in_seconds"]) {
            if (const index rounded = m["target"])
                (void)from.in.whole(rounded, 0, most / 60);
            const auto n = from.in.whole(i, 1, most);
            return n ? std::optional{std::chrono::seconds{*n}} : std::nullopt;
        }
        const index i = m.required("target");
        const auto n = i == 0 ? std::nullopt : from.in.whole(i, 1, most / 60);
        return n ? std::optional<std::chrono::seconds>{std::chrono::minutes{*n}} : std::nullopt;
    }

    static target_definition& target_of(policy_definition& of, const std::string& metric) {
        for (target_definition& t : of.targets)
            if (t.metric == metric)
                return t;
        return of.targets.emplace_back(target_definition{.metric = metric});
    }

    void add_metric(const std::string& name) {
        if (!book_metrics_.insert(name).second)
            return;
        book_.metrics.push_back(metrics_.at(name));
    }

    const import_options& options_;
    zendesk_kind wanted_;
    import_sources sources_;
    condition_maker make_;
    zendesk_parts found_;
    zendesk_schedule* schedule_ = nullptr;
    std::string calendar_; // the name of the chosen one
    bool uses_hours_ = false;
    std::map<std::string, metric_definition, std::less<>> metrics_;
    std::set<std::string, std::less<>> book_metrics_;
    name_book names_;
    book_definition book_{.metrics = {}};
};

} // namespace

} // namespace sla::inline v1::detail::json

namespace sla::inline v1 {

result<imported_book> import_zendesk(std::span<const import_document> from,
                                     const import_options& options) {
    using namespace detail::json;
    return zendesk_reader{from, options, zendesk_kind::policies}.read();
}

result<imported_book> import_zendesk(std::string_view text, const import_options& options) {
    const import_document one{.text = text};
    return import_zendesk(std::span{&one, 1}, options);
}

result<imported_book> import_zendesk_groups(std::span<const import_document> from,
                                            const import_options& options) {
    using namespace detail::json;
    return zendesk_reader{from, options, zendesk_kind::group_policies}.read();
}

result<imported_book> import_zendesk_groups(std::string_view text, const import_options& options) {
    const import_document one{.text = text};
    return import_zendesk_groups(std::span{&one, 1}, options);
}

} // namespace sla::inline v1
