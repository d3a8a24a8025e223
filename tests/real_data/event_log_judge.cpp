// SPDX-License-Identifier: MIT
#include "event_log_judge.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace event_log {

std::string name_of(sla::clock_state state) {
    static constexpr std::array<const char*, 7> names{
        "not applicable", "not started", "running", "paused", "met", "breached", "cancelled"};
    return names[static_cast<std::size_t>(state)];
}

std::string summary(const totals& sums) {
    std::string out;
    for (const auto& [state, clocks] : sums.states)
        out += (out.empty() ? "" : ", ") + state + " " + std::to_string(clocks);
    const auto text = [](sla::elapsed length) {
        return std::to_string(std::chrono::floor<std::chrono::seconds>(length).count()) + " s";
    };
    out += "; counted " + text(sums.counted) + ", spent " + text(sums.spent) + ", paused " +
           text(sums.paused) + "; " + std::to_string(sums.breached_cycles) + " of " +
           std::to_string(sums.cycles) + " cycles breached";
    return out;
}

sla::elapsed paused_of(const sla::verdict& v, sla::instant now) {
    return v.started == sla::never ? sla::elapsed{}
                                   : std::min(v.stopped, now) - v.started - v.spent.elapsed;
}

std::map<std::string, totals> judge(const sla::policy_book& book,
                                    std::span<const sla::timeline> tickets, sla::instant now) {
    std::map<std::string, totals> out;
    for (const sla::timeline& ticket : tickets) {
        for (const sla::verdict& v : sla::evaluate(book, ticket, now)) {
            totals& sum = out[book.name(v.metric)];
            ++sum.states[name_of(v.state)];
            sum.counted += v.counted;
            sum.spent += v.spent.elapsed;
            sum.paused += paused_of(v, now);
        }
        for (const sla::verdict& v : sla::all_cycles(book, ticket, now)) {
            totals& sum = out[book.name(v.metric)];
            ++sum.cycles;
            if (v.breached_at != sla::never)
                ++sum.breached_cycles;
        }
    }
    return out;
}

std::vector<std::string> summaries(const sla::policy_book& book,
                                   std::span<const sla::timeline> tickets, sla::instant now) {
    std::vector<std::string> out;
    for (const auto& [metric, sums] : judge(book, tickets, now))
        out.push_back(metric + ": " + summary(sums));
    return out;
}

std::vector<std::string> differences(const question& ask, const sla::policy_book& book,
                                     std::span<const sla::timeline> tickets,
                                     std::span<const standings> lives, sla::instant now) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        standings lived = lives[i];
        std::erase_if(lived, [&](const standing& one) { return one.at > now; });
        if (lived.empty())
            continue;
        const recounted should = recount(ask.told(lived), ask.by_priority, ask.count, now);
        const sla::evaluation result = sla::evaluate(book, tickets[i], now);
        const sla::verdict* const v = result.find(book, ask.metric);
        const auto differ = [&](const std::string& what) {
            out.push_back("ticket " + std::to_string(i) + ": " + what);
        };
        if (v == nullptr) {
            differ("no verdict");
            continue;
        }
        if (name_of(v->state) != should.state)
            differ(name_of(v->state) + ", not " + should.state);
        if (v->counted != should.counted)
            differ("counted");
        if (v->spent.elapsed != should.spent)
            differ("spent");
        if (paused_of(*v, now) != should.paused)
            differ("paused");
    }
    return out;
}

} // namespace event_log
