// SPDX-License-Identifier: MIT
//
// Random accounts: whatever is imported is saved as a document, read again as the same book, and
// compiles; what is left out is told.

#include "story.hpp"
#include <sla/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace {

class writer {
public:
    explicit writer(unsigned seed) : random_{seed} {}

    std::string zendesk() {
        std::string out = R"({ "schedules": [)";
        const int schedules = number(0, 3);
        for (int i = 0; i < schedules; ++i)
            out += (i == 0 ? "" : ",") + schedule(i);
        out += R"(], "sla_policies": [)";
        const int policies = number(1, 6);
        for (int i = 0; i < policies; ++i)
            out += (i == 0 ? "" : ",") + policy();
        return out + R"(], "next_page": )" + pick({"null", "\"https://desk.example/2\""}) + "}";
    }

    std::string jira() {
        std::string out = R"({ "calendars": [)";
        const int calendars = number(0, 3);
        for (int i = 0; i < calendars; ++i)
            out += (i == 0 ? "" : ",") + calendar(i);
        out += R"(], "slas": [)";
        const int slas = number(1, 5);
        for (int i = 0; i < slas; ++i)
            out += (i == 0 ? "" : ",") + sla(i);
        return out + "] }";
    }

private:
    int number(int first, int last) {
        return std::uniform_int_distribution<int>{first, last}(random_);
    }
    std::string pick(std::initializer_list<std::string_view> of) {
        return std::string{*(of.begin() + number(0, static_cast<int>(of.size()) - 1))};
    }
    std::string some_date() {
        return "2026-" + pick({"01", "06", "12"}) + "-" + pick({"01", "15", "28"});
    }

    std::string schedule(int i) {
        std::string out = R"({ "id": )" + std::to_string(i) + R"(, "name": ")" +
                          pick({"Day", "Night", "日班"}) + R"(", "time_zone": ")" +
                          pick({"Berlin", "Tokyo", "Eastern Time (US & Canada)", "UTC"}) +
                          R"(", "intervals": [)";
        const int intervals = number(0, 8);
        for (int n = 0; n < intervals; ++n) {
            const int begin = number(0, 10'000);
            out += (n == 0 ? "" : ",") + (R"({ "start_time": )" + std::to_string(begin)) +
                   R"(, "end_time": )" + std::to_string(number(begin + 1, 10'080)) + "}";
        }
        out += R"(], "holidays": [)";
        const int holidays = number(0, 4);
        for (int n = 0; n < holidays; ++n) {
            const std::string date = some_date();
            out += (n == 0 ? "" : ",") + (R"({ "name": "H", "start_date": ")" + date) +
                   R"(", "end_date": ")" + date + "\"}";
        }
        return out + "] }";
    }

    std::string policy() {
        std::string out = R"({ "title": ")" + pick({"Gold", "Silver", "其他"}) +
                          R"(", "position": )" + std::to_string(number(0, 9)) +
                          R"(, "filter": { "all": [)" + conditions() + R"(], "any": [)" +
                          conditions() + R"(] }, "metric_settings": { "first_reply_time": {
                          "fulfill_on_agent_internal_note": )" +
                          pick({"true", "false"}) + R"( } }, "policy_metrics": [)";
        const int metrics = number(0, 8);
        for (int n = 0; n < metrics; ++n)
            out += (n == 0 ? "" : ",") +
                   (R"({ "priority": ")" + pick({"low", "normal", "urgent"})) +
                   R"(", "metric": ")" +
                   pick({"first_reply_time", "next_reply_time", "periodic_update_time",
                         "pausable_update_time", "agent_work_time", "requester_wait_time",
                         "total_resolution_time", "group_ownership_time", "a_new_one"}) +
                   R"(", "target": )" + std::to_string(number(1, 100'000)) +
                   R"(, "business_hours": )" + pick({"true", "false"}) + "}";
        return out + "] }";
    }

    std::string conditions() {
        std::string out;
        const int count = number(0, 2);
        for (int n = 0; n < count; ++n)
            out += (n == 0 ? "" : ",") +
                   (R"({ "field": ")" +
                    pick({"priority", "type", "via_id", "group_id", "organization_id", "brand_id",
                          "current_tags", "custom_fields_360"})) +
                   R"(", "operator": ")" +
                   pick({"is", "is_not", "includes", "not_includes", "less_than", "present"}) +
                   R"(", "value": )" +
                   pick({"\"vip\"", "\"normal\"", "4", "[1, 2]", "\"\"", "null"}) + "}";
        return out;
    }

    std::string calendar(int i) {
        std::string out = R"({ "id": )" + std::to_string(i) + R"(, "name": ")" +
                          pick({"Day", "Night", "日班"}) + R"(", "timezoneId": ")" +
                          pick({"Europe/Berlin", "Asia/Tokyo", "UTC"}) + R"(", "workingTimes": [)";
        const int times = number(0, 6);
        for (int n = 0; n < times; ++n) {
            const int begin = number(0, 86'000);
            out += (n == 0 ? "" : ",") +
                   (R"({ "weekday": ")" + pick({"monday", "friday", "sunday"})) +
                   R"(", "start": )" + std::to_string(begin * 1000) + R"(, "end": )" +
                   std::to_string(number(begin + 1, 86'400) * 1000) + "}";
        }
        out += R"(], "holidays": [)";
        const int holidays = number(0, 4);
        for (int n = 0; n < holidays; ++n)
            out += (n == 0 ? "" : ",") + (R"({ "name": "H", "iso8601Date": ")" + some_date()) +
                   R"(", "recurring": )" + pick({"true", "false"}) + "}";
        return out + "] }";
    }

    std::string moment() {
        return pick({"\"Issue Created\"", "\"Comment: For Customers\"", "\"Comment: By Customer\"",
                     "\"Resolution: Set\"", "\"Resolution: Cleared\"", "\"Assignee: Changed\"",
                     "\"Entered Status: Done\"", "\"Due Date: Set\""});
    }

    std::string query(int depth) { // NOLINT(misc-no-recursion)
        if (depth == 0 || number(0, 2) == 0)
            return pick({"priority = High", "priority != Low", "type in (Bug, 'New feature')",
                         "labels = vip", "assignee is EMPTY", "project = REC", "text ~ x",
                         "created > -1d", "优先级 = 高"});
        return pick({"", "not "}) + "(" + query(depth - 1) + pick({" and ", " or "}) +
               query(depth - 1) + ")";
    }

    std::string sla(int i) {
        std::string out =
            R"({ "name": ")" + pick({"Time to resolution", "First", "处理"}) + R"(", "start": [)" +
            moment() + R"(], "pause": [)" +
            pick({"", "\"Status: Waiting\"", "\"Resolution: Set\"", "\"Assignee: Set\"",
                  "\"Status: A\", \"Status: B\"", "\"Assignee: Not Set\""}) +
            R"(], "stop": [)" + moment() + "," + moment() + R"(], "goals": [)";
        const int goals = number(1, 4);
        for (int n = 0; n < goals; ++n)
            out += (n == 0 ? "" : ",") + (R"({ "jqlQuery": ")" + query(i % 3)) + "\"" +
                   pick({"", R"(, "duration": 3600000)", R"(, "duration": "1h 30m")"}) +
                   pick({"", R"(, "calendarId": 0)", R"(, "calendarId": 2)"}) + "}";
        return out + "] }";
    }

    std::mt19937 random_;
};

void check(const sla::result<sla::imported_book>& made) {
    INFO(sla::describe(made.issues()));
    REQUIRE(made.has_value());
    INFO(sla::describe(made->unmapped));
    for (const sla::issue& i : made->unmapped)
        CHECK(i.place.starts_with("/"));
    const std::string document = sla::to_json(made->book).value();
    CHECK(sla::book_from_json(document).value() == made->book);
    if (made->book.policies.empty())
        return;
    const auto book = sla::compile(made->book, sla::system_zones());
    INFO(sla::describe(book.issues()));
    CHECK(book.has_value());
}

} // namespace

TEST_CASE("any Zendesk account that is imported compiles, and its document is the same book") {
    for (unsigned seed = 0; seed < 150; ++seed) {
        const std::string text = writer{seed}.zendesk();
        INFO(text);
        check(sla::import_zendesk(text));
    }
}

TEST_CASE("any Jira project that is imported compiles, and its document is the same book") {
    for (unsigned seed = 0; seed < 150; ++seed) {
        const std::string text = writer{seed}.jira();
        INFO(text);
        check(sla::import_jira(text));
    }
}
