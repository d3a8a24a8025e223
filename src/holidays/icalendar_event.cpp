// SPDX-License-Identifier: MIT
#include "icalendar_event.hpp"

#include <sla/detail/zone_text.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

namespace sla::inline v1::detail::holidays {

using namespace std::chrono;

namespace {

struct free_component {
    void operator()(icalcomponent* c) const { icalcomponent_free(c); }
};
using component = std::unique_ptr<icalcomponent, free_component>;

/// A component with the values of one line: RDATE and EXDATE have several.
component parse(const property_line& line) {
    const std::string text = "BEGIN:VEVENT\r\n" + line.text + "\r\nEND:VEVENT\r\n";
    component made{icalparser_parse_string(text.c_str())};
    if (made && icalcomponent_count_errors(made.get()) > 0)
        made.reset();
    return made;
}

constexpr const char* times_expected =
    "a date such as 20261001, or a time such as 20261001T090000 or 20261001T010000Z";

bool is_year(int year) {
    return year >= 1 && year <= 9999;
}

// What stands after the parameters, whose values may hold a colon in quotation marks.
std::string_view value_of(const property_line& line) {
    bool quoted = false;
    for (std::size_t i = line.name.size(); i < line.text.size(); ++i) {
        if (line.text[i] == '"')
            quoted = !quoted;
        else if (line.text[i] == ':' && !quoted)
            return std::string_view{line.text}.substr(i + 1);
    }
    return {};
}

// "20261001", "20261001T090000", "20261001T010000Z": libical is content with less.
bool is_moment(std::string_view text) {
    if (text.ends_with('Z') && text.size() == 16)
        text.remove_suffix(1);
    if (text.size() != 8 && text.size() != 15)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i == 8 ? text[i] != 'T' : text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

// A list of moments and of periods.
bool is_times(std::string_view list) {
    for (;;) {
        const std::size_t comma = list.find(',');
        const std::string_view one = list.substr(0, comma);
        const std::size_t slash = one.find('/');
        if (!is_moment(one.substr(0, slash)))
            return false;
        if (slash != std::string_view::npos) {
            const std::string_view end = one.substr(slash + 1);
            if (!end.starts_with('P') && !is_moment(end))
                return false;
        }
        if (comma == std::string_view::npos)
            return true;
        list.remove_prefix(comma + 1);
    }
}

bool holds_times(std::string_view name) {
    return name == "DTSTART" || name == "DTEND" || name == "RDATE" || name == "EXDATE" ||
           name == "RECURRENCE-ID";
}

class event_reader {
public:
    event_reader(const event_lines& lines, const holiday_limits& limits, sink& issues)
        : lines_{lines}, limits_{limits}, issues_{issues} {}

    std::optional<event> read() {
        out_.line = lines_.line;
        for (const property_line& line : lines_.properties) {
            if (is_repeated(line))
                continue;
            const bool times = !holds_times(line.name) || is_times(value_of(line));
            const component parsed = times ? parse(line) : nullptr;
            if (!parsed) {
                unreadable(line);
                continue;
            }
            bool any = false;
            for (icalproperty* p =
                     icalcomponent_get_first_property(parsed.get(), ICAL_ANY_PROPERTY);
                 p != nullptr;
                 p = icalcomponent_get_next_property(parsed.get(), ICAL_ANY_PROPERTY)) {
                any = true;
                take(line, p);
            }
            if (!any)
                unreadable(line);
        }
        check();
        if (bad_)
            return {};
        return std::move(out_);
    }

private:
    void complain(const char* code, std::size_t line, std::string message, std::string expected,
                  std::string saw = {}, std::string hint = {}) {
        bad_ = true;
        issues_.add({.code = code,
                     .place = line_place(line),
                     .message = std::move(message),
                     .expected = std::move(expected),
                     .saw = std::move(saw),
                     .hint = std::move(hint)});
    }

    void unreadable(const property_line& line) {
        complain("holidays.property", line.line, line.name + " cannot be read",
                 holds_times(line.name) ? times_expected : "a value as of RFC 5545",
                 quoted(line.text, 64));
    }

    // Those that may be there once only (RFC 5545, 3.6.1); a second rule is legal, but deprecated.
    bool is_repeated(const property_line& line) {
        if (line.name == "RDATE" || line.name == "EXDATE" || line.name == "EXRULE")
            return false;
        if (std::find(seen_.begin(), seen_.end(), line.name) == seen_.end()) {
            seen_.push_back(line.name);
            return false;
        }
        complain("holidays.property_twice", line.line, "this event has a second " + line.name,
                 "one " + line.name, quoted(line.text, 64));
        return true;
    }

    void take(const property_line& line, icalproperty* p) {
        switch (icalproperty_isa(p)) {
        case ICAL_SUMMARY_PROPERTY:
            out_.name = text_of(p);
            if (out_.name.size() > limits_.name_bytes)
                complain("holidays.name_too_long", line.line, "this summary is too long",
                         "at most " + std::to_string(limits_.name_bytes) + " bytes",
                         std::to_string(out_.name.size()) + " bytes");
            break;
        case ICAL_UID_PROPERTY:
            out_.uid = text_of(p);
            break;
        case ICAL_STATUS_PROPERTY:
            out_.cancelled = icalproperty_get_status(p) == ICAL_STATUS_CANCELLED;
            break;
        case ICAL_TRANSP_PROPERTY: {
            const icalproperty_transp transp = icalproperty_get_transp(p);
            out_.transparent =
                transp == ICAL_TRANSP_TRANSPARENT || transp == ICAL_TRANSP_TRANSPARENTNOCONFLICT;
            break;
        }
        case ICAL_SEQUENCE_PROPERTY:
            out_.sequence = icalproperty_get_sequence(p);
            break;
        case ICAL_DTSTART_PROPERTY:
            out_.start = moment_of(line, p, icalproperty_get_dtstart(p));
            break;
        case ICAL_DTEND_PROPERTY:
            out_.end = moment_of(line, p, icalproperty_get_dtend(p));
            break;
        case ICAL_RECURRENCEID_PROPERTY:
            out_.replaces = moment_of(line, p, icalproperty_get_recurrenceid(p));
            if (icalproperty_get_first_parameter(p, ICAL_RANGE_PARAMETER) != nullptr)
                complain("holidays.recurrence", line.line,
                         "a change of all later instances is not read",
                         "RECURRENCE-ID of one instance", quoted(line.text, 64),
                         "end the recurrence with UNTIL and begin another event");
            break;
        case ICAL_DURATION_PROPERTY:
            out_.lasts = length_of(line, icalproperty_get_duration(p));
            break;
        case ICAL_RRULE_PROPERTY:
            take_rule(line, icalproperty_get_rrule(p));
            break;
        case ICAL_EXRULE_PROPERTY:
            complain("holidays.recurrence", line.line, "EXRULE is not read", "EXDATE",
                     quoted(line.text, 64), "RFC 5545 has taken it out of the standard");
            break;
        case ICAL_EXDATE_PROPERTY:
            if (auto m = moment_of(line, p, icalproperty_get_exdate(p)))
                out_.left_out.push_back(*std::move(m));
            break;
        case ICAL_RDATE_PROPERTY:
            take_added(line, p);
            break;
        default:
            unreadable(line);
        }
    }

    [[nodiscard]] static std::string text_of(icalproperty* p) {
        const char* text = icalvalue_get_text(icalproperty_get_value(p));
        return text != nullptr ? text : "";
    }

    std::optional<moment> moment_of(const property_line& line, icalproperty* p, icaltimetype t) {
        const bool in_range = is_year(t.year) && t.month >= 1 && t.month <= 12 && t.day >= 1 &&
                              t.hour >= 0 && t.hour <= 23 && t.minute >= 0 && t.minute <= 59 &&
                              t.second >= 0 && t.second <= 60;
        const year_month_day date{year{t.year}, month{static_cast<unsigned>(t.month)},
                                  day{static_cast<unsigned>(t.day)}};
        if (!in_range || !date.ok()) {
            complain("holidays.property", line.line, line.name + " is no date and no time",
                     times_expected, quoted(line.text, 64));
            return {};
        }
        moment out{.local = local_days{date}, .line = line.line};
        if (t.is_date != 0)
            return out;
        // A leap second is the second before (RFC 5545, 3.3.12).
        out.local += hours{t.hour} + minutes{t.minute} + seconds{std::min(t.second, 59)};
        out.kind = moment::form::floating;
        if (icaltime_is_utc(t))
            out.kind = moment::form::utc;
        else if (icalparameter* zone = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER)) {
            out.kind = moment::form::zoned;
            const char* name = icalparameter_get_tzid(zone);
            out.tzid = name != nullptr ? name : "";
        }
        return out;
    }

    std::optional<event_length> length_of(const property_line& line, const icaldurationtype& d) {
        if (d.is_neg != 0 || icaldurationtype_is_bad_duration(d) != 0) {
            complain("holidays.times", line.line, "an event cannot last less than no time",
                     "a duration such as P1D or PT4H", quoted(line.text, 64));
            return {};
        }
        return event_length{.days = days{d.days} + weeks{d.weeks},
                            .seconds = hours{d.hours} + minutes{d.minutes} + seconds{d.seconds},
                            .line = line.line};
    }

    void take_rule(const property_line& line, const icalrecurrencetype& rule) {
        out_.rule_line = line.line;
        if (rule.freq == ICAL_NO_RECURRENCE) {
            unreadable(line);
            return;
        }
        if (rule.freq == ICAL_SECONDLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE ||
            rule.freq == ICAL_HOURLY_RECURRENCE || rule.rscale != nullptr) {
            complain("holidays.recurrence", line.line, "such a recurrence is not read",
                     "FREQ=YEARLY, MONTHLY, WEEKLY or DAILY, without RSCALE",
                     quoted(line.text, 64));
            return;
        }
        out_.rule = rule; // without a scale there is nothing in it that `line` owns
    }

    void take_added(const property_line& line, icalproperty* p) {
        const icaldatetimeperiodtype value = icalproperty_get_rdate(p);
        added_date out;
        const bool is_period = icaltime_is_null_time(value.time) != 0;
        auto start = moment_of(line, p, is_period ? value.period.start : value.time);
        if (!start)
            return;
        out.start = *std::move(start);
        if (is_period) {
            if (icaltime_is_null_time(value.period.end) == 0) {
                out.end = moment_of(line, p, value.period.end);
                if (!out.end)
                    return;
            } else {
                out.lasts = length_of(line, value.period.duration);
                if (!out.lasts)
                    return;
            }
        }
        out_.added.push_back(std::move(out));
    }

    void check() {
        if (bad_)
            return;
        if (!out_.start) {
            complain("holidays.property_missing", lines_.line, "this event has no DTSTART",
                     "DTSTART;VALUE=DATE:20261001");
            return;
        }
        const bool by_date = out_.start->is_date();
        const char* const same_type = by_date ? "a date, as DTSTART" : "a time, as DTSTART";
        const auto check_type = [&](const moment& m, const char* name) {
            if (m.is_date() != by_date)
                complain("holidays.times", m.line,
                         std::string{name} + " and DTSTART are of two types", same_type);
        };
        if (out_.end && out_.lasts)
            complain("holidays.times", out_.lasts->line, "this event has DTEND and DURATION",
                     "one of the two");
        if (out_.end)
            check_type(*out_.end, "DTEND");
        if (out_.replaces)
            check_type(*out_.replaces, "RECURRENCE-ID");
        for (const moment& m : out_.left_out)
            check_type(m, "EXDATE");
        for (const added_date& d : out_.added)
            check_type(d.start, "RDATE");
        if (by_date && out_.lasts && out_.lasts->seconds != seconds{0})
            complain("holidays.times", out_.lasts->line, "an all-day event lasts whole days",
                     "a duration such as P1D");
    }

    const event_lines& lines_;
    const holiday_limits& limits_;
    sink& issues_;
    event out_;
    std::vector<std::string> seen_;
    bool bad_ = false;
};

} // namespace

std::optional<event> read_event(const event_lines& lines, const holiday_limits& limits,
                                sink& issues) {
    return event_reader{lines, limits, issues}.read();
}

std::string read_text_value(const property_line& line) {
    const component parsed = parse(line);
    icalproperty* p =
        parsed ? icalcomponent_get_first_property(parsed.get(), ICAL_ANY_PROPERTY) : nullptr;
    const char* text = p != nullptr ? icalproperty_get_value_as_string(p) : nullptr;
    return text != nullptr ? text : "";
}

void keep_errors_of_libical_harmless() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (icalerror_get_errors_are_fatal() != 0)
            icalerror_set_errors_are_fatal(0);
    });
}

} // namespace sla::inline v1::detail::holidays
