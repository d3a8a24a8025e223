// SPDX-License-Identifier: MIT
//
// Any bytes as tickets: the first byte says of which form they are, lines of JSON or the parts of a
// row. A ticket or issues, and nothing else; every issue has a code and says what is wrong. A
// reader that has read others before makes the same of a ticket as a new one, and what it makes
// can be judged and written.

#include "bytes.hpp"
#include <sla/evaluate.hpp>
#include <sla/json.hpp>
#include <sla/json_results.hpp>
#include <sla/json_ticket.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

const sla::policy_book& book() {
    static const sla::policy_book made =
        sla::compile_json(R"({"sla": 1,
            "calendars": [{"name": "C", "zone": "UTC", "hours": {"Monday-Friday": ["09:00-17:00"]}}],
            "metrics": ["first response", {"built_in": "resolution", "paused_in_status": "waiting"},
                        "next response"],
            "vocabularies": {"tier": ["gold", "silver"]},
            "policies": [{"name": "Gold", "when": {"tier": "gold", "tagged": "vip"}, "calendar": "C",
                          "targets": {"resolution": {"by": "priority", "within": {"P1": "4 business hours"}}}},
                         {"name": "All", "targets": {"first response": "1 h", "next response": "1 h",
                                                     "resolution": "24 h"}}]})",
                          sla::zone_set{{sla::zone::utc()}}.source())
            .value();
    return made;
}

sla::json_ticket_options options() {
    return {.zone = sla::zone::utc(),
            .names = {{"opened", "created"}},
            .unknown = sla::unknown_members::are_warnings,
            .ignored = {"subject"},
            .bytes = 100'000,
            .events = 1000};
}

void check(const sla::result<sla::timeline>& ticket) {
    fuzz::require(ticket.has_value() || sla::has_errors(ticket.issues()), "a refusal has a reason");
    fuzz::require(ticket.issues().size() <= 101, "issues are limited");
    for (const sla::issue& i : ticket.issues())
        fuzz::require(!i.code.empty() && !i.message.empty(), "an issue says what is wrong");
    if (!ticket)
        return;
    const sla::evaluation judged = sla::evaluate(book(), *ticket, ticket->events().back().at);
    fuzz::require(sla::members_from_json(sla::to_json(book(), judged)).issues().size() == 1,
                  "verdicts are an object with a list in it");
}

void check_line(std::string_view line, sla::ticket_reader& used) {
    const sla::result<sla::timeline> ticket = used.read(line);
    check(ticket);
    sla::ticket_reader fresh{book(), options()};
    const sla::result<sla::timeline> again = fresh.read(line);
    fuzz::require(again.issues() == ticket.issues(), "a used reader says the same");
    if (ticket)
        fuzz::require(std::equal(ticket->events().begin(), ticket->events().end(),
                                 again->events().begin(), again->events().end()) &&
                          used.id() == fresh.id() && used.as_of() == fresh.as_of(),
                      "a used reader reads the same");
    const auto members = sla::members_from_json(line);
    fuzz::require(members.has_value() || sla::has_errors(members.issues()),
                  "a refusal has a reason");
}

// "name=text", "3:name=text" of the third event.
sla::ticket_field field_of(std::string_view line) {
    sla::ticket_field out;
    if (line.size() > 1 && line[1] == ':' && line[0] >= '0' && line[0] <= '9') {
        out.event = static_cast<std::uint32_t>(line[0] - '0');
        line.remove_prefix(2);
    }
    const std::size_t equal = std::min(line.size(), line.find('='));
    out.name = line.substr(0, equal);
    out.text = line.substr(std::min(line.size(), equal + 1));
    return out;
}

} // namespace

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest{reinterpret_cast<const char*>(data), size};
    const bool as_fields = rest.starts_with('#');
    sla::ticket_reader reader{book(), options()};
    std::vector<sla::ticket_field> fields;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (!as_fields)
            check_line(line, reader);
        else if (!line.starts_with('#'))
            fields.push_back(field_of(line));
    }
    if (as_fields)
        check(reader.read(fields));
    return 0;
}
