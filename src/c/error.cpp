// SPDX-License-Identifier: MIT
#include "common.hpp"
#include <sla/describe.hpp>
#include <sla/json_results.hpp>
#include <sla/version.hpp>

#include <cstdlib>
#include <cstring>

sla_error::sla_error(sla_status with, sla::issue_list what)
    : status{with}, issues{std::move(what)}, text{sla::describe(issues)}, json{sla::to_json(
                                                                              issues)} {}

namespace sla::c {

namespace {

// Made when the library is loaded, because later there may be no memory for it.
sla_error without_memory{SLA_NO_MEMORY,
                         {{.code = "c.out_of_memory", .message = "there is not enough memory"}}};

} // namespace

sla_error* no_memory_error() noexcept {
    return &without_memory;
}

void set_error(sla_error** error, sla_status status, issue_list issues) noexcept {
    if (error == nullptr)
        return;
    try {
        if (issues.empty())
            issues.push_back({.code = "c.internal", .message = "the library has made a mistake"});
        *error = std::make_unique<sla_error>(status, std::move(issues)).release();
    } catch (...) { // nothing but memory can be missing
        *error = no_memory_error();
    }
}

void refuse_id(std::string place, const char* what, std::uint64_t saw) {
    throw failure{SLA_INVALID_ARGUMENT, issue{.code = "c.unknown_id",
                                              .place = std::move(place),
                                              .message = "there is nothing of this number",
                                              .expected = what,
                                              .saw = std::to_string(saw)}};
}

void give_text(const std::string& text, char** out, std::size_t* length) {
    auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
    if (copy == nullptr)
        throw std::bad_alloc{};
    std::memcpy(copy, text.c_str(), text.size() + 1);
    *out = copy;
    if (length != nullptr)
        *length = text.size();
}

} // namespace sla::c

extern "C" {

uint32_t sla_abi_version(void) {
    return SLA_ABI_VERSION;
}

const char* sla_version(void) {
    return SLA_VERSION_STRING;
}

sla_status sla_error_status(const sla_error* error) {
    return error == nullptr ? sla_status{SLA_INVALID_ARGUMENT} : error->status;
}

size_t sla_error_count(const sla_error* error) {
    return error == nullptr ? 0 : error->issues.size();
}

sla_status sla_error_issue(const sla_error* error, size_t index, sla_issue* out, size_t size) {
    if (error == nullptr || out == nullptr || size < sizeof(sla_issue) ||
        index >= error->issues.size())
        return SLA_INVALID_ARGUMENT;
    const sla::issue& from = error->issues[index];
    std::memset(out, 0, size);
    out->code = from.code.c_str();
    out->place = from.place.c_str();
    out->message = from.message.c_str();
    out->expected = from.expected.c_str();
    out->saw = from.saw.c_str();
    out->hint = from.hint.c_str();
    out->severity = from.severity == sla::severity::error ? SLA_ERROR : SLA_WARNING;
    return SLA_OK;
}

const char* sla_error_text(const sla_error* error) {
    return error == nullptr ? "" : error->text.c_str();
}

const char* sla_error_json(const sla_error* error) {
    return error == nullptr ? "[]" : error->json.c_str();
}

void sla_error_free(sla_error* error) {
    if (error != sla::c::no_memory_error())
        delete error;
}

void sla_text_free(char* text) {
    std::free(text);
}

} // extern "C"
