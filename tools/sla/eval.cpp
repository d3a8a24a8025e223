// SPDX-License-Identifier: MIT
//
// sla eval: verdicts on tickets, as long as there are any.

#include "commands.hpp"
#include "eval_output.hpp"
#include "io.hpp"
#include "policy.hpp"
#include "problems.hpp"
#include "text.hpp"
#include "tickets.hpp"
#include <sla/evaluate.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace tool {

namespace {

std::vector<option> options_of_eval() {
    std::vector<option> out{
        {"format", "FORM", "ndjson (a line for each ticket), csv (a line for each clock) or text",
         false, "ndjson|csv|text"},
        {"explain", "", "adds every interval that counted or not, and why (not csv)"},
    };
    for (const option& o : ticket_options())
        out.push_back(o);
    return out;
}
const std::vector<option> eval_options = options_of_eval();

std::unique_ptr<verdict_output> output_of(const arguments& given, const policy& p,
                                          const time_options& times, output& out) {
    const std::string_view form = given.value("format");
    const bool explain = given.has("explain");
    if (form == "csv" && explain)
        stop_with({.code = "arguments.explain_csv",
                   .place = "--explain",
                   .message = "an explanation does not fit into the lines of a table",
                   .expected = "--format ndjson or --format text"});
    const explaining why = explain ? explaining::yes : explaining::no;
    if (form == "csv")
        return csv_verdicts(p, out);
    if (form == "text")
        return text_verdicts(p, times.zone.value_or(sla::zone::utc()), why, out);
    return ndjson_verdicts(p, why, out);
}

} // namespace

const command eval_command{
    "eval",
    "POLICY TICKETS",
    2,
    2,
    "Judges tickets, from a file or a pipe (-) of any length, and writes their verdicts.\n"
    "TICKETS is newline-delimited JSON or CSV with a line of column names.",
    eval_options,
    "OURS is id, priority, channel, tier, category, group, customer, tags, as_of, created,\n"
    "first_response, acknowledged, confirmed, fixed, resolved, reopened, closed, status:NAME,\n"
    "stage_entered:NAME, stage_left:NAME, custom:NAME or due:METRIC; of a file with a row for "
    "each\n"
    "event at, kind, by, is, attribute, visible, to, metric and due.\n"
    "Exit status: 0 all tickets were judged, 1 the policy has mistakes, 2 some tickets had "
    "mistakes\n"
    "and were left out, 3 nothing could be done.",
    "sla eval policy.json tickets.ndjson\n"
    "sla eval policy.json tickets.csv --as-of \"2026-02-13 18:00\" --format csv\n"
    "zcat tickets.ndjson.gz | sla eval policy.json - | jq -c 'select(.verdicts[].state == "
    "\"breached\")'\n"
    "sla eval policy.json export.csv --column id=NUMBER --column created=OPENED --column "
    "category=TYPE --time-format '%m/%d/%Y %I:%M:%S %p' --zone America/New_York"};

ending run_eval(const arguments& given) {
    const policy p = load_policy(given.words()[0]);
    time_options times = times_of(p, given);
    as_of_choice as_of{given, times};
    output out;
    const std::unique_ptr<verdict_output> verdicts = output_of(given, p, times, out);
    input from{given.words()[1]};
    from.before_reading = [&out] { out.flush(); };
    line_reader lines{from};
    const std::unique_ptr<ticket_source> tickets = open_tickets(p, given, lines, times);
    problems wrong{given, from.name(), "ticket"};
    for (const std::string& note : tickets->notes())
        wrong.note(note);
    progress bar{!given.has("quiet"), from.size().value_or(0)};

    verdicts->begin();
    std::uint64_t count = 0;
    bool said_present = false;
    while (tickets->next()) {
        ++count;
        bar.at(from.bytes_read(), count);
        const auto& ticket = tickets->ticket();
        if (!ticket.issues().empty()) {
            bar.clear();
            wrong.add(tickets->row(), tickets->id(), ticket.issues());
        }
        if (!ticket)
            continue;
        const sla::instant now = as_of.of(tickets->as_of());
        if (as_of.was_present() && !said_present) {
            wrong.note("as of " + text_of(as_of.present()) +
                       ", the present time (--as-of, or as_of in the tickets, says another)");
            said_present = true;
        }
        verdicts->add(tickets->row(), tickets->id(), *ticket, now);
        out.relieve();
    }
    out.flush();
    bar.clear();
    note_liberties(*tickets, times, wrong);
    if (count == 0)
        wrong.note("there is no ticket in " + from.name());
    wrong.finish(count);
    return wrong.bad_rows() != 0 ? ending::rows_have_mistakes : ending::well;
}

} // namespace tool
