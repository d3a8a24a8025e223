// SPDX-License-Identifier: MIT
//
// Inside the bulk room: the rows of a block as their columns are read: instants in milliseconds
// since the tables of open time begin, and all numbers of a row in one.
#pragma once

#include <sla/detail/bulk_columns.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/bulk_pauses.hpp>
#include <sla/detail/bulk_staging.hpp>
#include <sla/detail/inlining.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

class block_rows_read {
public:
    block_rows_read(const bulk_data& plan, const bulk_input& in) noexcept
        : plan_{plan}, in_{in}, begin_{plan.tables.range_ms == 0
                                           ? first_instant.time_since_epoch().count()
                                           : plan.tables.begin_ms},
          range_{plan.tables.range_ms == 0 ? (end_of_range - first_instant).count()
                                           : static_cast<std::int64_t>(plan.tables.range_ms)} {
        combination_.fill(0);
        const std::int64_t now = in.now.time_since_epoch().count();
        const bool is_near = now >= begin_ && now < begin_ + range_;
        now_.fill(is_near ? now - begin_ : nothing);
    }

    // Marks the rows that are left to others.
    SLA_HOT void load(const block_range& rows) noexcept {
        rows_ = &rows;
        load_instants();
        load_numbers();
        if (plan_.layout.pauses)
            pauses_.load(in_.pauses, rows, created_.data(), begin_, range_, marked_.data());
    }

    [[nodiscard]] const block_range& rows() const noexcept { return *rows_; }
    // Where instants begin and end; milliseconds since 1970, and how many.
    [[nodiscard]] std::int64_t begin() const noexcept { return begin_; }
    [[nodiscard]] std::int64_t range() const noexcept { return range_; }

    // Whoever finds that a row is not simple marks it with a 1.
    [[nodiscard]] std::int64_t* marked() noexcept { return marked_.data(); }
    [[nodiscard]] const block_column& created() const noexcept { return created_; }
    [[nodiscard]] const std::int64_t* now() const noexcept { return now_.data(); }
    // `nothing`: has not happened.
    [[nodiscard]] const std::int64_t* event(std::size_t k) const noexcept {
        return events_[k].data();
    }
    [[nodiscard]] const std::int64_t* combination() const noexcept { return combination_.data(); }
    [[nodiscard]] block_pauses& pauses() noexcept { return pauses_; }

private:
    // Milliseconds since `begin_`, or `nothing`. Marks what lies outside of the tables; the first
    // column of all also takes away the marks of the block before.
    template <bool IsFirst = false>
    SLA_HOT void load(const time_column& column, block_column& to) noexcept {
        const std::int64_t begin = begin_;
        const std::int64_t range = range_;
        const std::int64_t* const from =
            column.validity.bits == nullptr
                ? staging_.read(column.values, *rows_, no_value)
                : staging_.read_valid(column.values, *rows_, column.validity);
        const auto convert = [&](const auto& in_ms) noexcept {
            std::int64_t* const out = to.data();
            std::int64_t* const marked = marked_.data();
            each([=](std::size_t i) noexcept {
                const std::int64_t at = in_ms(from[i]) - begin;
                const bool is_there = from[i] != no_value;
                out[i] = is_there ? at : nothing;
                const std::int64_t is_outside = is_there && (at < 0 || at >= range) ? 1 : 0;
                marked[i] = IsFirst ? is_outside : marked[i] | is_outside;
            });
        };
        if (column.unit == time_unit::seconds)
            convert([](std::int64_t v) noexcept { return within(v, beyond_seconds) * 1000; });
        else if (column.unit == time_unit::microseconds)
            convert([](std::int64_t v) noexcept { return to_ms(v, time_unit::microseconds); });
        else
            convert([](std::int64_t v) noexcept { return within(v, beyond_seconds * 1000); });
    }

    SLA_HOT void load_instants() noexcept {
        load<true>(in_.created, created_);
        if (in_.now_of_row.values != nullptr)
            load(in_.now_of_row, now_);
        std::int64_t* const created = created_.data();
        const std::int64_t* const now = now_.data();
        std::int64_t* const marked = marked_.data();
        // `nothing` is later than all instants: who has no creation was created after now.
        each([=](std::size_t i) noexcept {
            marked[i] |= created[i] > now[i] || now[i] == nothing ? 1 : 0;
        });
        for (std::size_t k = 0; k < in_.events.size(); ++k) {
            load(in_.events[k], events_[k]);
            const std::int64_t* const at = events_[k].data();
            each([=](std::size_t i) noexcept { marked[i] |= at[i] < created[i] ? 1 : 0; });
        }
        // Rows that are left are calculated with harmless numbers.
        each([=](std::size_t i) noexcept { created[i] = marked[i] != 0 ? 0 : created[i]; });
    }

    SLA_HOT void load_numbers() noexcept {
        std::int64_t sum_so_far = 0; // all ones from the second column on
        if (!plan_.layout.profiles.empty()) {
            add_numbers(in_.profile, plan_.profile_step, plan_.layout.profiles.size(), sum_so_far);
            sum_so_far = -1;
        }
        for (std::size_t k = 0; k < in_.attributes.size(); ++k) {
            add_numbers(in_.attributes[k], plan_.attribute_steps[k],
                        plan_.layout.dictionaries[k].values.size(), sum_so_far);
            sum_so_far = -1;
        }
    }
    SLA_HOT void add_numbers(const id_column& column, std::int64_t step, std::size_t size,
                             std::int64_t sum_so_far) noexcept {
        const auto count = static_cast<std::int64_t>(size);
        if (column.width == 1)
            column.is_signed ? add_numbers_of<std::int8_t>(column, step, count, sum_so_far)
                             : add_numbers_of<std::uint8_t>(column, step, count, sum_so_far);
        else if (column.width == 2)
            column.is_signed ? add_numbers_of<std::int16_t>(column, step, count, sum_so_far)
                             : add_numbers_of<std::uint16_t>(column, step, count, sum_so_far);
        else
            column.is_signed ? add_numbers_of<std::int32_t>(column, step, count, sum_so_far)
                             : add_numbers_of<std::uint32_t>(column, step, count, sum_so_far);
    }
    template <class Number>
    SLA_HOT void add_numbers_of(const id_column& column, std::int64_t step, std::int64_t size,
                                std::int64_t sum_so_far) noexcept {
        const Number* const from =
            staging_.read(static_cast<const Number*>(column.values), *rows_, Number{0});
        std::int64_t* const to = combination_.data();
        std::int64_t* const marked = marked_.data();
        if (column.validity.bits != nullptr) {
            for (std::size_t i = 0; i < rows_->count; ++i) {
                const bool is_there = is_valid(column.validity, (*rows_)[i]);
                const std::int64_t number = is_there ? std::int64_t{from[i]} : -1;
                to[i] = (to[i] & sum_so_far) + step_of(number, size) * step;
                marked[i] |= number >= size ? 1 : 0;
            }
            return;
        }
        each([=](std::size_t i) noexcept {
            const std::int64_t number{from[i]};
            to[i] = (to[i] & sum_so_far) + step_of(number, size) * step;
            marked[i] |= number >= size ? 1 : 0;
        });
    }

    // The last stands for no value.
    [[nodiscard]] SLA_HOT static std::int64_t step_of(std::int64_t number,
                                                      std::int64_t size) noexcept {
        return number < 0 || number > size ? size : number;
    }
    [[nodiscard]] SLA_HOT static std::int64_t within(std::int64_t v, std::int64_t bound) noexcept {
        const std::int64_t low = v < -bound ? -bound : v;
        return low > bound ? bound : low;
    }

    // Later than the range of the library, and a product with 1000 is no trouble.
    static constexpr std::int64_t beyond_seconds = 1'000'000'000'000;

    const bulk_data& plan_;
    const bulk_input& in_;
    std::int64_t begin_;
    std::int64_t range_;
    const block_range* rows_ = nullptr;
    block_column marked_;
    block_column created_;
    block_column now_;
    block_column combination_;
    std::array<block_column, max_event_columns> events_;
    block_pauses pauses_;
    block_staging staging_;
};

} // namespace sla::inline v1::detail
