// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: which limit is in force for a clock, as the ticket changes.
#pragma once

#include <sla/detail/evaluate_limit.hpp>
#include <sla/detail/policy_holds.hpp>
#include <sla/policy.hpp>
#include <sla/timeline.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sla::inline v1::detail {

inline constexpr std::uint32_t no_policy = UINT32_MAX;

// What is known about a ticket at a moment of its life, and what is promised then.
class promises {
public:
    promises(const policy_book& book, const timeline& ticket, instant now) noexcept
        : data_{&book.data()},
          attributes_{ticket.attributes()}, created_{ticket.created()}, now_{now} {}

    // What is known before any event.
    void forget_events_of(const timeline& ticket) noexcept { attributes_ = ticket.attributes(); }

    // True when the event changes what is known about the ticket.
    bool happen(const event& e) noexcept {
        switch (e.kind) {
        case event_kind::attribute_changed:
            if (attributes_.get(e.which) == e.value)
                return false;
            attributes_.set(e.which, e.value);
            return true;
        case event_kind::tag_added:
        case event_kind::tag_removed: {
            const auto before = attributes_.tags;
            if (e.kind == event_kind::tag_added)
                attributes_.add(e.tag);
            else
                attributes_.remove(e.tag);
            return attributes_.tags != before;
        }
        default:
            return false;
        }
    }

    // As of when a policy has to be in force for what happens at `t`.
    [[nodiscard]] instant version_at(instant t) const noexcept {
        switch (data_->versions) {
        case version_choice::at_creation:
            return created_;
        case version_choice::at_now:
            return std::clamp(now_, first_instant, end_of_range - elapsed{1});
        default:
            return t;
        }
    }

    // The first policy that matches.
    [[nodiscard]] std::uint32_t match(instant version) const noexcept {
        return first_match(*data_, attributes_, created_, version).value_or(no_policy);
    }

    // Hands over each policy that matches, in order.
    template <class F>
    void each_match(instant version, const F& hand_over) const noexcept {
        visit_matches(*data_, attributes_, created_, version, [&](std::uint32_t p) noexcept {
            hand_over(p);
            return false;
        });
    }

    // The policy of a lineage that matches.
    [[nodiscard]] std::uint32_t match_of(std::uint32_t lineage, instant version) const noexcept {
        std::uint32_t out = no_policy;
        visit_matches(*data_, attributes_, created_, version, [&](std::uint32_t p) noexcept {
            if (data_->policies[p].lineage != lineage)
                return false;
            out = p;
            return true;
        });
        return out;
    }

    // What a policy promises on a metric.
    [[nodiscard]] limit limit_of(std::uint32_t policy, metric_id metric) const noexcept {
        if (policy == no_policy)
            return {};
        for (const compiled_target& target : data_->policies[policy].targets.of(data_->targets))
            if (target.metric == metric)
                return limit_of(target);
        return {};
    }
    [[nodiscard]] limit limit_of(const compiled_target& target) const noexcept {
        const auto row = first_fitting_row(*data_, target, attributes_);
        return row ? limit{data_->limits[*row]} : limit{};
    }

private:
    const book_data* data_;
    ticket_attributes attributes_;
    instant created_;
    instant now_;
};

} // namespace sla::inline v1::detail
