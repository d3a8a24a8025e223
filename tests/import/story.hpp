// SPDX-License-Identifier: MIT
//
// Tickets told in a few words, judged by an imported book.
#pragma once

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/import.hpp>
#include <sla/load.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace story {

using namespace std::chrono_literals;

/// Monday 1 June 2026, 00:00 UTC.
inline constexpr sla::instant monday =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::June / 1};
inline constexpr auto day = 24h;

inline sla::imported_book import_of(sla::result<sla::imported_book> imported) {
    INFO(sla::describe(imported.issues()));
    REQUIRE(imported.has_value());
    return *std::move(imported);
}

inline sla::policy_book compiled(const sla::book_definition& book) {
    auto made = sla::compile(book, sla::system_zones());
    INFO(sla::describe(made.issues()));
    REQUIRE(made.has_value());
    return *std::move(made);
}

/// The events of one ticket, told with the names of a book.
class ticket {
public:
    ticket(const sla::policy_book& book, const sla::ticket_names& names)
        : book_{book}, names_{book.attributes(names)} {}

    ticket& created(sla::instant at, sla::actor by = sla::actor::customer) {
        events_.push_back(sla::event::created(at, by));
        return *this;
    }
    ticket& agent(sla::instant at) {
        events_.push_back(sla::event::message(at, sla::actor::agent));
        return *this;
    }
    ticket& customer(sla::instant at) {
        events_.push_back(sla::event::message(at, sla::actor::customer));
        return *this;
    }
    ticket& note(sla::instant at) {
        events_.push_back(sla::event::note(at));
        return *this;
    }
    ticket& status(sla::instant at, std::string_view name) {
        events_.push_back(sla::event::status(at, book_.find_event_name(name)));
        return *this;
    }
    ticket& of(sla::instant at, sla::event_kind kind) {
        events_.push_back(sla::event::of(at, kind));
        return *this;
    }
    ticket& group(sla::instant at, std::string_view value) {
        events_.push_back(sla::event::changed(at, sla::attribute::group,
                                              book_.find_value(sla::attribute::group, value)));
        return *this;
    }
    ticket& priority(sla::instant at, std::string_view value) {
        events_.push_back(sla::event::changed(at, sla::attribute::priority,
                                              book_.find_value(sla::attribute::priority, value)));
        return *this;
    }

    [[nodiscard]] sla::verdict judged(std::string_view metric, sla::instant now) const {
        const sla::timeline line = sla::timeline::over(names_, events_).value();
        const sla::evaluation all = sla::evaluate(book_, line, now);
        const sla::verdict* found = nullptr;
        for (const sla::verdict& v : all)
            if (book_.name(v.metric) == metric && v.limit)
                found = &v;
        INFO(metric);
        REQUIRE(found != nullptr);
        return *found;
    }
    [[nodiscard]] bool promised(std::string_view metric, sla::instant now) const {
        const sla::timeline line = sla::timeline::over(names_, events_).value();
        for (const sla::verdict& v : sla::evaluate(book_, line, now))
            if (book_.name(v.metric) == metric && v.limit)
                return true;
        return false;
    }
    /// The verdict of one cycle, counted from 0.
    [[nodiscard]] sla::verdict cycle(std::string_view metric, std::uint32_t n,
                                     sla::instant now) const {
        const sla::timeline line = sla::timeline::over(names_, events_).value();
        for (const sla::verdict& v : sla::all_cycles(book_, line, now))
            if (book_.name(v.metric) == metric && v.cycle == n && v.limit)
                return v;
        FAIL("no cycle " << n << " of " << metric);
        return {};
    }

private:
    const sla::policy_book& book_;
    sla::ticket_attributes names_;
    std::vector<sla::event> events_;
};

} // namespace story
