// SPDX-License-Identifier: MIT
//
// Inside the explain room: the evaluator's log, put in order.
#pragma once

#include <sla/detail/evaluate_ticket.hpp>
#include <sla/detail/export.hpp>
#include <sla/explain.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sla::inline v1 {

namespace detail {

// Clocks that log; each has its log beside it and stays where it is. Few tickets have more clocks
// than fit on the stack.
class logging_clocks {
public:
    using place = clock_place;

    explicit logging_clocks(std::vector<logged_stretch>& log) noexcept : log_{&log} {}
    logging_clocks(const logging_clocks&) = delete;
    logging_clocks& operator=(const logging_clocks&) = delete;
    ~logging_clocks() = default;

    [[nodiscard]] std::size_t index_of(const clock_run& clock) const noexcept {
        std::size_t i = 0;
        while (&at(i).clock != &clock)
            ++i;
        return i;
    }
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    [[nodiscard]] clock_run& operator[](std::size_t i) noexcept { return at(i).clock; }
    [[nodiscard]] place& place_of(std::size_t i) noexcept { return at(i).where; }

    template <class... Args>
    bool add(const place& where, const Args&... args) {
        const clock_log log{*log_, static_cast<std::uint32_t>(count_)};
        if (count_ < few)
            std::construct_at(&near_[count_], where, clock_run{args...}, log);
        else
            far_.push_back(std::make_unique<entry>(where, clock_run{args...}, log));
        entry& e = at(count_++);
        e.clock.keep(e.log);
        return true;
    }

private:
    struct entry {
        entry(const place& p, const clock_run& c, const clock_log& l) noexcept
            : where{p}, clock{c}, log{l} {}

        place where;
        clock_run clock;
        clock_log log;
    };
    static_assert(std::is_trivially_destructible_v<entry>);
    static constexpr std::size_t few = 16;

    [[nodiscard]] entry& at(std::size_t i) noexcept { return i < few ? near_[i] : *far_[i - few]; }
    [[nodiscard]] const entry& at(std::size_t i) const noexcept {
        return i < few ? near_[i] : *far_[i - few];
    }

    std::vector<logged_stretch>* log_;
    std::size_t count_ = 0;
    union {
        std::array<entry, few> near_;
    };
    std::vector<std::unique_ptr<entry>> far_;
};

class explanation_writer {
public:
    static void write(explanation& out, const policy_book& book, const timeline& ticket,
                      instant now) {
        out.cycles_.clear();
        out.stretches_.clear();
        out.log_.clear();
        out.past_.clear();
        logging_clocks clocks{out.log_};
        const auto past = [&out](std::size_t clock, const clock_run& run) {
            past_cycle& cycle = out.past_.emplace_back();
            cycle.clock = clock;
            run.tell_past(cycle.verdict);
        };
        ticket_run run{book, ticket, now, clocks, past};
        run.run();
        out.present_.assign(clocks.size(), {});
        for (std::size_t i = 0; i < clocks.size(); ++i)
            run.tell(i, out.present_[i]);
        out.order_.resize(clocks.size());
        out.order_.resize(choose_clocks(run, book.data(), out.present_, out.order_));
        for (const std::uint32_t clock : out.order_) {
            for (const past_cycle& p : out.past_)
                if (p.clock == clock)
                    add_cycle(out, clock, p.verdict);
            add_cycle(out, clock, out.present_[clock]);
        }
    }

private:
    static void add_cycle(explanation& out, std::size_t clock, const verdict& v) {
        const std::size_t first = out.stretches_.size();
        for (const logged_stretch& s : out.log_)
            if (s.clock == clock && s.cycle == v.cycle && s.branch == log_branch::actual)
                out.stretches_.push_back(s.stretch);
        out.cycles_.push_back(
            {.verdict = v, .first_stretch = first, .stretch_count = out.stretches_.size() - first});
    }
};

} // namespace detail

SLA_FUNCTION const explained_cycle* explanation::find(metric_id metric) const noexcept {
    const explained_cycle* last = nullptr;
    for (const explained_cycle& c : cycles_) {
        if (last != nullptr && c.verdict.cycle == 0)
            break;
        if (c.verdict.metric == metric)
            last = &c;
    }
    return last;
}

SLA_FUNCTION const explained_cycle* explanation::find(const policy_book& book,
                                                      std::string_view metric) const noexcept {
    const std::optional<metric_id> id = book.find_metric(metric);
    return id ? find(*id) : nullptr;
}

SLA_FUNCTION void explain(const policy_book& book, const timeline& ticket, instant now,
                          explanation& out) {
    detail::explanation_writer::write(out, book, ticket, now);
}

SLA_FUNCTION explanation explain(const policy_book& book, const timeline& ticket, instant now) {
    explanation out;
    explain(book, ticket, now, out);
    return out;
}

} // namespace sla::inline v1
