// SPDX-License-Identifier: MIT
//
// What the functions of the C interface share: the objects behind the pointers, and the border that
// no exception crosses.
#pragma once

#include <sla/calendar.hpp>
#include <sla/issue.hpp>
#include <sla/policy.hpp>
#include <sla/sla.h>
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct sla_error {
    sla_error(sla_status with, sla::issue_list what);

    sla_status status;
    sla::issue_list issues;
    std::string text;
    std::string json;
};

struct sla_book {
    explicit sla_book(const sla::policy_book& compiled) : book{compiled} {}

    std::atomic<std::size_t> owners{1};
    sla::policy_book book;
    std::unique_ptr<sla_error> warnings;
};

struct sla_ticket {
    sla_ticket(const sla::policy_book& of, std::vector<sla::event> happened)
        : book{of}, events{std::move(happened)} {}

    sla::policy_book book;
    std::vector<sla::event> events;
    std::optional<sla::timeline> timeline; // looks at `events`
    std::unique_ptr<sla_error> warnings;
};

namespace sla::c {

/// Why a call fails; becomes its `sla_error`.
class failure : public std::exception {
public:
    failure(sla_status with, issue_list what) : status{with}, issues{std::move(what)} {}
    failure(sla_status with, issue what) : status{with} { issues.push_back(std::move(what)); }

    [[nodiscard]] const char* what() const noexcept override { return "a call that fails"; }

    sla_status status;
    issue_list issues;
};

/// The error of a call without memory, which needs none. Not to be deleted.
[[nodiscard]] sla_error* no_memory_error() noexcept;

void set_error(sla_error** error, sla_status status, issue_list issues) noexcept;

/// Calls `body`, and turns whatever it throws into a status and an error.
template <class Body>
sla_status guarded(sla_error** error, Body&& body) noexcept {
    if (error != nullptr)
        *error = nullptr;
    try {
        std::forward<Body>(body)();
        return SLA_OK;
    } catch (failure& f) {
        set_error(error, f.status, std::move(f.issues));
        return f.status;
    } catch (const std::bad_alloc&) {
    } catch (const std::length_error&) { // a container cannot become so large
    } catch (const std::exception& e) {
        try {
            set_error(error, SLA_INTERNAL,
                      {{.code = "c.internal",
                        .message = "the library has made a mistake",
                        .saw = e.what()}});
        } catch (...) {
            set_error(error, SLA_INTERNAL, {});
        }
        return SLA_INTERNAL;
    } catch (...) {
        set_error(error, SLA_INTERNAL, {});
        return SLA_INTERNAL;
    }
    if (error != nullptr)
        *error = no_memory_error();
    return SLA_NO_MEMORY;
}

/// Fails where an argument is NULL.
inline void require(const void* argument, const char* name) {
    if (argument == nullptr)
        throw failure{SLA_INVALID_ARGUMENT,
                      issue{.code = "c.argument_missing",
                            .place = name,
                            .message = "this argument has to point to something",
                            .expected = "an address",
                            .saw = "NULL"}};
}

/// Fails where a structure is smaller than the first version of it.
inline void require_size(std::size_t size, std::size_t least, const char* name) {
    if (size < least || size % alignof(std::int64_t) != 0)
        throw failure{SLA_INVALID_ARGUMENT,
                      issue{.code = "c.size_unknown",
                            .place = name,
                            .message = "no version of this structure has such a size",
                            .expected = "sizeof of it: " + std::to_string(least) + " or more",
                            .saw = std::to_string(size)}};
}

/// Fails where there is no number of that kind.
[[noreturn]] void refuse_id(std::string place, const char* what, std::uint64_t saw);

[[nodiscard]] inline instant instant_of(std::int64_t ms) noexcept {
    return instant{elapsed{ms}};
}
[[nodiscard]] inline std::int64_t ms_of(instant at) noexcept {
    return at.time_since_epoch().count();
}
[[nodiscard]] inline std::string_view view_of(const char* text) noexcept {
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

/// How many ids there are, of values, event names and tags.
[[nodiscard]] std::size_t id_count(const policy_book& book, attribute which) noexcept;
[[nodiscard]] std::size_t event_name_count(const policy_book& book) noexcept;
[[nodiscard]] std::size_t tag_count(const policy_book& book) noexcept;

/// Where an event stands; a text only when it is wrong.
struct event_place {
    const char* list;
    std::optional<std::size_t> index{};

    [[nodiscard]] std::string text() const {
        return index ? std::string{list} + "[" + std::to_string(*index) + "]" : std::string{list};
    }
};

/// The event, whose ids are of the book; fails where they are not.
[[nodiscard]] event event_of(const sla_event& e, const policy_book& book, const event_place& place);

/// A copy for the caller to release with `sla_text_free`.
void give_text(const std::string& text, char** out, std::size_t* length);

/// Where the zones of a book or a report come from.
[[nodiscard]] zone_source zones_of(const char* directory);

} // namespace sla::c
