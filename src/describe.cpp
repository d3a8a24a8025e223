// SPDX-License-Identifier: MIT
//
// Issues and times in words.

#include "describe_text.hpp"
#include <sla/describe.hpp>

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

using detail::number_of;
using std::back_inserter;

namespace {

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
            fmt::format("{} {}{:02}:{:02}", detail::time_of_day(shown - date),
                        offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60)};
}

} // namespace

namespace detail {

std::string number_of(std::int64_t n, std::string_view unit) {
    return fmt::format("{} {}{}", n, unit, n == 1 ? "" : "s");
}

std::string ordinal(std::uint64_t n) {
    const std::uint64_t last = n % 10;
    const bool teen = n / 10 % 10 == 1;
    std::string_view end = "th";
    if (last == 1 && !teen)
        end = "st";
    if (last == 2 && !teen)
        end = "nd";
    if (last == 3 && !teen)
        end = "rd";
    return fmt::format("{}{}", n, end);
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

std::string any_of_these(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            out += i + 1 == names.size() ? " or " : ", ";
        out += names[i];
    }
    return out;
}

} // namespace detail

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
        out += number_of(errors, "error");
    if (warnings != 0)
        out += (errors != 0 ? ", " : "") + number_of(warnings, "warning");
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

} // namespace sla::inline v1
