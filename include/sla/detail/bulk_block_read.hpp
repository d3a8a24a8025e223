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
        : plan_{plan}, in_{in}, begin_{plan.years.begin_ms}, range_{plan.years.length_ms} {
        combination_.fill(0);
        const std::int64_t now = in.now.time_since_epoch().count();
        const bool is_known = now >= begin_ && now < begin_ + range_;
        now_.fill(is_known ? now - begin_ : before_all);
    }

    // Marks the rows that are left to others.
    SLA_HOT void load(const block_range& rows) noexcept {
        rows_ = &rows;
        load_instants();
        load_numbers();
        if (plan_.layout.pauses)
            pauses_.load(in_.pauses, rows, created_.data(), begin_, range_, marked_.data());
    }

    // Whether the host's column of creations can be read where it lies, and which instants in it
    // are for kernels; `shift_ms`: by which the days of a calendar begin before midnight.
    [[nodiscard]] bool is_plain() const noexcept {
        return in_.now_of_row.values == nullptr && in_.events.empty() && !plan_.layout.pauses &&
               in_.created.validity.bits == nullptr && in_.created.unit == time_unit::milliseconds;
    }
    [[nodiscard]] row_window window(std::int64_t shift_ms) const noexcept {
        return {.first = begin_ - shift_ms,
                .length = now_[0] < 0 ? 0 : shift_ms + less_of(range_, now_[0] + 1)};
    }
    // The numbers alone. False where a row has to be marked.
    [[nodiscard]] SLA_HOT bool load_known_numbers(const block_range& rows) noexcept {
        rows_ = &rows;
        has_unknown_ = false;
        load_numbers();
        return !has_unknown_;
    }

    // Marks the rows that a kernel cannot do; or these and no others, and says whether there are
    // any.
    SLA_HOT void mark(const block_marks& marks) noexcept {
        if (marks != block_marks{}) [[unlikely]]
            mark_each(marks);
    }
    [[nodiscard]] SLA_HOT bool mark_only(const block_marks& marks) noexcept {
        if (marks == block_marks{}) [[likely]]
            return false;
        marked_.fill(0);
        mark_each(marks);
        return true;
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
    [[nodiscard]] const std::uint32_t* combination() const noexcept { return combination_.data(); }
    [[nodiscard]] block_pauses& pauses() noexcept { return pauses_; }

private:
    // Gives each instant of a block, in milliseconds since `begin_`, to `put(row, at, is_there)`;
    // `at` is negative or not below `range_` where it lies outside of the tables.
    template <class Put>
    SLA_HOT void read(const time_column& column, const Put& put) noexcept {
        const std::int64_t begin = begin_;
        const std::int64_t* const from =
            column.validity.bits == nullptr
                ? staging_.read(column.values, *rows_, no_value)
                : staging_.read_valid(column.values, *rows_, column.validity);
        const auto convert = [&](const auto& in_ms) noexcept {
            each([=](std::size_t i) noexcept {
                put(i, in_ms(from[i]) - begin, from[i] != no_value);
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
        const std::int64_t range = range_;
        std::int64_t* const now = now_.data();
        std::int64_t* const created = created_.data();
        std::int64_t* const marked = marked_.data();
        if (in_.now_of_row.values != nullptr)
            read(in_.now_of_row, [=](std::size_t i, std::int64_t at, bool) noexcept {
                now[i] = at < range ? at : before_all;
            });
        // Who has no creation was created before the tables begin. Rows that are left are
        // calculated with harmless numbers.
        read(in_.created, [=](std::size_t i, std::int64_t at, bool) noexcept {
            const auto is_left = std::int64_t{at < 0} | std::int64_t{at > now[i]};
            marked[i] = is_left;
            created[i] = is_left != 0 ? 0 : at;
        });
        for (std::size_t k = 0; k < in_.events.size(); ++k) {
            std::int64_t* const out = events_[k].data();
            read(in_.events[k], [=](std::size_t i, std::int64_t at, bool is_there) noexcept {
                const auto is_left = std::int64_t{at < created[i]} | std::int64_t{at >= range};
                out[i] = is_there ? at : nothing;
                marked[i] |= is_there ? is_left : 0;
            });
        }
    }

    SLA_HOT void load_numbers() noexcept {
        bool is_first = true;
        if (!plan_.layout.profiles.empty())
            add_column(in_.profile, plan_.profile_step, plan_.layout.profiles.size(), is_first);
        for (std::size_t k = 0; k < in_.attributes.size(); ++k)
            add_column(in_.attributes[k], plan_.attribute_steps[k],
                       plan_.layout.dictionaries[k].values.size(), is_first);
    }
    SLA_HOT void add_column(const id_column& column, std::uint32_t step, std::size_t size,
                            bool& is_first) noexcept {
        if (is_first)
            add_numbers<true>(column, step, static_cast<std::uint32_t>(size));
        else
            add_numbers<false>(column, step, static_cast<std::uint32_t>(size));
        is_first = false;
    }
    template <bool IsFirst>
    SLA_HOT void add_numbers(const id_column& column, std::uint32_t step,
                             std::uint32_t size) noexcept {
        if (column.width == 1)
            column.is_signed ? add_numbers_of<IsFirst, std::int8_t>(column, step, size)
                             : add_numbers_of<IsFirst, std::uint8_t>(column, step, size);
        else if (column.width == 2)
            column.is_signed ? add_numbers_of<IsFirst, std::int16_t>(column, step, size)
                             : add_numbers_of<IsFirst, std::uint16_t>(column, step, size);
        else
            column.is_signed ? add_numbers_of<IsFirst, std::int32_t>(column, step, size)
                             : add_numbers_of<IsFirst, std::uint32_t>(column, step, size);
    }
    // The last number stands for no value, which a negative one does as well. The step of the first
    // column is 1.
    template <bool IsFirst, class Number>
    SLA_HOT void add_numbers_of(const id_column& column, std::uint32_t step,
                                std::uint32_t size) noexcept {
        const Number* const from =
            staging_.read(static_cast<const Number*>(column.values), *rows_, Number{0});
        std::uint32_t* const to = combination_.data();
        const auto put = [=](std::size_t i, std::uint32_t number) noexcept {
            const std::uint32_t known = number < size ? number : size;
            to[i] = IsFirst ? known : to[i] + known * step;
        };
        if (column.validity.bits != nullptr) {
            add_valid_numbers(from, column.validity, size, put);
            return;
        }
        Number largest{0};
        for (std::size_t i = 0; i < block_rows; ++i)
            largest = from[i] > largest ? from[i] : largest;
        each([=](std::size_t i) noexcept { put(i, static_cast<std::uint32_t>(from[i])); });
        if (static_cast<std::uint32_t>(largest) >= size) [[unlikely]]
            mark_unknown(from, size);
    }
    template <class Number, class Put>
    SLA_APART void add_valid_numbers(const Number* from, const validity_bitmap& validity,
                                     std::uint32_t size, const Put& put) noexcept {
        has_unknown_ = true; // perhaps
        for (std::size_t i = 0; i < block_rows; ++i) {
            const bool is_there = i < rows_->count && is_valid(validity, (*rows_)[i]);
            put(i, is_there ? static_cast<std::uint32_t>(from[i]) : size);
            if (is_there)
                marked_[i] |= is_unknown(from[i], size) ? 1 : 0;
        }
    }
    template <class Number>
    SLA_APART void mark_unknown(const Number* from, std::uint32_t size) noexcept {
        has_unknown_ = true;
        for (std::size_t i = 0; i < block_rows; ++i)
            marked_[i] |= is_unknown(from[i], size) ? 1 : 0;
    }
    template <class Number>
    [[nodiscard]] static bool is_unknown(Number number, std::uint32_t size) noexcept {
        return number >= Number{0} && static_cast<std::uint32_t>(number) >= size;
    }

    SLA_APART void mark_each(const block_marks& marks) noexcept {
        for (std::size_t i = 0; i < block_rows; ++i)
            marked_[i] |= marks[i / 16] >> i % 16 & 1;
    }

    [[nodiscard]] SLA_HOT static std::int64_t within(std::int64_t v, std::int64_t bound) noexcept {
        const std::int64_t low = v < -bound ? -bound : v;
        return low > bound ? bound : low;
    }

    // No `now`: earlier than every creation.
    static constexpr std::int64_t before_all = -1;
    // Later than the range of the library, and a product with 1000 is no trouble.
    static constexpr std::int64_t beyond_seconds = 1'000'000'000'000;

    const bulk_data& plan_;
    const bulk_input& in_;
    std::int64_t begin_;
    std::int64_t range_;
    const block_range* rows_ = nullptr;
    bool has_unknown_ = false;
    block_column marked_;
    block_column created_;
    block_column now_;
    alignas(64) block_indices combination_;
    std::array<block_column, max_event_columns> events_;
    block_pauses pauses_;
    block_staging staging_;
};

} // namespace sla::inline v1::detail
