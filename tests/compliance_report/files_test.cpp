// SPDX-License-Identifier: MIT
//
// The page, the CSV file and the JSON file: names from the data are told as they are, and mean
// nothing to whoever reads the file. What a browser makes of the page: page.py.

#include "scratch.hpp"
#include <sla/describe.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <compliance_report/csv.hpp>
#include <compliance_report/csv_report.hpp>
#include <compliance_report/output.hpp>
#include <compliance_report/text.hpp>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr std::array<std::string_view, 5> names{R"(<b class="x">R&D's</b>)", "a,b\r\n\"c\"",
                                                "市民服务", "back\\slash\ttab",
                                                "bad \xC3\x28 byte"};

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string{"\"\""} : std::string{c};
    return out + '"';
}

compliance::outcome judged() {
    std::string tickets = "id,opened,closed,type\n";
    for (const std::string_view name : names)
        tickets += "1,2025-10-27 09:00,2025-10-27 12:00," + quoted(name) + "\n";
    std::string policy{small_policy};
    policy.replace(policy.find(R"("category": "help", )"), 20, "");
    const scratch files;
    compliance::outcome out =
        files.judge(tickets, policy, {.html = "-", .csv = "-", .json = "-", .goal = 90});
    INFO(sla::describe(out.problems));
    REQUIRE(out.problems.empty());
    REQUIRE(out.result.judged == names.size());
    return out;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

sla::issue_list problems(const std::vector<const char*>& words) {
    return compliance::read_arguments(words).issues();
}

} // namespace

TEST_CASE("text in HTML has no character that means something there") {
    CHECK(compliance::in_html(R"(<a href="x">R&D's</a>)") ==
          "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/a&gt;");
    CHECK(compliance::in_html("市民\xE2\x80\xAE\x01") == "市民\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("a CSV field is quoted where it has to be") {
    CHECK(compliance::csv_field("plain text; 市民") == "plain text; 市民");
    CHECK(compliance::csv_field("a,b") == "\"a,b\"");
    CHECK(compliance::csv_field("say \"hi\"") == "\"say \"\"hi\"\"\"");
    CHECK(compliance::csv_field("a\nb") == "\"a\nb\"");
    CHECK(compliance::csv_field("a\rb") == "\"a\rb\"");
    CHECK(compliance::csv_field("\xC3(") == "\xEF\xBF\xBD(");
}

TEST_CASE("the page has names as text, and nothing that runs or loads") {
    const std::string page = judged().html;
    CHECK(has(page, "&lt;b class=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/b&gt;"));
    CHECK_FALSE(has(page, "<b "));
    CHECK(has(page, "市民服务"));
    for (const char* const not_there :
         {"<script", "http:", "https:", "src=", "href=", "@import", "url(", "nan", "NaN", "inf "})
        CHECK_FALSE(has(page, not_there));
    CHECK(has(page, "<meta charset=\"utf-8\">"));
    CHECK(has(page, "prefers-color-scheme: dark"));
}

TEST_CASE("the CSV file has the same fields in all lines, and the names come back") {
    const std::string csv = judged().csv;
    std::istringstream input{csv};
    compliance::csv_reader reader{input};
    std::vector<std::vector<std::string>> rows;
    while (reader.next() == compliance::csv_reader::outcome::record)
        rows.emplace_back(reader.fields().begin(), reader.fields().end());
    REQUIRE(rows.size() > 1);
    std::vector<std::string> types;
    for (const auto& row : rows) {
        CHECK(row.size() == rows.front().size());
        if (row[1] == "type") {
            types.push_back(row[2]);
            CHECK(row[5] == "1");
            CHECK(row[8] == "1000000");
            CHECK(row[9] == "met");
            CHECK(row[11] == "10800");
        }
    }
    CHECK(types.size() == names.size());
    for (const std::string_view name : {names[0], names[1], names[2], names[3]})
        CHECK(std::find(types.begin(), types.end(), name) != types.end());
    // A line ends with CR LF (RFC 4180), also the last one.
    CHECK(csv.ends_with("\r\n"));
}

TEST_CASE("the JSON file is JSON, and the names come back") {
    const auto json = nlohmann::json::parse(judged().json);
    CHECK(json["report"] == "Desk");
    CHECK(json["as_of"] == "2025-10-31T12:00:00+01:00");
    CHECK(json["rows"] == names.size());
    CHECK(json["goal_percent"] == 90);
    const auto& metric = json["metrics"][0];
    CHECK(metric["all"]["met"] == names.size());
    CHECK(metric["all"]["time_taken"]["p50"]["seconds"] == 10'800);
    CHECK(metric["breaches_by_hour"]["Sun"].size() == 24);
    const auto& types = metric["tables"][0];
    REQUIRE(types["by"] == nlohmann::json{"type"});
    std::vector<std::string> seen;
    for (const auto& group : types["groups"])
        seen.push_back(group["group"][0]);
    CHECK(seen.size() == names.size());
    for (const std::string_view name : {names[0], names[1], names[2], names[3]})
        CHECK(std::find(seen.begin(), seen.end(), name) != seen.end());
}

TEST_CASE("options for files and figures are read, and what is wrong with them is told") {
    const auto chosen = compliance::read_arguments(
        std::vector<const char*>{"t.csv", "p.json", "--html", "r.html", "--csv", "r.csv", "--json",
                                 "r.json", "--goal", "95", "--by", "week"});
    REQUIRE(chosen);
    CHECK(chosen->html == "r.html");
    CHECK(chosen->csv == "r.csv");
    CHECK(chosen->json == "r.json");
    CHECK(chosen->goal == 95U);
    CHECK(chosen->period == sla::calendar_unit::week);

    CHECK(problems({"t.csv", "p.json", "--html"}).size() == 1);
    CHECK(problems({"t.csv", "p.json", "--goal", "0"}).size() == 1);
    CHECK(problems({"t.csv", "p.json", "--goal", "101", "--by", "fortnight"}).size() == 2);
    CHECK(problems({"t.csv", "p.json", "--goal", "9x"}).size() == 1);
    CHECK(problems({"t.csv", "p.json", "--csv", "x", "--json", "x"}).size() == 1);
    CHECK(problems({"t.csv", "p.json", "--csv", "t.csv"}).size() == 1);
    CHECK(problems({"t.csv", "p.json", "--save-policy", "p.json"}).size() == 1);
}

TEST_CASE("files that cannot be written are told, and what was read is not overwritten") {
    const scratch files;
    compliance::outcome found;
    found.html = found.csv = found.json = "text";
    compliance::arguments chosen{.tickets = files.write("t.csv", "tickets"),
                                 .policy = files.write("p.json", "policy"),
                                 .html = files.path("none/r.html"),
                                 .csv = files.path("./t.csv"),
                                 .json = files.path("r.json")};
    const sla::issue_list issues = compliance::write_files(chosen, found);
    REQUIRE(issues.size() == 2);
    CHECK(issues[0].code == "output.unwritable");
    CHECK(issues[0].place == chosen.html);
    CHECK(issues[1].code == "output.is_input");
    const auto text_of = [](const std::string& path) {
        std::ifstream in{path};
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    };
    CHECK(text_of(chosen.tickets) == "tickets");
    CHECK(text_of(chosen.json) == "text");
}

TEST_CASE("the policy is saved as a document that judges alike") {
    const scratch files;
    const compliance::outcome first =
        files.judge("id,opened,closed,type\n", small_policy, {.save_policy = "-"});
    REQUIRE(first.problems.empty());
    CHECK(has(first.policy, "\"sla\": 1"));
    const compliance::outcome again =
        files.judge("id,opened,closed,type\n", first.policy, {.save_policy = "-"});
    CHECK(again.policy == first.policy);
    CHECK(again.report == first.report);
}
