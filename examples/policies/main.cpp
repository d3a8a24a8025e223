// SPDX-License-Identifier: MIT
//
// One ticket for each of the documents in this folder, and how its clocks stand; then what the
// documents say of many tickets.
//
//     policies [FOLDER]

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/json_document.hpp>

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace std::chrono_literals;
using sla::event;
using sla::event_kind;

/// An offset from the creation, what happened then, and the name of a custom event.
struct happening {
    std::chrono::milliseconds after;
    event_kind kind;
    std::string_view name{};
};

/// "Mon 09:00:30"
std::string clock_time(const sla::zone& zone, sla::instant t) {
    using namespace std::chrono;
    if (t == sla::never)
        return "-";
    const sla::local_time local = zone.to_local(t);
    const local_days date = floor<days>(local);
    const hh_mm_ss time{floor<seconds>(local - date)};
    constexpr std::string_view names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    return fmt::format("{} {:02}:{:02}:{:02}", names[weekday{date}.c_encoding()],
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string_view name_of(sla::clock_state state) {
    switch (state) {
    case sla::clock_state::not_applicable:
        return "no promise";
    case sla::clock_state::not_started:
        return "not started";
    case sla::clock_state::running:
        return "running";
    case sla::clock_state::paused:
        return "paused";
    case sla::clock_state::met:
        return "met";
    case sla::clock_state::breached:
        return "breached";
    case sla::clock_state::cancelled:
        return "cancelled";
    }
    return "";
}

// Shanghai has one offset all year; a program that serves other places loads its zones.
const sla::zone& shanghai() {
    static const sla::zone zone = sla::zone_from_rule("Asia/Shanghai", "CST-8").value();
    return zone;
}

/// The document NAME.json of the folder; warnings and errors are told.
std::optional<sla::compiled_document> read(const std::string& folder, std::string_view name) {
    const std::string path = fmt::format("{}/{}.json", folder, name);
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        fmt::print(stderr, "{}: cannot be read\n", path);
        return {};
    }
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    auto made = sla::compile_json_document(text, sla::zone_set{{shanghai()}}.source());
    if (!made.issues().empty())
        fmt::print(stderr, "{}: {}\n", path, sla::describe(made.issues()));
    if (!made)
        return {};
    return *std::move(made);
}

/// False when the example is wrong, after saying why.
bool show(std::string_view title, const std::optional<sla::compiled_document>& document,
          const sla::ticket_names& names, const std::vector<happening>& happenings) {
    if (!document)
        return false;
    const sla::policy_book* const book = &document->book;

    using namespace std::chrono;
    const sla::instant created = sys_days{2026y / March / 2} + 9h - 8h; // Monday 09:00 there
    std::vector<event> events{event::created(created)};
    for (const happening& h : happenings)
        events.push_back(
            {.at = created + h.after, .kind = h.kind, .name = book->find_event_name(h.name)});
    const auto ticket = sla::timeline::of(book->attributes(names), events);
    for (const sla::issue& i : ticket.issues())
        fmt::print(stderr, "{}: {}: {}\n", title, i.place, i.message);
    if (!ticket)
        return false;

    const sla::instant now = events.back().at;
    const sla::evaluation result = sla::evaluate(*book, *ticket, now);
    if (!result.policy())
        return false;
    fmt::print("{}: policy \"{}\", now {}\n", title, book->name(*result.policy()),
               clock_time(shanghai(), now));
    for (const sla::verdict& v : result)
        fmt::print("    {:<22}{:<13}due {:<14}stopped {}\n", book->name(v.metric), name_of(v.state),
                   clock_time(shanghai(), v.deadline), clock_time(shanghai(), v.stopped));
    return true;
}

/// What the template says of a month in which 93 of 100 first responses were in time.
bool show_month(const std::optional<sla::compiled_document>& tiers,
                const std::optional<sla::compiled_document>& first_line) {
    if (!tiers || !first_line)
        return false;
    for (const sla::objective_definition& o : tiers->source.objectives) {
        const sla::objective_result r = sla::judge(o.goal, {.all = 100, .good = 93});
        fmt::print("{}: {}, {} more may be late\n", o.name,
                   r.state == sla::objective_state::met ? "met" : "missed", r.budget_left);
    }
    const std::array<sla::score_value, 3> measured{
        {{"first response", sla::decimal{36}},
         {"first-contact resolution", sla::share{170, 200}},
         {"satisfaction", sla::decimal{92}}}};
    for (const sla::scorecard& card : first_line->scorecards) {
        const auto score = card.score(measured);
        if (!score)
            return false;
        for (const sla::score_line& line : score->lines)
            fmt::print("    {:<26}{:>5} points\n", line.goal, sla::to_string(line.weighted));
    }
    using namespace std::chrono;
    for (const sla::goal_definition& goal : first_line->source.goals)
        if (goal.unit == sla::goal_unit::share)
            fmt::print("    {:<26}{:>5} % by the end of June\n", goal.name,
                       sla::progress_on(goal.path, 2026y / June / 30, 0).expected / 10'000);
    return true;
}

} // namespace

int main(int count, char** words) {
    const std::string folder = count > 1 ? words[1] : ".";
    static constexpr std::string_view escalated[] = {"escalated"};
    const auto message = event_kind::message;
    const auto custom = event_kind::custom;

    const auto tiers = read(folder, "priority_tiers");
    const auto commitments = read(folder, "commitments");
    const auto first_line = read(folder, "support_template");
    bool fine = show("Priority tiers", tiers, {.priority = "urgent 紧急"},
                     {{20min, message},
                      {3h, event_kind::confirmed},
                      {8h, event_kind::fixed},
                      {9h, event_kind::resolved}});
    fine = show("Three tiers", read(folder, "three_tiers"), {.priority = "medium 中"},
                {{4h, message}}) &&
           fine;
    fine = show("By question", read(folder, "by_question"), {.category = "order"},
                {{1h + 1s, message}}) &&
           fine;
    fine = show("Response speed", read(folder, "response_speed"),
                {.channel = "WeChat", .tier = "valued", .category = "after-sales"},
                {{10min, event_kind::assigned}}) &&
           fine;
    fine = show("Hotline", commitments, {.channel = "hotline"},
                {{25s, custom, "call answered"}, {7min, custom, "call ended"}, {26h, message}}) &&
           fine;
    fine = show("Online request", commitments, {.channel = "online request"},
                {{7h, event_kind::acknowledged}, {73h, custom, "plan delivered"}}) &&
           fine;
    fine = show("Escalation", commitments, {.tags = escalated},
                {{8min, custom, "reported to operations"}, {30min, custom, "plan started"}}) &&
           fine;
    fine = show("Support template", first_line, {.priority = "P1", .channel = "telephone"},
                {{2min, custom, "call answered"},
                 {12min, custom, "handed over"},
                 {30min, event_kind::acknowledged}}) &&
           fine;
    fine = show("Call centre", read(folder, "call_centre"), {},
                {{15s, custom, "call answered"},
                 {1min, event_kind::stage_entered, "受理 intake"},
                 {20min, event_kind::stage_left, "受理 intake"},
                 {20min, event_kind::stage_entered, "处理 repair"},
                 {50min, message}}) &&
           fine;
    fine = show_month(tiers, first_line) && fine;
    return fine ? 0 : 1;
}
