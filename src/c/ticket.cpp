// SPDX-License-Identifier: MIT
#include "common.hpp"
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/json_results.hpp>
#include <sla/json_ticket.hpp>

#include <algorithm>
#include <cstring>

using sla::event;
using sla::policy_book;
using sla::verdict;
using namespace sla::c;

static_assert(sizeof(sla_event) == 40 && sizeof(sla_verdict) == 208, "as sla.h was published");
static_assert(SLA_MAX_STEPS == sla::max_steps && SLA_MAX_CLOCKS == sla::max_clocks);
static_assert(SLA_ATTRIBUTE_COUNT == sla::attribute_count);
static_assert(SLA_CUSTOM == static_cast<int>(sla::event_kind::custom));
static_assert(SLA_BY_THIRD_PARTY == static_cast<int>(sla::actor::third_party));
static_assert(SLA_CANCELLED == static_cast<int>(sla::clock_state::cancelled));
static_assert(SLA_BY_HAND == static_cast<int>(sla::deadline_basis::manual));
static_assert(SLA_NEVER == sla::never.time_since_epoch().count());

namespace sla::c {

event event_of(const sla_event& e, const policy_book& book, const event_place& place) {
    event out{.at = instant_of(e.at_ms),
              .kind = static_cast<event_kind>(e.kind),
              .by = static_cast<actor>(e.by)};
    switch (out.kind) {
    case event_kind::message:
        out.visible = static_cast<visibility>(e.visible);
        break;
    case event_kind::attribute_changed:
        out.which = static_cast<attribute>(e.which);
        if (e.which < SLA_ATTRIBUTE_COUNT && e.value >= id_count(book, out.which))
            refuse_id(place.text() + ".value", "an id from sla_book_value", e.value);
        out.value = value_id{e.value};
        break;
    case event_kind::status_changed:
    case event_kind::stage_entered:
    case event_kind::stage_left:
    case event_kind::custom:
        if (e.name >= event_name_count(book))
            refuse_id(place.text() + ".name", "an id from sla_book_event_name", e.name);
        out.name = event_name{e.name};
        break;
    case event_kind::tag_added:
    case event_kind::tag_removed:
        if (e.tag >= tag_count(book))
            refuse_id(place.text() + ".tag", "an id from sla_book_tag", e.tag);
        out.tag = tag_id{e.tag};
        break;
    case event_kind::assigned:
        out.person = person_id{e.person};
        break;
    case event_kind::due_changed:
        if (e.metric >= book.metric_count())
            refuse_id(place.text() + ".metric", "a number from sla_book_metric", e.metric);
        out.metric = metric_id{e.metric};
        out.due = instant_of(e.due_ms);
        break;
    default: // Nothing more, or a number that is no kind, which the timeline reports.
        break;
    }
    return out;
}

} // namespace sla::c

namespace {

sla::ticket_attributes attributes_of(const sla_attributes& from, const policy_book& book) {
    sla::ticket_attributes out;
    for (std::size_t i = 0; i < sla::attribute_count; ++i) {
        const auto which = static_cast<sla::attribute>(i);
        if (from.values[i] >= id_count(book, which))
            refuse_id("attributes.values[" + std::to_string(i) + "]", "an id from sla_book_value",
                      from.values[i]);
        out.set(which, sla::value_id{from.values[i]});
    }
    if (from.tag_count != 0)
        require(from.tags, "attributes.tags");
    for (std::size_t i = 0; i < from.tag_count; ++i) {
        if (from.tags[i] >= tag_count(book))
            refuse_id("attributes.tags[" + std::to_string(i) + "]", "an id from sla_book_tag",
                      from.tags[i]);
        out.add(sla::tag_id{from.tags[i]});
    }
    return out;
}

std::vector<event> events_of(const sla_event* events, std::size_t count, std::size_t size,
                             const policy_book& book) {
    std::vector<event> out;
    out.reserve(count);
    const auto* at = reinterpret_cast<const char*>(events); // NOLINT(*-reinterpret-cast)
    for (std::size_t i = 0; i < count; ++i, at += size) {
        sla_event e{};
        std::memcpy(&e, at, sizeof e);
        out.push_back(event_of(e, book, {"events", i}));
    }
    return out;
}

std::int64_t working_ms(const sla::time_amount& amount) noexcept {
    return amount.working ? amount.working->length().count() : SLA_NO_VALUE;
}

/// Looks at its events, and keeps what is probably wrong with them.
void finish(sla_ticket& ticket, const sla::ticket_attributes& known, sla::issue_list warnings) {
    const auto made = sla::timeline::over(known, ticket.events);
    if (!made)
        throw failure{SLA_INVALID_INPUT, made.issues()};
    ticket.timeline = *made;
    if (warnings.empty())
        warnings = made.issues();
    if (!warnings.empty())
        ticket.warnings = std::make_unique<sla_error>(SLA_OK, std::move(warnings));
}

sla_verdict verdict_of(const verdict& v) noexcept {
    const bool has_deadline = v.remaining.elapsed != sla::elapsed::max();
    sla_verdict out{
        .policy = static_cast<std::uint32_t>(v.policy),
        .metric = static_cast<std::uint32_t>(v.metric),
        .limit = v.limit ? static_cast<std::uint32_t>(*v.limit) : SLA_NO_ID,
        .cycle = v.cycle,
        .past_breaches = v.past_breaches,
        .state = static_cast<std::uint8_t>(v.state),
        .basis = static_cast<std::uint8_t>(v.basis),
        .credit_band = v.credit_band,
        .is_warned = static_cast<std::uint8_t>(v.is_warned() ? 1 : 0),
        .started_ms = ms_of(v.started),
        .stopped_ms = ms_of(v.stopped),
        .paused_since_ms = ms_of(v.paused_since),
        .deadline_ms = ms_of(v.deadline),
        .breached_at_ms = ms_of(v.breached_at),
        .next_change_ms = ms_of(v.next_change),
        .spent_ms = v.spent.elapsed.count(),
        .working_spent_ms = working_ms(v.spent),
        .remaining_ms = has_deadline ? v.remaining.elapsed.count() : SLA_NO_VALUE,
        .working_remaining_ms = working_ms(v.remaining),
        .overdue_ms = v.overdue.elapsed.count(),
        .working_overdue_ms = working_ms(v.overdue),
        .counted_ms = v.counted.count(),
        .allowed_ms = v.allowed.count(),
        .share = v.share(),
        .steps_ms = {},
    };
    std::transform(v.steps.begin(), v.steps.end(), std::begin(out.steps_ms), ms_of);
    return out;
}

} // namespace

extern "C" {

sla_status sla_ticket_create(const sla_book* book, const sla_attributes* attributes,
                             const sla_event* events, size_t event_count, size_t event_size,
                             sla_ticket** ticket, sla_error** error) {
    return guarded(error, [&] {
        require(book, "book");
        require(ticket, "ticket");
        if (event_count != 0) {
            require(events, "events");
            require_size(event_size, sizeof(sla_event), "event_size");
        }
        sla::ticket_attributes known;
        if (attributes != nullptr) {
            require_size(attributes->size, sizeof(sla_attributes), "attributes.size");
            known = attributes_of(*attributes, book->book);
        }
        auto out = std::make_unique<sla_ticket>(
            book->book, events_of(events, event_count, event_size, book->book));
        finish(*out, known, {});
        *ticket = out.release();
    });
}

sla_status sla_ticket_from_json(const sla_book* book, const char* json, size_t length,
                                sla_ticket** ticket, sla_error** error) {
    return guarded(error, [&] {
        require(book, "book");
        require(json, "json");
        require(ticket, "ticket");
        sla::ticket_reader reader{book->book};
        const auto read = reader.read(std::string_view{json, length});
        if (!read)
            throw failure{SLA_INVALID_INPUT, read.issues()};
        const auto events = read->events();
        auto out = std::make_unique<sla_ticket>(book->book,
                                                std::vector<event>{events.begin(), events.end()});
        finish(*out, read->attributes(), read.issues());
        *ticket = out.release();
    });
}

const sla_error* sla_ticket_warnings(const sla_ticket* ticket) {
    return ticket == nullptr ? nullptr : ticket->warnings.get();
}

void sla_ticket_free(sla_ticket* ticket) {
    delete ticket;
}

sla_status sla_evaluate(const sla_ticket* ticket, int64_t now_ms, sla_verdict* verdicts,
                        size_t verdict_size, size_t capacity, size_t* count,
                        int64_t* next_change_ms) {
    if (ticket == nullptr || count == nullptr || (verdicts == nullptr && capacity != 0) ||
        (capacity != 0 &&
         (verdict_size < sizeof(sla_verdict) || verdict_size % alignof(sla_verdict) != 0)))
        return SLA_INVALID_ARGUMENT;
    const sla::evaluation judged =
        sla::evaluate(ticket->book, *ticket->timeline, instant_of(now_ms));
    const auto all = judged.verdicts();
    auto* out = reinterpret_cast<char*>(verdicts); // NOLINT(*-reinterpret-cast)
    for (std::size_t i = 0; i < std::min(capacity, all.size()); ++i, out += verdict_size) {
        const sla_verdict v = verdict_of(all[i]);
        std::memcpy(out, &v, sizeof v);
        if (verdict_size > sizeof v)
            std::memset(out + sizeof v, 0, verdict_size - sizeof v);
    }
    *count = all.size();
    if (next_change_ms != nullptr)
        *next_change_ms = ms_of(judged.next_change());
    return SLA_OK;
}

sla_status sla_evaluate_json(const sla_ticket* ticket, int64_t now_ms, char** json, size_t* length,
                             sla_error** error) {
    return guarded(error, [&] {
        require(ticket, "ticket");
        require(json, "json");
        give_text(sla::to_json(ticket->book,
                               sla::evaluate(ticket->book, *ticket->timeline, instant_of(now_ms))),
                  json, length);
    });
}

sla_status sla_explain_json(const sla_ticket* ticket, int64_t now_ms, char** json, size_t* length,
                            sla_error** error) {
    return guarded(error, [&] {
        require(ticket, "ticket");
        require(json, "json");
        const sla::instant now = instant_of(now_ms);
        const sla::explanation why = sla::explain(ticket->book, *ticket->timeline, now);
        give_text(sla::to_json(ticket->book, *ticket->timeline, why, now), json, length);
    });
}

} // extern "C"
