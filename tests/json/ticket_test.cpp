// SPDX-License-Identifier: MIT
//
// Tickets from JSON: what becomes of each member, and what is said about each mistake.

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/json.hpp>
#include <sla/json_ticket.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;

sla::policy_book book() {
    return sla::compile_json(R"({"sla": 1,
        "metrics": ["first response", {"built_in": "resolution", "paused_in_status": "waiting"}],
        "vocabularies": {"priority": ["P1", "P2"]},
        "policies": [{"name": "Gold", "when": {"tagged": "vip"}, "targets": {"resolution": "8 h"}},
                     {"name": "All", "targets": {"first response": "1 h", "resolution": "24 h"}}]})",
                             sla::zone_set{{sla::zone::utc()}}.source())
        .value();
}

sla::instant at(std::string_view text) {
    return sla::instant_from_text(text).value();
}

// "code place", in order.
std::vector<std::string> codes(const sla::issue_list& issues) {
    std::vector<std::string> out;
    for (const sla::issue& i : issues)
        out.push_back(i.code + " " + i.place);
    return out;
}
std::vector<std::string> mistakes(std::string_view text, sla::json_ticket_options options = {}) {
    const auto ticket = sla::ticket_from_json(book(), text, options);
    REQUIRE_FALSE(ticket);
    return codes(ticket.issues());
}
using strings = std::vector<std::string>;

} // namespace

TEST_CASE("every kind of event has its members") {
    const sla::policy_book b = book();
    const auto ticket = sla::ticket_from_json(b, R"({"id": 17, "priority": "P1", "tags": ["vip", 7],
        "as_of": "2026-02-14T00:00Z", "customer": null,
        "events": [
          {"at": "2026-02-13T10:00:00Z", "kind": "created"},
          {"kind": "message", "by": "agent", "visible": "internal", "at": "2026-02-13T11:00:00.250+01:00"},
          {"at": "2026-02-13T10:01:00Z", "kind": "status_changed", "is": "waiting", "by": "automation"},
          {"at": "2026-02-13T10:02:00Z", "kind": "attribute_changed", "attribute": "priority", "is": "P2"},
          {"at": "2026-02-13T10:03:00Z", "kind": "attribute_changed", "attribute": "tier", "is": null},
          {"at": "2026-02-13T10:04:00Z", "kind": "tag_removed", "is": "vip"},
          {"at": "2026-02-13T10:05:00Z", "kind": "assigned", "to": "Anna"},
          {"at": "2026-02-13T10:06:00Z", "kind": "assigned", "to": "国庆"},
          {"at": "2026-02-13T10:07:00Z", "kind": "assigned", "to": "Anna"},
          {"at": "2026-02-13T10:08:00Z", "kind": "due_changed", "metric": "resolution", "due": "2026-02-20T00:00:00Z"},
          {"at": "2026-02-13T10:09:00Z", "kind": "due_changed", "metric": "resolution", "due": null}
        ]})");
    INFO(sla::describe(ticket.issues()));
    REQUIRE(ticket);
    CHECK(ticket->id == "17");
    CHECK(ticket->as_of == at("2026-02-14T00:00:00Z"));
    CHECK(ticket->attributes ==
          b.attributes({.priority = "P1", .tags = std::vector<std::string_view>{"vip", "7"}}));
    const sla::instant ten = at("2026-02-13T10:00:00Z");
    const sla::metric_id resolution = *b.find_metric("resolution");
    using sla::event;
    const std::vector<event> expected{
        event::created(ten),
        event::message(ten + 250ms, sla::actor::agent, sla::visibility::internal),
        event::status(ten + 1min, b.find_event_name("waiting"), sla::actor::automation),
        event::changed(ten + 2min, sla::attribute::priority,
                       b.find_value(sla::attribute::priority, "P2")),
        event::changed(ten + 3min, sla::attribute::tier, sla::value_id::none),
        event::tag_removed(ten + 4min, b.find_tag("vip")),
        event::assigned(ten + 5min, sla::person_id{1}),
        event::assigned(ten + 6min, sla::person_id{2}),
        event::assigned(ten + 7min, sla::person_id{1}),
        event::due_at(ten + 8min, resolution, at("2026-02-20T00:00:00Z")),
        event::due_at(ten + 9min, resolution, sla::never),
    };
    CHECK(ticket->events == expected);
}

TEST_CASE("instants beside the events take their place in time") {
    const sla::policy_book b = book();
    const auto ticket = sla::ticket_from_json(b, R"({"resolved": "2026-02-13T12:00:00Z",
        "due:resolution": "2026-02-14T00:00:00Z", "closed": "2026-02-13T12:00:00Z",
        "status:waiting": "2026-02-13T10:30:00Z", "first_response": "2026-02-13T10:20:00Z",
        "created": "2026-02-13T10:00:00Z",
        "events": [{"at": "2026-02-13T10:30:00Z", "kind": "acknowledged"},
                   {"at": "2026-02-13T11:00:00Z", "kind": "message", "by": "customer"}]})");
    INFO(sla::describe(ticket.issues()));
    REQUIRE(ticket);
    const sla::instant ten = at("2026-02-13T10:00:00Z");
    using sla::event;
    using sla::event_kind;
    const std::vector<event> expected{
        event::created(ten),
        event::due_at(ten, *b.find_metric("resolution"), at("2026-02-14T00:00:00Z")),
        event::message(ten + 20min, sla::actor::agent),
        event::of(ten + 30min, event_kind::acknowledged), // the list's first, of the same instant
        event::status(ten + 30min, b.find_event_name("waiting")),
        event::message(ten + 1h, sla::actor::customer),
        event::of(ten + 2h, event_kind::resolved),
        event::of(ten + 2h, event_kind::closed),
    };
    CHECK(ticket->events == expected);
}

TEST_CASE("a reader uses its memory again and forgets the ticket before") {
    sla::ticket_reader reader{book()};
    REQUIRE(reader.read(R"({"id": "A", "priority": "P1", "tags": ["vip"], "as_of":
        "2026-02-14T00:00:00Z", "created": "2026-02-13T10:00:00Z", "resolved": "2026-02-13T11:00:00Z",
        "events": [{"at": "2026-02-13T10:30:00Z", "kind": "assigned", "to": "Anna"}]})"));
    CHECK(reader.name(sla::attribute::priority) == "P1");
    CHECK(reader.name(sla::person_id{1}) == "Anna");
    const auto second = reader.read(R"({"created": "2026-02-13T10:00:00Z"})");
    REQUIRE(second);
    CHECK(second->events().size() == 1);
    CHECK(second->attributes() == sla::ticket_attributes{});
    CHECK(reader.id().empty());
    CHECK(reader.name(sla::attribute::priority).empty());
    CHECK(reader.name(sla::person_id{1}).empty());
    CHECK(reader.as_of() == sla::never);

    const auto third = reader.read(R"({"id": "C"})", 17);
    REQUIRE_FALSE(third);
    CHECK(reader.id() == "C");
    REQUIRE(third.issues().front().related.size() == 1);
    CHECK(third.issues().front().related[0].place == "row 17");
}

TEST_CASE("wall-clock times need a zone") {
    const sla::zone berlin =
        sla::zone_from_rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    CHECK(sla::instant_from_text("2026-02-13 16:40", berlin).value() == at("2026-02-13T15:40:00Z"));
    CHECK(sla::instant_from_text("2026-07-13T16:40:00.5", berlin).value() ==
          at("2026-07-13T14:40:00Z") + 500ms);
    CHECK(sla::instant_from_text("2026-02-13 16:40 +0530").value() == at("2026-02-13T11:10:00Z"));
    CHECK(sla::instant_from_text("2026-02-13t16:40:00.123456789z").value() ==
          at("2026-02-13T16:40:00Z") + 123ms);
    // Shown twice: the first.
    CHECK(sla::instant_from_text("2026-10-25 02:30", berlin).value() == at("2026-10-25T00:30:00Z"));
    const auto code = [&](std::string_view text, bool with_zone) {
        const auto read =
            with_zone ? sla::instant_from_text(text, berlin) : sla::instant_from_text(text);
        return read ? std::string{} : read.issues().front().code;
    };
    CHECK(code("2026-03-29 02:30", true) == "ticket.time_skipped");
    CHECK(code("2026-02-13 16:40", false) == "ticket.zone_missing");
    for (const std::string_view wrong :
         {"", "2026", "2026-02-13", "2026-02-30T10:00:00Z", "2026-02-13T24:00:00Z",
          "2026-02-13T10:60:00Z", "2026-02-13T10:00:60Z", "2026-02-13T10:00:00.Z",
          "2026-02-13T10:00:00+24:00", "2026-02-13T10:00:00Zx", "2026-02-13T10:00:00 ",
          "13.02.2026 10:00", "2026-2-13 10:00", "2026-02-13T10", "2026-02-13T10:00:00+1"}) {
        INFO(wrong);
        CHECK(code(wrong, true) == "ticket.instant");
    }

    sla::ticket_reader reader{book(), {.zone = berlin}};
    REQUIRE(reader.read(R"({"created": "2026-10-25 02:30"})"));
    REQUIRE(reader.read(R"({"created": "2026-10-25 02:30", "resolved": "2026-10-25 03:30"})"));
    CHECK(reader.repeated_times() == 2);
}

TEST_CASE("instants of an own form, and members with other names") {
    const auto since_1970 = [](std::string_view text) -> sla::result<sla::instant> {
        return sla::instant{std::chrono::seconds{std::stoll(std::string{text})}};
    };
    const auto ticket = sla::ticket_from_json(
        book(), R"({"number": "A", "opened_at": 1770999600, "prio": "P2", "subject": {"a": [1]}})",
        {.read_instant = since_1970,
         .names = {{"number", "id"}, {"opened_at", "created"}, {"prio", "priority"}},
         .ignored = {"subject"}});
    INFO(sla::describe(ticket.issues()));
    REQUIRE(ticket);
    CHECK(ticket->id == "A");
    CHECK(ticket->events.front().at == at("2026-02-13T16:20:00Z"));
}

TEST_CASE("every mistake in a ticket is told at once, with its pointer") {
    CHECK(mistakes(R"({"id": true, "priority": ["P1"], "created": "yesterday", "priorty": "P1",
        "tags": "vip", "resolved": 17, "closed": {"at": 1}, "due:resoluton": "2026-02-14T00:00:00Z",
        "events": [{"at": "2026-02-13T10:00:00Z", "kind": "massage", "by": "nobody"},
                   {"kind": "message"}, 7, {"a/b": 1, "at": "2026-02-13T10:00:00Z", "kind": "resolved"}]})") ==
          strings{"ticket.wrong_type /id", "ticket.wrong_type /priority", "ticket.instant /created",
                  "ticket.unknown_member /priorty", "ticket.wrong_type /tags",
                  "ticket.instant /resolved", "ticket.wrong_type /closed",
                  "ticket.unknown_metric /due:resoluton", "ticket.unknown_word /events/0/kind",
                  "ticket.unknown_word /events/0/by", "ticket.member_missing /events/1/at",
                  "ticket.wrong_type /events", "ticket.unknown_member /events/2/a~1b"});
    CHECK(mistakes(R"({"created": "2026-02-13T10:00:00Z", "events": [
        {"at": "2026-02-13T10:00:00Z", "kind": "message"},
        {"at": "2026-02-13T10:00:00Z", "kind": "status_changed"},
        {"at": "2026-02-13T10:00:00Z", "kind": "attribute_changed", "is": "P2"},
        {"at": "2026-02-13T10:00:00Z", "kind": "due_changed"},
        {"at": "2026-02-13T10:00:00Z", "kind": "resolved", "is": "done", "visible": "internal", "to": "Anna"}]})") ==
          strings{"ticket.member_missing /events/0/by", "ticket.member_missing /events/1/is",
                  "ticket.member_missing /events/2/attribute",
                  "ticket.member_missing /events/3/metric", "ticket.member_missing /events/3/due",
                  "ticket.member_superfluous /events/4/is",
                  "ticket.member_superfluous /events/4/visible",
                  "ticket.member_superfluous /events/4/to"});
    CHECK(mistakes(R"({"created": "2026-02-13T10:00:00Z", "created": "2026-02-13T10:00:00Z",
        "priority": "P9", "events": [{"at": "2026-02-13T10:00:00Z", "at": "2026-02-13T11:00:00Z",
        "kind": "attribute_changed", "attribute": "priority", "is": "P8"}]})") ==
          strings{"ticket.member_twice /created", "ticket.member_twice /events/0/at",
                  "ticket.undeclared_value /events/0/is", "ticket.undeclared_value /priority"});
}

TEST_CASE("what the timeline says has the place in the ticket") {
    CHECK(mistakes("{}") == strings{"timeline.created_missing /events"});
    CHECK(mistakes(R"({"created": "2026-02-13T10:00:00Z", "resolved": "2026-02-13T09:00:00Z"})") ==
          strings{"timeline.out_of_order /resolved"});
    CHECK(mistakes(R"({"created": "2026-02-13T10:00:00Z", "resolved": "2026-02-13T10:30:00Z",
        "events": [{"at": "2026-02-13T12:00:00Z", "kind": "fixed"},
                   {"at": "2026-02-13T11:00:00Z", "kind": "fixed"}]})") ==
          strings{"timeline.out_of_order /events/1/at"});
    CHECK(mistakes(R"({"created": "1969-02-13T10:00:00Z"})") ==
          strings{"timeline.out_of_range /created"});
}

TEST_CASE("a ticket with mistakes leaves nothing behind") {
    sla::ticket_reader reader{book()};
    CHECK_FALSE(reader.read(R"({"id": "A", "id": "B", "events": [{"at": 1, "at": 2, "kind")"));
    CHECK(codes(reader.read("\"A\"").issues()) == strings{"ticket.not_an_object "});
    CHECK_FALSE(reader.read(R"({"x": [[{)"));
    CHECK(reader.read(R"({"id": "C", "created": "2026-02-13T10:00:00Z"})"));
}

TEST_CASE("clocks of several machines differ by so much, and no more") {
    constexpr std::string_view text = R"({"id": "A", "created": "2026-02-13T10:00:01Z",
        "resolved": "2026-02-13T10:00:00Z", "events": [
        {"at": "2026-02-13T10:00:03Z", "kind": "fixed"}, {"at": "2026-02-13T10:00:02Z", "kind": "fixed"}]})";
    sla::ticket_reader reader{book(), {.tolerance = 1s}};
    const auto ticket = reader.read(text);
    REQUIRE(ticket);
    CHECK(reader.moved_events() == 2);
    CHECK(ticket->events()[1].at == at("2026-02-13T10:00:01Z"));
    CHECK(ticket->events()[3].at == at("2026-02-13T10:00:03Z"));
    CHECK(mistakes(text, {.tolerance = 999ms}) ==
          strings{"timeline.out_of_order /resolved", "timeline.out_of_order /events/1/at"});
}

TEST_CASE("text that is no ticket") {
    for (const std::string_view text :
         {"", "{", "{\"a\" 1}", "{} {}", "nonsense", "{\"id\": \"\xFF\"}"}) {
        INFO(text);
        CHECK(mistakes(text).front().starts_with("ticket.syntax column "));
    }
    for (const std::string_view text : {"[]", "7", "null", "\"x\"", "true"}) {
        INFO(text);
        CHECK(mistakes(text) == strings{"ticket.not_an_object "});
    }
    CHECK(mistakes(R"({"id": 1e999})").front().starts_with("ticket.syntax"));
    CHECK(mistakes(R"({"id": "0123456789"})", {.bytes = 10}) == strings{"ticket.too_long "});
    std::string many = R"({"created": "2026-02-13T10:00:00Z", "events": [)";
    for (int i = 0; i < 4; ++i)
        many +=
            (i == 0 ? "" : ",") + std::string{R"({"at": "2026-02-13T10:00:00Z", "kind": "fixed"})"};
    many += "]}";
    CHECK(mistakes(many, {.events = 3}) == strings{"ticket.too_many_events /events"});
    CHECK(sla::ticket_from_json(book(), many, {.events = 4}));
    // A hundred are told, and that there are more.
    std::string wrong = R"({"created": "2026-02-13T10:00:00Z", "events": [)";
    for (int i = 0; i < 200; ++i)
        wrong += (i == 0 ? "{}" : ",{}");
    const strings told = mistakes(wrong + "]}");
    CHECK(told.size() == 101);
    CHECK(told.back().starts_with("ticket.too_many_issues"));
    // Deep, in a member that nobody looks at.
    const std::string deep = R"({"x": )" + std::string(100'000, '[') + std::string(100'000, ']') +
                             R"(, "created": "2026-02-13T10:00:00Z"})";
    CHECK(sla::ticket_from_json(book(), deep, {.ignored = {"x"}}));
}

TEST_CASE("members that are not known can be warnings") {
    sla::ticket_reader reader{book(), {.unknown = sla::unknown_members::are_warnings}};
    constexpr std::string_view text =
        R"({"created": "2026-02-13T10:00:00Z", "subject": "x", "subject": "y", "priorty": {"a": 1}})";
    const auto ticket = reader.read(text);
    REQUIRE(ticket);
    CHECK(codes(ticket.issues()) == strings{"ticket.unknown_member /subject",
                                            "ticket.unknown_member /subject",
                                            "ticket.unknown_member /priorty"});
    CHECK(ticket.issues()[2].hint == "did you mean \"priority\"?");
    reader.ignore("subject");
    CHECK(reader.read(text).issues().size() == 1);
}

TEST_CASE("fields of a table make the same tickets") {
    sla::ticket_reader reader{book()};
    const std::vector<sla::ticket_field> fields{{"id", "A"},
                                                {"priority", "P1"},
                                                {"tags", "vip"},
                                                {"tags", "7"},
                                                {"resolved", ""},
                                                {"at", "2026-02-13T10:00:00Z", 1},
                                                {"kind", "created", 1},
                                                {"at", "2026-02-13T10:05:00Z", 2},
                                                {"kind", "message", 2},
                                                {"by", "agent", 2}};
    const auto ticket = reader.read(fields);
    INFO(sla::describe(ticket.issues()));
    REQUIRE(ticket);
    CHECK(ticket->events().size() == 2);
    CHECK(ticket->events()[1].by == sla::actor::agent);
    CHECK(reader.id() == "A");
    const std::vector<sla::ticket_field> wrong{{"created", "2026-02-13T10:00:00Z"},
                                               {"at", "2026-02-13T10:05:00Z", 1},
                                               {"kind", "solved", 1}};
    CHECK(codes(reader.read(wrong).issues()) == strings{"ticket.unknown_word /events/0/kind"});
}

TEST_CASE("flat objects") {
    const auto members =
        sla::members_from_json(R"({"a": "x", "b": 1.5, "c": -7, "d": null, "e": true})");
    REQUIRE(members);
    CHECK(*members ==
          std::vector<sla::json_member>{{"a", "x"}, {"b", "1.5"}, {"c", "-7"}, {"e", "true"}});
    const auto code = [](std::string_view text) {
        const auto read = sla::members_from_json(text);
        REQUIRE_FALSE(read);
        return codes(read.issues());
    };
    CHECK(code("[1]") == strings{"ticket.not_an_object "});
    CHECK(code("7") == strings{"ticket.not_an_object "});
    CHECK(code(R"({"a": [1]})") == strings{"ticket.wrong_type /a"});
    CHECK(code(R"({"a": 1, "a": 2})") == strings{"ticket.member_twice /a"});
    CHECK(code(R"({"a": )").front().starts_with("ticket.syntax"));
}
