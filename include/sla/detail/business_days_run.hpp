// SPDX-License-Identifier: MIT
//
// Inside the room business_days: columns, by kernels and row by row.
#pragma once

#include <sla/business_days.hpp>
#include <sla/detail/business_days_data.hpp>
#include <sla/detail/business_days_kernels.hpp>
#include <sla/detail/business_days_rows.hpp>
#include <sla/detail/export.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace sla::inline v1 {

namespace detail {

// What columns have besides their numbers.
struct column_marks {
    validity_bitmap one;
    validity_bitmap other;
    validity_output validity;
    std::uint8_t* errors;
};

template <class Kernel>
class date_run {
public:
    date_run(const Kernel& kernel, const column_marks& marks) noexcept
        : kernel_{kernel}, marks_{marks} {}

    date_counts over(std::size_t first, std::size_t rows) noexcept {
        counts_.rows = rows;
        if (marks_.errors != nullptr)
            std::fill_n(marks_.errors + first, rows, static_cast<std::uint8_t>(date_error::none));
        const std::size_t end = first + rows;
        if (marks_.one.bits == nullptr && marks_.other.bits == nullptr &&
            marks_.validity.bits == nullptr) {
            each(first, end);
            return counts_;
        }
        for (std::size_t row = first; row < end; row += row_set::max_rows)
            block(row, std::min(row_set::max_rows, end - row));
        return counts_;
    }

private:
    void block(std::size_t first, std::size_t rows) noexcept {
        present_ = row_set{marks_.one, marks_.other, first, rows};
        valid_ = present_;
        first_ = first;
        each(first, first + rows);
        // Whatever stands in these rows has been taken for a number.
        present_.each_absent(rows, [&](std::size_t i) noexcept {
            kernel_.write_nothing(first + i);
            ++counts_.missing;
        });
        if (marks_.validity.bits != nullptr)
            valid_.store(marks_.validity, first, rows);
    }

    SLA_APART void each(std::size_t i, std::size_t end) noexcept {
        const Kernel kernel = kernel_; // its members stay in registers
        for (; end - i >= 4; i += 4) {
            one(kernel, i);
            one(kernel, i + 1);
            one(kernel, i + 2);
            one(kernel, i + 3);
        }
        for (; i < end; ++i)
            one(kernel, i);
    }

    SLA_HOT void one(const Kernel& kernel, std::size_t i) noexcept {
        if (!kernel.row(i)) [[unlikely]]
            rare(i);
    }

    SLA_COLD void rare(std::size_t i) noexcept {
        const std::size_t in_block = (i - first_) % row_set::max_rows;
        if (!present_.has(in_block))
            return;
        date_outcome found;
        if (kernel_.is_missing(i)) {
            ++counts_.missing;
        } else {
            found = kernel_.answer(i);
            if (found.error == date_error::none) {
                kernel_.write(i, found.value);
                return;
            }
            ++counts_.errors;
            ++counts_.by_error[static_cast<std::size_t>(found.error)];
            if (marks_.errors != nullptr)
                marks_.errors[i] = static_cast<std::uint8_t>(found.error);
        }
        valid_.remove(in_block);
        kernel_.write_nothing(i);
    }

    Kernel kernel_;
    column_marks marks_;
    date_counts counts_{};
    // Of the block at work; without bitmaps all rows are present, and nobody asks which are valid.
    std::size_t first_ = 0;
    row_set present_{};
    row_set valid_{};
};

template <class Kernel>
date_counts run_rows(const Kernel& kernel, const column_marks& marks, std::size_t first,
                     std::size_t rows) noexcept {
    return date_run<Kernel>{kernel, marks}.over(first, rows);
}

// Calls `with` with a typed pointer to a column.
template <class With>
date_counts with_numbers(const void* values, std::uint8_t width, const With& with) noexcept {
    return width == 8 ? with(static_cast<const std::int64_t*>(values))
                      : with(static_cast<const std::int32_t*>(values));
}
template <class With>
date_counts with_numbers(void* values, std::uint8_t width, const With& with) noexcept {
    return width == 8 ? with(static_cast<std::int64_t*>(values))
                      : with(static_cast<std::int32_t*>(values));
}

// The kernel for a way to take closed starts.
template <class Date, class Out, class Amounts, class Run>
date_counts with_start(const adding<Date, Out, Amounts>& what, const Run& run) noexcept {
    switch (what.start) {
    case closed_start::following:
        return run(adding_each<Date, Out, Amounts, closed_start::following>{what});
    case closed_start::preceding:
        return run(adding_each<Date, Out, Amounts, closed_start::preceding>{what});
    case closed_start::not_counted:
        return run(adding_each<Date, Out, Amounts, closed_start::not_counted>{what});
    default:
        return run(adding_each<Date, Out, Amounts, closed_start::refused>{what});
    }
}
template <class Date, class Out, class Run>
date_counts with_start(const adding<Date, Out, one_amount>& what, const Run& run) noexcept {
    return what.start == closed_start::refused
               ? run(adding_each<Date, Out, one_amount, closed_start::refused>{what})
               : run(adding_one<Date, Out>{what});
}

} // namespace detail

SLA_FUNCTION business_dates::business_dates(const calendar& of)
    : data_{std::make_shared<const detail::business_dates_data>(of)} {}

SLA_FUNCTION date_counts business_dates::add(const date_column& from, const day_amounts& amounts,
                                             closed_start start, const day_output& out,
                                             std::size_t first, std::size_t rows) const noexcept {
    const detail::column_marks marks{from.validity, amounts.validity, out.validity, out.errors};
    const auto run = [&](const auto& kernel) noexcept {
        return detail::run_rows(kernel, marks, first, rows);
    };
    return detail::with_numbers(
        from.values, from.width, [&]<class Date>(const Date* dates) noexcept {
            return detail::with_numbers(out.values, out.width, [&]<class Out>(Out* to) noexcept {
                const auto with = [&]<class Amounts>(const Amounts& of) noexcept {
                    return detail::with_start(
                        detail::adding<Date, Out, Amounts>{{to}, data_.get(), dates, of, start},
                        run);
                };
                if (amounts.values == nullptr)
                    return with(detail::one_amount{amounts.all});
                return detail::with_numbers(amounts.values, amounts.width,
                                            [&]<class Number>(const Number* numbers) noexcept {
                                                return with(detail::amount_column<Number>{numbers});
                                            });
            });
        });
}

SLA_FUNCTION date_counts business_dates::count(const date_column& begin, const date_column& end,
                                               const day_output& out, std::size_t first,
                                               std::size_t rows) const noexcept {
    const detail::column_marks marks{begin.validity, end.validity, out.validity, out.errors};
    return detail::with_numbers(
        begin.values, begin.width, [&]<class Begin>(const Begin* from) noexcept {
            return detail::with_numbers(
                end.values, end.width, [&]<class End>(const End* to) noexcept {
                    return detail::with_numbers(
                        out.values, out.width, [&]<class Out>(Out* counts) noexcept {
                            return detail::run_rows(
                                detail::day_counter<Begin, End, Out>{*data_, from, to, counts},
                                marks, first, rows);
                        });
                });
        });
}

SLA_FUNCTION date_counts business_dates::is_business_day(const date_column& dates,
                                                         const flag_output& out, std::size_t first,
                                                         std::size_t rows) const noexcept {
    const detail::column_marks marks{dates.validity, {}, out.validity, out.errors};
    return detail::with_numbers(
        dates.values, dates.width, [&]<class Date>(const Date* from) noexcept {
            return detail::run_rows(detail::telling<Date>{*data_, from, out.values}, marks, first,
                                    rows);
        });
}

} // namespace sla::inline v1
