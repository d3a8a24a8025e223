// SPDX-License-Identifier: MIT
//
// Inside the report room: from a definition to a plan.
#pragma once

#include <sla/detail/policy_issues.hpp>
#include <sla/detail/report_bytes.hpp>
#include <sla/detail/report_data.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1::detail {

inline constexpr common_codes report_codes{.name_missing = "report.name_missing",
                                           .name_twice = "report.name_twice",
                                           .unknown_enumerator = "report.unknown_enumerator"};

class report_check {
public:
    explicit report_check(const report_definition& definition) noexcept : of_{definition} {}

    [[nodiscard]] issue_list run() {
        check_dimensions();
        check_metrics();
        if (of_.exact_values > max_exact_values)
            say_.add("report.exact_values_out_of_range", place{"exact_values"},
                     "a group cannot keep so many lengths",
                     "at most " + std::to_string(max_exact_values),
                     std::to_string(of_.exact_values));
        if (of_.precision_bits < 4 || of_.precision_bits > 14)
            say_.add("report.precision_out_of_range", place{"precision_bits"},
                     "buckets are not made this fine or coarse", "4 to 14",
                     std::to_string(of_.precision_bits));
        return std::move(say_.issues());
    }

private:
    template <class Things>
    void check_count(const char* code, const Things& things, std::size_t most, const place& list) {
        if (things.size() > most)
            say_.add(code, list, "a report has no more of them", "at most " + std::to_string(most),
                     std::to_string(things.size()));
    }

    void check_dimensions() {
        const auto& all = of_.dimensions;
        say_.check_names(all, "dimension", [](std::size_t i) { return place{"dimensions", i}; });
        check_count("report.too_many_dimensions", all, max_report_dimensions, place{"dimensions"});
        std::size_t groups = 1;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const place here{"dimensions", i};
            std::size_t size = all[i].values.size();
            if (all[i].calendar) {
                if (!all[i].values.empty())
                    say_.add("report.values_and_calendar", here,
                             "a dimension is of a column of numbers or of instants",
                             "values or a calendar", "both");
                else
                    size = check_calendar(*all[i].calendar, here.member("calendar"));
            } else if (all[i].values.empty()) {
                say_.add("report.values_missing", here,
                         "a dimension without values divides nothing", "values or a calendar",
                         "neither");
            }
            say_.check_names(all[i].values, "value",
                             [&](std::size_t k) { return here.entry("values", k); });
            groups = size >= max_report_groups
                         ? max_report_groups + 1
                         : std::min(groups * (size + 1), max_report_groups + 1);
        }
        if (groups > max_report_groups)
            say_.add(
                "report.too_many_groups", place{"dimensions"},
                "the product of the values of all dimensions, each with one more, is too large",
                "at most " + std::to_string(max_report_groups), "more");
    }

    // The number of its values; 0 where they make no sense.
    std::size_t check_calendar(const calendar_grouping& of, const place& here) {
        using namespace std::chrono;
        const std::size_t before = say_.issues().size();
        say_.check_enumerator(of.unit, calendar_unit::hour_of_week, here.member("unit"));
        if (!of.week_begins.ok())
            say_.add("report.weekday_invalid", here.member("week_begins"),
                     "this is no day of the week", "Sunday to Saturday",
                     std::to_string(of.week_begins.c_encoding()));
        constexpr local_days first{year{1970} / January / 1};
        constexpr local_days last{year{10000} / January / 1};
        if (of.from < first || of.end > last)
            say_.add("report.dates_out_of_range", here,
                     "the library does not calculate with these dates", "1970 to 9999",
                     days_text(of));
        else if (of.from >= of.end)
            say_.add("report.dates_reversed", here, "there is no date in between",
                     "`from` before `end`", days_text(of));
        if (say_.issues().size() != before)
            return 0;
        // A span is an hour or a day, or longer where days make weeks and months.
        const auto dates = static_cast<std::size_t>((of.end - of.from).count());
        const calendar_units units{of};
        const std::size_t spans = units.has_hours()                       ? dates * 24
                                  : of.unit == calendar_unit::day_of_week ? dates
                                                                          : units.size();
        if (spans > max_calendar_spans - 1024) { // changes of the clock make some more
            say_.add("report.too_many_periods", here, "so many spans are not kept",
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
        if (of_.metrics.empty())
            say_.add("report.metrics_missing", place{"metrics"}, "there is nothing to count",
                     "at least one", "none");
        say_.check_names(of_.metrics, "metric", [](std::size_t m) { return place{"metrics", m}; });
        check_count("report.too_many_metrics", of_.metrics, max_report_metrics, place{"metrics"});
        for (std::size_t m = 0; m < of_.metrics.size(); ++m) {
            const place here{"metrics", m};
            const auto& lengths = of_.metrics[m].lengths;
            say_.check_names(lengths, "length",
                             [&](std::size_t i) { return here.entry("lengths", i); });
            check_count("report.too_many_lengths", lengths, max_report_lengths,
                        here.member("lengths"));
            for (std::size_t i = 0; i < lengths.size(); ++i)
                check_length(lengths[i], here.entry("lengths", i));
        }
    }
    void check_length(const report_length& of, const place& here) {
        if (of.of.bits == 0 || of.of.bits >= 1U << error_state)
            say_.add("report.states_missing", here.member("of"), "lengths of no row are measured",
                     "states of clocks, at least one", std::to_string(of.of.bits));
        say_.check_enumerator(of.what, verdict_length::other, here.member("what"));
        check_count("report.too_many_limits", of.limits, max_length_limits, here.member("limits"));
        for (std::size_t i = 0; i < of.limits.size(); ++i)
            if (of.limits[i] < elapsed{0} || of.limits[i] >= longest_length)
                say_.add("report.limit_out_of_range", here.entry("limits", i),
                         "no length that is measured comes to this",
                         "0 to " + std::to_string(longest_length.count() - 1) + " ms",
                         std::to_string(of.limits[i].count()) + " ms");
    }

    const report_definition& of_;
    complaints say_{report_codes};
};

// All of a definition that makes a difference, in one form.
class canonical_form {
public:
    [[nodiscard]] static std::vector<std::byte> of(const report_data& plan) {
        canonical_form form;
        const report_definition& d = plan.definition;
        form.out_.number(d.dimensions.size());
        for (std::size_t i = 0; i < d.dimensions.size(); ++i)
            form.dimension(d.dimensions[i], plan, i);
        form.out_.number(d.metrics.size());
        for (const report_metric& metric : d.metrics) {
            form.out_.text(metric.name);
            form.out_.number(metric.lengths.size());
            for (const report_length& length : metric.lengths) {
                form.out_.text(length.name);
                form.out_.number(length.of.bits);
                form.out_.number(static_cast<unsigned>(length.what));
                form.out_.number(length.limits.size());
                for (const elapsed limit : length.limits)
                    form.out_.number(static_cast<std::uint64_t>(limit.count()));
            }
        }
        form.out_.number(d.exact_values);
        form.out_.number(d.precision_bits);
        return std::move(form.out_).content();
    }

private:
    void dimension(const report_dimension& of, const report_data& plan, std::size_t i) {
        out_.text(of.name);
        out_.number(of.values.size());
        for (const std::string& value : of.values)
            out_.text(value);
        out_.number(of.calendar ? 1 : 0);
        if (!of.calendar)
            return;
        out_.number(static_cast<unsigned>(of.calendar->unit));
        out_.number(of.calendar->week_begins.c_encoding());
        out_.number(static_cast<std::uint64_t>(of.calendar->from.time_since_epoch().count()));
        out_.number(static_cast<std::uint64_t>(of.calendar->end.time_since_epoch().count()));
        const calendar_spans& spans = plan.calendars[plan.calendar_of[i]];
        out_.number(spans.size());
        for (std::size_t s = 0; s < spans.size(); ++s) {
            out_.number(static_cast<std::uint64_t>(spans.begin(s)));
            out_.number(spans.group(s));
        }
    }

    byte_writer out_{};
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
            for (const report_length& length : metric.lengths) {
                plan->first_limit.push_back(plan->first_limit.back() + length.limits.size());
                for (const elapsed limit : length.limits)
                    plan->limits_ms.push_back(static_cast<std::uint64_t>(limit.count()));
            }
        }
        plan->canonical = canonical_form::of(*plan);
        plan->fingerprint = checksum(plan->canonical);
        return report_plan{std::move(plan)};
    }
};

} // namespace sla::inline v1::detail
