// SPDX-License-Identifier: MIT
//
// Desks of every size against an independent program: capacity_chain.py, which sums their states
// with sixty digits.
#include <sla/capacity.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <oracle/random_calendar.hpp>
#include <string>
#include <system_error>
#include <vector>

using oracle::dice;
using sla::real_seconds;

namespace {

struct desk_case {
    double calls;
    double interval;
    double handling;
    double patience;
    double within;
    std::uint32_t seats;
};

double random_size(dice& random, double first, double last) {
    const double part = static_cast<double>(random.below(1'000'001)) / 1e6;
    return first * std::pow(last / first, part);
}

desk_case random_case(dice& random, double most_seats) {
    const double seats = std::floor(random_size(random, 1, most_seats));
    const double handling = random_size(random, 3, 3000);
    const bool is_patient = random.percent(15);
    // From far below to far above what the seats can do, mostly not far away from it.
    const double spread = random.percent(50) ? std::sqrt(seats) * 4 : seats;
    double load = seats + spread * (static_cast<double>(random.below(2001)) / 1000 - 1);
    load = std::clamp(load, 0.01, is_patient ? 0.98 * seats : 1e9);
    return {.calls = load * 1800 / handling,
            .interval = 1800,
            .handling = handling,
            .patience = is_patient           ? sla::unlimited_patience.count()
                        : random.percent(10) ? 0
                                             : handling * random_size(random, 1e-3, 300),
            .within = random.percent(10) ? 0 : handling * random_size(random, 1e-3, 10),
            .seats = static_cast<std::uint32_t>(seats)};
}

std::string to_text(double value) {
    if (std::isinf(value))
        return "inf";
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::scientific);
    return {buffer.data(), end.ptr};
}

std::string to_text(const desk_case& of) {
    return to_text(of.calls) + " " + to_text(of.interval) + " " + to_text(of.handling) + " " +
           to_text(of.patience) + " " + to_text(of.within) + " " + std::to_string(of.seats);
}

/// What a command prints; empty where it cannot be run, or fails.
std::string output_of(const std::string& command) {
    std::string out;
    // NOLINTNEXTLINE(cert-env33-c)
    FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr)
        return out;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
        out.append(buffer.data(), got);
    return pclose(pipe) == 0 ? out : std::string{};
}

/// The numbers of a text, whatever is between them; 0 for one that is too small for a double.
std::vector<double> numbers_in(const std::string& text) {
    std::vector<double> out;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        double value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        if (error == std::errc::invalid_argument) {
            ++at;
            continue;
        }
        out.push_back(error == std::errc{} ? value : 0);
        at = next;
    }
    return out;
}

bool is_right(double got, double wanted) {
    return std::abs(got - wanted) <= std::max(1e-12, 1e-10 * std::abs(wanted));
}

} // namespace

TEST_CASE("desks of every size agree with a program that knows sixty digits") {
    if (output_of("python3 -c 'print(3)' 2>/dev/null") != "3\n")
        SKIP("there is no python3");

    std::vector<desk_case> cases;
    oracle::property{"capacity, python", 120}.run([&](dice& random, const std::string&) {
        cases.push_back(random_case(random, cases.size() % 10 == 0 ? 30'000 : 500));
    });
    std::string command = "python3 '" SLA_TEST_SOURCE_DIR "/tests/property/capacity_chain.py'";
    for (const desk_case& c : cases)
        command += " " + to_text(c);
    const std::vector<double> told = numbers_in(output_of(command));
    REQUIRE(told.size() == cases.size() * 9);

    for (std::size_t i = 0; i < cases.size(); ++i) {
        const desk_case& c = cases[i];
        INFO(to_text(c));
        sla::capacity_definition d;
        d.interval = real_seconds{c.interval};
        d.handling_time = real_seconds{c.handling};
        d.patience = real_seconds{c.patience};
        d.answered_within = real_seconds{c.within};
        const sla::queue_figures f = sla::compile(d).value().figures(c.calls, c.seats);
        const double* const wanted = &told[i * 9];
        CHECK(is_right(f.waiting, wanted[0]));
        CHECK(is_right(f.answered, wanted[1]));
        CHECK(is_right(f.answered_in_time, wanted[2]));
        CHECK(is_right(f.abandoned, wanted[3]));
        CHECK(is_right(f.abandoned_in_time, wanted[4]));
        CHECK(is_right(f.occupancy, wanted[5]));
        CHECK(is_right(f.queue, wanted[6]));
        CHECK(is_right(f.average_wait.count(), wanted[7]));
        CHECK(is_right(f.speed_of_answer.count(), wanted[8]));
    }
}
