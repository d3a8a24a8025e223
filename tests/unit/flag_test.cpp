// SPDX-License-Identifier: MIT
#include <sla/flag.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>

TEST_CASE("a report counts flags, and what has no answer is in no rate") {
    sla::report_definition d;
    d.metrics = {{.name = "escalated"}};
    sla::report report{sla::compile(d).value()};
    CHECK_FALSE(sla::rate_of(report.read().front().counts));
    for (const sla::flag f : {sla::flag_of(true), sla::flag_of(true), sla::flag_of(false),
                              sla::flag::none, sla::flag::none}) {
        const std::array metrics{sla::row_of(f)};
        report.add({.metrics = metrics});
    }
    CHECK(sla::rate_of(report.read().front().counts) == sla::share{2, 3});
}
