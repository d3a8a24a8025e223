// SPDX-License-Identifier: MIT
//
// Inside the policy room: what can be used but hardly was meant. Works on a book that compiled.
#pragma once

#include <sla/detail/policy_boxes.hpp>
#include <sla/detail/policy_data.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/policy_lint_events.hpp>
#include <sla/detail/policy_lint_targets.hpp>
#include <sla/detail/policy_reach.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

class book_lint {
public:
    explicit book_lint(const book_data& book) : book_{book} {}

    [[nodiscard]] issue_list run() {
        check_metrics();
        for (const compiled_policy& policy : book_.policies)
            reached_.push_back(reach_of(policy));
        target_lint targets{book_, pool_, issues_};
        for (std::uint32_t p = 0; p < book_.policies.size(); ++p) {
            const place here{"policies", p};
            const std::optional<boxes>& tickets = reached_[p];
            if (tickets && tickets->empty())
                warn(issues_, "policy.never_matches", here.member("when"),
                     "no ticket can meet this condition", "parts that can hold together");
            else if (tickets)
                check_shadow(p, *tickets);
            targets.run(book_.policies[p], here, tickets);
        }
        check_default();
        return std::move(issues_);
    }

private:
    // -- metrics -------------------------------------------------------------------------------

    void check_metrics() {
        const event_sets events{book_};
        for (std::size_t m = 0; m < book_.metrics.size(); ++m) {
            const compiled_metric& metric = book_.metrics[m];
            const place here{"metrics", m};
            const auto starts = events.list(metric, metric_list::start);
            const auto pauses = events.list(metric, metric_list::pause);
            for (std::size_t s = 0; s < starts.size(); ++s)
                if (const auto pause = events.find_around(starts[s], pauses))
                    warn(issues_, "policy.start_while_paused", here.entry("start", s),
                         "what starts this clock pauses it as well, so that it starts paused",
                         "a start that is no pause")
                        .related.push_back({here.entry("pause", *pause).text(), "the pause"});
            if (!pauses.empty() && event_sets::is_empty(metric, metric_list::resume))
                warn(issues_, "policy.never_resumes", here.member("resume"),
                     "once paused, this clock never runs on", "at least one event");
            const auto closes = events.list(metric, metric_list::until);
            const auto opens = events.list(metric, metric_list::after);
            if (std::all_of(starts.begin(), starts.end(), [&](const compiled_event& e) {
                    return events.find_around(e, closes) && !events.meets_any(e, opens);
                }))
                warn(issues_, "policy.never_starts", here.member("until"),
                     "whatever starts this clock closes it to starts first",
                     "events that do not start it");
        }
    }

    // -- policies ------------------------------------------------------------------------------

    // The tickets that meet a policy's condition, while it is in force.
    [[nodiscard]] std::optional<boxes> reach_of(const compiled_policy& policy) {
        std::optional<boxes> out = reach(pool_, book_, policy.root);
        if (out)
            for (box& b : *out) {
                b.from = policy.from;
                b.until = policy.until;
            }
        return out;
    }

    // Whether a ticket that matches both goes to `taker` and not to `p`.
    [[nodiscard]] bool stands_before(std::uint32_t taker, std::uint32_t p) const noexcept {
        const policy_role role = book_.policies[p].role;
        if (book_.policies[taker].role != role)
            return role == policy_role::fallback;
        return book_.choose == policy_choice::first_match && taker < p;
    }

    // Warns when others take every ticket that policy `p` could have. One ticket after another is
    // picked out of those that are left; whoever takes it takes what else is its own. Nearly always
    // the first pick is nobody else's.
    void check_shadow(std::uint32_t p, const boxes& tickets) {
        remainder left{pool_, tickets};
        std::vector<std::uint32_t> takers;
        while (!left.nothing()) {
            const auto [taker, what] = find_taker(p, left.some());
            if (what == nullptr)
                return;
            left.take(*what);
            if (left.given_up())
                return;
            if (std::find(takers.begin(), takers.end(), taker) == takers.end())
                takers.push_back(taker);
        }
        issue& shadow = warn(issues_, "policy.shadowed", place{"policies", p},
                             "policies before it take every ticket that it could match",
                             "special cases first, the rest last");
        std::sort(takers.begin(), takers.end());
        for (const std::uint32_t taker : takers)
            shadow.related.push_back({place{"policies", taker}.text(),
                                      "takes some of them: " + book_.policy_names[taker]});
    }

    // Picks a ticket out of a box and looks for a policy before `p` that takes it: which one, and
    // the box of its own in which the ticket lies; null when there is none.
    [[nodiscard]] std::pair<std::uint32_t, const box*> find_taker(std::uint32_t p,
                                                                  const box& from) const {
        ticket_attributes ticket;
        for (std::size_t i = 0; i < attribute_count; ++i)
            ticket.values[i] =
                from.filters[i].except ? value_id::other : from.filters[i].ids.front();
        std::copy_n(from.required.begin(), ticket.tags.size(), ticket.tags.begin());
        std::pair<std::uint32_t, const box*> out{p, nullptr};
        book_.index.visit_candidates(ticket, [&](const policy_index::column& candidate) {
            const std::uint32_t taker = candidate.policy;
            if (reached_[taker] && stands_before(taker, p))
                for (const box& b : *reached_[taker])
                    if (out.second == nullptr && has(b, ticket, from))
                        out = {taker, &b};
            return out.second != nullptr || taker == p;
        });
        return out;
    }

    // Whether `b` has a ticket that has no other marks than `from` requires, at its first instant.
    [[nodiscard]] static bool has(const box& b, const ticket_attributes& ticket,
                                  const box& from) noexcept {
        for (std::size_t i = 0; i < attribute_count; ++i)
            if (!b.filters[i].passes(ticket.values[i]))
                return false;
        for (std::size_t i = 0; i < b.required.size(); ++i)
            if ((b.required[i] & ~from.required[i]) != 0 ||
                (b.forbidden[i] & from.required[i]) != 0)
                return false;
        return b.from <= from.from && from.from < b.until;
    }

    // At every time some policy has to take every ticket.
    void check_default() {
        remainder left{pool_, {box{}}};
        for (const std::optional<boxes>& tickets : reached_)
            if (tickets)
                for (const box& b : *tickets)
                    if (b.every_ticket())
                        left.take(b);
        if (!left.nothing())
            warn(issues_, "policy.default_missing", place{"policies"},
                 "some tickets may match no policy", "a last policy without a condition", {},
                 "tickets that match none are not judged at all");
    }

    const book_data& book_;
    filter_pool pool_;
    std::vector<std::optional<boxes>> reached_;
    issue_list issues_;
};

[[nodiscard]] inline issue_list lint_book(const book_data& book) {
    return book_lint{book}.run();
}

} // namespace sla::inline v1::detail
