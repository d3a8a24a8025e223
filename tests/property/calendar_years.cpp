// SPDX-License-Identifier: MIT
//
// Which years are compiled is a matter of speed alone: the same definition gives the same answers
// with any choice, inside the compiled years, outside of them and over their borders.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <oracle/hard_zones.hpp>
#include <oracle/random_calendar.hpp>
#include <string>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::dice;
using oracle::to_text;

namespace {

std::vector<sla::calendar> compile_for_many_years(const sla::calendar_definition& definition) {
    static constexpr std::array choices{sla::calendar_options{},
                                        sla::calendar_options{1970y, 1971y},
                                        sla::calendar_options{2090y, 2099y},
                                        sla::calendar_options{2011y, 2011y},
                                        sla::calendar_options{1990y, 2040y},
                                        sla::calendar_options{9990y, 9999y}};
    std::vector<sla::calendar> made;
    for (const sla::calendar_options& options : choices)
        if (const auto compiled = sla::compile(definition, oracle::hard_zone_source(), options))
            made.push_back(*compiled);
    return made;
}

/// The answers to every question about two instants and a duration.
std::vector<std::string> answers(const sla::calendar& c, sla::instant a, sla::instant b,
                                 sla::working d) {
    std::vector<std::string> all{
        std::string{c.is_open(a) ? "open" : "closed"},
        "between " + to_text(c.between(a, b)),
        "add " + to_text(c.add(a, d)),
        "add, next open " + to_text(c.add(a, d, sla::exact_fit::next_open)),
        "subtract " + to_text(c.subtract(a, d)),
        "subtract, next open " + to_text(c.subtract(a, d, sla::exact_fit::next_open)),
        "next_open " + to_text(c.next_open(a)),
        "next_open_or_same " + to_text(c.next_open_or_same(a)),
        "next_close " + to_text(c.next_close(a)),
        "previous_open " + to_text(c.previous_open(a)),
        "previous_close " + to_text(c.previous_close(a)),
        "previous_close_or_same " + to_text(c.previous_close_or_same(a)),
    };
    const local_days from = floor<days>(c.time_zone().to_local(a));
    const local_days to = floor<days>(c.time_zone().to_local(b));
    const int n = static_cast<int>(d.length() / 1h) % 500;
    all.push_back(c.is_business_day(from) ? "business day" : "no business day");
    all.push_back("business days " + std::to_string(c.business_days_between(from, to)));
    for (const int count : {n, -n}) {
        const auto day = c.add_business_days(from, count);
        all.push_back("business day " +
                      (day ? std::to_string(day->time_since_epoch().count()) : "none"));
    }
    for (const auto end : {sla::business_day_end::same_time, sla::business_day_end::close,
                           sla::business_day_end::time_of_day})
        all.push_back("add business days " +
                      to_text(c.add(a, sla::business_days{.count = n, .end = end, .at = 12h})));
    return all;
}

} // namespace

TEST_CASE("the compiled years make no difference to any answer") {
    oracle::property{"years", 60}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        oracle::dice again = random;
        sla::calendar_definition definition;
        std::vector<sla::calendar> same;
        while (same.empty()) {
            definition = random_definition(again);
            same = compile_for_many_years(definition);
        }
        INFO(name << "\n" << to_text(definition));
        REQUIRE(same.size() == 6);
        for (int n = 0; n < 6; ++n) {
            const sla::instant a = random_instant(again, of);
            const sla::instant b = again.percent(50)
                                       ? random_instant(again, of)
                                       : std::min(a + minutes{again.from_to(0, 60 * 24 * 60)},
                                                  sla::end_of_range - 1ms);
            const sla::working d{again.percent(70) ? minutes{again.from_to(1, 5'000)}
                                                   : minutes{again.from_to(1, 5'000'000)}};
            INFO("a = " << to_text(a) << ", b = " << to_text(b) << ", d = " << to_text(d));
            const auto expected = answers(same.front(), a, b, d);
            for (const sla::calendar& c : same)
                CHECK(answers(c, a, b, d) == expected);
        }
    });
}

TEST_CASE("a longer list of compiled years is not another calendar") {
    // Both ends of every border are looked at closely.
    const sla::calendar_definition definition{
        .name = "nights",
        .zone = "America/New_York",
        .hours = sla::weekly(sla::every_day, {{22h, 30h}}),
        .yearly = {
            sla::closed_yearly("New Year", January / 1, sla::observed_rule::nearest_weekday)}};
    const auto same = compile_for_many_years(definition);
    REQUIRE(same.size() == 6);
    for (const year y : {1970y, 1972y, 2016y, 2032y, 2090y, 2100y, 9990y}) {
        const sla::instant border = sys_days{y / January / 1};
        for (const auto off : {-48h, -24h, -5h, -1h, 0h, 1h, 5h, 6h, 11h, 12h, 24h, 48h})
            for (const milliseconds nearly : {-1ms, 0ms, 1ms}) {
                const sla::instant t = std::max(border + off + nearly, sla::first_instant);
                INFO(to_text(t));
                const auto expected = answers(same.front(), t, t + 100h, sla::working{20h});
                for (const sla::calendar& c : same)
                    CHECK(answers(c, t, t + 100h, sla::working{20h}) == expected);
            }
    }
}
