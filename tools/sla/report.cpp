// SPDX-License-Identifier: MIT
//
// sla report: how many promises were kept, by whom, when, and how long it took.

#include "commands.hpp"
#include "eval_output.hpp"
#include "io.hpp"
#include "policy.hpp"
#include "problems.hpp"
#include "report_groups.hpp"
#include "report_output.hpp"
#include "text.hpp"
#include "tickets.hpp"
#include "times.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace tool {

namespace {

std::vector<option> options_of_report() {
    std::vector<option> out{
        {"by", "LIST",
         "a line for each priority, channel, tier, category, group, customer or\n"
         "policy; several: --by priority,channel"},
        {"per", "PERIOD", "and for each day, week, month, quarter or year of creation", false,
         "day|week|month|quarter|year"},
        {"metric", "NAME", "only this clock; again for each", true},
        {"within", "TIME", "also how many took at most so long: \"1h\", \"30 min\"; up to four",
         true},
        {"percentiles", "LIST", "without it, 50,90,95"},
        {"time", "KIND", "what is measured: elapsed time, or working time of the calendars", false,
         "elapsed|working"},
        {"open", "HOW", "what clocks that still run and are not late are in the share kept", false,
         "excluded|as_of_now|worst_case"},
        {"cycles", "WHICH", "of clocks that run again and again, the last run or all", false,
         "last|all"},
        {"format", "FORM", "text, csv or json", false, "text|csv|json"},
        {"max-groups", "N", "how many lines there may be; without it, 2000"},
    };
    for (const option& o : ticket_options())
        out.push_back(o);
    return out;
}
const std::vector<option> report_options = options_of_report();

[[noreturn]] void wrong_value(std::string place, std::string message, std::string expected,
                              std::string_view saw, std::string hint = {}) {
    stop_with({.code = "arguments.unknown_value",
               .place = std::move(place),
               .message = std::move(message),
               .expected = std::move(expected),
               .saw = in_quotes(saw),
               .hint = std::move(hint)});
}

std::uint64_t number(std::string_view text, const char* place, std::uint64_t least,
                     std::uint64_t most) {
    std::uint64_t out = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size() || out < least || out > most)
        wrong_value(place, "this is not such a number",
                    "a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                    text);
    return out;
}

void read_dimensions(const arguments& given, report_wish& wish) {
    const auto by = given.given("by");
    if (!by)
        return;
    const std::vector<std::string> known = dimension_names();
    for (const std::string& name : split(*by, ',')) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            wrong_value("--by", "there is no such thing to report by", listed(known), name,
                        did_you_mean(name, known));
        if (std::find(wish.by.begin(), wish.by.end(), name) != wish.by.end())
            wrong_value("--by", "this stands there twice", "each once", name);
        wish.by.push_back(name);
    }
}

void read_metrics(const policy& p, const arguments& given, report_wish& wish) {
    std::vector<std::string> known;
    for (const sla::policy_definition& policy : p.definition.policies)
        for (const sla::target_definition& t : policy.targets)
            if (std::find(known.begin(), known.end(), t.metric) == known.end())
                known.push_back(t.metric);
    wish.metrics = given.values("metric");
    for (const std::string& name : wish.metrics)
        if (std::find(known.begin(), known.end(), name) == known.end())
            wrong_value("--metric", "the policy promises nothing of this name", listed(known), name,
                        did_you_mean(name, known));
    if (wish.metrics.empty())
        wish.metrics = std::move(known);
}

report_wish wish_of(const policy& p, const arguments& given, const time_options& times) {
    report_wish out;
    read_dimensions(given, out);
    read_metrics(p, given, out);
    out.per = given.value("per");
    out.zone = times.zone.value_or(sla::zone::utc());
    for (const std::string& text : given.values("within")) {
        const auto length = read_length(text);
        if (!length)
            wrong_value("--within", "this is not a length of time", "for example 1h or \"30 min\"",
                        text);
        out.within.push_back(*length);
    }
    if (const auto list = given.given("percentiles")) {
        out.percentiles.clear();
        for (const std::string& text : split(*list, ','))
            out.percentiles.push_back(static_cast<int>(number(text, "--percentiles", 1, 100)));
    }
    out.what = given.value("time") == "working" ? sla::verdict_length::working_spent
                                                : sla::verdict_length::spent;
    const std::string_view open = given.value("open");
    out.open = open == "as_of_now"    ? sla::open_clocks::as_of_now
               : open == "worst_case" ? sla::open_clocks::worst_case
                                      : sla::open_clocks::excluded;
    out.all_cycles = given.value("cycles") == "all";
    if (const auto most = given.given("max-groups"))
        out.most_groups = number(*most, "--max-groups", 1, 1'000'000);
    return out;
}

} // namespace

const command report_command{
    "report",
    "POLICY TICKETS",
    2,
    2,
    "Counts how many promises were kept, and how long it took: for each clock a table with the\n"
    "share kept, the mean, percentiles and the longest. Tickets are read as by sla eval.",
    report_options,
    "Memory grows with the lines of the report, not with the tickets. Percentiles are exact for\n"
    "up to 1,000 tickets in a line, and within 0.8 % beyond. Shares are rounded down.\n"
    "Exit status: as of sla eval.",
    "sla report policy.json tickets.ndjson --by priority,channel\n"
    "sla report policy.json tickets.csv --per week --within 1h --metric \"first response\"\n"
    "sla report policy.json tickets.csv --by category --format csv --as-of 2026-03-01T00:00:00Z"};

ending run_report(const arguments& given) {
    const policy p = load_policy(given.words()[0]);
    time_options times = times_of(p, given);
    as_of_choice as_of{given, times};
    report_groups groups{p, wish_of(p, given, times)};
    input from{given.words()[1]};
    line_reader lines{from};
    const auto tickets = open_tickets(p, given, lines, times);
    problems wrong{given, from.name(), "ticket"};
    for (const std::string& note : tickets->notes())
        wrong.note(note);
    progress bar{!given.has("quiet"), from.size().value_or(0)};

    report_totals totals;
    while (tickets->next()) {
        ++totals.tickets;
        bar.at(from.bytes_read(), totals.tickets);
        const auto& ticket = tickets->ticket();
        if (!ticket.issues().empty()) {
            bar.clear();
            wrong.add(tickets->row(), tickets->id(), ticket.issues());
        }
        if (!ticket)
            continue;
        const sla::instant now = as_of.of(tickets->as_of());
        totals.first_as_of = std::min(totals.first_as_of, now);
        totals.last_as_of =
            totals.last_as_of == sla::never ? now : std::max(totals.last_as_of, now);
        groups.add(*tickets, *ticket, now);
    }
    bar.clear();
    totals.left_out = wrong.bad_rows();
    output out;
    const std::string_view form = given.value("format");
    if (form == "csv")
        out.text = report_csv(groups);
    else if (form == "json")
        out.text = report_json(groups, totals);
    else
        out.text = report_text(groups, totals);
    out.flush();
    if (as_of.was_present())
        wrong.note("as of " + text_of(as_of.present()) +
                   ", the present time (--as-of, or as_of in the tickets, says another)");
    note_liberties(*tickets, times, wrong);
    if (totals.tickets == 0)
        wrong.note("there is no ticket in " + from.name());
    wrong.finish(totals.tickets);
    return wrong.bad_rows() != 0 ? ending::rows_have_mistakes : ending::well;
}

} // namespace tool
