// SPDX-License-Identifier: MIT
//
// A document compiled: its parts by their own rooms, and the names that hold them together.

#include "document_words.hpp"
#include "forms.hpp"
#include <sla/detail/policy_text.hpp>
#include <sla/detail/zone_text.hpp>
#include <sla/json_document.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace {

namespace json = detail::json;
using namespace std::chrono;

std::string entry(std::string_view list, std::size_t n) {
    return std::string{list} + "[" + std::to_string(n) + "]";
}

/// Names that are looked up, however many there are of either.
struct known_names {
    std::vector<std::string> list{};
    std::set<std::string_view> set{}; ///< Of those in the list.

    explicit known_names(std::vector<std::string> names) : list{std::move(names)} {
        set.insert(list.begin(), list.end());
    }
    [[nodiscard]] bool has(std::string_view name) const { return set.contains(name); }
    /// Comparing with all of very many would cost more than a hint is worth.
    [[nodiscard]] std::string hint(std::string_view name, std::size_t issues) const {
        constexpr std::size_t most_names = 1000;
        constexpr std::size_t most_issues = 100;
        return list.size() > most_names || issues > most_issues ? std::string{}
                                                                : detail::did_you_mean(name, list);
    }
};

std::vector<std::string> metric_names(const book_definition& book) {
    std::vector<std::string> out;
    for (const metric_definition& m : book.metrics)
        out.push_back(m.name);
    return out;
}

/// How many spans a plan keeps of these periods, at most. Units of hours have one for each hour.
std::int64_t spans_of(const named_grouping& periods) {
    const auto dates = (sys_days{periods.end} - sys_days{periods.from}).count();
    const bool hours =
        periods.unit == calendar_unit::hour_of_day || periods.unit == calendar_unit::hour_of_week;
    return std::int64_t{dates} * (hours ? 24 : 1);
}

/// Of all reports together; a document from a stranger shall not cost more.
constexpr std::int64_t most_spans = std::int64_t{1} << 22U;

class document_compiler {
public:
    document_compiler(const json_document& document, const zone_source& zones)
        : document_{document}, zones_{zones}, metrics_{metric_names(document.book)} {
        for (const vocabulary& v : document.book.vocabularies)
            vocabularies_.try_emplace(v.which, v.values);
    }

    result<compiled_document> run(calendar_options options) {
        result<policy_book> book = compile(document_.book, zones_, options);
        append(issues_, book.issues());
        check_names("reports", document_.reports);
        check_names("objectives", document_.objectives);
        check_names("goals", document_.goals);
        check_names("scorecards", document_.scorecards);
        std::vector<report_plan> reports;
        for (std::size_t i = 0; i < document_.reports.size(); ++i)
            if (auto plan = report(document_.reports[i], entry("reports", i)))
                reports.push_back(*std::move(plan));
        for (std::size_t i = 0; i < document_.objectives.size(); ++i)
            check(document_.objectives[i], entry("objectives", i));
        for (std::size_t i = 0; i < document_.goals.size(); ++i)
            check(document_.goals[i], entry("goals", i));
        std::vector<scorecard> cards;
        for (std::size_t i = 0; i < document_.scorecards.size(); ++i)
            if (auto card =
                    kept(compile(document_.scorecards[i].definition), entry("scorecards", i) + "."))
                cards.push_back(*std::move(card));
        std::optional<credit_scheme> credits;
        if (document_.credits)
            credits = kept(compile(*document_.credits), "credits.");
        if (!book || has_errors(issues_))
            return std::move(issues_);
        return {compiled_document{.source = document_,
                                  .book = *std::move(book),
                                  .reports = std::move(reports),
                                  .scorecards = std::move(cards),
                                  .credits = std::move(credits)},
                std::move(issues_)};
    }

private:
    void complain(const char* code, std::string place, std::string message, std::string expected,
                  std::string saw, std::string hint = {}) {
        issues_.push_back({.code = code,
                           .place = std::move(place),
                           .message = std::move(message),
                           .expected = std::move(expected),
                           .saw = std::move(saw),
                           .hint = std::move(hint)});
    }

    template <class T>
    std::optional<T> kept(result<T> made, std::string_view prefix) {
        append(issues_, made.issues(), prefix);
        if (!made)
            return {};
        return *std::move(made);
    }

    std::optional<zone> zone_at(const std::string& name, const std::string& place) {
        result<zone> found = zones_(name);
        for (issue i : found.issues()) {
            i.place = i.place.empty() ? place : place + ": " + i.place;
            issues_.push_back(std::move(i));
        }
        if (!found)
            return {};
        return *std::move(found);
    }

    template <class T>
    void check_names(std::string_view list, const std::vector<T>& of) {
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < of.size(); ++i) {
            const std::string place = entry(list, i) + ".name";
            if (of[i].name.empty())
                complain("json.name_missing", place, "this has no name", "a name", "\"\"");
            else if (!seen.insert(of[i].name).second)
                complain("json.name_twice", place, "another one has this name", "a name of its own",
                         detail::quoted(of[i].name, 64));
        }
    }

    void check_metric(const std::string& name, const std::string& place) {
        if (!metrics_.has(name))
            complain("json.unknown_metric", place, "the book has no such metric",
                     "a metric of the book", detail::quoted(name, 64),
                     metrics_.hint(name, issues_.size()));
    }

    [[nodiscard]] const known_names* vocabulary_of(attribute which) const {
        const auto found = vocabularies_.find(which);
        return found == vocabularies_.end() ? nullptr : &found->second;
    }

    // -- reports ---------------------------------------------------------------------------------

    std::vector<std::string> declared(const std::string& name, const std::string& place) {
        for (const json::word<attribute>& w : json::attribute_words)
            if (w.text == name)
                if (const known_names* values = vocabulary_of(w.value))
                    return values->list;
        complain("json.vocabulary_missing", place, "there are no values to divide by",
                 "an attribute whose values are declared", detail::quoted(name, 64),
                 R"(declare them in "vocabularies", or name them as "values")");
        return {};
    }

    std::optional<report_plan> report(const named_report& from, const std::string& place) {
        const std::size_t before = issues_.size();
        report_definition out{.metrics = from.metrics,
                              .exact_values = from.exact_values,
                              .precision_bits = from.precision_bits};
        for (std::size_t i = 0; i < from.metrics.size(); ++i)
            check_metric(from.metrics[i].name, place + "." + entry("metrics", i) + ".name");
        for (std::size_t i = 0; i < from.dimensions.size(); ++i) {
            const named_dimension& d = from.dimensions[i];
            const std::string here = place + "." + entry("dimensions", i);
            report_dimension made{.name = d.name, .values = d.values};
            if (d.periods) {
                made.calendar = calendar_grouping{.unit = d.periods->unit,
                                                  .from = local_days{d.periods->from},
                                                  .end = local_days{d.periods->end},
                                                  .week_begins = d.periods->week_begins};
                if (d.periods->from >= d.periods->end)
                    complain("json.dates_reversed", here + ".until", "there is no date in between",
                             "a date after the first", json::write_date(d.periods->end));
                else if ((spans_ += spans_of(*d.periods)) > most_spans)
                    complain("json.too_many_periods", here,
                             "all reports together have too many days or hours",
                             "at most " + std::to_string(most_spans), {});
                if (auto found = zone_at(d.periods->zone, here + ".zone"))
                    made.calendar->zone = *std::move(found);
            } else if (d.values.empty()) {
                made.values = declared(d.name, here);
            }
            out.dimensions.push_back(std::move(made));
        }
        // What is missing already would only be missed again.
        if (issues_.size() != before)
            return {};
        return kept(compile(std::move(out)), place + ".");
    }

    // -- objectives and goals --------------------------------------------------------------------

    void check(const objective_definition& o, const std::string& place) {
        check_metric(o.metric, place + ".metric");
        if (o.goal.whole == 0 || o.goal.part > o.goal.whole)
            complain("json.goal_out_of_range", place + ".share", "this is no part of all tickets",
                     "0 % to 100 %",
                     std::to_string(o.goal.part) + "/" + std::to_string(o.goal.whole));
        if (o.per)
            (void)zone_at(o.zone, place + ".zone");
        for (const attribute_match& m : o.match) {
            const known_names* const known = vocabulary_of(m.which);
            const std::string here =
                place + ".when." + std::string{json::word_of(json::attribute_words, m.which)};
            if (m.values.empty())
                complain("json.values_missing", here, "no ticket has none of no values", "a value",
                         "an empty list");
            for (const std::string& value : m.values)
                if (known != nullptr && !known->has(value))
                    complain("json.unknown_value", here, "this value is not declared",
                             "a value of the vocabulary", detail::quoted(value, 64),
                             known->hint(value, issues_.size()));
        }
    }

    void check(const goal_definition& goal, const std::string& place) {
        if (goal.path.begin >= goal.path.end)
            complain("json.dates_reversed", place + ".end", "there is no day on the way",
                     "a date after the beginning", json::write_date(year_month_day{goal.path.end}));
    }

    const json_document& document_;
    const zone_source& zones_;
    known_names metrics_;
    std::map<attribute, known_names> vocabularies_;
    std::int64_t spans_ = 0;
    issue_list issues_;
};

} // namespace

bool operator==(const named_report& a, const named_report& b) {
    const auto same_length = [](const report_length& x, const report_length& y) {
        return x.name == y.name && x.of == y.of && x.what == y.what && x.limits == y.limits;
    };
    const auto same_metric = [&](const report_metric& x, const report_metric& y) {
        return x.name == y.name && std::equal(x.lengths.begin(), x.lengths.end(), y.lengths.begin(),
                                              y.lengths.end(), same_length);
    };
    return a.name == b.name && a.dimensions == b.dimensions && a.exact_values == b.exact_values &&
           a.precision_bits == b.precision_bits &&
           std::equal(a.metrics.begin(), a.metrics.end(), b.metrics.begin(), b.metrics.end(),
                      same_metric);
}

result<compiled_document> compile(const json_document& document, const zone_source& zones,
                                  calendar_options options) {
    return document_compiler{document, zones}.run(options);
}

} // namespace sla::inline v1
