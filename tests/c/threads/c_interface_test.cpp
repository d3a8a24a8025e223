// SPDX-License-Identifier: MIT
//
// Books, tickets and plans of the C interface are used by several threads at once. Part of the
// suite `threads`, which runs under the thread sanitizer.

#include "../columns.hpp"
#include "../desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

using desk::friday;
using desk::hour;
using desk::owned;

TEST_CASE("Threads share a book, a ticket and a plan of C", "[c][threads]") {
    auto book = desk::load();
    REQUIRE(book != nullptr);
    const sla_attributes known = desk::attributes(book.get(), "P2", "gold");
    const std::array events{desk::event(friday + hour, SLA_CREATED),
                            desk::event(friday + 3 * hour, SLA_MESSAGE)};
    sla_ticket* made = nullptr;
    REQUIRE(sla_ticket_create(book.get(), &known, events.data(), events.size(), sizeof(sla_event),
                              &made, nullptr) == SLA_OK);
    const owned<sla_ticket> ticket{made};
    sla_table_layout layout{};
    layout.size = sizeof layout;
    layout.created = "created";
    sla_table_plan* planned = nullptr;
    REQUIRE(sla_table_plan_create(book.get(), &layout, &planned, nullptr) == SLA_OK);
    const owned<sla_table_plan> plan{planned};

    const auto work = [&](sla_book* mine) {
        std::string out;
        for (std::int64_t i = 0; i < 20; ++i) {
            char* text = nullptr;
            sla_explain_json(made, friday + i * hour, &text, nullptr, nullptr);
            out += owned<char>{text}.get();
            std::array<sla_verdict, 2> verdicts{};
            std::size_t count = 0;
            sla_evaluate(made, friday + i * hour, verdicts.data(), sizeof(sla_verdict), 2, &count,
                         nullptr);
            out += std::to_string(verdicts[1].deadline_ms) + std::to_string(count);
            out += sla_book_metric_name(mine, 1);

            columns::table t{2};
            t.add("created", "tsm:").numbers<std::int64_t>({friday, friday + i * hour});
            columns::result result;
            sla_table_evaluate(planned, t.schema(), t.array(), friday + 30 * hour, &result.schema,
                               &result.array, nullptr, nullptr);
            out += std::to_string(*result.words("resolution.deadline")[1]);

            sla_error* error = nullptr;
            sla_book* none = nullptr;
            sla_book_load("{", 1, nullptr, &none, &error);
            out += sla_error_json(error);
            sla_error_free(error);
        }
        sla_book_free(mine);
        return out;
    };
    std::array<std::string, 4> answers;
    std::vector<std::thread> threads;
    for (std::string& answer : answers)
        threads.emplace_back(
            [&answer, &work, mine = sla_book_retain(book.get())] { answer = work(mine); });
    book.reset(); // the threads' own hold it
    for (std::thread& t : threads)
        t.join();
    CHECK_FALSE(answers[0].empty());
    for (const std::string& answer : answers)
        CHECK(answer == answers[0]);
}
