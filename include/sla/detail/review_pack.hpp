// SPDX-License-Identifier: MIT
//
// Inside the review room: reviews as bytes. The report of clocks, then the list.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/report_pack.hpp>
#include <sla/detail/review_run.hpp>
#include <sla/review.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr byte_format review_format{.magic = "SLAV",
                                           .version = 1,
                                           .what = "a review",
                                           .bytes_damaged = "review.bytes_damaged",
                                           .bytes_version = "review.bytes_version",
                                           .other_definition = "review.other_definition"};

inline void pack(byte_writer& out, const clock_outcome& of) {
    out.number(of.state);
    out.signed_number(of.deadline.time_since_epoch().count());
    out.signed_number(of.overdue.count());
}
[[nodiscard]] inline clock_outcome unpack_outcome(byte_reader& in) noexcept {
    clock_outcome out;
    out.state = static_cast<std::uint8_t>(in.number_to(UINT8_MAX));
    out.deadline = instant{elapsed{in.signed_number()}};
    out.overdue = elapsed{in.signed_number()};
    return out;
}

class review_unpacker {
public:
    [[nodiscard]] static result<review> run(const review_plan& plan, std::uint64_t fingerprint,
                                            std::span<const std::byte> bytes) {
        return unpack_whole<review>(
            review_format, fingerprint, plan.groups(), bytes, [&](byte_reader& in, report groups) {
                review out{plan};
                out.groups_ = std::move(groups);
                out.changed_ = in.number();
                unpack_entries(in, out.changed_, out.list_, [&](byte_reader& from) {
                    return unpack_clock(from, plan.definition());
                });
                in.check(could_be(out));
                return out;
            });
    }

private:
    [[nodiscard]] static changed_clock unpack_clock(byte_reader& in,
                                                    const review_definition& d) noexcept {
        changed_clock out;
        out.ticket = in.signed_number();
        out.metric = static_cast<std::uint32_t>(in.number_to(d.metrics.size() - 1));
        out.before = unpack_outcome(in);
        out.after = unpack_outcome(in);
        in.check(is_changed(d.change, out.before, out.after));
        return out;
    }

    // Whether rows could have made these figures.
    [[nodiscard]] static bool could_be(const review& of) {
        const review_definition& d = of.plan().definition();
        const std::size_t metric = d.dimensions.size();
        report_query query{.metric = review_after, .by = {metric, metric + 1}};
        const std::vector<report_line> after = of.groups_.read(query);
        query.metric = review_before;
        const std::vector<report_line> before = of.groups_.read(query);
        query.metric = review_changed;
        const std::vector<report_line> changed = of.groups_.read(query);
        std::uint64_t in_groups = 0;
        for (std::size_t i = 0; i < after.size(); ++i) {
            const std::uint64_t rows = after[i].counts.rows();
            const std::size_t state = after[i].key[1];
            if (after[i].key[0] >= d.metrics.size() || state > error_transition)
                return false;
            const std::uint64_t yes = changed[i].counts.of(clock_state::met);
            if (count(before[i].counts, state) != rows ||
                yes + changed[i].counts.of(clock_state::breached) != rows)
                return false;
            // Errors may be of two kinds.
            const std::uint64_t moved = rows - count(after[i].counts, state);
            const bool is_all = d.change == review_change::state && state != error_transition;
            if (yes < moved || (is_all && yes != moved))
                return false;
            in_groups += yes;
        }
        return in_groups <= of.changed_ &&
               of.changed_ - in_groups <= of.counts().unknown_id + of.counts().outside;
    }
    [[nodiscard]] static std::uint64_t count(const attainment& of, std::size_t state) noexcept {
        return state < clock_state_count ? of.by_state[state] : of.errors;
    }
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION std::vector<std::byte> review::to_bytes() const {
    detail::byte_writer out{detail::review_format, plan_.data_->fingerprint};
    out.bytes(groups_.to_bytes());
    out.number(changed_);
    const std::vector<changed_clock> clocks = list();
    out.number(clocks.size());
    for (const changed_clock& clock : clocks) {
        out.signed_number(clock.ticket);
        out.number(clock.metric);
        pack(out, clock.before);
        pack(out, clock.after);
    }
    return std::move(out).sealed();
}

SLA_FUNCTION result<review> review_plan::from_bytes(std::span<const std::byte> bytes) const {
    return detail::review_unpacker::run(*this, data_->fingerprint, bytes);
}

} // namespace sla::inline v1
