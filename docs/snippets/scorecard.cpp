// SPDX-License-Identifier: MIT
//
// The snippets of docs/scorecard.md.
#include <sla/scorecard.hpp>

#include <array>
#include <iostream>
#include <vector>

namespace {

using namespace sla::literals;

sla::scorecard_definition desk() {
    using enum sla::goal_direction;
    using enum sla::step_unit;
    return {.goals = {{.name = "first response, minutes",
                       .direction = lower_is_better,
                       .goal = 30,
                       .weight = 40,
                       .worse = {10, percent_of_goal, -1},
                       .better = {10, percent_of_goal, 1}},
                      {.name = "first-contact resolution, %",
                       .direction = higher_is_better,
                       .goal = 85,
                       .weight = 40,
                       .worse = {5, of_the_value, -2},
                       .better = {5, of_the_value, 2}},
                      {.name = "satisfaction",
                       .direction = higher_is_better,
                       .goal = 90,
                       .weight = 20,
                       .worse = {1, of_the_value, -0.5_decimal},
                       .better = {1, of_the_value, 0.5_decimal}}}};
}

void print(const sla::score& score) {
    for (const sla::score_line& line : score.lines)
        std::cout << line.goal << ": " << (line.value ? to_string(*line.value) : "no data")
                  << ", goal " << to_string(line.target) << ", steps " << to_string(line.steps)
                  << ", points " << to_string(line.points) << ", of weight "
                  << to_string(line.weight) << ": " << to_string(line.weighted) << '\n';
    std::cout << "total " << (score.total ? to_string(*score.total) : "none") << '\n';
}

} // namespace

int main() {
    const sla::scorecard card = sla::compile(desk()).value();
    const std::vector<sla::score_value> october{
        {"first response, minutes", sla::decimal{36}},
        {"first-contact resolution, %", sla::share{181, 201}},
        {"satisfaction", sla::decimal{88}},
    };
    print(card.score(october).value());

    sla::scorecard_definition strict = desk();
    strict.base = 100;
    for (const sla::missing_data treatment :
         {sla::missing_data::weight_redistributed, sla::missing_data::counts_as_met,
          sla::missing_data::counts_as_zero}) {
        strict.missing = treatment;
        std::cout << to_string(*sla::compile(strict)
                                    .value()
                                    .score(std::vector<sla::score_value>{
                                        {"first response, minutes", sla::decimal{36}},
                                        {"first-contact resolution, %", sla::share{170, 201}}})
                                    .value()
                                    .total)
                  << '\n';
    }
}
