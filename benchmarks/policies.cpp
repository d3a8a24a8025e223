// SPDX-License-Identifier: MIT
//
// What a book of 1,000 policies costs: compiling it, and choosing among its policies for a ticket.
//
//     cmake --workflow --preset bench && build/bench/benchmarks/policies
//
// Books of that size come about in different ways, and each way is one shape here. Every policy
// promises a first response and a resolution, by priority, with a warning. The tickets are random:
// of each attribute a name that the book mentions, and one in eight times another or none.

#include "ratios.hpp"
#include <sla/policy.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla::attribute;
using sla::condition;

constexpr std::size_t policy_count = 1000;

sla::zone_source zones() {
    static const sla::zone_source source = sla::zone_set{{sla::zone::utc()}}.source();
    return source;
}

std::string numbered(const char* what, std::size_t number) {
    return what + (" " + std::to_string(number));
}

/// "tier 3" is one of the first `of` tiers, the one that `number` says.
condition is(attribute which, std::size_t number, std::size_t of) {
    return sla::one_of(which, {numbered(sla::name_of(which), number % of)});
}

sla::policy_definition policy(std::string name, condition when) {
    return {.name = std::move(name),
            .when = std::move(when),
            .calendar = "Office",
            .targets = {{.metric = "first response",
                         .rows = sla::by_priority({{"priority 0", 15min},
                                                   {"priority 1", 1h},
                                                   {"priority 2", sla::working{4h}},
                                                   {"priority 3", sla::working{8h}}}),
                         .steps = {{"warn", sla::percent_used{75}}}},
                        {.metric = "resolution",
                         .rows = sla::by_priority({{"priority 0", 4h},
                                                   {"priority 1", 24h},
                                                   {"priority 2", sla::working{40h}},
                                                   {"priority 3", sla::business_days{10}}}),
                         .steps = {{"warn", sla::before_deadline{1h}}}}}};
}

/// A book whose n-th policy has the condition `when(n)`, and a last policy for the rest.
sla::book_definition book_of(const std::function<condition(std::size_t)>& when) {
    sla::book_definition out{
        .calendars = {{.name = "Office",
                       .zone = "UTC",
                       .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})}},
    };
    for (std::size_t n = 0; n + 1 < policy_count; ++n)
        out.policies.push_back(policy(numbered("policy", n), when(n)));
    out.policies.push_back(policy("rest", {}));
    return out;
}

struct shape {
    const char* name;
    sla::book_definition definition;
};

/// Conditions of two or three parts with up to three values each, some of them tagged or negated.
condition tangled(std::mt19937& random) {
    const auto upto = [&](std::size_t n) { return random() % n; };
    std::vector<condition> parts;
    const std::size_t count = 2 + upto(2);
    for (std::size_t i = 0; i < count; ++i) {
        const auto which = static_cast<attribute>(upto(sla::attribute_count));
        condition part = is(which, random(), 40);
        for (std::size_t more = upto(3); more > 0; --more)
            part.values.push_back(numbered(sla::name_of(which), upto(40)));
        if (upto(8) == 0)
            part = sla::tagged({numbered("tag", upto(100))});
        parts.push_back(std::move(part));
    }
    if (upto(8) == 0)
        return sla::any_of(std::move(parts));
    if (upto(4) == 0)
        parts.back() = sla::unless({parts.back()});
    return sla::all_of(std::move(parts));
}

const std::vector<shape>& shapes() {
    static const std::vector<shape> all = [] {
        std::vector<shape> out;
        out.push_back({"customer", book_of([](std::size_t n) {
                           return is(attribute::customer, n, policy_count);
                       })});
        out.push_back({"customer_and_priority", book_of([](std::size_t n) {
                           return sla::all_of({is(attribute::customer, n / 4, 250),
                                               is(attribute::priority, n, 4)});
                       })});
        out.push_back({"tier_and_category", book_of([](std::size_t n) {
                           return sla::all_of(
                               {is(attribute::tier, n, 20), is(attribute::category, n / 20, 50)});
                       })});
        out.push_back({"four_attributes", book_of([](std::size_t n) {
                           return sla::all_of({is(attribute::priority, n, 5),
                                               is(attribute::channel, n / 5, 5),
                                               is(attribute::tier, n / 25, 5),
                                               is(attribute::category, n / 125, 8)});
                       })});
        out.push_back({"tag_and_priority", book_of([](std::size_t n) {
                           return sla::all_of({sla::tagged({numbered("tag", n / 4)}),
                                               is(attribute::priority, n, 4)});
                       })});
        shape versions{"versions",
                       book_of([](std::size_t n) { return is(attribute::customer, n / 4, 250); })};
        for (std::size_t n = 0; n + 1 < policy_count; ++n) {
            sla::policy_definition& p = versions.definition.policies[n];
            p.name = numbered("policy", n / 4);
            p.effective_from = sys_days{(2020y + years{n % 4}) / January / 1};
            p.effective_until = sys_days{(2021y + years{n % 4}) / January / 1};
        }
        out.push_back(std::move(versions));
        std::mt19937 random{20260302};
        out.push_back({"tangled", book_of([&](std::size_t) { return tangled(random); })});
        return out;
    }();
    return all;
}

struct sample {
    sla::ticket_attributes ticket;
    sla::instant created;
};

std::vector<sample> samples(const sla::policy_book& book) {
    constexpr std::size_t count = 1U << 12U;
    std::mt19937 random{20260303};
    std::array<std::vector<sla::value_id>, sla::attribute_count> ids;
    for (std::size_t a = 0; a < ids.size(); ++a) {
        const auto which = static_cast<attribute>(a);
        for (std::size_t n = 0; n < policy_count; ++n)
            if (const auto id = book.find_value(which, numbered(sla::name_of(which), n));
                id > sla::value_id::other)
                ids[a].push_back(id);
    }
    std::vector<sample> out(count);
    for (sample& s : out) {
        for (std::size_t a = 0; a < ids.size(); ++a)
            s.ticket.values[a] = ids[a].empty() || random() % 8 == 0
                                     ? static_cast<sla::value_id>(random() % 2)
                                     : ids[a][random() % ids[a].size()];
        for (std::size_t tags = random() % 3; tags > 0; --tags)
            s.ticket.add(book.find_tag(numbered("tag", random() % 250)));
        s.created = sys_days{2020y / January / 1} + hours{random() % (4 * 365 * 24)};
    }
    return out;
}

std::optional<sla::policy_id> by_scan(const sla::policy_book& book, const sample& s) {
    for (std::size_t p = 0; p < book.policy_count(); ++p) {
        const auto id = static_cast<sla::policy_id>(p);
        if (book.in_force(id, s.created) && book.holds(id, s.ticket, s.created))
            return id;
    }
    return std::nullopt;
}

void compile(benchmark::State& state, const shape& of) {
    for (auto _ : state)
        benchmark::DoNotOptimize(sla::compile(of.definition, zones()));
}

template <class Choose>
void choose(benchmark::State& state, const shape& of, Choose&& one) {
    const sla::policy_book book = sla::compile(of.definition, zones()).value();
    const std::vector<sample> tickets = samples(book);
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(one(book, tickets[i]));
        i = (i + 1) & (tickets.size() - 1);
    }
}

bool same_answers() {
    for (const shape& s : shapes()) {
        const sla::policy_book book = sla::compile(s.definition, zones()).value();
        for (const sample& t : samples(book))
            if (book.match(t.ticket, t.created) != by_scan(book, t))
                return false;
    }
    return true;
}

void judge(sla_benchmark::summary& s) {
    using std::string;
    for (const shape& of : shapes()) {
        const string name = of.name;
        s.at_most(("compile, " + name).c_str(), s.time("compile/" + name) / 1e6, 10, "ms");
    }
    for (const shape& of : shapes()) {
        const string name = of.name;
        s.at_most(("match, " + name).c_str(), s.time("match/" + name), 100, "ns");
    }
    for (const shape& of : shapes()) {
        const string name = of.name;
        s.at_least(("scan / match, " + name).c_str(),
                   s.time("scan/" + name) / s.time("match/" + name), 1);
    }
}

} // namespace

int main(int argc, char** argv) {
    if (!same_answers()) {
        std::fputs("the index and the scan disagree: nothing is measured\n", stderr);
        return 1;
    }
    for (const shape& s : shapes()) {
        const std::string name = s.name;
        benchmark::RegisterBenchmark(("compile/" + name).c_str(), [&s](benchmark::State& state) {
            compile(state, s);
        })->Unit(benchmark::kMillisecond);
        benchmark::RegisterBenchmark(("match/" + name).c_str(), [&s](benchmark::State& state) {
            choose(state, s, [](const sla::policy_book& book, const sample& t) {
                return book.match(t.ticket, t.created);
            });
        });
        benchmark::RegisterBenchmark(("scan/" + name).c_str(),
                                     [&s](benchmark::State& state) { choose(state, s, by_scan); });
    }
    return sla_benchmark::run(argc, argv, judge);
}
