// SPDX-License-Identifier: MIT
#include "options.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace scenarios {
namespace {

constexpr std::array<std::string_view, 6> target_options{"met",    "exact fit",   "retarget",
                                                         "breach", "start hours", "out of hours"};
constexpr std::array<std::string_view, 8> book_options{"choose",     "versions", "on reopen",
                                                       "automation", "solving",  "created by agent",
                                                       "anchor",     "updates"};

constexpr std::array<named<sla::met_when>, 2> met_values{
    {{"at or before", sla::met_when::at_or_before},
     {"strictly before", sla::met_when::strictly_before}}};
constexpr std::array<named<sla::exact_fit>, 2> fit_values{
    {{"close", sla::exact_fit::close}, {"next opening", sla::exact_fit::next_open}}};
constexpr std::array<named<sla::retarget_mode>, 4> retarget_values{
    {{"keep elapsed time", sla::retarget_mode::keep_elapsed_time},
     {"keep elapsed share", sla::retarget_mode::keep_elapsed_share},
     {"restart", sla::retarget_mode::restart},
     {"freeze", sla::retarget_mode::freeze}}};
constexpr std::array<named<sla::breach_mode>, 2> breach_values{
    {{"sticky", sla::breach_mode::sticky}, {"recomputed", sla::breach_mode::recomputed}}};
constexpr std::array<named<sla::reopen_mode>, 4> reopen_values{
    {{"ignore", sla::reopen_mode::ignore},
     {"resume", sla::reopen_mode::resume},
     {"resume without gap", sla::reopen_mode::resume_without_gap},
     {"new cycle", sla::reopen_mode::new_cycle}}};
constexpr std::array<named<sla::policy_choice>, 3> choose_values{
    {{"first match", sla::policy_choice::first_match},
     {"all matching", sla::policy_choice::all_matching},
     {"strictest", sla::policy_choice::strictest}}};
constexpr std::array<named<sla::version_choice>, 4> version_values{
    {{"at creation", sla::version_choice::at_creation},
     {"at cycle start", sla::version_choice::at_cycle_start},
     {"at each event", sla::version_choice::at_each_event},
     {"at now", sla::version_choice::at_now}}};
constexpr std::array<named<sla::counting>, 2> counting_values{
    {{"ignored", sla::counting::ignored}, {"counts", sla::counting::counts}}};
constexpr std::array<named<sla::response_anchor>, 2> anchor_values{
    {{"oldest unanswered", sla::response_anchor::oldest_unanswered},
     {"latest unanswered", sla::response_anchor::latest_unanswered}}};
constexpr std::array<named<sla::recurrence>, 2> update_values{
    {{"independent", sla::recurrence::independent}, {"sequential", sla::recurrence::sequential}}};

/// Puts another form of a built-in metric into its place.
void replace(sla::book_definition& book, const sla::metric_definition& before,
             sla::metric_definition after) {
    const auto found = std::find(book.metrics.begin(), book.metrics.end(), before);
    if (found == book.metrics.end())
        throw unreadable{"this option is for the built-in metric", before.name};
    *found = std::move(after);
}

void set_response_rules(sla::book_definition& book, const sla::response_rules& rules) {
    replace(book, sla::first_response(), sla::first_response(rules));
    replace(book, sla::next_response(),
            sla::next_response(sla::response_anchor::oldest_unanswered, rules));
}

void set_book_option(sla::book_definition& book, std::string_view name, std::string_view value) {
    if (name == "choose") {
        book.choose = value_of(choose_values, value);
    } else if (name == "versions") {
        book.versions = value_of(version_values, value);
    } else if (name == "on reopen") {
        for (sla::metric_definition& metric : book.metrics)
            metric.on_reopen = value_of(reopen_values, value);
    } else if (name == "automation") {
        set_response_rules(book, {.automation = value_of(counting_values, value)});
    } else if (name == "solving") {
        set_response_rules(book, {.solving = value_of(counting_values, value)});
    } else if (name == "created by agent") {
        set_response_rules(book, {.created_by_agent = value_of(counting_values, value)});
    } else if (name == "anchor") {
        replace(book, sla::next_response(), sla::next_response(value_of(anchor_values, value)));
    } else {
        replace(book, sla::periodic_update(), sla::periodic_update(value_of(update_values, value)));
    }
}

} // namespace

bool is_target_option(std::string_view name) {
    return std::find(target_options.begin(), target_options.end(), name) != target_options.end();
}

bool is_option(std::string_view name) {
    return is_target_option(name) ||
           std::find(book_options.begin(), book_options.end(), name) != book_options.end();
}

std::string_view take_option(std::string_view& line) {
    for (const std::string_view name : target_options)
        if (take(line, name))
            return name;
    for (const std::string_view name : book_options)
        if (take(line, name))
            return name;
    throw unreadable{"unknown option", line};
}

void set_target_option(sla::target_options& options, std::string_view name,
                       std::string_view value) {
    if (name == "met")
        options.met = value_of(met_values, value);
    else if (name == "exact fit")
        options.fit = value_of(fit_values, value);
    else if (name == "retarget")
        options.retarget = value_of(retarget_values, value);
    else if (name == "breach")
        options.breach = value_of(breach_values, value);
    else if (name == "start hours")
        options.start_hours = value == "any" ? "" : value;
    else if (value == "none")
        options.out_of_hours.reset();
    else
        options.out_of_hours = read_length(value);
}

void set_option(sla::book_definition& book, std::string_view name, std::string_view value) {
    if (!is_target_option(name)) {
        set_book_option(book, name, value);
        return;
    }
    for (sla::policy_definition& policy : book.policies)
        for (sla::target_definition& target : policy.targets)
            set_target_option(target.options, name, value);
}

void set_option(sla::book_definition& book, std::string_view line) {
    const std::string_view name = take_option(line);
    set_option(book, name, line);
}

sla::reopen_mode read_reopen_mode(std::string_view text) {
    return value_of(reopen_values, text);
}

} // namespace scenarios
