// SPDX-License-Identifier: MIT
//
// Inside the bulk room: from a layout to a plan.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_check.hpp>
#include <sla/detail/bulk_data.hpp>
#include <sla/detail/bulk_kernels_x86.hpp>
#include <sla/detail/bulk_planner.hpp>

#include <memory>
#include <utility>

namespace sla::inline v1::detail {

// Which kernels this processor has.
[[nodiscard]] inline bool has_kernels(bulk_kernels kernels) noexcept {
    switch (kernels) {
    case bulk_kernels::plain:
    case bulk_kernels::none:
        return true;
#if SLA_HAS_X86_KERNELS
    case bulk_kernels::avx2:
        return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
               __builtin_cpu_supports("bmi2") != 0;
    case bulk_kernels::avx512:
        return has_kernels(bulk_kernels::avx2) && __builtin_cpu_supports("avx512f") != 0 &&
               __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
               __builtin_cpu_supports("avx512vl") != 0;
#endif
    default:
        return false;
    }
}

[[nodiscard]] inline bulk_kernels chosen_kernels(const bulk_options& options) noexcept {
    if (options.kernels)
        return has_kernels(*options.kernels) ? *options.kernels : bulk_kernels::plain;
    for (const bulk_kernels best : {bulk_kernels::avx512, bulk_kernels::avx2})
        if (has_kernels(best))
            return best;
    return bulk_kernels::plain;
}

class bulk_compiler {
public:
    static result<bulk_plan> run(const policy_book& book, const bulk_layout& layout,
                                 const bulk_options& options) {
        issue_list issues = bulk_layout_check{book, layout}.run();
        if (has_errors(issues))
            return issues;
        auto data = std::make_shared<bulk_data>(
            bulk_data{.book = book, .layout = layout, .kernels = chosen_kernels(options)});
        if (data->kernels != bulk_kernels::none)
            bulk_planner{*data}.run();
        else
            for (const metric_id id : layout.metrics)
                data->metrics.push_back({.metric = id});
        return bulk_plan{std::move(data)};
    }
};

} // namespace sla::inline v1::detail
