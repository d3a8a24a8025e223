// SPDX-License-Identifier: MIT
//
// Lengths, targets and what belongs to them in words.

#include "describe_text.hpp"
#include <sla/describe.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>

namespace sla::inline v1 {

using detail::any_of_these;
using detail::number_of;
using detail::time_of_day;
using std::back_inserter;

namespace {

/// "2 h 15 min", or with days before it.
std::string length_text(elapsed time, bool with_days) {
    const std::int64_t left = time.count();
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

struct duration_text {
    std::string operator()(elapsed d) const { return describe(d); }
    std::string operator()(working d) const { return describe(d); }
    std::string operator()(const business_days& d) const {
        std::string out = number_of(d.count, "business day");
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
    std::string operator()(const working_then_elapsed& d) const {
        return fmt::format("{}, then {}", describe(d.first), describe(d.then));
    }
    static std::string same_time(int count, std::string_view unit) {
        return number_of(count, unit) + ", same time of day";
    }
};

bool is_zero(const length& l) {
    return l == length{elapsed{}} || l == length{working{}};
}

struct point_text {
    std::string operator()(percent_used at) const { return fmt::format("at {} %", at.percent); }
    std::string operator()(const before_deadline& at) const {
        return describe(at.by) + " before the deadline";
    }
    std::string operator()(const after_deadline& at) const {
        return is_zero(at.by) ? "at the deadline" : describe(at.by) + " after the deadline";
    }
};

std::string row_text(const target_row& row) {
    std::string out;
    for (const attribute_match& cell : row.match)
        fmt::format_to(back_inserter(out), "{}{} {}", out.empty() ? "" : " and ",
                       name_of(cell.which), any_of_these(cell.values));
    if (out.empty())
        out = "every ticket";
    fmt::format_to(back_inserter(out), ": {}", describe(row.within));
    if (!row.calendar.empty())
        fmt::format_to(back_inserter(out), " by {}", row.calendar);
    return out;
}

} // namespace

std::string describe(elapsed time) {
    return length_text(time, true);
}

std::string describe(working time) {
    return length_text(time.length(), false) + " working time";
}

std::string describe(const target_duration& within) {
    const target_duration::forms& form = within;
    return std::visit(duration_text{}, form);
}

std::string describe(const length& l) {
    return std::visit([](auto form) { return describe(form); }, l);
}

std::string describe(const step_definition& step) {
    return fmt::format("{} {}", step.name, std::visit(point_text{}, step.at));
}

std::string describe(const credit& c) {
    const bool negative = c.hundredths < 0;
    const std::uint64_t n = negative ? 0 - static_cast<std::uint64_t>(c.hundredths)
                                     : static_cast<std::uint64_t>(c.hundredths);
    std::string out = fmt::format("{}{}", negative ? "-" : "", n / 100);
    if (c.unit == credit::unit_type::amount)
        return fmt::format("{}.{:02} {}", out, n % 100, c.currency);
    if (n % 10 != 0)
        fmt::format_to(back_inserter(out), ".{:02}", n % 100);
    else if (n % 100 != 0)
        fmt::format_to(back_inserter(out), ".{}", n % 100 / 10);
    return out + " % of the fee";
}

std::string describe(const credit_band& band) {
    return is_zero(band.late_by)
               ? fmt::format("{} if it is late", describe(band.due))
               : fmt::format("{} if it is late by {}", describe(band.due), describe(band.late_by));
}

std::string describe(const target_definition& target) {
    std::string out = target.metric;
    if (!target.calendar.empty())
        fmt::format_to(back_inserter(out), " by {}", target.calendar);
    for (const target_row& row : target.rows)
        fmt::format_to(back_inserter(out), "\n  {}", row_text(row));
    for (const step_definition& step : target.steps)
        fmt::format_to(back_inserter(out), "\n  {}", describe(step));
    for (const credit_band& band : target.credits)
        fmt::format_to(back_inserter(out), "\n  {}", describe(band));
    return out;
}

} // namespace sla::inline v1
