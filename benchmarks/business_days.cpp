// SPDX-License-Identifier: MIT
//
// What whole business days of columns cost: by itself against copying a column, or in turns with
// numpy, which business_days.sh runs beside it.
//
//     build/bench/benchmarks/business_days [--rows=N]
//     sh benchmarks/business_days.sh
//
// 10 M rows: dates at random over ten years, an end up to 400 days later, -20 to 60 business days;
// the calendar of new_york.hpp with its holidays, and without them. 64-bit columns, as numpy has
// them; 32-bit ones as well where it is by itself. Time is that of the processor, best of some
// passes over all rows.
//
// Beside numpy it reads commands: "answer CASE" writes a column of answers to a file, "time CASE"
// makes one pass and tells its nanoseconds.

#include "new_york.hpp"
#include <sla/business_days.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <limits>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla::closed_start;
using sla::date_column;
using sla::day_amounts;
using sla::day_output;

using column = std::vector<std::int64_t>;

[[noreturn]] void stop(const std::string& why) {
    std::cerr << "business_days: " << why << '\n';
    std::exit(2);
}

/// The same on every machine, unlike the standard's distributions; both ends included.
std::int64_t from_to(std::mt19937_64& random, std::int64_t first, std::int64_t last) {
    return first +
           static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last - first + 1));
}

std::int64_t number(local_days day) {
    return day.time_since_epoch().count();
}

// -- rows -----------------------------------------------------------------------------------------

struct rows {
    column begin;
    column end;
    column amount;
};

/// To be timed: all within the compiled years.
rows timed_rows(std::size_t count) {
    std::mt19937_64 random{20261122};
    rows out;
    for (std::size_t i = 0; i < count; ++i) {
        out.begin.push_back(from_to(random, number(local_days{2017y / January / 1}),
                                    number(local_days{2026y / December / 31})));
        out.end.push_back(out.begin.back() + from_to(random, 1, 400));
        out.amount.push_back(from_to(random, -20, 60));
    }
    return out;
}

/// To be compared: a century of dates, most of them not in the compiled years, ends before begins,
/// and for adding also rows without a date.
rows hard_rows(std::size_t count) {
    std::mt19937_64 random{20261123};
    rows out;
    for (std::size_t i = 0; i < count; ++i) {
        out.begin.push_back(from_to(random, number(local_days{1972y / January / 1}),
                                    number(local_days{2065y / December / 31})));
        out.end.push_back(out.begin.back() + from_to(random, -500, 500));
        out.amount.push_back(from_to(random, -300, 300));
    }
    return out;
}

/// The weekdays of these years (inclusive) on which nobody works.
column holidays(const sla::calendar& calendar, year first, year last) {
    column out;
    for (local_days day{first / January / 1}; day < local_days{(last + years{1}) / January / 1};
         day += days{1}) {
        const weekday d{day};
        if (d != Saturday && d != Sunday && !calendar.is_business_day(day))
            out.push_back(number(day));
    }
    return out;
}

sla::business_dates office() {
    return sla::business_dates{
        sla::compile(sla_benchmark::office_hours(), sla_benchmark::zones()).value()};
}
sla::business_dates weekdays() {
    sla::calendar_definition hours = sla_benchmark::office_hours();
    hours.yearly.clear();
    return sla::business_dates{sla::compile(hours, sla_benchmark::zones()).value()};
}

// -- cases ----------------------------------------------------------------------------------------

template <class Number>
std::vector<Number> narrowed(const column& from) {
    return {from.begin(), from.end()};
}

/// The cases by name. A pass writes its answers to `out`.
template <class Number>
class cases {
public:
    explicit cases(const rows& of)
        : begin_{narrowed<Number>(of.begin)}, end_{narrowed<Number>(of.end)},
          amount_{narrowed<Number>(of.amount)}, out_(of.begin.size()) {
        add_cases("_holidays", office());
        add_cases("_weekdays", weekdays());
        passes_["copy"] = [this] {
            for (std::size_t i = 0; i < out_.size(); ++i)
                out_[i] = begin_[i] + 1;
        };
    }
    // The passes refer to this.
    cases(const cases&) = delete;
    cases& operator=(const cases&) = delete;

    /// Nanoseconds of the processor for one pass.
    double time(const std::string& name) const {
        timespec before{};
        timespec after{};
        const auto& pass = find(name);
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
        pass();
        benchmark::ClobberMemory();
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
        return static_cast<double>(after.tv_sec - before.tv_sec) * 1e9 +
               static_cast<double>(after.tv_nsec - before.tv_nsec);
    }
    std::span<const Number> answers(const std::string& name) {
        find(name)();
        if (name.starts_with("is_"))
            std::copy(flags_.begin(), flags_.end(), out_.begin());
        return out_;
    }

private:
    void add_cases(const std::string& suffix, const sla::business_dates& dates) {
        add_cases("forward" + suffix, dates, closed_start::following);
        add_cases("backward" + suffix, dates, closed_start::preceding);
        add_cases("passed_over" + suffix, dates, closed_start::not_counted);
        add_cases("refused" + suffix, dates, closed_start::refused);
        passes_["count" + suffix] = [this, dates] {
            dates.count(date_column{begin_.data()}, date_column{end_.data()}, output(), 0,
                        out_.size());
        };
        passes_["is" + suffix] = [this, dates] {
            flags_.resize(out_.size());
            dates.is_business_day(date_column{begin_.data()}, {.values = flags_.data()}, 0,
                                  out_.size());
        };
    }
    void add_cases(const std::string& suffix, const sla::business_dates& dates,
                   closed_start start) {
        passes_["add_one_" + suffix] = [this, dates, start] {
            dates.add(date_column{begin_.data()}, 5, start, output(), 0, out_.size());
        };
        passes_["add_each_" + suffix] = [this, dates, start] {
            dates.add(date_column{begin_.data()}, day_amounts{amount_.data()}, start, output(), 0,
                      out_.size());
        };
    }
    day_output output() { return day_output{out_.data()}; }
    [[nodiscard]] const std::function<void()>& find(const std::string& name) const {
        const auto found = passes_.find(name);
        if (found == passes_.end())
            stop("no case is called " + name);
        return found->second;
    }

    std::vector<Number> begin_;
    std::vector<Number> end_;
    std::vector<Number> amount_;
    std::vector<Number> out_;
    std::vector<std::uint8_t> flags_;
    std::map<std::string, std::function<void()>> passes_;
};

// -- by itself ------------------------------------------------------------------------------------

template <class Number>
void show(const rows& of) {
    cases<Number> all{of};
    std::cout << 8 * sizeof(Number) << "-bit columns, ns a row (times the copy kernel)\n";
    const auto best = [&](const char* name) {
        double ns = std::numeric_limits<double>::infinity();
        for (int i = 0; i < 9; ++i)
            ns = std::min(ns, all.time(name));
        return ns / static_cast<double>(of.begin.size());
    };
    const double copying = best("copy");
    for (const char* name : {"copy", "add_one_forward_holidays", "add_one_passed_over_holidays",
                             "add_each_forward_holidays", "add_each_backward_holidays",
                             "add_each_passed_over_holidays", "count_holidays", "is_holidays"}) {
        const double ns = best(name);
        std::cout << "  " << std::left << std::setw(32) << name << std::right << std::fixed
                  << std::setprecision(2) << std::setw(8) << ns << std::setw(8) << ns / copying
                  << "x\n";
    }
}

// -- beside numpy ---------------------------------------------------------------------------------

void write(const std::string& path, std::span<const std::int64_t> numbers) {
    std::ofstream out{path, std::ios::binary};
    out.write(reinterpret_cast<const char*>(numbers.data()),
              static_cast<std::streamsize>(numbers.size_bytes()));
    if (!out.flush())
        stop("cannot write " + path);
}

void write(const std::string& folder, const std::string& kind, const rows& of) {
    write(folder + kind + ".begin", of.begin);
    write(folder + kind + ".end", of.end);
    write(folder + kind + ".amount", of.amount);
}

void serve(const std::string& folder, std::size_t count) {
    const sla::calendar calendar = office().source();
    write(folder + "timed.holidays", holidays(calendar, 2016y, 2031y));
    write(folder + "hard.holidays", holidays(calendar, 1970y, 2069y));
    const rows timed = timed_rows(count);
    write(folder, "timed", timed);
    rows hard = hard_rows(std::min<std::size_t>(count, 1'000'000));
    write(folder, "hard", hard);
    // Rows without a date have no counterpart in numpy's counting, so the file has all.
    for (std::size_t i = 0; i < hard.begin.size(); i += 101)
        hard.begin[i] = sla::no_value;
    cases<std::int64_t> timed_cases{timed};
    cases<std::int64_t> hard_cases{hard};

    std::cout << "ready" << std::endl;
    std::string command;
    std::string name;
    while (std::cin >> command >> name) {
        if (command == "time") {
            std::cout << std::fixed << std::setprecision(0) << timed_cases.time(name) << std::endl;
        } else if (command == "answer") {
            write(folder + "timed." + name, timed_cases.answers(name));
            write(folder + "hard." + name, hard_cases.answers(name));
            std::cout << "done" << std::endl;
        } else {
            stop("no such command: " + command);
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    std::size_t count = 10'000'000;
    std::string folder;
    for (int i = 1; i < argc; ++i) {
        const std::string_view option{argv[i]};
        if (option.starts_with("--rows="))
            count = std::strtoull(argv[i] + 7, nullptr, 10);
        else if (option.starts_with("--beside="))
            folder = option.substr(9);
        else
            stop("business_days [--rows=N] [--beside=FOLDER]");
    }
    if (count == 0)
        stop("no rows");
    if (!folder.empty()) {
        serve(folder + "/", count);
        return 0;
    }
    const rows timed = timed_rows(count);
    std::cout << count << " rows, a table of " << office().memory_bytes() << " bytes\n";
    show<std::int64_t>(timed);
    show<std::int32_t>(timed);
}
