// SPDX-License-Identifier: MIT
//
// Inside the bulk room: which clocks of a layout are so simple that kernels can do them, and what
// those need to know.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_deadline_builder.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/evaluate_event.hpp>
#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_holds.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

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
            count = size >= most_combinations || count > most_combinations
                        ? most_combinations + 1
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
        plan_.years = usual_years();
        std::vector<bool> is_read(book_.calendars.size());
        for (const compiled_limit& limit : book_.limits) {
            const std::uint32_t c = limit.row->calendar;
            if (kind_of(limit) == fast_kind::none || c == no_calendar || is_read[c])
                continue;
            is_read[c] = true;
            ranges_[c] = open_ranges::of(book_.calendars[c], plan_.years);
        }
    }

    // The compiled years of most limits; all years where no limit has a calendar.
    [[nodiscard]] table_range usual_years() const {
        std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> count;
        for (const compiled_limit& limit : book_.limits)
            if (kind_of(limit) != fast_kind::none && limit.row->calendar != no_calendar) {
                const table_range years =
                    open_ranges::years_of(book_.calendars[limit.row->calendar]);
                ++count[{years.begin_ms, years.length_ms}];
            }
        const auto most =
            std::ranges::max_element(count, {}, [](const auto& entry) { return entry.second; });
        if (most == count.end())
            return {first_instant.time_since_epoch().count(),
                    (end_of_range - first_instant).count()};
        return {most->first.first, most->first.second};
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
        calendar_of_.clear();
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
                   const ticket_attributes& ticket) {
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
        calendar_of_.push_back(calendar);
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
            if (calendar_of_[c] == no_calendar)
                continue;
            metric.has_calendars = true;
            if (some != no_calendar && some != calendar_of_[c])
                metric.one_calendar = false;
            some = calendar_of_[c];
        }
        find_grace(metric);
        // A metric of which nobody has a clock is no work at all.
        metric.is_fast = metric.has_elapsed || metric.has_working || is_absent;
        // look_up_small loads so many.
        if (metric.limits.size() < small_table)
            metric.limits.resize(small_table, metric.limits.front());
        if (some == no_calendar)
            return;
        for (std::uint32_t& calendar : calendar_of_)
            if (calendar == no_calendar)
                calendar = some;
        find_tables(metric);
    }

    // Of the limits that are for kernels.
    static void find_grace(fast_metric& metric) {
        bool is_first = true;
        metric.one_grace = true;
        for (const std::int64_t limit : metric.limits) {
            if (fast_limit::kind(limit) != fast_kind::elapsed &&
                fast_limit::kind(limit) != fast_kind::working)
                continue;
            const std::int64_t grace = fast_limit::grace(limit);
            metric.one_grace = metric.one_grace && (is_first || grace == metric.grace);
            metric.grace = grace;
            is_first = false;
        }
    }

    // Metrics with the same calendars share their tables.
    void find_tables(fast_metric& metric) {
        std::vector<std::uint32_t> calendars = calendar_of_;
        std::ranges::sort(calendars);
        calendars.erase(std::unique(calendars.begin(), calendars.end()), calendars.end());
        if (calendars.size() > open_tables_builder::most_calendars) {
            metric.is_fast = false;
            return;
        }
        const auto [found, is_new] = tables_.try_emplace(calendars, plan_.tables.size());
        if (is_new) {
            std::vector<const open_ranges*> ranges;
            ranges.reserve(calendars.size());
            for (const std::uint32_t calendar : calendars)
                ranges.push_back(&*ranges_[calendar]);
            plan_.tables.push_back(open_tables_builder::build(ranges, plan_.years));
        }
        metric.tables = found->second;
        const open_tables& tables = plan_.tables[metric.tables];
        metric.place = calendar_place::pack(0, tables);
        metric.per_bucket = per_bucket(tables, 0);
        if (metric.one_calendar) {
            if (metric.has_working)
                metric.deadlines =
                    deadline_table_builder::build(tables, {metric.limits.data(), combinations_});
            return;
        }
        for (std::size_t c = 0; c < calendar_of_.size(); ++c) {
            const auto slot = static_cast<std::size_t>(
                std::ranges::lower_bound(calendars, calendar_of_[c]) - calendars.begin());
            metric.placed_limits.push_back({.limit = metric.limits[c],
                                            .place = calendar_place::pack(slot, tables),
                                            .per_bucket = per_bucket(tables, slot)});
        }
    }

    [[nodiscard]] static std::int64_t per_bucket(const open_tables& tables, std::size_t slot) {
        return std::bit_cast<std::int64_t>(reciprocal(tables.bucket_ms[slot]));
    }

    bulk_data& plan_;
    const book_data& book_;
    const bulk_layout& layout_;
    std::size_t combinations_ = 0;
    std::vector<std::optional<open_ranges>> ranges_{};           // of the book's calendars
    std::map<std::vector<std::uint32_t>, std::size_t> tables_{}; // of these calendars
    // For each combination the calendar of the limit, of the metric at hand.
    std::vector<std::uint32_t> calendar_of_{};
};

} // namespace sla::inline v1::detail
