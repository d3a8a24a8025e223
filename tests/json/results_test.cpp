// SPDX-License-Identifier: MIT
//
// Verdicts, explanations, reports and issues as JSON: read by another reader, and held against what
// they are made of; and, word by word, against texts written by hand.

#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/json.hpp>
#include <sla/json_results.hpp>
#include <sla/report.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <string_view>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

std::string text_of(sla::instant at) {
    std::string out;
    sla::append_json(out, at);
    return out;
}

std::string text_of(std::string_view text) {
    std::string out;
    sla::append_json(out, text);
    return out;
}

sla::policy_book book() {
    return sla::compile_json(R"({"sla": 1,
        "calendars": [{"name": "Büro", "zone": "UTC", "hours": {"Monday-Friday": ["09:00-17:00"]},
                       "exceptions": [{"name": "国庆节", "date": "2026-02-16"}]}],
        "metrics": ["first response"],
        "policies": [
          {"name": "Gold \"1\"", "when": {"tier": "gold"}, "calendar": "Büro",
           "targets": {"first response": {"within": "4 business hours",
                       "steps": [{"name": "warn", "at": "50 %"}, {"name": "late", "at": "0 min after"}],
                       "credits": [{"credit": "10 %"}]}}},
          {"name": "Rest", "targets": {"first response": "24 h"}}]})",
                             sla::zone_set{{sla::zone::utc()}}.source())
        .value();
}

constexpr sla::instant friday = sys_days{2026y / February / 13};

sla::timeline ticket(const sla::policy_book& of, std::string_view tier) {
    return sla::timeline::of(of.attributes({.tier = tier}), {sla::event::created(friday + 15h)})
        .value();
}

} // namespace

TEST_CASE("An instant is ISO 8601, for any number", "[json][results]") {
    CHECK(text_of(friday + 15h + 40min) == R"("2026-02-13T15:40:00Z")");
    CHECK(text_of(friday + 15h + 40min + 7s + 5ms) == R"("2026-02-13T15:40:07.005Z")");
    CHECK(text_of(sla::first_instant) == R"("1970-01-01T00:00:00Z")");
    CHECK(text_of(sla::first_instant - 1ms) == R"("1969-12-31T23:59:59.999Z")");
    CHECK(text_of(sla::end_of_range - 1ms) == R"("9999-12-31T23:59:59.999Z")");
    CHECK(text_of(sla::end_of_range) == R"("+000010000-01-01T00:00:00Z")");
    CHECK(text_of(sys_days{year{-1} / 12 / 31}) == R"("-000000001-12-31T00:00:00Z")");
    CHECK(text_of(sla::instant::max()) == R"("+292278994-08-17T07:12:55.807Z")");
    CHECK(text_of(sla::instant::min()) == R"("-292275055-05-16T16:47:04.192Z")");
    // Every day of the range that <chrono> knows, in steps that meet all months.
    for (sys_days day{year{0} / 1 / 1}; day < sys_days{year{10'000} / 1 / 1}; day += days{37}) {
        const year_month_day date{day};
        const std::string text = text_of(sla::instant{day});
        REQUIRE(text.size() == 22);
        CHECK(std::stoi(text.substr(1, 4)) == static_cast<int>(date.year()));
        CHECK(std::stoul(text.substr(6, 2)) == static_cast<unsigned>(date.month()));
        CHECK(std::stoul(text.substr(9, 2)) == static_cast<unsigned>(date.day()));
    }
}

TEST_CASE("A text is escaped, and stays in its script", "[json][results]") {
    CHECK(text_of(std::string_view{}) == R"("")");
    CHECK(text_of("国庆节 \"x\" \\ / é") == R"("国庆节 \"x\" \\ / é")");
    CHECK(text_of(std::string_view{"a\nb\tc\x01\x1f\0d", 9}) == R"("a\nb\tc\u0001\u001f\u0000d")");
    CHECK(text_of("\x7f") == "\"\x7f\"");
    // Bytes that are no UTF-8: one alone, a sequence cut off, a surrogate, one that is too long.
    CHECK(text_of("a\xff"
                  "b") == "\"a\uFFFDb\"");
    CHECK(text_of("\xe5\x9b") == "\"\uFFFD\uFFFD\"");
    CHECK(text_of("\xed\xa0\x80 ok") == "\"\uFFFD\uFFFD\uFFFD ok\"");
    CHECK(text_of("\xc0\xaf\"") == "\"\uFFFD\uFFFD\\\"\"");
}

TEST_CASE("A verdict, word by word", "[json][results]") {
    const sla::policy_book of = book();
    const sla::timeline line = ticket(of, "gold");
    CHECK(sla::to_json(of, sla::evaluate(of, line, friday + 16h)) ==
          R"({"policy":"Gold \"1\"","verdicts":[{"policy":"Gold \"1\"","metric":"first response",)"
          R"("state":"running","basis":"limit","limit":"4 business hours","calendar":"Büro",)"
          R"("started":"2026-02-13T15:00:00Z","deadline":"2026-02-17T11:00:00Z",)"
          R"("next_change":"2026-02-13T17:00:00Z","spent":3600000,"working_spent":3600000,)"
          R"("remaining":327600000,"working_remaining":10800000,"overdue":0,"working_overdue":0,)"
          R"("counted":3600000,"allowed":14400000,"share":0.25,"cycle":0,"past_breaches":0,)"
          R"("credit_band":0,"steps":[]}],"next_change":"2026-02-13T17:00:00Z"})");
    const std::string late = sla::to_json(of, sla::evaluate(of, line, friday + 110h));
    CHECK(late.find(R"("state":"breached")") != std::string::npos);
    CHECK(late.find(R"("breached_at":"2026-02-17T11:00:00.001Z")") != std::string::npos);
    CHECK(late.find(R"("overdue":10800000,"working_overdue":10800000)") != std::string::npos);
    CHECK(
        late.find(R"("credit_band":1,"credit":"10 %","steps":[{"name":"warn",)"
                  R"("at":"2026-02-13T17:00:00Z"},{"name":"late","at":"2026-02-17T11:00:00Z"}])") !=
        std::string::npos);
    CHECK(sla::to_json(of, *sla::evaluate(of, line, friday).begin())
              .starts_with(R"({"policy":"Gold \"1\"","metric":"first response",)"));
}

TEST_CASE("What does not exist is left out", "[json][results]") {
    const sla::policy_book of = book();
    const sla::timeline line = ticket(of, "");
    const std::string text = sla::to_json(of, sla::evaluate(of, line, friday + 16h));
    for (const char* key : {"calendar", "stopped", "paused_since", "breached_at", "working_spent",
                            "working_remaining", "omitted", "\"credit\""})
        CHECK(text.find(key) == std::string::npos);
    CHECK(text.find(R"("limit":"24 h")") != std::string::npos);
    // Before the ticket there is no deadline.
    const std::string before = sla::to_json(of, sla::evaluate(of, line, friday));
    CHECK(before.find("remaining") == std::string::npos);
    CHECK(sla::to_json(of, sla::evaluation{}) == R"({"verdicts":[]})");
}

TEST_CASE("Names of states are those of the enumerators", "[json][results]") {
    CHECK(sla::json_name(sla::clock_state::not_applicable) == "not_applicable");
    CHECK(sla::json_name(sla::clock_state::cancelled) == "cancelled");
    CHECK(sla::json_name(static_cast<sla::clock_state>(99)) == "unknown");
    CHECK(sla::json_name(sla::deadline_basis::none) == "none");
    CHECK(sla::json_name(sla::deadline_basis::manual) == "manual");
    CHECK(sla::json_name(static_cast<sla::deadline_basis>(99)) == "unknown");
}

TEST_CASE("An explanation says which time counted, and which policies were tried",
          "[json][results]") {
    const sla::policy_book of = book();
    const sla::timeline line = ticket(of, "gold");
    const sla::instant now = friday + 106h;
    const std::string text = sla::to_json(of, line, sla::explain(of, line, now), now);
    CHECK(text.find(R"("stretches":[{"from":"2026-02-13T15:00:00Z","to":"2026-02-17T10:00:00Z",)"
                    R"("kind":"running","limit":"4 business hours","counted":10800000,"cause":0,)"
                    R"("intervals":[{"from":"2026-02-13T15:00:00Z","to":"2026-02-13T17:00:00Z",)"
                    R"("reason":"counted"},{"from":"2026-02-13T17:00:00Z",)"
                    R"("to":"2026-02-16T00:00:00Z","reason":"outside_hours"},)"
                    R"({"from":"2026-02-16T00:00:00Z","to":"2026-02-17T00:00:00Z",)"
                    R"("reason":"exception","name":"国庆节"},)") != std::string::npos);
    CHECK(text.ends_with(R"("trials":[{"policy":"Gold \"1\"","outcome":"matched"},)"
                         R"({"policy":"Rest","outcome":"another_first"}]})"));
    std::string again = "x";
    sla::append_json(again, of, line, sla::explain(of, line, now), now);
    CHECK(again == "x" + text);
}

TEST_CASE("Policies are tried with the ticket as its events have made it", "[json][results]") {
    const sla::policy_book of = book();
    const sla::timeline line =
        sla::timeline::of(of.attributes({}),
                          {sla::event::created(friday + 15h),
                           sla::event::changed(friday + 16h, sla::attribute::tier,
                                               of.find_value(sla::attribute::tier, "gold"))})
            .value();
    const auto trials = [&](sla::instant now) {
        const std::string text = sla::to_json(of, line, sla::explain(of, line, now), now);
        return text.substr(text.find("\"trials\""));
    };
    CHECK(trials(friday + 15h + 30min) ==
          R"("trials":[{"policy":"Gold \"1\"","outcome":"condition_fails","failed":"when"},)"
          R"({"policy":"Rest","outcome":"matched"}]})");
    CHECK(trials(friday + 17h) == R"("trials":[{"policy":"Gold \"1\"","outcome":"matched"},)"
                                  R"({"policy":"Rest","outcome":"another_first"}]})");
}

TEST_CASE("A report, word by word", "[json][results]") {
    sla::report_definition wanted;
    wanted.dimensions = {sla::by_values("优先级", {"P1", "P2"})};
    wanted.metrics = {{.name = "first response", .lengths = {{.name = "spent", .limits = {2min}}}}};
    sla::report report{sla::compile(wanted).value()};
    const auto add = [&](std::int64_t id, sla::clock_state state, sla::elapsed spent) {
        sla::metric_row metric;
        metric.state = static_cast<std::uint8_t>(state);
        metric.lengths[0] = spent;
        report.add({.ids = {&id, 1}, .instants = {}, .metrics = {&metric, 1}});
    };
    add(0, sla::clock_state::met, 1min);
    add(0, sla::clock_state::breached, 4min);
    add(-1, sla::clock_state::running, 0min);
    CHECK(sla::to_json(report, {.by = {0}, .where = {{0, 0}}}) ==
          R"({"metric":"first response","by":["优先级"],"where":[{"dimension":"优先级",)"
          R"("value":"P1"}],"counts":{"rows":3,"columns_missing":0,"unknown_id":0,"outside":0},)"
          R"("lines":[{"key":["P1"],"rows":2,"states":{"not_applicable":0,"not_started":0,)"
          R"("running":0,"paused":0,"met":1,"breached":1,"cancelled":0},"errors":0,"share_met":)"
          R"({"excluded":{"part":1,"whole":2},"as_of_now":{"part":1,"whole":2},)"
          R"("worst_case":{"part":1,"whole":2}},"lengths":[{"name":"spent","count":2,"missing":0,)"
          R"("out_of_range":0,"sum":300000,"mean":150000,"min":60000,"max":240000,)"
          R"("within":[{"limit":120000,"count":1}],"percentiles":[)"
          R"({"percent":50,"value":60000,"low":60000,"high":60000},)"
          R"({"percent":75,"value":240000,"low":240000,"high":240000},)"
          R"({"percent":90,"value":240000,"low":240000,"high":240000},)"
          R"({"percent":95,"value":240000,"low":240000,"high":240000},)"
          R"({"percent":99,"value":240000,"low":240000,"high":240000}]}]}]})");
    const std::string by = sla::to_json(report, {.by = {0}});
    CHECK(by.find(R"({"key":[null],"rows":1,)") != std::string::npos);
    CHECK(
        by.find(
            R"("share_met":{"as_of_now":{"part":1,"whole":1},"worst_case":{"part":0,"whole":1}})") !=
        std::string::npos);
}

TEST_CASE("Issues, word by word", "[json][results]") {
    CHECK(sla::to_json(sla::issue_list{}) == "[]");
    CHECK(sla::to_json(sla::issue_list{
              {.code = "a.b",
               .place = "x[1]",
               .message = "wrong",
               .expected = "right",
               .saw = "\"w\"",
               .hint = "mend it",
               .related = {{"y", "another"}}},
              {.code = "c.d", .severity = sla::severity::warning, .message = "odd"}}) ==
          R"([{"code":"a.b","severity":"error","place":"x[1]","message":"wrong",)"
          R"("expected":"right","saw":"\"w\"","hint":"mend it",)"
          R"("related":[{"place":"y","note":"another"}]},)"
          R"({"code":"c.d","severity":"warning","place":"","message":"odd"}])");
}
