// SPDX-License-Identifier: MIT
//
// What happened to a ticket and how it stands, in words.

#include "describe_text.hpp"
#include <sla/describe.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

namespace sla::inline v1 {

using detail::amount;
using detail::number_of;
using std::back_inserter;

namespace detail {

std::string amount(const time_amount& a) {
    std::string out = describe(a.elapsed);
    if (a.working && a.working->length() != a.elapsed)
        fmt::format_to(back_inserter(out), " ({})", describe(*a.working));
    return out;
}

} // namespace detail

namespace {

bool is_open(const verdict& v) {
    return v.stopped == never &&
           (v.state == clock_state::running || v.state == clock_state::paused ||
            v.state == clock_state::breached);
}

/// "next response (3rd cycle, 1 earlier one late)".
std::string clock_text(const verdict& v, const policy_book& book) {
    std::string out = book.name(v.metric);
    if (v.cycle == 0)
        return out;
    fmt::format_to(back_inserter(out), " ({} cycle", detail::ordinal(std::uint64_t{v.cycle} + 1));
    if (v.past_breaches != 0)
        fmt::format_to(back_inserter(out), ", {} late", number_of(v.past_breaches, "earlier one"));
    return out + ")";
}

std::string state_text(const verdict& v, const zone& tz) {
    std::string out = describe(v.state);
    if (v.is_warned())
        out += " (warned)";
    if (v.state == clock_state::cancelled)
        fmt::format_to(back_inserter(out), " {} after {}", describe(v.stopped, tz),
                       amount(v.spent));
    if (v.paused_since != never)
        fmt::format_to(back_inserter(out), "{} since {}",
                       v.state == clock_state::paused ? "" : ", paused",
                       describe(v.paused_since, tz));
    return out;
}

/// "due Mon ... (4 h working time from Fri ...)".
std::string due_text(const verdict& v, const policy_book& book, const zone& tz) {
    const std::string promise =
        fmt::format("{} from {}", describe(book.within(*v.limit)), describe(v.started, tz));
    std::string due = describe(v.deadline, tz);
    switch (v.basis) {
    case deadline_basis::none:
        return fmt::format("no deadline before the year 10000 ({})", promise);
    case deadline_basis::limit:
        return fmt::format("due {} ({})", due, promise);
    case deadline_basis::projected:
        return fmt::format("due {} if resumed now ({})", due, promise);
    case deadline_basis::manual:
        return fmt::format("due {}, set by hand ({})", due, promise);
    }
    return due;
}

/// In whole percent, rounded down: 100 is not said before everything is used up.
std::int64_t percent_of(const verdict& v) {
    return v.allowed.count() > 0
               ? v.counted.count() / v.allowed.count() * 100 +
                     v.counted.count() % v.allowed.count() * 100 / v.allowed.count()
               : 100;
}

/// The first instant at which the present deadline is missed.
instant late_from(const verdict& v, const policy_book& book) {
    if (v.deadline == never)
        return never;
    const met_when met = book.target_of(*v.limit).options.met;
    return met == met_when::at_or_before ? v.deadline + elapsed{1} : v.deadline;
}

void add_steps(std::string& out, const verdict& v, const policy_book& book, const zone& tz) {
    const target_definition& target = book.target_of(*v.limit);
    for (std::size_t i = 0; i < target.steps.size() && i < v.steps.size(); ++i)
        if (v.steps[i] != never)
            fmt::format_to(back_inserter(out), "; \"{}\" at {}", target.steps[i].name,
                           describe(v.steps[i], tz));
    if (is_open(v) && v.next_change != never &&
        (v.state == clock_state::breached || v.next_change < late_from(v, book)))
        fmt::format_to(back_inserter(out), "; next change {}", describe(v.next_change, tz));
    if (v.credit_band != 0 && v.credit_band <= target.credits.size())
        fmt::format_to(back_inserter(out), "; credit {}",
                       describe(target.credits[std::size_t{v.credit_band} - 1].due));
}

} // namespace

const char* describe(clock_state state) noexcept {
    switch (state) {
    case clock_state::not_applicable:
        return "not applicable";
    case clock_state::not_started:
        return "not started";
    case clock_state::running:
        return "running";
    case clock_state::paused:
        return "paused";
    case clock_state::met:
        return "met";
    case clock_state::breached:
        return "breached";
    case clock_state::cancelled:
        return "cancelled";
    }
    return "unknown";
}

const char* describe(deadline_basis basis) noexcept {
    switch (basis) {
    case deadline_basis::none:
        return "no deadline";
    case deadline_basis::limit:
        return "by the limit";
    case deadline_basis::projected:
        return "if resumed now";
    case deadline_basis::manual:
        return "set by hand";
    }
    return "unknown";
}

const char* describe(event_kind kind) noexcept {
    return name_of(kind);
}

std::string describe(const event& e, const policy_book& book, const zone& tz) {
    std::string out = describe(e.at, tz) + ' ';
    const auto named = [&](std::string_view between, bool is_there, std::string_view name) {
        if (is_there)
            fmt::format_to(back_inserter(out), "{}{}", between, name.empty() ? "(other)" : name);
    };
    if (e.kind == event_kind::attribute_changed) {
        fmt::format_to(back_inserter(out), "{} changed to ", name_of(e.which));
        named("", true, e.value == value_id::none ? "nothing" : book.name(e.which, e.value));
        return out;
    }
    out += describe(e.kind);
    switch (e.kind) {
    case event_kind::message:
        fmt::format_to(back_inserter(out), " by {}{}", describe(e.by),
                       e.visible == visibility::internal ? ", internal" : "");
        break;
    case event_kind::status_changed:
        named(" to ", e.name != event_name::none, book.name(e.name));
        break;
    case event_kind::stage_entered:
    case event_kind::stage_left:
    case event_kind::custom:
        named(": ", e.name != event_name::none, book.name(e.name));
        break;
    case event_kind::assigned:
        if (e.person != person_id::nobody)
            fmt::format_to(back_inserter(out), " to {}", static_cast<std::uint32_t>(e.person));
        break;
    case event_kind::due_changed:
        fmt::format_to(back_inserter(out), ": {}, {}", book.name(e.metric),
                       e.due == never ? "cleared" : describe(e.due, tz));
        break;
    default:
        break;
    }
    return out;
}

std::string describe(const verdict& v, const policy_book& book, const zone& tz) {
    std::string out = fmt::format("{}: {}", clock_text(v, book), state_text(v, tz));
    if (v.state == clock_state::not_applicable || !v.limit)
        return out + "; nothing is promised";
    if (v.started == never)
        return fmt::format("{}; {} from its start", out, describe(book.within(*v.limit)));
    fmt::format_to(back_inserter(out), "; {}", due_text(v, book, tz));
    if (v.stopped != never && v.state != clock_state::cancelled)
        fmt::format_to(back_inserter(out), "; done {} after {}", describe(v.stopped, tz),
                       amount(v.spent));
    if ((v.state == clock_state::running || v.state == clock_state::paused) && v.deadline != never)
        fmt::format_to(back_inserter(out), "; {} left, {} % used", amount(v.remaining),
                       percent_of(v));
    if (v.breached_at != never) {
        if (v.overdue.elapsed > elapsed{0})
            fmt::format_to(back_inserter(out), "; {} {}", amount(v.overdue),
                           v.stopped == never ? "overdue" : "late");
        else
            fmt::format_to(back_inserter(out), "; late since {}", describe(v.breached_at, tz));
    }
    add_steps(out, v, book, tz);
    return out;
}

std::string describe(const evaluation& e, const policy_book& book, const zone& tz) {
    std::string out =
        fmt::format("policy: {}", e.policy() ? book.name(*e.policy()) : "none matches");
    for (const verdict& v : e) {
        out += '\n';
        if (e.policy() != v.policy)
            fmt::format_to(back_inserter(out), "{}, ", book.name(v.policy));
        out += describe(v, book, tz);
    }
    if (e.omitted() != 0)
        fmt::format_to(back_inserter(out), "\nnot shown: {}",
                       number_of(static_cast<std::int64_t>(e.omitted()), "clock"));
    return out;
}

} // namespace sla::inline v1
