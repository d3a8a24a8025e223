// SPDX-License-Identifier: MIT
//
// The main of an adapter in C++:
//
//     int main(int argc, char** argv) { return compare::run<peer>(argc, argv); }
//     ADAPTER TASK CALENDARS TICKETS ROWS ANSWERS [CALL]
//
// A peer is a class made from a calendar_text. It says its name, version and clock, and has the
// functions of the tasks it can do:
//
//     deadline            instant deadline(instant, amount)      with to_instant, to_amount, number
//     deadline_next_open  the same, telling the next opening instead of the close
//     add_days            date add_days(date, count)             with to_date, number
//     count_days          std::int64_t count_days(date, date)    with to_date
//
// What is measured is the peer's own function from the peer's own types to the peer's own types, in
// a loop over all rows: no reading, no writing, no conversion of numbers. The time is CPU time of
// the process, the best of several passes.
//
// CALL is how many rows are answered at a time; without it, all. Where the tickets are fewer than
// that they follow one another again and again, and must get the same answer each time.
#pragma once

#include "files.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <deque>
#include <utility>

namespace compare {

inline double cpu_seconds() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// At least three passes, then until half a second has gone.
template <class Pass>
double best_ns_per_row(Pass&& pass, std::size_t rows) {
    double best = std::numeric_limits<double>::infinity();
    double spent = 0;
    for (int passes = 0; passes < 3 || (spent < 0.5 && passes < 2000); ++passes) {
        const double begin = cpu_seconds();
        pass();
        asm volatile("" ::: "memory"); // each pass is done in full
        const double took = cpu_seconds() - begin;
        best = std::min(best, took);
        spent += took;
    }
    return best * 1e9 / static_cast<double>(rows);
}

template <class Peer>
void write_answers(const std::string& path, double ns, const std::vector<std::int64_t>& answers) {
    std::ofstream out{path};
    out << "# peer: " << Peer::name << "\n# version: " << Peer::version()
        << "\n# clock: " << Peer::clock << "\n# ns: " << ns << '\n';
    for (const std::int64_t answer : answers)
        out << answer << '\n';
    if (!out.flush())
        stop("cannot write " + path);
}

struct arguments {
    std::string task;
    std::string calendars;
    std::string tickets;
    std::size_t rows;
    std::string answers;
    std::size_t call = 0; ///< 0: all rows.
};

inline arguments read_arguments(int argc, char** argv) {
    if (argc != 6 && argc != 7)
        stop("usage: ADAPTER TASK CALENDARS TICKETS ROWS ANSWERS [CALL]");
    return {argv[1], argv[2],
            argv[3], std::stoul(argv[4]),
            argv[5], argc == 7 ? std::stoul(argv[6]) : 0};
}

/// The tickets of a deadline; row `i` of all is ticket `i % size()`.
inline std::vector<deadline_ticket> read_deadlines(const arguments& given) {
    std::vector<deadline_ticket> out;
    for (const auto& row : read_rows(given.tickets, 4, given.rows))
        out.push_back({row[0], row[1], row[2], row[3]});
    return out;
}

/// Measures `pass(out, first, count)`, which fills the answers of rows [first, first + count) of
/// `out`; `number` makes a number of each. There are `tickets`, and rows as in `given.call`.
template <class Peer, class Out, class Pass, class Number>
void measure_pass(const arguments& given, std::size_t tickets, Pass&& pass, Number&& number) {
    const std::size_t rows = std::max(tickets, given.call);
    const std::size_t call = given.call == 0 ? rows : given.call;
    std::vector<Out> out(rows);
    const double ns = best_ns_per_row(
        [&] {
            for (std::size_t first = 0; first < rows; first += call)
                pass(out, first, std::min(call, rows - first));
        },
        rows);
    std::vector<std::int64_t> numbers;
    numbers.reserve(tickets);
    for (std::size_t i = 0; i < rows; ++i)
        if (i < tickets)
            numbers.push_back(number(out[i]));
        else if (number(out[i]) != numbers[i % tickets])
            stop("row " + std::to_string(i) + " has another answer than the same ticket before");
    write_answers<Peer>(given.answers, ns, numbers);
}

/// Measures `answer(row)` in a loop over all rows.
template <class Peer, class Answer, class Number>
void measure(const arguments& given, std::size_t tickets, Answer&& answer, Number&& number) {
    using out_type = decltype(answer(std::size_t{}));
    measure_pass<Peer, out_type>(
        given, tickets,
        [&](std::vector<out_type>& out, std::size_t first, std::size_t count) {
            for (std::size_t i = first; i < first + count; ++i)
                out[i] = answer(i);
        },
        number);
}

template <class Peer>
void run_deadlines(const arguments& given, const std::deque<Peer>& peers) {
    using instant = decltype(Peer::to_instant(0));
    using amount = decltype(Peer::to_amount(0));
    std::vector<instant> created;
    std::vector<amount> amounts;
    std::vector<std::size_t> calendar;
    const std::vector<deadline_ticket> tickets = read_deadlines(given);
    const std::size_t rows = std::max(tickets.size(), given.call);
    created.reserve(rows);
    amounts.reserve(rows);
    calendar.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        const deadline_ticket& t = tickets[i % tickets.size()];
        created.push_back(
            Peer::to_instant(Peer::clock == std::string{"utc"} ? t.created : t.local));
        amounts.push_back(Peer::to_amount(t.hours));
        calendar.push_back(static_cast<std::size_t>(t.calendar));
        if (calendar.back() >= peers.size())
            stop("a ticket of a calendar that is not there");
    }
    const auto number = [](const instant& t) { return Peer::number(t); };
    const Peer& only = peers.front();
    if constexpr (requires { only.deadline_next_open(created[0], amounts[0]); })
        if (given.task == "deadline_next_open")
            return measure<Peer>(
                given, tickets.size(),
                [&](std::size_t i) { return only.deadline_next_open(created[i], amounts[i]); },
                number);
    if (given.task != "deadline")
        stop("no such task for this peer: " + given.task);
    // Who has one calendar does not look it up for each ticket.
    if (peers.size() == 1)
        return measure<Peer>(
            given, tickets.size(),
            [&](std::size_t i) { return only.deadline(created[i], amounts[i]); }, number);
    measure<Peer>(
        given, tickets.size(),
        [&](std::size_t i) { return peers[calendar[i]].deadline(created[i], amounts[i]); }, number);
}

template <class Peer>
void run_days(const arguments& given, const Peer& peer) {
    using date = decltype(Peer::to_date(0));
    std::vector<date> from;
    std::vector<date> to;
    std::vector<int> count;
    for (const auto& row : read_rows(given.tickets, 3, given.rows)) {
        const days_ticket t{row[0], row[1], row[2]};
        from.push_back(Peer::to_date(t.from));
        to.push_back(Peer::to_date(t.to));
        count.push_back(static_cast<int>(t.count));
    }
    if (given.task == "add_days")
        measure<Peer>(
            given, from.size(), [&](std::size_t i) { return peer.add_days(from[i], count[i]); },
            [](const auto& d) { return Peer::number(d); });
    else if (given.task == "count_days")
        measure<Peer>(
            given, from.size(), [&](std::size_t i) { return peer.count_days(from[i], to[i]); },
            [](std::int64_t n) { return n; });
    else
        stop("no such task for this peer: " + given.task);
}

template <class Peer>
int run(int argc, char** argv) {
    const arguments given = read_arguments(argc, argv);
    std::deque<Peer> peers;
    for (const calendar_text& text : read_calendars(given.calendars))
        peers.emplace_back(text);
    if constexpr (requires { Peer::to_instant(0); })
        if (given.task.starts_with("deadline")) {
            run_deadlines(given, peers);
            return 0;
        }
    if constexpr (requires { Peer::to_date(0); })
        if (given.task.ends_with("_days")) {
            run_days(given, peers.front());
            return 0;
        }
    stop("no such task for this peer: " + given.task);
}

} // namespace compare
