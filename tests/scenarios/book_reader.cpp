// SPDX-License-Identifier: MIT
#include "book_reader.hpp"

#include "happenings.hpp"
#include "options.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace scenarios {
namespace {

// -- hours -------------------------------------------------------------------------------------

constexpr std::array<named<weekday>, 7> weekdays{{{"Monday", Monday},
                                                  {"Tuesday", Tuesday},
                                                  {"Wednesday", Wednesday},
                                                  {"Thursday", Thursday},
                                                  {"Friday", Friday},
                                                  {"Saturday", Saturday},
                                                  {"Sunday", Sunday}}};

/// "09:00-12:00, 13:00-17:00" from the front of `text`; "22:00-06:00" ends on the next date.
std::vector<sla::time_range> take_ranges(std::string_view& text) {
    std::vector<sla::time_range> ranges;
    for (bool more = true; more;) {
        std::string_view word = take_word(text);
        more = word.ends_with(',');
        word.remove_suffix(more ? 1 : 0);
        const auto [from, to] = cut(word, "-");
        const seconds begin = read_time_of_day(from);
        const seconds end = read_time_of_day(to);
        ranges.push_back({begin, end > begin ? end : end + 24h});
    }
    return ranges;
}

/// "Monday to Friday 09:00-17:00", "every day 22:00-06:00", "always"
void read_open(sla::weekly_hours& hours, std::string_view text) {
    if (text == "always") {
        hours = sla::around_the_clock();
        return;
    }
    sla::weekday_set which = sla::every_day;
    if (!take(text, "every day")) {
        const weekday first = value_of(weekdays, take_word(text));
        const weekday last = take(text, "to") ? value_of(weekdays, take_word(text)) : first;
        which = first;
        for (weekday day = first; day != last; ++day)
            which = which | (day + days{1});
    }
    hours.set(which, take_ranges(text));
    if (!text.empty())
        throw unreadable{"too much after hours", text};
}

// -- tickets -----------------------------------------------------------------------------------

/// "tier gold or platinum", "tagged vip", "created while open Support", "not channel telephone"
sla::condition read_term(std::string_view text) {
    if (take(text, "not"))
        return sla::unless({read_term(text)});
    if (take(text, "tagged"))
        return sla::tagged(strings(split(text, " or ")));
    if (take(text, "created while open"))
        return sla::created_while_open(strings(split(text, " or ")));
    const sla::attribute which = attribute_of(take_word(text));
    return sla::one_of(which, strings(split(text, " or ")));
}

/// Terms between " and ", or between " or if ".
sla::condition read_condition(std::string_view text) {
    const bool any = text.find(" or if ") != std::string_view::npos;
    std::vector<sla::condition> terms;
    for (const std::string_view term : split(text, any ? " or if " : " and "))
        terms.push_back(read_term(term));
    if (terms.size() == 1)
        return terms.front();
    return any ? sla::any_of(std::move(terms)) : sla::all_of(std::move(terms));
}

/// "priority P1 or P2, channel e-mail"
std::vector<sla::attribute_match> read_match(std::string_view text) {
    std::vector<sla::attribute_match> out;
    for (std::string_view cell : split(text, ", ")) {
        const sla::attribute which = attribute_of(take_word(cell));
        out.push_back({which, strings(split(cell, " or "))});
    }
    return out;
}

// -- steps and credits -------------------------------------------------------------------------

/// "warn the agent at 75 %", "tell the lead 30 min before", "tell the lead 2 h working after"
sla::step_definition read_step(std::string_view text) {
    const auto [name, percent] = cut(text, " at ");
    if (percent.ends_with(" %"))
        return {.name = std::string{name},
                .at = sla::percent_used{number(percent.substr(0, percent.size() - 2))}};
    if (!percent.empty())
        throw unreadable{"not a step", text};
    const auto digit = text.find_first_of("0123456789");
    if (digit == 0 || digit == std::string_view::npos)
        throw unreadable{"not a step", text};
    std::string_view when = text.substr(digit);
    sla::step_definition step{.name = std::string{trim(text.substr(0, digit))}};
    const sla::length length = take_length(when);
    if (when == "before")
        step.at = sla::before_deadline{length};
    else if (when == "after")
        step.at = sla::after_deadline{length};
    else
        throw unreadable{"before or after the deadline?", text};
    return step;
}

/// "10 % late by 0 min", "25 EUR late by 4 h working"
sla::credit_band read_credit(std::string_view text) {
    sla::credit_band band;
    band.due.hundredths = 100 * number(take_word(text));
    const std::string_view unit = take_word(text);
    if (unit != "%") {
        band.due.unit = sla::credit::unit_type::amount;
        band.due.currency = unit;
    }
    if (!take(text, "late by"))
        throw unreadable{"late by how much?", text};
    band.late_by = read_length(text);
    return band;
}

/// A built-in metric by its name; those for a stage or a group are "response in triage", ...
sla::metric_definition built_in(std::string_view name) {
    for (sla::metric_definition& metric : sla::built_in_metrics())
        if (metric.name == name)
            return std::move(metric);
    std::string_view rest = name;
    if (take(rest, "agent work time") && rest.empty())
        return sla::agent_work_time();
    if (take(rest, "requester wait time") && rest.empty())
        return sla::requester_wait_time();
    if (take(rest, "response in"))
        return sla::stage_response(std::string{rest});
    if (take(rest, "handling in"))
        return sla::stage_handling(std::string{rest});
    if (take(rest, "hand-over to"))
        return sla::hand_over(std::string{rest});
    if (take(rest, "response of"))
        return sla::group_response(std::string{rest});
    throw unreadable{"unknown metric", name};
}

} // namespace

// -- lines -------------------------------------------------------------------------------------

void book_reader::begin_again() {
    book_ = {.calendars = std::move(book_.calendars)};
    in_ = section::book;
}

bool book_reader::read(std::string_view line) {
    switch (in_) {
    case section::target:
        if (read_target_line(line))
            return true;
        [[fallthrough]];
    case section::policy:
        if (read_policy_line(line))
            return true;
        break;
    case section::calendar:
        if (read_calendar_line(line))
            return true;
        break;
    case section::metric:
        if (read_metric_line(line))
            return true;
        break;
    case section::book:
        break;
    }
    return read_book_line(line);
}

bool book_reader::read_book_line(std::string_view line) {
    const std::string_view whole = line;
    if (take(line, "times in")) {
        const auto zone = zones()(line);
        if (!zone)
            throw unreadable{"unknown zone", line};
        times_.zone = *zone;
    } else if (take(line, "calendar")) {
        if (!times_.zone)
            throw unreadable{"say first: times in <zone>", whole};
        in_ = section::calendar;
        book_.calendars.push_back({.name = std::string{line}, .zone = times_.zone->name()});
    } else if (take(line, "metric")) {
        begin_metric(line);
    } else if (take(line, "policy")) {
        in_ = section::policy;
        book_.policies.push_back({.name = std::string{line}});
    } else if (take(line, "vocabulary")) {
        const sla::attribute which = attribute_of(take_word(line));
        book_.vocabularies.push_back({which, strings(split(line, ", "))});
    } else if (take(line, "choose") || take(line, "versions")) {
        in_ = section::book;
        set_option(book_, whole);
    } else {
        return false;
    }
    return true;
}

bool book_reader::read_calendar_line(std::string_view line) {
    sla::calendar_definition& calendar = book_.calendars.back();
    if (take(line, "zone")) {
        calendar.zone = line;
        return true;
    }
    if (take(line, "open")) {
        read_open(calendar.hours, line);
        return true;
    }
    const bool closed = take(line, "closed");
    if (!closed && !take(line, "instead"))
        return false;
    sla::day_exception day{.first = read_date(take_word(line))};
    if (!closed)
        day.ranges = take_ranges(line);
    day.name = line;
    calendar.exceptions.push_back(std::move(day));
    return true;
}

void book_reader::begin_metric(std::string_view name) {
    in_ = section::metric;
    metric_ = name;
    const auto found = std::find_if(book_.metrics.begin(), book_.metrics.end(),
                                    [&](const auto& metric) { return metric.name == name; });
    if (found != book_.metrics.end())
        *found = {.name = metric_};
    else
        book_.metrics.push_back({.name = metric_});
}

sla::metric_definition& book_reader::metric() {
    return *std::find_if(book_.metrics.begin(), book_.metrics.end(),
                         [&](const auto& metric) { return metric.name == metric_; });
}

bool book_reader::read_metric_line(std::string_view line) {
    sla::metric_definition& made = metric();
    static constexpr std::array<named<std::vector<sla::event_condition> sla::metric_definition::*>,
                                9>
        conditions{{{"start", &sla::metric_definition::start},
                    {"stop", &sla::metric_definition::stop},
                    {"pause", &sla::metric_definition::pause},
                    {"resume", &sla::metric_definition::resume},
                    {"reset", &sla::metric_definition::reset},
                    {"cancel", &sla::metric_definition::cancel},
                    {"reopen", &sla::metric_definition::reopen},
                    {"after", &sla::metric_definition::after},
                    {"until", &sla::metric_definition::until}}};
    static constexpr std::array<named<sla::recurrence>, 3> recurrences{
        {{"once", sla::recurrence::once},
         {"independent", sla::recurrence::independent},
         {"sequential", sla::recurrence::sequential}}};

    for (const auto& [word, list] : conditions)
        if (take(line, word)) {
            (made.*list).push_back(read_event_condition(line));
            return true;
        }
    if (take(line, "like")) {
        made = built_in(line);
        made.name = metric_;
    } else if (take(line, "paused in")) {
        made = sla::paused_in_status(made, strings(split(line, " or ")));
    } else if (take(line, "counted in")) {
        made = sla::counted_in_status(made, strings(split(line, " or ")));
    } else if (take(line, "on reopen")) {
        made.on_reopen = read_reopen_mode(line);
    } else if (take(line, "repeats")) {
        made.repeats = value_of(recurrences, line);
    } else {
        return false;
    }
    return true;
}

bool book_reader::read_policy_line(std::string_view line) {
    sla::policy_definition& made = policy();
    if (take(line, "when")) {
        made.when = read_condition(line);
    } else if (take(line, "by")) {
        made.calendar = line;
    } else if (take(line, "from")) {
        made.effective_from = read_time(line, times_);
    } else if (take(line, "until")) {
        made.effective_until = read_time(line, times_);
    } else if (line == "fallback") {
        made.role = sla::policy_role::fallback;
    } else if (take(line, "target")) {
        in_ = section::target;
        columns_.clear();
        made.targets.push_back({.metric = std::string{line}});
    } else {
        return false;
    }
    return true;
}

bool book_reader::read_target_line(std::string_view line) {
    if (line.find('|') != std::string_view::npos) {
        read_grid(line);
    } else if (take(line, "by")) {
        target().calendar = line;
    } else if (take(line, "step")) {
        target().steps.push_back(read_step(line));
    } else if (take(line, "credit")) {
        target().credits.push_back(read_credit(line));
    } else if (take(line, "option")) {
        const std::string_view name = take_option(line);
        if (!is_target_option(name))
            throw unreadable{"not an option of a target", name};
        set_target_option(target().options, name, line);
    } else if (line.find(": ") != std::string_view::npos) {
        read_row(line);
    } else {
        return false;
    }
    return true;
}

/// "priority P1 or P2, channel e-mail: 4 h working in Night hours", "otherwise: 24 h"
void book_reader::read_row(std::string_view line) {
    const auto [match, promise] = cut(line, ": ");
    const auto [within, calendar] = cut(promise, " in ");
    target().rows.push_back(
        {.match = match == "otherwise" ? std::vector<sla::attribute_match>{} : read_match(match),
         .within = read_limit(within),
         .calendar = std::string{calendar}});
}

/// "priority by channel | telephone | e-mail", then "P0 | 5 min | 30 min"; "-" promises nothing.
void book_reader::read_grid(std::string_view line) {
    const std::vector<std::string_view> cells = split(line, "|");
    if (columns_.empty()) {
        const auto [left, top] = cut(cells.front(), " by ");
        left_ = attribute_of(left);
        top_ = attribute_of(top);
        columns_ = strings({cells.begin() + 1, cells.end()});
        return;
    }
    if (cells.size() != columns_.size() + 1)
        throw unreadable{"another number of columns", line};
    sla::grid_line row{.value = std::string{cells.front()}, .cells = {}};
    for (std::size_t i = 1; i < cells.size(); ++i)
        row.cells.push_back(cells[i] == "-" ? std::nullopt : std::optional{read_limit(cells[i])});
    const auto rows = sla::grid(left_, top_, columns_, {row});
    target().rows.insert(target().rows.end(), rows.begin(), rows.end());
}

} // namespace scenarios
