// SPDX-License-Identifier: MIT
//
// Inside the policy room: from definition to book.
#pragma once

#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_deadline.hpp>
#include <sla/detail/policy_lint.hpp>
#include <sla/detail/policy_text.hpp>
#include <sla/policy.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1::detail {

// "policies[2]"
[[nodiscard]] inline std::string nth(std::string_view list, std::size_t index) {
    return std::string{list} + "[" + std::to_string(index) + "]";
}

class book_compiler {
public:
    book_compiler(const book_definition& in, const zone_source& zones,
                  const calendar_options& options)
        : in_{in}, zones_{zones}, options_{options}, book_{std::make_shared<book_data>()} {}

    [[nodiscard]] result<policy_book> run() {
        compile_calendars();
        compile_vocabularies();
        collect_names();
        compile_metrics();
        compile_policies();
        // The lint looks at what was compiled, and makes sense of nothing less.
        if (has_errors(issues_))
            return std::move(issues_);
        append(issues_, lint_book(*book_));
        return {policy_book{std::move(book_)}, std::move(issues_)};
    }

private:
    static constexpr std::size_t deepest = 32;
    using index_map = std::map<std::string_view, std::uint32_t>;

    issue& complain(std::string code, std::string place, std::string message,
                    std::string expected = {}, std::string saw = {}, std::string hint = {}) {
        return issues_.emplace_back(issue{.code = std::move(code),
                                          .place = std::move(place),
                                          .message = std::move(message),
                                          .expected = std::move(expected),
                                          .saw = std::move(saw),
                                          .hint = std::move(hint)});
    }

    // Enters a name that has to be there and be the only one; `first_place` tells where an index
    // was given out.
    template <class Place>
    void enter(index_map& known, std::string_view name, std::uint32_t index, std::string_view what,
               Place place_of) {
        if (name.empty()) {
            complain("policy.name_missing", place_of(index) + ".name",
                     "a " + std::string{what} + " needs a name", "a name", "nothing");
            return;
        }
        const auto [at, is_new] = known.try_emplace(name, index);
        if (!is_new)
            complain("policy.name_taken", place_of(index) + ".name",
                     "two of one name: " + std::string{what},
                     "a name that no other " + std::string{what} + " has", quoted(name, 64))
                .related.push_back({place_of(at->second) + ".name", "the first of this name"});
    }

    [[nodiscard]] static std::vector<std::string> names_in(const index_map& known) {
        std::vector<std::string> out;
        out.reserve(known.size());
        for (const auto& entry : known)
            out.emplace_back(entry.first);
        return out;
    }

    // -- calendars -----------------------------------------------------------------------------

    [[nodiscard]] std::string calendar_place(std::uint32_t index) const {
        const std::size_t plain = in_.calendars.size();
        return index < plain ? nth("calendars", index) : nth("combined", index - plain);
    }

    void compile_calendars() {
        const auto place = [this](std::uint32_t index) { return calendar_place(index); };
        std::vector<std::optional<calendar>> made;
        for (const calendar_definition& definition : in_.calendars) {
            const auto index = static_cast<std::uint32_t>(made.size());
            result<calendar> compiled = sla::compile(definition, zones_, options_);
            append(issues_, compiled.issues(), calendar_place(index) + ".");
            made.push_back(compiled ? std::optional{*std::move(compiled)} : std::nullopt);
            // The calendar room itself complains of a calendar without a name.
            if (!definition.name.empty())
                enter(calendars_, definition.name, index, "calendar", place);
        }
        for (const calendar_combination& combination : in_.combined) {
            const auto index = static_cast<std::uint32_t>(made.size());
            const std::string here = calendar_place(index);
            const bool known = check_enumerator(combination.operation, set_operation::subtract,
                                                here + ".operation");
            const auto left = find_calendar(combination.left, here + ".left");
            const auto right = find_calendar(combination.right, here + ".right");
            made.emplace_back();
            if (known && left && right && made[*left] && made[*right]) {
                result<calendar> combined =
                    combine(combination.name, *made[*left], combination.operation, *made[*right]);
                append(issues_, combined.issues(), here + ".");
                if (combined)
                    made.back() = *std::move(combined);
            }
            enter(calendars_, combination.name, index, "calendar", place);
        }
        if (has_errors(issues_))
            return;
        for (std::optional<calendar>& c : made)
            book_->calendars.push_back(*std::move(c));
    }

    // The index of a calendar; says so when there is none. It may have failed to compile.
    std::optional<std::uint32_t> find_calendar(std::string_view name, std::string place) {
        const auto at = calendars_.find(name);
        if (at != calendars_.end())
            return at->second;
        complain("policy.unknown_calendar", std::move(place), "the book has no such calendar",
                 "the name of a calendar in the book", quoted(name, 64),
                 did_you_mean(name, names_in(calendars_)));
        return std::nullopt;
    }

    // -- names ---------------------------------------------------------------------------------

    // Definitions may come from anywhere, and a number made an enumeration need not be one.
    [[nodiscard]] static bool is_known(attribute which) noexcept {
        return static_cast<std::size_t>(which) < attribute_count;
    }
    template <class Enumeration>
    bool check_enumerator(Enumeration value, Enumeration last, const std::string& place) {
        if (value <= last)
            return true;
        complain("policy.unknown_enumerator", place, "this is no value of its enumeration",
                 "0 to " + std::to_string(static_cast<unsigned>(last)),
                 std::to_string(static_cast<unsigned>(value)));
        return false;
    }

    void compile_vocabularies() {
        std::array<std::optional<std::size_t>, attribute_count> first{};
        for (std::size_t v = 0; v < in_.vocabularies.size(); ++v) {
            const vocabulary& words = in_.vocabularies[v];
            if (!check_enumerator(words.which, attribute::customer,
                                  nth("vocabularies", v) + ".which"))
                continue;
            const auto which = static_cast<std::size_t>(words.which);
            if (first[which]) {
                complain("policy.name_taken", nth("vocabularies", v),
                         "two vocabularies for one attribute", "one for each attribute",
                         name_of(words.which))
                    .related.push_back({nth("vocabularies", *first[which]), "the first one"});
                continue;
            }
            first[which] = v;
            std::vector<std::string>& declared = book_->declared[which];
            check_values(words.values, nth("vocabularies", v) + ".values", "a value");
            declared = words.values;
            std::sort(declared.begin(), declared.end());
        }
    }

    // At least one, and none of them empty.
    void check_values(const std::vector<std::string>& values, const std::string& place,
                      std::string_view what) {
        if (values.empty())
            complain("policy.value_missing", place, "there is no value", std::string{what},
                     "an empty list");
        for (std::size_t i = 0; i < values.size(); ++i)
            if (values[i].empty())
                complain("policy.value_missing", nth(place, i), "a value has no name",
                         std::string{what}, "nothing");
    }

    void check_attribute_values(attribute which, const std::vector<std::string>& values,
                                const std::string& place) {
        const std::string what = name_of(which);
        check_values(values, place + ".values", "the name of a " + what);
        if (!check_enumerator(which, attribute::customer, place + ".which"))
            return;
        const std::vector<std::string>& declared = book_->declared[static_cast<std::size_t>(which)];
        if (declared.empty())
            return;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!values[i].empty() &&
                !std::binary_search(declared.begin(), declared.end(), values[i]))
                complain("policy.unknown_value", nth(place + ".values", i),
                         "the book declares no " + what + " of this name", "a declared " + what,
                         quoted(values[i], 64), did_you_mean(values[i], declared));
    }

    struct all_names {
        std::array<std::vector<std::string>, attribute_count> values;
        std::vector<std::string> tags;
        std::vector<std::string> events;

        void take(attribute which, const std::vector<std::string>& more) {
            if (!is_known(which))
                return;
            auto& to = values[static_cast<std::size_t>(which)];
            to.insert(to.end(), more.begin(), more.end());
        }
        void take(const condition& from, std::size_t depth = 1) {
            if (from.form == condition::form_type::one_of)
                take(from.which, from.values);
            if (from.form == condition::form_type::tagged)
                tags.insert(tags.end(), from.values.begin(), from.values.end());
            if (depth < deepest)
                for (const condition& part : from.parts)
                    take(part, depth + 1);
        }
        void take(const std::vector<event_condition>& from) {
            for (const event_condition& e : from)
                if (!e.name.empty())
                    events.push_back(e.name);
        }
    };

    void collect_names() {
        all_names names;
        for (const vocabulary& words : in_.vocabularies)
            names.take(words.which, words.values);
        for (const metric_definition& metric : in_.metrics) {
            names.take(metric.start);
            names.take(metric.stop);
        }
        for (const policy_definition& policy : in_.policies) {
            names.take(policy.when);
            for (const target_definition& target : policy.targets)
                for (const target_row& row : target.rows)
                    for (const attribute_match& m : row.match)
                        names.take(m.which, m.values);
        }
        for (std::size_t i = 0; i < attribute_count; ++i)
            book_->value_names[i] = name_table{std::move(names.values[i])};
        book_->event_names = name_table{std::move(names.events)};
        book_->tag_names = name_table{std::move(names.tags)};
        if (book_->tag_names.size() > max_tags)
            complain("policy.too_many_tags", "policies", "the conditions speak of too many tags",
                     "at most " + std::to_string(max_tags) + " different tags",
                     std::to_string(book_->tag_names.size()),
                     "an attribute can have any number of values");
    }

    stretch intern(attribute which, const std::vector<std::string>& values) {
        if (!is_known(which))
            return {};
        std::vector<value_id> ids;
        ids.reserve(values.size());
        for (const std::string& value : values)
            ids.push_back(static_cast<value_id>(
                book_->value_names[static_cast<std::size_t>(which)].find(value)));
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return store(book_->values, ids);
    }

    template <class T>
    static stretch store(std::vector<T>& pool, const std::vector<T>& more) {
        const stretch out{static_cast<std::uint32_t>(pool.size()),
                          static_cast<std::uint32_t>(more.size())};
        pool.insert(pool.end(), more.begin(), more.end());
        return out;
    }

    // -- metrics -------------------------------------------------------------------------------

    void compile_metrics() {
        for (std::size_t m = 0; m < in_.metrics.size(); ++m) {
            const metric_definition& metric = in_.metrics[m];
            const std::string here = nth("metrics", m);
            enter(metrics_, metric.name, static_cast<std::uint32_t>(m), "metric",
                  [](std::uint32_t index) { return nth("metrics", index); });
            if (metric.start.empty())
                complain("policy.start_missing", here + ".start", "nothing starts this clock",
                         "at least one event", "an empty list");
            if (metric.stop.empty())
                complain("policy.stop_missing", here + ".stop", "nothing stops this clock",
                         "at least one event", "an empty list");
            book_->metric_names.push_back(metric.name);
            const stretch start = compile_events(metric.start, here + ".start");
            const stretch stop = compile_events(metric.stop, here + ".stop");
            book_->metrics.push_back({.start = start, .stop = stop});
        }
    }

    stretch compile_events(const std::vector<event_condition>& events, const std::string& place) {
        std::vector<compiled_event> out;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const event_condition& e = events[i];
            check_enumerator(e.kind, event_kind::custom, nth(place, i) + ".kind");
            for (std::size_t b = 0; b < e.by.size(); ++b)
                check_enumerator(e.by[b], actor::third_party, nth(nth(place, i) + ".by", b));
            if (e.visible)
                check_enumerator(*e.visible, visibility::internal, nth(place, i) + ".visible");
            const bool named = e.kind == event_kind::status_changed || e.kind == event_kind::custom;
            if (!e.name.empty() && !named)
                complain("policy.event_has_no_name", nth(place, i) + ".name",
                         "events of this kind have no name",
                         "a name only for a changed status or a custom event", quoted(e.name, 64));
            if (e.visible && e.kind != event_kind::message)
                complain("policy.event_has_no_visibility", nth(place, i) + ".visible",
                         "only messages are visible to some and not to others",
                         "nothing, or the kind message");
            compiled_event compiled{.kind = e.kind,
                                    .actors = 0xff,
                                    .visible = 0xff,
                                    .name =
                                        static_cast<event_name>(book_->event_names.find(e.name))};
            if (!e.by.empty()) {
                compiled.actors = 0;
                for (const actor who : e.by)
                    compiled.actors = static_cast<std::uint8_t>(
                        compiled.actors | 1U << (static_cast<unsigned>(who) & 7U));
            }
            if (e.visible)
                compiled.visible =
                    static_cast<std::uint8_t>(1U << (static_cast<unsigned>(*e.visible) & 7U));
            out.push_back(compiled);
        }
        return store(book_->events, out);
    }

    // -- policies ------------------------------------------------------------------------------

    void compile_policies() {
        if (in_.policies.empty())
            complain("policy.no_policies", "policies", "the book promises nothing",
                     "at least one policy", "an empty list");
        for (std::size_t p = 0; p < in_.policies.size(); ++p) {
            const policy_definition& policy = in_.policies[p];
            const std::string here = nth("policies", p);
            enter(policies_, policy.name, static_cast<std::uint32_t>(p), "policy",
                  [](std::uint32_t index) { return nth("policies", index); });
            book_->policy_names.push_back(policy.name);

            compiled_policy compiled{.root = static_cast<std::uint32_t>(book_->nodes.size()),
                                     .targets = {}};
            compile_condition(policy.when, here + ".when", 1);
            std::optional<std::uint32_t> calendar;
            bool known = true;
            if (!policy.calendar.empty()) {
                calendar = find_calendar(policy.calendar, here + ".calendar");
                known = calendar.has_value();
            }

            if (policy.targets.empty())
                complain("policy.targets_missing", here + ".targets",
                         "this policy promises nothing", "at least one target", "an empty list");
            if (policy.targets.size() > max_clocks)
                complain("policy.too_many_targets", here + ".targets",
                         "too many clocks for one ticket",
                         "at most " + std::to_string(max_clocks) + " targets",
                         std::to_string(policy.targets.size()));
            std::map<std::string_view, std::size_t> taken;
            std::vector<compiled_target> targets;
            for (std::size_t t = 0; t < policy.targets.size(); ++t) {
                const std::string place = nth(here + ".targets", t);
                const target_definition& target = policy.targets[t];
                if (const auto [at, is_new] = taken.try_emplace(target.metric, t); !is_new)
                    complain("policy.metric_taken", place + ".metric", "two targets for one metric",
                             "one target with all the rows", quoted(target.metric, 64))
                        .related.push_back({nth(here + ".targets", at->second), "the first one"});
                targets.push_back(compile_target(target, place, calendar, known));
            }
            compiled.targets = store(book_->targets, targets);
            book_->policies.push_back(compiled);
        }
    }

    void compile_condition(const condition& from, const std::string& place, std::size_t depth) {
        using form = condition::form_type;
        const std::size_t self = book_->nodes.size();
        book_->nodes.push_back({.form = from.form, .which = from.which, .ids = {}, .end = 0});
        check_enumerator(from.form, form::none, place + ".form");
        if (from.form == form::one_of) {
            check_attribute_values(from.which, from.values, place);
            book_->nodes[self].ids = intern(from.which, from.values);
        } else if (from.form == form::tagged) {
            check_values(from.values, place + ".values", "the name of a tag");
            tag_set bits{};
            for (const std::string& tag : from.values) {
                const std::uint32_t id = book_->tag_names.find(tag);
                const std::size_t bit = id - std::size_t{name_table::first_id};
                if (id >= name_table::first_id && bit < max_tags)
                    bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
            }
            book_->nodes[self].ids = store(book_->tag_sets, {bits});
        } else if (from.form != form::always) {
            if (from.parts.empty())
                complain("policy.parts_missing", place + ".parts", "the condition has no parts",
                         "at least one part", "an empty list");
            if (depth == deepest && !from.parts.empty())
                complain("policy.condition_too_deep", place, "the condition is nested too deeply",
                         "at most " + std::to_string(deepest) + " levels");
            else
                for (std::size_t i = 0; i < from.parts.size(); ++i)
                    compile_condition(from.parts[i], nth(place + ".parts", i), depth + 1);
        }
        book_->nodes[self].end = static_cast<std::uint32_t>(book_->nodes.size());
    }

    // The calendar that an inner place names, or the one inherited; `known` turns false where the
    // name means nothing, so that nobody complains of its absence as well.
    void override_calendar(std::optional<std::uint32_t>& calendar, bool& known,
                           const std::string& name, const std::string& place) {
        if (name.empty())
            return;
        calendar = find_calendar(name, place + ".calendar");
        known = calendar.has_value();
    }

    compiled_target compile_target(const target_definition& target, const std::string& place,
                                   std::optional<std::uint32_t> calendar, bool known) {
        const auto metric = metrics_.find(target.metric);
        if (metric == metrics_.end())
            complain("policy.unknown_metric", place + ".metric", "the book has no such metric",
                     "the name of a metric in the book", quoted(target.metric, 64),
                     did_you_mean(target.metric, names_in(metrics_)));
        override_calendar(calendar, known, target.calendar, place);
        if (target.rows.empty())
            complain("policy.rows_missing", place + ".rows", "the target has no limit",
                     "at least one row", "an empty list");
        std::vector<compiled_row> rows;
        for (std::size_t r = 0; r < target.rows.size(); ++r)
            rows.push_back(compile_row(target.rows[r], nth(place + ".rows", r), calendar, known));
        return {.metric = static_cast<metric_id>(metric == metrics_.end() ? 0 : metric->second),
                .rows = store(book_->rows, rows)};
    }

    compiled_row compile_row(const target_row& row, const std::string& place,
                             std::optional<std::uint32_t> calendar, bool known) {
        override_calendar(calendar, known, row.calendar, place);
        std::vector<compiled_match> matches;
        for (std::size_t m = 0; m < row.match.size(); ++m) {
            const attribute_match& match = row.match[m];
            check_attribute_values(match.which, match.values, nth(place + ".match", m));
            matches.push_back({.which = match.which, .ids = intern(match.which, match.values)});
        }
        check_duration(row.within, place + ".within", calendar, known);
        return {.match = store(book_->matches, matches),
                .within = row.within,
                .calendar = calendar.value_or(no_calendar)};
    }

    // -- durations -----------------------------------------------------------------------------

    void check_duration(const target_duration& within, const std::string& place,
                        std::optional<std::uint32_t> calendar, bool known) {
        const auto* const days = std::get_if<business_days>(&within);
        if (days != nullptr && !check_time_of_day(*days, place))
            return;
        if (!is_positive(within)) {
            complain("policy.target_not_positive", place, "a limit has to be longer than nothing",
                     days != nullptr ? "at least one business day, or none and the end of the day"
                                     : "a positive duration",
                     count_text(within));
            return;
        }
        if (!calendar && known && !std::holds_alternative<elapsed>(within)) {
            complain("policy.calendar_missing", place, "this limit counts by a calendar",
                     "a calendar at the policy, the target or the row", "none",
                     "elapsed time, such as elapsed{24h}, needs no calendar");
            return;
        }
        if (is_reached(within, calendar))
            return;
        complain("policy.target_never_reached", place,
                 "the limit lies beyond every instant before the year 10000",
                 "a limit that can be reached", count_text(within),
                 calendar ? "does the calendar ever have so much open time?" : "");
    }

    [[nodiscard]] static std::string count_text(const target_duration& within) {
        return std::visit(
            [](const auto& d) {
                using form = std::remove_cvref_t<decltype(d)>;
                if constexpr (std::is_same_v<form, elapsed>)
                    return std::to_string(d.count()) + " ms";
                else if constexpr (std::is_same_v<form, working>)
                    return std::to_string(d.length().count()) + " ms of working time";
                else if constexpr (std::is_same_v<form, business_days>)
                    return std::to_string(d.count) + " business days";
                else if constexpr (std::is_same_v<form, calendar_days>)
                    return std::to_string(d.count) + " calendar days";
                else if constexpr (std::is_same_v<form, calendar_weeks>)
                    return std::to_string(d.count) + " calendar weeks";
                else
                    return std::to_string(d.count) + " calendar months";
            },
            static_cast<const target_duration::forms&>(within));
    }

    [[nodiscard]] static bool is_positive(const target_duration& within) {
        return std::visit(
            [](const auto& d) {
                using form = std::remove_cvref_t<decltype(d)>;
                if constexpr (std::is_same_v<form, elapsed>)
                    return d > elapsed{0};
                else if constexpr (std::is_same_v<form, working>)
                    return d > working{};
                else if constexpr (std::is_same_v<form, business_days>)
                    return d.count > 0 || (d.count == 0 && d.end != business_day_end::same_time);
                else
                    return d.count > 0;
            },
            static_cast<const target_duration::forms&>(within));
    }

    // False when something was wrong.
    bool check_time_of_day(const business_days& days, const std::string& place) {
        using std::chrono::hours;
        using std::chrono::seconds;
        const auto in_a_day = [](seconds at) { return seconds{0} <= at && at < hours{24}; };
        const auto text = [](seconds at) { return std::to_string(at.count()) + " s"; };
        if (!check_enumerator(days.end, business_day_end::time_of_day, place + ".end"))
            return false;
        if (days.end != business_day_end::time_of_day) {
            if (days.at == seconds{0} && !days.cut_off)
                return true;
            complain("policy.time_of_day", place,
                     "only business days that end by a time of day have such a time",
                     "neither time of day nor cut-off, or the end time_of_day");
            return false;
        }
        const std::size_t before = issues_.size();
        if (!in_a_day(days.at))
            complain("policy.time_of_day", place + ".at", "this is not a time of day",
                     "from midnight until before 24 h", text(days.at));
        if (days.cut_off && !in_a_day(*days.cut_off))
            complain("policy.time_of_day", place + ".cut_off", "this is not a time of day",
                     "from midnight until before 24 h", text(*days.cut_off));
        else if (days.count == 0 && (!days.cut_off || *days.cut_off > days.at))
            complain("policy.time_of_day", place + ".cut_off",
                     "what starts between the due time and midnight would be late at once",
                     "a cut-off at or before the due time",
                     days.cut_off ? text(*days.cut_off) : "none",
                     "what starts after the cut-off is due on the next business day");
        return issues_.size() == before;
    }

    // Whether there is an instant at which the limit is up, for a start long ago.
    [[nodiscard]] bool is_reached(const target_duration& within,
                                  std::optional<std::uint32_t> calendar) const {
        if (const auto* const length = std::get_if<elapsed>(&within))
            return *length < end_of_range - first_instant;
        // Where some calendar did not compile there is nothing to ask.
        if (!calendar || *calendar >= book_->calendars.size())
            return true;
        const sla::calendar& hours = book_->calendars[*calendar];
        // Most limits are reached from where answers are quick.
        const instant quick = std::chrono::sys_days{options_.first_year / 1 / 1};
        for (const instant start : {quick, first_instant})
            if (deadline_of(within, &hours, start) != never)
                return true;
        return false;
    }

    const book_definition& in_;
    const zone_source& zones_;
    const calendar_options& options_;
    std::shared_ptr<book_data> book_;
    issue_list issues_;
    index_map calendars_;
    index_map metrics_;
    index_map policies_;
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

inline result<policy_book> compile(const book_definition& definition, const zone_source& zones,
                                   calendar_options options) {
    return detail::book_compiler{definition, zones, options}.run();
}

} // namespace sla::inline v1
