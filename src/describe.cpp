// SPDX-License-Identifier: MIT

#include <sla/describe.hpp>

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>

namespace sla::inline v1 {

namespace {

using std::back_inserter;

/// "1 business day", "2 business days".
std::string counted(std::int64_t n, std::string_view unit) {
    return fmt::format("{} {}{}", n, unit, n == 1 ? "" : "s");
}

/// "2 h 15 min", or with days before it.
std::string length_text(elapsed length, bool with_days) {
    std::int64_t left = length.count();
    if (left == 0)
        return "0 s";
    // Unsigned, so that the smallest number has an opposite too.
    const bool negative = left < 0;
    auto ms = static_cast<std::uint64_t>(left);
    if (negative)
        ms = 0 - ms;
    std::string out = negative ? "-" : "";
    const auto part = [&](std::uint64_t unit, std::string_view name) {
        const std::uint64_t n = ms / unit;
        ms %= unit;
        if (n == 0)
            return;
        if (!out.empty() && out != "-")
            out += ' ';
        fmt::format_to(back_inserter(out), "{} {}", n,
                       name == "day" && n != 1 ? std::string_view{"days"} : name);
    };
    if (with_days)
        part(86'400'000, "day");
    part(3'600'000, "h");
    part(60'000, "min");
    if (ms % 1000 == 0) {
        part(1000, "s");
    } else {
        std::string seconds = fmt::format("{}.{:03}", ms / 1000, ms % 1000);
        seconds.erase(seconds.find_last_not_of('0') + 1);
        fmt::format_to(back_inserter(out), "{}{} s", out.empty() || out == "-" ? "" : " ", seconds);
    }
    return out;
}

std::string time_of_day(elapsed since_midnight) {
    const std::int64_t ms = since_midnight.count();
    std::string out = fmt::format("{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60);
    if (ms % 60'000 != 0)
        fmt::format_to(back_inserter(out), ":{:02}", ms / 1000 % 60);
    if (ms % 1000 != 0)
        fmt::format_to(back_inserter(out), ".{:03}", ms % 1000);
    return out;
}

struct local_text {
    std::string date;
    std::string time; ///< With the offset.
};

local_text local(instant t, const zone& tz) {
    using namespace std::chrono;
    static constexpr std::array<std::string_view, 7> names{"Sun", "Mon", "Tue", "Wed",
                                                           "Thu", "Fri", "Sat"};
    const local_time shown = tz.to_local(t);
    const auto date = floor<days>(shown);
    const year_month_day ymd{date};
    const seconds offset = tz.offset_at(t);
    const std::int64_t minutes = (offset.count() < 0 ? -offset.count() : offset.count()) / 60;
    return {fmt::format("{} {:04}-{:02}-{:02}", names[weekday{date}.c_encoding()],
                        static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                        static_cast<unsigned>(ymd.day())),
            fmt::format("{} {}{:02}:{:02}", time_of_day(shown - date),
                        offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60)};
}

std::string amount(const time_amount& a) {
    std::string out = describe(a.elapsed);
    // Where no time was off, both kinds say the same.
    if (a.working && a.working->length() != a.elapsed)
        fmt::format_to(back_inserter(out), " ({})", describe(*a.working));
    return out;
}

struct duration_text {
    std::string operator()(elapsed d) const { return describe(d); }
    std::string operator()(working d) const { return describe(d); }
    std::string operator()(const business_days& d) const {
        std::string out = counted(d.count, "business day");
        switch (d.end) {
        case business_day_end::same_time:
            return out + ", same time of day";
        case business_day_end::close:
            return out + ", by close";
        case business_day_end::time_of_day:
            break;
        }
        fmt::format_to(back_inserter(out), " by {}", time_of_day(d.at));
        if (d.cut_off)
            fmt::format_to(back_inserter(out), " (cut-off {})", time_of_day(*d.cut_off));
        return out;
    }
    std::string operator()(calendar_days d) const { return same_time(d.count, "calendar day"); }
    std::string operator()(calendar_weeks d) const { return same_time(d.count, "calendar week"); }
    std::string operator()(calendar_months d) const { return same_time(d.count, "calendar month"); }
    static std::string same_time(int count, std::string_view unit) {
        return counted(count, unit) + ", same time of day";
    }
};

} // namespace

std::string describe(const issue& i) {
    std::string out =
        fmt::format("{}[{}]", i.severity == severity::error ? "error" : "warning", i.code);
    if (!i.place.empty())
        fmt::format_to(back_inserter(out), " {}", i.place);
    fmt::format_to(back_inserter(out), ": {}", i.message);
    if (!i.expected.empty())
        fmt::format_to(back_inserter(out), "\n  expected: {}", i.expected);
    if (!i.saw.empty())
        fmt::format_to(back_inserter(out), "\n  saw: {}", i.saw);
    for (const related_place& r : i.related)
        fmt::format_to(back_inserter(out), "\n  {}: {}", r.place, r.note);
    if (!i.hint.empty())
        fmt::format_to(back_inserter(out), "\n  hint: {}", i.hint);
    return out;
}

std::string describe(const issue_list& issues) {
    if (issues.empty())
        return {};
    std::string out;
    std::int64_t errors = 0;
    for (const issue& i : issues) {
        out += describe(i);
        out += '\n';
        errors += i.severity == severity::error ? 1 : 0;
    }
    const auto warnings = static_cast<std::int64_t>(issues.size()) - errors;
    if (errors != 0)
        out += counted(errors, "error");
    if (warnings != 0)
        out += (errors != 0 ? ", " : "") + counted(warnings, "warning");
    return out;
}

std::string describe(instant t, const zone& tz) {
    if (t == never)
        return "never";
    const local_text text = local(t, tz);
    return text.date + " " + text.time;
}

std::string describe(const interval& i, const zone& tz) {
    if (i.empty())
        return "nothing";
    if (i.end == never)
        return describe(i.begin, tz) + " onwards";
    const local_text begin = local(i.begin, tz);
    const local_text end = local(i.end, tz);
    return fmt::format("{} {} to {}{}{}", begin.date, begin.time,
                       begin.date == end.date ? "" : end.date, begin.date == end.date ? "" : " ",
                       end.time);
}

std::string describe(elapsed length) {
    return length_text(length, true);
}

std::string describe(working length) {
    return length_text(length.length(), false) + " working time";
}

std::string describe(const target_duration& within) {
    const target_duration::forms& form = within;
    return std::visit(duration_text{}, form);
}

const char* describe(clock_state state) noexcept {
    switch (state) {
    case clock_state::not_applicable:
        return "not applicable";
    case clock_state::not_started:
        return "not started";
    case clock_state::running:
        return "running";
    case clock_state::met:
        return "met";
    case clock_state::breached:
        return "breached";
    }
    return "unknown";
}

std::string describe(const verdict& v, const policy_book& book, const zone& tz) {
    std::string out = fmt::format("{}: {}", book.name(v.metric), describe(v.state));
    if (v.state == clock_state::not_applicable || !v.limit)
        return out + "; the policy promises nothing here";
    const std::string promise = describe(book.within(*v.limit));
    if (v.state == clock_state::not_started)
        return fmt::format("{}; {} from its start", out, promise);
    fmt::format_to(back_inserter(out), "; due {} ({} from {})", describe(v.deadline, tz), promise,
                   describe(v.started, tz));
    if (v.stopped != never)
        fmt::format_to(back_inserter(out), "; done {} after {}", describe(v.stopped, tz),
                       amount(v.spent));
    if (v.state == clock_state::running && v.deadline != never)
        fmt::format_to(back_inserter(out), "; {} left", amount(v.remaining));
    if (v.state == clock_state::breached)
        fmt::format_to(back_inserter(out), "; {} {}", amount(v.overdue),
                       v.stopped == never ? "overdue" : "late");
    return out;
}

std::string describe(const evaluation& e, const policy_book& book, const zone& tz) {
    if (!e.policy())
        return "policy: none matches";
    std::string out = fmt::format("policy: {}", book.name(*e.policy()));
    for (const verdict& v : e)
        fmt::format_to(back_inserter(out), "\n{}", describe(v, book, tz));
    return out;
}

} // namespace sla::inline v1
