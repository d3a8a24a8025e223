// SPDX-License-Identifier: MIT
//
// What the hosts in other languages print of a table, by the C++ interface: the measure for them.
//
//     table support.json

#include <sla/bulk.hpp>
#include <sla/json.hpp>
#include <sla/json_results.hpp>
#include <sla/load.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
    using namespace std::chrono_literals;
    if (argc != 2)
        return 2;
    std::ifstream in{argv[1], std::ios::binary};
    const std::string document{std::istreambuf_iterator<char>{in}, {}};
    const sla::policy_book book = sla::compile_json(document, sla::system_zones()).value();

    const sla::instant morning{std::chrono::sys_days{std::chrono::year{2026} / 9 / 30}};
    const std::array created{morning + 1h, morning + 8h, morning + 9h, morning + 2h};
    const std::array answered{morning + 80min, sla::instant{sla::elapsed{sla::no_value}},
                              morning + 200h, morning + 1h};
    const std::array<std::int32_t, 4> priority{0, 1, 1, 0};

    sla::bulk_layout layout;
    layout.attributes = book.attributes({.tier = "gold"});
    layout.dictionaries = {{sla::attribute::priority,
                            {book.find_value(sla::attribute::priority, "P1"),
                             book.find_value(sla::attribute::priority, "P2")}}};
    layout.events = {sla::event::message({}, sla::actor::agent)};
    layout.metrics = {*book.find_metric("first response")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    const std::array ids{sla::id_column{priority.data()}};
    const std::array events{sla::time_column{answered.data()}};
    std::array<std::uint8_t, 4> states{};
    std::array<std::int64_t, 4> deadlines{};
    const std::array metrics{
        sla::metric_output{.state = states.data(), .deadline = {deadlines.data()}}};
    plan.run({.created = sla::time_column{created.data()},
              .attributes = ids,
              .events = events,
              .now = morning + 240h},
             {.metrics = metrics}, 0, created.size());
    for (std::size_t row = 0; row < created.size(); ++row) {
        std::string due;
        if (deadlines[row] == sla::no_value)
            due = "none";
        else
            sla::append_json(due, sla::instant{sla::elapsed{deadlines[row]}});
        std::erase(due, '"');
        std::cout << "row " << row << ": state " << int{states[row]} << ", due " << due << '\n';
    }
}
