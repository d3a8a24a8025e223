// SPDX-License-Identifier: MIT
//
// Room: json_document. The whole document: the book, and what is made of its verdicts.
//
// Beside calendars, metrics and policies (json.hpp) a document holds what a desk promises of many
// tickets at once and how it looks at them: objectives ("90 % of first responses within 1 h, per
// month"), goals ("first-contact resolution from 70 % to 85 % by the end of the year"), reports,
// scorecards and credits. Each of them is the definition that its own room has, with a name, and
// with zones by name until `compile` finds them.
//
//     "objectives": [{ "name": "Quick answers", "share": "90 %", "of": "first response",
//                      "within": "1 h", "per": "month", "zone": "Asia/Shanghai" }]
//
//     const sla::json_document document = sla::document_from_json(text).value();
//     const sla::compiled_document desk = sla::compile(document, sla::system_zones()).value();
//     sla::judge(desk.source.objectives[0].goal, {.all = 1000, .good = 930}).state;   // met
//
// The hard case is the name. An objective of a metric that the book does not have would never be
// missed, so every name is looked up: metrics and calendars in the book, values in its
// vocabularies, zones in the source of zones. All mistakes of all parts come at once.
#pragma once

#include <sla/abandoned_calls.hpp>
#include <sla/credit.hpp>
#include <sla/detail/export.hpp>
#include <sla/json.hpp>
#include <sla/objective.hpp>
#include <sla/policy.hpp>
#include <sla/policy_definition.hpp>
#include <sla/report.hpp>
#include <sla/report_definition.hpp>
#include <sla/result.hpp>
#include <sla/scorecard.hpp>
#include <sla/share.hpp>
#include <sla/target.hpp>
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

/// A promise of many tickets: this share of them in time. `judge` (objective.hpp) says how it
/// stands.
struct objective_definition {
    std::string name; ///< Unique among the objectives.
    share goal{};     ///< Of 0 to 1.
    std::string metric;
    std::vector<attribute_match> match{}; ///< Which tickets; empty: all of them.
    /// In time is a length at or below this; absent: in time is what its own target says.
    std::optional<elapsed> within{};
    /// Each of these by itself: a day, week, month, quarter or year. Absent: all tickets together.
    std::optional<calendar_unit> per{};
    std::string zone{};                         ///< Whose dates `per` goes by.
    open_clocks open = open_clocks::excluded;   ///< Where `within` is absent.
    std::optional<abandoned_calls> abandoned{}; ///< Of calls, where `within` is there.

    friend bool operator==(const objective_definition&, const objective_definition&) = default;
};

/// In what a goal is told, and what the integers of its path are.
enum class goal_unit : std::uint8_t {
    share,  ///< Millionths: "85 %" is 850,000.
    time,   ///< Milliseconds.
    number, ///< As it is: points of a survey.
};

/// A figure that is to get somewhere by a date. `progress_on` (objective.hpp) says how it stands.
struct goal_definition {
    std::string name; ///< Unique among the goals: "first-contact resolution".
    goal_unit unit = goal_unit::number;
    goal_path path{};

    friend bool operator==(const goal_definition&, const goal_definition&) = default;
};

/// A `calendar_grouping` whose zone is a name.
struct named_grouping {
    calendar_unit unit = calendar_unit::month;
    std::string zone;
    std::chrono::year_month_day from{}; ///< Inclusive.
    std::chrono::year_month_day end{};  ///< Exclusive.
    std::chrono::weekday week_begins = std::chrono::Monday;

    friend bool operator==(const named_grouping&, const named_grouping&) = default;
};

/// A `report_dimension` by names: of periods, of these values, or, without either, of the values
/// that the book's vocabulary has for the attribute of this name.
struct named_dimension {
    std::string name;
    std::vector<std::string> values{};
    std::optional<named_grouping> periods{};

    friend bool operator==(const named_dimension&, const named_dimension&) = default;
};

/// A `report_definition` by names.
struct named_report {
    std::string name; ///< Unique among the reports.
    std::vector<named_dimension> dimensions{};
    std::vector<report_metric> metrics{}; ///< Each of them a metric of the book.
    std::uint32_t exact_values = report_definition{}.exact_values;
    std::uint8_t precision_bits = report_definition{}.precision_bits;

    friend SLA_API bool operator==(const named_report& a, const named_report& b);
};

struct named_scorecard {
    std::string name; ///< Unique among the scorecards.
    scorecard_definition definition{};

    friend bool operator==(const named_scorecard&, const named_scorecard&) = default;
};

/// Everything that a document holds.
struct json_document {
    book_definition book{};
    std::vector<named_report> reports{};
    std::vector<objective_definition> objectives{};
    std::vector<goal_definition> goals{};
    std::vector<named_scorecard> scorecards{};
    std::optional<credit_definition> credits{};

    friend bool operator==(const json_document&, const json_document&) = default;
};

/// A document, checked and compiled. Copies of its parts share what is in them.
struct compiled_document {
    json_document source; ///< With the objectives and goals, which are used as they are.
    policy_book book;
    std::vector<report_plan> reports;  ///< In the order of `source.reports`.
    std::vector<scorecard> scorecards; ///< In the order of `source.scorecards`.
    std::optional<credit_scheme> credits;
};

/// What `book_from_json` reads, and the rest of the document. Same issues, same complexity.
[[nodiscard]] SLA_API result<json_document> document_from_json(std::string_view text,
                                                               const json_limits& limits = {});

/// The document, as `to_json` of a book writes it: `document_from_json(*to_json(d)) == d`.
///
/// Issues: `json.cannot_say`; beside those of a book a share that is no percentage of nine digits
/// after the point (a third), a date that does not exist, an objective whose members exclude each
/// other.
[[nodiscard]] SLA_API result<std::string> to_json(const json_document& document);

/// Checks all of a document and compiles its parts.
///
/// Issues: those of `compile` for a book, a report ("reports[0].dimensions[1]"), a scorecard
/// ("scorecards[0].goals[2].weight") and credits ("credits.agreements[0]"), and of the names and
/// dates that hold them together: `json.name_missing`, `json.name_twice`, `json.unknown_metric`,
/// `json.unknown_value`, `json.vocabulary_missing` (of a dimension without values),
/// `json.goal_out_of_range`, `json.dates_reversed`, `json.too_many_periods`, and `zone....` of
/// `zones`.
[[nodiscard]] SLA_API result<compiled_document>
compile(const json_document& document, const zone_source& zones, calendar_options options = {});

/// `compile(document_from_json(text))`, where all issues name places in the document.
[[nodiscard]] SLA_API result<compiled_document>
compile_json_document(std::string_view text, const zone_source& zones,
                      calendar_options options = {}, const json_limits& limits = {});

} // namespace sla::inline v1
