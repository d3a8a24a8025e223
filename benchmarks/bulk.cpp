// SPDX-License-Identifier: MIT
//
// What judging a table costs, against copying a column.
//
//     cmake --workflow --preset bench && build/bench/benchmarks/bulk
//     build/bench/benchmarks/bulk --rows=4000000
//
// The bound is a copy kernel: the plain loop that reads 8 bytes, adds one and writes 8 bytes, over
// as many rows, from the same column and to the same column as the case beside it, in turns with
// it. Each time is the best of a few runs over the whole table: time of the processor, or, of two
// threads and what they are compared with, time on the wall. The table has 64 M rows, ten years of
// tickets, out of any cache; a table of a few million rows is in one, where copying is faster still
// and the ratios say nothing. A copy kernel that writes around the caches is shown beside the
// others and bounds nothing.
//
// The calendar: New York, Monday to Friday 9-12 and 13-17, with holidays. Before a case is timed,
// every 9,973rd row of its result is compared with `evaluate`; one that differs ends the program.

#include "bulk_tickets.hpp"
#include "new_york.hpp"
#include "ratios.hpp"
#include <sla/bulk.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla_benchmark::row_order;
using sla_benchmark::tickets;

std::size_t row_count = 64'000'000;

tickets& table() {
    static tickets t{row_count};
    return t;
}

// -- the bound ------------------------------------------------------------------------------------

[[gnu::noinline]] void copy(const std::int64_t* from, std::int64_t* to, std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i)
        to[i] = from[i] + 1;
}

#ifdef __SSE2__
/// Precondition: whole cache lines.
[[gnu::noinline]] void copy_around_caches(const std::int64_t* from, std::int64_t* to,
                                          std::size_t rows) {
    const __m128i one = _mm_set1_epi64x(1);
    for (std::size_t i = 0; i + 1 < rows; i += 2) {
        const auto* source = reinterpret_cast<const __m128i*>(from + i);
        _mm_stream_si128(reinterpret_cast<__m128i*>(to + i),
                         _mm_add_epi64(_mm_load_si128(source), one));
    }
    _mm_sfence();
}
#endif

/// `work(first, count)` by two threads, half of the rows each.
template <class Work>
void by_two(std::size_t rows, Work&& work) {
    std::thread other{[&] { work(rows / 2, rows - rows / 2); }};
    work(std::size_t{0}, rows / 2);
    other.join();
}

// -- measuring ------------------------------------------------------------------------------------

struct figure {
    std::size_t rows = 0;
    double bytes = 0; ///< Of a row, read and written.
    double seconds = std::numeric_limits<double>::infinity();
    double copying = std::numeric_limits<double>::infinity(); ///< Seconds of the copy kernel.

    [[nodiscard]] double rows_per_second() const { return static_cast<double>(rows) / seconds; }
    /// Of the copy kernel's rows per second.
    [[nodiscard]] double of_copy() const { return copying / seconds; }
    /// Of the copy kernel's bytes per second.
    [[nodiscard]] double bytes_of_copy() const { return of_copy() * bytes / 16; }
};

/// By name, in the order in which they were measured.
std::vector<std::pair<std::string, figure>> figures;

const figure* find(std::string_view name) {
    for (const auto& [n, f] : figures)
        if (n == name)
            return &f;
    return nullptr;
}

double on_the_wall() {
    return duration<double>(steady_clock::now().time_since_epoch()).count();
}
/// Of this process. Neighbours on the same processor are not in it.
double of_processor() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

template <class Work>
double seconds_of(Work&& work, double (*clock)() = of_processor) {
    const double begin = clock();
    work();
    benchmark::ClobberMemory();
    return clock() - begin;
}

/// Times `work`, in turns with `copying`; both over so many rows.
template <class Copy, class Work>
void measure(benchmark::State& state, const char* name, figure f, Copy&& copying, Work&& work) {
    for (auto _ : state) {
        f.copying = std::min(f.copying, seconds_of(copying));
        const double seconds = seconds_of(work);
        state.SetIterationTime(seconds);
        f.seconds = std::min(f.seconds, seconds);
    }
    figures.emplace_back(name, f);
}

// -- promises -------------------------------------------------------------------------------------

constexpr std::array priority_names{"P1", "P2", "P3", "P4"};
constexpr std::array channel_names{"telephone", "chat", "e-mail", "web"};

/// Four priorities by four channels: 16 limits for each of two clocks.
sla::book_definition desk() {
    const auto grid = [](std::vector<sla::grid_line> lines) {
        return sla::grid(sla::attribute::priority, sla::attribute::channel,
                         {channel_names.begin(), channel_names.end()}, lines);
    };
    using sla::working;
    sla::book_definition book;
    book.calendars = {sla_benchmark::office_hours()};
    book.metrics = {sla::first_response(), sla::paused_in_status(sla::resolution(), {"waiting"})};
    book.policies = {
        {.name = "Everybody",
         .calendar = "Office",
         .targets = {
             {.metric = "first response",
              .rows = grid({{"P1", {15min, 30min, 1h, 2h}},
                            {"P2", {working{30min}, working{1h}, working{2h}, working{3h}}},
                            {"P3", {working{1h}, working{2h}, working{4h}, working{6h}}},
                            {"P4", {working{2h}, working{4h}, working{8h}, working{12h}}}})},
             {.metric = "resolution",
              .rows = grid({{"P1", {working{2h}, working{4h}, working{6h}, working{8h}}},
                            {"P2", {working{8h}, working{12h}, working{16h}, working{20h}}},
                            {"P3", {working{16h}, working{24h}, working{32h}, working{40h}}},
                            {"P4", {working{40h}, working{60h}, working{80h}, working{120h}}}})}}}};
    return book;
}

const sla::policy_book& the_desk() {
    static const sla::policy_book book = sla::compile(desk(), sla_benchmark::zones()).value();
    return book;
}

std::string customer_name(std::size_t i) {
    return "customer " + std::to_string(i);
}

/// Each customer has a limit of its own; and a calendar, if `calendars`: eight zones by five
/// openings by five lunch breaks by five sets of holidays.
sla::policy_book customers(bool calendars) {
    constexpr std::array rules{"EST5EDT,M3.2.0,M11.1.0",       "CST6CDT,M3.2.0,M11.1.0",
                               "PST8PDT,M3.2.0,M11.1.0",       "GMT0BST,M3.5.0/1,M10.5.0",
                               "CET-1CEST,M3.5.0,M10.5.0/3",   "IST-5:30",
                               "AEST-10AEDT,M10.1.0,M4.1.0/3", "JST-9"};
    std::vector<sla::zone> zones{sla_benchmark::new_york()};
    for (const char* rule : rules)
        zones.push_back(sla::zone_from_rule(rule, rule).value());

    sla::book_definition book;
    book.calendars = {sla_benchmark::office_hours()};
    book.metrics = {sla::resolution()};
    sla::policy_definition policy{
        .name = "Everybody", .calendar = "Office", .targets = {{.metric = "resolution"}}};
    for (std::size_t i = 0; i < tickets::customers; ++i) {
        policy.targets[0].rows.push_back({.match = {{sla::attribute::customer, {customer_name(i)}}},
                                          .within = sla::working{hours{4 + i % 16 * 4}}});
        if (!calendars)
            continue;
        const hours opens{6 + i / 8 % 5};
        const minutes lunch{30 + 15 * (i / 40 % 5)};
        sla::calendar_definition own = sla_benchmark::office_hours();
        own.name = customer_name(i);
        own.zone = rules[i % rules.size()];
        own.hours = sla::weekly(sla::monday_to_friday,
                                {{opens, opens + 4h}, {opens + 4h + lunch, opens + 9h}});
        own.yearly.resize(own.yearly.size() - i / 200);
        policy.targets[0].rows.back().calendar = own.name;
        book.calendars.push_back(std::move(own));
    }
    book.policies = {std::move(policy)};
    return sla::compile(book, sla::zone_set{zones}.source()).value();
}

// -- tables ---------------------------------------------------------------------------------------

[[noreturn]] void give_up(const char* name, std::size_t row, const char* what) {
    std::fprintf(stderr, "%s, row %zu: %s; nothing is measured\n", name, row, what);
    std::exit(1);
}

/// A plan and the columns that it is run on.
struct job {
    sla::policy_book book;
    sla::bulk_layout layout{};
    std::optional<sla::bulk_plan> plan{};
    std::vector<sla::id_column> attributes{};
    std::vector<sla::time_column> events{};
    std::vector<sla::metric_output> metrics{};
    sla::bulk_input input{};
    sla::bulk_output output{};

    explicit job(sla::policy_book b) : book{std::move(b)} {}
    job(const job&) = delete; // input and output look at its members
    job& operator=(const job&) = delete;
    ~job() = default;

    void make_plan(sla::bulk_options options = {}) {
        plan = sla::compile(book, layout, options).value();
        input.attributes = attributes;
        input.events = events;
        input.now = tickets::now();
        output.metrics = metrics;
    }
    sla::bulk_counts run(std::size_t first, std::size_t count) const {
        return plan->run(input, output, first, count);
    }
};

const sla::time_unit ms = sla::time_unit::milliseconds;

sla::time_column times(const sla_benchmark::column<std::int64_t>& c) {
    return {c.data(), ms};
}

/// Judges the table once and compares some of its rows with `evaluate`. `more(row, attributes,
/// events)` adds what is known of a row beside its event columns.
template <class More>
void verify(const char* name, const job& j, std::size_t rows, More&& more) {
    if (j.run(0, rows).errors != 0)
        give_up(name, 0, "some rows cannot be judged");
    constexpr std::size_t stride = 9973;
    std::vector<sla::event> events;
    for (std::size_t row = 0; row < rows; row += stride) {
        const auto at = [&](const sla::time_column& c) {
            return sla::instant{milliseconds{c.values[row]}};
        };
        events = {sla::event::created(at(j.input.created))};
        for (std::size_t i = 0; i < j.events.size(); ++i)
            if (j.events[i].values[row] != sla::no_value) {
                events.push_back(j.layout.events[i]);
                events.back().at = at(j.events[i]);
            }
        sla::ticket_attributes attributes = j.layout.attributes;
        more(row, attributes, events);
        std::stable_sort(events.begin(), events.end(),
                         [](const sla::event& a, const sla::event& b) { return a.at < b.at; });
        const sla::timeline ticket = sla::timeline::over(attributes, events).value();
        const sla::evaluation result = sla::evaluate(j.book, ticket, j.input.now);
        for (std::size_t m = 0; m < j.metrics.size(); ++m) {
            const sla::verdict* v = result.find(j.layout.metrics[m]);
            if (v == nullptr)
                give_up(name, row, "it has no clock");
            const sla::metric_output& out = j.metrics[m];
            const std::int64_t deadline =
                v->deadline == sla::never ? sla::no_value : v->deadline.time_since_epoch().count();
            if (out.deadline.values != nullptr && out.deadline.values[row] != deadline)
                give_up(name, row, "evaluate has another deadline");
            if (out.state != nullptr && out.state[row] != static_cast<std::uint8_t>(v->state))
                give_up(name, row, "evaluate has another state");
            if (out.overdue.values != nullptr &&
                out.overdue.values[row] != v->overdue.elapsed.count())
                give_up(name, row, "evaluate is late by another time");
            // An open clock that nothing paused: the calendar alone says when it is due.
            if (j.events.empty() &&
                deadline !=
                    j.book.calendar_of(*v->limit)
                        ->add(ticket.created(), std::get<sla::working>(j.book.within(*v->limit)))
                        .time_since_epoch()
                        .count())
                give_up(name, row, "the calendar has another deadline");
        }
    }
}

// -- created and kind to deadline -----------------------------------------------------------------

constexpr double kind_bytes = 8 + 1 + 8;

/// 16 kinds of tickets, of which a column of bytes names one.
void prepare_kinds(job& j, row_order order, sla::bulk_options options = {}) {
    for (const char* priority : priority_names)
        for (const char* channel : channel_names)
            j.layout.profiles.push_back(
                j.book.attributes({.priority = priority, .channel = channel}));
    j.layout.metrics = {*j.book.find_metric("resolution")};
    j.metrics = {{.deadline = {table().deadline(0).data(), ms}}};
    j.make_plan(options);
    j.input.created = times(table().created(order));
    j.input.profile = sla::id_column{table().kind().data()};
}

void verify_kinds(const char* name, const job& j, std::size_t rows) {
    verify(name, j, rows, [&](std::size_t row, sla::ticket_attributes& ticket, auto&) {
        ticket = j.layout.profiles[table().kind()[row]];
    });
}

/// Copies the creations of a job to where it writes its first deadlines.
auto copying(const job& j, std::size_t rows) {
    return [from = j.input.created.values, to = j.metrics[0].deadline.values, rows] {
        copy(from, to, rows);
    };
}

void kinds(benchmark::State& state, const char* name, row_order order,
           std::optional<sla::bulk_kernels> kernels = {}, std::size_t part = 1) {
    job j{the_desk()};
    prepare_kinds(j, order, {.kernels = kernels});
    if (kernels && j.plan->kernels() != *kernels) {
        state.SkipWithError("this processor does not have them");
        return;
    }
    const std::size_t rows = table().rows() / part;
    verify_kinds(name, j, rows);
    measure(state, name, {.rows = rows, .bytes = kind_bytes}, copying(j, rows),
            [&] { j.run(0, rows); });
}

void in_time_order(benchmark::State& state) {
    kinds(state, "in_time_order", row_order::by_time);
}
void with_plain(benchmark::State& state) {
    kinds(state, "with_plain", row_order::by_time, sla::bulk_kernels::plain);
}
void with_avx2(benchmark::State& state) {
    kinds(state, "with_avx2", row_order::by_time, sla::bulk_kernels::avx2);
}
void with_avx512(benchmark::State& state) {
    kinds(state, "with_avx512", row_order::by_time, sla::bulk_kernels::avx512);
}
/// Some of the rows: these are the oldest, in the same density.
void with_none(benchmark::State& state) {
    kinds(state, "with_none", row_order::by_time, sla::bulk_kernels::none, 16);
}

// What the memory gives beyond the plain loop.
void copy_around(benchmark::State& state) {
#ifdef __SSE2__
    const std::size_t rows = table().rows() / 8 * 8;
    const std::int64_t* from = table().created().data();
    std::int64_t* to = table().deadline(0).data();
    measure(
        state, "copy_around", {.rows = rows, .bytes = 16}, [&] { copy(from, to, rows); },
        [&] { copy_around_caches(from, to, rows); });
#else
    state.SkipWithError("not for this processor");
#endif
}

void on_two_threads(benchmark::State& state) {
    job j{the_desk()};
    prepare_kinds(j, row_order::by_time);
    const std::size_t rows = table().rows();
    verify_kinds("on_two_threads", j, rows);
    const std::int64_t* from = table().created().data();
    std::int64_t* to = table().deadline(0).data();
    const auto copy_part = [&](std::size_t first, std::size_t count) {
        copy(from + first, to + first, count);
    };
    const auto run_part = [&](std::size_t first, std::size_t count) { j.run(first, count); };
    figure one{.rows = rows, .bytes = kind_bytes};
    figure two = one;
    for (auto _ : state) {
        one.copying = std::min(one.copying, seconds_of([&] { copy_part(0, rows); }, on_the_wall));
        two.copying =
            std::min(two.copying, seconds_of([&] { by_two(rows, copy_part); }, on_the_wall));
        one.seconds = std::min(one.seconds, seconds_of([&] { run_part(0, rows); }, on_the_wall));
        const double seconds = seconds_of([&] { by_two(rows, run_part); }, on_the_wall);
        state.SetIterationTime(seconds);
        two.seconds = std::min(two.seconds, seconds);
    }
    figures.emplace_back("on_one_thread", one);
    figures.emplace_back("on_two_threads", two);
}

void in_random_order(benchmark::State& state) {
    kinds(state, "in_random_order", row_order::at_random);
}

// -- a thousand calendars -------------------------------------------------------------------------

/// Each of a thousand customers, at random, has a limit of its own.
void customers_of(benchmark::State& state, const char* name, bool calendars) {
    job j{customers(calendars)};
    sla::attribute_dictionary names{.which = sla::attribute::customer};
    for (std::size_t i = 0; i < tickets::customers; ++i)
        names.values.push_back(j.book.find_value(sla::attribute::customer, customer_name(i)));
    j.layout.dictionaries = {std::move(names)};
    j.layout.metrics = {*j.book.find_metric("resolution")};
    j.attributes = {sla::id_column{table().customer().data()}};
    j.metrics = {{.deadline = {table().deadline(0).data(), ms}}};
    j.make_plan();
    j.input.created = times(table().created());
    const std::size_t rows = table().rows();
    verify(name, j, rows, [&](std::size_t row, sla::ticket_attributes& ticket, auto&) {
        ticket.set(sla::attribute::customer,
                   j.layout.dictionaries[0].values[table().customer()[row]]);
    });
    measure(state, name, {.rows = rows, .bytes = 8 + 2 + 8}, copying(j, rows),
            [&] { j.run(0, rows); });
}
void one_calendar(benchmark::State& state) {
    customers_of(state, "one_calendar", false);
}
void thousand_calendars(benchmark::State& state) {
    customers_of(state, "thousand_calendars", true);
}

// -- five columns ---------------------------------------------------------------------------------

void answers_and_resolutions(benchmark::State& state, const char* name, bool pauses) {
    tickets& t = table();
    job j{the_desk()};
    sla::attribute_dictionary priorities{.which = sla::attribute::priority};
    for (const char* priority : priority_names)
        priorities.values.push_back(j.book.find_value(sla::attribute::priority, priority));
    sla::attribute_dictionary channels{.which = sla::attribute::channel};
    for (const char* channel : channel_names)
        channels.values.push_back(j.book.find_value(sla::attribute::channel, channel));
    j.layout.dictionaries = {std::move(priorities), std::move(channels)};
    j.layout.events = {sla::event::message({}, sla::actor::agent),
                       sla::event::of({}, sla::event_kind::resolved)};
    if (pauses)
        j.layout.pauses = {.begins = sla::event::status({}, j.book.find_event_name("waiting")),
                           .ends = sla::event::status({}, j.book.find_event_name("open"))};
    j.layout.metrics = {*j.book.find_metric("first response"), *j.book.find_metric("resolution")};
    j.attributes = {sla::id_column{t.priority().data()}, sla::id_column{t.channel().data()}};
    j.events = {times(t.answered()), times(t.resolved())};
    j.metrics = {{.state = t.state(0).data(), .deadline = {t.deadline(0).data(), ms}},
                 {.state = t.state(1).data(),
                  .deadline = {t.deadline(1).data(), ms},
                  .overdue = {t.overdue().data(), ms}}};
    j.make_plan();
    j.input.created = times(t.created());
    if (pauses)
        j.input.pauses = t.pauses();

    const std::size_t rows = t.rows();
    double bytes = 3 * 8 + 2 * 1 + 2 * 8 + 2 * 1 + 8;
    if (pauses)
        bytes += 4 + 16 * static_cast<double>(t.pause_count()) / static_cast<double>(rows);
    verify(name, j, rows,
           [&](std::size_t row, sla::ticket_attributes& ticket, std::vector<sla::event>& events) {
               ticket.set(sla::attribute::priority,
                          j.layout.dictionaries[0].values[t.priority()[row]]);
               ticket.set(sla::attribute::channel,
                          j.layout.dictionaries[1].values[t.channel()[row]]);
               if (!pauses)
                   return;
               const auto add = [&](const sla::event& what, std::int64_t at) {
                   if (at == sla::no_value)
                       return;
                   events.push_back(what);
                   events.back().at = sla::instant{milliseconds{at}};
               };
               const auto [from, to] = t.pauses_of(row);
               for (std::size_t i = from; i < to; ++i) {
                   add(j.layout.pauses->begins, t.pause_begin(i));
                   add(j.layout.pauses->ends, t.pause_end(i));
               }
           });
    measure(state, name, {.rows = rows, .bytes = bytes}, copying(j, rows), [&] { j.run(0, rows); });
}
void five_columns(benchmark::State& state) {
    answers_and_resolutions(state, "five_columns", false);
}
void five_columns_and_pauses(benchmark::State& state) {
    answers_and_resolutions(state, "five_columns_and_pauses", true);
}

#define SLA_RUNS(COUNT) ->UseManualTime()->Iterations(COUNT)->Unit(benchmark::kMillisecond)
BENCHMARK(in_time_order) SLA_RUNS(7);
BENCHMARK(copy_around) SLA_RUNS(5);
BENCHMARK(with_plain) SLA_RUNS(5);
BENCHMARK(with_avx2) SLA_RUNS(5);
BENCHMARK(with_avx512) SLA_RUNS(5);
BENCHMARK(with_none) SLA_RUNS(2);
BENCHMARK(on_two_threads) SLA_RUNS(7);
BENCHMARK(one_calendar) SLA_RUNS(5);
BENCHMARK(thousand_calendars) SLA_RUNS(5);
BENCHMARK(five_columns) SLA_RUNS(5);
BENCHMARK(five_columns_and_pauses) SLA_RUNS(3);
BENCHMARK(in_random_order) SLA_RUNS(7);

// -- what came out --------------------------------------------------------------------------------

void print_figures() {
    std::printf("%-26s %9s %9s %9s %12s %12s\n", "M = 1,000,000", "M rows", "M rows/s", "MB/s",
                "rows of copy", "bytes of copy");
    for (const auto& [name, f] : figures)
        std::printf("%-26s %9.1f %9.1f %9.0f %10.1f %% %11.1f %%\n", name.c_str(),
                    static_cast<double>(f.rows) / 1e6, f.rows_per_second() / 1e6,
                    f.rows_per_second() * f.bytes / 1e6, 100 * f.of_copy(),
                    100 * f.bytes_of_copy());
    std::printf("\n");
}

void judge(sla_benchmark::summary& s) {
    print_figures();
    if (const figure* f = find("in_time_order"))
        s.at_least("created, kind -> deadline, by time: rows/s of copy", 100 * f->of_copy(), 50,
                   "%");
    if (const figure* f = find("in_random_order"))
        s.at_least("the same in random order: rows/s of copy", 100 * f->of_copy(), 35, "%");
    if (const figure* f = find("five_columns"))
        s.at_least("five columns -> five columns: bytes/s of copy", 100 * f->bytes_of_copy(), 25,
                   "%");
    if (const figure* f = find("five_columns_and_pauses"))
        s.at_least("the same with 1.5 pauses a ticket", f->rows_per_second() / 1e6, 20, "M/s");
    // The same columns and as many limits.
    const figure* one = find("one_calendar");
    const figure* thousand = find("thousand_calendars");
    if (one != nullptr && thousand != nullptr)
        s.at_least("1,000 calendars / one calendar", 100 * thousand->of_copy() / one->of_copy(), 50,
                   "%");
    const figure* alone = find("on_one_thread");
    if (const figure* both = find("on_two_threads"))
        s.at_least("two threads / one (bound: 1.8, or what copying gets)",
                   alone->seconds / both->seconds, std::min(1.8, alone->copying / both->copying));
}

} // namespace

int main(int argc, char** argv) {
    return sla_benchmark::run_with_rows(argc, argv, row_count, 1024, judge);
}
