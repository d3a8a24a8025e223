// SPDX-License-Identifier: MIT
//
// Choosing a policy by the index gives what looking at one policy after the other gives, and never
// one that was called shadowed.
#include "policy_desk.hpp"
#include <sla/policy.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using sla::attribute;
using sla::condition;

namespace {

/// The definition of the choice, as documents have it.
std::optional<sla::policy_id> by_scan(const sla::policy_book& book,
                                      const sla::book_definition& definition,
                                      const sla::ticket_attributes& ticket, sla::instant created,
                                      sla::instant in_force) {
    for (const sla::policy_role role : {sla::policy_role::normal, sla::policy_role::fallback})
        for (std::size_t p = 0; p < definition.policies.size(); ++p) {
            const sla::policy_definition& policy = definition.policies[p];
            if (policy.role == role && policy.effective_from <= in_force &&
                in_force < policy.effective_until &&
                book.holds(static_cast<sla::policy_id>(p), ticket, created))
                return static_cast<sla::policy_id>(p);
        }
    return std::nullopt;
}

struct random_books {
    std::mt19937 random;
    std::size_t names = 4; // for each attribute

    std::size_t upto(std::size_t n) {
        return std::uniform_int_distribution{std::size_t{0}, n}(random);
    }
    std::string name() { return "name " + std::to_string(upto(names - 1)); }
    std::vector<std::string> some_names(std::size_t most) {
        std::vector<std::string> out{name()};
        for (std::size_t more = upto(most - 1); more > 0; --more)
            out.push_back(name());
        return out;
    }

    condition some_condition(int depth) {
        switch (upto(depth > 0 ? 9 : 5)) {
        case 0:
            return {};
        case 1:
            return sla::tagged(some_names(3));
        case 2:
            return sla::created_while_open({upto(1) == 0 ? "Office" : "Berlin"});
        case 3:
        case 4:
        case 5:
            return sla::one_of(static_cast<attribute>(upto(sla::attribute_count - 1)),
                               some_names(3));
        case 6:
        case 7:
            return sla::all_of(some_parts(depth));
        case 8:
            return sla::any_of(some_parts(depth));
        default:
            return sla::unless(some_parts(depth));
        }
    }
    std::vector<condition> some_parts(int depth) {
        std::vector<condition> out;
        for (std::size_t parts = 1 + upto(2); parts > 0; --parts)
            out.push_back(some_condition(depth - 1));
        return out;
    }

    sla::instant some_instant() {
        return desk::at(static_cast<int>(upto(20)), std::chrono::hours{upto(23)});
    }

    sla::book_definition some_book(std::size_t policies, int depth) {
        sla::book_definition out{.calendars = {desk::office(), desk::office("Berlin", "Berlin")}};
        for (std::size_t p = 0; p < policies; ++p) {
            sla::policy_definition policy{
                .name = "policy " + std::to_string(p),
                .when = some_condition(depth),
                .targets = {{.metric = "first response", .rows = sla::always(1h)}}};
            if (upto(3) == 0)
                policy.effective_from = some_instant();
            if (upto(3) == 0)
                policy.effective_until = policy.effective_from == sla::first_instant
                                             ? some_instant()
                                             : policy.effective_from + 100h;
            if (upto(3) == 0)
                policy.role = sla::policy_role::fallback;
            out.policies.push_back(std::move(policy));
        }
        return out;
    }

    sla::ticket_attributes some_ticket(const sla::policy_book& book) {
        sla::ticket_attributes out;
        for (std::size_t a = 0; a < sla::attribute_count; ++a)
            out.values[a] = upto(4) == 0 ? static_cast<sla::value_id>(upto(1))
                                         : book.find_value(static_cast<attribute>(a), name());
        for (std::size_t tags = upto(2); tags > 0; --tags)
            out.add(book.find_tag(name()));
        return out;
    }

    /// How many of the tickets some policy took.
    std::size_t check(std::size_t policies, int depth, std::size_t tickets) {
        const sla::book_definition definition = some_book(policies, depth);
        const auto compiled = sla::compile(definition, desk::zones());
        const sla::policy_book& book = *compiled;
        const auto is_called_unreachable = [&](sla::policy_id p) {
            const std::string place = "policies[" + std::to_string(static_cast<unsigned>(p)) + "]";
            return std::any_of(
                compiled.issues().begin(), compiled.issues().end(), [&](const sla::issue& i) {
                    return (i.code == "policy.shadowed" && i.place == place) ||
                           (i.code == "policy.never_matches" && i.place == place + ".when");
                });
        };
        std::size_t taken = 0;
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < tickets; ++i) {
            const auto ticket = some_ticket(book);
            const sla::instant created = some_instant();
            const sla::instant at = upto(1) == 0 ? created : some_instant();
            const auto match = book.match(ticket, created, at);
            if (match != by_scan(book, definition, ticket, created, at))
                ++wrong;
            if (match && is_called_unreachable(*match))
                ++wrong;
            if (match)
                ++taken;
        }
        CHECK(wrong == 0);
        return taken;
    }
};

} // namespace

TEST_CASE("property: the index finds what a scan finds, in small books of every kind") {
    random_books books{std::mt19937{20'260'401}};
    std::size_t taken = 0;
    for (int round = 0; round < 300; ++round)
        taken += books.check(1 + books.upto(12), static_cast<int>(books.upto(3)), 100);
    CHECK(taken > 10'000);
    CHECK(taken < 29'000);
}

TEST_CASE("property: the index finds what a scan finds, in books of more than one line") {
    random_books books{std::mt19937{20'260'402}, 60};
    std::size_t taken = 0;
    for (const std::size_t policies : {511U, 512U, 513U, 1500U}) {
        taken += books.check(policies, 1, 500);
    }
    CHECK(taken > 100);
}

TEST_CASE("a ticket that needs a late policy finds it behind a thousand others") {
    sla::book_definition definition;
    for (int i = 0; i < 2000; ++i)
        definition.policies.push_back(
            {.name = std::to_string(i),
             .when = sla::all_of({sla::customer_is({"c" + std::to_string(i / 2)}),
                                  sla::tagged({i % 2 == 0 ? "even" : "odd"})}),
             .targets = {{.metric = "first response", .rows = sla::always(1h)}}});
    const auto book = sla::compile(definition, desk::zones()).value();
    constexpr std::array<std::string_view, 2> tags{"odd", "even"};
    const auto chosen = [&](std::string_view customer, std::size_t tag_count) {
        return book.match(
            book.attributes({.customer = customer, .tags = std::span{tags}.first(tag_count)}),
            desk::at(desk::monday, 9h));
    };
    CHECK(chosen("c999", 1) == sla::policy_id{1999});
    CHECK(chosen("c999", 2) == sla::policy_id{1998});
    CHECK(chosen("c0", 1) == sla::policy_id{1});
    CHECK_FALSE(chosen("c0", 0));
    CHECK_FALSE(chosen("c1000", 2));
    CHECK_FALSE(chosen("", 2));
}

TEST_CASE("an id that the book never gave out stands for something unknown") {
    auto definition = desk::promising("resolution", 1h);
    definition.policies.insert(
        definition.policies.begin(),
        {.name = "special",
         .when = sla::all_of({sla::tier_is({"gold"}), sla::unless({sla::channel_is({"phone"})})}),
         .targets = {{.metric = "resolution", .rows = sla::always(1h)}}});
    const auto book = sla::compile(definition, desk::zones()).value();
    sla::ticket_attributes ticket = book.attributes({.tier = "gold"});
    ticket.set(attribute::channel, static_cast<sla::value_id>(4'000'000'000));
    CHECK(book.match(ticket, desk::at(desk::monday, 9h)) == sla::policy_id{0});
    ticket.set(attribute::tier, static_cast<sla::value_id>(17));
    CHECK(book.match(ticket, desk::at(desk::monday, 9h)) == sla::policy_id{1});
}
