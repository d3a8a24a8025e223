// SPDX-License-Identifier: MIT
//
// Inside the explain room: a stretch, split where its calendar opens and closes.
#pragma once

#include <sla/detail/calendar_data.hpp>
#include <sla/detail/calendar_sweep.hpp>
#include <sla/detail/evaluate_limit.hpp>
#include <sla/detail/export.hpp>
#include <sla/explain.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {

struct exception_texts {
    std::string name{};
    std::string source{};
};

// Splits time in which open time counts, and says why the calendar is closed in the rest: where it
// would be open without its exceptions, they close it. They are told date by date, since a holiday
// lasts all day for people, and not from nine to five.
class interval_list {
public:
    explicit interval_list(const calendar& hours) : hours_{hours}, usual_{hours.data().what} {
        for (std::shared_ptr<const schedule>& member : usual_.members) {
            if (member->rules.empty() && member->dated.empty())
                continue;
            auto usual = std::make_shared<schedule>(*member);
            usual->rules.clear();
            usual->dated.clear();
            member = std::move(usual);
            has_exceptions_ = true;
        }
    }

    [[nodiscard]] std::vector<explained_interval> split(const interval& during) {
        instant at = during.begin;
        for (const interval& open : hours_.open_between(during.begin, during.end)) {
            add_closed(at, open.begin);
            out_.push_back({.during = open, .reason = interval_reason::counted});
            at = open.end;
        }
        add_closed(at, during.end);
        return std::move(out_);
    }

private:
    // One date on which the calendar would be open, and when, within what is closed.
    struct closed_date {
        std::int32_t date = 0;
        instant begin{};
        instant end{};
    };

    void add_closed(instant at, instant end) {
        if (has_exceptions_) {
            std::optional<closed_date> last;
            sweep pieces{usual_,
                         floor_div(ms_of(std::clamp(at, first_instant, end_of_range)), 1000),
                         -floor_div(-ms_of(std::clamp(end, first_instant, end_of_range)), 1000)};
            while (const std::optional<open_piece> p = pieces.next()) {
                const closed_date next{p->date, instant{std::chrono::seconds{p->begin}},
                                       instant{std::chrono::seconds{p->end}}};
                if (next.end <= at || next.begin >= end)
                    continue;
                if (last && last->date == next.date) {
                    last->end = next.end;
                    continue;
                }
                if (last)
                    at = add_date(*last, at, end);
                last = next;
            }
            if (last)
                at = add_date(*last, at, end);
        }
        add(at, end, interval_reason::outside_hours);
    }

    // From midnight to midnight, and to the end of a shift that lasts longer. Returns the end.
    instant add_date(const closed_date& closed, instant at, instant end) {
        using std::chrono::days;
        const std::chrono::local_days date{days{closed.date}};
        const zone& tz = hours_.time_zone();
        const instant begin = std::max(at, std::min(closed.begin, tz.to_instant(date)));
        const instant until =
            std::min(end, std::max(closed.end, tz.to_instant(local_time{date + days{1}})));
        add(at, begin, interval_reason::outside_hours);
        add(begin, until, interval_reason::exception, texts_on(date));
        return until;
    }

    // All that is said of a date, each text once: two feeds may know the same holiday.
    [[nodiscard]] exception_texts texts_on(std::chrono::local_days date) const {
        std::vector<std::string_view> names;
        std::vector<std::string_view> sources;
        const auto note = [](std::vector<std::string_view>& list, std::string_view text) {
            if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
                list.push_back(text);
        };
        visit_exceptions(hours_.data().what, date,
                         [&](std::string_view name, std::string_view source) {
                             note(names, name);
                             note(sources, source);
                         });
        return {joined(names), joined(sources)};
    }

    [[nodiscard]] static std::string joined(const std::vector<std::string_view>& list) {
        std::string out;
        for (const std::string_view text : list) {
            if (!out.empty())
                out += ", ";
            out += text;
        }
        return out;
    }

    void add(instant begin, instant end, interval_reason reason, exception_texts said = {}) {
        if (begin >= end)
            return;
        if (!out_.empty() && out_.back().during.end == begin && out_.back().reason == reason &&
            out_.back().name == said.name && out_.back().source == said.source)
            out_.back().during.end = end;
        else
            out_.push_back({.during = {begin, end},
                            .reason = reason,
                            .name = std::move(said.name),
                            .source = std::move(said.source)});
    }

    const calendar& hours_;
    expression usual_; // without exceptions
    bool has_exceptions_ = false;
    std::vector<explained_interval> out_;
};

// A stretch in which working time came first and elapsed time after. Where one follows the other is
// where counting all of the rest makes up what counted.
[[nodiscard]] inline std::vector<explained_interval> split_two_phases(const limit& by,
                                                                      const sla::stretch& of) {
    const calendar& hours = *by.hours();
    instant low = of.during.begin;
    instant high = of.during.end;
    while (low < high) {
        const instant middle = low + (high - low) / 2;
        // The later the change, the less counts.
        const elapsed counts = open_time(hours, of.during.begin, middle) + (of.during.end - middle);
        if (counts > of.counted)
            low = middle + elapsed{1};
        else
            high = middle;
    }
    std::vector<explained_interval> out = interval_list{hours}.split({of.during.begin, low});
    out.push_back({.during = {low, of.during.end}, .reason = interval_reason::counted});
    return out;
}

// What the event that began a stretch is called: its own name, or that of its kind.
[[nodiscard]] inline std::string cause_of(const policy_book& book, const timeline& ticket,
                                          const sla::stretch& of) {
    if (of.cause >= ticket.events().size())
        return {};
    const event& e = ticket.events()[of.cause];
    const std::string_view name =
        e.kind == event_kind::attribute_changed ? book.name(e.which, e.value) : book.name(e.name);
    return std::string{name.empty() ? sla::name_of(e.kind) : name};
}

} // namespace detail

SLA_FUNCTION std::vector<explained_interval>
intervals(const policy_book& book, const timeline& ticket, const sla::stretch& of) {
    std::vector<explained_interval> out;
    if (of.during.empty())
        return out;
    interval_reason reason = interval_reason::counted;
    std::string name;
    switch (of.kind) {
    case stretch_kind::running: {
        if (!of.limit) {
            reason = interval_reason::no_limit;
            break;
        }
        const detail::limit limit{book.data().limits[static_cast<std::size_t>(*of.limit)]};
        if (limit.counts_working())
            return detail::interval_list{*limit.hours()}.split(of.during);
        if (limit.has_two_phases()) {
            // Working time comes first; where it ends follows from what counted.
            const elapsed open = detail::open_time(*limit.hours(), of.during.begin, of.during.end);
            if (open == of.counted)
                return detail::interval_list{*limit.hours()}.split(of.during);
            if (of.during.length() != of.counted)
                return detail::split_two_phases(limit, of);
        }
        break;
    }
    case stretch_kind::paused:
        reason = interval_reason::paused;
        name = detail::cause_of(book, ticket, of);
        break;
    case stretch_kind::stopped:
        reason = interval_reason::stopped;
        name = detail::cause_of(book, ticket, of);
        break;
    case stretch_kind::waiting:
        reason = interval_reason::waiting;
        break;
    case stretch_kind::forgotten:
        reason = interval_reason::forgotten;
        break;
    case stretch_kind::carried_over:
        return out;
    }
    out.push_back({.during = of.during, .reason = reason, .name = std::move(name)});
    return out;
}

} // namespace sla::inline v1
