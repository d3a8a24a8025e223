// SPDX-License-Identifier: MIT
#include "common.hpp"
#include <sla/json.hpp>
#include <sla/load.hpp>

#include <chrono>
#include <filesystem>

using sla::attribute;
using sla::policy_book;
using namespace sla::c;

namespace sla::c {

std::size_t id_count(const policy_book& book, attribute which) noexcept {
    const auto& names = book.data().value_names[static_cast<std::size_t>(which)];
    return names.size() + sla::detail::name_table::first_id;
}

std::size_t event_name_count(const policy_book& book) noexcept {
    return book.data().event_names.size() + sla::detail::name_table::first_id;
}

std::size_t tag_count(const policy_book& book) noexcept {
    return book.data().tag_names.size() + sla::detail::name_table::first_id;
}

zone_source zones_of(const char* directory) {
    return directory == nullptr ? system_zones() : zones_in(std::filesystem::path{directory});
}

} // namespace sla::c

namespace {

const sla::calendar* calendar_of(const sla_calendar* c) noexcept {
    return reinterpret_cast<const sla::calendar*>(c); // NOLINT(*-reinterpret-cast)
}

sla::calendar_options options_of(const sla_load_options& from) {
    sla::calendar_options out;
    if (from.first_year != 0)
        out.first_year = std::chrono::year{from.first_year};
    if (from.last_year != 0)
        out.last_year = std::chrono::year{from.last_year};
    return out;
}

void check_years(const sla_load_options& from) {
    // std::chrono::year holds 16 bits; what it can hold, `compile` judges.
    for (const std::int32_t year : {from.first_year, from.last_year})
        if (year < 0 || year > 9999)
            throw failure{SLA_INVALID_ARGUMENT,
                          sla::issue{.code = "c.year_unknown",
                                     .place = year == from.first_year ? "options.first_year"
                                                                      : "options.last_year",
                                     .message = "calendars know nothing of this year",
                                     .expected = "0, or 1970 to 9999",
                                     .saw = std::to_string(year)}};
}

bool has_metric(const sla_book* book, std::uint32_t metric) noexcept {
    return book != nullptr && metric < book->book.metric_count();
}

} // namespace

extern "C" {

sla_status sla_book_load(const char* json, size_t length, const sla_load_options* options,
                         sla_book** book, sla_error** error) {
    return guarded(error, [&] {
        if (length != 0)
            require(json, "json");
        require(book, "book");
        sla_load_options chosen{};
        if (options != nullptr) {
            require_size(options->size, sizeof(sla_load_options), "options.size");
            chosen = *options;
        }
        check_years(chosen);
        sla::result<policy_book> compiled =
            sla::compile_json(length == 0 ? std::string_view{} : std::string_view{json, length},
                              zones_of(chosen.zone_directory), options_of(chosen));
        if (!compiled)
            throw failure{SLA_INVALID_INPUT, compiled.issues()};
        auto out = std::make_unique<sla_book>(*compiled);
        if (!compiled.issues().empty())
            out->warnings = std::make_unique<sla_error>(SLA_OK, compiled.issues());
        *book = out.release();
    });
}

const sla_error* sla_book_warnings(const sla_book* book) {
    return book == nullptr ? nullptr : book->warnings.get();
}

sla_book* sla_book_retain(sla_book* book) {
    if (book != nullptr)
        book->owners.fetch_add(1, std::memory_order_relaxed);
    return book;
}

void sla_book_free(sla_book* book) {
    if (book != nullptr && book->owners.fetch_sub(1, std::memory_order_acq_rel) == 1)
        delete book;
}

// -- names and numbers
// -----------------------------------------------------------------------------

uint32_t sla_book_value(const sla_book* book, int32_t which, const char* name) {
    if (book == nullptr || which < 0 || which >= SLA_ATTRIBUTE_COUNT)
        return SLA_NONE;
    return static_cast<uint32_t>(
        book->book.find_value(static_cast<attribute>(which), view_of(name)));
}

uint32_t sla_book_event_name(const sla_book* book, const char* name) {
    return book == nullptr ? std::uint32_t{SLA_NONE}
                           : static_cast<uint32_t>(book->book.find_event_name(view_of(name)));
}

uint32_t sla_book_tag(const sla_book* book, const char* name) {
    return book == nullptr ? std::uint32_t{SLA_NONE}
                           : static_cast<uint32_t>(book->book.find_tag(view_of(name)));
}

uint32_t sla_book_policy(const sla_book* book, const char* name) {
    if (book == nullptr || name == nullptr)
        return SLA_NO_ID;
    const auto id = book->book.find_policy(name);
    return id ? static_cast<uint32_t>(*id) : SLA_NO_ID;
}

uint32_t sla_book_metric(const sla_book* book, const char* name) {
    if (book == nullptr || name == nullptr)
        return SLA_NO_ID;
    const auto id = book->book.find_metric(name);
    return id ? static_cast<uint32_t>(*id) : SLA_NO_ID;
}

size_t sla_book_policy_count(const sla_book* book) {
    return book == nullptr ? 0 : book->book.policy_count();
}

size_t sla_book_metric_count(const sla_book* book) {
    return book == nullptr ? 0 : book->book.metric_count();
}

const char* sla_book_policy_name(const sla_book* book, uint32_t policy) {
    if (book == nullptr || policy >= book->book.policy_count())
        return nullptr;
    return book->book.name(sla::policy_id{policy}).c_str();
}

const char* sla_book_metric_name(const sla_book* book, uint32_t metric) {
    return has_metric(book, metric) ? book->book.name(sla::metric_id{metric}).c_str() : nullptr;
}

const char* sla_book_step_name(const sla_book* book, uint32_t limit, uint32_t step) {
    if (book == nullptr || limit >= book->book.data().limits.size())
        return nullptr;
    const auto& steps = book->book.target_of(sla::limit_id{limit}).steps;
    return step < steps.size() ? steps[step].name.c_str() : nullptr;
}

// -- calendars
// -------------------------------------------------------------------------------------

const sla_calendar* sla_book_calendar(const sla_book* book, const char* name) {
    if (book == nullptr || name == nullptr)
        return nullptr;
    // NOLINTNEXTLINE(*-reinterpret-cast)
    return reinterpret_cast<const sla_calendar*>(book->book.find_calendar(name));
}

int32_t sla_calendar_is_open(const sla_calendar* calendar, int64_t at_ms) {
    if (calendar == nullptr)
        return -1;
    return calendar_of(calendar)->is_open(instant_of(at_ms)) ? 1 : 0;
}

int64_t sla_calendar_add(const sla_calendar* calendar, int64_t at_ms, int64_t working_ms) {
    // The lowest number has no opposite, and no year is so long.
    if (calendar == nullptr || working_ms == INT64_MIN)
        return SLA_NEVER;
    return ms_of(
        calendar_of(calendar)->add(instant_of(at_ms), sla::working{sla::elapsed{working_ms}}));
}

int64_t sla_calendar_between(const sla_calendar* calendar, int64_t from_ms, int64_t to_ms) {
    if (calendar == nullptr)
        return SLA_NO_VALUE;
    return calendar_of(calendar)->between(instant_of(from_ms), instant_of(to_ms)).length().count();
}

int64_t sla_calendar_next_open(const sla_calendar* calendar, int64_t at_ms) {
    if (calendar == nullptr)
        return SLA_NEVER;
    return ms_of(calendar_of(calendar)->next_open(instant_of(at_ms)));
}

int64_t sla_calendar_next_close(const sla_calendar* calendar, int64_t at_ms) {
    if (calendar == nullptr)
        return SLA_NEVER;
    return ms_of(calendar_of(calendar)->next_close(instant_of(at_ms)));
}

} // extern "C"
