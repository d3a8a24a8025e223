// SPDX-License-Identifier: MIT
//
// Documents: what it takes to read, compile and write a book of 1,000 policies, and how much of it
// is the JSON parser's alone.

#include <sla/json_document.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace {

using namespace std::chrono_literals;

sla::json_document desk(int policies) {
    sla::json_document out;
    sla::book_definition& book = out.book;
    book.calendars = {{.name = "Support",
                       .zone = "UTC",
                       .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}})}};
    for (int i = 0; i < policies; ++i) {
        const std::string number = std::to_string(i);
        book.policies.push_back(
            {.name = "Contract " + number,
             .when = sla::all_of({sla::customer_is({"customer " + number}),
                                  sla::category_is({"incident", "request"})}),
             .calendar = "Support",
             .targets = {{.metric = "first response",
                          .rows = sla::grid(sla::attribute::priority, sla::attribute::channel,
                                            {"telephone", "chat", "e-mail"},
                                            {{"P1", {10min, 5min, sla::working{2h}}},
                                             {"P2", {30min, 15min, sla::working{4h}}},
                                             {"P3", {2h, 30min, sla::business_days{1}}}}),
                          .steps = {{"warn", sla::percent_used{75}},
                                    {"escalate", sla::after_deadline{0ms}}},
                          .credits = {{.due = {.hundredths = 10'00}}}},
                         {.metric = "resolution",
                          .rows = sla::by_priority({{"P1", sla::working{8h}},
                                                    {"P2", sla::business_days{2}},
                                                    {"P3", sla::calendar_weeks{1}}})}}});
        out.objectives.push_back({.name = "Quick " + number,
                                  .goal = sla::share::percent(90),
                                  .metric = "first response",
                                  .within = 1h,
                                  .per = sla::calendar_unit::month,
                                  .zone = "UTC"});
    }
    return out;
}

const std::string& text_of(std::int64_t policies) {
    static std::int64_t size = 0;
    static std::string text;
    if (size != policies) {
        text = sla::to_json(desk(static_cast<int>(policies))).value();
        size = policies;
    }
    return text;
}

void tell(benchmark::State& state) {
    const auto size = static_cast<std::int64_t>(text_of(state.range(0)).size());
    state.SetBytesProcessed(state.iterations() * size);
    state.counters["bytes"] = static_cast<double>(size);
}

void parse_alone(benchmark::State& state) {
    const std::string& text = text_of(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(nlohmann::json::parse(text));
    tell(state);
}

void read(benchmark::State& state) {
    const std::string& text = text_of(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(sla::document_from_json(text).value());
    tell(state);
}

void read_and_compile(benchmark::State& state) {
    const std::string& text = text_of(state.range(0));
    const auto zones = sla::zone_set{{sla::zone::utc()}}.source();
    for (auto _ : state)
        benchmark::DoNotOptimize(sla::compile_json_document(text, zones).value());
    tell(state);
}

void write(benchmark::State& state) {
    const sla::json_document document = desk(static_cast<int>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(sla::to_json(document).value());
    tell(state);
}

BENCHMARK(parse_alone)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(read)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(read_and_compile)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(write)->Arg(1000)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
