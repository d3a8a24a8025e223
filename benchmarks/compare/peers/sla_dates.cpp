// SPDX-License-Identifier: MIT
//
// Peer: sla, whole columns of dates (days since 1970 in 32 bits, as Apache Arrow has them). The
// table of business days is made once, before anything is timed; so are the calendars of the other
// peers.

#include "../../new_york.hpp"
#include "../adapter.hpp"
#include "sla_calendar.hpp"
#include <sla/business_days.hpp>
#include <sla/version.hpp>

#include <cstdint>

namespace {

struct peer {
    static constexpr const char* name = "sla dates";
    static constexpr const char* clock = "local";
    static std::string version() { return SLA_VERSION_STRING; }
};

using column = std::vector<std::int32_t>;

std::int64_t number(std::int32_t day) {
    return day;
}

void check(const sla::date_counts& counts) {
    if (counts.missing + counts.errors != 0)
        compare::stop("some rows have no answer");
}

} // namespace

int main(int argc, char** argv) {
    const compare::arguments given = compare::read_arguments(argc, argv);
    const sla::business_dates dates{
        sla::compile(compare::definition(compare::read_calendars(given.calendars).front()),
                     sla_benchmark::zones(), compare::compiled_years)
            .value()};
    column from;
    column to;
    column amount;
    for (const auto& row : compare::read_rows(given.tickets, 3, given.rows)) {
        from.push_back(static_cast<std::int32_t>(row[0]));
        to.push_back(static_cast<std::int32_t>(row[1]));
        amount.push_back(static_cast<std::int32_t>(row[2]));
    }
    const sla::date_column begin{from.data()};
    // A start on a closed day counts from the business day before, as everywhere here.
    if (given.task == "add_days")
        compare::measure_pass<peer, std::int32_t>(
            given, from.size(),
            [&](column& out, std::size_t first, std::size_t count) {
                check(dates.add(begin, sla::day_amounts{amount.data()},
                                sla::closed_start::preceding, sla::day_output{out.data()}, first,
                                count));
            },
            number);
    else if (given.task == "count_days")
        compare::measure_pass<peer, std::int32_t>(
            given, from.size(),
            [&](column& out, std::size_t first, std::size_t count) {
                check(dates.count(begin, sla::date_column{to.data()}, sla::day_output{out.data()},
                                  first, count));
            },
            number);
    else
        compare::stop("no such task for this peer: " + given.task);
}
