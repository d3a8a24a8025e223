// SPDX-License-Identifier: MIT
//
// Verdicts and issues, and the texts, numbers and instants that all results are made of.
#include "results.hpp"

#include "forms.hpp"
#include "tape.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sla::inline v1 {

using detail::json::results_level;

namespace {

void append_escaped(std::string& out, char c) {
    static constexpr std::string_view hex = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    switch (c) {
    case '"':
    case '\\':
        out += '\\';
        out += c;
        break;
    case '\n':
        out += "\\n";
        break;
    case '\t':
        out += "\\t";
        break;
    default:
        out += "\\u00";
        out += hex[code >> 4U];
        out += hex[code & 15U];
    }
}

void append_digits(std::string& out, std::int64_t n, std::size_t count) {
    char digits[20];
    for (std::size_t i = count; i-- > 0; n /= 10)
        digits[i] = static_cast<char>('0' + n % 10);
    out.append(digits, count);
}

void append_amount(results_level& out, std::string_view name, std::string_view working_name,
                   const time_amount& amount) {
    out.number(name, amount.elapsed);
    if (amount.working)
        out.number(working_name, amount.working->length());
}

std::string_view name_of_severity(severity s) {
    return s == severity::error ? "error" : "warning";
}

} // namespace

// -- texts and instants
// ----------------------------------------------------------------------------

void append_json(std::string& out, std::string_view text) {
    out += '"';
    std::size_t bad = detail::json::find_not_utf8(text);
    std::size_t done = 0; // bytes before it are written
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool plain = static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
        if (plain && i != bad)
            continue;
        out.append(text, done, i - done);
        done = i + 1;
        if (i != bad) {
            append_escaped(out, c);
            continue;
        }
        out += "\xEF\xBF\xBD";
        bad = detail::json::find_not_utf8(text.substr(done));
        if (bad != std::string_view::npos)
            bad += done;
    }
    out.append(text, done);
    out += '"';
}

void append_json(std::string& out, instant at) {
    constexpr std::int64_t day = 86'400'000;
    const std::int64_t ms = at.time_since_epoch().count();
    std::int64_t days = ms / day;
    std::int64_t rest = ms % day;
    if (rest < 0) {
        rest += day;
        --days;
    }
    // From days to a date, for any instant: <chrono> ends with the year 32767. An era is 400 years,
    // and years begin in March, so that the leap day is the last.
    days += 719'468;
    const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const std::int64_t day_of_era = days - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);

    out += '"';
    if (year < 0 || year > 9999) {
        out += year < 0 ? '-' : '+';
        append_digits(out, year < 0 ? -year : year, 9);
    } else {
        append_digits(out, year, 4);
    }
    out += '-';
    append_digits(out, month, 2);
    out += '-';
    append_digits(out, day_of_year - (153 * from_march + 2) / 5 + 1, 2);
    out += 'T';
    append_digits(out, rest / 3'600'000, 2);
    out += ':';
    append_digits(out, rest / 60'000 % 60, 2);
    out += ':';
    append_digits(out, rest / 1000 % 60, 2);
    if (rest % 1000 != 0) {
        out += '.';
        append_digits(out, rest % 1000, 3);
    }
    out += "Z\"";
}

// -- verdicts
// --------------------------------------------------------------------------------------

std::string_view json_name(clock_state state) noexcept {
    constexpr std::array<std::string_view, 7> names{
        "not_applicable", "not_started", "running", "paused", "met", "breached", "cancelled"};
    const auto i = static_cast<std::size_t>(state);
    return i < names.size() ? names[i] : "unknown";
}

std::string_view json_name(deadline_basis basis) noexcept {
    constexpr std::array<std::string_view, 4> names{"none", "limit", "projected", "manual"};
    const auto i = static_cast<std::size_t>(basis);
    return i < names.size() ? names[i] : "unknown";
}

void detail::json::append_verdict(results_level& out, const policy_book& book, const verdict& v) {
    out.text("policy", book.name(v.policy));
    out.text("metric", book.name(v.metric));
    out.word("state", json_name(v.state));
    out.word("basis", json_name(v.basis));
    if (v.limit) {
        out.word("limit", write_duration(book.within(*v.limit)));
        if (const calendar* hours = book.calendar_of(*v.limit))
            out.text("calendar", hours->name());
    }
    out.when_if_any("started", v.started);
    out.when_if_any("stopped", v.stopped);
    out.when_if_any("paused_since", v.paused_since);
    out.when_if_any("deadline", v.deadline);
    out.when_if_any("breached_at", v.breached_at);
    out.when_if_any("next_change", v.next_change);
    append_amount(out, "spent", "working_spent", v.spent);
    if (v.remaining.elapsed != elapsed::max())
        append_amount(out, "remaining", "working_remaining", v.remaining);
    append_amount(out, "overdue", "working_overdue", v.overdue);
    out.number("counted", v.counted);
    out.number("allowed", v.allowed);
    out.number("share", v.share());
    out.number("cycle", v.cycle);
    out.number("past_breaches", v.past_breaches);
    out.number("credit_band", static_cast<unsigned>(v.credit_band));
    const target_definition* target = v.limit ? &book.target_of(*v.limit) : nullptr;
    if (target != nullptr && v.credit_band != 0 && v.credit_band <= target->credits.size())
        out.text("credit", write_credit(target->credits[std::size_t{v.credit_band} - 1].due));
    results_level steps{out.key("steps"), '['};
    for (std::size_t i = 0; target != nullptr && i < target->steps.size(); ++i) {
        if (v.steps[i] == never)
            continue;
        results_level step{steps.next(), '{'};
        step.text("name", target->steps[i].name);
        step.when("at", v.steps[i]);
        step.close();
    }
    steps.close();
}

void append_json(std::string& out, const policy_book& book, const verdict& v) {
    results_level members{out, '{'};
    append_verdict(members, book, v);
    members.close();
}

void append_json(std::string& out, const policy_book& book, const evaluation& e) {
    results_level members{out, '{'};
    if (e.policy())
        members.text("policy", book.name(*e.policy()));
    results_level verdicts{members.key("verdicts"), '['};
    for (const verdict& v : e)
        append_json(verdicts.next(), book, v);
    verdicts.close();
    members.when_if_any("next_change", e.next_change());
    if (e.omitted() != 0)
        members.number("omitted", e.omitted());
    members.close();
}

// -- issues
// ----------------------------------------------------------------------------------------

void append_json(std::string& out, const issue_list& issues) {
    results_level list{out, '['};
    for (const issue& i : issues) {
        results_level members{list.next(), '{'};
        members.text("code", i.code);
        members.word("severity", name_of_severity(i.severity));
        members.text("place", i.place);
        members.text("message", i.message);
        members.text_if_any("expected", i.expected);
        members.text_if_any("saw", i.saw);
        members.text_if_any("hint", i.hint);
        if (!i.related.empty()) {
            results_level related{members.key("related"), '['};
            for (const related_place& r : i.related) {
                results_level place{related.next(), '{'};
                place.text("place", r.place);
                place.text("note", r.note);
                place.close();
            }
            related.close();
        }
        members.close();
    }
    list.close();
}

// -- as new texts
// ----------------------------------------------------------------------------------

std::string to_json(const policy_book& book, const verdict& v) {
    std::string out;
    append_json(out, book, v);
    return out;
}

std::string to_json(const policy_book& book, const evaluation& e) {
    std::string out;
    append_json(out, book, e);
    return out;
}

std::string to_json(const issue_list& issues) {
    std::string out;
    append_json(out, issues);
    return out;
}

} // namespace sla::inline v1
