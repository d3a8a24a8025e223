// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: all clocks of one ticket.
#pragma once

#include <sla/detail/evaluate_clock.hpp>
#include <sla/detail/evaluate_promise.hpp>
#include <sla/detail/evaluate_shelf.hpp>
#include <sla/evaluate.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {

// The clocks of one ticket, up to `now`. `Shelf` has room for them; `past(clock)` is called for
// each cycle that is over.
template <class Shelf, class Past>
class ticket_run {
public:
    ticket_run(const policy_book& book, const timeline& ticket, instant now, Shelf& clocks,
               const Past& past) noexcept
        : data_{book.data()}, promises_{book, ticket, now}, ticket_{ticket},
          events_{ticket.events()}, created_{ticket.created()}, now_{now}, clocks_{clocks},
          past_{past} {
        // Events after now do not exist.
        while (!events_.empty() && events_.back().at > now)
            events_ = events_.first(events_.size() - 1);
        promises_stay_ = !ticket.has(event_kind::attribute_changed) &&
                         !ticket.has(event_kind::tag_added) && !ticket.has(event_kind::tag_removed);
    }

    void run() noexcept {
        const bool always =
            !data_.one_version && (data_.versions == version_choice::at_each_event ||
                                   data_.versions == version_choice::at_cycle_start);
        if (events_.empty()) // not yet created: what will be promised then
            renew(created_, 0);
        // From one change of promises to the next each clock goes its own way.
        for (std::size_t i = 0; i < events_.size();) {
            if (i == 0 || always)
                promises_.happen(events_[i]);
            renew(events_[i].at, i);
            std::size_t next = i + 1;
            if (promises_stay_ && !always)
                next = events_.size();
            while (!always && next < events_.size() && !promises_.happen(events_[next]))
                ++next;
            for (std::size_t c = 0; c < clocks_.size(); ++c)
                tell_events(clocks_[c], i, next);
            i = next;
        }
    }

    // The first policy that matches at the end.
    [[nodiscard]] std::optional<policy_id> policy() const noexcept {
        if (first_ == no_policy)
            return std::nullopt;
        return static_cast<policy_id>(first_);
    }

    // Clocks that found no room.
    [[nodiscard]] std::size_t omitted() const noexcept { return omitted_; }

    // How one clock stands. To be called once for each, at the end.
    void tell(std::size_t clock, verdict& v) noexcept {
        clocks_[clock].tell(v, now_);
        v.next_change = std::min(v.next_change, next_version());
    }

    // The next instant at which other promises may hold, without any event.
    [[nodiscard]] instant next_version() const noexcept {
        if (data_.versions != version_choice::at_now || data_.one_version)
            return never;
        const auto& all = data_.version_changes;
        const auto at = std::upper_bound(all.begin(), all.end(), now_);
        return at == all.end() || *at >= end_of_range ? never : *at;
    }

    // Whether clock `a` is reported before clock `b`.
    [[nodiscard]] bool is_before(std::size_t a, std::size_t b) noexcept {
        const place& x = clocks_.place_of(a);
        const place& y = clocks_.place_of(b);
        return x.rank != y.rank       ? x.rank < y.rank
               : x.target != y.target ? x.target < y.target
                                      : a < b;
    }
    [[nodiscard]] bool is_in_order() const noexcept { return renewals_ <= 1; }

    // -- for the clocks ------------------------------------------------------------------------

    void past_cycle(const clock_run& clock) noexcept { past_(clocks_.index_of(clock), clock); }

    [[nodiscard]] limit promise_at_start(const clock_run& clock,
                                         const limit& present) const noexcept {
        if (data_.versions != version_choice::at_cycle_start || data_.one_version ||
            is_catching_up_)
            return present;
        return promised_to(clock, clock.version());
    }

private:
    using place = typename Shelf::place;

    // Events [begin, end) happen to a clock, which looks at those only that can concern it.
    SLA_APART void tell_events(clock_run& clock, std::size_t begin, std::size_t end) noexcept {
        const event* const events = events_.data();
        std::uint32_t kinds = clock.kinds();
        if (kinds == 0)
            return;
        for (const event* e = events + begin; e != events + end; ++e)
            if ((kinds >> static_cast<unsigned>(e->kind) & 1U) != 0) {
                clock.happen(*e, *this);
                kinds = clock.kinds();
                if (kinds == 0)
                    return;
            }
    }

    // The promises at event `i`, which happens at `t`, for every clock.
    void renew(instant t, std::size_t i) noexcept {
        const instant version = promises_.version_at(t);
        const std::uint32_t before = first_;
        first_ = no_policy;
        if (data_.choose == policy_choice::first_match) {
            first_ = promises_.match(version);
            if (first_ != no_policy && (first_ != before || renewals_ == 0)) {
                // The policy that matched last comes first.
                --rank_;
                ++renewals_;
                if (i == 0) {
                    begin_with(first_);
                    return;
                }
                omitted_ = 0;
                discover(first_, rank_, i);
            }
        } else {
            omitted_ = 0;
            promises_.each_match(version, [&](std::uint32_t p) noexcept {
                first_ = std::min(first_, p);
                renewals_ = 2;
                discover(p, static_cast<std::int32_t>(data_.policies[p].lineage), i);
            });
        }
        const bool by_cycle = data_.versions == version_choice::at_cycle_start;
        for (std::size_t c = 0; c < clocks_.size(); ++c)
            clocks_[c].promise(promised_to(clocks_[c], by_cycle ? clocks_[c].version() : version),
                               i);
    }

    // The first promises of all; there are no clocks yet.
    static_assert(max_targets <= max_clocks);
    void begin_with(std::uint32_t policy) noexcept {
        const auto targets = data_.policies[policy].targets.of(data_.targets);
        for (std::size_t t = 0; t < targets.size(); ++t) {
            clocks_.add(place{rank_, static_cast<std::uint32_t>(t)}, data_, events_, created_,
                        targets[t].metric, policy, promises_.limit_of(targets[t]));
        }
    }

    // Clocks for the targets of a policy that matches at event `i`.
    void discover(std::uint32_t policy, std::int32_t rank, std::size_t i) noexcept {
        const auto targets = data_.policies[policy].targets.of(data_.targets);
        for (std::size_t t = 0; t < targets.size(); ++t) {
            const metric_id metric = targets[t].metric;
            const std::size_t c = find(metric, policy);
            if (c < clocks_.size()) {
                clocks_[c].is_target_of(policy);
                if (data_.choose == policy_choice::first_match)
                    clocks_.place_of(c) = {rank, static_cast<std::uint32_t>(t)};
                continue;
            }
            const std::uint32_t position = data_.choose == policy_choice::first_match
                                               ? static_cast<std::uint32_t>(t)
                                               : position_in_lineage(policy, metric);
            if (!clocks_.add(place{rank, position}, data_, events_, created_, metric, policy,
                             limit{})) {
                ++omitted_;
                continue;
            }
            if (i > 0)
                catch_up(clocks_[c], i);
        }
    }

    // The first target for the metric in any version of the policy.
    [[nodiscard]] std::uint32_t position_in_lineage(std::uint32_t policy,
                                                    metric_id metric) const noexcept {
        const std::uint32_t lineage = data_.policies[policy].lineage;
        for (std::uint32_t p = lineage; p < data_.policies.size(); ++p) {
            const stretch targets = data_.policies[p].targets;
            for (std::uint32_t t = 0; t < targets.count; ++t)
                if (data_.policies[p].lineage == lineage &&
                    data_.targets[targets.first + t].metric == metric)
                    return targets.first + t;
        }
        return 0;
    }

    [[nodiscard]] std::size_t find(metric_id metric, std::uint32_t policy) noexcept {
        std::size_t c = 0;
        while (c < clocks_.size() &&
               !(clocks_[c].metric() == metric &&
                 (data_.choose == policy_choice::first_match ||
                  data_.policies[clocks_[c].policy()].lineage == data_.policies[policy].lineage)))
            ++c;
        return c;
    }

    // What happened before anything was promised.
    SLA_COLD void catch_up(clock_run& clock, std::size_t end) noexcept {
        if (data_.versions != version_choice::at_cycle_start || data_.one_version) {
            is_catching_up_ = true;
            for (std::size_t i = 0; i < end; ++i)
                clock.happen(events_[i], *this);
            is_catching_up_ = false;
            return;
        }
        // What was promised when its cycle began may have held for it although nothing promised
        // then made it a clock.
        const promises present = promises_;
        promises_.forget_events_of(ticket_);
        for (std::size_t i = 0; i < end; ++i) {
            promises_.happen(events_[i]);
            clock.promise(promised_to(clock, clock.version()), i);
            clock.happen(events_[i], *this);
        }
        promises_ = present;
    }

    [[nodiscard]] limit promised_to(const clock_run& clock, instant version) const noexcept {
        if (data_.choose != policy_choice::first_match)
            return promises_.limit_of(
                promises_.match_of(data_.policies[clock.policy()].lineage, version),
                clock.metric());
        const bool is_first = data_.versions != version_choice::at_cycle_start;
        return promises_.limit_of(is_first ? first_ : promises_.match(version), clock.metric());
    }

    const book_data& data_;
    promises promises_;
    const timeline& ticket_;
    std::span<const event> events_;
    instant created_;
    instant now_;
    Shelf& clocks_;
    const Past& past_;
    std::uint32_t first_ = no_policy;
    std::int32_t rank_ = 0;
    std::size_t renewals_ = 0;
    std::size_t omitted_ = 0;
    bool is_catching_up_ = false;
    bool promises_stay_ = false; // no event changes what is known about the ticket
};

// Chooses and orders what is reported: `verdicts[i]` is of clock i. Writes indices to `out` and
// returns how many.
template <class Run>
[[nodiscard]] std::size_t choose_clocks(Run& run, const book_data& data,
                                        std::span<const verdict> verdicts,
                                        std::span<std::uint32_t> out) noexcept {
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < verdicts.size(); ++i)
        out[count++] = i;
    if (run.is_in_order())
        return count;
    const auto all = out.first(count);
    std::sort(all.begin(), all.end(),
              [&](std::uint32_t a, std::uint32_t b) noexcept { return run.is_before(a, b); });
    if (data.choose != policy_choice::strictest)
        return count;
    // For each metric the one that is due first; what promises nothing stands back.
    const auto is_stricter = [&](const verdict& a, const verdict& b) noexcept {
        const bool a_holds = a.state != clock_state::not_applicable;
        const bool b_holds = b.state != clock_state::not_applicable;
        return a_holds != b_holds ? a_holds : a_holds && a.deadline < b.deadline;
    };
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const verdict& here = verdicts[out[i]];
        const auto taken = std::find_if(
            out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kept),
            [&](std::uint32_t k) noexcept { return verdicts[k].metric == here.metric; });
        if (taken == out.begin() + static_cast<std::ptrdiff_t>(kept))
            out[kept++] = out[i];
        else if (is_stricter(here, verdicts[*taken]))
            *taken = out[i];
    }
    return kept;
}

} // namespace detail

} // namespace sla::inline v1
