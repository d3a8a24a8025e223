// SPDX-License-Identifier: MIT
//
// Tables of the C interface: each row as the ticket that it is, whatever the types of the columns.

#include "columns.hpp"
#include "desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

using columns::table;
using desk::friday;
using desk::hour;
using desk::minute;
using desk::owned;
using desk::refusal;

namespace {

constexpr std::int64_t now = friday + 75 * hour;

/// Five tickets: their priorities, tiers, and when they were created, answered and solved.
struct row {
    const char* priority;
    const char* tier;
    std::int64_t created;
    std::optional<std::int64_t> answered;
    std::optional<std::int64_t> solved;
};
const std::vector<row> rows{
    {"P1", "gold", friday + hour, friday + hour + 10 * minute, friday + 5 * hour},
    {"P2", "gold", friday + 8 * hour, {}, {}},
    {"P1", "silver", friday + 2 * hour, friday + 3 * hour, {}},
    {"", "gold", friday + 70 * hour, friday + 73 * hour, {}},
    {"P2", "gold", friday + 4 * hour, friday + 3 * hour, {}}, // answered before it was created
};

template <class Get>
std::vector<std::int64_t> instants(Get&& get, std::int64_t per_ms_numerator = 1,
                                   std::int64_t per_ms_denominator = 1) {
    std::vector<std::int64_t> out;
    for (const row& r : rows)
        out.push_back(get(r) * per_ms_numerator / per_ms_denominator);
    return out;
}

struct layout {
    layout() {
        plain.size = sizeof plain;
        attributes = {{"priority", SLA_PRIORITY, 0}, {"tier", SLA_TIER, 0}};
        plain.attributes = attributes.data();
        plain.attribute_count = attributes.size();
        plain.created = "created";
        plain.created_by = SLA_BY_CUSTOMER;
        events = {{"answered", desk::event(0, SLA_MESSAGE)},
                  {"solved", desk::event(0, SLA_RESOLVED)}};
        plain.events = events.data();
        plain.event_count = events.size();
    }
    layout(const layout&) = delete;
    layout& operator=(const layout&) = delete;

    std::vector<sla_attribute_column> attributes;
    std::vector<sla_event_column> events;
    sla_table_layout plain{};
};

owned<sla_table_plan> plan_of(const sla_book* book, const sla_table_layout& l) {
    sla_table_plan* out = nullptr;
    if (sla_table_plan_create(book, &l, &out, nullptr) != SLA_OK)
        return nullptr;
    return owned<sla_table_plan>{out};
}

enum class texts { plain, large, dictionary, ids };

/// The rows as a table, with words of that type and instants of that unit ("tss:UTC" ...).
void fill(table& t, const sla_book* book, texts how, const std::string& unit) {
    const std::int64_t up = unit[2] == 'u' ? 1000 : unit[2] == 'n' ? 1'000'000 : 1;
    const std::int64_t down = unit[2] == 's' ? 1000 : 1;
    const auto words = [&](const char* name, std::int32_t which, auto member) {
        std::vector<std::string> all;
        for (const row& r : rows)
            all.emplace_back(r.*member);
        switch (how) {
        case texts::plain:
        case texts::large:
            t.add(name, how == texts::plain ? "u" : "U").texts(all);
            return;
        case texts::dictionary: {
            std::vector<std::string> distinct{"never used"};
            std::vector<std::int16_t> index;
            for (const std::string& word : all) {
                auto at = std::find(distinct.begin(), distinct.end(), word);
                if (at == distinct.end())
                    at = distinct.insert(distinct.end(), word);
                index.push_back(static_cast<std::int16_t>(at - distinct.begin()));
            }
            t.add(name, "s").numbers(index).words(t.make("", "u").texts(distinct));
            return;
        }
        case texts::ids: {
            std::vector<std::uint8_t> ids;
            for (const std::string& word : all)
                ids.push_back(static_cast<std::uint8_t>(sla_book_value(book, which, word.c_str())));
            t.add(name, "C").numbers(ids);
        }
        }
    };
    words("priority", SLA_PRIORITY, &row::priority);
    words("tier", SLA_TIER, &row::tier);
    t.add("created", unit).numbers(instants([](const row& r) { return r.created; }, up, down));
    const auto optional = [&](const char* name, auto member) {
        std::vector<std::size_t> missing;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (!(rows[i].*member))
                missing.push_back(i);
        t.add(name, unit)
            .numbers(instants([&](const row& r) { return (r.*member).value_or(0); }, up, down))
            .without(missing);
    };
    optional("answered", &row::answered);
    optional("solved", &row::solved);
}

/// One row as a ticket of its own.
void check_row(const sla_book* book, std::size_t i, const columns::result& result) {
    const row& r = rows[i];
    const sla_attributes known = desk::attributes(book, r.priority, r.tier);
    std::vector<sla_event> events{desk::event(r.created, SLA_CREATED, SLA_BY_CUSTOMER)};
    if (r.answered)
        events.push_back(desk::event(*r.answered, SLA_MESSAGE));
    if (r.solved)
        events.push_back(desk::event(*r.solved, SLA_RESOLVED));
    sla_ticket* made = nullptr;
    const sla_status status = sla_ticket_create(book, &known, events.data(), events.size(),
                                                sizeof events[0], &made, nullptr);
    const owned<sla_ticket> ticket{made};
    std::array<sla_verdict, SLA_MAX_CLOCKS> verdicts{};
    std::size_t count = 0;
    std::int64_t next = SLA_NEVER;
    if (status == SLA_OK)
        REQUIRE(sla_evaluate(made, now, verdicts.data(), sizeof verdicts[0], verdicts.size(),
                             &count, &next) == SLA_OK);
    const auto value_or = [](std::int64_t n, std::int64_t none) {
        return n == none ? std::optional<std::int64_t>{} : std::optional{n};
    };
    if (status == SLA_OK)
        CHECK(result.words("next_change")[i] == value_or(next, SLA_NEVER));
    for (std::uint32_t m = 0; m < sla_book_metric_count(book); ++m) {
        const std::string name = sla_book_metric_name(book, m);
        const sla_verdict* v = nullptr;
        for (std::size_t k = 0; k < count; ++k)
            if (verdicts[k].metric == m)
                v = &verdicts[k];
        const int state = result.states(name + ".state")[i];
        if (status != SLA_OK) {
            CHECK(state == SLA_ROW_BEFORE_CREATED);
            CHECK_FALSE(result.words(name + ".deadline")[i]);
            continue;
        }
        if (v == nullptr) {
            CHECK(state == SLA_NOT_APPLICABLE);
            continue;
        }
        CHECK(state == v->state);
        CHECK(result.words(name + ".deadline")[i] == value_or(v->deadline_ms, SLA_NEVER));
        CHECK(result.words(name + ".breached_at")[i] == value_or(v->breached_at_ms, SLA_NEVER));
        CHECK(result.words(name + ".remaining")[i] == value_or(v->remaining_ms, SLA_NO_VALUE));
        CHECK(result.words(name + ".overdue")[i] == v->overdue_ms);
        CHECK(result.words(name + ".working_remaining")[i] ==
              value_or(v->working_remaining_ms, SLA_NO_VALUE));
        CHECK(result.words(name + ".working_overdue")[i] ==
              value_or(v->working_overdue_ms, SLA_NO_VALUE));
        CHECK(result.words(name + ".next_change")[i] == value_or(v->next_change_ms, SLA_NEVER));
        double share = -1;
        std::memcpy(&share, &*result.words(name + ".share")[i], sizeof share);
        CHECK(share == v->share);
    }
}

} // namespace

TEST_CASE("Each row is judged as its ticket, whatever the columns are", "[c][table]") {
    const auto book = desk::load();
    const layout l;
    const auto plan = plan_of(book.get(), l.plain);
    REQUIRE(plan != nullptr);
    for (const texts how : {texts::plain, texts::large, texts::dictionary, texts::ids})
        for (const char* unit : {"tss:UTC", "tsm:UTC", "tsu:", "tsn:Asia/Shanghai"}) {
            table t{static_cast<std::int64_t>(rows.size())};
            fill(t, book.get(), how, unit);
            columns::result result;
            std::size_t errors = 99;
            REQUIRE(refusal([&](sla_error** e) {
                        return sla_table_evaluate(plan.get(), t.schema(), t.array(), now,
                                                  &result.schema, &result.array, &errors, e);
                    }).empty());
            CHECK(errors == 1);
            REQUIRE(result.array.length == static_cast<std::int64_t>(rows.size()));
            for (std::size_t i = 0; i < rows.size(); ++i)
                check_row(book.get(), i, result);
        }
}

TEST_CASE("A slice of a table is judged as the table", "[c][table]") {
    const auto book = desk::load();
    const layout l;
    const auto plan = plan_of(book.get(), l.plain);
    table t{static_cast<std::int64_t>(rows.size())};
    fill(t, book.get(), texts::dictionary, "tsm:UTC");
    columns::result whole;
    REQUIRE(sla_table_evaluate(plan.get(), t.schema(), t.array(), now, &whole.schema, &whole.array,
                               nullptr, nullptr) == SLA_OK);
    for (std::size_t first = 0; first < rows.size(); ++first) {
        t.all().slice(static_cast<std::int64_t>(first),
                      static_cast<std::int64_t>(rows.size() - first));
        columns::result part;
        REQUIRE(sla_table_evaluate(plan.get(), t.schema(), t.array(), now, &part.schema,
                                   &part.array, nullptr, nullptr) == SLA_OK);
        const auto states = whole.states("resolution.state");
        CHECK(part.states("resolution.state") ==
              std::vector<int>{states.begin() + static_cast<std::ptrdiff_t>(first), states.end()});
        const auto due = whole.words("first response.deadline");
        CHECK(part.words("first response.deadline") ==
              std::vector<std::optional<std::int64_t>>{
                  due.begin() + static_cast<std::ptrdiff_t>(first), due.end()});
    }
}

TEST_CASE("Columns can be left out, and released one by one", "[c][table]") {
    const auto book = desk::load();
    layout l;
    const std::uint32_t metric = sla_book_metric(book.get(), "resolution");
    l.plain.metrics = &metric;
    l.plain.metric_count = 1;
    l.plain.outputs = SLA_OUT_STATE | SLA_OUT_DEADLINE;
    const auto plan = plan_of(book.get(), l.plain);
    table t{static_cast<std::int64_t>(rows.size())};
    fill(t, book.get(), texts::plain, "tsm:UTC");
    columns::result result;
    REQUIRE(sla_table_evaluate(plan.get(), t.schema(), t.array(), now, &result.schema,
                               &result.array, nullptr, nullptr) == SLA_OK);
    REQUIRE(result.array.n_children == 3);
    CHECK(std::string{result.schema.format} == "+s");
    CHECK(std::string{result.schema.children[0]->name} == "resolution.state");
    CHECK(std::string{result.schema.children[0]->format} == "C");
    CHECK(std::string{result.schema.children[1]->name} == "resolution.deadline");
    CHECK(std::string{result.schema.children[1]->format} == "tsm:UTC");
    CHECK(std::string{result.schema.children[2]->name} == "next_change");
    CHECK(result.array.children[1]->null_count == 1); // the bad row

    // A consumer moves one child away and releases it after its parent.
    ArrowArray moved = *result.array.children[1];
    result.array.children[1]->release = nullptr;
    result.array.release(&result.array);
    CHECK(result.array.release == nullptr);
    CHECK(static_cast<const std::int64_t*>(moved.buffers[1])[0] > friday);
    moved.release(&moved);
    CHECK(moved.release == nullptr);
}

TEST_CASE("Pauses are a column of lists", "[c][table]") {
    const auto book = desk::load();
    layout l;
    l.plain.attribute_count = 0;
    l.plain.events = nullptr;
    l.plain.event_count = 0;
    l.plain.pauses = "waiting";
    l.plain.pause_begins = desk::event(0, SLA_STATUS_CHANGED);
    l.plain.pause_begins.name = sla_book_event_name(book.get(), "waiting");
    l.plain.pause_ends = desk::event(0, SLA_STATUS_CHANGED);
    l.plain.pause_ends.name = SLA_OTHER;
    const std::string others =
        R"({"sla": 1, "calendars": [{"name": "Always", "zone": "UTC", "hours": "24x7"}],
        "metrics": [{ "built_in": "resolution", "paused_in_status": ["waiting"] }],
        "policies": [{"name": "All", "calendar": "Always", "targets": {"resolution": "10 h"}}]})";
    const auto always = desk::load(others);
    REQUIRE(always != nullptr);
    l.plain.pause_begins.name = sla_book_event_name(always.get(), "waiting");
    const auto plan = plan_of(always.get(), l.plain);
    REQUIRE(plan != nullptr);

    table t{3};
    t.add("created", "tsm:").numbers<std::int64_t>({friday, friday, friday});
    {
        auto& entries = t.make("item", "+s");
        entries.array.length = 3;
        entries.child(
            t.make("begin", "tsm:")
                .numbers<std::int64_t>({friday + hour, friday + 4 * hour, friday + 2 * hour}));
        entries.child(t.make("end", "tsm:")
                          .numbers<std::int64_t>({friday + 2 * hour, friday + 6 * hour, 0})
                          .without({2}));
        t.add("waiting", "+l").offsets({0, 2, 2, 3}).child(entries);
    }
    columns::result result;
    REQUIRE(refusal([&](sla_error** e) {
                return sla_table_evaluate(plan.get(), t.schema(), t.array(), friday + 7 * hour,
                                          &result.schema, &result.array, nullptr, e);
            }).empty());
    CHECK(result.states("resolution.state") ==
          std::vector<int>{SLA_RUNNING, SLA_RUNNING, SLA_PAUSED});
    // Three hours of pauses; none; two hours have run.
    CHECK(result.words("resolution.deadline") ==
          std::vector<std::optional<std::int64_t>>{friday + 13 * hour, friday + 10 * hour,
                                                   friday + 15 * hour});
}

TEST_CASE("Whole timelines are a column of lists, too", "[c][table]") {
    const auto book = desk::load();
    layout l;
    l.plain.created = nullptr;
    l.plain.timelines = "events";
    l.plain.attribute_count = 0;
    const auto plan = plan_of(book.get(), l.plain);
    REQUIRE(plan != nullptr);

    const auto judge = [&](const std::string& kind, const std::string& what) {
        table t{3};
        auto& entries = t.make("item", "+s");
        entries.array.length = 5;
        entries.child(t.make("at", "tsm:")
                          .numbers<std::int64_t>({friday + hour, friday + 2 * hour,
                                                  friday + 3 * hour, friday + hour, friday}));
        entries.child(
            t.make("kind", "u").texts({"created", "status_changed", kind, "created", "created"}));
        entries.child(t.make("by", "C").numbers<std::uint8_t>({0, 1, 1, 0, 0}).without({2}));
        entries.child(t.make("name", "u").texts({"", "waiting", what, "", ""}));
        t.add("events", "+l").offsets({0, 3, 5, 5}).child(entries);
        columns::result result;
        std::size_t errors = 0;
        const std::string refused = refusal([&](sla_error** e) {
            return sla_table_evaluate(plan.get(), t.schema(), t.array(), friday + 4 * hour,
                                      &result.schema, &result.array, &errors, e);
        });
        if (!refused.empty())
            return refused;
        // The second creation of the second ticket, and the third ticket without any.
        CHECK(errors == 2);
        const auto states = result.states("resolution.state");
        CHECK(states[1] == SLA_ROW_TIMELINE_INVALID);
        CHECK(states[2] == SLA_ROW_TIMELINE_INVALID);
        return std::to_string(states[0]);
    };
    CHECK(judge("message", "") == std::to_string(SLA_PAUSED));
    CHECK(judge("status_changed", "open") == std::to_string(SLA_RUNNING));
    CHECK(judge("resolved", "") == std::to_string(SLA_MET));
    CHECK(judge("solved", "") == "1 c.value_unknown at events.entries[2].kind");
}

TEST_CASE("Every column of a timeline, as numbers and as words", "[c][table]") {
    const auto book = desk::load();
    layout l;
    l.plain.created = nullptr;
    l.plain.timelines = "events";
    const auto plan = plan_of(book.get(), l.plain);
    REQUIRE(plan != nullptr);
    const auto judge = [&](bool words) {
        table t{1};
        auto& entries = t.make("item", "+s");
        const std::vector<std::string> kinds{"created",  "tag_added", "attribute_changed",
                                             "assigned", "message",   "due_changed"};
        entries.array.length = static_cast<std::int64_t>(kinds.size());
        entries.child(t.make("at", "tss:")
                          .numbers<std::int64_t>(
                              std::vector<std::int64_t>(kinds.size(), (friday + hour) / 1000)));
        const auto add = [&](const char* name, const std::vector<std::string>& texts,
                             const std::vector<std::int32_t>& numbers,
                             const std::vector<std::size_t>& missing) {
            if (words)
                entries.child(t.make(name, "U").texts(texts).without(missing));
            else
                entries.child(t.make(name, "i").numbers(numbers).without(missing));
        };
        add("kind", kinds, {0, 4, 3, 8, 1, 17}, {});
        add("by", {"customer", "agent", "agent", "agent", "automation", "agent"},
            {0, 1, 1, 1, 2, 1}, {});
        add("visible", {"", "", "", "", "internal", ""}, {0, 0, 0, 0, 1, 0}, {0, 1, 2, 3, 5});
        add("which", {"", "", "tier", "", "", ""}, {0, 0, 2, 0, 0, 0}, {0, 1, 3, 4, 5});
        const auto gold = static_cast<std::int32_t>(sla_book_value(book.get(), SLA_TIER, "gold"));
        add("value", {"", "", "gold", "", "", ""}, {0, 0, gold, 0, 0, 0}, {});
        const auto tag = static_cast<std::int32_t>(sla_book_tag(book.get(), "internal"));
        add("tag", {"", "internal", "", "", "", ""}, {0, tag, 0, 0, 0, 0}, {});
        entries.child(t.make("person", "L").numbers<std::uint64_t>({0, 0, 0, 7, 0, 0}));
        add("metric", {"", "", "", "", "", "resolution"}, {0, 0, 0, 0, 0, 1}, {0, 1, 2, 3, 4});
        entries.child(t.make("due", "tsu:")
                          .numbers<std::int64_t>({0, 0, 0, 0, 0, (friday + 20 * hour) * 1000})
                          .without({0, 1, 2, 3, 4}));
        t.add("events", "+l").offsets({0, static_cast<std::int32_t>(kinds.size())}).child(entries);
        t.add("priority", "u").texts({"P1"});
        t.add("tier", "u").texts({""});
        columns::result result;
        CHECK(refusal([&](sla_error** e) {
                  return sla_table_evaluate(plan.get(), t.schema(), t.array(), friday + 4 * hour,
                                            &result.schema, &result.array, nullptr, e);
              }).empty());
        CHECK(result.states("first response.state") == std::vector<int>{SLA_BREACHED});
        CHECK(result.words("resolution.deadline")[0] == friday + 20 * hour);
    };
    judge(true);
    judge(false);
}

TEST_CASE("Each row can have a now of its own", "[c][table]") {
    const auto book = desk::load();
    layout l;
    l.plain.now = "as of";
    const auto plan = plan_of(book.get(), l.plain);
    table t{static_cast<std::int64_t>(rows.size())};
    fill(t, book.get(), texts::plain, "tsm:");
    t.add("as of", "tsm:").numbers(std::vector<std::int64_t>(rows.size(), now)).without({0});
    columns::result result;
    REQUIRE(sla_table_evaluate(plan.get(), t.schema(), t.array(), 0, &result.schema, &result.array,
                               nullptr, nullptr) == SLA_OK);
    CHECK(result.states("resolution.state")[0] == SLA_ROW_NOW_MISSING);
    check_row(book.get(), 1, result);
}

TEST_CASE("No rows give no rows", "[c][table]") {
    const auto book = desk::load();
    const layout l;
    const auto plan = plan_of(book.get(), l.plain);
    table t{0};
    for (const char* name : {"created", "answered", "solved"})
        t.add(name, "tsm:").numbers<std::int64_t>({});
    t.add("priority", "u").texts({});
    t.add("tier", "C").numbers<std::uint8_t>({});
    columns::result result;
    REQUIRE(sla_table_evaluate(plan.get(), t.schema(), t.array(), now, &result.schema,
                               &result.array, nullptr, nullptr) == SLA_OK);
    CHECK(result.array.length == 0);
    CHECK(result.array.n_children == 2 * 9 + 1);
}

TEST_CASE("Layouts that are wrong are refused", "[c][table]") {
    const auto book = desk::load();
    sla_table_plan* made = nullptr;
    const auto with = [&](auto&& change) {
        layout l;
        change(l);
        return refusal(
            [&](sla_error** e) { return sla_table_plan_create(book.get(), &l.plain, &made, e); });
    };
    CHECK(with([](layout& l) { l.plain.size = 8; }) == "2 c.size_unknown at layout.size");
    CHECK(with([](layout& l) { l.attributes[0].attribute = 6; }) ==
          "2 c.unknown_id at layout.attributes[0].attribute");
    CHECK(with([](layout& l) { l.attributes[0].column = nullptr; }) ==
          "2 c.argument_missing at layout.attributes[].column");
    CHECK(with([](layout& l) { l.plain.attributes = nullptr; }) ==
          "2 c.argument_missing at layout.attributes");
    CHECK(with([](layout& l) { l.attributes[1].attribute = SLA_PRIORITY; }) ==
          "1 bulk.attribute_twice at dictionaries[1].which");
    CHECK(with([](layout& l) { l.plain.created = nullptr; }) ==
          "2 c.argument_missing at layout.created");
    CHECK(with([](layout& l) { l.plain.events = nullptr; }) ==
          "2 c.argument_missing at layout.events");
    CHECK(with([](layout& l) { l.events[0].column = nullptr; }) ==
          "2 c.argument_missing at layout.events[].column");
    CHECK(with([](layout& l) {
              l.events[1].event.kind = SLA_STATUS_CHANGED;
              l.events[1].event.name = 500;
          }) == "2 c.unknown_id at layout.events[1].name");
    CHECK(with([](layout& l) { l.events[1].event.kind = SLA_CREATED; }) ==
          "1 bulk.created_kind at events[1].kind");
    CHECK(with([](layout& l) { l.plain.outputs = 1U << 20U; }) ==
          "2 c.unknown_id at layout.outputs");
    CHECK(with([](layout& l) {
              static const std::uint32_t none = 9;
              l.plain.metrics = &none;
              l.plain.metric_count = 1;
          }) == "1 bulk.unknown_metric at metrics[0]");
    const layout l;
    CHECK(refusal([&](sla_error** e) {
              return sla_table_plan_create(nullptr, &l.plain, &made, e);
          }) == "2 c.argument_missing at book");
    CHECK(refusal([&](sla_error** e) {
              return sla_table_plan_create(book.get(), nullptr, &made, e);
          }) == "2 c.argument_missing at layout");
    CHECK(refusal([&](sla_error** e) {
              return sla_table_plan_create(book.get(), &l.plain, nullptr, e);
          }) == "2 c.argument_missing at plan");
    CHECK(made == nullptr);
}

TEST_CASE("Tables that are wrong are refused, and nothing is handed over", "[c][table]") {
    const auto book = desk::load();
    layout l;
    l.plain.pauses = "waiting";
    l.plain.pause_begins = desk::event(0, SLA_STATUS_CHANGED);
    l.plain.pause_ends = desk::event(0, SLA_STATUS_CHANGED);
    const auto plan = plan_of(book.get(), l.plain);
    REQUIRE(plan != nullptr);
    const auto with = [&](auto&& change) {
        table t{static_cast<std::int64_t>(rows.size())};
        fill(t, book.get(), texts::dictionary, "tsm:");
        auto& entries = t.make("item", "+s");
        entries.array.length = 1;
        entries.child(t.make("begin", "tsm:").numbers<std::int64_t>({friday + 2 * hour}));
        entries.child(t.make("end", "tsm:").numbers<std::int64_t>({friday + 3 * hour}));
        auto& lists = t.add("waiting", "+l").offsets({0, 1, 1, 1, 1, 1}).child(entries);
        t.schema();
        t.array();
        change(t, lists, entries);
        columns::result result;
        const std::string out = refusal([&](sla_error** e) {
            return sla_table_evaluate(plan.get(), &t.all().schema, &t.all().array, now,
                                      &result.schema, &result.array, nullptr, e);
        });
        CHECK((result.array.release == nullptr) == !out.empty());
        return out;
    };
    using columns::column;
    const auto child = [](table& t, std::size_t i) -> ArrowArray& {
        return *t.all().array.children[i];
    };
    const auto child_schema = [](table& t, std::size_t i) -> ArrowSchema& {
        return *t.all().schema.children[i];
    };
    // The columns: priority, tier, created, answered, solved, waiting.
    CHECK(with([](table&, column&, column&) {}).empty());
    CHECK(with([](table& t, column&, column&) { t.all().array.release = nullptr; }) ==
          "1 c.column_invalid at table");
    CHECK(with([](table& t, column&, column&) { t.all().schema.format = "i"; }) ==
          "1 c.column_type at table");
    CHECK(with([](table& t, column&, column&) { t.all().array.offset = -1; }) ==
          "1 c.column_invalid at table");
    CHECK(with([](table& t, column&, column&) { t.all().array.n_children = 2; }) ==
          "1 c.column_invalid at table");
    CHECK(with([&](table& t, column&, column&) { child_schema(t, 2).name = "opened"; }) ==
          "1 c.column_missing at table");
    CHECK(with([&](table& t, column&, column&) { child_schema(t, 2).format = "u"; }) ==
          "1 c.column_type at created");
    CHECK(with([&](table& t, column&, column&) { child_schema(t, 2).format = "tsx:"; }) ==
          "1 c.column_type at created");
    CHECK(with([&](table& t, column&, column&) { child_schema(t, 2).format = nullptr; }) ==
          "1 c.column_invalid at created");
    CHECK(with([&](table& t, column&, column&) { child(t, 2).length = 4; }) ==
          "1 c.column_invalid at created");
    CHECK(with([&](table& t, column&, column&) { child(t, 2).length = -1; }) ==
          "1 c.column_invalid at created");
    CHECK(with([&](table& t, column&, column&) { child(t, 2).n_buffers = 1; }) ==
          "1 c.column_invalid at created");
    CHECK(with([&](table& t, column&, column&) { child(t, 2).buffers[1] = nullptr; }) ==
          "1 c.column_invalid at created");
    CHECK(with([&](table& t, column&, column&) {
              child(t, 2).buffers[1] = static_cast<const char*>(child(t, 2).buffers[1]) + 1;
          }) == "1 c.column_invalid at created");
    CHECK(with([&](table& t, column&, column&) { child_schema(t, 0).format = "g"; }) ==
          "1 c.column_type at priority");
    CHECK(with([&](table& t, column&, column&) { child(t, 0).dictionary = nullptr; }) ==
          "1 c.column_invalid at priority");
    CHECK(with([&](table& t, column&, column&) { child(t, 0).dictionary->length = 1; }) ==
          "1 c.column_invalid at priority");
    CHECK(with([&](table& t, column&, column&) { child_schema(t, 5).format = "+w:2"; }) ==
          "1 c.column_type at waiting");
    CHECK(with([&](table&, column&, column& entries) { entries.schema.format = "i"; }) ==
          "1 c.column_type at waiting.entries");
    CHECK(with([&](table&, column&, column& entries) { entries.schema.children[1]->name = "x"; }) ==
          "1 c.column_missing at waiting");
    CHECK(with([&](table&, column&, column& entries) { entries.array.length = 0; }) ==
          "1 c.column_invalid at waiting");
    CHECK(with([&](table&, column& lists, column&) {
              lists.offsets({0, 1, 0, 1, 1, 1});
              lists.finish();
              static const std::int32_t falling[] = {0, 1, 0, 1, 1, 1};
              lists.array.buffers[1] = falling;
          }) == "1 c.column_invalid at waiting");
    CHECK(with([&](table&, column& lists, column&) {
              static const std::uint8_t none[] = {0};
              lists.array.buffers[0] = none;
              lists.array.null_count = 5;
          }) == "1 c.column_invalid at waiting");
    CHECK(with([&](table& t, column&, column&) {
              static const std::uint8_t none[] = {0};
              t.all().array.buffers[0] = none;
              t.all().array.null_count = 5;
          }) == "1 c.column_invalid at table");

    table t{0};
    columns::result r;
    CHECK(refusal([&](sla_error** e) {
              return sla_table_evaluate(nullptr, t.schema(), t.array(), 0, &r.schema, &r.array,
                                        nullptr, e);
          }) == "2 c.argument_missing at plan");
    CHECK(refusal([&](sla_error** e) {
              return sla_table_evaluate(plan.get(), nullptr, t.array(), 0, &r.schema, &r.array,
                                        nullptr, e);
          }) == "2 c.argument_missing at schema");
    CHECK(refusal([&](sla_error** e) {
              return sla_table_evaluate(plan.get(), t.schema(), nullptr, 0, &r.schema, &r.array,
                                        nullptr, e);
          }) == "2 c.argument_missing at table");
    CHECK(refusal([&](sla_error** e) {
              return sla_table_evaluate(plan.get(), t.schema(), t.array(), 0, nullptr, &r.array,
                                        nullptr, e);
          }) == "2 c.argument_missing at result_schema");
    CHECK(refusal([&](sla_error** e) {
              return sla_table_evaluate(plan.get(), t.schema(), t.array(), 0, &r.schema, nullptr,
                                        nullptr, e);
          }) == "2 c.argument_missing at result");
}
