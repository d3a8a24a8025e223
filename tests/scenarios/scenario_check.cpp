// SPDX-License-Identifier: MIT
#include "options.hpp"
#include "scenario.hpp"
#include <sla/evaluate.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::array<named<sla::clock_state>, 7> states{
    {{"not applicable", sla::clock_state::not_applicable},
     {"not started", sla::clock_state::not_started},
     {"running", sla::clock_state::running},
     {"paused", sla::clock_state::paused},
     {"met", sla::clock_state::met},
     {"breached", sla::clock_state::breached},
     {"cancelled", sla::clock_state::cancelled}}};

constexpr std::array<named<sla::deadline_basis>, 4> bases{
    {{"none", sla::deadline_basis::none},
     {"limit", sla::deadline_basis::limit},
     {"projected", sla::deadline_basis::projected},
     {"manual", sla::deadline_basis::manual}}};

constexpr std::array<named<sla::instant sla::verdict::*>, 6> times{
    {{"started", &sla::verdict::started},
     {"stopped", &sla::verdict::stopped},
     {"paused since", &sla::verdict::paused_since},
     {"due", &sla::verdict::deadline},
     {"late from", &sla::verdict::breached_at},
     {"next change", &sla::verdict::next_change}}};

constexpr std::array<named<sla::time_amount sla::verdict::*>, 3> amounts{
    {{"spent", &sla::verdict::spent},
     {"left", &sla::verdict::remaining},
     {"overdue", &sla::verdict::overdue}}};

/// What a cell says and what the library says, both in the words of the table.
struct comparison {
    std::string expected;
    std::string saw;
};

// -- one cell ----------------------------------------------------------------------------------

/// "67 h, 3 h working": each kind of time that the cell names.
comparison compare_amount(std::string_view cell, const sla::time_amount& seen) {
    if (cell == "unlimited")
        return {std::string{cell}, seen.elapsed == sla::elapsed::max() && !seen.working
                                       ? "unlimited"
                                       : write_length(seen.elapsed)};
    comparison out;
    for (const std::string_view part : split(cell, ", ")) {
        const char* const comma = out.expected.empty() ? "" : ", ";
        const sla::length length = read_length(part);
        if (const auto* const working = std::get_if<sla::working>(&length)) {
            out.expected += comma + write_length(working->length()) + " working";
            out.saw += comma + (seen.working ? write_length(seen.working->length()) + " working"
                                             : std::string{"no working time"});
        } else {
            out.expected += comma + write_length(std::get<sla::elapsed>(length));
            out.saw += comma + (seen.elapsed == sla::elapsed::max() ? "unlimited"
                                                                    : write_length(seen.elapsed));
        }
    }
    return out;
}

/// "3 h of 4 h"
comparison compare_used(std::string_view cell, const sla::verdict& v) {
    const auto [counted, allowed] = cut(cell, " of ");
    const auto plain = [](std::string_view text) {
        return write_length(std::get<sla::elapsed>(read_length(text)));
    };
    return {plain(counted) + " of " + plain(allowed),
            write_length(v.counted) + " of " + write_length(v.allowed)};
}

/// "warn the agent 15:00; tell the lead Mon 02-16 09:00"
comparison compare_steps(std::string_view cell, const sla::verdict& v, const sla::policy_book& book,
                         const wall& on) {
    comparison out;
    std::vector<sla::step_definition> steps;
    if (v.limit)
        steps = book.target_of(*v.limit).steps;
    std::string_view rest = cell;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::string& name = steps[i].name;
        if (v.steps[i] != sla::never)
            out.saw += (out.saw.empty() ? "" : "; ") + name + " " + write_time(v.steps[i], on);
        if (take(rest, name)) {
            const auto [time, others] = cut(rest, ";");
            out.expected += (out.expected.empty() ? "" : "; ") + name + " " +
                            write_time(read_time(time, on), on);
            rest = others;
        }
    }
    if (cell != "none" && !rest.empty())
        throw unreadable{"unknown step, or not in the order of the target", rest};
    const auto or_none = [](std::string text) { return text.empty() ? "none" : text; };
    return {or_none(out.expected), or_none(out.saw)};
}

comparison compare_step(std::string_view name, std::string_view cell, const sla::verdict& v,
                        const sla::policy_book& book, const wall& on) {
    if (!v.limit)
        return {std::string{cell}, "no limit"};
    const auto& steps = book.target_of(*v.limit).steps;
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (steps[i].name == name)
            return {write_time(read_time(cell, on), on), write_time(v.steps[i], on)};
    throw unreadable{"unknown step", name};
}

comparison compare(const cell& c, const sla::verdict& v, const sla::policy_book& book,
                   const wall& on) {
    for (const auto& [name, member] : times)
        if (c.column == name)
            return {write_time(read_time(c.text, on), on), write_time(v.*member, on)};
    for (const auto& [name, member] : amounts)
        if (c.column == name)
            return compare_amount(c.text, v.*member);
    if (c.column == "state")
        return {name_of(states, value_of(states, c.text)), name_of(states, v.state)};
    if (c.column == "basis")
        return {name_of(bases, value_of(bases, c.text)), name_of(bases, v.basis)};
    if (c.column == "policy")
        return {c.text, book.name(v.policy)};
    if (c.column == "cycle")
        return {std::to_string(number(c.text)), std::to_string(v.cycle + 1)};
    if (c.column == "past breaches")
        return {std::to_string(number(c.text)), std::to_string(v.past_breaches)};
    if (c.column == "warned")
        return {c.text, v.is_warned() ? "yes" : "no"};
    if (c.column == "credit")
        return {c.text, v.credit_band == 0 ? "none" : "band " + std::to_string(v.credit_band)};
    if (c.column == "used")
        return compare_used(c.text, v);
    if (c.column == "steps")
        return compare_steps(c.text, v, book, on);
    if (c.column.starts_with("step "))
        return compare_step(c.column.substr(5), c.text, v, book, on);
    throw unreadable{"a column that needs no clock", c.column};
}

comparison compare_ticket(const cell& c, const sla::evaluation& e, const sla::policy_book& book,
                          const wall& on) {
    if (c.column == "policy")
        return {c.text, e.policy() ? book.name(*e.policy()) : "none"};
    if (c.column == "next change")
        return {write_time(read_time(c.text, on), on), write_time(e.next_change(), on)};
    if (c.column != "clocks")
        throw unreadable{"a column that needs a clock", c.column};
    const bool with_policy = c.text.find(": ") != std::string::npos;
    std::string saw;
    for (const sla::verdict& v : e.verdicts())
        saw += (saw.empty() ? "" : "; ") + (with_policy ? book.name(v.policy) + ": " : "") +
               book.name(v.metric);
    return {c.text, saw.empty() ? "none" : saw};
}

// -- one row -----------------------------------------------------------------------------------

/// A row's ticket in a row's book.
struct judged {
    sla::policy_book book;
    sla::timeline ticket;
    sla::version_choice versions;
};

sla::policy_book compile_book(const sla::book_definition& definition) {
    const auto compiled = sla::compile(definition, zones());
    for (const sla::issue& i : compiled.issues())
        if (i.severity == sla::severity::error)
            UNSCOPED_INFO(i.place << ": " << i.message);
    REQUIRE(compiled.has_value());
    return *compiled;
}

/// "priority P1, channel e-mail, tag vip"
sla::ticket_attributes read_ticket(std::string_view text, const sla::policy_book& book) {
    sla::ticket_attributes ticket = book.attributes({});
    for (std::string_view part : split(text, ", ")) {
        if (part.empty())
            continue;
        if (take(part, "tag")) {
            ticket.add(book.find_tag(part));
            continue;
        }
        const sla::attribute which = attribute_of(take_word(part));
        ticket.set(which, book.find_value(which, part));
    }
    return ticket;
}

judged prepare(const scenario& what, const row& r) {
    sla::book_definition definition = *what.book;
    std::string ticket = what.ticket;
    for (const std::string& option : what.options)
        set_option(definition, option);
    for (const cell& c : r.cells) {
        if (is_option(c.column))
            set_option(definition, c.column, c.text);
        if (c.column == "ticket")
            ticket = c.text;
    }
    sla::policy_book book = compile_book(definition);
    std::vector<sla::event> events;
    for (const happening& event : what.events)
        events.push_back(event.in(book));
    auto timeline = sla::timeline::of(read_ticket(ticket, book), events);
    std::vector<std::string> warnings;
    for (const sla::issue& i : timeline.issues())
        warnings.push_back(i.code);
    CHECK(warnings == what.warnings);
    REQUIRE(timeline.has_value());
    return {std::move(book), *timeline, definition.versions};
}

/// "resolution", "Gold: resolution", "next response, cycle 2"
std::optional<sla::verdict> find_clock(std::string_view clock, const judged& j, sla::instant now) {
    const auto [name, cycle] = cut(clock, ", cycle ");
    const auto [policy, metric] = name.find(": ") == std::string_view::npos
                                      ? std::pair{std::string_view{}, name}
                                      : cut(name, ": ");
    const std::optional<sla::metric_id> id = j.book.find_metric(metric);
    if (!id)
        throw unreadable{"unknown metric", metric};
    const sla::evaluation present = sla::evaluate(j.book, j.ticket, now);
    std::vector<sla::verdict> all{present.begin(), present.end()};
    if (!cycle.empty())
        all = sla::all_cycles(j.book, j.ticket, now);
    for (const sla::verdict& v : all)
        if (v.metric == *id && (policy.empty() || j.book.name(v.policy) == policy) &&
            (cycle.empty() || v.cycle + 1 == static_cast<unsigned>(number(cycle))))
            return v;
    return {};
}

/// What stays as it is until the next change.
sla::verdict without_amounts(sla::verdict v) {
    v.spent = v.remaining = v.overdue = {};
    v.counted = {};
    if (v.basis == sla::deadline_basis::projected)
        v.deadline = sla::never;
    return v;
}

bool same_but_amounts(const sla::evaluation& a, const sla::evaluation& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return without_amounts(x) == without_amounts(y);
    });
}

/// One timer is enough: nothing but amounts moves before it rings, and something does when it does.
void check_next_change(const judged& j, const sla::evaluation& present, sla::instant now) {
    const sla::instant next = present.next_change();
    if (next == sla::never)
        return;
    CHECK(next > now);
    const auto nothing_happens = [&](const sla::event& e) { return e.at <= now || e.at > next; };
    if (!std::all_of(j.ticket.events().begin(), j.ticket.events().end(), nothing_happens))
        return;
    CHECK(same_but_amounts(present, sla::evaluate(j.book, j.ticket, next - 1ms)));
    // A version that begins may change nothing for this ticket.
    if (j.versions != sla::version_choice::at_now)
        CHECK_FALSE(same_but_amounts(present, sla::evaluate(j.book, j.ticket, next)));
}

void check_cells(const row& r, const judged& j, const sla::evaluation& present) {
    const auto clock = std::find_if(r.cells.begin(), r.cells.end(),
                                    [](const cell& c) { return c.column == "clock"; });
    std::optional<sla::verdict> found;
    if (clock != r.cells.end()) {
        found = find_clock(clock->text, j, r.now);
        if (!found) {
            FAIL_CHECK("there is no such clock");
            return;
        }
    }
    for (const cell& c : r.cells) {
        if (c.column == "clock" || c.column == "ticket" || is_option(c.column))
            continue;
        const comparison both =
            found ? compare(c, *found, j.book, r.on) : compare_ticket(c, present, j.book, r.on);
        INFO(c.column << ": expected " << both.expected << ", saw " << both.saw);
        CHECK(both.saw == both.expected);
    }
}

} // namespace

void check(const std::string& file_name, const scenario& what) {
    for (const row& r : what.rows) {
        INFO(file_name << ":" << r.line << ": " << what.title << "\n" << r.text);
        try {
            const judged j = prepare(what, r);
            const sla::evaluation present = sla::evaluate(j.book, j.ticket, r.now);
            check_cells(r, j, present);
            check_next_change(j, present, r.now);
        } catch (const unreadable& mistake) {
            FAIL_CHECK(mistake.what());
        }
    }
}

} // namespace scenarios
