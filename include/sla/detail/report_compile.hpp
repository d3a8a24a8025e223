// SPDX-License-Identifier: MIT
//
// Inside the report room: from a definition to a plan.
#pragma once

#include <sla/detail/report_data.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

class report_check {
public:
    explicit report_check(const report_definition& definition) noexcept : of_{definition} {}

    [[nodiscard]] issue_list run() {
        check_dimensions();
        check_metrics();
        if (of_.exact_values > max_exact_values)
            complain("report.exact_values_out_of_range", "exact_values",
                     "a group cannot keep so many lengths",
                     "at most " + std::to_string(max_exact_values),
                     std::to_string(of_.exact_values));
        if (of_.precision_bits < 4 || of_.precision_bits > 14)
            complain("report.precision_out_of_range", "precision_bits",
                     "buckets are not made this fine or coarse", "4 to 14",
                     std::to_string(of_.precision_bits));
        return std::move(issues_);
    }

private:
    void complain(const char* code, std::string place, const char* message, std::string expected,
                  std::string saw) {
        issues_.push_back({.code = code,
                           .place = std::move(place),
                           .message = message,
                           .expected = std::move(expected),
                           .saw = std::move(saw)});
    }
    [[nodiscard]] static std::string at(const std::string& list, std::size_t i) {
        return list + "[" + std::to_string(i) + "]";
    }

    // Of things with a name, which all have one of their own.
    template <class Things, class Name>
    void check_names(const Things& things, const std::string& list, const char* member,
                     const Name& name_of) {
        std::vector<std::pair<std::string_view, std::size_t>> names;
        for (std::size_t i = 0; i < things.size(); ++i) {
            const std::string_view name = name_of(things[i]);
            if (name.empty())
                complain("report.name_missing", at(list, i) + member, "this has no name", "a name",
                         "");
            else
                names.emplace_back(name, i);
        }
        std::ranges::sort(names);
        for (std::size_t k = 1; k < names.size(); ++k)
            if (names[k].first == names[k - 1].first)
                complain("report.name_twice", at(list, names[k].second) + member,
                         "another one has this name", "a name of its own",
                         std::string{names[k].first} + ", also " + at(list, names[k - 1].second));
    }
    template <class Things>
    void check_count(const char* code, const Things& things, std::size_t most,
                     const std::string& place) {
        if (things.size() > most)
            complain(code, place, "a report has no more of them", "at most " + std::to_string(most),
                     std::to_string(things.size()));
    }

    void check_dimensions() {
        const auto& all = of_.dimensions;
        check_names(all, "dimensions", ".name",
                    [](const auto& d) { return std::string_view{d.name}; });
        check_count("report.too_many_dimensions", all, max_report_dimensions, "dimensions");
        std::size_t groups = 1;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::string place = at("dimensions", i);
            std::size_t size = all[i].values.size();
            if (all[i].calendar) {
                if (!all[i].values.empty())
                    complain("report.values_and_calendar", place,
                             "a dimension is of a column of numbers or of instants",
                             "values or a calendar", "both");
                else
                    size = check_calendar(*all[i].calendar, place + ".calendar");
            } else if (all[i].values.empty()) {
                complain("report.no_values", place, "a dimension without values divides nothing",
                         "values or a calendar", "neither");
            }
            check_names(all[i].values, place + ".values", "",
                        [](const std::string& s) { return std::string_view{s}; });
            groups = size >= max_report_groups
                         ? max_report_groups + 1
                         : std::min(groups * (size + 1), max_report_groups + 1);
        }
        if (groups > max_report_groups)
            complain(
                "report.too_many_groups", "dimensions",
                "the product of the values of all dimensions, each with one more, is too large",
                "at most " + std::to_string(max_report_groups), "more");
    }

    // The number of its values; 0 where they make no sense.
    std::size_t check_calendar(const calendar_grouping& of, const std::string& place) {
        using namespace std::chrono;
        const std::size_t before = issues_.size();
        if (of.unit > calendar_unit::hour_of_week)
            complain("report.unknown_unit", place + ".unit", "this is no calendar unit",
                     "a value of calendar_unit", std::to_string(static_cast<unsigned>(of.unit)));
        if (!of.week_begins.ok())
            complain("report.weekday_invalid", place + ".week_begins", "this is no day of the week",
                     "Sunday to Saturday", std::to_string(of.week_begins.c_encoding()));
        constexpr local_days first{year{1970} / January / 1};
        constexpr local_days last{year{10000} / January / 1};
        if (of.from < first || of.end > last)
            complain("report.dates_out_of_range", place,
                     "the library does not calculate with these dates", "1970 to 9999",
                     days_text(of));
        else if (of.from >= of.end)
            complain("report.dates_reversed", place, "there is no date in between",
                     "`from` before `end`", days_text(of));
        if (issues_.size() != before)
            return 0;
        // A span is an hour or a day, or longer where days make weeks and months.
        const auto dates = static_cast<std::size_t>((of.end - of.from).count());
        const calendar_units units{of};
        const std::size_t spans = units.has_hours()                       ? dates * 24
                                  : of.unit == calendar_unit::day_of_week ? dates
                                                                          : units.size();
        if (spans > max_calendar_spans - 1024) { // changes of the clock make some more
            complain("report.too_many_periods", place, "so many spans are not kept",
                     "at most " + std::to_string(max_calendar_spans - 1024), std::to_string(spans));
            return 0;
        }
        return units.size();
    }
    [[nodiscard]] static std::string days_text(const calendar_grouping& of) {
        return "days " + std::to_string(of.from.time_since_epoch().count()) + " to " +
               std::to_string(of.end.time_since_epoch().count()) + " of 1970";
    }

    void check_metrics() {
        const auto name = [](const auto& m) { return std::string_view{m.name}; };
        if (of_.metrics.empty())
            complain("report.no_metrics", "metrics", "there is nothing to count", "at least one",
                     "none");
        check_names(of_.metrics, "metrics", ".name", name);
        check_count("report.too_many_metrics", of_.metrics, max_report_metrics, "metrics");
        for (std::size_t m = 0; m < of_.metrics.size(); ++m) {
            const std::string list = at("metrics", m) + ".lengths";
            const auto& lengths = of_.metrics[m].lengths;
            check_names(lengths, list, ".name", name);
            check_count("report.too_many_lengths", lengths, max_report_lengths, list);
            for (std::size_t i = 0; i < lengths.size(); ++i)
                check_length(lengths[i], at(list, i));
        }
    }
    void check_length(const report_length& of, const std::string& place) {
        if (of.of.bits == 0 || of.of.bits >= 1U << error_state)
            complain("report.no_states", place + ".of", "lengths of no row are measured",
                     "states of clocks, at least one", std::to_string(of.of.bits));
        check_count("report.too_many_limits", of.limits, max_length_limits, place + ".limits");
        for (std::size_t i = 0; i < of.limits.size(); ++i)
            if (of.limits[i] < elapsed{0} || of.limits[i] >= longest_length)
                complain("report.limit_out_of_range", at(place + ".limits", i),
                         "no length that is measured comes to this",
                         "0 to " + std::to_string(longest_length.count() - 1) + " ms",
                         std::to_string(of.limits[i].count()) + " ms");
    }

    const report_definition& of_;
    issue_list issues_{};
};

// All of a definition that makes a difference, in one text.
class canonical_text {
public:
    [[nodiscard]] static std::string of(const report_data& plan) {
        canonical_text text;
        const report_definition& d = plan.definition;
        text.number(d.dimensions.size());
        for (std::size_t i = 0; i < d.dimensions.size(); ++i)
            text.dimension(d.dimensions[i], plan, i);
        text.number(d.metrics.size());
        for (const report_metric& metric : d.metrics) {
            text.name(metric.name);
            text.number(metric.lengths.size());
            for (const report_length& length : metric.lengths) {
                text.name(length.name);
                text.number(length.of.bits);
                text.number(static_cast<unsigned>(length.what));
                text.number(length.limits.size());
                for (const elapsed limit : length.limits)
                    text.number(static_cast<std::uint64_t>(limit.count()));
            }
        }
        text.number(d.exact_values);
        text.number(d.precision_bits);
        return std::move(text.out_);
    }
    // FNV-1a: tells definitions apart that were made in good faith.
    [[nodiscard]] static std::uint64_t fingerprint(std::string_view bytes) noexcept {
        std::uint64_t hash = 0xcbf29ce484222325U;
        for (const char c : bytes)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        return hash;
    }

private:
    void dimension(const report_dimension& of, const report_data& plan, std::size_t i) {
        name(of.name);
        number(of.values.size());
        for (const std::string& value : of.values)
            name(value);
        number(of.calendar ? 1 : 0);
        if (!of.calendar)
            return;
        number(static_cast<unsigned>(of.calendar->unit));
        number(of.calendar->week_begins.c_encoding());
        number(static_cast<std::uint64_t>(of.calendar->from.time_since_epoch().count()));
        number(static_cast<std::uint64_t>(of.calendar->end.time_since_epoch().count()));
        const calendar_spans& spans = plan.calendars[plan.calendar_of[i]];
        number(spans.size());
        for (std::size_t s = 0; s < spans.size(); ++s) {
            number(static_cast<std::uint64_t>(spans.begin(s)));
            number(spans.group(s));
        }
    }
    void number(std::uint64_t n) {
        for (unsigned i = 0; i < 8; ++i)
            out_ += static_cast<char>(static_cast<unsigned char>(n >> (8 * i) & 0xffU));
    }
    void name(const std::string& text) {
        number(text.size());
        out_ += text;
    }

    std::string out_{};
};

class report_compiler {
public:
    [[nodiscard]] static result<report_plan> run(report_definition definition) {
        issue_list issues = report_check{definition}.run();
        if (has_errors(issues))
            return issues;
        auto plan = std::make_shared<report_data>();
        plan->definition = std::move(definition);
        const report_definition& d = plan->definition;
        plan->buckets = {d.precision_bits};
        for (std::size_t i = 0; i < d.dimensions.size(); ++i) {
            const report_dimension& dimension = d.dimensions[i];
            plan->calendar_of.push_back(plan->calendars.size());
            if (dimension.calendar && !plan->calendars.emplace_back().make(*dimension.calendar))
                return issue_list{{.code = "report.too_many_periods",
                                   .place = "dimensions[" + std::to_string(i) + "].calendar",
                                   .message = "the clock of this zone changes too often",
                                   .expected = "at most " + std::to_string(max_calendar_spans),
                                   .saw = "more"}};
            plan->sizes.push_back(dimension.calendar ? calendar_units{*dimension.calendar}.size()
                                                     : dimension.values.size());
        }
        // The last dimension is the one whose values lie side by side.
        plan->steps.resize(plan->sizes.size());
        for (std::size_t i = plan->sizes.size(); i-- > 0;) {
            plan->steps[i] = plan->groups;
            plan->groups *= plan->sizes[i] + 1;
        }
        plan->first_length.push_back(0);
        plan->first_limit.push_back(0);
        for (const report_metric& metric : d.metrics) {
            plan->first_length.push_back(plan->first_length.back() + metric.lengths.size());
            for (const report_length& length : metric.lengths)
                plan->first_limit.push_back(plan->first_limit.back() + length.limits.size());
        }
        plan->canonical = canonical_text::of(*plan);
        plan->fingerprint = canonical_text::fingerprint(plan->canonical);
        return report_plan{std::move(plan)};
    }
};

} // namespace sla::inline v1::detail
