// SPDX-License-Identifier: MIT
//
// The hot path allocates nothing: this program counts every allocation it makes.
#include "policy_desk.hpp"
#include <sla/evaluate.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string_view>
#include <vector>

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size) noexcept {
    ++allocations;
    return std::malloc(size != 0 ? size : 1);
}
void* counted_or_throw(std::size_t size) {
    if (void* const memory = counted(size); memory != nullptr)
        return memory;
    throw std::bad_alloc{};
}

} // namespace

void* operator new(std::size_t size) {
    return counted_or_throw(size);
}
void* operator new[](std::size_t size) {
    return counted_or_throw(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return counted(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

using namespace std::chrono_literals;
using sla::event;
using sla::event_kind;

TEST_CASE("from a ticket's names to its verdicts nothing is allocated") {
    const auto book =
        sla::compile(
            desk::promising({{.metric = "first response", .rows = sla::always(sla::working{1h})},
                             {.metric = "repair", .rows = sla::always(sla::business_days{2})},
                             {.metric = "resolution", .rows = sla::always(sla::calendar_days{3})}}),
            desk::zones())
            .value();
    const sla::instant created = desk::at(desk::friday, 15h);
    std::vector<event> events{event::created(created)};
    while (events.size() < sla::timeline::inline_events)
        events.push_back(event::note(created + std::chrono::hours{events.size()}));
    const std::string_view tags[] = {"vip", "a tag that is longer than any small string buffer"};

    std::size_t before = allocations;
    const std::vector<int> something(1000);
    REQUIRE(allocations == before + 1); // the counter counts

    before = allocations;
    const auto attributes = book.attributes({.priority = "P1", .tags = tags});
    const auto ticket = sla::timeline::of(attributes, events);
    const auto result = sla::evaluate(book, *ticket, created + 1000h);
    const sla::verdict* const v = result.find(book, "resolution");
    const std::size_t after = allocations;
    CHECK(after == before);
    CHECK(v->state == sla::clock_state::breached);
}
