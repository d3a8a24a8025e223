// SPDX-License-Identifier: MIT
//
// sla due: until when, and why.

#include "commands.hpp"
#include "due_answer.hpp"
#include "io.hpp"
#include "policy.hpp"
#include "problems.hpp"
#include "text.hpp"
#include "tickets.hpp"
#include "times.hpp"
#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/json_results.hpp>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tool {

namespace {

constexpr std::array<option, 14> due_options{{
    {"at", "INSTANT",
     "when the ticket was created: \"2026-02-13 16:40\", on a clock of the\n"
     "calendars' zone, or with an offset; without it, now"},
    {"priority", "NAME", "of the ticket; so the next five"},
    {"channel", "NAME"},
    {"tier", "NAME"},
    {"category", "NAME"},
    {"group", "NAME"},
    {"customer", "NAME"},
    {"tag", "NAME", "one of its tags", true},
    {"zone", "ZONE", "of times without an offset; without it, the zone of the calendars"},
    {"explain", "", "every interval, and why the other policies did not match"},
    {"format", "FORM", "text or json", false, "text|json"},
    {"errors", "FORM", "of mistakes in questions: text or ndjson", false, "text|ndjson"},
    {"quiet", "", "no notes"},
    {"max-errors", "N", "describe so many mistakes; the others are counted"},
}};

/// Answers questions, one a line, each before the next is read.
ending answer_all(const policy& p, const arguments& given, time_options& times) {
    if (given.value("format") == "text")
        stop_with({.code = "arguments.format",
                   .place = "--format",
                   .message = "many questions are answered in JSON",
                   .expected = "--format json"});
    sla::json_ticket_options options{.zone = times.zone, .names = {{"at", "created"}}};
    sla::ticket_reader reader{p.book, std::move(options)};
    const sla::zone zone = times.zone.value_or(sla::zone::utc());
    const explaining why = given.has("explain") ? explaining::yes : explaining::no;
    output out;
    input from{"-"};
    from.before_reading = [&out] { out.flush(); };
    line_reader lines{from};
    problems wrong{given, from.name(), "question"};
    std::uint64_t count = 0;
    std::string_view line;
    while (true) {
        const line_reader::outcome what = lines.next(line);
        if (what == line_reader::outcome::end)
            break;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        ++count;
        const auto ticket = reader.read(line);
        if (ticket) {
            append_due(out.text, p, *ticket, reader.id(), lines.number(), zone, why);
        } else {
            // Whoever asked counts on an answer for each question.
            wrong.add(lines.number(), reader.id(), ticket.issues());
            append_refusal(out.text, lines.number(), reader.id(), ticket.issues());
        }
        out.relieve();
    }
    out.flush();
    wrong.finish(count);
    return wrong.bad_rows() != 0 ? ending::rows_have_mistakes : ending::well;
}

sla::ticket_attributes attributes_of(const policy& p, const arguments& given) {
    const std::vector<std::string> tags = given.values("tag");
    const std::vector<std::string_view> views{tags.begin(), tags.end()};
    const sla::ticket_names names{.priority = given.value("priority"),
                                  .channel = given.value("channel"),
                                  .tier = given.value("tier"),
                                  .category = given.value("category"),
                                  .group = given.value("group"),
                                  .customer = given.value("customer"),
                                  .tags = views};
    sla::issue_list issues = p.book.undeclared(names);
    for (sla::issue& i : issues)
        i.place = "--" + i.place;
    if (!issues.empty())
        throw stop{std::move(issues)};
    return p.book.attributes(names);
}

// A slip in a name is no mistake, because tickets have names that no policy mentions.
void note_unmentioned(const policy& p, const arguments& given) {
    for (std::size_t i = 0; i < sla::attribute_count; ++i) {
        const auto which = static_cast<sla::attribute>(i);
        const auto name = given.given(sla::name_of(which));
        if (name && p.book.find_value(which, *name) == sla::value_id::other)
            say("sla: note: no policy mentions " + std::string{sla::name_of(which)} + " " +
                in_quotes(*name) + "\n");
    }
}

std::string facts(const arguments& given) {
    std::string out;
    for (const std::string_view name :
         {"priority", "channel", "tier", "category", "group", "customer"})
        if (const auto value = given.given(name))
            out += ", " + std::string{name} + " " + std::string{*value};
    for (const std::string& tag : given.values("tag"))
        out += ", tagged " + tag;
    return out;
}

} // namespace

const command due_command{
    "due",
    "POLICY [-]",
    1,
    2,
    "Says until when a ticket has to be answered, resolved and so on, and why: the policy that\n"
    "matches, its limit and calendar, and the time that counts and does not. With -, questions "
    "are\n"
    "read from the standard input, a JSON object on each line, and answered one by one.",
    due_options,
    "A question is {\"at\": \"2026-02-13 16:40\", \"priority\": \"P1\", \"tags\": [\"vip\"]}, with "
    "the members\n"
    "of a ticket and an id, if you like.\n"
    "Exit status: 0 answered, 1 the policy has mistakes, 2 some questions had mistakes, 3 nothing\n"
    "could be done.",
    "sla due policy.json --priority P1 --channel email --at \"2026-02-13 16:40\"\n"
    "sla due policy.json --priority P1 --at 2026-02-13T15:40:00Z --explain\n"
    "sla due policy.json - < questions.ndjson"};

ending run_due(const arguments& given) {
    const policy p = load_policy(given.words()[0]);
    time_options times{.zone = zone_of_times(p, given), .format = {}};
    if (given.words().size() == 2) {
        if (given.words()[1] != "-")
            stop_with({.code = "arguments.word_superfluous",
                       .place = "sla due",
                       .message = "this is one word too many",
                       .expected = "- to read questions from the standard input",
                       .saw = in_quotes(given.words()[1])});
        return answer_all(p, given, times);
    }
    const auto at = given.given("at");
    const sla::instant created = at ? instant_argument(*at, times, "--at") : present();
    if (!at && !given.has("quiet"))
        say("sla: note: created " + sla::describe(created, times.zone.value_or(sla::zone::utc())) +
            ", the present time (--at says another)\n");
    const sla::ticket_attributes attributes = attributes_of(p, given);
    if (!given.has("quiet"))
        note_unmentioned(p, given);
    const auto ticket = sla::timeline::of(attributes, {sla::event::created(created)});
    if (!ticket) {
        sla::issue_list issues = ticket.issues();
        for (sla::issue& i : issues)
            i.place = "--at";
        throw stop{std::move(issues)};
    }
    const sla::zone zone = times.zone.value_or(sla::zone::utc());
    const explaining why = given.has("explain") ? explaining::yes : explaining::no;
    output out;
    if (given.value("format") == "json")
        append_due(out.text, p, *ticket, {}, 0, zone, why);
    else
        out.text += due_text(p, *ticket, facts(given), zone, why);
    out.flush();
    return ending::well;
}

} // namespace tool
