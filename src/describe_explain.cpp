// SPDX-License-Identifier: MIT
//
// Why a clock stands as it does, in words.

#include "describe_text.hpp"
#include <sla/describe.hpp>

#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <string>
#include <variant>

namespace sla::inline v1 {

using std::back_inserter;

namespace {

/// In the limit's own time.
std::string own_time(elapsed amount, const target_duration& within) {
    const bool is_working =
        std::holds_alternative<working>(within) || std::holds_alternative<business_days>(within);
    return is_working ? describe(working{amount}) : describe(amount);
}

/// "Fri 2026-02-13 15:00 +01:00 to 17:00 +01:00: 2 h counted", "...: closed: Whit Monday".
std::string interval_text(const explained_interval& i, const zone& tz) {
    std::string out = describe(i.during, tz) + ": ";
    if (i.reason == interval_reason::counted)
        out += describe(i.during.length()) + ' ';
    out += describe(i.reason);
    if (!i.name.empty())
        out += (i.reason == interval_reason::exception ? ": " : ", ") + i.name;
    if (!i.source.empty())
        out += " (" + i.source + ')';
    return out;
}

/// Whether another limit may be in force after it.
bool changes_promises(const event& e) {
    return e.kind == event_kind::attribute_changed || e.kind == event_kind::tag_added ||
           e.kind == event_kind::tag_removed;
}

/// The event because of which a limit holds from the begin of a stretch on; without one, its time.
std::string cause_text(const stretch& s, const policy_book& book, const timeline& ticket,
                       const zone& tz) {
    const event* cause = nullptr;
    if (s.cause < ticket.events().size() && ticket.events()[s.cause].at == s.during.begin)
        cause = &ticket.events()[s.cause];
    // A pause is told with the event that paused the clock, which came before.
    for (const event& e : ticket.events())
        if (s.kind == stretch_kind::paused && e.at == s.during.begin && changes_promises(e))
            cause = &e;
    return cause != nullptr ? describe(*cause, book, tz) : describe(s.during.begin, tz);
}

} // namespace

const char* describe(interval_reason reason) noexcept {
    switch (reason) {
    case interval_reason::counted:
        return "counted";
    case interval_reason::outside_hours:
        return "outside hours";
    case interval_reason::exception:
        return "closed";
    case interval_reason::paused:
        return "paused";
    case interval_reason::stopped:
        return "stopped";
    case interval_reason::waiting:
        return "not started yet";
    case interval_reason::no_limit:
        return "nothing was promised";
    case interval_reason::forgotten:
        return "forgotten, the clock began anew";
    }
    return "unknown";
}

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

const char* describe(progress_kind kind) noexcept {
    switch (kind) {
    case progress_kind::waiting_for_response:
        return "waiting for a response";
    case progress_kind::handled:
        return "handled";
    case progress_kind::over_limit:
        return "over the limit";
    case progress_kind::paused:
        return "paused";
    }
    return "unknown";
}

const char* describe(trial_outcome outcome) noexcept {
    switch (outcome) {
    case trial_outcome::matched:
        return "matches";
    case trial_outcome::another_first:
        return "would match, but another stands before it";
    case trial_outcome::stands_back:
        return "would match, but stands back behind a normal policy";
    case trial_outcome::condition_fails:
        return "does not match";
    case trial_outcome::not_in_force:
        return "is not in force";
    }
    return "unknown";
}

std::string describe(const policy_trial& trial, const policy_book& book) {
    std::string out = fmt::format("{}: {}", book.name(trial.policy), describe(trial.outcome));
    if (!trial.failed.empty())
        fmt::format_to(back_inserter(out), ", {} fails", trial.failed);
    return out;
}

std::string describe(const explained_cycle& of, const explanation& why, const policy_book& book,
                     const timeline& ticket, const zone& tz) {
    const verdict& v = of.verdict;
    std::string out = describe(v, book, tz);
    const stretch* last = nullptr;
    for (const stretch& s : why.stretches(of)) {
        if (last == nullptr || last->limit != s.limit)
            fmt::format_to(back_inserter(out), "\n  {}: {}", cause_text(s, book, ticket, tz),
                           s.limit ? describe(book.within(*s.limit)) : "nothing is promised");
        last = &s;
        if (s.kind == stretch_kind::carried_over) {
            const bool less = s.counted < elapsed{0};
            fmt::format_to(back_inserter(out), "\n  {}: {} {} counted from before",
                           describe(s.during.begin, tz), describe(less ? -s.counted : s.counted),
                           less ? "less" : "more");
        }
        for (const explained_interval& i : intervals(book, ticket, s))
            fmt::format_to(back_inserter(out), "\n  {}", interval_text(i, tz));
    }
    if (last != nullptr && v.limit)
        fmt::format_to(back_inserter(out), "\n  together {} of {}",
                       own_time(v.counted, book.within(*v.limit)),
                       own_time(v.allowed, book.within(*v.limit)));
    return out;
}

std::string describe(const explanation& why, const policy_book& book, const timeline& ticket,
                     const zone& tz) {
    std::string out;
    for (const explained_cycle& c : why.cycles()) {
        if (!out.empty())
            out += '\n';
        out += describe(c, why, book, ticket, tz);
    }
    return out;
}

} // namespace sla::inline v1
