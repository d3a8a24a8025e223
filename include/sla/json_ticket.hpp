// SPDX-License-Identifier: MIT
//
// Room: json_ticket. Tickets as JSON, one object each.
//
// A help desk keeps its tickets somewhere else; what leaves it is text, mostly one JSON object a
// line. A `ticket_reader` turns one after another into timelines of one book, in memory that it
// uses again:
//
//     {"id": "T-17", "priority": "P1", "channel": "email", "tags": ["vip"],
//      "created": "2026-02-13T15:40:00Z",
//      "events": [{"at": "2026-02-13T15:50:00Z", "kind": "message", "by": "agent"},
//                 {"at": "2026-02-13T15:51:00Z", "kind": "status_changed", "is": "waiting"}]}
//
//     sla::ticket_reader reader{book};
//     for (std::string line; std::getline(input, line);)
//         if (const auto ticket = reader.read(line)) use(sla::evaluate(book, *ticket, now));
//         else show(ticket.issues());
//
// The members of a ticket are its id, the six attributes and tags as they were when it was created,
// `as_of`, and its events. What happens once may stand beside them as an instant, so that a plain
// log needs no list: `created`, `first_response`, `acknowledged`, `confirmed`, `fixed`, `resolved`,
// `reopened`, `closed`, and `status:waiting`, `stage_entered:triage`, `stage_left:triage`,
// `custom:call ended`. A null is as good as nothing.
//
// The members of an event are `at`; `kind`, a name as in `event_kind`; `by` (customer, agent,
// automation, third_party: needed for a message, else the customer creates and agents do the rest);
// `visible` (to_customer, internal: a message); `is` (the name of a status, stage or custom event,
// the tag, the attribute's new value); `attribute`; `to` (whom it was assigned to); `metric` and
// `due` (a due time set by hand, null to clear it).
//
// The hard case is the name that is nearly right. A ticket with a "priorty" would be judged like
// one without a priority, so a member that is not known is a mistake; a host whose tickets have
// more members than these says so (`unknown_members`, `ignored`).
#pragma once

#include <sla/detail/export.hpp>
#include <sla/policy.hpp>
#include <sla/result.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>
#include <sla/zone.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

namespace detail::json {
class ticket_parser;
}

/// What a member is that the form of tickets does not have.
enum class unknown_members : std::uint8_t {
    are_mistakes, ///< The ticket cannot be used.
    are_warnings, ///< It can, and each of them is told beside it.
};

/// A member that has another name in the host's tickets.
struct member_name {
    std::string theirs{}; ///< "opened_at"
    std::string ours{};   ///< "created"

    friend bool operator==(const member_name&, const member_name&) = default;
};

/// How tickets are written.
struct json_ticket_options {
    /// Where the clock hung that showed times without an offset; absent: these are mistakes. Of an
    /// hour that it showed twice the first is meant.
    std::optional<sla::zone> zone{};
    /// Reads every instant, in the place of ISO 8601; numbers come as they are written.
    std::function<result<instant>(std::string_view text)> read_instant{};
    std::vector<member_name> names{}; ///< Of members of the ticket itself.
    unknown_members unknown = unknown_members::are_mistakes;
    std::vector<std::string> ignored{}; ///< Members that are not looked at, also of events.
    /// How much earlier than the event before it an event may stand, because the clocks of several
    /// machines differ; it then counts as of the same instant. At least zero.
    elapsed tolerance{};
    std::size_t bytes = std::size_t{4} << 20U; ///< A longer text is not read.
    std::size_t events = 100'000;              ///< A ticket with more of them is not read.
};

/// A part of a ticket that does not come from JSON: the name of a member, and its text.
struct ticket_field {
    std::string_view name{};
    std::string_view text{}; ///< Empty: as good as nothing. Of `tags`: one of them.
    std::uint32_t event = 0; ///< 0: of the ticket itself; n: of its n-th event.
};

/// Reads tickets for one book, one at a time, again and again in the same memory.
class ticket_reader {
public:
    explicit SLA_API ticket_reader(const policy_book& book, json_ticket_options options = {});
    ticket_reader(const ticket_reader&) = delete;
    ticket_reader& operator=(const ticket_reader&) = delete;
    SLA_API ticket_reader(ticket_reader&& other) noexcept;
    SLA_API ticket_reader& operator=(ticket_reader&& other) noexcept;
    SLA_API ~ticket_reader();

    /// One ticket: an object, in UTF-8. The timeline looks at memory of the reader: it is good
    /// until the next ticket is read. `row`, where it is not 0, stands as "row 17" among the
    /// related places of every issue.
    ///
    /// Issues, all at once and at most 100, with JSON pointers as places ("/events/3/at"):
    /// `ticket.syntax` (no JSON; the place is "column 14"), `ticket.too_long`,
    /// `ticket.not_an_object`, `ticket.unknown_member`, `ticket.member_twice`, `ticket.wrong_type`,
    /// `ticket.member_missing`, `ticket.member_superfluous` (it means nothing for this kind of
    /// event), `ticket.unknown_word`, `ticket.unknown_metric`, `ticket.instant`,
    /// `ticket.zone_missing` (a time without an offset, and no zone), `ticket.time_skipped` (the
    /// clock never showed it), `ticket.too_many_events`, `ticket.too_many_issues`,
    /// `ticket.undeclared_value`, and what `timeline::over` says. Linear in the text.
    [[nodiscard]] SLA_API result<timeline> read(std::string_view text, std::uint64_t row = 0);

    /// The same of parts that are there already, the columns of a row say. Those of one event stand
    /// together, events in their order.
    [[nodiscard]] SLA_API result<timeline> read(std::span<const ticket_field> fields,
                                                std::uint64_t row = 0);

    // Of the ticket that was read last, also of one with mistakes; good until the next one.

    /// Empty where it has none. A number comes as it was written.
    [[nodiscard]] SLA_API std::string_view id() const noexcept;
    /// Its value when it was created, by name; empty where it has none.
    [[nodiscard]] SLA_API std::string_view name(attribute which) const noexcept;
    /// The instant as of which the ticket wants to be judged; `never` where it does not say.
    [[nodiscard]] SLA_API instant as_of() const noexcept;
    /// The events of `assigned` number people from 1 in the order in which they are named.
    /// Precondition: the id comes from this ticket.
    [[nodiscard]] SLA_API std::string_view name(person_id person) const noexcept;

    /// How many times without an offset the clock showed twice, in all tickets so far.
    [[nodiscard]] SLA_API std::uint64_t repeated_times() const noexcept;

    /// How many events were moved within `tolerance`, in all tickets so far.
    [[nodiscard]] SLA_API std::uint64_t moved_events() const noexcept;

    /// From now on members of this name are not looked at.
    SLA_API void ignore(std::string name);

private:
    std::unique_ptr<detail::json::ticket_parser> parser_;
};

/// A ticket by itself.
struct json_ticket {
    std::string id{};
    ticket_attributes attributes{};
    std::vector<event> events{}; ///< Checked: `timeline::over(attributes, events)` has a value.
    instant as_of = never;
};

/// One ticket, for those who have no row of them. Issues as `ticket_reader::read`.
[[nodiscard]] SLA_API result<json_ticket> ticket_from_json(const policy_book& book,
                                                           std::string_view text,
                                                           const json_ticket_options& options = {});

/// A member of a flat object.
struct json_member {
    std::string name{};
    std::string text{}; ///< Of a text; of a number, as it was written; of true and false.

    friend bool operator==(const json_member&, const json_member&) = default;
};

/// The members of an object that holds no lists and no objects, in their order, without those that
/// are null: a question on a line of its own. Issues: `ticket.syntax`, `ticket.not_an_object`,
/// `ticket.wrong_type`, `ticket.member_twice`.
[[nodiscard]] SLA_API result<std::vector<json_member>> members_from_json(std::string_view text);

/// The instant that a text means in ISO 8601, such as "2026-02-13T15:40:00Z" or, where there is a
/// zone, "2026-02-13 16:40". Seconds may be left out; of a fraction three digits count. Issues, at
/// the place "": `ticket.instant`, `ticket.zone_missing`, `ticket.time_skipped`.
[[nodiscard]] SLA_API result<instant> instant_from_text(std::string_view text,
                                                        const std::optional<zone>& zone = {});

} // namespace sla::inline v1
