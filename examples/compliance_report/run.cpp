// SPDX-License-Identifier: MIT

#include "run.hpp"

#include "columns_file.hpp"
#include "csv_report.hpp"
#include "json_report.hpp"
#include "page.hpp"
#include "report.hpp"
#include "text.hpp"
#include "ticket_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

namespace compliance {

namespace {

namespace chrono = std::chrono;

struct moment {
    sla::instant at{};
    std::string_view from{};
};

/// As of when to judge; empty after a problem.
std::optional<moment> choose_now(const arguments& chosen, const ticket_form& form,
                                 const sla::zone& zone, sla::instant present,
                                 sla::issue_list& problems) {
    const std::string& text = chosen.now.empty() ? form.as_of : chosen.now;
    if (text.empty())
        return moment{present, "the present"};
    // Both were checked when they were read.
    const sla::local_instants shown = zone.instants_of(*read_plain_date(text));
    if (shown.kind == sla::local_kind::skipped || !sla::in_range(shown.first)) {
        problems.push_back({.code = "arguments.now",
                            .place = chosen.now.empty() ? "as of" : "arguments",
                            .message = "clocks have never shown the moment of judging",
                            .expected = fmt::format("a time in {}, 1970 to 9999", zone.name()),
                            .saw = text});
        return std::nullopt;
    }
    return moment{shown.first,
                  chosen.now.empty() ? "as told with the tickets" : "as given by --now"};
}

/// The year around which the calendar is compiled. A wrong guess costs time, nothing else.
chrono::year year_of_interest(const arguments& chosen, const ticket_form& form,
                              sla::instant present) {
    const std::string& text = chosen.now.empty() ? form.as_of : chosen.now;
    const chrono::sys_days day =
        text.empty() ? chrono::floor<chrono::days>(present)
                     : chrono::sys_days{
                           chrono::floor<chrono::days>(*read_plain_date(text)).time_since_epoch()};
    return std::clamp(chrono::year_month_day{day}.year(), chrono::year{1980}, chrono::year{9980});
}

void judge_all(ticket_file& tickets, judge& judge, outcome& out,
               const std::function<void(std::uint64_t)>& progress) {
    while (true) {
        std::optional<sla::issue> problem;
        switch (tickets.next()) {
        case ticket_file::outcome::end:
            return;
        case ticket_file::outcome::fatal:
            out.problems = tickets.problems();
            return;
        case ticket_file::outcome::unreadable:
            problem = tickets.problem();
            break;
        case ticket_file::outcome::ticket:
            problem = judge.add(tickets);
            break;
        }
        if (problem) {
            judge.add_unreadable(*problem, tickets.line());
            if (out.row_problems.size() < described_rows)
                out.row_problems.push_back(*std::move(problem));
        }
        progress(tickets.bytes_read());
    }
}

/// How to read the tickets: as the policy says, or the file beside them.
sla::result<ticket_form> form_of(const arguments& chosen, const desk_policy& desk) {
    if (chosen.columns.empty() && desk.form)
        return *desk.form;
    std::filesystem::path file = chosen.columns;
    if (chosen.columns.empty())
        file = columns_beside(chosen.tickets);
    sla::result<ticket_form> read = read_columns(file);
    if (!read || !read->zone.empty())
        return read;
    if (desk.document.book.calendars.empty())
        return sla::issue_list{
            {.code = "columns_file.zone_missing",
             .place = file.string(),
             .message = "nobody says in which zone the dates are written",
             .expected = "\"zone = Europe/Berlin\", or a calendar in the policy"}};
    ticket_form form = *std::move(read);
    form.zone = desk.document.book.calendars.front().zone;
    return form;
}

} // namespace

outcome run(const arguments& chosen, const sla::zone_source& zones, sla::instant present,
            const std::function<void(std::uint64_t)>& progress) {
    outcome out;
    const sla::result<desk_policy> desk = read_policy(chosen.policy);
    if (!desk) {
        out.problems = desk.issues();
        return out;
    }
    const sla::result<ticket_form> read = form_of(chosen, *desk);
    if (!read) {
        out.problems = read.issues();
        return out;
    }
    const ticket_form& form = *read;
    sla::result<sla::policy_book> book =
        compile_policy(*desk, zones, year_of_interest(chosen, form, present));
    const sla::result<sla::zone> found = zones(form.zone);
    out.problems = book ? sla::issue_list{} : book.issues();
    if (book && !found)
        out.problems = found.issues();
    if (!out.problems.empty())
        return out;
    out.warnings = book.issues();
    const sla::zone& zone = *found;

    const std::optional<moment> now = choose_now(chosen, form, zone, present, out.problems);
    if (chosen.source == deadline_source::file && form.columns.target.empty())
        out.problems.push_back(
            {.code = "arguments.no_target_column",
             .place = "arguments",
             .message = "--targets-from-data needs to know the column of targets",
             .expected = "\"target\" in the file of columns"});
    if (!chosen.save_policy.empty()) {
        const sla::result<std::string> text = sla::to_json(desk->document);
        if (text)
            out.policy = *text;
        else
            out.problems = text.issues();
    }

    ticket_file tickets{chosen.tickets, form, zone};
    sla::append(out.problems, tickets.problems());
    if (!out.problems.empty())
        return out;

    judge judge{*desk,
                form,
                *book,
                zone,
                {.now = now->at, .listed = chosen.listed, .source = chosen.source}};
    judge_all(tickets, judge, out, progress);
    out.result = judge.result();
    if (!out.problems.empty())
        return out;
    const std::optional<unsigned> goal = chosen.goal ? chosen.goal : desk->goal;
    out.result.metrics = figures_of(judge.clocks(), *desk, zone,
                                    {.period = chosen.period, .goal = goal}, out.warnings);
    const std::string name = std::filesystem::path{chosen.tickets}.filename().string();
    const report_heading heading{.tickets = name,
                                 .now_from = now->from,
                                 .now = now->at,
                                 .repeated_times = tickets.repeated_times(),
                                 .source = chosen.source,
                                 .goal = goal,
                                 .columns = form.columns};
    out.report = render_report(heading, *desk, zone, out.result);
    if (!chosen.html.empty())
        out.html = render_page(heading, *desk, zone, out.result);
    if (!chosen.csv.empty())
        out.csv = render_csv(heading, out.result);
    if (!chosen.json.empty())
        out.json = render_json(heading, *desk, zone, out.result);
    return out;
}

} // namespace compliance
