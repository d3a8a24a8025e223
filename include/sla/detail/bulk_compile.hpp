// SPDX-License-Identifier: MIT
//
// Inside the bulk room: from a layout to a plan. Checks it, and finds out which clocks are so
// simple that kernels can do them.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/bulk_kernels_x86.hpp>
#include <sla/detail/evaluate_event.hpp>
#include <sla/detail/export.hpp>
#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_holds.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

// -- checking
// --------------------------------------------------------------------------------------

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
            complain("bulk.unknown_attribute", place + ".which", "this is no attribute",
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
            complain("bulk.unknown_kind", place + "." + member,
                     "this is no event that the library knows", std::string{"a value of "} + what,
                     std::to_string(saw));
        };
        if (e.kind > event_kind::custom)
            unknown("kind", "event_kind", static_cast<unsigned>(e.kind));
        else if ((e.kind == event_kind::created) != is_creation)
            complain("bulk.created_kind", place + ".kind",
                     is_creation ? "this has to be the creation"
                                 : "the creation is a column of its own",
                     is_creation ? "event_kind::created" : "another kind",
                     std::to_string(static_cast<unsigned>(e.kind)));
        if (e.by > actor::third_party)
            unknown("by", "actor", static_cast<unsigned>(e.by));
        if (e.visible > visibility::internal)
            unknown("visible", "visibility", static_cast<unsigned>(e.visible));
        if (e.which > attribute::customer)
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
        if (e.kind == event_kind::due_changed && e.due != never && !in_range(e.due))
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

// -- planning
// --------------------------------------------------------------------------------------

// Which kernels this processor has.
[[nodiscard]] inline bool has_kernels(bulk_kernels kernels) noexcept {
    switch (kernels) {
    case bulk_kernels::plain:
    case bulk_kernels::none:
        return true;
#if SLA_HAS_X86_KERNELS
    case bulk_kernels::avx2:
        return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0;
    case bulk_kernels::avx512:
        return has_kernels(bulk_kernels::avx2) && __builtin_cpu_supports("avx512f") != 0 &&
               __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
               __builtin_cpu_supports("avx512vl") != 0;
#endif
    default:
        return false;
    }
}

[[nodiscard]] inline bulk_kernels chosen_kernels(const bulk_options& options) noexcept {
    if (options.kernels)
        return has_kernels(*options.kernels) ? *options.kernels : bulk_kernels::plain;
    for (const bulk_kernels best : {bulk_kernels::avx512, bulk_kernels::avx2})
        if (has_kernels(best))
            return best;
    return bulk_kernels::plain;
}

// What kernels can do of a book and a layout.
class bulk_planner {
public:
    explicit bulk_planner(bulk_data& plan) noexcept
        : plan_{plan}, book_{plan.book.data()}, layout_{plan.layout} {}

    void run() {
        const bool has_table = number_combinations();
        const bool is_simple = has_table && tickets_stay_as_they_are();
        std::vector<bool> reported(book_.metrics.size());
        for (const metric_id id : layout_.metrics) {
            reported[static_cast<std::size_t>(id)] = true;
            plan_.metrics.push_back(look_at(id, is_simple));
        }
        for (std::size_t m = 0; m < book_.metrics.size(); ++m)
            if (!reported[m])
                plan_.others.push_back(look_at(static_cast<metric_id>(m), is_simple));
        if (is_simple) {
            read_calendars();
            fill_limits();
        }
    }

private:
    static constexpr std::size_t most_combinations = 65'536;

    // -- which tickets there can be
    // ----------------------------------------------------------------

    bool number_combinations() {
        std::size_t count = 1;
        const auto step_of = [&](std::size_t size) {
            const std::size_t step = count;
            count = size >= most_combinations ? most_combinations + 1
                                              : std::min(count * (size + 1), most_combinations + 1);
            return static_cast<std::uint32_t>(step);
        };
        if (!layout_.profiles.empty())
            plan_.profile_step = step_of(layout_.profiles.size());
        for (const attribute_dictionary& d : layout_.dictionaries)
            plan_.attribute_steps.push_back(step_of(d.values.size()));
        combinations_ = count;
        return count <= most_combinations;
    }

    [[nodiscard]] ticket_attributes ticket_of(std::size_t combination) const {
        ticket_attributes out = layout_.attributes;
        if (!layout_.profiles.empty()) {
            const std::size_t number = combination % (layout_.profiles.size() + 1);
            combination /= layout_.profiles.size() + 1;
            if (number < layout_.profiles.size())
                out = layout_.profiles[number];
        }
        for (const attribute_dictionary& d : layout_.dictionaries) {
            const std::size_t number = combination % (d.values.size() + 1);
            combination /= d.values.size() + 1;
            out.set(d.which, number < d.values.size() ? d.values[number] : value_id::none);
        }
        return out;
    }

    // Whether the numbers of a row decide which policy is in force, all through its life.
    [[nodiscard]] bool tickets_stay_as_they_are() const {
        if (book_.choose != policy_choice::first_match || !book_.one_version)
            return false;
        for (const condition_node& node : book_.nodes)
            if (node.form == condition::form_type::created_while_open)
                return false;
        return std::ranges::none_of(all_events(), [](const event& e) {
            return e.kind == event_kind::attribute_changed || e.kind == event_kind::tag_added ||
                   e.kind == event_kind::tag_removed || e.kind == event_kind::due_changed;
        });
    }
    [[nodiscard]] std::vector<event> all_events() const {
        std::vector<event> out = layout_.events;
        if (layout_.pauses) {
            out.push_back(layout_.pauses->begins);
            out.push_back(layout_.pauses->ends);
        }
        return out;
    }

    // -- metrics
    // -----------------------------------------------------------------------------------

    // The creation starts the clock, columns stop it, and nothing else happens to it.
    [[nodiscard]] fast_metric look_at(metric_id id, bool is_simple) const {
        fast_metric out;
        out.metric = id;
        const compiled_metric& metric = book_.metrics[static_cast<std::size_t>(id)];
        if (!is_simple || metric.repeats != recurrence::once || !metric.open_to_starts ||
            lists_matching(book_, metric, layout_.created) != bit(metric_list::start))
            return out;
        for (std::size_t i = 0; i < layout_.events.size(); ++i) {
            const list_mask lists = lists_matching(book_, metric, layout_.events[i]);
            if ((lists & ~(bit(metric_list::stop) | bit(metric_list::start))) != 0)
                return out;
            if ((lists & bit(metric_list::stop)) != 0)
                out.stops.push_back(i);
        }
        if (layout_.pauses) {
            const list_mask begins = lists_matching(book_, metric, layout_.pauses->begins);
            const list_mask ends = lists_matching(book_, metric, layout_.pauses->ends);
            out.pauses = begins == bit(metric_list::pause) && ends == bit(metric_list::resume);
            if (!out.pauses && (begins != 0 || ends != 0))
                return out;
        }
        out.is_fast = true;
        return out;
    }

    // -- limits
    // ------------------------------------------------------------------------------------

    [[nodiscard]] static fast_kind kind_of(const compiled_limit& limit) {
        if (limit.counts_dates || limit.has_marks || limit.start_hours != nullptr ||
            limit.target->out_of_hours)
            return fast_kind::none;
        switch (limit.counts) {
        case compiled_limit::unit::elapsed:
            return std::get<elapsed>(limit.row->within) < end_of_range - first_instant
                       ? fast_kind::elapsed
                       : fast_kind::none;
        case compiled_limit::unit::working:
            return std::get<working>(limit.row->within).length() < end_of_range - first_instant
                       ? fast_kind::working
                       : fast_kind::none;
        default:
            return fast_kind::none;
        }
    }

    // The calendars that kernels can read, as far as limits need them.
    void read_calendars() {
        ranges_.resize(book_.calendars.size());
        for (const compiled_limit& limit : book_.limits) {
            const std::uint32_t c = limit.row->calendar;
            if (kind_of(limit) == fast_kind::none || c == no_calendar || ranges_[c])
                continue;
            if (plan_.years == table_range{})
                plan_.years = open_ranges::years_of(book_.calendars[c]);
            ranges_[c] = open_ranges::of(book_.calendars[c], plan_.years);
        }
        if (plan_.years == table_range{})
            plan_.years = {first_instant.time_since_epoch().count(),
                           (end_of_range - first_instant).count()};
    }

    void fill_limits() {
        std::vector<const compiled_policy*> policy_of(combinations_);
        std::vector<ticket_attributes> ticket(combinations_);
        for (std::size_t c = 0; c < combinations_; ++c) {
            ticket[c] = ticket_of(c);
            // One version: any instant is as good as another.
            const auto policy = first_match(book_, ticket[c], first_instant, first_instant);
            policy_of[c] = policy ? &book_.policies[*policy] : nullptr;
        }
        for (std::vector<fast_metric>* list : {&plan_.metrics, &plan_.others})
            for (fast_metric& metric : *list)
                if (metric.is_fast)
                    fill_limits(metric, policy_of, ticket);
    }

    void fill_limits(fast_metric& metric, const std::vector<const compiled_policy*>& policy_of,
                     const std::vector<ticket_attributes>& ticket) {
        for (std::size_t c = 0; c < combinations_; ++c) {
            const compiled_target* target = nullptr;
            if (policy_of[c] != nullptr)
                for (const compiled_target& t : policy_of[c]->targets.of(book_.targets))
                    if (t.metric == metric.metric)
                        target = &t;
            add_limit(metric, target, ticket[c]);
        }
        finish(metric);
    }

    void add_limit(fast_metric& metric, const compiled_target* target,
                   const ticket_attributes& ticket) const {
        fast_kind kind = fast_kind::no_clock;
        std::int64_t allowed = 1;
        std::int64_t bits = 0;
        std::uint32_t calendar = no_calendar;
        if (target != nullptr) {
            kind = fast_kind::none;
            if (const auto row = first_fitting_row(book_, *target, ticket)) {
                const compiled_limit& limit = book_.limits[*row];
                calendar = limit.row->calendar;
                if (calendar == no_calendar || ranges_[calendar])
                    kind = kind_of(limit);
                if (const auto* const length = std::get_if<elapsed>(&limit.row->within))
                    allowed = length->count();
                else if (const auto* const open = std::get_if<working>(&limit.row->within))
                    allowed = open->length().count();
            }
        }
        if (kind != fast_kind::elapsed && kind != fast_kind::working) {
            allowed = 1;
            calendar = no_calendar;
        } else {
            bits |= target->met == met_when::at_or_before ? fast_limit::grace_bit : 0;
            bits |= kind == fast_kind::working && target->fit == exact_fit::close
                        ? fast_limit::last_bit
                        : 0;
            bits |= calendar != no_calendar ? fast_limit::calendar_bit : 0;
        }
        metric.limits.push_back(fast_limit::pack(kind, allowed, bits));
        metric.calendars.push_back(calendar);
    }

    // Limits without a calendar get one that is there, so that kernels need not ask.
    void finish(fast_metric& metric) {
        std::uint32_t some = no_calendar;
        metric.one_calendar = true;
        metric.always = true;
        bool is_absent = true;
        for (std::size_t c = 0; c < metric.limits.size(); ++c) {
            const fast_kind kind = fast_limit::kind(metric.limits[c]);
            is_absent = is_absent && kind == fast_kind::no_clock;
            metric.has_elapsed = metric.has_elapsed || kind == fast_kind::elapsed;
            metric.has_working = metric.has_working || kind == fast_kind::working;
            metric.has_others = metric.has_others || kind == fast_kind::none;
            metric.always = metric.always && kind != fast_kind::no_clock;
            if (metric.calendars[c] == no_calendar)
                continue;
            metric.has_calendars = true;
            if (some != no_calendar && some != metric.calendars[c])
                metric.one_calendar = false;
            some = metric.calendars[c];
        }
        // A metric of which nobody has a clock is no work at all.
        metric.is_fast = metric.has_elapsed || metric.has_working || is_absent;
        // look_up_small loads so many.
        if (metric.limits.size() < small_table)
            metric.limits.resize(small_table, metric.limits.front());
        if (some == no_calendar)
            return;
        for (std::uint32_t& calendar : metric.calendars)
            if (calendar == no_calendar)
                calendar = some;
        find_tables(metric);
    }

    // Metrics with the same calendars share their tables.
    void find_tables(fast_metric& metric) {
        std::vector<std::uint32_t> calendars = metric.calendars;
        std::ranges::sort(calendars);
        calendars.erase(std::ranges::unique(calendars).begin(), calendars.end());
        if (calendars.size() > open_tables_builder::most_calendars) {
            metric.is_fast = false;
            return;
        }
        const auto [found, is_new] = tables_.try_emplace(calendars, plan_.tables.size());
        if (is_new) {
            std::vector<const open_ranges*> ranges;
            for (const std::uint32_t calendar : calendars)
                ranges.push_back(&*ranges_[calendar]);
            plan_.tables.push_back(open_tables_builder::build(ranges, plan_.years));
        }
        metric.tables = found->second;
        const open_tables& tables = plan_.tables[metric.tables];
        for (std::size_t c = 0; c < (metric.one_calendar ? 1 : metric.calendars.size()); ++c) {
            const auto slot = static_cast<std::size_t>(
                std::ranges::lower_bound(calendars, metric.calendars[c]) - calendars.begin());
            metric.places.push_back(calendar_place::pack(slot, tables));
            metric.per_bucket.push_back(
                std::bit_cast<std::int64_t>(reciprocal(tables.bucket_ms[slot])));
        }
    }

    bulk_data& plan_;
    const book_data& book_;
    const bulk_layout& layout_;
    std::size_t combinations_ = 0;
    std::vector<std::optional<open_ranges>> ranges_{};           // of the book's calendars
    std::map<std::vector<std::uint32_t>, std::size_t> tables_{}; // of these calendars
};

class bulk_compiler {
public:
    static result<bulk_plan> run(const policy_book& book, const bulk_layout& layout,
                                 const bulk_options& options) {
        issue_list issues = bulk_layout_check{book, layout}.run();
        if (has_errors(issues))
            return issues;
        auto data = std::make_shared<bulk_data>(
            bulk_data{.book = book, .layout = layout, .kernels = chosen_kernels(options)});
        if (data->kernels != bulk_kernels::none)
            bulk_planner{*data}.run();
        else
            for (const metric_id id : layout.metrics)
                data->metrics.push_back({.metric = id});
        return bulk_plan{std::move(data)};
    }
};

} // namespace sla::inline v1::detail
