// SPDX-License-Identifier: MIT
//
// Reports of the C interface, held against the room `report`.

#include "columns.hpp"
#include "desk.hpp"
#include <sla/json_results.hpp>
#include <sla/report.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <string>
#include <vector>

using columns::table;
using desk::friday;
using desk::hour;
using desk::minute;
using desk::owned;
using desk::refusal;

namespace {

constexpr std::array<const char*, 2> priorities{"P1", "紧急"};
constexpr std::int64_t half_an_hour = 30 * minute;

struct layout {
    layout() {
        lengths[0] = {"spent", nullptr, &half_an_hour, 1};
        lengths[1] = {"solved", "created", nullptr, 0};
        metrics[0] = {"first response", "state", lengths.data(), 2};
        dimensions[0] = {"priority", SLA_VALUES, 0,       priorities.data(),
                         2,          nullptr,    nullptr, nullptr};
        dimensions[1] = {"created",       SLA_BY_MONTH, 0,           nullptr, 0,
                         "Asia/Shanghai", "2026-02-01", "2026-04-01"};
        plain.size = sizeof plain;
        plain.dimensions = dimensions.data();
        plain.dimension_count = 2;
        plain.metrics = metrics.data();
        plain.metric_count = 1;
    }
    layout(const layout&) = delete;
    layout& operator=(const layout&) = delete;

    std::array<sla_length, 2> lengths{};
    std::array<sla_report_metric, 1> metrics{};
    std::array<sla_dimension, 2> dimensions{};
    sla_report_layout plain{};
};

owned<sla_report> create(const layout& l = {}) {
    sla_report* out = nullptr;
    if (sla_report_create(&l.plain, &out, nullptr) != SLA_OK)
        return nullptr;
    return owned<sla_report>{out};
}

const std::vector<std::int64_t> created{
    friday, friday + hour, friday + 20 * 24 * hour, friday, friday + 400 * 24 * hour, friday};
const std::vector<std::uint8_t> states{SLA_MET,     SLA_BREACHED, SLA_MET,
                                       SLA_RUNNING, SLA_MET,      SLA_MET};
const std::vector<std::int64_t> spent{10 * minute, 40 * minute, 20 * minute, 5, 6, 7};

void fill(table& t, bool words) {
    const std::vector<std::string> names{"P1", "紧急", "P1", "", "P1", "P9"};
    if (words)
        t.add("priority", "u").texts(names).without({3});
    else
        t.add("priority", "c").numbers<std::int8_t>({0, 1, 0, -1, 0, 9});
    t.add("created", "tsm:").numbers(created);
    t.add("state", "C").numbers(states);
    t.add("spent", "tDm").numbers(spent);
    std::vector<std::int64_t> solved = created;
    for (std::int64_t& at : solved)
        at += 3 * hour;
    t.add("solved", "tsm:").numbers(solved);
}

/// The same report in C++, row by row.
sla::report in_cpp() {
    using namespace std::chrono;
    sla::report_definition wanted;
    wanted.dimensions = {
        sla::by_values("priority", {"P1", "紧急"}),
        sla::by_calendar("created", {.unit = sla::calendar_unit::month,
                                     .zone = sla::load_zone("Asia/Shanghai").value(),
                                     .from = local_days{2026y / February / 1},
                                     .end = local_days{2026y / April / 1}})};
    wanted.metrics = {{.name = "first response",
                       .lengths = {{.name = "spent", .limits = {sla::elapsed{half_an_hour}}},
                                   {.name = "solved"}}}};
    sla::report out{sla::compile(wanted).value()};
    const std::vector<std::int64_t> ids{0, 1, 0, -1, 0, 9};
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const sla::instant at{sla::elapsed{created[i]}};
        sla::metric_row metric;
        metric.state = states[i];
        metric.lengths[0] = sla::elapsed{spent[i]};
        metric.lengths[1] = sla::elapsed{3 * hour};
        out.add({.ids = {&ids[i], 1}, .instants = {&at, 1}, .metrics = {&metric, 1}});
    }
    return out;
}

std::string json_of(const sla_report* report, const std::vector<std::uint32_t>& by) {
    char* text = nullptr;
    if (sla_report_json(report, 0, by.data(), by.size(), &text, nullptr, nullptr) != SLA_OK)
        return "refused";
    return owned<char>{text}.get();
}

} // namespace

TEST_CASE("A report of columns is that of C++", "[c][report]") {
    const sla::report expected = in_cpp();
    for (const bool words : {true, false}) {
        const auto report = create();
        REQUIRE(report != nullptr);
        table t{6};
        fill(t, words);
        REQUIRE(refusal([&](sla_error** e) {
                    return sla_report_add(report.get(), t.schema(), t.array(), e);
                }).empty());
        CHECK(json_of(report.get(), {}) == sla::to_json(expected));
        CHECK(json_of(report.get(), {0}) == sla::to_json(expected, {.by = {0}}));
        CHECK(json_of(report.get(), {1, 0}) == sla::to_json(expected, {.by = {1, 0}}));
    }
    CHECK(sla::to_json(expected).find(R"("counts":{"rows":6,"columns_missing":0,"unknown_id":1,)"
                                      R"("outside":1})") != std::string::npos);
}

TEST_CASE("Reports of parts are the report of the whole", "[c][report]") {
    const auto whole = create();
    const auto left = create();
    const auto right = create();
    table t{6};
    fill(t, true);
    REQUIRE(sla_report_add(whole.get(), t.schema(), t.array(), nullptr) == SLA_OK);
    t.all().slice(0, 2);
    REQUIRE(sla_report_add(left.get(), t.schema(), t.array(), nullptr) == SLA_OK);
    t.all().slice(2, 4);
    REQUIRE(sla_report_add(right.get(), t.schema(), t.array(), nullptr) == SLA_OK);
    CHECK(json_of(left.get(), {0, 1}) != json_of(whole.get(), {0, 1}));
    REQUIRE(sla_report_merge(left.get(), right.get(), nullptr) == SLA_OK);
    CHECK(json_of(left.get(), {0, 1}) == json_of(whole.get(), {0, 1}));

    layout other;
    other.dimensions[1].unit = SLA_BY_YEAR;
    const auto different = create(other);
    CHECK(refusal([&](sla_error** e) {
              return sla_report_merge(left.get(), different.get(), e);
          }).starts_with("1 report.other_definition"));
    CHECK(refusal([&](sla_error** e) { return sla_report_merge(nullptr, left.get(), e); }) ==
          "2 c.argument_missing at report");
    CHECK(refusal([&](sla_error** e) { return sla_report_merge(left.get(), nullptr, e); }) ==
          "2 c.argument_missing at other");
}

TEST_CASE("States without a value are not applicable", "[c][report]") {
    layout l;
    l.plain.dimension_count = 0;
    l.metrics[0].length_count = 0;
    const auto report = create(l);
    table t{2};
    t.add("state", "C").numbers<std::uint8_t>({SLA_MET, SLA_MET}).without({1});
    REQUIRE(sla_report_add(report.get(), t.schema(), t.array(), nullptr) == SLA_OK);
    CHECK(json_of(report.get(), {}).find(R"("not_applicable":1)") != std::string::npos);
    CHECK(json_of(report.get(), {}).find(R"("met":1)") != std::string::npos);
}

TEST_CASE("Layouts and questions that are wrong are refused", "[c][report]") {
    sla_report* made = nullptr;
    const auto with = [&](auto&& change) {
        layout l;
        change(l);
        return refusal([&](sla_error** e) { return sla_report_create(&l.plain, &made, e); });
    };
    CHECK(with([](layout& l) { l.plain.size = 0; }) == "2 c.size_unknown at layout.size");
    CHECK(with([](layout& l) { l.plain.dimensions = nullptr; }) ==
          "2 c.argument_missing at layout.dimensions");
    CHECK(with([](layout& l) { l.plain.metrics = nullptr; }) ==
          "2 c.argument_missing at layout.metrics");
    CHECK(
        with([](layout& l) { l.plain.metric_count = 0; }).starts_with("1 report.metrics_missing"));
    CHECK(with([](layout& l) { l.dimensions[0].column = nullptr; }) ==
          "2 c.argument_missing at dimensions[0].column");
    CHECK(with([](layout& l) { l.dimensions[0].values = nullptr; }) ==
          "2 c.argument_missing at dimensions[0].values");
    CHECK(with([](layout& l) { l.dimensions[1].unit = 8; }) ==
          "2 c.unknown_id at dimensions[1].unit");
    CHECK(with([](layout& l) { l.dimensions[1].zone = "Asia/Nowhere"; }) ==
          "1 zone.unknown at dimensions[1].zone");
    for (const char* wrong : {"2026-02-30", "2026-2-1", "2026-02-1x", "", "0000-00-00"})
        CHECK(with([&](layout& l) { l.dimensions[1].from = wrong; }) ==
              "1 c.date_invalid at dimensions[1].from");
    CHECK(with([](layout& l) { l.dimensions[1].to = nullptr; }) ==
          "1 c.date_invalid at dimensions[1].to");
    CHECK(with([](layout& l) { l.metrics[0].name = nullptr; }) ==
          "2 c.argument_missing at metrics[0].name");
    CHECK(with([](layout& l) { l.metrics[0].state = nullptr; }) ==
          "2 c.argument_missing at metrics[0].state");
    CHECK(with([](layout& l) { l.metrics[0].lengths = nullptr; }) ==
          "2 c.argument_missing at metrics[0].lengths");
    CHECK(with([](layout& l) { l.lengths[0].column = nullptr; }) ==
          "2 c.argument_missing at metrics[0].lengths.column");
    CHECK(with([](layout& l) { l.lengths[0].limits_ms = nullptr; }) ==
          "2 c.argument_missing at metrics[0].lengths.limits_ms");
    const layout l;
    CHECK(refusal([&](sla_error** e) { return sla_report_create(nullptr, &made, e); }) ==
          "2 c.argument_missing at layout");
    CHECK(refusal([&](sla_error** e) { return sla_report_create(&l.plain, nullptr, e); }) ==
          "2 c.argument_missing at report");
    CHECK(made == nullptr);

    const auto report = create();
    char* text = nullptr;
    const auto ask = [&](std::uint32_t metric, std::vector<std::uint32_t> by) {
        return refusal([&](sla_error** e) {
            return sla_report_json(report.get(), metric, by.data(), by.size(), &text, nullptr, e);
        });
    };
    CHECK(ask(1, {}) == "2 c.unknown_id at metric");
    CHECK(ask(0, {2}) == "2 c.unknown_id at by[0]");
    CHECK(ask(0, {1, 1}) == "2 c.unknown_id at by[1]");
    CHECK(refusal([&](sla_error** e) {
              return sla_report_json(report.get(), 0, nullptr, 1, &text, nullptr, e);
          }) == "2 c.argument_missing at by");
    CHECK(refusal([&](sla_error** e) {
              return sla_report_json(nullptr, 0, nullptr, 0, &text, nullptr, e);
          }) == "2 c.argument_missing at report");
    CHECK(refusal([&](sla_error** e) {
              return sla_report_json(report.get(), 0, nullptr, 0, nullptr, nullptr, e);
          }) == "2 c.argument_missing at json");

    table t{6};
    fill(t, true);
    CHECK(refusal([&](sla_error** e) {
              return sla_report_add(nullptr, t.schema(), t.array(), e);
          }) == "2 c.argument_missing at report");
    t.schema();
    t.all().schema.children[3]->format = "l";
    CHECK(refusal([&](sla_error** e) {
              return sla_report_add(report.get(), &t.all().schema, &t.all().array, e);
          }) == "1 c.column_type at spent");
    t.all().schema.children[3]->format = "tDm";
    t.all().schema.children[2]->format = "c";
    CHECK(refusal([&](sla_error** e) {
              return sla_report_add(report.get(), &t.all().schema, &t.all().array, e);
          }) == "1 c.column_type at state");
}
