// SPDX-License-Identifier: MIT
#include <sla/result.hpp>

#include <catch2/catch_test_macros.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace {

sla::issue error(std::string place, std::string message) {
    sla::issue i;
    i.code = "test.error";
    i.place = std::move(place);
    i.message = std::move(message);
    return i;
}

sla::issue warning() {
    sla::issue i = error("here", "odd");
    i.severity = sla::severity::warning;
    return i;
}

} // namespace

TEST_CASE("a result made from a value holds it and no issue") {
    const sla::result<std::string> r{"open"};
    REQUIRE(r.has_value());
    CHECK(static_cast<bool>(r));
    CHECK(*r == "open");
    CHECK(r->size() == 4);
    CHECK(r.value() == "open");
    CHECK(r.issues().empty());
}

TEST_CASE("a value may come with warnings") {
    const sla::result<int> r{7, {warning()}};
    REQUIRE(r);
    CHECK(*r == 7);
    CHECK(r.issues() == sla::issue_list{warning()});
}

TEST_CASE("a result made from issues holds no value and all of them in order") {
    const sla::result<int> r{sla::issue_list{error("a", "one"), warning(), error("b", "two")}};
    CHECK_FALSE(r.has_value());
    CHECK_FALSE(static_cast<bool>(r));
    REQUIRE(r.issues().size() == 3);
    CHECK(r.issues()[2].place == "b");
}

TEST_CASE("value() throws every issue where there is no value") {
    const sla::result<int> r{sla::issue_list{error("a", "one"), error("b", "two")}};
    try {
        (void)r.value();
        FAIL("nothing was thrown");
    } catch (const sla::invalid_input& e) {
        CHECK(e.issues() == r.issues());
        CHECK(std::string{e.what()} == "a: one; b: two");
    }
}

TEST_CASE("value() of a temporary throws too, and moves a value out") {
    CHECK_THROWS_AS((void)sla::result<int>{sla::issue_list{error("a", "one")}}.value(),
                    sla::invalid_input);
    const auto moved = sla::result{std::make_unique<int>(3)}.value();
    CHECK(*moved == 3);
}

TEST_CASE("a temporary result gives its value away") {
    sla::result<std::unique_ptr<int>> r{std::make_unique<int>(4)};
    const std::unique_ptr<int> taken = *std::move(r);
    CHECK(*taken == 4);
}

TEST_CASE("invalid_input is a standard exception that names the first three errors") {
    const sla::invalid_input e{{error("", "no place"), warning(), error("b", "two"),
                                error("c", "three"), error("d", "four"), error("e", "five")}};
    const std::exception& base = e;
    CHECK(std::string{base.what()} == "no place; b: two; c: three; and 2 more");
    CHECK(e.issues().size() == 6);
}
