// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: the functions that hosts call.
#pragma once

#include <sla/detail/evaluate_ticket.hpp>
#include <sla/detail/export.hpp>
#include <sla/evaluate.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

namespace sla::inline v1 {

namespace detail {

class evaluation_writer {
public:
    static void write(evaluation& out, const policy_book& book, const timeline& ticket,
                      instant now) noexcept {
        clock_shelf<max_clocks> clocks;
        const auto past = [](std::size_t, const clock_run&) noexcept {};
        ticket_run run{book, ticket, now, clocks, past};
        run.run();
        out.policy_ = run.policy();
        out.omitted_ = run.omitted();
        out.next_version_ = run.next_version();
        if (run.is_in_order()) {
            for (std::size_t i = 0; i < clocks.size(); ++i)
                run.tell(i, *::new (static_cast<void*>(&out.verdicts_[i])) verdict);
            out.count_ = clocks.size();
            return;
        }
        write_in_order(out, book, run, clocks.size());
    }

private:
    template <class Run>
    SLA_COLD static void write_in_order(evaluation& out, const policy_book& book, Run& run,
                                        std::size_t count) noexcept {
        std::array<verdict, max_clocks> verdicts;
        for (std::size_t i = 0; i < count; ++i)
            run.tell(i, verdicts[i]);
        std::array<std::uint32_t, max_clocks> order{};
        out.count_ = choose_clocks(run, book.data(), {verdicts.data(), count}, order);
        for (std::size_t i = 0; i < out.count_; ++i)
            std::construct_at(&out.verdicts_[i], verdicts[order[i]]);
    }
};

} // namespace detail

SLA_FUNCTION evaluation evaluate(const policy_book& book, const timeline& ticket,
                                 instant now) noexcept {
    evaluation out;
    detail::evaluation_writer::write(out, book, ticket, now);
    return out;
}

SLA_FUNCTION std::vector<verdict> all_cycles(const policy_book& book, const timeline& ticket,
                                             instant now) {
    detail::clock_list clocks;
    std::vector<std::vector<verdict>> cycles;
    const auto record = [&](std::size_t clock, const detail::clock_run& run) {
        cycles.resize(std::max(cycles.size(), clock + 1));
        run.tell_past(cycles[clock].emplace_back());
    };
    detail::ticket_run run{book, ticket, now, clocks, record};
    run.run();
    cycles.resize(clocks.size());
    std::vector<verdict> present(clocks.size());
    for (std::size_t i = 0; i < clocks.size(); ++i)
        run.tell(i, present[i]);
    std::vector<std::uint32_t> order(clocks.size());
    order.resize(detail::choose_clocks(run, book.data(), present, order));
    std::vector<verdict> out;
    for (const std::uint32_t i : order) {
        out.insert(out.end(), cycles[i].begin(), cycles[i].end());
        out.push_back(present[i]);
    }
    return out;
}

} // namespace sla::inline v1
