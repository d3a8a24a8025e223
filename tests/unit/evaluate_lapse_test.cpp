// SPDX-License-Identifier: MIT
//
// What a clock keeps while no policy promises anything for it, and while it is stopped. All of it
// was found by the fuzz target.
#include "policy_desk.hpp"
#include <sla/evaluate.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;
using sla::clock_state;
using sla::event;

namespace {

const sla::instant nine = desk::at(desk::monday, 9h);

/// Four working hours for tickets tagged "vip", warned at half of them; "escalated" counts anew.
sla::book_definition for_vips(sla::breach_mode breach) {
    sla::metric_definition metric = sla::resolution(sla::reopen_mode::resume_without_gap);
    metric.reset = {sla::on_custom("escalated")};
    auto out = desk::promising({{.metric = metric.name,
                                 .rows = sla::always(sla::working{4h}),
                                 .steps = {{"warn", sla::percent_used{50}}},
                                 .options = {.breach = breach, .start_hours = "Office"}}});
    out.metrics = {metric};
    out.policies.front().when = sla::tagged({"vip"});
    return out;
}

sla::ticket_attributes vip_ticket(const sla::policy_book& book) {
    const std::vector<std::string_view> tags{"vip"};
    return book.attributes({.tags = tags});
}

} // namespace

TEST_CASE("a step that was reached stays so when counting begins anew while nothing is promised") {
    for (const auto breach : {sla::breach_mode::sticky, sla::breach_mode::recomputed}) {
        const auto book = sla::compile(for_vips(breach), desk::zones()).value();
        const sla::tag_id vip = book.find_tag("vip");
        const sla::event_name escalated = book.find_event_name("escalated");
        const std::vector<event> in_hours{
            event::created(nine), event::tag_removed(nine + 150min, vip),
            event::custom(nine + 3h, escalated), event::tag_added(nine + 200min, vip)};
        // The clock waits for the next morning when nothing is promised any more.
        const std::vector<event> after_hours{
            event::created(nine), event::custom(nine + 10h, escalated),
            event::tag_removed(nine + 11h, vip), event::tag_added(nine + 12h, vip)};
        const bool keeps = breach == sla::breach_mode::sticky;
        const auto first_warned = [&](const std::vector<event>& events) {
            const auto ticket = sla::timeline::of(vip_ticket(book), events).value();
            return sla::evaluate(book, ticket, nine + 13h).begin()->steps[0];
        };
        CHECK(first_warned(in_hours) == (keeps ? nine + 2h : nine + 5h));
        CHECK(first_warned(after_hours) == (keeps ? nine + 2h : sla::never));
    }
}

namespace {

/// Two versions of the policy, the second from 11 on; a new one holds from the next event on.
sla::policy_book two_versions(sla::reopen_mode on_reopen) {
    auto definition = for_vips(sla::breach_mode::sticky);
    definition.metrics.front().on_reopen = on_reopen;
    definition.versions = sla::version_choice::at_each_event;
    definition.policies.push_back(definition.policies.front());
    definition.policies[0].effective_until = nine + 2h;
    definition.policies[1].effective_from = nine + 2h;
    return sla::compile(definition, desk::zones()).value();
}

} // namespace

TEST_CASE("a clock that is reopened belongs to the version of the policy that holds by then") {
    const auto book = two_versions(sla::reopen_mode::resume_without_gap);
    const std::vector<event> events{event::created(nine),
                                    event::of(nine + 1h, sla::event_kind::resolved),
                                    event::of(nine + 3h, sla::event_kind::reopened),
                                    event::tag_removed(nine + 4h, book.find_tag("vip"))};
    const auto ticket = sla::timeline::of(vip_ticket(book), events).value();
    const auto v = *sla::evaluate(book, ticket, nine + 5h).begin();
    CHECK(v.state == clock_state::not_applicable);
    CHECK(v.policy == sla::policy_id{1});
}

TEST_CASE("a cycle without a promise belongs to the policy that promised something last") {
    const auto book = two_versions(sla::reopen_mode::new_cycle);
    const std::vector<event> events{event::created(nine),
                                    event::of(nine + 1h, sla::event_kind::resolved),
                                    event::note(nine + 3h), // promised again, with no clock to run
                                    event::tag_removed(nine + 4h, book.find_tag("vip")),
                                    event::of(nine + 5h, sla::event_kind::reopened)};
    const auto ticket = sla::timeline::of(vip_ticket(book), events).value();
    const auto cycles = sla::all_cycles(book, ticket, nine + 6h);
    REQUIRE(cycles.size() == 2);
    CHECK(cycles[0].policy == sla::policy_id{0});
    CHECK(cycles[1].state == clock_state::not_applicable);
    CHECK(cycles[1].policy == sla::policy_id{1});
}
