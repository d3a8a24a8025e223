// SPDX-License-Identifier: MIT
//
// Names in any script, from the document through verdicts, explanations and reports: Chinese,
// Arabic (written from right to left), emoji with joiners, and one name in two normal forms.

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/json_document.hpp>
#include <sla/report.hpp>
#include <sla/timeline.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr std::string_view text = R"({
  "sla": 1,
  "calendars": [{ "name": "دوام", "zone": "Asia/Shanghai", "hours": { "every day": ["09:00-18:00"] },
                  "exceptions": [{ "name": "国庆节", "first": "2026-10-01", "last": "2026-10-07" }] }],
  "metrics": [{ "name": "首次响应 🚒", "start": ["created"],
                "stop": [{ "event": "custom", "is": "تم الرد" }],
                "pause": [{ "event": "status_changed", "is": "待客户 👩‍👩‍👧" }],
                "resume": [{ "event": "status_changed", "is_not": "待客户 👩‍👩‍👧" }] }],
  "vocabularies": { "priority": ["紧急", "عاجل", "🔥", "caf\u00e9", "cafe\u0301"] },
  "policies": [{ "name": "العقد الذهبي", "when": { "tagged": "重要客户" }, "calendar": "دوام",
                 "targets": { "首次响应 🚒": { "by": "priority",
                   "within": { "紧急": "1 business hour", "عاجل": "2 business hours", "🔥": "15 min",
                               "caf\u00e9": "4 h", "cafe\u0301": "8 h" },
                   "steps": [{ "name": "催办 ⏰", "at": "50 %" }] } } }],
  "objectives": [{ "name": "هدف", "share": "90 %", "of": "首次响应 🚒", "when": { "priority": "🔥" } }],
  "reports": [{ "name": "月报 📊", "by": ["priority"], "metrics": [{ "name": "首次响应 🚒", "lengths": [{ "name": "用时" }] }] }]
})";

} // namespace

TEST_CASE("names of every script are the names of the definition, the verdict and the report") {
    const sla::zone shanghai = sla::zone_from_rule("Asia/Shanghai", "CST-8").value();
    const auto made =
        sla::compile_json_document(text, sla::zone_set{{sla::zone::utc(), shanghai}}.source());
    INFO(sla::describe(made.issues()));
    REQUIRE(made);
    const sla::policy_book& book = made->book;
    CHECK(sla::document_from_json(sla::to_json(made->source).value()).value() == made->source);
    CHECK(sla::to_json(made->source)->find("首次响应 🚒") != std::string::npos);

    // 17:30 on the eve of the holidays, 国庆节: half an hour that day, half an hour a week later.
    static constexpr std::string_view tags[] = {"重要客户"};
    const sla::ticket_names names{.priority = "紧急", .tags = tags};
    CHECK(book.undeclared(names).empty());
    const sla::instant created = sys_days{2026y / September / 30} + 17h + 30min - 8h;
    const auto ticket = sla::timeline::of(
        book.attributes(names), {sla::event::created(created),
                                 {.at = created + 10min,
                                  .kind = sla::event_kind::status_changed,
                                  .name = book.find_event_name("待客户 👩‍👩‍👧")},
                                 {.at = created + 20min, .kind = sla::event_kind::status_changed}});
    REQUIRE(ticket);
    const sla::instant now = created + 25min;
    const sla::evaluation result = sla::evaluate(book, *ticket, now);
    REQUIRE(result.policy());
    CHECK(book.name(*result.policy()) == "العقد الذهبي");
    const sla::verdict* const v = result.find(book, "首次响应 🚒");
    REQUIRE(v != nullptr);
    CHECK(book.name(v->metric) == "首次响应 🚒");
    CHECK(v->deadline == sys_days{2026y / October / 8} + 9h + 40min - 8h);
    CHECK(v->spent.working == sla::working{15min});

    const std::string why =
        sla::describe(sla::explain(book, *ticket, created + 192h), book, *ticket, shanghai);
    CHECK(why.find("国庆节") != std::string::npos);
    CHECK(sla::describe(result, book, shanghai).find("العقد الذهبي") != std::string::npos);

    // The same letters in another normal form are another name, as bytes are.
    const auto limit = [&](std::string_view priority) {
        const auto one = sla::timeline::of(book.attributes({.priority = priority, .tags = tags}),
                                           {sla::event::created(created)});
        return sla::evaluate(book, one.value(), created).find(book, "首次响应 🚒")->deadline -
               created;
    };
    CHECK(limit("caf\u00e9") == 4h);
    CHECK(limit("cafe\u0301") == 8h);
    CHECK(limit("🔥") == 15min);
    CHECK(book.undeclared({.priority = "caf"}).size() == 1);

    REQUIRE(made->reports.size() == 1);
    const sla::report_plan& plan = made->reports[0];
    CHECK(plan.find_metric("首次响应 🚒"));
    CHECK(plan.label(0, 1) == "عاجل");
    CHECK(plan.label(0, 2) == "🔥");
}

TEST_CASE("mistakes in names of every script are told in them") {
    std::string wrong{text};
    // Another character of three bytes, which looks nearly alike.
    wrong.replace(wrong.find("应", wrong.find("objectives")), 3, "応");
    const sla::zone shanghai = sla::zone_from_rule("Asia/Shanghai", "CST-8").value();
    const auto made = sla::compile_json_document(wrong, sla::zone_set{{shanghai}}.source());
    REQUIRE(!made);
    const sla::issue& of = made.issues().back();
    CHECK(of.code == "json.unknown_metric");
    CHECK(of.saw == "\"首次响応 🚒\"");
    CHECK(of.hint == "did you mean \"首次响应 🚒\"?");
}
