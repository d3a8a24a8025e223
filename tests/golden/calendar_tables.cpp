// SPDX-License-Identifier: MIT
//
// Reads the tables beside this file and asks the library every row of them.
//
// A table is written for people: what the calendar is in plain words, then start, promise, due and
// why. The format is small and strict, so that a slip of the pen is an error and not a row that is
// skipped. A failure names file and line.
#include <sla/calendar.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <oracle/hard_zones.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <table_text.hpp>
#include <utility>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

using table_text::take_word;
using table_text::trim;

/// A line that cannot be read. The tables are ours, so this is a mistake in them.
[[noreturn]] void unreadable(std::string_view what, std::string_view text) {
    throw std::runtime_error{std::string{what} + ": \"" + std::string{text} + "\""};
}

// -- words
// -----------------------------------------------------------------------------------------

bool take(std::string_view& text, std::string_view front) {
    if (!text.starts_with(front))
        return false;
    text = trim(text.substr(front.size()));
    return true;
}

int number(std::string_view text) {
    const bool plus = text.starts_with('+');
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + (plus ? 1 : 0), end, value);
    if (read.ec != std::errc{} || read.ptr != end)
        unreadable("not a number", text);
    return value;
}

template <std::size_t Size>
unsigned index_of(const std::array<std::string_view, Size>& names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        unreadable("unknown name", name);
    return static_cast<unsigned>(found - names.begin());
}

weekday weekday_of(std::string_view name) {
    static constexpr std::array<std::string_view, 7> names{
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    return weekday{index_of(names, name)};
}

month month_of(std::string_view name) {
    static constexpr std::array<std::string_view, 12> names{
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    return month{index_of(names, name) + 1};
}

/// "09:00"
seconds time_of(std::string_view text) {
    if (text.size() != 5 || text[2] != ':')
        unreadable("not a time", text);
    return hours{number(text.substr(0, 2))} + minutes{number(text.substr(3))};
}

/// "2025-03-30"
year_month_day date_of(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        unreadable("not a date", text);
    const year_month_day made{year{number(text.substr(0, 4))},
                              month{static_cast<unsigned>(number(text.substr(5, 2)))},
                              day{static_cast<unsigned>(number(text.substr(8)))}};
    if (!made.ok())
        unreadable("no such date", text);
    return made;
}

bool starts_with_digit(std::string_view text) {
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// "09:00-12:00, 13:00-17:00" at the front of `text`; "22:00-06:00" ends on the next date.
std::vector<sla::time_range> take_ranges(std::string_view& text) {
    std::vector<sla::time_range> found;
    bool more = true;
    while (more && starts_with_digit(text)) {
        std::string_view word = take_word(text);
        more = word.ends_with(',');
        if (more)
            word.remove_suffix(1);
        if (word.size() != 11 || word[5] != '-')
            unreadable("not a range", word);
        const seconds begin = time_of(word.substr(0, 5));
        const seconds end = time_of(word.substr(6));
        found.push_back({begin, end > begin ? end : end + 24h});
    }
    if (found.empty())
        unreadable("no ranges", text);
    return found;
}

// -- calendars
// -------------------------------------------------------------------------------------

/// "Monday to Friday 09:00-17:00"
void read_open(sla::weekly_hours& hours, std::string_view text) {
    if (text == "always") {
        hours = sla::around_the_clock();
        return;
    }
    sla::weekday_set which;
    if (take(text, "every day")) {
        which = sla::every_day;
    } else {
        const weekday first = weekday_of(take_word(text));
        which = first;
        if (take(text, "and ")) {
            which = which | weekday_of(take_word(text));
        } else if (take(text, "to ")) {
            const weekday last = weekday_of(take_word(text));
            for (weekday d = first; d != last; d += days{1})
                which = which | (d + days{1});
        }
    }
    hours.set(which, take_ranges(text));
    if (!text.empty())
        unreadable("too much", text);
}

/// "25 December", "Easter -2", "1st Monday of May", "last Friday of November"
sla::yearly_date take_yearly_date(std::string_view& text) {
    const std::string_view which = take_word(text);
    if (which == "Easter")
        return sla::days_from_easter{number(take_word(text))};
    if (starts_with_digit(which) && starts_with_digit(which.substr(which.size() - 1)))
        return month_day{month_of(take_word(text)), day{static_cast<unsigned>(number(which))}};
    const weekday on = weekday_of(take_word(text));
    if (!take(text, "of "))
        unreadable("expected \"of\"", text);
    const month in = month_of(take_word(text));
    if (which == "last")
        return month_weekday_last{in, weekday_last{on}};
    return month_weekday{in, on[static_cast<unsigned>(number(which.substr(0, 1)))]};
}

void read_statement(sla::calendar_definition& made, std::string_view text) {
    const std::string_view word = take_word(text);
    if (word == "zone") {
        made.zone = text;
    } else if (word == "open") {
        read_open(made.hours, text);
    } else if (word == "from") {
        const year_month_day from = date_of(take_word(text));
        if (!take(text, "open "))
            unreadable("expected \"open\"", text);
        if (made.changes.empty() || made.changes.back().from != from)
            made.changes.push_back({from, {}});
        read_open(made.changes.back().hours, text);
    } else if (word == "yearly") {
        if (!take(text, "closed "))
            unreadable("expected \"closed\"", text);
        const sla::yearly_date date = take_yearly_date(text);
        made.yearly.push_back(sla::closed_yearly(std::string{text}, date));
    } else if (word == "closed" || word == "instead" || word == "also" || word == "except") {
        sla::day_exception exception;
        exception.first = date_of(take_word(text));
        if (take(text, "to "))
            exception.last = date_of(take_word(text));
        exception.mode = word == "also"     ? sla::exception_mode::add
                         : word == "except" ? sla::exception_mode::subtract
                                            : sla::exception_mode::replace;
        if (word != "closed")
            exception.ranges = take_ranges(text);
        exception.name = text;
        made.exceptions.push_back(std::move(exception));
    } else {
        unreadable("unknown statement", word);
    }
}

// -- rows
// ------------------------------------------------------------------------------------------

/// "2025-03-28 Fri 16:00 +01:00"; the weekday and the zone's offset must be right.
sla::instant read_instant(std::string_view text, const sla::zone& zone) {
    const std::string_view whole = text;
    const local_days date{date_of(take_word(text))};
    static constexpr std::array<std::string_view, 7> names{"Sun", "Mon", "Tue", "Wed",
                                                           "Thu", "Fri", "Sat"};
    if (names[weekday{date}.c_encoding()] != take_word(text))
        unreadable("another weekday", whole);
    const seconds time = time_of(take_word(text));
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-'))
        unreadable("not an offset", text);
    const seconds size = time_of(text.substr(1));
    const seconds offset = text[0] == '-' ? -size : size;
    const sla::instant t{date.time_since_epoch() + time - offset};
    if (zone.offset_at(t) != offset)
        unreadable("not the offset of " + zone.name(), whole);
    return t;
}

/// As in the tables, for messages.
std::string write_instant(sla::instant t, const sla::zone& zone) {
    if (!sla::in_range(t))
        return t == sla::never ? "never" : "out of range";
    const auto two = [](auto n) {
        std::string text = std::to_string(n);
        return text.size() < 2 ? "0" + text : text;
    };
    const sla::local_time shown = zone.to_local(t);
    const local_days date = floor<days>(shown);
    const year_month_day ymd{date};
    const milliseconds time = shown - date;
    const minutes offset = duration_cast<minutes>(zone.offset_at(t));
    static constexpr std::array<std::string_view, 7> names{"Sun", "Mon", "Tue", "Wed",
                                                           "Thu", "Fri", "Sat"};
    std::string text = std::to_string(int{ymd.year()}) + "-" + two(unsigned{ymd.month()}) + "-" +
                       two(unsigned{ymd.day()}) + " " +
                       std::string{names[weekday{date}.c_encoding()]} + " " + two(time / 1h) + ":" +
                       two(time % 1h / 1min) + (offset < 0min ? " -" : " +") +
                       two(abs(offset) / 1h) + ":" + two(abs(offset) % 1h / 1min);
    if (time % 1min != 0ms)
        text += " and " + std::to_string((time % 1min).count()) + " ms";
    return text;
}

/// The due instant of "2 business days, by 12:00, cut-off 15:00".
sla::instant business_days_after(const sla::calendar& hours, sla::instant start, int count,
                                 std::string_view rest) {
    sla::business_days days{.count = count};
    if (take(rest, ", close")) {
        days.end = sla::business_day_end::close;
    } else if (take(rest, ", by ")) {
        days.end = sla::business_day_end::time_of_day;
        days.at = time_of(rest.substr(0, 5));
        rest.remove_prefix(5);
        if (take(rest, ", cut-off "))
            days.cut_off = time_of(std::exchange(rest, {}));
    }
    if (!rest.empty())
        unreadable("unknown promise", rest);
    return hours.add(start, days);
}

/// The due instant of any promise but "open?".
sla::instant due_of(const sla::calendar& hours, sla::instant start, std::string_view promise) {
    const std::string_view whole = promise;
    auto fit = sla::exact_fit::close;
    const std::string_view next_opening = "(next opening)";
    if (promise.ends_with(next_opening)) {
        fit = sla::exact_fit::next_open;
        promise = trim(promise.substr(0, promise.size() - next_opening.size()));
    }
    const bool back = take(promise, "back ");
    sla::working length{};
    while (!promise.empty()) {
        const int count = number(take_word(promise));
        if (take(promise, "business day")) {
            promise.remove_prefix(promise.starts_with('s') ? 1 : 0);
            return business_days_after(hours, start, count, promise);
        }
        const std::string_view unit = take_word(promise);
        if (unit == "h")
            length += sla::working{std::chrono::hours{count}};
        else if (unit == "min")
            length += sla::working{minutes{count}};
        else if (unit == "day" || unit == "days")
            return hours.add(start, sla::calendar_days{count});
        else if (unit == "week" || unit == "weeks")
            return hours.add(start, sla::calendar_weeks{count});
        else if (unit == "month" || unit == "months")
            return hours.add(start, sla::calendar_months{count});
        else
            unreadable("unknown promise", whole);
    }
    const sla::instant due =
        back ? hours.subtract(start, length, fit) : hours.add(start, length, fit);
    INFO("working time is the same when it is counted");
    CHECK((back ? hours.between(due, start) : hours.between(start, due)) == length);
    return due;
}

void check_row(const sla::calendar& hours, std::string_view line) {
    std::array<std::string_view, 4> cells;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto end = i + 1 < cells.size() ? line.find('|') : line.size();
        if (end == std::string_view::npos)
            unreadable("a row has four cells", line);
        cells[i] = trim(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    const auto [start_text, promise, due_text, why] = cells;
    if (why.empty())
        unreadable("every row says why", promise);
    const sla::zone& zone = hours.time_zone();
    const sla::instant start = read_instant(start_text, zone);
    if (promise == "open?") {
        CHECK((hours.is_open(start) ? "yes" : "no") == due_text);
        return;
    }
    const sla::instant due = read_instant(due_text, zone);
    CHECK(write_instant(due_of(hours, start, promise), zone) == write_instant(due, zone));
}

/// True when the line is a row, which is then checked.
bool read_line(std::string_view line, sla::calendar_definition& definition,
               std::optional<sla::calendar>& hours) {
    if (line.empty() || line.starts_with('#'))
        return false;
    if (take(line, "calendar ")) {
        definition = {.name = std::string{line}, .zone = {}};
    } else if (line.starts_with("start ")) {
        const auto compiled = sla::compile(definition, oracle::hard_zone_source());
        for (const sla::issue& i : compiled.issues())
            UNSCOPED_INFO(i.place << ": " << i.message);
        REQUIRE(compiled.has_value());
        hours = *compiled;
    } else if (line.find('|') == std::string_view::npos) {
        read_statement(definition, line);
        hours.reset();
    } else {
        REQUIRE(hours.has_value());
        check_row(*hours, line);
        return true;
    }
    return false;
}

/// The number of rows.
std::size_t check_table(const std::filesystem::path& path) {
    std::ifstream file{path};
    REQUIRE(file);
    sla::calendar_definition definition;
    std::optional<sla::calendar> hours;
    std::size_t rows = 0;
    std::size_t number = 0;
    for (std::string text; std::getline(file, text);) {
        ++number;
        INFO(path.filename().string() << ":" << number << ": " << text);
        try {
            if (read_line(trim(text), definition, hours))
                ++rows;
        } catch (const std::runtime_error& unreadable_line) {
            FAIL_CHECK(unreadable_line.what());
        }
    }
    return rows;
}

} // namespace

TEST_CASE("the library agrees with every row of the golden tables") {
    std::map<std::string, std::size_t> rows;
    const std::filesystem::path folder{SLA_TEST_SOURCE_DIR "/tests/golden"};
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        if (entry.path().extension() == ".txt")
            rows[entry.path().stem().string()] = check_table(entry.path());
    // A table that is lost, or emptied, is a failure too.
    for (const char* name : {"new_york", "berlin", "lord_howe", "sao_paulo", "dublin", "casablanca",
                             "apia", "troll", "st_johns", "moscow_and_kathmandu", "exact_fit",
                             "business_days", "calendar_days", "exceptions"}) {
        INFO(name);
        CHECK(rows[name] >= 5);
    }
}
