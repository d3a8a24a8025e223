// SPDX-License-Identifier: MIT
//
// Any bytes become a calendar definition, which compiles or is refused with issues, and whatever
// compiles answers every query: no crash, no hang, and `is_open`, `between` and `add` agree. Under
// the sanitizers nothing undefined happens on the way.
//
// The bytes are taken apart so that small changes of the input are small changes of the definition,
// and so that most inputs are nearly valid: numbers are mostly folded into the range that makes
// sense, and now and then taken as they are.
#include "bytes.hpp"
#include <sla/calendar.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using fuzz::bytes;
using fuzz::require;

seconds any_time(bytes& in, int last_minute) {
    if (in.one_in(64))
        return seconds{static_cast<std::int64_t>(in.word())};
    const minutes whole{in.from_to(0, last_minute)};
    return in.one_in(8) ? whole + seconds{in.from_to(0, 59)} : seconds{whole};
}

std::vector<sla::time_range> any_ranges(bytes& in) {
    std::vector<sla::time_range> made;
    for (int n = in.from_to(0, 3); n > 0; --n) {
        const seconds begin = any_time(in, 24 * 60 - 1);
        const seconds second = any_time(in, 24 * 60);
        made.push_back({begin, in.one_in(32) || second.count() > 1'000'000 || begin.count() < 0 ||
                                       begin.count() > 1'000'000 || second.count() < 0
                                   ? second
                                   : begin + second});
    }
    return made;
}

sla::weekly_hours any_week(bytes& in) {
    sla::weekly_hours week;
    if (in.one_in(4))
        return sla::around_the_clock();
    for (auto& day : week.days)
        day = any_ranges(in);
    return week;
}

year_month_day any_date(bytes& in) {
    if (in.one_in(32))
        return year{static_cast<std::int16_t>(in.word())} / month{in.byte()} / day{in.byte()};
    const year y{in.one_in(8) ? in.from_to(1970, 9999) : in.from_to(2008, 2040)};
    return y / month{static_cast<unsigned>(in.from_to(1, 12))} /
           day{static_cast<unsigned>(in.from_to(1, 31))};
}

weekday any_weekday(bytes& in) {
    return weekday{static_cast<unsigned>(in.one_in(64) ? in.byte() : in.from_to(0, 6))};
}

month_day any_month_day(bytes& in) {
    return month{static_cast<unsigned>(in.one_in(64) ? in.byte() : in.from_to(1, 12))} /
           day{static_cast<unsigned>(in.one_in(64) ? in.byte() : in.from_to(1, 31))};
}

sla::yearly_date any_yearly_date(bytes& in) {
    const month in_month{static_cast<unsigned>(in.one_in(64) ? in.byte() : in.from_to(1, 12))};
    switch (in.byte() % 5) {
    case 0:
        return any_month_day(in);
    case 1:
        return month_weekday{in_month, any_weekday(in)[static_cast<unsigned>(in.from_to(0, 6))]};
    case 2:
        return month_weekday_last{in_month, weekday_last{any_weekday(in)}};
    case 3:
        return sla::days_from_easter{in.from_to(-80, 210),
                                     in.one_in(2) ? sla::easter::orthodox : sla::easter::western};
    default:
        return sla::weekday_on_or_after{any_weekday(in), any_month_day(in)};
    }
}

sla::exception_mode any_mode(bytes& in) {
    return static_cast<sla::exception_mode>(in.byte() % 3);
}

sla::calendar_definition any_definition(bytes& in) {
    sla::calendar_definition made;
    made.name = in.one_in(64) ? "" : "fuzz";
    static const std::array<const char*, 5> names{"UTC", "Berlin", "Lord Howe", "Dublin",
                                                  "nowhere"};
    made.zone = names[in.byte() % (in.one_in(64) ? 5U : 4U)];
    made.hours = any_week(in);
    for (int n = in.one_in(4) ? in.from_to(0, 3) : 0; n > 0; --n)
        made.changes.push_back({any_date(in), any_week(in)});
    for (int n = in.from_to(0, 4); n > 0; --n) {
        sla::day_exception exception{.name = "dated",
                                     .first = any_date(in),
                                     .last = std::nullopt,
                                     .mode = any_mode(in),
                                     .ranges = any_ranges(in)};
        if (in.one_in(4))
            exception.last = any_date(in);
        made.exceptions.push_back(std::move(exception));
    }
    for (int n = in.from_to(0, 6); n > 0; --n) {
        sla::yearly_exception exception{.name = "yearly", .date = any_yearly_date(in)};
        exception.observed = static_cast<sla::observed_rule>(in.byte() % 5);
        if (in.one_in(4))
            exception.first_year = year{in.from_to(1900, 2100)};
        if (in.one_in(4))
            exception.last_year = year{in.from_to(1900, 2100)};
        exception.mode = any_mode(in);
        exception.ranges = any_ranges(in);
        exception.days = in.one_in(4) ? static_cast<unsigned>(in.from_to(0, 63)) : 1;
        made.yearly.push_back(std::move(exception));
    }
    if (in.one_in(4)) {
        made.weekend = {};
        for (unsigned d = 0, bits = in.byte(); d < 7; ++d)
            if ((bits >> d & 1U) != 0)
                made.weekend = made.weekend | sla::weekday_set{weekday{d}};
    }
    return made;
}

const sla::zone_source& zones() {
    static const sla::zone_source all = [] {
        std::vector<sla::zone> made{sla::zone::utc()};
        for (const auto& [name, rule] :
             {std::pair{"Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"},
              std::pair{"Lord Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"},
              std::pair{"Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1"}})
            if (auto zone = sla::zone_from_rule(name, rule))
                made.push_back(*zone);
        return sla::zone_set{std::move(made)}.source();
    }();
    return all;
}

sla::instant any_instant(bytes& in) {
    if (in.one_in(16))
        return sla::instant{milliseconds{static_cast<std::int64_t>(in.word())}};
    const year y{in.one_in(8) ? in.from_to(1969, 10'000) : in.from_to(2008, 2040)};
    return sys_days{y / January / 1} + minutes{in.from_to(0, 65'535)} * 8 +
           milliseconds{in.from_to(0, 60'000)};
}

sla::working any_work(bytes& in) {
    if (in.one_in(16))
        return sla::working{milliseconds{static_cast<std::int64_t>(in.word() / 4)}};
    return sla::working{in.one_in(2) ? milliseconds{minutes{in.from_to(1, 6'000)}}
                                     : milliseconds{hours{in.from_to(1, 60'000)}}};
}

void ask(const sla::calendar& hours, bytes& in) {
    constexpr sla::working none{};
    constexpr sla::working tick{1ms};
    for (int n = 0; n < 4; ++n) {
        const sla::instant t = any_instant(in);
        const sla::instant other = any_instant(in);
        const sla::working d = any_work(in);

        const sla::working counted = hours.between(t, other);
        require(counted == -hours.between(other, t), "between is antisymmetric");
        require(counted == hours.between(t, t) + hours.between(t, other), "nothing in an instant");
        if (t < sla::never)
            require((hours.between(t, t + 1ms) == tick) == hours.is_open(t), "is_open and between");

        const sla::instant due = hours.add(t, d);
        const sla::instant open = hours.add(t, d, sla::exact_fit::next_open);
        require(due <= open, "the next opening is not before the close");
        if (d > none && due != sla::never && sla::in_range(t)) {
            require(hours.between(t, due) == d, "add and between");
            require(hours.between(t, due - 1ms) == d - tick, "add is the earliest");
        }
        const sla::instant start = hours.subtract(t, d);
        if (d > none && start != sla::never && sla::in_range(t)) {
            require(hours.between(start, t) == d, "subtract and between");
            require(hours.between(start + 1ms, t) == d - tick, "subtract is the latest");
        }
        if (counted > none && sla::in_range(t))
            require(hours.add(t, counted) <= other, "what was counted can be added");

        const sla::instant opens = hours.next_open(t);
        if (opens != sla::never)
            require(opens > t && hours.is_open(opens) && !hours.is_open(opens - 1ms), "next_open");
        const sla::instant closes = hours.next_close(t);
        if (closes != sla::never)
            require(closes > t && !hours.is_open(closes) && hours.is_open(closes - 1ms),
                    "next_close");
        const sla::instant opened = hours.previous_open(t);
        require(opened == sla::never || opened < t, "previous_open");
        const sla::instant closed = hours.previous_close(t);
        require(closed == sla::never || closed < t, "previous_close");

        const sla::instant end = std::min(t, sla::end_of_range - days{40}) + days{30};
        if (sla::in_range(t) && sla::in_range(end) && t < end) {
            sla::working sum{};
            sla::instant last = t;
            for (const sla::interval& piece : hours.open_between(t, end)) {
                require(piece.begin >= last && !piece.empty(), "intervals in order");
                last = piece.end;
                sum += sla::working{piece.length()};
            }
            require(last <= end && sum == hours.between(t, end), "intervals tile");
        }

        const int count = in.from_to(0, 400);
        for (const auto end_kind : {sla::business_day_end::same_time, sla::business_day_end::close,
                                    sla::business_day_end::time_of_day})
            (void)hours.add(t, sla::business_days{.count = count, .end = end_kind, .at = 12h});
        (void)hours.add(t, sla::calendar_days{count - 200});
        (void)hours.add(t, sla::calendar_months{count - 200});
        if (sla::in_range(t)) {
            const auto date = floor<days>(hours.time_zone().to_local(t));
            const auto later = hours.add_business_days(date, count + 1);
            if (later)
                require(*later > date && hours.is_business_day(*later) &&
                            hours.business_days_between(date + days{1}, *later) == count,
                        "business days");
        }
    }
}

} // namespace

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bytes in{data, size};
    const sla::calendar_definition definition = any_definition(in);
    static constexpr std::array years{sla::calendar_options{}, sla::calendar_options{1970y, 1971y},
                                      sla::calendar_options{2012y, 2012y},
                                      sla::calendar_options{9998y, 9999y}};
    const auto compiled = sla::compile(definition, zones(), years[in.byte() % years.size()]);
    if (!compiled) {
        require(sla::has_errors(compiled.issues()), "a refusal has a reason");
        for (const sla::issue& i : compiled.issues())
            require(!i.code.empty() && !i.message.empty(), "an issue says what is wrong");
        return 0;
    }
    ask(*compiled, in);
    if (in.one_in(8)) {
        const auto second = sla::compile(any_definition(in), zones());
        if (!second)
            return 0;
        const auto both = sla::combine("both", *compiled,
                                       static_cast<sla::set_operation>(in.byte() % 3), *second);
        if (both)
            ask(*both, in);
    }
    return 0;
}
