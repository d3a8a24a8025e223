// SPDX-License-Identifier: MIT
//
// Tickets and verdicts of the C interface, held against those of C++.

#include "desk.hpp"
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/json_results.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <string>
#include <vector>

using desk::friday;
using desk::hour;
using desk::minute;
using desk::owned;
using desk::refusal;

namespace {

/// Created Friday 09:00 in Shanghai, answered 11:30, waiting from 14:00 to Monday 10:00.
std::vector<sla_event> story(const sla_book* book) {
    std::vector<sla_event> out{desk::event(friday + hour, SLA_CREATED, SLA_BY_CUSTOMER),
                               desk::event(friday + 3 * hour + 30 * minute, SLA_MESSAGE),
                               desk::event(friday + 6 * hour, SLA_STATUS_CHANGED),
                               desk::event(friday + 74 * hour, SLA_STATUS_CHANGED)};
    out[2].name = sla_book_event_name(book, "waiting");
    out[3].name = sla_book_event_name(book, "open");
    return out;
}

sla::timeline story_in_cpp(const sla::policy_book& book) {
    const auto at = [](std::int64_t ms) { return sla::instant{sla::elapsed{ms}}; };
    return sla::timeline::of(
               book.attributes({.priority = "P2", .tier = "gold"}),
               {sla::event::created(at(friday + hour)),
                sla::event::message(at(friday + 3 * hour + 30 * minute), sla::actor::agent),
                sla::event::status(at(friday + 6 * hour), book.find_event_name("waiting")),
                sla::event::status(at(friday + 74 * hour), book.find_event_name("open"))})
        .value();
}

owned<sla_ticket> create(const sla_book* book, const sla_attributes* known,
                         const std::vector<sla_event>& events) {
    sla_ticket* out = nullptr;
    if (sla_ticket_create(book, known, events.data(), events.size(), sizeof(sla_event), &out,
                          nullptr) != SLA_OK)
        return nullptr;
    return owned<sla_ticket>{out};
}

/// "never" and "no value" of C++ in C's words.
std::int64_t working_ms(const sla::time_amount& a) {
    return a.working ? a.working->length().count() : SLA_NO_VALUE;
}
std::int64_t ms(sla::instant t) {
    return t.time_since_epoch().count();
}

void check_same(const sla_verdict& c, const sla::verdict& v) {
    CHECK(c.policy == static_cast<std::uint32_t>(v.policy));
    CHECK(c.metric == static_cast<std::uint32_t>(v.metric));
    CHECK(c.limit == (v.limit ? static_cast<std::uint32_t>(*v.limit) : SLA_NO_ID));
    CHECK(c.cycle == v.cycle);
    CHECK(c.past_breaches == v.past_breaches);
    CHECK(c.state == static_cast<std::uint8_t>(v.state));
    CHECK(c.basis == static_cast<std::uint8_t>(v.basis));
    CHECK(c.credit_band == v.credit_band);
    CHECK((c.is_warned != 0) == v.is_warned());
    CHECK(c.started_ms == ms(v.started));
    CHECK(c.stopped_ms == ms(v.stopped));
    CHECK(c.paused_since_ms == ms(v.paused_since));
    CHECK(c.deadline_ms == ms(v.deadline));
    CHECK(c.breached_at_ms == ms(v.breached_at));
    CHECK(c.next_change_ms == ms(v.next_change));
    CHECK(c.spent_ms == v.spent.elapsed.count());
    CHECK(c.working_spent_ms == working_ms(v.spent));
    CHECK(
        c.remaining_ms ==
        (v.remaining.elapsed == sla::elapsed::max() ? SLA_NO_VALUE : v.remaining.elapsed.count()));
    CHECK(c.working_remaining_ms == working_ms(v.remaining));
    CHECK(c.overdue_ms == v.overdue.elapsed.count());
    CHECK(c.working_overdue_ms == working_ms(v.overdue));
    CHECK(c.counted_ms == v.counted.count());
    CHECK(c.allowed_ms == v.allowed.count());
    CHECK(c.share == v.share());
    for (std::size_t i = 0; i < v.steps.size(); ++i)
        CHECK(c.steps_ms[i] == ms(v.steps[i]));
}

} // namespace

TEST_CASE("Verdicts are those of C++, at every hour of two weeks", "[c]") {
    const auto book = desk::load();
    const sla::policy_book same = desk::in_cpp();
    const sla_attributes known = desk::attributes(book.get(), "P2", "gold");
    const auto ticket = create(book.get(), &known, story(book.get()));
    REQUIRE(ticket != nullptr);
    CHECK(sla_ticket_warnings(ticket.get()) == nullptr);
    const sla::timeline expected = story_in_cpp(same);
    for (std::int64_t now = friday; now < friday + 14 * 24 * hour; now += hour) {
        std::array<sla_verdict, SLA_MAX_CLOCKS> verdicts{};
        std::size_t count = 0;
        std::int64_t next = 0;
        REQUIRE(sla_evaluate(ticket.get(), now, verdicts.data(), sizeof(sla_verdict),
                             verdicts.size(), &count, &next) == SLA_OK);
        const sla::evaluation e = sla::evaluate(same, expected, sla::instant{sla::elapsed{now}});
        REQUIRE(count == e.verdicts().size());
        CHECK(next == ms(e.next_change()));
        for (std::size_t i = 0; i < count; ++i)
            check_same(verdicts[i], e.verdicts()[i]);
    }
}

TEST_CASE("By hand: answered in 2 h 30 min of 4, sixteen hours to solve, paused since Friday",
          "[c]") {
    const auto book = desk::load();
    const sla_attributes known = desk::attributes(book.get(), "P2", "gold");
    const auto ticket = create(book.get(), &known, story(book.get()));
    std::array<sla_verdict, 2> v{};
    std::size_t count = 0;
    // Monday 11:00 in Shanghai: 09:00-12:00 and 13:00-14:00 on Friday, and one hour of Monday.
    REQUIRE(sla_evaluate(ticket.get(), friday + 75 * hour, v.data(), sizeof v[0], 2, &count,
                         nullptr) == SLA_OK);
    REQUIRE(count == 2);
    CHECK(v[0].state == SLA_MET);
    CHECK(v[0].working_spent_ms == 150 * minute);
    CHECK(v[0].steps_ms[0] == friday + 3 * hour); // half of four hours
    CHECK(std::string{sla_book_step_name(book.get(), v[0].limit, 0)} == "warn");
    CHECK(sla_book_step_name(book.get(), v[0].limit, 1) == nullptr);
    CHECK(v[1].state == SLA_RUNNING);
    CHECK(v[1].basis == SLA_BY_LIMIT);
    CHECK(v[1].counted_ms == 5 * hour);
    CHECK(v[1].allowed_ms == 16 * hour);
    // Six hours are left of Monday, and five of Tuesday: 09:00-12:00, 13:00-15:00.
    CHECK(v[1].deadline_ms == friday + 103 * hour);
    CHECK(v[1].paused_since_ms == SLA_NEVER);
    CHECK(v[1].credit_band == 0);
}

TEST_CASE("A ticket outlives its book and copies what it is made of", "[c]") {
    auto book = desk::load();
    const sla_attributes known = desk::attributes(book.get(), "P1", "gold");
    std::vector<sla_event> events = story(book.get());
    const auto ticket = create(book.get(), &known, events);
    events.assign(events.size(), sla_event{});
    book.reset();
    std::size_t count = 0;
    CHECK(sla_evaluate(ticket.get(), friday + 2 * hour, nullptr, 0, 0, &count, nullptr) == SLA_OK);
    CHECK(count == 2);
}

TEST_CASE("Elements are as far apart as the caller says", "[c]") {
    const auto book = desk::load();
    struct later_event {
        sla_event known;
        std::int64_t later = -1;
    };
    const std::vector<sla_event> plain = story(book.get());
    std::vector<later_event> events;
    for (const sla_event& e : plain)
        events.push_back({.known = e});
    sla_ticket* made = nullptr;
    REQUIRE(sla_ticket_create(book.get(), nullptr, &events[0].known, events.size(),
                              sizeof(later_event), &made, nullptr) == SLA_OK);
    const owned<sla_ticket> ticket{made};

    struct later_verdict {
        sla_verdict known;
        std::int64_t later = -1;
    };
    std::array<later_verdict, 2> verdicts{};
    std::size_t count = 0;
    REQUIRE(sla_evaluate(made, friday + 2 * hour, &verdicts[0].known, sizeof(later_verdict), 2,
                         &count, nullptr) == SLA_OK);
    REQUIRE(count == 1);
    CHECK(verdicts[0].known.state == SLA_RUNNING);
    CHECK(std::string{sla_book_policy_name(book.get(), verdicts[0].known.policy)} == "Others");
    CHECK(verdicts[0].later == 0);
    CHECK(verdicts[1].later == -1); // there is no second clock
}

TEST_CASE("Too little room is told, and nothing is written beyond it", "[c]") {
    const auto book = desk::load();
    const sla_attributes known = desk::attributes(book.get(), "P1", "gold");
    const auto ticket = create(book.get(), &known, story(book.get()));
    std::array<sla_verdict, 2> v{};
    v[1].state = 77;
    std::size_t count = 0;
    CHECK(sla_evaluate(ticket.get(), friday, v.data(), sizeof v[0], 1, &count, nullptr) == SLA_OK);
    CHECK(count == 2);
    CHECK(v[1].state == 77);
    CHECK(sla_evaluate(nullptr, 0, v.data(), sizeof v[0], 1, &count, nullptr) ==
          SLA_INVALID_ARGUMENT);
    CHECK(sla_evaluate(ticket.get(), 0, nullptr, sizeof v[0], 1, &count, nullptr) ==
          SLA_INVALID_ARGUMENT);
    CHECK(sla_evaluate(ticket.get(), 0, v.data(), sizeof v[0], 1, nullptr, nullptr) ==
          SLA_INVALID_ARGUMENT);
    CHECK(sla_evaluate(ticket.get(), 0, v.data(), sizeof v[0] - 8, 1, &count, nullptr) ==
          SLA_INVALID_ARGUMENT);
    CHECK(sla_evaluate(ticket.get(), 0, v.data(), sizeof v[0] + 1, 1, &count, nullptr) ==
          SLA_INVALID_ARGUMENT);
}

TEST_CASE("Every kind of event arrives as it is in C++", "[c]") {
    const auto book = desk::load();
    const sla::policy_book same = desk::in_cpp();
    std::vector<sla_event> events;
    for (std::uint8_t kind = SLA_CREATED; kind <= SLA_CUSTOM; ++kind)
        events.push_back(desk::event(friday + kind * minute, kind));
    events[SLA_ATTRIBUTE_CHANGED].which = SLA_TIER;
    events[SLA_ATTRIBUTE_CHANGED].value = sla_book_value(book.get(), SLA_TIER, "gold");
    events[SLA_TAG_ADDED].tag = sla_book_tag(book.get(), "internal");
    events[SLA_ASSIGNED].person = 17;
    events[SLA_DUE_CHANGED].metric = sla_book_metric(book.get(), "resolution");
    events[SLA_DUE_CHANGED].due_ms = friday + 9 * hour;
    events[SLA_MESSAGE].visible = SLA_INTERNAL_NOTE;
    const auto ticket = create(book.get(), nullptr, events);
    REQUIRE(ticket != nullptr);

    std::vector<sla::event> expected;
    for (std::uint8_t kind = SLA_CREATED; kind <= SLA_CUSTOM; ++kind)
        expected.push_back(sla::event::of(sla::instant{sla::elapsed{friday + kind * minute}},
                                          static_cast<sla::event_kind>(kind)));
    expected[SLA_ATTRIBUTE_CHANGED].which = sla::attribute::tier;
    expected[SLA_ATTRIBUTE_CHANGED].value = same.find_value(sla::attribute::tier, "gold");
    expected[SLA_TAG_ADDED].tag = same.find_tag("internal");
    expected[SLA_DUE_CHANGED].metric = *same.find_metric("resolution");
    expected[SLA_DUE_CHANGED].due = sla::instant{sla::elapsed{friday + 9 * hour}};
    expected[SLA_MESSAGE].visible = sla::visibility::internal;
    const auto line = sla::timeline::over({}, expected);
    REQUIRE(line);

    const std::int64_t now = friday + 24 * hour;
    char* text = nullptr;
    REQUIRE(sla_explain_json(ticket.get(), now, &text, nullptr, nullptr) == SLA_OK);
    const owned<char> json{text};
    const sla::instant as_of{sla::elapsed{now}};
    CHECK(json.get() == sla::to_json(same, *line, sla::explain(same, *line, as_of), as_of));
}

TEST_CASE("Verdicts and reasons come as JSON, too", "[c]") {
    const auto book = desk::load();
    const sla::policy_book same = desk::in_cpp();
    const sla_attributes known = desk::attributes(book.get(), "P2", "gold");
    const auto ticket = create(book.get(), &known, story(book.get()));
    const sla::timeline expected = story_in_cpp(same);
    const sla::instant now{sla::elapsed{friday + 75 * hour}};

    char* text = nullptr;
    std::size_t length = 0;
    REQUIRE(sla_evaluate_json(ticket.get(), ms(now), &text, &length, nullptr) == SLA_OK);
    const owned<char> verdicts{text};
    CHECK(verdicts.get() == sla::to_json(same, sla::evaluate(same, expected, now)));
    CHECK(length == std::string{verdicts.get()}.size());

    REQUIRE(sla_explain_json(ticket.get(), ms(now), &text, nullptr, nullptr) == SLA_OK);
    const owned<char> why{text};
    CHECK(why.get() == sla::to_json(same, expected, sla::explain(same, expected, now), now));

    for (auto* call : {&sla_evaluate_json, &sla_explain_json}) {
        CHECK(refusal([&](sla_error** e) { return call(nullptr, 0, &text, nullptr, e); }) ==
              "2 c.argument_missing at ticket");
        CHECK(refusal([&](sla_error** e) { return call(ticket.get(), 0, nullptr, nullptr, e); }) ==
              "2 c.argument_missing at json");
    }
}

TEST_CASE("A ticket can be read from JSON", "[c]") {
    const auto book = desk::load();
    const auto read = [&](std::string_view text, sla_ticket** out, sla_error** e) {
        return sla_ticket_from_json(book.get(), text.data(), text.size(), out, e);
    };
    sla_ticket* made = nullptr;
    CHECK(refusal([&](sla_error** e) {
              return read(R"({"priority": "P2", "tier": "gold", "created": "2026-02-13T01:00:00Z",
                "events": [{"at": "2026-02-13T03:30:00Z", "kind": "message", "by": "agent"},
                  {"at": "2026-02-13T06:00:00Z", "kind": "status_changed", "is": "waiting"},
                  {"at": "2026-02-16T02:00:00Z", "kind": "status_changed", "is": "open"}]})",
                          &made, e);
          }).empty());
    const owned<sla_ticket> ticket{made};
    const sla_attributes known = desk::attributes(book.get(), "P2", "gold");
    const auto same = create(book.get(), &known, story(book.get()));
    char* a = nullptr;
    char* b = nullptr;
    REQUIRE(sla_explain_json(ticket.get(), friday + 75 * hour, &a, nullptr, nullptr) == SLA_OK);
    REQUIRE(sla_explain_json(same.get(), friday + 75 * hour, &b, nullptr, nullptr) == SLA_OK);
    CHECK(std::string{owned<char>{a}.get()} == std::string{owned<char>{b}.get()});

    CHECK(refusal([&](sla_error** e) {
              return read("{\"priorty\": 1}", &made, e);
          }).starts_with("1 ticket."));
    CHECK(refusal([&](sla_error** e) { return read("{}", nullptr, e); }) ==
          "2 c.argument_missing at ticket");
    CHECK(refusal([&](sla_error** e) {
              return sla_ticket_from_json(nullptr, "{}", 2, &made, e);
          }) == "2 c.argument_missing at book");
    CHECK(refusal([&](sla_error** e) {
              return sla_ticket_from_json(book.get(), nullptr, 2, &made, e);
          }) == "2 c.argument_missing at json");
}

TEST_CASE("Events that are wrong are told with their place", "[c]") {
    const auto book = desk::load();
    sla_ticket* made = nullptr;
    const auto with = [&](const sla_attributes* known, const std::vector<sla_event>& events) {
        return refusal([&](sla_error** e) {
            return sla_ticket_create(book.get(), known, events.data(), events.size(),
                                     sizeof(sla_event), &made, e);
        });
    };
    const auto changed = [&](std::uint8_t kind, auto&& change) {
        sla_event e = desk::event(friday + hour, kind);
        change(e);
        return with(nullptr, {desk::event(friday, SLA_CREATED), e});
    };
    CHECK(with(nullptr, {}) == "1 timeline.created_missing at events");
    CHECK(with(nullptr, {desk::event(friday, SLA_CREATED), desk::event(friday - 1, SLA_MESSAGE)}) ==
          "1 timeline.out_of_order at events[1].at");
    CHECK(changed(200, [](sla_event&) {}).starts_with("1 timeline.unknown_enumerator"));
    CHECK(changed(SLA_MESSAGE, [](sla_event& e) {
              e.by = 9;
          }).starts_with("1 timeline.unknown_enumerator"));
    CHECK(changed(SLA_MESSAGE, [](sla_event& e) {
              e.visible = 9;
          }).starts_with("1 timeline.unknown_enumerator"));
    CHECK(changed(SLA_ATTRIBUTE_CHANGED, [](sla_event& e) {
              e.which = 9;
          }).starts_with("1 timeline.unknown_enumerator"));
    CHECK(changed(SLA_ATTRIBUTE_CHANGED, [](sla_event& e) { e.value = 1000; }) ==
          "2 c.unknown_id at events[1].value");
    CHECK(changed(SLA_STATUS_CHANGED, [](sla_event& e) { e.name = 1000; }) ==
          "2 c.unknown_id at events[1].name");
    CHECK(changed(SLA_TAG_REMOVED, [](sla_event& e) { e.tag = 1000; }) ==
          "2 c.unknown_id at events[1].tag");
    CHECK(changed(SLA_DUE_CHANGED, [](sla_event& e) { e.metric = 2; }) ==
          "2 c.unknown_id at events[1].metric");
    CHECK(changed(SLA_MESSAGE,
                  [](sla_event& e) { // all that means nothing for a message
                      e.name = e.value = e.tag = e.metric = e.person = 1'000'000;
                      e.which = 200;
                  })
              .empty());
    sla_ticket_free(made);
    made = nullptr;

    sla_attributes known{};
    CHECK(with(&known, {}) == "2 c.size_unknown at attributes.size");
    known.size = sizeof known;
    known.values[SLA_GROUP] = 1000;
    CHECK(with(&known, {}) == "2 c.unknown_id at attributes.values[4]");
    known.values[SLA_GROUP] = SLA_OTHER;
    known.tag_count = 1;
    CHECK(with(&known, {}) == "2 c.argument_missing at attributes.tags");
    std::uint32_t tag = 1000;
    known.tags = &tag;
    CHECK(with(&known, {}) == "2 c.unknown_id at attributes.tags[0]");
    tag = sla_book_tag(book.get(), "internal");
    const auto quiet = create(book.get(), &known, {desk::event(friday, SLA_CREATED)});
    std::size_t count = 9;
    CHECK(sla_evaluate(quiet.get(), friday, nullptr, 0, 0, &count, nullptr) == SLA_OK);
    CHECK(count == 0); // nobody promises anything to internal tickets

    const sla_event created = desk::event(friday, SLA_CREATED);
    CHECK(refusal([&](sla_error** e) {
              return sla_ticket_create(nullptr, nullptr, &created, 1, sizeof created, &made, e);
          }) == "2 c.argument_missing at book");
    CHECK(refusal([&](sla_error** e) {
              return sla_ticket_create(book.get(), nullptr, nullptr, 1, sizeof created, &made, e);
          }) == "2 c.argument_missing at events");
    CHECK(refusal([&](sla_error** e) {
              return sla_ticket_create(book.get(), nullptr, &created, 1, 39, &made, e);
          }) == "2 c.size_unknown at event_size");
    CHECK(refusal([&](sla_error** e) {
              return sla_ticket_create(book.get(), nullptr, &created, 1, sizeof created, nullptr,
                                       e);
          }) == "2 c.argument_missing at ticket");
    CHECK(made == nullptr);
}

TEST_CASE("What a ticket probably does not mean is told beside it", "[c]") {
    const auto book = desk::load();
    const auto ticket =
        create(book.get(), nullptr,
               {desk::event(friday, SLA_CREATED), desk::event(friday + hour, SLA_REOPENED)});
    REQUIRE(ticket != nullptr);
    const sla_error* warnings = sla_ticket_warnings(ticket.get());
    REQUIRE(sla_error_count(warnings) == 1);
    sla_issue only{};
    REQUIRE(sla_error_issue(warnings, 0, &only, sizeof only) == SLA_OK);
    CHECK(std::string{only.code} == "timeline.reopened_while_open");
    CHECK(only.severity == SLA_WARNING);
    CHECK(sla_ticket_warnings(nullptr) == nullptr);
}
