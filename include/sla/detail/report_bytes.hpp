// SPDX-License-Identifier: MIT
//
// Inside the report room: reports as bytes.
//
// "SLAR", version, fingerprint of the definition, counts; then each group that has rows: how far it
// is from the one before, and its figures; then a checksum. Numbers are little-endian base 128:
// seven bits a byte, the highest bit set in all but the last.
#pragma once

#include <sla/detail/report_compile.hpp>
#include <sla/detail/report_data.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr std::string_view report_magic = "SLAR";
inline constexpr std::uint64_t report_version = 1;
inline constexpr std::uint64_t most_report_rows = std::uint64_t{1} << 62U;

[[nodiscard]] inline std::uint64_t checksum(std::span<const std::byte> bytes) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325U; // FNV-1a
    for (const std::byte b : bytes)
        hash = (hash ^ static_cast<std::uint64_t>(b)) * 0x100000001b3U;
    return hash;
}

class report_packer {
public:
    report_packer(const report_data& plan, const report_store& store) noexcept
        : plan_{plan}, store_{store} {}

    [[nodiscard]] std::vector<std::byte> run() {
        for (const char c : report_magic)
            out_.push_back(static_cast<std::byte>(c));
        number(report_version);
        fixed(plan_.fingerprint);
        number(store_.counts.rows);
        number(store_.counts.columns_missing);
        number(store_.counts.unknown_id);
        number(store_.counts.outside);
        std::size_t next = 0; // after the group before
        for (std::size_t group = 0; group < plan_.groups; ++group) {
            const std::uint64_t* const states = store_.states_of(0) + group * states_of_row;
            if (std::all_of(states, states + states_of_row,
                            [](std::uint64_t n) noexcept { return n == 0; }))
                continue;
            number(group - next + 1);
            next = group + 1;
            pack(group);
        }
        number(0);
        fixed(checksum(out_));
        return std::move(out_);
    }

private:
    void pack(std::size_t group) {
        for (std::size_t m = 0; m < plan_.definition.metrics.size(); ++m) {
            const std::uint64_t* const states = store_.states_of(m) + group * states_of_row;
            for (std::size_t s = 0; s < states_of_row; ++s)
                number(states[s]);
            for (std::size_t i = plan_.first_length[m]; i < plan_.first_length[m + 1]; ++i)
                pack(i, group);
        }
    }
    void pack(std::size_t length, std::size_t group) {
        const length_sums& sums = store_.sums[store_.cell(length, group)];
        const length_rest& rest = store_.rests[store_.cell(length, group)];
        number(rest.out_of_range);
        number(sums.count);
        if (sums.count == 0)
            return;
        number(sums.sum);
        number(rest.sum_high);
        number(sums.min);
        number(sums.max);
        for (std::size_t k = plan_.first_limit[length]; k < plan_.first_limit[length + 1]; ++k)
            number(store_.within_of(k)[group]);
        if (rest.buckets.empty()) {
            std::vector<std::uint32_t> values = rest.values;
            std::ranges::sort(values);
            std::uint32_t before = 0;
            for (const std::uint32_t second : values)
                number(second - std::exchange(before, second));
            return;
        }
        std::size_t next = 0;
        for (std::size_t b = 0; b < rest.buckets.size(); ++b)
            if (rest.buckets[b] != 0) {
                number(b - std::exchange(next, b + 1));
                number(rest.buckets[b]);
            }
    }

    void number(std::uint64_t n) {
        for (; n >= 0x80U; n >>= 7U)
            out_.push_back(static_cast<std::byte>((n & 0x7fU) | 0x80U));
        out_.push_back(static_cast<std::byte>(n));
    }
    void fixed(std::uint64_t n) {
        for (unsigned i = 0; i < 64; i += 8)
            out_.push_back(static_cast<std::byte>(n >> i & 0xffU));
    }

    const report_data& plan_;
    const report_store& store_;
    std::vector<std::byte> out_{};
};

// Whatever the bytes are, a report that it makes can be read, merged and added to; that its figures
// belong together is checked as far as counts, sums and bounds go.
class report_unpacker {
public:
    report_unpacker(const report_plan& plan, const report_data& data,
                    std::span<const std::byte> bytes) noexcept
        : plan_{plan}, data_{data}, bytes_{bytes} {}

    [[nodiscard]] result<report> run() {
        constexpr std::size_t checksum_bytes = 8;
        for (const char c : report_magic)
            if (byte() != static_cast<unsigned char>(c))
                return damaged("these are not the bytes of a report");
        const std::uint64_t version = number();
        if (is_damaged_)
            return damaged("the bytes end too soon");
        if (version != report_version)
            return issue_list{{.code = "report.bytes_version",
                               .place = "byte 4",
                               .message = "this version of the library does not read this version",
                               .expected = std::to_string(report_version),
                               .saw = std::to_string(version)}};
        if (bytes_.size() < at_ + checksum_bytes)
            return damaged("the bytes end too soon");
        const std::span<const std::byte> content = bytes_.first(bytes_.size() - checksum_bytes);
        const std::size_t begin = std::exchange(at_, content.size());
        if (fixed() != checksum(content))
            return damaged("the checksum is not that of the bytes");
        at_ = begin;
        bytes_ = content;
        if (fixed() != data_.fingerprint)
            return issue_list{{.code = "report.other_definition",
                               .place = "byte 5",
                               .message = "these are the bytes of a report of another definition",
                               .expected = "the definition of this plan",
                               .saw = "another"}};
        report out{plan_};
        store_ = out.store_.get();
        unpack();
        if (is_damaged_ || at_ != bytes_.size())
            return damaged("the figures contradict each other");
        return out;
    }

private:
    [[nodiscard]] issue_list damaged(const char* message) const {
        return {{.code = "report.bytes_damaged",
                 .place = "byte " + std::to_string(at_),
                 .message = message,
                 .expected = "what report::to_bytes wrote",
                 .hint = "read or send them again"}};
    }
    bool check(bool is_right) noexcept {
        is_damaged_ = is_damaged_ || !is_right;
        return is_right;
    }

    void unpack() {
        report_counts& counts = store_->counts;
        for (std::uint64_t* n :
             {&counts.rows, &counts.columns_missing, &counts.unknown_id, &counts.outside}) {
            *n = number();
            check(*n <= most_report_rows);
        }
        if (!check(counts.columns_missing + counts.unknown_id <= counts.rows &&
                   counts.outside <= counts.rows - counts.columns_missing - counts.unknown_id))
            return;
        std::uint64_t left = counts.in_groups();
        std::size_t next = 0;
        for (std::uint64_t gap = number(); gap != 0 && !is_damaged_; gap = number()) {
            if (!check(gap <= data_.groups - next))
                return;
            next += static_cast<std::size_t>(gap);
            const std::uint64_t rows = unpack(next - 1);
            if (!check(rows != 0 && rows <= left))
                return;
            left -= rows;
        }
        check(left == 0);
    }

    // The rows of the group.
    std::uint64_t unpack(std::size_t group) {
        std::uint64_t rows = 0;
        for (std::size_t m = 0; m < data_.definition.metrics.size() && !is_damaged_; ++m) {
            std::uint64_t* const states = store_->states_of(m) + group * states_of_row;
            std::uint64_t sum = 0;
            for (std::size_t s = 0; s < states_of_row; ++s) {
                states[s] = number();
                if (!check(states[s] <= most_report_rows - sum))
                    return 0;
                sum += states[s];
            }
            check(m == 0 || sum == rows);
            rows = sum;
            for (std::size_t i = data_.first_length[m]; i < data_.first_length[m + 1]; ++i) {
                const state_set of = data_.length(m, i - data_.first_length[m]).of;
                std::uint64_t with_length = 0;
                for (std::size_t s = 0; s < clock_state_count; ++s)
                    with_length += of.contains(static_cast<clock_state>(s)) ? states[s] : 0;
                unpack(i, group, with_length);
            }
        }
        return rows;
    }

    void unpack(std::size_t length, std::size_t group, std::uint64_t rows) {
        const std::size_t cell = store_->cell(length, group);
        length_sums& sums = store_->sums[cell];
        length_rest& rest = store_->rests[cell];
        rest.out_of_range = number();
        sums.count = number();
        if (!check(rest.out_of_range <= rows && sums.count <= rows - rest.out_of_range) ||
            sums.count == 0)
            return;
        sums.sum = number();
        rest.sum_high = number();
        sums.min = number();
        sums.max = number();
        if (!check(sums.min <= sums.max && sums.max < length_end))
            return;
        const wide_number sum = wide_of(rest.sum_high, sums.sum);
        check(sum >= wide_number{sums.count} * sums.min &&
              sum <= wide_number{sums.count} * sums.max);
        for (std::size_t k = data_.first_limit[length]; k < data_.first_limit[length + 1]; ++k) {
            std::uint64_t& within = store_->within_of(k)[group];
            within = number();
            check(within <= sums.count);
        }
        if (sums.count <= data_.definition.exact_values)
            unpack_values(sums, rest);
        else
            unpack_buckets(cell);
    }
    void unpack_values(const length_sums& sums, length_rest& rest) {
        // Not more memory than there are bytes for.
        if (!check(sums.count <= bytes_.size() - at_))
            return;
        rest.values.reserve(static_cast<std::size_t>(sums.count));
        std::uint64_t second = 0;
        for (std::uint64_t i = 0; i < sums.count; ++i) {
            const std::uint64_t more = number();
            if (!check(more < second_end - second))
                return;
            second += more;
            rest.values.push_back(static_cast<std::uint32_t>(second));
        }
        check(rest.values.front() == sums.min / 1000 && rest.values.back() == sums.max / 1000);
    }
    void unpack_buckets(std::size_t cell) {
        const length_sums& sums = store_->sums[cell];
        const std::size_t first = data_.buckets.of(static_cast<std::uint32_t>(sums.min / 1000));
        const std::size_t last = data_.buckets.of(static_cast<std::uint32_t>(sums.max / 1000));
        store_->begin_buckets(cell);
        std::vector<std::uint64_t>& buckets = store_->rests[cell].buckets;
        std::uint64_t left = sums.count;
        std::size_t next = 0;
        while (left != 0 && !is_damaged_) {
            const std::uint64_t gap = number();
            const std::uint64_t count = number();
            if (!check(gap <= last && next + gap <= last && (next != 0 || gap == first) &&
                       count != 0 && count <= left))
                return;
            const std::size_t bucket = next + static_cast<std::size_t>(gap);
            buckets[bucket] = count;
            left -= count;
            next = bucket + 1;
        }
        check(next == last + 1);
    }

    [[nodiscard]] unsigned byte() noexcept {
        if (!check(at_ < bytes_.size()))
            return 0;
        return std::to_integer<unsigned>(bytes_[at_++]);
    }
    // In one form only: no zeros at the end, 64 bits at most.
    [[nodiscard]] std::uint64_t number() noexcept {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 70; shift += 7) {
            const unsigned here = byte();
            const std::uint64_t bits = here & 0x7fU;
            if (!check(shift < 63 || bits <= 1))
                return 0;
            out |= bits << shift;
            if ((here & 0x80U) == 0) {
                check(bits != 0 || shift == 0);
                return out;
            }
        }
        check(false);
        return 0;
    }
    [[nodiscard]] std::uint64_t fixed() noexcept {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 64; shift += 8)
            out |= std::uint64_t{byte()} << shift;
        return out;
    }

    const report_plan& plan_;
    const report_data& data_;
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    bool is_damaged_ = false;
    report_store* store_ = nullptr;
};

} // namespace sla::inline v1::detail
