// SPDX-License-Identifier: MIT
//
// A host that reads its policies from a document, and has no JSON library of its own.

#include <sla/json_document.hpp>
#include <sla/load.hpp>

#include <cstdio>

int main() {
    const auto desk = sla::compile_json_document(R"({ "sla": 1,
        "calendars": [{ "name": "Office", "zone": "Europe/Berlin",
                        "hours": { "Monday-Friday": ["09:00-17:00"] } }],
        "policies": [{ "name": "All", "calendar": "Office",
                       "targets": { "first response": "4 business hours" } }],
        "objectives": [{ "name": "Nine of ten", "share": "90 %", "of": "first response" }] })",
                                                 sla::system_zones());
    if (!desk || !desk->book.find_calendar("Office") || !sla::to_json(desk->source))
        return 1;
    try {
        (void)sla::book_from_json("{").value();
    } catch (const sla::invalid_input& mistake) {
        std::puts(mistake.what());
        return 0;
    }
    return 2;
}
