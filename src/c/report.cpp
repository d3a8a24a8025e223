// SPDX-License-Identifier: MIT
#include "arrow_read.hpp"
#include "common.hpp"
#include <sla/json_results.hpp>
#include <sla/load.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <unordered_map>

using namespace sla::c;

struct sla_report {
    struct length_source {
        std::string column;
        std::optional<std::string> since;
    };
    struct metric_source {
        std::string state;
        std::vector<length_source> lengths;
    };

    sla_report(const sla::report_plan& plan, std::vector<metric_source> from)
        : metrics{std::move(from)}, report{plan} {}

    std::vector<metric_source> metrics;
    sla::report report;
};

namespace {

std::string place_of(const char* list, std::size_t i, const char* member) {
    return std::string{list} + "[" + std::to_string(i) + "]." + member;
}

std::string text_at(const char* text, const std::string& place) {
    require(text, place.c_str());
    return text;
}

// -- a layout
// --------------------------------------------------------------------------------------

/// "2026-02-13"
std::chrono::local_days date_of(const char* text, const std::string& place) {
    using namespace std::chrono;
    const std::string_view all = view_of(text);
    const auto number = [&](std::size_t from, std::size_t count) {
        int out = -1;
        const char* end = all.data() + from + count;
        const bool is_number = std::from_chars(all.data() + from, end, out).ptr == end;
        return is_number ? out : -1;
    };
    if (all.size() == 10 && all[4] == '-' && all[7] == '-') {
        const int y = number(0, 4);
        const int m = number(5, 2);
        const int d = number(8, 2);
        const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                                  day{static_cast<unsigned>(d)}};
        if (y >= 0 && m > 0 && d > 0 && date.ok())
            return local_days{date};
    }
    throw failure{SLA_INVALID_INPUT, sla::issue{.code = "c.date_invalid",
                                                .place = place,
                                                .message = "this is no date",
                                                .expected = "a date such as \"2026-02-13\"",
                                                .saw = std::string{all}}};
}

sla::zone zone_of(const char* name, const char* directory, const std::string& place) {
    if (name == nullptr)
        return sla::zone::utc();
    sla::result<sla::zone> found = zones_of(directory)(name);
    if (found)
        return *found;
    sla::issue_list issues = found.issues();
    for (sla::issue& i : issues)
        i.place = i.place.empty() ? place : place + ": " + i.place;
    throw failure{SLA_INVALID_INPUT, std::move(issues)};
}

sla::report_dimension dimension_of(const sla_report_layout& layout, std::size_t i) {
    const sla_dimension& from = layout.dimensions[i];
    const auto place = [&](const char* member) { return place_of("dimensions", i, member); };
    sla::report_dimension out;
    out.name = text_at(from.column, place("column"));
    if (from.unit == SLA_VALUES) {
        if (from.value_count != 0)
            require(from.values, place("values").c_str());
        for (std::size_t k = 0; k < from.value_count; ++k)
            out.values.push_back(text_at(from.values[k], place("values")));
        return out;
    }
    if (from.unit < SLA_BY_DAY || from.unit > SLA_BY_HOUR_OF_WEEK)
        refuse_id(place("unit"), "SLA_VALUES, or SLA_BY_...",
                  static_cast<std::uint32_t>(from.unit));
    out.calendar = sla::calendar_grouping{
        .unit = static_cast<sla::calendar_unit>(from.unit),
        .zone = zone_of(from.zone, layout.zone_directory, place("zone")),
        .from = date_of(from.from, place("from")),
        .end = date_of(from.to, place("to")),
    };
    return out;
}

sla::report_length length_of(const sla_length& from, const std::string& place) {
    sla::report_length out;
    out.name = text_at(from.column, place + ".column");
    if (from.limit_count != 0)
        require(from.limits_ms, (place + ".limits_ms").c_str());
    for (std::size_t i = 0; i < from.limit_count; ++i)
        out.limits.emplace_back(from.limits_ms[i]);
    return out;
}

std::unique_ptr<sla_report> report_of(const sla_report_layout& layout) {
    sla::report_definition wanted;
    std::vector<sla_report::metric_source> sources;
    if (layout.dimension_count != 0)
        require(layout.dimensions, "layout.dimensions");
    if (layout.metric_count != 0)
        require(layout.metrics, "layout.metrics");
    for (std::size_t i = 0; i < layout.dimension_count; ++i)
        wanted.dimensions.push_back(dimension_of(layout, i));
    for (std::size_t i = 0; i < layout.metric_count; ++i) {
        const sla_report_metric& from = layout.metrics[i];
        sla::report_metric& metric = wanted.metrics.emplace_back();
        metric.name = text_at(from.name, place_of("metrics", i, "name"));
        sla_report::metric_source& source = sources.emplace_back();
        source.state = text_at(from.state, place_of("metrics", i, "state"));
        if (from.length_count != 0)
            require(from.lengths, place_of("metrics", i, "lengths").c_str());
        for (std::size_t k = 0; k < from.length_count; ++k) {
            metric.lengths.push_back(length_of(from.lengths[k], place_of("metrics", i, "lengths")));
            source.lengths.push_back({from.lengths[k].column, {}});
            if (from.lengths[k].since != nullptr)
                source.lengths.back().since = from.lengths[k].since;
        }
    }
    const auto plan = sla::compile(std::move(wanted));
    if (!plan)
        throw failure{SLA_INVALID_INPUT, plan.issues()};
    return std::make_unique<sla_report>(*plan, std::move(sources));
}

// -- a table
// ---------------------------------------------------------------------------------------

/// The columns that a report reads, found in a table.
class report_columns {
public:
    report_columns(const sla_report& report, const arrow_column& table) {
        for (const sla::report_dimension& d : report.report.plan().definition().dimensions) {
            const arrow_column column = table.child(d.name.c_str());
            if (d.calendar)
                instants_.push_back(column.instants(memory_));
            else
                ids_.push_back(ids_of(column, d.values));
        }
        lengths_.reserve(report.metrics.size());
        for (const sla_report::metric_source& from : report.metrics) {
            std::vector<sla::length_column>& lengths = lengths_.emplace_back();
            for (const sla_report::length_source& length : from.lengths) {
                const arrow_column column = table.child(length.column.c_str());
                if (length.since)
                    lengths.emplace_back(table.child(length.since->c_str()).instants(memory_),
                                         column.instants(memory_));
                else
                    lengths.emplace_back(column.durations(memory_));
            }
            metrics_.push_back({table.child(from.state.c_str()).bytes(memory_), lengths});
        }
        in = {ids_, instants_, metrics_};
    }

    sla::report_input in;

private:
    sla::id_column ids_of(const arrow_column& column, const std::vector<std::string>& values) {
        if (!column.is_text())
            return column.ids();
        std::unordered_map<std::string_view, std::uint32_t> numbers;
        for (const std::string& value : values)
            numbers.emplace(value, static_cast<std::uint32_t>(numbers.size()));
        // A negative number is no value; one beyond the last, a value that is none of these.
        const auto& found = column.numbers_of_texts(memory_, SLA_NO_ID, [&](std::string_view name) {
            const auto at = numbers.find(name);
            return at == numbers.end() ? static_cast<std::uint32_t>(INT32_MAX) : at->second;
        });
        // NOLINTNEXTLINE(*-reinterpret-cast)
        return sla::id_column{reinterpret_cast<const std::int32_t*>(found.data())};
    }

    scratch memory_;
    std::vector<sla::id_column> ids_;
    std::vector<sla::time_column> instants_;
    std::vector<std::vector<sla::length_column>> lengths_;
    std::vector<sla::metric_columns> metrics_;
};

sla::report_query query_of(const sla_report& report, std::uint32_t metric, const std::uint32_t* by,
                           std::size_t by_count) {
    const sla::report_definition& definition = report.report.plan().definition();
    if (metric >= definition.metrics.size())
        refuse_id("metric", "the number of a metric of the layout", metric);
    if (by_count != 0)
        require(by, "by");
    sla::report_query out{.metric = metric};
    for (std::size_t i = 0; i < by_count; ++i) {
        const bool is_known = by[i] < definition.dimensions.size();
        if (!is_known || std::find(out.by.begin(), out.by.end(), by[i]) != out.by.end())
            refuse_id("by[" + std::to_string(i) + "]",
                      "the number of a dimension of the layout, each once", by[i]);
        out.by.push_back(by[i]);
    }
    return out;
}

} // namespace

extern "C" {

sla_status sla_report_create(const sla_report_layout* layout, sla_report** report,
                             sla_error** error) {
    return guarded(error, [&] {
        require(layout, "layout");
        require(report, "report");
        require_size(layout->size, sizeof(sla_report_layout), "layout.size");
        *report = report_of(*layout).release();
    });
}

void sla_report_free(sla_report* report) {
    delete report;
}

sla_status sla_report_add(sla_report* report, const ArrowSchema* schema, const ArrowArray* table,
                          sla_error** error) {
    return guarded(error, [&] {
        require(report, "report");
        const arrow_column all{schema, table};
        const report_columns columns{*report, all};
        report->report.add(columns.in, 0, all.rows());
    });
}

sla_status sla_report_merge(sla_report* report, const sla_report* other, sla_error** error) {
    return guarded(error, [&] {
        require(report, "report");
        require(other, "other");
        sla::issue_list issues = report->report.merge(other->report);
        if (!issues.empty())
            throw failure{SLA_INVALID_INPUT, std::move(issues)};
    });
}

sla_status sla_report_json(const sla_report* report, uint32_t metric, const uint32_t* by,
                           size_t by_count, char** json, size_t* length, sla_error** error) {
    return guarded(error, [&] {
        require(report, "report");
        require(json, "json");
        give_text(sla::to_json(report->report, query_of(*report, metric, by, by_count)), json,
                  length);
    });
}

} // extern "C"
