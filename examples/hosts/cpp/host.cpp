// SPDX-License-Identifier: MIT
//
// What the hosts in other languages print, by the C++ interface: the measure for them.
//
//     host support.json ticket.json mistakes.json

#include <sla/describe.hpp>
#include <sla/explain.hpp>
#include <sla/json.hpp>
#include <sla/json_results.hpp>
#include <sla/json_ticket.hpp>
#include <sla/load.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

std::string read(const char* path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// "2026-10-08T03:00:00Z"
std::string text(sla::instant at) {
    std::string out;
    sla::append_json(out, at);
    return out.substr(1, out.size() - 2);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4)
        return 2;
    const sla::policy_book book = sla::compile_json(read(argv[1]), sla::system_zones()).value();
    sla::ticket_reader reader{book};
    const sla::timeline ticket = reader.read(read(argv[2])).value();
    const sla::instant now{std::chrono::sys_days{std::chrono::year{2026} / 10 / 9} +
                           std::chrono::hours{8}};

    for (const sla::verdict& v : sla::evaluate(book, ticket, now))
        std::cout << book.name(v.metric) << ": " << sla::json_name(v.state) << ", due "
                  << text(v.deadline) << ", " << static_cast<int>(v.share() * 100) << " % used\n";
    std::cout << "next change: " << text(sla::evaluate(book, ticket, now).next_change()) << '\n';
    std::cout << "four hours later: "
              << text(book.find_calendar("客服")->add(now, sla::working{std::chrono::hours{4}}))
              << '\n';
    std::cout << sla::to_json(book, ticket, sla::explain(book, ticket, now), now) << '\n';
    std::cout << sla::describe(sla::compile_json(read(argv[3]), sla::system_zones()).issues())
              << '\n';
}
