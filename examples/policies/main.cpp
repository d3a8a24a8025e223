// SPDX-License-Identifier: MIT
//
// One ticket for each of the example policies, and how its clocks stand.

#include "commitments.hpp"
#include "priority_tiers.hpp"
#include "response_speed.hpp"
#include "support_template.hpp"
#include <sla/evaluate.hpp>

#include <fmt/core.h>

#include <chrono>
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

/// False when the example is wrong, after saying why.
bool show(std::string_view title, const sla::book_definition& definition,
          const sla::ticket_names& names, const std::vector<happening>& happenings) {
    // Shanghai has one offset all year; a program that serves other places loads its zones.
    const auto shanghai = sla::zone_from_rule("Asia/Shanghai", "CST-8");
    const auto book = sla::compile(definition, sla::zone_set{{*shanghai}}.source());
    for (const sla::issue& i : book.issues())
        fmt::print(stderr, "{}: {}: {}\n", title, i.place, i.message);
    if (!book)
        return false;

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
               clock_time(*shanghai, now));
    for (const sla::verdict& v : result)
        fmt::print("    {:<22}{:<13}due {:<14}stopped {}\n", book->name(v.metric), name_of(v.state),
                   clock_time(*shanghai, v.deadline), clock_time(*shanghai, v.stopped));
    return true;
}

} // namespace

int main() {
    static constexpr std::string_view escalated[] = {"escalated"};
    const auto message = event_kind::message;
    const auto custom = event_kind::custom;

    bool fine = show("Priority tiers", policies::priority_tiers(), {.priority = "urgent"},
                     {{20min, message},
                      {3h, event_kind::confirmed},
                      {8h, event_kind::fixed},
                      {9h, event_kind::resolved}});
    fine = show("Three tiers", policies::three_tiers(), {.priority = "medium"}, {{4h, message}}) &&
           fine;
    fine =
        show("By question", policies::by_question(), {.category = "order"}, {{1h + 1s, message}}) &&
        fine;
    fine = show("Response speed", policies::response_speed(),
                {.channel = "WeChat", .tier = "valued", .category = "after-sales"},
                {{10min, event_kind::assigned}}) &&
           fine;
    fine = show("Hotline", policies::commitments(), {.channel = "hotline"},
                {{25s, custom, "call answered"}, {7min, custom, "call ended"}, {26h, message}}) &&
           fine;
    fine = show("Online request", policies::commitments(), {.channel = "online request"},
                {{7h, event_kind::acknowledged}, {73h, custom, "plan delivered"}}) &&
           fine;
    fine = show("Escalation", policies::commitments(), {.tags = escalated},
                {{8min, custom, "reported to operations"}, {30min, custom, "plan started"}}) &&
           fine;
    fine = show("Support template", policies::support_template(),
                {.priority = "P1", .channel = "telephone"},
                {{2min, custom, "call answered"},
                 {12min, custom, "handed over"},
                 {30min, event_kind::acknowledged}}) &&
           fine;
    return fine ? 0 : 1;
}
