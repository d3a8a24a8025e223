// SPDX-License-Identifier: MIT
//
// Which policy matched, and why the others did not.
#include "policy_desk.hpp"
#include <sla/explain.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using desk::at;
using desk::monday;
using sla::policy_role;
using sla::trial_outcome;

namespace {

const sla::instant nine = at(monday, 9h);

sla::policy_definition policy(std::string name, sla::condition when,
                              policy_role role = policy_role::normal) {
    return {.name = std::move(name),
            .when = std::move(when),
            .role = role,
            .calendar = "Office",
            .targets = {{.metric = "resolution", .rows = sla::always(24h)}}};
}

sla::policy_book compiled(std::vector<sla::policy_definition> policies,
                          sla::policy_choice choose = sla::policy_choice::first_match) {
    return sla::compile(
               {.calendars = {desk::office()}, .policies = std::move(policies), .choose = choose},
               desk::zones())
        .value();
}

std::vector<trial_outcome> outcomes(const sla::policy_book& book, const sla::ticket_names& ticket,
                                    sla::instant in_force = nine) {
    std::vector<trial_outcome> out;
    for (const sla::policy_trial& t : sla::trials(book, book.attributes(ticket), nine, in_force))
        out.push_back(t.outcome);
    return out;
}

/// The part that fails of the only policy.
std::string failed(sla::condition when, const sla::ticket_names& ticket) {
    const sla::policy_book book = compiled({policy("One", std::move(when))});
    const auto trials = sla::trials(book, book.attributes(ticket), nine, nine);
    CHECK(trials[0].outcome == trial_outcome::condition_fails);
    return trials[0].failed;
}

} // namespace

TEST_CASE("the first policy that matches is the ticket's") {
    const sla::policy_book book =
        compiled({policy("Gold", sla::tier_is({"gold"})), policy("Chat", sla::channel_is({"chat"})),
                  policy("All", {})});
    using enum trial_outcome;
    CHECK(outcomes(book, {.channel = "chat"}) ==
          std::vector{condition_fails, matched, another_first});
    CHECK(outcomes(book, {.channel = "chat", .tier = "gold"}) ==
          std::vector{matched, another_first, another_first});
    CHECK(outcomes(book, {}) == std::vector{condition_fails, condition_fails, matched});
    const auto trials = sla::trials(book, book.attributes({}), nine, nine);
    CHECK(book.name(trials[1].policy) == "Chat");
    CHECK(trials[1].failed == "when");
    CHECK(trials[2].failed.empty());
}

TEST_CASE("where all count, all that match are the ticket's") {
    using enum trial_outcome;
    for (const auto choose : {sla::policy_choice::all_matching, sla::policy_choice::strictest}) {
        const sla::policy_book book =
            compiled({policy("Gold", sla::tier_is({"gold"})),
                      policy("Chat", sla::channel_is({"chat"})), policy("All", {})},
                     choose);
        CHECK(outcomes(book, {.channel = "chat"}) ==
              std::vector{condition_fails, matched, matched});
    }
}

TEST_CASE("a fallback stands back wherever it stands") {
    using enum trial_outcome;
    for (const auto choose : {sla::policy_choice::first_match, sla::policy_choice::all_matching}) {
        const sla::policy_book book = compiled(
            {policy("Otherwise", {}, policy_role::fallback), policy("Gold", sla::tier_is({"gold"})),
             policy("Gold only", sla::tier_is({"gold"}), policy_role::fallback)},
            choose);
        CHECK(outcomes(book, {.tier = "gold"}) == std::vector{stands_back, matched, stands_back});
        CHECK(outcomes(book, {}) == std::vector{matched, condition_fails, condition_fails});
    }
}

TEST_CASE("of two versions the one in force matches") {
    using enum trial_outcome;
    sla::policy_definition old = policy("Gold", {});
    sla::policy_definition young = old;
    old.effective_until = young.effective_from = at(monday, 12h);
    const sla::policy_book book = compiled({old, young, policy("Rest", {}, policy_role::fallback)});
    CHECK(outcomes(book, {}, nine) == std::vector{matched, not_in_force, stands_back});
    CHECK(outcomes(book, {}, at(monday, 12h)) == std::vector{not_in_force, matched, stands_back});
}

TEST_CASE("the part of a condition that fails has a path") {
    const sla::condition gold = sla::tier_is({"gold"});
    const sla::condition chat = sla::channel_is({"chat"});
    const sla::condition p1 = sla::priority_is({"P1"});
    CHECK(failed(gold, {}) == "when");
    // The first part that does not hold.
    CHECK(failed(sla::all_of({gold, chat, p1}), {.tier = "gold"}) == "when.parts[1]");
    CHECK(failed(sla::all_of({gold, sla::all_of({chat, p1})}),
                 {.priority = "P2", .channel = "chat", .tier = "gold"}) ==
          "when.parts[1].parts[1]");
    // None of several alternatives is to blame alone.
    CHECK(failed(sla::any_of({gold, chat}), {}) == "when");
    CHECK(failed(sla::all_of({p1, sla::any_of({gold, chat})}), {.priority = "P1"}) ==
          "when.parts[1]");
    // What must not hold, and does.
    CHECK(failed(sla::unless({gold, chat}), {.channel = "chat"}) == "when.parts[1]");
    CHECK(failed(sla::all_of({p1, sla::unless({sla::all_of({gold, chat})})}),
                 {.priority = "P1", .channel = "chat", .tier = "gold"}) ==
          "when.parts[1].parts[0]");
}

TEST_CASE("a policy for tickets of the night names the hours of the creation") {
    const sla::policy_book book =
        compiled({policy("By day", sla::created_while_open({"Office"})), policy("By night", {})});
    using enum trial_outcome;
    const auto of = [&](sla::instant created) {
        const auto trials = sla::trials(book, book.attributes({}), created, created);
        return std::vector{trials[0].outcome, trials[1].outcome};
    };
    CHECK(of(nine) == std::vector{matched, another_first});
    CHECK(of(nine - 1ms) == std::vector{condition_fails, matched});
}
