// SPDX-License-Identifier: MIT
//
// What a run writes for a row is what `evaluate` says of its ticket, whatever the kernels, the
// division of the table and the columns that are asked for.
#include <sla/bulk.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <property/bulk_random.hpp>
#include <property/evaluate_random.hpp>
#include <string>
#include <utility>
#include <vector>

using oracle::bulk_case;
using oracle::dice;
using oracle::output_data;
using oracle::output_shape;
using oracle::table_data;
using sla::bulk_kernels;

namespace {

using numbers = std::vector<std::uint32_t>;

sla::bulk_plan plan_of(const bulk_case& of, std::optional<bulk_kernels> kernels = {}) {
    return sla::compile(of.book, of.layout, {.kernels = kernels}).value();
}

/// A table, and what has to be written for each of its rows.
class judged_table {
public:
    judged_table(const bulk_case& of, table_data table)
        : of_{of}, table_{std::move(table)}, view_{table_} {
        for (std::size_t row = 0; row < table_.rows; ++row) {
            const oracle::row_ticket ticket = row_of(of.layout, table_, row);
            oracle::row_result& result = results_.emplace_back();
            errors_.push_back(ticket.errors);
            if (ticket.errors.empty())
                result.verdicts = sla::evaluate(
                    of.book, sla::timeline::over(ticket.attributes, ticket.events).value(),
                    ticket.now);
            else
                result.error = ticket.errors.front();
        }
    }

    [[nodiscard]] std::size_t rows() const { return table_.rows; }
    [[nodiscard]] const sla::bulk_input& input() const { return view_.input(); }

    /// Of several mistakes in one row, the one that is told has to be among them, and is then told
    /// by every run.
    void settle_errors(const sla::bulk_plan& plan) {
        std::vector<std::uint8_t> states(rows() + 1);
        std::vector<sla::metric_output> metrics(of_.layout.metrics.size());
        if (metrics.empty())
            return;
        metrics.front().state = states.data();
        plan.run(input(), {.metrics = metrics}, 0, rows());
        for (std::size_t row = 0; row < rows(); ++row) {
            const auto told = static_cast<sla::row_error>(states[row]);
            const auto& may = errors_[row];
            if (std::find(may.begin(), may.end(), told) != may.end())
                results_[row].error = told;
        }
    }

    [[nodiscard]] sla::bulk_counts counts(const numbers& of) const {
        sla::bulk_counts out{.rows = of.size()};
        for (const std::uint32_t row : of)
            if (const auto error = results_[row].error) {
                ++out.errors;
                ++out.by_error[static_cast<std::size_t>(*error) -
                               static_cast<std::size_t>(sla::row_error::columns_missing)];
            }
        return out;
    }

    /// What is written by a run over these rows.
    [[nodiscard]] output_data expected(const output_shape& shape, const numbers& of) const {
        output_data out{shape, rows()};
        for (const std::uint32_t row : of)
            out.put(of_.layout, row, results_[row]);
        return out;
    }

    /// Compares, and tells of one row that differs.
    void check(const sla::bulk_plan& plan, const output_shape& shape, const output_data& expected,
               const output_data& saw) const {
        const auto found = saw.first_difference(expected);
        if (!found)
            return;
        std::string where = "row " + std::to_string(found->row) + " of " + std::to_string(rows()) +
                            ", kernels " + std::to_string(static_cast<int>(plan.kernels()));
        if (found->metric < of_.layout.metrics.size())
            where += ", metric \"" + of_.book.name(of_.layout.metrics[found->metric]) + "\"" +
                     (plan.is_fast(found->metric) ? " (fast)" : "");
        std::string ticket;
        if (found->row >= 0 && static_cast<std::size_t>(found->row) < rows()) {
            const auto row = static_cast<std::size_t>(found->row);
            ticket = oracle::to_text(of_.book, row_of(of_.layout, table_, row));
            output_data alone{shape, rows()};
            const auto columns = alone.view();
            plan.run(input(), columns.output(), row, 1);
            const auto again =
                alone.first_difference(this->expected(shape, {static_cast<std::uint32_t>(row)}));
            ticket += "  alone: " + (again ? again->text : "as expected") + "\n";
        }
        INFO(oracle::to_text(of_.definition)
             << oracle::to_text(of_.book, of_.layout) << where << "\n"
             << ticket << "  " << found->text);
        CHECK_FALSE(found.has_value());
    }

private:
    const bulk_case& of_;
    table_data table_;
    oracle::table_view view_;
    std::vector<oracle::row_result> results_;
    std::vector<std::vector<sla::row_error>> errors_;
};

numbers all(std::size_t rows) {
    numbers out(rows);
    for (std::size_t i = 0; i < rows; ++i)
        out[i] = static_cast<std::uint32_t>(i);
    return out;
}

/// [first, first + count) in one run.
void check_range(const judged_table& table, const sla::bulk_plan& plan, const output_shape& shape,
                 std::size_t first, std::size_t count) {
    numbers rows = all(table.rows());
    rows = numbers(rows.begin() + static_cast<std::ptrdiff_t>(first),
                   rows.begin() + static_cast<std::ptrdiff_t>(first + count));
    output_data saw{shape, table.rows()};
    const auto columns = saw.view();
    CHECK(plan.run(table.input(), columns.output(), first, count) == table.counts(rows));
    table.check(plan, shape, table.expected(shape, rows), saw);
}

/// The whole table in pieces, in any order.
void check_pieces(dice& random, const judged_table& table, const sla::bulk_plan& plan,
                  const output_shape& shape) {
    std::vector<std::size_t> cuts{0, table.rows()};
    for (int n = random.small(1, 5); n > 0; --n)
        cuts.push_back(random.below(table.rows() + 1));
    std::sort(cuts.begin(), cuts.end());
    output_data saw{shape, table.rows()};
    const auto columns = saw.view();
    sla::bulk_counts counts;
    for (std::size_t i = cuts.size() - 1; i > 0; --i)
        counts += plan.run(table.input(), columns.output(), cuts[i - 1], cuts[i] - cuts[i - 1]);
    CHECK(counts == table.counts(all(table.rows())));
    table.check(plan, shape, table.expected(shape, all(table.rows())), saw);
}

/// Some rows in any order, some of them twice.
void check_list(dice& random, const judged_table& table, const sla::bulk_plan& plan,
                const output_shape& shape) {
    numbers rows;
    const unsigned share = random.percent(50) ? 10 : 90;
    for (const std::uint32_t row : all(table.rows()))
        if (random.percent(share))
            rows.push_back(row);
    for (std::size_t i = rows.size(); i > 1; --i)
        std::swap(rows[i - 1], rows[random.below(i)]);
    if (!rows.empty() && random.percent(20))
        rows.push_back(rows.front());
    output_data saw{shape, table.rows()};
    const auto columns = saw.view();
    CHECK(plan.run(table.input(), columns.output(), rows) == table.counts(rows));
    table.check(plan, shape, table.expected(shape, rows), saw);
}

/// Without the columns of clocks that no kernel does: if there is one of these, all goes through
/// the evaluator.
output_shape fast_part(dice& random, output_shape shape, const sla::bulk_plan& plan) {
    for (std::size_t m = 0; m < shape.clocks.size(); ++m)
        if (!plan.is_fast(m))
            shape.clocks[m] = {.state = false, .share = false};
    if (random.percent(50))
        shape.next_change.reset();
    return shape;
}

void check_table(dice& random, const bulk_case& of) {
    judged_table table{of, random_table(random, of, oracle::random_size(random))};
    const sla::bulk_plan fastest = plan_of(of);
    table.settle_errors(plan_of(of, bulk_kernels::none));
    const output_shape full = full_shape(random, of);
    const output_shape fast = fast_part(random, full, fastest);
    check_range(table, plan_of(of, bulk_kernels::none), full, 0, table.rows());
    for (const bulk_kernels kernels :
         {bulk_kernels::plain, bulk_kernels::avx2, bulk_kernels::avx512})
        check_range(table, plan_of(of, kernels), fast, 0, table.rows());
    check_range(table, fastest, random_shape(random, of), 0, table.rows());
    const auto some_columns = [&] { return fast_part(random, random_shape(random, of), fastest); };
    const std::size_t first = random.below(table.rows() + 1);
    check_range(table, fastest, some_columns(), first, random.below(table.rows() - first + 1));
    check_pieces(random, table, fastest, some_columns());
    check_list(random, table, fastest, some_columns());
}

} // namespace

TEST_CASE("each row of a table of any book is what the evaluator says of its ticket") {
    oracle::property{"bulk", 60}.run([](dice& random, const std::string& name) {
        INFO(name);
        const bulk_case of = random_bulk_case(random);
        for (int n = 0; n < 2; ++n)
            check_table(random, of);
    });
}

TEST_CASE("each row of a table of a simple book is what the evaluator says of its ticket") {
    std::size_t fast = 0;
    std::size_t all = 0;
    oracle::property{"bulk, simple", 120}.run([&](dice& random, const std::string& name) {
        INFO(name);
        const bulk_case of = simple_bulk_case(random);
        for (int n = 0; n < 2; ++n)
            check_table(random, of);
        const sla::bulk_plan plan = plan_of(of);
        for (std::size_t m = 0; m < of.layout.metrics.size(); ++m)
            fast += plan.is_fast(m) ? 1U : 0U;
        all += of.layout.metrics.size();
    });
    // Otherwise this would say little about the kernels.
    INFO(fast << " of " << all << " clocks are done by kernels");
    CHECK(2 * fast >= all);
}
