// SPDX-License-Identifier: MIT
//
// Impatient callers another way: not by the states of the queue but by the wait that a caller would
// have with endless patience. It has a density (F. Baccelli and G. Hebuterne, On queues with
// impatient customers, 1981), and the figures are integrals over it. Nothing is summed by places.
#include <sla/capacity.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <oracle/random_calendar.hpp>
#include <string>

using oracle::dice;

namespace {

using number = long double;

/// Times in handling times.
struct impatient_desk {
    std::uint32_t seats;
    number load;
    number patience;
    number within;
};

/// Simpson's rule.
template <class Function>
number integral(const Function& f, number from, number to) {
    constexpr int halves = 20'000;
    const number step = (to - from) / halves;
    number sum = f(from) + f(to);
    for (int i = 1; i < halves; ++i)
        sum += f(from + step * i) * (i % 2 == 1 ? 4 : 2);
    return sum * step / 3;
}

class offered_wait {
public:
    explicit offered_wait(const impatient_desk& desk) : desk_{desk} {
        // As many busy seats as there are calls, below all of them: load^k / k!, from the last.
        number last = 1;
        for (std::uint32_t k = desk.seats - 1; k > 0; --k) {
            last *= k / desk.load;
            free_ += last;
        }
        while (density(end_) > 1e-25L * density(peak()))
            end_ *= 1.1L;
        all_ = free_ + over([](number) { return number{1}; });
    }
    /// The mean of a function of the offered wait, over all calls; 0 for those that need none.
    template <class Function>
    [[nodiscard]] number mean(const Function& of) const {
        return over(of) / all_;
    }
    /// The same, over those that need more than `within`.
    template <class Function>
    [[nodiscard]] number mean_beyond(const Function& of) const {
        return beyond(of) / all_;
    }
    [[nodiscard]] number free() const { return free_ / all_; }

private:
    // Of the wait x, in units of the chance that all seats but one are busy: others join while they
    // have patience, and all seats serve.
    [[nodiscard]] number density(number x) const {
        return desk_.load *
               std::exp(desk_.load * desk_.patience * (1 - std::exp(-x / desk_.patience)) -
                        desk_.seats * x);
    }
    [[nodiscard]] number peak() const {
        return desk_.load > desk_.seats ? desk_.patience * std::log(desk_.load / desk_.seats) : 0;
    }
    // In two pieces, as there are functions with a corner at `within`.
    template <class Function>
    [[nodiscard]] number over(const Function& of) const {
        return integral([&](number x) { return of(x) * density(x); }, 0,
                        std::min(desk_.within, end_)) +
               beyond(of);
    }
    template <class Function>
    [[nodiscard]] number beyond(const Function& of) const {
        return integral([&](number x) { return of(x) * density(x); }, std::min(desk_.within, end_),
                        end_);
    }

    impatient_desk desk_;
    number free_ = 1; // a seat is free, in the same units
    number end_ = 0.01L;
    number all_ = 0;
};

bool is_near(double got, number wanted) {
    return std::abs(got - wanted) <= std::max<number>(1e-12L, 1e-9L * std::abs(wanted));
}

void check(const impatient_desk& desk) {
    CAPTURE(desk.seats, static_cast<double>(desk.load), static_cast<double>(desk.patience),
            static_cast<double>(desk.within));
    sla::capacity_definition d;
    d.interval = sla::real_seconds{60};
    d.handling_time = sla::real_seconds{60};
    d.patience = sla::real_seconds{static_cast<double>(desk.patience) * 60};
    d.answered_within = sla::real_seconds{static_cast<double>(desk.within) * 60};
    const sla::queue_figures got =
        sla::compile(d).value().figures(static_cast<double>(desk.load), desk.seats);

    const offered_wait wait{desk};
    const auto gives_up_by = [&](number x) { return 1 - std::exp(-x / desk.patience); };
    const number abandoned = wait.mean(gives_up_by);
    const number waited = wait.mean([&](number x) { return desk.patience * gives_up_by(x); });
    CHECK(is_near(got.waiting, 1 - wait.free()));
    CHECK(is_near(got.abandoned, abandoned));
    CHECK(is_near(got.abandoned_in_time,
                  wait.mean([&](number x) { return gives_up_by(std::min(x, desk.within)); })));
    CHECK(is_near(got.average_wait.count() / 60, waited));
    CHECK(is_near(got.queue, waited * desk.load));
    CHECK(is_near(got.occupancy, (1 - abandoned) * desk.load / desk.seats));
    // Who is answered has waited all of it.
    CHECK(is_near(got.speed_of_answer.count() / 60, wait.mean([&](number x) {
        return x * std::exp(-x / desk.patience);
    }) / (1 - abandoned)));
    const number late = wait.mean_beyond([&](number x) { return std::exp(-x / desk.patience); });
    CHECK(is_near(got.answered_in_time, 1 - abandoned - late));
}

} // namespace

TEST_CASE("impatient callers are what integrals over the offered wait say") {
    check({.seats = 50, .load = 48, .patience = 2, .within = 1 / 3.0L});
    check({.seats = 13, .load = 10, .patience = 5 / 3.0L, .within = 1 / 9.0L});
    oracle::property{"capacity, integrals", 40}.run([](dice& random, const std::string& name) {
        INFO(name);
        const auto seats = static_cast<std::uint32_t>(random.small(1, 200));
        const auto between = [&](double first, double last) {
            return first + (last - first) * static_cast<double>(random.below(1'000'001)) / 1e6;
        };
        check({.seats = seats,
               .load = between(0.05, 1.6) * seats,
               .patience = between(0.2, 4),
               .within = between(0, 0.5)});
    });
}
