// SPDX-License-Identifier: MIT
#include "tickets.hpp"

#include "text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tool {

namespace {

constexpr std::array<std::string_view, 18> plain_members{
    "id",        "as_of", "tags",     "priority", "channel",        "tier",
    "category",  "group", "customer", "created",  "first_response", "acknowledged",
    "confirmed", "fixed", "resolved", "reopened", "closed",         "events"};
constexpr std::array<std::string_view, 5> prefixes{
    "status:", "stage_entered:", "stage_left:", "custom:", "due:"};
constexpr std::array<std::string_view, 9> event_members{
    "at", "kind", "by", "is", "attribute", "visible", "to", "metric", "due"};

constexpr std::array<option, 12> all_options{{
    {"as-of", "INSTANT",
     "judge as of then; without it as of what a ticket says in as_of,\nelse of now"},
    {"input", "FORM", "ndjson or csv; without it, by the first character", false, "ndjson|csv"},
    {"column", "OURS=THEIRS",
     "the column or member THEIRS holds what tickets have as OURS;\nagain for each", true},
    {"time-format", "FORM", "of times, as in strftime: \"%m/%d/%Y %I:%M:%S %p\""},
    {"zone", "ZONE", "of times without an offset; without it, the zone of the calendars"},
    {"separator", "CHARACTER", "between cells of CSV; without it, a comma"},
    {"empty", "TEXT", "a cell with this is empty, \"?\" say", true},
    {"tolerate", "TIME",
     "an event may be so much earlier than the one before it, \"1 s\" say,\nand counts as of the "
     "same instant"},
    {"strict", "", "columns and members that are not known are mistakes"},
    {"errors", "FORM", "of mistakes in tickets: text or ndjson", false, "text|ndjson"},
    {"quiet", "", "mistakes and the count of them, and nothing else beside the output"},
    {"max-errors", "N", "describe so many tickets with mistakes; the others are counted"},
}};

std::string_view without_prefix(std::string_view ours) {
    constexpr std::string_view attribute = "attribute:";
    return ours.starts_with(attribute) ? ours.substr(attribute.size()) : ours;
}

} // namespace

std::span<const option> ticket_options() {
    return all_options;
}

bool is_ticket_member(std::string_view name) {
    return std::find(plain_members.begin(), plain_members.end(), name) != plain_members.end() ||
           std::any_of(prefixes.begin(), prefixes.end(), [name](std::string_view p) {
               return name.size() > p.size() && name.starts_with(p);
           });
}

bool is_event_member(std::string_view name) {
    return std::find(event_members.begin(), event_members.end(), name) != event_members.end();
}

std::vector<std::string> member_names() {
    std::vector<std::string> out{plain_members.begin(), plain_members.end() - 1};
    out.insert(out.end(), event_members.begin(), event_members.end());
    return out;
}

void note_liberties(const ticket_source& source, const time_options& times, const problems& to) {
    if (const std::uint64_t twice = source.repeated_times() + times.repeated; twice != 0)
        to.note(count_of(twice, "time") +
                " that clocks showed twice in autumn: the first was taken");
    if (const std::uint64_t moved = source.moved_events(); moved != 0)
        to.note(count_of(moved, "event") +
                " moved to the instant of the event before (--tolerate)");
}

time_options times_of(const policy& p, const arguments& given) {
    time_options out{.zone = zone_of_times(p, given), .format = {}};
    if (const auto form = given.given("time-format")) {
        auto read = time_format::of(*form);
        if (!read)
            throw stop{read.issues()};
        out.format = *std::move(read);
    }
    return out;
}

sla::json_ticket_options reader_options(const arguments& given, time_options& times) {
    sla::json_ticket_options out{.zone = times.zone};
    out.unknown = given.has("strict") ? sla::unknown_members::are_mistakes
                                      : sla::unknown_members::are_warnings;
    out.bytes = line_reader::longest_line;
    if (const auto text = given.given("tolerate")) {
        const auto length = read_length(*text);
        if (!length)
            stop_with({.code = "arguments.unknown_value",
                       .place = "--tolerate",
                       .message = "this is not a length of time",
                       .expected = "for example \"1 s\"",
                       .saw = in_quotes(*text)});
        out.tolerance = *length;
    }
    if (times.format)
        out.read_instant = [&times](std::string_view text) {
            return times.format->read(text, times.zone ? &*times.zone : nullptr, times.repeated);
        };
    sla::issue_list issues;
    for (const std::string& pair : given.values("column")) {
        const std::size_t equal = pair.find('=');
        if (equal == std::string::npos || equal == 0 || equal + 1 == pair.size()) {
            issues.push_back({.code = "arguments.column",
                              .place = "--column",
                              .message = "this is not a pair of names",
                              .expected = "--column created=OPEN_DT",
                              .saw = in_quotes(pair)});
            continue;
        }
        const std::string ours{without_prefix(std::string_view{pair}.substr(0, equal))};
        if (!is_ticket_member(ours) && !is_event_member(ours)) {
            issues.push_back({.code = "arguments.column",
                              .place = "--column",
                              .message = "tickets have nothing of this name",
                              .expected = listed(member_names()) +
                                          ", or status:NAME, stage_entered:NAME, stage_left:NAME, "
                                          "custom:NAME, due:METRIC",
                              .saw = in_quotes(ours),
                              .hint = did_you_mean(ours, member_names())});
            continue;
        }
        out.names.push_back({.theirs = pair.substr(equal + 1), .ours = ours});
    }
    if (!issues.empty())
        throw stop{std::move(issues)};
    return out;
}

namespace {

bool looks_like_json(const arguments& given, line_reader& lines) {
    if (const auto form = given.given("input"))
        return *form == "ndjson";
    const std::string_view begin = lines.peek();
    const std::size_t first = begin.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos || begin[first] == '{' || begin[first] == '[';
}

char separator_of(const arguments& given) {
    std::string_view out = ",";
    if (const auto said = given.given("separator"))
        out = *said == "\\t" || *said == "tab" ? "\t" : *said;
    if (out.size() != 1 || out == "\"" || out == "\n" || out == "\r")
        stop_with({.code = "arguments.separator",
                   .place = "--separator",
                   .message = "this does not separate cells",
                   .expected = "one character, or tab",
                   .saw = in_quotes(out)});
    return out.front();
}

} // namespace

std::unique_ptr<ticket_source> open_tickets(const policy& p, const arguments& given,
                                            line_reader& lines, time_options& times) {
    sla::json_ticket_options options = reader_options(given, times);
    const char separator = separator_of(given);
    if (lines.peek().starts_with("\xEF\xBB\xBF"))
        lines.skip(3);
    if (looks_like_json(given, lines))
        return ndjson_tickets(p, lines, std::move(options));
    return csv_tickets(p, given, lines, separator, std::move(options));
}

as_of_choice::as_of_choice(const arguments& given, const time_options& times)
    : present_{tool::present()} {
    if (const auto text = given.given("as-of"))
        given_ = instant_argument(*text, times, "--as-of");
}

sla::instant as_of_choice::of(sla::instant ticket) {
    if (given_)
        return *given_;
    if (ticket != sla::never)
        return ticket;
    present_used_ = true;
    return present_;
}

sla::instant instant_argument(std::string_view text, const time_options& times,
                              std::string_view place) {
    auto read = sla::instant_from_text(text, times.zone);
    if (read)
        return *read;
    sla::issue_list issues = read.issues();
    for (sla::issue& i : issues) {
        i.place = place;
        if (i.code == "ticket.zone_missing")
            i.hint = "or name a zone: --zone Europe/Berlin";
    }
    throw stop{std::move(issues)};
}

} // namespace tool
