// SPDX-License-Identifier: MIT
//
// Inside the operations room: definitions of reports, rows for them, and repeated contacts.
#pragma once

#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/distribution_buckets.hpp>
#include <sla/detail/export.hpp>
#include <sla/operations.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace sla::inline v1 {

SLA_FUNCTION report_definition
figures_by_channel_and_type(std::vector<std::string> channels, std::vector<std::string> types,
                            const std::vector<std::string>& metrics) {
    report_definition out{.dimensions = {by_values("channel", std::move(channels)),
                                         by_values("type", std::move(types))}};
    for (const std::string& name : metrics)
        out.metrics.push_back({.name = name,
                               .lengths = {{.name = "spent"},
                                           {.name = "overdue",
                                            .of = {clock_state::breached},
                                            .what = verdict_length::overdue}}});
    return out;
}

SLA_FUNCTION channel_figures figures_of(const report_line& line) noexcept {
    const std::uint64_t overdue = line.counts.of(clock_state::breached);
    channel_figures out{.judged = line.counts.of(clock_state::met) + overdue, .overdue = overdue};
    if (out.judged > 0)
        out.share_overdue = share{overdue, out.judged};
    if (!line.lengths.empty()) {
        out.mean = line.lengths[0].mean();
        out.longest = line.lengths[0].max();
    }
    if (line.lengths.size() > 1) {
        out.mean_overdue = line.lengths[1].mean();
        out.longest_overdue = line.lengths[1].max();
    }
    return out;
}

SLA_FUNCTION report_definition report_of_holdings(std::vector<report_dimension> dimensions) {
    const state_set all{clock_state::met, clock_state::running};
    const std::vector<report_length> lengths{
        {.name = "elapsed", .of = all, .what = verdict_length::other},
        {.name = "working", .of = all, .what = verdict_length::other}};
    return {.dimensions = std::move(dimensions),
            .metrics = {{.name = "held", .lengths = lengths},
                        {.name = "handed over", .lengths = lengths}}};
}

SLA_FUNCTION std::array<metric_row, 2> rows_of(const holding& h, const calendar* hours) noexcept {
    std::array<metric_row, 2> out{};
    for (metric_row& row : out) {
        row.lengths[0] = h.during.length();
        if (hours != nullptr)
            row.lengths[1] = hours->between(h.during.begin, h.during.end).length();
    }
    out[0].state = static_cast<std::uint8_t>(
        h.end == holding_end::still_there ? clock_state::running : clock_state::met);
    if (h.end == holding_end::handed_over)
        out[1].state = static_cast<std::uint8_t>(clock_state::met);
    return out;
}

SLA_FUNCTION report_definition report_of_clock_shares(std::vector<report_dimension> dimensions) {
    const state_set all{clock_state::met};
    return {
        .dimensions = std::move(dimensions),
        .metrics = {{.name = "clock",
                     .lengths = {{.name = "elapsed", .of = all, .what = verdict_length::other},
                                 {.name = "counted", .of = all, .what = verdict_length::other}}}}};
}

SLA_FUNCTION metric_row row_of(const clock_share& s) noexcept {
    metric_row out{.state = static_cast<std::uint8_t>(clock_state::met)};
    out.lengths[0] = s.elapsed;
    out.lengths[1] = s.counted;
    return out;
}

SLA_FUNCTION std::vector<std::optional<share>> shares_of(std::span<const report_line> lines,
                                                         std::size_t which) {
    std::vector<std::uint64_t> parts;
    detail::wide_number whole = 0;
    for (const report_line& line : lines) {
        const distribution& d = line.lengths[which];
        const std::optional<elapsed> sum = d.sum();
        if (!sum && d.count() > 0) // more than 64 bits
            return std::vector<std::optional<share>>(lines.size());
        parts.push_back(sum ? static_cast<std::uint64_t>(sum->count()) : 0);
        whole += parts.back();
    }
    std::vector<std::optional<share>> out(lines.size());
    if (whole == 0 || whole > static_cast<std::uint64_t>(INT64_MAX))
        return out;
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = share{parts[i], detail::low_of(whole)};
    return out;
}

namespace detail {

struct contact {
    std::int64_t customer = 0;
    std::int64_t question = 0;
    instant created{};
    std::size_t row = 0;

    [[nodiscard]] bool is_same(const contact& other) const noexcept {
        return customer == other.customer && question == other.question;
    }
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the zero inside for a pointer
    friend auto operator<=>(const contact&, const contact&) noexcept = default;
};

} // namespace detail

SLA_FUNCTION void mark_repeats(const repeat_definition& what, const repeat_input& in,
                               std::size_t count, flag* out) {
    std::fill_n(out, count, flag::none);
    if (in.customer.values == nullptr || in.question.values == nullptr ||
        in.created.values == nullptr)
        return;
    std::vector<detail::contact> all;
    for (std::size_t row = 0; row < count; ++row) {
        detail::contact c{.customer = detail::read(in.customer, row),
                          .question = detail::read(in.question, row),
                          .created = never,
                          .row = row};
        if (c.customer >= 0 && c.question >= 0 && detail::read(in.created, row, c.created) &&
            in_range(c.created) && c.created <= what.now)
            all.push_back(c);
    }
    std::ranges::sort(all);
    // Of two in range the difference fits, and so does `now - created` of a `now` not before it.
    for (std::size_t i = 0; i < all.size(); ++i) {
        const detail::contact& c = all[i];
        if (what.which == repeat_counting::later) {
            const bool repeats =
                i > 0 && all[i - 1].is_same(c) && c.created - all[i - 1].created <= what.window;
            out[c.row] = repeats ? flag::yes : flag::no;
            continue;
        }
        const bool is_repeated = i + 1 < all.size() && all[i + 1].is_same(c) &&
                                 all[i + 1].created - c.created <= what.window;
        const bool is_over = what.now - c.created > what.window;
        out[c.row] = is_repeated ? flag::yes : is_over ? flag::no : flag::none;
    }
}

} // namespace sla::inline v1
