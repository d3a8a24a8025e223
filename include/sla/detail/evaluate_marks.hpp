// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: the steps and the credit bands of one cycle. Each has an instant at
// which it will be reached if the clock runs on; what has been reached stays.
#pragma once

#include <sla/detail/evaluate_limit.hpp>
#include <sla/policy.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace sla::inline v1::detail {

class cycle_marks {
public:
    using instants = std::array<instant, max_steps>;

    cycle_marks() noexcept {} // NOLINT(modernize-use-equals-default): leaves the unions as they are

    [[nodiscard]] const instants& reached() const noexcept { return reached_; }
    [[nodiscard]] std::uint8_t band() const noexcept { return band_; }

    // Nothing was reached.
    void forget() noexcept {
        reached_.fill(never);
        band_ = 0;
    }

    // The same of those that are told from the deadline.
    void forget_around_deadline(const book_data& book, const limit& in_force) noexcept {
        const auto steps = in_force.target().steps.of(book.steps);
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (steps[i].at != compiled_step::point::percent)
                reached_[i] = never;
        band_ = 0;
    }

    // Computes all marks anew for a clock that has counted `counted` at `from` and runs from there
    // on. `late_from`: the first instant at which it is late.
    void set(const book_data& book, const limit& in_force, const allowance& allowed,
             const moment& from, elapsed counted, instant deadline, instant late_from) noexcept {
        const auto steps = in_force.target().steps.of(book.steps);
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (steps[i].at == compiled_step::point::percent)
                steps_[i] = std::max(
                    from.at, allowed.reach(in_force, from, counted, share(steps[i], allowed)));
        set_around_deadline(book, in_force, from.at, deadline, late_from);
    }

    // The same of those only that stand before or after the deadline.
    void set_around_deadline(const book_data& book, const limit& in_force, instant from,
                             instant deadline, instant late_from) noexcept {
        floor_ = from;
        late_floor_ = late_from;
        const auto steps = in_force.target().steps.of(book.steps);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const compiled_step& step = steps[i];
            if (step.at == compiled_step::point::before)
                steps_[i] = before(in_force, deadline, step.by);
            else if (step.at == compiled_step::point::after)
                steps_[i] = after(in_force, deadline, step.by);
        }
        const auto bands = in_force.target().bands.of(book.bands);
        for (std::size_t i = 0; i < bands.size(); ++i)
            bands_[i] = after(in_force, deadline, bands[i]);
    }

    // The clock stood still in [p, r): what is not reached moves. `old`, `now`: when the limit was
    // due before and is due after that. `was_late`: at p, so that the deadline stayed where it is.
    void pause(const book_data& book, const limit& in_force, const allowance& old,
               const allowance& now, const moment& p, const moment& r, instant deadline,
               instant late_from, bool was_late) noexcept {
        floor_ = r.at;
        late_floor_ = std::max(late_from, r.at);
        const auto steps = in_force.target().steps.of(book.steps);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const compiled_step& step = steps[i];
            if (reached_[i] != never)
                continue;
            if (step.at == compiled_step::point::percent) {
                steps_[i] = std::max(
                    r.at, moved_share(in_force, old, now, share(step, now), steps_[i], p, r));
            } else if (step.at == compiled_step::point::after && was_late) {
                steps_[i] = moved(in_force, step.by.is_working, steps_[i], p, r);
            } else {
                steps_[i] = step.at == compiled_step::point::before
                                ? before(in_force, deadline, step.by)
                                : after(in_force, std::max(deadline, r.at), step.by);
            }
        }
        const auto bands = in_force.target().bands.of(book.bands);
        for (std::size_t i = band_; i < bands.size(); ++i) {
            if (bands[i].by == elapsed{0})
                bands_[i] = deadline;
            else if (was_late)
                bands_[i] = moved(in_force, bands[i].is_working, bands_[i], p, r);
            else
                bands_[i] = after(in_force, std::max(deadline, r.at), bands[i]);
        }
    }

    // The clock ran until `end`; what came then is reached. `ended`: by a stop, and steps that
    // would come at the same instant are not.
    void run_until(const book_data& book, const limit& in_force, instant end, bool ended) noexcept {
        const auto steps = in_force.target().steps.of(book.steps);
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (const instant at = step_at(steps[i], i);
                reached_[i] == never && (at < end || (at == end && !ended)))
                reached_[i] = at;
        const auto bands = in_force.target().bands.of(book.bands);
        for (std::size_t i = bands.size(); i > band_; --i)
            if (band_at(i - 1) <= end) {
                band_ = static_cast<std::uint8_t>(i);
                break;
            }
    }

    // It is late, whether or not it runs.
    void pass_deadline(const book_data& book, const limit& in_force) noexcept {
        if (has_mark_at_deadline(book, in_force))
            band_ = 1;
    }
    // One that is yet to be reached when it is late.
    [[nodiscard]] bool has_mark_at_deadline(const book_data& book,
                                            const limit& in_force) const noexcept {
        const auto bands = in_force.target().bands.of(book.bands);
        return !bands.empty() && bands.front().by == elapsed{0} && band_ == 0;
    }

    // The first that is yet to be reached; `never` without one.
    [[nodiscard]] instant next(const book_data& book, const limit& in_force) const noexcept {
        instant out = never;
        const auto steps = in_force.target().steps.of(book.steps);
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (reached_[i] == never)
                out = std::min(out, step_at(steps[i], i));
        for (std::size_t i = band_; i < in_force.target().bands.count; ++i)
            out = std::min(out, band_at(i));
        return out;
    }

    // Another target holds: reached steps stay where they have the same name. Bands have none.
    void change_target(const book_data& book, std::uint32_t from, std::uint32_t to) noexcept {
        if (from == to)
            return;
        const instants before = reached_;
        reached_.fill(never);
        const auto& had = book.target_definitions[from].steps;
        const auto& has = book.target_definitions[to].steps;
        for (std::size_t i = 0; i < has.size() && i < max_steps; ++i)
            for (std::size_t j = 0; j < had.size() && j < max_steps; ++j)
                if (has[i].name == had[j].name)
                    reached_[i] = before[j];
        band_ = 0;
    }

private:
    // When it will be reached.
    [[nodiscard]] instant step_at(const compiled_step& step, std::size_t i) const noexcept {
        return step.at == compiled_step::point::percent ? steps_[i] : std::max(steps_[i], floor_);
    }
    [[nodiscard]] instant band_at(std::size_t i) const noexcept {
        return std::max(bands_[i], late_floor_);
    }

    [[nodiscard]] static elapsed share(const compiled_step& step, const allowance& of) noexcept {
        return elapsed{of.allowed().count() / 100 * step.percent +
                       of.allowed().count() % 100 * step.percent / 100};
    }

    [[nodiscard]] static instant before(const limit& in_force, instant deadline,
                                        const compiled_length& by) noexcept {
        if (deadline == never)
            return never;
        if (!by.is_working)
            return deadline - by.by;
        const instant at = in_force.hours()->subtract(deadline, working{by.by});
        return at == never ? first_instant : at;
    }

    [[nodiscard]] static instant after(const limit& in_force, instant deadline,
                                       const compiled_length& by) noexcept {
        if (deadline == never || by.by == elapsed{0})
            return deadline;
        return by.is_working ? in_force.hours()->add(deadline, working{by.by})
                             : later(deadline, by.by);
    }

    // `t` after the clock stood still in [p, r).
    [[nodiscard]] static instant moved(const limit& in_force, bool by_working, instant t,
                                       const moment& p, const moment& r) noexcept {
        if (!by_working)
            return later(t, r.at - p.at);
        const elapsed lost = r.open - p.open;
        return lost > elapsed{0} && t < end_of_range ? in_force.hours()->add(t, working{lost}) : t;
    }

    [[nodiscard]] static instant moved_share(const limit& in_force, const allowance& old,
                                             const allowance& now, elapsed amount, instant t,
                                             const moment& p, const moment& r) noexcept {
        if (!in_force.has_two_phases())
            return moved(in_force, in_force.counts_working(), t, p, r);
        if (amount <= now.first())
            return moved(in_force, true, t, p, r);
        if (p.at < old.due().switch_over.at)
            return later(now.due().switch_over.at, amount - now.first());
        return later(t, r.at - p.at);
    }

    // Not initialised before forget() and set(): most targets have neither steps nor bands.
    //
    // Marks before and after the deadline are kept where they would be by themselves, and beside
    // them the first instant at which those can be reached that are not: a mark that is past when
    // the deadline is set has to go on moving with the pauses.
    union {
        instant floor_;
    };
    union {
        instant late_floor_;
    };
    union {
        instants steps_;
    };
    union {
        instants bands_;
    };
    union {
        instants reached_;
    };
    std::uint8_t band_ = 0;

    static_assert(max_credit_bands <= max_steps);
};

} // namespace sla::inline v1::detail
