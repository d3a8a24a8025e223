// SPDX-License-Identifier: MIT
//
// From events to entries.

#include "icalendar_dates.hpp"
#include "options.hpp"
#include <sla/holidays.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace sla::inline v1 {

namespace {

using namespace std::chrono;
using namespace detail::holidays;

class calendar_reader {
public:
    calendar_reader(const zone& tz, const zone_source& zones, const holiday_options& options,
                    sink& issues)
        : tz_{tz}, options_{options}, issues_{issues}, table_{tz, zones, issues},
          first_{options.first}, last_{options.last}, steps_{options.limits.steps} {}

    holiday_feed read(const calendar_lines& lines) {
        if (lines.name.line != 0)
            out_.name = read_text_value(lines.name);
        source_ = options_.source.empty() ? out_.name : options_.source;
        std::vector<event> events;
        for (const event_lines& one : lines.events) {
            if (issues_.full())
                return {};
            if (std::optional<event> made = read_event(one, options_.limits, issues_))
                events.push_back(*std::move(made));
        }
        for (const std::vector<const event*>& group : by_uid(events))
            add_group(group);
        tell_transparent();
        std::stable_sort(out_.entries.begin(), out_.entries.end(),
                         [](const holiday& a, const holiday& b) { return a.first < b.first; });
        return std::move(out_);
    }

private:
    // -- versions and instances ------------------------------------------------------------------

    // In the order of the text; events without UID stand alone.
    static std::vector<std::vector<const event*>> by_uid(const std::vector<event>& events) {
        std::vector<std::vector<const event*>> out;
        std::map<std::string_view, std::size_t> places;
        for (const event& e : events) {
            if (e.uid.empty()) {
                out.push_back({&e});
                continue;
            }
            const auto [found, is_new] = places.emplace(e.uid, out.size());
            if (is_new)
                out.emplace_back();
            out[found->second].push_back(&e);
        }
        return out;
    }

    void add_group(const std::vector<const event*>& group) {
        // By the instance that they replace; without one: all others.
        std::map<std::optional<std::int64_t>, std::vector<const event*>> versions;
        for (const event* e : group) {
            std::optional<std::int64_t> key;
            if (e->replaces) {
                key = key_of(*e->replaces);
                if (!key)
                    continue;
            }
            std::vector<const event*>& same = versions[key];
            if (!same.empty() && same.front()->sequence < e->sequence)
                same.clear();
            if (same.empty() || same.front()->sequence == e->sequence)
                same.push_back(e);
        }
        std::set<std::int64_t> replaced;
        for (const auto& [key, same] : versions) {
            if (key)
                replaced.insert(*key);
            for (std::size_t i = 1; i < same.size(); ++i)
                issues_.add({.code = "holidays.uid_twice",
                             .severity = severity::warning,
                             .place = line_place(same[i]->line),
                             .message = "two events have one UID and one SEQUENCE",
                             .expected = "one UID for each event",
                             .hint = "both are read",
                             .related = {{line_place(same[0]->line), "the other event"}}});
        }
        static const std::set<std::int64_t> none;
        for (const auto& [key, same] : versions)
            for (const event* e : same)
                add_event(*e, key ? none : replaced);
    }

    // What names an instance: its date, or its instant.
    std::optional<std::int64_t> key_of(const moment& m) {
        if (m.is_date())
            return m.local.time_since_epoch().count();
        const zone* by = table_.of(m);
        if (by == nullptr)
            return {};
        return floor<seconds>(by->to_instant(m.local)).time_since_epoch().count();
    }

    // -- instances -------------------------------------------------------------------------------

    void add_event(const event& e, const std::set<std::int64_t>& replaced) {
        if (e.cancelled)
            return;
        const bool by_date = e.start->is_date();
        if (e.transparent &&
            (options_.transparent == transparent_events::ignored ||
             (options_.transparent == transparent_events::all_day_closes && !by_date))) {
            transparent_.push_back(e.line);
            return;
        }
        std::set<std::int64_t> skipped = replaced;
        for (const moment& m : e.left_out)
            if (const auto key = key_of(m))
                skipped.insert(*key);
        if (by_date)
            add_all_day(e, skipped);
        else
            add_timed(e, skipped);
    }

    void add_all_day(const event& e, const std::set<std::int64_t>& skipped) {
        days length{1};
        if (e.end)
            length = floor<days>(e.end->local) - floor<days>(e.start->local);
        else if (e.lasts)
            length = e.lasts->days;
        if (length < days{0} || length > days{3660}) {
            complain_of_end(e, "after the start, within ten years");
            return;
        }
        length = std::max(length, days{1}); // many write the last date where the next one belongs
        std::vector<local_seconds> starts;
        if (e.rule)
            starts = expand(e, tz_, {first_ - length, last_}, steps_, options_.limits, issues_);
        else
            starts.push_back(e.start->local);
        for (const added_date& d : e.added)
            starts.push_back(d.start.local);
        std::set<std::int64_t> done = skipped;
        for (const local_seconds start : starts)
            if (done.insert(start.time_since_epoch().count()).second) {
                const local_days date = floor<days>(start);
                add_dates(e, date, date + length - days{1}, all_day_kind(e));
            }
    }

    [[nodiscard]] holiday_kind all_day_kind(const event& e) const {
        const bool marked = std::any_of(
            options_.working_day_marks.begin(), options_.working_day_marks.end(),
            [&](const std::string& mark) { return e.name.find(mark) != std::string::npos; });
        return marked ? holiday_kind::working_day : holiday_kind::closed;
    }

    void add_timed(const event& e, const std::set<std::int64_t>& skipped) {
        const zone* by = table_.of(*e.start);
        if (by == nullptr)
            return;
        const instant start = by->to_instant(e.start->local);
        elapsed exact{};
        if (e.end) {
            const zone* end_by = table_.of(*e.end);
            if (end_by == nullptr)
                return;
            exact = end_by->to_instant(e.end->local) - start;
        }
        const event_length lasts = e.lasts.value_or(event_length{});
        if (exact < elapsed{0} || exact > days{3660} || lasts.days > days{3660} ||
            lasts.seconds > days{3660}) {
            complain_of_end(e, "after the start, within ten years");
            return;
        }
        // By the event's clock, with room for the difference between two zones.
        const seconds longest = ceil<seconds>(exact) + lasts.days + lasts.seconds + days{3};
        std::vector<local_seconds> starts;
        if (e.rule)
            starts = expand(e, *by, {local_seconds{first_} - longest, last_ + days{3}}, steps_,
                            options_.limits, issues_);
        else
            starts.push_back(e.start->local);
        std::set<std::int64_t> done = skipped;
        const auto add = [&](instant begin, instant end) {
            if (done.insert(floor<seconds>(begin).time_since_epoch().count()).second)
                add_hours(e, begin, end);
        };
        const auto after = [](const zone& clock, local_seconds begin, const event_length& l) {
            return clock.to_instant(begin + l.days) + l.seconds;
        };
        for (const local_seconds s : starts) {
            const instant begin = by->to_instant(s);
            add(begin, e.lasts ? after(*by, s, *e.lasts) : begin + exact);
        }
        for (const added_date& d : e.added) {
            const zone* clock = table_.of(d.start);
            if (clock == nullptr)
                continue;
            const instant begin = clock->to_instant(d.start.local);
            if (d.end) {
                // Both ends of a period have one form; an end in UTC is told so.
                const zone* end_clock = table_.of(*d.end);
                if (end_clock != nullptr)
                    add(begin, end_clock->to_instant(d.end->local));
            } else if (d.lasts || e.lasts) {
                add(begin, after(*clock, d.start.local, d.lasts ? *d.lasts : *e.lasts));
            } else {
                add(begin, begin + exact);
            }
        }
    }

    void complain_of_end(const event& e, std::string expected) {
        issues_.add({.code = "holidays.times",
                     .place = line_place(e.end     ? e.end->line
                                         : e.lasts ? e.lasts->line
                                                   : e.line),
                     .message = "this event cannot end so",
                     .expected = std::move(expected)});
    }

    // -- entries ---------------------------------------------------------------------------------

    // What the clock of the desk shows from `begin` until `end`.
    void add_hours(const event& e, instant begin, instant end) {
        begin = std::max(begin, tz_.to_instant(first_ - days{1}));
        end = std::min(end, tz_.to_instant(last_ + days{2}));
        std::vector<window> shown;
        while (begin < end) {
            const zone_period p = tz_.period_at(begin);
            const instant until = std::min(end, p.end);
            const local_seconds from = floor<seconds>(tz_.to_local(begin));
            // A jump forward is shown as well; nothing is there that could be open.
            if (!shown.empty() && from > shown.back().last)
                shown.back().last = from;
            shown.push_back({from, from + floor<seconds>(until - begin)});
            begin = until;
        }
        std::sort(shown.begin(), shown.end(),
                  [](const window& a, const window& b) { return a.first < b.first; });
        for (std::size_t i = 0; i < shown.size();) {
            window all = shown[i];
            for (++i; i < shown.size() && shown[i].first <= all.last; ++i)
                all.last = std::max(all.last, shown[i].last);
            add_shown(e, all);
        }
    }

    // [first, last) by the desk's clock.
    void add_shown(const event& e, window at) {
        if (at.first >= at.last)
            return;
        local_days date = floor<days>(at.first);
        const local_days end = floor<days>(at.last);
        if (at.first != local_seconds{date} || end == date) {
            const seconds from = at.first - date;
            add_dates(e, date, date, holiday_kind::closed_hours,
                      {{from, std::min<seconds>(at.last - date, from + days{1})}});
            date += days{1};
        }
        if (date < end)
            add_dates(e, date, end - days{1}, holiday_kind::closed);
        if (date <= end && at.last != local_seconds{end})
            add_dates(e, end, end, holiday_kind::closed_hours, {{seconds{0}, at.last - end}});
    }

    void add_dates(const event& e, local_days from, local_days to, holiday_kind kind,
                   std::vector<time_range> ranges = {}) {
        from = std::max(from, first_);
        to = std::min(to, last_);
        if (from > to)
            return;
        if (out_.entries.size() >= options_.limits.entries) {
            if (!told_entries_)
                issues_.add({.code = "holidays.too_many",
                             .place = line_place(e.line),
                             .message = "this calendar has too many entries",
                             .expected = "at most " + std::to_string(options_.limits.entries)});
            told_entries_ = true;
            return;
        }
        out_.entries.push_back({.name = e.name,
                                .first = year_month_day{from},
                                .last = year_month_day{to},
                                .kind = kind,
                                .ranges = std::move(ranges),
                                .source = source_});
    }

    void tell_transparent() {
        if (transparent_.empty())
            return;
        issue one{.code = "holidays.transparent",
                  .severity = severity::warning,
                  .place = line_place(transparent_.front()),
                  .message = std::to_string(transparent_.size()) +
                             (transparent_.size() == 1 ? " event is" : " events are") +
                             " transparent and left out",
                  .hint = "the option `transparent` has them close nevertheless"};
        for (std::size_t i = 1; i < std::min<std::size_t>(transparent_.size(), 5); ++i)
            one.related.push_back({line_place(transparent_[i]), "another one"});
        issues_.add(std::move(one));
    }

    const zone& tz_;
    const holiday_options& options_;
    sink& issues_;
    zone_table table_;
    local_days first_;
    local_days last_;
    std::size_t steps_;
    std::string source_;
    holiday_feed out_;
    std::vector<std::size_t> transparent_;
    bool told_entries_ = false;
};

} // namespace

result<holiday_feed> read_icalendar(std::string_view text, const zone& tz, const zone_source& zones,
                                    const holiday_options& options) {
    keep_errors_of_libical_harmless();
    sink issues{options.limits.issues};
    if (!check_options(options, issues))
        return issues.take_by_line();
    const calendar_lines lines = read_lines(text, options.limits, issues);
    if (issues.full())
        return issues.take_by_line();
    holiday_feed feed = calendar_reader{tz, zones, options, issues}.read(lines);
    if (issues.failed())
        return issues.take_by_line();
    return {std::move(feed), issues.take_by_line()};
}

} // namespace sla::inline v1
