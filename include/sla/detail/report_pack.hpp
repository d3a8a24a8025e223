// SPDX-License-Identifier: MIT
//
// Inside the report room: reports as bytes. Counts; then each group that has rows: how far it is
// from the one before, and its figures.
#pragma once

#include <sla/detail/report_bytes.hpp>
#include <sla/detail/report_data.hpp>
#include <sla/detail/report_pack_check.hpp>
#include <sla/detail/report_values.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr byte_format report_format{.magic = "SLAR",
                                           .version = 1,
                                           .what = "a report",
                                           .bytes_damaged = "report.bytes_damaged",
                                           .bytes_version = "report.bytes_version",
                                           .other_definition = "report.other_definition"};
inline constexpr std::uint64_t most_report_rows = std::uint64_t{1} << 62U;

class report_packer {
public:
    report_packer(const report_data& plan, const report_store& store)
        : plan_{plan}, store_{store}, out_{report_format, plan.fingerprint} {}

    [[nodiscard]] std::vector<std::byte> run() {
        out_.number(store_.counts.rows);
        out_.number(store_.counts.columns_missing);
        out_.number(store_.counts.unknown_id);
        out_.number(store_.counts.outside);
        std::size_t next = 0; // after the group before
        for (std::size_t group = 0; group < plan_.groups; ++group) {
            const std::uint64_t* const states = store_.states_of(0) + group * states_of_row;
            if (std::all_of(states, states + states_of_row,
                            [](std::uint64_t n) noexcept { return n == 0; }))
                continue;
            out_.number(group - next + 1);
            next = group + 1;
            pack(group);
        }
        out_.number(0);
        return std::move(out_).sealed();
    }

private:
    void pack(std::size_t group) {
        for (std::size_t m = 0; m < plan_.definition.metrics.size(); ++m) {
            const std::uint64_t* const states = store_.states_of(m) + group * states_of_row;
            for (std::size_t s = 0; s < states_of_row; ++s)
                out_.number(states[s]);
            for (std::size_t i = plan_.first_length[m]; i < plan_.first_length[m + 1]; ++i)
                pack(i, group);
        }
    }
    void pack(std::size_t length, std::size_t group) {
        const length_sums& sums = store_.sums[store_.cell(length, group)];
        const length_rest& rest = store_.rests[store_.cell(length, group)];
        out_.number(rest.out_of_range);
        out_.number(sums.count);
        if (sums.count == 0)
            return;
        out_.number(sums.sum);
        out_.number(rest.sum_high);
        out_.number(sums.min);
        out_.number(sums.max);
        for (std::size_t k = plan_.first_limit[length]; k < plan_.first_limit[length + 1]; ++k)
            out_.number(store_.within_of(k)[group]);
        if (rest.buckets.empty()) {
            std::vector<std::uint32_t> values = rest.values;
            std::ranges::sort(values);
            std::uint32_t before = 0;
            for (const std::uint32_t second : values)
                out_.number(second - std::exchange(before, second));
            return;
        }
        std::size_t next = 0;
        for (std::size_t b = 0; b < rest.buckets.size(); ++b)
            if (rest.buckets[b] != 0) {
                out_.number(b - std::exchange(next, b + 1));
                out_.number(rest.buckets[b]);
            }
    }

    const report_data& plan_;
    const report_store& store_;
    byte_writer out_;
};

// Whatever the bytes are, each figure of a report that it makes lies in the bounds that the others
// leave for it.
class report_unpacker {
public:
    report_unpacker(const report_plan& plan, const report_data& data,
                    std::span<const std::byte> bytes) noexcept
        : plan_{plan}, data_{data}, in_{report_format, bytes} {}

    [[nodiscard]] result<report> run() {
        issue_list issues = in_.open(data_.fingerprint);
        if (!issues.empty())
            return issues;
        report out{plan_};
        store_ = out.store_.get();
        unpack();
        issues = in_.close();
        if (!issues.empty())
            return issues;
        return out;
    }

private:
    void unpack() {
        report_counts& counts = store_->counts;
        for (std::uint64_t* n :
             {&counts.rows, &counts.columns_missing, &counts.unknown_id, &counts.outside})
            *n = in_.number_to(most_report_rows);
        if (!in_.check(counts.columns_missing + counts.unknown_id <= counts.rows &&
                       counts.outside <= counts.rows - counts.columns_missing - counts.unknown_id))
            return;
        std::uint64_t left = counts.in_groups();
        std::size_t next = 0;
        for (std::uint64_t gap = in_.number(); gap != 0 && !in_.is_damaged(); gap = in_.number()) {
            if (!in_.check(gap <= data_.groups - next))
                return;
            next += static_cast<std::size_t>(gap);
            store_->use(next - 1);
            const std::uint64_t rows = unpack(next - 1);
            if (!in_.check(rows != 0 && rows <= left))
                return;
            left -= rows;
        }
        in_.check(left == 0);
    }

    // The rows of the group.
    std::uint64_t unpack(std::size_t group) {
        std::uint64_t rows = 0;
        for (std::size_t m = 0; m < data_.definition.metrics.size() && !in_.is_damaged(); ++m) {
            std::uint64_t* const states = store_->states_of(m) + group * states_of_row;
            std::uint64_t sum = 0;
            for (std::size_t s = 0; s < states_of_row; ++s) {
                states[s] = in_.number_to(most_report_rows - sum);
                sum += states[s];
            }
            in_.check(m == 0 || sum == rows);
            rows = sum;
            for (std::size_t i = data_.first_length[m]; i < data_.first_length[m + 1]; ++i) {
                const report_length& length = data_.length(m, i - data_.first_length[m]);
                std::uint64_t with_length = 0;
                for (std::size_t s = 0; s < clock_state_count; ++s)
                    with_length += length.of.contains(static_cast<clock_state>(s)) ? states[s] : 0;
                unpack(length, i, group, with_length);
            }
        }
        return rows;
    }

    void unpack(const report_length& length, std::size_t number, std::size_t group,
                std::uint64_t rows) {
        const std::size_t cell = store_->cell(number, group);
        length_sums& sums = store_->sums[cell];
        length_rest& rest = store_->rests[cell];
        rest.out_of_range = in_.number_to(rows);
        sums.count = in_.number_to(rows - rest.out_of_range);
        if (in_.is_damaged() || sums.count == 0)
            return;
        sums.sum = in_.number();
        rest.sum_high = in_.number();
        sums.min = in_.number();
        sums.max = in_.number();
        if (!in_.check(sums.min <= sums.max && sums.max < length_end))
            return;
        std::vector<std::uint64_t> within;
        for (std::size_t k = data_.first_limit[number]; k < data_.first_limit[number + 1]; ++k)
            within.push_back(store_->within_of(k)[group] = in_.number_to(sums.count));
        if (sums.count <= data_.definition.exact_values)
            unpack_values(sums, rest);
        else
            unpack_buckets(cell);
        if (in_.is_damaged())
            return;
        const length_facts facts{sums, rest, data_.buckets};
        in_.check(facts.allow_sum(wide_of(rest.sum_high, sums.sum)) &&
                  facts.allow_within(length.limits, within));
    }
    void unpack_values(const length_sums& sums, length_rest& rest) {
        // Not more memory than there are bytes for.
        if (!in_.check(sums.count <= in_.bytes_left()) || in_.is_damaged())
            return;
        rest.values.reserve(static_cast<std::size_t>(sums.count));
        std::uint64_t second = 0;
        for (std::uint64_t i = 0; i < sums.count && !in_.is_damaged(); ++i) {
            second += in_.number_to(second_end - 1 - second);
            rest.values.push_back(static_cast<std::uint32_t>(second));
        }
        in_.check(rest.values.front() == sums.min / 1000 && rest.values.back() == sums.max / 1000);
    }
    void unpack_buckets(std::size_t cell) {
        const length_sums& sums = store_->sums[cell];
        const std::size_t first = data_.buckets.of(static_cast<std::uint32_t>(sums.min / 1000));
        const std::size_t last = data_.buckets.of(static_cast<std::uint32_t>(sums.max / 1000));
        store_->rests[cell].buckets.assign(data_.buckets.count(), 0);
        begin_buckets(*store_, cell);
        std::vector<std::uint64_t>& buckets = store_->rests[cell].buckets;
        std::uint64_t left = sums.count;
        std::size_t next = 0;
        while (left != 0 && !in_.is_damaged()) {
            const std::uint64_t gap = in_.number();
            const std::uint64_t count = in_.number();
            if (!in_.check(gap <= last && next + gap <= last && (next != 0 || gap == first) &&
                           count != 0 && count <= left))
                return;
            const std::size_t bucket = next + static_cast<std::size_t>(gap);
            buckets[bucket] = count;
            left -= count;
            next = bucket + 1;
        }
        in_.check(next == last + 1);
    }

    const report_plan& plan_;
    const report_data& data_;
    byte_reader in_;
    report_store* store_ = nullptr;
};

// A review, a forecast, a board: a report and what `fill(in, report)` makes of it and of the bytes
// after it. Issues of the report are told in the codes of the whole.
template <class Whole, class Fill>
[[nodiscard]] result<Whole> unpack_whole(const byte_format& format, std::uint64_t fingerprint,
                                         const report_plan& plan, std::span<const std::byte> bytes,
                                         const Fill& fill) {
    byte_reader in{format, bytes};
    issue_list issues = in.open(fingerprint);
    if (!issues.empty())
        return issues;
    const std::span<const std::byte> inside = in.bytes();
    if (in.is_damaged())
        return in.close();
    result<report> part = plan.from_bytes(inside);
    if (!part) {
        issues = part.issues();
        for (issue& i : issues)
            i.code = i.code == report_format.other_definition ? format.other_definition
                     : i.code == report_format.bytes_version  ? format.bytes_version
                                                              : format.bytes_damaged;
        return issues;
    }
    Whole out = fill(in, *std::move(part));
    issues = in.close();
    if (!issues.empty())
        return issues;
    return out;
}

} // namespace sla::inline v1::detail
