// SPDX-License-Identifier: MIT
//
// Each kernel a fixed number of times on fixed data, for callgrind to count: run.sh.
//
//     kernels            runs them all; prints a line for each, in the order in which they ran:
//                        its name and the number of rows (calls, tickets) it did
//     kernels --about    the compiler, processor and flags that this program was made by and for
//
// What belongs to a kernel is what happens inside the function `measured`. Each kernel has been run
// once before, so that no first time is in it.

#include "../bulk_tickets.hpp"
#include "../eight_events.hpp"
#include "../new_york.hpp"
#include <sla/bulk.hpp>
#include <sla/calendar.hpp>
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/policy.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using work_of_kernel = std::function<void()>;

// Callgrind knows it by this name.
extern "C" [[gnu::noinline]] void measured(const work_of_kernel& work) {
    work();
    asm volatile("" ::: "memory");
}

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla_benchmark::tickets;

constexpr sla::time_unit ms = sla::time_unit::milliseconds;

/// The compiler must have `value` ready here.
template <class Value>
void keep(const Value& value) {
    asm volatile("" ::"g"(&value) : "memory");
}

void run(const char* name, std::size_t rows, const work_of_kernel& work) {
    work();
    measured(work);
    std::printf("%s %zu\n", name, rows);
}

// -- calendar -------------------------------------------------------------------------------------

constexpr std::size_t calls = 2000;

/// Random instants of ten years.
std::vector<sla::instant> instants(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    const sla::instant first = sys_days{2017y / January / 1};
    const sla::instant end = sys_days{2027y / January / 1};
    std::vector<sla::instant> out;
    while (out.size() < calls)
        out.push_back(first + milliseconds{static_cast<milliseconds::rep>(
                                  random() % static_cast<std::uint64_t>((end - first).count()))});
    return out;
}

void calendars() {
    const sla::calendar office =
        sla::compile(sla_benchmark::office_hours(), sla_benchmark::zones()).value();
    const std::vector<sla::instant> from = instants(1);
    const std::vector<sla::instant> to = instants(2);
    const auto each = [&](const char* name, const auto& question) {
        run(name, calls, [&] {
            for (std::size_t i = 0; i < calls; ++i)
                keep(question(from[i], to[i]));
        });
    };
    each("calendar_add",
         [&](sla::instant a, sla::instant) { return office.add(a, sla::working{40h}); });
    each("calendar_between", [&](sla::instant a, sla::instant b) { return office.between(a, b); });
    each("calendar_is_open", [&](sla::instant a, sla::instant) { return office.is_open(a); });
    each("calendar_add_business_days", [&](sla::instant a, sla::instant) {
        const auto day = local_days{floor<days>(a).time_since_epoch()};
        return office.add_business_days(day, 10);
    });
    each("calendar_business_days_between", [&](sla::instant a, sla::instant b) {
        return office.business_days_between(local_days{floor<days>(a).time_since_epoch()},
                                            local_days{floor<days>(b).time_since_epoch()});
    });
}

// -- match ----------------------------------------------------------------------------------------

/// A policy for each of 400 customers, and one for the others.
void match() {
    constexpr std::size_t customers = 400;
    sla::book_definition definition{.calendars = {sla_benchmark::office_hours()}};
    sla::policy_definition policy{
        .name = "others",
        .calendar = "Office",
        .targets = {{.metric = "resolution", .rows = sla::always(sla::working{8h})}}};
    for (std::size_t n = 0; n < customers; ++n) {
        const std::string name = "customer " + std::to_string(n);
        definition.policies.push_back(policy);
        definition.policies.back().name = name;
        definition.policies.back().when = sla::customer_is({name});
    }
    definition.policies.push_back(policy);
    const sla::policy_book book = sla::compile(definition, sla_benchmark::zones()).value();

    std::mt19937_64 random{3};
    std::vector<sla::ticket_attributes> of;
    while (of.size() < calls)
        of.push_back(book.attributes(
            {.customer = "customer " + std::to_string(random() % (customers + customers / 8))}));
    const std::vector<sla::instant> created = instants(4);
    run("match", calls, [&] {
        for (std::size_t i = 0; i < calls; ++i)
            keep(book.match(of[i], created[i]));
    });
}

// -- evaluate -------------------------------------------------------------------------------------

void evaluate() {
    const sla_benchmark::eight_events desk{sla_benchmark::with_steps::no};
    const sla_benchmark::eight_events stepping{sla_benchmark::with_steps::yes};
    const auto judge = [](const char* name, const sla_benchmark::eight_events& of,
                          sla::elapsed after) {
        run(name, of.tickets.size(), [&] {
            for (const sla::timeline& ticket : of.tickets)
                keep(sla::evaluate(of.book, ticket, ticket.events().back().at + after));
        });
    };
    judge("evaluate_finished", desk, 1h);
    judge("evaluate_still_open", desk, -1ms);
    judge("evaluate_with_steps", stepping, 1h);
    sla::explanation why;
    run("explain_finished", desk.tickets.size(), [&] {
        for (const sla::timeline& ticket : desk.tickets) {
            sla::explain(desk.book, ticket, ticket.events().back().at + 1h, why);
            keep(why);
        }
    });
}

// -- bulk -----------------------------------------------------------------------------------------

constexpr std::size_t bulk_rows = 8192;
constexpr std::array priorities{"P1", "P2", "P3", "P4"};
constexpr std::array channels{"telephone", "chat", "e-mail", "web"};
constexpr std::size_t bulk_calendars = 16;

/// Two clocks with 16 limits each, by priority and channel; the tier chooses one of 16 calendars.
sla::policy_book bulk_book() {
    sla::book_definition book;
    book.metrics = {sla::first_response(), sla::paused_in_status(sla::resolution(), {"waiting"})};
    sla::policy_definition policy{
        .name = "tier", .targets = {{.metric = "first response"}, {.metric = "resolution"}}};
    for (std::size_t p = 0; p < priorities.size(); ++p)
        for (std::size_t c = 0; c < channels.size(); ++c) {
            const hours longer{p * channels.size() + c};
            const std::vector<sla::attribute_match> match{
                {sla::attribute::priority, {priorities[p]}},
                {sla::attribute::channel, {channels[c]}}};
            policy.targets[0].rows.push_back(
                {.match = match, .within = sla::working{30min + longer}});
            policy.targets[1].rows.push_back(
                {.match = match, .within = sla::working{2h + 3 * longer}});
        }
    for (std::size_t n = 0; n < bulk_calendars; ++n) {
        sla::calendar_definition own = sla_benchmark::office_hours();
        own.name = "tier " + std::to_string(n);
        const hours opens{6 + n % 8};
        own.hours =
            sla::weekly(sla::monday_to_friday, {{opens, opens + 4h}, {opens + 5h, opens + 9h}});
        policy.name = own.name;
        policy.calendar = own.name;
        policy.when = sla::tier_is({own.name});
        book.calendars.push_back(std::move(own));
        book.policies.push_back(policy);
    }
    return sla::compile(book, sla_benchmark::zones()).value();
}

template <class Names>
sla::attribute_dictionary dictionary(const sla::policy_book& book, sla::attribute which,
                                     const Names& names) {
    sla::attribute_dictionary out{.which = which};
    for (const auto& name : names)
        out.values.push_back(book.find_value(which, name));
    return out;
}

/// Tables of rows in the order of time, by the kernels of one kind.
void bulk(tickets& table, const sla::policy_book& book, sla::bulk_kernels kernels,
          const std::string& suffix) {
    std::vector<std::string> tiers;
    while (tiers.size() < bulk_calendars)
        tiers.push_back("tier " + std::to_string(tiers.size()));
    const sla::id_column priority{table.priority().data()};
    const sla::id_column channel{table.channel().data()};
    const sla_benchmark::column<std::uint8_t> tier{bulk_rows, [&](std::size_t row) {
                                                       return static_cast<std::uint8_t>(
                                                           table.customer()[row] % bulk_calendars);
                                                   }};
    const auto times = [](const sla_benchmark::column<std::int64_t>& c) {
        return sla::time_column{c.data(), ms};
    };
    sla::bulk_layout one{
        .attributes = book.attributes({.tier = tiers.front()}),
        .dictionaries = {dictionary(book, sla::attribute::priority, priorities),
                         dictionary(book, sla::attribute::channel, channels)},
        .metrics = {*book.find_metric("resolution")},
    };
    const sla::metric_output deadline{.deadline = {table.deadline(0).data(), ms}};
    const auto judge = [&](const std::string& name, const sla::bulk_layout& layout,
                           const std::vector<sla::id_column>& attributes,
                           const std::vector<sla::time_column>& events,
                           const std::vector<sla::metric_output>& metrics,
                           const sla::pause_columns& pauses, sla::time_output next) {
        const sla::bulk_plan plan = sla::compile(book, layout, {.kernels = kernels}).value();
        if (plan.kernels() != kernels)
            return;
        sla::bulk_input in;
        in.created = times(table.created());
        in.attributes = attributes;
        in.events = events;
        in.pauses = pauses;
        in.now = tickets::now();
        run((name + suffix).c_str(), bulk_rows, [&] {
            if (plan.run(in, {.metrics = metrics, .next_change = next}, 0, bulk_rows).errors != 0)
                std::abort();
        });
    };

    judge("bulk_deadline", one, {priority, channel}, {}, {deadline}, {}, {});

    sla::bulk_layout many = one;
    many.dictionaries.push_back(dictionary(book, sla::attribute::tier, tiers));
    judge("bulk_calendars", many, {priority, channel, sla::id_column{tier.data()}}, {}, {deadline},
          {}, {});

    sla::bulk_layout five = one;
    five.metrics = {*book.find_metric("first response"), *book.find_metric("resolution")};
    five.events = {sla::event::message({}, sla::actor::agent),
                   sla::event::of({}, sla::event_kind::resolved)};
    const std::vector<sla::time_column> events{times(table.answered()), times(table.resolved())};
    const std::vector<sla::metric_output> metrics{
        {.state = table.state(0).data(), .deadline = {table.deadline(0).data(), ms}},
        {.state = table.state(1).data(),
         .deadline = {table.deadline(1).data(), ms},
         .overdue = {table.overdue().data(), ms}}};
    judge("bulk_five_columns", five, {priority, channel}, events, metrics, {}, {});
    judge("bulk_next_change", five, {priority, channel}, events, {}, {},
          {table.deadline(0).data(), ms});

    sla::bulk_layout paused = five;
    paused.pauses = {.begins = sla::event::status({}, book.find_event_name("waiting")),
                     .ends = sla::event::status({}, book.find_event_name("open"))};
    judge("bulk_pauses", paused, {priority, channel}, events, metrics, table.pauses(), {});
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view{argv[1]} == "--about") {
#if defined(__clang__)
        std::printf("clang %d.%d", __clang_major__, __clang_minor__);
#elif defined(__GNUC__)
        std::printf("g++ %d.%d", __GNUC__, __GNUC_MINOR__);
#else
        std::printf("another compiler");
#endif
#if defined(__x86_64__)
        std::printf(", x86-64, %s\n", SLA_FLAGS);
#else
        std::printf(", another processor, %s\n", SLA_FLAGS);
#endif
        return 0;
    }
    calendars();
    match();
    evaluate();
    tickets table{bulk_rows};
    const sla::policy_book book = bulk_book();
    bulk(table, book, sla::bulk_kernels::plain, "_plain");
    bulk(table, book, sla::bulk_kernels::avx2, "_avx2");
    return 0;
}
