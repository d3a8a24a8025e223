// SPDX-License-Identifier: MIT
//
// Inside the forecast room: from a definition to a plan. Time from now on is cut wherever a horizon
// or a bucket ends; the piece in which a clock becomes late is one dimension of a report, so that
// horizons and buckets are sums of pieces.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/report_bytes.hpp>
#include <sla/detail/review_rows.hpp>
#include <sla/forecast.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1::detail {

struct forecast_data {
    forecast_definition definition;
    report_plan groups;
    std::vector<instant> ends;    // of the horizons, inclusive
    std::vector<instant> borders; // of the buckets, one more than there are; none: no buckets
    std::vector<instant> cuts;    // ends of the pieces, exclusive
    std::uint64_t fingerprint;    // of what the groups do not have

    // The last piece is what lies after all cuts.
    [[nodiscard]] std::size_t piece_of(instant t) const noexcept {
        return static_cast<std::size_t>(std::ranges::upper_bound(cuts, t) - cuts.begin());
    }
};

inline constexpr std::array<std::string_view, 2> forecast_dimensions{"metric", "due"};

// A number of an enumeration is nowhere in it.
inline constexpr common_codes forecast_codes{.name_missing = "forecast.name_missing",
                                             .name_twice = "forecast.name_twice",
                                             .unknown_enumerator = ""};

class forecast_compiler {
public:
    [[nodiscard]] static result<forecast_plan> run(forecast_definition definition) {
        return forecast_compiler{std::move(definition)}.made();
    }

private:
    explicit forecast_compiler(forecast_definition definition) noexcept
        : of_{std::move(definition)} {}

    [[nodiscard]] result<forecast_plan> made() {
        static constexpr clock_table_codes codes{.metrics_missing = "forecast.metrics_missing",
                                                 .too_many_dimensions =
                                                     "forecast.too_many_dimensions",
                                                 .name_reserved = "forecast.name_reserved",
                                                 .list_too_long = "forecast.list_too_long"};
        clock_table_check check{codes, say_};
        if (!in_range(of_.now))
            say_.add("forecast.now_out_of_range", place{"now"},
                     "the library does not calculate with this instant",
                     "an instant from 1970 to 9999",
                     std::to_string(of_.now.time_since_epoch().count()) + " ms since 1970");
        check.check_dimensions(of_.dimensions, forecast_dimensions);
        check.check_metrics(of_.metrics);
        say_.check_names(of_.horizons, "horizon", [](std::size_t i) {
            return place{"horizons", i};
        });
        if (of_.horizons.size() > max_forecast_horizons)
            say_.add("forecast.too_many_horizons", place{"horizons"}, "there are no more horizons",
                     "at most " + std::to_string(max_forecast_horizons),
                     std::to_string(of_.horizons.size()));
        if (in_range(of_.now))
            for (std::size_t i = 0; i < of_.horizons.size(); ++i)
                end_horizon(i);
        if (check_load() && in_range(of_.now) && of_.load.count != 0)
            make_borders();
        check.check_list(of_.list_at_most, max_forecast_list);

        report_definition groups{.dimensions = of_.dimensions};
        if (!of_.metrics.empty())
            groups.dimensions.push_back(by_values("metric", of_.metrics));
        groups.dimensions.push_back(by_values("due", pieces()));
        groups.metrics = {{.name = "clock"}};
        result<report_plan> plan = compile(std::move(groups));
        take_issues(say_, plan.issues(), of_.dimensions.size());
        if (has_errors(say_.issues()))
            return std::move(say_.issues());
        byte_writer rest;
        rest.number(of_.list_at_most);
        for (const std::vector<instant>& list : {ends_, borders_}) {
            rest.number(list.size());
            for (const instant t : list)
                rest.signed_number(t.time_since_epoch().count());
        }
        return forecast_plan{std::make_shared<const forecast_data>(
            forecast_data{.definition = std::move(of_),
                          .groups = *std::move(plan),
                          .ends = std::move(ends_),
                          .borders = std::move(borders_),
                          .cuts = std::move(cuts_),
                          .fingerprint = checksum(std::move(rest).content())})};
    }

    void end_horizon(std::size_t i) {
        const place here{"horizons", i};
        const auto& end = of_.horizons[i].end;
        instant at = never;
        if (const elapsed* const length = std::get_if<elapsed>(&end))
            at = *length < end_of_range - of_.now ? of_.now + *length : never;
        else if (const instant* const given = std::get_if<instant>(&end))
            at = *given;
        else if (const next_closing* const closing = std::get_if<next_closing>(&end))
            at = closing->of.next_close(of_.now);
        ends_.push_back(at);
        if (at <= of_.now)
            say_.add("forecast.horizon_not_ahead", here.member("end"),
                     "it ends at or before now, so nothing can happen in it", "an end after now",
                     std::to_string(at.time_since_epoch().count()) + " ms since 1970");
        else if (!in_range(at))
            say_.add("forecast.horizon_out_of_range", here.member("end"), "it never ends",
                     "an end before the year 10000", "none");
    }

    [[nodiscard]] bool check_load() {
        using namespace std::chrono_literals;
        const forecast_load& load = of_.load;
        const place here{"load"};
        const bool is_length =
            load.bucket > 0s && (!load.clock || (load.bucket <= 24h && 24h % load.bucket == 0s));
        if (!is_length)
            say_.add("forecast.bucket_length", here.member("bucket"), "no bucket is of this length",
                     load.clock ? "a whole part of 24 hours" : "more than zero",
                     std::to_string(load.bucket.count()) + " s");
        if (load.count > max_forecast_buckets)
            say_.add("forecast.too_many_buckets", here.member("count"), "there are no more buckets",
                     "at most " + std::to_string(max_forecast_buckets), std::to_string(load.count));
        return is_length && load.count <= max_forecast_buckets;
    }

    void make_borders() {
        borders_.push_back(of_.now);
        while (borders_.size() <= of_.load.count && borders_.back() < end_of_range)
            borders_.push_back(std::min(border_after(borders_.back()), end_of_range));
    }
    [[nodiscard]] instant border_after(instant t) const noexcept {
        using namespace std::chrono;
        const milliseconds bucket =
            std::min(of_.load.bucket, floor<seconds>(end_of_range - first_instant));
        if (!of_.load.clock)
            return t + bucket;
        const zone_period period = of_.load.clock->period_at(t);
        const milliseconds local = t.time_since_epoch() + period.offset;
        const milliseconds of_day = local - floor<days>(local);
        const instant next = t + (bucket - of_day % bucket);
        return std::min(next, period.end);
    }

    // Each piece has a name of its own, its end: so plans of different cuts differ.
    [[nodiscard]] std::vector<std::string> pieces() {
        for (const instant end : ends_)
            if (end < end_of_range)
                cuts_.push_back(end + elapsed{1});
        cuts_.insert(cuts_.end(), borders_.begin(), borders_.end());
        std::ranges::sort(cuts_);
        cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
        // Nothing becomes late at now.
        std::erase_if(cuts_, [&](instant t) noexcept { return t <= of_.now; });
        std::vector<std::string> out;
        for (const instant t : cuts_)
            out.push_back("before " + std::to_string(t.time_since_epoch().count()));
        out.push_back("later than " + std::to_string(of_.now.time_since_epoch().count()));
        return out;
    }

    forecast_definition of_;
    complaints say_{forecast_codes};
    std::vector<instant> ends_{};
    std::vector<instant> borders_{};
    std::vector<instant> cuts_{};
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<forecast_plan> compile(forecast_definition definition) {
    return detail::forecast_compiler::run(std::move(definition));
}

} // namespace sla::inline v1
