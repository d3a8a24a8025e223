// SPDX-License-Identifier: MIT
//
// The tables of benchmarks/bulk: ten years of tickets in columns, made by arithmetic from the
// number of the row, so that every run has the same. A column is made when it is first asked for;
// 64 M rows of all together take 5.2 GB.
#pragma once

#include <sla/bulk.hpp>
#include <sla/time.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <utility>

namespace sla_benchmark {

/// Numbers in memory that begins where a cache line does, as Arrow wants it.
template <class Number>
class column {
public:
    column() = default;
    explicit column(std::size_t size)
        : numbers_{static_cast<Number*>(::operator new(size * sizeof(Number), alignment))},
          size_{size} {}
    /// All numbers: `make(row)`.
    template <class Make>
    column(std::size_t size, Make&& make) : column{size} {
        for (std::size_t row = 0; row < size; ++row)
            numbers_.get()[row] = make(row);
    }

    [[nodiscard]] Number* data() const noexcept { return numbers_.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] Number operator[](std::size_t row) const noexcept { return numbers_.get()[row]; }

private:
    static constexpr std::align_val_t alignment{64};
    struct release {
        void operator()(Number* numbers) const noexcept { ::operator delete(numbers, alignment); }
    };
    std::unique_ptr<Number[], release> numbers_{};
    std::size_t size_ = 0;
};

enum class row_order { by_time, at_random };

/// Ten years of tickets. What is asked for is made, or was made before.
class tickets {
public:
    static constexpr std::size_t priorities = 4;
    static constexpr std::size_t channels = 4;
    static constexpr std::size_t customers = 1000;

    explicit tickets(std::size_t rows) : rows_{rows} {}

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

    /// As of when tables are judged: the end of the ten years.
    [[nodiscard]] static sla::instant now() { return first() + length(); }

    const column<std::int64_t>& created(row_order order = row_order::by_time) {
        if (created_.size() == 0 || order != order_) {
            created_ = {};
            created_ = {rows_, [&](std::size_t row) { return created_at(row, order); }};
            order_ = order;
        }
        return created_;
    }
    /// `priority` and `channel` in one number.
    const column<std::uint8_t>& kind() {
        return made(kind_, [](std::size_t row) {
            return static_cast<std::uint8_t>(priority_of(row) * channels + channel_of(row));
        });
    }
    const column<std::uint8_t>& priority() { return made(priority_, priority_of); }
    const column<std::uint8_t>& channel() { return made(channel_, channel_of); }
    const column<std::uint16_t>& customer() {
        return made(customer_, [](std::size_t row) {
            return static_cast<std::uint16_t>(number(row, 3) % customers);
        });
    }
    /// One in twenty has no answer.
    const column<std::int64_t>& answered() {
        return made(answered_, [&](std::size_t row) { return answered_at(row); });
    }
    /// One in ten is open.
    const column<std::int64_t>& resolved() {
        return made(resolved_, [&](std::size_t row) { return resolved_at(row); });
    }
    /// None to four pauses a ticket, 1.5 on average, between the answer and the resolution; half
    /// of the open tickets that have any are still waiting.
    sla::pause_columns pauses() {
        if (offsets_.size() == 0)
            make_pauses();
        return {.offsets = sla::offset_column{offsets_.data()},
                .begins = {pause_begins_.data(), sla::time_unit::milliseconds},
                .ends = {pause_ends_.data(), sla::time_unit::milliseconds}};
    }
    /// First and last + 1 of the pauses of a row.
    [[nodiscard]] std::pair<std::size_t, std::size_t> pauses_of(std::size_t row) const {
        return {static_cast<std::size_t>(offsets_[row]),
                static_cast<std::size_t>(offsets_[row + 1])};
    }
    [[nodiscard]] std::int64_t pause_begin(std::size_t i) const { return pause_begins_[i]; }
    [[nodiscard]] std::int64_t pause_end(std::size_t i) const { return pause_ends_[i]; }
    [[nodiscard]] std::size_t pause_count() const { return pause_begins_.size(); }

    /// Columns to write to.
    const column<std::int64_t>& deadline(std::size_t metric) {
        return made(deadline_.at(metric), [](std::size_t) { return std::int64_t{0}; });
    }
    const column<std::int64_t>& overdue() {
        return made(overdue_, [](std::size_t) { return std::int64_t{0}; });
    }
    const column<std::uint8_t>& state(std::size_t metric) {
        return made(state_.at(metric), [](std::size_t) { return std::uint8_t{0}; });
    }

private:
    using rep = std::int64_t;

    static sla::instant first() {
        using namespace std::chrono;
        return sys_days{2016y / January / 1};
    }
    static sla::elapsed length() {
        using namespace std::chrono;
        return sys_days{2026y / January / 1} - sys_days{2016y / January / 1};
    }
    static constexpr rep minute = 60'000;
    static constexpr rep hour = 60 * minute;
    static constexpr rep day = 24 * hour;

    /// 64 random bits for a row and a purpose (splitmix64).
    static std::uint64_t number(std::size_t row, std::uint64_t purpose) {
        std::uint64_t z = (static_cast<std::uint64_t>(row) * 16 + purpose) * 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    /// Of `longest` a part that is more often small than large.
    static rep part_of(rep longest, std::uint64_t bits) {
        const std::uint64_t skewed = (bits & 0xffffU) * (bits >> 16U & 0xffffU) >> 16U;
        return static_cast<rep>(static_cast<std::uint64_t>(longest) * skewed >> 16U);
    }

    static std::uint8_t priority_of(std::size_t row) {
        return static_cast<std::uint8_t>(number(row, 1) % priorities);
    }
    static std::uint8_t channel_of(std::size_t row) {
        return static_cast<std::uint8_t>(number(row, 2) % channels);
    }
    [[nodiscard]] rep created_at(std::size_t row, row_order order = row_order::by_time) const {
        const rep begin = first().time_since_epoch().count();
        if (order == row_order::at_random)
            return begin +
                   static_cast<rep>(number(row, 4) % static_cast<std::uint64_t>(length().count()));
        const double step = static_cast<double>(length().count()) / static_cast<double>(rows_);
        const double jitter = static_cast<double>(number(row, 4) >> 40U) / (1U << 24U);
        return begin + static_cast<rep>(step * (static_cast<double>(row) + jitter));
    }
    [[nodiscard]] rep answered_at(std::size_t row) const {
        const std::uint64_t bits = number(row, 5);
        return bits >> 40U < (1U << 24U) / 20 ? sla::no_value
                                              : created_at(row) + minute + part_of(day, bits);
    }
    /// After the answer, if there is one.
    [[nodiscard]] rep worked_from(std::size_t row) const {
        const rep answered = answered_at(row);
        return answered == sla::no_value ? created_at(row) : answered;
    }
    [[nodiscard]] rep resolved_at(std::size_t row) const {
        const std::uint64_t bits = number(row, 6);
        return bits >> 40U < (1U << 24U) / 10 ? sla::no_value
                                              : worked_from(row) + hour + part_of(20 * day, bits);
    }

    void make_pauses() {
        const auto count_of = [](std::size_t row) {
            constexpr std::array<std::int32_t, 20> counts{0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
                                                          1, 2, 2, 2, 2, 3, 3, 3, 4, 4};
            return counts[number(row, 7) % counts.size()];
        };
        std::int32_t sum = 0;
        offsets_ = {rows_ + 1, [&](std::size_t row) {
                        const std::int32_t here = sum;
                        sum += row < rows_ ? count_of(row) : 0;
                        return here;
                    }};
        pause_begins_ = column<rep>{static_cast<std::size_t>(sum)};
        pause_ends_ = column<rep>{static_cast<std::size_t>(sum)};
        for (std::size_t row = 0; row < rows_; ++row) {
            const auto [from, to] = pauses_of(row);
            if (from == to)
                continue;
            const rep begin = worked_from(row);
            const rep end = resolved_at(row);
            const rep span = end == sla::no_value ? 10 * day : end - begin;
            const rep slice = span / static_cast<rep>(to - from);
            for (std::size_t i = from; i < to; ++i) {
                const std::uint64_t bits = number(i, 8);
                const rep at = begin + slice * static_cast<rep>(i - from);
                pause_begins_.data()[i] = at + part_of(slice / 2, bits);
                pause_ends_.data()[i] = at + slice / 2 + part_of(slice / 2, bits >> 32U);
            }
            if (end == sla::no_value && number(row, 9) % 2 == 0)
                pause_ends_.data()[to - 1] = sla::no_value;
        }
    }

    template <class Number, class Make>
    const column<Number>& made(column<Number>& it, Make&& make) {
        if (it.size() == 0)
            it = {rows_, std::forward<Make>(make)};
        return it;
    }

    std::size_t rows_;
    row_order order_ = row_order::by_time;
    column<rep> created_{};
    column<std::uint8_t> kind_{}, priority_{}, channel_{};
    column<std::uint16_t> customer_{};
    column<rep> answered_{}, resolved_{};
    column<std::int32_t> offsets_{};
    column<rep> pause_begins_{}, pause_ends_{};
    std::array<column<rep>, 2> deadline_{};
    column<rep> overdue_{};
    std::array<column<std::uint8_t>, 2> state_{};
};

} // namespace sla_benchmark
