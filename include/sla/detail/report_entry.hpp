// SPDX-License-Identifier: MIT
//
// Inside the report room: its public functions.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/report_block.hpp>
#include <sla/detail/report_compile.hpp>
#include <sla/detail/report_data.hpp>
#include <sla/detail/report_merge.hpp>
#include <sla/detail/report_pack.hpp>
#include <sla/detail/report_read.hpp>
#include <sla/detail/report_row.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1 {

// -- plan

SLA_FUNCTION const report_definition& report_plan::definition() const noexcept {
    return data_->definition;
}
SLA_FUNCTION std::size_t report_plan::group_count() const noexcept {
    return data_->groups;
}

namespace detail {
template <class Things>
[[nodiscard]] std::optional<std::size_t> position_of(const Things& things,
                                                     std::string_view name) noexcept {
    for (std::size_t i = 0; i < things.size(); ++i)
        if (things[i].name == name)
            return i;
    return {};
}
} // namespace detail

SLA_FUNCTION std::optional<std::size_t>
report_plan::find_dimension(std::string_view name) const noexcept {
    return detail::position_of(data_->definition.dimensions, name);
}
SLA_FUNCTION std::optional<std::size_t>
report_plan::find_metric(std::string_view name) const noexcept {
    return detail::position_of(data_->definition.metrics, name);
}
SLA_FUNCTION std::size_t report_plan::size(std::size_t dimension) const noexcept {
    assert(dimension < data_->sizes.size());
    return data_->sizes[dimension];
}

SLA_FUNCTION std::string report_plan::label(std::size_t dimension, std::size_t value) const {
    assert(dimension < data_->sizes.size() && value <= data_->sizes[dimension]);
    if (value >= data_->sizes[dimension])
        return {};
    const report_dimension& d = data_->definition.dimensions[dimension];
    return d.calendar ? detail::calendar_units{*d.calendar}.label(value) : d.values[value];
}

SLA_FUNCTION std::optional<std::chrono::local_days>
report_plan::first_date(std::size_t dimension, std::size_t value) const noexcept {
    assert(dimension < data_->sizes.size() && value <= data_->sizes[dimension]);
    const auto& calendar = data_->definition.dimensions[dimension].calendar;
    if (!calendar || value >= data_->sizes[dimension] ||
        detail::calendar_units{*calendar}.is_cycle())
        return {};
    return detail::calendar_units{*calendar}.first_date(value);
}

SLA_FUNCTION std::size_t report_plan::max_size_bytes() const noexcept {
    using namespace detail;
    const std::size_t cells = data_->groups + 1;
    // A list that grows has at most twice the room that it needs.
    const std::size_t of_values =
        (std::size_t{data_->definition.exact_values} + 1) * 2 * sizeof(std::uint32_t);
    const std::size_t of_buckets = data_->buckets.count() * sizeof(std::uint64_t);
    return sizeof(report) + sizeof(report_store) + (cells / 64 + 1) * sizeof(std::uint64_t) +
           cells * (data_->definition.metrics.size() * states_of_row * sizeof(std::uint64_t) +
                    data_->limits() * sizeof(std::uint64_t) +
                    data_->lengths() * (sizeof(length_sums) + sizeof(length_rest) +
                                        std::max(of_values, of_buckets)));
}

SLA_FUNCTION metric_row report_plan::row_of(std::size_t metric, const verdict* v) const noexcept {
    assert(metric < data_->definition.metrics.size());
    metric_row out;
    if (v == nullptr)
        return out;
    out.state = static_cast<std::uint8_t>(v->state);
    const auto& lengths = data_->definition.metrics[metric].lengths;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const time_amount& amount = lengths[i].what == verdict_length::spent ||
                                            lengths[i].what == verdict_length::working_spent
                                        ? v->spent
                                        : v->overdue;
        if (lengths[i].what == verdict_length::other)
            continue;
        if (lengths[i].what == verdict_length::spent || lengths[i].what == verdict_length::overdue)
            out.lengths[i] = amount.elapsed;
        else if (amount.working)
            out.lengths[i] = amount.working->length();
    }
    return out;
}

SLA_FUNCTION result<report> report_plan::from_bytes(std::span<const std::byte> bytes) const {
    return detail::report_unpacker{*this, *data_, bytes}.run();
}

SLA_FUNCTION bool operator==(const report_plan& a, const report_plan& b) noexcept {
    return a.data_ == b.data_ || a.data_->canonical == b.data_->canonical;
}

SLA_FUNCTION result<report_plan> compile(report_definition definition) {
    return detail::report_compiler::run(std::move(definition));
}

// -- report

SLA_FUNCTION report::report(const report_plan& plan)
    : plan_{plan}, store_{std::make_unique<detail::report_store>(*plan_.data_)} {}
SLA_FUNCTION report::report(const report& other)
    : plan_{other.plan_}, store_{std::make_unique<detail::report_store>(*other.store_)} {}
SLA_FUNCTION report::report(report&& other) noexcept = default;
SLA_FUNCTION report& report::operator=(const report& other) {
    *this = report{other};
    return *this;
}
SLA_FUNCTION report& report::operator=(report&& other) noexcept = default;
SLA_FUNCTION report::~report() = default;

SLA_FUNCTION report_counts report::add(const report_input& in, std::size_t first,
                                       std::size_t count) {
    if (detail::has_columns(*plan_.data_, in))
        return detail::report_pass{*plan_.data_, *store_, in, count}.run(first, count);
    const report_counts out{.rows = count, .columns_missing = count};
    store_->counts += out;
    return out;
}

SLA_FUNCTION report_counts report::add(const report_row& row) {
    std::size_t group = 0;
    const report_counts out = detail::find_group(*plan_.data_, row, group);
    if (out.in_groups() == 1)
        detail::add_row(*plan_.data_, *store_, row, group);
    store_->counts += out;
    return out;
}

SLA_FUNCTION issue_list report::merge(const report& other) {
    if (!(plan_ == other.plan_))
        return {{.code = "report.other_definition",
                 .message = "the other report is of another definition",
                 .expected = "reports of equal plans",
                 .saw = "another plan"}};
    if (counts().rows > detail::most_report_rows ||
        other.counts().rows > detail::most_report_rows - counts().rows)
        return {
            {.code = "report.too_many_rows",
             .message = "both together have more rows than can be counted",
             .expected = "at most 2^62",
             .saw = std::to_string(counts().rows) + " and " + std::to_string(other.counts().rows)}};
    if (&other == this)
        detail::merge(*plan_.data_, *store_, detail::report_store{*store_});
    else
        detail::merge(*plan_.data_, *store_, *other.store_);
    return {};
}

SLA_FUNCTION const report_counts& report::counts() const noexcept {
    return store_->counts;
}

SLA_FUNCTION std::size_t report::size_bytes() const noexcept {
    using namespace detail;
    std::size_t out =
        sizeof(report) + sizeof(report_store) +
        (store_->states.capacity() + store_->within.capacity() + store_->used.capacity()) *
            sizeof(std::uint64_t) +
        store_->sums.capacity() * sizeof(length_sums) +
        store_->rests.capacity() * sizeof(length_rest);
    for (const length_rest& rest : store_->rests)
        out += rest.values.capacity() * sizeof(std::uint32_t) +
               rest.buckets.capacity() * sizeof(std::uint64_t);
    return out;
}

SLA_FUNCTION std::vector<report_line> report::read(const report_query& query) const {
    return detail::report_reader{*plan_.data_, *store_, query}.run();
}

SLA_FUNCTION std::vector<std::byte> report::to_bytes() const {
    return detail::report_packer{*plan_.data_, *store_}.run();
}

SLA_FUNCTION bool operator==(const report& a, const report& b) {
    return a.plan_ == b.plan_ && a.to_bytes() == b.to_bytes();
}

} // namespace sla::inline v1
