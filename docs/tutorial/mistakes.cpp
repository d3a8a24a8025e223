// SPDX-License-Identifier: MIT
//
// Step 7 of docs/tutorial.md: what comes back when the definitions are wrong.

#include "desk.hpp"
#include <sla/describe.hpp>
#include <sla/load.hpp>
#include <sla/policy.hpp>

#include <chrono>
#include <iostream>

int main() {
    using namespace std::chrono;
    sla::book_definition wrong = promises();
    wrong.calendars[0].hours.set(Friday, {{9h, 13h}, {12h, 15h}});
    wrong.policies[0].targets[1].metric = "resolutoin";
    wrong.policies[1].targets[0].rows[0].match[0].values = {"urgnt"};

    const auto book = sla::compile(wrong, sla::system_zones());
    std::cout << sla::describe(book.issues()) << '\n';
    return book ? 1 : 0;
}
