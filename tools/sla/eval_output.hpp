// SPDX-License-Identifier: MIT
//
// Verdicts in the forms that `sla eval` writes.
#pragma once

#include "io.hpp"
#include "policy.hpp"
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tool {

enum class explaining : std::uint8_t { no, yes };

class verdict_output {
public:
    verdict_output() = default;
    verdict_output(const verdict_output&) = delete;
    verdict_output& operator=(const verdict_output&) = delete;
    virtual ~verdict_output() = default;

    virtual void begin() {}
    virtual void add(std::uint64_t row, std::string_view id, const sla::timeline& ticket,
                     sla::instant now) = 0;
};

// Precondition of these: policy and output outlive what they return.
[[nodiscard]] std::unique_ptr<verdict_output> ndjson_verdicts(const policy& p, explaining why,
                                                              output& out);
[[nodiscard]] std::unique_ptr<verdict_output> csv_verdicts(const policy& p, output& out);
[[nodiscard]] std::unique_ptr<verdict_output> text_verdicts(const policy& p, const sla::zone& zone,
                                                            explaining why, output& out);

/// "2026-02-13T15:40:00Z"
[[nodiscard]] std::string text_of(sla::instant at);

} // namespace tool
