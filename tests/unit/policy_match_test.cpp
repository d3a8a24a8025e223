// SPDX-License-Identifier: MIT
#include "policy_desk.hpp"
#include <sla/policy.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace std::chrono_literals;
using sla::attribute;
using sla::condition;
using sla::value_id;

namespace {

/// Whether a policy with that condition takes the ticket.
bool takes(const condition& when, const sla::ticket_names& ticket) {
    sla::book_definition definition;
    definition.policies = {{.name = "P",
                            .when = when,
                            .targets = {{.metric = "first response", .rows = sla::always(1h)}}}};
    const auto book = sla::compile(definition, desk::zones()).value();
    return book.match(book.attributes(ticket), desk::at(desk::monday, 9h)).has_value();
}

} // namespace

TEST_CASE("a condition asks for one of some values") {
    const auto when = sla::priority_is({"P0", "P1"});
    CHECK(takes(when, {.priority = "P0"}));
    CHECK(takes(when, {.priority = "P1"}));
    CHECK_FALSE(takes(when, {.priority = "P2"}));
    CHECK_FALSE(takes(when, {.priority = "p0"}));
    CHECK_FALSE(takes(when, {}));
    CHECK_FALSE(takes(when, {.channel = "P0"}));
}

TEST_CASE("every attribute can be asked for") {
    CHECK(takes(sla::channel_is({"x"}), {.channel = "x"}));
    CHECK(takes(sla::tier_is({"x"}), {.tier = "x"}));
    CHECK(takes(sla::category_is({"x"}), {.category = "x"}));
    CHECK(takes(sla::group_is({"x"}), {.group = "x"}));
    CHECK(takes(sla::customer_is({"x"}), {.customer = "x"}));
    CHECK_FALSE(takes(sla::customer_is({"x"}), {.group = "x"}));
}

TEST_CASE("a ticket has any number of tags and one of those asked for is enough") {
    const std::array<std::string_view, 2> tags{"vip", "never heard of"};
    CHECK(takes(sla::tagged({"beta", "vip"}), {.tags = tags}));
    CHECK_FALSE(takes(sla::tagged({"beta"}), {.tags = tags}));
    CHECK_FALSE(takes(sla::tagged({"vip"}), {}));
}

TEST_CASE("all, any and none combine conditions") {
    const auto p0 = sla::priority_is({"P0"});
    const auto mail = sla::channel_is({"mail"});
    CHECK(takes(sla::all_of({p0, mail}), {.priority = "P0", .channel = "mail"}));
    CHECK_FALSE(takes(sla::all_of({p0, mail}), {.priority = "P0"}));
    CHECK(takes(sla::any_of({p0, mail}), {.channel = "mail"}));
    CHECK_FALSE(takes(sla::any_of({p0, mail}), {.priority = "P1"}));
    CHECK(takes(sla::unless({p0, mail}), {.priority = "P1"}));
    CHECK_FALSE(takes(sla::unless({p0, mail}), {.channel = "mail"}));
    CHECK(takes(sla::all_of({p0, sla::unless({sla::any_of({mail, sla::tagged({"spam"})})})}),
                {.priority = "P0", .channel = "phone"}));
}

TEST_CASE("a name that the book never mentions matches what does not ask for it") {
    CHECK(takes(sla::unless({sla::channel_is({"mail"})}), {.channel = "fax"}));
    CHECK(takes({}, {.channel = "fax"}));
    CHECK_FALSE(takes(sla::channel_is({"mail"}), {.channel = "fax"}));
}

TEST_CASE("a long list of values is searched as well as a short one") {
    std::vector<std::string> customers;
    for (int i = 0; i < 100; ++i)
        customers.push_back("customer " + std::to_string(i));
    CHECK(takes(sla::customer_is(customers), {.customer = "customer 0"}));
    CHECK(takes(sla::customer_is(customers), {.customer = "customer 99"}));
    CHECK_FALSE(takes(sla::customer_is(customers), {.customer = "customer 100"}));
    CHECK_FALSE(takes(sla::customer_is(customers), {}));
}

TEST_CASE("the first policy that matches holds") {
    sla::book_definition definition;
    const std::vector<sla::target_definition> targets{
        {.metric = "first response", .rows = sla::always(1h)}};
    definition.policies = {
        {.name = "Gold by phone",
         .when = sla::all_of({sla::tier_is({"gold"}), sla::channel_is({"phone"})}),
         .targets = targets},
        {.name = "Gold", .when = sla::tier_is({"gold"}), .targets = targets},
        {.name = "Rest", .targets = targets}};
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto chosen = [&](const sla::ticket_names& names) {
        return book.name(*book.match(book.attributes(names), desk::at(desk::monday, 9h)));
    };
    CHECK(chosen({.channel = "phone", .tier = "gold"}) == "Gold by phone");
    CHECK(chosen({.channel = "mail", .tier = "gold"}) == "Gold");
    CHECK(chosen({.channel = "phone"}) == "Rest");
}

TEST_CASE("names become ids and what is not there is told apart from what is unknown") {
    auto definition = desk::promising("resolution", 1h);
    definition.policies[0].when = sla::any_of({sla::priority_is({"P0", "P1"}), condition{}});
    definition.metrics.push_back({.name = "call back",
                                  .start = {sla::on_custom("call ended")},
                                  .stop = {sla::on_status("done")}});
    const auto book = sla::compile(definition, desk::zones()).value();

    CHECK(book.find_value(attribute::priority, "") == value_id::none);
    CHECK(book.find_value(attribute::priority, "P7") == value_id::other);
    CHECK(book.find_value(attribute::channel, "P0") == value_id::other);
    const value_id p0 = book.find_value(attribute::priority, "P0");
    const value_id p1 = book.find_value(attribute::priority, "P1");
    CHECK(p0 != p1);
    CHECK(p0 > value_id::other);

    sla::ticket_attributes by_hand;
    by_hand.set(attribute::priority, p0);
    CHECK(by_hand.get(attribute::priority) == p0);
    CHECK(by_hand == book.attributes({.priority = "P0"}));

    CHECK(book.find_event_name("") == sla::event_name::none);
    CHECK(book.find_event_name("call began") == sla::event_name::other);
    CHECK(book.find_event_name("call ended") != book.find_event_name("done"));

    CHECK(book.find_metric("call back") == sla::metric_id{9});
    CHECK(book.name(*book.find_metric("call back")) == "call back");
    CHECK_FALSE(book.find_metric("call"));
    CHECK(book.find_policy("Everybody") == sla::policy_id{0});
    CHECK_FALSE(book.find_policy("Nobody"));
    CHECK(book.find_calendar("Office")->name() == "Office");
    CHECK(book.find_calendar("Shop") == nullptr);
}

TEST_CASE("names outside of a declared vocabulary are told") {
    auto definition = desk::promising("resolution", 1h);
    definition.vocabularies = {{attribute::priority, {"urgent", "high"}},
                               {attribute::channel, {"phone"}}};
    const auto book = sla::compile(definition, desk::zones()).value();
    CHECK(book.undeclared({.priority = "high", .tier = "anything"}).empty());
    const auto issues = book.undeclared({.priority = "urgend", .channel = "fax"});
    CHECK(desk::summary(issues) == std::vector<std::string>{"ticket.undeclared_value at priority",
                                                            "ticket.undeclared_value at channel"});
    CHECK(issues[0].saw == "\"urgend\"");
    CHECK(issues[0].hint == "did you mean \"urgent\"?");
}

TEST_CASE("a book is copied for the price of a pointer and outlives its original") {
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<sla::policy_book>);
    STATIC_CHECK(std::is_nothrow_copy_assignable_v<sla::policy_book>);
    STATIC_CHECK(sizeof(sla::policy_book) == 2 * sizeof(void*));
    auto book = sla::compile(desk::promising("resolution", 1h), desk::zones()).value();
    const sla::calendar* const hours = book.find_calendar("Office");
    const sla::policy_book copy = book;
    book = sla::compile(desk::promising("repair", 1h), desk::zones()).value();
    CHECK(copy.find_calendar("Office") == hours);
    CHECK(&copy.data() != &book.data());
}

TEST_CASE("queries promise not to throw") {
    const auto book = sla::compile(desk::promising("resolution", 1h), desk::zones()).value();
    constexpr sla::instant created{};
    STATIC_CHECK(noexcept(book.match({}, created)));
    STATIC_CHECK(noexcept(book.match({}, created, created)));
    STATIC_CHECK(noexcept(book.holds({}, {}, created)));
    STATIC_CHECK(noexcept(book.attributes({})));
    STATIC_CHECK(noexcept(book.find_value(attribute::priority, "")));
    STATIC_CHECK(noexcept(book.find_event_name("")));
    STATIC_CHECK(noexcept(book.find_metric("")));
    CHECK(book.match({}, desk::at(desk::monday, 9h)) == sla::policy_id{0});
}
