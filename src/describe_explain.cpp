// SPDX-License-Identifier: MIT
//
// Why a clock stands as it does, in words.

#include "describe_text.hpp"
#include <sla/describe.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace sla::inline v1 {

using std::back_inserter;

namespace {

/// "Fri 2026-02-13 15:00" and "+01:00".
struct wall_clock {
    std::string date;
    std::string time;
    std::string offset;
};
wall_clock wall_clock_at(instant t, const zone& tz) {
    const std::string all = describe(t, tz);
    const std::size_t after_date = all.find(' ', all.find(' ') + 1);
    const std::size_t after_time = all.find(' ', after_date + 1);
    if (after_time == std::string::npos) // "never"
        return {.date = {}, .time = all, .offset = {}};
    return {.date = all.substr(0, after_date),
            .time = all.substr(after_date + 1, after_time - after_date - 1),
            .offset = all.substr(after_time)};
}

std::string span_text(const interval& i, const zone& tz) {
    const wall_clock begin = wall_clock_at(i.begin, tz);
    const wall_clock end = wall_clock_at(i.end, tz);
    const bool changes = begin.offset != end.offset;
    return fmt::format("{} {}{} - {}{}{}{}", begin.date, begin.time, changes ? begin.offset : "",
                       begin.date == end.date ? "" : end.date, begin.date == end.date ? "" : " ",
                       end.time, changes ? end.offset : "");
}

std::string with_name(std::string_view what, const std::string& name) {
    return name.empty() ? std::string{what} : fmt::format("{}: {}", what, name);
}

std::string reason_text(const explained_interval& i) {
    switch (i.reason) {
    case interval_reason::counted:
        return describe(i.during.length()) + " counted";
    case interval_reason::outside_hours:
        return "outside hours";
    case interval_reason::exception:
        return with_name("closed", i.name);
    case interval_reason::paused:
        return with_name("paused", i.name);
    case interval_reason::stopped:
        return with_name("stopped", i.name);
    case interval_reason::waiting:
        return "waiting to start";
    case interval_reason::no_limit:
        return "nothing promised";
    case interval_reason::forgotten:
        return "forgotten, the clock began anew";
    }
    return "unknown";
}

/// In the limit's own time.
std::string own_time(elapsed amount, const target_duration& within) {
    const bool is_working =
        std::holds_alternative<working>(within) || std::holds_alternative<business_days>(within);
    return is_working ? describe(working{amount}) : describe(amount);
}

/// The event without its time.
std::string cause_text(const stretch& s, const policy_book& book, const timeline& ticket,
                       const zone& tz) {
    if (s.cause >= ticket.events().size())
        return {};
    const event& e = ticket.events()[s.cause];
    return fmt::format(" ({})", describe(e, book, tz).substr(describe(e.at, tz).size() + 1));
}

std::string sum_text(const verdict& v, const policy_book& book) {
    if (!v.limit)
        return fmt::format("in all {} without a limit", describe(v.spent.elapsed));
    const target_duration& within = book.within(*v.limit);
    return fmt::format("in all {} of {} counted", own_time(v.counted, within),
                       own_time(v.allowed, within));
}

} // namespace

const char* describe(stretch_kind kind) noexcept {
    switch (kind) {
    case stretch_kind::waiting:
        return "waiting";
    case stretch_kind::running:
        return "running";
    case stretch_kind::paused:
        return "paused";
    case stretch_kind::stopped:
        return "stopped";
    case stretch_kind::forgotten:
        return "forgotten";
    case stretch_kind::carried_over:
        return "carried over";
    }
    return "unknown";
}

std::string describe(const explained_interval& i, const zone& tz) {
    return fmt::format("{}  {}", span_text(i.during, tz), reason_text(i));
}

std::string describe(const stretch& s, const policy_book& book, const timeline& ticket,
                     const zone& tz) {
    if (s.kind == stretch_kind::carried_over) {
        const wall_clock at = wall_clock_at(s.during.begin, tz);
        const bool less = s.counted < elapsed{0};
        return fmt::format("{} {}  {} {} counted: carried over{}", at.date, at.time,
                           describe(less ? -s.counted : s.counted), less ? "less" : "more",
                           cause_text(s, book, ticket, tz));
    }
    std::string out;
    for (const explained_interval& i : intervals(book, ticket, s)) {
        if (!out.empty())
            out += '\n';
        out += describe(i, tz);
    }
    return out;
}

std::string describe(const explanation& why, const explained_cycle& of, const policy_book& book,
                     const timeline& ticket, const zone& tz) {
    std::string out = describe(of.verdict, book, tz);
    const auto add = [&out](std::string_view lines) {
        out += "\n  ";
        for (const char c : lines) {
            out += c;
            if (c == '\n')
                out += "  ";
        }
    };
    std::optional<limit_id> limit;
    bool is_first = true;
    for (const stretch& s : why.stretches(of)) {
        if (!is_first && s.limit != limit) {
            const wall_clock at = wall_clock_at(s.during.begin, tz);
            add(fmt::format("{} {}  from here on {}{}", at.date, at.time,
                            s.limit ? describe(book.within(*s.limit)) : "nothing is promised",
                            s.kind == stretch_kind::paused ? "" : cause_text(s, book, ticket, tz)));
        }
        limit = s.limit;
        is_first = false;
        add(describe(s, book, ticket, tz));
    }
    if (!is_first)
        add(sum_text(of.verdict, book));
    return out;
}

std::string describe(const explanation& why, const policy_book& book, const timeline& ticket,
                     const zone& tz) {
    std::string out;
    for (const explained_cycle& c : why.cycles()) {
        if (!out.empty())
            out += '\n';
        out += describe(why, c, book, ticket, tz);
    }
    return out;
}

std::string describe(const policy_trial& trial, const policy_book& book) {
    const std::string& name = book.name(trial.policy);
    switch (trial.outcome) {
    case trial_outcome::matched:
        return name + ": matches";
    case trial_outcome::another_first:
        return name + ": would match, but an earlier one does";
    case trial_outcome::stands_back:
        return name + ": stands back, another one matches";
    case trial_outcome::condition_fails:
        return fmt::format("{}: does not match, {} decides", name, trial.failed);
    case trial_outcome::not_in_force:
        return name + ": is not in force";
    }
    return name;
}

std::string describe(std::span<const policy_trial> trials, const policy_book& book) {
    std::string out;
    for (const policy_trial& t : trials) {
        if (!out.empty())
            out += '\n';
        out += describe(t, book);
    }
    return out;
}

} // namespace sla::inline v1
