// SPDX-License-Identifier: MIT
//
// Real tickets, judged by the parts of examples/compliance_report: 17,498 requests to the City of
// Boston in autumn 2015, with the city's own targets and verdicts. The data are not part of the
// repository; SLA_DATA_DIR says where they are.

#include "event_log.hpp"
#include <sla/describe.hpp>
#include <sla/load.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <compliance_report/run.hpp>
#include <string>

namespace {

compliance::outcome judged(compliance::deadline_source source) {
    const compliance::arguments chosen{
        .tickets = event_log::ticket_file("boston311_2015_oct_nov.csv").string(),
        .policy = event_log::ticket_file("boston_policy_2015.json").string(),
        .source = source};
    compliance::outcome out =
        compliance::run(chosen, sla::system_zones(), sla::first_instant, [](std::uint64_t) {});
    INFO(sla::describe(out.problems));
    REQUIRE(out.problems.empty());
    return out;
}

} // namespace

TEST_CASE("computed deadlines are those of the City of Boston") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const compliance::outcome out = judged(compliance::deadline_source::policy);
    const compliance::comparison& c = out.result.against_file;
    CHECK(out.result.rows == 17'498);
    CHECK(c.covered == 9'764);
    CHECK(c.within_120_s >= 9'723);
    CHECK(c.within_60_s >= 9'665);
}

TEST_CASE("verdicts by the city's own targets are the city's verdicts") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const compliance::comparison c =
        judged(compliance::deadline_source::policy).result.against_file;
    CHECK(c.with_target == 14'108);
    CHECK(c.without_verdict == 2);
    CHECK(c.target_judged == 14'106);
    CHECK(c.target_agrees == 14'106);
}

TEST_CASE("every row of the real tickets is judged, or counted with the reason why not") {
    if (event_log::no_data())
        SKIP(event_log::missing());
    const compliance::deadline_source source =
        GENERATE(compliance::deadline_source::policy, compliance::deadline_source::file);
    const compliance::summary s = judged(source).result;
    std::uint64_t without_promise = 0;
    for (const auto& [type, rows] : s.without_promise)
        without_promise += rows;
    CHECK(s.judged + without_promise + s.later + s.unreadable == s.rows);
    // One request was closed a second before it was opened.
    CHECK(s.unreadable == 1);
    REQUIRE(s.metrics.size() == 1);
    CHECK(s.metrics.front().all.tickets() == s.judged);
}
