// SPDX-License-Identifier: MIT
//
// What hosts may rely on at compile time: how the time types copy, convert and do not convert.

#include <sla/time.hpp>
#include <sla/version.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace chrono = std::chrono;
using namespace std::chrono_literals;

namespace {

template <class A, class B>
concept addable = requires(A a, B b) {
    a + b;
};

template <class A, class B>
concept subtractable = requires(A a, B b) {
    a - b;
};

template <class A, class B>
concept comparable = requires(A a, B b) {
    a == b;
}
|| requires(A a, B b) {
    a < b;
};

} // namespace

TEST_CASE("an instant is the standard library's time point in milliseconds") {
    STATIC_REQUIRE(std::same_as<sla::instant, chrono::sys_time<chrono::milliseconds>>);
    STATIC_REQUIRE(std::same_as<sla::elapsed, chrono::milliseconds>);
    STATIC_REQUIRE(std::same_as<sla::local_time, chrono::local_time<chrono::milliseconds>>);
    STATIC_REQUIRE(sizeof(sla::instant) == 8);
}

TEST_CASE("instants come from coarser time points without a cast, never from finer ones") {
    STATIC_REQUIRE(std::convertible_to<chrono::sys_seconds, sla::instant>);
    STATIC_REQUIRE(std::convertible_to<chrono::sys_days, sla::instant>);
    STATIC_REQUIRE(!std::convertible_to<chrono::sys_time<chrono::microseconds>, sla::instant>);
    STATIC_REQUIRE(!std::convertible_to<chrono::local_seconds, sla::instant>);
    STATIC_REQUIRE(!std::convertible_to<std::int64_t, sla::instant>);
}

TEST_CASE("a working duration is a small regular value") {
    STATIC_REQUIRE(std::regular<sla::working>);
    STATIC_REQUIRE(std::totally_ordered<sla::working>);
    STATIC_REQUIRE(std::three_way_comparable<sla::working, std::strong_ordering>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<sla::working>);
    STATIC_REQUIRE(std::is_standard_layout_v<sla::working>);
    STATIC_REQUIRE(std::is_nothrow_default_constructible_v<sla::working>);
    STATIC_REQUIRE(std::is_nothrow_constructible_v<sla::working, chrono::hours>);
    STATIC_REQUIRE(sizeof(sla::working) == 8);
}

TEST_CASE("working time is made on purpose only, and never loses anything") {
    STATIC_REQUIRE(std::constructible_from<sla::working, chrono::milliseconds>);
    STATIC_REQUIRE(std::constructible_from<sla::working, chrono::weeks>);
    STATIC_REQUIRE(!std::constructible_from<sla::working, chrono::microseconds>);
    STATIC_REQUIRE(!std::constructible_from<sla::working, chrono::duration<double>>);
    STATIC_REQUIRE(!std::constructible_from<sla::working, int>);
    STATIC_REQUIRE(!std::constructible_from<sla::working, double>);
    STATIC_REQUIRE(!std::convertible_to<chrono::milliseconds, sla::working>);
    STATIC_REQUIRE(!std::convertible_to<sla::working, chrono::milliseconds>);
    STATIC_REQUIRE(!std::constructible_from<chrono::milliseconds, sla::working>);
    STATIC_REQUIRE(!std::assignable_from<sla::working&, chrono::milliseconds>);
    STATIC_REQUIRE(!std::assignable_from<chrono::milliseconds&, sla::working>);
}

TEST_CASE("working and elapsed time neither add nor compare") {
    STATIC_REQUIRE(addable<sla::working, sla::working>);
    STATIC_REQUIRE(!addable<sla::working, sla::elapsed>);
    STATIC_REQUIRE(!addable<sla::elapsed, sla::working>);
    STATIC_REQUIRE(!addable<sla::instant, sla::working>);
    STATIC_REQUIRE(!addable<sla::working, sla::instant>);
    STATIC_REQUIRE(!subtractable<sla::working, sla::elapsed>);
    STATIC_REQUIRE(!subtractable<sla::elapsed, sla::working>);
    STATIC_REQUIRE(!subtractable<sla::instant, sla::working>);
    STATIC_REQUIRE(!comparable<sla::working, sla::elapsed>);
    STATIC_REQUIRE(!comparable<sla::elapsed, sla::working>);
    STATIC_REQUIRE(!comparable<sla::working, int>);
}

TEST_CASE("time arithmetic is done by the compiler where it can be, and never throws") {
    STATIC_REQUIRE(sla::working{8h} + sla::working{30min} == sla::working{510min});
    STATIC_REQUIRE(2 * sla::working{8h} - sla::working{1h} == sla::working{15h});
    STATIC_REQUIRE(-sla::working{1h} < sla::working{});
    STATIC_REQUIRE(noexcept(sla::working{} + sla::working{}));
    STATIC_REQUIRE(noexcept(sla::working{} <=> sla::working{}));
    STATIC_REQUIRE(sla::interval{sla::first_instant, sla::first_instant + 1h}.length() == 1h);
    STATIC_REQUIRE(std::is_trivially_copyable_v<sla::interval>);
    STATIC_REQUIRE(sla::in_range(sla::first_instant));
    STATIC_REQUIRE(!sla::in_range(sla::never));
}

TEST_CASE("the version says the same thing twice") {
    constexpr std::string_view text{SLA_VERSION_STRING};
    STATIC_REQUIRE(text.size() >= 5);
    STATIC_REQUIRE(SLA_VERSION_MAJOR < 10);
    STATIC_REQUIRE(text[0] == '0' + SLA_VERSION_MAJOR);
    STATIC_REQUIRE(text[1] == '.');
    STATIC_REQUIRE(text[2] == '0' + SLA_VERSION_MINOR);
}
