// SPDX-License-Identifier: MIT
#include "instant_text.hpp"

#include <sla/detail/zone_text.hpp>
#include <sla/json_ticket.hpp>

#include <chrono>
#include <cstddef>
#include <string>

namespace sla::inline v1 {

namespace detail::json {

namespace {

using namespace std::chrono;

class digits_reader {
public:
    explicit digits_reader(std::string_view text) : rest{text} {}

    std::string_view rest;

    bool take(char c) {
        if (rest.empty() || rest.front() != c)
            return false;
        rest.remove_prefix(1);
        return true;
    }
    // -1 where there are not so many digits.
    int number(std::size_t count) {
        if (rest.size() < count)
            return -1;
        int out = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const auto digit = static_cast<unsigned char>(rest[i] - '0');
            if (digit > 9)
                return -1;
            out = out * 10 + digit;
        }
        rest.remove_prefix(count);
        return out;
    }
    // Three digits of a fraction count; -1 where there is none, or more than nine.
    int thousandths() {
        std::size_t count = 0;
        int out = 0;
        while (count < rest.size() && rest[count] >= '0' && rest[count] <= '9') {
            if (count < 3)
                out = out * 10 + (rest[count] - '0');
            ++count;
        }
        if (count == 0 || count > 9)
            return -1;
        rest.remove_prefix(count);
        for (; count < 3; ++count)
            out *= 10;
        return out;
    }
};

struct wall_time {
    local_time at{};
    instant_fault fault = instant_fault::none;
};

// "2026-02-13T16:40", with seconds and a fraction, or not.
wall_time take_wall_time(digits_reader& in) {
    const int y = in.number(4);
    const bool first = in.take('-');
    const int m = in.number(2);
    const bool second = in.take('-');
    const int d = in.number(2);
    if (y < 0 || m < 0 || d < 0 || !first || !second)
        return {.fault = instant_fault::not_an_instant};
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                              day{static_cast<unsigned>(d)}};
    if (!date.ok())
        return {.fault = instant_fault::no_such_time};
    if (in.rest.empty())
        return {.fault = instant_fault::only_a_date};
    if (!in.take('T') && !in.take(' ') && !in.take('t'))
        return {.fault = instant_fault::not_an_instant};
    const int h = in.number(2);
    const bool colon = in.take(':');
    const int min = in.number(2);
    if (h < 0 || min < 0 || !colon)
        return {.fault = instant_fault::not_an_instant};
    int s = 0;
    int ms = 0;
    if (in.take(':')) {
        s = in.number(2);
        if (s >= 0 && in.take('.'))
            ms = in.thousandths();
    }
    if (s < 0 || ms < 0)
        return {.fault = instant_fault::not_an_instant};
    if (h > 23 || min > 59 || s > 59)
        return {.fault = instant_fault::no_such_time};
    return {.at = local_time{local_days{date} + hours{h} + minutes{min} + seconds{s} +
                             milliseconds{ms}}};
}

// "+01:00", "+0100", "+01"; not an instant where it is none of these.
instant_reading with_offset(wall_time wall, digits_reader& in) {
    const int sign = in.take('+') ? 1 : (in.take('-') ? -1 : 0);
    const int h = in.number(2);
    int min = 0;
    if (in.take(':') || !in.rest.empty())
        min = in.number(2);
    if (sign == 0 || h < 0 || h > 23 || min < 0 || min > 59 || !in.rest.empty())
        return {.fault = instant_fault::not_an_instant};
    return {.at = instant{wall.at.time_since_epoch() - sign * (hours{h} + minutes{min})}};
}

} // namespace

instant_reading read_instant_text(std::string_view text, const zone* where) noexcept {
    digits_reader in{text};
    const wall_time wall = take_wall_time(in);
    if (wall.fault != instant_fault::none)
        return {.fault = wall.fault};
    if (in.take('Z') || in.take('z'))
        return in.rest.empty() ? instant_reading{.at = instant{wall.at.time_since_epoch()}}
                               : instant_reading{.fault = instant_fault::not_an_instant};
    if (in.take(' ') || !in.rest.empty())
        return with_offset(wall, in);
    if (where == nullptr)
        return {.fault = instant_fault::zone_missing};
    const local_instants found = where->instants_of(wall.at);
    if (found.kind == local_kind::skipped)
        return {.fault = instant_fault::skipped};
    return {.at = found.first, .repeated = found.kind == local_kind::repeated};
}

issue instant_issue(std::string_view text, instant_fault fault, const zone* where) {
    issue out{.code = "ticket.instant",
              .message = "this is not an instant",
              .expected = where != nullptr
                              ? R"(for example "2026-02-13T15:40:00Z" or "2026-02-13 16:40")"
                              : R"(for example "2026-02-13T15:40:00Z" or "2026-02-13T16:40+01:00")",
              .saw = quoted(text, 64)};
    switch (fault) {
    case instant_fault::none:
    case instant_fault::not_an_instant:
        break;
    case instant_fault::only_a_date:
        out.message = "a date is not an instant";
        out.hint = "which time of the day?";
        break;
    case instant_fault::no_such_time:
        out.message = "there is no such date or time of day";
        break;
    case instant_fault::zone_missing:
        out.code = "ticket.zone_missing";
        out.message = "this time does not say where the clock hung";
        out.expected = "\"Z\" for UTC or an offset such as \"+01:00\" at its end";
        out.hint = "or name the zone of all times without an offset";
        break;
    case instant_fault::skipped:
        out.code = "ticket.time_skipped";
        out.message = "clocks in " + (where != nullptr ? where->name() : std::string{"the zone"}) +
                      " never showed this time: they were put forward over it";
        out.expected = "a time that they showed";
        break;
    }
    return out;
}

} // namespace detail::json

result<instant> instant_from_text(std::string_view text, const std::optional<zone>& zone) {
    const sla::zone* where = zone ? &*zone : nullptr;
    const detail::json::instant_reading found = detail::json::read_instant_text(text, where);
    if (found.fault != detail::json::instant_fault::none)
        return issue_list{detail::json::instant_issue(text, found.fault, where)};
    return found.at;
}

} // namespace sla::inline v1
