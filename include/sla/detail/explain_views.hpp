// SPDX-License-Identifier: MIT
//
// Inside the explain room: bars and shares for a host's own screens.
#pragma once

#include <sla/detail/evaluate_limit.hpp>
#include <sla/detail/explain_intervals.hpp>
#include <sla/detail/export.hpp>
#include <sla/explain.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sla::inline v1 {

SLA_FUNCTION std::vector<progress_segment> progress(const explanation& why,
                                                    const explained_cycle& of, instant responded) {
    std::vector<progress_segment> out;
    const instant deadline = of.verdict.deadline;
    const auto add = [&out](instant begin, instant end, progress_kind kind) {
        if (begin >= end)
            return;
        if (!out.empty() && out.back().during.end == begin && out.back().kind == kind)
            out.back().during.end = end;
        else
            out.push_back({.during = {begin, end}, .kind = kind});
    };
    for (const sla::stretch& s : why.stretches(of)) {
        const interval& t = s.during;
        const bool waits_again = s.kind == stretch_kind::waiting && !out.empty();
        if (s.kind == stretch_kind::paused || s.kind == stretch_kind::stopped || waits_again) {
            add(t.begin, t.end, progress_kind::paused);
        } else if (s.kind == stretch_kind::running || s.kind == stretch_kind::forgotten) {
            const instant late = std::clamp(deadline, t.begin, t.end);
            const instant answered = std::clamp(responded, t.begin, late);
            add(t.begin, answered, progress_kind::waiting_for_response);
            add(answered, late, progress_kind::handled);
            add(late, t.end, progress_kind::over_limit);
        }
    }
    return out;
}

namespace detail {

// What counts of a running stretch up to `until`.
[[nodiscard]] inline elapsed counted_until(const policy_book& book, const sla::stretch& s,
                                           instant until) {
    if (!s.limit || until >= s.during.end)
        return s.counted;
    const limit by{book.data().limits[static_cast<std::size_t>(*s.limit)]};
    if (by.counts_working())
        return open_time(*by.hours(), s.during.begin, until);
    if (!by.has_two_phases() || s.counted == s.during.length())
        return until - s.during.begin;
    elapsed out{};
    for (const explained_interval& i : split_two_phases(by, s))
        if (i.reason == interval_reason::counted && i.during.begin < until)
            out += std::min(until, i.during.end) - i.during.begin;
    return out;
}

// Shares the running stretches of a cycle out among those who have the ticket. `turn(share, event)`
// enters the next one into `share` and is true where an event changes who it is.
template <class Turn>
[[nodiscard]] std::vector<clock_share> share_out(const policy_book& book, const timeline& ticket,
                                                 const explanation& why, const explained_cycle& of,
                                                 clock_share first, const Turn& turn) {
    std::vector<clock_share> out;
    const auto events = ticket.events();
    for (const sla::stretch& s : why.stretches(of)) {
        if (s.kind != stretch_kind::running)
            continue;
        clock_share holder = first;
        instant at = s.during.begin;
        elapsed counted_before{};
        const auto give = [&](instant until) {
            const elapsed counted = counted_until(book, s, until);
            auto place = std::find_if(out.begin(), out.end(), [&](const clock_share& x) noexcept {
                return x.person == holder.person && x.group == holder.group;
            });
            if (place == out.end())
                place = out.insert(out.end(), {.person = holder.person, .group = holder.group});
            place->elapsed += until - at;
            place->counted += counted - counted_before;
            counted_before = counted;
            at = until;
        };
        for (const event& e : events) {
            if (e.at >= s.during.end)
                break;
            clock_share next = holder;
            if (!turn(next, e))
                continue;
            if (e.at > at)
                give(e.at);
            holder = next;
        }
        give(s.during.end);
    }
    return out;
}

} // namespace detail

SLA_FUNCTION std::vector<clock_share> shares_by_person(const policy_book& book,
                                                       const timeline& ticket,
                                                       const explanation& why,
                                                       const explained_cycle& of) {
    return detail::share_out(book, ticket, why, of, {},
                             [](clock_share& share, const event& e) noexcept {
                                 if (e.kind != event_kind::assigned)
                                     return false;
                                 share.person = e.person;
                                 return true;
                             });
}

SLA_FUNCTION std::vector<clock_share> shares_by_group(const policy_book& book,
                                                      const timeline& ticket,
                                                      const explanation& why,
                                                      const explained_cycle& of) {
    clock_share first;
    first.group = ticket.attributes().get(attribute::group);
    return detail::share_out(
        book, ticket, why, of, first, [](clock_share& share, const event& e) noexcept {
            if (e.kind != event_kind::attribute_changed || e.which != attribute::group)
                return false;
            share.group = e.value;
            return true;
        });
}

} // namespace sla::inline v1
