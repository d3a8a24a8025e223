// SPDX-License-Identifier: MIT
//
// sla calendar: what opening hours make of times.

#include "commands.hpp"
#include "due_answer.hpp"
#include "io.hpp"
#include "policy.hpp"
#include "problems.hpp"
#include "text.hpp"
#include "tickets.hpp"
#include "times.hpp"
#include <sla/calendar.hpp>
#include <sla/describe.hpp>
#include <sla/json_results.hpp>
#include <sla/json_ticket.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tool {

namespace {

constexpr std::array<option, 5> calendar_options{{
    {"zone", "ZONE", "of times without an offset; without it, the zone of the calendar"},
    {"format", "FORM", "text or json", false, "text|json"},
    {"errors", "FORM", "of mistakes in questions: text or ndjson", false, "text|ndjson"},
    {"quiet", "", "no notes"},
    {"max-errors", "N", "describe so many mistakes; the others are counted"},
}};

enum class form : std::uint8_t { text, json };

/// Where a question has a mistake.
struct refused {
    sla::issue_list issues;
};

struct question {
    std::string operation;
    std::vector<std::string> times;
    std::vector<std::string> places; ///< Of the times, for mistakes in them.
    std::string duration;
};

sla::local_time at_local(const sla::zone& zone, sla::instant t) {
    return zone.to_local(t);
}

class answerer {
public:
    answerer(const sla::calendar& hours, time_options times)
        : hours_{hours}, zone_{hours.time_zone()}, times_{std::move(times)} {}

    /// In JSON: the members after the first brace, with the last one. Throws `refused`.
    std::string answer(const question& q, form as) {
        if (q.operation == "add")
            return add(read(q, 0), q.duration, as);
        if (q.operation == "between")
            return between(read(q, 0), read(q, 1), as);
        if (q.times.size() == 1)
            return open_at(read(q, 0), as);
        return open_between(read(q, 0), read(q, 1), as);
    }

private:
    [[nodiscard]] sla::instant read(const question& q, std::size_t i) const {
        const std::string& text = q.times.at(i);
        auto found = sla::instant_from_text(text, times_.zone);
        if (!found) {
            sla::issue_list issues = found.issues();
            issues.front().place = q.places.at(i);
            throw refused{std::move(issues)};
        }
        if (!sla::in_range(*found))
            throw refused{{{.code = "calendar.out_of_range",
                            .place = q.places.at(i),
                            .message = "the library does not calculate with this instant",
                            .expected = "1970 to 9999",
                            .saw = in_quotes(text)}}};
        return *found;
    }

    std::string member(std::string_view name, sla::instant at) const {
        std::string out = "\"" + std::string{name} + "\":";
        if (at == sla::never)
            return out + "null";
        sla::append_json(out, at);
        return out + ",\"local_" + std::string{name} + "\":\"" + local_text(at, zone_) + "\"";
    }

    sla::instant moved(sla::instant from, const sla::target_duration& by) const {
        const auto elapsed_later = [](sla::instant t, sla::elapsed d) {
            return t == sla::never || d >= sla::end_of_range - t ? sla::never : t + d;
        };
        return std::visit(
            [&](const auto& d) -> sla::instant {
                using kind = std::decay_t<decltype(d)>;
                if constexpr (std::is_same_v<kind, sla::elapsed>)
                    return elapsed_later(from, d);
                else if constexpr (std::is_same_v<kind, sla::working_then_elapsed>)
                    return elapsed_later(hours_.add(from, d.first), d.then);
                else
                    return hours_.add(from, d);
            },
            static_cast<const sla::target_duration::forms&>(by));
    }

    std::string add(sla::instant from, const std::string& duration, form as) const {
        const auto by = read_duration(duration, "duration");
        if (!by)
            throw refused{by.issues()};
        const sla::instant to = moved(from, *by);
        if (as == form::json)
            return member("result", to) + "}\n";
        const bool elapsed = std::holds_alternative<sla::elapsed>(*by);
        return sla::describe(to, zone_) +
               (elapsed
                    ? " (" + sla::describe(*by) + ", open or not; \"business\" counts open time)"
                    : "") +
               "\n";
    }

    std::string between(sla::instant from, sla::instant to, form as) const {
        const sla::working open = hours_.between(from, to);
        const auto date = [this](sla::instant t) {
            return std::chrono::floor<std::chrono::days>(at_local(zone_, t));
        };
        const std::int64_t days = hours_.business_days_between(date(from), date(to));
        if (as == form::json)
            return "\"working\":" + std::to_string(open.length().count()) +
                   ",\"elapsed\":" + std::to_string((to - from).count()) +
                   ",\"business_days\":" + std::to_string(days) + "}\n";
        const auto signed_text = [](sla::elapsed d, const std::string& text) {
            return d < sla::elapsed{0} ? "-" + text : text;
        };
        const sla::elapsed length = open.length();
        const sla::elapsed whole = to - from;
        return signed_text(length, sla::describe(sla::working{std::chrono::abs(length)})) + " of " +
               signed_text(whole, sla::describe(std::chrono::abs(whole))) + "; " +
               (days < 0 ? "-" : "") +
               count_of(static_cast<std::uint64_t>(days < 0 ? -days : days), "business day") +
               ", the first included and the last not\n";
    }

    std::string names_at(sla::instant at) const {
        std::string out;
        for (const std::string& name :
             hours_.exceptions_on(std::chrono::floor<std::chrono::days>(at_local(zone_, at))))
            out += (out.empty() ? "" : ", ") + name;
        return out;
    }

    std::string open_at(sla::instant at, form as) const {
        const bool open = hours_.is_open(at);
        const sla::instant change = open ? hours_.next_close(at) : hours_.next_open(at);
        const std::string names = names_at(at);
        if (as == form::json) {
            std::string out = std::string{"\"open\":"} + (open ? "true," : "false,") +
                              member(open ? "until" : "opens", change);
            if (!names.empty()) {
                out += ",\"exceptions\":";
                sla::append_json(out, names);
            }
            return out + "}\n";
        }
        const std::string until = change == sla::never
                                      ? "for ever"
                                      : (open ? "until " : "opens ") + sla::describe(change, zone_);
        return std::string{open ? "open " : "closed"} +
               (open ? "" : (names.empty() ? "" : ": " + names)) + (open ? until : "; " + until) +
               (open && !names.empty() ? " (" + names + ")" : "") + "\n";
    }

    std::string open_between(sla::instant from, sla::instant to, form as) const {
        constexpr std::size_t most = 100'000;
        std::string out = as == form::json ? "\"intervals\":[" : "";
        std::size_t count = 0;
        for (const sla::interval& i : hours_.open_between(from, to)) {
            if (++count > most)
                throw refused{{{.code = "calendar.too_many_intervals",
                                .message = "the calendar opens too often in this time",
                                .expected = "at most " + with_commas(most) + " intervals"}}};
            if (as == form::json)
                out += (count == 1 ? "{" : ",{") + member("from", i.begin) + "," +
                       member("to", i.end) + "}";
            else
                out += sla::describe(i, zone_) + "\n";
        }
        if (as == form::json)
            return out + "]}\n";
        return count == 0 ? "closed all the time\n" : out;
    }

    const sla::calendar& hours_;
    const sla::zone& zone_;
    time_options times_;
};

question read_question(const std::vector<std::string>& words) {
    question out{.operation = words[2], .times = {}, .places = {}, .duration = {}};
    const std::vector<std::string> known{"add", "between", "open"};
    const auto wrong = [&](const char* code, std::string message, std::string expected,
                           std::string hint = {}) {
        stop_with({.code = code,
                   .place = "sla calendar",
                   .message = std::move(message),
                   .expected = std::move(expected),
                   .saw = in_quotes(words[2]),
                   .hint = std::move(hint)});
    };
    const std::size_t rest = words.size() - 3;
    if (std::find(known.begin(), known.end(), out.operation) == known.end())
        wrong("arguments.operation", "a calendar has no such question", "add, between or open",
              did_you_mean(out.operation, known));
    if (out.operation == "add" && rest != 2)
        wrong("arguments.word_missing", "this needs an instant and a duration",
              R"(add "2026-02-13 16:40" "4 business hours")");
    if (out.operation == "between" && rest != 2)
        wrong("arguments.word_missing", "this needs two instants",
              R"(between "2026-02-13 16:40" "2026-02-16 10:00")");
    if (out.operation == "open" && rest != 1 && rest != 2)
        wrong("arguments.word_missing", "this needs one instant, or two",
              R"(open "2026-02-13 16:40")");
    if (out.operation == "add")
        out.duration = words[4];
    out.times.assign(words.begin() + 3, words.end() - (out.operation == "add" ? 1 : 0));
    out.places.assign(out.times.size(), "sla calendar");
    return out;
}

/// {"op": "add", "at": ..., "duration": ...}, {"op": "between", "from": ..., "to": ...},
/// {"op": "open", "at": ...}.
question read_question(std::string_view line, std::string& id) {
    const auto members = sla::members_from_json(line);
    if (!members)
        throw refused{members.issues()};
    question out;
    std::string at;
    std::string from;
    std::string to;
    const std::vector<std::string> names{"id", "op", "at", "duration", "from", "to"};
    const std::array<std::string*, 6> places{&id, &out.operation, &at, &out.duration, &from, &to};
    sla::issue_list issues;
    for (const sla::json_member& m : *members) {
        const auto found = std::find(names.begin(), names.end(), m.name);
        if (found != names.end())
            *places[static_cast<std::size_t>(found - names.begin())] = m.text;
        else
            issues.push_back({.code = "ticket.unknown_member",
                              .place = "/" + m.name,
                              .message = "a question has no such member",
                              .expected = listed(names),
                              .hint = did_you_mean(m.name, names)});
    }
    const bool add = out.operation == "add";
    const bool open = out.operation == "open" && !at.empty();
    const auto need = [&](const char* name, const std::string& value, bool needed) {
        if (needed && value.empty())
            issues.push_back({.code = "ticket.member_missing",
                              .place = std::string{"/"} + name,
                              .message = "this question needs one more member",
                              .expected = name});
    };
    if (!add && out.operation != "between" && out.operation != "open")
        issues.push_back({.code = "ticket.unknown_word",
                          .place = "/op",
                          .message = "a calendar has no such question",
                          .expected = "add, between or open",
                          .saw = in_quotes(out.operation)});
    need("at", at, add);
    need("duration", out.duration, add);
    need("from", from, !add && !open);
    need("to", to, !add && !open);
    if (!issues.empty())
        throw refused{std::move(issues)};
    out.times = add || open ? std::vector<std::string>{at} : std::vector<std::string>{from, to};
    out.places = {add || open ? "/at" : "/from", "/to"};
    return out;
}

ending answer_all(answerer& hours, const arguments& given) {
    output out;
    input from{"-"};
    from.before_reading = [&out] { out.flush(); };
    line_reader lines{from};
    problems wrong{given, from.name(), "question"};
    std::uint64_t count = 0;
    std::string_view line;
    while (lines.next(line) != line_reader::outcome::end) {
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        ++count;
        std::string id;
        try {
            const std::string answer = hours.answer(read_question(line, id), form::json);
            out.text += "{\"row\":" + std::to_string(lines.number()) + ",";
            if (!id.empty()) {
                out.text += "\"id\":";
                sla::append_json(out.text, id);
                out.text += ",";
            }
            out.text += answer;
        } catch (const refused& r) {
            wrong.add(lines.number(), id, r.issues);
            append_refusal(out.text, lines.number(), id, r.issues);
        }
        out.relieve();
    }
    out.flush();
    wrong.finish(count);
    return wrong.bad_rows() != 0 ? ending::rows_have_mistakes : ending::well;
}

const sla::calendar& calendar_named(const policy& p, const std::string& name) {
    if (const sla::calendar* found = p.book.find_calendar(name))
        return *found;
    std::vector<std::string> names;
    for (const sla::calendar_definition& c : p.definition.calendars)
        names.push_back(c.name);
    for (const auto& c : p.definition.combined)
        names.push_back(c.name);
    stop_with(unknown_name("arguments.calendar", "sla calendar", "the policy has no such calendar",
                           name, names));
}

} // namespace

const command calendar_command{
    "calendar",
    "POLICY NAME add START DURATION | between FROM TO | open AT [UNTIL] | -",
    3,
    5,
    "Asks the calendar NAME of a policy: when has so much time passed, how much open time lies\n"
    "between two instants, is it open then, when is it open. With -, questions are read from the\n"
    "standard input, a JSON object on each line, and answered one by one.",
    calendar_options,
    "DURATION is as in a policy: \"4 business hours\", \"2 business days by close\", \"3 calendar "
    "days\".\n"
    "A question is {\"op\": \"add\", \"at\": START, \"duration\": DURATION}, {\"op\": \"between\", "
    "\"from\": FROM,\n"
    "\"to\": TO} or {\"op\": \"open\", \"at\": AT}.\n"
    "Exit status: 0 answered, 1 the policy has mistakes, 2 some questions had mistakes, 3 nothing\n"
    "could be done.",
    "sla calendar policy.json Support add \"2026-02-13 16:40\" \"4 business hours\"\n"
    "sla calendar policy.json Support between 2026-02-13T15:40:00Z 2026-02-16T09:00:00Z\n"
    "sla calendar policy.json Support open \"2026-12-25 10:00\"\n"
    "sla calendar policy.json Support - < questions.ndjson"};

ending run_calendar(const arguments& given) {
    const policy p = load_policy(given.words()[0]);
    const sla::calendar& hours = calendar_named(p, given.words()[1]);
    time_options times{.zone = hours.time_zone(), .format = {}};
    if (const auto name = given.given("zone"))
        times.zone = load_zone(*name, "--zone");
    answerer answers{hours, std::move(times)};
    if (given.words()[2] == "-")
        return answer_all(answers, given);
    output out;
    try {
        const form as = given.value("format") == "json" ? form::json : form::text;
        out.text = (as == form::json ? "{" : "") + answers.answer(read_question(given.words()), as);
    } catch (const refused& r) {
        throw stop{r.issues};
    }
    out.flush();
    return ending::well;
}

} // namespace tool
