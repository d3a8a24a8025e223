// SPDX-License-Identifier: MIT
//
// A request right before China's National Day: holidays and make-up working days come from a feed,
// and the explanation says which.

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/holidays.hpp>
#include <sla/policy.hpp>

#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <utility>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

// As holiday-cn publishes it; a host downloads the file of each year and keeps it.
constexpr std::string_view autumn_2026 = R"({
  "year": 2026,
  "days": [
    { "name": "国庆节", "date": "2026-09-20", "isOffDay": false },
    { "name": "国庆节", "date": "2026-10-01", "isOffDay": true },
    { "name": "国庆节", "date": "2026-10-02", "isOffDay": true },
    { "name": "国庆节", "date": "2026-10-03", "isOffDay": true },
    { "name": "国庆节", "date": "2026-10-04", "isOffDay": true },
    { "name": "国庆节", "date": "2026-10-05", "isOffDay": true },
    { "name": "国庆节", "date": "2026-10-06", "isOffDay": true },
    { "name": "国庆节", "date": "2026-10-07", "isOffDay": true },
    { "name": "国庆节", "date": "2026-10-10", "isOffDay": false }
  ]
})";

} // namespace

int main() {
    const sla::zone shanghai = sla::zone_from_rule("Asia/Shanghai", "CST-8").value();
    sla::calendar_definition desk{
        .name = "客服",
        .zone = "Asia/Shanghai",
        .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h + 30min, 18h}})};
    const sla::holiday_feed feed = sla::read_holiday_cn(autumn_2026).value();
    desk = sla::add_holidays(std::move(desk), feed).value();

    const sla::book_definition promises{
        .calendars = {std::move(desk)},
        .policies = {
            {.name = "标准服务",
             .calendar = "客服",
             .targets = {{.metric = "resolution", .rows = sla::always(sla::working{24h})}}}}};
    const sla::policy_book book =
        sla::compile(promises, sla::zone_set{{shanghai}}.source()).value();

    // Wednesday afternoon. The third day of work after the holiday is a Saturday.
    const auto at = [&](local_days date, minutes time) { return shanghai.to_instant(date + time); };
    const sla::instant created = at(local_days{2026y / September / 30}, 15h);
    const sla::instant now = at(local_days{2026y / October / 10}, 10h);
    const sla::timeline ticket =
        sla::timeline::of(book.attributes({}), {sla::event::created(created)}).value();
    fmt::print("{}\n", sla::describe(sla::explain(book, ticket, now), book, ticket, shanghai));
}
