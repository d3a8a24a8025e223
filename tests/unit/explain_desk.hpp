// SPDX-License-Identifier: MIT
//
// Explanations as lines that a test can compare. Times are UTC in the week of policy_desk.hpp.
#pragma once

#include "policy_desk.hpp"
#include <sla/explain.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace desk {

/// A ticket and why it stands as it does.
struct told {
    sla::policy_book book;
    std::vector<sla::event> events;
    sla::timeline ticket;
    sla::explanation why;
    std::string_view metric;

    [[nodiscard]] const sla::explained_cycle& cycle() const { return *why.find(book, metric); }
    [[nodiscard]] auto stretches() const { return why.stretches(cycle()); }
};

/// `events(book)` are those of a ticket that begins as `names`.
template <class Events>
told explained(const sla::book_definition& definition, std::string_view metric, sla::instant now,
               const sla::ticket_names& names, const Events& events) {
    sla::policy_book book = sla::compile(definition, zones()).value();
    const std::vector<sla::event> all = events(book);
    const sla::timeline ticket = sla::timeline::of(book.attributes(names), all).value();
    sla::explanation why = sla::explain(book, ticket, now);
    return {std::move(book), all, ticket, std::move(why), metric};
}

/// "Mon 09:00", with seconds where there are any and "next" from the second week on.
inline std::string short_time(sla::instant t) {
    using namespace std::chrono;
    static constexpr const char* names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const sys_days date = floor<days>(t);
    const auto of_day = duration_cast<milliseconds>(t - date).count();
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    std::string out = date >= sys_days{2026y / March / 9} ? "next " : "";
    out += names[weekday{date}.c_encoding()];
    out += " " + two(of_day / 3'600'000) + ":" + two(of_day / 60'000 % 60);
    if (of_day % 60'000 != 0)
        out += ":" + two(of_day / 1000 % 60);
    return out;
}
inline std::string short_time(const sla::interval& i) {
    return short_time(i.begin) + " - " + short_time(i.end);
}

/// "Mon 09:00 - Mon 10:00 running 60 min, event 0".
inline std::vector<std::string> lines(const told& of, const sla::explained_cycle& cycle) {
    static constexpr const char* kinds[] = {"waiting", "running",   "paused",
                                            "stopped", "forgotten", "carried over"};
    std::vector<std::string> out;
    for (const sla::stretch& s : of.why.stretches(cycle)) {
        std::string line = short_time(s.during);
        line += std::string{" "} + kinds[static_cast<std::size_t>(s.kind)];
        if (s.counted != sla::elapsed{0})
            line += " " + std::to_string(s.counted.count() / 60'000) + " min";
        line += s.cause == sla::no_event ? "" : ", event " + std::to_string(s.cause);
        out.push_back(std::move(line));
    }
    return out;
}
inline std::vector<std::string> lines(const told& of) {
    return lines(of, of.cycle());
}

/// "Fri 17:00 - next Mon 00:00 outside hours", of all stretches of the clock.
inline std::vector<std::string> intervals(const told& of) {
    static constexpr const char* reasons[] = {"counted", "outside hours", "exception", "paused",
                                              "stopped", "waiting",       "no limit",  "forgotten"};
    std::vector<std::string> out;
    for (const sla::stretch& s : of.stretches())
        for (const sla::explained_interval& i : sla::intervals(of.book, of.ticket, s)) {
            std::string line = short_time(i.during) + " ";
            line += reasons[static_cast<std::size_t>(i.reason)];
            line += i.name.empty() ? "" : " (" + i.name + ")";
            out.push_back(std::move(line));
        }
    return out;
}

using text = std::vector<std::string>;

} // namespace desk
