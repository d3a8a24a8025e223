// SPDX-License-Identifier: MIT
//
// A table kept up to date by its column next_change: judging again those rows alone whose time has
// come is as good as judging all.
#include <sla/bulk.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <oracle/random_calendar.hpp>
#include <property/bulk_random.hpp>
#include <property/evaluate_random.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::bulk_case;
using oracle::dice;
using oracle::output_data;
using oracle::table_data;

namespace {

/// All columns that do not change while the time goes by, but for deadlines of paused clocks.
oracle::output_shape lasting(const bulk_case& of) {
    oracle::output_shape out;
    out.clocks.resize(of.layout.metrics.size());
    for (auto& clock : out.clocks)
        for (const std::size_t column : {0U, 1U, 6U})
            clock.lengths[column] = sla::time_unit::milliseconds;
    out.next_change = sla::time_unit::milliseconds;
    return out;
}

/// Whether something happens to the ticket after `begin` and not after `end`.
bool is_disturbed(const oracle::row_ticket& ticket, sla::instant begin, sla::instant end) {
    return std::any_of(ticket.events.begin(), ticket.events.end(),
                       [&](const sla::event& e) { return begin < e.at && e.at <= end; });
}

/// Clocks whose deadline moves on with `now`.
bool is_projected(const sla::verdict& v) {
    return v.paused_since != sla::never &&
           (v.basis == sla::deadline_basis::projected || v.basis == sla::deadline_basis::none);
}

struct watched_table {
    watched_table(const bulk_case& from, table_data made)
        : of{from}, table{std::move(made)}, view{table},
          plan{sla::compile(of.book, of.layout).value()} {}

    [[nodiscard]] sla::bulk_input input(sla::instant now) const {
        sla::bulk_input out = view.input();
        out.now = now;
        return out;
    }

    /// What differs between two tables of results, of rows to which nothing happened.
    void compare(output_data& saw, output_data& expected, sla::instant before,
                 sla::instant now) const {
        for (std::size_t row = 0; row < table.rows; ++row) {
            const oracle::row_ticket ticket = row_of(of.layout, table, row);
            if (is_disturbed(ticket, before, now))
                continue;
            sla::evaluation verdicts;
            if (ticket.errors.empty())
                verdicts = sla::evaluate(
                    of.book, sla::timeline::over(ticket.attributes, ticket.events).value(), now);
            INFO("row " << row << ", before " << oracle::to_text(before) << "\n"
                        << oracle::to_text(of.book, ticket) << "now " << oracle::to_text(now));
            if (saw.next_change(row) != expected.next_change(row))
                CHECK(saw.next_change(row) == expected.next_change(row));
            for (std::size_t m = 0; m < of.layout.metrics.size(); ++m) {
                const sla::verdict* const v = verdicts.find(of.layout.metrics[m]);
                const bool same = saw.state(m, row) == expected.state(m, row) &&
                                  saw.length(m, 1, row) == expected.length(m, 1, row) &&
                                  saw.length(m, 6, row) == expected.length(m, 6, row) &&
                                  ((v != nullptr && is_projected(*v)) ||
                                   saw.length(m, 0, row) == expected.length(m, 0, row));
                INFO(of.book.name(of.layout.metrics[m]));
                if (!same)
                    CHECK(same);
            }
        }
    }

    const bulk_case& of;
    table_data table;
    oracle::table_view view;
    sla::bulk_plan plan;
};

void watch(dice& random, const bulk_case& of, std::size_t& judged_again, std::size_t& left) {
    table_data made = random_table(random, of, 200);
    made.now_of_row.reset();
    const watched_table all{of, std::move(made)};
    sla::instant now = all.table.now;
    const oracle::output_shape shape = lasting(of);
    output_data kept{shape, all.table.rows};
    const auto kept_columns = kept.view();
    all.plan.run(all.input(now), kept_columns.output(), 0, all.table.rows);
    for (int n = 0; n < 4; ++n) {
        sla::instant later = now + minutes{random.from_to(0, 20'000)};
        // Often exactly when something changes.
        const std::int64_t some = kept.next_change(random.below(all.table.rows));
        if (some != sla::no_value && random.percent(70))
            later = sla::instant{milliseconds{some}} - milliseconds{random.small(0, 1)};
        if (later < now)
            continue;

        std::vector<std::uint32_t> due;
        for (std::size_t row = 0; row < all.table.rows; ++row)
            if (kept.next_change(row) != sla::no_value &&
                sla::instant{milliseconds{kept.next_change(row)}} <= later)
                due.push_back(static_cast<std::uint32_t>(row));
        judged_again += due.size();
        left += all.table.rows - due.size();
        all.plan.run(all.input(later), kept_columns.output(), due);
        output_data fresh{shape, all.table.rows};
        const auto columns = fresh.view();
        all.plan.run(all.input(later), columns.output(), 0, all.table.rows);
        all.compare(kept, fresh, now, later);
        // Where something happened, all is new.
        all.plan.run(all.input(later), kept_columns.output(), 0, all.table.rows);
        now = later;
    }
}

} // namespace

TEST_CASE("to judge the rows whose next_change has passed is to judge them all") {
    std::size_t judged_again = 0;
    std::size_t left = 0;
    oracle::property{"bulk, next change", 40}.run([&](dice& random, const std::string& name) {
        bulk_case of = random.percent(50) ? random_bulk_case(random) : simple_bulk_case(random);
        // Which policy is the strictest one may change with any deadline that is projected.
        if (of.definition.choose == sla::policy_choice::strictest)
            return;
        INFO(name << "\n" << oracle::to_text(of.definition) << oracle::to_text(of.book, of.layout));
        watch(random, of, judged_again, left);
    });
    CHECK(judged_again > 0);
    CHECK(left > 0);
}
